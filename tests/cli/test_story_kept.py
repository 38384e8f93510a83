"""What is recorded stays right, however late, corrected, merged or forgotten it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stories import ids, owed, spoken, tell, write

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

pytestmark = pytest.mark.usefixtures("_every_day")


def sound(reflog: Commands) -> None:
    """Let check find nothing wrong."""
    assert reflog.ok("check").out == ""


def test_who_let_it_down_is_reviewed_though_it_is_said_later(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 bad")
    answer = write(reflog, "mark 1 bad --at-fault fred --why no show")
    (changed,) = answer["changed"]
    assert (changed["at_fault"], changed["why"], changed["stage"]) == ("fred", "no show", "bad")
    assert [(one["contact"], one["purpose"]) for one in answer["next"]] == [("fred", "review")]
    other = reflog.refused(4, "mark 1 bad --at-fault sally")
    assert "if that's a mistake: reflog edit 1 --at-fault @sally" in other.err
    reflog.refused(4, "mark 1 bad")
    reflog.ok("undo")
    assert reflog.json("show 1")["at_fault"] is None
    tell(reflog, "mark sally bad --at-fault sally --no-next")
    assert reflog.json("show 1")["at_fault"] == "sally"
    assert owed(reflog) == spoken("fred apology 0, sally apology 0")


def test_of_two_that_went_badly_the_one_that_is_nobody_s_fault_yet_is_meant(
    reflog: Commands,
) -> None:
    tell(reflog, "intro fred sally; mark 1 bad --at-fault fred; intro hugo sally; mark 7 bad")
    assert ids(write(reflog, "mark sally bad --at-fault me")["changed"]) == [7]
    reflog.refused(3, "mark sally bad --at-fault me")


def test_a_follow_up_that_is_done_is_opened_again_by_a_new_day(reflog: Commands) -> None:
    tell(reflog, "follow fred send it --due 2026-11-23; done 1; edit 1 --due 2026-12-01")
    found = reflog.json("show 1")
    assert (found["status"], found["done_on"], found["due_on"]) == ("open", None, "2026-12-01")
    tell(reflog, "drop 1; edit 1 --due 2026-12-02")
    assert reflog.json("show 1")["status"] == "open"
    tell(reflog, "undo; undo; undo")
    assert reflog.json("show 1")["status"] == "done"


def test_a_question_is_not_opened_again_beside_the_one_that_came_after_it(
    reflog: Commands,
) -> None:
    tell(reflog, "intro fred sally; done 2")
    assert "#4" in reflog.refused(4, "edit 2 --due 2026-12-01").err
    tell(reflog, "done 4 --no-next; edit 2 --due 2026-12-01")
    sound(reflog)


def test_a_one_to_one_before_the_introduction_leaves_what_came_of_it(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; mark 1 won; follow ann one-to-one --due 2026-12-01")
    before = owed(reflog)
    tell(reflog, "met ann --on 2026-11-10 --note early")
    assert owed(reflog) == before.replace("ann one-to-one 10, ", "")
    sound(reflog)
    tell(reflog, "met ann")
    assert "ann stay-in-touch 90" in owed(reflog)
    sound(reflog)


def test_whoever_turns_out_to_be_me_brings_their_introductions_with_what_i_owe(
    reflog: Commands,
) -> None:
    tell(reflog, "intro ann sally --by fred; intro bob ann --by fred; mark 2 met")
    tell(reflog, "contact merge me ann --yes")
    sound(reflog)
    assert owed(reflog) == spoken(
        "fred thank 1, fred report-back 7, sally first-call 1, fred report-back 1, bob check-in 7"
    )
    tell(reflog, "undo")
    assert owed(reflog) == ""


def test_a_lead_that_turns_out_to_be_mine_asks_for_consent(reflog: Commands) -> None:
    tell(reflog, "intro ann sally --by fred --lead; intro ann bob --by fred --no-follow-up")
    tell(reflog, "contact merge me ann --yes")
    assert owed(reflog) == spoken("fred consent 1")
    sound(reflog)


def test_thanks_and_money_are_only_about_introductions_of_the_person_named(
    reflog: Commands,
) -> None:
    tell(reflog, "received ann --from fred; intro gina hugo")
    reflog.refused(3, "thanks zed --amount 100")
    reflog.refused(3, "thanks zed --for 1")
    reflog.ok("contact add kim")
    for words in ("--amount 100", "--for 1", "--for 4", "--received --for 5"):
        reflog.refused(3, f"thanks kim {words}")
    write(reflog, "thanks zed --received")
    assert reflog.json("thanks --received")[0]["about"] is None
    assert reflog.json("show 1")["business"] == []
    write(reflog, "thanks fred --amount 100")
    assert [one["amount"] for one in reflog.json("show 1")["business"]] == ["100.00"]


def test_thanks_are_not_corrected_into_somebody_else_s_introduction(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; thanks fred; intro gina hugo; contact add kim")
    reflog.refused(3, "edit 5 --about 6")
    reflog.refused(3, "edit 5 --contact kim")
    write(reflog, "edit 5 --contact ann")
    assert reflog.json("show 5")["contact"] == "ann"


@pytest.mark.parametrize("stage", ["connected", "won", "lead", "introduced"])
def test_stage_and_day_are_corrected_together(reflog: Commands, stage: str) -> None:
    reflog.ok("intro fred sally --on 2026-11-10")
    write(reflog, f"edit 1 --stage {stage} --on 2026-11-12")
    found = reflog.json("show 1")
    assert (found["stage"], found["on"], found["stage_on"]) == (stage, *["2026-11-12"] * 2)
    sound(reflog)
    reflog.refused(2, "edit 1 --stage met --on tomorrow")


def test_nobody_owes_what_nobody_can_receive(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; contact forget fred --yes; mark 1 won --amount 5")
    assert owed(reflog) == spoken("ann ask 14, ann stay-in-touch 90")
    sound(reflog)
    tell(reflog, "business 1 10; mark 1 bad --at-fault ann")
    assert owed(reflog) == spoken("ann stay-in-touch 90, ann review 7")
    sound(reflog)


def test_what_was_with_somebody_forgotten_is_not_opened_again(reflog: Commands) -> None:
    tell(reflog, "follow fred send it; done 1; follow fred thank; contact forget fred --yes")
    reflog.refused(4, "edit 1 --due 2026-12-01")
    reflog.refused(4, "edit 2 --due 2026-12-01")
    assert owed(reflog) == ""


def test_a_lead_of_somebody_forgotten_becomes_an_introduction(reflog: Commands) -> None:
    tell(reflog, "intro fred sally --lead; contact forget fred --yes; mark 1 introduced")
    assert owed(reflog) == spoken("sally check-in 3")
    sound(reflog)
    tell(reflog, "mark 1 met; mark 1 lost; mark 1 connected")
    assert owed(reflog) == spoken("sally outcome 14")
    sound(reflog)


@pytest.mark.parametrize("before", ["intro fred sally; undo", "contact add ann; undo", "note bo x"])
def test_after_a_journal_is_brought_in_no_number_is_given_twice(
    reflog: Commands, tmp_path: Path, before: str
) -> None:
    tell(reflog, before)
    reflog.ok("export", "--journal", "-o", str(tmp_path / "all.json"))
    last = max((one["id"] for one in reflog.json("log")), default=0)
    reflog.variables = {"REFLOG_LEDGER": str(tmp_path / "new" / "ledger.db")}
    reflog.ok("import", str(tmp_path / "all.json"), "--yes")
    (first,) = ids(write(reflog, "note kim tea")["changed"])
    reflog.ok("undo")
    (second,) = ids(write(reflog, "note kim tea")["changed"])
    assert last < first < second
    sound(reflog)


def test_what_was_asked_and_told_before_is_said_as_it_was_then(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; received ann --from bo; mark 1 connected; mark 4 connected")
    tell(reflog, "done 2; done 6")
    reflog.today = "2026-11-25"
    tell(reflog, "done 3 --mark lost; mark 4 declined --passed-to hal")
    reflog.today = "2026-11-26"
    tell(reflog, f"done {reflog.json('due --all --for fred')[0]['id']} too dear")
    said = [
        one["text"] for one in reflog.json("log") if "asked" in one["text"] or "told" in one["text"]
    ]
    assert said == [
        "asked Fred why it didn't work out with Sally: too dear",
        "asked Sally how it went with Fred",
        "told Bo how things stand with Ann",
        "asked Fred how it went with Sally",
    ]


def test_of_two_known_to_be_in_touch_it_was_asked_how_it_goes(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2 --mark connected")
    reflog.today = "2026-11-23"
    assert reflog.json("due --all")[0]["what"] == "ask Sally how it's going with Fred"
    assert "Done #3 on Monday 2026-11-23: asked Sally how it's going with Fred (well)." in (
        reflog.ok("done 3 well").out
    )
    assert "Done #2 on Saturday 2026-11-21: asked Fred if they've been in touch with Sally." in (
        reflog.ok("show 1").out
    )


def test_a_question_keeps_its_words_when_what_comes_next_settles_it(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; intro fred ann; done 2 --mark connected; done 5 --mark met")
    reflog.today = "2026-11-23"
    asked = "asked Sally how it's going with Fred (fine)."
    assert asked in reflog.ok("done 3 --mark met fine").out
    assert asked in reflog.ok("show 1").out
    assert "#6 closed by #4 won: ask Ann how it's going with Fred." in reflog.ok("mark 4 won").out
