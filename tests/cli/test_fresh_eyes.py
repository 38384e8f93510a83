"""What people type on their first day, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def made(reflog: Commands) -> Commands:
    """#1 I introduced Fred and Sally; #2 and #3 their check-ins."""
    reflog.ok("intro fred sally")
    return reflog


@pytest.mark.parametrize("span", ["2w", "14d", "1m", "-2w", "2 weeks ago"])
def test_a_span_behind_since_looks_back(made: Commands, span: str) -> None:
    assert len(made.json("log", "--since", span)) == 1
    assert len(made.json("intros", "--since", span)) == 1


@pytest.mark.parametrize("span", ["+2w", "in 2 weeks", "tomorrow", "2027-01-01"])
def test_since_a_day_to_come_is_refused(made: Commands, span: str) -> None:
    made.refused(2, "log", "--since", span)


def test_a_follow_up_found_by_name_before_its_day_is_said_to_be_early(made: Commands) -> None:
    answer = made.ok("done fred")
    assert answer.err == "#2 was only due in 3 days. If that was a slip: reflog undo\n"
    made.today = "2026-11-24"
    assert made.ok("done sally").err == ""


def test_a_day_at_the_end_of_what_to_do_is_asked_after(made: Commands) -> None:
    answer = made.ok("follow fred send the offer on friday")
    assert "--due friday" in answer.err
    assert answer.out.count("send the offer on friday") == 1
    assert made.ok("follow fred call him --due friday").err == ""
    assert "--due friday" in made.ok("follow sally friday").err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (
            "mark 1 won much more",
            "reflog mark 1 won; to keep that as a note: reflog note NAME much more",
        ),
        ("mark 1 met thursday", "reflog mark 1 met --on thursday"),
        ("mark sally lost expensive", "reflog mark sally lost --why expensive"),
    ],
)
def test_what_stands_behind_a_stage_is_told_its_option(
    made: Commands, words: str, hint: str
) -> None:
    assert hint in made.refused(2, words).err


def test_a_second_introduction_of_the_same_names_both_ways_on(made: Commands) -> None:
    assert (
        "to add to it: reflog edit 1; to record another: --again"
        in made.refused(4, "intro fred sally").err
    )
    assert "reflog contact edit @fred" in made.refused(4, "contact add Fred").err


@pytest.mark.parametrize("email", ["fred@example,de", "a@b;c@d", "fred", "@example.com"])
def test_an_address_that_cannot_be_one_is_refused(made: Commands, email: str) -> None:
    made.refused(2, "contact", "edit", "fred", "--email", email)


def test_thanks_for_business_say_so(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    reflog.ok("thanks fred")
    reflog.ok("mark 1 won --amount 2500")
    assert "thanks for introducing Ann (won)" in reflog.ok("thanks").out


def test_a_name_of_several_words_is_quoted_in_the_hint(reflog: Commands) -> None:
    result = reflog.refused(2, "received", "Hugo Lang", "maria")
    assert 'reflog received "Hugo Lang maria" --from INTRODUCER' in result.err


def test_what_repeats_is_said_to_repeat(made: Commands) -> None:
    assert (
        "meet Fred for a one-to-one, every 90 days"
        in made.ok("follow fred one-to-one --every 90d").out
    )
