"""The properties of a card: their names, parameters and values, decoded."""

from __future__ import annotations

import binascii
import quopri
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reflog.formats.vcard.charsets import charset_of
from reflog.formats.vcard.lines import is_picture

if TYPE_CHECKING:
    from reflog.formats.vcard.charsets import Text
    from reflog.formats.vcard.lines import RawCard, RawLine

BINARY = "(binary)"
"""The name given to a property whose value is no text."""

PICTURES = {
    "PHOTO": "photo",
    "X-MS-CARDPICTURE": "photo",
    "LOGO": "logo",
    "SOUND": "sound",
    "KEY": "key",
    BINARY: "other attachment",
}
"""What is passed over, and what it is called."""

_OLDEST, _NEWEST = "2.1", "4.0"

_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):', re.DOTALL)
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_OLD_ESCAPES = re.compile(r"\\([nN,;:\\]?)")
_OLD_ESCAPES_DECODED = re.compile(r"\\([,;:\\]?)")
_VALUES = frozenset({"URL", "URI", "INLINE", "CONTENT-ID", "CID"})
_ENCODED = frozenset({"QUOTED-PRINTABLE", "8BIT", "7BIT", "BASE64", "B"})


class Head(NamedTuple):
    """What stands before the colon of a property.

    Attributes:
        group: the prefix that ties it to other properties, "item1"; "" if none.
        name: in capitals.
        spelled: the name as written.
        parameters: as versions 3.0 and 4.0 write them, without those of the encoding.
        types: what kind of value it is, in lower case: `work`, `fax`, `pref`.
        rank: its preference: 1 is first, 101 if nothing is said.
        encoding: `q` for quoted-printable, `b` for base64, `s` for a charset that writes
            its letters in ASCII.
    """

    group: str
    name: str
    spelled: str
    parameters: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    rank: int = 101
    encoding: str = ""


class Property(NamedTuple):
    """A property of a card.

    Attributes:
        line: where it begins in the file.
        value: decoded, but still escaped; line breaks are line feeds.
        is_cut: its value is left out, being longer than any that can be kept.
    """

    line: int
    value: str
    is_cut: bool
    group: str
    name: str
    spelled: str
    parameters: tuple[str, ...]
    types: frozenset[str]
    rank: int
    encoding: str


def properties(card: RawCard, text: Text) -> tuple[list[Property], list[int]]:
    """Return the properties of a card in its order, and the numbers of lines that are none.

    Args:
        text: decodes the lines.
    """
    read = [(line.number, _property(line, card.version, text)) for line in card.lines]
    return [one for _, one in read if one], [number for number, one in read if not one]


def text_of(value: str) -> str:
    r"""Return a value unescaped: `\n` is a line break, `\,` a comma."""
    return _ESCAPED.sub(_plain, value) if "\\" in value else value


def parts_of(value: str, separators: str) -> list[str]:
    """Split a value at separators that are not escaped, and unescape the parts."""
    if "\\" not in value:
        for other in separators[1:]:
            value = value.replace(other, separators[0])
        return value.split(separators[0])
    parts = [""]
    for piece in re.findall(rf"\\.|[{separators}]|[^\\{separators}]+|\\", value, re.DOTALL):
        if piece in separators:
            parts.append("")
        else:
            parts[-1] += piece
    return [text_of(part) for part in parts]


def extra_of(one: Property) -> str:
    """Return a property as versions 3.0 and 4.0 write it: one line, without control characters."""
    group = f"{one.group}." if one.group else ""
    parameters = "".join(f";{parameter}" for parameter in one.parameters)
    extra = f"{group}{one.spelled}{parameters}:{one.value}"
    return extra if extra.isprintable() else _CONTROLS.sub("", extra.replace("\n", "\\n"))


def is_extra(text: str) -> bool:
    """Return whether a text may be written into a card: one line, that begins or ends none."""
    head, value = _split(text)
    name = _head(head, is_newest=True).name
    begins_card = name == "AGENT" and value.strip().upper().startswith("BEGIN:VCARD")
    is_mark = name in {"BEGIN", "END", "VERSION"} or begins_card
    return not is_mark and not _CONTROLS.search(text)


