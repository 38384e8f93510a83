"""In which charset a vCard is written: as it says, else UTF-8, else what is evident."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.formats.vcard.lines import refuse

if TYPE_CHECKING:
    from reflog.formats.vcard.lines import RawCard, RawLine

NEWEST = "4.0"
"""The version that is UTF-8 and nothing else (RFC 6350, 3.1)."""

_CHARSET = re.compile(rb";\s*CHARSET\s*=\s*\"?([^\";:]+)", re.IGNORECASE)

_PUNCTUATION = frozenset(
    b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99"
    b"\xa0\xa1\xa7\xa9\xab\xae\xb0\xb2\xb3\xb7\xbb\xbf".decode("cp1252")
)

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


def fallback_of(card: RawCard) -> str | None:
    """Return the charset of a card that is no UTF-8 and does not say what it is.

    Windows-1252 is the only one that is guessed, as it is what the programs that do not
    say so write. A card is taken to be in it as a whole, and where that is evident:
    nothing in it is UTF-8, and half of its letters at least are plain ones, which is so
    in no other alphabet.
    """
    if card.version == NEWEST:
        return None
    undecoded: list[bytes] = []
    for line in card.lines:
        if line.content.isascii() or _CHARSET.search(line.content):
            continue
        try:
            line.content.decode()
        except UnicodeDecodeError:
            undecoded.append(line.content.partition(b":")[2])
        else:
            return None
    if not undecoded:
        return None
    try:
        text = b"".join(undecoded).decode("cp1252")
    except UnicodeDecodeError:
        return None
    plain = sum(char.isascii() and char.isalpha() for char in text)
    foreign = sum(not char.isascii() and char not in _PUNCTUATION for char in text)
    return "cp1252" if foreign <= plain else None


def decoded(raw: bytes, line: RawLine, label: str | None, fallback: str | None) -> str:
    """Return bytes as text, in the charset of their label, else UTF-8, else the fallback.

    Raises:
        UnreadableError: they are no text in it.
    """
    for charset in (label,) if label else ("utf-8", fallback):
        if charset is None:
            continue
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    said = "the charset it says" if label else "UTF-8"
    return refuse(
        line.number,
        f"there are bytes that are not text in {said}",
        "export it again as vCard 3.0 or 4.0, in UTF-8",
    )


def charset_of(line: RawLine) -> str | None:
    """Return the charset that a property says it is in.

    Raises:
        UnreadableError: it is not known here, and the property is not ASCII.
    """
    found = _CHARSET.search(line.content.partition(b":")[0])
    if found is None:
        return None
    label = found[1].decode("ascii", "replace").strip().lower().replace("_", "-")
    charset = _CHARSETS.get(label)
    if charset is None and not line.content.isascii():
        refuse(
            line.number,
            "there are bytes in a charset that reflog doesn't know",
            "export it again as vCard 3.0 or 4.0, in UTF-8",
        )
    return charset
