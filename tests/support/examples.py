"""The examples of the README and of the help pages, run on the real program.

In a page an example is a line that begins with `$ `, in a block called console or in one that
is indented by four spaces; below it stands what the program answers. A comment in such a block
that holds a date, `# Wednesday, 2026-11-25`, makes that day today from there on.

After a change of wording, `.venv/bin/python tests/support/examples.py` writes the answers anew
into README.md and src/reflog/help/*.md. Look at the diff before you commit it.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from commands import Commands

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "src" / "reflog" / "help").glob("*.md"))]
INDENT = "    "


def commands(text: str) -> list[str]:
    """Return the commands of a page's examples."""
    return [line.strip()[2:] for line, _code in _lines(text) if _is_prompt(line, _code)]


def rerun(text: str, folder: Path) -> str:
    """Return a page with the answers that the program gives now, in an empty ledger of its own."""
    reflog = Commands(folder / "data" / "ledger.db")
    lines = [*_lines(text), ("", None)]
    done: list[str] = []
    place = 0
    while place < len(lines) - 1:
        line, indent = lines[place]
        place += 1
        done.append(line)
        if indent is not None and (day := re.match(rf"{indent}# .*(\d{{4}}-\d\d-\d\d)", line)):
            reflog.today = day[1]
        if not _is_prompt(line, indent) or indent is None:
            continue
        end = place
        while lines[end][1] is not None and not _begins(*lines[end]):
            end += 1
        while end > place and not lines[end - 1][0]:
            end -= 1
        before = "".join(f"{old.removeprefix(indent)}\n" for old, _code in lines[place:end])
        answer = _answer(line.removeprefix(f"{indent}$ "), before, reflog, folder)
        done += [f"{indent}{new}" if new else "" for new in answer.splitlines()]
        place = end
    return "".join(f"{line}\n" for line in done)


def _lines(text: str) -> list[tuple[str, str | None]]:
    """Return each line with the indent of the block of code that it stands in, or None."""
    found: list[tuple[str, str | None]] = []
    fence = None
    for line in text.splitlines():
        if line.startswith("```"):
            fence = line if fence is None else None
            found.append((line, None))
        elif fence is not None:
            found.append((line, "" if fence == "```console" else None))
        elif line.startswith(INDENT) or (not line and found and found[-1][1] == INDENT):
            found.append((line, INDENT))
        else:
            found.append((line, None))
    return found


def _is_prompt(line: str, indent: str | None) -> bool:
    return indent is not None and line.startswith(f"{indent}$ ")


def _begins(line: str, indent: str | None) -> bool:
    """Tell whether a line is no answer: the next prompt, or a comment."""
    return _is_prompt(line, indent) or line.startswith(f"{indent}# ")


def _answer(command: str, before: str, reflog: Commands, folder: Path) -> str:
    """Run an example and return what it answers; `cat` makes the file that it shows."""
    program, *words = shlex.split(command)
    if program == "cat":
        (folder / words[0]).write_text(before, "utf-8")
        return before
    if program == "python":
        ended = subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            env=reflog.environ(),
            capture_output=True,
            text=True,
            check=True,
        )
        return ended.stdout
    assert program == "reflog", command
    answer = reflog(*words) if words else reflog("due")
    assert (answer.code != 0) == answer.err.startswith(("reflog: ", '{"error"')), (command, answer)
    return (answer.out + answer.err).replace("\r\n", "\n")  # tables have the ends of CSV


def _rewrite() -> Iterator[str]:
    import os  # noqa: PLC0415 - for the script alone

    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            old = page.read_text("utf-8")
            new = rerun(old, Path(folder))
            os.chdir(ROOT)
        if new != old:
            page.write_text(new, "utf-8")
            yield page.name


if __name__ == "__main__":
    for name in _rewrite():
        print(f"rewrote the answers of {name}")  # noqa: T201 - what the script is for
