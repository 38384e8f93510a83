"""Corrections: an entry as it should have been recorded, or should not have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain.introductions import Triple, require_parties
from reflog.domain.record import Record
from reflog.errors import ConflictError, UsageError
from reflog.services import people, playing
from reflog.services.people import Known, New
from reflog.storage import tables
from reflog.storage.ledger import KINDS, ME, Ledger, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import SQLModel

TABLES: dict[str, type[SQLModel]] = {kind: table for table, kind in KINDS.items()}

COLUMNS: dict[str, dict[str, str]] = {
    "introduction": {
        "on": "made_on",
        "provider": "provider_id",
        "prospect": "prospect_id",
        "by": "introducer_id",
        "stage": "stage",
        "stage_on": "stage_on",
        "need": "need",
        "offer": "offer",
        "caller": "caller",
        "consent": "consent",
        "effort": "effort",
        "why": "why",
        "at_fault": "at_fault_id",
        "note": "note",
    },
    "follow-up": {
        "contact": "contact_id",
        "what": "what",
        "due": "due_on",
        "about": "about_id",
        "every": "every",
        "note": "note",
    },
    "business": {"amount": "amount", "currency": "currency", "on": "closed_on", "note": "note"},
    "thanks": {
        "contact": "contact_id",
        "via": "via",
        "on": "expressed_on",
        "about": "about_id",
        "note": "note",
    },
    "one-to-one": {"contact": "contact_id", "on": "held_on", "note": "note"},
    "note": {"contact": "contact_id", "on": "noted_on", "about": "about_id", "note": "text"},
}
"""What may be corrected of each kind of entry, and the column it is kept in."""

_WITHOUT_ME = ("follow-up", "thanks", "one-to-one")


class Correction(Record):
    """What to set: names of COLUMNS to values; a person as Known or New, None empties."""

    values: Mapping[str, object]


def edit_entry(ledger: Ledger, number: int, kind: str, correction: Correction) -> None:
    """Set what was recorded of an entry; nothing is scheduled.

    Raises:
        UsageError: two parties would be one person, something would happen before its
            introduction, or what is required would be emptied.
    """
    row = ledger.get(TABLES[kind], number)
    columns = COLUMNS[kind]
    for name, given in correction.values.items():
        value = given
        if isinstance(given, Known | New):
            contact = people.contact_for(ledger, given)
            if kind in _WITHOUT_ME:
                people.require_other(contact, f"A {kind}")
            value = contact.id
        _set(ledger, row, columns[name], value)
    if isinstance(row, tables.Introduction):
        _settle_introduction(ledger, row)
    elif isinstance(row, tables.FollowUp):
        _settle_follow_up(ledger, row)
    about = getattr(row, "about_id", None)
    if about is not None:
        _require_order(ledger.get(tables.Introduction, about), [_day_of(row)])
    ledger.session.flush()
    ledger.summary = f"corrected #{number}"


def delete_entries(ledger: Ledger, numbers: Sequence[int]) -> None:
    """Remove entries recorded by mistake.

    An introduction goes with its follow-ups and business; thanks and notes stay, about
    nothing any more.
    """
    for number in numbers:
        entry = ledger.find(tables.Entry, number)
        if entry is None:
            continue  # it went with an introduction named before it
        row = ledger.get(TABLES[entry.kind], number)
        if isinstance(row, tables.Introduction):
            _delete_with(ledger, number)
        elif isinstance(row, tables.FollowUp) and row.about_id is not None:
            ledger.get(tables.Introduction, row.about_id).quiet = 1
        ledger.remove(row)
    ledger.summary = "deleted " + ", ".join(f"#{number}" for number in numbers)


def _delete_with(ledger: Ledger, number: int) -> None:
    for kept in (tables.Thanks, tables.Note):
        for row in ledger.all(select(kept).filter_by(about_id=number)):
            row.about_id = None  # type: ignore[attr-defined]
    ledger.session.flush()
    for gone in (tables.FollowUp, tables.Business):
        for row in ledger.all(select(gone).filter_by(about_id=number)):
            ledger.remove(row)  # type: ignore[arg-type]
    for row in ledger.all(select(tables.StageChange).filter_by(introduction_id=number)):
        ledger.remove(row)


def _set(ledger: Ledger, row: Any, column: str, value: object) -> None:  # noqa: ANN401 - a row of any kind
    """Set a column; a new person on a side takes over the open follow-ups of the old one."""
    before = getattr(row, column)
    if before == value:
        return
    setattr(row, column, value)
    if column in {"provider_id", "prospect_id", "introducer_id"}:
        ledger.session.flush()
        _pass_on(ledger, row, before, value)


def _pass_on(ledger: Ledger, row: tables.Introduction, before: int, after: Any) -> None:  # noqa: ANN401 - an id
    if before in {row.provider_id, row.prospect_id, row.introducer_id}:
        return
    open_ones = ledger.all(
        select(tables.FollowUp).where(
            tables.FollowUp.about_id == row.number,
            tables.FollowUp.contact_id == before,
            tables.FollowUp.status == "open",
        )
    )
    for one in open_ones:
        twin = playing.open_in_family(ledger, after, one.purpose, row.number)
        if after == ME:
            playing.close_unasked(ledger, one, f"#{row.number}, now with me")
        elif twin is not None:
            twin.due_on = min(twin.due_on, one.due_on)
            playing.close_unasked(ledger, one, f"#{twin.number}, of the same person")
        else:
            one.contact_id = after
        ledger.session.flush()


def _settle_introduction(ledger: Ledger, row: tables.Introduction) -> None:
    require_parties(
        Triple(introducer=row.introducer_id, provider=row.provider_id, prospect=row.prospect_id)
    )
    if row.stage != "bad":
        row.at_fault_id = None
    changes = ledger.all(select(tables.StageChange).filter_by(introduction_id=row.number))
    if row.stage in {"lead", "introduced"} and not changes:
        row.stage_on = row.made_on
    _keep_story(ledger, row, sorted(changes, key=lambda change: change.id))
    business = ledger.all(select(tables.Business).filter_by(about_id=row.number))
    thanks = ledger.all(select(tables.Thanks).filter_by(about_id=row.number))
    notes = ledger.all(select(tables.Note).filter_by(about_id=row.number))
    done = ledger.all(select(tables.FollowUp).filter_by(about_id=row.number, status="done"))
    happened = [_day_of(one) for one in (*business, *thanks, *notes, *done)]
    _require_order(row, [*happened, row.stage_on, *(change.reached_on for change in changes)])
    row.quiet = 1


def _keep_story(
    ledger: Ledger, row: tables.Introduction, changes: Sequence[tables.StageChange]
) -> None:
    """Make the last stage of the story the one the introduction is in."""
    last = changes[-1] if changes else None
    if last is None:
        if row.stage not in {"lead", "introduced"}:
            ledger.add(
                tables.StageChange(
                    introduction_id=row.number, stage=row.stage, reached_on=row.stage_on
                )
            )
    elif row.stage == "lead":
        for change in changes:
            ledger.remove(change)
    else:
        last.stage = row.stage
        last.reached_on = row.stage_on


def _settle_follow_up(ledger: Ledger, row: tables.FollowUp) -> None:
    if row.purpose == "other" and not row.what:
        message = f"#{row.number} needs words that say what to do; nothing was changed."
        raise UsageError(message, hint="reflog drop N drops a follow-up")
    if row.status == "open":
        with ledger.session.no_autoflush:
            twin = playing.open_in_family(ledger, row.contact_id, row.purpose, row.about_id)
        if twin is not None and twin.number != row.number:
            message = (
                f"#{twin.number} is open with the same person for the same purpose; "
                "nothing was changed."
            )
            raise ConflictError(message, hint=f"reflog drop {twin.number}")
    if row.about_id is not None:
        ledger.get(tables.Introduction, row.about_id).quiet = 1


def _day_of(row: Any) -> str | None:  # noqa: ANN401 - a row of any kind
    """Return the day on which what a row records happened; None while it has not."""
    for column in ("closed_on", "expressed_on", "noted_on", "held_on", "done_on"):
        if hasattr(row, column):
            day: str | None = getattr(row, column)
            return day
    return None


def _require_order(row: tables.Introduction, days: Sequence[str | None]) -> None:
    """Refuse a day of the introduction that is later than what came of it."""
    earliest = min((day for day in days if day is not None), default=None)
    if earliest is not None and earliest < row.made_on:
        message = (
            f"Nothing about #{row.number} can happen before it: it was made on {row.made_on}, "
            f"and something is recorded on {earliest}; nothing was changed."
        )
        raise UsageError(message, hint=f"reflog show {row.number}")
