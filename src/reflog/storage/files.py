"""Making a file aside, under a temporary name, and giving it its own only once it is whole."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from reflog import errors
from reflog.storage import creation

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPORARY = ".reflog-copying-"
COMPANIONS = ("", "-journal", "-wal", "-shm")
"""What SQLite appends to the name of a database for the files it makes beside it."""


def require_fit(target: str, ledger: str, *, force: bool) -> None:
    """Refuse a name under which no file of ours is put.

    Args:
        target: the absolute path.
        ledger: the ledger, which it never is, nor a file that SQLite makes beside it.
        force: a regular file there is replaced.

    Raises:
        ReflogError: why it cannot be this one.
    """
    if os.path.realpath(target) in {os.path.realpath(ledger) + end for end in COMPANIONS}:
        message = f"{target} is the ledger itself."
        raise errors.UsageError(message, hint="name another file")
    if os.path.islink(target):
        message = f"{target} is a symbolic link."
        raise errors.PermissionDeniedError(message, hint="name the file itself")
    if os.path.isdir(target):
        message = f"{target} is a folder."
        raise errors.CannotCreateError(message, hint="name a file in it")
    if os.path.lexists(target) and not os.path.isfile(target):
        message = f"{target} is no regular file."
        raise errors.CannotCreateError(message, hint="name another file")
    if os.path.lexists(target) and not force:
        raise there_already(target)


@contextlib.contextmanager
def aside(folder: str) -> Iterator[str]:
    """Make an empty file (0600) under a temporary name, taken away in the end if still there.

    Args:
        folder: where it is made.
    """
    name = os.path.join(folder, f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(name, flags, 0o600)
    except OSError as error:
        raise cannot(error, folder) from None
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
        os.close(handle)
        yield name
    finally:
        for end in COMPANIONS:
            with contextlib.suppress(OSError):
                os.unlink(name + end)


def put_in_place(temporary: str, target: str, *, force: bool) -> int:
    """Give a file made aside its name, and put that on disk; its size.

    Raises:
        ConflictError: there is a file already, and it is not to be replaced.
    """
    try:
        if force:
            os.replace(temporary, target)
        else:
            _link(temporary, target)
    except FileExistsError:
        raise there_already(target) from None
    except OSError as error:
        raise cannot(error, target) from None
    try:
        creation.sync(os.path.dirname(target))
        return os.stat(target).st_size
    except OSError as error:
        raise not_confirmed(error, target) from None


def _link(temporary: str, target: str) -> None:
    """Name a file as nothing is named yet, where the file system can tell."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise FileExistsError from None
        os.rename(temporary, target)
    else:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def there_already(target: str) -> errors.ConflictError:
    """Say that a file is not replaced unasked."""
    message = f"{target} is there already."
    return errors.ConflictError(message, hint="--force replaces it")


def cannot(error: OSError, target: str) -> errors.ReflogError:
    """Say why a file could not be made."""
    if isinstance(error, PermissionError):
        message = f"No permission to make {target}."
        return errors.PermissionDeniedError(message, hint="name a file elsewhere")
    sort = errors.InputOutputError if error.errno in creation.FAILED else errors.CannotCreateError
    message = f"{target} cannot be made: {error.strerror}."
    return sort(message, hint="name a file elsewhere")


def not_confirmed(error: OSError, target: str) -> errors.ReflogError:
    """Say that a file is in its place, and that nobody knows whether it stays there."""
    message = f"{target} is made, but the disk failed as it was put there: {error.strerror}."
    failure = errors.InputOutputError(message, hint="see whether the disk is full or failing")
    return failure.with_outcome("it may be lost when the power fails")
