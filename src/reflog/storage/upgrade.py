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
from reflog.storage import schema
from reflog.storage.backups import take

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def upgrade_file(path: str) -> None:
    """Upgrade an older ledger that was opened to be read."""
    deadline = time.monotonic() + opening.WRITE_PATIENCE
    try:
        with (
            opening.explained(path),
            contextlib.closing(opening.opened(path, deadline)) as connection,
        ):
            upgrade(connection, path, deadline)
    except errors.PermissionDeniedError:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            opening.guard(connection, path)
        raise


def upgrade(connection: sqlite3.Connection, path: str, deadline: float) -> None:
    """Upgrade a ledger, with no transaction open; a verified copy is taken first."""
    schema.turn_back(connection, path, deadline)
    connection.execute("PRAGMA foreign_keys = OFF")
    opening.patiently(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)
    try:
        # Another command may have done it in the meantime.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < opening.FORMAT:
            # What is amiss in it is no reason not to keep it: the copy is as the ledger is.
            take.back_up(path, within=0)
            schema.migrate(connection, path)
        opening.patiently(lambda: connection.execute("COMMIT"), deadline)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    opening.set_pragmas(connection, deadline)
