"""Introductions: recording one, what it has come to, and the business it brought."""

from __future__ import annotations

from reflog.domain.days import day_with_weekday
from reflog.domain.introductions import (
    OPEN_STAGES,
    Triple,
    require_move,
    require_parties,
    told,
)
from reflog.domain.money import Money, money_text
from reflog.domain.playbook import Event
from reflog.domain.record import Record
from reflog.errors import ConflictError, UsageError
from reflog.services import people, playbook
from reflog.storage import tables
from reflog.storage.ledger import ME, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from reflog.domain.contacts import Known, New


class Details(Record):
    """What is known of an introduction beside its three persons."""

    need: str | None = None
    offer: str | None = None
    caller: str | None = None
    consent: bool | None = None
    effort: str | None = None
    note: str | None = None


def record_introduction(  # noqa: PLR0913 - three persons, a day, and what is to follow
    ledger: Ledger,
    introducer: Known | New,
    provider: Known | New,
    prospect: Known | New,
    details: Details,
    *,
    on: date,
    lead: bool = False,
    again: bool = False,
    follow_up: bool = True,
) -> int:
    """Record an introduction, or a lead, and schedule what follows from it.

    Returns:
        Its ledger number.

    Raises:
        UsageError: two of the three are one person who may not be.
        ConflictError: the same three have an open introduction, and not `again`.
    """
    provider_row = people.contact_for(ledger, provider)
    prospect_row = people.contact_for(ledger, prospect)
    introducer_row = people.contact_for(ledger, introducer)
    require_parties(
        Triple(introducer=introducer_row.id, provider=provider_row.id, prospect=prospect_row.id)
    )
    values = {
        "introducer_id": introducer_row.id,
        "provider_id": provider_row.id,
        "prospect_id": prospect_row.id,
    }
    if not again:
        _require_first(ledger, values, f"{provider_row.name} and {prospect_row.name}")
    stage = "lead" if lead or details.consent is False else "introduced"
    row = ledger.record(
        tables.Introduction,
        **values,
        made_on=on.isoformat(),
        stage=stage,
        stage_on=on.isoformat(),
        need=details.need,
        offer=details.offer,
        caller=details.caller or "provider",
        consent=None if details.consent is None else int(details.consent),
        effort=details.effort,
        note=details.note,
    )
    playbook.play(ledger, Event(kind=stage), row, on, no_next=not follow_up)
    ledger.summary = _said(ledger, row)
    return row.number


def mark(  # noqa: PLR0913 - what was learned, from whom, and what is to follow
    ledger: Ledger,
    number: int,
    stage: str,
    *,
    on: date,
    why: str | None = None,
    at_fault: Known | New | None = None,
    amount: Money | None = None,
    told_by: int | None = None,
    no_next: bool = False,
) -> None:
    """Say what an introduction has come to, and carry out what follows.

    Args:
        ledger: an open write door.
        number: its ledger number.
        stage: one of the typed stages.
        on: the day it came to that.
        why: the reason, if known.
        at_fault: who is to blame where it went bad.
        amount: the business, where it is won.
        told_by: the id of the person who told it.
        no_next: schedule nothing.

    Raises:
        ConflictError: it cannot come to that from where it is.
        UsageError: the day is before the introduction.
    """
    row = ledger.get(tables.Introduction, number)
    require_not_before(row, on)
    require_move(number, row.stage, stage)
    was = row.stage
    row.stage = stage
    row.stage_on = on.isoformat()
    row.why = why or row.why
    if at_fault is not None:
        row.at_fault_id = people.contact_for(ledger, at_fault).id
    ledger.add(tables.StageChange(introduction_id=number, stage=stage, reached_on=on.isoformat()))
    if amount is not None:
        _add_business(ledger, row, amount, on, None)
    event = Event(kind=stage, was=was, told_by=told_by, why=bool(why), at_fault=row.at_fault_id)
    playbook.play(ledger, event, row, on, no_next=no_next)
    ledger.summary = f"marked {pair(ledger, row)} {stage} (#{number})"


def add_business(  # noqa: PLR0913 - how much, when, and what is to follow
    ledger: Ledger,
    number: int,
    money: Money,
    *,
    on: date,
    note: str | None = None,
    no_next: bool = False,
) -> None:
    """Record business from an introduction; one that is not won is won by it.

    Raises:
        ConflictError: it cannot be won any more.
        UsageError: the day is before the introduction.
    """
    row = ledger.get(tables.Introduction, number)
    require_not_before(row, on)
    if row.stage != "won":
        mark(ledger, number, "won", on=on, no_next=no_next)
        _add_business(ledger, row, money, on, note)
    else:
        _add_business(ledger, row, money, on, note)
        playbook.play(ledger, Event(kind="business"), row, on, no_next=no_next)
    ledger.summary = f"{money_text(money)} from {pair(ledger, row)} (#{number})"


def require_not_before(row: tables.Introduction, on: date) -> None:
    """Refuse a day before the introduction.

    Raises:
        UsageError: nothing about an introduction happens before it.
    """
    if on.isoformat() < row.made_on:
        message = (
            f"{day_with_weekday(on)} is before the introduction #{row.number} of {row.made_on}."
        )
        raise UsageError(message, hint=f"reflog edit {row.number} --on WHEN corrects its day")


def pair(ledger: Ledger, row: tables.Introduction) -> str:
    """Name the two that an introduction brought together."""
    provider = ledger.get(tables.Contact, row.provider_id)
    prospect = ledger.get(tables.Contact, row.prospect_id)
    return f"{provider.name} and {prospect.name}"


def _add_business(
    ledger: Ledger, row: tables.Introduction, money: Money, on: date, note: str | None
) -> None:
    ledger.record(
        tables.Business,
        about_id=row.number,
        amount=money.minor,
        currency=money.currency,
        closed_on=on.isoformat(),
        note=note,
    )


def _require_first(ledger: Ledger, values: dict[str, int], names: str) -> None:
    for row in ledger.all(tables.Introduction, **values, stage=OPEN_STAGES):
        message = f"{names} have an open introduction already, #{row.number} of {row.made_on}."
        raise ConflictError(
            message, hint=f"reflog edit {row.number} adds to it; --again records another"
        )


def _said(ledger: Ledger, row: tables.Introduction) -> str:
    """Say what was recorded, with its number and how many follow-ups it scheduled."""
    introducer, provider, prospect = (
        None if person == ME else ledger.get(tables.Contact, person).name
        for person in (row.introducer_id, row.provider_id, row.prospect_id)
    )
    own_custom = row.introducer_id == row.prospect_id
    if introducer is None and row.stage != "lead" and not own_custom:
        said = f"introduced {provider} to {prospect}"
    else:
        is_lead = row.stage == "lead"
        said = told(introducer, provider, prospect, own_custom=own_custom, lead=is_lead)
    count = ledger.scheduled
    follow_ups = "1 follow-up" if count == 1 else f"{count} follow-ups"
    return f"{said} (#{row.number})" + (f" with {follow_ups}" if count else "")
