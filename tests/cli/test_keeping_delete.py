"""Deleting entries that were recorded by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def won(reflog: Commands) -> Commands:
    reflog.ok("intro fred sally --on 2026-11-01")  # 1, with 2 and 3
    reflog.ok("business 1 100")  # 4
    reflog.ok("thanks --received fred --for 1")  # 5
    reflog.ok("note fred tea --about 1")  # 6
    return reflog


def test_an_introduction_goes_with_its_follow_ups_and_business(won: Commands) -> None:
    answer = won.json("delete 1 --yes")
    assert [one["id"] for one in answer["deleted"]] == [1]
    for number in (1, 2, 3, 4):
        won.refused(3, f"show {number}")
    assert won.json("show 5")["about"] is None
    assert won.json("show 6")["about"] is None
    assert {one["id"] for one in answer["changed"]} == {5, 6}
    assert won.json("who") == []
    assert won.json("show fred")["contact"]["handle"] == "fred"


def test_the_echo_names_what_is_gone(won: Commands) -> None:
    said = won.ok("delete 1 --yes").out
    assert "Deleted #1 I introduced Fred and Sally" in said
    assert "With it: #2, #3, #4." in said


def test_the_echo_of_a_follow_up_is_a_sentence_whatever_became_of_it(reflog: Commands) -> None:
    for line in ("intro fred sally", "done 2", "drop 3", "follow fred call --due 2026-12-01"):
        reflog.ok(line)
    told = reflog.ok("delete 2 3 5 --yes").out.splitlines()
    asked = "if they've been in touch with"
    assert told[0] == f"Deleted #2 (done on Saturday 2026-11-21): ask Fred {asked} Sally."
    assert told[1] == f"Deleted #3 (dropped): ask Sally {asked} Fred."
    assert told[2] == "Deleted #5 (due Tuesday 2026-12-01): call (Fred)."


def test_delete_asks_and_says_the_option_that_answers(won: Commands) -> None:
    refused = won.refused(3, "delete 1 5")
    assert "reflog delete 1 5 --yes" in refused.err
    assert "With it: #2, #3, #4." in refused.err
    assert won.refused(3, "delete 1 --json").error["hint"] == "reflog delete 1 --yes"


def test_several_are_deleted_at_once_once_each(won: Commands) -> None:
    answer = won.json("delete 5 4 1 5 2 --yes")
    assert [one["id"] for one in answer["deleted"]] == [5, 4, 1, 2]
    assert [one["kind"] for one in won.json("log")] == ["note"]


@pytest.mark.parametrize("number", [2, 4, 5, 6])
def test_every_kind_can_be_deleted_alone(won: Commands, number: int) -> None:
    won.ok(f"delete {number} --yes")
    won.refused(3, f"show {number}")
    assert won.json("show 1")["id"] == 1


def test_a_number_is_not_given_again(won: Commands) -> None:
    won.ok("delete 6 --yes")
    assert won.json("note fred coffee")["changed"][0]["id"] == 7


@each_row(
    ("code", "command"),
    [
        (2, "delete"),
        (2, "delete fred --yes"),
        (2, "delete 1 fred --yes"),
        (3, "delete 99 --yes"),
        (3, "delete 1 99 --yes"),
        (3, "delete 99999999999999999999 --yes"),
    ],
)
def test_what_cannot_be_deleted_is_refused(won: Commands, code: int, command: str) -> None:
    won.refused(code, command)
