from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from books import tree, tree_of, walk
from reflog.domain.contacts import ME
from reflog.reports.balances import balance
from reflog.reports.introductions import introductions

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from books import Book
    from reflog.domain.entries import Money

PEOPLE = 6
DAYS = [f"2026-10-{day:02}" for day in range(1, 8)]
PARTIES = st.tuples(*[st.integers(min_value=1, max_value=PEOPLE)] * 3).filter(
    lambda parties: parties[1] not in {parties[0], parties[2]}
)
MADE = st.lists(
    st.tuples(
        PARTIES,
        st.sampled_from(DAYS),
        st.sampled_from(["lead", "introduced", "won"]),
        st.lists(st.tuples(st.integers(1, 99), st.sampled_from(["USD", "EUR"])), max_size=2),
        st.sampled_from(DAYS),
    ),
    max_size=14,
)
SINCE = st.none() | st.sampled_from(DAYS)
Told = dict[int, tuple[tuple[int, int, int], str, str, list[tuple[int, str]], str]]


def write(book: Book, made: list[Any]) -> Told:
    with book.writing():
        book.people(*(f"Person {at}" for at in range(2, PEOPLE + 1)))
        told = {}
        for parties, on, stage, business, closed in made:
            introducer, provider, prospect = parties
            number = book.introduction(introducer, provider, prospect, on=on, stage=stage)
            told[number] = (parties, on, stage, business, max(on, closed))
            for amount, currency in business:
                book.business(number, amount, currency, on=max(on, closed))
    return told


def brought(parties: tuple[int, int, int]) -> int:
    _introducer, provider, prospect = parties
    return provider if prospect == ME else prospect


def hanging(told: Told) -> dict[int, int]:
    """Whom each person hangs below, person to number: by the words of the rule, one by one."""
    below: dict[int, int] = {}
    for number, (parties, *_rest) in sorted(told.items(), key=lambda one: (one[1][1], one[0])):
        if parties[0] != brought(parties):
            below.setdefault(brought(parties), number)
    for start in list(below):
        seen: list[int] = []
        person = start
        while person in below and person not in seen:
            seen.append(person)
            person = told[below[person]][0][0]
        if person in below:
            circle = [below[one] for one in seen[seen.index(person) :]]
            earliest = min(circle, key=lambda number: (told[number][1], number))
            del below[told[earliest][0][0]]
    return below


def sums(business: list[tuple[int, str]]) -> dict[str, int]:
    return {
        currency: sum(amount for amount, of in business if of == currency)
        for _amount, currency in business
    }


def shown(monies: tuple[Money, ...]) -> dict[str, int]:
    return {money.currency: money.minor for money in monies}


@settings(max_examples=40, deadline=None)
@given(made=MADE, since=SINCE)
def test_the_tree_shows_every_introduction_once_under_its_introducer(
    new_book: Callable[[], Book], made: list[Any], since: str | None
) -> None:
    book = new_book()
    written = write(book, made)
    told = {
        number: one
        for number, one in written.items()
        if one[1] >= (since or "") or (one[3] and one[4] >= (since or ""))
    }
    below, was = hanging(told), hanging(written)
    tiers = tiers_of(written, was)
    with book.reader() as reader:
        roots = tree(reader, since)
        nodes = list(walk(roots))
        for _above, node in nodes:
            if not node.see_above:
                path, branch = tree_of(reader, node.contact_id, since)
                assert [person.id for person in path] == climbed(node.contact_id, written, was)
                assert branch == node or since is not None
        assert {one.id: one.tier for one in introductions(reader)} == tiers
    for _above, node in nodes:
        assert node.tier == tiers.get(node.introduction or 0)
    counted = {number: one[3] if one[4] >= (since or "") else [] for number, one in written.items()}
    assert sorted(node.introduction for _a, node in nodes if node.introduction) == sorted(told)
    for above, node in nodes:
        if above is None:
            assert node.contact_id not in below
            assert node.through
            continue
        parties, on, stage, business, closed = told[node.introduction or 0]
        business = business if closed >= (since or "") else []
        assert (above.contact_id, node.contact_id) == (parties[0], brought(parties))
        assert (node.on, node.stage) == (on, stage)
        assert node.see_above == (below.get(node.contact_id) != node.introduction)
        assert not (node.see_above and node.through)
        assert shown(node.own_business) == sums(business)
        under = [one.introduction or 0 for _a, one in walk([node])]
        assert shown(node.business) == sums([m for number in under for m in counted[number]])
    every = [money for business in counted.values() for money in business]
    at_roots = [(m.minor, m.currency) for root in roots for m in root.business]
    assert sums(at_roots) == sums(every)
    earliest = [min(root.through, key=lambda one: (one.on, one.introduction)) for root in roots]
    order = [
        (root.contact_id != ME, one.on, one.introduction)
        for root, one in zip(roots, earliest, strict=True)
    ]
    assert order == sorted(order)


def tiers_of(told: Told, below: dict[int, int]) -> dict[int, int]:
    """Return the tier of each introduction, by climbing from its introducer."""
    return {
        number: 1 if parties[0] == parties[2] else 1 + len(climbed(parties[0], told, below))
        for number, (parties, *_rest) in told.items()
    }


def climbed(person: int, told: Told, below: dict[int, int]) -> list[int]:
    path = [person]
    while path[0] in below:
        path.insert(0, told[below[path[0]]][0][0])
    return path


@settings(max_examples=30, deadline=None)
@given(made=MADE, since=SINCE)
def test_the_balance_is_what_counting_by_hand_gives(
    new_book: Callable[[], Book], made: list[Any], since: str | None
) -> None:
    book = new_book()
    told = write(book, made)
    day = since or ""
    counted = [one for one in told.values() if one[2] != "lead"]
    expected = {}
    for person in range(2, PEOPLE + 1):
        given_them = [one for one in counted if one[0][:2] == (ME, person)]
        made_for_me = [one for one in counted if one[0][:2] == (person, ME)]
        ways = given_them, made_for_me
        recent = [[one for one in way if one[1] >= day] for way in ways]
        money = [sums([m for one in way if one[4] >= day for m in one[3]]) for way in ways]
        if any(recent) or any(money):
            expected[person] = (*map(len, recent), *money)
    with book.reader() as reader:
        found = balance(reader, since)
    assert expected == {
        one.contact_id: (
            one.given,
            one.received,
            shown(one.given_business),
            shown(one.received_business),
        )
        for one in found
    }
    order = [(-abs(one.given - one.received), one.contact_name) for one in found]
    assert order == sorted(order)
