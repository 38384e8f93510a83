"""The slow lane in processes of its own, each forked from one that has everything imported.

Run as a program, it reads a line of JSON for each command, and answers with its exit code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Self

from reflog.cli import app, grammar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Answer = tuple[int, bytes, bytes]
"""The exit code, and what was printed on either stream."""


class SlowLane:
    """The process that forks, which waits for commands."""

    def __init__(self, folder: Path) -> None:
        self._streams = folder / "out", folder / "err"
        self._program = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._program.communicate()

    def answer(self, words: Sequence[str | bytes], environ: dict[str, str]) -> Answer:
        """Run a command with nothing to read, and these variables."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        told = [[os.fsdecode(word) for word in words], environ, [*map(str, self._streams)]]
        self._program.stdin.write(json.dumps(told) + "\n")
        self._program.stdin.flush()
        code = int(self._program.stdout.readline())
        out, err = (stream.read_bytes() for stream in self._streams)
        return code, out, err


def main() -> None:
    for name in grammar.NAMES:
        import_module(grammar.module_of(name))
    # Not by sys.stdin, which is to be as it was for those that fork.
    for line in os.fdopen(os.dup(0), encoding="utf-8"):
        words, environ, streams = json.loads(line)
        child = os.fork()
        if not child:
            _run_and_leave(words, environ, streams)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


def _run_and_leave(words: list[str], environ: dict[str, str], streams: list[str]) -> None:
    code = 70
    try:
        for number, name in enumerate([os.devnull, *streams]):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.environ.clear()
        os.environ.update(environ)
        code = app.main(words)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
