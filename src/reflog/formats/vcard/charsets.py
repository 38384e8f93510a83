"""Finding the charset of a vCard: the one it names, else UTF-8, else the evident one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.formats import decoding
from reflog.formats.vcard.lines import is_picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.formats.vcard.lines import RawCard, RawLine

_FEW = 1  # accented letters that say nothing yet
_PUNCTUATION = frozenset(
    b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99"
    b"\xa0\xa1\xa7\xa9\xab\xae\xb0\xb2\xb3\xb7\xbb\xbf".decode("cp1252")
)
_CHARSET = re.compile(rb";\s*CHARSET\s*=\s*\"?([^\";:]+)", re.IGNORECASE)

# What the web reads them as too; a label is otherwise looked up in this list only, since
# Python knows text encodings that are no charset.
_CHARSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ansi": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks-c-5601-1987": "cp949",
    "macintosh": "mac-roman",
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (*range(2, 12), *range(13, 17))},
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
    **{f"cp{page}": f"cp{page}" for page in (437, 850, 852, 866, 874, 932, *range(1250, 1259))},
    **{
        same: same
        for same in (
            *("utf-8", "utf8", "gb18030", "big5", "euc-kr", "euc-jp", "shift-jis", "sjis"),
            *("iso-2022-jp", "iso-2022-kr", "koi8-r", "koi8-u", "tis-620"),
        )
    },
}


class Text:
    """Decodes the cards of a file as well as it can, and remembers where it could not.

    Attributes:
        guessed: the lines decoded as Windows-1252.
        lost: the lines with a character that could not be decoded.
    """

    def __init__(self) -> None:
        self.guessed: list[int] = []
        self.lost: list[int] = []
        self._page: str | None = None

    def begin(self, card: RawCard) -> None:
        """Begin a card; if none of its lines is UTF-8, all are decoded as Windows-1252."""
        lines = foreign(card.lines)
        is_whole = lines and not any(map(_is_utf8, lines)) and not _shows_other_page(lines)
        self._page = "cp1252" if is_whole else None

    def of(self, line: RawLine) -> str:
        """Decode a whole line, before its value is unescaped."""
        return self._read(line.content, line)

    def decoded(self, raw: bytes, line: RawLine) -> str:
        """Decode the bytes of a value that was quoted-printable or base64."""
        return self._read(raw, line, says_guessed=False)

    def _read(self, raw: bytes, line: RawLine, *, says_guessed: bool = True) -> str:
        label = charset_of(line)
        if label is not None:
            try:
                return raw.decode(label)
            except UnicodeDecodeError:
                pass
        if self._page is not None and says_guessed:
            text, is_guessed = raw.decode(self._page, "replace"), True
        else:
            text, is_guessed = decoding.read(raw)
        if decoding.LOST in text:
            self.lost.append(line.number)
        elif is_guessed and says_guessed:
            self.guessed.append(line.number)
        return text


def refuse_other_page(every: Iterable[RawCard]) -> bool:
    """Return whether no card is UTF-8; raise UnreadableError if they seem in another code page.

    One card among others proves nothing: there a stray byte costs no more than itself. The hint
    names the option that says which page it is.
    """
    found: list[list[RawLine]] = []
    count = 0
    for card in every:
        count += 1
        if lines := foreign(card.lines):
            found.append(lines)
    lines = [line for lines in found for line in lines]
    if any(map(_is_utf8, lines)):
        return False
    if (len(found) > 1 or count == 1) and _shows_other_page(lines):
        first = next((line for line in lines if _shows_other_page([line])), lines[0])
        raise decoding.refuse_other_page(first.number)
    return True


def foreign(lines: Iterable[RawLine]) -> list[RawLine]:
    """Return the lines of text that are not ASCII and name no charset."""
    return [
        line
        for line in lines
        if not line.content.isascii()
        and not is_picture(line.content)
        and not _CHARSET.search(line.content.partition(b":")[0])
    ]


def charset_of(line: RawLine) -> str | None:
    """Return the charset that a line names; None if it names none that is known here."""
    found = _CHARSET.search(line.content.partition(b":")[0])
    if found is None:
        return None
    label = found[1].decode("ascii", "replace").strip().lower().replace("_", "-")
    return _CHARSETS.get(label)


def _is_utf8(line: RawLine) -> bool:
    text, is_guessed = decoding.read(line.content)
    return not is_guessed and decoding.LOST not in text


def _shows_other_page(lines: Iterable[RawLine]) -> bool:
    values = (line.content.partition(b":")[2].decode("cp1252", "replace") for line in lines)
    text = "\n".join(values)
    letters = sum(char.isascii() and char.isalpha() for char in text)
    others = sum(not char.isascii() and char not in _PUNCTUATION for char in text)
    # In no language of Windows-1252 are half of the letters accented.
    return decoding.other_page(text) or others > max(letters, _FEW)
