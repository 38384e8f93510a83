"""Reading a whole ledger's JSON strictly, one object after the other.

Objects are parsed from a window that moves over the text, so that a long document needs no more
memory than a short one. What is wrong is reported with its line.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from reflog.domain import Record
from reflog.errors import NewerError
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.document import FORMAT, HEADER, SECTIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Pieces = Callable[[], Iterator[bytes]]

DEEPEST = 32
"""How deep lists and objects may lie in each other."""

_BLOCK = 1024 * 1024
_MOST_BRACKETS = 100_000
"""In a block of text: a ledger has a tenth of that at most, and more fills the memory."""

_TORN = 16  # characters before the end of the window, within which a value may be cut in two

_BLANK = re.compile(r"[ \t\r\n]*")
_OTHER = "it is JSON, but not a reflog ledger"
_HINT = "to make such a file: reflog export"


class Found(Record):
    """An object of a section, or a value of the header, with its key and the line it begins on."""

    section: str
    line: int
    value: Any


def refuse(line: int, problem: str) -> NoReturn:
    """Raise UnreadableError with the problem and its line."""
    raise UnreadableError(problem, line, hint=_HINT)


class Document:
    """A document while it is read.

    Args:
        source: the text, or a function that yields its bytes.

    Attributes:
        present: the keys read so far whose values are not null.
    """

    def __init__(self, source: str | Pieces) -> None:
        self.present: set[str] = set()
        self._pieces = _blocks(source) if isinstance(source, str) else _decoded(source())
        self._text = ""
        self._at = 0
        self._line = 1
        self._decode = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant
        ).raw_decode

    def found(self) -> Iterator[Found]:
        """Yield what the document holds, in its own order.

        Raises:
            NewerError: a newer reflog wrote it.
            UnreadableError: it is not JSON, or not such a document.
        """
        if self._is_next("["):
            self._fail(_OTHER)
        self._take("{")
        seen: set[str] = set()
        if not self._is_next("}"):
            while True:
                key = self._value()
                line = self._line
                if not isinstance(key, str) or key not in {*HEADER, *SECTIONS} or key in seen:
                    self._fail("a key is there twice, or is not one of reflog's")
                seen.add(key)
                self._take(":")
                if key in SECTIONS and self._is_next("["):
                    self.present.add(key)
                    yield from self._list(key)
                elif (header := self._header(key, line)).value is not None:
                    self.present.add(key)
                    yield header
                if self._is_next("}"):
                    break
                self._take(",")
        self._skip()
        if self._at < len(self._text):
            self._fail("something comes after the end of the document")
        if "format" not in seen or "version" not in seen:
            self._fail(_OTHER)

    def _header(self, key: str, line: int) -> Found:
        value = self._value()
        if key in SECTIONS and value is not None:
            self._fail(f'"{key}" is not a list')
        if key == "format" and value != FORMAT:
            self._fail(_OTHER)
        if key == "version" and (type(value) is not int or value < 1):
            self._fail('"version" is not a version number')
        if key == "version" and value > VERSION:
            message = f"The file has version {value}; this reflog knows versions up to {VERSION}."
            raise NewerError(message, hint="upgrade reflog")
        return Found(section=key, line=line, value=value)

    def _list(self, section: str) -> Iterator[Found]:
        if self._is_next("]"):
            return
        while True:
            self._skip()
            line = self._line
            value = self._value()
            if not isinstance(value, dict):
                self._fail(f'"{section}" has something that is not an object')
            yield Found(section=section, line=line, value=value)
            if self._is_next("]"):
                return
            self._take(",")

    def _value(self) -> Any:  # noqa: ANN401 - JSON
        self._skip()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._may_be_torn(error) and self._reads_on():
                    continue
                self._move(max(error.pos, self._at))
                self._fail("it is not valid JSON")
            except RecursionError:
                self._fail(f"lists and objects are nested more than {DEEPEST} deep")
            except ValueError:
                self._fail("a number is too long")
            # A number that ends where the window does may go on behind it.
            if end < len(self._text) or not self._reads_on():
                break
        if _depth(value) > DEEPEST:
            self._fail(f"lists and objects are nested more than {DEEPEST} deep")
        self._move(end)
        return value

    def _may_be_torn(self, error: json.JSONDecodeError) -> bool:
        is_at_end = error.pos + _TORN >= len(self._text)
        return is_at_end or error.msg.startswith("Unterminated string")

    def _reads_on(self) -> bool:
        """Move the window on, to twice what is still to be read; False at the end of the text."""
        wanted = 2 * (len(self._text) - self._at)
        parts = [self._text[self._at :]]
        size = len(parts[0])
        while size <= wanted:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._require_few_brackets(piece)
            parts.append(piece)
            size += len(piece)
        self._text, self._at = "".join(parts), 0
        return len(parts) > 1

    def _is_next(self, sign: str) -> bool:
        """Return whether a sign comes next, and step over it."""
        self._skip()
        if self._text.startswith(sign, self._at):
            self._at += 1
            return True
        return False

    def _take(self, sign: str) -> None:
        if not self._is_next(sign):
            self._fail("it is not valid JSON")

    def _skip(self) -> None:
        while True:
            found = _BLANK.match(self._text, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._text) or not self._reads_on():
                return

    def _move(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _require_few_brackets(self, piece: str) -> None:
        if any(piece.count(sign) > _MOST_BRACKETS for sign in "[{"):
            self._fail("there are more lists and objects than a ledger has")

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = {sys.intern(key): value for key, value in pairs}
        if len(found) < len(pairs):
            self._fail("an object has the same key twice")
        return found

    def _constant(self, name: str) -> NoReturn:
        self._fail(f"{name} is not a number")

    def _fail(self, problem: str) -> NoReturn:
        refuse(self._line, problem)


def _blocks(text: str) -> Iterator[str]:
    bare = text.removeprefix("\ufeff")
    for begin in range(0, len(bare), _BLOCK):
        yield bare[begin : begin + _BLOCK]


def _decoded(pieces: Iterator[bytes]) -> Iterator[str]:
    """Yield the text of a file.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    for piece in pieces:
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            line += error.object.count(b"\n", 0, error.start)
            raise _not_utf8(line) from None
        line += text.count("\n")
        yield text
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _not_utf8(line) from None


def _not_utf8(line: int) -> UnreadableError:
    return UnreadableError("this is not UTF-8", line, hint="export it again")


def _depth(value: object) -> int:
    """Return how deep lists and objects lie in each other; not much deeper than allowed."""
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= DEEPEST:
        one, depth = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, depth)
            inner = one.values() if isinstance(one, dict) else one
            waiting += [(each, depth + 1) for each in inner if isinstance(each, dict | list)]
    return deepest
