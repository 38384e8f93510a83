"""Carrying out the playbook: what an event closes, moves and schedules becomes rows."""

from __future__ import annotations

from datetime import date

from reflog.domain import playbook, settings
from reflog.domain.contacts import is_forgotten
from reflog.domain.follow_ups import CARE, CLOSED, FREE, QUESTIONS, OpenFollowUp, closing_of
from reflog.errors import ConflictError
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.introductions import Said
    from reflog.storage.ledger import Ledger


def _settings(ledger: Ledger) -> dict[str, str]:
    return {row.key: row.value for row in ledger.all(tables.Setting)}


def play(ledger: Ledger, event: playbook.Event, row: tables.Introduction, said: Said) -> None:
    """Carry out what the playbook plans for an event of an introduction.

    With `said.no_next` nothing is scheduled, and questions that would be asked again are closed.
    """
    kept = _settings(ledger)
    plan = playbook.plan(
        event,
        _introduction(ledger, row),
        _open_follow_ups(ledger, row, event.at_fault),
        on=said.on,
        today=date.fromisoformat(ledger.today),
        intervals=settings.intervals(kept),
        workdays=settings.workdays(kept),
    )
    for number in plan.close:
        close_unasked(ledger.get(tables.FollowUp, number), f"#{row.number} {row.stage}")
    for move in plan.move:
        follow_up = ledger.get(tables.FollowUp, move.number)
        if not said.no_next:
            follow_up.purpose = move.purpose
            follow_up.due_on = move.due_on.isoformat()
            ledger.schedule_next(move.number)
        elif move.purpose in QUESTIONS:
            close_unasked(follow_up, f"#{row.number} {row.stage}")
    if said.no_next:
        row.quiet = 1
        return
    for new in plan.schedule:
        contact = ledger.get(tables.Contact, new.contact)
        if is_forgotten(contact.name, contact.handle):
            continue  # nobody owes what nobody can receive
        schedule(
            ledger,
            contact_id=new.contact,
            purpose=new.purpose,
            due_on=new.due_on,
            about_id=new.about,
        )


def close_unasked(row: tables.FollowUp, by: str) -> None:
    """Drop a follow-up because something else has settled it, and note what did.

    Unlike one that I drop, its question may be asked again.
    """
    row.status = "dropped"
    row.unasked = 1
    say(row, f"{CLOSED}{by}")


def close_news_to_oneself(ledger: Ledger, row: tables.Introduction) -> None:
    """Drop the report back on an introduction whose introducer turns out to be the prospect."""
    if row.introducer_id == row.prospect_id:
        for one in ledger.all(
            tables.FollowUp, about_id=row.number, status="open", purpose="report-back"
        ):
            close_unasked(one, f"#{row.number} {row.stage}")


def say(row: tables.FollowUp, text: str) -> None:
    """Add text to a follow-up's note, behind what is there."""
    row.note = f"{row.note}; {text}" if row.note else text


def join(row: tables.FollowUp, twin: tables.FollowUp) -> None:
    """Close `row` in favor of `twin`, which keeps the earlier day and whatever repeats."""
    twin.due_on = min(twin.due_on, row.due_on)
    if twin.every is None and row.every is not None:
        twin.every, twin.every_unit = row.every, row.every_unit
    close_unasked(row, f"#{twin.number}, of the same person")


def schedule(  # noqa: PLR0913 - a follow-up is as many things
    ledger: Ledger,
    *,
    contact_id: int,
    purpose: str,
    due_on: date,
    about_id: int | None = None,
    what: str | None = None,
    every: str | None = None,
    note: str | None = None,
) -> tables.FollowUp:
    """Open a follow-up, or add it to the open one that it may not stand beside.

    Then the earlier day stays, but a question is asked on the new day.
    """
    open_one = open_in_family(ledger, contact_id, purpose, about_id)
    if open_one is not None:
        before = open_one.model_dump()
        if purpose in QUESTIONS:
            open_one.purpose = purpose
            open_one.due_on = due_on.isoformat()
        open_one.due_on = min(open_one.due_on, due_on.isoformat())
        if every is not None:
            open_one.every, open_one.every_unit = repetition(every)
        if note is not None and note != open_one.note:
            say(open_one, note)
        if purpose in QUESTIONS or open_one.model_dump() != before:
            ledger.schedule_next(open_one.number)
        return open_one
    count, unit = repetition(every)
    row = ledger.record(
        tables.FollowUp,
        contact_id=contact_id,
        purpose=purpose,
        due_on=due_on.isoformat(),
        about_id=about_id,
        what=what,
        note=note,
        every=count,
        every_unit=unit,
    )
    ledger.schedule_next(row.number)
    return row


def open_in_family(
    ledger: Ledger, contact_id: int, purpose: str, about_id: int | None
) -> tables.FollowUp | None:
    """Return the open follow-up that this one would duplicate, if any.

    What may be open only once is said by QUESTIONS, DEBTS and CARE of `domain.follow_ups`.
    """
    if purpose in FREE:
        return None
    family: dict[str, object] = {} if purpose in CARE else {"about_id": about_id}
    family["purpose"] = QUESTIONS if purpose in QUESTIONS else purpose
    found = ledger.all(tables.FollowUp, status="open", contact_id=contact_id, **family)
    return next(iter(found), None)


