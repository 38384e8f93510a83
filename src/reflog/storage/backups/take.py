"""Copying the ledger while it is in use, and thinning the copies.

A copy is made under a temporary name, compared with the ledger, put on disk, and only then
given its name: a file that has the name of a copy is one.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reflog import backups_path, errors
from reflog.domain import Record
from reflog.storage import connection as opening
from reflog.storage import copies, files
from reflog.storage.check import ledger
from reflog.storage.journal import triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from reflog.storage.copies import Copy

RECENT = timedelta(hours=48)
PERIODS: tuple[tuple[int, Callable[[date], object]], ...] = (
    (7, date.toordinal),
    (5, lambda day: day.isocalendar()[:2]),
    (12, lambda day: (day.year, day.month)),
)
"""How many days, weeks and months keep their newest copy."""

QUICK_LIMIT = 8_000_000
"""Bytes up to which a copy is read whole before it counts among those that are kept."""

THOROUGH_LIMIT = 4_000_000
"""Bytes up to which a copy that nobody asked for is examined as `check` does: a third of a
second; a year of three commands a day has 1.5 million."""


class Content(Record):
    """What must be the same in a copy and its ledger."""

    rows: dict[str, int]
    op: int
    digest: bytes | None


@contextlib.contextmanager
def verified_copy(
    path: str, folder: str, *, within: int | None = None
) -> Iterator[tuple[str, Content]]:
    """Make a verified copy under a temporary name, deleted at the end unless it was renamed.

    It is compared with what was copied and, up to `within` bytes, examined as by `check`.
    """
    with files.temporary_file(folder) as temporary:
        with files.making(folder), opening.explained(path):
            content = _vacuum(path, temporary)
            verify(temporary, content, path)
            if within is None or os.stat(temporary).st_size <= within:
                require_flawless(temporary, path)
        yield temporary, content


def nothing_to_copy(path: str) -> errors.NotFoundError:
    """Say that there is no ledger yet."""
    message = f"There is no ledger at {path} yet."
    return errors.NotFoundError(message, hint="to start one: reflog intro PROVIDER PROSPECT")


def content_of(connection: sqlite3.Connection) -> Content:
    """Count the rows of every table, and find the last op."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    rows = {
        name: connection.execute(f"SELECT count(*) FROM {triggers.quoted(name)}").fetchone()[0]
        for (name,) in tables
    }
    last = None
    # A newer ledger may keep its ops in another way.
    with contextlib.suppress(sqlite3.OperationalError):
        last = connection.execute("SELECT id, digest FROM op ORDER BY id DESC LIMIT 1").fetchone()
    return Content(rows=rows, op=last[0] if last else 0, digest=last[1] if last else None)


def verify(copy: str, content: Content, path: str) -> None:
    """Compare a copy with what was copied."""
    with contextlib.closing(opening.connect(copy, "ro")) as connection:
        connection.execute("PRAGMA cell_size_check = ON")
        is_whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not is_whole or content_of(connection) != content:
            message = f"A copy of {path} came out incomplete: the ledger is damaged."
            raise errors.DamagedError(message, hint="first of all, keep a copy of the file")


def require_flawless(copy: str, path: str) -> None:
    """Raise DamagedError if the copy has a fault; one in a newer format isn't examined."""
    with contextlib.suppress(errors.NewerError):
        if ledger.flaws(copy, is_ours=True):
            message = f"The ledger {path} is damaged."
            raise errors.DamagedError(message, hint="to see what is wrong, and where: reflog check")


