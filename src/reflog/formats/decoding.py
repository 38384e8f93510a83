"""Finding the encoding of a text: UTF-8, UTF-16, else Windows-1252, or the one the user names.

Classic Outlook and a spreadsheet's plain CSV can write only the code page of their machine.
Windows-1252 is the only page that is guessed; if letters inside words look like another page's,
the file is refused, and the hint names the option that says which. A byte that can't be decoded
costs no more than itself: it becomes U+FFFD, with a remark.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from reflog.errors import UsageError, quoted
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import Remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
"""Stands for what was a character once, and can't be read any more."""

GUESSED = "Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME)"
GUESSED_LINE = "Not UTF-8, so read as Windows-1252,"
NO_TEXT = f"Characters that can't be read, kept as {LOST},"
SPOILED = "Letters that a spreadsheet had spoiled set right"
NUL = "A NUL, which text never has, left out"

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_C1 = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _shown(byte: int) -> str:
    """Return a byte as Windows-1252, where it has none as what programs make of it."""
    return _C1.get(byte) or bytes([byte]).decode("cp1252")


_UNITS = 64  # of UTF-16 without a mark, looked at
MOST_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_BEHIND = re.compile(rb"[\0\x1a][\0\x1a\s]*\Z")
_PAIR = re.compile(rb"\xed([\xa0-\xaf][\x80-\xbf])\xed([\xb0-\xbf][\x80-\xbf])")
_FOREIGN = "À-ÖØ-öø-ÿŒœŠšŽžŸƒ"
_NEARLY = re.compile(rb"[\xc0\xc1][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|[\xf4-\xf7][\x80-\xbf]{3}")
"""What is written as UTF-8 is, and means no character."""

_LETTER = f"A-Za-z{_FOREIGN}"
_OF_DOS = b"\x82\x84\x86\x87\x88\x89\x98\xa2\xa4\xa5\xa6\xac\xb1\xb6\xb8".decode("cp1252")
"""What letters of DOS and of old Macs look like within a word."""

_NO_LETTER = b"\xa2\xa4\xa6\xac\xb1\xb2\xb6\xb7\xb8\xb9\xbc\xbd\xbe".decode("cp1252")
_OTHER_PAGE = re.compile(
    # Polish, Turkish and Czech letters, as they look in the wrong page; "£25" stays.
    rf"[£¯³](?=[{_LETTER}])|(?<=[{_LETTER}])[£¯³]"
    r"|[þý](?=[A-Za-z])|(?<=[A-Za-z])[þý]"
    rf"|(?<=[A-Za-z])[{_OF_DOS}](?=[a-z])"
    # Those of other alphabets: three in a row, or signs among them.
    rf"|[{_FOREIGN}]{{3}}|[{_FOREIGN}][{_NO_LETTER}]|[{_NO_LETTER}][{_FOREIGN}]"
)
_FOREIGN_WORD = re.compile(rf"[{_LETTER}]*[{_FOREIGN}][{_LETTER}]*")
_BROKEN = re.compile("[a-zß-öø-ÿ][ÂÃ](?![a-zß-öø-ÿ])")  # the first half of a letter in UTF-8
_PLENTY = 8
"""Letters of another alphabet from which on they outweigh plain ones: a word alone may be Žďár."""

_SECOND = "".join(map(_shown, range(0x80, 0xC0)))
_TWICE = re.compile(
    rf"[\xc2-\xdf][{re.escape(_SECOND)}]|[\xe0-\xef][{re.escape(_SECOND)}]{{2}}"
    rf"|[\xf0-\xf4][{re.escape(_SECOND)}]{{3}}"
)
"""A letter in UTF-8 that was read as Windows-1252, and written as UTF-8 once more."""

_MARKS_OF_TWICE = (b"\xc3\x82", b"\xc3\x83", b"\xc3\x85", b"\xc3\xa2", b"\xc3\xb0")
_NO_PAGES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
_BINARY = bytes(4)
_SAY_IT = "say which it is, as in --encoding windows-1250 (or mac-roman, cp437, koi8-r …)"


