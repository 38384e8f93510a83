"""Copying the ledger while it is in use, and thinning the copies.

A copy is made under a temporary name, compared with the ledger, put on disk, and only then
given its name: a file that bears the name of a copy is one.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from typing import TYPE_CHECKING

from reflog import errors, paths
from reflog.domain.thinning import kept
from reflog.storage import clock, copies, files
from reflog.storage import connection as opening
from reflog.storage.backups import copying

if TYPE_CHECKING:
    from datetime import datetime

    from reflog.storage.copies import Copy

QUICK_LIMIT = 8_000_000
"""Bytes up to which a copy is read whole before it counts among those that are kept."""

THOROUGH_LIMIT = 4_000_000
"""Bytes up to which a copy that nobody asked for is examined as `check` does: a third of a
second; a year of three commands a day has 1.5 million."""

ABANDONED = 3600
"""Seconds after which a temporary file is what a kill has left."""


def back_up(path: str, today: str | None = None, *, within: int | None = THOROUGH_LIMIT) -> Copy:
    """Take a verified copy among the automatic ones.

    Args:
        path: the ledger.
        today: the local date to take for today, ISO.
        within: bytes up to which it is examined as `check` does; None for any size.

    Raises:
        ReflogError: the ledger cannot be read, or the copy not be made; there is none then.
    """
    _require_there(path)
    folder = make_folder(path)
    at = clock.moment(today)
    with copying.made(path, folder, within=within) as (temporary, content):
        target = os.path.join(folder, copies.name_of(content.op, at))
        size = files.put_in_place(temporary, target, force=True)
    return copies.Copy(path=target, at=at, op=content.op, size=size)


def keep_aside(path: str, today: str) -> tuple[str, bool]:
    """Copy a ledger that is about to be replaced, in whatever state it is.

    Returns:
        Where the copy lies, and whether it counts among those that can be put back.
    """
    folder = make_folder(path)
    at = clock.moment(today)
    with copying.made(path, folder, within=0) as (temporary, content):
        name, may_return = copies.name_of(content.op, at), True
        try:
            copying.require_flawless(temporary, path)
        except errors.DamagedError:
            name, may_return = f"damaged-{at.strftime('%Y%m%dT%H%M%S.%f')}.db", False
        target = os.path.join(folder, name)
        files.put_in_place(temporary, target, force=True)
    return target, may_return


def back_up_to(path: str, target: str, today: str, *, force: bool) -> Copy:
    """Take a verified copy in a file of the user's choice.

    Raises:
        ConflictError: there is a file already, and it is not to be replaced.
        UsageError: it is the ledger itself.
    """
    _require_there(path)
    target = os.path.abspath(target)
    files.require_fit(target, path, force=force)
    folder = os.path.dirname(target)
    with contextlib.suppress(OSError):
        _clear_up(folder)
    with copying.made(path, folder) as (temporary, content):
        size = files.put_in_place(temporary, target, force=force)
    return copies.Copy(path=target, at=clock.moment(today), op=content.op, size=size)


def back_up_for_the_day(path: str, today: str) -> Copy | None:
    """Take the day's copy where there is none yet and the ledger is not too large."""
    if not copies.wants_copy(path, today):
        return None
    copy = back_up(path, today)
    thin(path, today)
    return copy


def thin(path: str, today: str | None = None) -> list[str]:
    """Delete the automatic copies that are no longer kept; what could not be read stays.

    Returns:
        The paths of those deleted: none where the ledger itself is not healthy.
    """
    now = clock.moment(today)
    found = copies.copies_of(path)
    if all(_kept(found, now)) or not is_sound(path):
        return []
    sound = [copy for copy in found if is_sound(copy.path, copy.op, within=QUICK_LIMIT)]
    doomed = [copy.path for copy, stays in zip(sound, _kept(sound, now), strict=True) if not stays]
    for name in doomed:
        # What cannot be deleted now will be by the next that thins.
        with contextlib.suppress(OSError):
            os.unlink(name)
    return doomed


def is_sound(path: str, op: int | None = None, *, within: int | None = None) -> bool:
    """Tell whether a ledger passes SQLite's quick check and comes to this op.

    Args:
        path: a ledger or a copy.
        op: the op it must come to; forgetting somebody in a copy adds one. None for any.
        within: bytes up to which the whole of it is checked; None for any size.
    """
    try:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            if op is not None and copying.content_of(connection).op < op:
                return False
            if within is not None and os.stat(path).st_size > within:
                return True
            return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except (sqlite3.Error, OSError):
        return False


def last_op(copy: Copy) -> str | None:
    """Return the sentence of a copy's last op when it was taken, None where it cannot be read."""
    sql = "SELECT summary FROM op WHERE id <= ? ORDER BY id DESC LIMIT 1"
    try:
        with contextlib.closing(opening.connect(copy.path, "ro")) as connection:
            row = connection.execute(sql, (copy.op,)).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def make_folder(ledger: str) -> str:
    """Make the folder of the automatic copies (0700) where it is missing, and clear it up."""
    folder = paths.backups_path(ledger)
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
            os.chmod(folder, 0o700)
            files.sync_folder(os.path.dirname(folder))
        _clear_up(folder)
    except OSError as error:
        raise files.cannot(error, folder) from None
    return folder


def _require_there(path: str) -> None:
    if opening.is_new(path):
        raise copying.nothing_to_copy(path)
    copying.require_ledger(path)


def _clear_up(folder: str) -> None:
    """Take away what a kill has left of copies made here."""
    for name in os.listdir(folder):
        if name.startswith(files.TEMPORARY):
            left = os.path.join(folder, name)
            with contextlib.suppress(FileNotFoundError):
                if time.time() - os.lstat(left).st_mtime > ABANDONED:
                    os.unlink(left)


def _kept(found: list[Copy], now: datetime) -> list[bool]:
    return kept([copy.at.astimezone() for copy in found], now)
