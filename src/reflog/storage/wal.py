"""A ledger that another program has turned to write-ahead logging.

The sqlite3 shell and Datasette do it for good, with a word. Such a ledger can't be read
where nothing may be written beside it, a power cut may take back what was done, and what is
erased stays in the file beside it. So whoever writes turns it back.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time

from reflog import errors
from reflog.storage import connection as opening

PATIENCE = 0.5
"""Seconds to wait for the programs that have it open; they may keep it open for days."""

_MARK = slice(18, 20)
_MARKED, _PLAIN = b"\2\2", b"\1\1"
"""Where the file format tells how it is written and read, and what it says."""

_TRIES = 5


def is_marked(path: str) -> bool:
    """Return whether a file is in WAL mode; False if it can't be read."""
    try:
        if not os.path.isfile(path):
            return False  # to open a named pipe waits for whoever writes to it
        with open(path, "rb") as file:
            head = file.read(_MARK.stop)
    except OSError:
        return False
    return head.startswith(opening.MAGIC) and head[_MARK] == _MARKED


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


def in_memory(path: str, error: sqlite3.Error) -> sqlite3.Connection:
    """Copy a ledger in WAL mode into memory, where no file may be written beside it.

    Nobody has it open while there is no log beside it: all of it is in the file then. Where
    that is not why it could not be read, `error` is raised.
    """
    if not is_marked(path):
        raise error
    for _try in range(_TRIES):
        if os.path.lexists(f"{path}-wal"):
            break
        with open(path, "rb") as file:
            before = os.fstat(file.fileno())
            content = bytearray(file.read())
            after = os.fstat(file.fileno())
        is_still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if is_still and not os.path.lexists(f"{path}-wal"):
            content[_MARK] = _PLAIN
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.deserialize(bytes(content))
            return connection
    if not opening.is_readonly(error):
        raise error
    message = (
        f"Another program switched the ledger {path} to a mode (WAL) that can't be read in a "
        "read-only folder."
    )
    hint = "get permission to write there; the next command that writes switches it back"
    raise errors.PermissionDeniedError(message, hint=hint) from None
