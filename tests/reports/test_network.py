from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from books import Grown, tree, tree_of, walk
from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.reports.balances import balance

if TYPE_CHECKING:
    from sqlite3 import Row
    from typing import Any

    from books import Book
    from reflog.storage import Reader, Values


def usd(minor: int) -> tuple[Money, ...]:
    return (Money(minor=minor, currency="USD"),)


def drawn(branches: list[Grown]) -> list[Any]:
    """A tree as nested lists of handle, introduction and what is below."""
    return [
        [
            branch.contact,
            branch.introduction,
            "above" if branch.see_above else drawn(branch.through),
        ]
        for branch in branches
    ]


def test_an_empty_ledger_has_no_tree_and_no_balance(book: Book) -> None:
    with book.reader() as reader:
        assert tree(reader) == []
        assert list(balance(reader)) == []


def test_the_tree_begins_with_me_and_then_with_who_introduced_first(book: Book) -> None:
    fred, sally, gina, ann, ben = book.people("Fred", "Sally", "Gina", "Ann", "Ben")
    by_gina = book.introduction(gina, fred, ann, on="2026-10-02")
    by_ben = book.introduction(ben, ME, sally, on="2026-10-01")
    mine = book.introduction(ME, fred, sally, on="2026-10-03")
    by_ann = book.introduction(ann, ben, ME, on="2026-10-04")
    with book.reader() as reader:
        assert drawn(tree(reader)) == [
            ["me", None, [["sally", mine, "above"]]],
            ["gina", None, [["ann", by_gina, [["ben", by_ann, [["sally", by_ben, []]]]]]]],
        ]


def test_children_come_by_day_then_number_and_later_introductions_see_above(book: Book) -> None:
    fred, sally, ann = book.people("Fred", "Sally", "Ann")
    again = book.introduction(ME, fred, sally, on="2026-10-02")
    first = book.introduction(ME, fred, sally, on="2026-10-01")
    same_day = book.introduction(ME, fred, ann, on="2026-10-02")
    below = book.introduction(sally, ME, ann, on="2026-10-03")
    with book.reader() as reader:
        (me,) = tree(reader)
    assert drawn(me.through) == [
        ["sally", first, [["ann", below, "above"]]],
        ["sally", again, "above"],
        ["ann", same_day, []],
    ]
    assert [one.tier for one in me.through] == [2, 2, 2]
    assert me.through[0].through[0].tier == 3


def test_a_partners_own_custom_is_a_leaf_that_never_brings(book: Book) -> None:
    gina, fred = book.people("Gina", "Fred")
    hers = book.introduction(gina, ME, gina, on="2026-10-01")
    through = book.introduction(fred, ME, gina, on="2026-10-03")
    with book.reader() as reader:
        found = tree(reader)
    assert drawn(found) == [["fred", None, [["gina", through, [["gina", hers, "above"]]]]]]
    assert [one.tier for _above, one in walk(found)] == [None, 2, 1]


def test_my_own_custom_runs_from_me_to_the_provider_and_may_bring_them(book: Book) -> None:
    gina, fred, ann = book.people("Gina", "Fred", "Ann")
    mine = book.introduction(ME, gina, ME, on="2026-10-01")
    hers = book.introduction(gina, ME, gina, on="2026-10-02")
    below = book.introduction(gina, ME, ann, on="2026-10-03")
    earlier = book.introduction(ann, ME, fred, on="2026-10-04")
    later = book.introduction(ME, fred, ME, on="2026-10-05")
    with book.reader() as reader:
        found = tree(reader)
        path, branch = tree_of(reader, gina)
    gina_branch = ["gina", mine, [["gina", hers, "above"], ["ann", below, [["fred", earlier, []]]]]]
    assert drawn(found) == [["me", None, [gina_branch, ["fred", later, "above"]]]]
    assert [one.tier for _above, one in walk(found)] == [None, 1, 1, 3, 4, 1]
    assert [person.handle for person in path] == ["me", "gina"]
    assert drawn([branch]) == [gina_branch]


