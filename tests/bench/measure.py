"""Measure every command at every size, beside what it is compared with, and write the page.

    python tests/bench/measure.py FOLDER [--only reads,writes,...] [--rounds 15] [--quick]

Everything that is made for it is kept in FOLDER and used again: ledgers, the program installed
by pip into an environment of its own, and the other programs with theirs. The page is
RESULTS.md beside this file; what is not measured now stays in it as it was. --quick measures
ledgers of 1,000 and 20,000 only, in three rounds where no number is given, and prints the page
instead. --state "WHAT=NUMBER" writes a figure down that was found by hand. Wants a quiet machine.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.extend(map(str, (Path(__file__).parents[1], Path(__file__).parents[1] / "support")))

from bench import generate, house, page, people, rivals, screens
from bench.jobs import Job, Runner, Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
MEMORY = Path("/dev/shm")  # noqa: S108 - the ledgers of the measuring, and no secret
TODAY, YESTERDAY = "2026-11-21", "2026-11-20"
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
    "match TEXT": ("match", generate.NEED),
    "know NAME": ("know", PERSON),
    "report": ("report",),
    "ask": ("ask",),
}
WRITING = {
    "done": ("done", "9", "she", "called"),
    "snooze": ("snooze", "9", "3w"),
    "drop": ("drop", "9"),
    "thanks": ("thanks", PERSON, "for", "lunch"),
    "intro": ("intro", "@partner-brigid", "@partner-edith"),
    "mark": ("mark", "4", "met"),
    "note": ("note", PERSON, "likes", "tea"),
    "met": ("met", PERSON, "over", "tea"),
    "undo": ("undo",),
}
OPTIONS = {
    "snooze": ("--json",),
    "drop": ("--json",),
    "intro": ("--need", "a roof"),
    "undo": ("--json",),
}
"""What is written with; the others are given their day."""

WHOLE = {
    "balance": ("balance",),
    "tree": ("tree",),
    "network": ("network",),
    "met": ("met",),
    "check": ("check",),
    "export": ("export",),
    "export --journal": ("export", "--journal"),
    "export --format csv contacts": ("export", "contacts", "--format", "csv"),
    "export --format vcard": ("export", "--format", "vcard"),
    "export --format ics": ("export", "--format", "ics"),
}
JOURNALS = {"": "", ", with its journal": "--journal"}
"""What a whole ledger is brought in with, and the option of its export."""

EVERYONE = ("balance", "network", "met")
"""Of those, what is asked of the largest ledger too."""

BASES = {
    "bare Python": "pass",
    "import typer": "import typer",
    "rich and sqlite3": "import rich.table, sqlite3",
}
BY_HAND = (
    page.Target("README's second command, by hand", 150, "s", None),
    page.Target("files to touch for a new contact field, by hand", 9, "files", None),
    page.Target("files to touch for a kind of entry, by hand", 12, "files", None),
    page.Target("files to touch for a listing command, by hand", 5, "files", None),
)


class Bench:
    """Where the programs lie, and what they are run on.

    Attributes:
        took: by name of a job, what each of its rounds took.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self.took: dict[str, list[Taken]] = defaultdict(list)
        self.folder = folder
        self.programs = programs

    def base(self, name: str) -> Job:
        """Return a piece of Python to compare with."""
        argv = (str(self.programs / "python"), "-c", BASES[name])
        return Job(name, argv, self.environ())

    def environ(self, ledger: Path | None = None) -> dict[str, str]:
        """Return the variables of a command, on a ledger."""
        own = {"REFLOG_LEDGER": str(ledger), "REFLOG_TODAY": TODAY} if ledger else {}
        kept = {"HOME": str(self.folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        return {"PATH": os.defpath, **kept, **own}

    def reflog(self, name: str, words: Iterable[str], ledger: Path | None = None) -> Job:
        """Return a command of reflog."""
        argv = (str(self.programs / "reflog"), *words)
        return Job(name, argv, self.environ(ledger or self.ledger(SMALL)))

    def ledger(self, size: int) -> Path:
        """Return the ledger of a size."""
        return self.folder / f"{size}.db"

    def reading(self, name: str, size: int) -> Job:
        """Return a question to the ledger of a size."""
        return self.reflog(f"{name} at {size:,}", READING[name], self.ledger(size))

    def writing(self, name: str, ledger: Path, suffix: str = "", *options: str) -> Job:
        """Return a command that writes, and what takes it back."""
        back = self.reflog("back", ("redo",) if name == "undo" else ("undo",), ledger)
        job = self.reflog(f"{name}{suffix}", (*WRITING[name], *options), ledger)
        return replace(job, undo=back)

    def run(self, jobs: Sequence[Job], rounds: int) -> None:
        """Run jobs in rounds, each round all of them in an order of its own."""
        shuffled = random.Random(rounds)  # noqa: S311 - an order, no secret
        with Runner() as runner:
            works = [job for job in jobs if _works(runner, job)]  # which warms up, too
            for at in range(1, rounds + 1):
                for job in shuffled.sample(works, len(works)):
                    self.took[job.name].append(runner.take(job))
                print(f"round {at} of {rounds}", file=sys.stderr)  # noqa: T201 - a script

    def ratio(self, what: str, most: float | None, job: str, base: str) -> page.Target:
        """Return how many times as long one took as the other, the median over the rounds."""
        pairs = list(zip(self.took.get(job, ()), self.took.get(base, ()), strict=False))
        unit = f"{page.TIMES} {base.partition(' at ')[0]}"
        if not pairs:
            return page.Target(what, most, unit, None)
        by_clock = median(one.seconds / other.seconds for one, other in pairs)
        computed = median(one.computed / other.computed for one, other in pairs)
        return page.Target(what, most, unit, by_clock, computed)

    def most_of(self, what: str, most: float | None, unit: str, jobs: Iterable[str]) -> page.Target:
        """Return the greatest of the medians of jobs: seconds, milliseconds, or MB of memory."""
        taken = [self.took[job] for job in jobs if self.took.get(job)]
        if not taken:
            return page.Target(what, most, unit, None)
        if unit == "MB":
            memory = max(median(one.memory for one in each) for each in taken)
            return page.Target(what, most, unit, memory / 1e6)
        factor = 1000 if unit == "ms" else 1
        by_clock = max(median(one.seconds for one in each) for each in taken)
        computed = max(median(one.computed for one in each) for each in taken)
        return page.Target(what, most, unit, by_clock * factor, computed * factor)


def _works(runner: Runner, job: Job) -> bool:
    """Try a job; what fails is left out, and the page says that it was not measured."""
    try:
        runner.take(job)
    except RuntimeError as error:
        print(f"left out: {error}", file=sys.stderr)  # noqa: T201 - a script
        return False
    return True


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


class Measuring:
    """The parts of the page, each measured on its own.

    Args:
        bench: where the programs lie.
        sizes: of the ledgers, ascending.
        rounds: of what takes little time.
    """

    def __init__(self, bench: Bench, sizes: Sequence[int], rounds: int) -> None:
        self.bench = bench
        self._sizes = sizes
        self._rounds = rounds
        self._small, self._large = sizes[0], sizes[-1]
        self._middle = sizes[-2] if len(sizes) > 2 else sizes[-1]
        self.house: dict[str, float] = {}
        self.programs: dict[str, str] = {}

    def reads(self) -> None:
        """Measure what is asked, of words alone and with none."""
        bench = self.bench
        due = bench.reading("due", self._small)
        jobs = [*map(bench.base, BASES), replace(due, name="due on a terminal", terminal=True)]
        jobs += [bench.reading(name, self._small) for name in READING]
        bench.run(jobs, self._rounds)

    def writes(self) -> None:
        """Measure what is written, with an option and of words alone."""
        bench = self.bench
        with ExitStack() as stack:
            ledger = _copied(stack, bench.ledger(self._small))
            _begin_day(bench, ledger)
            jobs = [bench.base("bare Python"), bench.base("import typer")]
            for name in WRITING:
                jobs.append(bench.writing(name, ledger, ", words alone"))
                options = OPTIONS.get(name, ("--on", YESTERDAY))
                jobs.append(bench.writing(name, ledger, ", with an option", *options))
            bench.run(jobs, self._rounds)

    def sizes(self) -> None:
        """Measure the same on a small ledger and on a large one."""
        bench = self.bench
        jobs = [bench.base("bare Python")]
        for size in self._sizes:
            jobs += [bench.reading(name, size) for name in READING]
            _begin_day(bench, bench.ledger(size))
            jobs += [
                bench.writing(name, bench.ledger(size), f" at {size:,}")
                for name in ("done", "snooze", "thanks", "intro", "mark")
            ]
        bench.run(jobs, self._rounds)

    def screens(self) -> None:
        """Measure the morning and the page of the pictures."""
        screens.mornings(self.bench, self.bench.ledger(self._small), self._rounds)
        screens.pages(self.bench, self._rounds)

    def whole(self) -> None:
        """Measure what goes through everything: seldom, and not often in a row."""
        bench = self.bench
        jobs = [
            bench.reflog(f"{name} at {size:,}", words, bench.ledger(size))
            for name, words in WHOLE.items()
            for size in ((self._large, self._middle) if name in EVERYONE else (self._middle,))
        ]
        with ExitStack() as stack:
            folder = _folder(stack)
            for journal, option in JOURNALS.items():
                exported = bench.folder / f"{self._middle}{option}.json"
                if not exported.exists():
                    ledger, asked = bench.ledger(self._middle), [option] if option else []
                    words = ("export", "-o", str(exported), *asked)
                    subprocess.run(bench.reflog("", words, ledger).argv,
                                   env=bench.environ(ledger), check=True,
                                   capture_output=True)  # fmt: skip
                name = f"import of a whole ledger{journal} at {self._middle:,}"
                jobs.append(self._made_anew(name, ("import", str(exported), "--yes"), folder))
            bench.run(jobs, min(self._rounds, FEW_ROUNDS))

    def imports(self) -> None:
        """Measure the import of people out of each kind of file, into no ledger."""
        with ExitStack() as stack:
            folder = _folder(stack)
            jobs = []
            for form, file in people.files(folder, self._middle).items():
                name, words = f"import of {self._middle:,} people{form}", ("import", str(file))
                jobs.append(self._made_anew(name, (*words, "--yes"), folder))
                if not form:
                    dry = f"{name}, --dry-run"
                    jobs.append(self._made_anew(dry, (*words, "--dry-run"), folder))
            self.bench.run(jobs, min(self._rounds, FEW_ROUNDS))

    def _made_anew(self, name: str, words: tuple[str, ...], folder: Path) -> Job:
        """Return the job of a command that makes a ledger, which is taken away behind it."""
        new = folder / "new" / "ledger.db"
        away = Job("away", (shutil.which("rm") or "rm", "-rf", str(new.parent)))
        return replace(self.bench.reflog(name, words, new), undo=away)

    def rivals(self) -> None:
        """Measure the programs of the same kind."""
        bench, folder = self.bench, self.bench.folder / "rivals"
        folder.mkdir(exist_ok=True)
        measured: list[Job] = []
        for items in (SMALL, LISTED):
            due = replace(bench.reading("due", items), name=f"due at {items:,}, beside")
            task = rivals.taskwarrior(folder, items)
            bench.run([due, *filter(None, [task])], self._rounds)
            measured += filter(None, [task])
        with ExitStack() as stack:
            ledger = _copied(stack, bench.ledger(SMALL))
            _begin_day(bench, ledger)
            writing = rivals.task_writing(_folder(stack), SMALL) if measured else []
            ours = [bench.writing(name, ledger, ", beside") for name in ("intro", "done")]
            bench.run([*ours, *writing], self._rounds)
        slow = [make(folder, n) for make in (rivals.todoman, rivals.khard) for n in (SMALL, LISTED)]
        bench.run(slow, min(self._rounds, FEW_ROUNDS))
        for job in (*measured[:1], *slow[::2]):
            self.programs[rivals.NAMES[Path(job.argv[0]).name]] = rivals.version_of(job)

    def lines(self) -> None:
        """Count the lines of the source, and how far a command goes through it."""
        bench = self.bench
        with ExitStack() as stack:
            ledger = _folder(stack) / "ledger.db"
            environ = bench.environ(ledger)
            first = bench.reflog("first", ("contact", "add", "Zoe"), ledger)
            subprocess.run(first.argv, env=environ, check=True, capture_output=True)
            words = ("intro", "fred", "sally")
            files, connections = house.way(str(bench.programs / "python"), words, environ)
        self.house = {
            "source lines": house.source_lines(),
            "source files that run in `intro fred sally`": files,
            "SQLite connections that it opens, the day's copy aside": connections,
        }

    def targets(self) -> list[page.Target]:
        """Return what is to be reached, in the order of the page."""
        bench, small, middle, large = self.bench, self._small, self._middle, self._large
        at = f" at {small:,}"
        rows = [
            bench.ratio("`reflog due`, piped", 2.3, f"due{at}", "bare Python"),
            bench.ratio("TAB on a contact", 2.05, f"TAB{at}", "bare Python"),
            bench.ratio("`due` on a terminal", 1.15, "due on a terminal", "rich and sqlite3"),
        ]
        option, alone = ", with an option", ", words alone"
        for suffix, most in ((option, 1.5), (alone, 1.0)):
            rows += [
                bench.ratio(f"`{name}`{suffix}", most, f"{name}{suffix}", "import typer")
                for name in WRITING
            ]
        asked = ("who NAME", "show NAME", "find TEXT", "tree NAME", "balance NAME")
        rows += [
            bench.ratio(f"`{name}`{alone}", 0.6, f"{name}{at}", "import typer") for name in asked
        ]
        written = [f"{name}{suffix}" for name in WRITING for suffix in (option, alone)]
        rows += [
            bench.most_of("memory of those that write, the most", 30, "MB", written),
            bench.most_of("memory of those that ask, the most", 30, "MB",
                          [f"{name}{at}" for name in asked]),
        ]  # fmt: skip
        compared = (*READING, "done", "snooze", "thanks", "intro", "mark")
        few = {"ask": middle}  # whom it looks at are as many from there on
        rows += [
            bench.ratio(f"`{name}` at {large:,} against {few.get(name, small):,}", 1.25,
                        f"{name} at {large:,}", f"{name} at {few.get(name, small):,}")
            for name in compared
        ]  # fmt: skip
        rows += [
            bench.most_of(f"memory of `due` at {large:,}", 20, "MB", [f"due at {large:,}"]),
            *self._both(f"check at {middle:,}", 60, 300),
            *self._both(f"balance at {large:,}", 5, 300),
            *self._both(f"network at {large:,}", None, 300),
            *self._both(f"met at {large:,}", None, 300),
            *self._both(f"tree at {middle:,}", None, 200),
        ]
        for form in people.FORMS:
            rows += self._both(f"import of {middle:,} people{form}", 15, 400)
        rows += [
            *self._both(f"import of {middle:,} people, --dry-run", None, 400),
        ]
        for journal in JOURNALS:
            rows += self._both(f"import of a whole ledger{journal} at {middle:,}", None, 300)
        for name in WHOLE:
            if name.startswith("export"):
                rows += self._both(f"{name} at {middle:,}", None, 100)
        rows += screens.targets(bench)
        path = bench.ledger(middle)
        size = path.stat().st_size / middle if path.exists() else None
        return [*rows, page.Target("bytes for each introduction", 4200, "bytes", size)]

    def _both(self, job: str, seconds: float | None, memory: float | None) -> list[page.Target]:
        what = f"`{job}`" if " of " not in job else job
        return [
            self.bench.most_of(what, seconds, "s", [job]),
            self.bench.most_of(f"{what}, memory", memory, "MB", [job]),
        ]

    def beside(self) -> list[page.Target]:
        """Return how it stands beside programs of the same kind."""
        bench = self.bench
        rows = [
            bench.ratio(f"`reflog due` on {items:,} introductions", 1.0,
                        f"due at {items:,}, beside", f"`task list`, {items:,} tasks")
            for items in (SMALL, LISTED)
        ]  # fmt: skip
        for name in ("intro", "done", "`task add`", "`task done`"):
            job = name if name.startswith("`") else f"{name}, beside"
            rows.append(bench.most_of(job, None, "ms", [job]))
        return rows

    def lines_targets(self, stated: dict[str, float]) -> list[page.Target]:
        """Return the figures of the source."""
        most = (23_500, 45, 3)
        names = (
            "source lines",
            "source files that run in `intro fred sally`",
            "SQLite connections that it opens, the day's copy aside",
        )
        rows = [
            page.Target(name, limit, "", self.house.get(name))
            for name, limit in zip(names, most, strict=True)
        ]
        return rows + [replace(one, value=stated.get(one.what)) for one in BY_HAND]


PARTS: dict[str, Callable[[Measuring], None]] = {
    "reads": Measuring.reads,
    "writes": Measuring.writes,
    "sizes": Measuring.sizes,
    "screens": Measuring.screens,
    "whole": Measuring.whole,
    "imports": Measuring.imports,
    "rivals": Measuring.rivals,
    "lines": Measuring.lines,
}


def _folder(stack: ExitStack) -> Path:
    """Return a new folder in memory, where there is a file system for it."""
    place = MEMORY if MEMORY.is_dir() else None
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reflog-", dir=place)))


def _copied(stack: ExitStack, ledger: Path) -> Path:
    return Path(shutil.copy(ledger, _folder(stack) / "ledger.db"))


def _begin_day(bench: Bench, ledger: Path) -> None:
    """Write once, so that the day's copy is there, and there is something to take back."""
    job = bench.reflog("begin", ("note", PERSON, "the day begins"), ledger)
    subprocess.run(job.argv, env=dict(job.environ), check=True, capture_output=True)


def tables(measuring: Measuring, bench: Bench, stated: dict[str, float]) -> list[page.Table]:
    """Return the page's tables, with what was measured now."""
    sizes = [size for size in (SMALL, MIDDLE, LARGE) if bench.ledger(size).exists()]
    by = page.Table("Measured with", ("what", "version"))
    found = dict(page.versions(bench.base("bare Python").argv[0])) | measuring.programs
    for name, version in found.items():
        by.add(name, version)
    made = [
        page.targets_table("What is to be reached", measuring.targets()),
        page.targets_table("Beside other programs", measuring.beside()),
        page.targets_table("The source", measuring.lines_targets(stated), page.HOUSE),
        page.commands_table(bench.took),
        page.file_table({size: bench.ledger(size) for size in sizes}),
        *(page.bytes_table(size, bench.ledger(size)) for size in sizes if size == MIDDLE),
    ]
    return [*made, by]


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default=",".join(PARTS), help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, help="15, with --quick 3")
    parser.add_argument("--quick", action="store_true", help="small ledgers, three rounds")
    parser.add_argument("--state", action="append", default=[], help="WHAT=NUMBER")
    given = parser.parse_args(None if arguments is None else list(arguments))
    folder = given.folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rounds = given.rounds or (FEW_ROUNDS if given.quick else ROUNDS)
    sizes = (SMALL, LISTED) if given.quick else (SMALL, MIDDLE, LARGE)
    parts = [part for part in given.only.split(",") if part]
    needed = {*(sizes if {"sizes", "whole"} & set(parts) else sizes[:1])}
    needed |= {LISTED} if "rivals" in parts else set()
    generate.main([str(folder), *map(str, sorted(needed))])
    bench = Bench(folder, install(folder))
    measuring = Measuring(bench, sizes, rounds)
    for part in parts:
        PARTS[part](measuring)
    stated = {name: float(value) for name, _, value in (one.partition("=") for one in given.state)}
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    text = page.written(tables(measuring, bench, stated), "" if given.quick else before)
    if given.quick:
        print(text)  # noqa: T201 - a script
    else:
        RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
