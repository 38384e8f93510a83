"""Whoever opens the ledger: nothing changes unless an op is open, and what is sealed stays."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from damage import remembered
from reflog.storage.journal.triggers import JOURNALED
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPEN = "INSERT INTO op (at, command) VALUES ('2026-11-21T00:00:00.000Z', 'by hand')"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a row in every table."""
    reflog = Commands(tmp_path_factory.mktemp("gates") / "ledger.db")
    reflog.ok("contact", "add", "Fred", "--email", "f@x.org", "--phone", "+1 555 0101")
    reflog.ok("contact", "edit", "fred", "--tag", "golf", "--alias", "Freddy")
    reflog.ok("received ann --from fred")
    reflog.ok("mark ann won --amount 10")
    reflog.ok("thanks fred")
    reflog.ok("met fred")
    reflog.ok("note fred tea")
    reflog.ok("config currency EUR")
    remembered(reflog.ledger, 2, 3)
    return reflog.ledger


@pytest.fixture
def bare(template: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """That ledger, opened as any program would."""
    ledger = shutil.copy(template, tmp_path)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        for table in JOURNALED:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
        yield connection


@each_row("table", sorted(JOURNALED))
@each_row(
    "sql",
    [
        "INSERT INTO {0} SELECT * FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "INSERT OR IGNORE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0}",
        "UPDATE {0} SET {1} = {1}",
        "UPDATE OR IGNORE {0} SET {1} = {1}",
        "UPDATE OR REPLACE {0} SET rowid = rowid + 1",
        "DELETE FROM {0}",
    ],
)
def test_no_row_is_touched_while_no_op_is_open(
    bare: sqlite3.Connection, table: str, sql: str
) -> None:
    before = bare.execute(f"SELECT * FROM {table}").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="no op is open"):
        bare.execute(sql.format(table, JOURNALED[table]))
    assert bare.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", sorted(JOURNALED))
def test_a_key_never_changes(bare: sqlite3.Connection, table: str) -> None:
    bare.execute(OPEN)
    with pytest.raises(sqlite3.IntegrityError, match="a key would change"):
        bare.execute(f"UPDATE {table} SET {JOURNALED[table]} = 77")


def test_one_op_is_open_at_a_time(bare: sqlite3.Connection) -> None:
    bare.execute(OPEN)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        bare.execute(OPEN)


def test_an_op_is_not_committed_unsealed(bare: sqlite3.Connection) -> None:
    bare.execute("PRAGMA foreign_keys = ON")
    bare.execute("BEGIN")
    bare.execute(OPEN)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        bare.execute("COMMIT")


@pytest.mark.parametrize("unsealed", ["1", "-1", "'x'"])
def test_an_op_is_open_or_sealed_and_nothing_else(bare: sqlite3.Connection, unsealed: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        bare.execute(f"INSERT INTO op (at, command, unsealed) VALUES ('', '', {unsealed})")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        bare.execute("INSERT INTO op (at, command, unsealed) VALUES ('', '', NULL)")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE op SET summary = 'x'",
        "UPDATE op SET id = id + 1000",
        "UPDATE op SET unsealed = 0, digest = NULL WHERE id = 2",
        "DELETE FROM op",
        "REPLACE INTO op (id, at, command) VALUES (2, '', '')",
        "UPDATE op SET forgotten = 1",
        "UPDATE part SET content = x'00'",
        "UPDATE part SET checksum = 0",
        "UPDATE part SET op_id = 2",
        "UPDATE part SET rowid = rowid + 1000",
        "DELETE FROM part",
        "REPLACE INTO part SELECT * FROM part",
        "REPLACE INTO part SELECT 1, max(id), 0, x'00' FROM op",
    ],
)
@pytest.mark.parametrize("is_open", [False, True])
def test_what_is_sealed_stays_as_it_is(
    bare: sqlite3.Connection, sql: str, *, is_open: bool
) -> None:
    if is_open:
        bare.execute(OPEN)
    before = [bare.execute(f"SELECT * FROM {table}").fetchall() for table in ("op", "part")]
    with pytest.raises(sqlite3.IntegrityError, match=r"kept|no op is open"):
        bare.execute(sql)
    after = [bare.execute(f"SELECT * FROM {table}").fetchall() for table in ("op", "part")]
    assert after == before


def test_a_part_belongs_to_the_open_op(bare: sqlite3.Connection) -> None:
    sql = "INSERT INTO part (op_id, checksum, content) VALUES (?, 1, x'00')"
    with pytest.raises(sqlite3.IntegrityError, match="no op is open"):
        bare.execute(sql, (2,))
    bare.execute(OPEN)
    with pytest.raises(sqlite3.IntegrityError, match="no op is open"):
        bare.execute(sql, (2,))
    (op,) = bare.execute("SELECT id FROM op WHERE unsealed = 0").fetchone()
    bare.execute(sql, (op,))


def test_readers_parse_gates_only(bare: sqlite3.Connection) -> None:
    names = [
        row[0] for row in bare.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    ]
    assert len(names) == 3 * len(JOURNALED) + 7
    assert not [name for name in names if name.startswith("record_")]
