"""Opening files from outside: regular files, standard input, and folders of cards.

Nothing else is opened: a named pipe or a device may never end, and a reader that waits for
one hangs. What is too large is refused before it is read.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reflog import errors
from reflog.domain.record import Record
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.document import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterator

DASH = "-"
STANDARD_INPUT = "standard input"
MOST_BYTES = 64 * 1024 * 1024
MOST_OWN_BYTES = 1024 * 1024 * 1024
"""What reflog has exported itself may be larger: a ledger that can leave can come back."""

CARDS = ".vcf"

# Not to wait for the other end of a pipe, not to be given a terminal; where there are such.
_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)

_CHUNK = 1024 * 1024
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Content(Record):
    """What a file holds, and what the file is called in messages."""

    name: str
    data: bytes


def contents(path: str, stdin: BinaryIO | None = None) -> Iterator[Content]:
    """Yield the content of a file, of standard input, or of every card in a folder.

    Args:
        path: a file, a folder, or `-` for standard input.
        stdin: standard input, where it can be read.

    Raises:
        NotFoundError: there is no such file.
        PermissionDeniedError: it may not be read.
        UnreadableError: it is no file, holds too much, or is a folder without cards.
    """
    if path == DASH:
        if stdin is None:
            reason = "there is nothing to read"
            raise UnreadableError(reason, file=STANDARD_INPUT)
        yield Content(name=STANDARD_INPUT, data=_all_of(stdin, STANDARD_INPUT, MOST_BYTES))
        return
    if not _is_folder(path):
        yield Content(name=path, data=_read(path, MOST_BYTES))
        return
    room = MOST_BYTES
    for card in map(str, _cards_in(Path(path))):
        data = _read(card, room)
        room -= len(data)
        yield Content(name=card, data=data)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # what is wrong with the path is said when it is opened
        return False


def _cards_in(folder: Path) -> list[Path]:
    """Return the cards of a folder, sorted; hidden files are not among them."""
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise _cannot_read(str(folder), error) from None
    cards = [
        file for file in files if file.suffix.lower() == CARDS and not file.name.startswith(".")
    ]
    if not cards:
        reason = f"there is no card (*{CARDS}) in this folder"
        raise UnreadableError(reason, hint="name the files themselves", file=str(folder))
    return cards


def _read(path: str, room: int) -> bytes:
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _cannot_open(path, error) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise _no_file(path, found.st_mode)
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            if file.read(len(BEGINNING)) == BEGINNING and room == MOST_BYTES:
                room = MOST_OWN_BYTES
            if found.st_size > room:
                raise too_large().of(path)
            file.seek(0)
            return _all_of(file, path, room)
    finally:
        os.close(descriptor)


def _all_of(file: BinaryIO, name: str, room: int) -> bytes:
    data = bytearray()
    try:
        while chunk := file.read(_CHUNK):
            data += chunk
            if len(data) > room:
                raise too_large().of(name)
    except OSError as error:
        raise _cannot_read(name, error) from None
    return bytes(data)


def _cannot_open(path: str, error: OSError | ValueError) -> errors.ReflogError:
    if not isinstance(error, OSError) or error.errno in _NOT_THERE:
        message = f"There is no file {path}."
        return errors.NotFoundError(message, hint="look for it with ls, or drag it into the window")
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return _cannot_read(path, error)
    return _cannot_read(path, error) if stat.S_ISREG(mode) else _no_file(path, mode)


def _cannot_read(name: str, error: OSError) -> errors.ReflogError:
    message = f"{name} cannot be read: {error.strerror}."
    if isinstance(error, PermissionError):
        return errors.PermissionDeniedError(message, hint="ls -l shows who may read it")
    return errors.InputOutputError(message)


def _no_file(path: str, mode: int) -> UnreadableError:
    kind = next((name for is_one, name in _KINDS if is_one(mode)), "a folder")
    hint = "to import what a command writes: COMMAND | reflog import -"
    return UnreadableError(f"this is {kind}, not a file", hint=hint, file=path)


def too_large() -> UnreadableError:
    """Return what to say of a file that holds more than is read."""
    reason = f"there are more than {MOST_BYTES // 1024 // 1024} MB"
    return UnreadableError(reason, hint="leave photos out of the export, or split it")
