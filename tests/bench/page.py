"""The page of what was measured, whose rows are kept until they are measured again."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.jobs import Taken

TIMES = "\N{MULTIPLICATION SIGN}"
NOT_MEASURED = "not measured"
SHOWN = 12
"""How many lines the longer lists show."""

HEAD = """# How quick it is

Written by `python tests/bench/measure.py FOLDER`; a part of it is measured again with `--only`.
Medians of interleaved rounds, ratios taken round by round; whole processes of the program as
pip installs it, bytecode compiled. The ledgers that are written to lie in memory where there
is a file system for it. The last column is the load of the machine meanwhile, the
measuring itself with it: what was measured while others worked says less of the program.
"""

FILE = """An introduction stands here with its three to four follow-ups, their texts, thanks and
business: six entries, written by five commands. Nearly half of the bytes are the journal, the
second copy of everything, which is kept for ever."""

HOUSE = """How long the way of a command is, and how many files a change touches. The files to touch
are counted by doing each once; they, and the time of the README, are stated by hand."""


@dataclass(frozen=True)
class Target:
    """What is to be reached, and what was measured of it; None where it was not.

    Attributes:
        most: how much it may be; None where it is only stated.
        unit: of both.
        computed: the same of what a core computed, which others on the machine disturb less.
    """

    what: str
    most: float | None
    unit: str
    value: float | None
    computed: float | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row of the page, but for the load."""
        most = "stated" if self.most is None else f"{self.most:,g} {self.unit}".rstrip()
        if self.value is None:
            return (self.what, most, "", NOT_MEASURED)
        shown = f"{self.value:.2f}" if self.unit.startswith(TIMES) else f"{self.value:,.4g}"
        if self.unit in {"files", "lines", "bytes", ""}:
            shown = f"{self.value:,.0f}"
        shown = f"{shown} {self.unit}".rstrip()
        if self.computed is not None:
            shown += f" ({self.computed:.2f} of a core)"
        if self.most is None:
            return (self.what, most, shown, "")
        return (self.what, most, shown, "reached" if self.value <= self.most else "**not reached**")


@dataclass
class Table:
    """A table of the page: its rows by their first cell.

    Attributes:
        is_whole: its rows are parts of one thing, measured together: none stays of another time.
    """

    heading: str
    columns: Sequence[str]
    rows: dict[str, Sequence[str]] = field(default_factory=dict)
    intro: str = ""
    is_whole: bool = False

    def add(self, *cells: str) -> None:
        """Add a row, in place of the one with the same first cell."""
        self.rows[cells[0]] = cells

    def keep(self, before: Mapping[str, Sequence[str]]) -> None:
        """Keep the rows of the page before that were not measured now."""
        width = len(self.columns)
        for name, cells in () if self.is_whole else before.items():
            there = self.rows.get(name)
            if len(cells) == width and (there is None or NOT_MEASURED in there):
                self.rows[name] = cells


def targets_table(heading: str, targets: Iterable[Target], intro: str = "") -> Table:
    """Return targets as a table."""
    table = Table(heading, ("what", "at most", "measured", "", "load"), intro=intro)
    for one in targets:
        table.add(*one.cells(), "" if one.value is None else load())
    return table


def commands_table(took: Mapping[str, Sequence[Taken]]) -> Table:
    """Return what each command took."""
    columns = ("what", "ms", "ms of a core", f"{TIMES} bare Python", "peak memory, MB", "load")
    table = Table("Each command", columns)
    bare = took.get("bare Python")
    for name, taken in took.items():
        seconds = median(one.seconds for one in taken)
        times = seconds / median(one.seconds for one in bare) if bare else 0
        table.add(
            name,
            f"{seconds * 1000:,.1f}",
            f"{median(one.computed for one in taken) * 1000:,.1f}",
            f"{times:.2f}" if bare else "",
            f"{median(one.memory for one in taken) / 1e6:.1f}",
            load(),
        )
    return table


def file_table(files: Mapping[int, Path]) -> Table:
    """Return how large ledgers are."""
    table = Table("The file", ("introductions", "MB", "bytes for each"), intro=FILE)
    for size, path in files.items():
        there = path.stat().st_size
        table.add(f"{size:,}", f"{there / 1e6:,.1f}", f"{there / size:,.0f}")
    return table


def bytes_table(size: int, path: Path) -> Table:
    """Return where the bytes of a ledger are."""
    heading = f"The bytes for each introduction, at {size:,}"
    table = Table(heading, ("table or index", "bytes", "share"), is_whole=True)
    found = bytes_by_part(path)
    whole = sum(found.values())
    rest = sum(count for _name, count in found.most_common()[SHOWN:])
    for name, count in (*found.most_common(SHOWN), ("all others", rest)):
        table.add(name, f"{count / size:,.0f}", f"{count / whole:.1%}")
    return table


def written(tables: Sequence[Table], before: str = "") -> str:
    """Return the page as Markdown, with the rows of the page before that are not among these."""
    kept = tables_in(before)
    lines = [HEAD]
    for table in tables:
        table.keep(kept.get(table.heading, {}))
        lines += [f"## {table.heading}", ""]
        lines += [table.intro, ""] if table.intro else []
        lines += [_row(table.columns), "|---" * len(table.columns) + "|"]
        rows = table.rows.values()
        lines += map(_row, sorted(rows, key=_place) if table.heading == "Each command" else rows)
        lines.append("")
    return "\n".join(lines)


def tables_in(page: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the rows of every table of a page, by its heading and their first cell."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for line in page.splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.removeprefix("## "), {})
        elif line.startswith("| "):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            rows[cells[0]] = cells
    for table in found.values():
        if table:
            del table[next(iter(table))]  # the titles of the columns
    return found


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _place(cells: Sequence[str]) -> tuple[str, int]:
    """Return where a command stands: beside itself at other sizes."""
    what, _at, size = cells[0].partition(" at ")
    digits = "".join(filter(str.isdigit, size))
    return what, int(digits or 0)


def load() -> str:
    """Return the load of the last minutes."""
    return f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def bytes_by_part(path: Path) -> Counter[str]:
    """Return how many bytes of a ledger each table and index takes."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            return Counter(
                dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
            )
        except sqlite3.OperationalError:  # SQLite was built without it
            return Counter({"everything": path.stat().st_size})


def versions(python: str) -> Iterator[tuple[str, str]]:
    """Yield the machine, and the versions of Python, SQLite and the libraries that matter."""
    yield "machine", f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}"
    script = (
        "import platform, sqlite3; from importlib.metadata import version as v; "
        "print(*(f'Python={platform.python_version()}', f'SQLite={sqlite3.sqlite_version}', "
        "*(f'{one}={v(one)}' for one in ('reflog', 'typer', 'rich', 'sqlmodel'))), sep='\\n')"
    )
    said = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    for line in said.stdout.splitlines():
        name, _equals, version = line.partition("=")
        yield name, version


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*: (.+)", told)
    return found[1] if found else platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "memory unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
