"""A whole ledger put into an empty one: rows of every table, and the numbers given so far."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain import schema
from reflog.domain.contacts import ME
from reflog.storage.journal import counters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Row = tuple[Any, ...]

BATCH = 10_000
"""How many rows are written before the journal is sealed so far."""

_MINE = tuple(field.table for field in schema.SEVERAL.values())


def require_empty(connection: sqlite3.Connection) -> None:
    """Raise if the ledger holds people or entries; me and settings don't count."""
    people, entries = connection.execute(
        "SELECT (SELECT count(*) FROM contact WHERE id <> ?), (SELECT count(*) FROM entry)",
        (ME,),
    ).fetchone()
    if people or entries:
        raise not_empty(people, entries)


def not_empty(people: int, entries: int) -> errors.ConflictError:
    """Say that there is a ledger already where a whole one is to go."""
    message = (
        f"A whole ledger can only go into an empty one, and this one has {people} contacts and "
        f"{entries} entries."
    )
    return errors.ConflictError(message, hint="use a new one: reflog --ledger NEW import FILE")


def put(
    connection: sqlite3.Connection,
    rows: Iterable[tuple[str, list[Row]]],
    last: Mapping[str, int],
    settle: Callable[[], object],
) -> None:
    """Insert every row into an empty ledger, under the open op; me is replaced.

    Args:
        rows: some of one table at a time, as COLUMNS has them.
        settle: called where much was written, so that memory need not hold what changed.
        last: the last number given of contacts and entries, so that none is given again;
            asked for when all rows are there.
    """
    try:
        _put(connection, rows, settle)
    except sqlite3.IntegrityError as error:
        message = f"The ledger in the file breaks a rule ({error})."
        raise errors.UsageError(message, hint="to make one that doesn't: reflog export") from None
    (op_id,) = connection.execute("SELECT id FROM op WHERE unsealed = 0").fetchone()
    counters.record(connection, op_id, dict(last))


def _put(
    connection: sqlite3.Connection,
    rows: Iterable[tuple[str, list[Row]]],
    settle: Callable[[], object],
) -> None:
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in _MINE:
        connection.execute(f"DELETE FROM {table} WHERE contact_id = ?", (ME,))
    connection.execute("DELETE FROM setting")
    written = 0
    for table, some in rows:
        columns = schema.COLUMNS[table]
        every: Iterable[Row] = some
        if table == "contact":
            every = _without_me(connection, columns, some)
        connection.executemany(insertion(table, columns), every)
        written += len(some)
        if written >= BATCH:
            settle()
            written = 0


def insertion(table: str, columns: Iterable[str]) -> str:
    """Return the statement that inserts a row with these columns."""
    names = list(columns)
    marks = ", ".join("?" for _name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"


def _without_me(
    connection: sqlite3.Connection, columns: tuple[str, ...], rows: Iterable[Row]
) -> Iterator[Row]:
    """Make me the one of the rows, and return the others."""
    for row in rows:
        if row[0] == ME:
            settings = ", ".join(f"{name} = ?" for name in columns[1:])
            connection.execute(f"UPDATE contact SET {settings} WHERE id = ?", (*row[1:], ME))
        else:
            yield row
