"""Both sides' word counts: what one has told is no reason to refuse the other."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest

from reflog.domain.introductions import ENDED_STAGES, OPEN_STAGES, TYPED_STAGES, may_come_to
from stories import AS_V, AS_X, ids, number, owed, spoken, tell, write

if TYPE_CHECKING:
    from commands import Commands

pytestmark = pytest.mark.usefixtures("_every_day")
ASKED = {"connected": "outcome", "met": "outcome"}


def pairs(reflog: Commands) -> list[tuple[str, str]]:
    """What each side has told, in the order in which it was told."""
    return [(one["contact"], one["stage"]) for one in reflog.json("show 1")["told"]]


def way(reflog: Commands) -> list[str]:
    return [one["stage"] for one in reflog.json("show 1")["stages"]]


PAIRS = list(itertools.product(TYPED_STAGES, repeat=2))
SIDES = [("vera", "paul"), ("paul", "vera"), ("vera", "vera")]
STORIES = [("received paul --from xenia", "paul"), ("intro vera me --by xenia", "vera")]


def in_turn(
    tellers: list[tuple[str, str]], pairs: list[tuple[str, ...]], begin: int = 0
) -> list[Any]:
    """Every other pair of stages told by each in turn; in the long run every one by everybody.

    What begins with 1 has those pairs that what begins with 0 has not.
    """
    return [
        pytest.param(one, *pair, marks=[] if at % (2 * len(tellers)) == place else pytest.mark.slow)
        for at, pair in enumerate(pairs)
        for place, one in zip(range(begin, 2 * len(tellers), 2), tellers, strict=True)
    ]


@pytest.mark.parametrize(("sides", "first", "second"), in_turn(SIDES, PAIRS))
def test_what_a_side_tells_is_never_refused_for_having_been_told_before(
    reflog: Commands, sides: tuple[str, str], first: str, second: str
) -> None:
    tell(reflog, "intro vera paul --on 2026-11-10 --no-follow-up")
    for side, stage in zip(sides, (first, second), strict=True):
        if not any(one["contact"] == side for one in reflog.json("due --all --purpose check-in")):
            tell(reflog, f"follow {side} how it goes --about 1")
        open_ones = [one["id"] for one in reflog.json("due --all") if one["contact"] == side]
        answer = write(reflog, f"done {open_ones[0]} heard of it --mark {stage}")
        (done,) = [one for one in answer["changed"] if one["id"] == open_ones[0]]
        assert (done["status"], done["note"]) == ("done", "heard of it")
    moved = may_come_to("introduced", first)
    reached = first if moved else "introduced"
    is_passed = reached in ENDED_STAGES and second in OPEN_STAGES and sides[0] != sides[1]
    expected = second if may_come_to(reached, second) and not is_passed else reached
    found = reflog.json("show 1")
    assert found["stage"] == expected
    assert pairs(reflog) == list(zip(sides, (first, second), strict=True))
    assert way(reflog) == list(dict.fromkeys(("introduced", reached, expected)))
    assert reflog.ok("check").out == ""


@pytest.mark.parametrize(("story", "first", "second"), in_turn(STORIES, PAIRS, begin=1))
def test_the_one_other_side_may_tell_any_stage_after_any_where_i_am_a_side_myself(
    reflog: Commands, story: tuple[str, str], first: str, second: str
) -> None:
    begun, other = story
    tell(reflog, f"{begun} --on 2026-11-10 --no-follow-up")
    for stage in (first, second):
        tell(reflog, f"follow {other} how it goes --about 1")
        asked = [one["id"] for one in reflog.json(f"due --all --for {other} --purpose other")]
        amount = " --amount 400" if stage == "won" else ""
        write(reflog, f"done {asked[0]} --mark {stage}{amount}")
    assert pairs(reflog) == [(other, first), (other, second)]
    assert len(reflog.json("show 1")["business"]) == ("won" in (first, second))
    assert reflog.ok("check").out == ""


@pytest.mark.parametrize(
    ("sides", "first", "second"), in_turn(SIDES, [pair for pair in PAIRS if "won" in pair])
)
def test_business_told_by_both_sides_is_counted_once_in_whatever_order_they_tell(
    reflog: Commands, sides: tuple[str, str], first: str, second: str
) -> None:
    tell(reflog, "intro vera paul --on 2026-11-10 --no-follow-up")
    for side, stage in zip(sides, (first, second), strict=True):
        tell(reflog, f"follow {side} how it goes --about 1")
        asked = reflog.json(f"due --all --for {side}")[0]["id"]
        amount = " --amount 400" if stage == "won" else ""
        write(reflog, f"done {asked} --mark {stage}{amount}")
    deals = [(one["amount"], one["currency"]) for one in reflog.json("show 1")["business"]]
    assert deals == [("400.00", "USD")]
    assert pairs(reflog) == list(zip(sides, (first, second), strict=True))
    assert reflog.ok("check").out == ""


def test_another_amount_than_the_first_is_business_of_its_own(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} --mark won -a 400")
    said = reflog.ok(f"done {number(reflog, 'P', 'outcome')} --mark won -a 400")
    assert "400 USD" in said.out
    assert "counted" in said.out
    tell(reflog, "follow vera how it goes --about 1; follow paul how it goes --about 1")
    tell(reflog, "done {V other} --mark won -a 400eur; done {P other} --mark won -a 250")
    deals = [(one["amount"], one["currency"]) for one in reflog.json("show 1")["business"]]
    assert deals == [("400.00", "USD"), ("400.00", "EUR"), ("250.00", "USD")]


def test_another_sum_of_the_second_side_is_said_with_the_way_to_take_one_back(
    reflog: Commands,
) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} --mark won -a 500")
    first = reflog.json("show 1")["business"][0]["id"]
    said = reflog.ok(f"done {number(reflog, 'P', 'outcome')} won 800").out
    second = reflog.json("show 1")["business"][1]["id"]
    assert "500 USD of #1 was recorded before, so that makes 1,300 USD in all.\n" in said
    assert f"take the wrong sum back: reflog delete {first} or reflog delete {second}\n" in said
    reflog.ok(f"delete {first} --yes")
    assert [one["amount"] for one in reflog.json("show 1")["business"]] == ["800.00"]
    tell(reflog, "business 1 20eur; follow vera how it goes --about 1")
    said = reflog.ok(f"done {number(reflog, 'V', 'other')} --mark won -a 90").out
    assert "€20, 800 USD of #1 was recorded before, so that makes €20, 890 USD in all.\n" in said
    assert "If 90 USD was counted before: reflog delete " in said


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        # Both told the same.
        (
            "done {V check-in} --mark met; done {P check-in} --mark met",
            "V outcome 14, P outcome 14",
        ),
        # The second told less.
        (
            "done {V check-in} --mark met; done {P check-in} --mark connected",
            "V outcome 14, P outcome 14",
        ),
        # The second told that they were introduced, which is no news while nothing has come of it.
        ("done {V check-in} --mark introduced", "V check-in 7, P check-in 3"),
        ("done {V check-in} --mark won; done {P outcome} --mark met", ""),
        ("done {V check-in} --mark won; done {P outcome} --mark won", ""),
        ("done {V check-in} --mark lost; done {P outcome} --mark lost", ""),
        ("done {V check-in} --mark met; done {P check-in} --mark met --no-next", "V outcome 14"),
        (
            "done {V check-in} --mark met; done {P check-in} --mark met --next 2026-11-24",
            "V outcome 14, P check-in 3",
        ),
    ],
)
def test_a_question_is_put_again_only_where_it_is_open(
    reflog: Commands, story: str, expected: str
) -> None:
    tell(reflog, f"{AS_X}; {story}")
    assert owed(reflog) == spoken(expected)
    assert reflog.ok("check").out == ""


def test_who_brought_me_a_client_hears_of_a_second_deal_the_client_told(reflog: Commands) -> None:
    tell(reflog, f"{AS_V}; done {{P first-call}} --mark won -a 100; thanks xena")
    tell(reflog, "follow paul how it goes --about 1; done {P other} --mark won -a 100")
    assert "X thank" not in owed(reflog)
    tell(reflog, "follow paul how it goes --about 1; done {P other} --mark won -a 50")
    assert "X thank 1" in owed(reflog)


def test_the_reason_of_the_second_side_is_not_lost(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} too dear --mark lost")
    write(reflog, f"done {number(reflog, 'P', 'outcome')} --mark lost --why no time")
    assert reflog.json("show 1")["why"] == "too dear"
    assert reflog.json("show 3")["note"] == "no time"
    tell(reflog, "intro ann bob; done {ann check-in} --mark bad")
    tell(reflog, "follow bob how it went --about 4")
    answer = write(
        reflog, f"done {number(reflog, 'bob', 'other')} --mark bad --at-fault ann --why late"
    )
    assert ids(answer["next"])
    found = reflog.json("show 4")
    assert (found["at_fault"], found["why"]) == ("ann", "late")


def test_one_that_is_won_and_said_to_be_lost_stays_and_says_how_to_correct_it(
    reflog: Commands,
) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} --mark won")
    said = reflog.ok(f"done {number(reflog, 'P', 'outcome')} --mark lost")
    assert "reflog edit 1 --stage lost" in said.out
    assert pairs(reflog) == [("vera", "won"), ("paul", "lost")]


@pytest.mark.parametrize("passed", ["connected", "met"])
def test_who_says_of_a_lost_one_that_they_met_does_not_bring_it_back_but_a_mark_does(
    reflog: Commands, passed: str
) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} too dear --mark lost")
    said = reflog.ok(f"done {number(reflog, 'P', 'outcome')} --mark {passed}")
    assert "#1 is lost already, and stays so; what Paul told you is kept." in said.out
    assert f"If it has come back to that: reflog mark 1 {passed}" in said.out
    assert pairs(reflog) == [("vera", "lost"), ("paul", passed)]
    assert (way(reflog), owed(reflog)) == (["introduced", "lost"], "")
    tell(reflog, f"mark 1 {passed}")
    assert (way(reflog)[-1], owed(reflog)) == (passed, spoken("V outcome 14, P outcome 14"))


def test_who_said_that_it_was_lost_may_say_that_they_met_after_all(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} too dear --mark lost")
    tell(reflog, "follow vera how it goes --about 1; done {V other} --mark met")
    assert way(reflog) == ["introduced", "lost", "met"]
    tell(reflog, "mark 1 lost; done {P outcome} --mark met")
    assert way(reflog)[-2:] == ["lost", "met"], "it was I who knew of the loss"


def test_who_says_of_a_lost_one_that_it_is_won_is_right(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} too dear --mark lost")
    tell(reflog, "done {P outcome} --mark won -a 400")
    assert (way(reflog)[-1], owed(reflog)) == ("won", "V outcome 1")


def test_an_introduction_that_a_side_told_of_is_among_what_changed(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; done {{V check-in}} --mark won -a 400")
    question = number(reflog, "P", "outcome")
    answer = write(reflog, f"done {question} --mark won -a 400")
    assert ids(answer["changed"]) == [1, question]
    assert [one["contact"] for one in answer["changed"][0]["told"]] == ["vera", "paul"]
    answer = reflog.json("undo")
    assert ids(answer["changed"]) == [1, question]
    assert [one["contact"] for one in answer["changed"][0]["told"]] == ["vera"]
    assert (
        "#1 I introduced Vera and Paul: won, 400 USD"
        in reflog.ok(f"done {question} --mark met").out.splitlines()[0]
    )


def test_only_a_side_tells_whoever_it_was_that_i_heard_it_from(reflog: Commands) -> None:
    tell(reflog, f"{AS_V} --lead; done {{X consent}} --mark introduced")
    tell(reflog, "done {X report-back} --mark met; done {X report-back} --mark met")
    assert pairs(reflog) == []
    assert way(reflog) == ["lead", "introduced", "met"]
    tell(reflog, "follow zed what he saw --about 1")
    said = reflog.ok(f"done {number(reflog, 'zed', 'other')} it went well --mark met")
    assert "#1 is met already, and stays so.\n" in said.out
    tell(reflog, "done {P check-in} --mark met")
    assert pairs(reflog) == [("paul", "met")]
    assert reflog.ok("check").out == ""


def test_what_i_know_myself_is_nobody_s_word(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; mark 1 connected; done {{V outcome}} --mark met")
    assert pairs(reflog) == [("vera", "met")]
    assert way(reflog) == ["introduced", "connected", "met"]
    assert "#1" in reflog.refused(4, "mark 1 met").err


def test_a_lead_keeps_its_days_when_it_becomes_an_introduction(reflog: Commands) -> None:
    tell(reflog, "intro vera paul --lead --on 2026-11-10; mark 1 introduced --on 2026-11-12")
    tell(reflog, "done {V check-in} --mark met")
    assert reflog.json("show 1")["stages"] == [
        {"stage": "lead", "on": "2026-11-10"},
        {"stage": "introduced", "on": "2026-11-12"},
        {"stage": "met", "on": "2026-11-21"},
    ]
    said = [one["text"] for one in reflog.json("log")]
    assert any("lead" in text for text in said)
    shown = reflog.ok("show 1").out
    assert "lead" in shown
    assert "10 Nov 2026" in shown
    tell(reflog, "edit 1 --stage introduced")
    assert way(reflog) == ["lead", "introduced"]
    tell(reflog, "edit 1 --stage lead")
    assert way(reflog) == ["lead"]


def test_a_lead_is_said_to_be_introduced_on_the_day_it_was(reflog: Commands) -> None:
    tell(reflog, "intro vera paul --lead --on 2026-11-10; note vera hm --about 1 --on 2026-11-11")
    marked = reflog.ok("mark 1 introduced --on 2026-11-12").out
    said = "#1 I introduced Vera and Paul on Thursday 2026-11-12.\n"
    assert marked.startswith(said)
    assert reflog.ok("show 1").out.startswith(said)
    assert re.search(r"introduced +Thu 12 Nov 2026\n", reflog.ok("show 1").out)
    assert "I introduced Vera and Paul on Thu 12 Nov 2026 (#1)" in reflog.ok("show vera").out
    listed = "#1  Tue 10 Nov 2026  I introduced Vera and Paul  introduced, a lead at first\n"
    assert listed in reflog.ok("intros").out
    assert listed in reflog.ok("who").out
    assert reflog.json("show 1")["on"] == "2026-11-10", "the lead's day is where it begins"


def test_a_lead_that_was_declined_is_not_said_to_have_been_introduced(reflog: Commands) -> None:
    tell(reflog, "intro vera paul --lead --on 2026-11-10")
    said = "#1 I passed Paul's name to Vera as a lead: declined on Saturday 2026-11-21.\n"
    assert reflog.ok("mark 1 declined").out.startswith(said)
    shown = reflog.ok("show 1").out
    assert shown.startswith(said)
    assert not re.search(r"\n  introduced ", shown)
    assert "not yet from" not in shown, "nobody has to thank me for a lead that came to nothing"
    listed = "I passed Paul's name to Vera as a lead  declined\n"
    assert listed in reflog.ok("intros").out
    assert listed in reflog.ok("who").out


def test_a_stage_dated_before_an_earlier_one_is_remarked(reflog: Commands) -> None:
    tell(reflog, "intro vera paul --on 2026-11-02; mark 1 met --on 2026-11-19")
    said = "#1 was met on Thursday 2026-11-19, after that. If a day is wrong: reflog undo"
    assert said in reflog.ok("mark 1 won --on 2026-11-03").out
    reflog.ok("undo")
    assert said in reflog.ok("business 1 500 --on 2026-11-03").out
    reflog.ok("undo")
    assert said in reflog.ok("done vera won 500 --on 2026-11-03").out
    assert "after that" not in reflog.ok("done paul won 500 --on 2026-11-04").out
    assert reflog.ok("check").out == ""
    tell(reflog, "undo; undo")
    assert "after that" not in reflog.ok("mark 1 won --on 2026-11-19").out


def test_every_open_stage_has_its_place_on_the_way(reflog: Commands) -> None:
    reflog.ok("intro vera paul --lead")
    for stage in OPEN_STAGES[1:]:
        reflog.ok(f"mark 1 {stage}")
    assert way(reflog) == list(OPEN_STAGES)


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ("connected", "heard from Paul that they are in touch: Vera and Paul (#1)"),
        ("met", "heard from Paul that they have met: Vera and Paul (#1)"),
        ("won", "heard from Paul that it was won: Vera and Paul (#1)"),
        ("lost", "heard from Paul that it was lost: Vera and Paul (#1)"),
    ],
)
def test_the_history_says_in_plain_words_what_a_side_told_after_the_other(
    reflog: Commands, stage: str, told: str
) -> None:
    tell(reflog, f"intro vera paul; done vera --mark {stage}; done paul --mark {stage}")
    assert reflog.json("history")[0]["summary"] == told
    assert told in reflog.ok("undo").out
