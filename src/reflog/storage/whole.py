"""A whole ledger put where there is none yet: its rows, or its journal that makes them again."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sqlite3
from collections.abc import MutableMapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain.contacts import ME
from reflog.domain.exports import holding
from reflog.domain.schema import COLUMNS, SEVERAL
from reflog.storage import connection as opening
from reflog.storage import files, index, journal, schema
from reflog.storage.check import rules
from reflog.storage.journal import chain, counters, replay, triggers
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.ledger import commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reflog.formats.ledger.rows import Document
    from reflog.storage.ledger import Ledger

    Row = tuple[Any, ...]

_BATCH = 10_000
"""How many rows are written before the journal is sealed so far."""

_CACHE = 16384
"""KiB of what is made aside that stay in memory."""

_SALT = os.urandom(8)
"""What nobody who makes a file can know, so that no two of its rows weigh the same."""


def require_empty(people: int, entries: int) -> None:
    """Raise if the ledger holds people or entries; me and settings don't count."""
    if people or entries:
        held = holding({"contacts": people, "entries": entries})
        message = f"A whole ledger can only go into an empty one, and this one has {held}."
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
    ledger.leave_untold()
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
    # A question left out of the file is not put again, just as one that is deleted.
    unasked = f"SELECT number FROM ({rules.UNASKED})"
    connection.execute(f"UPDATE introduction SET quiet = 1 WHERE number IN ({unasked})")


def _without_me(connection: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    """Make me the one of the rows, and return the others."""
    sql = triggers.alteration("contact", COLUMNS["contact"][1:])
    for row in rows:
        if row[0] == ME:
            connection.execute(sql, (*row[1:], ME))
        else:
            yield row


def carry(path: str, document: Document) -> None:
    """Make a new ledger from the journal in a document: whole, or not at all.

    The document is read in a stream, and the rows that its changes make are kept on disk.
    """
    with opening.explained(path), files.new_file(path) as file:
        if file is None:
            raise there_already(path)
        with contextlib.closing(opening.opened(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not file.is_in_place() or opening.guard(connection, path):
                raise there_already(path)
            _fill(connection, document, os.path.dirname(path))
            commit(connection, path)


def _fill(connection: sqlite3.Connection, document: Document, folder: str) -> None:
    schema.create_objects(connection)
    triggers.remove_gates(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    told = dict.fromkeys(COLUMNS, 0)
    with _made_aside(folder) as rows:
        made = replay.Replay((), journal.defaults(connection), rows=rows)
        try:
            for table, some in document.rows():
                if table == "op":
                    _put_ops(connection, some)
                elif table == "change":
                    _put_changes(connection, some, made)
                else:
                    told[table] += _weight(some)
            if made.broken or chain.Chain(connection).findings:
                raise _does_not_hold()
            _put_rows(connection, made, document.numbers)
        except (sqlite3.IntegrityError, sqlite3.DataError, ValueError) as error:
            raise _does_not_hold() from error
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise _does_not_hold()
    for table, columns in COLUMNS.items():
        if told[table] != _weight(connection.execute(f"SELECT {', '.join(columns)} FROM {table}")):
            raise _is_of_another()
    triggers.install_gates(connection)


def _weight(rows: Iterable[Row]) -> int:
    """Return a sum that is the same for the same rows in any order, and for no others."""
    return sum(hash((_SALT, *row)) for row in rows)


@contextlib.contextmanager
def _made_aside(folder: str) -> Iterator[dict[str, _Rows]]:
    """Keep rows by table in a file that is there only meanwhile."""
    with files.temporary_database(folder) as connection:
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        connection.execute("BEGIN")
        yield {table: _Rows(connection, table) for table in JOURNALED}


class _Rows(MutableMapping[Any, dict[str, Any]]):
    """The rows of a table by their keys, which may be numbers or texts, in a file."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._table = table
        columns = "key ANY PRIMARY KEY, row TEXT NOT NULL"
        connection.execute(f"CREATE TABLE {table} ({columns}) STRICT, WITHOUT ROWID")

    def __getitem__(self, key: Any) -> dict[str, Any]:  # noqa: ANN401 - of any table
        sql = f"SELECT row FROM {self._table} WHERE key = ?"
        found = self._connection.execute(sql, (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return json.loads(found[0])  # type: ignore[no-any-return]

    def __setitem__(self, key: Any, row: dict[str, Any]) -> None:  # noqa: ANN401 - of any table
        sql = f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)"
        self._connection.execute(sql, (key, json.dumps(row)))

    def __delitem__(self, key: Any) -> None:  # noqa: ANN401 - of any table
        self._connection.execute(f"DELETE FROM {self._table} WHERE key = ?", (key,))

    def __iter__(self) -> Iterator[Any]:
        return (key for (key,) in self._connection.execute(f"SELECT key FROM {self._table}"))

    def __len__(self) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()
        return int(count)


def _put_ops(connection: sqlite3.Connection, ops: Iterable[Row]) -> None:
    """Write commands as they were sealed, each with those that it took back."""
    columns = "(id, at, command, summary, forgotten, digest, unsealed)"
    for op, undone in ops:
        connection.execute(f"INSERT INTO op {columns} VALUES (?, ?, ?, ?, ?, ?, NULL)", op)
        connection.executemany(
            "INSERT INTO op_undoes (op_id, undone_id) VALUES (?, ?)",
            [(op[0], one) for one in undone],
        )


def _put_changes(
    connection: sqlite3.Connection, changes: Iterable[Row], made: replay.Replay
) -> None:
    """Write changes to the journal behind those that are there, and carry them out aside."""
    for op, some in itertools.groupby(changes, key=itemgetter(0)):
        held = [*some]
        lines = (journal.line_of(change[1:]) for change in held)
        journal.append(connection, op, map(journal.packed, journal.divided(lines)))
        for change in held:
            made.take(change)


def _put_rows(connection: sqlite3.Connection, made: replay.Replay, last: Mapping[str, int]) -> None:
    """Write the rows that the changes make, what is derived from them, and the numbers given."""
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
