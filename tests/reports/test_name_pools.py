"""Whoever a typed name may mean is among those that the ledger is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.domain.names import Person, resolve
from reflog.reports import contacts
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book

PEOPLE = (
    "Anna Berg", "Hanna Berg", "Anna Maria Berger", "Jean-Luc Moreau", "Conor O'Neill",
    "José Müller", "Kristina", "Christina Olsen", "Bob", "Robert Klein", "李小明", "山田 太郎",
    "김철수", "Ann Li", "Søren Kierkegaard", "Prospect 12", "Prospect 13",
)  # fmt: skip
ALIASES = {"Robert Klein": "Anna", "Bob": "Bobby McGee", "Christina Olsen": "Tina"}

TYPED = st.one_of(
    st.sampled_from(PEOPLE),
    st.sampled_from([word for name in (*PEOPLE, *ALIASES.values()) for word in name.split()]),
    st.lists(
        st.sampled_from([word for name in PEOPLE for word in name.split()]), min_size=2, max_size=3
    ).map(" ".join),
    st.text("abceghiklmnorstu-' 1李明철", min_size=1, max_size=12),
)
CHANGES = st.tuples(st.integers(0, 20), st.sampled_from(["", "a", "n", "x", "ss", " "]))


@pytest.fixture(scope="module")
def crowd(new_book: Callable[[], Book]) -> Book:
    book = new_book()
    with book.writing():
        for name, person in zip(PEOPLE, book.people(*PEOPLE), strict=True):
            if name in ALIASES:
                book.detail(tables.ContactAlias, person, alias=ALIASES[name])
    return book


@given(typed=TYPED, change=CHANGES, may_create=st.booleans())
def test_the_ledger_s_answer_is_that_of_looking_at_everyone(
    crowd: Book, *, typed: str, change: tuple[int, str], may_create: bool
) -> None:
    at, letters = change
    typed = typed[:at] + letters + typed[at + 1 :] if at % 2 else typed
    with crowd.reader() as reader:
        everyone = [
            Person(
                id=one.id, handle=one.handle, name=one.name, aliases=one.aliases, is_me=one.is_me
            )
            for one in [contacts.contact(reader, 1), *contacts.list_contacts(reader)]
            if one
        ]
        found = contacts.match_name(reader, typed, may_create=may_create)
    expected = resolve(typed, everyone, may_create=may_create)
    assert found.kind == expected.kind
    assert {one.id for one in found.people} == {one.id for one in expected.people}


def test_in_a_large_ledger_near_names_begin_alike(
    crowd: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crowd.reader() as reader:
        found = contacts.match_name(reader, "Cristina").people
        assert {one.name for one in found} == {"Kristina", "Christina Olsen"}
        monkeypatch.setattr(contacts, "MOST_COMPARED", 3)
        found = contacts.match_name(reader, "Cristina").people
        assert [one.name for one in found] == ["Christina Olsen"]
        assert contacts.match_name(reader, "Conor ONeil").people[0].name == "Conor O'Neill"
