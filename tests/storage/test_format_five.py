"""A ledger that the first format kept comes over whole: what it says, its history, its undo."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import TODAY, Commands
from reflog.storage import connection as opening
from reflog.storage import copies, schema

if TYPE_CHECKING:
    from figures import Figure

KEPT = Path(__file__).parent / "fixtures" / "format5.db.gz"
OPS = 16
"""Commands that it holds and that are not taken back."""


KILL_AT_A_STATEMENT = """
import os, shutil, signal, sys
from reflog.storage import connection as opening, upgrade
ledger, every = sys.argv[1], int(sys.argv[2])
whole = opening.connect


def child(path, last):
    seen = 0

    def count(_statement):
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(name, mode="rw"):
        connection = whole(name, mode)
        if name == path and mode == "rw":
            connection.set_trace_callback(count)
        return connection

    opening.connect = connect
    upgrade.upgrade_file(path)
    os._exit(0)


last = 0
while True:
    last += every
    os.mkdir(f"{ledger}-{last}", 0o700)
    path = f"{ledger}-{last}/ledger.db"
    shutil.copy2(ledger, path)
    pid = os.fork()
    if pid == 0:
        child(path, last)
    if os.waitpid(pid, 0)[1] == 0:
        break
print(last)
"""


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


def test_a_ledger_of_format_6_comes_over_without_the_index_of_its_parts(tmp_path: Path) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    reflog.ok("intro fred sally")
    with closing(sqlite3.connect(reflog.ledger)) as old:
        old.execute("CREATE INDEX part_op ON part (op_id)")
        old.execute("PRAGMA user_version = 6")
    reflog.ok("note fred tea")
    assert version_of(reflog.ledger) == opening.FORMAT
    assert reflog.ok("check").out == ""
    reflog.ok("undo")
    reflog.ok("undo")
    assert reflog.json("contact list") == []
    assert reflog.ok("check").out == ""


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


@pytest.mark.parametrize("every", [23, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_while_it_is_brought_over_leaves_the_old_or_the_new(
    reflog: Commands, figure: Figure, every: int
) -> None:
    """Whatever is left is brought over by the next command, to the letter the same."""
    ended = subprocess.run(
        [sys.executable, "-c", KILL_AT_A_STATEMENT, str(reflog.ledger), str(every)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    numbers = range(every, int(ended.stdout) + 1, every)
    assert len(numbers) > 150 // every
    whole = reflog.ok("export").out
    found = set()
    for number in numbers:
        left = Commands(Path(f"{reflog.ledger}-{number}") / "ledger.db")
        found.add(version_of(left.ledger))
        assert left.ok("export").out == whole, number
        assert left.ok("check").out == "", number
    assert found == {5, opening.FORMAT}
    if every == 1:
        done = f"{len(numbers)} of {len(numbers)}"
        figure("P6", "a ledger of format 5 brought over, killed at every statement", done)