def _introduction(ledger: Ledger, row: tables.Introduction) -> playbook.Introduction:
    dropped = ledger.all(
        tables.FollowUp, about_id=row.number, status="dropped", unasked=0, purpose=QUESTIONS
    )
    return playbook.Introduction(
        number=row.number,
        introducer=row.introducer_id,
        provider=row.provider_id,
        prospect=row.prospect_id,
        stage=row.stage,
        caller=row.caller,
        dropped=frozenset(one.contact_id for one in dropped),
        ask_from=ask_again_from(ledger, row.prospect_id),
    )


def _open_follow_ups(
    ledger: Ledger, row: tables.Introduction, at_fault: int | None
) -> list[OpenFollowUp]:
    people = {row.introducer_id, row.provider_id, row.prospect_id, at_fault}
    rows = dict.fromkeys(
        (
            *ledger.all(tables.FollowUp, status="open", about_id=row.number),
            *ledger.all(tables.FollowUp, status="open", contact_id=people, purpose=CARE),
        )
    )
    return [
        OpenFollowUp(
            number=one.number,
            contact=one.contact_id,
            purpose=one.purpose,
            due_on=date.fromisoformat(one.due_on),
            about=one.about_id,
        )
        for one in rows
    ]


def require_open(ledger: Ledger, number: int) -> tables.FollowUp:
    """Return an open follow-up."""
    row = ledger.get(tables.FollowUp, number)
    if row.status != "open":
        when = f" since {row.done_on}" if row.done_on else ""
        closed = closing_of(row.note)[1] if row.unasked else f"{row.status}{when}"
        message = f"#{number} is already {closed}."
        raise ConflictError(message, hint="reflog due lists what is open")
    return row


def settle(row: tables.FollowUp, on: date) -> None:
    """Close a follow-up as done on a day, without opening the next."""
    row.status = "done"
    row.done_on = on.isoformat()


def repeat(ledger: Ledger, row: tables.FollowUp, on: date) -> None:
    """Open the next of a follow-up that is settled, if it repeats or is to keep in touch."""
    if row.every is not None:
        from reflog.domain.spans import next_time

        span, today = f"{row.every}{row.every_unit}", date.fromisoformat(ledger.today)
        due_on = next_time(
            span, on, _due_before(ledger, row), today, settings.workdays(_settings(ledger))
        )
    elif row.purpose == "stay-in-touch":
        due_on = day_ahead(ledger, on, "stay-in-touch")
    else:
        return
    open_again(ledger, row, row.purpose, due_on)


def _due_before(ledger: Ledger, row: tables.FollowUp) -> list[date]:
    """Return the days on which what repeats was due until now, with this follow-up's last."""
    same = {
        column: getattr(row, column)
        for column in ("contact_id", "purpose", "about_id", "what", "every", "every_unit")
    }
    rows = ledger.all(tables.FollowUp, **same)
    return [date.fromisoformat(one.due_on) for one in rows if one.number <= row.number]


def repetition(every: str | None) -> tuple[int | None, str]:
    """Return an interval like 6m as the ledger keeps it: how many, and of what unit."""
    return (int(every[:-1]), every[-1]) if every else (None, "d")


def came_by_themselves(ledger: Ledger, contact_id: int, on: date) -> None:
    """Schedule what follows from business with somebody whom nobody introduced."""
    for purpose in playbook.CAME_BY_THEMSELVES:
        due_on = day_ahead(ledger, on, purpose)
        if purpose == "ask" and (again := ask_again_from(ledger, contact_id)) is not None:
            due_on = max(due_on, again)
        schedule(ledger, contact_id=contact_id, purpose=purpose, due_on=due_on)


def ask_again_from(ledger: Ledger, contact_id: int) -> date | None:
    """Return the first day to ask somebody for an introduction again; None if never asked."""
    rows = ledger.all(tables.FollowUp, contact_id=contact_id, status="done", purpose="ask")
    last = max((str(row.done_on) for row in rows), default=None)
    if last is None:
        return None
    return day_ahead(ledger, date.fromisoformat(last), "ask-again")


def day_ahead(ledger: Ledger, on: date, interval: str) -> date:
    """Return the workday an interval of the playbook after a day, but today at the earliest."""
    kept, today = _settings(ledger), date.fromisoformat(ledger.today)
    days = settings.intervals(kept)[interval]
    return playbook.day_ahead(on, days, today, settings.workdays(kept))


def open_again(ledger: Ledger, row: tables.FollowUp, purpose: str, due_on: date) -> tables.FollowUp:
    """Open a settled follow-up again; note and repetition go along with the same purpose."""
    return schedule(
        ledger,
        contact_id=row.contact_id,
        purpose=purpose,
        due_on=due_on,
        about_id=row.about_id,
        what=row.what if purpose in FREE else None,
        every=f"{row.every}{row.every_unit}" if row.every and purpose == row.purpose else None,
        note=row.note if purpose == row.purpose else None,
    )
