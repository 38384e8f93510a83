"""What a column can be read as: functions that take the cells of one into a draft of a card."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.contacts import ROLES
from reflog.domain.names import ME, fold
from reflog.formats import cells
from reflog.formats.draft import PLACE_PARTS, Draft, line_of, split_values
from reflog.formats.words import is_referral

if TYPE_CHECKING:
    from collections.abc import Callable

    Take = Callable[[Draft, str, str], bool | None]
    """Takes a cell into a draft: the draft, the text, and the column as remarks name it. The cell
    of the column's label ("Home", "Referred by") is the draft's `label`. False if it was not
    taken, since the card has another value already."""

LONGEST_KEY = 2000  # characters

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2}|--\d{2}-\d{2})(?:[T ]00:00.*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS_A_YEAR = 12
_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam herr frau hr fr monsieur madame m mme mlle "
    "senor senora srta sr sra sig sig.ra signor signora dott dhr mevr mevrouw de heer dr.".split()
)
_ALL_THERE_ARE = frozenset({"mycontacts", "my contacts", "other contacts", "othercontacts"})
_FAX, _PAGER = "TEL;TYPE=fax", "TEL;TYPE=pager"


class Column(NamedTuple):
    """A column to read: its place in a row, its function, and the place of its label, if any."""

    place: int
    take: Take
    label: int | None = None


def each(method: Callable[[Draft, str, str], None], separators: str = "") -> Take:
    """Return the function for a column of several values.

    A cell is split at ` ::: `, at line breaks, and at any of the separators; one of our own as
    it was written.
    """

    def take(draft: Draft, text: str, column: str) -> None:
        for part in cells.parted(text) if draft.is_own else split_values(text, separators):
            method(draft, part, column)

    return take


def _named(part: str) -> Take:
    return lambda draft, text, column: draft.part(part, text, column)


def _single(field: str) -> Take:
    """Return the function for a company, profession or city; a second value is kept as in cards."""

    def take(draft: Draft, text: str, column: str) -> None:
        if draft.single(field, text, column):
            return
        if field == "city":
            draft.place("", field, text)
        else:
            draft.keep("ORG" if field == "company" else "TITLE", text)

    return take


def _phones(draft: Draft, text: str, column: str) -> None:
    """Add phone numbers; those labeled as a fax or a pager are kept for export."""
    if draft.label and cells.is_unanswered(draft.label):
        draft.keep(_unanswered(draft.label), text)
    elif cells.is_plain_number(text):
        draft.phone(text, column)
    else:
        for part in cells.numbers(text):
            if cells.is_unanswered(part):
                draft.keep(_unanswered(part), cells.number(part))
            else:
                draft.phone(part, column)


def _unanswered(label: str) -> str:
    return _PAGER if "pager" in fold(label) else _FAX


def _title(draft: Draft, text: str, column: str) -> bool | None:
    """Set the profession from a job title; a form of address like Mr. stands before the name."""
    if fold(text).rstrip(".") in _HONORIFICS:
        return draft.part("prefix", text, column)
    return TAKES["profession"](draft, text, column)


def _role_or_title(draft: Draft, text: str, column: str) -> bool | None:
    """Set the role if the cell is one of the ledger's roles, else the profession."""
    is_role = "-".join(fold(text).split()) in ROLES
    return draft.role(text, column) if is_role else _title(draft, text, column)


def _kept(name: str) -> Take:
    """Return the function that keeps a text as a vCard property, to be exported again."""
    return lambda draft, text, _column: draft.keep(name, text)


def _yearly(name: str) -> Take:
    """Return the function that keeps a yearly day: in ISO form if it is clear, else as written."""

    def take(draft: Draft, text: str, _column: str) -> None:
        if text.strip("0/-. "):  # as Outlook has it where no day is said
            day = _day_in_iso(line_of(text))
            draft.keep(name if day else f"{name};VALUE=text", day or text)

    return take


def _part_of_birthday(part: str) -> Take:
    return lambda draft, text, _column: draft.born(part, text)


def _birthday_or_day(draft: Draft, text: str, column: str) -> bool | None:
    """Keep a birthday, or only its day: Thunderbird names both columns alike in German."""
    return TAKES["birth day" if text.strip().isdecimal() else "birthday"](draft, text, column)


def _place(part: str, kind: str) -> Take:
    """Return the function for a part of a postal address; a city is also the person's city."""

    def take(draft: Draft, text: str, column: str) -> bool:
        where = kind or _place_kind(draft.label)
        is_taken = part == "city" and draft.single("city", text, column)
        draft.place(where, part, text)
        return is_taken or draft.has_place(where)

    return take


def _formatted(draft: Draft, text: str, _column: str) -> None:
    """Keep a postal address that is in one piece, where its parts aren't known."""
    kind = _place_kind(draft.label)
    if not draft.has_street(kind):
        draft.place(kind, "street", text)


