"""The playbook, walked: whatever happens in whatever order, what holds must go on holding.

Every sequence of up to three events is walked for every role of mine, from an introduction or a
lead, where the provider calls; of two where somebody else does. In the long run it is of four, and
whoever calls. States that are reached twice are walked once: what can follow depends on the state
alone, and its days are counted from today.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import pytest

from reflog.domain.follow_ups import CARE, DEBTS, QUESTIONS, OpenFollowUp
from reflog.domain.introductions import TYPED_STAGES, may_come_to
from reflog.domain.playbook import Event, Introduction, Plan, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 3, 2)
ME, V, P, X, T = 1, 2, 3, 4, 5
NUMBER, ELSEWHERE = 10, 77
WALKS = [  # how many events, and who calls
    (3, "provider"),
    (2, "prospect"),
    (2, "introducer"),
    *(
        pytest.param(events, caller, marks=pytest.mark.slow)
        for events in (3, 4)
        for caller in ("provider", "prospect", "introducer")
        if (events, caller) != (3, "provider")
    ),
]
LATE = 4  # an event may be recorded so many days after it happened
CAST = {  # introducer, provider, prospect, the sides that are not me
    "X": (ME, V, P, {V, P}),
    "V": (X, ME, P, {P}),
    "P": (X, V, ME, {V}),
    "V of P=X": (P, ME, P, {P}),
    "X and P": (ME, V, ME, set()),
    "no party": (X, V, P, set()),
}
CHANGES_NO_STAGE = {"asked", "told again", "business", "fault"}
UNDER_WAY = {"introduced", "connected", "met"}
ENDED = {"won", "lost", "declined", "bad"}
FOREIGN = (  # never touched: questions and debts about another introduction, and `other`
    (V, "check-in", ELSEWHERE),
    (P, "check-in", ELSEWHERE),
    (P, "apology", ELSEWHERE),
    (X, "thank", ELSEWHERE),
    (P, "other", NUMBER),
    (V, "one-to-one", NUMBER),
)


class Owed(NamedTuple):
    """An open follow-up: with whom, for what, in how many days (negative when overdue)."""

    contact: int
    purpose: str
    days: int


class State(NamedTuple):
    """Where an introduction stands; each follow-up here is open, those settled are gone."""

    stage: str
    owed: tuple[Owed, ...]
    dropped: frozenset[int]


class Happening(NamedTuple):
    """An event, as words, and what else it does.

    Attributes:
        words: what a failing test calls it.
        event: the event of the playbook, None where the playbook is not asked.
        settled: the place in the state of the follow-up that is done or dropped.
        drops: it is dropped.
        passing: the days that go by.
        ago: how many days ago it happened.
    """

    words: str
    event: Event | None
    settled: int | None = None
    drops: bool = False
    passing: int = 0
    ago: int = 0


BLAME = (None, ME, V, P, X, T)


def variants(stage: str) -> Iterator[tuple[str, bool, int | None]]:
    """Say the ways in which a stage is reached: the reason known or not, who is at fault."""
    if stage == "lost":
        yield from (("lost", False, None), ("lost, with why", True, None))
    elif stage == "bad":
        yield from ((f"bad through {fault}", False, fault) for fault in BLAME)
    else:
        yield (stage, False, None)


def happenings(state: State, others: set[int]) -> Iterator[Happening]:
    """List all that can happen next; each event of the playbook today, and some days ago."""
    yield Happening("a day passes", None, passing=1)
    for place, one in enumerate(state.owed):
        drops = one.purpose in QUESTIONS
        words = f"{one.purpose} with {one.contact} {'dropped' if drops else 'done'}"
        yield Happening(words, None, settled=place, drops=drops)
    for happening in answers_and_marks(state, others):
        for ago in (0, LATE):
            yield happening._replace(ago=ago, words=f"{happening.words} {ago} days ago")


def answers_and_marks(state: State, others: set[int]) -> Iterator[Happening]:
    """List what the playbook is asked about: answers, stages, business."""
    asked = {one.contact: at for at, one in enumerate(state.owed) if one.purpose in QUESTIONS}
    for person, place in asked.items():
        yield Happening(f"{person} answers", Event(kind="asked", asked=person), settled=place)
        again = Event(kind="told again", told_by=person)
        yield Happening(f"{person} tells what is known", again, settled=place)
    if state.stage == "bad":
        yield Happening("bad, and who it was", Event(kind="fault", at_fault=T))
    if state.stage == "won":
        yield Happening("business again", Event(kind="business"))
    for reached in TYPED_STAGES:
        if not may_come_to(state.stage, reached):
            continue
        for words, why, fault in variants(reached):
            for teller in (None, *sorted({*asked, *others})):
                event = Event(
                    kind=reached, was=state.stage, told_by=teller, why=why, at_fault=fault
                )
                told = f"{words} told by {teller}" if teller else f"mark {words}"
                yield Happening(told, event, settled=asked.get(teller) if teller else None)


class Walk:
    """A walk through all that can happen to one introduction."""

    def __init__(self, i_am: str, caller: str) -> None:
        self.i_am = i_am
        self.introducer, self.provider, self.prospect, self.others = CAST[i_am]
        self.caller = caller
        self.came: dict[State, tuple[State | None, str]] = {}
        self.transitions = 0

    def run(self, stage: str, events: int) -> None:
        """Walk every sequence of so many events from the recording on."""
        empty = State(stage, (), frozenset())
        recorded = (Happening(stage, Event(kind=stage), ago=ago) for ago in (0, LATE))
        edge = [self.follow(None, empty, one) for one in recorded]
        for _ in range(events):
            reached = []
            for state in edge:
                for happening in happenings(state, self.others):
                    known = len(self.came)
                    after = self.follow(state, state, happening)
                    if len(self.came) > known:
                        reached.append(after)
            edge = reached

    def follow(self, came_from: State | None, state: State, happening: Happening) -> State:
        """Let one event happen, check what it does, and return the state after it."""
        self.transitions += 1
        after, wrong = self.step(state, happening)
        if wrong:
            pytest.fail(f"{wrong}\n{self.story(came_from, happening.words)}\n{after}")
        self.came.setdefault(after, (came_from, happening.words))
        return after

    def story(self, state: State | None, words: str) -> str:
        """Tell what has happened up to and including `words`."""
        told = [words]
        while state is not None:
            state, before = self.came[state]
            told.append(before)
        return f"I am {self.i_am}, {self.caller} calls: " + ", ".join(reversed(told))

    def step(self, state: State, happening: Happening) -> tuple[State, str | None]:
        """Return the state after the event, and what is wrong with it."""
        owed = dict(enumerate(state.owed, start=100))
        dropped = state.dropped
        if happening.settled is not None:
            settled = owed.pop(100 + happening.settled)
            if happening.drops and settled.contact in self.others:
                dropped |= {settled.contact}
        event, stage, wrong = happening.event, state.stage, None
        if event is None:
            owed = {n: one._replace(days=one.days - happening.passing) for n, one in owed.items()}
        else:
            stage = stage if event.kind in CHANGES_NO_STAGE else event.kind
            on = TODAY - timedelta(days=happening.ago)
            introduction = self.introduction(stage, dropped)
            planned = plan(event, introduction, as_the_playbook_sees(owed), on=on, today=TODAY)
            wrong = self.wrong_with_plan(planned, owed)
            owed = carried_out(planned, owed) if wrong is None else owed
        after = State(stage, tuple(sorted(owed.values())), dropped)
        wrong = wrong or self.wrong_with_questions(after) or wrong_with_families(after)
        return after, wrong or self.wrong_with_ending(state, after, event)

    def introduction(self, stage: str, dropped: frozenset[int]) -> Introduction:
        return Introduction(
            number=NUMBER,
            introducer=self.introducer,
            provider=self.provider,
            prospect=self.prospect,
            stage=stage,
            caller=self.caller,
            dropped=dropped,
        )

    def wrong_with_plan(self, planned: Plan, owed: dict[int, Owed]) -> str | None:
        if not self.others and planned != Plan():
            return "my own custom, or an introduction of others, has a play"
        touched = [*planned.close, *(move.number for move in planned.move)]
        if not owed.keys() >= set(touched):
            return "something is closed or moved that is not open about this introduction"
        if len(touched) != len(set(touched)):
            return "something is closed or moved twice"
        return wrong_with_moves(planned, owed) or wrong_with_new(planned)

    def wrong_with_questions(self, state: State) -> str | None:
        """Check the invariant, word for word."""
        asked = [one.contact for one in state.owed if one.purpose in QUESTIONS]
        if len(asked) != len(set(asked)):
            return "two questions are open with one person"
        if state.dropped & set(asked):
            return "a side is asked again though its question was dropped"
        if state.stage in UNDER_WAY and set(asked) != self.others - state.dropped:
            return "an open introduction has not exactly one question with each other side"
        return None

    def wrong_with_ending(self, before: State, after: State, event: Event | None) -> str | None:
        """Check that an ended introduction asks only what came of it, and only whom it should."""
        if after.stage not in ENDED:
            return None
        asked = {one.contact for one in after.owed if one.purpose in QUESTIONS}
        if any(one.purpose in QUESTIONS and one.purpose != "outcome" for one in after.owed):
            return "an ended introduction asks something else than what came of it"
        if before.stage == after.stage:
            earlier = {one.contact for one in before.owed if one.purpose in QUESTIONS}
            return None if asked <= earlier else "an ended introduction asks again"
        wanted = self.asked_at_the_end(event) if event is not None else set()
        return None if asked == wanted - after.dropped else f"{asked} are asked, not {wanted}"

    def asked_at_the_end(self, event: Event) -> set[int]:
        """Return whom the table asks when an introduction ends."""
        if self.i_am == "X" and event.kind in {"won", "lost"} and event.told_by is not None:
            return self.others - {event.told_by}
        unexplained = event.kind == "lost" and not event.why
        return self.others if unexplained and self.i_am != "P" else set()


ELSEWHERE_OPEN = [
    OpenFollowUp(number=number, contact=contact, purpose=purpose, due_on=TODAY, about=about)
    for number, (contact, purpose, about) in enumerate(FOREIGN, start=900)
]


def as_the_playbook_sees(owed: dict[int, Owed]) -> list[OpenFollowUp]:
    here = [
        OpenFollowUp(
            number=number,
            contact=one.contact,
            purpose=one.purpose,
            due_on=TODAY + timedelta(days=one.days),
            about=NUMBER,
        )
        for number, one in owed.items()
    ]
    return [*here, *ELSEWHERE_OPEN]


def wrong_with_moves(planned: Plan, owed: dict[int, Owed]) -> str | None:
    for move in planned.move:
        one = owed[move.number]
        if move.due_on < TODAY:
            return "a follow-up is moved before today"
        if one.purpose in QUESTIONS and move.purpose in QUESTIONS:
            continue
        if move.purpose != one.purpose:
            return "a debt or a care has changed its purpose"
        if move.due_on >= TODAY + timedelta(days=one.days):
            return "a debt or a care has lost its earlier day"
    return None


def wrong_with_new(planned: Plan) -> str | None:
    for new in planned.schedule:
        if new.due_on < TODAY:
            return "a follow-up is set before today"
        if new.contact == ME:
            return "a follow-up is with me"
        if new.about != NUMBER:
            return "a follow-up is set that is not about this introduction"
    return None


def carried_out(planned: Plan, owed: dict[int, Owed]) -> dict[int, Owed]:
    """Return what is open once the plan is carried out."""
    after = {number: one for number, one in owed.items() if number not in planned.close}
    for move in planned.move:
        days = (move.due_on - TODAY).days
        after[move.number] = after[move.number]._replace(purpose=move.purpose, days=days)
    numbers = count(max(owed, default=100) + 1)
    for new in planned.schedule:
        after[next(numbers)] = Owed(new.contact, new.purpose, (new.due_on - TODAY).days)
    return after


def wrong_with_families(state: State) -> str | None:
    kinds = [(one.contact, one.purpose) for one in state.owed if one.purpose in (*DEBTS, *CARE)]
    return None if len(kinds) == len(set(kinds)) else "a debt or a care is open twice"


FEWEST = {  # states and transitions of each walk, so that none becomes empty unnoticed
    2: {
        "X": (190, 2_000),
        "V": (190, 1_200),
        "P": (150, 670),
        "V of P=X": (150, 1_000),
        "X and P": (7, 150),
        "no party": (7, 150),
    },
    3: {
        "X": (450, 8_000),
        "V": (600, 4_500),
        "P": (450, 3_200),
        "V of P=X": (420, 3_200),
        "X and P": (7, 150),
        "no party": (7, 150),
    },
    4: {
        "X": (900, 24_000),
        "V": (1_600, 13_000),
        "P": (1_000, 9_000),
        "V of P=X": (1_100, 7_000),
        "X and P": (7, 150),
        "no party": (7, 150),
    },
}


@pytest.mark.parametrize("stage", ["introduced", "lead"])
@pytest.mark.parametrize("i_am", CAST)
@pytest.mark.parametrize(("events", "caller"), WALKS)
def test_whatever_happens_each_other_side_has_exactly_one_question(
    i_am: str, stage: str, caller: str, events: int
) -> None:
    walk = Walk(i_am, caller)
    walk.run(stage, events)
    print(f"{len(walk.came)} states, {walk.transitions} transitions")  # noqa: T201 - for `-rP`
    states, transitions = FEWEST[events][i_am]
    assert len(walk.came) >= states
    assert walk.transitions >= transitions
