"""The tables: as the models map them, and refusing what cannot be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from commands import TODAY
from reflog.domain import contacts, facts, follow_ups, introductions
from reflog.models import Contact as _Contact  # noqa: F401 - so that the models are there
from reflog.storage import schema
from reflog.storage.journal import instant, new_uid, seal, triggers
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.ledger import KINDS
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator

AFFINITIES = {"VARCHAR": "TEXT", "INTEGER": "INTEGER", "BLOB": "BLOB"}
NOT_MODELLED = {"op", "op_undoes", "part", "name_word", "search_term"}

ROWS = """
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
INSERT INTO entry (uid, kind, created_at) VALUES
  (randomblob(16), 'introduction', ''), (randomblob(16), 'follow-up', ''),
  (randomblob(16), 'business', ''), (randomblob(16), 'thanks', ''),
  (randomblob(16), 'one-to-one', ''), (randomblob(16), 'note', ''),
  (randomblob(16), 'follow-up', ''), (randomblob(16), 'follow-up', ''),
  (randomblob(16), 'introduction', '');
INSERT INTO introduction (number, introducer_id, provider_id, prospect_id, made_on, stage, stage_on)
  VALUES (1, 1, 2, 3, '2026-01-01', 'bad', '2026-01-01'),
    (9, 1, 2, 4, '2026-01-01', 'met', '2026-01-01');
INSERT INTO stage_change (introduction_id, stage, reached_on) VALUES (1, 'met', '2026-01-01');
INSERT INTO follow_up (number, contact_id, purpose, due_on, about_id)
  VALUES (2, 2, 'thank', '2026-01-01', 1);
INSERT INTO business (number, about_id, amount, currency, closed_on)
  VALUES (3, 1, 100, 'USD', '2026-01-01');
INSERT INTO thanks (number, contact_id, direction, expressed_on)
  VALUES (4, 2, 'given', '2026-01-01');
INSERT INTO one_to_one (number, contact_id, held_on) VALUES (5, 2, '2026-01-01');
INSERT INTO note (number, contact_id, noted_on, text) VALUES (6, 2, '2026-01-01', 'tea');
INSERT INTO setting (key, value) VALUES ('currency', 'EUR');
"""


@pytest.fixture(scope="module")
def new() -> Iterator[sqlite3.Connection]:
    """A new ledger in memory, to be copied."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.create(connection, TODAY)
        yield connection


