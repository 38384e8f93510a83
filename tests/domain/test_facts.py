from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reflog.domain import facts
from reflog.domain.facts import Dated, RoomFact, Turn
from rows import each_row

TODAY = date(2026, 11, 21)
STALE = 180


def turn(topic: str, on: str, number: int, *, is_fact: bool = True) -> Turn:
    return Turn(topic=topic, on=on, number=number, is_fact=is_fact, why=None)


def went_badly(on: str, number: int) -> Turn:
    return turn("doubt", on, number, is_fact=False)


@each_row(
    ("turns", "trust", "by"),
    [
        ([], None, None),
        ([turn("trust", "2026-11-01", 3)], "trusted", 3),
        ([turn("doubt", "2026-11-01", 3)], "doubt", 3),
        ([turn("out", "2026-11-01", 3)], "out", 3),
        ([turn("trust", "2026-11-02", 3), turn("doubt", "2026-11-01", 4)], "trusted", 3),
        ([turn("trust", "2026-11-01", 3), turn("doubt", "2026-11-01", 4)], "doubt", 4),
        # One that went badly puts in doubt unasked, by the day it turned bad.
        ([turn("trust", "2026-11-01", 9), went_badly("2026-11-02", 2)], "doubt", 2),
        ([turn("trust", "2026-11-03", 9), went_badly("2026-11-02", 2)], "trusted", 9),
        # On one day a fact comes after an introduction, whatever their numbers.
        ([turn("trust", "2026-11-02", 1), went_badly("2026-11-02", 8)], "trusted", 1),
        # Out stays out until trust.
        ([turn("out", "2026-11-01", 1), turn("doubt", "2026-11-02", 2)], "out", 1),
        ([turn("out", "2026-11-01", 1), went_badly("2026-11-02", 2)], "out", 1),
        ([turn("out", "2026-11-01", 1), turn("trust", "2026-11-02", 2)], "trusted", 2),
    ],
)
def test_trust_is_the_latest_of_facts_and_of_what_went_badly(
    turns: list[Turn], trust: str | None, by: int | None
) -> None:
    standing = facts.trust_of(turns)
    assert (standing.trust, standing.trust_id) == (trust, by)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 5)).map(date.isoformat)
TURNS = st.lists(
    st.builds(
        Turn,
        on=DAYS,
        number=st.integers(1, 99),
        is_fact=st.just(value=True),
        topic=st.sampled_from(facts.OF_TRUST),
        why=st.none(),
    )
    | st.builds(
        Turn,
        on=DAYS,
        number=st.integers(1, 99),
        is_fact=st.just(value=False),
        topic=st.just("doubt"),
        why=st.none(),
    ),
    unique_by=lambda one: one.number,
)


@given(TURNS, st.randoms())
def test_trust_is_the_same_however_the_rows_were_written(turns: list[Turn], chance: object) -> None:
    shuffled = list(turns)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert facts.trust_of(turns) == facts.trust_of(shuffled)


@given(TURNS)
def test_trust_restores_and_nothing_else_brings_back_who_is_out(turns: list[Turn]) -> None:
    ordered = sorted(turns, key=lambda one: (one.on, one.is_fact, one.number))
    since_trust = ordered
    for place, one in enumerate(ordered):
        if one.topic == "trust":
            since_trust = ordered[place + 1 :]
    expected = (
        "out"
        if any(one.topic == "out" for one in since_trust)
        else "doubt"
        if since_trust
        else "trusted"
        if turns
        else None
    )
    assert facts.trust_of(turns).trust == expected


def room_fact(
    topic: str, on: str, *, until: str | None = None, text: str | None = None, since: int = 0
) -> RoomFact:
    return RoomFact(number=7, topic=topic, on=on, until=until, text=text, since=since)


@each_row(
    ("fact", "room", "left"),
    [
        (None, None, None),
        (room_fact("room", "2026-11-21"), "room", None),
        (room_fact("full", "2026-11-21"), "full", None),
        (room_fact("full", "2026-05-25"), "full", None),  # 180 days ago
        (room_fact("full", "2026-05-24"), None, None),  # unknown again
        (room_fact("full", "2020-01-01", until="2026-11-21"), "full", None),
        (room_fact("full", "2026-11-01", until="2026-11-20"), None, None),
        (room_fact("room", "2026-11-01", text="3"), "room", 3),
        (room_fact("room", "2026-11-01", text="3 small jobs", since=2), "room", 1),
        (room_fact("room", "2026-11-01", text="3", since=3), "full", 0),
        (room_fact("room", "2026-11-01", text="3", since=4), "full", 0),
        (room_fact("room", "2026-11-01", text="for 3", since=4), "room", None),
        (room_fact("full", "2026-11-01", text="2 audits", since=9), "full", None),
    ],
)
def test_room_lasts_through_its_last_day_and_is_used_up(
    fact: RoomFact | None, room: str | None, left: int | None
) -> None:
    standing = facts.room_of(fact, TODAY, STALE)
    assert (standing.room, standing.room_left) == (room, left)


def test_what_should_be_known_is_unknown_without_a_fact() -> None:
    assert facts.unknown_of([]) == ("wants", "say", "does", "room", "apart", "told")
    known = ["say", "full", "knows"]
    assert facts.unknown_of(known, is_full=True) == ("wants", "does", "apart", "told")
    assert facts.unknown_of(known) == ("wants", "does", "room", "apart", "told")
    assert facts.unknown_of(["says"], of_me=True) == ("wants", "say", "does", "room", "apart")


def at(days_ago: int, number: int = 1) -> Dated:
    return (TODAY - timedelta(days=days_ago)).isoformat(), number


def test_a_topic_is_stale_where_its_newest_fact_is_more_than_180_days_old() -> None:
    newest = {"say": at(181), "wants": at(180), "story": at(400)}
    assert facts.stale_of(newest, TODAY, STALE, None) == ("say", "story")


def test_that_i_told_them_is_stale_where_my_pitch_has_changed_since() -> None:
    told = {"told": at(10, 5)}
    assert facts.stale_of(told, TODAY, STALE, at(9, 6)) == ("told",)
    assert facts.stale_of(told, TODAY, STALE, at(10, 6)) == ("told",)
    assert facts.stale_of(told, TODAY, STALE, at(10, 4)) == ()


def test_an_old_room_is_not_stale_once_they_said_they_are_full() -> None:
    assert facts.stale_of({"room": at(300), "full": at(3)}, TODAY, STALE, None) == ()
    assert facts.stale_of({"room": at(300), "full": at(299)}, TODAY, STALE, None) == ("full",)


def test_what_is_unknown_is_asked_before_what_is_stale() -> None:
    assert facts.to_learn(("apart", "room"), ("say", "knows", "story"), room_known=False) == (
        "room",
        "apart",
        "say",
        "knows",
    )
    assert facts.to_learn((), ("full",), room_known=False) == ("room",)
    assert facts.to_learn((), (), room_known=True) == ()
