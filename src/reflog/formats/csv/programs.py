"""The tables that other programs write, known by their columns, never by where they stand.

A program's columns are listed in the order they are taken in: of several cities the first
that is filled is the city, and the phone number a person answers comes before the others.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reflog.domain.names.folding import fold
from reflog.domain.names.typed import quoted
from reflog.domain.record import Record
from reflog.domain.schema import FIELDS, SEVERAL
from reflog.formats.csv import columns
from reflog.formats.csv.columns import Column
from reflog.formats.draft import Draft, listed
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reflog.formats.csv.columns import Take


class Dialect(Record):
    """The tables of one program.

    Attributes:
        source: one of the sources of cards.
        title: what the program is called.
        takes: its columns, folded, and what takes them; a `#` stands for any number.
        labels: how the column that labels a numbered one may end.
        unfilled: what stands in a cell that nobody has filled, in small letters.
        is_it: whether the folded columns are those of the program.
    """

    source: str
    title: str
    takes: dict[str, Take]
    labels: tuple[str, ...] = ()
    unfilled: frozenset[str] = frozenset()
    is_it: Callable[[frozenset[str]], bool]


class Plan(Record):
    """What is taken of a table: its columns in order, and the labels that go with them."""

    columns: tuple[Column, ...]
    labels: frozenset[int] = frozenset()
    unfilled: frozenset[str] = frozenset()


def recognized(header: Sequence[str]) -> Dialect | None:
    """Return the program that writes such a header, None where none is known to."""
    folded = frozenset(map(fold, header))
    return next((dialect for dialect in DIALECTS.values() if dialect.is_it(folded)), None)


def is_header_of(header: Sequence[str], dialect: Dialect) -> bool:
    """Return whether a line may be the header of a table that is said to be of the program."""
    known = [_numbered(fold(name)) in dialect.takes for name in header]
    return sum(known) > 1 or (len(known) == 1 and known[0])


def plan(header: Sequence[str], dialect: Dialect, line: int) -> Plan:
    """Return what is taken of a table with this header.

    Raises:
        UnreadableError: a column that is taken stands twice.
    """
    folded = [fold(name) for name in header]
    require_single(header, [name for name in folded if _numbered(name) in dialect.takes], line)
    places = {name: index for index, name in enumerate(folded)}
    taken: list[Column] = []
    labels: set[int] = set()
    for pattern, take in dialect.takes.items():
        for name in _matching(pattern, folded):
            label = _label(name, places, dialect.labels)
            labels |= set() if label is None else {label}
            index = places[name]
            taken.append(Column(index=index, shown=quoted(header[index]), take=take, label=label))
    return Plan(columns=tuple(taken), labels=frozenset(labels), unfilled=dialect.unfilled)


def require_single(header: Sequence[str], taken: Sequence[str], line: int) -> None:
    """Refuse a header in which one of the taken columns, folded, stands more than once."""
    twice = [name for name, count in Counter(taken).items() if count > 1]
    if twice:
        shown = listed([quoted(name) for name in header if fold(name) == twice[0]])
        reason = f"several columns have the same name: {shown}"
        raise UnreadableError(reason, line, hint="rename or delete the one you don't mean")


def _matching(pattern: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the columns that a listed one stands for, those with numbers in their order."""
    if "#" not in pattern:
        return iter([pattern] if pattern in names else [])
    found = [name for name in dict.fromkeys(names) if _numbered(name) == pattern]
    return iter(sorted(found, key=lambda name: int("".join(filter(str.isdigit, name)))))


def _numbered(name: str) -> str:
    return re.sub(r" \d{1,4} - ", " # - ", name, count=1, flags=re.ASCII)


def _label(name: str, places: dict[str, int], endings: Sequence[str]) -> int | None:
    """Return where the label of `phone 1 - value` stands: under `phone 1 - label`."""
    group, dash, _value = name.rpartition(" - ")
    found = (places.get(f"{group} - {ending}") for ending in endings if dash)
    return next((place for place in found if place is not None), None)


def _is_google(names: frozenset[str]) -> bool:
    numbered = any(_numbered(name) in _GOOGLE_GROUPS for name in names)
    old = {"given name", "family name"} <= names
    new = {"first name", "last name"} <= names
    return (old or new) and (
        numbered or bool(names & {"group membership", "labels", "file as", "organization name"})
    )


