"""A week as it may go, told from Monday to Friday: what it brought counts from its own days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stories import number, tell

if TYPE_CHECKING:
    from commands import Commands

MONDAY = "2026-11-23"
DAYS = {
    # What was there before: an old introduction, an old client, an old debt.
    "2026-09-01": "intro Fred Sally --need bookkeeping; contact add Zoe; mark 1 won -a 1000",
    "2026-09-15": "received Ann --from Fred; mark {} met",
    MONDAY: "business zoe 300 --on 2026-11-23",
    "2026-11-24": "business sally 400",
    "2026-11-25": "mark ann won -a 2500; intro Gina Hugo",
    "2026-11-26": "thanks fred; met gina; done gina met",
    "2026-11-27": "done hugo met; business sally 50 --on 2026-11-20",
}


@pytest.fixture
def week(reflog: Commands) -> Commands:
    """Friday evening."""
    for day, story in DAYS.items():
        reflog.today = day
        if "{}" in story:
            first, second = story.split("; ")
            reflog.ok(first)
            (received,) = reflog.json("intros --received")
            reflog.ok(second.format(received["id"]))
        else:
            tell(reflog, story)
    return reflog


def sums(found: list[dict[str, Any]]) -> list[str]:
    return [one["amount"] for one in found]


def test_the_balance_of_a_week_is_what_came_in_it(week: Commands) -> None:
    (fred,) = [one for one in week.json("balance", "--since", MONDAY) if one["contact"] == "fred"]
    assert (fred["given"], fred["received"]) == (0, 0)
    assert sums(fred["given_business"]) == ["400.00"]
    assert sums(fred["received_business"]) == ["2500.00"]
    assert fred["thanks_given"] >= 1
    (whole,) = [one for one in week.json("balance") if one["contact"] == "fred"]
    assert (whole["given"], whole["received"]) == (1, 1)
    assert sums(whole["given_business"]) == ["1450.00"]


def test_the_tree_of_a_week_counts_what_came_in_it_with_the_tiers_that_were(
    week: Commands,
) -> None:
    since = {one["contact"]: one for one in flat(week.json("tree", "--since", MONDAY))}
    whole = {one["contact"]: one for one in flat(week.json("tree"))}
    assert sums(since["sally"]["own_business"]) == ["400.00"]
    assert sums(whole["sally"]["own_business"]) == ["1450.00"]
    assert sums(since["ann"]["own_business"]) == ["2500.00"]
    assert {name: one["tier"] for name, one in since.items()} == {
        name: one["tier"] for name, one in whole.items() if name in since
    }


def flat(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for top in found for one in (top, *flat(top["through"]))]


def test_who_of_a_week_names_what_was_made_or_brought_business_in_it(week: Commands) -> None:
    sides = {(one["provider"], one["prospect"]) for one in week.json("who", "--since", MONDAY)}
    assert sides == {("fred", "sally"), ("me", "ann"), ("gina", "hugo")}


def test_both_of_the_week_s_introduction_have_told_and_are_asked_again(week: Commands) -> None:
    (made,) = week.json("intros --given --open")
    assert [(one["contact"], one["stage"]) for one in made["told"]] == [
        *(("gina", "met"), ("hugo", "met")),
    ]
    assert made["stages"] == [
        {"stage": "introduced", "on": "2026-11-25"},
        {"stage": "met", "on": "2026-11-26"},
    ]
    days = {one["contact"]: one["due_on"] for one in week.json("due --all --purpose outcome")}
    assert days == {"gina": "2026-12-10", "hugo": "2026-12-11"}


def test_whoever_came_by_herself_is_kept_in_touch_with_on_a_workday(week: Commands) -> None:
    number(week, "zoe", "ask")
    (ask,) = week.json("due --all --purpose ask --for zoe")
    assert (ask["due_on"], ask["about"]) == ("2026-12-07", None)
    (touch,) = week.json("due --all --purpose stay-in-touch --for zoe")
    assert touch["due_on"] == "2027-02-22"  # 90 days on is a Sunday
    assert week.ok("check").out == ""
