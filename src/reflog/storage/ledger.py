"""The write door: a SQLModel session, one transaction, one op of the journal.

    with writing(path, "intro", today) as ledger:
        ...
    ledger.written  # what the command has made and altered

The op is sealed and committed when the block ends; an error inside leaves the file as it was.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import time
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, create_engine, event, exc, insert, inspect, update
from sqlalchemy.pool import NullPool
from sqlmodel import Session, SQLModel, select

from reflog.errors import NotFoundError
from reflog.storage import connection as opening
from reflog.storage import creation, instants, journal, schema, tables, triggers, undoing, upgrading
from reflog.storage.committing import commit
from reflog.storage.written import Written, read_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine
    from sqlmodel.sql.expression import SelectOfScalar

ME = 1
"""The id of the contact who owns the ledger."""

KINDS: dict[type[SQLModel], str] = {
    tables.Introduction: "introduction",
    tables.FollowUp: "follow-up",
    tables.Business: "business",
    tables.Thanks: "thanks",
    tables.OneToOne: "one-to-one",
    tables.Note: "note",
}
"""What the ledger numbers, and what it calls each."""

_RELATIONS = {str(table.__tablename__): kind for table, kind in KINDS.items()}
Row = TypeVar("Row", bound=SQLModel)
Value = TypeVar("Value")


class Ledger:
    """What services are handed: rows in a session, and the sentence for the journal.

    Attributes:
        today: the local date, ISO.
        summary: what the command did, in a sentence; services set it.
        written: what it did to the ledger, once it is committed.
        sealing: told how many changes are sealed, of how many.
    """

    def __init__(
        self, session: Session, connection: sqlite3.Connection, op_id: int, today: str
    ) -> None:
        self.session = session
        self.today = today
        self.summary = ""
        self.written = Written()
        self.sealing: journal.Report | None = None
        self._connection = connection
        self._op_id = op_id
        self._next: list[int] = []

    def all(self, statement: SelectOfScalar[Value]) -> Sequence[Value]:
        """Return every row of a select."""
        return self.session.exec(statement).all()

    def find(self, table: type[Row], key: Any) -> Row | None:  # noqa: ANN401 - the key's type is the table's
        """Return the row with this key, if there is one."""
        return self.session.get(table, key)

    def get(self, table: type[Row], key: Any) -> Row:  # noqa: ANN401 - the key's type is the table's
        """Return the row with this key.

        Raises:
            NotFoundError: it went away after the command had looked it up.
        """
        row = self.session.get(table, key)
        if row is None:
            message = f"#{key} is not there any more; nothing was changed."
            raise NotFoundError(message, hint="try again")
        return row

    def add(self, row: Row) -> Row:
        """Write a row that bears no ledger number."""
        self.session.add(row)
        self.session.flush()
        return row

    def record(self, table: type[Row], **values: object) -> Row:
        """Write an entry: its ledger number first, then its row."""
        entry = tables.Entry(uid=instants.new_uid(), kind=KINDS[table], created_at=instants.now())
        self.add(entry)
        return self.add(table(number=entry.number, **values))

    def remove(self, row: SQLModel) -> None:
        """Delete a row, and its ledger number where it bears one."""
        number = getattr(row, "number", None) if type(row) in KINDS else None
        self.session.delete(row)
        self.session.flush()
        if number is not None:
            self.session.delete(self.get(tables.Entry, number))
            self.session.flush()

    def schedule_next(self, number: int) -> None:
        """Count a follow-up among those this command has scheduled or moved."""
        if number not in self._next:
            self._next.append(number)

    @property
    def scheduled(self) -> int:
        """How many follow-ups this command has scheduled or moved so far."""
        return len(self._next)

    def next_contact_id(self) -> int:
        """Return the id that the next contact will bear; ids are never given twice."""
        return self._last_given("contact") + 1 if self._last_given("contact") else ME + 1

    def next_number(self) -> int:
        """Return the ledger number that the next entry will bear."""
        return self._last_given("entry") + 1

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query, as it is inside the transaction."""
        self.session.flush()
        return self._connection.execute(sql, values).fetchall()

    def add_all(self, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write many rows of a table, each with the same columns."""
        if rows:
            self.session.connection().execute(insert(table), rows)

    def change_all(self, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Set columns of many rows of a table, each named by its id, all the same columns."""
        if rows:
            key = inspect(table).local_table.c.id
            values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "id"}
            statement = update(table).where(key == bindparam("row_id")).values(values)
            named = [{**row, "row_id": row["id"]} for row in rows]
            self.session.connection().execute(statement, named)

    def _last_given(self, table: str) -> int:
        row = self._connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ).fetchone()
        return int(row[0]) if row else 0

    def last_op(self) -> int:
        """Return the id of the op before this command's own, 0 where there is none."""
        row = self._connection.execute(
            "SELECT id FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (self._op_id,)
        ).fetchone()
        return int(row[0]) if row else 0

    def take_back(self, ops: Iterable[int]) -> None:
        """Undo what these ops changed, latest first.

        Raises:
            ConflictError: a row is no longer as the op left it.
        """
        undoing.take_back(self._connection, self._op_id, ops)

    def seal(self) -> bool:
        """Derive, digest and seal; False where the command has changed nothing."""
        self.session.flush()
        if not journal.seal(self._connection, self._op_id, self.summary, report=self.sealing):
            return False
        self.written = read_written(self._connection, self._op_id, _RELATIONS, self._next)
        return True