def _vacuum(path: str, temporary: str) -> Content:
    """Copy the ledger as it is at one moment: while a reader holds it, no command commits."""
    with contextlib.ExitStack() as stack:
        holder, second = (
            stack.enter_context(contextlib.closing(opening.opened(path, _mode(path))))
            for _one in range(2)
        )
        # Where it is written ahead, a reader keeps nobody from committing.
        begin = "BEGIN IMMEDIATE" if opening.is_written_ahead(holder) else "BEGIN"
        holder.execute(begin)
        _guard(holder, path)
        content = content_of(holder)
        try:
            second.execute("VACUUM INTO ?", (opening.uri(temporary),))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:  # the copy's disk, not the ledger's
                raise opening.explain(error, os.path.dirname(temporary)) or error from None
            raise
    with open(temporary, "rb") as file:
        files.sync(file.fileno())
    return content


def require_ledger(path: str) -> None:
    """Raise unless this is a ledger, of any format, that may be copied or replaced."""
    with (
        opening.explained(path),
        contextlib.closing(opening.opened(path, _mode(path))) as connection,
    ):
        connection.execute("BEGIN")
        _guard(connection, path)


def _guard(connection: sqlite3.Connection, path: str) -> None:
    """Raise unless this is a ledger; its format doesn't matter for copying."""
    with contextlib.suppress(errors.NewerError, errors.OlderError):
        if not opening.guard(connection, path):
            raise nothing_to_copy(path)


def _mode(path: str) -> str:
    """Return how to open a ledger that is read: what a crash left is rolled back if it may be."""
    may_write = os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)
    return "rw" if may_write else "ro"


def back_up(path: str, today: str | None = None, *, within: int | None = THOROUGH_LIMIT) -> Copy:
    """Take a verified copy among the automatic ones; `within` is as for `verified_copy`."""
    _require_there(path)
    folder = make_folder(path)
    at = copies.moment(today)
    begun = _answer(path, "SELECT max(id) FROM op WHERE id > ?", 0, _mode(path)) or 0
    try:
        with verified_copy(path, folder, within=within) as (temporary, content):
            target = os.path.join(folder, copies.name_of(content.op, at))
            size = files.put_in_place(temporary, target, force=True)
    except errors.ReflogError:
        if _answer(path, _FORGOTTEN_SINCE, begun, _mode(path)):
            return back_up(path, today, within=within)
        with contextlib.suppress(OSError):
            os.rmdir(folder)  # which was made in vain
        raise
    if _answer(path, _FORGOTTEN_SINCE, content.op, _mode(path)):
        os.unlink(target)  # it still has them
        return back_up(path, today, within=within)
    return copies.Copy(path=target, at=at, op=content.op, size=size)


_FORGOTTEN_SINCE = "SELECT id FROM op WHERE id > ? AND command = 'contact forget' LIMIT 1"


def _answer(path: str, sql: str, value: object, mode: str = "ro") -> Any:  # noqa: ANN401 - of any column
    """Return what a query finds first; None if the ledger or copy can't be read."""
    try:
        with contextlib.closing(opening.opened(path, mode)) as connection:
            opening.require_own_views(connection, path)
            found = connection.execute(sql, (value,)).fetchone()
    except (sqlite3.Error, errors.ReflogError):
        return None
    return found[0] if found else None


def keep_aside(path: str, today: str) -> tuple[str, bool]:
    """Copy a ledger that is about to be replaced, even a damaged one.

    Returns:
        Where the copy lies, and whether it counts among those that can be put back.
    """
    folder = make_folder(path)
    at = copies.moment(today)
    with verified_copy(path, folder, within=0) as (temporary, content):
        name, may_return = copies.name_of(content.op, at), True
        try:
            require_flawless(temporary, path)
        except errors.DamagedError:
            name, may_return = f"damaged-{at.strftime('%Y%m%dT%H%M%S.%f')}.db", False
        target = os.path.join(folder, name)
        with before_a_change():
            files.put_in_place(temporary, target, force=True)
    return target, may_return


@contextlib.contextmanager
def before_a_change() -> Iterator[None]:
    """Let a copy that fails say, as usual, that the change it was to precede was not made."""
    try:
        yield
    except errors.ReflogError as error:
        raise error.with_outcome(None) from None


