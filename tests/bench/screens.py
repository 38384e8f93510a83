"""What is looked at: how soon the morning's first card is there, and the page of the pictures."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import page
from bench.jobs import Job, Runner, Taken
from bench.processes import opened_terminal
from books import Book
from networks import grown

if TYPE_CHECKING:
    from bench.measure import Bench

PEOPLE = (300, 1_000, 5_000)
COMING = ("--within", "60")
"""How far they look ahead, for little is due on the day."""

READ = 1.0
"""Seconds that a card is read before its first key."""

PAINTED, WRITTEN = b"> ", "✓ ".encode()
"""What stands behind a card, and before what a key recorded."""

PAINT, WRITE = "first card of morning", "first key of morning"
DUE = "due on a terminal at first"


def mornings(bench: Bench, ledger: Path, rounds: int) -> None:
    """Measure the morning on a copy of a ledger."""
    with tempfile.TemporaryDirectory(prefix="reflog-") as folder:
        copy = Path(shutil.copy(ledger, Path(folder) / "ledger.db"))
        for at in range(rounds + 1):
            _morning(bench, copy, is_first=at == 0)


def pages(bench: Bench, rounds: int) -> None:
    """Measure pages of more and more people."""
    jobs = []
    for count in PEOPLE:
        ledger = bench.folder / f"people-{count}.db"
        if not ledger.exists():
            grown(Book(str(ledger)), count)
        words = ("picture", "-o", str(_page(bench, count)), "--force")
        jobs.append(bench.reflog(_job(count), words, ledger))
    with Runner() as runner:
        for job in jobs:
            runner.take(job)  # which warms up
        for _round in range(rounds):
            for job in random.sample(jobs, len(jobs)):
                bench.took[job.name].append(runner.take(job))


def targets(bench: Bench) -> list[page.Target]:
    """Return what is to be reached."""
    rows = [
        bench.ratio("first card of `morning`", 1.5, PAINT, DUE),
        bench.most_of(f"first key of `morning`, after {READ:g} s", 0.25, "s", [WRITE]),
    ]
    for count, kilobytes, seconds in zip(PEOPLE, (250, None, 1_200), (None, None, 2), strict=True):
        what = f"`picture -o` of {count:,} people"
        file = _page(bench, count)
        size = file.stat().st_size / 1000 if file.exists() else None
        rows += [
            bench.most_of(what, seconds, "s", [_job(count)]),
            bench.most_of(f"{what}, memory", None, "MB", [_job(count)]),
            page.Target(f"{what}, size", kilobytes, "kB", size),
        ]
    return rows


def _job(count: int) -> str:
    return f"picture of {count:,} people"


def _page(bench: Bench, count: int) -> Path:
    return bench.folder / f"people-{count}.html"


def _morning(bench: Bench, ledger: Path, *, is_first: bool) -> None:
    """Look at what is due, and at the first card; drop what it is about, and take that back."""
    due = _on_terminal(bench.reflog(DUE, ("due", *COMING), ledger))
    morning = bench.reflog(PAINT, ("morning", *COMING), ledger)
    card = _on_terminal(morning, PAINTED, keys=b"q")
    key = _on_terminal(morning, PAINTED, keys=b"x", then=WRITTEN)
    _on_terminal(bench.reflog("back", ("undo",), ledger))
    if not is_first:
        for name, taken in ((DUE, due), (PAINT, card), (WRITE, key)):
            bench.took[name].append(taken)


def _on_terminal(job: Job, until: bytes = b"", keys: bytes = b"", then: bytes = b"") -> Taken:
    """Run a command on a terminal.

    Args:
        job: the command.
        until: what is waited for; all that the command shows where it is empty.
        keys: what is typed then.
        then: what is waited for after a while of reading and those keys; it is timed instead.
    """
    outer, inner = opened_terminal()
    name = os.ttyname(inner)
    files = [
        (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
        (os.POSIX_SPAWN_DUP2, 0, 1),
        (os.POSIX_SPAWN_DUP2, 0, 2),
    ]
    began = time.perf_counter()
    process = os.posix_spawn(job.argv[0], job.argv, dict(job.environ), file_actions=files)
    os.close(inner)
    _read(outer, until)
    took = time.perf_counter() - began
    if then:
        time.sleep(READ)
        began = time.perf_counter()
        os.write(outer, keys)
        seen = _read(outer, then)
        took = time.perf_counter() - began
        if PAINTED not in seen.partition(then)[2]:  # which may have come along with it
            _read(outer, PAINTED)
        keys = b"q"
    if keys:
        os.write(outer, keys)
        _read(outer, b"")
    os.close(outer)
    _pid, status = os.waitpid(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        message = f"{job.name} ended with {code}"
        raise RuntimeError(message)
    # What a core computed up to then, nobody tells; its memory began with that of this process.
    return Taken(took, took, 0)


def _read(outer: int, until: bytes) -> bytes:
    """Read what is shown up to some text, or to the end of the command, and return it."""
    seen = b""
    while not until or until not in seen:
        try:
            read = os.read(outer, 65536)
        except OSError:
            read = b""  # nobody holds the terminal any more
        if not read:
            assert not until, seen
            break
        seen += read
    return seen
