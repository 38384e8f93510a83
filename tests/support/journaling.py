"""The journal against the tables: replayed, verified, and what is derived from it rebuilt."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from reflog.domain.names import look_up_words, search_text
from reflog.storage import index, journal
from reflog.storage.journal import counters, seal
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[Any, dict[str, Any]]


def tables_of(connection: sqlite3.Connection) -> dict[str, Table]:
    """Every journaled row as it stands: by table and key, without what is null."""
    found: dict[str, Table] = {}
    for table, key in JOURNALED.items():
        cursor = connection.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        found[table] = {row[key]: _plain(row) for row in rows}
    return found


def replayed(connection: sqlite3.Connection) -> dict[str, Table]:
    """Every journaled row as the changes, carried out in order, make it."""
    made: dict[str, Table] = {table: {} for table in JOURNALED}
    for _number, _op, relation, key, before, after in told(connection):
        if relation == counters.RELATION:
            continue
        table, old, new = made[relation], _read(before), _read(after)
        if before is None:
            assert key not in table
            table[key] = new
            continue
        row = table.pop(key)
        assert {name: row.get(name) for name in old} == old
        if after is None:
            assert row == old
            continue
        assert old.keys() == new.keys()
        table[key] = {n: value for n, value in {**row, **new}.items() if value is not None}
    return made


def broken_links(connection: sqlite3.Connection) -> list[int]:
    """The ops whose digest does not hold, by what is written beside it."""
    broken = []
    before = seal.FIRST
    told_by: dict[int, list[str]] = {}
    for _number, by, relation, key, *sides in told(connection):
        texts = (json.dumps(relation), json.dumps(key, ensure_ascii=False))
        told_by.setdefault(by, []).append(",".join((*texts, *(side or "null" for side in sides))))
    for op, at, command, summary, forgotten, digest in connection.execute(
        "SELECT id, at, command, summary, forgotten, digest FROM op ORDER BY id"
    ).fetchall():
        undone = [
            row[0]
            for row in connection.execute(
                "SELECT undone_id FROM op_undoes WHERE op_id = ? ORDER BY undone_id", (op,)
            )
        ]
        head = json.dumps([op, at, command, summary, forgotten, undone]).encode()
        lines = "".join(f"[{line}]\n" for line in told_by.pop(op, [])).encode()
        if hashlib.blake2b(before + head + lines, digest_size=16).digest() != digest:
            broken.append(op)
        before = digest
    return [*broken, *told_by]


def told(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Every change as a row: its place, op_id, relation, key, before, after."""
    return [
        (place, *row[:3], *map(_written, row[3:]))
        for place, row in enumerate(journal.read(connection), 1)
    ]


def _written(side: dict[str, Any] | None) -> str | None:
    return None if side is None else json.dumps(side, ensure_ascii=False, separators=(",", ":"))


TOLD = "CREATE TEMP TABLE told (id INTEGER PRIMARY KEY, op_id, relation, key, before, after)"


def retell(connection: sqlite3.Connection, sql: str) -> None:
    """Alter the journal by a statement on `told`, past its gates; digests stay as they were."""
    connection.execute(TOLD)
    marks = ", ".join("?" * 6)
    connection.executemany(f"INSERT INTO told VALUES ({marks})", told(connection))
    connection.execute(sql)
    connection.execute("DELETE FROM part")
    for number, op, *content in connection.execute("SELECT * FROM told ORDER BY id"):
        values = (number, op, *journal.packed(journal.line(*content).encode()))
        connection.execute("INSERT INTO part VALUES (?, ?, ?, ?)", values)
    connection.execute("DROP TABLE told")


def search_terms(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Every word in the search index: the word, its row, and its place there."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_place "
        "USING fts5vocab ('main', 'search', 'instance')"
    )
    return set(connection.execute("SELECT term, doc, offset FROM search_place"))


def rebuilt_search_terms(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """The same, of an index made anew from the tables."""
    (schema,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.execute(schema)
        fresh.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", _texts(connection))
        return search_terms(fresh)


def name_words(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """The words by which people are found."""
    return set(connection.execute("SELECT word, contact_id FROM name_word"))


def rebuilt_name_words(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """The same, made anew from names and aliases."""
    return {
        (word, contact)
        for name, contact in connection.execute(
            "SELECT name, id FROM contact UNION ALL SELECT alias, contact_id FROM contact_alias"
        )
        for word in look_up_words(name)
    }


def _texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    for table, columns in index.FIELDS.items():
        for column, code in columns.items():
            for key, text in connection.execute(
                f"SELECT {JOURNALED[table]}, {column} FROM {table}"
            ):
                if text:
                    yield index.row_id(key, code), search_text(text)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.hex().upper() if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None
    }


def _read(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
