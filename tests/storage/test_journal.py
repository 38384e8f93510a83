"""The journal keeps every change of every column, and cannot be altered unseen."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alphabets import ANY
from commands import TODAY
from journaling import (
    broken_links,
    name_words,
    rebuilt_name_words,
    rebuilt_search_terms,
    replayed,
    retell,
    search_terms,
    tables_of,
    told,
)
from reflog.domain import follow_ups, introductions
from reflog.storage import schema
from reflog.storage.journal import chain, seal
from reflog.storage.journal.triggers import JOURNALED, install_recorders

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = st.one_of(
    st.text(ANY, max_size=40),
    st.sampled_from(
        [
            "",
            "'",
            '"',
            "\\",
            "'; DROP TABLE contact; --",
            '{"a": [null]}',
            "\n\r\t\x0b\x1f\x7f\x85\u2028",
            "a\0b",
            "\ufeff\u202e\U0001f469\u200d\U0001f527",
            "\\u0000 %s {x} :name ?1",
            "José Müller  the 2nd",
            "山田太郎 и Йод",
        ]
    ),
)
DAYS = st.dates().map(str)
BIG = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(0, 6)
KINDS = ("introduction", "follow-up", "business", "thanks", "one-to-one", "note")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "TEXT": st.one_of(
        HOSTILE,
        DAYS,
        st.sampled_from(
            [
                *introductions.STAGES,
                *introductions.CALLERS,
                *introductions.EFFORTS,
                *follow_ups.PURPOSES,
                *follow_ups.STATUSES,
                *follow_ups.VIAS,
                *KINDS,
                "given",
                "received",
                "USD",
                "fred",
                "a.b-c_1",
                "+15550101",
            ]
        ),
        st.none(),
    ),
    "INTEGER": st.one_of(SMALL, BIG, st.none()),
    "BLOB": st.binary(min_size=16, max_size=16),
}
STEP = st.tuples(
    st.sampled_from(["insert", "update", "update", "update", "delete"]),
    st.sampled_from(sorted(JOURNALED)),
    SMALL,
    st.lists(st.tuples(SMALL, st.data()), min_size=1, max_size=3),
)

ONE_OF_EACH = """
INSERT INTO contact (uid, handle, name, folded, created_on)
  VALUES (randomblob(16), 'fred', 'Fred', 'fred', '2026-01-01'),
    (randomblob(16), 'sally', 'Sally', 'sally', '2026-01-01'),
    (randomblob(16), 'ann', 'Ann', 'ann', '2026-01-01');
INSERT INTO contact_alias (contact_id, alias, folded) VALUES (2, 'Freddy', 'freddy');
INSERT INTO contact_email (contact_id, email, folded) VALUES (2, 'f@x.org', 'f@x.org');
INSERT INTO contact_phone (contact_id, phone, e164) VALUES (2, '555 0101', '+15550101');
INSERT INTO contact_tag (contact_id, tag, folded) VALUES (2, 'Golf', 'golf');
INSERT INTO contact_card (contact_id, source, key, name) VALUES (2, 'vcard', 'k', 'Fred');
INSERT INTO contact_distinct (low_id, high_id) VALUES (2, 3);
INSERT INTO entry (uid, kind, created_at) VALUES (randomblob(16), 'introduction', ''),
  (randomblob(16), 'follow-up', ''), (randomblob(16), 'business', ''),
  (randomblob(16), 'thanks', ''), (randomblob(16), 'one-to-one', ''), (randomblob(16), 'note', '');
INSERT INTO introduction (number, introducer_id, provider_id, prospect_id, made_on, stage, stage_on)
  VALUES (1, 1, 2, 3, '2026-01-01', 'met', '2026-01-01');
INSERT INTO stage_change (introduction_id, stage, reached_on) VALUES (1, 'met', '2026-01-01');
INSERT INTO follow_up (number, contact_id, purpose, due_on) VALUES (2, 2, 'thank', '2026-01-01');
INSERT INTO business (number, about_id, amount, currency, closed_on)
  VALUES (3, 1, 100, 'USD', '2026-01-01');
