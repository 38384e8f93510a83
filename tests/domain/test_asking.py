"""Whom to ask: the points by hand, why not now, and the order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reflog.domain import asking
from reflog.domain.asking import Bond, Candidate
from reflog.domain.contacts import ROLES
from rows import each_row


@each_row(
    ("bond", "points", "reasons"),
    [
        (Bond(), 0, ()),
        (Bond(won_on="2026-01-05"), 4, ("a client of yours",)),
        (
            Bond(won_on="2026-11-05", won_lately=True),
            6,
            ("a client of yours", "won in the last 90 days"),
        ),
        (Bond(eats=True), 2, ("you sent them business",)),
        (Bond(thanked=True), 2, ("they've thanked you",)),
        (Bond(follow_up=7), 0, ("you mean to ask them",)),
        (Bond(follow_up=7, is_due=True), 3, ("asking them is due",)),
        (Bond(role="past-client"), 1, ("past client",)),
        (Bond(role="friend"), 0, ()),
        (Bond(brought=True), 2, ("asking them has brought you somebody before",)),
        (Bond(knows_pitch=True), 1, ("they know what you're looking for",)),
        (Bond(given=3, received=2), 1, ("you gave them 1 more than they gave you",)),
        (Bond(given=9, received=2), 3, ("you gave them 7 more than they gave you",)),
        (Bond(given=2, received=3), -1, ("they gave you 1 more than you gave them",)),
        (Bond(received=7), -3, ("they gave you 7 more than you gave them",)),
        (Bond(given=2, received=2), 0, ()),
    ],
)
def test_each_reason_counts_its_points(bond: Bond, points: int, reasons: tuple[str, ...]) -> None:
    assert asking.points(bond) == (points, reasons)


def test_all_reasons_add_up() -> None:
    everything = Bond(
        won_on="2026-11-05", won_lately=True, eats=True, thanked=True, follow_up=7, is_due=True,
        role="client", brought=True, knows_pitch=True, given=5,
    )  # fmt: skip
    assert asking.points(everything)[0] == 4 + 2 + 2 + 2 + 3 + 1 + 2 + 1 + 3


def test_five_roles_send_business_without_being_partners() -> None:
    counted = {role for role in ROLES if asking.points(Bond(role=role))[0]}
    assert counted == {"client", "past-client", "association", "supplier", "colleague"}


@each_row(
    ("bond", "standing", "asked_lately", "expected"),
    [
        (Bond(), None, False, None),
        (Bond(), "trusted", False, None),
        (Bond(deciding=True), None, False, "deciding"),
        (Bond(deciding=True, owes=True), None, False, "thank"),
        (Bond(deciding=True, owes=True), None, True, "asked"),
        (Bond(deciding=True, owes=True), "doubt", True, "doubt"),
        (Bond(), "out", True, "out"),
    ],
)
def test_why_somebody_cannot_be_asked_now(
    bond: Bond, standing: str | None, expected: str | None, *, asked_lately: bool
) -> None:
    assert asking.not_now(bond, standing, asked_lately=asked_lately) == expected


def a_candidate(place: int, **values: Any) -> Candidate:
    defaults: dict[str, Any] = {
        "contact_id": place,
        "contact": f"fred-{place}",
        "contact_name": "Fred",
        "folded": "fred",
        "not_now": None,
        "points": 1,
        "reasons": (),
        "sentence": "",
        "follow_up": None,
        "asked_on": None,
        "asked": 0,
        "came": (),
    }
    return Candidate(**{**defaults, **values})


def test_those_for_now_come_first_then_points_then_who_was_asked_longest_ago() -> None:
    listed = [
        a_candidate(1, not_now="asked", points=9),
        a_candidate(2, asked_on="2026-02-01"),
        a_candidate(3, asked_on="2026-01-01"),
        a_candidate(4),
        a_candidate(5, folded="ann"),
        a_candidate(6, points=2, asked_on="2026-02-01"),
    ]
    assert [one.contact_id for one in asking.in_order(listed)] == [6, 5, 4, 3, 2, 1]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "asked", "out"]),
            st.integers(1, 3),
            st.sampled_from([None, "2026-01-01", "2026-01-02"]),
            st.sampled_from(["ann", "fred"]),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_is_total_and_the_same_however_they_came(
    some: list[tuple[str | None, int, str | None, str]], shuffling: object
) -> None:
    listed = [
        a_candidate(place, not_now=why, points=points, asked_on=on, folded=folded)
        for place, (why, points, on, folded) in enumerate(some)
    ]
    shuffled = list(listed)
    shuffling.shuffle(shuffled)  # type: ignore[attr-defined]
    assert asking.in_order(shuffled) == asking.in_order(listed)
