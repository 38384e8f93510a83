"""The playbook: what each event closes, and which follow-ups it schedules.

One table, TABLE, says for every event and for each role I may have in an introduction what
happens to the follow-ups; `plan` reads it. Nothing here looks at a clock or a file. The rules are
those of good referral work (FIELD.md, rules 3 to 7).
"""

from __future__ import annotations

from datetime import date

from reflog.domain.days import next_workday
from reflog.domain.follow_ups import CARE, QUESTIONS
from reflog.domain.introductions import ENDED_STAGES, SIDES
from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reflog.domain.follow_ups import OpenFollowUp


INTERVALS = {
    "consent": 1,
    "first-call": 1,
    "check-in": 3,
    "outcome": 14,
    "thank": 1,
    "pay-back": 30,
    "report-back": 7,
    "apology": 0,
    "review": 7,
    "stay-in-touch": 90,
    "ask": 14,
    "again": 7,
    "news": 1,
    "result": 1,
    "find": 1,
    "stale": 180,
    "quiet": 90,
    "ask-again": 180,
}
"""Days from an event to what it schedules.

Named by purpose, and more: `again` until a question is asked again, `news` until the introducer
hears that something happened, `result` until a side is asked what came of it; `stale` until what
is known of somebody is too old, `quiet` until one of the circle is, `ask-again` between two asks.
"""


class Step(Record):
    """One entry of the table.

    Attributes:
        act: ask (a question; changes the open one), ask-unasked (only a person with no
            open question), owe (a debt or care; the earlier day stays) or close.
        who: a party, "told" and "other" (the side that told and the one opposite),
            "asked", "at-fault", or "all".
        purpose: one of the purposes; "questions" for all of them, to close.
        days: the interval's name.
        when: the fact that must hold, "not …" for its opposite; two with " and ".
    """

    act: str
    who: str
    purpose: str
    days: str = ""
    when: str = ""


def _ask(who: str, purpose: str, days: str, when: str = "") -> Step:
    return Step(act="ask", who=who, purpose=purpose, days=days, when=when)


def _owe(who: str, purpose: str, days: str, when: str = "") -> Step:
    return Step(act="owe", who=who, purpose=purpose, days=days, when=when)


def _close(who: str, purpose: str, when: str = "") -> Step:
    return Step(act="close", who=who, purpose=purpose, when=when)


_ASK_PROSPECT_AGAIN = _ask("prospect", "check-in", "again")
_ASK_PROVIDER_AGAIN = _ask("provider", "check-in", "again")
THANK = _owe("introducer", "thank", "thank")
_PAY_BACK = _owe("introducer", "pay-back", "pay-back")
_NEWS = _owe("introducer", "report-back", "news")
_REVIEW = _owe("at-fault", "review", "review")
_CLOSE_QUESTIONS = _close("all", "questions")
_CLOSE_REPORT = _close("introducer", "report-back")
_NOBODY = "not introducer at fault and not prospect at fault"

