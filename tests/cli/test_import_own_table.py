"""The people of a ledger as a table, out and in again: the same table comes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from books import DAY
from commands import Commands
from own_table import EMAIL, LINE, NAME, NOTE, PHONE, digits, unlike
from reflog.domain.contacts import ROLES
from reflog.domain.names import fold, slug
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book


class Someone(NamedTuple):
    name: str
    single: dict[str, str]
    lists: dict[str, list[str]]


PEOPLE = st.lists(
    st.builds(
        Someone,
        name=NAME,
        single=st.fixed_dictionaries(
            {},
            optional={
                "company": LINE.filter(bool),
                "profession": LINE.filter(bool),
                "city": LINE.filter(bool),
                "note": NOTE.filter(bool),
                "role": st.sampled_from(ROLES),
            },
        ),
        lists=st.fixed_dictionaries(
            {
                "email": unlike(EMAIL),
                "phone": unlike(PHONE, digits),
                "tag": unlike(LINE.filter(bool)),
            }
        ),
    ),
    max_size=4,
    unique_by=lambda one: slug(one.name) or fold(one.name) or one.name,
)
DETAILS: dict[str, type[Any]] = {
    "email": tables.ContactEmail,
    "phone": tables.ContactPhone,
    "tag": tables.ContactTag,
}


def trying(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.generate],  # making an example smaller takes minutes
    )


@trying(4)
@given(PEOPLE)
def test_people_come_out_as_they_went_in(
    new_book: Callable[[], Book], people: list[Someone]
) -> None:
    out_and_in_again(new_book(), people)


@pytest.mark.slow
@trying(150)
@given(PEOPLE)
def test_all_kinds_of_people_come_out_as_they_went_in(
    new_book: Callable[[], Book], people: list[Someone]
) -> None:
    out_and_in_again(new_book(), people)


def out_and_in_again(book: Book, people: list[Someone]) -> None:
    with book.writing():
        for number, one in enumerate(people):
            contact = book.person(one.name, **one.single)
            for field, table in DETAILS.items():
                for value in one.lists[field]:
                    # Nobody shares an address: who does is taken for one person.
                    apart = {"email": f"{number}.{value}", "phone": f"{value} {number}00{number}"}
                    book.detail(table, contact, **{field: apart.get(field, value)})
    ledger = Commands(Path(book.path), DAY)
    exported = exported_table(ledger)
    other = Commands(ledger.ledger.with_name("other.db"), DAY)
    file = ledger.ledger.with_name("contacts.csv")
    file.write_bytes(exported.encode())
    other.ok("import", str(file), "--yes")
    assert exported_table(other) == exported


def exported_table(reflog: Commands) -> str:
    return reflog.ok("export", "contacts", "--format", "csv").out
