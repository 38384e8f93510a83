"""The playbook: what each event closes, and which follow-ups it schedules.

One table, TABLE, says for every event and for each role I may have in an introduction what
happens to the follow-ups; `plan` reads it. Nothing here looks at a clock or a file. The rules are
those of good referral work (FIELD.md, rules 3 to 7).
"""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import ME
from reflog.domain.days import later, next_workday
from reflog.domain.follow_ups import CARE, QUESTIONS
from reflog.domain.introductions import BECAME, ENDED_STAGES, SIDES
from reflog.domain.settings import INTERVALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from reflog.domain.follow_ups import OpenFollowUp


class Step(Record):
    """One entry of the table.

    Attributes:
        act: ask (a question; changes the open one), ask-unasked (only a person with no
            open question), owe (a debt or care; the earlier day stays) or close.
        who: a party, the "opposite" side of mine, "told" and "other" (the side that told and
            the one opposite), "asked", "at-fault", or "all".
        purpose: one of the purposes; "questions" for all of them, to close.
        days: the interval's name.
        when: the fact that must hold, "not …" for its opposite; two with " and ".
    """

    act: str
    who: str
    purpose: str
    days: str = ""
    when: str = ""


_TABLE = """
introduced introducer
    ask provider check-in after check-in
    ask prospect check-in after check-in if not introducer calls
    ask prospect first-call after first-call if introducer calls
introduced side
    owe introducer thank after thank
    owe introducer report-back after report-back
    ask opposite first-call after first-call if I call
    ask opposite check-in after check-in if not I call
lead introducer
    ask prospect consent after consent
lead provider
    ask introducer consent after consent
became side
    owe introducer thank after thank
asked introducer
    ask asked consent after again if lead
    ask asked check-in after again if not lead and not connected
    ask asked outcome after again if connected
asked provider
    ask asked consent after again if lead
    ask prospect check-in after again if not lead
asked prospect
    ask provider check-in after again
told again introducer
    ask told check-in after again if not connected
    ask told outcome after outcome if connected
told again side
    ask opposite check-in after again
connected introducer
    ask provider outcome after outcome if not told
    ask prospect outcome after outcome if not told
    ask told outcome after outcome if told
    ask-unasked other outcome after outcome if told
connected side
    ask opposite check-in after again
    owe introducer report-back after news
won introducer
    close all questions if not told
    close told questions if told
    ask other outcome after result if told
won side
    close all questions
    close introducer report-back
    owe introducer thank after thank
    owe introducer pay-back after pay-back
won provider
    owe prospect ask after ask
    owe prospect stay-in-touch after stay-in-touch
business side
    owe introducer thank after thank
lost introducer
    ask provider outcome after result if not told and not why
    ask prospect outcome after result if not told and not why
    close all questions if not told and why
    close told questions if told
    ask other outcome after result if told
lost provider
    ask prospect outcome after result if not why
    close prospect questions if why
lost prospect
    close provider questions
lost side
    owe introducer report-back after news
declined introducer
    close all questions
    owe prospect report-back after news if not prospect told
    owe provider report-back after news if prospect told
declined side
    close opposite questions
    owe introducer report-back after news
bad introducer
    close all questions
    owe provider apology after apology
    owe prospect apology after apology
bad provider
    close prospect questions
    close prospect ask
    owe prospect apology after apology if not prospect at fault
    owe introducer apology after apology if not introducer at fault and not prospect at fault
    close introducer report-back if not introducer at fault and not prospect at fault
    owe introducer report-back after news if prospect at fault
bad prospect
    close provider questions
    owe introducer report-back after news
bad anyone
    owe at-fault review after review
fault anyone
    owe at-fault review after review
"""


def _table() -> dict[tuple[str, str], tuple[Step, ...]]:
    """Read the table: an event with my role in a line, and below it what it makes me do."""
    table: dict[tuple[str, str], tuple[Step, ...]] = {}
    several = {"side": SIDES, "anyone": ("introducer", *SIDES)}
    for line in _TABLE.strip().split("\n"):
        if not line.startswith(" "):
            event, _, role = line.rpartition(" ")
            continue
        said, _, when = line.strip().partition(" if ")
        act, who, purpose, _, days, *_ = *said.split(), "", ""
        step = Step(act=act, who=who, purpose=purpose, days=days, when=when)
        for one in several.get(role, (role,)):
            table[event, one] = (*table.get((event, one), ()), step)
    return table | {("met", role): table["connected", role] for role in several["anyone"]}