TABLE: dict[tuple[str, str], tuple[Step, ...]] = {
    ("introduced", "introducer"): (
        _ask("provider", "check-in", "check-in"),
        _ask("prospect", "check-in", "check-in", "not introducer calls"),
        _ask("prospect", "first-call", "first-call", "introducer calls"),
    ),
    ("introduced", "provider"): (
        THANK,
        _owe("introducer", "report-back", "report-back"),
        _ask("prospect", "first-call", "first-call", "I call"),
        _ask("prospect", "check-in", "check-in", "not I call"),
    ),
    ("introduced", "prospect"): (
        THANK,
        _owe("introducer", "report-back", "report-back"),
        _ask("provider", "first-call", "first-call", "I call"),
        _ask("provider", "check-in", "check-in", "not I call"),
    ),
    ("lead", "introducer"): (_ask("prospect", "consent", "consent"),),
    ("lead", "provider"): (_ask("introducer", "consent", "consent"),),
    ("asked", "introducer"): (
        _ask("asked", "consent", "again", "lead"),
        _ask("asked", "check-in", "again", "not lead and not connected"),
        _ask("asked", "outcome", "again", "connected"),
    ),
    ("asked", "provider"): (
        _ask("asked", "consent", "again", "lead"),
        _ask("prospect", "check-in", "again", "not lead"),
    ),
    ("asked", "prospect"): (_ASK_PROVIDER_AGAIN,),
    ("told again", "introducer"): (
        _ask("told", "check-in", "again", "not connected"),
        _ask("told", "outcome", "outcome", "connected"),
    ),
    ("told again", "provider"): (_ASK_PROSPECT_AGAIN,),
    ("told again", "prospect"): (_ASK_PROVIDER_AGAIN,),
    ("connected", "introducer"): (
        _ask("provider", "outcome", "outcome", "not told"),
        _ask("prospect", "outcome", "outcome", "not told"),
        _ask("told", "outcome", "outcome", "told"),
        Step(act="ask-unasked", who="other", purpose="outcome", days="outcome", when="told"),
    ),
    ("connected", "provider"): (_ASK_PROSPECT_AGAIN, _NEWS),
    ("connected", "prospect"): (_ASK_PROVIDER_AGAIN, _NEWS),
    ("won", "introducer"): (
        _close("all", "questions", "not told"),
        _close("told", "questions", "told"),
        _ask("other", "outcome", "result", "told"),
    ),
    ("won", "provider"): (
        _CLOSE_QUESTIONS,
        _CLOSE_REPORT,
        THANK,
        _PAY_BACK,
        _owe("prospect", "ask", "ask"),
        _owe("prospect", "stay-in-touch", "stay-in-touch"),
    ),
    ("won", "prospect"): (_CLOSE_QUESTIONS, _CLOSE_REPORT, THANK, _PAY_BACK),
    ("business", "provider"): (THANK,),
    ("business", "prospect"): (THANK,),
    ("lost", "introducer"): (
        _ask("provider", "outcome", "result", "not told and not why"),
        _ask("prospect", "outcome", "result", "not told and not why"),
        _close("all", "questions", "not told and why"),
        _close("told", "questions", "told"),
        _ask("other", "outcome", "result", "told"),
    ),
    ("lost", "provider"): (
        _ask("prospect", "outcome", "result", "not why"),
        _close("prospect", "questions", "why"),
        _NEWS,
    ),
    ("lost", "prospect"): (_close("provider", "questions"), _NEWS),
    ("declined", "introducer"): (
        _CLOSE_QUESTIONS,
        _owe("prospect", "report-back", "news", "not prospect told"),
        _owe("provider", "report-back", "news", "prospect told"),
    ),
    ("declined", "provider"): (_close("prospect", "questions"), _NEWS),
    ("declined", "prospect"): (_close("provider", "questions"), _NEWS),
    ("bad", "introducer"): (
        _CLOSE_QUESTIONS,
        _owe("provider", "apology", "apology"),
        _owe("prospect", "apology", "apology"),
        _REVIEW,
    ),
    ("bad", "provider"): (
        _close("prospect", "questions"),
        _close("prospect", "ask"),
        _owe("prospect", "apology", "apology", "not prospect at fault"),
        _owe("introducer", "apology", "apology", _NOBODY),
        _close("introducer", "report-back", _NOBODY),
        _owe("introducer", "report-back", "news", "prospect at fault"),
        _REVIEW,
    ),
    ("bad", "prospect"): (_close("provider", "questions"), _NEWS, _REVIEW),
}
TABLE.update({("fault", role): (_REVIEW,) for role in ("introducer", *SIDES)})
TABLE.update({("met", role): TABLE["connected", role] for role in ("introducer", *SIDES)})


class Introduction(Record):
    """An introduction, as far as the playbook needs it; people are ids.

    Attributes:
        dropped: the sides whose question I dropped, who are not asked again.
        ask_from: the first day to ask the prospect for an introduction again.
    """

    number: int
    introducer: int
    provider: int
    prospect: int
    stage: str
    caller: str
    me: int
    dropped: frozenset[int] = frozenset()
    ask_from: date | None = None

    @property
    def own_custom(self) -> bool:
        """Whether the introducer is the prospect."""
        return self.introducer == self.prospect

    @property
    def role(self) -> str | None:
        """My role, as TABLE names it; None if nothing follows for me."""
        if self.me == self.introducer:
            return None if self.own_custom else "introducer"
        for side in SIDES:
            if self.me == self.person(side):
                return side
        return None

    def person(self, party: str) -> int:
        """Return the id of the introducer, provider or prospect."""
        return int(getattr(self, party))


