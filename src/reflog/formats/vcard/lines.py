"""The lines of a vCard file, joined where they were folded, and the cards between BEGIN and END.

All of this is done on bytes: a writer may fold within a letter, and what a line's bytes
mean is said by the line itself (RFC 6350, 3.2; RFC 2426, 2.6; vCard 2.1, 2.1.3).
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from reflog.domain.contacts import LONGEST_TEXT
from reflog.formats.errors import UnreadableError

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
    """Return whether this is a vCard file: whether a card begins in the first line written on."""
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
            refuse(number, f"there are more than {MOST_CARDS} cards", "split it into several files")
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
                    f"a card begins inside the card on line {number}",
                    f"end the card on line {number} with END:VCARD",
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
        refuse(number, "the text is not valid UTF-16", "the file may be cut off; export it again")


def _refuse_nul(data: bytes) -> None:
    place = data.find(b"\0")
    if place >= 0:
        number = sum(1 for _line in physical_lines(data[: place + 1]))
        refuse(number, "there is a NUL, which text never has", "choose a vCard file")


def _refuse_outside(line: RawLine) -> None:
    what = "this is outside any card"
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


_KEPT_BYTES = 12 * LONGEST_TEXT  # of one property: each byte may be written as =XX, four a letter
_LONGEST_HEAD = 1024
_FULL = range(74, 77)  # bytes of a line that was folded for its length, and not at a space
_BLANKS = b" \t"
_CARRIAGE = re.compile(rb"[^\r]*\r|[^\r]+")
_NOTE_OR_PICTURE = re.compile(
    rb"(?:[^.:;]*\.)?(?:(NOTE)|PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)[;:]", re.IGNORECASE
)


class RawLine(NamedTuple):
    """A property as it stands in the file, unfolded.

    Attributes:
        number: the line where it begins, counted from 1.
        content: its bytes, without those of a picture.
        is_cut: it is longer than any value that can be kept, and its value is left out.
    """

    number: int
    content: bytes
    is_cut: bool = False


def logical_lines(data: bytes) -> Iterator[RawLine]:
    """Return every property of a file, unfolded; empty lines are left out."""
    version = b""
    begun: RawLine | None = None
    long_one: _Property | None = None
    for number, line in physical_lines(data):
        if begun is not None:
            # Most lines are seen at a glance to be none that goes on.
            if line[:1] in _BLANKS or b":" not in line or begun.content[-1:] in b"= \t":
                long_one = long_one or _Property(begun, is_old=version == b"2.1")
            if long_one is None:
                yield begun
            elif long_one.takes(line):
                continue
            else:
                yield long_one.closed()
            begun = long_one = None
        # Files put together of several have a mark in their middle.
        line = line.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 - as if it had never stood there
        if not line or line.isspace():
            continue
        if line[:1] in b"BbVv":
            version = _version_after(line, version)
        begun = RawLine(number, line) if len(line) <= _KEPT_BYTES else _cut(number, line)
    if begun is not None:
        yield long_one.closed() if long_one is not None else begun


def physical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Return each line with its number, whatever ends it: LF, CR LF, CR, CR CR LF."""
    number = 0
    for ended in io.BytesIO(data):
        line = ended.rstrip(b"\r\n")
        if b"\r" in line:
            for piece in _CARRIAGE.finditer(line):
                number += 1
                yield number, piece.group().rstrip(b"\r")
        else:
            number += 1
            yield number, line


class _Property:
    """A property whose last line may be still to come."""

    def __init__(self, begun: RawLine, *, is_old: bool) -> None:
        line = begun.content
        head = line.partition(b":")[0].upper() if b";" in line else b""
        special = _NOTE_OR_PICTURE.match(line)
        self._number = begun.number
        self._width = self._size = len(line)
        self._is_old = is_old
        self._is_quoted = b"QUOTED-PRINTABLE" in head
        self._is_base64 = b"BASE64" in head or b"ENCODING=B" in head
        self._is_note = special is not None and special[1] is not None
        self._is_picture = special is not None and special[1] is None
        self._goes_on = False
        self._parts = [self._without_soft_break(line) if self._is_quoted else line]

    def takes(self, line: bytes) -> bool:
        """Add a line of the file, where it goes on with this property."""
        if self._goes_on:
            # Some phones end their last value so, with nothing after it.
            if _is_end(line):
                return False
            self._add(self._without_soft_break(line))
            return True
        if line[:1] in _BLANKS and line:
            part = line if self._keeps_blank(line) else line[1:]
            self._add(self._without_soft_break(part) if self._is_quoted else part)
            self._width = len(line)
            return True
        if not line.strip() or b":" in line:
            return False
        # What has no colon is no property of its own: base64 that was not indented, or a
        # note whose lines were written as they are.
        if self._is_note and not self._is_base64:
            line = b"\n" + line
        if self._is_note or self._is_base64:
            self._add(line)
        return self._is_note or self._is_base64 or self._is_picture

    def closed(self) -> RawLine:
        """Return the property, whole."""
        if self._size > _KEPT_BYTES:
            return _cut(self._number, self._parts[0])
        content = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        return RawLine(self._number, content)

    def _add(self, part: bytes) -> None:
        if self._is_picture:
            return
        self._size += len(part)
        if self._size <= _KEPT_BYTES:
            self._parts.append(part)

    def _without_soft_break(self, line: bytes) -> bytes:
        """Return quoted-printable text, and note whether the next line goes on with it."""
        line = line.rstrip(_BLANKS)
        self._goes_on = line.endswith(b"=")
        return line[:-1] if self._goes_on else line

    def _keeps_blank(self, line: bytes) -> bool:
        """Return whether the blank that begins a line is a part of the text.

        vCard 2.1 folds at a blank, which stays; but many fold it as the later versions do,
        by one blank more where the line is full.
        """
        return self._is_old and self._width not in _FULL and line[1:2] not in _BLANKS


def _cut(number: int, line: bytes) -> RawLine:
    """Return what is left of a property that is longer than any value that can be kept."""
    head = line[:_LONGEST_HEAD].partition(b":")[0]
    return RawLine(number, head + b":-", is_cut=True)


def _version_after(line: bytes, version: bytes) -> bytes:
    """Return the version that the lines behind this one are written in."""
    start = line[:8].upper()
    if start == b"VERSION:":
        return line[8:].strip()
    return b"" if start.startswith(b"BEGIN:") else version


def _is_end(line: bytes) -> bool:
    return line[:4].upper() == b"END:" and line[4:].strip().upper() == b"VCARD"
