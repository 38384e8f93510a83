"""done, snooze, drop: what becomes of a follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stories import AS_X, ids, owed, spoken, tell, write

if TYPE_CHECKING:
    from commands import Commands


@pytest.mark.usefixtures("_every_day")
def test_done_says_what_is_done_and_what_comes_next(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    result = reflog.ok("done 2 she loved it")
    assert result.out == (
        "Done #2 on Saturday 2026-11-21: asked Fred if they've been in touch with Sally "
        "(she loved it).\n"
        "Next:\n"
        "  #4  Saturday 2026-11-28  ask Fred if they've been in touch with Sally\n"
    )


@pytest.mark.usefixtures("_every_day")
def test_done_answers_with_what_it_altered_and_scheduled(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-18")
    answer = write(reflog, "done 2 she loved it --on yesterday")
    (done,) = answer["changed"]
    assert (done["id"], done["status"], done["done_on"], done["note"]) == (
        *(2, "done", "2026-11-20"),
        "she loved it",
    )
    assert [(one["id"], one["due_on"]) for one in answer["next"]] == [(4, "2026-11-27")]
    assert owed(reflog) == spoken("sally check-in 0, fred check-in 6")


def test_several_are_done_with_one_note(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done 2 3 both well")
    assert [(one["id"], one["note"]) for one in answer["changed"]] == [
        *((2, "both well"), (3, "both well")),
    ]
    assert ids(answer["next"]) == [4, 5]


def test_a_note_that_begins_with_a_number_is_an_option(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done", "2", "--note", "3 calls so far")
    assert [one["note"] for one in answer["changed"]] == ["3 calls so far"]
    reflog.refused(2, "done 3 said --note said")


def test_done_by_name_is_the_one_due_else_the_one_open(reflog: Commands) -> None:
    tell(reflog, "follow fred send it --due 2026-11-23; follow fred ask --due 2026-11-25")
    reflog.refused(3, "done fred")
    reflog.today = "2026-11-23"
    assert ids(write(reflog, "done fred gladly taken")["changed"]) == [1]
    assert ids(write(reflog, "done fred")["changed"]) == [2]
    reflog.refused(3, "done fred")


def test_the_note_behind_is_added_to_the_note_it_had(reflog: Commands) -> None:
    reflog.ok("follow", "fred", "call", "--note", "ring after six")
    answer = write(reflog, "done 1 no answer")
    assert [one["note"] for one in answer["changed"]] == ["ring after six; no answer"]


def test_a_note_that_begins_with_a_stage_ends_in_the_command_that_marks_it(
    reflog: Commands,
) -> None:
    tell(reflog, AS_X)
    answer = reflog.ok("done vera met her on tuesday")
    assert "was only due in 3 days" in answer.err
    assert answer.err.endswith("reflog mark 1 met\n")
    assert reflog.json("show 2")["note"] == "met her on tuesday"


def test_mark_settles_one_side_and_moves_the_stage(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done 2 they met --mark met")
    assert [(one["id"], one["kind"]) for one in answer["changed"]] == [
        *((1, "introduction"), (2, "follow-up")),
    ]
    assert answer["changed"][0]["stage"] == "met"
    assert [(one["purpose"], one["contact"]) for one in answer["next"]] == [("outcome", "fred")]


def test_mark_takes_the_options_of_mark(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-18")
    answer = write(reflog, "done 2 -m won -a 2,500eur --on yesterday")
    deal = answer["changed"][-1]
    assert (deal["kind"], deal["amount"], deal["currency"], deal["on"], deal["about"]) == (
        *("business", "2500.00", "EUR", "2026-11-20", 1),
    )
    answer = write(reflog, "done", "3", "--mark", "bad", "--why", "no show", "--at-fault", "fred")
    assert [answer["changed"][0][key] for key in ("stage", "why", "at_fault")] == [
        *("bad", "no show", "fred"),
    ]


def test_its_note_is_the_why_of_a_loss_unless_that_is_said(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2 too dear --mark lost")
    assert reflog.json("show 1")["why"] == "too dear"
    tell(reflog, "intro ann bob; done {ann check-in} spoke today --mark lost --why timing")
    assert reflog.json("show 4")["why"] == "timing"


@pytest.mark.parametrize(
    "words",
    [
        "done 2 3 --mark met",
        "done 2 --amount 5",
        "done 2 --why rain",
        "done 2 --at-fault fred",
        "done 2 --mark met --amount 5",
        "done 2 --mark won --at-fault fred",
        "done 2 --mark lead",
        "done 2 --mark nonsense",
        "done 2 --mark won --amount nothing",
        "done 2 --next 2w --no-next",
        "done 2 --next yesterday",
        "done 2 --on tomorrow",
        "done 2 --on 2026-11-20",
        "done",
    ],
)
def test_what_cannot_be_meant_is_exit_2(reflog: Commands, words: str) -> None:
    reflog.ok("intro fred sally")
    reflog.refused(2, words)


@pytest.mark.parametrize(
    "words",
    [
        *("done 99", "done 99999999999999999999", "done 2 99", "done 1", "done zacharias"),
        *("done 4", "done 5 --mark met", "done 2 --mark bad --at-fault zacharias"),
    ],
)
def test_what_is_not_there_is_exit_3(reflog: Commands, words: str) -> None:
    tell(reflog, "intro fred sally; note fred likes tea; follow ann send it")
    reflog.refused(3, words)


def test_what_is_settled_is_exit_4(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2; drop 3")
    for words in ("done 2", "done 3", "snooze 2 3d", "drop 2", "drop 3", "done 4 2"):
        assert reflog.refused(4, f"{words} --json").error["code"] == "conflict"
    reflog.ok("mark 1 won")
    reflog.refused(4, "done 4")


def test_a_stage_that_is_passed_already_is_what_a_side_tells(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2 --mark won")
    said = reflog.ok("done 3 they met once --mark met").out
    assert "#1 is won already, and stays so; what Sally told you is kept.\n" in said
    assert reflog.json("show 1")["stage"] == "won"
    reflog.refused(4, "mark 1 met")
    reflog.refused(4, "mark 1 won")


def test_where_an_introduction_has_one_open_follow_up_its_number_will_do(
    reflog: Commands,
) -> None:
    tell(reflog, "intro fred sally; drop 3")
    assert ids(write(reflog, "done 1 all well")["changed"]) == [2]


def test_next_is_the_same_again_on_that_day(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done 2 --next 2w")
    assert [(one["purpose"], one["due_on"], one["contact"]) for one in answer["next"]] == [
        ("check-in", "2026-12-05", "fred"),
    ]
    tell(reflog, "follow ann send it --due today")
    answer = write(reflog, "done ann --next friday")
    assert [(one["what"], one["due_on"]) for one in answer["next"]] == [("send it", "2026-11-27")]


def test_next_with_a_stage_asks_what_that_stage_asks_on_that_day(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done 2 --mark met --next 2026-12-24")
    assert [(one["purpose"], one["due_on"]) for one in answer["next"]] == [
        ("outcome", "2026-12-24"),
    ]
    assert owed(reflog) == spoken("fred outcome 33, sally check-in 3")


def test_next_once_it_has_ended_is_keeping_in_touch(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2 --mark won")
    answer = write(reflog, "done 3 --next 1m")
    assert [(one["purpose"], one["due_on"]) for one in answer["next"]] == [
        ("stay-in-touch", "2026-12-21"),
    ]
    tell(reflog, "received zoe --from ann")
    answer = write(reflog, "done zoe --mark won --next 120d")
    kept = [one["due_on"] for one in answer["next"] if one["purpose"] == "stay-in-touch"]
    assert kept == ["2027-03-21"], "the day named, not the playbook's"


@pytest.mark.usefixtures("_every_day")
def test_keeping_in_touch_that_is_open_keeps_its_earlier_day(reflog: Commands) -> None:
    tell(reflog, "follow fred stay-in-touch --due 3d; intro fred sally; mark 2 lost")
    tell(reflog, "done {fred outcome} --next 30d")
    assert owed(reflog) == spoken("fred stay-in-touch 3, sally outcome 1")


def test_no_next_asks_no_more(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "done 2 --no-next")
    assert (ids(answer["changed"]), answer["next"]) == ([2], [])
    assert "introduced" not in reflog.ok("done 3 --no-next").out
    tell(reflog, "follow fred stay-in-touch --every 30d; done fred --no-next")
    assert owed(reflog) == ""


def test_done_on_a_thank_is_thanks(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; received bob --from fred")
    answer = write(reflog, "done 2 a card --on today")
    assert [(one["id"], one["kind"]) for one in answer["changed"]] == [
        *((2, "follow-up"), (9, "thanks")),
    ]
    thanks = answer["changed"][1]
    assert [thanks[key] for key in ("contact", "direction", "about", "note")] == [
        *("fred", "given", 1, "a card"),
    ]
    assert [one["about"] for one in reflog.json("thanks")] == [5], "only the one that is named"


def test_done_on_a_one_to_one_is_met(reflog: Commands) -> None:
    tell(reflog, "follow fred one-to-one; follow fred stay-in-touch --due 2w")
    answer = write(reflog, "done 1 he does boilers too")
    assert [(one["id"], one["kind"]) for one in answer["changed"]] == [
        *((1, "follow-up"), (2, "follow-up"), (3, "one-to-one")),
    ]
    assert answer["changed"][2]["note"] == "he does boilers too"
    assert owed(reflog) == spoken("fred stay-in-touch 90")


def test_the_next_one_to_one_leaves_keeping_in_touch_its_clock(reflog: Commands) -> None:
    tell(reflog, "follow fred one-to-one; follow fred stay-in-touch --due 2w; done 1 --next 30d")
    assert owed(reflog) == spoken("fred one-to-one 30, fred stay-in-touch 90")


def test_both_that_one_meeting_settles_may_be_named(reflog: Commands) -> None:
    tell(reflog, "follow fred one-to-one; follow fred stay-in-touch; done 1 2")
    assert owed(reflog) == spoken("fred stay-in-touch 90")
    assert len(reflog.json("show fred")["one_to_ones"]) == 1


def test_keeping_in_touch_comes_again_and_debts_do_not(reflog: Commands) -> None:
    tell(reflog, "follow fred stay-in-touch; follow fred pay-back; follow fred ask; done 1 2 3")
    assert owed(reflog) == spoken("fred stay-in-touch 90")


def test_snooze_moves_and_says_the_day(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    result = reflog.ok("snooze 2 3 in 2 weeks")
    assert result.out == (
        "Next:\n"
        "  #2  Saturday 2026-12-05  ask Fred if they've been in touch with Sally\n"
        "  #3  Saturday 2026-12-05  ask Sally if they've been in touch with Fred\n"
    )
    answer = write(reflog, "snooze fred tomorrow")
    assert answer["changed"] == []
    assert [(one["id"], one["due_on"]) for one in answer["next"]] == [(2, "2026-11-22")]


def test_snooze_needs_a_day_that_is_not_past(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    for words in ("snooze 2", "snooze 2 yesterday", "snooze 2 10", "snooze", "snooze tomorrow"):
        reflog.refused(2, words)
    reflog.refused(3, "snooze zacharias tomorrow")
    reflog.refused(4, "snooze 2 2026-11-24")


def test_drop_is_for_good(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "drop 2")
    assert [(one["id"], one["status"], one["note"]) for one in answer["changed"]] == [
        (2, "dropped", None),
    ]
    assert answer["next"] == []
    assert reflog.ok("drop sally").out.startswith("Dropped #3: ")
    tell(reflog, "mark 1 met; mark 1 lost")
    assert owed(reflog) == ""
    reflog.refused(2, "drop")


def test_what_repeats_and_is_dropped_repeats_no_more(reflog: Commands) -> None:
    tell(reflog, "follow fred call --every 30d; drop 1")
    assert owed(reflog) == ""


def test_where_a_yes_to_consent_goes_is_said(reflog: Commands) -> None:
    reflog.ok("intro fred sally --lead")
    said = reflog.ok("done 2 gladly")
    assert "If the answer was yes: reflog mark 1 introduced" in said.out
    reflog.ok("mark 1 introduced")
    assert reflog.json("show 1")["consent"] is True
    assert "introduced" not in reflog.ok("done fred they rang").out


def test_a_first_call_that_was_made_says_how_being_in_touch_is_recorded(reflog: Commands) -> None:
    reflog.ok("received carla --from ann")
    call = next(one for one in reflog.json("due --all") if one["purpose"] == "first-call")
    said = reflog.ok("done", str(call["id"]), "had a good talk").out
    assert "If you have been in touch: reflog mark 1 connected" in said
    reflog.ok("mark 1 connected")


@pytest.mark.parametrize(
    ("note", "mark"),
    [("mt", "reflog mark 1 met"), ("wn 400 eur", "reflog mark 1 won 400 eur"), ("sold", "1 won")],
)
def test_a_note_that_is_a_mistyped_stage_is_kept_and_answered_with_the_mark(
    reflog: Commands, note: str, mark: str
) -> None:
    reflog.ok("intro fred sally")
    answer = reflog.ok(f"done 2 {note}")
    assert f"({note})" in answer.out
    assert mark in answer.err


def test_what_a_side_told_against_the_stage_is_hinted_with_its_reason(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("done 2 won")
    told = reflog.ok("done 3 --mark lost --why he went elsewhere").out
    assert 'reflog edit 1 --stage lost --why "he went elsewhere"' in told


def test_a_note_that_begins_with_a_number_is_an_option_of_snooze_and_drop_too(
    reflog: Commands,
) -> None:
    tell(reflog, AS_X)
    tell(reflog, "snooze 2 tomorrow --note 3 calls went unanswered; drop 3 -n 2 was enough")
    assert reflog.json("show 2")["note"] == "3 calls went unanswered"
    assert reflog.json("show 3")["note"] == "2 was enough"
    for words in ("snooze 2 friday she is away --note again", "drop 2 she is away --note again"):
        assert "two notes" in reflog.refused(2, words).err


def test_a_stage_and_a_note_said_by_its_option_are_both_kept(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("follow ann call")
    reflog.ok("done 3 met -n liked him")
    assert (reflog.json("show 1")["stage"], reflog.json("show 3")["note"]) == ("met", "liked him")
    reflog.ok("done 2 won 400 --note at last")
    assert reflog.json("show 1")["business"][0]["amount"] == "400.00"
    assert reflog.json("show 2")["note"] == "at last"
    before = reflog.content()
    for typed in ("done 4 met -n there are two notes", "done 5 met him -n and again"):
        assert "There are two notes" in reflog.refused(2, typed).err
    assert reflog.content() == before


def test_a_number_behind_any_stage_but_won_is_the_note(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("done 2 --mark met 400")
    found = reflog.json("show 2")
    assert (found["note"], reflog.json("show 1")["business"]) == ("400", [])
    reflog.ok("done 3 --mark won 400 eur")
    (deal,) = reflog.json("show 1")["business"]
    assert (deal["amount"], deal["currency"]) == ("400.00", "EUR")


@pytest.mark.parametrize("numbers", ["1 2", "2 1"])
def test_a_one_to_one_done_with_keeping_in_touch_leaves_one_to_keep_in_touch(
    reflog: Commands, numbers: str
) -> None:
    reflog.ok("follow fred stay-in-touch")
    reflog.ok("follow fred one-to-one")
    answer = reflog.json(f"done {numbers}")
    assert [one["kind"] for one in answer["changed"]] == ["follow-up", "follow-up", "one-to-one"]
    assert [(one["id"], one["purpose"]) for one in answer["next"]] == [(4, "stay-in-touch")]