class Event(Record):
    """Something that happened to an introduction.

    Attributes:
        kind: a stage that it reached or was recorded at; or "asked": a question was answered
            without a change of stage; "told again": one was answered with a stage reached
            already; "business": more of it; "fault": I heard later who let it down. Nothing
            follows from "asked" and "told again" once the introduction has ended.
        was: the stage before, if the stage changed.
        told_by: the person who told me; None if I know it myself.
        asked: for "asked", the person whose question was answered.
        why: whether a reason is known.
        at_fault: who is to blame for a bad outcome.
    """

    kind: str
    was: str | None = None
    told_by: int | None = None
    asked: int | None = None
    why: bool = False
    at_fault: int | None = None


class Move(Record):
    """An open follow-up that gets another purpose or day, but keeps its number."""

    number: int
    purpose: str
    due_on: date


class Scheduled(Record):
    """A follow-up to open."""

    contact: int
    purpose: str
    about: int | None
    due_on: date


class Plan(Record):
    """What an event does to the follow-ups: numbers to close, those to move, and new ones."""

    close: tuple[int, ...] = ()
    move: tuple[Move, ...] = ()
    schedule: tuple[Scheduled, ...] = ()


def plan(  # noqa: PLR0913 - the event, and everything that decides what follows from it
    event: Event,
    introduction: Introduction,
    open_follow_ups: Iterable[OpenFollowUp],
    *,
    on: date,
    today: date,
    intervals: Mapping[str, int] = INTERVALS,
    workdays: Collection[int] = range(5),
) -> Plan:
    """Return what an event closes, moves and schedules.

    Args:
        introduction: what it happened to, at the stage it has now.
        open_follow_ups: those about the introduction, and all of CARE with its people and the one
            at fault.
        on: the day it happened, from which days are counted.
        intervals: days by name, as INTERVALS.
        workdays: the weekdays on which something may fall due; Monday is 0.
    """
    role = introduction.role
    answers = event.kind in {"asked", "told again"}
    if role is None or (answers and introduction.stage in ENDED_STAGES):
        return Plan()
    course = _Course(event, introduction, open_follow_ups)

    def take(steps: Iterable[Step]) -> None:
        for step in steps:
            if course.holds(step.when):
                days = intervals[step.days] if step.days else 0
                due_on = day_ahead(on, days, today, workdays)
                if step.act == "owe" and step.purpose == "ask" and introduction.ask_from:
                    due_on = max(due_on, introduction.ask_from)
                course.take(step, due_on)

    changes_stage = event.was is not None
    if changes_stage and role == "introducer":
        course.close("report-back")
    take(TABLE.get((event.kind, role), ()))
    if event.was == "lead" and event.kind in BECAME and role != "introducer":
        take((THANK,))
    if changes_stage:
        course.close("consent")
    return course.plan()


def day_ahead(on: date, days: int, today: date, workdays: Collection[int]) -> date:
    """Return the workday `days` days after `on`, not before today or past the calendar's end."""
    ahead = date.fromordinal(min(on.toordinal() + days, date.max.toordinal()))
    return next_workday(max(ahead, today), workdays)


CAME_BY_THEMSELVES = (("ask", "ask"), ("stay-in-touch", "stay-in-touch"))
"""What business with somebody whom nobody introduced schedules: purpose and interval."""


BECAME = ("introduced", "connected", "met", "won")
"""Reaching one of these, a lead has become an introduction."""


