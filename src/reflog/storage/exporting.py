"""Writing what is exported: aside, wholly, and only then under its name; never over another."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from reflog import errors
from reflog.storage import creation, files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Files:
    """Files being written in one folder: all of them come to be, or none.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, targets: Iterable[str], ledger: str, *, force: bool) -> None:
        """Judge every name before anything is read.

        Args:
            targets: absolute paths.
            ledger: the ledger, which is never one of them.
            force: replace what is there.

        Raises:
            ReflogError: one of them cannot be written.
        """
        self._targets = list(targets)
        self._force = force
        for target in self._targets:
            files.require_fit(target, ledger, force=force)

    def write(self, texts: Mapping[str, Iterable[bytes]]) -> None:
        """Write every file aside, in the order of the targets, then put them in place.

        Raises:
            ReflogError: one could not be written; then there is none of them.
        """
        made: list[str] = []
        with contextlib.ExitStack() as stack:
            pairs = [(stack.enter_context(_written(t, texts[t])), t) for t in self._targets]
            try:
                for temporary, target in pairs:
                    files.put_in_place(temporary, target, force=self._force)
                    made.append(target)
            except BaseException:
                for target in made if not self._force else ():
                    with contextlib.suppress(OSError):
                        os.unlink(target)
                raise


@contextlib.contextmanager
def folder_for_files(folder: str) -> Iterator[None]:
    """Make a folder (0700) for files to be written in; where they cannot be, it goes again.

    Raises:
        ReflogError: it cannot be made.
    """
    is_there = os.path.isdir(folder)
    _make_folder(folder)
    try:
        yield
    except BaseException:
        if not is_there:
            with contextlib.suppress(OSError):
                os.rmdir(folder)
        raise


def _make_folder(folder: str) -> None:
    if os.path.lexists(folder) and not os.path.isdir(folder):
        message = f"{folder} is a file, not a folder."
        raise errors.CannotCreateError(message, hint="name a folder with -o")
    try:
        creation.create_folder(folder)
    except OSError as error:
        raise files.cannot(error, folder) from None


@contextlib.contextmanager
def _written(target: str, pieces: Iterable[bytes]) -> Iterator[str]:
    folder = os.path.dirname(target)
    with files.aside(folder) as temporary:
        try:
            with open(temporary, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise files.cannot(error, target) from None
        yield temporary
