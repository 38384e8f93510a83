"""A file for another program to open, which nobody else can read."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

from reflog.errors import CannotCreateError, InputOutputError, PermissionDeniedError, ReflogError

_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def private_file(prefix: str, name: str, data: bytes) -> Path:
    """Write a file (0600) in a new temporary folder (0700), which is removed again on failure."""
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        file = folder / name
        file.touch(mode=0o600)
        file.write_bytes(data)
    except OSError as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise _cannot(error) from None
    return file


def rewrite(file: Path, data: bytes) -> None:
    """Write it again with other data, even if the program has removed its folder."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise _cannot(error) from None


def _cannot(error: OSError) -> ReflogError:
    sort: type[ReflogError] = CannotCreateError
    if error.errno in _FAILED:
        sort = InputOutputError
    elif isinstance(error, PermissionError):
        sort = PermissionDeniedError
    message = f"I can't make a temporary file: {error.strerror}."
    return sort(message, hint="set TMPDIR to a folder that you can write to")