class _Course:
    """The follow-ups while an event runs through them."""

    def __init__(
        self, event: Event, introduction: Introduction, follow_ups: Iterable[OpenFollowUp]
    ) -> None:
        self.introduction = introduction
        self.open = {one.number: one for one in follow_ups}
        self.closed: list[int] = []
        self.moved: dict[int, Move] = {}
        self.new: list[Scheduled] = []
        self.people = _people(event, introduction)
        self.facts = _facts(event, introduction, self.people["told"])

    def holds(self, when: str) -> bool:
        """Return whether every fact named in `when` is so."""
        return all(
            self.facts[fact.removeprefix("not ")] is not fact.startswith("not ")
            for fact in when.split(" and ")
            if fact
        )

    def take(self, step: Step, due_on: date) -> None:
        """Carry out one step of the table."""
        person = self.people.get(step.who)
        if step.act == "close":
            self.close(step.purpose, person)
        elif person is None or person == self.introduction.me:
            return
        elif step.act == "owe":
            self._owe(person, step.purpose, due_on)
        else:
            self._ask(person, step.purpose, due_on, unasked_only=step.act == "ask-unasked")

    def close(self, purpose: str, person: int | None = None) -> None:
        """Drop what is open for `purpose` ("questions": any of them), with one person or all.

        Care is one per person, so it closes whichever introduction it came of.
        """
        purposes = QUESTIONS if purpose == "questions" else (purpose,)
        for one in list(self.open.values()):
            here = one.about == self.introduction.number or one.purpose in CARE
            if here and one.purpose in purposes and person in {None, one.contact}:
                if one.number in self.moved:
                    continue
                del self.open[one.number]
                self.closed.append(one.number)

    def plan(self) -> Plan:
        """Return what has become of the follow-ups."""
        return Plan(
            close=tuple(self.closed), move=tuple(self.moved.values()), schedule=tuple(self.new)
        )

    def _ask(self, person: int, purpose: str, due_on: date, *, unasked_only: bool) -> None:
        about = self.introduction.number
        if person in self.introduction.dropped:
            return
        for one in self.open.values():
            if one.contact == person and one.about == about and one.purpose in QUESTIONS:
                if not unasked_only or one.purpose == "consent":
                    self._move(one, purpose, due_on)
                return
        self._schedule(person, purpose, due_on)

    def _owe(self, person: int, purpose: str, due_on: date) -> None:
        if purpose == "report-back" and self.introduction.own_custom:
            return
        about = self.introduction.number
        for one in self.open.values():
            same = one.contact == person and one.purpose == purpose
            if same and (purpose in CARE or one.about == about):
                if due_on < one.due_on:
                    self._move(one, purpose, due_on)
                return
        if not any(new.contact == person and new.purpose == purpose for new in self.new):
            self._schedule(person, purpose, due_on)

    def _move(self, one: OpenFollowUp, purpose: str, due_on: date) -> None:
        self.moved[one.number] = Move(number=one.number, purpose=purpose, due_on=due_on)

    def _schedule(self, person: int, purpose: str, due_on: date) -> None:
        about = self.introduction.number
        self.new.append(Scheduled(contact=person, purpose=purpose, about=about, due_on=due_on))


def _people(event: Event, introduction: Introduction) -> dict[str, int | None]:
    provider, prospect = introduction.provider, introduction.prospect
    opposite = {provider: prospect, prospect: provider}
    told = event.told_by if event.told_by in opposite else None
    parties = {provider, prospect, introduction.introducer}
    return {
        "provider": provider,
        "prospect": prospect,
        "introducer": introduction.introducer,
        "told": told,
        "other": None if told is None else opposite[told],
        "asked": event.asked if event.asked in parties else None,
        "at-fault": event.at_fault,
        "all": None,
    }


def _facts(event: Event, introduction: Introduction, told: int | None) -> dict[str, bool]:
    return {
        "told": told is not None,
        "prospect told": told == introduction.prospect,
        "why": event.why,
        "lead": introduction.stage == "lead",
        "connected": introduction.stage in {"connected", "met"},
        "introducer calls": introduction.caller == "introducer",
        "I call": introduction.person(introduction.caller) == introduction.me,
        "introducer at fault": event.at_fault == introduction.introducer,
        "prospect at fault": event.at_fault == introduction.prospect,
    }
