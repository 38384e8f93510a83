"""Making a copy of the ledger while it is in use: under a temporary name, and verified."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from typing import TYPE_CHECKING

from reflog import errors
from reflog.domain.record import Record
from reflog.storage import connection as opening
from reflog.storage import files, wal
from reflog.storage.check import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


class Content(Record):
    """What a copy must have in common with its ledger."""

    rows: dict[str, int]
    op: int
    digest: bytes | None


@contextlib.contextmanager
def made(path: str, folder: str, *, within: int | None = None) -> Iterator[tuple[str, Content]]:
    """Make a verified copy under a temporary name, taken away in the end if it is still there.

    Args:
        path: what to copy: a ledger, a newer one too.
        folder: where the temporary file is made.
        within: bytes up to which a copy is examined as `check` examines a ledger; None for
            any size. Each is compared with the ledger.

    Raises:
        DamagedError: the ledger is not as it was written.
    """
    with files.aside(folder) as temporary:
        try:
            content = _vacuum(path, temporary)
            verify(temporary, content, path)
            if within is None or os.stat(temporary).st_size <= within:
                require_flawless(temporary, path)
        except sqlite3.Error as error:
            raise opening.explain(error, path) or error from error
        except OSError as error:
            raise files.cannot(error, folder) from None
        yield temporary, content


def nothing_to_copy(path: str) -> errors.NotFoundError:
    """Say that there is no ledger yet."""
    message = f"There is no ledger in {path} yet."
    return errors.NotFoundError(message, hint="reflog intro PROVIDER PROSPECT begins one")


def content_of(connection: sqlite3.Connection) -> Content:
    """Count the rows of every table, and find the last op."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    rows = {
        name: connection.execute(
            'SELECT count(*) FROM "{}"'.format(name.replace('"', '""'))
        ).fetchone()[0]
        for (name,) in tables
    }
    last = None
    # A newer ledger may keep its ops in another way.
    with contextlib.suppress(sqlite3.OperationalError):
        last = connection.execute("SELECT id, digest FROM op ORDER BY id DESC LIMIT 1").fetchone()
    return Content(rows=rows, op=last[0] if last else 0, digest=last[1] if last else None)


def verify(copy: str, content: Content, path: str) -> None:
    """Compare a copy with what was copied.

    Raises:
        DamagedError: it is not whole.
    """
    with contextlib.closing(opening.connect(copy, "ro")) as connection:
        connection.execute("PRAGMA cell_size_check = ON")
        is_whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not is_whole or content_of(connection) != content:
            message = f"A copy of {path} is not whole: the ledger is damaged."
            raise errors.DamagedError(message, hint="keep a copy of the file before anything else")


def require_flawless(copy: str, path: str) -> None:
    """Let through a copy in which nothing is wrong, or that is newer than this program.

    Raises:
        DamagedError: `check` would call it damaged.
    """
    with contextlib.suppress(errors.NewerError):
        if ledger.flaws(copy):
            message = f"The ledger {path} is damaged."
            raise errors.DamagedError(message, hint="reflog check says what is wrong, and where")


def _vacuum(path: str, temporary: str) -> Content:
    """Copy the ledger as it is at one moment: while a reader holds it, no command commits."""
    deadline = time.monotonic() + opening.WRITE_PATIENCE
    with contextlib.ExitStack() as stack:
        holder = stack.enter_context(contextlib.closing(_connect(path)))
        opening.set_pragmas(holder, deadline)
        # Where it is written ahead, a reader keeps nobody from committing.
        begin = "BEGIN IMMEDIATE" if wal.is_in_use(holder, deadline) else "BEGIN"
        opening.patiently(lambda: holder.execute(begin), deadline)
        opening.patiently(lambda: _guard(holder, path), deadline)
        content = content_of(holder)
        second = stack.enter_context(contextlib.closing(_connect(path)))
        opening.set_pragmas(second, deadline)
        name = opening.uri(temporary)
        opening.patiently(lambda: second.execute("VACUUM INTO ?", (name,)), deadline)
    with open(temporary, "rb") as file:
        files.sync(file.fileno())
    return content


def require_ledger(path: str) -> None:
    """Let through a ledger that may be copied or replaced, of any format that there was.

    Raises:
        ReflogError: there is none, or it is of another program or of a build that was never
            released.
    """
    deadline = time.monotonic() + opening.READ_PATIENCE
    try:
        with contextlib.closing(_connect(path)) as connection:
            opening.patiently(lambda: connection.execute("BEGIN"), deadline)
            opening.patiently(lambda: _guard(connection, path), deadline)
    except sqlite3.Error as error:
        raise opening.explain(error, path) or error from error


def _guard(connection: sqlite3.Connection, path: str) -> None:
    """Let through a ledger of any format: copying one needs to know none."""
    with contextlib.suppress(errors.NewerError, errors.OlderError):
        if not opening.guard(connection, path):
            raise nothing_to_copy(path)


def _connect(path: str) -> sqlite3.Connection:
    """Open the ledger to read it, able to roll back what a crash left where that is allowed."""
    may_write = os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)
    return opening.connect(path, "rw" if may_write else "ro")
