"""Follow-ups: done, put off, dropped, and those I set myself."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.days import day_with_weekday
from reflog.domain.follow_ups import QUESTIONS, TYPED_PURPOSES
from reflog.domain.introductions import OPEN_STAGES
from reflog.domain.playbook import Event
from reflog.errors import ConflictError, NotFoundError
from reflog.services import introductions, people, playbook, thanks
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from reflog.domain.contacts import Known, New
    from reflog.domain.introductions import Reached, Said
    from reflog.storage.ledger import Ledger


RECORDED = ("thank", "one-to-one")
"""Done, these are entries of their own, which keep what was said."""

_FEW = 5  # follow-ups that a summary names one by one


def complete_all(
    ledger: Ledger, numbers: Sequence[int], said: Said, reached: Mapping[int, Reached]
) -> None:
    """Settle follow-ups; the playbook sets the next, or the day named in `said`.

    A `thank` that is done records the thanks, a `one-to-one` the meeting. What is `said` goes with
    all of them; `reached` is the stage that a follow-up's person told of, by its number.

    UsageError: the day is before the introduction that one is about. NotFoundError: a stage is told
    on a follow-up that is about no introduction. ConflictError: one is not open.
    """
    for number in numbers:
        about = ledger.get(tables.FollowUp, number).about_id
        introductions.not_before(ledger, about, said)
        if about is None and number in reached:
            message = f"#{number} isn't about an introduction."
            raise NotFoundError(message, hint="to name the introduction: reflog mark N STAGE")
    rows = [playbook.require_open(ledger, number) for number in numbers]
    rows.sort(key=lambda row: row.purpose != "one-to-one")  # it counts as keeping in touch, too
    summaries = []
    for row in rows:
        if row.status != "open":
            continue  # settled along with one before it
        told = introductions.not_before(ledger, row.about_id, said)
        _complete(ledger, row, told, reached.get(row.number))
        summaries.append(ledger.summary)
    more = len(summaries) - _FEW
    others = f"; and {more} more" if more > 0 else ""
    ledger.summary = "; ".join(summaries[:_FEW]) + others


def _complete(ledger: Ledger, row: tables.FollowUp, said: Said, reached: Reached | None) -> None:
    about = introductions.about(ledger, row)
    in_touch = playbook.open_in_family(ledger, row.contact_id, "stay-in-touch", None)
    _settle(ledger, row, said)
    if reached is not None and about is not None:
        _reach(ledger, row, about, reached, said)
    elif said.repeats and row.purpose in QUESTIONS and about and about.stage in OPEN_STAGES:
        playbook.play(ledger, Event(kind="asked", asked=row.contact_id), about, said)
    if said.no_next and about is not None and row.purpose in QUESTIONS:
        about.quiet = 1
    if said.next_on is not None:
        again = _again_on(ledger, row, about, said.next_on, reached)
        if again is not in_touch:
            again.due_on = said.next_on.isoformat()
    if said.note is not None and row.purpose not in RECORDED:
        playbook.say(row, said.note)


def _settle(ledger: Ledger, row: tables.FollowUp, said: Said) -> None:
    """Close a follow-up, with the thanks or the one-to-one that it was, and open repeats again."""
    person = people.known(ledger, row.contact_id)
    if row.purpose == "thank":
        thanks.give(ledger, person, said, only=row.number)
    elif row.purpose == "one-to-one":
        thanks.meet(ledger, person, said, of=row.number)
    else:
        playbook.settle(row, said.on)
        if said.repeats:
            playbook.repeat(ledger, row, said.on)
        ledger.summary = (
            f"done with {people.called(person)}: {row.what or row.purpose} (#{row.number})"
        )


def snooze(ledger: Ledger, numbers: Sequence[int], due_on: date, note: str | None = None) -> None:
    """Move open follow-ups to a later (or sooner) day."""
    rows = [playbook.require_open(ledger, number) for number in numbers]
    if all(row.due_on == due_on.isoformat() for row in rows):
        they = "That's" if len(rows) == 1 else "They're"
        message = f"{they} already due on {day_with_weekday(due_on)}."
        raise ConflictError(message, hint="name another day")
    for row in rows:
        row.due_on = due_on.isoformat()
        if note is not None:
            playbook.say(row, note)
        ledger.schedule_next(row.number)
    ledger.summary = f"snoozed {_numbers(numbers)} to {day_with_weekday(due_on)}"


def drop(ledger: Ledger, numbers: Sequence[int], note: str | None = None) -> None:
    """Drop open follow-ups for good: the playbook does not ask a dropped question again."""
    for row in [playbook.require_open(ledger, number) for number in numbers]:
        row.status = "dropped"
        if note is not None:
            playbook.say(row, note)
    ledger.summary = f"dropped {_numbers(numbers)}"


def follow(  # noqa: PLR0913 - whom, what, when, about what, how often
    ledger: Ledger,
    persons: Sequence[Known | New],
    what: str,
    *,
    due_on: date,
    about: int | None = None,
    every: str | None = None,
    note: str | None = None,
) -> int:
    """Open a follow-up of my own with each person; returns the ledger number of the last.

    Where only one of its purpose may be open, it joins that one, and the earlier day stays. `what`
    is one of TYPED_PURPOSES, or what to do in my own words, and always that with myself; `every`
    is the time between repetitions, as 90d, 2w, 6m or 1y.
    """
    typed = what.strip().lower()
    contacts = [people.contact_for(ledger, person) for person in persons]
    is_purpose = typed in TYPED_PURPOSES and contacts[0].id != ME
    numbers = []
    for contact in contacts:
        row = playbook.schedule(
            ledger,
            contact_id=contact.id,
            purpose=typed if is_purpose else "other",
            due_on=due_on,
            about_id=about,
            what=None if is_purpose else what,
            every=every,
            note=note,
        )
        numbers.append(row.number)
    whom = people.called(contacts[0]) if not numbers[1:] else f"{len(contacts)} people"
    ledger.summary = f"follow up with {whom}: {what} ({_numbers(numbers)})"
    return row.number


def ask(ledger: Ledger, person: Known | New, said: Said) -> None:
    """Record that I asked somebody for an introduction, which settles the open `ask` with them."""
    contact = people.other_for(ledger, person, "An ask")
    row = playbook.open_in_family(ledger, contact.id, "ask", None)
    if row is not None:
        complete_all(ledger, [row.number], said, {})
        return
    on = said.on.isoformat()
    row = ledger.record(
        tables.FollowUp,
        contact_id=contact.id,
        purpose="ask",
        due_on=on,
        status="done",
        done_on=on,
        note=said.note,
    )
    ledger.summary = f"asked {contact.name} for an introduction (#{row.number})"


def _reach(
    ledger: Ledger,
    row: tables.FollowUp,
    about: tables.Introduction,
    reached: Reached,
    said: Said,
) -> None:
    if reached.why is None and reached.stage == "lost":
        reached = reached.replaced(why=said.note)
    if row.purpose == "consent" and reached.stage in {*OPEN_STAGES, "won"}:
        about.consent = 1
    is_side = row.contact_id in {about.provider_id, about.prospect_id}
    told_by = row.contact_id if is_side else None
    if introductions.is_moved_by_word(ledger, about, reached.stage, told_by):
        introductions.mark(ledger, about.number, reached, said, told_by=told_by)
        return
    introductions.hear(ledger, about, reached, said, told_by=told_by)
    if reached.why not in {None, about.why, said.note}:
        playbook.say(row, reached.why or "")
    if said.repeats and row.purpose in QUESTIONS and about.stage in OPEN_STAGES:
        playbook.play(ledger, Event(kind="told again", told_by=row.contact_id), about, said)


def _again_on(
    ledger: Ledger,
    row: tables.FollowUp,
    about: tables.Introduction | None,
    due_on: date,
    reached: Reached | None,
) -> tables.FollowUp:
    """Open the same again on a day of my own; keeping in touch once the introduction ended."""
    purpose = row.purpose
    if about is not None and about.stage not in OPEN_STAGES and row.contact_id != ME:
        purpose = "stay-in-touch"
    elif reached is not None and purpose in QUESTIONS:
        planned = playbook.open_in_family(ledger, row.contact_id, purpose, row.about_id)
        purpose = planned.purpose if planned else purpose
    return playbook.open_again(ledger, row, purpose, due_on)


def _numbers(numbers: Sequence[int]) -> str:
    """Name ledger numbers; many in a row by the first and the last."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > _FEW and list(numbers) == list(range(first, last + 1)):
        return f"#{first} to #{last}"
    return ", ".join(f"#{number}" for number in numbers)
