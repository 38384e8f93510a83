"""Columns of a table: each has a function that puts its cells into a draft of a card.

`Take` says what such a function is given; it returns False if the cell could not be taken, since
the card has another value already.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.contacts import ROLES
from reflog.domain.names.folding import fold
from reflog.domain.names.match import ME
from reflog.domain.record import Record
from reflog.formats import cells
from reflog.formats.draft import Draft, line_of, split_values
from reflog.formats.labels import is_referral

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflog.domain.schema import Field

    Take = Callable[[Draft, str, str, str], bool]
    """Takes a cell into a draft: the draft, the text, the column as remarks name it, and the
    cell of the column's label ("Home", "Referred by"). False where it was not taken."""

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


class Column(Record):
    """A column to read: its place in a row, its function, and the place of its label, if any."""

    index: int
    shown: str
    take: Take
    label: int | None = None


def named(part: str) -> Take:
    """Return the function for a column of full names, or of one part of a name."""
    if part == "name":
        return lambda draft, text, column, _label: draft.name(text, column)
    return lambda draft, text, column, _label: draft.part(part, text, column)


def single(field: str) -> Take:
    """Return the function for a company, profession or city; a second value is kept for export."""

    def take(draft: Draft, text: str, column: str, _label: str) -> bool:
        if not draft.single(field, text, column):
            _keep_another(draft, field, text)
        return True

    return take


def each(method: Callable[[Draft, str, str], None], separators: str = "") -> Take:
    """Return the function for a column of several values.

    A cell is split at ` ::: `, at line breaks, and at any of the separators; one of our own as
    it was written.
    """

    def take(draft: Draft, text: str, column: str, _label: str) -> bool:
        parts = cells.parted(text) if draft.is_own else split_values(text, separators)
        for part in parts:
            method(draft, part, column)
        return True

    return take


def phones(draft: Draft, text: str, column: str, label: str) -> bool:
    """Add phone numbers to the draft; those labeled as a fax or a pager are kept for export."""
    if label and cells.unanswered_label(label):
        draft.keep(_unanswered(label), text)
        return True
    if cells.is_plain_number(text):
        draft.phone(text, column)
        return True
    for part in cells.numbers(text):
        if cells.is_unanswered(part):
            draft.keep(_unanswered(part), cells.number(part))
        else:
            draft.phone(part, column)
    return True


