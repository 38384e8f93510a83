"""Putting a copy back: into the live file, under its write lock, and never in its place.

What is put back is prepared beside the ledger first: upgraded, its number sequences raised,
and an op added that says so. Then one step of SQLite's backup, which is a transaction of the
live file, makes it the ledger; a kill in between is rolled back by the next command.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from typing import TYPE_CHECKING

from reflog import errors
from reflog.domain import Record
from reflog.domain.contacts import FORGOTTEN
from reflog.storage import connection as opening
from reflog.storage import copies, files, journal, schema
from reflog.storage.backups import take
from reflog.storage.check import ledger
from reflog.storage.journal import counters, seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.storage.findings import Finding

COMMAND = "restore"
"""The command of the op that says a copy was put back; undo does not reach over it."""

_TO_LIST = "to see the copies: reflog backup --list"


class Restored(Record):
    """What was put back, and where the ledger is that was there before.

    Attributes:
        kept: the copy or the file kept aside; None where there was none.
        may_return: what is kept is a copy that can be put back.
        unforgotten: the handles of people forgotten in that ledger, who are in this one by name.
    """

    op: int
    at: str
    summary: str
    kept: str | None
    may_return: bool = False
    unforgotten: tuple[str, ...] = ()


def examine(file: str, path: str) -> Restored:
    """Read the last command of a copy, after checking that the copy is intact.

    Args:
        path: the ledger that it is to replace, which may be missing or damaged.
    """
    _require_file(file)
    try:
        with opening.explained(file):
            found = ledger.flaws(file)
            if found:
                raise _unhealthy(file, found)
            with contextlib.closing(opening.opened(file, "ro")) as connection:
                row = connection.execute("SELECT id, at, summary FROM op ORDER BY id DESC LIMIT 1")
                op, at, summary = row.fetchone() or (0, "", "")
                unforgotten = _unforgotten(connection, path)
    except errors.ForeignError as error:
        error.hint = _TO_LIST
        raise
    return Restored(op=op, at=at, summary=summary, kept=None, unforgotten=unforgotten)


def _unforgotten(copy: sqlite3.Connection, path: str) -> tuple[str, ...]:
    """Return the handles of those forgotten in the ledger whom a copy still has by name.

    A copy that lay elsewhere when they were forgotten was not rewritten. The journal knows also
    of those who were merged into them, or were no longer in the ledger.
    """
    try:
        if opening.is_new(path):
            return ()
        with contextlib.closing(opening.opened(path, "ro")) as ledger:
            opening.require_own_views(ledger, path)
            sql = "SELECT hex(uid) FROM contact WHERE name = ?"
            forgotten = {uid for (uid,) in ledger.execute(sql, (FORGOTTEN,))}
            changes = journal.read(ledger, journal.ERASED, as_can_be=True)
            forgotten |= {
                side["uid"]
                for _op, relation, _key, *sides in changes
                if relation == "contact"
                for side in sides
                if side and side.get("name") == FORGOTTEN and "uid" in side
            }
    except (sqlite3.Error, errors.ReflogError):
        return ()  # nobody knows whom it had forgotten
    found = copy.execute(
        "SELECT handle, hex(uid) FROM contact WHERE name <> ? ORDER BY id", (FORGOTTEN,)
    )
    return tuple(handle for handle, uid in found if uid in forgotten)


def restore(path: str, file: str, today: str) -> Restored:
    """Put a copy back into the ledger at `path`, and keep what is there aside.

    Raises:
        NewerError: the ledger is a newer reflog's; it is left as it is.
    """
    found = examine(file, path)
    if os.path.realpath(file) == os.path.realpath(path):
        message = f"{file} is the ledger itself."
        raise errors.ConflictError(message, hint="to see its copies: reflog backup --list")
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        opening.require_safe(path, os.lstat(path))
    if os.path.exists(path) and os.stat(path).st_size:
        with contextlib.suppress(errors.DamagedError, errors.ForeignError):
            take.require_ledger(path)
    with files.making(path):
        files.create_folder(os.path.dirname(path))
    folder = take.make_folder(path)
    newest = copies.copies_of(path)
    with contextlib.ExitStack() as stack:
        temporary, _content = stack.enter_context(take.verified_copy(file, folder, within=0))
        stack.enter_context(opening.explained(path))
        ready = opening.opened(temporary)
        stack.enter_context(contextlib.closing(ready))
        _bring_up(ready, file)
        live, kept, is_copy = _open_live(stack, path, today)
        last = [counters.given(live), *(_last_numbers(copy.path) for copy in newest[:1])]
        _add_op(ready, counters.largest(last), found)
        _copy_into(live, ready)
    return found.replaced(kept=kept, may_return=is_copy)


def _bring_up(ready: sqlite3.Connection, file: str) -> None:
    """Upgrade the copy that is put back, and check its foreign keys."""
    ready.execute("PRAGMA foreign_keys = OFF")
    ready.execute("BEGIN IMMEDIATE")
    schema.migrate(ready, file)
    if ready.execute("PRAGMA foreign_key_check").fetchone():
        raise _unhealthy(file)
    ready.execute("COMMIT")


def _add_op(ready: sqlite3.Connection, last: counters.Counters, found: Restored) -> None:
    """Add the op that records the restore, and raise the counters so that no number is reused."""
    ready.execute("BEGIN IMMEDIATE")
    counters.go_on_from(ready, last)
    op_id = seal.open_op(ready, COMMAND)
    counters.record(ready, last)
    summary = (
        f"restored the ledger as of {found.at[:16].replace('T', ' ')} UTC (command {found.op})"
    )
    seal.seal(ready, op_id, summary, may_be_empty=True)
    ready.execute("COMMIT")


def _copy_into(live: sqlite3.Connection, ready: sqlite3.Connection) -> None:
    """Copy the prepared file into the live one, in one transaction."""
    deadline = time.monotonic() + opening.WRITE_PATIENCE

    def wait(status: int, _remaining: int, _total: int) -> None:
        if status != sqlite3.SQLITE_DONE and time.monotonic() > deadline:
            raise errors.BusyError("Another command is using the ledger.", hint="try again")

    ready.backup(live, progress=wait, sleep=0.01)
    # The lock kept until now has left an emptied journal: these take it away.
    live.execute("PRAGMA locking_mode = NORMAL")
    live.execute("PRAGMA journal_mode = PERSIST")
    live.execute("PRAGMA journal_mode = DELETE")
    live.execute("SELECT count(*) FROM op").fetchone()


def _open_live(
    stack: contextlib.ExitStack, path: str, today: str
) -> tuple[opening.Connection, str | None, bool]:
    """Open the live file with its write lock held, and back up what it holds.

    Returns:
        The connection, without a transaction; the path of what is kept; whether that is a copy
        that can be put back.
    """
    if os.path.exists(path) and os.stat(path).st_size:
        try:
            with contextlib.ExitStack() as opened, opening.explained(path):
                live = opened.enter_context(contextlib.closing(_locked(path)))
                kept, may_return = take.keep_aside(path, today)
                stack.push(opened.pop_all())
                return live, kept, may_return
        except (errors.DamagedError, errors.ForeignError, errors.NotFoundError):
            # What can't be copied is moved aside as it is.
            pass
    aside = _move_aside(path)
    os.close(files.create(path)[0])
    live = stack.enter_context(contextlib.closing(_locked(path)))
    return live, aside, False


def _locked(path: str) -> opening.Connection:
    """Open a ledger, and keep every other writer out until the connection is closed.

    In this locking mode a transaction that is rolled back leaves its lock: others may read,
    so that a copy can be taken, and SQLite's backup may write.
    """
    connection = opening.opened(path)
    try:
        schema.require_turned_back(connection, path)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        with contextlib.suppress(errors.OlderError):
            opening.guard(connection, path)
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def _move_aside(path: str) -> str | None:
    """Move a file that is no ledger, and SQLite's files beside it, into the folder of copies."""
    folder = take.make_folder(path)
    stamp = copies.moment().strftime("%Y%m%dT%H%M%S.%f")
    aside = os.path.join(folder, f"unreadable-{stamp}.db")
    moved = None
    with files.making(aside):
        for end in reversed(files.COMPANIONS):
            if os.path.lexists(path + end):
                os.rename(path + end, aside + end)
                moved = aside + end
        files.sync_folder(folder)
        files.sync_folder(os.path.dirname(path))
    return moved


