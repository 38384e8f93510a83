from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reflog.domain.contacts import ME
from reflog.reports.introductions import Chains, introduction

if TYPE_CHECKING:
    from books import Book


def test_a_person_hangs_below_the_earliest_introduction_whatever_its_number(book: Book) -> None:
    fred, sally, ann = book.people("Fred Moss", "Sally Ng", "Ann Berg")
    book.introduction(sally, fred, ann, on="2026-10-05")
    earliest = book.introduction(fred, sally, ann, on="2026-10-01")
    book.introduction(sally, fred, ann, on="2026-10-01")
    with book.reader() as reader:
        edge = Chains(reader).brought_by(ann)
    assert edge is not None
    assert (edge.number, edge.from_id, edge.to_id) == (earliest, fred, ann)


def test_the_provider_is_brought_where_i_am_the_prospect(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(fred, sally, ME)
    with book.reader() as reader:
        edge = Chains(reader).brought_by(sally)
        assert Chains(reader).brought_by(ME) is None
    assert edge is not None
    assert edge.number == number


def test_a_partners_own_custom_brings_nobody_and_mine_brings_the_provider(book: Book) -> None:
    gina, fred = book.people("Gina Bell", "Fred Moss")
    book.introduction(gina, ME, gina)
    mine = book.introduction(ME, fred, ME)
    with book.reader() as reader:
        chains = Chains(reader)
        assert chains.brought_by(gina) is None
        edge = chains.brought_by(fred)
    assert edge is not None
    assert (edge.number, edge.from_id) == (mine, ME)


def test_a_circle_is_cut_at_its_earliest_introduction(book: Book) -> None:
    ann, ben, cat, dan = book.people("Ann", "Ben", "Cat", "Dan")
    book.introduction(cat, dan, ann, on="2026-10-03")
    book.introduction(ann, dan, ben, on="2026-10-01")
    book.introduction(ben, dan, cat, on="2026-10-02")
    book.introduction(cat, ben, dan, on="2026-10-04")
    for asked_first in (ann, ben, cat, dan):
        with book.reader() as reader:
            chains = Chains(reader)
            chains.brought_by(asked_first)
            assert chains.brought_by(ann) is None
            assert [edge.to_id for edge in chains.path(dan)] == [ben, cat, dan]


def test_tiers_count_the_links_above_the_introducer(book: Book) -> None:
    gina, ann, ben, cat = book.people("Gina", "Ann", "Ben", "Cat")
    own = book.introduction(gina, ME, gina)
    second = book.introduction(gina, ME, ann)
    third = book.introduction(ann, ME, ben)
    fourth = book.introduction(ben, ME, cat)
    mine = book.introduction(ME, cat, ME)
    with book.reader() as reader:
        found = [introduction(reader, number) for number in (own, second, third, fourth, mine)]
    assert [one.tier for one in found if one] == [1, 2, 3, 4, 1]


def test_a_long_chain_is_climbed(book: Book) -> None:
    with book.writing():
        chain = book.people(*(f"Person {at}" for at in range(1200)))
        for above, below in pairwise(chain):
            book.introduction(above, ME, below)
    with book.reader() as reader:
        chains = Chains(reader)
        assert len(chains.path(chain[-1])) == len(chain) - 1
        assert chains.tier(chain[-1], ME) == len(chain) + 1
