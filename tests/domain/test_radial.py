from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflog.domain import radial

if TYPE_CHECKING:
    from collections.abc import Callable


@st.composite
def forests(draw: st.DrawFn, most: int = 400) -> list[int]:
    """Parents of a forest of any shape: bushes, chains, and all between."""
    count = draw(st.integers(0, most))
    shape = draw(st.sampled_from(["any", "chain", "star", "near", "old"]))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - drawn, so that it repeats
    near = draw(st.integers(1, 12))
    parent: dict[str, Callable[[int], int]] = {
        "any": chance.randrange,
        "chain": lambda at: at - 1,
        "star": lambda _at: 0,
        "near": lambda at: max(0, at - chance.randint(1, near)),
        "old": lambda at: chance.randrange(min(at, near)),
    }
    of = parent[shape]
    return [-1, *(of(at) for at in range(1, count + 1))]


def below(parents: list[int]) -> list[int]:
    counts = [0] * len(parents)
    for one in range(len(parents) - 1, 0, -1):
        counts[parents[one]] += counts[one] + 1
    return counts


def assert_apart(parents: list[int]) -> None:
    slots = radial.lay_out(parents).slots
    assert len(slots) == len(parents)
    own = sorted(slots[1:], key=lambda slot: slot.start)
    for slot in own:
        assert (slot.end - slot.start) * slot.radius >= radial.LINE * (1 - 1e-9)
    for one, following in pairwise(own):
        assert one.end <= following.start + 1e-9
    if own:
        assert own[0].start >= 0
        assert own[-1].end <= 2 * math.pi + 1e-9


@given(forests())
@settings(max_examples=60)
def test_no_two_slots_overlap_and_each_is_as_wide_as_a_line(parents: list[int]) -> None:
    assert_apart(parents)


@pytest.mark.parametrize("near", [1, 3, 40, 5000])
def test_no_two_of_five_thousand_slots_overlap(near: int) -> None:
    chance = random.Random(near)  # noqa: S311 - the same forest every time
    assert_apart([-1, *(max(0, at - chance.randint(1, near)) for at in range(1, 5001))])


@given(forests())
@settings(max_examples=40)
def test_children_come_clockwise_in_their_order_and_hold_their_parent_between_them(
    parents: list[int],
) -> None:
    layout = radial.lay_out(parents)
    last: dict[int, float] = {}
    for one in range(1, len(parents)):
        angle = layout.slots[one].angle
        assert angle > last.get(parents[one], -1)
        last[parents[one]] = angle
        assert layout.slots[one].radius == layout.rings[layout.slots[one].depth]
    steps = [outer - inner for inner, outer in pairwise(layout.rings)]
    assert all(step > 0 for step in steps)
    assert all(outer < inner for inner, outer in pairwise(steps))


@given(forests(most=radial.MOST))
@settings(max_examples=30)
def test_everyone_of_up_to_320_is_drawn(parents: list[int]) -> None:
    zeros = [0] * len(parents)
    drawn = radial.chosen(parents, zeros, zeros)
    assert drawn == [*range(len(parents))]
    assert radial.left_out(parents, drawn) == {}


@given(forests(most=900), st.integers(0, 9))
@settings(max_examples=30)
def test_of_more_at_most_260_are_drawn_with_those_above_and_all_others_counted(
    parents: list[int], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - drawn
    won = [chance.choice((0, 0, 0, 1, 4)) for _one in parents]
    drawn = radial.chosen(parents, won, below(parents))
    people = len(parents) - 1
    assert 0 in drawn
    assert len(drawn) - 1 == (people if people <= radial.MOST else radial.KEPT)
    assert all(parents[one] in drawn for one in drawn if one)
    counted = radial.left_out(parents, drawn)
    assert sum(counted.values()) == people - (len(drawn) - 1)
    assert set(counted) <= set(drawn)


def test_those_with_most_business_are_drawn_first_then_those_with_most_people_below() -> None:
    parents = [-1, *[0] * 400, *[7] * 3]
    won = [0] * len(parents)
    won[399] = 2
    drawn = radial.chosen(parents, won, below(parents))
    assert {399, 7, 1} <= set(drawn)
    assert 400 not in drawn
    assert 403 not in drawn
    assert radial.left_out(parents, drawn)[0] == 403 - 260 - radial.left_out(parents, drawn).get(
        7, 0
    )


def test_one_person_and_nobody_have_a_picture_too() -> None:
    assert radial.lay_out([-1]).rings == (0.0,)
    (_me, only) = radial.lay_out([-1, 0]).slots
    assert only.start == 0
    assert only.end < 1, "nobody owns the whole ring"


def test_few_branches_are_spread_around_and_each_stays_together() -> None:
    slots = radial.lay_out([-1, 0, 0, 1, 3]).slots
    assert slots[2].angle - slots[1].angle > 2
    assert abs(slots[4].angle - slots[1].angle) < 1
