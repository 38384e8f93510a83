"""What others have put into the cells: values taken apart, cleaned, or left out and said."""

from __future__ import annotations

import csv
import io

import pytest

from reflog.domain.cards.card import Reading  # noqa: TC001
from reflog.formats.csv import read
from reflog.formats.vcard import read as vcard
from rows import each_row

CUT = '"Phone" is a number that a spreadsheet has cut, ignored on line 2.'


def reading_of(**cells: str) -> Reading:
    written = io.StringIO()
    csv.writer(written).writerows([["Name", *cells], ["Ann Berg", *cells.values()]])
    return read.read(written.getvalue().encode())


@each_row(
    ("cell", "phones"),
    [
        ("+1 555 0101 / +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101 | +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101;+1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101 or +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101, +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101\n+1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+1 555 0101 ::: +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("030/1555 0101", ("030/1555 0101",)),
        ("+1 555 0101,,123#", ("+1 555 0101,,123#",)),
        ("+1 555 0101 (mobile)", ("+1 555 0101",)),
        ("Mobile: +1 555 0101", ("+1 555 0101",)),
        ("tel. +1 555 0101.", ("+1 555 0101",)),
        ("tel:+15550101", ("+15550101",)),
        ("'+1 555 0101'", ("+1 555 0101",)),
        ("=+15550101", ("+15550101",)),
        ('="+15550101"', ("+15550101",)),
        ("15550101.0", ("15550101",)),
        ("555.0101", ("555.0101",)),
        ("+1 555 0101 ext. 12", ("+1 555 0101 ext. 12",)),
        ("1-800-FLOWERS", ("1-800-FLOWERS",)),
        ("(mobile) +1 555 0101", ("+1 555 0101",)),
        ("+1 555 0101 Home", ("+1 555 0101",)),
        ("+41 31 555 01 01 - Büro", ("+41 31 555 01 01",)),
        ("\u2019+1 555 0101", ("+1 555 0101",)),
        ("+1 555 0101 & +1 555 0102", ("+1 555 0101", "+1 555 0102")),
        ("+41 31 555 01 01 oder +41 31 555 01 02", ("+41 31 555 01 01", "+41 31 555 01 02")),
    ],
)
def test_phone_numbers_are_found_in_their_cell(cell: str, phones: tuple[str, ...]) -> None:
    reading = reading_of(Phone=cell)
    assert reading.cards[0].phones == phones
    assert len(reading.remarks) == 1


@pytest.mark.parametrize("cell", ["4.15555E+10", "4,15555E+10", "1.5550101", "15550101.5"])
def test_a_number_that_a_spreadsheet_has_cut_is_left_out_and_said(cell: str) -> None:
    reading = reading_of(Phone=cell)
    assert reading.cards[0].phones == ()
    assert reading.remarks[1] == CUT


@pytest.mark.parametrize("cell", ["Fax: +1 555 0199", "+1 555 0199 (fax)", "pager +1 555 0199"])
def test_a_fax_and_a_pager_are_no_phones_and_come_out_again(cell: str) -> None:
    (card,) = reading_of(Phone=cell).cards
    assert card.phones == ()
    assert card.extras[0].endswith(":+1 555 0199")
    assert card.extras[0].startswith("TEL;TYPE=pager" if "pager" in cell else "TEL;TYPE=fax")


@each_row(
    "cell",
    [
        "ann@example.com; a.berg@example.com",
        "ann@example.com a.berg@example.com",
        "ann@example.com/a.berg@example.com",
        "ann@example.com | a.berg@example.com",
        "ann@example.com or a.berg@example.com",
        "ann@example.com, a.berg@example.com.",
        '"Ann Berg" <ann@example.com>, a.berg@example.com (work)',
        "Work: ann@example.com, 'a.berg@example.com'",
        "mailto:ann@example.com <a.berg@example.com>",
    ],
)
def test_addresses_are_found_in_their_cell(cell: str) -> None:
    reading = reading_of(Mail=cell)
    assert reading.cards[0].emails == ("ann@example.com", "a.berg@example.com")
    assert len(reading.remarks) == 1


@each_row(
    "nothing", ["nan", "NaN", "NULL", "Null", "None", "-", "n/a", "N/A", "#N/A", "<NA>", "#NV"]
)
def test_what_programs_write_for_nothing_is_nothing(nothing: str) -> None:
    reading = reading_of(Mail=nothing, Phone=nothing, Firm=nothing, Town=nothing, Shoes=nothing)
    card = reading.cards[0]
    assert (card.emails, card.phones, card.company, card.city) == ((), (), None, None)
    assert len(reading.remarks) == 1


def test_nan_is_a_first_name_too() -> None:
    assert read.read(b"First Name,Last Name,Mail\nNan,Berg,nan\n").cards[0].name == "Nan Berg"


def test_of_several_values_in_a_single_field_the_first_is_taken_and_it_is_said() -> None:
    reading = reading_of(Firm="Acme ::: Moss", Town="Bern")
    assert reading.cards[0].company == "Acme"
    assert reading.remarks[1] == '"Firm" holds several values, only the first taken, on line 2.'


@each_row(
    ("cell", "names"),
    [
        ("Fred Moss", ("Fred Moss",)),
        ("Moss, Fred", ("Fred Moss",)),
        ("Fred Moss & Cy Lee", ("Fred Moss", "Cy Lee")),
        ("Fred Moss and Cy Lee", ("Fred Moss", "Cy Lee")),
        ("Fred Moss; Cy Lee", ("Fred Moss", "Cy Lee")),
        ("Fred Moss / Cy Lee", ("Fred Moss", "Cy Lee")),
        ("Fred Moss, Cy Lee", ("Fred Moss", "Cy Lee")),
        ("fred@example.com", ("fred@example.com",)),
        ("Fred Moss (the choir)", ("Fred Moss",)),
        ("Fred Moss, n/a", ("Fred Moss",)),
        ("n/a; Fred Moss / N/A", ("Fred Moss",)),
        ("Fred Moss & Google", ("Fred Moss",)),
        ("Moss & Sons", ("Moss & Sons",)),
        ("Moss and Sons; Cy Lee", ("Moss and Sons", "Cy Lee")),
        ("Berg und Söhne", ("Berg und Söhne",)),
        ("Moss & Co.", ("Moss & Co.",)),
        ("Fred Moss & Cora Lee", ("Fred Moss", "Cora Lee")),
        ("Fred Moss (fred@example.com)", ("Fred Moss <fred@example.com>",)),
    ],
)
def test_those_who_referred_somebody_are_found_in_their_cell(
    cell: str, names: tuple[str, ...]
) -> None:
    assert reading_of(**{"Referred by": cell}).cards[0].referred_by == names


@each_row(
    "cell",
    [
        "n/a",
        "N/A",
        "None",
        "none",
        "keine",
        "Inconnu",
        "nadie",
        "Nessuno",
        "geen",
        "ninguém",
        "(none)",
        "me",
        "self",
        "Unknown",
        "Google",
        "website",
        "Internet",
        "event",
        "https://example.com/x",
    ],
)
def test_a_word_for_nobody_is_nobody_and_it_is_said(cell: str) -> None:
    reading = reading_of(**{"Referred by": cell})
    assert reading.cards[0].referred_by == ()
    assert reading.remarks[1] == '"Referred by" names nobody, ignored on line 2.'


@each_row(
    ("table", "names"),
    [
        ("Name,Mail\nAnn Berg <ann@example.com>,", ["Ann Berg"]),
        ("Name,Mail\nAnn Berg (ann@example.com),", ["Ann Berg"]),
        ('Name,Mail\n"""Ann Berg""",', ["Ann Berg"]),
        ("Name,Display Name,Mail\n,Ann Berg,x@example.com", ["Ann Berg"]),
        ("Name,First Name,Last Name\nann@example.com,Ann,Berg", ["Ann Berg"]),
        ("Name,First Name,Last Name\n+1 555 0101,Ann,Berg", ["Ann Berg"]),
        ("Name,First Name,Last Name\n(No name),Ann,Berg", ["Ann Berg"]),
        ("Name,Firm\nUnnamed,Acme", ["Acme"]),
        ("Name,Firm\nNew contact,Acme", ["Acme"]),
        ('Name,First Name,Last Name\n"Berg, Ann",Ann,Berg', ["Ann Berg"]),
        ('Name,Mail\n"Berg, Ann",\n"Lee, Cy",\nZoe,', ["Ann Berg", "Cy Lee", "Zoe"]),
        ('Name,Mail\n"Berg, Ann",\nCy Lee,', ["Berg, Ann", "Cy Lee"]),
        ('Name,Mail\n"Berg, MD",\n"Lee, Cy",', ["Berg, MD", "Cy Lee"]),
        ("Name,Firm\n,@Acme", ["Acme"]),
        ("Name,Firm\n,#Acme", ["Acme"]),
    ],
)
def test_a_name_is_found_where_it_stands(table: str, names: list[str]) -> None:
    assert [card.name for card in read.read(f"{table}\n".encode()).cards] == names


def test_an_address_behind_a_name_is_theirs() -> None:
    (card,) = read.read(b"Name,Firm\nAnn Berg <ann@example.com>,Acme\n").cards
    assert card.emails == ("ann@example.com",)


@pytest.mark.parametrize("row", [",@Acme", "@Acme,", "@Acme,@Acme"])
def test_the_sign_that_no_name_begins_with_goes_and_is_said(row: str) -> None:
    reading = read.read(f"Name,Firm\n{row}\n".encode())
    assert [card.name for card in reading.cards] == ["Acme"]
    assert "The @ before the name left out on line 2." in reading.remarks


@pytest.mark.parametrize("nothing", ["N/A", "n/a", "NULL", "-"])
def test_what_stands_for_nothing_in_a_vcard_is_no_name(nothing: str) -> None:
    text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{nothing}\r\nORG:Acme\r\nEND:VCARD\r\n"
    assert [card.name for card in vcard.read(text.encode()).cards] == ["Acme"]