def checked(name: str) -> str:
    """Return the name of an encoding that was typed, as Python calls it.

    Raises:
        UsageError: there is no such encoding, or it is not one of text.
    """
    typed = name.strip().lower().replace("_", "-")
    try:
        found = codecs.lookup({"ansi": "cp1252", "unicode": "utf-16"}.get(typed, typed))
        b"ab".decode(found.name, "replace")
        if found.name not in _NO_PAGES:
            return found.name
    except (LookupError, ValueError):
        pass
    message = f"I don't know the encoding {quoted(name)}."
    hint = "name one like utf-8, utf-16, windows-1250, windows-1251, mac-roman or shift-jis"
    raise UsageError(message, hint=hint)


def utf8(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a whole text, as `narrow` returns it, as UTF-8, and what was guessed or lost of it.

    Raises:
        UnreadableError: it seems to be in another code page, or is not text.
    """
    remarks = Remarks()
    data = without_nul(data, remarks)
    guessed = False
    if not is_utf8(data):
        data, guessed = _by_lines(data, remarks)
    if any(mark in data for mark in _MARKS_OF_TWICE):
        data = _set_right(data, remarks)
    for line in lines_with(data, LOST.encode()):
        remarks.add(NO_TEXT, line)
    return data, ((f"{GUESSED}.",) if guessed else ()) + remarks.sentences()


def narrow(data: bytes, encoding: str | None = None) -> bytes:
    """Return bytes without byte order marks, in UTF-8 if their encoding is named or evident.

    NULs and Ctrl-Z at the end are cut off. Other bytes stay as they are: in a vCard each line may
    name its own encoding.

    Args:
        data: the bytes of the file.
        encoding: the one that the user names, as `checked` returns it.

    Raises:
        UnreadableError: UTF-16 ends within a character, or the text is too large.
    """
    wide = _WIDE.get(data[:2]) if encoding in {None, "utf-16"} else None
    bare = _bare_wide(data) if encoding in {None, "utf-16"} else None
    name = wide or bare or encoding
    if name in {"utf-16-le", "utf-16-be"} and len(data) % 2 and data[-1:] not in b"\0\n\r\x1a":
        line = data.count(b"\n") + 1
        reason = "the text ends within a character of UTF-16"
        raise UnreadableError(reason, line, hint="was it cut off? export it again")
    if name is not None and name != "utf-8":
        data = _recoded(data[: len(data) // 2 * 2] if wide else data, name)
    data = data.removeprefix(codecs.BOM_UTF8)
    return _BEHIND.sub(b"", data) if data[-256:].strip()[-1:] in {b"\0", b"\x1a"} else data


def read(raw: bytes) -> tuple[str, bool]:
    """Decode a line: as UTF-8, else as Windows-1252, else with U+FFFD for what can't be read.

    Returns:
        The text, and whether it was guessed to be Windows-1252.
    """
    try:
        return raw.decode(), False
    except UnicodeDecodeError:
        whole = _PAIR.sub(_emoji, raw)
    lost = whole.decode("utf-8", "replace")
    if is_utf8(whole) or _NEARLY.search(whole):
        return lost, False
    text = whole.decode("cp1252", "replace")
    has_letters = any(not char.isascii() and char != LOST for char in lost)
    if has_letters or LOST in text or _OTHER_PAGE.search(text) or _BROKEN.search(text):
        return lost, False
    return text, True


def other_page(text: str) -> bool:
    """Return whether a text decoded as Windows-1252 looks like another code page's."""
    if text.isascii():
        return False
    if _OTHER_PAGE.search(text):
        return True
    words = "".join(_FOREIGN_WORD.findall(text))
    plain = sum(map(str.isascii, words))
    return len(words) - plain > max(plain, _PLENTY)


def refuse_other_page(line: int) -> UnreadableError:
    """Return the error for text in a code page that can't be guessed."""
    return UnreadableError("there are letters of an encoding I can't tell", line, hint=_SAY_IT)


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8, without keeping the decoded text."""
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(data), _CHUNK):
            decoder.decode(data[begin : begin + _CHUNK], begin + _CHUNK >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def without_nul(data: bytes, remarks: Remarks) -> bytes:
    """Return bytes without the NULs among them, with a remark that names their lines.

    Raises:
        UnreadableError: there are so many that it is not text.
    """
    if b"\0" not in data:
        return data
    if (place := data.find(_BINARY)) >= 0:
        line = data.count(b"\n", 0, place) + 1
        reason = "there are NUL bytes, which text never has"
        raise UnreadableError(reason, line, hint="is it the right file? save it as UTF-8")
    for line in lines_with(data, b"\0"):
        remarks.add(NUL, line)
    return data.replace(b"\0", b"")


def lines_with(data: bytes, what: bytes) -> Iterator[int]:
    """Yield the number of each line that contains `what`."""
    number, begin = 1, 0
    end = b"\r" if b"\r" in data and b"\n" not in data else b"\n"
    while (place := data.find(what, begin)) >= 0:
        number += data.count(end, begin, place)
        yield number
        behind = data.find(end, place)
        if behind < 0:
            return
        number, begin = number + 1, behind + 1


def _recoded(data: bytes, encoding: str) -> bytes:
    """Return a text in UTF-8, made a piece at a time: it may need more room than it had."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    recoded = bytearray()
    for begin in range(0, len(data), _CHUNK):
        is_last = begin + _CHUNK >= len(data)
        try:
            text = decoder.decode(data[begin : begin + _CHUNK], is_last)
        except UnicodeError:
            reason = f"this is not written in {encoding}"
            raise UnreadableError(reason, hint="drop --encoding, or say another") from None
        recoded += text.encode("utf-8", "replace")
        if len(recoded) > MOST_BYTES:
            reason = f"this comes to more than {MOST_BYTES // 1024 // 1024} MB of text"
            raise UnreadableError(reason, hint="split it")
    return bytes(recoded)


def _bare_wide(data: bytes) -> str | None:
    """Return the order of UTF-16 without a mark: every second byte of plain text is 0."""
    low, high = data[0 : 2 * _UNITS : 2], data[1 : 2 * _UNITS : 2]
    for zero, other, name in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        zeros, others = zero.count(0), other.count(0)
        if len(zero) > 1 and not others and zeros * 4 >= len(zero) * 3:
            return name
    return None


def _by_lines(data: bytes, remarks: Remarks) -> tuple[bytes, bool]:
    """Return a text that is not wholly UTF-8 as that, and whether all of it was guessed."""
    lines = data.split(b"\n")
    foreign = [place for place, line in enumerate(lines) if not line.isascii()]
    odd = [place for place in foreign if not is_utf8(lines[place])]
    pairs = [place for place in odd if is_utf8(_PAIR.sub(_emoji, lines[place]))]
    is_whole = len(odd) == len(foreign) and not pairs and not _is_mostly_utf8(lines, odd)
    texts = [lines[place].decode("cp1252", "replace") for place in odd] if is_whole else []
    if is_whole and other_page("\n".join(texts)):
        found = (place for place, text in zip(odd, texts, strict=True) if other_page(text))
        raise refuse_other_page(next(found, odd[0]) + 1)
    for place, text in zip(odd, texts, strict=is_whole):
        lines[place] = text.encode()
    for place in () if is_whole else odd:
        text, is_guessed = read(lines[place])
        lines[place] = text.encode("utf-8", "replace")
        if is_guessed:
            remarks.add(GUESSED_LINE, place + 1)
    return b"\n".join(lines), is_whole


def _is_mostly_utf8(lines: list[bytes], odd: list[int]) -> bool:
    """Return whether lines hold at least as many letters of UTF-8 as bytes that are none."""
    lost = letters = 0
    for place in odd:
        text = lines[place].decode("utf-8", "replace")
        lost += text.count(LOST)
        letters += sum(not char.isascii() for char in text)
    return letters - lost >= lost


def _set_right(data: bytes, remarks: Remarks) -> bytes:
    """Return a text in which letters that were encoded twice are what they had been.

    A spreadsheet that reads UTF-8 as Windows-1252 shows two signs for a letter, and saves them.
    It does so to every letter: a line that has a right one beside them was never spoiled.
    """
    lines = data.split(b"\n")
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        text = line.decode("utf-8", "replace")
        if _TWICE.sub("", text).isascii() and (once := _TWICE.sub(_once, text)) != text:
            lines[place] = once.encode()
            remarks.add(SPOILED, place + 1)
    return b"\n".join(lines)


def _once(twice: re.Match[str]) -> str:
    raw = b"".join(
        bytes([ord(char)]) if ord(char) in _C1 else char.encode("cp1252") for char in twice[0]
    )
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return twice[0]


def _emoji(pair: re.Match[bytes]) -> bytes:
    """Return two halves of a character, each written as one, as the character they mean."""
    halves = b"".join(b"\xed" + pair[half] for half in (1, 2)).decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()
