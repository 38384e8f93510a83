"""What tests begin with: the same first commands make the same ledger, so they are run once."""

from __future__ import annotations

import os
import shutil
import stat
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from surroundings import takes_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commands import Result

Typed = tuple[tuple[str, ...], str, int, bool]
"""The words of a command, the day it was typed on, the umask, and whether copies are taken."""

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

    Whoever types what was typed before in this process is given the answer of then. The files are
    copied once something else is done. Each beginning is really run before that, and whatever
    comes after it always. It is over for good with the first thing done to the ledger that is not
    such a command.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._typed: tuple[Typed, ...] = ()
        self._left: object = None  # how the folder was left: not there at first
        self._last: Kept | None = None
        self._is_owed = False  # the files of the last answer
        self._is_over = False

    def end(self) -> None:
        """Run what comes from now on."""
        self._is_over = True
        self._pay()

    def type(self, words: tuple[str, ...], today: str, run: Callable[[], Result]) -> Result:
        """Answer a command: out of memory, or by running it."""
        if not self._is_over and self._look() != self._left:
            assert not self._is_owed, "whoever touches the folder asks where the ledger is"
            self._is_over = True
        if self._is_over:
            return run()
        os.umask(mask := os.umask(0))
        self._typed = (*self._typed, (words, today, mask, takes_copies()))
        kept = _KEPT.get(self._typed)
        if kept is None or kept.before is not self._last:
            self._pay()
            kept = self._keep(run())
        else:
            _KEPT.move_to_end(self._typed)
            is_as_before = self._last is not None and kept.files is self._last.files
            self._is_owed = self._is_owed or not is_as_before
        self._last = kept
        return kept.result

    def _keep(self, result: Result) -> Kept:
        before, self._left = self._left, self._look()
        is_as_before = self._last is not None and self._left == before
        files = self._last.files if self._last and is_as_before else self._read()
        kept = Kept(result, files, self._last)
        if self._folder in result.out + result.err:
            self._is_over = True  # such an answer is that of this ledger alone
        else:
            _KEPT[self._typed] = kept
            if len(_KEPT) > MOST:
                _KEPT.popitem(last=False)
        return kept

    def _pay(self) -> None:
        """Bring the files to what the last answer left."""
        if not self._is_owed or self._last is None:
            return
        self._is_owed = False
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, (mode, content) in self._last.files.items():
            path = Path(self._folder + name)
            if content is None:
                path.mkdir()
            else:
                path.write_bytes(content)
            path.chmod(mode)
        self._left = self._look()

    def _read(self) -> Files:
        return {
            path.removeprefix(self._folder): (
                stat.S_IMODE(found.st_mode),
                None if stat.S_ISDIR(found.st_mode) else Path(path).read_bytes(),
            )
            for path, found in _walk(self._folder)
        }

    def _look(self) -> object:
        """Return what tells whether anything else has touched the folder."""
        return [
            (path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode)
            for path, found in _walk(self._folder)
        ] or None


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield a folder, if it is there, and all that is in it."""
    try:
        yield folder, os.lstat(folder)
    except FileNotFoundError:
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                yield entry.path, entry.stat(follow_symlinks=False)
