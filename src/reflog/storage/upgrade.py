"""Bringing an older ledger to the format of this program: wholly, or not at all.

A verified copy is taken first. The steps and the new version are one transaction; foreign
keys are off in it, since a table that is made again would take its children along, and every
reference is checked before it is committed.
"""

from __future__ import annotations

import contextlib

from reflog import errors
from reflog.storage import connection as opening
from reflog.storage import schema
from reflog.storage.backups import take


def upgrade_file(path: str) -> None:
    """Upgrade an older ledger that was opened to be read."""
    try:
        with (
            opening.explained(path),
            contextlib.closing(opening.opened(path)) as connection,
        ):
            upgrade(connection, path)
    except errors.PermissionDeniedError:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            opening.guard(connection, path)
        raise


def upgrade(connection: opening.Connection, path: str) -> None:
    """Upgrade a ledger, with no transaction open; a verified copy is taken first."""
    schema.turn_back(connection, path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another command may have done it in the meantime.
        if opening.pragma(connection, "user_version") < opening.FORMAT:
            # What is amiss in it is no reason not to keep it: the copy is as the ledger is.
            with take.before_a_change():
                take.back_up(path, within=0)
            schema.migrate(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    opening.set_pragmas(connection)
