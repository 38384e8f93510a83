"""A ledger that the first format kept comes over whole: what it says, its history, its undo."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commands import TODAY, Commands
from reflog.storage import connection as opening
from reflog.storage import copies, schema

KEPT = Path(__file__).parent / "fixtures" / "format5.db.gz"
OPS = 16
"""Commands that it holds and that are not taken back."""


@pytest.fixture
def reflog(tmp_path: Path) -> Commands:
    """A ledger as a build of format 5 wrote it."""
    told = Commands(tmp_path / "data" / "ledger.db")
    told.ledger.parent.mkdir(mode=0o700)
    told.ledger.write_bytes(gzip.decompress(KEPT.read_bytes()))
    told.ledger.chmod(0o600)
    return told


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


@pytest.mark.parametrize("words", ["note fred more", "contact list"])
def test_a_write_and_a_question_bring_it_over_and_keep_a_copy(reflog: Commands, words: str) -> None:
    assert version_of(reflog.ledger) == 5
    reflog.ok(words)
    assert version_of(reflog.ledger) == opening.FORMAT
    assert 5 in {version_of(Path(copy.path)) for copy in copies.copies_of(str(reflog.ledger))}
    assert reflog.ok("check").out == ""


def test_its_schema_is_that_of_a_new_ledger(reflog: Commands) -> None:
    reflog.ok("contact list")
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    with (
        closing(sqlite3.connect(reflog.ledger)) as old,
        closing(schema.in_memory(TODAY)) as new,
    ):
        assert old.execute(sql).fetchall() == new.execute(sql).fetchall()


def test_what_it_says_is_said_in_the_words_of_now(reflog: Commands) -> None:
    won, lead, met = (reflog.json(f"show {number}") for number in (1, 15, 17))
    assert [one["stage"] for one in won["stages"]] == ["introduced", "won"]
    assert [one["stage"] for one in lead["stages"]] == ["lead"]
    assert [one["stage"] for one in met["stages"]][-1] == "met"
    assert (won["told"], won["passed_to"]) == ([], None)
    (business,) = won["business"]
    assert reflog.json(f"show {business['id']}")["contact"] is None
    every = [one["every"] for one in reflog.json("due --all") if one["every"]]
    assert every == ["30d", "14d"]
    noted = [one for one in reflog.json("log") if one["kind"] == "note"]
    assert "tea" in noted[0]["text"]


def test_every_command_of_its_history_is_taken_back_and_brought_back(reflog: Commands) -> None:
    before = reflog.ok("export").out
    for _time in range(OPS):
        reflog.ok("undo")
        assert reflog.ok("check").out == ""
    assert reflog.json("contact list") == []
    for _time in range(OPS):
        reflog.ok("redo")
    assert reflog.ok("export").out == before
