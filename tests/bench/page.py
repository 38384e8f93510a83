"""The page of what was measured: ratios, machine, versions, and where the bytes are."""

from __future__ import annotations

import os
import platform
import pty
import re
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.jobs import Job, Taken

TIMES = "\N{MULTIPLICATION SIGN}"

EXPLAINED = (
    "An introduction stands here with its three to four follow-ups, their texts, thanks and",
    "business: six entries, written by five commands. Half of the bytes are the journal, the",
    "second copy of everything, which is kept for ever: its 21 changes as lines of JSON, those of",
    "a command compressed together, and the commands with instant, sentence and digest. The uid",
    "of an entry is 16 bytes without an index.",
)
"""Why the file is as large as it is, by counting the rows and columns of a ledger of 100,000."""

SHOWN = 12
"""How many lines the longer lists show."""


@dataclass(frozen=True)
class Target:
    """What is to be reached.

    Attributes:
        what: what is measured.
        most: how much it may be.
        value: how much it is; None where it was not measured.
        unit: of both.
        job: the command that is profiled where it is not reached.
    """

    what: str
    most: float
    value: float | None
    unit: str
    job: str

    @property
    def is_reached(self) -> bool | None:
        """Tell whether it is reached; None where it was not measured."""
        return None if self.value is None else self.value <= self.most


@dataclass(frozen=True)
class Measured:
    """All that the page says."""

    targets: Sequence[Target]
    took: Mapping[str, Sequence[Taken]]
    sizes: Sequence[int]
    files: Mapping[int, Path]
    programs: Sequence[str]
    rounds: int
    profiles: Mapping[str, Sequence[str]]


def written(measured: Measured) -> str:
    """Return the page as Markdown."""
    parts = (
        _head(measured),
        _targets(measured.targets),
        _profiles(measured.profiles),
        _commands(measured),
        _files(measured.files),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(measured: Measured) -> Iterator[str]:
    yield "# How quick it is"
    yield ""
    yield "Written by `python tests/bench/measure.py FOLDER`."
    yield ""
    yield f"- {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}"
    yield f"- {', '.join(measured.programs)}"
    yield (
        f"- medians of {measured.rounds} interleaved rounds, ratios taken round by round; "
        "installed by pip, bytecode compiled, whole processes"
    )
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    yield f"- load of the machine meanwhile, itself with it: {load:.1f}"


def _targets(targets: Sequence[Target]) -> Iterator[str]:
    yield from ("", "## What is to be reached", "")
    yield "| what | at most | measured | |"
    yield "|---|---|---|---|"
    words = {True: "reached", False: "**not reached**", None: "not measured"}
    for one in targets:
        value = "" if one.value is None else f"{one.value:.2f}"
        yield f"| {one.what} | {one.most:g} {one.unit} | {value} | {words[one.is_reached]} |"


def _profiles(profiles: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if profiles:
        yield from ("", "## Where the time goes in what is not reached", "")
        yield "Imports by package, milliseconds of their own, as `python -X importtime` tells:"
        yield ""
        for name, lines in profiles.items():
            yield f"- {name}: {', '.join(lines)}"


def _commands(measured: Measured) -> Iterator[str]:
    yield from ("", "## Each command", "", f"| what | ms | {TIMES} bare Python | peak memory, MB |")
    yield "|---|---|---|---|"
    bare = measured.took["bare Python"]
    for name, taken in sorted(measured.took.items(), key=_place):
        seconds = median(one.seconds for one in taken)
        times = seconds / median(one.seconds for one in bare)
        memory = median(one.memory for one in taken) / 1e6
        yield f"| {name} | {seconds * 1000:.1f} | {times:.2f} | {memory:.1f} |"


def _place(one: tuple[str, Sequence[Taken]]) -> tuple[str, int]:
    """Return where a command stands: beside itself at other sizes."""
    what, _at, size = one[0].partition(" at ")
    digits = "".join(filter(str.isdigit, size))
    return what, int(digits or 0)


def _files(files: Mapping[int, Path]) -> Iterator[str]:
    yield from ("", "## The file", "", "| introductions | MB | bytes for each |", "|---|---|---|")
    for size, path in files.items():
        there = path.stat().st_size
        yield f"| {size:,} | {there / 1e6:,.1f} | {there / size:,.0f} |"
    size = sorted(files)[-2] if len(files) > 2 else max(files)
    yield from ("", *EXPLAINED, "", f"Where the bytes for each introduction are, at {size:,}:", "")
    yield "| table or index | bytes | share |"
    yield "|---|---|---|"
    found = bytes_by_part(files[size])
    whole = sum(found.values())
    for name, count in found.most_common(SHOWN):
        yield f"| {name} | {count / size:,.0f} | {count / whole:.1%} |"
    rest = sum(count for _name, count in found.most_common()[SHOWN:])
    yield f"| all others | {rest / size:,.0f} | {rest / whole:.1%} |"


def bytes_by_part(path: Path) -> Counter[str]:
    """Return how many bytes of a ledger each table and index takes."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            return Counter(
                dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
            )
        except sqlite3.OperationalError:  # SQLite was built without it
            return Counter({"everything": path.stat().st_size})


def imports_of(python: str, name: str, job: Job) -> list[str]:
    """Return which packages take how long to be imported by a command of reflog."""
    main = "import sys; from reflog.__main__ import main; sys.exit(main())"
    master, slave = pty.openpty()
    ended = subprocess.run(
        [python, "-X", "importtime", "-c", main, *job.argv[1:]],
        env=dict(job.environ),
        stdin=subprocess.DEVNULL,
        stdout=slave if job.terminal else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(slave)
    os.close(master)
    if job.undo:
        subprocess.run(job.undo.argv, env=dict(job.undo.environ), capture_output=True, check=False)
    spent: Counter[str] = Counter()
    for own, module in re.findall(r"import time: +(\d+) \| +\d+ \| +(\S+)", ended.stderr):
        spent[module.partition(".")[0]] += int(own)
    whole = sum(spent.values())
    lines = [f"{package} {own / 1000:.1f}" for package, own in spent.most_common(SHOWN)]
    return [f"all imports {whole / 1000:.1f}", *lines] if lines else [f"{name}: no imports seen"]


def python_version(python: str) -> str:
    """Return the versions of Python, SQLite and the libraries that matter."""
    script = (
        "import platform, sqlite3; from importlib.metadata import version as v; "
        "print(f'Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}', "
        "*(f'{one} {v(one)}' for one in ('reflog', 'typer', 'rich', 'sqlmodel')), sep=', ')"
    )
    said = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    return said.stdout.strip()


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
