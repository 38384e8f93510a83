"""The automatic copies of the ledger: where they lie and what their names say.

A copy's name is the id of its last op and the instant it was taken, so that names sort by
both. Only a verified copy ever has such a name.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from datetime import UTC, date, datetime

from reflog import backups_path
from reflog.domain import Record

AUTOMATIC_LIMIT = 100_000_000
"""Bytes from which on a ledger is no longer copied unasked."""

_NAME = re.compile(r"(\d{10,})-(\d{8}T\d{6}\.\d{3})Z\.db", re.ASCII)
_INSTANT = "%Y%m%dT%H%M%S.%f"


class Copy(Record):
    """A copy of the ledger; its op is the last it holds, 0 where it has none."""

    path: str
    at: datetime
    op: int
    size: int

    @property
    def folder(self) -> str:
        """The folder it lies in."""
        return os.path.dirname(self.path)

    @property
    def name(self) -> str:
        """Its name there."""
        return os.path.basename(self.path)


def moment(today: str | None = None) -> datetime:
    """Return this instant, moved by whole days to where the local date is `today`, ISO."""
    present = datetime.now()  # noqa: DTZ005 - the local time is what is meant
    if today is not None:
        present = datetime.combine(date.fromisoformat(today), present.time())
    return present.astimezone(UTC)


def name_of(op: int, at: datetime) -> str:
    """Return the name of a copy."""
    return f"{op:010d}-{at.strftime(_INSTANT)[:-3]}Z.db"


def copies_of(ledger: str) -> list[Copy]:
    """Return the automatic copies of a ledger, newest first; none where they can't be listed."""
    try:
        return listed(ledger)
    except OSError:
        return []


def listed(ledger: str) -> list[Copy]:
    """Return the automatic copies of a ledger, newest first: by op, then by instant.

    Raises:
        OSError: their folder can't be listed or searched.
    """
    folder = backups_path(ledger)
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    copies = (_copy_of(os.path.join(folder, name)) for name in names)
    return sorted(filter(None, copies), key=lambda copy: (copy.op, copy.at), reverse=True)


def wants_copy(ledger: str, today: str) -> bool:
    """Return whether the day's copy is still to be taken, and the ledger not too large for it."""
    days = (copy.at.astimezone().date().isoformat() for copy in copies_of(ledger))
    return os.stat(ledger).st_size < AUTOMATIC_LIMIT and today not in days


def _copy_of(path: str) -> Copy | None:
    match = _NAME.fullmatch(os.path.basename(path))
    if match is None:
        return None
    with contextlib.suppress(FileNotFoundError, ValueError):
        at = datetime.fromisoformat(f"{match[2]}+00:00")
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode):
            return Copy(path=path, at=at, op=int(match[1]), size=found.st_size)
    return None
