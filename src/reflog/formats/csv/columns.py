"""What a column of a table is taken for: how its cells become values of a card."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.names.folding import fold
from reflog.domain.names.match import ME
from reflog.domain.record import Record
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
_ALL_THERE_ARE = frozenset({"mycontacts", "my contacts", "other contacts", "othercontacts"})


class Column(Record):
    """A column that is taken: where it stands, and where its label does, if it has one."""

    index: int
    shown: str
    take: Take
    label: int | None = None


def named(part: str) -> Take:
    """Return what takes the full name, or a part of it."""
    if part == "name":
        return lambda draft, text, column, _label: draft.name(text, column)
    return lambda draft, text, column, _label: draft.part(part, text, column)


def single(field: str) -> Take:
    """Return what takes a company, a profession or a city."""
    return lambda draft, text, column, _label: draft.single(field, text, column)


def each(method: Callable[[Draft, str, str], None], separators: str = "") -> Take:
    """Return what takes every value of a cell; ` ::: ` and line breaks always part them."""

    def take(draft: Draft, text: str, column: str, _label: str) -> bool:
        for part in split_values(text, separators):
            method(draft, part, column)
        return True

    return take


def phones(draft: Draft, text: str, column: str, label: str) -> bool:
    """Take phone numbers, unless they are labelled as what nobody answers."""
    if label and _is_unanswered(label):
        return False
    for part in split_values(text):
        draft.phone(part, column)
    return True


def groups(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Take the groups of Google as tags, but for those that everyone is in."""
    for part in split_values(text):
        if group := _group(part):
            draft.tag(group, column)
    return True


def relation(draft: Draft, text: str, column: str, label: str) -> bool:
    """Take the names of a relation, where that is to who referred the person."""
    return is_referral(label) and each(Draft.referred_by, ";")(draft, text, column, label)


def note(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Take something worth remembering, line breaks and all."""
    draft.note(text, column)
    return True


def role(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Take why they send business."""
    return draft.role(text, column)


def of(field: Field, separators: str = "") -> Take:
    """Take a field of a contact under its own name."""
    if field.same:
        return each(getattr(Draft, field.option), separators)
    if field.name == "role":
        return role
    return note if field.name == "note" else single(field.name)


def handle(draft: Draft, text: str, _column: str, _label: str) -> bool:
    """Take what a ledger calls the person; its owner is in every ledger already."""
    draft.key = line_of(text)
    draft.is_owner = draft.key == ME
    return True


def key(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Take what the file calls the person for good."""
    called = line_of(text)
    if len(called) > LONGEST_KEY:
        draft.leave(f"{column} has more than {LONGEST_KEY} characters")
    elif called:
        draft.key = called
    return True


def connected(draft: Draft, text: str, column: str, _label: str) -> bool:
    """Take the day of a connection on LinkedIn into the note, where it is one as ISO has it."""
    day = line_of(text)
    draft.note(f"connected on LinkedIn {_iso(day) or day}", column)
    return True


@lru_cache(1024)  # a file has few labels, and each of them very often
def _is_unanswered(label: str) -> bool:
    folded = fold(label)
    return "fax" in folded or "pager" in folded


@lru_cache(1024)
def _group(text: str) -> str | None:
    """Return what a group is called; None for one that everyone is in."""
    group = line_of(text).removeprefix("* ").removeprefix("System Group: ")
    return None if fold(group) in _ALL_THERE_ARE else group


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
