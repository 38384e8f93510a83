"""The ledger for scripts and notebooks of your own, as SQLModel sessions.

    from sqlmodel import select
    from reflog import api
    from reflog.models import Contact, ContactTag

    with api.writing("tag the golfers") as session:
        fred = session.exec(select(Contact).where(Contact.handle == "fred")).one()
        session.add(ContactTag(contact_id=fred.id, tag="golf", folded=api.fold("golf")))

What you do in one `writing` block is one command: one transaction, one line in `reflog
history`, one `reflog undo`. If the block ends in an error, the ledger stays as it was. The
tables are in `reflog.models`.

A script goes past the rules of the commands: nothing is scheduled, and no playbook, handle or
day is checked. What the tables themselves refuse is still refused, and nothing gets past the
journal. Run `reflog check` after a script that writes.
"""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from reflog import NoPlaceError, ledger_path
from reflog.domain.names import fold
from reflog.errors import CannotCreateError, ConflictError, ReflogError, UsageError
from reflog.models import Entry
from reflog.storage import Reader, copies
from reflog.storage import connection as opening
from reflog.storage import ledger as door
from reflog.storage.backups import take
from reflog.storage.journal import instant, new_uid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_UNCHANGED = "nothing was changed"


@contextmanager
def writing(said: str, ledger: str | None = None) -> Iterator[Session]:
    """Open the ledger for one change of your own; it is made if there is none.

    In the block `session.rollback()` takes back what came since the last `session.commit()`;
    everything is written when the block ends.

    Args:
        said: what you do, in a few words, for `reflog history`.
        ledger: the file; if left out, the one the command would use.

    Raises:
        ReflogError: the ledger can't be written, or its tables refuse the change.
    """
    path, today = _place(ledger)
    with _explained(path), door.writing(path, "script", today) as opened:
        opened.summary = said
        opened.recorders.need_all()
        with _session(opened.connection) as session:
            yield session
            session.commit()
    if opened.written.op is not None:
        try:
            if copies.wants_copy(path, today):
                take.back_up_and_thin(path, today)
        except ReflogError as error:
            warnings.warn(f"Today's copy of the ledger failed: {error}", stacklevel=3)


@contextmanager
def reading(ledger: str | None = None) -> Iterator[Session]:
    """Open the ledger to look at it; nothing can be written. A missing ledger is an empty one.

    The block sees the ledger as it was when it began, and commands that write wait for it to
    end, up to ten seconds: keep it short.

    Raises:
        ReflogError: the ledger can't be read, or the block tries to write.
    """
    path, today = _place(ledger)
    with (
        _explained(path, is_read_only=True),
        Reader(path, today) as reader,
        _session(reader.connection) as session,
    ):
        yield session


def entry(session: Session, kind: str) -> int:
    """Return a new ledger number, for a row that has one.

    Args:
        session: of a `writing` block.
        kind: what the ledger calls it, as `follow-up`.
    """
    row = Entry(uid=new_uid(), kind=kind, created_at=instant())
    session.add(row)
    session.flush()
    return row.number


class _Lent:
    """A connection for SQLAlchemy whose transaction belongs to one of reflog's doors.

    What the session commits and rolls back is a savepoint inside it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("SAVEPOINT script")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a connection has
        return getattr(self._connection, name)

    def commit(self) -> None:
        self._connection.execute("RELEASE script")
        self._connection.execute("SAVEPOINT script")

    def rollback(self) -> None:
        if self._connection.in_transaction:  # else a failing disk has ended it already
            self._connection.execute("ROLLBACK TO script")

    def close(self) -> None:
        """Leave it open: the door closes it."""


@contextmanager
def _session(connection: sqlite3.Connection) -> Iterator[Session]:
    lent = _Lent(connection)
    engine = create_engine(
        "sqlite://", creator=lambda: lent, poolclass=StaticPool, hide_parameters=True
    )
    with engine.connect() as bound, Session(bound) as session:
        yield session


def _place(ledger: str | None) -> tuple[str, str]:
    """Return the path of the ledger, and today."""
    today = os.environ.get("REFLOG_TODAY") or date.today().isoformat()  # noqa: DTZ011 - the local date is what is meant
    try:
        return ledger_path(ledger, os.environ), date.fromisoformat(today).isoformat()
    except NoPlaceError as error:
        message = f"There is no place for a ledger: {error}."
        raise CannotCreateError(message, hint="name the ledger") from None
    except ValueError:
        raise UsageError("REFLOG_TODAY is not a date.", hint="write it like 2026-11-21") from None


@contextmanager
def _explained(path: str, *, is_read_only: bool = False) -> Iterator[None]:
    """Turn an error of the database that leaves the block into one of reflog's, without values."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        if not isinstance(cause, Exception):
            raise
        if is_read_only and "readonly" in str(cause):
            message = "api.reading only looks."
            refused = UsageError(message, hint="to write, use api.writing")
            raise refused.with_outcome(_UNCHANGED) from error
        said = " ".join(str(cause).split())
        # What the script itself has misspelled is no damage.
        explained = None if said.startswith("no such") else opening.explain(cause, path)
        message = f"The ledger refuses this: {said}."
        raise (explained or ConflictError(message)).with_outcome(_UNCHANGED) from error


__all__ = ["entry", "fold", "new_uid", "reading", "writing"]
