"""A ledger that another program has turned to write-ahead logging.

The sqlite3 shell and Datasette do it for good, with a word. Such a ledger can't be read
where nothing may be written beside it, a power cut may take back what was done, and what is
erased stays in the file beside it. So whoever writes turns it back.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time

from reflog import errors
from reflog.storage import connection as opening

PATIENCE = 0.5
"""Seconds to wait for the programs that have it open; they may keep it open for days."""


def turn_back(connection: sqlite3.Connection, path: str, deadline: float) -> bool:
    """Switch a ledger from WAL back to a rollback journal, outside any transaction.

    Returns:
        False where another program has it open: it is used as it is then.
    """
    if not opening.is_written_ahead(connection, deadline):
        return True
    connection.execute("BEGIN")
    try:
        with contextlib.suppress(errors.OlderError):
            opening.patiently(lambda: opening.guard(connection, path), deadline)
    finally:
        connection.execute("ROLLBACK")
    with contextlib.suppress(errors.BusyError, sqlite3.Error):
        opening.patiently(
            lambda: connection.execute("PRAGMA journal_mode = DELETE").fetchone(),
            time.monotonic() + PATIENCE,
        )
    return not opening.is_written_ahead(connection, deadline)


def require_turned_back(connection: sqlite3.Connection, path: str, deadline: float) -> None:
    """Switch a ledger from WAL back to a rollback journal, or raise BusyError."""
    if not turn_back(connection, path, deadline):
        message = f"Another program has {path} open in its own mode."
        raise errors.BusyError(message, hint="close every program that has it open, then try again")