def emails(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Add every e-mail address in the cell to the draft."""
    draft.email(text, column)
    return True


def shown(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Keep the name a person is filed under, which is used if they have no other."""
    return draft.shown(text, column)


def title(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Set the profession from a job title; a form of address like Mr. is ignored."""
    if fold(text).rstrip(".") in _HONORIFICS:
        return draft.part("prefix", text, column)
    return _PROFESSION(draft, text, column, "")


def role_or_title(draft: Draft, text: str, column: str, label: str) -> bool:
    """Set the role if the cell is one of the ledger's roles, else the profession."""
    if "-".join(fold(text).split()) in ROLES:
        return draft.role(text, column)
    return title(draft, text, column, label)


def kept(name: str) -> Take:
    """Return the function that keeps a text as a vCard property, to be exported again."""

    def take(draft: Draft, text: str, _column: str, _label: str) -> bool:
        draft.keep(name, text)
        return True

    return take


def day_of(name: str) -> Take:
    """Return the function that keeps a yearly day: in ISO form if it is clear, else as written."""

    def take(draft: Draft, text: str, _column: str, _label: str) -> bool:
        if not text.strip("0/-. "):  # as Outlook has it where no day is said
            return True
        day = _day_in_iso(line_of(text))
        draft.keep(name if day else f"{name};VALUE=text", day or text)
        return True

    return take


birthday = day_of("BDAY")


def part_of_birthday(part: str) -> Take:
    """Return the function for a column of the years, the months or the days of birthdays."""

    def take(draft: Draft, text: str, _column: str, _label: str) -> bool:
        draft.born(part, text)
        return True

    return take


def birthday_or_day(draft: Draft, text: str, column: str, label: str) -> bool:
    """Keep a birthday, or only its day: Thunderbird names both columns alike in German."""
    if text.strip().isdecimal():
        draft.born("day", text)
        return True
    return birthday(draft, text, column, label)


def department(draft: Draft, text: str, _column: str, _label: str) -> bool:
    """Keep the department of the company, to be exported again."""
    draft.department(text)
    return True


def place(part: str, kind: str = "") -> Take:
    """Return the function for a part of a postal address; a city is also the person's city."""

    def take(draft: Draft, text: str, column: str, label: str) -> bool:
        where = kind or _place_kind(label)
        is_taken = draft.single("city", text, column) if part == "city" else False
        draft.place(where, part, text)
        return is_taken or draft.has_place(where)

    return take


def groups(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Add Google's groups as tags, except the built-in ones that every contact is in."""
    for part in split_values(text):
        if group := _group(part):
            draft.tag(group, column)
    return True


def relation(draft: Draft, text: str, column: str, label: str) -> bool:
    """Add the names of a relation as referrers, if its label says "referred by"; else keep it."""
    if is_referral(label):
        return referred(draft, text, column, label)
    draft.other(_label_of(label) or line_of(column.strip('"')), text)
    return True


def event(draft: Draft, text: str, column: str, label: str) -> bool:
    """Keep a day that is labeled: an anniversary, or whatever the label says."""
    if fold(_label_of(label)) == "anniversary":
        return day_of("ANNIVERSARY")(draft, text, column, label)
    return relation(draft, text, column, label)


def formatted(draft: Draft, text: str, _column: str, label: str) -> bool:
    """Keep a postal address that is in one piece, where its parts aren't known."""
    kind = _place_kind(label)
    if not draft.has_street(kind):
        draft.place(kind, "street", text)
    return True


def referred(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Add the names of those who referred the person."""
    for part in split_values(text):
        draft.referred_by(part, column)
    return True


def note(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Add a note, with its line breaks."""
    draft.note(text, column)
    return True


def passed(_draft: Draft, _text: str, _column: str, _label: str) -> bool:
    """Take nothing: what the column says is of the ledger that it comes from."""
    return True


def role(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Set the role: why they send business."""
    return draft.role(text, column)


def of(field: Field, separators: str = "") -> Take:
    """Return the function for a column named like a field of `domain.schema`."""
    if field.name in {"emails", "phones"} and separators:
        return emails if field.name == "emails" else phones
    if field.same:
        return each(getattr(Draft, field.option), separators)
    if field.name == "role":
        return role
    return note if field.name == "note" else single(field.name)


def handle(draft: Draft, text: str, _column: str, _label: str) -> bool:
    """Note the handle from another ledger; the owner of that ledger is not imported."""
    draft.key = line_of(text)
    draft.is_owner = draft.key == ME
    return True


def key(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Note the identity that the file has for the person, by which the card is known again."""
    called = line_of(text)
    if len(called) > LONGEST_KEY:
        draft.leave(f"{column} has more than {LONGEST_KEY} characters")
    elif called:
        draft.key = called
    return True


def connected(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Note the day of a connection on LinkedIn, if it is written in ISO form."""
    day = line_of(text)
    draft.note(f"connected on LinkedIn {_iso(day) or day}", column)
    return True


_PROFESSION = single("profession")


def _unanswered(label: str) -> str:
    return "TEL;TYPE=pager" if "pager" in fold(label) else "TEL;TYPE=fax"


def _keep_another(draft: Draft, field: str, text: str) -> None:
    """Keep a second company, profession or city as a card has it."""
    if field == "city":
        draft.place("", field, text)
    else:
        draft.keep("ORG" if field == "company" else "TITLE", text)


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
        day, month, year = (int(part) for part in found.groups())
    elif found := _SLASHED.fullmatch(text):
        month, day, year = (int(part) for part in found.groups())
        if month > _MONTHS_A_YEAR:
            month, day = day, month
        elif day <= _MONTHS_A_YEAR and day != month:
            return None
    else:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _iso(text: str) -> str | None:
    """Return a day as `12 Mar 2024`, `7-Feb-22` or `01-Jan-2024` in ISO; None for another."""
    found = _DAY.fullmatch(text)
    if found is None or found[2].lower() not in _MONTHS:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004 - as Excel has it
    try:
        return dt.date(year, _MONTHS.index(found[2].lower()) + 1, int(found[1])).isoformat()
    except ValueError:
        return None
