"""thanks, met, note: gratitude, getting to know, and what is worth remembering."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from stories import KEYS, ids, owed, spoken, tell, write

if TYPE_CHECKING:
    from commands import Commands

VIAS = ("note", "card", "call", "message", "gift", "meal", "in-person")
IN_KIND = ("referral", "business", "advice")


@pytest.mark.usefixtures("_every_day")
def test_whom_i_owe_thanks_oldest_first(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; received bob --from zoe --on 2026-11-01")
    found = reflog.json("thanks")
    assert [one["contact"] for one in found] == ["zoe", "fred"]
    assert set(found[0]) == KEYS["follow-up"]
    out = reflog.ok("thanks").out
    assert out.index("Zoe") < out.index("Fred")


def test_none_owed_is_a_sentence_and_an_empty_document(reflog: Commands) -> None:
    for words in ("thanks", "thanks --given", "thanks --received", "thanks --since 2026-01-01"):
        assert reflog.json(words) == []
        assert "reflog thanks NAME" in reflog.ok(words).out
    assert not reflog.ledger.exists()


def test_nothing_is_owed_for_an_introduction_i_made(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 won -a 100")
    assert reflog.json("thanks") == []


@pytest.mark.usefixtures("_every_day")
def test_thanks_close_every_open_thank_one_for_each_introduction(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; received bob --from fred; follow fred thank")
    answer = write(reflog, "thanks fred you are kind --via card")
    given = [one for one in answer["changed"] if one["kind"] == "thanks"]
    assert [(one["about"], one["via"], one["note"], one["direction"]) for one in given] == [
        (about, "card", "you are kind", "given") for about in (1, 5, None)
    ]
    settled = [one for one in answer["changed"] if one["kind"] == "follow-up"]
    assert {(one["purpose"], one["status"], one["done_on"]) for one in settled} == {
        ("thank", "done", "2026-11-21"),
    }
    assert reflog.json("thanks") == []
    assert reflog.json("show 1")["thanks"] == [given[0]["id"]]


def test_thanks_say_which_they_settle(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    out = reflog.ok("thanks fred").out
    assert "thanked Fred for introducing Ann" in out
    assert "#5 I thanked Fred for #1 on Saturday 2026-11-21: Fred referred Ann to me." in out


def test_for_settles_only_that_one(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; received bob --from fred")
    answer = write(reflog, "thanks fred --for 5")
    assert [one["about"] for one in answer["changed"]] == [5, 5]
    assert [one["about"] for one in reflog.json("thanks")] == [1]
    answer = write(reflog, "thanks fred --for ann")
    assert [one["about"] for one in answer["changed"]] == [1, 1]
    reflog.refused(3, "thanks fred --for 99")


def test_nothing_owed_is_recorded_all_the_same_and_said(reflog: Commands) -> None:
    result = reflog.ok("thanks fred lovely")
    assert result.out == (
        "#1 I thanked Fred on Saturday 2026-11-21 (lovely).\n"
        "Added: Fred (fred).\n"
        "You didn't owe any thanks; recorded anyway.\n"
    )
    tell(reflog, "intro sally fred")
    assert "You didn't owe any thanks" in reflog.ok("thanks fred --amount 100").out
    assert reflog.json("show 2")["stage"] == "won"


@pytest.mark.parametrize("via", VIAS)
def test_words_and_gifts_leave_the_pay_back(reflog: Commands, via: str) -> None:
    tell(reflog, f"received ann --from fred; mark 1 won; thanks fred --via {via}")
    assert "fred pay-back 30" in owed(reflog)


@pytest.mark.parametrize("via", IN_KIND)
def test_the_last_three_close_open_pay_backs_too(reflog: Commands, via: str) -> None:
    tell(reflog, "received ann --from fred; mark 1 won; received bob --from fred; mark 8 won")
    answer = write(reflog, f"thanks fred --via {via}")
    given = [one for one in answer["changed"] if one["kind"] == "thanks"]
    assert [one["about"] for one in given] == [1, 8]
    assert "fred" not in owed(reflog)


def test_a_pay_back_alone_is_closed_in_kind(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; mark 1 won; thanks fred")
    result = reflog.ok("thanks fred --via referral")
    assert "You didn't owe any thanks" not in result.out
    assert "fred" not in owed(reflog)


def test_in_kind_for_one_leaves_the_other_pay_back(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; mark 1 won; received bob --from fred; mark 8 won")
    tell(reflog, "thanks fred --for 1 --via advice")
    left = [(one["purpose"], one["about"]) for one in reflog.json("due --all --for fred")]
    assert left == [("thank", 8), ("pay-back", 8)]


@pytest.mark.usefixtures("_every_day")
def test_an_amount_is_business_first(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    answer = write(reflog, "thanks", "fred", "--amount", "1,500 EUR", "--via", "meal")
    kinds = {one["kind"] for one in answer["changed"]}
    assert kinds == {"introduction", "follow-up", "business", "thanks"}
    found = reflog.json("show 1")
    assert found["stage"] == "won"
    assert [(one["amount"], one["currency"]) for one in found["business"]] == [("1500.00", "EUR")]
    assert owed(reflog) == spoken("fred pay-back 30, ann ask 14, ann stay-in-touch 90")


def test_an_amount_where_it_was_thanked_for_before_owes_nothing_again(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; thanks fred")
    answer = write(reflog, "thanks fred --amount 75")
    assert "thank" not in {one["purpose"] for one in answer["next"]}
    write(reflog, "thanks fred --amount 80 --for 1")
    assert reflog.json("thanks") == []
    assert len(reflog.json("show 1")["business"]) == 2


def test_an_amount_needs_an_introduction(reflog: Commands) -> None:
    reflog.refused(3, "thanks fred --amount 75")
    assert not reflog.ledger.exists()


def test_thanks_given_before_the_win_are_not_said_to_be_for_it(reflog: Commands) -> None:
    reflog.ok("received ann --from fred --on 2026-11-01")
    reflog.ok("thanks fred --on 2026-11-02")
    reflog.ok("mark ann won")
    plain, won = (
        "thank Fred for introducing Ann",
        "thank Fred for introducing Ann: it led to business",
    )
    (owed_now,) = reflog.json("thanks")
    assert (reflog.json("show 2")["what"], owed_now["what"]) == (plain, won)
    assert "thanked Fred for introducing Ann.\n" in reflog.ok("show 2").out
    exported = json.loads(reflog.ok("export --format json").out)["follow_ups"]
    assert [one["what"] for one in exported if one["purpose"] == "thank"] == [plain, won]
    reflog.ok("thanks fred")
    assert reflog.json("show", str(owed_now["id"]))["what"] == won


def test_received_is_about_the_one_they_have_not_thanked_for(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "thanks sally so happy --received --via card")
    (one,) = answer["changed"]
    assert [one[key] for key in ("direction", "about", "via", "note", "contact")] == [
        *("received", 1, "card", "so happy", "sally"),
    ]
    assert write(reflog, "thanks sally --received")["changed"][0]["about"] is None
    assert write(reflog, "thanks fred --received")["changed"][0]["about"] == 1
    assert "Fred thanked me for #1" in reflog.ok("thanks fred --received --for 1").out


def test_received_for_one_of_several_is_asked(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; intro fred ann; intro zoe fred --lead")
    result = reflog.refused(3, "thanks fred --received")
    assert "#1" in result.err
    assert "#4" in result.err
    assert "#7" not in result.err
    assert write(reflog, "thanks fred --received --for 4")["changed"][0]["about"] == 4
    assert write(reflog, "thanks fred --received")["changed"][0]["about"] == 1


def test_received_closes_nothing_that_i_owe(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; thanks fred --received")
    assert [one["contact"] for one in reflog.json("thanks")] == ["fred"]


def test_the_past_is_listed_newest_first(reflog: Commands) -> None:
    tell(reflog, "intro fred sally --on 2026-11-01; thanks sally --received --on 2026-11-10")
    tell(reflog, "thanks zoe one --on 2026-11-12; thanks zoe two --on 2026-11-14")
    assert [one["note"] for one in reflog.json("thanks --given")] == ["two", "one"]
    assert [one["contact"] for one in reflog.json("thanks --received")] == ["sally"]
    assert len(reflog.json("thanks --since 2026-11-12")) == 2
    assert len(reflog.json("thanks --given --received")) == 3
    assert [one["note"] for one in reflog.json("thanks --given --since 2026-11-13")] == ["two"]
    for one in reflog.json("thanks --since 2026-01-01"):
        assert set(one) == KEYS["thanks"]
    out = reflog.ok("thanks --since 2026-01-01").out
    assert "to Zoe" in out
    assert "from Sally" in out


@pytest.mark.parametrize(
    "words",
    [
        "thanks me",
        "thanks fred --via pigeon",
        "thanks fred --on tomorrow",
        "thanks fred --given",
        "thanks fred --since 2026-01-01",
        "thanks fred --received --amount 5",
        "thanks fred said --note said",
        "thanks --via card",
        "thanks --for 1",
        "thanks --amount 5",
        "thanks ann --for 1 --on yesterday",
        "met me",
        "met fred said --note said",
        "met fred --on tomorrow",
        "note fred",
        "note",
        "note fred tea --on tomorrow",
        "note fred tea --about 1 --on yesterday",
    ],
)
def test_what_cannot_be_is_exit_2(reflog: Commands, words: str) -> None:
    reflog.ok("received ann --from fred")
    reflog.refused(2, words)


def test_an_earlier_day_than_the_introduction_is_refused(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    result = reflog.refused(2, "thanks fred --on yesterday")
    assert "#1" in result.err


def test_a_one_to_one_restarts_the_clock(reflog: Commands) -> None:
    reflog.ok("follow fred stay-in-touch --due 5d")
    answer = write(reflog, "met fred he does boilers too")
    meeting = answer["changed"][-1]
    assert [meeting[key] for key in ("kind", "contact", "on", "note")] == [
        *("one-to-one", "fred", "2026-11-21", "he does boilers too"),
    ]
    assert [(one["purpose"], one["due_on"]) for one in answer["next"]] == [
        ("stay-in-touch", "2027-02-19"),
    ]
    reflog.today = "2026-12-01"
    tell(reflog, "met fred --on 2026-11-25")
    assert owed(reflog) == spoken("fred stay-in-touch 84")


def test_an_earlier_one_to_one_recorded_late_leaves_the_clock_that_a_later_one_set(
    reflog: Commands,
) -> None:
    tell(reflog, "follow fred stay-in-touch --due 2026-12-01; met fred")
    assert owed(reflog) == "fred stay-in-touch 90"
    answer = write(reflog, "met fred saw him at the fair --on 2026-11-18")
    assert (ids(answer["changed"]), answer["next"]) == ([4], [])
    tell(reflog, "follow fred one-to-one; done 5 --on 2026-11-18")
    assert owed(reflog) == "fred stay-in-touch 90"
    tell(reflog, "follow fred one-to-one --every 7d; done 7 --on 2026-11-18")
    assert owed(reflog) == "fred one-to-one 4, fred stay-in-touch 90"


def test_a_one_to_one_opens_no_clock_of_its_own(reflog: Commands) -> None:
    result = reflog.ok("met fred")
    assert result.out == ("#1 I met Fred on Saturday 2026-11-21.\nAdded: Fred (fred).\n")
    tell(reflog, "follow fred one-to-one; met fred")
    assert owed(reflog) == ""


def test_how_often_is_the_user_s_own_where_it_is_said(reflog: Commands) -> None:
    tell(reflog, "follow fred stay-in-touch --every 30d; follow fred one-to-one --every 60d")
    tell(reflog, "met fred")
    assert owed(reflog) == spoken("fred stay-in-touch 30, fred one-to-one 60")


def test_a_meeting_with_one_leaves_the_clock_of_another(reflog: Commands) -> None:
    tell(reflog, "follow fred stay-in-touch; follow ann stay-in-touch; met fred")
    assert owed(reflog) == spoken("ann stay-in-touch 1, fred stay-in-touch 90")


def test_a_note_is_kept_whole(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-18")
    answer = write(reflog, "note fred has room for two --about sally --on yesterday")
    (one,) = answer["changed"]
    assert [one[key] for key in ("kind", "contact", "on", "about", "note")] == [
        *("note", "fred", "2026-11-20", 1, "has room for two"),
    ]
    assert ids(write(reflog, "note me call the bank")["changed"]) == [5]
    assert "#6 note on Zoe, Saturday 2026-11-21: likes tea" in reflog.ok("note zoe likes tea").out


def test_thanks_before_the_day_asked_for_are_not_denied(reflog: Commands) -> None:
    reflog.ok("thanks fred --on -50d")
    said = "No thanks given since then. Record one: reflog thanks NAME\n"
    assert reflog.ok("thanks --given --since 1w").out == said
    assert "none yet" not in reflog.ok("balance fred --since 1w").out
    assert "1 given" in reflog.ok("balance fred").out
