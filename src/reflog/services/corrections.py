"""Corrections: an entry as it should have been recorded, or should not have been."""

from __future__ import annotations

from reflog.domain import facts
from reflog.domain.contacts import ME, Known, New, is_forgotten
from reflog.domain.entries import Money
from reflog.domain.follow_ups import FREE, QUESTIONS, closing_of
from reflog.domain.introductions import require_parties
from reflog.domain.schema import KIND
from reflog.errors import ConflictError, UsageError
from reflog.services import introductions, people, playbook
from reflog.storage import ledger as tables
from reflog.storage.ledger import KINDS, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlmodel import SQLModel

_FIRST_STAGES = ("lead", "introduced")
_WHAT_ASKS = ("stage", "provider_id", "prospect_id", "introducer_id")
"""What decides which questions are open; corrected by hand, it schedules none."""


def edit_entry(ledger: Ledger, number: int, kind: str, given: Mapping[str, object]) -> None:
    """Correct what was recorded of an entry; the playbook schedules nothing because of it.

    Values go by the names that `domain.schema` gives this kind; people as Known or New, None to
    empty. UsageError: two of the three people would be the same, something would happen before its
    introduction, or what is required would be emptied. ConflictError: the person would have two
    open follow-ups where only one may be open.
    """
    row = ledger.get(tables.BY_NAME[KIND[kind].table], number)
    corrects = KIND[kind].corrects
    values = {
        corrects[name]: _person(ledger, kind, value) if isinstance(value, Known | New) else value
        for name, value in given.items()
    }
    if isinstance(money := values.get("amount"), Money):
        values |= {"amount": money.minor, "currency": money.currency}
    if isinstance(every := values.get("every"), str):
        values["every"], values["every_unit"] = playbook.repetition(every)
    if kind == "business":
        values |= _whose_business(number, values)
    before, wanted = row.model_dump(), row.model_copy()
    for column, value in values.items():
        setattr(wanted, column, value)
    if isinstance(wanted, tables.FollowUp) and "due_on" in values:
        _reopen(ledger, wanted)
    if isinstance(wanted, tables.Introduction):
        _check_introduction(ledger, wanted, before)
    else:
        _check_about(ledger, wanted, before)
    for column, value in wanted.model_dump().items():
        setattr(row, column, value)
    if isinstance(row, tables.Introduction):
        _pass_on(ledger, row, before)
    ledger.summary = f"corrected #{number}"


def _whose_business(number: int, values: Mapping[str, object]) -> dict[str, None]:
    """Return what business is not about, once it is said what it is about: one of the two."""
    named = [column for column in ("about_id", "contact_id") if column in values]
    if len(named) > 1:
        message = "Business is about an introduction, or with somebody who came by themselves."
        raise UsageError(message, hint=f"reflog edit {number} --contact NAME, or --about N")
    others = {"about_id": "contact_id", "contact_id": "about_id"}
    return {others[column]: None for column in named}


def delete_entries(ledger: Ledger, numbers: Sequence[int]) -> None:
    """Delete entries recorded by mistake.

    The follow-ups and business of an introduction go with it. Its thanks and notes stay, no longer
    about any introduction.
    """
    for number in numbers:
        entry = ledger.find(tables.Entry, number)
        if entry is None:
            continue  # it went with an introduction named before it
        row = ledger.get(tables.BY_NAME[KIND[entry.kind].table], number)
        if isinstance(row, tables.Introduction):
            _delete_with(ledger, number)
        elif isinstance(row, tables.FollowUp) and row.about_id is not None:
            ledger.get(tables.Introduction, row.about_id).quiet = 1
        ledger.remove(row)
    ledger.summary = "deleted " + ", ".join(f"#{number}" for number in numbers)


def _delete_with(ledger: Ledger, number: int) -> None:
    for kept in (tables.Thanks, tables.Note):
        for row in ledger.all(kept, about_id=number):
            row.about_id = None
    for passed in ledger.all(tables.Introduction, passed_id=number):
        passed.passed_id = None
    for gone in (tables.FollowUp, tables.Business):
        for row in ledger.all(gone, about_id=number):
            ledger.remove(row)
    for row in ledger.all(tables.StageChange, introduction_id=number):
        ledger.remove(row)


