"""A person as one wants to know them before a meeting."""

from __future__ import annotations

from reflog.domain.record import Record
from reflog.reports import contacts, entries, follow_ups, introductions, network, story
from reflog.reports.chains import Chains

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import FollowUp, Introduction, Note, OneToOne, Thanks
    from reflog.reports.network import Balance
    from reflog.reports.story import Event
    from reflog.storage.reader import Reader

LAST_EVENTS = 5


class Portrait(Record):
    """Who they are, how we met, what is owed, and what happened.

    Attributes:
        met_through: the introduction that brought them, if one did.
        thanks_to_come: introductions I made to them that were won and that they have not
            thanked me for.
        introductions: every one they are a party of, oldest first.
        thanks: given to them and received from them, newest first.
        balance: what we have done for each other.
        events: the last things that happened, newest first.
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
    events: tuple[Event, ...]


def portrait(reader: Reader, contact_id: int, today: date) -> Portrait | None:
    """Return everything a page on a person says."""
    person = contacts.contact(reader, contact_id)
    if person is None:
        return None
    theirs = introductions.introductions(reader, introductions.Filter(party=contact_id))
    edge = Chains(reader).brought_by(contact_id)
    thanks = entries.thanks(reader, contact_id=contact_id)
    thanked_for = {one.about for one in thanks if one.direction == "received"}
    return Portrait(
        contact=person,
        met_through=next((one for one in theirs if edge and one.id == edge.number), None),
        follow_ups=tuple(follow_ups.due(reader, today, within=None, contact_id=contact_id)),
        thanks_to_come=tuple(
            one
            for one in theirs
            if (one.direction, one.stage) == ("given", "won")
            and not person.is_me
            and one.id not in thanked_for
        ),
        introductions=tuple(theirs),
        thanks=tuple(thanks),
        one_to_ones=tuple(entries.one_to_ones(reader, contact_id)),
        notes=tuple(entries.notes(reader, contact_id)),
        balance=network.balance_of(reader, contact_id),
        events=tuple(story.story(reader, contact_id=contact_id, limit=LAST_EVENTS)),
    )
