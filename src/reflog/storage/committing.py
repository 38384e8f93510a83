"""The end of a command: COMMIT, and a look at what became of it where the disk failed."""

from __future__ import annotations

import contextlib
import os
import sqlite3

from reflog import errors
from reflog.storage import connection as opening


def commit(connection: sqlite3.Connection, path: str, op_id: int, deadline: float) -> None:
    """Commit the sealed op.

    Raises:
        BusyError: readers held the ledger all the while; nothing was changed.
        InputOutputError: the disk failed, and yet the op may have come to stay.
        sqlite3.Error: it failed, and nothing was changed.
    """
    (digest,) = connection.execute("SELECT digest FROM op WHERE id = ?", (op_id,)).fetchone()
    try:
        opening.patiently(lambda: connection.execute("COMMIT"), deadline)
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        if not _may_be_kept(path, op_id, digest, deadline):
            raise
        message = f"The disk of {path} failed while the change was being made."
        hint = "see whether the disk is full or failing; reflog history shows whether it is there"
        failure = errors.InputOutputError(message, hint=hint)
        outcome = "it may be there, and it may be lost when the power fails"
        raise failure.with_outcome(outcome) from None


def _may_be_kept(path: str, op_id: int, digest: bytes, deadline: float) -> bool:
    """Tell whether the op is there for others, or cannot be said not to be.

    To take away the rollback journal is what commits: only what follows it, putting the
    folder's change on disk, can fail and leave the op in place.
    """
    try:
        with contextlib.closing(opening.connect(path)) as fresh:
            opening.set_pragmas(fresh, deadline)
            fresh.execute("BEGIN")
            if not opening.patiently(lambda: opening.guard(fresh, path), deadline):
                return False
            found = fresh.execute("SELECT digest FROM op WHERE id = ?", (op_id,)).fetchone()
    except (sqlite3.Error, errors.ReflogError):
        # A journal that cannot be played back now will be by the next command that can.
        return not os.path.exists(f"{path}-journal")
    return found is not None and found[0] == digest
