"""Introductions: recording one, how far it has come, and the business it brought."""

from __future__ import annotations

from datetime import timedelta

from reflog.domain import Record
from reflog.domain.contacts import ME, Known, New
from reflog.domain.days import day_with_weekday
from reflog.domain.introductions import (
    BECAME,
    ENDED_STAGES,
    OPEN_STAGES,
    Reached,
    Said,
    may_come_to,
    require_move,
    require_parties,
    told,
)
from reflog.domain.playbook import Event
from reflog.errors import ConflictError, NotFoundError, UsageError
from reflog.services import people, playbook
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.entries import Money
    from reflog.storage.ledger import Ledger

    Three = tuple[Known | New, Known | New, Known | New]

_PARTIES = ("introducer_id", "provider_id", "prospect_id")


class Details(Record):
    """What is recorded of an introduction besides its people and its day.

    Attributes:
        caller: who makes the first call: provider or prospect.
        consent: the prospect's; False makes it a lead, None is not known.
        lead: a name passed on that is not an introduction yet (FIELD.md, rule 1).
    """

    need: str | None = None
    offer: str | None = None
    caller: str | None = None
    consent: bool | None = None
    effort: str | None = None
    note: str | None = None
    lead: bool = False


def record_introduction(
    ledger: Ledger, three: Three, details: Details, said: Said, *, again: bool = False
) -> int:
    """Record an introduction, or a lead; returns its ledger number.

    What they need is served by it, and the playbook schedules what follows. The three are
    introducer, provider and prospect. UsageError: two of them are the same person, and may not be.
    ConflictError: they have an open introduction already, and not `again`.
    """
    introducer, provider, prospect = three
    sides = [people.contact_for(ledger, one) for one in (provider, prospect)]
    ids = (people.contact_for(ledger, introducer).id, *(side.id for side in sides))
    require_parties(*ids)
    parties = dict(zip(_PARTIES, ids, strict=True))
    if not again:
        _require_first(ledger, parties, sides)
    stage = "lead" if details.lead or details.consent is False else "introduced"
    on = said.on.isoformat()
    row = ledger.record(
        tables.Introduction,
        **parties,
        made_on=on,
        stage=stage,
        stage_on=on,
        need=details.need,
        offer=details.offer,
        caller=details.caller or "provider",
        consent=None if details.consent is None else int(details.consent),
        effort=details.effort,
        note=details.note,
    )
    _serve_finds(ledger, row, said)
    playbook.play(ledger, Event(kind=stage), row, said)
    ledger.summary = _said(ledger, row)
    return row.number


def mark(
    ledger: Ledger, number: int, reached: Reached, said: Said, *, told_by: int | None = None
) -> None:
    """Move an introduction to a stage, and carry out what follows from it.

    `told_by` is the id of the person who told me, None where I know it myself. ConflictError: it
    can't go from the stage it is at to that one. UsageError: the day is before the introduction.
    """
    said = not_before(ledger, number, said)
    row = ledger.get(tables.Introduction, number)
    stage, on = reached.stage, said.on.isoformat()
    if stage == row.stage == "bad" and reached.at_fault:
        if row.at_fault_id is None:
            _blame(ledger, row, reached, said)
            return
        message = f"#{number} is already bad, and it is recorded whose fault that was."
        hint = f"if that's a mistake: reflog edit {number} --at-fault @{reached.at_fault.handle}"
        raise ConflictError(message, hint=hint)
    require_move(number, row.stage, stage, reached.typed)
    was = row.stage
    if was == "lead" and not ledger.all(tables.StageChange, introduction_id=number, stage="lead"):
        keep_step(ledger, number, "lead", row.made_on)
    row.stage, row.stage_on, row.why = stage, on, reached.why or row.why
    if reached.at_fault is not None:
        row.at_fault_id = people.contact_for(ledger, reached.at_fault).id
    keep_step(ledger, number, stage, on, told_by=told_by)
    if was == "lead" and stage in BECAME:
        if ledger.all(tables.FollowUp, about_id=number, purpose=("consent",)):
            row.consent = 1
        _serve_finds(ledger, row, said)
    if reached.amount is not None:
        _record_business(ledger, reached.amount, Said(on=said.on), about_id=row.number)
    why = bool(reached.why)
    event = Event(kind=stage, was=was, told_by=told_by, why=why, at_fault=row.at_fault_id)
    playbook.play(ledger, event, row, said)
    ledger.summary = f"marked {pair(ledger, row)} {stage} (#{number})"


def is_moved_by_word(
    ledger: Ledger, row: tables.Introduction, stage: str, told_by: int | None
) -> bool:
    """Return whether an introduction comes to the stage that is told of it.

    Where one side told how it ended, the other's word of an earlier stage does not bring it back.
    """
    is_earlier = row.stage in ENDED_STAGES and stage in OPEN_STAGES
    if not is_earlier or told_by is None:
        return may_come_to(row.stage, stage)
    moves = ledger.all(tables.StageChange, introduction_id=row.number, moved=1)
    first = moves[-1].told_by if moves else None
    return may_come_to(row.stage, stage) and first in {None, told_by}


