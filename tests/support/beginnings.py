"""What tests begin with: the same first commands make the same ledger, so they are run once."""

from __future__ import annotations

import os
import shutil
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Result

Typed = tuple[tuple[str, ...], str, int]
"""The words of a command, the day it was typed on, and the umask."""

MOST = 100
"""How many beginnings are kept in memory, each a ledger and its copy."""

Files = dict[str, tuple[int, bytes | None]]
"""Every file of a folder and the folder itself: its mode and its content."""


class Kept(NamedTuple):
    """What a beginning came to: the last answer, and the folder; and what stood before it."""

    result: Result
    files: Files
    before: Kept | None


_KEPT: OrderedDict[tuple[Typed, ...], Kept] = OrderedDict()


class Beginning:
    """The first commands on a ledger that was not there.

    Whoever types what was typed before in this process is given the answer of then, and a copy
    of the files. Each beginning is really run before that, and whatever comes after it always.
    It is over for good with the first thing done to the ledger that is not such a command.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._typed: tuple[Typed, ...] = ()
        self._left: object = None  # how the last command left the folder: not there at first
        self._last: Kept | None = None
        self._is_over = False

    def end(self) -> None:
        """Run what comes from now on."""
        self._is_over = True

    def type(self, words: tuple[str, ...], today: str, run: Callable[[], Result]) -> Result:
        """Answer a command: out of memory, or by running it."""
        if self._is_over or self._look() != self._left:
            self._is_over = True
            return run()
        os.umask(mask := os.umask(0))
        self._typed = (*self._typed, (words, today, mask))
        kept = _KEPT.get(self._typed)
        if kept is None or kept.before is not self._last:
            kept = self._keep(run())
        else:
            _KEPT.move_to_end(self._typed)
            if self._last is None or kept.files is not self._last.files:
                self._restore(kept.files)
        self._last, self._left = kept, self._look()
        return kept.result

    def _keep(self, result: Result) -> Kept:
        is_as_before = self._last is not None and self._look() == self._left
        files = self._last.files if self._last and is_as_before else self._read()
        kept = Kept(result, files, self._last)
        if str(self._folder) in result.out + result.err:
            self._is_over = True  # such an answer is that of this ledger alone
        else:
            _KEPT[self._typed] = kept
            _KEPT.move_to_end(self._typed)
            if len(_KEPT) > MOST:
                _KEPT.popitem(last=False)
        return kept

    def _read(self) -> Files:
        return {
            str(path.relative_to(self._folder)): (
                path.stat().st_mode & 0o7777,
                None if path.is_dir() else path.read_bytes(),
            )
            for path in [self._folder, *sorted(self._folder.rglob("*"))]
            if path.exists()
        }

    def _restore(self, files: Files) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, (mode, content) in files.items():
            path = self._folder / name
            if content is None:
                path.mkdir()
            else:
                path.write_bytes(content)
            path.chmod(mode)

    def _look(self) -> object:
        """Return what tells whether anything else has touched the folder."""
        if not self._folder.exists():
            return None
        return [
            (path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode)
            for path in [self._folder, *sorted(self._folder.rglob("*"))]
            for found in [path.lstat()]
        ]