def _person(ledger: Ledger, kind: str, person: Known | New) -> int:
    if KIND[kind].is_with_other:
        return people.other_for(ledger, person, f"A {kind}").id
    return people.contact_for(ledger, person).id


def _pass_on(ledger: Ledger, row: tables.Introduction, before: Mapping[str, Any]) -> None:
    """Hand the open follow-ups with a party to whom the part is now with.

    A part is passed as a whole, so that provider and prospect may change places.
    """
    passed = {
        before[party]: getattr(row, party)
        for party in ("introducer_id", "provider_id", "prospect_id")  # the last is what counts
    }
    _pass_words_on(ledger, row, passed)
    moving = [
        one
        for one in ledger.all(tables.FollowUp, about_id=row.number, status="open")
        if passed.get(one.contact_id, one.contact_id) != one.contact_id
    ]
    for one in moving:  # out of each other's way: two may change places
        one.status = "dropped"
    for one in moving:
        after = passed[one.contact_id]
        twin = playbook.open_in_family(ledger, after, one.purpose, row.number)
        if after == ME:
            playbook.close_unasked(one, f"#{row.number}")
        elif twin is not None:
            playbook.join(one, twin)
        else:
            one.contact_id = after
            one.status = "open"
    playbook.close_news_to_oneself(ledger, row)


def _pass_words_on(ledger: Ledger, row: tables.Introduction, passed: Mapping[int, int]) -> None:
    """Let what was told by somebody who was no side after all be the word of the side there is."""
    sides = {row.provider_id, row.prospect_id}
    for change in _story(ledger, row):
        if change.told_by is None or change.told_by in sides:
            continue
        after = passed.get(change.told_by)
        if after in sides - {ME}:
            change.told_by = after
        elif change.moved:
            change.told_by = None
        else:
            ledger.remove(change)


def _check_introduction(
    ledger: Ledger, row: tables.Introduction, before: Mapping[str, Any]
) -> None:
    require_parties(row.introducer_id, row.provider_id, row.prospect_id)
    if row.stage != "bad" and row.at_fault_id != before["at_fault_id"]:
        message = (
            f"#{row.number} is {row.stage}, and only one that went badly can be someone's fault."
        )
        raise UsageError(message, hint=f"reflog mark {row.number} bad --at-fault NAME")
    if row.stage != "bad":
        row.at_fault_id = None
    if not _moves(ledger, row):
        row.stage_on = row.made_on
    if row.stage != before["stage"]:
        _correct_story(ledger, row, before["stage"])
    changes = _story(ledger, row)
    for change in changes:
        if change.stage == "lead":
            change.reached_on = row.made_on
    if not any(change.moved and change.stage != "lead" for change in changes):
        row.stage_on = row.made_on
    happened = [
        _day_of(one)
        for table in (tables.Business, tables.Thanks, tables.Note, tables.FollowUp)
        for one in ledger.all(table, about_id=row.number)
    ]
    _require_order(row, [*happened, row.stage_on, *(change.reached_on for change in changes)])
    if any(getattr(row, column) != before[column] for column in _WHAT_ASKS):
        row.quiet = 1


def _correct_story(ledger: Ledger, row: tables.Introduction, was: str) -> None:
    """Make the story end with the stage the introduction is in now.

    Where that is what a side told all along, the word of the other side stays, too.
    """
    moves = _moves(ledger, row)
    reached = [change.stage for change in moves]
    word = None
    if row.stage in reached:
        kept = reached.index(row.stage) + 1
        row.stage_on = moves[kept - 1].reached_on
    elif row.stage in _FIRST_STAGES:
        kept = 0
    else:
        kept = 1 if reached == ["lead"] else max(len(moves) - 1, 0)
        if was == "lead" and not moves:
            introductions.keep_step(ledger, row.number, "lead", row.made_on)
        told = (one for one in _story(ledger, row) if one.stage == row.stage and not one.moved)
        word = next(told, None)
        if word is None:
            introductions.keep_step(ledger, row.number, row.stage, row.stage_on)
        else:
            word.moved, row.stage_on = 1, word.reached_on
    for change in moves[kept:]:
        if word is not None and change.told_by is not None:
            change.moved = 0
        else:
            ledger.remove(change)