_TOLD = {
    "introduced": "they are introduced",
    "connected": "they are in touch",
    "met": "they have met",
    "won": "it was won",
    "lost": "it was lost",
    "declined": "it was declined",
    "bad": "it went badly",
}
"""What a side told of each stage."""


def hear(
    ledger: Ledger, row: tables.Introduction, reached: Reached, said: Said, *, told_by: int | None
) -> None:
    """Keep what one side tells of a stage that the introduction is at, or past, already.

    Its stage stays as it is. An amount is recorded as business, unless the same amount is already.
    `told_by` is the id of that side, None for anyone else, whose word is not kept.
    """
    if told_by is not None:
        on = said.on.isoformat()
        keep_step(ledger, row.number, reached.stage, on, told_by=told_by, moved=0)
    if reached.stage == row.stage:
        row.why = row.why or reached.why
    if reached.stage == row.stage == "bad" and reached.at_fault and row.at_fault_id is None:
        _blame(ledger, row, reached, said)
    money = reached.amount
    if money is not None and not ledger.all(
        tables.Business, about_id=row.number, amount=money.minor, currency=money.currency
    ):
        _record_business(ledger, money, Said(on=said.on), about_id=row.number)
        if row.stage == "won":
            playbook.play(ledger, Event(kind="business"), row, said)
    if told_by is not None:
        person = ledger.get(tables.Contact, told_by)
        heard = f"heard from {person.name} that {_TOLD[reached.stage]}"
        ledger.summary = f"{heard}: {pair(ledger, row)} (#{row.number})"


def keep_step(  # noqa: PLR0913 - a step is as many things
    ledger: Ledger, number: int, stage: str, on: str, *, told_by: int | None = None, moved: int = 1
) -> None:
    """Keep a stage, with its day, that it came to, or that a side told without a move."""
    ledger.add(
        tables.StageChange(
            introduction_id=number, stage=stage, reached_on=on, told_by=told_by, moved=moved
        )
    )


def _blame(ledger: Ledger, row: tables.Introduction, reached: Reached, said: Said) -> None:
    """Keep whose fault it was, of one that is known to have gone badly."""
    culprit = people.contact_for(ledger, reached.at_fault)  # type: ignore[arg-type]
    row.at_fault_id = culprit.id
    row.why = row.why or reached.why
    if not said.no_next:
        playbook.play(ledger, Event(kind="fault", at_fault=culprit.id), row, said)
    whose = "my" if culprit.id == ME else f"{culprit.name}'s"
    ledger.summary = f"{pair(ledger, row)}: {whose} fault (#{row.number})"


def add_business(ledger: Ledger, number: int, money: Money, said: Said) -> None:
    """Record business that an introduction brought; one that wasn't won yet is won by it.

    ConflictError: it can't be won any more. UsageError: the day is before the introduction.
    """
    from reflog.domain.money import money_text

    said = not_before(ledger, number, said)
    row = ledger.get(tables.Introduction, number)
    is_won = row.stage == "won"
    if not is_won:
        mark(ledger, number, Reached(stage="won"), said)
    _record_business(ledger, money, said, about_id=number)
    if is_won:
        playbook.play(ledger, Event(kind="business"), row, said)
    ledger.summary = f"{money_text(money)} from {pair(ledger, row)} (#{number})"


def add_direct_business(ledger: Ledger, person: Known, money: Money, said: Said) -> None:
    """Record business with somebody whom nobody introduced; I then keep in touch with them."""
    from reflog.domain.money import money_text

    contact = people.other_for(ledger, person, "Business")
    _record_business(ledger, money, said, contact_id=contact.id)
    if not said.no_next:
        playbook.came_by_themselves(ledger, contact.id, said.on)
    ledger.summary = f"{money_text(money)} from {contact.name}, who came by themselves"


def pass_on(ledger: Ledger, number: int, to: Known | New, said: Said) -> None:
    """Record to whom the provider of a declined introduction sent the prospect.

    That is a second introduction, by the provider; an open one between those three is taken for it.
    """
    row = ledger.get(tables.Introduction, number)
    taker = people.contact_for(ledger, to)
    if taker.id in {row.provider_id, row.prospect_id}:
        message = f"{taker.name} is already a side of #{number}."
        raise ConflictError(message, hint=f"reflog show {number}")
    whom, summary = people.called(taker), ledger.summary
    row.why = row.why or f"passed on to {whom}"
    three = (row.provider_id, taker.id, row.prospect_id)
    second = ledger.all(
        tables.Introduction, **dict(zip(_PARTIES, three, strict=True)), stage=OPEN_STAGES
    )
    if second:
        row.passed_id = second[0].number
    else:
        by, provider, prospect = (people.known(ledger, one) for one in three)
        told_again = Said(on=said.on, no_next=said.no_next)
        row.passed_id = record_introduction(
            ledger, (by, provider, prospect), Details(need=row.need), told_again
        )
    ledger.summary = f"{summary}; #{number} passed on to {whom}"