def _is_outlook(names: frozenset[str]) -> bool:
    return bool(names & {"first name", "last name"}) and len(names & _OUTLOOK_ONLY) > 2  # noqa: PLR2004 - one or two others may have too


def _is_linkedin(names: frozenset[str]) -> bool:
    return {"first name", "last name", "connected on"} <= names


_SEVERAL = ";,"
_GOOGLE_GROUPS = {
    "e-mail # - value": columns.each(Draft.email, _SEVERAL),
    "phone # - value": columns.phones,
    "address # - city": columns.single("city"),
    "organization # - name": columns.single("company"),
    "organization # - title": columns.single("profession"),
    "relation # - value": columns.relation,
    "custom field # - value": columns.relation,
}
_GOOGLE: dict[str, Take] = {
    "name": columns.named("name"),
    "name prefix": columns.named("prefix"),
    "first name": columns.named("first"),
    "given name": columns.named("first"),
    "middle name": columns.named("middle"),
    "additional name": columns.named("middle"),
    "last name": columns.named("last"),
    "family name": columns.named("last"),
    "name suffix": columns.named("suffix"),
    "nickname": columns.each(Draft.alias),
    "organization name": columns.single("company"),
    "occupation": columns.single("profession"),
    "organization title": columns.single("profession"),
    "notes": columns.note,
    "labels": columns.groups,
    "group membership": columns.groups,
    **_GOOGLE_GROUPS,
}
_OUTLOOK_EMAILS = ("e-mail address", "e-mail 2 address", "e-mail 3 address")
_OUTLOOK_PHONES = (
    "mobile phone",
    "primary phone",
    "business phone",
    "business phone 2",
    "home phone",
    "home phone 2",
    "other phone",
    "company main phone",
    "car phone",
    "radio phone",
    "callback",
)
_OUTLOOK: dict[str, Take] = {
    "first name": columns.named("first"),
    "middle name": columns.named("middle"),
    "last name": columns.named("last"),
    "suffix": columns.named("suffix"),
    "nickname": columns.each(Draft.alias),
    "company": columns.single("company"),
    "profession": columns.single("profession"),
    "job title": columns.single("profession"),
    "business city": columns.single("city"),
    "home city": columns.single("city"),
    "other city": columns.single("city"),
    **dict.fromkeys(_OUTLOOK_EMAILS, columns.each(Draft.email, _SEVERAL)),
    **dict.fromkeys(_OUTLOOK_PHONES, columns.phones),
    "categories": columns.each(Draft.tag, _SEVERAL),
    "notes": columns.note,
    "referred by": columns.each(Draft.referred_by, ";"),
}
_OUTLOOK_ONLY = frozenset(
    {
        *_OUTLOOK_EMAILS,
        *_OUTLOOK_PHONES,
        *(
            f"{kind} {part}"
            for kind in ("business", "home", "other")
            for part in ("city", "street")
        ),
        "business fax",
        "e-mail display name",
        "imaddress",
        "internet free busy",
        "job title",
        "referred by",
        "web page",
    }
)
_LINKEDIN: dict[str, Take] = {
    "first name": columns.named("first"),
    "last name": columns.named("last"),
    "url": columns.key,
    "email address": columns.each(Draft.email, _SEVERAL),
    "company": columns.single("company"),
    "position": columns.single("profession"),
    "connected on": columns.connected,
}

_REFLOG: dict[str, Take] = {
    "handle": columns.handle,
    "name": columns.named("name"),
    **{field.name: columns.of(field) for field in FIELDS},
}

DIALECTS = {
    dialect.source: dialect
    for dialect in (
        Dialect(
            source="reflog",
            title="reflog",
            takes=_REFLOG,
            is_it=lambda names: {"handle", "name", *SEVERAL} - {"tags"} <= names,
        ),
        Dialect(
            source="linkedin",
            title="LinkedIn",
            takes=_LINKEDIN,
            is_it=_is_linkedin,
        ),
        Dialect(
            source="google",
            title="Google Contacts",
            takes=_GOOGLE,
            labels=("label", "type"),
            is_it=_is_google,
        ),
        Dialect(
            source="outlook",
            title="Outlook",
            takes=_OUTLOOK,
            unfilled=frozenset({"0/0/00", "unspecified", "normal", "smtp", "false"}),
            is_it=_is_outlook,
        ),
    )
}
"""By source, in the order they are recognized in: what is surest first."""
