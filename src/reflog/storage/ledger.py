"""The write door: rows of the tables, one transaction, one op of the journal.

    with writing(path, "intro", today) as ledger:
        ...
    ledger.written  # what the command has made and altered

The op is sealed and committed when the block ends; an error inside leaves the file as it was.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3

from reflog import errors
from reflog.domain import schema
from reflog.domain.contacts import ME
from reflog.storage import connection as opening
from reflog.storage import index, tables
from reflog.storage.journal import instant, new_uid, seal, triggers
from reflog.storage.journal.seal import CHILDREN, Account, Written
from reflog.storage.journal.triggers import JOURNALED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from sqlmodel import SQLModel

    from reflog.storage.files import NewFile
    from reflog.storage.tables import R, Table

KINDS: dict[type[SQLModel], str] = {
    getattr(tables, kind.record.__name__): kind.name for kind in schema.KINDS
}
"""What the ledger numbers, and what it calls each."""

_OP = "SELECT id, digest FROM op"


class Ledger(tables.Rows):
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
        entry = tables.Entry(uid=new_uid(), kind=KINDS[table], created_at=instant())
        return self.add(table(number=self.add(entry).number, **values))

    def remove(self, row: SQLModel) -> None:
        """Delete a row, and its ledger number where it has one."""
        super().remove(row)
        if type(row) in KINDS:
            super().remove(self.get(tables.Entry, vars(row)["number"]))

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


__all__ = ["KINDS", "Ledger", "Written", "commit", "writing"]