@contextlib.contextmanager
def writing(path: str, command: str, today: str) -> Iterator[Ledger]:
    """Open the write door for one command.

    Args:
        path: the ledger, made where it is missing.
        command: the command's name, for the journal.
        today: the local date, ISO.

    Raises:
        ReflogError: what the block raised, or why the ledger cannot be written.
    """
    deadline = time.monotonic() + opening.WRITE_PATIENCE
    try:
        with contextlib.ExitStack() as stack:
            connection, session, is_new = _begin(stack, path, deadline)
            if is_new:
                schema.create(connection, today)
            else:
                triggers.install_recorders(connection)
            op_id = journal.open_op(connection, instants.now(), command)
            ledger = Ledger(session, connection, op_id, today)
            yield ledger
            if ledger.seal():
                commit(connection, path, op_id, deadline)
    except exc.DBAPIError as error:
        orig = error.orig if isinstance(error.orig, Exception) else error
        raise opening.explain(orig, path) or error from error
    except sqlite3.Error as error:
        raise opening.explain(error, path) or error from error


def _begin(
    stack: contextlib.ExitStack, path: str, deadline: float
) -> tuple[sqlite3.Connection, Session, bool]:
    """Begin the transaction, in a file that is made where it is missing.

    What `stack` leaves ends it, and rolls back what is not committed.

    Returns:
        The connection; the session on it; whether the ledger is still to be made.
    """
    while True:
        with contextlib.ExitStack() as opened:
            file = opened.enter_context(creation.new_file(path))
            try:
                connection = opened.enter_context(contextlib.closing(opening.connect(path)))
            except sqlite3.OperationalError:
                if file is None or file.is_in_place():
                    raise
                continue
            opening.set_pragmas(connection, deadline)
            session = opened.enter_context(_session(connection, deadline))
            is_new = not upgrading.guard(connection, path, deadline)
            if not is_new or (file.is_in_place() if file else not opening.is_new(path)):
                stack.push(opened.pop_all())
                return connection, session, is_new
        # A first command that failed has taken the empty file away: once more.


@contextlib.contextmanager
def _session(connection: sqlite3.Connection, deadline: float) -> Iterator[Session]:
    """Give SQLAlchemy our connection, with our own BEGIN in place of its silence.

    Giving the connection back rolls back what is not committed, and closes it.
    """
    _handed.append(connection)
    with _engine().connect() as bound, Session(bind=bound) as session:

        @event.listens_for(bound, "begin")
        def _begin(_connection: object) -> None:
            opening.patiently(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)

        session.connection()
        yield session


_handed: list[sqlite3.Connection] = []
"""The connection that the engine is about to take."""


@functools.cache
def _engine() -> Engine:
    """Return the engine: one in a process, so that no statement is compiled twice."""
    return create_engine("sqlite://", creator=_handed.pop, poolclass=NullPool, hide_parameters=True)


__all__ = ["ME", "Ledger", "Written", "select", "writing"]
