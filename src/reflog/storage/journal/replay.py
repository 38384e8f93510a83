"""The journal carried out from the beginning: the second copy of the ledger's rows."""

from __future__ import annotations

import sqlite3
import sys
from array import array
from typing import TYPE_CHECKING, Any

from reflog.storage import journal
from reflog.storage.findings import NUMBERED, Finding, handles_of, place
from reflog.storage.journal import counters
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping

    Row = dict[str, Any]


_SHORT = 20
_WHOLE = 2**64 - 1
_GAP = 2**16  # numbers that a table may skip before its keys are taken for odd ones


class Sums:
    """A checksum of every row as the journal makes it, eight bytes a row.

    A change takes away what was before and adds what was after, so that in the end the sum is
    that of the row; which row differs is all that it tells.

    Attributes:
        broken: the ops with a change that does not follow from those before it, as far as
            a sum tells.
        given: the last number ever given, by table.
    """

    def __init__(self, defaults: Mapping[str, Row]) -> None:
        """Begin with no row.

        Args:
            defaults: see `journal.defaults`. What is as it is by default counts for nothing.
        """
        self.broken: set[int] = set()
        self.given: dict[str, int] = {}
        self._defaults = defaults
        self._dense = {table: array("Q", [0]) for table in JOURNALED}
        self._others: dict[tuple[str, Any], int] = {}
        self._odd: set[tuple[str, Any]] = set()

    def take(self, change: journal.Change) -> None:
        """Carry out the next change."""
        op, relation, key, before, after = change
        is_noted = counters.note(self.given, change)
        if relation not in self._dense:
            if not (relation == counters.RELATION and is_noted):
                self.broken.add(op)
            return
        total = self._total(relation, key)
        if before is None and total:
            self._note_odd(op, relation, key)
        total += self._sum(relation, after) - self._sum(relation, before)
        if after is None and total & _WHOLE:
            self._note_odd(op, relation, key)
        self._set(relation, key, total & _WHOLE)

    def _note_odd(self, op: int, relation: str, key: journal.Key) -> None:
        self.broken.add(op)
        self._odd.add((relation, key))

    def knows(self, table: str, key: Any) -> bool:  # noqa: ANN401 - a key of any table
        """Return whether there is a row of this key, as far as the changes tell."""
        return bool(self._total(table, key)) or (table, key) in self._odd

    def agrees(self, table: str, key: Any, row: Row) -> bool:  # noqa: ANN401 - a key of any table
        """Return whether the journal makes exactly this row, and tick it off."""
        difference = self._sum(table, row) - self._total(table, key)
        self._set(table, key, 0)
        return difference & _WHOLE == 0 and (table, key) not in self._odd

    def _sum(self, table: str, row: Row | None) -> int:
        if row is None:
            return 0
        defaults = self._defaults[table]
        return sum(
            _weight(name, value)
            for name, value in row.items()
            if name not in defaults or not same(defaults[name], value)
        )

    def rest(self, table: str) -> Iterator[Any]:
        """Return the keys of rows that the journal makes and nobody ticked off."""
        yield from (key for key, total in enumerate(self._dense[table]) if total)
        yield from (key for (of, key), total in self._others.items() if total and of == table)
        yield from (key for of, key in self._odd if of == table)

    def _total(self, table: str, key: Any) -> int:  # noqa: ANN401 - a key of any table
        dense = self._dense[table]
        if type(key) is int and 0 <= key < len(dense):
            return dense[key]
        return self._others.get((table, key), 0)

    def _set(self, table: str, key: Any, total: int) -> None:  # noqa: ANN401 - a key of any table
        dense = self._dense[table]
        is_next = type(key) is int and 0 <= key < len(dense) + _GAP
        if is_next and (table, key) not in self._others:
            dense.extend([0] * (key + 1 - len(dense)))
            dense[key] = total
        else:
            self._others[table, key] = total


def _weight(name: str, value: object) -> int:
    """Return what a column adds to the sum of its row; of any two values, not the same."""
    kind = type(value)
    if kind is str:
        return hash((name, value))
    if value is None:
        return 0
    return hash((name, repr(value), kind is int))


