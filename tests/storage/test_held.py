"""What is held until all of it is there: given out as it came, whatever the disk takes of it."""

from __future__ import annotations

import contextlib
import random
import resource
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reflog.storage import held

if TYPE_CHECKING:
    from collections.abc import Iterator

if not sys.platform.startswith("linux"):
    pytest.skip("only Linux lists the files that are open", allow_module_level=True)

PIECES = [random.Random(number).randbytes(3_000) for number in range(40)]  # noqa: S311 - no secret
IN_MEMORY = 10
"""How many of them stay in memory here."""


@pytest.fixture(autouse=True)
def _little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    size = sum(len(zlib.compress(piece, 1)) for piece in PIECES[:IN_MEMORY])
    monkeypatch.setattr(held, "MEMORY", size)


def on_disk(folder: Path) -> int:
    """The bytes of files without a name that this process has open in a folder."""
    found = 0
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the one that lists them is closed by now
            if handle.readlink().is_relative_to(folder):
                told = handle.stat()
                assert (told.st_nlink, told.st_mode & 0o777) == (0, 0o600)
                found += told.st_size
    return found


def test_what_is_long_waits_in_a_file_without_a_name(tmp_path: Path) -> None:
    with held.held(PIECES, str(tmp_path)) as kept:
        assert on_disk(tmp_path) > 3_000 * (len(PIECES) - IN_MEMORY)
        assert not list(tmp_path.iterdir())
        assert list(kept) == PIECES
    assert on_disk(tmp_path) == 0


def test_what_is_short_touches_no_disk(tmp_path: Path) -> None:
    with held.held(PIECES[:IN_MEMORY], str(tmp_path)) as kept:
        assert on_disk(tmp_path) == 0
        assert list(kept) == PIECES[:IN_MEMORY]


def test_where_no_file_can_be_made_it_waits_in_memory(tmp_path: Path) -> None:
    with held.held(PIECES, str(tmp_path / "there is none")) as kept:
        assert list(kept) == PIECES


@pytest.mark.parametrize("room", [0, 1, 3_000, 10_000, 50_000])
def test_a_disk_that_fills_up_on_the_way_keeps_what_it_took(tmp_path: Path, room: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with held.held(PIECES, str(tmp_path)) as kept:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert on_disk(tmp_path) == room
            assert list(kept) == PIECES
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_piece_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield from PIECES
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"), held.held(broken(), str(tmp_path)):
        pass
    assert on_disk(tmp_path) == 0
    assert not list(tmp_path.iterdir())
