"""The cards of a vCard file: what stands between a BEGIN and its END, and nothing else."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from reflog.formats.errors import UnreadableError
from reflog.formats.vcard.folding import RawLine, logical_lines, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CARDS = 100_000
MOST_PROPERTIES = 5_000  # of one card: a file that never ends is refused before it fills memory

_LONGEST_MARK = 40  # characters of END:VCARD, with blanks around
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BARE = {b"B\0E\0": "utf-16-le", b"\0B\0E": "utf-16-be"}  # the beginning, without a mark


class RawCard(NamedTuple):
    """What stands between a BEGIN:VCARD and its END:VCARD.

    Attributes:
        number: the line of the BEGIN.
        version: 2.1, 3.0 or 4.0 as the card says; 3.0 where it says nothing.
        lines: the properties, the version among them.
        agents: how many cards within it were passed over.
    """

    number: int
    version: str
    lines: list[RawLine]
    agents: int


def looks_like(data: bytes) -> bool:
    """Tell whether this is a vCard file: whether a card begins in the first line written on."""
    start = data[:4096]
    if start[:2] in _WIDE or start[:4].upper() in _BARE:
        start = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    words = start.removeprefix(codecs.BOM_UTF8).split(None, 2)[:2]
    return b"".join(words).upper().startswith(b"BEGIN:VCARD")


def cards(data: bytes) -> Iterator[RawCard]:
    """Return the cards of a file, in its order.

    Raises:
        UnreadableError: a card never ends or begins within another, there is something outside
            of any card, or no card at all; or there are too many.
    """
    data = _narrow(data)
    _refuse_nul(data)
    count = 0
    number = 1
    lines = logical_lines(data)
    for line in lines:
        number = line.number
        if _mark(line) != b"BEGIN:VCARD":
            _refuse_outside(line)
        count += 1
        if count > MOST_CARDS:
            refuse(number, f"there are more than {MOST_CARDS} cards", "make several files of it")
        yield _card(line.number, lines)
    if not count:
        refuse(number, "there is no card in the file", "a card begins with BEGIN:VCARD")


def refuse(number: int, what: str, hint: str) -> NoReturn:
    """Refuse the whole file for what stands in one line of it.

    Raises:
        UnreadableError: always.
    """
    raise UnreadableError(what, number, hint=hint)


def _card(number: int, lines: Iterator[RawLine]) -> RawCard:
    kept: list[RawLine] = []
    version = "3.0"
    agents = depth = 0
    for line in lines:
        mark = _mark(line)
        if mark == b"BEGIN:VCARD":
            depth += 1
            if depth == 1 and not (kept and _is_agent(kept.pop())):
                refuse(
                    line.number,
                    f"a card begins within the card of line {number}",
                    f"end the card of line {number} with END:VCARD",
                )
            agents += depth == 1
        elif mark == b"END:VCARD" and not depth:
            return RawCard(number, version, kept, agents)
        elif mark == b"END:VCARD":
            depth -= 1
        elif not depth:
            kept.append(line)
            if line.content[:7].upper() == b"VERSION":
                version = line.content.rpartition(b":")[2].strip().decode("ascii", "replace")
        if len(kept) > MOST_PROPERTIES:
            break
    return refuse(
        number,
        f"the card that begins there has no END:VCARD within {MOST_PROPERTIES} properties"
        if len(kept) > MOST_PROPERTIES
        else "the card that begins there has no END:VCARD",
        "the file may be cut off; export it again",
    )


def _narrow(data: bytes) -> bytes:
    """Return the bytes as UTF-8 without a mark where they are UTF-16, else as they are."""
    encoding = _WIDE.get(data[:2])
    encoding = encoding or _BARE.get(data[:4].upper())
    if encoding is None:
        return data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(encoding).encode()
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        number = data[:place].count(b"\n") + 1
        refuse(number, "the text is no valid UTF-16", "the file may be cut off; export it again")


def _refuse_nul(data: bytes) -> None:
    place = data.find(b"\0")
    if place >= 0:
        number = sum(1 for _line in physical_lines(data[: place + 1]))
        refuse(number, "there is a NUL, which no text has", "choose a vCard file")


def _refuse_outside(line: RawLine) -> None:
    what = "this stands outside of any card"
    if _mark(line) == b"END:VCARD":
        what = "a card ends that has not begun"
    refuse(line.number, what, "a card begins with BEGIN:VCARD and ends with END:VCARD")


def _mark(line: RawLine) -> bytes:
    """Return BEGIN:VCARD or END:VCARD where the line is one, however it is written."""
    if line.content[:1] not in b"BbEe" or len(line.content) > _LONGEST_MARK:
        return b""
    return b"".join(line.content.split()).upper()


def _is_agent(line: RawLine) -> bool:
    head, _, value = line.content.partition(b":")
    return head.partition(b";")[0].upper().endswith(b"AGENT") and not value.strip()
