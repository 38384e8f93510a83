"""A whole ledger is read piece by piece, wherever the pieces are torn."""

from __future__ import annotations

import itertools
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from documents import whole_ledger
from foreign_files import exported
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.reading import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commands import Commands


def pieces(data: bytes, size: int) -> Callable[[], Iterator[bytes]]:
    def each() -> Iterator[bytes]:
        for begin in range(0, len(data), size):
            yield data[begin : begin + size]

    return each


@pytest.fixture
def data(reflog: Commands) -> bytes:
    reflog.ok("contact", "add", "Zoë Ångström", "--note", 'says "\\o/" \u2028 😀')
    reflog.ok("intro fred sally")
    reflog.ok("mark 1 won --amount 2500")
    return exported(reflog, "--journal").encode()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 4096])
@pytest.mark.parametrize("form", ["as it is", "with a mark", "not escaped"])
def test_wherever_it_is_torn_it_says_the_same(data: bytes, size: int, form: str) -> None:
    whole = whole_ledger(data.decode())
    if form == "with a mark":
        data = b"\xef\xbb\xbf" + data
    elif form == "not escaped":
        data = data.replace(b"\\u00eb", "ë".encode()).replace(b"\\ud83d\\ude00", "😀".encode())
    torn = whole_ledger(pieces(data, size))
    assert {"op", "change"} <= whole[0].keys()
    assert torn == whole


@pytest.mark.parametrize("size", [1, 5, 4096])
def test_what_is_no_text_is_refused_with_its_line(data: bytes, size: int) -> None:
    lines = data.splitlines(keepends=True)
    lines[8] = lines[8].replace(b"1", b"\xff1", 1)
    with pytest.raises(UnreadableError) as refused:
        whole_ledger(pieces(b"".join(lines), size))
    assert (refused.value.line, refused.value.reason) == (9, "this is not UTF-8")


@pytest.mark.parametrize("size", [1, 3, 4096])
def test_a_number_that_is_torn_is_one_number(size: int) -> None:
    text = b'{"format": "reflog", "version": 1, "numbers": 123456}'
    found = {one.section: one.value for one in Document(pieces(text, size)).found()}
    assert found["numbers"] == 123456


def test_a_long_document_takes_no_more_room_than_a_short_one() -> None:
    line = b'{"note": "' + b"tea " * 1000 + b'"},\n'

    def long_one() -> Iterator[bytes]:
        yield b'{"format": "reflog", "version": 1, "notes": [\n'
        yield from itertools.repeat(line, 5000)
        yield b'{"note": "last"}]}'

    tracemalloc.start()
    try:
        assert sum(1 for _one in Document(long_one).found()) == 5003
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
