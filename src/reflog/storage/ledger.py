"""The write door: rows of the tables, one transaction, one op of the journal.

    with writing(path, "intro", today) as ledger:
        ...
    ledger.written  # what the command has made and altered

The op is sealed and committed when the block ends; an error inside leaves the file as it was.

The tables are declared once, as models in reflog.models, which scripts are given and type
checkers see here. To import SQLModel takes ten times as long as a command, so at run time plain
rows stand in their place: SQLite knows their columns, and a test holds the models to be the same.
There is an object for each row, and what is altered of it is written in time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3

from reflog import errors
from reflog.domain import schema
from reflog.domain.contacts import ME
from reflog.storage import connection as opening
from reflog.storage import index
from reflog.storage.journal import instant, new_uid, seal, triggers
from reflog.storage.journal.seal import CHILDREN, Account, Written
from reflog.storage.journal.triggers import JOURNALED, alteration, insertion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, Self, TypeVar

    from sqlmodel import SQLModel

    from reflog.models import *  # noqa: F403 - all there are, and the ones to come
    from reflog.storage.files import NewFile

    R = TypeVar("R", bound=SQLModel)
    Table = type[SQLModel]
    Altered = dict["Row", dict[str, None]]
    Values = Iterable[Sequence[Any]]


class Row:
    """A row of a table; two are the same where they are one object."""

    __slots__ = ("__dict__", "_altered")
    __tablename__: str
    _altered: Altered | None

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)
        self.watch(None)

    def __setattr__(self, column: str, value: object) -> None:
        if self._altered is not None and self.__dict__[column] != value:
            self._altered.setdefault(self, {})[column] = None
        self.__dict__[column] = value

    def watch(self, altered: Altered | None) -> None:
        """Set who is told when a column changes."""
        object.__setattr__(self, "_altered", altered)

    def model_dump(self) -> dict[str, Any]:
        """Return every column with its value, in order."""
        return dict(self.__dict__)

    def model_copy(self) -> Self:
        """Return the same values as a row that nobody watches."""
        return type(self)(**self.__dict__)


BY_NAME: dict[str, type[Any]] = {
    table: type(table.title().replace("_", ""), (Row,), {"__tablename__": table})
    for table in JOURNALED
}
"""The classes by the names of their tables."""

globals().update((one.__name__, one) for one in BY_NAME.values())

KINDS: dict[type[SQLModel], str] = {BY_NAME[kind.table]: kind.name for kind in schema.KINDS}
"""What the ledger numbers, and what it calls each."""

_OP = "SELECT id, digest FROM op"


class Rows:
    """The rows of a ledger inside a command's transaction.

    There is one object for each row. What is altered of it is written before anything else
    is written or asked, so that SQLite always sees the rows as the program does.
    """

    def __init__(self, connection: sqlite3.Connection, recorders: triggers.Recorders) -> None:
        self.connection = connection
        self.recorders = recorders
        self._known: dict[tuple[str, object], Any] = {}
        self._altered: Altered = {}

    def all(self, table: type[R], **matching: object) -> list[R]:
        """Return the rows whose columns have these values, in the order of their keys.

        A value is one, None, or several of which the column has one.
        """
        name = str(table.__tablename__)
        key = JOURNALED[name]
        where, values = _where(matching)
        found = []
        for read in self._dicts(f"SELECT * FROM {name}{where} ORDER BY {key}", values):
            row = self._known.setdefault((name, read[key]), table())
            self._refresh(row, read)
            found.append(row)
        return found

    def find(self, table: type[R], key: object) -> R | None:
        """Return the row with this key, if there is one."""
        name = str(table.__tablename__)
        known: R | None = self._known.get((name, key))
        return known or next(iter(self.all(table, **{JOURNALED[name]: key})), None)

    def add(self, row: R) -> R:
        """Insert a row; columns without a value get their SQL defaults."""
        table, values = str(row.__tablename__), row.model_dump()
        self.recorders.need(table)
        sql = f"{insertion(table, values)} RETURNING *"
        (made,) = self._dicts(sql, [*values.values()])
        self._known[table, made[JOURNALED[table]]] = row
        self._refresh(row, made)
        return row

    def remove(self, row: SQLModel) -> None:
        """Delete a row."""
        name = str(row.__tablename__)
        key = getattr(row, JOURNALED[name])
        self.recorders.need(name)
        self.rows(f"DELETE FROM {name} WHERE {JOURNALED[name]} = ?", (key,))
        del self._known[name, key]

    def change_all(self, table: Table, columns: Sequence[str], rows: Values) -> None:
        """Set columns of many rows of a table: for each the values of these, then its id."""
        name = str(table.__tablename__)
        self.flush()
        self.recorders.need(name)
        self.connection.executemany(alteration(name, columns), rows)

    def rows(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return every row of a query, as it is inside the transaction."""
        self.flush()
        return self.connection.execute(sql, values).fetchall()

    def flush(self) -> None:
        """Write the changed rows, in the order in which they changed."""
        for row in list(self._altered):
            names = self._altered.pop(row)
            table = row.__tablename__
            self.recorders.need(table)
            values = [getattr(row, name) for name in (*names, JOURNALED[table])]
            self.connection.execute(alteration(table, names), values)

    def _dicts(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
        self.flush()
        cursor = self.connection.execute(sql, values)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def _refresh(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Row, to checkers a model
        row.__dict__.update(values)
        row.watch(self._altered)


class Ledger(Rows):
    """What services are handed: the rows of the ledger, and the sentence for the journal.

    Attributes:
        summary: what the command did, in a sentence; services set it.
        written: what it did to the ledger, once it is committed.
        sealing: told how many changes are sealed, of how many.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        recorders: triggers.Recorders,
        op_id: int,
        today: str,
    ) -> None:
        super().__init__(connection, recorders)
        self.today = today
        self.summary = ""
        self.written = Written()
        self.sealing: seal.Report | None = None
        self._op_id = op_id
        self._next: list[int] = []
        self._account = Account(connection, op_id)
        self._sealing = seal.Sealing(connection, op_id, self._account)

    def get(self, table: type[R], key: object) -> R:
        """Return the row with this key."""
        row = self.find(table, key)
        if row is None:
            raise errors.NotFoundError(f"#{key} is no longer there.", hint="try again")
        return row

    def record(self, table: type[R], **values: object) -> R:
        """Write an entry: its ledger number first, then its row."""
        entry = BY_NAME["entry"](uid=new_uid(), kind=KINDS[table], created_at=instant())
        return self.add(table(number=self.add(entry).number, **values))

    def remove(self, row: SQLModel) -> None:
        """Delete a row, and its ledger number where it has one."""
        super().remove(row)
        if type(row) in KINDS:
            super().remove(self.get(BY_NAME["entry"], vars(row)["number"]))

    def add_all(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write many new rows of a table, and seal them: the summary is said for good.

        Args:
            table: one whose rows are numbered.
            columns: of which the rows have values; contacts and entries their numbers too, above
                all that were ever given.
            rows: the values; a few thousand at a time.
        """
        if not rows:
            return
        self.seal_so_far()  # what was changed before comes before
        name = str(table.__tablename__)
        owner = CHILDREN.get(name, JOURNALED[name])
        asked = (owner, *index.FIELDS.get(name, ()))
        inserted = self.recorders.insert(name, columns, rows, asked)
        self._sealing.take_new(self.summary, name, inserted)

    def expect_many(self) -> None:
        """Let SQLite hold more pages: among very many rows each has its own place in an index."""
        self.connection.execute("PRAGMA cache_size = -16384")

    def leave_untold(self) -> None:
        """Keep no account of what is written, if nothing is yet: it is too much to be told of."""
        self._sealing = seal.Sealing(self.connection, self._op_id)

    def schedule_next(self, number: int) -> None:
        """Note a follow-up that this command has scheduled or moved."""
        if number not in self._next:
            self._next.append(number)

    @property
    def scheduled(self) -> int:
        """How many follow-ups this command has scheduled or moved so far."""
        return len(self._next)

    def next_contact_id(self) -> int:
        """Return the id that the next contact will have; ids are never given twice."""
        return max(self._last_given("contact"), ME) + 1

    def next_number(self) -> int:
        """Return the ledger number that the next entry will have."""
        return self._last_given("entry") + 1

    def last_op(self) -> int:
        """Return the id of the op before this command's own, 0 where there is none."""
        found = self.rows("SELECT id FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (self._op_id,))
        return int(found[0][0]) if found else 0

    def take_back(self, ops: Iterable[int]) -> None:
        """Undo what these ops changed, latest first."""
        from reflog.storage.journal import undo

        undo.take_back(self.connection, self.recorders, self._op_id, ops)

    def seal(self) -> bool:
        """Update the search index and seal the op; False if the command changed nothing."""
        self.flush()
        if not self._sealing.finish(self.summary, report=self.sealing):
            return False
        self.written = self._account.written(self._next)
        return True

    def seal_so_far(self) -> None:
        """Seal what was changed until now, of very much; the summary is said for good."""
        self.flush()
        self._sealing.take(self.summary)

    def _last_given(self, table: str) -> int:
        found = self.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return int(found[0][0]) if found else 0


def _where(matching: Mapping[str, object]) -> tuple[str, list[object]]:
    """Put together the condition that columns have these values; its parameters."""
    parts: list[str] = []
    values: list[object] = []
    for name, value in matching.items():
        if isinstance(value, tuple | list | set | frozenset):
            parts.append(f"{name} IN ({', '.join('?' * len(value))})")
            values += value
        elif value is None:
            parts.append(f"{name} IS NULL")
        else:
            parts.append(f"{name} = ?")
            values.append(value)
    return f" WHERE {' AND '.join(parts)}" if parts else "", values


@contextlib.contextmanager
def writing(path: str, command: str, today: str) -> Iterator[Ledger]:
    """Open the write door for one command; a missing ledger is made."""
    with opening.explained(path), _begun(path) as (connection, is_new):
        if is_new:
            from reflog.storage import schema as ledger_schema

            ledger_schema.create(connection, today)
        recorders = triggers.Recorders(connection)
        recorders.require_tables()
        if name := triggers.foreign_trigger(connection):
            raise opening.altered(path, f"trigger {name}")
        op_id = seal.open_op(connection, command)
        ledger = Ledger(connection, recorders, op_id, today)
        yield ledger
        if ledger.seal():
            commit(connection, path)


@contextlib.contextmanager
def _begun(path: str) -> Iterator[tuple[opening.Connection, bool]]:
    """Begin the transaction, in a file that is made where it is missing.

    It is rolled back at the end unless it is committed.

    Yields:
        The connection; whether the ledger is still to be made.
    """
    while True:
        with _new_file(path) as file:
            try:
                connection = opening.opened(path)
            except sqlite3.OperationalError:
                if file is None or file.is_in_place():
                    raise
                continue
            with contextlib.closing(connection):
                connection.execute("BEGIN IMMEDIATE")
                is_new = not _guard(connection, path)
                if not is_new or (file.is_in_place() if file else not opening.is_new(path)):
                    yield connection, is_new
                    return
        # A first command that failed has taken the empty file away: once more.


def _new_file(path: str) -> AbstractContextManager[NewFile | None]:
    """Make the file of a new ledger; None where there is a ledger already, as almost always."""
    if not opening.is_new(path):
        return contextlib.nullcontext()
    from reflog.storage import files

    return files.new_file(path)


def _guard(connection: opening.Connection, path: str) -> bool:
    """Check, inside a transaction, that this is a ledger, and bring it to what it should be.

    An older one is upgraded, one that another program has turned to a mode of its own turned
    back.

    Returns:
        False where the file is still empty, and has to be set up. A transaction is open.
    """
    try:
        is_there = opening.guard(connection, path)
    except errors.OlderError:
        from reflog.storage import upgrade

        connection.execute("ROLLBACK")
        upgrade.upgrade(connection, path)
    else:
        if not opening.is_written_ahead(connection):
            return is_there
        from reflog.storage import schema as ledger_schema

        connection.execute("ROLLBACK")
        ledger_schema.turn_back(connection, path)
    connection.execute("BEGIN IMMEDIATE")
    return opening.guard(connection, path)


def commit(connection: opening.Connection, path: str) -> None:
    """Commit the op that was sealed last.

    Raises:
        BusyError: readers held the ledger all the while; nothing was changed.
        InputOutputError: the disk failed, and yet the op may have come to stay.
        sqlite3.Error: it failed, and nothing was changed.
    """
    sealed = connection.execute(f"{_OP} ORDER BY id DESC LIMIT 1").fetchone()
    connection.wait(opening.WRITE_PATIENCE)  # again: the command may have taken longer than that
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        if not _may_be_kept(path, sealed):
            raise
        message = f"The disk of {path} failed while the change was being made."
        hint = "check whether the disk is full or failing; to see if it is there: reflog history"
        failure = errors.InputOutputError(message, hint=hint)
        outcome = "it may be there, or be lost if the power fails"
        raise failure.with_outcome(outcome) from None


def _may_be_kept(path: str, sealed: tuple[int, bytes]) -> bool:
    """Return whether the op may have been committed after all.

    To take away the rollback journal is what commits: only what follows it, putting the
    folder's change on disk, can fail and leave the op in place.
    """
    try:
        with contextlib.closing(opening.opened(path)) as fresh:
            fresh.execute("BEGIN")
            if not opening.guard(fresh, path):
                return False
            return bool(fresh.execute(f"{_OP} WHERE id = ?", sealed[:1]).fetchone() == sealed)
    except (sqlite3.Error, errors.ReflogError):
        # A journal that can't be played back now will be by the next command that can.
        return not os.path.exists(f"{path}-journal")