def back_up_to(path: str, target: str, today: str, *, force: bool) -> Copy:
    """Take a verified copy in a file of the user's choice."""
    _require_there(path)
    target = os.path.abspath(target)
    files.require_fit(target, path, force=force)
    folder = os.path.dirname(target)
    with contextlib.suppress(OSError):
        files.clear_up(folder)
    with verified_copy(path, folder) as (temporary, content):
        size = files.put_in_place(temporary, target, force=force)
    return copies.Copy(path=target, at=copies.moment(today), op=content.op, size=size)


def back_up_and_thin(path: str, today: str, *, within: int | None = THOROUGH_LIMIT) -> Copy:
    """Take a verified copy among the automatic ones, and delete those no longer kept."""
    copy = back_up(path, today, within=within)
    thin(path, today)
    return copy


def thin(path: str, today: str) -> None:
    """Delete the copies that are no longer kept, while the ledger itself is healthy.

    What could not be read stays.
    """
    now, found = copies.moment(today), copies.copies_of(path)
    if all(_kept(found, now)) or not is_sound(path):
        return
    sound = [copy for copy in found if is_sound(copy.path, copy.op, within=QUICK_LIMIT)]
    for copy, stays in zip(sound, _kept(sound, now), strict=True):
        if not stays:
            # What can't be deleted now will be by the next that thins.
            with contextlib.suppress(OSError):
                os.unlink(copy.path)


def is_sound(path: str, op: int | None = None, *, within: int | None = None) -> bool:
    """Return whether a ledger passes SQLite's quick check and comes at least to this op.

    Forgetting someone in a copy adds an op. Above `within` bytes only that is looked at.
    """
    try:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            if op is not None and content_of(connection).op < op:
                return False
            if within is not None and os.stat(path).st_size > within:
                return True
            return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except (sqlite3.Error, OSError):
        return False


def listed(path: str) -> list[Copy]:
    """Return the automatic copies, newest first (PermissionDeniedError: they can't be listed)."""
    try:
        return copies.listed(path)
    except OSError as error:
        raise opening.cannot_read(error, backups_path(path)) from None


def last_op(copy: Copy) -> str | None:
    """Return the sentence of a copy's last op when it was taken, None where it can't be read."""
    sql = "SELECT summary FROM op WHERE id <= ? ORDER BY id DESC"
    found = _answer(copy.path, sql, copy.op)
    return None if found is None else str(found)


def has_named(copy: Copy, folded: str) -> bool:
    """Return whether a copy has somebody with this folded name; no where it can't be read."""
    names = "SELECT folded FROM contact UNION ALL SELECT folded FROM contact_alias"
    return bool(_answer(copy.path, f"SELECT 1 FROM ({names}) WHERE folded = ?", folded))


def make_folder(ledger: str) -> str:
    """Make the folder of the automatic copies (0700) where it is missing, and clear it up."""
    folder = backups_path(ledger)
    with files.making(folder):
        files.create_folder(folder)
        files.clear_up(folder)
    return folder


def _require_there(path: str) -> None:
    if opening.is_new(path):
        raise nothing_to_copy(path)
    require_ledger(path)


def _kept(found: list[Copy], now: datetime) -> list[bool]:
    return kept([copy.at.astimezone() for copy in found], now)


def kept(moments: Sequence[datetime], now: datetime) -> list[bool]:
    """Tell which copies are kept: all of the last 48 hours, 7 daily, 5 weekly, 12 monthly.

    A day without a copy does not count: who rests for a year loses none.

    Args:
        moments: when each was taken, newest first by the op it holds; the clock may have
            been set back in between. Days are those of the moments' own time zones.
    """
    found = [taken >= now - RECENT for taken in moments]
    for count, period in PERIODS:
        newest = {period(taken.date()): at for at, taken in reversed([*enumerate(moments)])}
        for at in sorted(newest.values())[:count]:
            found[at] = True
    return found
