"""Many rows written at once: the same ledger, journal and index as row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from commands import TODAY
from journaling import (
    broken_links,
    name_words,
    rebuilt_name_words,
    rebuilt_search_terms,
    replayed,
    search_terms,
    tables_of,
)
from reflog.domain.names import fold
from reflog.storage import journal
from reflog.storage import ledger as tables
from reflog.storage.journal import triggers
from reflog.storage.ledger import Ledger, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reflog.storage.journal.seal import Written

    Rows = Sequence[Sequence[Any]]
    Way = Callable[[Ledger, type[Any], Sequence[str], Rows], None]

NAMES = [
    "Fred Moss",
    "Łucja Żak",
    "林 小明",
    'Ann "Tea" O’Neil',
    "Back\\Slash Berg",
    "Tab\tBell\x07 \x1f\x7f Line\nTwo",
    "🦔 Hedge",
    "\u0301Mark First",
    "ไทย เก่ง",
]
CONTACT = ("id", "uid", "handle", "name", "folded", "company", "note", "created_on")
INTRODUCTION = (
    *("number", "introducer_id", "provider_id", "prospect_id"),
    *("made_on", "stage", "stage_on", "need"),
)
PEOPLE = [f"{name} {number}" for number in range(40) for name in NAMES]


def all_at_once(ledger: Ledger, table: type[Any], columns: Sequence[str], rows: Rows) -> None:
    """As an import writes."""
    ledger.add_all(table, columns, rows)


def recorded(ledger: Ledger, table: type[Any], columns: Sequence[str], rows: Rows) -> None:
    """As single rows are written: the recorders tell of each."""
    ledger.recorders.need(table.__tablename__)
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({marks})"
    ledger.connection.executemany(sql, rows)


def write(path: Path, way: Way) -> Written:
    """Write people with all there may be of them, in rows that are no full part of the journal."""
    with writing(str(path), "import", TODAY) as ledger:
        ledger.summary = "imported from CSV"
        for row in ledger.all(tables.Contact):
            row.company = "Mine & Co"  # altered before, recorded before
        first = ledger.next_contact_id()
        ids = range(first, first + len(PEOPLE))
        for part in (slice(0, 100), slice(100, None)):
            people = [
                (id_, id_.to_bytes(16, "big"), f"p-{id_}", name, fold(name), *said, TODAY)
                for id_, name in zip(ids[part], PEOPLE[part], strict=True)
                for said in [(f"{name} Ltd", name * 3) if id_ % 3 else (None, None)]
            ]
            way(ledger, tables.Contact, CONTACT, people)
        lists = (
            (tables.ContactAlias, "alias", "folded"),
            (tables.ContactEmail, "email", "folded"),
            (tables.ContactPhone, "phone", "e164"),
            (tables.ContactTag, "tag", "folded"),
        )
        for table, column, same in lists:
            some = [(i, f"{column}{i % 7} x", f"+{i}") for i in ids if i % 2]
            way(ledger, table, ("contact_id", column, same), some)
        cards = [(i, "csv", f"~{i}", name, "a\x1fb") for i, name in zip(ids, PEOPLE, strict=True)]
        way(ledger, tables.ContactCard, ("contact_id", "source", "key", "name", "emails"), cards)
        start = ledger.next_number()
        numbers = range(start, start + 9)
        entries = [(n, n.to_bytes(16, "big"), "introduction", "2026-01-01T00:00Z") for n in numbers]
        way(ledger, tables.Entry, ("number", "uid", "kind", "created_at"), entries)
        made = [(n, ids[n], 1, ids[-n], TODAY, "introduced", TODAY, "Tee & Öl") for n in numbers]
        way(ledger, tables.Introduction, INTRODUCTION, made)
        ledger.get(tables.Introduction, start).quiet = 1  # and after
    return ledger.written


def told(connection: sqlite3.Connection) -> bytes:
    """The journal of the last command, to the letter."""
    (op,) = connection.execute("SELECT max(id) FROM op").fetchone()
    return b"".join(map(journal.text_of, journal.rows_of_op(connection, op)))


@pytest.mark.parametrize("very_many", [1, 5000])
def test_rows_written_at_once_leave_what_the_recorders_leave_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, very_many: int
) -> None:
    monkeypatch.setattr(triggers, "_VERY_MANY", very_many)
    ledgers = [tmp_path / way.__name__ / "ledger.db" for way in (all_at_once, recorded)]
    written = []
    for path, way in zip(ledgers, (all_at_once, recorded), strict=True):
        with writing(str(path), "first", TODAY) as ledger:
            ledger.summary = "began"
            ledger.add(tables.Setting(key="currency", value="EUR"))
        written.append(write(path, way))
    assert written[0] == written[1]
    with closing(sqlite3.connect(ledgers[0])) as one, closing(sqlite3.connect(ledgers[1])) as other:
        assert told(one) == told(other)
        assert tables_of(one)["contact_card"] == tables_of(other)["contact_card"]
        assert replayed(one) == tables_of(one)
        assert broken_links(one) == broken_links(other) == []
        assert search_terms(one) == rebuilt_search_terms(one)
        gates = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        assert set(one.execute(gates)) == set(other.execute(gates))
        assert name_words(one) == rebuilt_name_words(one) == name_words(other)
        for derived in ("SELECT term FROM search_term", "SELECT name, seq FROM sqlite_sequence"):
            assert set(one.execute(derived)) == set(other.execute(derived))


def test_rows_whose_keys_are_not_new_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    write(path, all_at_once)

    def put_back() -> None:
        with writing(str(path), "import", TODAY) as ledger:
            row = ledger.all(tables.ContactTag)[0]
            ledger.remove(row)
            again = [(row.id, row.contact_id, "tag", "tag")]
            ledger.add_all(tables.ContactTag, ("id", "contact_id", "tag", "folded"), again)

    with pytest.raises(sqlite3.IntegrityError, match="1 rows of contact_tag were inserted"):
        put_back()


def test_after_many_rows_each_one_is_recorded_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    write(path, all_at_once)
    with writing(str(path), "edit", TODAY) as ledger:
        ledger.summary = "edited"
        columns = ("contact_id", "tag", "folded")
        ledger.add_all(tables.ContactTag, columns, [(2, "Sailing", "sailing")])
        ledger.connection.execute(
            "INSERT INTO contact_tag (contact_id, tag, folded) VALUES (?, ?, ?)", (3, "Tea", "tea")
        )
    with closing(sqlite3.connect(path)) as connection:
        assert replayed(connection) == tables_of(connection)
        *_before, (_op, table, _key, _old, new) = journal.read(connection)
        assert (table, (new or {})["tag"]) == ("contact_tag", "Tea")


def test_many_rows_of_nothing_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    write(path, all_at_once)
    with writing(str(path), "import", TODAY) as ledger:
        ledger.add_all(tables.ContactTag, ("contact_id", "tag", "folded"), [])
    assert ledger.written.op is None