TABLE = _table()


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
    dropped: frozenset[int] = frozenset()
    ask_from: date | None = None

    @property
    def own_custom(self) -> bool:
        """Whether the introducer is the prospect."""
        return self.introducer == self.prospect

    @property
    def role(self) -> str | None:
        """My role, as TABLE names it; None if nothing follows for me."""
        if self.introducer == ME:
            return None if self.own_custom else "introducer"
        return next((side for side in SIDES if self.person(side) == ME), None)

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

    The introduction is at the stage it has now. Open follow-ups are those about it, and all of CARE
    with its people and the one at fault. Days count from the one `on` which it happened, intervals
    by name as INTERVALS; workdays are those on which something may fall due, Monday is 0.
    """
    role = introduction.role
    answers = event.kind in {"asked", "told again"}
    if role is None or (answers and introduction.stage in ENDED_STAGES):
        return Plan()
    course = _Course(event, introduction, open_follow_ups)

    def take(happened: str) -> None:
        for step in TABLE.get((happened, role), ()):
            if course.holds(step.when):
                days = intervals[step.days] if step.days else 0
                due_on = day_ahead(on, days, today, workdays)
                if step.act == "owe" and step.purpose == "ask" and introduction.ask_from:
                    due_on = max(due_on, introduction.ask_from)
                course.take(step, due_on)

    changes_stage = event.was is not None
    if changes_stage and role == "introducer":
        course.close("report-back")
    take(event.kind)
    if event.was == "lead" and event.kind in BECAME:
        take("became")
    if changes_stage:
        course.close("consent")
    return Plan(
        close=tuple(course.closed), move=tuple(course.moved.values()), schedule=tuple(course.new)
    )


def day_ahead(on: date, days: int, today: date, workdays: Collection[int]) -> date:
    """Return the workday `days` days after `on`, not before today or past the calendar's end."""
    return next_workday(max(later(on, days), today), workdays)


CAME_BY_THEMSELVES = ("ask", "stay-in-touch")
"""What business with somebody whom nobody introduced schedules."""


class _Course:
    """The follow-ups while an event runs through them."""

    def __init__(
        self, event: Event, introduction: Introduction, follow_ups: Iterable[OpenFollowUp]
    ) -> None:
        self.introduction = introduction
        self.follow_ups = {one.number: one for one in follow_ups}
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
        elif person is None or person == ME:
            return
        elif step.act == "owe":
            self._owe(person, step.purpose, due_on)
        else:
            self._ask(person, step.purpose, due_on, unasked_only=step.act == "ask-unasked")

    def close(self, purpose: str, person: int | None = None) -> None:
        """Drop what is open for `purpose` ("questions": any of them), with one person or all."""
        for one in self._open(QUESTIONS if purpose == "questions" else (purpose,), person):
            if one.number not in self.moved:
                del self.follow_ups[one.number]
                self.closed.append(one.number)

    def _open(self, purposes: Collection[str], person: int | None) -> list[OpenFollowUp]:
        """Return what is open for these purposes; care, one a person, whatever it came of."""
        return [
            one
            for one in self.follow_ups.values()
            if one.purpose in purposes
            and person in {None, one.contact}
            and (one.about == self.introduction.number or one.purpose in CARE)
        ]

    def _ask(self, person: int, purpose: str, due_on: date, *, unasked_only: bool) -> None:
        if person in self.introduction.dropped:
            return
        one = next(iter(self._open(QUESTIONS, person)), None)
        if one is None:
            self._schedule(person, purpose, due_on)
        elif not unasked_only or one.purpose == "consent":
            self._move(one, purpose, due_on)

    def _owe(self, person: int, purpose: str, due_on: date) -> None:
        if purpose == "report-back" and self.introduction.own_custom:
            return
        one = next(iter(self._open((purpose,), person)), None)
        if one is not None:
            if due_on < one.due_on:
                self._move(one, purpose, due_on)
        elif not any(new.contact == person and new.purpose == purpose for new in self.new):
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
        "opposite": provider if prospect == ME else prospect,
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
        "I call": introduction.person(introduction.caller) == ME,
        "introducer at fault": event.at_fault == introduction.introducer,
        "prospect at fault": event.at_fault == introduction.prospect,
    }
