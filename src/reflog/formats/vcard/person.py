"""Turning a vCard into a person: which property becomes which field, and what is kept.

What the ledger has no field for, or too narrow a one, is kept as an extra and exported again: the
rest of an address, a company's departments, birthdays, fax numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left
from reflog.domain.contacts import LONGEST_TEXT
from reflog.domain.names import fold, words_of
from reflog.domain.names.parts import BEHIND, name_in_card
from reflog.formats import cells
from reflog.formats.draft import NO_BEGINNING, Draft, line_of
from reflog.formats.vcard import referrals
from reflog.formats.vcard.properties import PICTURES, extra_of, parts_of, text_of

if TYPE_CHECKING:
    from collections import Counter

    from reflog.formats.remarks import Remarks
    from reflog.formats.vcard.properties import Property

OWN = {"X-REFLOG-ROLE": "role", "X-REFLOG-GREETING": "greeting"}
"""The fields that vCards have no property for, by the property that reflog writes."""

LANGUAGE = "LANG"
FIRM_SIGNS = {"KIND": "org", "X-ABSHOWAS": "company"}
LONGEST_KEY = 1000  # characters of a UID
FAMILY, GIVEN, MIDDLE, PREFIX, SUFFIX = range(5)  # the parts of N
LOCALITY = 3  # the part of ADR that is the city

# About the file and not about the person; or said again whenever a card is written.
_FRAME = frozenset({"BEGIN", "END", "VERSION", "PRODID", "REV", "PROFILE"})
_LABELS = frozenset({"X-ABLABEL", "X-ABADR"})
KINDS = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND"})
_NO_PERSON = {"location": "a place", "device": "a device"}
_EVERYONE = "myContacts"
_NAME_PARTS = ("last", "first", "middle", "prefix", "suffix")
_CARD = "BEGIN:VCARD"
_FIRMS = frozenset("inc ltd llc llp gmbh ag co corp plc sa sarl bv nv kg ohg sons partners".split())
_EXTENSION = re.compile(r"(?i);ext=([0-9-]+).*")


def person(
    line: int, said: list[Property], remarks: Remarks, passed_over: Counter[str]
) -> tuple[Card | Left, list[tuple[int, str]]]:
    """Return a person's card, and the URIs of those who referred them, each with its line.

    Args:
        line: where the card begins in the file.
        said: its properties.
        remarks: collects remarks on what could not be kept.
        passed_over: counts the pictures that are skipped.
    """
    making = _Making(line, remarks, said)
    for one in said:
        making.sort_in(one, passed_over)
    return making.done(), making.referrers


class _Making:
    """Sorts the properties of one card."""

    def __init__(self, line: int, remarks: Remarks, said: list[Property]) -> None:
        self._line = line
        self._remarks = remarks
        self._draft = Draft(line, "vcard", remarks)
        self.referrers: list[tuple[int, str]] = []
        self._fields: dict[str, list[Property]] = {}
        self._extras: list[Property] = []
        self._named: dict[str, list[Property]] = {}
        self._labels = {
            one.group: text_of(one.value) for one in said if one.group and one.name == "X-ABLABEL"
        }
        self._name = ""
        firms = (parts_of(one.value, ";")[0] for one in said if one.name == "ORG")
        self._firm = line_of(next(firms, ""))
        self._is_firm = bool(self._firm) and any(
            FIRM_SIGNS.get(one.name) == one.value.strip().lower() for one in said
        )

    def sort_in(self, one: Property, passed_over: Counter[str]) -> None:
        """Put a property where it belongs: with a field, the extras, or nowhere."""
        name = one.name
        if name in _TAKEN:
            self._fields.setdefault(name, []).append(one)
        elif name in PICTURES:
            passed_over[PICTURES[name]] += 1
        elif name in _FRAME or not one.value.strip(" ;\n"):
            return
        elif name == "AGENT" and one.value[: len(_CARD)].upper() == _CARD:
            passed_over["card within a card"] += 1
        elif self._is_firm and name in FIRM_SIGNS:
            return
        elif one.is_cut or len(one.value) > LONGEST_TEXT:
            self._leave(one)
        elif referrals.is_referral(one, self._labels):
            self._refer(one)
        elif name == referrals.ANDROID and referrals.android(one).kind == "nickname":
            self._draft.alias(referrals.android(one).value, name)
        else:
            self._extras.append(one)

    def done(self) -> Card | Left:
        """Return the card, or the reason why there is none."""
        for name, take in _TAKEN.items():
            found = self._fields.get(name)
            if found is None:
                continue
            if len(found) > 1:
                found.sort(key=lambda one: one.rank)
            for one in found:
                if self._is_short(one):
                    self._draft.line = one.line
                    take(self, one)
        for name, said in self._named.items():
            self._draft.line = said[0].line
            # What several properties say alike is one name, as reflog writes it.
            self._draft.referred_by(name, said[0].name, is_one=len(said) > 1)
        self._draft.line = self._line
        taken = self._draft.done()
        if self._extras and isinstance(taken, Card):
            return taken._replace(extras=self._kept_extras())
        return taken

    def name(self, one: Property) -> None:
        """Take the name as it is shown; a second one is an alias."""
        text, _address = cells.display(line_of(text_of(one.value)))
        # Programs without a name show the address in its place, or say that there is none.
        if not text or cells.is_no_name(text):
            self._draft.part("name", text, one.name)
            return
        text = self._turned(text)
        if _is_same(text, self._firm):
            text = self._draft.firm(text)
        if self._is_firm and not _is_same(text, self._firm.lstrip(NO_BEGINNING)):
            text, alias = self._draft.firm(self._firm), text
            self._draft.alias(alias, one.name)
        if not self._draft.part("name", text, one.name):
            self._draft.alias(text, one.name)
        self._name = self._name or text

    def name_parts(self, one: Property) -> None:
        """Take the name by its parts, where it is not there as a whole."""
        parts = _parts(one)
        if self._is_firm and self._name:
            return
        if not self._name and not cells.is_no_name(" ".join(filter(None, parts))):
            for part, text in zip(_NAME_PARTS, parts, strict=False):
                self._draft.part(part, text, one.name)
        if any(parts) and not _is_plain_name(parts, self._name):
            self._extras.append(one)

    def _turned(self, text: str) -> str:
        """Return "Moss, Fred" as Fred Moss where N has these parts, or none at all."""
        before, comma, behind = (part.strip() for part in text.partition(","))
        if not comma or not before or not behind or _is_same(text, self._firm):
            return text
        if {*words_of(behind)} <= BEHIND or not words_of(behind):
            return text
        known = [_parts(one) for one in self._fields.get("N", ())]
        if any(any(parts) for parts in known):
            is_family = any(_is_same(parts[FAMILY], before) for parts in known)
            return f"{behind} {before}" if is_family else text
        is_plain = len(words_of(before)) == len(words_of(behind)) == 1
        return f"{behind} {before}" if is_plain and fold(behind) not in _FIRMS else text

    def organization(self, one: Property) -> None:
        """Take the firm; its departments are extras."""
        parts = [part for part in parts_of(one.value, ";") if part.strip()]
        if parts and (not self._draft.single("company", parts[0], one.name) or len(parts) > 1):
            self._extras.append(one)

    def profession(self, one: Property) -> None:
        """Take what they do: their title, else their role in the firm."""
        self._take_single("profession", one)

    def address(self, one: Property) -> None:
        """Take the city of the first address that has one; the rest is an extra."""
        parts = [*parts_of(one.value, ";"), *[""] * LOCALITY]
        city = parts[LOCALITY].strip()
        others = any(part.strip() for part in (*parts[:LOCALITY], *parts[LOCALITY + 1 :]))
        if (city and not self._draft.single("city", city, one.name)) or others:
            self._extras.append(one)

    def email(self, one: Property) -> None:
        """Take an e-mail address."""
        self._draft.email(text_of(one.value), one.name)

    def phone(self, one: Property) -> None:
        """Take a phone number; a fax or a pager is nothing to call, and is an extra."""
        types, number = one.types, text_of(one.value)
        is_no_phone = "pager" in types or ("fax" in types and not types & {"voice", "cell"})
        label = self._labels.get(one.group, "") if one.group else ""
        labeled = label if cells.is_plain_number(number) else f"{label} {number}"
        if is_no_phone or (labeled and cells.is_unanswered(labeled)):
            self._extras.append(one)
            return
        if ";" in number:
            number = _EXTENSION.sub(r" ext. \1", number).replace(";", ",")
        self._draft.phone(number, one.name)

    def nicknames(self, one: Property) -> None:
        """Take other names."""
        for nickname in parts_of(one.value, ","):
            self._draft.alias(nickname, one.name)

    def categories(self, one: Property) -> None:
        """Take tags; what Google writes on everyone says nothing."""
        for tag in parts_of(one.value, ",;"):
            if tag.strip() == _EVERYONE:
                self._remarks.add(f"The tag {_EVERYONE}, which everyone has, ignored", one.line)
            else:
                self._draft.tag(tag, one.name)

    def note(self, one: Property) -> None:
        """Take a note."""
        self._draft.note(text_of(one.value), one.name)

    def own(self, one: Property) -> None:
        """Take a field from the property that reflog writes for it."""
        field, text = OWN[one.name], text_of(one.value)
        if field == "role":
            self._draft.role(text, one.name)
        else:
            self._draft.single(field, text, one.name)

    def language(self, one: Property) -> None:
        """Take the language to write to them in."""
        self._take_single("language", one)

    def _take_single(self, field: str, one: Property) -> None:
        if not self._draft.single(field, text_of(one.value), one.name):
            self._extras.append(one)

    def key(self, one: Property) -> None:
        """Take what the file calls the person for good."""
        key = text_of(one.value).strip()
        if len(key) > LONGEST_KEY or not key.isprintable():
            self._draft.leave(f"{one.name} can't be kept as a name")
        elif self._draft.key is None and key:
            self._draft.key = key

    def _refer(self, one: Property) -> None:
        referrer = referrals.referrer_in(one)
        if referrals.is_uri(referrer):
            self.referrers.append((one.line, referrer))
        else:
            self._named.setdefault(referrer, []).append(one)

    def _kept_extras(self) -> tuple[str, ...]:
        """Return the extras as they are written; a label only with what it is a label of."""
        kept = {one.group for one in self._extras if one.group and one.name not in _LABELS}
        self._extras.sort(key=lambda one: one.line)
        return tuple(
            extra_of(one) for one in self._extras if one.name not in _LABELS or one.group in kept
        )

    def _is_short(self, one: Property) -> bool:
        if one.is_cut or len(one.value) > 2 * LONGEST_TEXT:
            self._leave(one)
            return False
        return True

    def _leave(self, one: Property) -> None:
        self._remarks.add(f"{one.name} has more than {LONGEST_TEXT} characters, ignored", one.line)


_TAKEN = {
    "FN": _Making.name,
    "N": _Making.name_parts,
    "NICKNAME": _Making.nicknames,
    "ORG": _Making.organization,
    "TITLE": _Making.profession,
    "ROLE": _Making.profession,
    "EMAIL": _Making.email,
    "TEL": _Making.phone,
    "ADR": _Making.address,
    "NOTE": _Making.note,
    "CATEGORIES": _Making.categories,
    "UID": _Making.key,
    LANGUAGE: _Making.language,
    **dict.fromkeys(OWN, _Making.own),
}
"""What is taken into the ledger's fields, in the order it is taken in."""


def _parts(one: Property) -> list[str]:
    """Return the parts of a name: family, given, middle, before, behind; all five."""
    parts = [_spaced(part) for part in parts_of(one.value, ";")]
    return [*parts, *[""] * (SUFFIX + 1 - len(parts))]


def _is_plain_name(parts: list[str], name: str) -> bool:
    """Return whether the parts of a name are those that would be made of the whole."""
    whole = name or " ".join(filter(None, (parts[GIVEN], parts[FAMILY])))
    return parts[: SUFFIX + 1] == list(map(_spaced, name_in_card(whole)))


def _spaced(part: str) -> str:
    return " ".join(part.replace(",", " ").split())


def _is_same(one: str, other: str) -> bool:
    return bool(one) and fold(one) == fold(other)


def no_person(said: list[Property]) -> str | None:
    """Return what a card is that is no person, as a reason to leave it."""
    kinds = (one.value.strip().lower() for one in said if one.name in KINDS)
    kind = next(filter(_NO_PERSON.get, kinds), "")
    return f"it is {_NO_PERSON[kind]}, not a person" if kind else None