INSERT INTO thanks (number, contact_id, direction, expressed_on)
  VALUES (4, 2, 'given', '2026-01-01');
INSERT INTO one_to_one (number, contact_id, held_on) VALUES (5, 2, '2026-01-01');
INSERT INTO note (number, contact_id, noted_on, text) VALUES (6, 2, '2026-01-01', 'tea');
INSERT INTO setting (key, value) VALUES ('currency', 'EUR');
"""


def made() -> sqlite3.Connection:
    """A new ledger in memory with recorders, and one row in every table."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("BEGIN")
    schema.create(connection, TODAY)
    install_recorders(connection)
    with op(connection):
        for statement in schema.statements(ONE_OF_EACH):
            connection.execute(statement)
    return connection


class op:  # noqa: N801 - reads as a statement
    """One op around what the block does."""

    def __init__(self, connection: sqlite3.Connection, summary: str = "test") -> None:
        self._connection = connection
        self._summary = summary
        self._id = 0

    def __enter__(self) -> None:
        self._id = seal.open_op(self._connection, "test")

    def __exit__(self, *_error: object) -> None:
        if not seal.seal(self._connection, self._id, self._summary):
            self._connection.execute("DELETE FROM op WHERE id = ?", (self._id,))


@pytest.fixture
def ledger() -> Iterator[sqlite3.Connection]:
    with closing(made()) as connection:
        yield connection


def take(connection: sqlite3.Connection, step: tuple[Any, ...]) -> bool:
    """Insert, update or delete a row; False where the schema refuses it."""
    act, table, nth, chosen = step
    key = JOURNALED[table]
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    values = {}
    for place, data in chosen:
        _cid, name, kind, *_rest = columns[place % len(columns)]
        values[name] = data.draw(VALUES[kind])
    keys = [row[0] for row in connection.execute(f"SELECT {key} FROM {table} ORDER BY {key}")]
    where = keys[nth % len(keys)] if keys else None
    if act == "delete":
        sql, given = f"DELETE FROM {table} WHERE {key} = :_key", {}
    elif act == "update":
        assigned = ", ".join(f"{name} = :{name}" for name in values)
        sql, given = f"UPDATE {table} SET {assigned} WHERE {key} = :_key", values
    else:
        names = [column[1] for column in columns if column[1] != key or table == "setting"]
        copied = ", ".join(f":{name}" if name in values else name for name in names)
        sql = f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}"
        sql, given = f"{sql} WHERE {key} = :_key", values
    connection.execute("SAVEPOINT step")
    try:
        connection.execute(sql, {**given, "_key": where})
    except (sqlite3.IntegrityError, OverflowError):
        connection.execute("ROLLBACK TO step")
        return False
    finally:
        connection.execute("RELEASE step")
    return True


OPS = st.lists(st.lists(STEP, max_size=8), min_size=1, max_size=4)


@settings(max_examples=20, deadline=None)
@given(OPS, HOSTILE)
def test_replaying_the_journal_from_nothing_gives_exactly_the_tables(
    ops: list[list[Any]], summary: str
) -> None:
    replay_and_compare(ops, summary)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(OPS, HOSTILE)
def test_replaying_many_journals_from_nothing_gives_exactly_the_tables(
    ops: list[list[Any]], summary: str
) -> None:
    replay_and_compare(ops, summary)


def replay_and_compare(ops: list[list[Any]], summary: str) -> None:
    with closing(made()) as connection:
        for steps in ops:
            with op(connection, summary):
                for step in steps:
                    take(connection, step)
        assert replayed(connection) == tables_of(connection)
        assert broken_links(connection) == []
        assert search_terms(connection) == rebuilt_search_terms(connection)
        words = connection.execute("SELECT term FROM search_word ORDER BY term").fetchall()
        kept = connection.execute("SELECT term FROM search_term ORDER BY term").fetchall()
        assert kept == words
        assert name_words(connection) == rebuilt_name_words(connection)


