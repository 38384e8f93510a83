"""The read door: it changes nothing, recovers what a crash left, and blocks nobody."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT, TODAY, Commands
from reflog import errors
from reflog.storage import Reader
from reflog.storage import connection as opening

if TYPE_CHECKING:
    from books import Book

CRASH = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("PRAGMA synchronous = EXTRA")
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO op (at, command) VALUES ('', 'crash')")
connection.execute("UPDATE contact SET note = 'half'")
for number in range(200):
    connection.execute("INSERT INTO setting VALUES (?, ?)", (f"k{number}", "x" * 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def crashed(book: Book) -> Path:
    """A ledger whose last writer was killed half-way: its journal is hot."""
    book.person("Fred Moss")
    path = Path(book.path)
    whole = path.read_bytes()
    subprocess.run([sys.executable, "-c", CRASH, book.path], check=False)
    journal = Path(f"{path}-journal")
    assert journal.stat().st_size > 512
    assert path.read_bytes() != whole, "nothing reached the file"
    return path


def test_a_reader_rolls_back_what_a_crash_left(crashed: Path, book: Book) -> None:
    with book.reader() as reader:
        notes = reader.rows("SELECT note FROM contact WHERE note IS NOT NULL")
        names = [row["name"] for row in reader.rows("SELECT name FROM contact ORDER BY id")]
        assert reader.rows("SELECT * FROM setting") == []
    assert notes == []
    assert names == ["me", "Fred Moss"]
    assert not Path(f"{crashed}-journal").exists()
    with closing(sqlite3.connect(crashed)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_writer_rolls_back_what_a_crash_left(crashed: Path, book: Book) -> None:
    book.person("Sally Ng")
    with book.reader() as reader:
        assert len(reader.rows("SELECT * FROM contact")) == 3
    assert not Path(f"{crashed}-journal").exists()


def test_many_readers_may_meet_what_a_crash_left(crashed: Path) -> None:
    reflog = Commands(crashed)
    started = [
        subprocess.Popen(
            [str(SCRIPT), "contact", "list"],
            env=reflog.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(6)
    ]
    answers = [(one.communicate(timeout=60)[0], one.returncode) for one in started]
    assert len(set(answers)) == 1
    assert "Fred Moss" in answers[0][0]


def test_nothing_can_be_written_through_the_read_door(book: Book) -> None:
    book.person("Fred Moss")
    before = Path(book.path).read_bytes()
    with book.reader() as reader:
        for sql in (
            "DELETE FROM contact",
            "INSERT INTO op (at, command) VALUES ('', '')",
            "UPDATE op SET summary = ''",
            "DROP VIEW contact_view",
            "PRAGMA user_version = 9",
        ):
            with pytest.raises(errors.ReflogError):
                reader.rows(sql)
    assert Path(book.path).read_bytes() == before


def test_a_reader_sees_one_moment(book: Book) -> None:
    book.person("Fred Moss")
    with book.reader() as reader:
        before = reader.rows("SELECT * FROM contact")
        adding = subprocess.Popen(
            [str(SCRIPT), "contact", "add", "Sally"],
            env=Commands(Path(book.path)).environ(),
            stdout=subprocess.DEVNULL,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            adding.wait(timeout=1.5)
        assert reader.rows("SELECT * FROM contact") == before
    assert adding.wait(timeout=30) == 0
    with book.reader() as reader:
        assert len(reader.rows("SELECT * FROM contact")) == len(before) + 1


def test_a_closed_reader_answers_nothing(book: Book) -> None:
    with book.reader() as reader:
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.rows("SELECT 1")


@pytest.mark.parametrize("command", ["log", "log --json", "find word"])
def test_a_reader_blocks_nobody_while_it_prints(
    book: Book, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with book.writing():
        fred = book.person("Fred Moss")
        for number in range(190):
            book.note(fred, f"word {number} " + "long " * 150)
    with subprocess.Popen(
        [str(SCRIPT), *command.split()],
        env=Commands(Path(book.path)).environ(),
        stdout=subprocess.PIPE,
    ) as printing:
        try:
            assert printing.stdout is not None
            os.read(printing.stdout.fileno(), 1)
            monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.5)
            book.person("Sally Ng")
        finally:
            printing.communicate(timeout=30)


def test_a_reader_of_a_missing_ledger_answers_every_view(tmp_path: Path) -> None:
    with Reader(str(tmp_path / "none.db"), TODAY) as reader:
        assert [row["handle"] for row in reader.rows("SELECT handle FROM contact_view")] == ["me"]
        assert reader.rows("SELECT * FROM follow_up_view") == []
        with pytest.raises(errors.ReflogError):
            reader.rows("DELETE FROM contact")
    assert list(tmp_path.iterdir()) == []
