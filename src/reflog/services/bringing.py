"""Bringing a whole ledger into an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.storage import whole as storage

if TYPE_CHECKING:
    import sqlite3

    from reflog.formats.ledger_rows import Whole
    from reflog.storage.ledger import Ledger


def whole_ledger(ledger: Ledger, whole: Whole) -> None:
    """Put a whole ledger, as it was read from a file, into an empty one: one op, one undo.

    I become the one of the file, and the settings are its.

    Raises:
        ConflictError: the ledger is not empty.
    """
    connection = _connection(ledger)
    storage.require_empty(connection)
    storage.put(connection, whole.rows, whole.numbers)
    ledger.summary = f"imported a ledger of {said(whole)}"


def said(whole: Whole) -> str:
    """Say what a whole ledger holds."""
    entries = sum(whole.counts.values()) - whole.counts["contacts"]
    return f"{whole.counts['contacts']} contacts and {entries} entries"


def _connection(ledger: Ledger) -> sqlite3.Connection:
    """Return the connection itself: a row at a time through the models takes too long."""
    return ledger.session.connection().connection.driver_connection  # type: ignore[return-value]