def property_of(extra: str) -> Property:
    """Parse an extra back into a property."""
    head, value = _split(extra)
    return Property(0, value, False, *_head(head, is_newest=True))  # noqa: FBT003 - is_cut


def _property(line: RawLine, version: str, reading: Text) -> Property | None:
    number, content, is_cut = line
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace") if is_picture(content) else reading.of(line)
    if ":" not in text:
        return None
    before, value = _split(text)
    head = _head(before, is_newest=version == _NEWEST)
    if not head.name:
        return None
    if head.encoding and head.name not in PICTURES and not is_cut:
        size = len(before.encode()) + 1
        if (plain := _decoded(line, head.encoding, size, reading)) is None:
            head, value = head._replace(name=BINARY), ""
        else:
            value = plain
    if version == _OLDEST and "\\" in value:
        kept = _OLD_ESCAPES_DECODED if head.encoding == "q" else _OLD_ESCAPES
        value = kept.sub(_escaped_anew, value)
    return Property(number, value, is_cut, *head)


@lru_cache(maxsize=1024)
def _head(text: str, *, is_newest: bool) -> Head:
    """Take apart what stands before the colon; the name is empty where it is none."""
    before, _, _ = text.partition(";")
    group, _, spelled = before.rpartition(".")
    spelled = spelled.strip()
    if not (spelled.replace("-", "").replace("_", "").isalnum() and spelled.isascii()):
        return Head("", "", "")
    tokens = [token.strip() for token in _PARAMETER.findall(text[len(before) :])]
    parameters = tuple(filter(None, (_parameter(token, is_newest=is_newest) for token in tokens)))
    types = frozenset(
        one.strip().lower() for value in _values(parameters, "TYPE") for one in value.split(",")
    )
    ranks = [int(one) for one in _values(parameters, "PREF") if one.isascii() and one.isdigit()]
    rank = min(ranks, default=1 if "pref" in types else 101)
    upper = text[len(before) :].upper()
    quoted, base64 = "QUOTED-PRINTABLE" in upper, "BASE64" in upper or "ENCODING=B" in upper
    encoding = "q" if quoted else "b" if base64 else "s" if "ISO-2022" in upper else ""
    return Head(group.strip(), spelled.upper(), spelled, parameters, types, rank, encoding)


def _values(parameters: tuple[str, ...], name: str) -> list[str]:
    split = (one.partition("=") for one in parameters)
    return [
        value.replace('"', "").strip() for key, _, value in split if key.strip().upper() == name
    ]


def _parameter(token: str, *, is_newest: bool) -> str | None:
    """Return a parameter as the later versions write it; None where it says the encoding."""
    key, equals, _ = token.partition("=")
    upper = key.strip().upper()
    if not upper or upper == "CHARSET" or (upper == "ENCODING" and not is_newest):
        return None
    if equals:
        return token
    if upper in _ENCODED:
        return None
    return f"VALUE={token}" if upper in _VALUES else f"TYPE={token}"


def _decoded(line: RawLine, encoding: str, start: int, reading: Text) -> str | None:
    """Return a value without the encoding that it says it is written in; None if it is no text.

    Args:
        line: the property.
        encoding: as its head says.
        start: where in it the value begins.
        reading: reads its bytes.
    """
    raw = line.content[start:]
    if encoding == "q":
        raw = quopri.decodestring(raw)
    elif encoding == "b":
        try:
            raw = binascii.a2b_base64(raw)
            raw.decode(charset_of(line) or "utf-8")
        except ValueError:
            return None
    value = reading.decoded(raw, line)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _escaped_anew(escape: re.Match[str]) -> str:
    """Return a backslash of version 2.1, where it escapes little, in the later escapes."""
    return escape[0] if escape[1] else "\\\\"


def _split(text: str) -> tuple[str, str]:
    """Split a property at the first colon that is not within quotes."""
    head, _, value = text.partition(":")
    if '"' in head and (whole := _HEAD.match(text)) is not None:
        return whole[1], text[whole.end() :]
    return head, value


def _plain(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]
