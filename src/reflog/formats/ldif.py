"""Reading LDIF (RFC 2849) as Thunderbird, SOGo and directories write people."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.names import fold
from reflog.formats import words
from reflog.formats.csv.columns import TAKES
from reflog.formats.csv.read import MOST_ROWS
from reflog.formats.draft import Draft, no_garbage, with_tags
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import Remarks, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "ldif"
_MOST_NAMES = 1024  # of attributes that are remembered

_BEGINS = re.compile(rb"\s*(?:#[^\r\n]*\s+)*(?:version:\s*\d|dn::?\s)", re.IGNORECASE)
_LINE_END = re.compile(rb"\r+\n|\r")
_RECORD = re.compile(rb"(?:[^\n]+(?:\n|\Z))+")
_GROUPS = frozenset({"groupofnames", "groupofuniquenames", "mozillaablist", "group"})
_MEMBER_MAIL = re.compile(r"(?:^|,)\s*mail=([^,]+)", re.IGNORECASE)
_MEMBER_NAME = re.compile(r"(?:^|,)\s*cn=((?:\\.|[^,\\])+)", re.IGNORECASE)

_TAKES = {name: TAKES[key] for key, names in words.listed("ldif") for name in names}
_FRAME = frozenset(
    {"dn", "objectclass", "version", "changetype", "modifytimestamp", "createtimestamp", "control"}
)
_KINDS = frozenset({"objectclass", "changetype"})
"""What says whether an entry is a person."""
_GROUP, _CHANGE = "group", "change"
_PLACES = frozenset({"dn", "mail"})
"""What the members of groups are named by."""
_PICTURES = frozenset({"jpegphoto", "photo", "thumbnailphoto", "usercertificate", "audio"})


def looks_like(data: bytes) -> bool:
    """Return whether a file is LDIF: its first line is a version or the name of an entry."""
    return _BEGINS.match(data) is not None


def read(data: bytes) -> Reading:
    """Read the people of an LDIF file that is in UTF-8.

    Raises:
        UnreadableError: it has too many entries, or is cut off.
    """
    with no_garbage():
        return _Entries().read(data)


class _Entries:
    """The entries of a file on their way to cards."""

    def __init__(self) -> None:
        self._remarks = Remarks()
        self._cards: list[Card] = []
        self._left: list[Left] = []
        self._passed: Counter[str] = Counter()
        self._pictures = 0
        self._named: list[tuple[str, int]] = []
        self._groups: list[tuple[int, str, list[str]]] = []

    def read(self, data: bytes) -> Reading:
        """Return every entry as a card, or with the reason why it was left."""
        count = 0
        names: dict[str, str] = {}
        for line, text in _records(data):
            said = _attributes(text, names)
            if isinstance(said, str):
                if not text.endswith("\n"):
                    reason = "the entry that begins there is cut off"
                    raise UnreadableError(reason, line, hint="export the file again")
                self._left.append(Left(line=line, reason=said, failed=True))
            elif not said or (said[0][0] == "version" and {*dict(said)} == {"version"}):
                continue
            else:
                self._entry(line, said)
            count += 1
            if count > MOST_ROWS:
                reason = f"it has more than {MOST_ROWS:,} entries"
                raise UnreadableError(reason, line, hint="import it in parts")
        self._tag_members()
        self._left.sort(key=lambda left: left.line)
        return Reading(
            source=SOURCE,
            cards=tuple(self._cards),
            left=tuple(self._left),
            remarks=(*self._counted(), *self._remarks.sentences()),
        )

    def _entry(self, line: int, said: list[tuple[str, str | None]]) -> None:
        kind = _kind_of(tuple([one for one in said if one[0] in _KINDS]))
        if kind is _GROUP:
            self._group(line, said)
            return
        if kind is _CHANGE:
            self._left.append(Left(line=line, reason="it is a change, not a person", failed=True))
            return
        draft = Draft(line, SOURCE, self._remarks)
        place = len(self._cards)
        named = []
        for name, value in said:
            if value and name in _PLACES:
                named.append((value, place))
            take = _TAKES.get(name)
            if take is None or value is None:
                self._take_other(draft, name, value)
            elif take(draft, value, name) is False:
                self._pass(draft, name, value)
        read = draft.done()
        if isinstance(read, Left):
            self._left.append(read)
            return
        self._named += named
        self._cards.append(read)

    def _take_other(self, draft: Draft, name: str, value: str | None) -> None:
        """Take what no field is for, or what is no text."""
        if name in _PICTURES:
            self._pictures += 1
        elif value is None:
            draft.leave(f"{name} is not text")
        elif name not in _FRAME:
            self._pass(draft, name, value)

    def _pass(self, draft: Draft, name: str, value: str) -> None:
        """Keep what no field takes, under the name of its attribute."""
        if value:
            draft.other(name, value)
            self._passed[name] += 1

    def _group(self, line: int, said: list[tuple[str, str | None]]) -> None:
        name = next((value for key, value in said if key == "cn" and value), "")
        members = [value for key, value in said if key in {"member", "uniquemember"} and value]
        self._groups.append((line, name, members))
        reason = "it is a group: its members have it as a tag"
        self._left.append(Left(line=line, reason=reason))

    def _tag_members(self) -> None:
        """Give the members of each group its name as a tag."""
        if not self._groups:
            return
        places: dict[str, int] = {}
        for named, place in self._named:
            places.setdefault(fold(named), place)
        tags: dict[int, list[str]] = {}
        for line, group, members in self._groups:
            for place in self._places(line, members, places):
                tags.setdefault(place, []).append(group)
        for place, given in tags.items():
            self._cards[place] = with_tags(self._cards[place], given)

    def _places(self, line: int, members: list[str], places: dict[str, int]) -> Iterator[int]:
        """Yield the place of each member of a group; who is nowhere else is a person too."""
        for member in members:
            mail, name = _MEMBER_MAIL.search(member), _MEMBER_NAME.search(member)
            address = mail[1].strip() if mail else ""
            place = places.get(fold(member))
            place = places.get(fold(address)) if place is None and address else place
            if place is None:
                draft = Draft(line, SOURCE, self._remarks)
                draft.part("name", re.sub(r"\\(.)", r"\1", name[1]) if name else "", "member")
                draft.email(address, "member")
                read = draft.done()
                if isinstance(read, Left):
                    continue
                place = len(self._cards)
                self._cards.append(read)
                places.setdefault(fold(member), place)
            yield place

    def _counted(self) -> Iterator[str]:
        if self._pictures:
            yield f"{self._pictures} {'photo' if self._pictures == 1 else 'photos'} skipped."
        if self._passed:
            named = [f"{name} ({count})" for name, count in sorted(self._passed.items())]
            yield f"Attributes without a field, kept for export: {listed(named)}."


def _records(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each run of lines between blank ones, with the line it begins on."""
    if b"\r" in data:
        data = _LINE_END.sub(b"\n", data)
    line, behind = 1, 0
    for found in _RECORD.finditer(data):
        line += data.count(b"\n", behind, found.start())
        behind = found.start()
        text = found[0].decode("utf-8", "replace")
        if not text.isspace():
            yield line, text