def _last_numbers(path: str) -> counters.Counters:
    try:
        with contextlib.closing(opening.connect(path, "ro")) as connection:
            return counters.kept(connection)
    except sqlite3.Error:
        return {}


def _require_file(file: str) -> None:
    try:
        found = os.stat(file)
        with open(file, "rb") if stat.S_ISREG(found.st_mode) else contextlib.nullcontext():
            pass
    except OSError as error:
        if error.errno not in files.NOT_THERE:
            raise opening.cannot_read(error, file) from None
        raise errors.NotFoundError(f"There is no file {file}.", hint=_TO_LIST) from None
    if stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and not found.st_size):
        what = "is a folder, not a ledger" if stat.S_ISDIR(found.st_mode) else "is empty"
        raise errors.DamagedError(f"{file} {what}.", hint=_TO_LIST)
    if not stat.S_ISREG(found.st_mode):
        raise errors.PermissionDeniedError(f"{file} is not a regular file.", hint=_TO_LIST)


def _unhealthy(file: str, found: Sequence[Finding] = ()) -> errors.DamagedError:
    """Say what was found first in a copy, and how much more."""
    named, hint = "", _TO_LIST
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        named = f": {found[0].where}: {found[0].what}{more}"
        hint = f"{_TO_LIST}; to see what is wrong: reflog --ledger FILE check"
    return errors.DamagedError(f"{file} is not a healthy ledger{named}.", hint=hint)
