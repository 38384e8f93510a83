"""What may be shown only once all of it was read, held until then."""

from __future__ import annotations

import contextlib
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

MEMORY = 8 << 20
"""Bytes, compressed, from which on what is held goes to the disk."""


@contextlib.contextmanager
def held(pieces: Iterable[bytes], folder: str) -> Iterator[Iterator[bytes]]:
    """Take in all pieces before the first is given out again, compressed meanwhile.

    What is too long for memory goes into a file without a name, in the folder of the ledger,
    where nobody else may read it; it stays in memory after all where the folder takes no file
    or the disk no more.
    """
    with contextlib.closing(_Aside(folder)) as aside:
        kept: list[tuple[bytes, int]] = []
        size = 0
        for piece in pieces:
            packed = zlib.compress(piece, 1)
            size += len(packed)
            is_aside = size > MEMORY and aside.takes(packed)
            kept.append((b"", len(packed)) if is_aside else (packed, 0))
        yield (zlib.decompress(packed or aside.next(size)) for packed, size in kept)


class _Aside:
    """A file that has no name, made when there is something to put into it."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._at = 0
        self._has_room = True

    def takes(self, content: bytes) -> bool:
        """Write it behind what is there; return False once there is no room for that."""
        if not self._has_room:
            return False
        try:
            if self._file is None:
                import tempfile

                from reflog.storage.files import TEMPORARY

                self._file = tempfile.TemporaryFile(  # noqa: SIM115 - close does
                    buffering=0, dir=self._folder, prefix=TEMPORARY
                )
            self._has_room = self._file.write(content) == len(content)
        except OSError:
            self._has_room = False
        return self._has_room

    def next(self, size: int) -> bytes:
        """Return what comes behind what was returned before, from the beginning."""
        if self._file is None:
            return b""
        self._file.seek(self._at)
        self._at += size
        return self._file.read(size)

    def close(self) -> None:
        """Let go of the file, and so of what is in it."""
        if self._file is not None:
            self._file.close()
