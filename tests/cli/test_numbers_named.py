from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Commands


def changed(reflog: Commands, *words: str) -> list[int]:
    return [one["id"] for one in reflog.json(*words)["changed"]]


def about(reflog: Commands, *words: str) -> int:
    """Return the introduction that the one entry recorded is about."""
    made = [one for one in reflog.json(*words)["changed"] if one["kind"] == "business"]
    number: int = made[0]["about"]
    return number


def candidates(reflog: Commands, words: str) -> list[int]:
    error = reflog.refused(3, f"{words} --json").error
    assert error["code"] == "ambiguous"
    found: list[int] = error["candidates"]
    return found


def introduced(reflog: Commands, *words: str) -> int:
    number: int = reflog.json("intro", *words, "--no-follow-up")["changed"][0]["id"]
    return number


def test_done_snooze_and_drop_take_the_one_follow_up_due(reflog: Commands) -> None:
    reflog.ok("follow Fred later --due 2w")
    reflog.ok("follow fred call --due today")
    assert changed(reflog, "done fred she called") == [2]
    assert changed(reflog, "drop fred") == [1]
    assert reflog.refused(3, "done fred --json").error["code"] == "not-found"


def test_else_the_one_that_is_open(reflog: Commands) -> None:
    reflog.ok("follow Fred later --due 2w")
    assert reflog.json("snooze fred 3w")["next"][0]["id"] == 1
    assert changed(reflog, "done", "fred") == [1]


@pytest.mark.parametrize("words", ["done fred", "snooze fred 3d", "drop fred"])
def test_several_follow_ups_are_listed(reflog: Commands, words: str) -> None:
    reflog.ok("follow Fred call --due today")
    reflog.ok("follow fred write --due today")
    reflog.ok("follow fred later --due 2w")
    assert candidates(reflog, words) == [1, 2]
    assert "#2 write, due 2026-11-21" in reflog.refused(3, words).err


def test_mark_takes_the_one_that_may_come_to_the_stage_open_before_ended(reflog: Commands) -> None:
    lost = introduced(reflog, "Fred", "Sally")
    reflog.ok(f"mark {lost} lost")
    met = introduced(reflog, "Fred", "Ann")
    assert changed(reflog, "mark fred met --no-next")[0] == met
    assert changed(reflog, "mark fred connected --no-next")[0] == lost
    assert reflog.refused(3, "mark sally introduced --json").error["code"] == "not-found"


def test_mark_takes_a_side_and_no_introducer(reflog: Commands) -> None:
    introduced(reflog, "Fred", "Sally", "--by", "Gina")
    assert reflog.refused(3, "mark gina met --json").error["code"] == "not-found"
    assert changed(reflog, "mark sally met --no-next") == [1]


def test_mark_lists_several_and_names_the_stage_again(reflog: Commands) -> None:
    one, two = introduced(reflog, "Fred", "Sally"), introduced(reflog, "Fred", "Ann")
    assert candidates(reflog, "mark fred met") == [one, two]
    assert (
        reflog.refused(3, "mark fred met --json").error["hint"] == "choose one: reflog mark 1 STAGE"
    )


def test_business_and_about_take_the_one_open_else_the_one_won(reflog: Commands) -> None:
    won = introduced(reflog, "Fred", "Sally")
    reflog.ok(f"mark {won} won")
    assert about(reflog, "business fred 2500") == won
    opened = introduced(reflog, "Fred", "Ann")
    assert reflog.json("note fred tea --about fred")["changed"][0]["about"] == opened
    assert reflog.json("follow fred call --about fred")["next"][0]["about"] == opened
    assert about(reflog, "business fred 2500") == opened
    assert candidates(reflog, "business fred 2500") == [won, opened]


def test_business_and_about_find_the_introducer_too(reflog: Commands) -> None:
    reflog.ok("received Sally --from Gina")
    assert reflog.json("note gina tea --about gina")["changed"][0]["about"] == 1
    assert about(reflog, "business gina 2500") == 1


def test_a_lead_is_open(reflog: Commands) -> None:
    reflog.ok("intro Fred Sally --lead")
    assert reflog.json("note fred tea --about sally")["changed"][0]["about"] == 1


def test_thanks_for_takes_the_one_about_which_they_are_owed_thanks(reflog: Commands) -> None:
    reflog.ok("received Sally --from Gina --no-follow-up")
    reflog.ok("received Ann --from Gina")
    assert reflog.json("thanks gina --for gina")["changed"][0]["about"] == 2
    assert candidates(reflog, "thanks gina --for gina") == [1, 2]
    assert reflog.json("thanks gina --for ann")["changed"][0]["about"] == 2


def test_thanks_for_takes_else_the_one_open_else_the_one_won(reflog: Commands) -> None:
    reflog.ok("received Sally --from Gina --no-follow-up")
    reflog.ok("mark 1 won --no-next")
    assert reflog.json("thanks gina --for sally")["changed"][0]["about"] == 1
    reflog.ok("received Ann --from Gina --no-follow-up")
    opened = reflog.json("intros --open")[0]["id"]
    assert reflog.json("thanks gina --for gina")["changed"][0]["about"] == opened


