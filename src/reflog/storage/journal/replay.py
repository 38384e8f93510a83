"""The journal carried out from the beginning: the second copy of the ledger's rows."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING, Any

from reflog.storage.findings import NUMBERED, Finding, handles_of, place
from reflog.storage.journal import counters, parts
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    Row = dict[str, Any]


_SHORT = 20


class Replay:
    """Every journaled row as the changes, in order, make it.

    Attributes:
        rows: by table and key, without what is null; blobs as hexadecimal text.
        broken: the ops with a change that does not follow from those before it.
        doubtful: table and key of the rows that these changes touch.
        given: the last number ever given, by table.
    """

    def __init__(
        self, changes: Iterable[parts.Change] = (), untrusted: Collection[int] = ()
    ) -> None:
        """Carry out changes; those of `untrusted` ops leave doubt about what they touch."""
        self.rows: dict[str, dict[Any, Row]] = {table: {} for table in JOURNALED}
        self.broken: set[int] = set()
        self.doubtful: set[tuple[str, Any]] = set()
        self.given: dict[str, int] = {}
        self._untrusted = untrusted
        for change in changes:
            self.take(change)

    def take(self, change: parts.Change) -> None:
        """Carry out the next change."""
        op, relation, key, before, after = change
        if relation == counters.RELATION:
            last = (after or {}).get("seq")
            if isinstance(last, int):
                self.given[str(key)] = max(last, self.given.get(str(key), 0))
            else:
                self.broken.add(op)
            return
        if isinstance(key, int):
            self.given[relation] = max(key, self.given.get(relation, 0))
        if relation not in self.rows or not self._follows(relation, key, before, after):
            self.broken.add(op)
            self.doubtful.add((relation, key))
        elif op in self._untrusted:
            self.doubtful.add((relation, key))

    def _follows(self, relation: str, key: parts.Key, old: Row | None, new: Row | None) -> bool:
        """Carry out one change; False where it does not follow from those before it."""
        table = self.rows[relation]
        row = table.pop(key, None)
        if new is not None:
            table[key] = _without_null({**(row or {}), **new})
        if old is None:
            return row is None
        if row is None or not all(same(row.get(name), value) for name, value in old.items()):
            return False
        return new is not None or row == _without_null(old)


def rows_of(connection: sqlite3.Connection, table: str) -> dict[Any, Row]:
    """Return the rows of a journaled table by key, as the journal writes them.

    Raises:
        sqlite3.Error: they cannot all be read.
    """
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    key = names.index(JOURNALED[table])
    return {row[key]: as_journaled(names, row) for row in cursor}


def as_journaled(names: list[str], row: tuple[Any, ...]) -> Row:
    """Return a row that was read as the journal writes it."""
    return {
        name: value.hex().upper() if isinstance(value, bytes) else value
        for name, value in zip(names, row, strict=True)
        if value is not None
    }


def same(one: object, other: object) -> bool:
    """Tell whether two values are the same, and of the same type: 1 is not 1.0."""
    return type(one) is type(other) and one == other


def compare(connection: sqlite3.Connection, replay: Replay) -> list[Finding]:
    """Name every journaled row that is not what the journal says."""
    handles = handles_of(connection)
    found = [
        Finding(
            code="journal",
            where=f"command {op} of the history",
            what="what it changed does not follow from what was changed before",
        )
        for op in sorted(replay.broken)
    ]
    for table, kept in replay.rows.items():
        try:
            rows = rows_of(connection, table)
        except (sqlite3.Error, OverflowError):
            found.append(
                Finding(code="table", where=f"the table {table}", what="it cannot be read whole")
            )
            continue
        defaults = _defaults(connection, table)
        for key in sorted(rows.keys() | kept.keys(), key=lambda key: (str(type(key)), key)):
            said = kept.get(key)
            what = _difference(rows.get(key), None if said is None else {**defaults, **said})
            if what:
                where = place(table, key, kept.get(key) or rows.get(key) or {}, handles)
                found.append(Finding(code="row", where=where, what=f"{_noun(table)} {what}"))
    return found


def _defaults(connection: sqlite3.Connection, table: str) -> Row:
    """Return what a column that is never empty holds in rows from before there was one."""
    found: Row = {}
    for _place, name, _type, is_filled, default, _key in connection.execute(
        f"PRAGMA table_info({table})"
    ):
        if is_filled and isinstance(default, str):
            text = default.strip("'")
            found[name] = int(text) if text == default and text.isdecimal() else text
    return found


def _difference(row: Row | None, kept: Row | None) -> str:
    """Say how a row differs from what the journal says of it."""
    if row is None:
        return "is gone, though the journal has it"
    if kept is None:
        return "is there, though the journal does not have it"
    names = sorted(row.keys() | kept.keys())
    changed = [name for name in names if not same(row.get(name), kept.get(name))]
    return f"is not what the journal says: {', '.join(changed)}" if changed else ""


def _noun(table: str) -> str:
    kind = NUMBERED.get(table, table.replace("_", " "))
    return f"the {kind}"


def _without_null(row: Row) -> Row:
    """Return what of a row is not null; names, days and words are kept once for all rows."""
    return {
        sys.intern(name): sys.intern(value)
        if type(value) is str and len(value) <= _SHORT
        else value
        for name, value in row.items()
        if value is not None
    }
