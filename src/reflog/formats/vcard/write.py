"""Writing vCards 4.0 and 3.0 (RFC 6350, RFC 2426) for reflog and others to read.

Who referred a person is written twice: as `X-REFERRED-BY`, which reflog reads, and for others in
4.0 as a RELATED that is also a `contact`, in 3.0 as a related name with a label, which Apple's and
Google's address books show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.names import fold, is_cjk, words_of
from reflog.domain.names.parts import name_in_card
from reflog.formats.draft import NO_BEGINNING, escaped
from reflog.formats.vcard import person as people
from reflog.formats.vcard.properties import is_extra, parts_of, property_of
from reflog.formats.vcard.referrals import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reflog.domain.cards.card import Card
    from reflog.formats.vcard.properties import Property

VERSIONS = ("4.0", "3.0")

_WIDTH = 75  # octets of a line, without its end (RFC 6350, 3.2)


def card(person: Card, *, version: str = VERSIONS[0]) -> str:
    """Return a person as a vCard, its lines folded and ended by CR LF.

    Args:
        person: their key becomes the UID.
        version: one of VERSIONS.
    """
    written = [extra for extra in person.extras if ":" in extra and is_extra(extra)]
    extras = [property_of(extra) for extra in written]
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    is_firm = _is_firm(person)
    if is_firm and not any(one.name in people.FIRM_SIGNS for one in extras):
        lines.append("KIND:org" if version != "3.0" else "X-ABShowAs:COMPANY")
    if person.key:
        lines.append(f"UID:{escaped(person.key)}")
    lines += _names(person, extras)
    lines += _work(person, extras, version)
    lines += _addresses(person, extras, version)
    if person.note:
        lines.append(f"NOTE:{escaped(person.note)}")
    if person.tags:
        lines.append(f"CATEGORIES:{_list(person.tags)}")
    for name, field in people.OWN.items():
        if text := getattr(person, field):
            lines.append(f"{name}:{escaped(text)}")
    if person.language:
        preferred = _preferred(extras, people.LANGUAGE, version)
        lines.append(f"{people.LANGUAGE}{preferred}:{escaped(person.language)}")
    lines += _referrals(person, extras, version)
    for extra, one in zip(written, extras, strict=True):
        if one.name != "N" or (not is_firm and _fits(one, person.name)):
            lines.append(extra)
    lines.append("END:VCARD")
    return "".join(folded(line) for line in lines)


def folded(line: str) -> str:
    """Fold a line into pieces of at most 75 octets, never within a letter."""
    raw = line.encode()
    pieces = []
    start, width = 0, _WIDTH
    while len(raw) - start > width:
        end = start + width
        while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004 - the mark of a byte that goes on a letter
            end -= 1
        pieces.append(raw[start:end])
        start, width = end, _WIDTH - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"


def _names(person: Card, extras: Sequence[Property]) -> Iterator[str]:
    yield f"FN:{escaped(person.name)}"
    if _is_firm(person):
        yield "N:;;;;"
    elif not any(one.name == "N" and _fits(one, person.name) for one in extras):
        yield f"N:{';'.join(map(escaped, name_in_card(person.name)))}"
    if person.aliases:
        yield f"NICKNAME:{_list(person.aliases)}"


def _work(person: Card, extras: Sequence[Property], version: str) -> Iterator[str]:
    if person.company and _first_part(extras, "ORG", 0) != person.company:
        yield f"ORG{_preferred(extras, 'ORG', version)}:{escaped(person.company)}"
    if person.profession:
        yield f"TITLE{_preferred(extras, 'TITLE', version)}:{escaped(person.profession)}"


def _addresses(person: Card, extras: Sequence[Property], version: str) -> Iterator[str]:
    kind = ";TYPE=INTERNET" if version == "3.0" else ""
    for email in person.emails:
        yield f"EMAIL{kind}:{escaped(email)}"
    for phone in person.phones:
        yield f"TEL:{escaped(phone)}"
    if person.city and _first_part(extras, "ADR", people.LOCALITY) != person.city:
        yield f"ADR{_preferred(extras, 'ADR', version)}:;;;{escaped(person.city)};;;"


def _referrals(person: Card, extras: Sequence[Property], version: str) -> Iterator[str]:
    number = 1
    groups = {one.group.lower() for one in extras}
    for name in person.referred_by:
        yield f"{OURS}:{escaped(name)}"
        if version != "3.0":
            yield f"RELATED;TYPE=contact,x-referred-by;VALUE=text:{escaped(name)}"
            continue
        while f"item{number}" in groups:
            number += 1
        yield f"item{number}.X-ABRELATEDNAMES:{escaped(name)}"
        yield f"item{number}.X-ABLabel:Referred by"
        number += 1


def _list(values: Sequence[str]) -> str:
    return ",".join(escaped(value) for value in values)


def _first_part(extras: Sequence[Property], name: str, place: int) -> str | None:
    """Return what a reader takes of the extras of this name: a part of the first that has it."""
    for one in sorted((one for one in extras if one.name == name), key=lambda one: one.rank):
        parts = parts_of(one.value, ";")
        part = " ".join(parts[place].split()) if len(parts) > place else ""
        if part:
            return part
    return None


def _preferred(extras: Sequence[Property], name: str, version: str) -> str:
    """Return what sets the person's own value before those that came with the extras."""
    if not any(one.name == name for one in extras):
        return ""
    return ";TYPE=pref" if version == "3.0" else ";PREF=1"


def _is_firm(person: Card) -> bool:
    """Return whether a card is that of a firm: it is called by its company."""
    company = (person.company or "").lstrip(NO_BEGINNING)
    return bool(company) and fold(company) == fold(person.name)


def _fits(one: Property, name: str) -> bool:
    """Return whether the parts of a name that came with the card are still those of the person."""
    parts = parts_of(one.value, ";")
    known = {word for part in parts for word in words_of(part)}
    main = {word for part in parts[: people.MIDDLE] for word in words_of(part)}
    shown = set(words_of(name))
    if is_cjk(joined := "".join(name.split())) and {*joined} == {*"".join(known)}:
        return True  # written without a space between the parts
    return shown <= known or (bool(main) and main <= shown)
