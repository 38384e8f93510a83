"""The lines of a vCard file, unfolded, and the cards between BEGIN and END.

All of this is done on bytes: a program may fold a line within a letter, and only the line itself
says what its bytes mean (RFC 6350, 3.2; RFC 2426, 2.6; vCard 2.1, 2.1.3).
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.contacts import LONGEST_TEXT
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_CARDS = 100_000
MOST_PROPERTIES = 5_000  # of one card: a file that never ends is refused before it fills memory

_LONGEST_MARK = 80  # characters of END:VCARD, with blanks around, or a group before it
_BEGIN, _END, _AGENT = b"BEGIN:VCARD", b"END:VCARD", b":BEGIN:VCARD"
_INDENTED = re.compile(
    rb"(?:^|\r)[ \t]+BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE | re.MULTILINE
)
_ANYWHERE = re.compile(
    rb"^[ \t]*(?:[A-Za-z0-9-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r*$", re.IGNORECASE | re.MULTILINE
)
_LOOKED_AT = 16 * 1024  # bytes in which a file begins its first card, behind what a mail has said


class RawCard(NamedTuple):
    """The lines between BEGIN:VCARD and its END:VCARD.

    Attributes:
        number: the line of the BEGIN.
        version: 2.1, 3.0 or 4.0 as the card says, 3.0 if it doesn't.
        lines: the properties, the version among them.
        agents: how many cards inside it were skipped.
        fault: why it can't be read, a clause; "" if it can.
    """

    number: int
    version: str
    lines: list[RawLine]
    agents: int
    fault: str = ""


def looks_like(data: bytes) -> bool:
    """Return whether this is a vCard file: it has a line that begins a card."""
    start = data[: 2 * _LOOKED_AT]
    if b"\0" in start:
        start = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = start[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8)
    return _ANYWHERE.search(start.replace(b"\r", b"\n")) is not None


def cards(data: bytes, outside: Callable[[int], object] = lambda _line: None) -> Iterator[RawCard]:
    """Yield the cards of a file, in its order.

    Args:
        data: bytes in UTF-8, or in the charsets that its lines name.
        outside: called with each line that is in no card.

    Raises:
        UnreadableError: there is no card, there are too many, or the file is cut off.
    """
    count = 0
    number = 1
    making: _Making | None = None
    for line in logical_lines(data):
        number = line.number
        if making is not None:
            if not making.takes(line):
                yield making.card()
                making = None
                if _mark(line) == _END:
                    continue
            else:
                continue
        if _mark(line) != _BEGIN:
            outside(number)
            continue
        count += 1
        if count > MOST_CARDS:
            reason = f"there are more than {MOST_CARDS} cards"
            raise UnreadableError(reason, number, hint="split it into several files")
        making = _Making(number)
    if making is not None:
        if data[-1:] not in b"\r\n" or making.is_within_value:
            reason = "the card that begins there is cut off"
            raise UnreadableError(reason, making.number, hint="export the file again")
        yield making.card()
    if not count:
        reason = "there is no card in the file"
        raise UnreadableError(reason, 1, hint="a card begins with BEGIN:VCARD")


class _Making:
    """A card whose END is still to come."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._version = "3.0"
        self._kept: list[RawLine] = []
        self._agents = self._depth = self._count = 0
        self._is_ended = False
        self._last = b""

    @property
    def is_within_value(self) -> bool:
        """Whether its last line says that it goes on."""
        return self._last.endswith(b"=") and b"QUOTED-PRINTABLE" in self._last.upper()

    def takes(self, line: RawLine) -> bool:
        """Take a line; False at the end of the card, or where the next one begins."""
        mark = _mark(line)
        if mark == _BEGIN and not self._depth and not self._ends_in_agent():
            return False
        if mark in {_BEGIN, _AGENT}:
            self._agents += not self._depth
            self._depth += 1
        elif mark == _END and not self._depth:
            self._is_ended = True
            return False
        elif mark == _END:
            self._depth -= 1
        elif not self._depth:
            self._keep(line)
        return True

    def card(self) -> RawCard:
        """Return the card."""
        fault = "" if self._is_ended else "the card has no END:VCARD"
        if self._count > MOST_PROPERTIES:
            fault = f"the card has more than {MOST_PROPERTIES} properties"
        return RawCard(self.number, self._version, self._kept, self._agents, fault)

    def _keep(self, line: RawLine) -> None:
        self._count += 1
        self._last = line.content
        if self._count > MOST_PROPERTIES:
            self._kept = []
            return
        self._kept.append(line)
        if line.content[:7].upper() == b"VERSION":
            self._version = line.content.rpartition(b":")[2].strip().decode("ascii", "replace")

    def _ends_in_agent(self) -> bool:
        """Return whether the last property says that a card follows; it is passed over."""
        if not self._kept or not _is_agent(self._kept[-1].content):
            return False
        self._kept.pop()
        return True


def _mark(line: RawLine) -> bytes:
    """Return BEGIN:VCARD or END:VCARD where the line is one, or the beginning of an agent."""
    content = line.content
    if len(content) > _LONGEST_MARK or content.rstrip()[-5:].upper() != b"VCARD":
        return b""
    mark = b"".join(content.split()).upper()
    if mark.endswith(_AGENT):
        return _AGENT if _is_agent(mark) else b""
    bare = mark.rpartition(b".")[2]
    return bare if bare in {_BEGIN, _END} else b""


def _is_agent(content: bytes) -> bool:
    return content.partition(b":")[0].partition(b";")[0].upper().endswith(b"AGENT")


_KEPT_BYTES = 12 * LONGEST_TEXT  # of one property: each byte may be written as =XX, four a letter
_LONGEST_HEAD = 1024
_FULL = range(74, 77)  # bytes of a line that was folded for its length, and not at a space
_BLANKS = b" \t"
_CARRIAGE = re.compile(rb"[^\r]*\r|[^\r]+")
_NOTE_OR_PICTURE = re.compile(
    rb"(?:[^.:;]*\.)?(?:(NOTE)|PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)[;:]", re.IGNORECASE
)


class RawLine(NamedTuple):
    """A property as it is in the file, unfolded.

    Attributes:
        number: the line it begins on, counted from 1.
        content: its bytes, except those of a picture.
        is_cut: it is longer than any value that can be kept, so its value is left out.
    """

    number: int
    content: bytes
    is_cut: bool = False


def logical_lines(data: bytes) -> Iterator[RawLine]:
    """Yield each property of a file, unfolded, without empty lines."""
    version = b""
    begun: RawLine | None = None
    long_one: _Property | None = None
    lines = physical_lines(data)
    for number, line in _outdented(lines) if _INDENTED.search(data) else lines:
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
    """Yield each line with its number, whatever ends it: LF, CR LF, CR or CR CR LF."""
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


def is_picture(content: bytes) -> bool:
    """Return whether a property is a picture, a sound or a key, which are not read."""
    found = _NOTE_OR_PICTURE.match(content)
    return found is not None and found[1] is None


def _outdented(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield lines without the blanks before every line of a card that is indented as a whole."""
    indent = b""
    is_within = False
    for number, line in lines:
        bare = line.lstrip(_BLANKS)
        if is_within:
            outdented = line.removeprefix(indent) if line.startswith(indent) else bare
        else:
            outdented = line
            if _mark(RawLine(number, bare)) == _BEGIN:
                indent = line[: len(line) - len(bare)]
                is_within, outdented = True, bare
        if is_within and _mark(RawLine(number, outdented)) == _END:
            is_within = False
        yield number, outdented


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