def about(ledger: Ledger, row: tables.FollowUp) -> tables.Introduction | None:
    """Return the introduction that a follow-up is about, if it is about one."""
    return None if row.about_id is None else ledger.get(tables.Introduction, row.about_id)


def not_before(ledger: Ledger, number: int | None, said: Said) -> Said:
    """Return `said` as it may be said of an introduction, which nothing about it comes before.

    Someone who travels west finds today's introduction dated tomorrow; what happens today is then
    dated as the introduction is.
    """
    if number is None:
        return said
    row = ledger.get(tables.Introduction, number)
    if said.on.isoformat() >= row.made_on:
        return said
    following = said.on + timedelta(days=1)
    if said.on.isoformat() == ledger.today and following.isoformat() == row.made_on:
        return said.replaced(on=following)
    message = f"{day_with_weekday(said.on)} is before #{row.number} was made, on {row.made_on}."
    raise UsageError(message, hint=f"if that day is wrong: reflog edit {row.number} --on WHEN")


def require_party(row: tables.Introduction, contact: tables.Contact) -> None:
    """Raise NotFoundError if the person has no part in the introduction."""
    if contact.id not in {row.introducer_id, row.provider_id, row.prospect_id}:
        message = f"{contact.name} has no part in #{row.number}."
        raise NotFoundError(message, hint=f"reflog intros --with {contact.handle}")


def pair(ledger: Ledger, row: tables.Introduction) -> str:
    """Return "PROVIDER and PROSPECT", the names of the two brought together."""
    provider = ledger.get(tables.Contact, row.provider_id)
    prospect = ledger.get(tables.Contact, row.prospect_id)
    return f"{people.called(provider)} and {people.called(prospect)}"


def _record_business(ledger: Ledger, money: Money, said: Said, **whose: int) -> None:
    ledger.record(
        tables.Business,
        amount=money.minor,
        currency=money.currency,
        closed_on=said.on.isoformat(),
        note=said.note,
        **whose,
    )


def _serve_finds(ledger: Ledger, row: tables.Introduction, said: Said) -> None:
    """Settle the open finds that an introduction I made serves.

    If it says no need, it takes the prospect's find for its need, where they have just one open. If
    it does, every find of theirs with a word like one of the need's is served.
    """
    if row.introducer_id != ME or row.stage == "lead":
        return
    finds = ledger.all(tables.FollowUp, status="open", contact_id=row.prospect_id, purpose="find")
    if row.need is None:
        served = finds if len(finds) == 1 else []
        for find in served:
            row.need = find.what
    else:
        from reflog.domain import matching

        words = matching.words(row.need)
        served = [find for find in finds if matching.has_like(find.what, words)]
    for find in served:
        playbook.settle(find, said.on)
        playbook.say(find, f"by #{row.number}")


def _require_first(ledger: Ledger, parties: dict[str, int], sides: list[tables.Contact]) -> None:
    for row in ledger.all(tables.Introduction, **parties, stage=OPEN_STAGES):
        provider = "You" if sides[0].id == ME else sides[0].name
        prospect = "you" if sides[1].id == ME else sides[1].name
        what = "a lead" if row.stage == "lead" else "an open introduction"
        message = f"{provider} and {prospect} already have {what}, #{row.number} of {row.made_on}."
        more = (
            f"if they have been introduced now: reflog mark {row.number} introduced"
            if row.stage == "lead"
            else f"to add to it: reflog edit {row.number}"
        )
        raise ConflictError(message, hint=f"{more}; to record another: --again")


def _said(ledger: Ledger, row: tables.Introduction) -> str:
    """Say what was recorded, with its number and how many follow-ups it scheduled."""
    introducer, provider, prospect = (
        None if person == ME else ledger.get(tables.Contact, person).name
        for person in (row.introducer_id, row.provider_id, row.prospect_id)
    )
    own_custom = row.introducer_id == row.prospect_id
    if introducer is None and row.stage != "lead" and not own_custom:
        said = f"introduced {provider} and {prospect}"
    else:
        is_lead = row.stage == "lead"
        said = told(introducer, provider, prospect, own_custom=own_custom, lead=is_lead)
    count = ledger.scheduled
    follow_ups = "1 follow-up" if count == 1 else f"{count} follow-ups"
    return f"{said} (#{row.number})" + (f" with {follow_ups}" if count else "")
