"""mark and business: what an introduction has come to, and what came of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from stories import ids, owed, tell, write

if TYPE_CHECKING:
    from commands import Commands

FORWARD = ("introduced", "connected", "met", "won")
ENDED = ("won", "lost", "declined", "bad")
STAGES = ("introduced", "connected", "met", *ENDED)
MOVES = {
    "lead": STAGES,
    "introduced": ("connected", "met", *ENDED),
    "connected": ("met", *ENDED),
    "met": ENDED,
    "won": ("bad",),
    "lost": ("connected", "met", "won", "bad"),
    "declined": ("connected", "met", "won", "bad"),
    "bad": (),
}


def reach(reflog: Commands, stage: str) -> None:
    reflog.ok("intro fred sally --lead" if stage == "lead" else "intro fred sally")
    if stage not in {"lead", "introduced"}:
        reflog.ok(f"mark 1 {stage}")


@pytest.mark.parametrize("stage", MOVES)
def test_stages_go_forward_and_nothing_else(reflog: Commands, stage: str) -> None:
    reach(reflog, stage)
    for reached in (one for one in STAGES if one not in MOVES[stage]):
        result = reflog.refused(4, f"mark 1 {reached} --json").error
        assert result["code"] == "conflict"
        assert ("reflog edit 1" in result["hint"]) is (reached != stage)


@pytest.mark.parametrize(
    ("stage", "reached"), [(stage, reached) for stage in MOVES for reached in MOVES[stage]]
)
def test_every_move_allowed_is_made(reflog: Commands, stage: str, reached: str) -> None:
    reach(reflog, stage)
    answer = write(reflog, f"mark 1 {reached}")
    found = answer["changed"][0]
    assert (found["id"], found["stage"], found["stage_on"]) == (1, reached, "2026-11-21")


def test_a_lead_is_recorded_not_reached(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    assert "reflog edit 1 --stage lead" in reflog.refused(2, "mark 1 lead").err


def test_each_step_is_echoed_with_names_and_the_day(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    for before, after in pairwise(FORWARD):
        out = reflog.ok(f"mark 1 {after}").out
        assert f"#1 I introduced Fred and Sally: {after} on Saturday 2026-11-21." in out, before


def test_won_with_an_amount_is_business(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-18")
    answer = write(reflog, "mark", "1", "won", "--amount", "2500 EUR", "--on", "2026-11-20")
    introduction, *_closed, deal = answer["changed"]
    assert introduction["business"] == [
        {"id": 4, "amount": "2500.00", "currency": "EUR", "on": "2026-11-20", "note": None},
    ]
    assert (deal["id"], deal["kind"], deal["amount"], deal["currency"]) == (
        *(4, "business", "2500.00", "EUR"),
    )
    assert introduction["stage_on"] == "2026-11-20"


def test_the_reason_and_the_one_at_fault_are_kept(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; intro ann bob; note zoe watch out")
    found = write(reflog, "mark", "1", "lost", "--why", "too dear")["changed"][0]
    assert (found["why"], found["at_fault"]) == ("too dear", None)
    found = write(reflog, "mark 4 bad --at-fault zoe")["changed"][0]
    assert (found["why"], found["at_fault"]) == (None, "zoe")
    found = write(reflog, "mark 1 bad --at-fault me")["changed"][0]
    assert (found["why"], found["at_fault"]) == ("too dear", "me")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, "mark"),
        (2, "mark 1"),
        (2, "mark met"),
        (2, "mark 1 nonsense"),
        (2, "mark 1 met --amount 5"),
        (2, "mark 1 won --amount -5"),
        (2, "mark 1 won --amount 0"),
        (2, "mark 1 won --amount 1.234"),
        (2, "mark 1 met --at-fault fred"),
        (2, "mark 1 met --on tomorrow"),
        (2, "mark 1 met --on yesterday"),
        (3, "mark 99 met"),
        (3, "mark 4 met"),
        (3, "mark zacharias met"),
        (3, "mark 1 bad --at-fault zacharias"),
        (2, "business"),
        (2, "business 1"),
        (2, "business 1 lots"),
        (2, "business 1 0"),
        (2, "business 1 5 --on tomorrow"),
        (2, "business 1 5 --on yesterday"),
        (3, "business 99 5"),
        (3, "business 4 5"),
        (3, "business zacharias 5"),
    ],
)
def test_what_cannot_be_changes_nothing(reflog: Commands, code: int, words: str) -> None:
    tell(reflog, "intro fred sally; note fred likes tea")
    reflog.refused(code, words)


@pytest.mark.parametrize("command", ["mark", "business"])
def test_a_number_the_shell_dropped_is_explained(reflog: Commands, command: str) -> None:
    assert "type 12 for #12" in reflog.refused(2, command).err


def test_input_is_judged_before_names_and_those_before_conflicts(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 won")
    reflog.refused(2, "mark 99 met --amount 5")
    reflog.refused(2, "mark 1 met --on yesterday")
    reflog.refused(3, "mark 99 met")
    reflog.refused(4, "mark 1 met")


def test_a_follow_up_s_number_means_its_introduction(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    assert ids(write(reflog, "mark 2 met")["changed"]) == [1]
    assert write(reflog, "business 3 100")["changed"][0]["id"] == 1
    assert reflog.json("show 1")["stage"] == "won"


def test_a_name_means_the_one_that_may_come_there_open_before_ended(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 lost; intro fred ann")
    assert write(reflog, "mark fred met")["changed"][0]["prospect"] == "ann"
    tell(reflog, "mark fred won")
    assert write(reflog, "mark fred met")["changed"][0]["prospect"] == "sally"
    reflog.refused(3, "mark zacharias met")
    reflog.ok("mark fred won")
    reflog.refused(3, "mark fred met")


def test_several_are_listed_and_none_is_taken(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; intro fred ann")
    result = reflog.refused(3, "mark fred met")
    assert "#1" in result.err
    assert "#4" in result.err
    assert reflog.refused(3, "mark fred met --json").error["candidates"] == [1, 4]


def test_business_comes_again_and_again(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    won = write(reflog, "business", "1", "1,000.50", "--note", "the kitchen")
    assert won["changed"][0]["stage"] == "won"
    more = write(reflog, "business", "ann", "20 EUR")
    assert [one["kind"] for one in more["changed"]] == ["business"]
    deals = reflog.json("show 1")["business"]
    assert [(one["amount"], one["currency"], one["note"]) for one in deals] == [
        *(("1000.50", "USD", "the kitchen"), ("20.00", "EUR", None)),
    ]


def test_business_says_whose_it_is(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 won")
    out = reflog.ok("business 1 99.90 --note tiles").out
    assert out == (
        "#4 99.90 USD came of #1 on Saturday 2026-11-21 (tiles): I introduced Fred and Sally.\n"
    )


def test_the_currency_of_the_setting_is_the_one_not_typed(reflog: Commands) -> None:
    tell(reflog, "config currency JPY; intro fred sally; business 1 2500")
    assert [one["currency"] for one in reflog.json("show 1")["business"]] == ["JPY"]
    assert [one["amount"] for one in reflog.json("show 1")["business"]] == ["2500"]
    reflog.refused(2, "business 1 2500.50")


def test_there_is_no_business_once_it_went_bad(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 bad")
    reflog.refused(4, "business 1 100")


def test_won_that_turns_bad_keeps_its_business(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; business 1 100; mark 1 bad")
    assert len(reflog.json("show 1")["business"]) == 1


@pytest.mark.parametrize("words", ["mark 1 met", "mark 1 won", "business 1 100", "mark 1 lost"])
def test_no_next_schedules_nothing(reflog: Commands, words: str) -> None:
    reflog.ok("received ann --from fred")
    answer = write(reflog, f"{words} --no-next")
    assert answer["next"] == []
    asked: list[Any] = [one for one in reflog.json("due --all") if one["contact"] == "ann"]
    assert asked == []


@pytest.mark.usefixtures("_every_day")
def test_no_next_leaves_what_was_owed(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; mark 1 met --no-next")
    assert owed(reflog) == "fred report-back 7, fred thank 1"


def test_by_name_it_is_said_how_far_they_have_come(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("mark 1 won --amount 10")
    refused = reflog.refused(3, "mark sally connected")
    assert "#1 with Sally is already won; nothing was changed." in refused.err
    assert "if that's a mistake: reflog edit 1 --stage connected" in refused.err
    for _more in range(3):
        reflog.ok("intro fred sally --again")
        reflog.ok("mark sally won --amount 10")
    refused = reflog.refused(3, "mark sally connected")
    assert (
        "No introduction with Sally can be marked connected; nothing was changed.\n" in refused.err
    )


@pytest.mark.parametrize(
    ("stage", "hint"),
    [
        ("lost", "to say why: reflog edit 1 --why TEXT"),
        ("won", "if there is more of it: reflog business 1 MONEY"),
        ("met", "reflog intros --with sally"),
    ],
)
def test_what_has_come_so_far_already_is_hinted_what_is_left_to_say(
    reflog: Commands, stage: str, hint: str
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok(f"mark 1 {stage}")
    assert f"hint: {hint}\n" in reflog.refused(3, f"mark sally {stage}").err


def test_a_sum_typed_for_what_is_won_already_is_in_the_line_that_records_it(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("intro ann sally")
    reflog.ok("mark 1 won")
    reflog.ok("mark 4 lost --why moved")
    reflog.ok("edit 4 --stage bad")
    hint = "reflog business 1 3,850\n"
    assert hint in reflog.refused(4, "mark 1 won --amount 3850").err
    assert hint in reflog.refused(3, "mark sally won --amount 3850").err
    assert "reflog business 1 3,850.50EUR\n" in reflog.refused(4, "mark 1 won 3850.50eur").err


def test_a_sum_that_both_sides_told_is_written_as_people_would_type_it(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("done 2 --mark won --amount 2750")
    said = reflog.ok("done 3 --mark won --amount 2750").out
    assert "If it is more: reflog business 1 2,750\n" in said
    reflog.ok("business 1 2,750")


@pytest.mark.parametrize("typed", ["mark 1 won 400 -a 300", "done 2 won 400 --amount 300"])
def test_of_two_amounts_neither_is_dropped_in_silence(reflog: Commands, typed: str) -> None:
    reflog.ok("intro fred sally")
    assert "There are two amounts" in reflog.refused(2, typed).err