@lru_cache(1024)  # the same few in every entry
def _kind_of(said: tuple[tuple[str, str | None], ...]) -> str | None:
    """Return whether an entry is a group or a change, by its attributes of KINDS."""
    if any(name == "objectclass" and (value or "").lower() in _GROUPS for name, value in said):
        return _GROUP
    is_change = any(name == "changetype" and value != "add" for name, value in said)
    return _CHANGE if is_change else None


def _attributes(text: str, names: dict[str, str]) -> list[tuple[str, str | None]] | str:
    """Return the attributes of an entry, those that are no text without a value; else why not.

    Args:
        text: the entry.
        names: of the attributes seen so far, by what stands before the colon; those that are new
            are added.
    """
    if "\n " in text:
        text = text.replace("\n ", "")
    said: list[tuple[str, str | None]] = []
    for line in text.rstrip("\n").split("\n"):
        head, _between, value = line.partition(": ")
        if value and head in names:  # as most lines: text, of an attribute that was seen before
            said.append((names[head], value.strip()))
            continue
        head, colon, value = line.partition(":")
        if head[:1] == "#":
            continue
        if not colon or not head or head[0] == " ":
            return "it has a line that is no attribute"
        name, sign = head.partition(";")[0].lower(), value[:1]
        if len(names) < _MOST_NAMES:
            names[head] = name
        if sign == ":":
            said.append((name, _decoded(value[1:].strip(), name)))
        elif sign == "<":
            said.append((name, None))
        else:
            said.append((name, value.strip()))
    return said


def _decoded(value: str, name: str) -> str | None:
    if name in _PICTURES:
        return None
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