@pytest.mark.parametrize("table", sorted(JOURNALED))
def test_every_column_of_every_table_is_kept(ledger: sqlite3.Connection, table: str) -> None:
    key = JOURNALED[table]
    ledger.execute("PRAGMA ignore_check_constraints = ON")
    ledger.execute("PRAGMA defer_foreign_keys = ON")
    for _cid, name, kind, *_rest in ledger.execute(f"PRAGMA table_info({table})").fetchall():
        if name == key:
            continue
        (last,) = ledger.execute(f"SELECT max({key}) FROM {table}").fetchone()
        other = {"TEXT": "'2027-02-03'", "INTEGER": f"ifnull({name}, 0) + 1", "BLOB": "zeroblob(9)"}
        with op(ledger):
            ledger.execute(f"UPDATE {table} SET {name} = {other[kind]} WHERE {key} = ?", (last,))
        _number, _op, relation, changed, *sides = told(ledger)[-1]
        assert (relation, changed) == (table, last)
        assert [list(json.loads(side)) for side in sides] == [[name], [name]]
    assert replayed(ledger) == tables_of(ledger)


def test_an_update_that_changes_nothing_leaves_no_change(ledger: sqlite3.Connection) -> None:
    before = told(ledger)
    with op(ledger):
        for table, key in JOURNALED.items():
            ledger.execute(f"UPDATE {table} SET {key} = {key}")
    assert told(ledger) == before


def test_big_numbers_are_kept_to_the_last_digit(ledger: sqlite3.Connection) -> None:
    with op(ledger):
        ledger.execute("UPDATE business SET amount = ?", (2**63 - 1,))
    assert replayed(ledger)["business"][3]["amount"] == 2**63 - 1


ALTERED = (
    "UPDATE op SET at = at || 'x' WHERE id = 2",
    "UPDATE op SET command = 'tesT' WHERE id = 2",
    "UPDATE op SET summary = 'Test' WHERE id = 2",
    "UPDATE op SET digest = randomblob(16) WHERE id = 2",
    "UPDATE op SET forgotten = 1 WHERE id = 2",
    "UPDATE told SET relation = 'Note' WHERE id = 2",
    "UPDATE told SET key = key + 1 WHERE id = 2",
    "UPDATE told SET key = CAST(key AS TEXT) WHERE id = 2",
    "UPDATE told SET before = '{}' WHERE id = 2",
    "UPDATE told SET after = replace(after, 'fred', 'freD') WHERE id = 2",
    "UPDATE told SET op_id = 3 WHERE id = 3",
    "UPDATE told SET id = id + 1000 WHERE id = 2",
    "DELETE FROM told WHERE id = 3",
    "INSERT INTO told SELECT 999, op_id, relation, key, before, after FROM told WHERE id = 2",
    "DELETE FROM part WHERE op_id = 2",
    "UPDATE part SET op_id = 1 WHERE op_id = 2",
    "DELETE FROM op WHERE id = 2",
    "INSERT INTO op_undoes VALUES (3, 2)",
)


@pytest.mark.parametrize("sql", ALTERED)
def test_whatever_is_altered_in_the_journal_breaks_the_chain(
    ledger: sqlite3.Connection, sql: str
) -> None:
    with op(ledger):
        ledger.execute("UPDATE contact SET name = 'Frederic' WHERE id = 2")
    assert broken_links(ledger) == []
    ledger.execute("COMMIT")
    ledger.execute("PRAGMA foreign_keys = OFF")
    for (name,) in ledger.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        ledger.execute(f"DROP TRIGGER {name}")
    if " told" in sql:
        retell(ledger, sql)
    else:
        ledger.execute(sql)
    assert broken_links(ledger) != []
    assert chain.Chain(ledger).findings