def _groups(draft: Draft, text: str, column: str) -> None:
    """Add Google's groups as tags, except the built-in ones that every contact is in."""
    for part in split_values(text):
        if group := _group(part):
            draft.tag(group, column)


def _relation(draft: Draft, text: str, column: str) -> None:
    """Add the names of a relation as referrers, if its label says "referred by"; else keep it."""
    if is_referral(draft.label):
        referred(draft, text, column)
    else:
        draft.other(_label_of(draft.label) or line_of(column.strip('"')), text)


def _event(draft: Draft, text: str, column: str) -> bool | None:
    """Keep a day that is labeled: an anniversary, or whatever the label says."""
    is_yearly = fold(_label_of(draft.label)) == "anniversary"
    return TAKES["anniversary" if is_yearly else "relation"](draft, text, column)


def referred(draft: Draft, text: str, column: str) -> None:
    """Add the names of those who referred the person."""
    for part in split_values(text):
        draft.referred_by(part, column)


def handle(draft: Draft, text: str, _column: str) -> None:
    """Note the handle from another ledger; the owner of that ledger is not imported."""
    draft.key = line_of(text)
    draft.is_owner = draft.key == ME


def _key(draft: Draft, text: str, column: str) -> None:
    """Note the identity that the file has for the person, by which the card is known again."""
    called = line_of(text)
    if len(called) > LONGEST_KEY:
        draft.leave(f"{column} has more than {LONGEST_KEY} characters")
    elif called:
        draft.key = called


def _connected(draft: Draft, text: str, column: str) -> None:
    """Note the day of a connection on LinkedIn, in ISO form if it is clear."""
    day = line_of(text)
    draft.note(f"connected on LinkedIn {_iso(day) or day}", column)


TAKES: dict[str, Take] = {
    **{part: _named(part) for part in ("name", "first", "middle", "last", "prefix", "suffix")},
    **{field: _single(field) for field in ("company", "profession", "city")},
    **{field: _single(field) for field in ("greeting", "language")},
    **{f"birth {part}": _part_of_birthday(part) for part in ("year", "month", "day")},
    **{
        f"{kind or 'other'} {part}": _place(part, kind)
        for kind in ("home", "work", "")
        for part in PLACE_PARTS
    },
    "shown": Draft.shown,
    "title": _title,
    "role": Draft.role,
    "role or title": _role_or_title,
    "note": Draft.note,
    "email": Draft.email,
    "phone": _phones,
    "alias": each(Draft.alias, ";"),
    "nickname": each(Draft.alias),
    "tag": each(Draft.tag, ";,"),
    "group": _groups,
    "department": lambda draft, text, _column: draft.department(text),
    "birthday": _yearly("BDAY"),
    "birthday or day": _birthday_or_day,
    "anniversary": _yearly("ANNIVERSARY"),
    "spouse": _kept("RELATED;TYPE=spouse;VALUE=text"),
    "manager": _kept("X-MANAGER"),
    "assistant": _kept("X-ASSISTANT"),
    "website": _kept("URL"),
    "fax": _kept(_FAX),
    "pager": _kept(_PAGER),
    "formatted": _formatted,
    "relation": _relation,
    "event": _event,
    "referred-by": referred,
    "key": _key,
    "connected": _connected,
}
"""What a column can be read as, by the names that lists of columns use for it."""


@lru_cache(1024)  # a file has few labels, and each of them very often
def _place_kind(label: str) -> str:
    kind = fold(label).strip("* ")
    return kind if kind in {"home", "work"} else ""


def _label_of(label: str) -> str:
    return line_of(label).removeprefix("* ")


@lru_cache(1024)
def _group(text: str) -> str | None:
    """Return what a group is called; None for one that everyone is in."""
    group = line_of(text).removeprefix("* ").removeprefix("System Group: ")
    return None if fold(group) in _ALL_THERE_ARE else group


def _day_in_iso(text: str) -> str | None:
    """Return a day in ISO where its parts can't be taken for one another."""
    if found := _ISO_DAY.fullmatch(text):
        return found[1]
    if found := _DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _SLASHED.fullmatch(text):
        month, day, year = map(int, found.groups())
        if month > _MONTHS_A_YEAR:
            month, day = day, month
        elif day <= _MONTHS_A_YEAR and day != month:
            return None
    else:
        return None
    return _date(year, month, day)


def _iso(text: str) -> str | None:
    """Return a day as `12 Mar 2024`, `7-Feb-22` or `01-Jan-2024` in ISO; None for another."""
    found = _DAY.fullmatch(text)
    if found is None or found[2].lower() not in _MONTHS:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004 - as Excel has it
    return _date(year, _MONTHS.index(found[2].lower()) + 1, int(found[1]))


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
