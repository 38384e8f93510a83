"""The journal's triggers, generated from the schema.

Gates lie in the ledger: whoever opens it, no row of a journaled table is made, changed or
removed while no op is open, no key ever changes, and what is sealed stays as it is.
Recorders are temporary triggers of the writing connection: each row it touches leaves a
change under the open op, in a table as temporary, until the op is sealed. In the ledger they
would be parsed by every reader, which took 2.2 ms of each `reflog due`, a fifth of Python's
own start; and only temporary ones may call json functions while the schema is not trusted.
"""

from __future__ import annotations

import sqlite3

from reflog.domain.schema import COLUMNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

    Inserted = tuple[Any, ...]
    """The key of a row, the columns that were asked for, and the row as JSON."""

_WRITES = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
_OK, _DENY = sqlite3.SQLITE_OK, sqlite3.SQLITE_DENY

JOURNALED = {
    table: columns[0] if columns[0] in {"id", "number", "key"} else "id"
    for table, columns in COLUMNS.items()
}
"""Each table whose rows the journal keeps, with its key column."""

PREFIX = "journal_"

_VERY_MANY = 5000
"""Rows from which on their gate is made anew in less time than it takes to pass it."""

_NULL, _SAME = "{row}.{name} IS NULL", "OLD.{name} IS NEW.{name}"
"""Of which values a change has nothing to say: of those of a whole row, or of one that changed."""

_OPEN_OP = "(SELECT id FROM op WHERE unsealed = 0)"
_REFUSED = {
    "INSERT": "no op is open",
    "UPDATE": "no op is open, or a key would change",
    "DELETE": "no op is open",
}
_SEALED = {
    # REPLACE deletes what is in its way without a word to the triggers of deletion.
    "op_new": """BEFORE INSERT ON op WHEN EXISTS (SELECT 1 FROM op WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a sealed op is kept'); END""",
    "op_keep": """BEFORE UPDATE ON op WHEN OLD.unsealed IS NULL
        BEGIN SELECT RAISE(ABORT, 'a sealed op is kept as it is'); END""",
    "op_stay": """BEFORE DELETE ON op WHEN OLD.unsealed IS NULL
        BEGIN SELECT RAISE(ABORT, 'a sealed op is kept'); END""",
    "part_new": """BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a part is kept'); END""",
    "part_open": f"""BEFORE INSERT ON part WHEN NEW.op_id IS NOT {_OPEN_OP}
        BEGIN SELECT RAISE(ABORT, 'no op is open'); END""",
    "part_keep": """BEFORE UPDATE ON part
        BEGIN SELECT RAISE(ABORT, 'a part is kept as it is'); END""",
    "part_stay": """BEFORE DELETE ON part
        BEGIN SELECT RAISE(ABORT, 'a part is kept'); END""",
}


def install_gates(connection: sqlite3.Connection) -> None:
    """Make the gates of the ledger again, inside the open transaction."""
    remove_gates(connection)
    for sql in _gates():
        connection.execute(sql)


def _gates() -> Iterator[str]:
    for name, body in _SEALED.items():
        yield f"CREATE TRIGGER {PREFIX}{name} {body}"
    for table in JOURNALED:
        for event in _REFUSED:
            yield _gate(table, event)


def _gate(table: str, event: str) -> str:
    key, refusal = JOURNALED[table], _REFUSED[event]
    also = f" OR OLD.{key} <> NEW.{key}" if event == "UPDATE" else ""
    return (
        f"CREATE TRIGGER {PREFIX}{table}_{event.lower()} BEFORE {event} ON {table} "
        f"WHEN {_OPEN_OP} IS NULL{also} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def foreign_trigger(connection: sqlite3.Connection) -> str | None:
    """Return the name of a trigger that reflog didn't make, if there is one."""
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    own = set(_gates())
    return next((str(name) for name, sql in found if sql not in own), None)


def quoted(name: str) -> str:
    """Return the name of a table, view or trigger as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def remove_gates(connection: sqlite3.Connection) -> None:
    """Drop every gate, so that a migration may change tables."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND substr(name, 1, ?) = ?",
        (len(PREFIX), PREFIX),
    ).fetchall()
    for (name,) in names:
        connection.execute(f"DROP TRIGGER {quoted(name)}")