class Replay:
    """Every row as the journal makes it.

    Attributes:
        rows: by table and key, without what is null; blobs as hexadecimal text.
        broken: the ops with a change that does not follow from those before it.
        doubtful: table and key of the rows that these changes touch.
        given: the last number ever given, by table.
    """

    def __init__(
        self,
        changes: Iterable[journal.Change],
        defaults: Mapping[str, Row],
        untrusted: Collection[int] = (),
        only: Collection[tuple[str, Any]] | None = None,
        rows: Mapping[str, MutableMapping[Any, Row]] | None = None,
    ) -> None:
        """Carry out changes.

        Args:
            defaults: see `journal.defaults`; each row has them from its beginning.
            untrusted: ops that leave doubt about what they touch.
            only: table and key of the rows that are wanted; all without.
            rows: where they are kept, by table; in memory without.
        """
        self.rows = rows or {table: {} for table in JOURNALED}
        self.broken: set[int] = set()
        self.doubtful: set[tuple[str, Any]] = set()
        self.given: dict[str, int] = {}
        self._defaults = defaults
        self._untrusted = untrusted
        for change in changes:
            if only is None or change[1:3] in only:
                self.take(change)

    def take(self, change: journal.Change) -> None:
        """Carry out the next change."""
        op, relation, key, before, after = change
        is_noted = counters.note(self.given, change)
        if relation == counters.RELATION:
            if not is_noted:
                self.broken.add(op)
        elif relation not in self.rows or not self._follows(relation, key, before, after):
            self.broken.add(op)
            self.doubtful.add((relation, key))
        elif op in self._untrusted:
            self.doubtful.add((relation, key))

    def _follows(self, relation: str, key: journal.Key, old: Row | None, new: Row | None) -> bool:
        """Carry out one change; False where it does not follow from those before it."""
        table = self.rows[relation]
        row = table.pop(key, None)
        defaults = self._defaults[relation]
        if new is not None:
            table[key] = _without_null({**(row or defaults), **new})
        if old is None:
            return row is None
        if row is None or not all(same(row.get(name), value) for name, value in old.items()):
            return False
        return new is not None or row == _without_null({**defaults, **old})


def read_rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[Any, Row]]:
    """Yield the key and the row of a journaled table, as the journal writes them."""
    cursor = connection.execute(f"SELECT * FROM {table} NOT INDEXED")
    names = [column[0] for column in cursor.description]
    key = names.index(JOURNALED[table])
    return ((row[key], as_journaled(names, row)) for row in cursor)


def as_journaled(names: list[str], row: tuple[Any, ...]) -> Row:
    """Return a row that was read as the journal writes it."""
    return {
        name: value.hex().upper() if isinstance(value, bytes) else value
        for name, value in zip(names, row, strict=True)
        if value is not None
    }


def same(one: object, other: object) -> bool:
    """Return whether two values are the same, and of the same type: 1 is not 1.0."""
    return type(one) is type(other) and one == other


def compare(connection: sqlite3.Connection, sums: Sums) -> list[Finding]:
    """Report every row that differs from what the journal makes of it."""
    found: list[Finding] = []
    differing: dict[str, set[Any]] = {}
    for table in JOURNALED:
        try:
            rows = read_rows(connection, table)
            wrong = {key for key, row in rows if not sums.agrees(table, key, row)}
            differing[table] = wrong.union(sums.rest(table))
        except (sqlite3.Error, OverflowError):
            where = f"the table {table}"
            found.append(Finding(code="table", where=where, what="it can't all be read"))
    only = {(table, key) for table, keys in differing.items() for key in keys}
    changes = journal.read(connection, as_can_be=True) if only else ()
    replay = Replay(changes, journal.defaults(connection), only=only)
    handles = handles_of(connection)
    for table, keys in differing.items():
        kept = (
            {key: row for key, row in read_rows(connection, table) if key in keys} if keys else {}
        )
        for key in sorted(keys, key=lambda key: (str(type(key)), key)):
            row, said = kept.get(key), replay.rows[table].get(key)
            if what := _difference(row, said):
                noun = NUMBERED.get(table, table.replace("_", " "))
                where = place(table, key, said or row or {}, handles)
                found.append(Finding(code="row", where=where, what=f"the {noun} {what}"))
    what = "what it changed does not follow from what was changed before"
    broken = (f"command {op} of the history" for op in sorted(sums.broken | replay.broken))
    return [Finding(code="journal", where=where, what=what) for where in broken] + found


def _difference(row: Row | None, kept: Row | None) -> str:
    """Say how a row differs from what the journal says of it."""
    if row is None:
        return "is gone, though the journal has it"
    if kept is None:
        return "is there, though the journal does not have it"
    names = sorted(row.keys() | kept.keys())
    changed = [name for name in names if not same(row.get(name), kept.get(name))]
    return f"is not what the journal says: {', '.join(changed)}" if changed else ""


def _without_null(row: Row) -> Row:
    """Return what of a row is not null; names, days and words are kept once for all rows."""
    return {
        sys.intern(name): sys.intern(value)
        if type(value) is str and len(value) <= _SHORT
        else value
        for name, value in row.items()
        if value is not None
    }
