"""The table of contacts that reflog itself writes: read again without a word about it."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reflog.domain import folding
from reflog.domain.contacts import ROLES
from reflog.formats import csv_reading, csv_writing
from reflog.formats.drafts import UnkeptError, kept_name, line_of

COLUMNS = (
    *("handle", "name", "aliases", "company", "profession", "role", "emails", "phones", "city"),
    *("note", "tags", "created_on"),
)
LISTS = ("aliases", "emails", "phones", "tags")
BETWEEN = " ::: "

HARD = st.text(st.sampled_from("'=+-@|% \"\n,;\uff1d1aÄé語"), max_size=6)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | HARD


def is_name(text: str) -> bool:
    try:
        return kept_name(line_of(text)) == text and ":::" not in text
    except (UnkeptError, IndexError):
        return False


LINE = TEXT.map(line_of).filter(lambda text: ":::" not in text)
NAME = LINE.filter(bool).filter(is_name)
NOTE = (TEXT | st.text(max_size=40)).map(
    lambda text: (
        text.replace("\0", "").replace("\r", "\n").rstrip().encode(errors="ignore").decode()
    )
)
EMAIL = st.from_regex(r"[a-z=+'-]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
PHONE = st.from_regex(r"[+(]?[0-9]{3,9}( [0-9]{2,5})?", fullmatch=True)


def unlike(values: st.SearchStrategy[str], by: Any = folding.fold) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=3, unique_by=lambda value: by(value) or value)


def digits(phone: str) -> str:
    return "".join(filter(str.isdecimal, phone))


@settings(max_examples=100, deadline=None)
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
    assume(not any(folding.equal(alias, name) for alias in aliases))
    lists = {"aliases": aliases, "emails": emails, "phones": phones, "tags": tags}
    cells = {"handle": "ann-berg", "name": name, **single, "created_on": "2026-11-21"}
    cells |= {field: BETWEEN.join(values) for field, values in lists.items()}
    text = "".join(csv_writing.rows(COLUMNS, [[cells[column] for column in COLUMNS]]))
    reading = csv_reading.read(text.encode())
    assert reading.source == "reflog"
    assert reading.left == ()
    (card,) = reading.cards
    assert (card.name, card.key) == (name, "ann-berg")
    assert {field: getattr(card, field) or "" for field in single} == single
    assert {field: list(getattr(card, field)) for field in lists} == lists


def test_the_owner_of_a_ledger_is_in_every_ledger_already() -> None:
    rows = [["me", "Toni Wright"], ["ann-berg", "Ann Berg"]]
    blank = [""] * (len(COLUMNS) - 2)
    text = "".join(csv_writing.rows(COLUMNS, [[*row, *blank] for row in rows]))
    reading = csv_reading.read(text.encode())
    assert [card.name for card in reading.cards] == ["Ann Berg"]
    assert [left.reason for left in reading.left] == ["it is the owner of the ledger"]
