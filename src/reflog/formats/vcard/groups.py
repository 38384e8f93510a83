"""Groups in address books: each becomes a tag on its members, never a person.

`KIND:group` with MEMBER, Apple's X-ADDRESSBOOKSERVER-KIND and -MEMBER, Evolution's
X-EVOLUTION-LIST whose members are its e-mail addresses, and KAddressBook's
X-KADDRESSBOOK-DistributionList.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Group, Left, Member, Reading
from reflog.domain.names import fold
from reflog.formats.draft import Draft, line_of, with_tags
from reflog.formats.remarks import Remarks
from reflog.formats.vcard.person import KINDS
from reflog.formats.vcard.properties import parts_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reflog.formats.vcard.properties import Property

_MEMBERS = frozenset({"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"})
_LIST, _DISTRIBUTION = "X-EVOLUTION-LIST", "X-KADDRESSBOOK-DISTRIBUTIONLIST"
_SHOWN = re.compile(r'\s*"?(.*?)"?\s*<([^<>]+)>\s*\Z')
_URI = re.compile(r"(?i)(?:urn:uuid:|uid:)")


def group_of(line: int, said: Sequence[Property]) -> Group | None:
    """Return the group that a card is, None if it is a person."""
    if not any(map(_is_sign, said)):
        return None
    name = next((text for name in ("FN", "N", "ORG") if (text := _text(said, name))), "")
    return Group(line=line, name=name, members=tuple(_members(said)))


def tagged(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings with their groups as tags; members may be in another file of the folder."""
    has_groups = any(reading.groups for reading in readings)
    return _Tagging(readings).done() if has_groups else list(readings)


def _is_sign(one: Property) -> bool:
    value = one.value.strip().lower()
    return (
        (one.name in KINDS and value == "group")
        or (one.name == _LIST and value == "true")
        or one.name == _DISTRIBUTION
    )


def _text(said: Sequence[Property], name: str) -> str:
    for one in said:
        if one.name == name:
            value = " ".join(parts_of(one.value, ";")) if name != "FN" else text_of(one.value)
            if text := line_of(value):
                return text
    return ""


def _members(said: Sequence[Property]) -> Iterator[Member]:
    is_list = any(one.name == _LIST for one in said)
    for one in said:
        value = text_of(one.value).strip()
        if one.name in _MEMBERS and value:
            yield _member(value)
        elif one.name == _DISTRIBUTION:
            for entry in value.replace(",", "\x1f").split(";"):
                parts = [part.strip() for part in entry.split("\x1f") if part.strip()]
                email = next((part for part in parts if "@" in part), "")
                key = next((part for part in parts if part != email), "")
                if parts:
                    yield Member(key=key, email=email, name=key)
        elif is_list and one.name == "EMAIL" and value:
            shown = _SHOWN.match(value)
            name, email = (shown[1], shown[2]) if shown else ("", value)
            of = {
                key.strip().upper(): given.strip('"')
                for key, _, given in (each.partition("=") for each in one.parameters)
            }
            yield Member(
                key=of.get("X-EVOLUTION-DEST-CONTACT-UID", ""),
                email=of.get("X-EVOLUTION-DEST-EMAIL", email).strip(),
                name=of.get("X-EVOLUTION-DEST-NAME", name).strip(),
            )


def _member(uri: str) -> Member:
    if uri.lower().startswith("mailto:"):
        shown = _SHOWN.match(uri[len("mailto:") :])
        if shown:
            return Member(email=shown[2], name=shown[1])
        return Member(email=uri[len("mailto:") :])
    return Member(key=uri)


class _Tagging:
    """Puts the names of groups on their members, among all the cards of some files."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._cards = [list(reading.cards) for reading in readings]
        self._found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._tags: dict[tuple[int, int], list[str]] = {}
        for at, cards in enumerate(self._cards):
            for place, card in enumerate(cards):
                self._know(card, at, place)

    def done(self) -> list[Reading]:
        """Return the readings, with tags and with members who have no card of their own."""
        told = [self._told(at, reading) for at, reading in enumerate(self._readings)]
        for (at, place), tags in self._tags.items():
            self._cards[at][place] = with_tags(self._cards[at][place], tags)
        both = zip(told, self._cards, strict=True)
        return [reading.replaced(cards=tuple(cards), groups=()) for reading, cards in both]

    def _know(self, card: Card, at: int, place: int) -> None:
        for what in _signs(card):
            self._found.setdefault(what, []).append((at, place))

    def _told(self, at: int, reading: Reading) -> Reading:
        """Tag the members of the groups of a file, and say so."""
        left = list(reading.left)
        remarks = list(reading.remarks)
        for group in reading.groups:
            known = {one: self._tag(group, one, at) for one in dict.fromkeys(group.members)}
            unknown = sum(not known[member] for member in group.members)
            count = len(group.members) - unknown
            reason = f"it is a group: its name is a tag on {count} "
            reason += "person" if count == 1 else "people"
            left.append(Left(line=group.line, reason=reason))
            if unknown:
                members = "1 member" if unknown == 1 else f"{unknown} members"
                remarks.append(
                    f"{members} of the group on line {group.line} "
                    f"{'is' if unknown == 1 else 'are'} not in the file, ignored."
                )
        left.sort(key=lambda one: one.line)
        return reading.replaced(left=tuple(left), remarks=tuple(remarks))

    def _tag(self, group: Group, member: Member, at: int) -> bool:
        """Tag a member of a group; False if nothing says who it is."""
        places = self._places(member)
        if not places and (made := _made(group, member)):
            self._know(made, at, len(self._cards[at]))
            self._cards[at].append(made)
            return True
        for place in places:
            self._tags.setdefault(place, []).append(group.name)
        return bool(places)

    def _places(self, member: Member) -> list[tuple[int, int]]:
        for what in (
            ("key", _bare(member.key)),
            ("email", fold(member.email)),
            ("name", fold(member.name)),
        ):
            found = self._found.get(what) if what[1] else None
            if found and (len(found) == 1 or what[0] == "key"):
                return found
            if found and member.name:
                named = {*self._found.get(("name", fold(member.name)), [])}
                if both := [place for place in found if place in named]:
                    return both
        return []


def _made(group: Group, member: Member) -> Card | None:
    """Make a person of someone whom only the group knows, where it says enough of them."""
    if not member.email and (not member.name or member.name == member.key):
        return None
    draft = Draft(group.line, "vcard", Remarks())
    draft.part("name", member.name, "MEMBER")
    draft.email(member.email, "MEMBER")
    draft.tag(group.name, "FN")
    made = draft.done()
    return made if isinstance(made, Card) else None


def _signs(card: Card) -> Iterable[tuple[str, str]]:
    if card.key:
        yield "key", _bare(card.key)
    for email in card.emails:
        yield "email", fold(email)
    yield "name", fold(card.name)


def _bare(key: str) -> str:
    return _URI.sub("", key.strip()).lower()
