"""A whole ledger put where there is none yet: its rows, or its journal that makes them again."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain.contacts import ME
from reflog.domain.schema import COLUMNS, SEVERAL
from reflog.storage import connection as opening
from reflog.storage import files, index, journal, schema
from reflog.storage.journal import counters, replay, seal, triggers
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.ledger import commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reflog.formats.ledger.rows import Whole
    from reflog.storage.ledger import Ledger

    Row = tuple[Any, ...]

_BATCH = 10_000
"""How many rows are written before the journal is sealed so far."""


def require_empty(people: int, entries: int) -> None:
    """Raise if the ledger holds people or entries; me and settings don't count."""
    if people or entries:
        message = (
            f"A whole ledger can only go into an empty one, and this one has {people} contacts "
            f"and {entries} entries."
        )
        hint = "use a new one: reflog --ledger NEW import FILE"
        raise errors.ConflictError(message, hint=hint)


def put(ledger: Ledger, rows: Iterable[tuple[str, list[Row]]], last: Mapping[str, int]) -> None:
    """Insert every row into an empty ledger; me is replaced.

    Args:
        rows: some of one table at a time, as COLUMNS has them.
        last: the last number given of contacts and entries, so that none is given again;
            asked for when all rows are there.
    """
    sql = "SELECT (SELECT count(*) FROM contact WHERE id <> ?), (SELECT count(*) FROM entry)"
    require_empty(*ledger.rows(sql, (ME,))[0])
    ledger.recorders.need_all()
    try:
        _put(ledger, rows)
    except sqlite3.IntegrityError as error:
        message = f"The ledger in the file breaks a rule ({error})."
        raise errors.UsageError(message, hint="to make one that doesn't: reflog export") from None
    counters.record(ledger.connection, dict(last))


def _put(ledger: Ledger, rows: Iterable[tuple[str, list[Row]]]) -> None:
    connection = ledger.connection
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for field in SEVERAL.values():
        connection.execute(f"DELETE FROM {field.table} WHERE contact_id = ?", (ME,))
    connection.execute("DELETE FROM setting")
    written = 0
    for table, some in rows:
        every = _without_me(connection, some) if table == "contact" else some
        connection.executemany(triggers.insertion(table, COLUMNS[table]), every)
        written += len(some)
        if written >= _BATCH:
            ledger.seal_so_far()  # memory need not hold what changed
            written = 0


def _without_me(connection: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    """Make me the one of the rows, and return the others."""
    sql = triggers.alteration("contact", COLUMNS["contact"][1:])
    for row in rows:
        if row[0] == ME:
            connection.execute(sql, (*row[1:], ME))
        else:
            yield row


def carry(path: str, whole: Whole) -> None:
    """Make a new ledger from a journal: whole, or not at all."""
    with opening.explained(path), files.new_file(path) as file:
        if file is None:
            raise there_already(path)
        with contextlib.closing(opening.opened(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not file.is_in_place() or opening.guard(connection, path):
                raise there_already(path)
            _fill(connection, whole)
            commit(connection, path)


def _fill(connection: sqlite3.Connection, whole: Whole) -> None:
    schema.create_objects(connection)
    try:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        _put_journal(connection, whole)
    except (sqlite3.IntegrityError, sqlite3.DataError, ValueError) as error:
        raise _does_not_hold() from error
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise _does_not_hold()
    _require_same(connection, whole.rows)


def _put_journal(connection: sqlite3.Connection, whole: Whole) -> None:
    """Write every command as it was sealed; while the last is open, the rows they all made."""
    ops = whole.ops or []
    groups = itertools.groupby(whole.changes, key=itemgetter(0))
    group = next(groups, None)
    for place, (op, undone) in enumerate(ops, 1):
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
            lines = (journal.line_of(change[1:]) for change in group[1])
            journal.write(connection, number, lines, digest)
            group = next(groups, None)
        if digest.digest() != kept:
            raise _does_not_hold()
        if place == len(ops):
            _put_rows(connection, whole.numbers)
        connection.execute("UPDATE op SET digest = ?, unsealed = NULL WHERE id = ?", (kept, number))
    if group is not None:
        raise _does_not_hold()


def _put_rows(connection: sqlite3.Connection, last: Mapping[str, int]) -> None:
    """Write the rows that the changes make, what is derived from them, and the numbers given."""
    made = replay.Replay(journal.read(connection), journal.defaults(connection))
    if made.broken:
        raise _does_not_hold()
    if any(made.given.get(table, 0) != number for table, number in last.items()):
        raise _is_of_another()
    for table, rows in made.rows.items():
        kinds = triggers.columns(connection, table)
        for key, row in rows.items():
            if not row.keys() <= kinds.keys() or not replay.same(row.get(JOURNALED[table]), key):
                raise _does_not_hold()
            values = journal.stored(row, kinds).values()
            connection.execute(triggers.insertion(table, row), [*values])
    for table, number in last.items():
        if number:
            counters.set_last(connection, table, number)
    index.rebuild(connection)
    index.index_names(connection, made.rows["contact"])


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
