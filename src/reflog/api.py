"""The ledger for scripts and notebooks of your own: SQLModel on reflog's doors.

    from sqlmodel import select
    from reflog import api
    from reflog.models import Contact, ContactTag

    with api.writing("tag the golfers") as session:
        fred = session.exec(select(Contact).where(Contact.handle == "fred")).one()
        session.add(ContactTag(contact_id=fred.id, tag="golf", folded="golf"))

What stands in the block is one command: one transaction, one op of the journal, one undo.
An error inside leaves the ledger as it was.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from reflog import paths
from reflog.storage import ledger as door

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class _Lent:
    """A connection whose transaction is another's to commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.is_taken = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a connection has
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Leave it to the write door, which commits when the block ends."""

    def rollback(self) -> None:
        """Roll back what the session gives up; SQLAlchemy also does so once before it begins."""
        if self.is_taken:
            self._connection.rollback()

    def close(self) -> None:
        """Leave it to the write door."""


@contextmanager
def writing(said: str, ledger: str | None = None) -> Iterator[Session]:
    """Open the ledger for one change of your own.

    Args:
        said: what you do, in a few words, for `reflog history`.
        ledger: the file; the one that the command would use where none is named.

    Raises:
        ReflogError: the ledger cannot be written, or the change breaks one of its rules.
    """
    path = paths.ledger_path(ledger, os.environ)
    today = os.environ.get("REFLOG_TODAY") or date.today().isoformat()  # noqa: DTZ011 - the local date is what is meant
    with door.writing(path, "script", today) as opened:
        opened.summary = said
        opened.recorders.need_all()
        lent = _Lent(opened.connection)
        engine = create_engine("sqlite://", creator=lambda: lent, poolclass=StaticPool)
        with engine.connect() as bound, Session(bound) as session:
            lent.is_taken = True
            yield session
            session.commit()
            lent.is_taken = False
