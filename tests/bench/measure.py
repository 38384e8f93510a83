"""Measure every command at every size, beside what it is compared with, and write the page.

    python tests/bench/measure.py FOLDER [--rounds 15] [--quick] [--no-rivals]

Everything that is made for it is kept in FOLDER and used again: ledgers, the program installed
by pip into an environment of its own, and the other programs with theirs. The page is
RESULTS.md beside this file; --quick measures ledgers of 1,000 and 20,000 only, in three rounds
where no number is given, and prints the page instead. Wants a quiet machine.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import subprocess
import sys
import venv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.extend(map(str, (Path(__file__).parents[1], Path(__file__).parents[1] / "support")))

from bench import generate, page, rivals
from bench.jobs import Job, Runner, Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
TODAY = "2026-11-21"
SMALL, MIDDLE, LARGE, LISTED = 1_000, 100_000, 1_000_000, 20_000
ROUNDS, FEW_ROUNDS = 15, 3

PERSON = generate.PERSON
READING = {
    "due": ("due",),
    "TAB": ("__complete", "bash", "reflog", "who", "part"),
    "who NAME": ("who", PERSON),
    "show NAME": ("show", PERSON),
    "show N": ("show", "4"),
    "tree NAME": ("tree", PERSON),
    "balance NAME": ("balance", PERSON),
    "find TEXT": ("find", generate.TEXT),
    "log --limit 20": ("log", "--limit", "20"),
}
WRITING = {
    "done": ("done", "9", "she", "called"),
    "snooze": ("snooze", "9", "3w"),
    "thanks": ("thanks", PERSON, "for", "lunch"),
    "intro": ("intro", "@partner-brigid", "@partner-edith", "--need", "a roof"),
    "mark": ("mark", "4", "met"),
}
BASES = {
    "bare Python": "pass",
    "import typer": "import typer",
    "import sqlmodel": "import sqlmodel",
    "rich and sqlite3": "import rich.table, sqlite3",
}

ASKED = """
import gc, sys
gc.disable()
from reflog.reports.balances import balance
from reflog.storage.reader import Reader
with Reader(*sys.argv[1:]) as reader:
    balance(reader)
"""
"""The question that `balance` asks, without the printing; garbage stays, as in the program."""


class Bench:
    """Where the programs lie, and what they are run on.

    Attributes:
        took: by name of a job, what each of its rounds took.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self.took: dict[str, list[Taken]] = defaultdict(list)
        self._ledgers = folder
        self._programs = programs

    def base(self, name: str) -> Job:
        """Return a piece of Python to compare with."""
        argv = (str(self._programs / "python"), "-c", BASES[name])
        return Job(name, argv, _environ(self._ledgers))

    def reflog(self, name: str, size: int, *, terminal: bool = False) -> Job:
        """Return a command on the ledger of a size."""
        environ = _environ(self._ledgers) | {
            "REFLOG_LEDGER": str(self._ledgers / f"{size}.db"),
            "REFLOG_TODAY": TODAY,
        }
        words = {**READING, **WRITING, "undo": ("undo",), "balance": ("balance",)}[name]
        undo = self.reflog("undo", size) if name in WRITING else None
        at = f"{name}{' on a terminal' if terminal else ''} at {size:,}"
        argv = (str(self._programs / "reflog"), *words)
        return Job(at, argv, environ, terminal=terminal, undo=undo)

    def asked(self, size: int) -> Job:
        """Return what `balance` asks the ledger of a size, in a process of its own."""
        argv = (str(self._programs / "python"), "-c", ASKED, str(self._ledgers / f"{size}.db"))
        return Job(f"balance at {size:,}, unprinted", (*argv, TODAY), _environ(self._ledgers))

    def run(self, runner: Runner, jobs: Sequence[Job], rounds: int) -> None:
        """Run jobs in rounds, each round all of them in an order of its own."""
        shuffled = random.Random(rounds)  # noqa: S311 - an order, no secret
        for at in range(rounds + 1):
            for job in shuffled.sample(jobs, len(jobs)):
                taken = runner.take(job)
                if at:  # the first round warms up
                    self.took[job.name].append(taken)
            print(f"round {at} of {rounds}", file=sys.stderr)  # noqa: T201 - a script


