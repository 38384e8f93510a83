"""Near names among many: what is found, what is not, and that nobody is compared with all."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reflog.domain import names
from reflog.domain.names.near import near_names, near_words, pairs_of
from rows import each_row

NEAR = [
    ("Fred Moss", "Fred Moss"),
    ("Fred Moss", "fred  MOSS"),
    ("Fred Moss", "Moss, Fred"),
    ("Fred Moss", "Fred Mos"),
    ("Jon Smith", "John Smith"),
    ("José O'Neill", "Jose ONeil"),
    ("Jean-Luc Picard", "Jeanluc Picard"),
    ("Ann Berg", "Dr. Ann Berg"),
    ("Ann Berg", "Ann Marie Berg"),
    ("Rob Stone", "Robert Stone"),
    ("Fred", "Fred Moss"),
    ("Freddy", "Fred"),
    ("Christina Alexandrova", "Kristina Aleksandrova"),
    ("山田太郎", "山田太郎"),
]
FAR = [
    ("Fred Moss", "Sally Ng"),
    ("Fred Moss", "Fred Stone"),
    ("Ann Berg", "Tom Berg"),
    ("Ann Berg", "Anna Bergman"),
    ("Studio 54", "Studio 55"),
    ("Al Bo", "Alan Bond"),
    ("李明", "李红"),
]


@each_row(("one", "other"), NEAR)
def test_who_is_called_nearly_the_same_is_found(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        found = near_names({7: [first], 3: [second], 9: ["Zoë Quist"]})
        assert list(found) == [(3, 7)]
        assert 0.8 <= found[3, 7] <= 1


@each_row(("one", "other"), FAR)
def test_who_is_called_something_else_is_not(one: str, other: str) -> None:
    assert near_names({1: [one], 2: [other]}) == {}


def test_an_alias_counts_as_a_name() -> None:
    assert near_names({1: ["Ann Berg"], 2: ["Annie Stone", "Anne Berg"]}).keys() == {(1, 2)}


def test_a_first_name_that_many_have_says_nothing() -> None:
    many = {1: ["Fred"], 2: ["Fred Moss"], 3: ["Fred Stone"]}
    assert near_names(many) == {}


def test_the_same_name_is_nearer_than_a_near_one() -> None:
    found = near_names({1: ["Fred Moss"], 2: ["Fred Moss"], 3: ["Fred Mos"]})
    assert found[1, 2] == 1
    assert found[1, 3] == found[2, 3] < 1


def test_of_many_who_share_something_each_is_paired_with_the_next() -> None:
    assert list(pairs_of([3, 1, 2])) == [(1, 2), (1, 3), (2, 3)]
    assert len(list(pairs_of(range(12)))) == 66
    assert list(pairs_of(range(13))) == [(n, n + 1) for n in range(12)]


def test_a_thousand_of_one_name_make_no_million_pairs() -> None:
    found = near_names({key: ["John Smith" if key % 2 else "Jon Smith"] for key in range(2000)})
    assert len(found) < 2100


WORDS = st.text("abcd", min_size=1, max_size=7)


@given(st.lists(WORDS, max_size=12))
def test_near_words_are_near_and_each_is_near_itself(words: list[str]) -> None:
    found = near_words(words)
    assert found.keys() == set(words)
    for word, near in found.items():
        assert near[word] == 1
        for other, degree in near.items():
            assert found[other][word] == degree
            begins = word.startswith(other) or other.startswith(word)
            assert names.ratio(word, other) >= names.NEAR or begins


@given(st.sets(st.text("abcdefgh", min_size=5, max_size=9), min_size=2, max_size=8))
def test_every_slip_of_one_letter_is_found(words: set[str]) -> None:
    found = near_words(words)
    for one, other in combinations(words, 2):
        slips = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        if slips and names.ratio(one, other) >= names.NEAR:
            assert other in found[one]


WORD = st.sampled_from(["fred", "moss", "mos", "ann", "anna", "berg", "x1"])
PEOPLE = st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), max_size=9)


@given(PEOPLE)
@example(["moss"] * 5 + ["fred moss"] * 3)
def test_the_order_of_the_people_changes_nothing(people: list[str]) -> None:
    named = {key: [name] for key, name in enumerate(people)}
    turned = dict(reversed(named.items()))
    found = near_names(named)
    assert near_names(turned).keys() == found.keys()
    for low, high in found:
        assert low < high


@pytest.mark.slow
def test_a_hundred_thousand_people_take_seconds() -> None:
    syllables = [*("ba", "ko", "ri", "ma", "te", "lo", "sa", "ne", "vi", "du", "ber", "stein")]
    syllables += ["son", "ova", "mar", "li", "an", "der", "el", "us"]
    words = [a + b + c for a in syllables for b in syllables for c in syllables]
    people = {
        key: [f"{words[key * 7 % 1511].title()} {words[key * 13 % 7919].title()}"]
        for key in range(100_000)
    }
    begun = time.process_time()
    found = near_names(people)
    seconds = time.process_time() - begun
    print(f"100,000 names: {len(found)} near pairs in {seconds:.1f} s")  # noqa: T201
    assert seconds < 60