def test_a_circle_hangs_below_who_began_it(book: Book) -> None:
    ann, ben, cat, dan = book.people("Ann", "Ben", "Cat", "Dan")
    last = book.introduction(cat, dan, ann, on="2026-10-03")
    first = book.introduction(ann, dan, ben, on="2026-10-01")
    second = book.introduction(ben, dan, cat, on="2026-10-02")
    from_outside = book.introduction(dan, ME, ann, on="2026-10-04")
    with book.reader() as reader:
        assert drawn(tree(reader)) == [
            ["ann", None, [["ben", first, [["cat", second, [["ann", last, "above"]]]]]]],
            ["dan", None, [["ann", from_outside, "above"]]],
        ]
        path, branch = tree_of(reader, cat)
    assert [person.handle for person in path] == ["ann", "ben", "cat"]
    assert drawn([branch]) == [["cat", second, [["ann", last, "above"]]]]


def test_business_adds_up_at_and_below_one_sum_per_currency(book: Book) -> None:
    fred, sally, ann = book.people("Fred", "Sally", "Ann")
    first = book.introduction(ME, fred, sally)
    below = book.introduction(sally, fred, ann)
    again = book.introduction(ann, fred, sally)
    book.business(first, 100)
    book.business(first, 50)
    book.business(below, 7, "EUR")
    book.business(again, 1000)
    with book.reader() as reader:
        (me,) = tree(reader)
    (sally_branch,) = me.through
    (leaf,) = sally_branch.through[0].through
    assert me.own_business == ()
    assert me.business == (Money(minor=7, currency="EUR"), *usd(1150))
    assert (sally_branch.own_business, sally_branch.business) == (usd(150), me.business)
    assert (leaf.own_business, leaf.business) == (usd(1000), usd(1000))


def test_sums_may_be_greater_than_a_column_can_hold(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    number = book.introduction(ME, fred, sally)
    book.business(number, 2**62)
    book.business(number, 2**62)
    with book.reader() as reader:
        assert tree(reader)[0].business == usd(2**63)
        assert next(iter(balance(reader))).given_business == usd(2**63)


def test_someone_without_introductions_is_a_branch_of_their_own(book: Book) -> None:
    fred = book.person("Fred Moss")
    with book.reader() as reader:
        path, branch = tree_of(reader, fred)
        _path, me = tree_of(reader, ME)
    assert [person.name for person in path] == ["Fred Moss"]
    assert drawn([branch]) == [["fred-moss", None, []]]
    assert (branch.business, branch.tier, branch.stage, branch.on) == ((), None, None, None)
    assert me.contact_id == ME


@pytest.mark.parametrize("long", [2200, pytest.param(5000, marks=pytest.mark.slow)])
def test_a_chain_longer_than_python_s_stack_is_no_trouble(book: Book, long: int) -> None:
    with book.writing():
        chain = book.people(*(f"Person {at}" for at in range(long)))
        for above, below in pairwise(chain):
            number = book.introduction(above, ME, below)
        book.business(number, 5)
    with book.reader() as reader:
        (root,) = tree(reader)
        path, branch = tree_of(reader, chain[long // 2])
    assert sum(1 for _ in walk([root])) == long
    assert root.business == usd(5)
    assert len(path) == long // 2 + 1
    assert branch.business == usd(5)
    assert sum(1 for _ in walk([branch])) == long // 2


class Listening:
    """Keeps the questions asked of a reader, and how SQLite goes about them."""

    def __init__(self, reader: Reader) -> None:
        self.asked = 0
        self.plan: list[str] = []
        self._reader = reader

    def row(self, sql: str, values: Values = ()) -> Row | None:
        return next(iter(self.rows(sql, values)), None)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        self.asked += 1
        plan = self._reader.rows(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plan += [row["detail"] for row in plan]
        return self._reader.rows(sql, values)


@pytest.mark.parametrize("people", [3, 30])
def test_the_whole_tree_takes_as_many_queries_however_large(book: Book, people: int) -> None:
    with book.writing():
        chain = book.people(*(f"Person {at}" for at in range(people)))
        for above, below in pairwise(chain):
            book.introduction(above, ME, below)
    with book.reader() as reader:
        listening: Any = Listening(reader)
        tree(listening)
    assert listening.asked == 3


def test_the_branch_of_one_person_is_read_through_the_indexes(book: Book) -> None:
    with book.writing():
        chain = book.people(*(f"Person {at}" for at in range(30)))
        for above, below in pairwise(chain):
            book.business(book.introduction(above, ME, below), 100)
    with book.reader() as reader:
        listening: Any = Listening(reader)
        tree_of(listening, chain[3])
    assert listening.asked == 4 + 3
    tables = ("SCAN introduction", "SCAN business", "SCAN contact", "AUTOMATIC")
    assert [step for step in listening.plan if any(table in step for table in tables)] == []
