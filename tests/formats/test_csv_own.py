"""The table of contacts that reflog itself writes: read again without a word about it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from own_table import EMAIL, LINE, NAME, NOTE, PHONE, digits, unlike
from reflog.domain.contacts import ROLES
from reflog.domain.names import equal
from reflog.formats import cells
from reflog.formats.csv import read, write

COLUMNS = (
    *("handle", "name", "aliases", "company", "profession", "role", "emails", "phones", "city"),
    *("note", "tags", "created_on"),
)


@given(
    name=NAME,
    single=st.fixed_dictionaries(
        {
            "company": LINE,
            "profession": LINE,
            "city": LINE,
            "note": NOTE,
            "role": st.sampled_from(["", *ROLES]),
        }
    ),
    aliases=unlike(NAME),
    emails=unlike(EMAIL),
    phones=unlike(PHONE, digits),
    tags=unlike(LINE.filter(bool)),
)
def test_a_person_is_read_as_they_were_written(
    *,
    name: str,
    single: dict[str, str],
    aliases: list[str],
    emails: list[str],
    phones: list[str],
    tags: list[str],
) -> None:
    assume(not any(equal(alias, name) for alias in aliases))
    lists = {"aliases": aliases, "emails": emails, "phones": phones, "tags": tags}
    row = {"handle": "ann-berg", "name": name, **single, "created_on": "2026-11-21"}
    row |= {field: cells.joined(values) for field, values in lists.items()}
    text = "".join(write.rows(COLUMNS, [[row[column] for column in COLUMNS]]))
    reading = read.read(text.encode())
    assert reading.source == "reflog"
    assert reading.left == ()
    (card,) = reading.cards
    assert (card.name, card.key) == (name, "ann-berg")
    assert {field: getattr(card, field) or "" for field in single} == single
    assert {field: list(getattr(card, field)) for field in lists} == lists


def test_the_day_another_ledger_had_somebody_is_said_not_to_be_taken() -> None:
    reading = read.read(
        b"handle,name,aliases,emails,phones,tags,created_on\nann-berg,Ann Berg,,,,,2020-01-02\n"
    )
    assert reading.remarks == ('"created_on" is not taken: whoever is new here is new from today.',)
    assert reading.cards[0].extras == ()


def test_the_owner_of_a_ledger_is_in_every_ledger_already() -> None:
    rows = [["me", "Toni Wright"], ["ann-berg", "Ann Berg"]]
    blank = [""] * (len(COLUMNS) - 2)
    text = "".join(write.rows(COLUMNS, [[*row, *blank] for row in rows]))
    reading = read.read(text.encode())
    assert [card.name for card in reading.cards] == ["Ann Berg"]
    assert [left.reason for left in reading.left] == ["that's you"]
