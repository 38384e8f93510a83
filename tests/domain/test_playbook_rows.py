"""The playbook, cell by cell: what each event closes, moves and schedules.

Rows are written as they are spoken. What is open: "V check-in" (due in 5 days), "X thank@1"
(due in 1). What becomes of it: "P check-in 3" is scheduled for day 3, "P check-in > outcome
14" keeps its number, "- P check-in" is closed. V is the provider, P the prospect, X the
introducer, T a third person; where P is X it is called P.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from reflog.domain.follow_ups import OpenFollowUp
from reflog.domain.playbook import Event, Introduction, plan
from reflog.domain.settings import INTERVALS
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

TODAY = date(2026, 3, 2)  # a Monday
EVERY_DAY = range(7)
ME, V, P, X, T = 1, 2, 3, 4, 5
NAMES = {ME: "me", V: "V", P: "P", X: "X", T: "T"}
IDS = {name: person for person, name in NAMES.items()}
NUMBER, ELSEWHERE = 10, 77
CAST = {  # introducer, provider, prospect
    "X": (ME, V, P),
    "V": (X, ME, P),
    "P": (X, V, ME),
    "V of P=X": (P, ME, P),
    "X and P": (ME, V, ME),
    "no party": (X, V, P),
    "no party, P=X": (P, V, P),
}


def happening(
    kind: str,
    was: str | None = None,
    *,
    told: str | None = None,
    asked: str | None = None,
    why: bool = False,
    fault: str | None = None,
) -> Event:
    return Event(
        kind=kind,
        was=was,
        told_by=IDS[told] if told else None,
        asked=IDS[asked] if asked else None,
        why=why,
        at_fault=IDS[fault] if fault else None,
    )


def marked(kind: str, was: str = "introduced", *, why: bool = False, fault: str = "") -> Event:
    """`mark N STAGE`: what I know."""
    return happening(kind, was, why=why, fault=fault or None)


def told(
    by: str, kind: str, was: str = "introduced", *, why: bool = False, fault: str = ""
) -> Event:
    """`done N --mark STAGE`: what one side told."""
    return happening(kind, was, told=by, why=why, fault=fault or None)


def answered(who: str) -> Event:
    """`done N`: a question is answered, and the stage stays."""
    return happening("asked", asked=who)


def follow_ups(text: str, scale: int = 1, about: int | None = NUMBER) -> Iterator[OpenFollowUp]:
    for number, words in enumerate(filter(None, text.split(", ")), start=100):
        what, _, day = words.partition("@")
        who, purpose = what.split()
        due_on = TODAY + timedelta(days=int(day or 5) * scale)
        yield OpenFollowUp(
            number=number, contact=IDS[who], purpose=purpose, due_on=due_on, about=about
        )


def consequences(
    i_am: str,
    event: Event,
    is_open: list[OpenFollowUp],
    *,
    caller: str = "provider",
    stage: str | None = None,
    dropped: str = "",
    scale: int = 1,
    on: date = TODAY,
    days_set: dict[str, int] | None = None,
    workdays: Collection[int] = EVERY_DAY,
) -> set[str]:
    """Run the event through the playbook and say what came of it as the rows do."""
    introducer, provider, prospect = CAST[i_am]
    kept = {"asked": "introduced", "business": "won", "fault": "bad"}.get(event.kind, event.kind)
    introduction = Introduction(
        number=NUMBER,
        introducer=introducer,
        provider=provider,
        prospect=prospect,
        stage=stage or kept,
        caller=caller,
        dropped=frozenset(IDS[name] for name in dropped),
    )
    intervals = {name: days * scale for name, days in INTERVALS.items()} | (days_set or {})
    outcome = plan(
        event,
        introduction,
        is_open,
        on=on,
        today=TODAY,
        intervals=intervals,
        workdays=workdays,
    )
    before = {one.number: f"{NAMES[one.contact]} {one.purpose}" for one in is_open}

    def days(due_on: date) -> int:
        quotient, remainder = divmod((due_on - TODAY).days, scale)
        assert remainder == 0
        return quotient

    assert all(one.about == NUMBER for one in outcome.schedule)
    said = [f"- {before[number]}" for number in outcome.close]
    said += [f"{before[one.number]} > {one.purpose} {days(one.due_on)}" for one in outcome.move]
    said += [f"{NAMES[one.contact]} {one.purpose} {days(one.due_on)}" for one in outcome.schedule]
    assert len(said) == len(set(said)), "nothing is said twice"
    return set(said)


def lines(text: str) -> set[str]:
    return set(filter(None, text.split(", ")))


Row = tuple[str, Event, str, str]

BY_CALLER = [
    ("X", "provider", "V check-in 3, P check-in 3"),
    ("X", "prospect", "V check-in 3, P check-in 3"),
    ("X", "introducer", "V check-in 3, P first-call 1"),
    ("V", "provider", "X thank 1, X report-back 7, P first-call 1"),
    ("V", "prospect", "X thank 1, X report-back 7, P check-in 3"),
    ("V", "introducer", "X thank 1, X report-back 7, P check-in 3"),
    ("P", "provider", "X thank 1, X report-back 7, V check-in 3"),
    ("P", "prospect", "X thank 1, X report-back 7, V first-call 1"),
    ("P", "introducer", "X thank 1, X report-back 7, V check-in 3"),
    ("V of P=X", "provider", "P thank 1, P first-call 1"),
    ("V of P=X", "prospect", "P thank 1, P check-in 3"),
    ("V of P=X", "introducer", "P thank 1, P check-in 3"),
]

LEADS: list[Row] = [
    ("X", happening("lead"), "", "P consent 1"),
    ("V", happening("lead"), "", "X consent 1"),
    ("P", happening("lead"), "", ""),
    ("V of P=X", happening("lead"), "", "P consent 1"),
    ("X", marked("introduced", "lead"), "P consent", "V check-in 3, P consent > check-in 3"),
    ("X", told("P", "introduced", "lead"), "", "V check-in 3, P check-in 3"),
    (
        "V",
        marked("introduced", "lead"),
        "X consent",
        "- X consent, X thank 1, X report-back 7, P first-call 1",
    ),
    ("V", told("X", "introduced", "lead"), "", "X thank 1, X report-back 7, P first-call 1"),
    ("P", marked("introduced", "lead"), "", "X thank 1, X report-back 7, V check-in 3"),
    ("V of P=X", marked("introduced", "lead"), "P consent", "P thank 1, P consent > first-call 1"),
    ("V of P=X", told("P", "introduced", "lead"), "", "P thank 1, P first-call 1"),
]

ANSWERED = [
    ("X", "lead", "P", "", "P consent 7"),
    ("X", "introduced", "V", "P check-in", "V check-in 7"),
    ("X", "connected", "V", "P outcome, P report-back", "V outcome 7"),
    ("X", "introduced", "P", "V check-in", "P check-in 7"),
    ("X", "introduced", "P", "", "P check-in 7"),
    ("X", "connected", "V", "P outcome", "V outcome 7"),
    ("X", "connected", "P", "V check-in", "P outcome 7"),
    ("X", "met", "V", "P outcome", "V outcome 7"),
    ("X", "met", "P", "V outcome", "P outcome 7"),
    ("V", "lead", "X", "", "X consent 7"),
    ("V", "introduced", "P", "X report-back, X thank", "P check-in 7"),
    ("V", "connected", "P", "", "P check-in 7"),
    ("V", "met", "P", "", "P check-in 7"),
    ("P", "introduced", "V", "X report-back, X thank", "V check-in 7"),
    ("P", "connected", "V", "", "V check-in 7"),
    ("P", "met", "V", "", "V check-in 7"),
    ("V of P=X", "lead", "P", "", "P consent 7"),
    ("V of P=X", "introduced", "P", "P thank", "P check-in 7"),
    ("V of P=X", "met", "P", "", "P check-in 7"),
    ("X", "won", "P", "V outcome", ""),
    ("X", "lost", "P", "V outcome", ""),
    ("V", "lost", "P", "", ""),
    ("V of P=X", "lost", "P", "", ""),
]

TOLD_AGAIN = [
    ("X", "introduced", "V", "P check-in", "V check-in 7"),
    ("X", "connected", "V", "P check-in", "V outcome 14"),
    ("X", "met", "P", "V outcome", "P outcome 14"),
    ("X", "met", "P", "V outcome, P check-in", "P check-in > outcome 14"),
    ("V", "met", "P", "X report-back", "P check-in 7"),
    ("P", "connected", "V", "X thank", "V check-in 7"),
    ("V of P=X", "met", "P", "P thank", "P check-in 7"),
    ("X", "won", "P", "V outcome", ""),
    ("X", "lost", "V", "P outcome", ""),
    ("X", "bad", "P", "V apology", ""),
    ("V", "won", "P", "X pay-back", ""),
]

LATER_AT_FAULT = [
    ("X", "V", "P apology", "V review 7"),
    ("X", "me", "", ""),
    ("V", "X", "P apology, X apology", "X review 7"),
    ("P", "V", "X report-back", "V review 7"),
    ("V of P=X", "T", "", "T review 7"),
    ("X", "T", "T review@3", ""),
    ("no party", "V", "", ""),
]

BOTH = "V check-in, P check-in"
ASKED_BOTH = "V check-in > outcome 14, P check-in > outcome 14"


def come_to(kind: str) -> list[Row]:
    """The rows of connected, which are those of met."""
    return [
        ("X", marked(kind), BOTH, ASKED_BOTH),
        ("X", marked(kind), "P first-call", "V outcome 14, P first-call > outcome 14"),
        ("X", marked(kind), "", "V outcome 14, P outcome 14"),
        ("X", marked(kind, "lead"), "P consent", "V outcome 14, P consent > outcome 14"),
        (
            "X",
            marked(kind, "declined"),
            "P report-back",
            "- P report-back, V outcome 14, P outcome 14",
        ),
        (
            "X",
            marked(kind, "lost"),
            "V outcome@1, P outcome@1",
            "V outcome > outcome 14, P outcome > outcome 14",
        ),
        ("X", told("V", kind), "P check-in", "V outcome 14"),
        ("X", told("P", kind), "V check-in", "P outcome 14"),
        ("X", told("V", kind), "", "V outcome 14, P outcome 14"),
        ("X", told("P", kind), "", "V outcome 14, P outcome 14"),
        ("X", told("V", kind), BOTH, "V check-in > outcome 14"),
        ("X", told("P", kind, "lost"), "V outcome@1", "P outcome 14"),
        ("X", told("P", kind, "lead"), "", "V outcome 14, P outcome 14"),
        ("X", told("V", kind, "lead"), "P consent", "V outcome 14, P consent > outcome 14"),
        (
            "X",
            told("V", kind, "declined"),
            "P report-back",
            "- P report-back, V outcome 14, P outcome 14",
        ),
        (
            "V",
            marked(kind),
            "P first-call, X report-back",
            "P first-call > check-in 7, X report-back > report-back 1",
        ),
        ("V", marked(kind), "P check-in@9, X report-back@1", "P check-in > check-in 7"),
        ("V", marked(kind, "lost"), "P outcome", "P outcome > check-in 7, X report-back 1"),
        (
            "V",
            marked(kind, "lead"),
            "X consent",
            "- X consent, P check-in 7, X report-back 1, X thank 1",
        ),
        ("V", told("X", kind, "lead"), "", "P check-in 7, X report-back 1, X thank 1"),
        ("V", told("P", kind), "X thank@1", "P check-in 7, X report-back 1"),
        (
            "P",
            marked(kind),
            "V check-in, X report-back",
            "V check-in > check-in 7, X report-back > report-back 1",
        ),
        ("P", marked(kind, "lead"), "", "V check-in 7, X report-back 1, X thank 1"),
        ("P", marked(kind, "lost"), "", "V check-in 7, X report-back 1"),
        ("P", told("V", kind), "", "V check-in 7, X report-back 1"),
        ("V of P=X", marked(kind), "P first-call, P thank", "P first-call > check-in 7"),
        ("V of P=X", marked(kind, "lead"), "P consent", "P consent > check-in 7, P thank 1"),
        ("V of P=X", told("P", kind), "", "P check-in 7"),
        ("V of P=X", told("P", kind, "lead"), "", "P check-in 7, P thank 1"),
    ]


REWARD = "X thank 1, X pay-back 30"
CLIENT = "P ask 14, P stay-in-touch 90"
WON: list[Row] = [
    ("X", marked("won"), BOTH, "- V check-in, - P check-in"),
    ("X", marked("won", "met"), "V outcome, P check-in", "- V outcome, - P check-in"),
    ("X", marked("won", "lead"), "P consent", "- P consent"),
    ("X", marked("won", "declined"), "V report-back", "- V report-back"),
    ("X", marked("won", "lost"), "V outcome, P outcome", "- V outcome, - P outcome"),
    ("X", told("V", "won"), "P check-in", "P check-in > outcome 1"),
    ("X", told("P", "won"), "V check-in", "V check-in > outcome 1"),
    ("X", told("P", "won"), BOTH, "- P check-in, V check-in > outcome 1"),
    ("X", told("V", "won"), BOTH, "- V check-in, P check-in > outcome 1"),
    ("X", told("V", "won"), "", "P outcome 1"),
    ("X", told("V", "won", "lead"), "P consent", "P consent > outcome 1"),
    ("X", told("P", "won", "declined"), "V report-back", "- V report-back, V outcome 1"),
    (
        "V",
        marked("won"),
        "P check-in, X report-back",
        f"- P check-in, - X report-back, {REWARD}, {CLIENT}",
    ),
    ("V", marked("won", "lead"), "X consent", f"- X consent, {REWARD}, {CLIENT}"),
    (
        "V",
        marked("won", "lost"),
        "P outcome, X report-back@1, X thank@0",
        f"- P outcome, - X report-back, X pay-back 30, {CLIENT}",
    ),
    ("V", told("P", "won"), "X report-back", f"- X report-back, {REWARD}, {CLIENT}"),
    ("V", told("X", "won", "lead"), "", f"{REWARD}, {CLIENT}"),
    ("P", marked("won"), "V check-in, X report-back", f"- V check-in, - X report-back, {REWARD}"),
    ("P", marked("won", "lead"), "", REWARD),
    ("P", told("V", "won"), "X report-back, X thank@0", "- X report-back, X pay-back 30"),
    (
        "V of P=X",
        marked("won"),
        "P check-in, P thank@1",
        f"- P check-in, P pay-back 30, {CLIENT}",
    ),
    (
        "V of P=X",
        marked("won", "lead"),
        "P consent",
        f"- P consent, P thank 1, P pay-back 30, {CLIENT}",
    ),
    ("V of P=X", told("P", "won"), "", f"P thank 1, P pay-back 30, {CLIENT}"),
    ("X", happening("business"), "P outcome", ""),
    ("V", happening("business"), "", "X thank 1"),
    ("V", happening("business"), "X thank, X pay-back, P ask", "X thank > thank 1"),
    ("P", happening("business"), "X pay-back", "X thank 1"),
    ("V of P=X", happening("business"), "P pay-back, P ask", "P thank 1"),
]
WHY = marked("lost", why=True)
LOST: list[Row] = [
    ("X", marked("lost"), BOTH, "V check-in > outcome 1, P check-in > outcome 1"),
    ("X", marked("lost"), "", "V outcome 1, P outcome 1"),
    ("X", marked("lost", "lead"), "P consent", "V outcome 1, P consent > outcome 1"),
    ("X", WHY, BOTH, "- V check-in, - P check-in"),
    ("X", marked("lost", "lead", why=True), "P consent", "- P consent"),
    ("X", told("V", "lost"), "P check-in", "P check-in > outcome 1"),
    ("X", told("V", "lost", why=True), "P check-in", "P check-in > outcome 1"),
    ("X", told("P", "lost"), "V outcome", "V outcome > outcome 1"),
    ("X", told("P", "lost", why=True), "", "V outcome 1"),
    ("X", told("P", "lost", why=True), BOTH, "- P check-in, V check-in > outcome 1"),
    ("V", marked("lost"), "P check-in", "P check-in > outcome 1, X report-back 1"),
    (
        "V",
        marked("lost"),
        "X report-back",
        "P outcome 1, X report-back > report-back 1",
    ),
    (
        "V",
        marked("lost", "lead"),
        "X consent",
        "- X consent, P outcome 1, X report-back 1",
    ),
    ("V", WHY, "P check-in, X thank", "- P check-in, X report-back 1"),
    ("V", marked("lost", "lead", why=True), "X consent", "- X consent, X report-back 1"),
    ("V", told("P", "lost"), "", "P outcome 1, X report-back 1"),
    ("V", told("P", "lost", why=True), "", "X report-back 1"),
    ("P", marked("lost"), "V check-in", "- V check-in, X report-back 1"),
    ("P", WHY, "V check-in", "- V check-in, X report-back 1"),
    ("P", told("V", "lost"), "", "X report-back 1"),
    ("P", marked("lost", "lead"), "", "X report-back 1"),
    ("V of P=X", marked("lost"), "P check-in, P thank", "P check-in > outcome 1"),
    ("V of P=X", marked("lost", "lead"), "P consent", "P consent > outcome 1"),
    ("V of P=X", WHY, "P check-in", "- P check-in"),
    ("V of P=X", told("P", "lost"), "", "P outcome 1"),
    ("V of P=X", told("P", "lost", why=True), "", ""),
]

DECLINED: list[Row] = [
    ("X", marked("declined"), BOTH, "- V check-in, - P check-in, P report-back 1"),
    ("X", marked("declined", "lead"), "P consent", "- P consent, P report-back 1"),
    ("X", told("P", "declined", "lead"), "", "V report-back 1"),
    ("X", told("P", "declined"), "V check-in", "- V check-in, V report-back 1"),
    ("X", told("P", "declined"), BOTH, "- V check-in, - P check-in, V report-back 1"),
    ("X", told("V", "declined"), BOTH, "- V check-in, - P check-in, P report-back 1"),
    ("X", told("V", "declined"), "P check-in", "- P check-in, P report-back 1"),
    ("V", marked("declined"), "P check-in", "- P check-in, X report-back 1"),
    ("V", marked("declined", "lead"), "X consent", "- X consent, X report-back 1"),
    ("V", told("P", "declined"), "X report-back", "X report-back > report-back 1"),
    ("P", marked("declined"), "V first-call", "- V first-call, X report-back 1"),
    ("P", told("V", "declined"), "", "X report-back 1"),
    ("V of P=X", marked("declined"), "P first-call, P thank", "- P first-call"),
    ("V of P=X", marked("declined", "lead"), "P consent", "- P consent"),
    ("V of P=X", told("P", "declined"), "", ""),
]

SORRY = "V apology 0, P apology 0"
CLOSED = f"- V check-in, - P check-in, {SORRY}"
OWED = "P check-in, P ask, P stay-in-touch, X report-back, X thank"


def went_bad(by: Callable[[str], Event]) -> list[Row]:
    """The rows of bad, whoever told it; `by` makes the event with someone at fault."""
    ours = "- P check-in, - P ask, - X report-back, P apology 0, X apology 0"
    return [
        ("X", by(""), BOTH, CLOSED),
        ("X", by("me"), BOTH, CLOSED),
        ("X", by("V"), BOTH, f"{CLOSED}, V review 7"),
        ("X", by("P"), BOTH, f"{CLOSED}, P review 7"),
        ("X", by("T"), BOTH, f"{CLOSED}, T review 7"),
        ("X", by(""), "V report-back", f"- V report-back, {SORRY}"),
        ("X", by(""), "P outcome, P ask", f"- P outcome, {SORRY}"),
        ("V", by(""), OWED, ours),
        ("V", by("me"), OWED, ours),
        ("V", by("T"), OWED, f"{ours}, T review 7"),
        ("V", by("X"), OWED, "- P check-in, - P ask, P apology 0, X review 7"),
        (
            "V",
            by("P"),
            OWED,
            "- P check-in, - P ask, X report-back > report-back 1, P review 7",
        ),
        ("V", by("P"), "", "X report-back 1, P review 7"),
        ("V", by(""), "", "P apology 0, X apology 0"),
        ("V", by(""), "X consent", "- X consent, P apology 0, X apology 0"),
        ("P", by(""), "V check-in, X thank", "- V check-in, X report-back 1"),
        ("P", by("me"), "V check-in", "- V check-in, X report-back 1"),
        ("P", by("V"), "V check-in", "- V check-in, X report-back 1, V review 7"),
        ("P", by("X"), "V check-in", "- V check-in, X report-back 1, X review 7"),
        ("P", by("T"), "", "X report-back 1, T review 7"),
        ("V of P=X", by(""), "P check-in, P ask, P thank", "- P check-in, - P ask, P apology 0"),
        ("V of P=X", by("me"), "P consent", "- P consent, P apology 0"),
        ("V of P=X", by("P"), "P check-in, P ask", "- P check-in, - P ask, P review 7"),
        ("V of P=X", by("T"), "", "P apology 0, T review 7"),
    ]


BAD: list[Row] = [
    *went_bad(lambda fault: marked("bad", fault=fault)),
    *went_bad(lambda fault: marked("bad", "won", fault=fault)),
    *went_bad(lambda fault: told("P", "bad", fault=fault)),
    *went_bad(lambda fault: told("V", "bad", "lost", fault=fault)),
]

ROWS = [*LEADS, *come_to("connected"), *come_to("met"), *WON, *LOST, *DECLINED, *BAD]


@each_row("scale", [1, 10])
@each_row(("i_am", "caller", "then"), BY_CALLER)
def test_an_introduction_is_followed_up_according_to_who_calls_first(
    i_am: str, caller: str, then: str, scale: int
) -> None:
    event = happening("introduced")
    assert consequences(i_am, event, [], caller=caller, scale=scale) == lines(then)


@each_row("scale", [1, 10])
@each_row("row", ROWS)
def test_every_cell_of_the_table_does_what_it_says(row: Row, scale: int) -> None:
    i_am, event, is_open, then = row
    before = list(follow_ups(is_open, scale))
    assert consequences(i_am, event, before, scale=scale) == lines(then)


@each_row("scale", [1, 10])
@each_row(("i_am", "stage", "who", "is_open", "then"), ANSWERED)
def test_an_answered_question_is_asked_again_while_the_introduction_is_open(
    *, i_am: str, stage: str, who: str, is_open: str, then: str, scale: int
) -> None:
    before = list(follow_ups(is_open, scale))
    came = consequences(i_am, answered(who), before, stage=stage, scale=scale)
    assert came == lines(then)


@each_row(("i_am", "stage", "who", "is_open", "then"), TOLD_AGAIN)
def test_a_side_that_tells_what_is_known_already_is_asked_again_only_while_it_is_open(
    *, i_am: str, stage: str, who: str, is_open: str, then: str
) -> None:
    before = list(follow_ups(is_open))
    event = happening("told again", told=who)
    assert consequences(i_am, event, before, stage=stage) == lines(then)


@each_row(("i_am", "fault", "is_open", "then"), LATER_AT_FAULT)
def test_who_let_it_down_is_reviewed_though_i_hear_it_later(
    i_am: str, fault: str, is_open: str, then: str
) -> None:
    before = list(follow_ups(is_open))
    assert consequences(i_am, happening("fault", fault=fault), before) == lines(then)


@pytest.mark.parametrize(
    ("workdays", "then"),
    [
        (range(5), "V check-in 3, P check-in 3"),  # Thursday
        ((0, 1, 2, 4), "V check-in 4, P check-in 4"),  # no Thursdays
        ((0, 5, 6), "V check-in 5, P check-in 5"),
        ((0,), "V check-in 7, P check-in 7"),
    ],
    ids=str,
)
def test_what_would_fall_on_a_day_off_is_due_on_the_next_workday(
    workdays: Collection[int], then: str
) -> None:
    came = consequences("X", happening("introduced"), [], workdays=workdays)
    assert came == lines(then)


def test_an_apology_for_today_waits_for_the_next_workday_where_today_is_a_day_off() -> None:
    came = consequences("X", marked("bad"), [], workdays=(1, 2, 3, 4))
    assert came == lines("V apology 1, P apology 1")


def test_an_earlier_day_that_is_a_day_off_was_typed_and_stays() -> None:
    before = list(follow_ups("P stay-in-touch@5, P ask@5"))  # a Saturday
    came = consequences("V", marked("won"), before, workdays=range(5))
    assert came == lines("X thank 1, X pay-back 30")


@each_row("i_am", ["X and P", "no party", "no party, P=X"])
@each_row(
    "event",
    [
        happening("lead"),
        happening("introduced"),
        answered("V"),
        happening("told again", told="V"),
        happening("fault", fault="V"),
        *(marked(kind) for kind in ("connected", "met", "won", "lost", "declined", "bad")),
        *(told("V", kind) for kind in ("connected", "met", "won", "lost", "declined", "bad")),
        happening("business"),
    ],
)
def test_my_own_custom_and_introductions_of_others_set_nothing(i_am: str, event: Event) -> None:
    for before in ("", "V check-in, V thank", "V other"):
        assert consequences(i_am, event, list(follow_ups(before))) == set()


@each_row(
    ("event", "dropped", "then"),
    [
        (marked("connected"), "V", "P check-in > outcome 14"),
        (told("P", "connected"), "V", "P check-in > outcome 14"),
        (told("V", "won"), "V", "P check-in > outcome 1"),
        (marked("lost"), "V", "P check-in > outcome 1"),
        (answered("P"), "V", "P check-in > check-in 7"),
    ],
)
def test_a_side_whose_question_i_dropped_is_not_asked_again(
    event: Event, dropped: str, then: str
) -> None:
    came = consequences("X", event, list(follow_ups("P check-in")), dropped=dropped)
    assert came == lines(then)


@each_row(
    ("i_am", "event", "dropped", "then"),
    [
        ("X", marked("introduced", "lead"), "P", "V check-in 3"),
        ("X", told("V", "won"), "P", ""),
        ("X", marked("lost"), "VP", ""),
        ("V", marked("lost"), "P", "X report-back 1"),
        ("V", marked("met"), "P", "X report-back 1"),
        ("V", told("P", "introduced", "lead"), "P", "X thank 1, X report-back 7"),
        ("P", marked("met"), "V", "X report-back 1"),
        ("V of P=X", marked("introduced", "lead"), "P", "P thank 1"),
    ],
)
def test_dropping_a_question_leaves_the_debts_and_the_other_side(
    i_am: str, event: Event, dropped: str, then: str
) -> None:
    assert consequences(i_am, event, [], dropped=dropped) == lines(then)


def test_consent_that_i_dropped_with_the_introducer_leaves_the_prospect_to_be_asked() -> None:
    came = consequences("V", marked("introduced", "lead"), [], dropped="X")
    assert came == lines("X thank 1, X report-back 7, P first-call 1")


@pytest.mark.parametrize(
    ("is_open", "then"),
    [
        ("X thank@0, X pay-back@29", ""),
        ("X thank@1, X pay-back@30", ""),
        ("X thank@2, X pay-back@31", "X thank > thank 1, X pay-back > pay-back 30"),
        ("X thank@-4, X pay-back@-1", ""),
    ],
)
def test_an_open_debt_keeps_its_number_and_the_earlier_day(is_open: str, then: str) -> None:
    came = consequences("P", marked("won"), list(follow_ups(is_open)))
    assert came == lines(then)


@each_row("about", [NUMBER, ELSEWHERE, None])
@each_row(
    ("is_open", "then"),
    [
        ("P ask@3, P stay-in-touch@80", ""),
        ("P ask@-3, P stay-in-touch@90", ""),
        ("P ask@20, P stay-in-touch@99", "P ask > ask 14, P stay-in-touch > stay-in-touch 90"),
        ("P ask@3", "P stay-in-touch 90"),
    ],
)
def test_care_is_one_per_person_whichever_introduction_it_came_of(
    is_open: str, then: str, about: int | None
) -> None:
    before = list(follow_ups(is_open, about=about))
    assert consequences("V", marked("won"), before) == lines(f"{REWARD}, {then}".strip(", "))


@pytest.mark.parametrize("about", [NUMBER, ELSEWHERE, None])
def test_a_review_is_one_per_person_and_an_ask_closes_whatever_it_is_about(
    about: int | None,
) -> None:
    before = list(follow_ups("T review@3, P ask, X ask", about=about))
    came = consequences("V", marked("bad", fault="T"), before)
    assert came == lines("- P ask, P apology 0, X apology 0")


def test_questions_and_debts_about_another_introduction_stay_as_they_are() -> None:
    before = list(follow_ups("P check-in@40, X thank@40, X report-back@40", about=ELSEWHERE))
    came = consequences("V", marked("won"), before)
    assert came == lines(f"{REWARD}, {CLIENT}")
    came = consequences("V", marked("met"), before)
    assert came == lines("P check-in 7, X report-back 1")


@each_row("kind", ["connected", "met", "won", "lost", "declined", "bad"])
@each_row("i_am", ["X", "V", "P", "V of P=X"])
def test_other_follow_ups_and_care_from_elsewhere_are_never_closed(i_am: str, kind: str) -> None:
    before = list(follow_ups("P other, P other, P one-to-one, P stay-in-touch@1"))
    assert not {line for line in consequences(i_am, marked(kind), before) if "-" in line.split()}


@pytest.mark.parametrize(
    ("ago", "then"),
    [
        (2, "V check-in 1, P check-in 1"),
        (3, "V check-in 0, P check-in 0"),
        (30, "V check-in 0, P check-in 0"),
    ],
)
def test_days_count_from_the_event_and_none_is_set_before_today(ago: int, then: str) -> None:
    on = TODAY - timedelta(days=ago)
    assert consequences("X", happening("introduced"), [], on=on) == lines(then)


@pytest.mark.parametrize(
    ("ago", "then"),
    [
        (4, "P check-in > check-in 3, X report-back > report-back 0"),
        (40, "P check-in > check-in 0, X report-back > report-back 0"),
    ],
)
def test_a_backdated_event_moves_what_is_open_no_further_back_than_today(
    ago: int, then: str
) -> None:
    before = list(follow_ups("P check-in, X report-back"))
    on = TODAY - timedelta(days=ago)
    assert consequences("V", marked("met"), before, on=on) == lines(then)


def test_an_overdue_debt_keeps_its_day_though_it_is_before_today() -> None:
    before = list(follow_ups("P check-in@-2, X report-back@-9"))
    came = consequences("V", marked("met"), before, on=TODAY - timedelta(days=30))
    assert came == lines("P check-in > check-in 0")


SETTINGS = [
    ("consent", "X", happening("lead"), "P consent"),
    ("consent", "V", happening("lead"), "X consent"),
    ("first-call", "V", happening("introduced"), "P first-call"),
    ("check-in", "X", happening("introduced"), "V check-in"),
    ("check-in", "P", happening("introduced"), "V check-in"),
    ("outcome", "X", marked("met"), "V outcome"),
    ("outcome", "X", told("V", "met"), "P outcome"),
    ("thank", "V", happening("introduced"), "X thank"),
    ("thank", "V", marked("met", "lead"), "X thank"),
    ("thank", "P", marked("won"), "X thank"),
    ("thank", "V", happening("business"), "X thank"),
    ("pay-back", "P", marked("won"), "X pay-back"),
    ("report-back", "V", happening("introduced"), "X report-back"),
    ("apology", "X", marked("bad"), "V apology"),
    ("apology", "V", marked("bad"), "X apology"),
    ("review", "P", marked("bad", fault="V"), "V review"),
    ("stay-in-touch", "V", marked("won"), "P stay-in-touch"),
    ("ask", "V", marked("won"), "P ask"),
    ("again", "X", answered("V"), "V check-in"),
    ("again", "V", answered("P"), "P check-in"),
    ("again", "P", marked("met"), "V check-in"),
    ("news", "V", marked("met"), "X report-back"),
    ("news", "P", marked("lost"), "X report-back"),
    ("news", "X", marked("declined"), "P report-back"),
    ("news", "V", marked("bad", fault="P"), "X report-back"),
    ("result", "X", told("V", "won"), "P outcome"),
    ("result", "X", marked("lost"), "P outcome"),
    ("result", "V", marked("lost"), "P outcome"),
]


@each_row(("name", "i_am", "event", "waits"), SETTINGS)
def test_each_interval_is_a_setting_of_its_own(
    name: str, i_am: str, event: Event, waits: str
) -> None:
    apart = dict.fromkeys(INTERVALS, 5)
    assert f"{waits} 5" in consequences(i_am, event, [], days_set=apart)
    assert f"{waits} 50" in consequences(i_am, event, [], days_set={**apart, name: 50})


def test_every_interval_is_held_to_be_a_setting() -> None:
    about_nothing = {"find", "stale", "quiet", "ask-again"}
    assert {name for name, *_ in SETTINGS} == set(INTERVALS) - about_nothing


@each_row("fault", ["me", "V", "P", "X", "T", ""])
@each_row("i_am", sorted(CAST))
def test_nothing_is_ever_with_me(i_am: str, fault: str) -> None:
    for kind in ("introduced", "met", "won", "lost", "declined", "bad"):
        came = consequences(i_am, marked(kind, "lead", fault=fault), [])
        assert not {line for line in came if line.startswith("me ")}
