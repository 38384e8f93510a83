"""A kill while a copy is made or put back leaves no broken file under any name that counts."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reflog.storage import copies

if TYPE_CHECKING:
    from books import Book
    from figures import Figure

KILL_COPIES = """
import os, random, signal, sys, time
from reflog.storage.backups import take
ledger, target, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
begun = time.monotonic()
take.back_up_to(ledger, target, "2026-11-21", force=True)
took = time.monotonic() - begun
for number in range(rounds):
    pid = os.fork()
    if pid == 0:
        take.back_up_to(ledger, f"{target}.{number}", "2026-11-21", force=False)
        os._exit(0)
    time.sleep(random.uniform(0, took * 1.3))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""

KILL_RESTORES = """
import os, random, shutil, signal, sys, time
from reflog.storage.backups import restore
ledger, copy, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


def one(number):
    path = f"{ledger}.{number}"
    shutil.copyfile(ledger, path)
    return path


path = one("first")
begun = time.monotonic()
restore.restore(path, copy, "2026-11-21")
took = time.monotonic() - begun
for number in range(rounds):
    path = one(number)
    pid = os.fork()
    if pid == 0:
        restore.restore(path, copy, "2026-11-21")
        os._exit(0)
    time.sleep(random.uniform(0, took * 1.3))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""


def notes_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path
        return int(connection.execute("SELECT count(*) FROM note").fetchone()[0])


def noted(book: Book, words: int) -> Path:
    """A ledger with 150 notes of so many words."""
    with book.writing():
        fred = book.person("Fred Moss")
        for _number in range(150):
            book.note(fred, "word " * words)
    return Path(book.path)


@pytest.fixture
def small(book: Book) -> Path:
    """A ledger of a few hundred kilobytes, of which a copy is examined quickly."""
    return noted(book, 200)


@pytest.fixture
def large(book: Book) -> Path:
    """A ledger of a few megabytes."""
    return noted(book, 2500)


def kill_copies(ledger: Path, folder: Path, rounds: int) -> str:
    """Kill a copy at random; how many names bear a whole copy, or none."""
    target = folder / "copies" / "copy.db"
    target.parent.mkdir()
    argv = [sys.executable, "-c", KILL_COPIES, str(ledger), str(target), str(rounds)]
    subprocess.run(argv, check=True)
    found = [Path(f"{target}.{number}") for number in range(rounds)]
    whole = sum(path.exists() and notes_in(path) == 150 for path in found)
    left = sum(not path.exists() for path in found)
    assert left
    assert notes_in(ledger) == 150
    return f"{whole + left} of {rounds}"


def kill_restores(book: Book, ledger: Path, folder: Path, rounds: int) -> str:
    """Kill a restore at random; how many ledgers are the old or the new, their copies whole."""
    copy = folder / "copy.db"
    Commands(ledger).ok("backup", str(copy))
    book.note(2, "one more")
    argv = [sys.executable, "-c", KILL_RESTORES, str(ledger), str(copy), str(rounds)]
    subprocess.run(argv, check=True)
    found = [notes_in(Path(f"{ledger}.{number}")) for number in range(rounds)]
    assert 151 in found
    for number in range(rounds):
        for kept in copies.copies_of(f"{ledger}.{number}"):
            assert notes_in(Path(kept.path)) == 151
    return f"{found.count(150) + found.count(151)} of {rounds}"


def test_a_killed_copy_leaves_nothing_broken_under_its_name(small: Path, tmp_path: Path) -> None:
    assert kill_copies(small, tmp_path, 10) == "10 of 10"


def test_a_killed_restore_leaves_the_old_or_the_new(
    book: Book, small: Path, tmp_path: Path
) -> None:
    assert kill_restores(book, small, tmp_path, 6) == "6 of 6"


@pytest.mark.slow
def test_two_hundred_killed_copies_leave_nothing_broken_under_their_names(
    large: Path, tmp_path: Path, figure: Figure
) -> None:
    counted = kill_copies(large, tmp_path, 200)
    figure("P1", "`kill -9` of a copy of 2 MB at a random time", counted)
    assert counted == "200 of 200"


@pytest.mark.slow
def test_a_hundred_and_fifty_killed_restores_leave_the_old_or_the_new(
    book: Book, large: Path, tmp_path: Path, figure: Figure
) -> None:
    counted = kill_restores(book, large, tmp_path, 150)
    figure("P1", "`kill -9` of a restore of 2 MB at a random time", counted)
    assert counted == "150 of 150"