class Recorders:
    """Makes a connection write a change for every row it touches.

    A table's recorders are made before it is first written, for all of them take some
    milliseconds; SQLite is told to refuse to write one that has none.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._made: set[str] = set()
        self._unrecorded = ""
        connection.set_authorizer(self._authorize)

    def require_tables(self) -> None:
        """Find every table that has recorders, whether or not this command needs them."""
        found = self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if missing := JOURNALED.keys() - {name for (name,) in found}:
            message = f"no such table: {min(missing)}"
            raise sqlite3.OperationalError(message)

    def need(self, table: str) -> None:
        """Make the recorders of a table, where it has none yet."""
        if table not in self._made:
            self._made.add(table)
            install_recorders(self._connection, [table])

    def need_all(self) -> None:
        """Make the recorders of every table."""
        for table in JOURNALED:
            self.need(table)

    def insert(
        self,
        table: str,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        asked: Collection[str],
    ) -> list[Inserted]:
        """Insert many rows, each with a key above all there are, and return what they became.

        No recorder writes a change of each, which takes as long as the row itself: the caller
        gets to the letter what it would have written. The gate is out of the way of very many,
        since it would look for each whether the op is open, as it is; nobody else sees the
        ledger without it.

        Args:
            table: where they go.
            names: columns of which the rows have values; a key not among them SQLite gives.
            rows: the values.
            asked: columns to be read back, between the key of each and the row as JSON.
        """
        connection, key = self._connection, JOURNALED[table]
        self._made.discard(table)
        connection.execute(f"DROP TRIGGER IF EXISTS temp.record_{table}_insert")
        is_gated = len(rows) < _VERY_MANY
        if not is_gated:
            connection.execute(f"DROP TRIGGER main.{PREFIX}{table}_insert")
        self._unrecorded = table
        try:
            (last,) = connection.execute(f"SELECT ifnull(max({key}), 0) FROM {table}").fetchone()
            count = connection.executemany(insertion(table, names), rows).rowcount
        finally:
            self._unrecorded = ""
        if not is_gated:
            connection.execute(_gate(table, "INSERT"))
        self.need(table)
        read = ", ".join((f"NEW.{key}", *asked, _object("NEW", columns(connection, table), _NULL)))
        inserted = connection.execute(
            f"SELECT {read} FROM {table} AS NEW WHERE NEW.{key} > ? ORDER BY NEW.{key}", (last,)
        ).fetchall()
        if len(inserted) != count:
            message = f"{count} rows of {table} were inserted, and {len(inserted)} are new"
            raise sqlite3.IntegrityError(message)
        return inserted

    def _authorize(
        self, action: int, table: str | None, _column: str | None, file: str | None, _by: str | None
    ) -> int:
        is_unseen = action in _WRITES and file == "main" and table in JOURNALED
        if not is_unseen or table in self._made:
            return _OK
        return _OK if action == sqlite3.SQLITE_INSERT and table == self._unrecorded else _DENY


def install_recorders(connection: sqlite3.Connection, tables: Iterable[str] = JOURNALED) -> None:
    """Make this connection write a change for every row of these tables that it touches."""
    for table in tables:
        key, kinds = JOURNALED[table], columns(connection, table)
        was, is_now = (_object(row, kinds, _SAME) for row in ("OLD", "NEW"))
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in kinds)
        for event, row, before, after, when in (
            ("INSERT", "NEW", "NULL", _object("NEW", kinds, _NULL), ""),
            ("UPDATE", "OLD", was, is_now, f"WHEN {changed}"),
            ("DELETE", "OLD", _object("OLD", kinds, _NULL), "NULL", ""),
        ):
            connection.execute(
                f"CREATE TEMP TRIGGER IF NOT EXISTS record_{table}_{event.lower()} "
                f"AFTER {event} ON main.{table} {when} BEGIN "
                "INSERT INTO change (relation, key, before, after) "
                f"VALUES ('{table}', {row}.{key}, {before}, {after}); END"
            )


def columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table, each with its type."""
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}


def insertion(table: str, names: Iterable[str]) -> str:
    """Return the statement that inserts a row with these columns."""
    names = [*names]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def alteration(table: str, names: Iterable[str]) -> str:
    """Return the statement that sets these columns of the row with a key, which comes last."""
    settings = ", ".join(f"{name} = ?" for name in names)
    return f"UPDATE {table} SET {settings} WHERE {JOURNALED[table]} = ?"


def _object(row: str, kinds: dict[str, str], absent: str) -> str:
    """Put together a JSON object of a row's values, but for those of which `absent` holds."""
    members = []
    for name, kind in kinds.items():
        value = f"hex({row}.{name})" if kind == "BLOB" else f"{row}.{name}"
        is_absent = absent.format(row=row, name=name)
        members.append(f"iif({is_absent},'',',\"{name}\":'||json_quote({value}))")
    return "'{'||substr(" + "||".join(members) + ",2)||'}'"
