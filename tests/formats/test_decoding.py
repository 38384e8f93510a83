"""Encodings: what is evident is read, what is guessed is said, what can't be guessed is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.errors import UsageError
from reflog.formats import decoding, files
from reflog.formats.errors import UnreadableError
from rows import each_row

if TYPE_CHECKING:
    from reflog.domain.cards.card import Reading

HEADER = "First Name,Last Name,Company,Connected On\r\n"
ROWS = "José,Núñez,Café Zoë,\r\nAnn,Berg,Acme,\r\n"
NAMES = ["José Núñez", "Ann Berg"]


def read(data: bytes, encoding: str | None = None) -> Reading:
    page = None if encoding is None else decoding.checked(encoding)
    (found,) = files.readings(files.opened("-", encoding=page, stdin=io.BytesIO(data)))
    return found


def names(data: bytes, encoding: str | None = None) -> list[str]:
    return [card.name for card in read(data, encoding).cards]


@each_row(
    "data",
    [
        (HEADER + ROWS).encode(),
        (HEADER + ROWS).encode("utf-8-sig"),
        (HEADER + ROWS).encode("utf-16"),
        b"\xfe\xff" + (HEADER + ROWS).encode("utf-16-be"),
        (HEADER + ROWS).encode("utf-16-le"),
        (HEADER + ROWS).encode("utf-16-be"),
        (HEADER + ROWS).encode("utf-16")[:-1],
        (HEADER + ROWS).encode() + b"\x1a",
        (HEADER + ROWS).encode() + bytes(600),
        (HEADER + ROWS).encode() + b"\0\0\x1a\r\n",
    ],
)
def test_what_is_evident_is_read_and_nothing_is_said(data: bytes) -> None:
    assert names(data) == NAMES
    assert read(data).remarks == ()


def test_what_classic_outlook_writes_is_read_as_windows_1252_and_said() -> None:
    data = (HEADER + ROWS + "Zoë,O’Neil,£25 a day,\r\n").encode("cp1252")
    reading = read(data)
    assert [card.name for card in reading.cards] == [*NAMES, "Zoë O’Neil"]
    assert reading.cards[2].company == "£25 a day"
    (said,) = reading.remarks
    assert said.startswith("Not UTF-8, so read as Windows-1252")
    assert "--encoding" in said


@each_row(
    ("page", "row", "name"),
    [
        ("windows-1250", "Łukasz,Żuk,,", "Łukasz Żuk"),
        ("windows-1250", "Jana,Nový,,", "Jana Nový"),
        ("windows-1254", "Ayşe,Işık,,", "Ayşe Işık"),
        ("koi8-r", "Анна,Иванова,,", "Анна Иванова"),
        ("windows-1251", "Анна,Иванова,,", "Анна Иванова"),
        ("euc-kr", "김민수,이영희,,", "이영희김민수"),
        ("cp437", "Heinz,Jäger,,", "Heinz Jäger"),
    ],
)
def test_signs_of_another_page_are_refused_with_the_option_that_says_it(
    page: str, row: str, name: str
) -> None:
    data = (HEADER + "Ann,Berg,,\r\n" + row + "\r\n").encode(page)
    with pytest.raises(UnreadableError, match="an encoding I can't tell") as caught:
        read(data)
    assert caught.value.line == 3
    assert "--encoding" in (caught.value.hint or "")
    assert names(data, page) == ["Ann Berg", name]


@each_row("row", ["Ann £25,Berg", "Ann,B 25 £", "Ann,¿Qué?", "Ann,«Berg»", "D´Art,Ñandú"])
def test_signs_that_stand_alone_are_no_signs_of_another_page(row: str) -> None:
    reading = read((HEADER + row + ",,\r\n").encode("cp1252"))
    assert reading.cards[0].name == row.replace(",", " ")


def test_one_line_that_is_not_utf8_in_a_utf8_file_is_read_for_itself() -> None:
    reading = read((HEADER + ROWS).encode() + "Zoë,Berg,,\r\n".encode("cp1252"))
    assert [card.name for card in reading.cards] == [*NAMES, "Zoë Berg"]
    assert reading.remarks == ("Not UTF-8, so read as Windows-1252, on line 4.",)


@pytest.mark.parametrize("bad", [b"Jos\xc3", b"Jos\x9d", b"\xed\xa0\x80Jos", b"A\xc0\xafb\xc3\xa9"])
def test_bytes_that_are_no_text_are_kept_as_lost_and_said_by_their_line(bad: bytes) -> None:
    data = (HEADER + ROWS).encode() + bad + b",Berg,,\r\nCy,Lee,,\r\n"
    reading = read(data)
    assert len(reading.cards) == 4
    assert decoding.LOST in reading.cards[2].name
    assert reading.cards[3].name == "Cy Lee"
    assert reading.remarks == ("Characters that can't be read, kept as �, on line 4.",)


def test_a_bad_byte_on_the_only_line_with_letters_of_utf8_costs_itself_alone() -> None:
    data = HEADER.encode() + "Zoë,Müller".encode() + b"\xfe,,\r\nCy,Lee,,\r\n"
    reading = read(data)
    assert [card.name for card in reading.cards] == ["Zoë Müller�", "Cy Lee"]
    assert reading.remarks == ("Characters that can't be read, kept as �, on line 2.",)


def test_what_was_lost_before_is_kept_and_said() -> None:
    reading = read((HEADER + "Jos�,Berg,,\r\n").encode())
    assert reading.cards[0].name == "Jos� Berg"
    assert reading.remarks == ("Characters that can't be read, kept as �, on line 2.",)


def test_an_emoji_in_halves_is_the_emoji_it_means() -> None:
    halves = "😀".encode("utf-16-be").hex()
    assert halves == "d83dde00"
    reading = read(HEADER.encode() + b"Ann \xed\xa0\xbd\xed\xb8\x80,Berg,,\r\n")
    assert reading.cards[0].name == "Ann 😀 Berg"
    assert reading.remarks == ()


def test_a_nul_in_a_cell_is_left_out_and_said() -> None:
    reading = read((HEADER + ROWS + "Cy\0,Lee,,\r\n").encode())
    assert reading.cards[2].name == "Cy Lee"
    assert reading.remarks == ("A NUL, which text never has, left out on line 4.",)


@each_row("name", ["nope", "base64", "rot13", "hex", "", "idna"])
def test_what_is_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="I don't know the encoding"):
        decoding.checked(name)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_utf8_comes_out_or_a_sentence(data: bytes) -> None:
    try:
        found, _remarks = decoding.utf8(decoding.narrow(data))
    except UnreadableError as error:
        assert error.line  # noqa: PT017 - reading is as good
    else:
        assert decoding.is_utf8(found)
        assert b"\0" not in found


@each_row("name", ["Zoë Núñez", "Łukasz Żuk", "Ann 😀 Berg", "Seán à Ír", "Ñandú"])
def test_letters_that_a_spreadsheet_has_spoiled_are_set_right_and_said(name: str) -> None:
    text = f"{HEADER}{name.replace(' ', ',', 1)},,\r\nAnn,Berg,,\r\n"
    spoiled = "".join(
        chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )
    reading = read(spoiled.encode("utf-8-sig"))
    assert reading.cards[0].name == name
    assert reading.remarks == ("Letters that a spreadsheet had spoiled set right on line 2.",)


def test_a_letter_that_is_right_stays_right() -> None:
    reading = read((HEADER + "São,Âme,Ângela Ã,\r\n").encode())
    assert (reading.cards[0].name, reading.cards[0].company) == ("São Âme", "Ângela Ã")
    assert reading.remarks == ()


def test_signs_beside_letters_that_are_right_are_meant_as_they_stand() -> None:
    reading = read((HEADER + "Ann,Berg,\u00cf\u00b8 \u0137,\r\n").encode())
    assert reading.cards[0].company == "\u00cf\u00b8 \u0137"
    assert reading.remarks == ()


def test_utf16_that_is_said_and_has_no_mark_is_seen_or_refused() -> None:
    text = "Name,Email\nZo\u00eb Berg,z@example.com\n"
    data = decoding.narrow(text.encode("utf-16-be"), "utf-16")
    assert data.decode() == text
    for encoding in ("utf-16", "utf-32"):
        with pytest.raises(UnreadableError, match=f"this is not written in {encoding}"):
            decoding.narrow(text.encode(), encoding)
