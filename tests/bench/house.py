"""How long the source is, and how long the way of a command through it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "reflog"

FOLLOWED = """
import json, os, sqlite3, sys
files, opened = set(), 0
def follow(frame, _event, _argument):
    files.add(frame.f_code.co_filename)
connect = sqlite3.connect
def counted(*arguments, **options):
    global opened
    opened += 1
    return connect(*arguments, **options)
sqlite3.connect = counted
def end(code):
    sys.settrace(None)
    ours = [file for file in files if os.sep + "reflog" + os.sep in file]
    print(json.dumps([code, len(ours), opened]), file=sys.stderr)
    leave(code)
leave, os._exit = os._exit, end
sys.settrace(follow)
from reflog.__main__ import main
main()
"""
"""Runs a command, and tells which files ran in it and how many connections it opened."""


def source_lines() -> int:
    """Return how many lines the source has."""
    return sum(len(file.read_text("utf-8").splitlines()) for file in SOURCE.rglob("*.py"))


def way(python: str, words: tuple[str, ...], environ: dict[str, str]) -> tuple[int, int]:
    """Return how many source files run in a command, and how many connections it opens.

    Raises:
        RuntimeError: it failed.
    """
    ended = subprocess.run(
        [python, "-c", FOLLOWED, *words], env=environ, capture_output=True, text=True, check=False
    )
    try:
        code, files, connections = json.loads(ended.stderr.splitlines()[-1])
    except (IndexError, ValueError):
        code, files, connections = 70, 0, 0
    if code:
        message = f"{words[0]} ended with {code}"
        raise RuntimeError(message)
    return files, connections
