"""Making the file of a new ledger, and taking it away again where nothing came of it."""

from __future__ import annotations

import contextlib
import errno
import os

from reflog import errors
from reflog.storage import connection as opening

try:
    import fcntl
except ImportError:  # Windows takes no open file away
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
_RESERVED_BYTE = 0x4000_0001
"""Where in the file SQLite locks out other writers (its documented file format)."""

FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
"""What a disk answers that is full, or fails."""


class NewFile:
    """An empty ledger, held open until its first command has ended.

    While it is held nothing else bears its identity, so a look at the path tells whether
    it is still the ledger. SQLite's locks end when any handle on the file is closed: this
    one is opened before and closed after the connection.
    """

    def __init__(self, path: str, handle: int) -> None:
        self._path = path
        self._handle = handle

    def is_in_place(self) -> bool:
        """Tell whether the path still leads here; a first command that failed takes it away."""
        try:
            found = os.lstat(self._path)
        except FileNotFoundError:
            return False
        return os.path.samestat(found, os.fstat(self._handle))

    def remove_if_empty(self) -> None:
        """Take the file away, unless another command has begun to write it.

        Under SQLite's own write lock, taken by hand since a transaction would need a
        journal: whoever waits for it looks whether the file is still in place.
        """
        if fcntl is None or os.fstat(self._handle).st_size:
            return
        # Whatever prevents it leaves an empty file, which is a ledger still to be made.
        with contextlib.suppress(OSError):
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _RESERVED_BYTE)
            if self.is_in_place() and not os.fstat(self._handle).st_size:
                os.unlink(self._path)


@contextlib.contextmanager
def new_file(path: str) -> Iterator[NewFile | None]:
    """Make and hold the file of a new ledger; None where there is a ledger already.

    A file made here that is still empty in the end is taken away.

    Raises:
        DamagedError: the ledger is missing or empty, but backups of it are there.
        CannotCreateError: it cannot be made.
        InputOutputError: the disk is full, or failed.
        PermissionDeniedError: no permission to make it, or it is not safe to use.
    """
    if not opening.is_new(path):
        yield None
        return
    handle, is_made = _create(path)
    file = NewFile(path, handle)
    try:
        yield file
    finally:
        try:
            if is_made:
                file.remove_if_empty()
        finally:
            os.close(handle)


def _create(path: str) -> tuple[int, bool]:
    """Make the folder (0700) and an empty ledger (0600) where they are missing.

    Returns:
        A handle on the file; whether it was made here.
    """
    try:
        create_folder(os.path.dirname(path))
        handle, is_made = _open(path)
    except PermissionError:
        message = f"No permission to make the ledger {path}."
        raise errors.PermissionDeniedError(message, hint="name another with --ledger") from None
    except OSError as error:
        sort = errors.InputOutputError if error.errno in FAILED else errors.CannotCreateError
        message = f"The ledger {path} cannot be made: {error.strerror}."
        raise sort(message, hint="name another with --ledger") from None
    try:
        opening.require_safe(path, os.fstat(handle))
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    except BaseException:
        os.close(handle)
        raise
    return handle, is_made


def _open(path: str) -> tuple[int, bool]:
    while True:
        with contextlib.suppress(FileExistsError):
            return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600), True
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, _FLAGS), False


def make_empty(path: str) -> int:
    """Make an empty ledger (0600); a handle on it."""
    return _create(path)[0]


def create_folder(folder: str) -> None:
    """Make a folder (0700) and those above it where they are missing."""
    if os.path.isdir(folder):
        return
    parent = os.path.dirname(folder)
    if parent != folder:
        create_folder(parent)
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        return
    os.chmod(folder, 0o700)
    sync(parent)


def sync(folder: str) -> None:
    """Put a folder's entries on disk, where folders can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
