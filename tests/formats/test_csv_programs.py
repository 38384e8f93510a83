"""Tables of Google, Outlook and LinkedIn: recognized, and every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import PREAMBLE, TABLES, Row, columns_of, shuffled, table
from reflog.formats.csv import read as csv_reading
from reflog.formats.errors import UnreadableError
from rows import each_row

if TYPE_CHECKING:
    from reflog.domain.cards.card import Card, Reading

WAYS: dict[str, dict[str, Any]] = {
    "as exported": {},
    "with a byte order mark": {"bom": True},
    "with bare line feeds": {"end": "\n"},
    "between semicolons": {"delimiter": ";"},
    "between tabs": {"delimiter": "\t", "bom": True},
    "below a preamble": {"preamble": PREAMBLE, "bom": True},
    "below blank lines": {"preamble": "\r\n\r\n"},
    "with the separator said first": {"preamble": "sep=;\r\n", "delimiter": ";"},
}


def read(name: str, *, rows: list[Row] | None = None, **way: Any) -> Reading:
    _source, header, people = TABLES[name]
    return csv_reading.read(table(columns_of(header), people if rows is None else rows, **way))


def one(name: str, row: Row, **way: Any) -> Card:
    return read(name, rows=[row], **way).cards[0]


def without_lines(reading: Reading) -> list[dict[str, Any]]:
    return [{**card._asdict(), "line": 0} for card in reading.cards]


@each_row("way", WAYS)
@each_row("name", TABLES)
def test_every_row_is_accounted_for_however_the_table_is_written(name: str, way: str) -> None:
    source, _header, people = TABLES[name]
    reading = read(name, **WAYS[way])
    assert reading.source == source
    assert len(reading.cards) + len(reading.left) == len(people)
    assert without_lines(reading) == without_lines(read(name))
    assert reading.remarks == read(name).remarks or "preamble" in WAYS[way]


@each_row("name", TABLES)
def test_columns_are_found_by_name_not_by_place(name: str) -> None:
    _source, header, people = TABLES[name]
    straight = read(name)
    for seed in range(5):
        mixed = csv_reading.read(table(shuffled(columns_of(header), seed), people))
        for card, other in zip(straight.cards, mixed.cards, strict=True):
            assert card._asdict() == other._asdict()
        assert mixed.left == straight.left


@each_row("name", TABLES)
def test_rows_without_anything_are_skipped_and_counted(name: str) -> None:
    _source, header, people = TABLES[name]
    blank: Row = {}
    spaces = {columns_of(header)[0]: "  ", columns_of(header)[1]: "\t"}
    reading = read(name, rows=[blank, *people, spaces, blank])
    assert len(reading.cards) + len(reading.left) == len(people) + 3
    empty = [left for left in reading.left if left.reason == "the row is empty"]
    assert empty[0].line == 2
    assert len(empty) == 3
    assert not any(left.failed for left in empty)
    data = table(columns_of(header), people) + b"\r\n\r\n"
    assert len(csv_reading.read(data).left) == len(read(name).left) + 2


@pytest.mark.parametrize("name", ["google", "google, old"])
def test_a_google_contact_brings_everything_the_ledger_has_a_field_for(name: str) -> None:
    card = read(name).cards[0]
    assert card.name == "Ann Berg"
    assert card.aliases == ("Annie",)
    assert (card.company, card.profession, card.city) == ("Berg, Moss & Co.", "Lawyer", "Bern")
    assert card.emails == ("home@example.com", "ann@example.com", "office@example.com")
    assert card.phones == ("+1 555 0103", "+1 555 0101", "+1 555 0102")
    assert card.tags == ("golf", "coworkers")
    assert card.note == 'met in Bern\nlikes "green" tea, and walks'
    assert card.referred_by == ("Fred Moss",)


@pytest.mark.parametrize("name", ["outlook", "outlook.com", "outlook, by google"])
def test_an_outlook_contact_brings_everything_the_ledger_has_a_field_for(name: str) -> None:
    card = read(name).cards[0]
    assert card.name == "Ann Berg"
    assert (card.company, card.profession, card.city) == ("Berg, Moss & Co.", "Lawyer", "Bern")
    assert card.emails == ("ann@example.com", "office@example.com", "home@example.com")
    assert card.phones == ("+1 555 0101", "+1 555 0102", "+1 555 0103")
    assert card.note == 'met in Bern\nlikes "green" tea, and walks'
    known = name != "outlook.com"
    assert card.referred_by == (("Fred Moss",) if known else ())
    assert card.tags == (("lawyers", "golf") if known else ())


def test_a_connection_brings_its_address_its_day_and_its_position() -> None:
    ann, cy, jose = read("linkedin", preamble=PREAMBLE).cards
    assert ann.name == "Ann Berg"
    assert ann.key == "https://www.linkedin.com/in/annberg"
    assert ann.company == 'Berg "and" Moss, Inc.'
    assert (ann.profession, ann.emails) == ("Lawyer", ("ann@example.com",))
    assert ann.note == "connected on LinkedIn 2024-03-12"
    assert (cy.name, cy.note, cy.emails) == ("Cy", "connected on LinkedIn 2022-02-07", ())
    assert (jose.name, jose.key) == ("José Núñez", None)
    assert jose.note == "connected on LinkedIn 2024-01-01"
    assert ann.line == 5


def test_a_day_of_no_known_form_is_kept_as_it_stands() -> None:
    for day in ("12 Maerz 2024", "31 Feb 2024", "2024-03-12", "yesterday"):
        card = one("linkedin", {"First Name": "Ann", "Connected On": day})
        assert card.note == f"connected on LinkedIn {day}"


def test_rows_without_a_name_are_called_after_what_they_have_and_it_is_said() -> None:
    reading = read("google")
    names = [card.name for card in reading.cards]
    assert names == ["Ann Berg", "Cy Lee", "Moss Plumbing"]
    assert [(left.line, left.reason) for left in reading.left] == [
        (5, "it has a phone number but no name"),
        (7, "it has no name"),
    ]
    said = " ".join(reading.remarks)
    assert "Named after the e-mail address (no name) on line 4." in said
    assert "Named after the company (no name) on line 6." in said


def test_one_word_before_the_at_takes_its_host_along() -> None:
    assert read("outlook").cards[-1].name == "Info (example.com)"


def test_a_hidden_person_is_not_called_by_their_company() -> None:
    reading = read("linkedin", rows=[{"Company": "Acme", "Connected On": "12 Mar 2024"}])
    assert [left.reason for left in reading.left] == ["it has no name"]


def test_very_many_or_very_long_columns_are_not_all_shown() -> None:
    header = ["First Name", "Last Name", "Connected On", "x" * 900, *map(str, range(100))]
    reading = csv_reading.read(table(header, [dict.fromkeys(header, "1")]))
    (said,) = reading.remarks
    assert said.startswith(
        f'Columns without a field, kept for export: "{"x" * 40}…" (1 row), "0" (1 row)'
    )
    assert said.endswith(" and 61 more.")


def test_a_name_as_it_is_shown_comes_before_its_parts() -> None:
    assert read("google, old").cards[2].name == "山田太郎"
    assert one("google", {"First Name": "太郎", "Last Name": "山田"}).name == "山田太郎"
    parts = {"First Name": "Ann", "Middle Name": "M.", "Last Name": "Berg", "Name Suffix": "Jr."}
    assert one("google", parts).name == "Ann M. Berg Jr."


def test_columns_that_hold_something_and_have_no_field_are_said() -> None:
    rows = [{"First Name": "Ann", "User 1": "blue", "Gender": "Unspecified", "Title": "Ms."}]
    assert read("outlook", rows=rows).remarks == (
        'Columns without a field, kept for export: "User 1" (1 row).',
    )
    assert not any("Columns without a field" in said for said in read("google").remarks)


def test_numbers_that_nobody_answers_are_kept_for_the_way_out() -> None:
    reading = read(
        "google",
        rows=[
            {
                "First Name": "Ann",
                "Phone 1 - Label": "Work Fax",
                "Phone 1 - Value": "+1 555 0101",
                "Phone 2 - Label": "Mobile",
                "Phone 2 - Value": "+1 555 0102",
            }
        ],
    )
    assert reading.cards[0].phones == ("+1 555 0102",)
    assert reading.cards[0].extras == ("N:;Ann;;;", "TEL;TYPE=fax:+1 555 0101")
    assert reading.remarks == ()


def test_a_group_that_grows_is_read_to_its_end_in_its_order() -> None:
    header = ["First Name", "Last Name", "Labels"]
    header += [f"E-mail {n} - Value" for n in range(12, 0, -1)]
    row = {"First Name": "Ann"} | {f"E-mail {n} - Value": f"a{n}@example.com" for n in range(1, 13)}
    card = csv_reading.read(table(header, [row])).cards[0]
    assert card.emails == tuple(f"a{n}@example.com" for n in range(1, 13))


def test_system_groups_that_everyone_is_in_are_no_tags() -> None:
    for label in ("* myContacts", "System Group: My Contacts", "* Other Contacts"):
        assert one("google", {"First Name": "Ann", "Labels": label}).tags == ()
    assert one("google", {"First Name": "Ann", "Labels": "* friends"}).tags == ("friends",)


def test_a_value_that_cannot_be_kept_is_left_out_and_its_line_named() -> None:
    reading = read(
        "outlook",
        rows=[
            {"First Name": "Ann", "E-mail Address": "/o=Exchange/cn=ann", "Home Phone": "ask her"},
            {"First Name": "Cy", "E-mail Address": "none"},
            {"First Name": "Di", "Referred By": "12", "Company": "x" * 201},
        ],
    )
    assert [card.emails + card.phones + card.referred_by for card in reading.cards] == [()] * 3
    assert reading.cards[2].company is None
    assert reading.remarks == (
        '"E-mail Address" is not an e-mail address, ignored on lines 2 and 3.',
        '"Home Phone" is not a phone number, ignored on line 2.',
        '"Company" has more than 200 characters, ignored on line 4.',
        '"Referred By" is not a name, ignored on line 4.',
    )


def test_what_is_too_long_is_left_out_and_the_rest_is_kept() -> None:
    data = table(
        ["Name", "Group", "Number", "One", "Other", "Whole"],
        [
            {"Name": "Ann", "Group": "x" * 201, "Number": "x" * 2001, "One": "a" * 40000},
            {"Name": "Cy", "One": "a" * 40000, "Other": "b" * 40000, "Whole": "c"},
            {"Name": "Di", "One": "the same", "Other": "the same", "Whole": " "},
        ],
    )
    mapping = {"name": "name", "group": "tag", "number": "key"}
    mapping |= {"one": "note", "other": "note", "whole": "note"}
    reading = csv_reading.read(data, mapping=mapping)
    ann, cy, di = reading.cards
    assert (ann.tags, ann.key) == ((), None)
    assert cy.note == "a" * 40000 + "\nc"
    assert di.note == "the same"
    assert reading.remarks[1:] == (
        '"Group" has more than 200 characters, ignored on line 2.',
        '"Number" has more than 2000 characters, ignored on line 2.',
        '"Other" makes the note longer than 65536 characters, ignored on line 3.',
    )


def test_very_many_lines_are_counted_and_the_first_of_them_named() -> None:
    reading = read("outlook", rows=[{"First Name": "Ann", "Home Phone": "none"}] * 30)
    assert reading.remarks == (
        '"Home Phone" is not a phone number, ignored on lines 2, 3, 4, 5, 6, 7, 8, 9 and 22 more.',
    )


def test_a_name_that_cannot_be_one_leaves_the_row_and_says_why() -> None:
    rows = [{"First Name": name} for name in ("12345", "x" * 201, "all", "...")]
    reading = read("outlook", rows=rows)
    assert reading.cards == ()
    assert [left.reason.removeprefix("its name can't be used: ") for left in reading.left] == [
        "it's just a number",
        "it has 201 characters, but at most 200 are kept",
        "reflog uses that word itself",
        "there is nothing in it to read",
    ]


@pytest.mark.parametrize("number", ["555-0100", "(212) 555-0100", "12/3 555 0101"])
def test_a_phone_number_in_the_place_of_a_name_makes_nobody_who_is_called_so(number: str) -> None:
    reading = read("outlook", rows=[{"First Name": number, "Home Phone": "+1 212 555 0100"}])
    assert [left.reason for left in reading.left] == ["it has a phone number but no name"]


def test_what_cannot_be_seen_is_cleaned_away() -> None:
    row = {
        "First Name": "Ann\u200b\u202e",
        "Last Name": "Berg\x07\u00a0 Moss\n",
        "Home Phone": "\u202a+1 (555)\u00a0010\u20111\u202c",
        "E-mail Address": "<ann@example.com>",
        "E-mail 2 Address": "mailto:a@example.com; b@example.com",
    }
    card = one("outlook", row)
    assert card.name == "Ann Berg Moss"
    assert card.phones == ("+1 (555) 010-1",)
    assert card.emails == ("ann@example.com", "a@example.com", "b@example.com")


def test_the_same_address_twice_is_kept_once() -> None:
    row = {
        "First Name": "Ann",
        "E-mail Address": "Ann@Example.com",
        "E-mail 2 Address": "ann@example.com",
        "Home Phone": "+1 555 0101",
        "Mobile Phone": "+1 (555) 0101",
    }
    card = one("outlook", row)
    assert card.emails == ("Ann@Example.com",)
    assert card.phones == ("+1 (555) 0101",)


def test_the_apostrophe_of_a_spreadsheet_is_taken_off_once() -> None:
    row = {"First Name": "'t Hooft", "Home Phone": "'+1 555 0101", "Notes": "''=1+1"}
    card = one("outlook", row)
    assert card.name == "'t Hooft"
    assert card.phones == ("+1 555 0101",)
    assert card.note == "'=1+1"


def test_a_row_with_more_cells_than_columns_failed_and_the_others_are_taken() -> None:
    data = b"First Name,Last Name,Connected On\nAnn,Berg,\nCy,Lee,Smith,12 Mar 2024\nDi,,,,\n"
    reading = csv_reading.read(data)
    assert [card.name for card in reading.cards] == ["Ann Berg", "Di"]
    assert [(left.line, left.failed) for left in reading.left] == [(3, True)]
    assert reading.left[0].reason == "it has 4 cells, 1 more than there are columns"


def test_rows_that_a_missing_quote_has_joined_failed_and_are_not_taken_for_one() -> None:
    data = (
        b"First Name,Last Name,Company,Position,Connected On\n"
        b'Ann,"Berg,Acme,Lawyer,\nCy,Lee,Acme,Plumber,\nDi,",Acme,Baker,\nEd,Fox,,,\n'
    )
    reading = csv_reading.read(data.replace(b",Baker,\n", b"\n"))
    assert [card.name for card in reading.cards] == ["Ed Fox"]
    assert [(left.line, left.failed) for left in reading.left] == [(2, True)]
    assert "maybe a quote is missing" in reading.left[0].reason


def test_a_row_without_its_last_empty_cells_is_taken() -> None:
    header = b"First Name,Notes,Mobile Phone,Home Phone,E-mail Address,Company\n"
    data = header + b'Ann,"a\nb",+1 555 0101\nCy\n'
    reading = csv_reading.read(data)
    assert [(card.name, card.note, card.phones) for card in reading.cards] == [
        ("Ann", "a\nb", ("+1 555 0101",)),
        ("Cy", None, ()),
    ]


def test_a_file_that_ends_within_its_last_row_is_refused() -> None:
    data = table(columns_of(TABLES["outlook"][1]), TABLES["outlook"][2])
    whole = csv_reading.read(data)
    assert csv_reading.read(data.rstrip()).cards == whole.cards
    with pytest.raises(UnreadableError, match="the file ends after") as caught:
        csv_reading.read(data[:-30])
    assert caught.value.line == 8


def test_a_column_that_stands_twice_is_refused_only_where_it_matters() -> None:
    with pytest.raises(UnreadableError, match='several columns have the same name: "URL", "url"'):
        csv_reading.read(b"First Name,Last Name,URL,url,Connected On\nAnn,Berg,a,b,12 Mar 2024\n")
    reading = csv_reading.read(b"First Name,Last Name,X,X,Connected On\nAnn,Berg,a,b,\n")
    assert reading.cards[0].name == "Ann Berg"


@given(
    name=st.sampled_from(sorted(TABLES)),
    cells=st.lists(
        st.dictionaries(
            st.integers(0, 200),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
            max_size=12,
        ),
        max_size=6,
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
    bom=st.booleans(),
)
def test_whatever_stands_in_the_cells_every_row_is_a_card_or_left_with_its_line(
    name: str, cells: list[dict[int, str]], delimiter: str, *, bom: bool
) -> None:
    header = columns_of(TABLES[name][1])
    rows = [{header[at % len(header)]: text for at, text in row.items()} for row in cells]
    reading = read(name, rows=rows, delimiter=delimiter, bom=bom)
    assert len(reading.cards) + len(reading.left) == len(rows)
    lines = [card.line for card in reading.cards] + [left.line for left in reading.left]
    assert len(set(lines)) == len(lines)
    assert all(1 <= len(card.name) <= 200 for card in reading.cards)
