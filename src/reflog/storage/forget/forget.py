"""Forgetting a person: the ledger and its backups, so that no byte of them stays.

The ledger is held while the backups are rewritten, and committed last: whatever is
interrupted can be done again, for the person is still to be found by name.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from reflog import backups_path
from reflog.domain import Record
from reflog.errors import ConflictError, DamagedError, InputOutputError, ReflogError
from reflog.storage import connection as opening
from reflog.storage import files, schema
from reflog.storage.forget import erase
from reflog.storage.forget.identity import Identity
from reflog.storage.journal import triggers
from reflog.storage.ledger import commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Forgotten(Record):
    """What became of a person.

    Attributes:
        handle: what they are called now.
        dropped: the follow-ups with others among those changed, which were about them.
        unreached: files that could not be rewritten, with the reason.
        removed: files that could not be rewritten, and are gone.
    """

    handle: str
    changed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    backups: tuple[str, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()


def forget(path: str, contact_id: int, name: str) -> Forgotten:
    """Erase a person from the ledger at `path` and from every backup beside it.

    Args:
        name: their name as it was found before the ledger was locked.

    Raises:
        ConflictError: another command has changed them meanwhile.
    """
    with opening.explained(path), _connection(path) as connection:
        erased = _erase(connection, contact_id, name)
        found = _copies(path)
        done, unreached, rewritten = _forget_in_each(found, erased)
        _commit_last(connection, path, rewritten)
        _pack(connection)
    # Who takes a copy meanwhile either gave it its name by now, or sees that it is outdated.
    later = [one for one in _copies(path) if one not in found]
    more, too, _rewritten = _forget_in_each(later, erased)
    for folder in (os.path.dirname(os.path.abspath(path)), backups_path(path)):
        with contextlib.suppress(OSError):
            files.clear_up(folder, abandoned=0)
    return Forgotten(
        handle=erased.handle,
        changed=erased.changed,
        dropped=erased.dropped,
        backups=(*done, *more),
        unreached=(*unreached, *too),
    )


def remove(done: Forgotten) -> Forgotten:
    """Remove the copies that could not be rewritten, with what lies beside them."""
    removed: list[str] = []
    for path, _reason in done.unreached:
        with contextlib.suppress(OSError):
            os.unlink(path)
            removed.append(path)
            for companion in files.COMPANIONS[1:]:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path + companion)
    left = tuple(one for one in done.unreached if one[0] not in removed)
    return done.replaced(unreached=left, removed=tuple(removed))


def _erase(connection: sqlite3.Connection, contact_id: int, name: str) -> erase.Erased:
    row = connection.execute(
        "SELECT hex(uid), name FROM contact WHERE id = ?", (contact_id,)
    ).fetchone()
    erased = None
    if row is not None and row[1] == name:
        erased = erase.erase(connection, Identity(uids=frozenset({row[0]})), None)
    if erased is None:
        raise ConflictError(f"{name} has just been changed by another command.", hint="try again")
    return erased


def _forget_in_each(
    found: Iterable[str], erased: erase.Erased
) -> tuple[list[str], list[tuple[str, str]], int]:
    """Erase the person in each copy: those rewritten, those that failed, how many changed."""
    done: list[str] = []
    unreached: list[tuple[str, str]] = []
    unconfirmed = 0
    for backup in found:
        try:
            if _forget_in(backup, erased):
                done.append(backup)
        except (ReflogError, sqlite3.Error, OSError) as error:
            known = opening.explain(error, backup)
            reason = known.message if known else type(error).__name__
            unreached.append((backup, reason))
            unconfirmed += isinstance(error, InputOutputError)
    return done, unreached, len(done) + unconfirmed


def _copies(path: str) -> list[str]:
    """Return the files in the folder of copies, without SQLite's own."""
    left_out = files.COMPANIONS[1:]
    return [
        os.path.join(backups_path(path), name)
        for name in opening.backups_of(path)
        if not name.endswith(left_out) and not name.startswith(files.TEMPORARY)
    ]


def _forget_in(backup: str, erased: erase.Erased) -> bool:
    """Erase the person in a copy, keeping its age; False if it holds nothing of them."""
    found = os.lstat(backup)
    with _connection(backup, may_be_older=True) as connection:
        rewritten = erase.erase(connection, erased.known, erased.handle, erased.others)
        if rewritten is None:
            return False
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedError(f"{backup} is damaged")
        commit(connection, backup)
        _pack(connection)
    with contextlib.suppress(OSError):
        os.utime(backup, ns=(found.st_atime_ns, found.st_mtime_ns))
    return True


@contextlib.contextmanager
def _connection(path: str, *, may_be_older: bool = False) -> Iterator[opening.Connection]:
    """Open a ledger with its transaction begun, to be rolled back unless it is committed.

    A backup of an older format is brought to this one in the same transaction.
    """
    if opening.is_new(path):
        raise _no_ledger(path)
    with contextlib.closing(opening.opened(path)) as connection:
        # What is erased would stay in the file beside it.
        schema.require_turned_back(connection, path)
        version = opening.pragma(connection, "user_version")
        is_older = may_be_older and 0 < version < opening.FORMAT
        if is_older:
            connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        if is_older:
            schema.migrate(connection, path)
        if not opening.guard(connection, path):
            raise _no_ledger(path)
        if name := triggers.foreign_trigger(connection):
            raise opening.altered(path, f"trigger {name}")
        triggers.install_recorders(connection)
        yield connection


def _no_ledger(path: str) -> ConflictError:
    return ConflictError(f"{path} is not a ledger.", hint="try again")


def _commit_last(connection: opening.Connection, path: str, rewritten: int) -> None:
    """Commit the ledger, or say what has been done already where that fails."""
    try:
        commit(connection, path)
    except (sqlite3.Error, ReflogError) as error:
        known = opening.explain(error, path)
        if not rewritten or known is None:
            raise
        whole = "1 backup is" if rewritten == 1 else f"{rewritten} backups are"
        done = f"nothing is erased from the ledger yet, but {whole} rewritten"
        known.outcome = done
        known.hint = "check whether the disk is full or failing, then forget the person again"
        raise known from None


def _pack(connection: opening.Connection) -> None:
    """Shrink the file; what was erased has been overwritten with zeros already."""
    with contextlib.suppress(sqlite3.Error, ReflogError):
        connection.execute("VACUUM")
