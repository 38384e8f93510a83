"""Spreadsheets: the first sheet is a table like any other; what is none is refused."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sheets
from cases import TABLES, columns_of, table
from reflog.errors import UsageError
from reflog.formats import files
from reflog.formats import sheets as spreadsheets
from reflog.formats.csv import mapping, read
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from reflog.domain.cards.card import Reading

ROWS = [
    ("Name", "Mail", "Phone", "Firm", "Birthday"),
    ("Ann Berg", "ann@example.com", "+1 555 0101", "Acme", "1970-01-31"),
    ("Cy Lee", "", "", "", ""),
]


def read_file(file: Path, **options: str) -> Reading:
    (found,) = files.readings(files.opened(str(file), form=options.get("form")))
    return found


def refusal(file: Path) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_file(file)
    return caught.value


def test_the_first_sheet_is_read_as_the_csv_would_be(tmp_path: Path) -> None:
    reading = read_file(sheets.xlsx(tmp_path / "people.xlsx", ROWS, other=["Ed Fox"]))
    plain = read.read("\n".join(map(",".join, ROWS)).encode())
    assert reading.cards == plain.cards
    assert (reading.source, [card.line for card in reading.cards]) == ("xlsx", [2, 3])


def test_a_spreadsheet_is_opened_once_to_see_what_is_in_it_and_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Counted(spreadsheets.Sheet):
        def __init__(self, data: bytes, form: str) -> None:
            opened.append(form)
            super().__init__(data, form)

    monkeypatch.setattr(spreadsheets, "Sheet", Counted)
    file = sheets.xlsx(tmp_path / "people.xlsx", ROWS)
    assert len(read_file(file).cards) == 2
    assert opened == ["xlsx"]


def test_of_two_spreadsheets_each_is_read_though_both_were_looked_into_before(
    tmp_path: Path,
) -> None:
    one = sheets.xlsx(tmp_path / "one.xlsx", [("Name", "Mail"), ("Ann Berg", "ann@example.com")])
    other = sheets.ods(tmp_path / "other.ods", [("Name", "Mail"), ("Cy Lee", "cy@example.com")])
    both = [file for path in (one, other) for file in files.opened(str(path))]
    found = files.readings(both)
    assert [(each.source, each.cards[0].name) for each in found] == [
        ("xlsx", "Ann Berg"),
        ("ods", "Cy Lee"),
    ]


def test_an_ods_is_read_too_whatever_it_is_called(tmp_path: Path) -> None:
    reading = read_file(sheets.ods(tmp_path / "people.csv", ROWS))
    assert reading.source == "ods"
    assert [card.name for card in reading.cards] == ["Ann Berg", "Cy Lee"]
    assert reading.cards[0].emails == ("ann@example.com",)


def test_a_sheet_of_old_excel_is_read_too_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("people.xls", "people.dat"):
        reading = read_file(sheets.xls(tmp_path / name, ROWS))
        plain = read.read("\n".join(map(",".join, ROWS)).encode())
        assert (reading.source, reading.cards) == ("xls", plain.cards)


def test_a_number_in_a_sheet_of_old_excel_is_a_phone_number(tmp_path: Path) -> None:
    rows: list[tuple[str | float, ...]] = [("Name", "Phone", "Firm")]
    rows += [("Zoë 山田", 12125550134.0, "Łódź & Co")] * 300
    first, *_others = read_file(sheets.xls(tmp_path / "people.xls", rows)).cards
    assert (first.name, first.phones, first.company) == (
        "Zoë 山田",
        ("12125550134",),
        "Łódź & Co",
    )


def test_a_broken_sheet_of_old_excel_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = sheets.xls(tmp_path / "people.xls", ROWS).read_bytes()
    file = tmp_path / "cut.xls"
    for size in (1600, 2100, len(whole) - 3000):
        file.write_bytes(whole[:size])
        assert "this" in refusal(file).message


def test_numbers_and_days_of_a_sheet_are_what_they_show(tmp_path: Path) -> None:
    rows = [
        ("Name", "Phone", "Birthday", "Notes"),
        ("Ann Berg", 15550101, dt.datetime(1970, 1, 31), True),  # noqa: DTZ001
        ("Cy Lee", 15550102.0, dt.date(1971, 2, 28), 2.5),
        (None, None, None, None),
    ]
    ann, cy = read_file(sheets.xlsx(tmp_path / "people.xlsx", rows)).cards
    assert (ann.phones, ann.extras, ann.note) == (("15550101",), ("BDAY:1970-01-31",), "TRUE")
    assert (cy.phones, cy.extras, cy.note) == (("15550102",), ("BDAY:1971-02-28",), "2.5")


@pytest.mark.parametrize("name", TABLES)
def test_the_table_of_a_program_is_known_in_a_sheet_too(name: str, tmp_path: Path) -> None:
    source, header, people = TABLES[name]
    columns = columns_of(header)
    rows = [columns, *([row.get(column, "") for column in columns] for row in people)]
    reading = read_file(sheets.xlsx(tmp_path / "people.xlsx", rows))
    csv = read.read(table(columns, people))
    assert reading.source == source
    found = [card._replace(line=0) for card in reading.cards]
    assert found == [card._replace(line=0) for card in csv.cards]


def test_a_header_is_found_below_a_title_and_to_the_right(tmp_path: Path) -> None:
    rows = [("Members of 2026",), (), ("", "Name", "Mail"), ("", "Ann Berg", "ann@example.com")]
    reading = read_file(sheets.xlsx(tmp_path / "people.xlsx", rows))
    assert [(card.name, card.line) for card in reading.cards] == [("Ann Berg", 4)]


def test_a_sheet_is_mapped_as_a_csv_is(tmp_path: Path) -> None:
    file = sheets.xlsx(tmp_path / "people.xlsx", [("Who", "Shoes"), ("Ann Berg", 42)])
    assert "--map" in (refusal(file).hint or "")
    mapped = mapping.parsed("Who=name,Shoes=note")
    (reading,) = files.readings(files.opened(str(file), mapping=mapped), mapped)
    assert reading.cards[0].note == "42"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("cut off", lambda data: data[:-200]),
        ("cut off early", lambda data: data[: len(data) // 2]),
        ("broken", lambda data: data[:400] + bytes(200) + data[600:]),
        (
            "without its sheet",
            lambda data: sheets.repacked(data, "xl/worksheets/sheet1.xml", lambda _xml: b"<x"),
        ),
    ],
)
def test_a_broken_sheet_is_refused_with_a_sentence(tmp_path: Path, name: str, make: object) -> None:
    file = sheets.xlsx(tmp_path / f"{name}.xlsx", ROWS)
    assert callable(make)
    file.write_bytes(make(file.read_bytes()))
    assert "this spreadsheet can't be read" in refusal(file).message


def test_an_empty_first_sheet_is_called_so(tmp_path: Path) -> None:
    error = refusal(sheets.xlsx(tmp_path / "people.xlsx", (), other=ROWS[0]))
    assert "its first sheet is empty" in error.message
    assert "before it" in str(error.hint)


def test_a_cell_at_the_end_of_the_world_is_refused_before_it_fills_the_memory(
    tmp_path: Path,
) -> None:
    file = sheets.xlsx(tmp_path / "far.xlsx", ROWS)
    for place in (b"XFD1048576", b"A1048576", b"XFD1", b"A101001"):
        far = sheets.repacked(
            file.read_bytes(),
            "xl/worksheets/sheet1.xml",
            lambda xml, place=place: xml.replace(b'r="A3"', b'r="%s"' % place, 1),
        )
        other = tmp_path / "other.xlsx"
        other.write_bytes(far)
        assert "holds more than 100,000 rows" in refusal(other).message, place


@pytest.mark.parametrize(
    "table",
    [
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="16384" '
            'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
        ),
        (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/>'
            '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
            "</table:table-row>"
        ),
    ],
)
def test_what_is_said_once_and_stands_a_million_times_is_refused(
    tmp_path: Path, table: str
) -> None:
    file = sheets.ods(tmp_path / "bomb.ods", (), table=table)
    assert "holds more than 100,000 rows" in refusal(file).message


def test_what_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reflog.formats import sheets as reading  # noqa: PLC0415

    monkeypatch.setattr(reading, "MOST_UNPACKED", 3 * 1024 * 1024)
    file = sheets.xlsx(tmp_path / "people.xlsx", ROWS)
    padded = sheets.repacked(
        file.read_bytes(), "xl/styles.xml", lambda xml: xml + b" " * 4 * 1024 * 1024
    )
    file.write_bytes(padded)
    assert len(padded) < 64 * 1024
    assert "holds more than" in refusal(file).message


def test_empty_rows_to_the_end_of_an_ods_are_nothing(tmp_path: Path) -> None:
    table = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16383"/>'
        '</table:table-row><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>Ann Berg</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    reading = read_file(sheets.ods(tmp_path / "people.ods", (), table=table))
    assert [card.name for card in reading.cards] == ["Ann Berg"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "a locked spreadsheet"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(504),
            "this spreadsheet can't be read",
        ),
        (b"<html><body><table><tr><td>Name</td></tr></table></body></html>", "a table of a web"),
        (
            (
                b'<?xml version="1.0"?>'
                b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
            ),
            "an XML spreadsheet",
        ),
        (b'["vcard",[["version",{},"text","4.0"]]]', "jCard"),
        (b'[["vcard",[["version",{},"text","4.0"]]]]', "jCard"),
    ],
)
def test_what_only_looks_like_one_is_named_for_what_it_is(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "people.xls"
    file.write_bytes(content)
    error = refusal(file)
    assert said in error.message
    assert error.hint


def test_calamine_is_imported_only_for_a_spreadsheet() -> None:
    script = (
        "import io, sys; from reflog.formats import files;"
        "stdin = io.BytesIO(b'Name,Mail\\nAnn,a@example.com');"
        "list(files.readings(files.opened('-', stdin=stdin)));"
        "print([name for name in ('python_calamine', 'zipfile') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert ended.stdout.decode().strip() == "[]"


@given(
    at=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 12),
    scrap=st.binary(max_size=12),
    is_open=st.booleans(),
)
def test_a_mangled_spreadsheet_is_read_or_refused(
    *, at: float, length: int, scrap: bytes, is_open: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make = sheets.ods if is_open else sheets.xlsx
        data = make(Path(folder) / "people", ROWS).read_bytes()
    place = int(at * len(data))
    mangled = io.BytesIO(data[:place] + scrap + data[place + length :])
    try:
        list(files.readings(files.opened("-", stdin=mangled)))
    except UsageError as error:
        assert error.message.startswith("standard input")  # noqa: PT017 - reading is as good
