"""Backups of the ledger: taken, listed and put back."""

from __future__ import annotations

import os

from reflog import backups_path
from reflog.domain.names import fold
from reflog.storage import connection
from reflog.storage.backups import take
from reflog.storage.backups.restore import examine, restore
from reflog.storage.copies import copies_of, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.copies import Copy


def listed(ledger: str) -> list[tuple[Copy, str | None]]:
    """Return the automatic backups, newest first, each with a sentence on the last command in it.

    PermissionDeniedError: their folder can't be listed.
    """
    return [(copy, take.last_op(copy)) for copy in take.listed(ledger)]


def back_up(ledger: str, today: str, file: str | None, *, force: bool) -> Copy:
    """Copy the ledger to `file`, or without one to the automatic backups, and thin those."""
    if file is not None:
        return take.back_up_to(ledger, file, today, force=force)
    return take.back_up_and_thin(ledger, today, within=None)


def back_up_before(ledger: str, today: str) -> None:
    """Back the ledger up, if there is one, before a command that writes very much at once."""
    if not connection.is_new(ledger):
        take.back_up_and_thin(ledger, today)


def has_named(ledger: str, name: str) -> bool:
    """Return whether one of the automatic copies has somebody with this full name."""
    folded = fold(name)
    return any(take.has_named(copy, folded) for copy in copies_of(ledger))


def meant(ledger: str, typed: str, path: str) -> str:
    """Return the path of the backup that the user typed; `path` is it from the current folder.

    A bare name is an automatic backup, unless such a file is here.
    """
    among = os.path.join(backups_path(ledger), typed)
    is_bare = os.path.basename(typed) == typed
    return among if is_bare and not os.path.lexists(path) and os.path.exists(among) else path


__all__ = ["examine", "moment", "restore"]  # what storage does as it is
