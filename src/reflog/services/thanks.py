"""Thanks given and received, and one-to-ones held."""

from __future__ import annotations

from reflog.domain.follow_ups import IN_KIND
from reflog.domain.introductions import Said
from reflog.services import introductions, people, playbook
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.contacts import Known, New
    from reflog.domain.entries import Money
    from reflog.storage.ledger import Ledger


def give(
    ledger: Ledger,
    person: Known | New,
    said: Said,
    *,
    only: int | None = None,
    business: tuple[int, Money] | None = None,
) -> None:
    """Record that I thanked someone, and settle what I owed.

    That is each open thank with them, and each pay-back if the thanks was in kind: one row of
    thanks for each introduction. If I owed none, one is recorded anyway. What they are said to be
    about leaves out other introductions, and `only` every other follow-up. Business is recorded
    first: its introduction, and the amount.

    UsageError: the person is me, or the day is before an introduction it settles.
    NotFoundError: the person has no part in the introduction it is about.
    """
    contact = people.other_for(ledger, person, "Thanks")
    abouts = {said.about, business[0] if business else None} - {None}
    for number in abouts:
        introductions.require_party(ledger.get(tables.Introduction, number), contact)
    if business is not None:
        introductions.add_business(ledger, *business, Said(on=said.on))
    purposes = ("thank", "pay-back") if said.via in IN_KIND else ("thank",)
    owed = _open_with(ledger, contact, *purposes)
    if only is not None:
        owed = [row for row in owed if row.number == only]
    elif said.about is not None:
        owed = [row for row in owed if row.about_id == said.about]
    given = [
        _record(ledger, contact, "given", said, about)
        for about in dict.fromkeys(row.about_id for row in owed) or [said.about]
    ]
    for row in owed:
        on = introductions.not_before(ledger, row.about_id, said).on
        playbook.settle(row, on)
        if said.repeats:
            playbook.repeat(ledger, row, on)
    told = [
        f"#{row.number} for #{row.about_id}" if row.about_id else f"#{row.number}" for row in given
    ]
    ledger.summary = f"thanked {contact.name} ({', '.join(told)})"


def receive(ledger: Ledger, person: Known | New, said: Said) -> None:
    """Record that someone thanked me.

    UsageError: the person is me, or the day is before the introduction.
    NotFoundError: the person has no part in the introduction.
    """
    contact = people.other_for(ledger, person, "Thanks")
    if said.about is not None:
        introductions.require_party(ledger.get(tables.Introduction, said.about), contact)
    row = _record(ledger, contact, "received", said, said.about)
    ledger.summary = f"{contact.name} thanked me (#{row.number})"


def meet(ledger: Ledger, person: Known | New, said: Said, *, of: int | None = None) -> int:
    """Record a one-to-one, which restarts the clock of keeping in touch; returns its ledger number.

    One that is recorded after a later one is only kept: the clock has run since that. It settles
    the follow-up `of` in any case, opened again unless its next day is named.
    """
    contact = people.other_for(ledger, person, "A one-to-one")
    on = said.on.isoformat()
    met_since = any(one.held_on > on for one in ledger.all(tables.OneToOne, contact_id=contact.id))
    row = ledger.record(tables.OneToOne, contact_id=contact.id, held_on=on, note=said.note)
    for open_one in _open_with(ledger, contact, "one-to-one", "stay-in-touch"):
        is_it = open_one.number == of
        about = introductions.about(ledger, open_one)
        if not is_it and (met_since or (about and on < about.made_on)):
            continue  # it came of a meeting, or of an introduction, after this one
        playbook.settle(open_one, said.on)
        if said.repeats or (not is_it and not said.no_next):
            playbook.repeat(ledger, open_one, said.on)
    ledger.summary = f"met {contact.name} (#{row.number})"
    return row.number


def _record(
    ledger: Ledger, contact: tables.Contact, direction: str, said: Said, about: int | None
) -> tables.Thanks:
    said = introductions.not_before(ledger, about, said)
    return ledger.record(
        tables.Thanks,
        contact_id=contact.id,
        direction=direction,
        via=said.via,
        expressed_on=said.on.isoformat(),
        about_id=about,
        note=said.note,
    )


def _open_with(ledger: Ledger, contact: tables.Contact, *purposes: str) -> list[tables.FollowUp]:
    found = ledger.all(tables.FollowUp, status="open", contact_id=contact.id, purpose=purposes)
    return sorted(found, key=lambda one: (one.due_on, one.number))
