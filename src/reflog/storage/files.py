"""Files: the ledger's own, made and synced; and others, made aside and named once whole."""

from __future__ import annotations

import contextlib
import errno
import os
import time

from reflog import errors
from reflog.storage import connection as opening

try:
    import fcntl
except ImportError:  # Windows takes no open file away
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP)
"""What a folder answers that can't have a file of this name."""

TEMPORARY = ".reflog-copying-"
REPAIRING = ".reflog-repair-"
"""What the names of files and folders begin with that are made aside."""

ABANDONED = 3600
"""Seconds after which one of these is what a kill has left."""

COMPANIONS = ("", "-journal", "-wal", "-shm")
"""What SQLite appends to the name of a database for the files it makes beside it."""

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
_RESERVED_BYTE = 0x4000_0001
"""Where in the file SQLite locks out other writers (its documented file format)."""


class NewFile:
    """An empty ledger, held open until its first command has ended.

    While it is held nothing else has its identity, so a look at the path tells whether
    it is still the ledger. SQLite's locks end when any handle on the file is closed: this
    one is opened before and closed after the connection.
    """

    def __init__(self, path: str, handle: int) -> None:
        self._path = path
        self._handle = handle

    def is_in_place(self) -> bool:
        """Return whether the path still names this file; a failed first command deletes it."""
        try:
            found = os.lstat(self._path)
        except FileNotFoundError:
            return False
        return os.path.samestat(found, os.fstat(self._handle))

    def remove_if_empty(self) -> None:
        """Delete the file if it is still empty and no other command is writing it.

        Under SQLite's own write lock, taken by hand since a transaction would need a
        journal: whoever waits for it looks whether the file is still in place.
        """
        # Whatever prevents it leaves an empty file, which is a ledger still to be made.
        with contextlib.suppress(OSError):
            if fcntl is not None and not os.fstat(self._handle).st_size:
                fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _RESERVED_BYTE)
                if self.is_in_place() and not os.fstat(self._handle).st_size:
                    os.unlink(self._path)


@contextlib.contextmanager
def new_file(path: str) -> Iterator[NewFile | None]:
    """Create and hold the file of a new ledger; None if there is a ledger already.

    A file made here that is still empty in the end is taken away.
    """
    if not opening.is_new(path):
        yield None
        return
    handle, is_made = create(path)
    file = NewFile(path, handle)
    try:
        yield file
    finally:
        try:
            if is_made:
                file.remove_if_empty()
        finally:
            os.close(handle)


def create(path: str) -> tuple[int, bool]:
    """Make the folder (0700) and an empty ledger (0600) where they are missing.

    Returns:
        A handle on the file; whether it was made here.
    """
    try:
        _require_own_place(path)
        create_folder(os.path.dirname(path))
        handle, is_made = _open(path)
    except OSError as error:
        action, failure = f"make the ledger {path}", f"The ledger {path} can't be made"
        hint = "choose another file with --ledger"
        raise opening.explain_file(error, action, failure, hint) from None
    try:
        opening.require_safe(path, os.fstat(handle))
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    except BaseException:
        os.close(handle)
        raise
    return handle, is_made


def _require_own_place(path: str) -> None:
    """Raise if root, by sudo, would make files in another user's folder."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return
    folder = os.path.dirname(path)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if os.stat(folder).st_uid:
        message = f"You are root, and {folder} belongs to another user."
        hint = "run reflog without sudo, or choose another file with --ledger"
        raise errors.PermissionDeniedError(message, hint=hint)


def _open(path: str) -> tuple[int, bool]:
    while True:
        with contextlib.suppress(FileExistsError):
            return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600), True
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, _FLAGS), False


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
    sync_folder(parent)


def sync_folder(folder: str) -> None:
    """Put a folder's entries on disk, where folders can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            sync(handle)
        finally:
            os.close(handle)