def _story(ledger: Ledger, row: tables.Introduction) -> list[tables.StageChange]:
    found = ledger.all(tables.StageChange, introduction_id=row.number)
    return sorted(found, key=lambda one: one.id)


def _moves(ledger: Ledger, row: tables.Introduction) -> list[tables.StageChange]:
    """Return the stages it came to, without what was told of those it had passed."""
    return [one for one in _story(ledger, row) if one.moved]


def _check_about(
    ledger: Ledger,
    row: Any,  # noqa: ANN401 - a row of any other kind
    before: Mapping[str, Any],
) -> None:
    if isinstance(row, tables.FollowUp):
        _check_follow_up(ledger, row, before)
    elif isinstance(row, tables.Note):
        facts.check(row.topic, row.text, row.until_on, of_me=row.contact_id == ME)
    if (number := getattr(row, "about_id", None)) is None:
        return
    about = ledger.get(tables.Introduction, number)
    if isinstance(row, tables.Thanks) and (
        (row.contact_id, row.about_id) != (before["contact_id"], before["about_id"])
    ):
        introductions.require_party(about, ledger.get(tables.Contact, row.contact_id))
    _require_order(about, [_day_of(row)])


def _check_follow_up(ledger: Ledger, row: tables.FollowUp, before: Mapping[str, Any]) -> None:
    complaint = None
    if (row.purpose in FREE) is not bool(row.what):
        complaint = (
            "already says what to do by its purpose" if row.what else "has to say what to do"
        )
    elif row.purpose in QUESTIONS and row.about_id is None:
        complaint = "asks about an introduction, so it needs one"
    if complaint:
        raise UsageError(f"#{row.number} {complaint}.", hint=f"reflog show {row.number}")
    same = ("contact_id", "about_id", "status")
    if all(getattr(row, column) == before[column] for column in same):
        return
    twin = playbook.open_in_family(ledger, row.contact_id, row.purpose, row.about_id)
    if row.status == "open" and twin is not None and twin.number != row.number:
        message = f"#{twin.number} is already open for the same thing with that person."
        raise ConflictError(message, hint=f"reflog drop {twin.number}")
    if (row.contact_id, row.about_id) == (before["contact_id"], before["about_id"]):
        return
    for number in {row.about_id, before["about_id"]} - {None}:
        ledger.get(tables.Introduction, number).quiet = 1


def _reopen(ledger: Ledger, row: tables.FollowUp) -> None:
    """Open again what is done or dropped, for a new day was typed for it."""
    contact = ledger.get(tables.Contact, row.contact_id)
    if is_forgotten(contact.name, contact.handle):
        message = f"#{row.number} was with somebody who is forgotten, so it can't be done any more."
        raise ConflictError(message, hint=f"reflog show {row.number}")
    if row.unasked:
        row.note, _closing = closing_of(row.note)
    row.status, row.done_on, row.unasked = "open", None, 0


def _day_of(row: SQLModel) -> str | None:
    """Return the day on which what a row records happened; None while it has not."""
    day: str | None = getattr(row, KIND[KINDS[type(row)]].day)
    return day


def _require_order(row: tables.Introduction, days: Sequence[str | None]) -> None:
    """Refuse a day of the introduction that is later than what came of it."""
    earliest = min((day for day in days if day is not None), default=None)
    if earliest is not None and earliest < row.made_on:
        message = (
            f"#{row.number} was made on {row.made_on}, but something about it is recorded "
            f"earlier, on {earliest}."
        )
        raise UsageError(message, hint=f"reflog show {row.number}")