def _environ(home: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def install(folder: Path) -> Path:
    """Install the program as it is now by pip, compiled, in an environment of its own."""
    home = folder / "program"
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    if not home.exists():
        venv.create(home, with_pip=True)
        pins = ROOT / ".ci" / "constraints.txt"
        subprocess.run([*pip, "-c", str(pins), str(ROOT)], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    compileall.compile_dir(home / "lib", quiet=2)
    return home / "bin"


def measure(bench: Bench, sizes: Sequence[int], rounds: int) -> None:
    """Measure reflog at every size, and Python beside it."""
    jobs = [bench.base(name) for name in BASES]
    jobs += [bench.reflog("due", min(sizes), terminal=True)]
    for size in sizes:
        jobs += [bench.reflog(name, size) for name in (*READING, *WRITING)]
    with Runner() as runner:
        for size in sizes:  # so that the day's copy is there
            runner.take(bench.reflog("snooze", size))
        bench.run(runner, [job for job in jobs if _works(runner, job)], rounds)
        largest = bench.reflog("balance", max(sizes))
        bench.run(runner, [largest, bench.asked(max(sizes))], min(rounds, FEW_ROUNDS))


def _works(runner: Runner, job: Job) -> bool:
    """Try a job; what fails is left out, and the page says that it was not measured."""
    try:
        runner.take(job)
    except RuntimeError as error:
        print(f"left out: {error}", file=sys.stderr)  # noqa: T201 - a script
        return False
    return True


def measure_rivals(bench: Bench, folder: Path, rounds: int) -> list[str]:
    """Measure the programs of the same kind; their versions."""
    folder.mkdir(exist_ok=True)
    found = {
        items: [job for job in (rivals.taskwarrior(folder, items),) if job]
        for items in (SMALL, LISTED)
    }
    slow = [make(folder, n) for make in (rivals.todoman, rivals.khard) for n in (SMALL, LISTED)]
    with Runner() as runner:
        for items, jobs in found.items():
            due = bench.reflog("due", items)
            bench.run(runner, [replace(due, name=f"{due.name}, beside"), *jobs], rounds)
        bench.run(runner, slow, min(rounds, FEW_ROUNDS))
    return [
        f"{rivals.NAMES[Path(job.argv[0]).name]} {rivals.version_of(job)}"
        for job in (*found[SMALL], *slow[::2])
    ]


def ratio(bench: Bench, job: str, base: str) -> float | None:
    """Return the median over the rounds of how many times as long one took as the other."""
    pairs = zip(bench.took.get(job, ()), bench.took.get(base, ()), strict=False)
    found = [one.seconds / other.seconds for one, other in pairs]
    return median(found) if found else None


def targets(bench: Bench, sizes: Sequence[int]) -> list[page.Target]:
    """Return what is to be reached, and what was measured of it."""
    small, large = min(sizes), max(sizes)

    def row(what: str, job: str, base: str, most: float) -> page.Target:
        return page.Target(what, most, ratio(bench, job, base), f"{page.TIMES} {base}", job)

    at = f" at {small:,}"
    rows = [
        row("`reflog due`, piped", f"due{at}", "bare Python", 3.0),
        row("`reflog due` on a terminal", f"due on a terminal{at}", "rich and sqlite3", 1.4),
        row("TAB on a contact", f"TAB{at}", "bare Python", 2.5),
    ]
    rows += [
        row(f"`{name}`, piped", f"{name}{at}", "import typer", 1.5)
        for name in ("who NAME", "show NAME", "find TEXT")
    ]
    rows += [
        row(f"`{name}`", f"{name}{at}", "import sqlmodel", 1.25)
        for name in ("done", "snooze", "thanks", "intro")
    ]
    for name in (*READING, *WRITING):
        what = f"`{name}` at {large:,} against {small:,}"
        rows.append(row(what, f"{name} at {large:,}", f"{name}{at}", 1.25))
    for items in (SMALL, LISTED):
        job, base = f"due at {items:,}, beside", f"`task list`, {items:,} tasks"
        what = f"`reflog due` on {items:,} introductions against {base}"
        rows.append(page.Target(what, 1.0, ratio(bench, job, base), f"{page.TIMES} task list", job))
    due = bench.took.get(f"due at {large:,}")
    memory = median(one.memory for one in due) / 1e6 if due else None
    rows.append(page.Target(f"memory of `due` at {large:,}", 20, memory, "MB", f"due{at}"))
    whole = bench.took.get(f"balance at {large:,}, unprinted")
    seconds = median(one.seconds for one in whole) if whole else None
    what = f"`balance` of everything at {large:,}, without the printing"
    rows.append(page.Target(what, 3, seconds, "s", f"balance at {large:,}"))
    return rows


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, help="15, with --quick 3")
    parser.add_argument("--quick", action="store_true", help="small ledgers, three rounds")
    parser.add_argument("--no-rivals", action="store_true", help="leave out other programs")
    given = parser.parse_args(None if arguments is None else list(arguments))
    folder = given.folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rounds = given.rounds or (FEW_ROUNDS if given.quick else ROUNDS)
    sizes = (SMALL, LISTED) if given.quick else (SMALL, MIDDLE, LARGE)
    generate.main([str(folder), *map(str, sorted({*sizes, LISTED}))])
    bench = Bench(folder, install(folder))
    measure(bench, sizes, rounds)
    versions = [] if given.no_rivals else measure_rivals(bench, folder / "rivals", rounds)
    profiles = {
        target.job: page.imports_of(bench.base("bare Python").argv[0], target.job, job)
        for target in targets(bench, sizes)
        if target.is_reached is False and (job := _job_of(bench, target.job))
    }
    text = page.written(
        page.Measured(
            targets=targets(bench, sizes),
            took=bench.took,
            sizes=sizes,
            files={size: folder / f"{size}.db" for size in sizes},
            programs=[page.python_version(bench.base("bare Python").argv[0]), *versions],
            rounds=rounds,
            profiles=profiles,
        )
    )
    if given.quick:
        print(text)  # noqa: T201 - a script
    else:
        RESULTS.write_text(text, "utf-8")


def _job_of(bench: Bench, name: str) -> Job | None:
    """Return the command of reflog by its name among what was measured."""
    what, _at, size = name.removesuffix(", beside").partition(" at ")
    is_terminal = what.endswith(" on a terminal")
    what = what.removesuffix(" on a terminal")
    known = what in READING or what in WRITING
    return bench.reflog(what, int(size.replace(",", "")), terminal=is_terminal) if known else None


if __name__ == "__main__":
    main()
