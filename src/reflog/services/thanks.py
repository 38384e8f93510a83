"""Thanks given and received, one-to-ones held, and notes."""

from __future__ import annotations

from reflog.domain.follow_ups import IN_KIND
from reflog.services import introductions, people, playbook
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from reflog.domain.contacts import Known, New
    from reflog.domain.money import Money
    from reflog.storage.ledger import Ledger


def give(  # noqa: PLR0913 - to whom, for what, how, when
    ledger: Ledger,
    person: Known | New,
    note: str | None,
    *,
    on: date,
    about: int | None = None,
    only: int | None = None,
    via: str | None = None,
    amount: Money | None = None,
    business_about: int | None = None,
    repeats: bool = True,
) -> list[int]:
    """Record that I thanked someone: one thanks for each introduction it settles.

    Closes every open thank with them, and pay-backs where `via` is in kind. With nothing
    owed the thanks is recorded all the same.

    Args:
        ledger: an open write door.
        person: whom I thanked.
        note: what I said.
        on: the day.
        about: settle only what is about this introduction.
        only: settle only this follow-up.
        via: one of domain.follow_ups.VIAS.
        amount: business to record first.
        business_about: the introduction it is of.
        repeats: whether thanks that repeat are opened again.

    Returns:
        The numbers of the follow-ups settled.

    Raises:
        UsageError: the person is me, or the day is before an introduction it settles.
    """
    contact = people.contact_for(ledger, person)
    people.require_other(contact, "Thanks")
    if amount is not None and business_about is not None:
        introductions.add_business(ledger, business_about, amount, on=on)
    purposes = ("thank", "pay-back") if via in IN_KIND else ("thank",)
    owed = _open_with(ledger, contact, *purposes)
    if only is not None:
        owed = [row for row in owed if row.number == only]
    elif about is not None:
        owed = [row for row in owed if row.about_id == about]
    settled_abouts: list[int | None] = list(dict.fromkeys(row.about_id for row in owed))
    for about_id in settled_abouts or [about]:
        if about_id is not None:
            introductions.require_not_before(ledger.get(tables.Introduction, about_id), on)
        ledger.record(
            tables.Thanks,
            contact_id=contact.id,
            direction="given",
            via=via,
            expressed_on=on.isoformat(),
            about_id=about_id,
            note=note,
        )
    for row in owed:
        playbook.settle(row, on)
        if repeats:
            playbook.repeat(ledger, row, on)
    ledger.summary = f"thanked {contact.name}"
    return [row.number for row in owed]


def receive(  # noqa: PLR0913 - from whom, for what, how, when
    ledger: Ledger,
    person: Known | New,
    note: str | None,
    *,
    on: date,
    about: int | None = None,
    via: str | None = None,
) -> int:
    """Record that someone thanked me; returns its ledger number.

    Raises:
        UsageError: the person is me, or the day is before the introduction.
    """
    contact = people.contact_for(ledger, person)
    people.require_other(contact, "Thanks")
    if about is not None:
        introductions.require_not_before(ledger.get(tables.Introduction, about), on)
    row = ledger.record(
        tables.Thanks,
        contact_id=contact.id,
        direction="received",
        via=via,
        expressed_on=on.isoformat(),
        about_id=about,
        note=note,
    )
    ledger.summary = f"{contact.name} thanked me (#{row.number})"
    return row.number


def meet(  # noqa: PLR0913 - whom, what was said, when, and what is to follow
    ledger: Ledger,
    person: Known | New,
    note: str | None,
    *,
    on: date,
    repeats: bool = True,
    but: int | None = None,
) -> int:
    """Record a one-to-one, which restarts the clock of keeping in touch.

    Args:
        ledger: an open write door.
        person: whom I met.
        note: what was said.
        on: the day.
        repeats: whether what it closes is opened again, where that repeats.
        but: a follow-up that is not, for its next day is named.

    Raises:
        UsageError: the person is me.
    """
    contact = people.contact_for(ledger, person)
    people.require_other(contact, "A one-to-one")
    row = ledger.record(tables.OneToOne, contact_id=contact.id, held_on=on.isoformat(), note=note)
    for open_one in _open_with(ledger, contact, "one-to-one", "stay-in-touch"):
        playbook.settle(open_one, on)
        if repeats and open_one.number != but:
            playbook.repeat(ledger, open_one, on)
    ledger.summary = f"one-to-one with {contact.name} (#{row.number})"
    return row.number


def remember(
    ledger: Ledger, person: Known | New, text: str, *, on: date, about: int | None = None
) -> int:
    """Record something worth remembering; returns its ledger number.

    Raises:
        UsageError: the day is before the introduction.
    """
    contact = people.contact_for(ledger, person)
    if about is not None:
        introductions.require_not_before(ledger.get(tables.Introduction, about), on)
    row = ledger.record(
        tables.Note,
        contact_id=contact.id,
        noted_on=on.isoformat(),
        about_id=about,
        text=text,
    )
    ledger.summary = f"noted about {contact.name} (#{row.number})"
    return row.number


def _open_with(ledger: Ledger, contact: tables.Contact, *purposes: str) -> list[tables.FollowUp]:
    found = ledger.all(tables.FollowUp, status="open", contact_id=contact.id, purpose=purposes)
    return sorted(found, key=lambda one: (one.due_on, one.number))