def sync(handle: int) -> None:
    """Put what was written to a file or folder on disk; on a Mac, fsync leaves it in the drive."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        # Some file systems know only fsync; SQLite makes do with that there, too.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def require_fit(target: str, ledger: str, *, force: bool) -> None:
    """Raise if a file can't be written under this name: the ledger's own, or one that is taken."""
    if os.path.realpath(target) in {os.path.realpath(ledger) + end for end in COMPANIONS}:
        raise errors.UsageError(f"{target} is the ledger itself.", hint="name another file")
    if os.path.islink(target):
        message = f"{target} is a symbolic link."
        raise errors.PermissionDeniedError(message, hint="name the file itself")
    if os.path.isdir(target):
        raise errors.CannotCreateError(f"{target} is a folder.", hint="name a file in it")
    if os.path.lexists(target) and not os.path.isfile(target):
        raise errors.CannotCreateError(f"{target} is not a regular file.", hint="name another file")
    if os.path.lexists(target) and not force:
        raise there_already(target)


@contextlib.contextmanager
def temporary_file(folder: str) -> Iterator[str]:
    """Make an empty file (0600) under a temporary name, deleted at the end unless renamed."""
    name = os.path.join(folder, f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with making(folder):
        handle = os.open(name, flags, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
        os.close(handle)
        yield name
    finally:
        for end in COMPANIONS:
            with contextlib.suppress(OSError):
                os.unlink(name + end)


@contextlib.contextmanager
def temporary_database(folder: str) -> Iterator[opening.Connection]:
    """Make a database (0600) that need not last: it is deleted at the end, and nothing synced."""
    with (
        temporary_file(folder) as name,
        contextlib.closing(opening.connect(name)) as connection,
    ):
        for pragma in ("synchronous = OFF", "journal_mode = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def clear_up(folder: str, abandoned: float = ABANDONED) -> None:
    """Delete temporary files and folders that a killed command left here, if old enough."""
    for name in os.listdir(folder):
        if name.startswith((TEMPORARY, REPAIRING)):
            left = os.path.join(folder, name)
            with contextlib.suppress(FileNotFoundError):
                if time.time() - os.lstat(left).st_mtime < abandoned:
                    continue
                if name.startswith(TEMPORARY):
                    os.unlink(left)
                else:
                    import shutil

                    shutil.rmtree(left, ignore_errors=True)


def put_in_place(temporary: str, target: str, *, force: bool) -> int:
    """Rename a temporary file to its final name, sync the folder, and return its size."""
    with making(target):
        try:
            (os.replace if force else _link)(temporary, target)
        except FileExistsError:
            raise there_already(target) from None
    try:
        sync_folder(os.path.dirname(target))
        return os.stat(target).st_size
    except OSError as error:
        message = f"{target} was made, but the disk failed while it was put in place"
        hint = "check whether the disk is full or failing"
        failure = errors.InputOutputError(f"{message}: {error.strerror}.", hint=hint)
        raise failure.with_outcome("it may be lost if the power fails") from None


def _link(temporary: str, target: str) -> None:
    """Rename a file without replacing another one."""
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
    return errors.ConflictError(f"{target} already exists.", hint="--force replaces it")


@contextlib.contextmanager
def making(target: str) -> Iterator[None]:
    """Say why a file could not be made in the block."""
    try:
        yield
    except OSError as error:
        what = f"a file in {target}" if os.path.isdir(target) else target
        failure = f"{what[:1].upper()}{what[1:]} can't be made"
        hint = "name a file elsewhere"
        raise opening.explain_file(error, f"make {what}", failure, hint) from None


class Files:
    """Files that are written together: all of them, or none."""

    def __init__(self, targets: Iterable[str], ledger: str, *, force: bool) -> None:
        """Judge every name before anything is read."""
        self._targets = list(targets)
        self._force = force
        for target in self._targets:
            require_fit(target, ledger, force=force)

    def write(self, texts: Mapping[str, Iterable[bytes]]) -> None:
        """Write every file under a temporary name, then rename them all."""
        made: list[str] = []
        with contextlib.ExitStack() as stack:
            pairs = [(stack.enter_context(_written(t, texts[t])), t) for t in self._targets]
            try:
                for temporary, target in pairs:
                    put_in_place(temporary, target, force=self._force)
                    made.append(target)
            except BaseException:
                for target in made if not self._force else ():
                    with contextlib.suppress(OSError):
                        os.unlink(target)
                raise

    @contextlib.contextmanager
    def made_folder(self, folder: str) -> Iterator[None]:
        """Make a folder (0700) for them, and delete it again if they can't be written."""
        is_there = os.path.isdir(folder)
        if os.path.lexists(folder) and not is_there:
            message = f"{folder} is a file, not a folder."
            raise errors.CannotCreateError(message, hint="name a folder with -o")
        with making(folder):
            create_folder(folder)
        try:
            yield
        except BaseException:
            if not is_there:
                with contextlib.suppress(OSError):
                    os.rmdir(folder)
            raise


@contextlib.contextmanager
def _written(target: str, pieces: Iterable[bytes]) -> Iterator[str]:
    folder = os.path.dirname(target)
    with temporary_file(folder) as temporary:
        with making(target), open(temporary, "wb") as file:
            file.writelines(pieces)
            file.flush()
            sync(file.fileno())
        yield temporary