def test_thanks_for_someone_without_any_is_not_found(reflog: Commands) -> None:
    reflog.ok("contact add Gina")
    assert reflog.refused(3, "thanks gina --for gina --json").error["code"] == "not-found"
    assert reflog.refused(3, "thanks Zoe --for gina --json").error["code"] == "not-found"


@pytest.mark.parametrize("typed", ["1", "sally", "2"])
def test_which_introduction_a_follow_up_of_my_own_is_about_is_said(
    reflog: Commands, typed: str
) -> None:
    reflog.ok("intro Fred Sally")
    said = reflog.ok("follow", "fred", "send", "the", "plan", "--about", typed).out
    assert "About #1 I introduced Fred and Sally on Sat 21 Nov 2026: introduced." in said


@pytest.fixture
def golfers(reflog: Commands) -> Commands:
    """Three golfers with a follow-up each: #1 to #3; #4 an introduction with #5 and #6."""
    for name in ("Ann", "Bob", "Cleo"):
        reflog.ok(f"contact add {name} --tag golf")
    reflog.ok("follow --tag golf invite them")
    reflog.ok("intro fred sally")
    return reflog


def test_the_follow_ups_of_a_group_are_done_at_once_by_their_range(golfers: Commands) -> None:
    done = golfers.json("done 1-3 all came")["changed"]
    assert [(one["id"], one["status"], one["note"]) for one in done] == [
        (number, "done", "all came") for number in (1, 2, 3)
    ]
    golfers.ok("undo")
    put_off = golfers.json("snooze 1-2 5 2w")["next"]
    assert [(one["id"], one["due_on"]) for one in put_off] == [
        (number, "2026-12-05") for number in (1, 2, 5)
    ]
    dropped = golfers.json("drop 2-3 rain")["changed"]
    assert [(one["id"], one["status"]) for one in dropped] == [(2, "dropped"), (3, "dropped")]


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        *(
            (3, "done 3-5"),
            (3, "drop 1-300"),
            (3, "done 2-1"),
            (3, "done 6-7"),
            (3, "done 555-0101"),
        ),
        *((2, "done 5-6 --mark met"), (2, "done 5-6 met"), (2, "snooze 1-3"), (4, "done 1-3")),
    ],
)
def test_a_range_that_holds_anything_else_is_refused(
    golfers: Commands, code: int, typed: str
) -> None:
    golfers.ok("done 2")
    golfers.refused(code, typed)


def test_a_range_is_a_name_where_somebody_is_called_so_and_a_note_behind_a_number(
    golfers: Commands,
) -> None:
    golfers.ok("contact", "add", "1-3")
    golfers.ok("follow 1-3 call")
    (done,) = golfers.json("done 1-3 4-6 people came")["changed"]
    assert (done["contact"], done["note"]) == ("1-3", "4-6 people came")


def test_a_range_counts_wherever_numbers_stand(golfers: Commands) -> None:
    assert [one["id"] for one in golfers.json("snooze 5 1-3 mon")["next"]] == [5, 1, 2, 3]
    assert changed(golfers, *"done 5 1-2 left a voicemail".split()) == [1, 2, 5]
    golfers.ok("undo")
    assert changed(golfers, *"drop 5 1-2,3 rain".split()) == [1, 2, 3, 5]
    golfers.ok("undo")
    gone = golfers.json("delete 5 1-2 --yes")["deleted"]
    assert [one["id"] for one in gone] == [5, 1, 2]


def test_numbers_joined_by_commas_are_no_note_and_an_amount_is_no_list(golfers: Commands) -> None:
    (snoozed, *_others) = golfers.json("snooze 1,2 5, mon")["next"]
    assert snoozed["due_on"] == "2026-11-23"
    assert changed(golfers, *"done 1,2 came".split()) == [1, 2]
    golfers.ok("undo")
    (done,) = golfers.json("done 1 1,500 agreed")["changed"]
    assert (done["id"], done["note"]) == (1, "1,500 agreed")
    golfers.refused(3, "done 1, 1,500 agreed")
    assert golfers.json("business 4 2,500")["changed"][-1]["amount"] == "2500.00"
    golfers.ok("undo")
    sold = golfers.json("done --mark won 5 2,500")["changed"]
    assert [one["amount"] for one in sold if one["kind"] == "business"] == ["2500.00"]


@pytest.mark.parametrize(
    "typed", ["mark 4-5 met", "mark 4 5-6 met", "business 4 5-6 100", "thanks fred --for 4-5"]
)
def test_a_range_is_too_much_where_one_introduction_is_wanted(
    golfers: Commands, typed: str
) -> None:
    assert "is more than one number" in golfers.refused(2, typed).err


def test_a_range_is_no_note_of_what_holds_something_else(golfers: Commands) -> None:
    before = golfers.content()
    golfers.refused(3, "done 1 4-6 people came")
    assert golfers.content() == before
