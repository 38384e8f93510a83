"""A whole ledger with its journal, carried into a new file: as if every command was given there."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import time
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain.schema import COLUMNS
from reflog.storage import connection as opening
from reflog.storage import files, index, schema
from reflog.storage.journal import counters, parts, replay, seal
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.ledger import commit
from reflog.storage.whole import rows as whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = tuple[Any, ...]
    Ops = Sequence[tuple[Row, tuple[int, ...]]]


class Carried:
    """A whole ledger with its journal, as read from a file.

    Attributes:
        rows: by table, as COLUMNS has them.
        numbers: the last number that each sequence has given.
        ops: rows of op, without `unsealed`, each with the ids of those it took back.
        changes: every change of them, in order.
    """

    def __init__(
        self,
        rows: Mapping[str, Iterable[Row]],
        numbers: Mapping[str, int],
        ops: Ops,
        changes: Sequence[parts.Change],
    ) -> None:
        self.rows = rows
        self.numbers = numbers
        self.ops = ops
        self.changes = changes


def carry(path: str, carried: Carried) -> None:
    """Make a new ledger from a journal: whole, or not at all."""
    deadline = time.monotonic() + opening.WRITE_PATIENCE
    with opening.explained(path), files.new_file(path) as file:
        if file is None:
            raise there_already(path)
        with contextlib.closing(opening.connect(path)) as connection:
            opening.set_pragmas(connection, deadline)
            opening.patiently(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)
            if not file.is_in_place() or opening.guard(connection, path):
                raise there_already(path)
            _fill(connection, carried)
            commit(connection, path, carried.ops[-1][0][0], deadline)


def _fill(connection: sqlite3.Connection, carried: Carried) -> None:
    schema.create_objects(connection)
    try:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        _put_journal(connection, carried)
    except (sqlite3.IntegrityError, sqlite3.DataError, ValueError) as error:
        raise _does_not_hold() from error
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise _does_not_hold()
    _require_same(connection, carried.rows)


def _put_journal(connection: sqlite3.Connection, carried: Carried) -> None:
    """Write every command as it was sealed; while the last is open, the rows they all made."""
    groups = itertools.groupby(carried.changes, key=itemgetter(0))
    group = next(groups, None)
    for place, (op, undone) in enumerate(carried.ops, 1):
        number, *_said, kept = op
        connection.execute(
            "INSERT INTO op (id, at, command, summary, forgotten) VALUES (?, ?, ?, ?, ?)", op[:-1]
        )
        connection.executemany(
            "INSERT INTO op_undoes (op_id, undone_id) VALUES (?, ?)",
            [(number, one) for one in undone],
        )
        digest = seal.begin_digest(connection, number)
        if group is not None and group[0] == number:
            lines = (parts.line_of(change[1:]) for change in group[1])
            parts.write(connection, number, lines, digest)
            group = next(groups, None)
        if digest.digest() != kept:
            raise _does_not_hold()
        if place == len(carried.ops):
            _put_rows(connection, carried.numbers)
        connection.execute("UPDATE op SET digest = ?, unsealed = NULL WHERE id = ?", (kept, number))
    if group is not None:
        raise _does_not_hold()


def _put_rows(connection: sqlite3.Connection, last: Mapping[str, int]) -> None:
    """Write the rows that the changes make, what is derived from them, and the numbers given."""
    made = replay.Replay(parts.read(connection), parts.defaults(connection))
    if made.broken:
        raise _does_not_hold()
    if any(made.given.get(table, 0) != number for table, number in last.items()):
        raise _is_of_another()
    for table, rows in made.rows.items():
        kinds = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
        for key, row in rows.items():
            if not row.keys() <= kinds.keys() or not replay.same(row.get(JOURNALED[table]), key):
                raise _does_not_hold()
            values = [_value(value, kinds[name]) for name, value in row.items()]
            connection.execute(whole.insertion(table, row), values)
    for table, number in last.items():
        if number:
            counters.set_last(connection, table, number)
    index.rebuild(connection)
    index.index_names(connection, made.rows["contact"])


def _value(value: object, kind: str) -> object:
    if kind != "BLOB":
        return value
    try:
        return bytes.fromhex(str(value))
    except ValueError:
        raise _does_not_hold() from None


def _require_same(connection: sqlite3.Connection, told: Mapping[str, Iterable[Row]]) -> None:
    """Raise if the journal makes other rows than the file says."""
    for table, columns in COLUMNS.items():
        made = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        if sorted(made, key=repr) != sorted(told[table], key=repr):
            raise _is_of_another()


def _is_of_another() -> errors.UsageError:
    message = "The journal in the file belongs to a different ledger than its entries."
    return errors.UsageError(message, hint="leave the journal out: export without --journal")


def _does_not_hold() -> errors.UsageError:
    message = "The journal in the file is not as reflog wrote it."
    return errors.UsageError(message, hint="leave the journal out: export without --journal")


def there_already(path: str) -> errors.ConflictError:
    """Say that there is a ledger already where one with its journal is to go."""
    message = f"A journal can only go into a new ledger, and {path} already exists."
    return errors.ConflictError(message, hint="use a new one: reflog --ledger NEW import FILE")
