"""Bringing an older ledger to the format of this program: wholly, or not at all.

A verified copy is taken first. The steps and the new version are one transaction; foreign
keys are off in it, since a table that is made again would take its children along, and every
reference is checked before it is committed.
"""

from __future__ import annotations

import contextlib
import time

from reflog import errors
from reflog.storage import connection as opening
from reflog.storage import wal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def guard(connection: sqlite3.Connection, path: str, deadline: float) -> bool:
    """Check, inside a transaction, that this is a ledger, and upgrade it if it is older.

    An older one is upgraded, one that another program has turned to a mode of its own turned
    back.

    Returns:
        False where the file is still empty, and has to be set up. A transaction is open.
    """
    try:
        is_there = opening.guard(connection, path)
    except errors.OlderError:
        connection.execute("ROLLBACK")
        upgrade(connection, path, deadline)
    else:
        if not wal.is_in_use(connection, deadline):
            return is_there
        connection.execute("ROLLBACK")
        wal.turn_back(connection, path, deadline)
    opening.patiently(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)
    return opening.guard(connection, path)


def upgrade_file(path: str) -> None:
    """Upgrade an older ledger that was opened to be read."""
    deadline = time.monotonic() + opening.WRITE_PATIENCE
    try:
        with opening.explained(path), contextlib.closing(opening.connect(path)) as connection:
            opening.set_pragmas(connection, deadline)
            upgrade(connection, path, deadline)
    except errors.PermissionDeniedError:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            opening.guard(connection, path)
        raise


def upgrade(connection: sqlite3.Connection, path: str, deadline: float) -> None:
    """Upgrade a ledger, with no transaction open; a verified copy is taken first."""
    from reflog.storage import schema
    from reflog.storage.backups import take

    wal.turn_back(connection, path, deadline)
    connection.execute("PRAGMA foreign_keys = OFF")
    opening.patiently(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)
    try:
        # Another command may have done it in the meantime.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < opening.FORMAT:
            # What is amiss in it is no reason not to keep it: the copy is as the ledger is.
            take.back_up(path, within=0)
            schema.migrate(connection, version, path)
        opening.patiently(lambda: connection.execute("COMMIT"), deadline)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    opening.set_pragmas(connection, deadline)
