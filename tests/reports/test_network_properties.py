from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from books import tree, tree_of, walk
from reflog.domain.contacts import ME
from reflog.reports.introductions import introductions
from reflog.reports.network import balance

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from books import Book
    from reflog.domain.money import Money

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
    ),
    max_size=14,
)
SINCE = st.none() | st.sampled_from(DAYS)
Told = dict[int, tuple[tuple[int, int, int], str, str, list[tuple[int, str]]]]


def write(book: Book, made: list[Any]) -> Told:
    with book.writing():
        book.people(*(f"Person {at}" for at in range(2, PEOPLE + 1)))
        told = {}
        for parties, on, stage, business in made:
            introducer, provider, prospect = parties
            number = book.introduction(introducer, provider, prospect, on=on, stage=stage)
            told[number] = (parties, on, stage, business)
            for amount, currency in business:
                book.business(number, amount, currency, on=on)
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
    told = {number: one for number, one in write(book, made).items() if one[1] >= (since or "")}
    below = hanging(told)
    with book.reader() as reader:
        roots = tree(reader, since)
        nodes = list(walk(roots))
        for _above, node in nodes:
            if not node.see_above:
                path, branch = tree_of(reader, node.contact_id, since)
                assert branch == node
                assert [person.id for person in path] == climbed(node.contact_id, told, below)
        if since is None:
            tiers = {one.id: one.tier for one in introductions(reader)}
            assert {n.introduction: n.tier for _a, n in nodes if n.introduction} == tiers
    assert sorted(node.introduction for _a, node in nodes if node.introduction) == sorted(told)
    for above, node in nodes:
        if above is None:
            assert node.contact_id not in below
            assert node.through
            continue
        parties, on, stage, business = told[node.introduction or 0]
        assert (above.contact_id, node.contact_id) == (parties[0], brought(parties))
        assert (node.on, node.stage) == (on, stage)
        assert node.see_above == (below.get(node.contact_id) != node.introduction)
        assert not (node.see_above and node.through)
        assert shown(node.own_business) == sums(business)
        under = [one.introduction or 0 for _a, one in walk([node])]
        assert shown(node.business) == sums([m for number in under for m in told[number][3]])
    every = [money for one in told.values() for money in one[3]]
    at_roots = [(m.minor, m.currency) for root in roots for m in root.business]
    assert sums(at_roots) == sums(every)
    earliest = [min(root.through, key=lambda one: (one.on, one.introduction)) for root in roots]
    order = [
        (root.contact_id != ME, one.on, one.introduction)
        for root, one in zip(roots, earliest, strict=True)
    ]
    assert order == sorted(order)


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
    counted = [one for one in told.values() if one[1] >= (since or "") and one[2] != "lead"]
    expected = {}
    for person in range(2, PEOPLE + 1):
        given_them = [one for one in counted if one[0][:2] == (ME, person)]
        made_for_me = [one for one in counted if one[0][:2] == (person, ME)]
        if given_them or made_for_me:
            expected[person] = (
                len(given_them),
                len(made_for_me),
                sums([money for one in given_them for money in one[3]]),
                sums([money for one in made_for_me for money in one[3]]),
            )
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