@pytest.fixture
def ledger(new: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A new ledger in memory, with rows in every table and an op open."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        new.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        triggers.install_recorders(connection)
        seal.open_op(connection, "test")
        for statement in schema.statements(ROWS):
            connection.execute(statement)
        yield connection


def _models() -> dict[str, Any]:
    return {str(table.name): table for table in SQLModel.metadata.sorted_tables}


def test_the_models_map_every_table_of_the_sql_and_no_other(ledger: sqlite3.Connection) -> None:
    made = {
        row[1]
        for row in ledger.execute("PRAGMA table_list").fetchall()
        if row[0] == "main" and row[2] == "table" and not row[1].startswith("sqlite_")
    }
    assert set(_models()) == made - NOT_MODELLED
    assert set(_models()) == set(JOURNALED)


@each_row("name", sorted(JOURNALED))
def test_model_and_sql_hold_the_same_columns(ledger: sqlite3.Connection, name: str) -> None:
    made = [
        (row[1], row[2], bool(row[3]) or bool(row[5]), bool(row[5]))
        for row in ledger.execute(f"PRAGMA table_info({name})")
    ]
    dialect = sqlite.dialect()
    mapped = [
        (
            column.name,
            AFFINITIES[column.type.compile(dialect=dialect)],
            not column.nullable,
            column.primary_key,
        )
        for column in _models()[name].columns
    ]
    assert mapped == made
    assert [column for column, *_rest, is_key in made if is_key] == [JOURNALED[name]]


@each_row("name", sorted(JOURNALED))
def test_model_and_sql_hold_the_same_foreign_keys(ledger: sqlite3.Connection, name: str) -> None:
    made = {
        (row[3], row[2], row[4], row[6])
        for row in ledger.execute(f"PRAGMA foreign_key_list({name})")
    }
    mapped = {
        (key.parent.name, key.column.table.name, key.column.name, "NO ACTION")
        for key in _models()[name].foreign_keys
    }
    assert mapped == made


@each_row("name", sorted(JOURNALED))
def test_model_and_sql_hold_the_same_defaults(ledger: sqlite3.Connection, name: str) -> None:
    made = {
        row[1]: None if row[4] in {None, "NULL"} else row[4].strip("'")
        for row in ledger.execute(f"PRAGMA table_info({name})")
    }
    for column in _models()[name].columns:
        mapped = column.default.arg if column.default is not None else None
        assert (None if mapped is None else str(mapped)) == made[column.name], column.name


def test_every_table_is_strict(ledger: sqlite3.Connection) -> None:
    for row in ledger.execute("PRAGMA table_list").fetchall():
        if row[0] == "main" and row[2] == "table" and not row[1].startswith("sqlite_"):
            assert row[5] == 1, row[1]


def test_every_reference_says_what_a_deletion_does(ledger: sqlite3.Connection) -> None:
    for (sql,) in ledger.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'").fetchall():
        assert sql.count("REFERENCES") == sql.count("ON DELETE"), sql


def test_every_foreign_key_has_an_index(ledger: sqlite3.Connection) -> None:
    for name in JOURNALED:
        led = {JOURNALED[name]}
        for index in ledger.execute(f"PRAGMA index_list({name})").fetchall():
            led.add(ledger.execute(f"PRAGMA index_info({index[1]})").fetchone()[2])
        keys = {row[3] for row in ledger.execute(f"PRAGMA foreign_key_list({name})")}
        # Whom it was the fault of, and whose stage changes, are never looked up by the parent.
        assert keys - led <= {"at_fault_id"}, name


ENUMERATIONS = {
    ("contact", "role"): contacts.ROLES,
    ("entry", "kind"): tuple(KINDS.values()),
    ("introduction", "stage"): introductions.STAGES,
    ("introduction", "caller"): introductions.CALLERS,
    ("introduction", "effort"): introductions.EFFORTS,
    ("stage_change", "stage"): introductions.STAGES,
    ("follow_up", "purpose"): follow_ups.PURPOSES,
    ("follow_up", "status"): follow_ups.STATUSES,
    ("follow_up", "every_unit"): tuple(follow_ups.UNITS),
    ("note", "topic"): tuple(facts.TOPICS),
    ("thanks", "direction"): ("given", "received"),
    ("thanks", "via"): follow_ups.VIAS,
}


@pytest.mark.parametrize(("table", "column"), ENUMERATIONS)
def test_every_word_of_the_domain_is_kept_and_no_other(
    ledger: sqlite3.Connection, table: str, column: str
) -> None:
    beside = {
        "purpose": ", what = iif(:word IN ('find', 'other'), 'x', NULL)",
        "status": ", done_on = iif(:word = 'done', '2026-01-01', NULL)",
    }
    sql = f"UPDATE {table} SET {column} = :word{beside.get(column, '')}"
    words = ENUMERATIONS[table, column]
    for word in words:
        ledger.execute(sql, {"word": word})
    for wrong in (words[0].upper(), f"{words[0]} ", "", "x", "0"):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.execute(sql, {"word": wrong})


DAYS = [
    ("contact", "created_on"),
    ("introduction", "made_on"),
    ("introduction", "stage_on"),
    ("stage_change", "reached_on"),
    ("follow_up", "due_on"),
    ("business", "closed_on"),
    ("thanks", "expressed_on"),
    ("one_to_one", "held_on"),
    ("note", "noted_on"),
]
NO_DAYS = ("", "2026-02-30", "2026-13-01", "2026-1-1", "1 dec", "now", "2026-01-01 ", "20260101")


@each_row(("table", "column"), DAYS)
@each_row("wrong", [*NO_DAYS, "2026-02-31", "2025-02-29", "2026-01-01T00:00", None, 20260101])
def test_a_day_is_a_day_that_exists(
    ledger: sqlite3.Connection, table: str, column: str, wrong: object
) -> None:
    with pytest.raises(sqlite3.Error):
        ledger.execute(f"UPDATE {table} SET {column} = ?", (wrong,))


REFUSED = [
    "business SET amount = 0",
    "business SET amount = -1",
    "business SET amount = 1.5",
    "business SET amount = 'abc'",
    "business SET amount = 9223372036854775807 + 1",
    "business SET currency = 'usd'",
    "business SET currency = 'US'",
    "business SET currency = 'USDD'",
    "business SET currency = ''",
    "business SET about_id = NULL",
    "business SET about_id = 2",
    "business SET note = ''",
    "contact SET uid = x'00'",
    "contact SET uid = 'sixteen letters!'",
    "contact SET uid = (SELECT uid FROM contact WHERE id = 3) WHERE id = 2",
    "contact SET handle = 'sally' WHERE id = 2",
    "contact SET handle = 'me' WHERE id = 2",
    "contact SET handle = 'fred' WHERE id = 1",
    "contact SET handle = 'Fred' WHERE id = 2",
    "contact SET handle = '' WHERE id = 2",
    "contact SET handle = '-fred' WHERE id = 2",
    "contact SET handle = 'fr ed' WHERE id = 2",
    "contact SET handle = 'frédéric' WHERE id = 2",
    "contact SET handle = '12' WHERE id = 2",
    "contact SET handle = replace(hex(zeroblob(33)), '0', 'a') WHERE id = 2",
    "contact SET name = ''",
    "contact SET name = replace(hex(zeroblob(101)), '0', 'a')",
    "contact SET company = ''",
    "contact SET profession = ''",
    "contact SET city = ''",
    "contact SET note = ''",
    "contact_alias SET alias = ''",
    "contact_email SET email = '@'",
    "contact_phone SET phone = '1'",
    "contact_phone SET e164 = '15550101'",
    "contact_tag SET tag = ''",
    "contact_card SET key = ''",
    "contact_card SET key = NULL",
    "contact_card SET contact_id = 99",
    *(
        f"contact_card SET {name} = ''"
        for name in (
            *("name", "company", "profession", "role", "city", "note"),
            *("aliases", "emails", "phones", "tags", "referrers", "extras"),
        )
    ),
    "contact_distinct SET low_id = 3",
    "contact_distinct SET low_id = 3, high_id = 2",
    "contact_distinct SET high_id = 99",
    "entry SET uid = x'00'",
    "introduction SET provider_id = prospect_id",
    "introduction SET provider_id = introducer_id",
    "introduction SET provider_id = 99",
    "introduction SET stage_on = '2025-12-31'",
    "introduction SET made_on = '2026-01-02'",
    "introduction SET at_fault_id = 2, stage = 'won'",
    "introduction SET consent = 2",
    "introduction SET imported = 2",
    "introduction SET quiet = -1",
    "introduction SET need = ''",
    "introduction SET offer = ''",
    "introduction SET why = ''",
    "introduction SET note = ''",
    "contact SET greeting = ''",
    "contact SET language = ''",
    "contact_card SET source = ''",
    "introduction SET passed_id = 99",
    "stage_change SET moved = 0",
    "stage_change SET moved = 2, told_by = 2",
    "stage_change SET told_by = 99",
    "follow_up SET purpose = 'find'",
    "follow_up SET purpose = 'find', contact_id = 1, what = 'x'",
    "business SET about_id = NULL",
    "business SET contact_id = 2",
    "business SET about_id = NULL, contact_id = 1",
    "follow_up SET contact_id = 1",
    "follow_up SET status = 'done'",
    "follow_up SET done_on = '2026-01-01'",
    "follow_up SET status = 'done', done_on = '2026-02-30'",
    "follow_up SET what = 'x'",
    "follow_up SET purpose = 'other'",
    "follow_up SET purpose = 'other', what = ''",
    "follow_up SET purpose = 'check-in', about_id = NULL",
    "follow_up SET unasked = 1",
    "follow_up SET every = 0",
    "follow_up SET every = 3651",
    "follow_up SET note = ''",
    "thanks SET contact_id = 1",
    "thanks SET note = ''",
    "one_to_one SET contact_id = 1",
    "one_to_one SET note = ''",
    "note SET text = ''",
    "note SET topic = 'needs'",
    "note SET topic = 'say', text = NULL",
    "note SET topic = 'say', until_on = '2026-02-01'",
    "note SET topic = 'full', until_on = '2026-02-30'",
    "note SET text = x'00'",
]


@each_row("sql", REFUSED)
def test_what_cannot_be_is_refused(ledger: sqlite3.Connection, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger.execute(f"UPDATE {sql}")


@pytest.mark.parametrize("table", ["contact", "entry", "introduction"])
def test_what_is_referred_to_is_not_deleted(ledger: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        ledger.execute(f"DELETE FROM {table}")


def _open_ones(ledger: sqlite3.Connection, *rows: tuple[int, str, int | None]) -> None:
    for number, (contact, purpose, about) in enumerate(rows, 7):
        ledger.execute(
            "INSERT INTO follow_up (number, contact_id, purpose, due_on, about_id) "
            "VALUES (?, ?, ?, '2026-01-01', ?)",
            (number, contact, purpose, about),
        )


def _refused(ledger: sqlite3.Connection, *rows: tuple[int, str, int | None]) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        _open_ones(ledger, *rows)


@pytest.mark.parametrize("one", follow_ups.QUESTIONS)
@pytest.mark.parametrize("other", follow_ups.QUESTIONS)
def test_one_question_is_open_with_one_person_about_one_introduction(
    ledger: sqlite3.Connection, one: str, other: str
) -> None:
    _refused(ledger, (2, one, 1), (2, other, 1))
    ledger.execute("DELETE FROM follow_up WHERE number > 2")
    _open_ones(ledger, (2, one, 1), (2, other, 9))
    ledger.execute("DELETE FROM follow_up WHERE number > 2")
    _open_ones(ledger, (2, one, 1), (3, other, 1))


@pytest.mark.parametrize("one", follow_ups.DEBTS)
@pytest.mark.parametrize("about", [1, None])
def test_one_of_each_debt_is_open_with_one_person_about_one_introduction(
    ledger: sqlite3.Connection, one: str, about: int | None
) -> None:
    ledger.execute("DELETE FROM follow_up")
    _refused(ledger, (2, one, about), (2, one, about))
    ledger.execute("DELETE FROM follow_up")
    _open_ones(ledger, (2, one, about), (2, one, 9))
    ledger.execute("DELETE FROM follow_up")
    _open_ones(ledger, (2, one, about), (3, one, about))


@pytest.mark.parametrize("one", follow_ups.CARE)
def test_one_of_each_care_is_open_with_one_person(ledger: sqlite3.Connection, one: str) -> None:
    _refused(ledger, (2, one, 1), (2, one, None))
    ledger.execute("DELETE FROM follow_up WHERE number > 2")
    _open_ones(ledger, (2, one, 1), (3, one, 1))


@pytest.mark.parametrize("purpose", follow_ups.PURPOSES)
def test_any_number_may_be_settled(ledger: sqlite3.Connection, purpose: str) -> None:
    for number in (7, 8):
        ledger.execute(
            "INSERT INTO follow_up (number, contact_id, purpose, what, due_on, about_id, status, "
            "done_on) VALUES (?, 2, ?, ?, '2026-01-01', 1, 'done', '2026-01-01')",
            (number, purpose, "x" if purpose in follow_ups.FREE else None),
        )


def test_any_number_of_others_may_be_open(ledger: sqlite3.Connection) -> None:
    for number in (7, 8):
        ledger.execute(
            "INSERT INTO follow_up (number, contact_id, purpose, what, due_on) "
            "VALUES (?, 2, 'other', 'x', '2026-01-01')",
            (number,),
        )


def test_a_ledger_number_is_never_given_twice(ledger: sqlite3.Connection) -> None:
    ledger.execute("DELETE FROM introduction WHERE number = 9")
    ledger.execute("DELETE FROM entry WHERE number = 9")
    made = ledger.execute(
        "INSERT INTO entry (uid, kind, created_at) VALUES (randomblob(16), 'note', '')"
    )
    assert made.lastrowid == 10


def test_new_identities_are_uuids_of_version_seven_in_order_of_time() -> None:
    made = [new_uid() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(len(one) == 16 and one[6] >> 4 == 7 and one[8] >> 6 == 2 for one in made)
    assert [one[:6] for one in made] == sorted(one[:6] for one in made)


def test_instants_are_utc_with_milliseconds() -> None:
    now = instant()
    assert len(now) == len("2026-11-21T08:30:00.125Z")
    assert now.endswith("Z")
    assert now[10] == "T"
