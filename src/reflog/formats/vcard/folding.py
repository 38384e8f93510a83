"""The lines of a vCard file, joined again where they were folded.

All of this is done on bytes: a writer may fold within a letter, and what a line's bytes
mean is said by the line itself (RFC 6350, 3.2; RFC 2426, 2.6; vCard 2.1, 2.1.3).
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.contacts import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            # Some phones end their last value so, with nothing behind it.
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
        """Tell whether the blank that begins a line is a part of the text.

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
