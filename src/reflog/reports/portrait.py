"""A person as I want to know them before a meeting."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import ME, Contact
from reflog.domain.entries import FollowUp, Introduction, Money, Note, OneToOne, Thanks
from reflog.domain.introductions import OPEN_STAGES, Balance
from reflog.domain.settings import intervals
from reflog.reports import asks, balances, contacts, entries, introductions, remarks, sheets, story
from reflog.reports.story import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflog.reports.asks import Asked
    from reflog.reports.sheets import Sheet
    from reflog.storage import Reader

LAST_EVENTS = 5
"""How many of the last things that happened are told."""


class Portrait(Record):
    """Who they are, how we met, what is owed, what is known of them, and what happened.

    Attributes:
        met_through: the introduction by which somebody else brought us together, if any.
        thanks_to_come: introductions I made to them that were won and that they have not
            thanked me for.
        introductions: those they are part of, oldest first.
        thanks: given to them and received from them, newest first.
        direct_business: business with them that no introduction brought.
        asks: the times I asked them for an introduction, oldest first, with what came of each.
        waiting: how many introductions of mine they have left untouched for long.
        remembered: the notes on them, and what was said at one-to-ones, newest first.
        events: the last things that happened and are not said above, newest first.
    """

    contact: Contact
    met_through: Introduction | None
    follow_ups: tuple[FollowUp, ...]
    thanks_to_come: tuple[Introduction, ...]
    introductions: tuple[Introduction, ...]
    thanks: tuple[Thanks, ...]
    one_to_ones: tuple[OneToOne, ...]
    notes: tuple[Note, ...]
    balance: Balance
    direct_business: tuple[Money, ...]
    sheet: Sheet
    asks: tuple[Asked, ...]
    waiting: int
    remembered: tuple[Event, ...]
    events: tuple[Event, ...]
    more_events: int

    @property
    def open_introductions(self) -> list[Introduction]:
        """Those that have not ended, oldest first."""
        return [one for one in self.introductions if one.stage in OPEN_STAGES]


def portrait(reader: Reader, contact_id: int, today: date) -> Portrait | None:
    """Return everything a page on a person says."""
    person = contacts.contact(reader, contact_id)
    if person is None:
        return None
    days = intervals(reader.settings())
    theirs = introductions.introductions(reader, introductions.Filter(party=contact_id))
    thanks = entries.thanks(reader, contact_id=contact_id)
    thanked_for = {one.about for one in thanks if one.direction == "received"}
    one_to_ones = entries.latest(reader, OneToOne, {"contact_id = ?": contact_id})
    notes = entries.latest(reader, Note, {"contact_id = ?": contact_id})
    met_through = next((one for one in theirs if _brought_together(one, contact_id)), None)
    to_come = tuple(
        one
        for one in theirs
        if (one.direction, one.stage) == ("given", "won")
        and not person.is_me
        and one.id not in thanked_for
    )
    told = {note.id for note in notes} | {meeting.id for meeting in one_to_ones if meeting.note}
    told |= {one.id for one in (*to_come, met_through) if one is not None}
    told |= {one.id for one in theirs if one.stage in OPEN_STAGES}
    events, more_events = story.latest(reader, contact_id, told, LAST_EVENTS)
    return Portrait(
        contact=person,
        met_through=met_through,
        follow_ups=tuple(entries.due(reader, today, contact_id=contact_id)),
        thanks_to_come=to_come,
        introductions=tuple(theirs),
        thanks=tuple(thanks),
        one_to_ones=tuple(one_to_ones),
        notes=tuple(notes),
        balance=balances.balance_of(reader, contact_id),
        direct_business=tuple(introductions.direct_business(reader, contact_id)),
        sheet=sheets.sheet(reader, contact_id, today, days["stale"]),
        asks=tuple(asks.asked_of(reader, [contact_id]).get(contact_id, ())),
        waiting=remarks.waiting(reader, contact_id, today, days["outcome"])[0],
        remembered=tuple(_remembered(notes, one_to_ones)),
        events=tuple(events),
        more_events=more_events,
    )


def _brought_together(one: Introduction, contact_id: int) -> bool:
    """Return whether somebody else brought me and this person together."""
    is_side = contact_id in {one.provider.id, one.prospect.id} - {ME}
    return one.direction == "received" and is_side and one.introducer.id != contact_id


def _remembered(notes: Sequence[Note], one_to_ones: Sequence[OneToOne]) -> list[Event]:
    said: list[tuple[Note | OneToOne, str]] = [
        (one, one.note) for one in notes if one.topic is None and one.note
    ]
    said += [(one, f"one-to-one: {one.note}") for one in one_to_ones if one.note]
    events = [
        Event(id=one.id, kind=one.kind, on=one.on, contacts=(one.contact,), text=text)
        for one, text in said
    ]
    return sorted(events, key=lambda one: (one.on, one.id), reverse=True)
