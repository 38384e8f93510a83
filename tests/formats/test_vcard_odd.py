"""One bad value never refuses a card, and one bad card never a file: it fails, by its line."""

from __future__ import annotations

from typing import Any

import pytest

from reflog.formats.errors import UnreadableError
from rows import each_row
from vcards import card, read, said

ANN = card("FN:Ann Berg")
BOB = card("FN:Bob Kerr")
OUTSIDE = "Text outside any card, ignored on {}."
GUESSED = "Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME) on line {}."
LOST = "Characters that can't be read, kept as \ufffd, on line {}."
UNENDED = "the card has no END:VCARD"


def told(data: bytes) -> dict[str, Any]:
    """What is read of a file, without what is empty."""
    reading = read(data)
    found = {
        "people": [one.name for one in reading.cards],
        "left": [(one.line, one.reason, one.failed) for one in reading.left],
        "remarks": list(reading.remarks),
    }
    return {key: value for key, value in found.items() if value}


AROUND = {
    "words before": (b"Hello\n" + ANN, ["Ann Berg"], [], [OUTSIDE.format("line 1")]),
    "a mail's headers": (
        b"From: Ann <ann@example.com>\nSubject: cards\n\n" + ANN,
        ["Ann Berg"],
        [],
        [OUTSIDE.format("lines 1 and 2")],
    ),
    "comments between": (
        ANN + b"# Regards, Ann\n" + BOB,
        ["Ann Berg", "Bob Kerr"],
        [],
        [OUTSIDE.format("line 5")],
    ),
    "words after": (ANN + b"-- \nAnn\n", ["Ann Berg"], [], [OUTSIDE.format("lines 5 and 6")]),
    "an end too many": (ANN + b"END:VCARD\n", ["Ann Berg"], [], [OUTSIDE.format("line 5")]),
    "a card without end among others": (
        ANN + b"BEGIN:VCARD\nFN:Cy\n" + BOB,
        ["Ann Berg", "Bob Kerr"],
        [(5, UNENDED, True)],
        [],
    ),
    "the last card without end": (
        ANN + b"BEGIN:VCARD\nFN:Cy Holt\n",
        ["Ann Berg"],
        [(5, UNENDED, True)],
        [],
    ),
    "an indented file": (
        b"".join(b"    " + line for line in (ANN + BOB).splitlines(keepends=True)),
        ["Ann Berg", "Bob Kerr"],
        [],
        [],
    ),
    "a group before begin": (
        b"item1." + ANN.replace(b"END", b"item1.END"),
        ["Ann Berg"],
        [],
        [],
    ),
    "an agent": (
        card("AGENT:", "BEGIN:VCARD", "FN:Her Agent", "END:VCARD", "FN:Ann Berg"),
        ["Ann Berg"],
        [],
        ["1 card within a card skipped."],
    ),
    "an agent on the line of its begin": (
        card("AGENT:BEGIN:VCARD", "FN:Her Agent", "TEL:5550101", "END:VCARD", "FN:Ann Berg"),
        ["Ann Berg"],
        [],
        ["1 card within a card skipped."],
    ),
    "an agent in one line": (
        card("FN:Ann Berg", "AGENT:BEGIN:VCARD\\nFN:Her Agent\\nEND:VCARD\\n"),
        ["Ann Berg"],
        [],
        ["1 card within a card skipped."],
    ),
    "more properties than anybody has": (
        ANN + b"BEGIN:VCARD\n" + b"X-A:1\n" * 5001 + b"END:VCARD\n" + BOB,
        ["Ann Berg", "Bob Kerr"],
        [(5, "the card has more than 5000 properties", True)],
        [],
    ),
    "a NUL": (
        ANN.replace(b"Ann", b"A\0nn"),
        ["Ann Berg"],
        [],
        ["A NUL, which text never has, left out on line 3."],
    ),
    "NULs and Ctrl-Z behind the end": (ANN + b"\x1a\0\0\0", ["Ann Berg"], [], []),
}


@each_row("name", AROUND)
def test_what_stands_around_a_card_costs_no_card(name: str) -> None:
    data, people, left, remarks = AROUND[name]
    expected = {"people": people, "left": left, "remarks": remarks}
    assert told(data) == {key: value for key, value in expected.items() if value}


def test_an_indented_card_keeps_what_was_folded() -> None:
    lines = [b"BEGIN:VCARD", b"VERSION:3.0", b"FN:Ann Berg", b"NOTE:one tw", b" o three"]
    data = b"\n".join(b"\t" + line for line in (*lines, b"END:VCARD")) + b"\n"
    assert said(read(data).cards[0]) == {"name": "Ann Berg", "note": "one two three"}
    note = read(card("FN:Ann Berg", "NOTE:see", " BEGIN:VCARD")).cards[0].note
    assert note == "seeBEGIN:VCARD"


def bytes_of(value: bytes, head: bytes = b"FN", version: bytes = b"3.0") -> bytes:
    return b"BEGIN:VCARD\nVERSION:" + version + b"\n" + head + b":" + value + b"\nEND:VCARD\n"


VALUES = {
    "Windows-1252": (bytes_of(b"J\xf6rg M\xfcller"), "Jörg Müller", [GUESSED.format(3)]),
    "in version 4 too": (
        bytes_of(b"J\xf6rg M\xfcller", version=b"4.0"),
        "Jörg Müller",
        [GUESSED.format(3)],
    ),
    "no letter of it": (bytes_of(b"abc J\x81rg"), "abc J\ufffdrg", [LOST.format(3)]),
    "a charset that is not so": (
        bytes_of(b"J\xf6rg Kerr", b"FN;CHARSET=UTF-8"),
        "Jörg Kerr",
        [GUESSED.format(3)],
    ),
    "an unknown charset": (
        bytes_of(b"J\xf6rg Kerr", b"FN;CHARSET=X-1"),
        "Jörg Kerr",
        [GUESSED.format(3)],
    ),
    "UTF-8 that says another": (bytes_of("Jörg Kerr".encode(), b"FN;CHARSET=X-1"), "Jörg Kerr", []),
    "a charset of the encoded that is not so": (
        bytes_of(b"J=F6rg Kerr", b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"),
        "Jörg Kerr",
        [],
    ),
    "an emoji in two halves": (bytes_of(b"Ann \xed\xa0\xbd\xed\xb8\x80 Berg"), "Ann 😀 Berg", []),
}


@each_row("name", VALUES)
def test_a_value_is_read_as_far_as_it_can_be(name: str) -> None:
    data, expected, remarks = VALUES[name]
    assert told(data) == {"people": [expected]} | ({"remarks": remarks} if remarks else {})


def test_one_line_that_is_not_utf8_in_a_card_that_is() -> None:
    data = card("FN:Jörg Kerr").replace(b"END", b"NOTE:caf\xe9\r\nEND")
    reading = read(data)
    assert reading.cards[0].note == "café"
    assert reading.remarks == ("Not UTF-8, so read as Windows-1252, on line 4.",)


@each_row("stray", [b"\xff", b"\x81", b"\xe9", b"\xb3", b"\xfe", b"\xc3", b"\x80"])
@each_row("other", ["Zoe", "Zoë"])
def test_a_card_with_one_stray_byte_among_five_others(stray: bytes, other: str) -> None:
    people = [card(f"FN:{other} Moss{n}", f"TEL:+1 555 010{n}") for n in range(6)]
    people[3] = people[3].replace(b"Moss3", b"Mo" + stray + b"ss3")
    reading = read(*people)
    assert len(reading.cards) == 6
    assert reading.left == ()
    (remark,) = reading.remarks
    assert remark.endswith("on line 18.")


def test_a_file_in_a_page_that_nobody_can_guess_is_refused_with_the_option() -> None:
    polish = "FN:Michał Nowak\r\nN:Nowak;Michał\r\n".encode("cp1250")
    data = card("FN:X").replace(b"FN:X\r\n", polish)
    with pytest.raises(UnreadableError) as refused:
        read(data)
    assert "--encoding" in (refused.value.hint or "")
    assert refused.value.line == 3


NAMES = {
    "N speaks where FN is an address": (("FN:ann@example.com", "N:Berg;Ann"), "Ann Berg"),
    "or a number": (("FN:+1 555 0101", "N:Berg;Ann"), "Ann Berg"),
    "or says that there is none": (("FN:(No name)", "N:Berg;Ann"), "Ann Berg"),
    "unnamed": (("FN:Unnamed", "N:Berg;Ann"), "Ann Berg"),
    "a new contact": (("FN:New contact", "N:Berg;Ann"), "Ann Berg"),
    "an address behind the name": (("FN:Ann Berg <ann@example.com>",), "Ann Berg"),
    "turned round as N says": (("FN:van der Berg, Ann", "N:van der Berg;Ann"), "Ann van der Berg"),
    "not turned round as N says": (("FN:Berg, Ann", "N:;Berg, Ann"), "Berg, Ann"),
    "turned round where there is no N": (("FN:Berg, Ann",), "Ann Berg"),
    "a suffix stays behind": (("FN:Ann Berg, PhD",), "Ann Berg, PhD"),
    "a firm is no last name": (("FN:Berg, Inc", "ORG:Berg, Inc"), "Berg, Inc"),
    "a firm's card": (("FN:Ann Berg", "ORG:Berg Ltd", "KIND:org"), "Berg Ltd"),
    "a firm's card of Apple": (("FN:x", "ORG:Berg Ltd;", "X-ABShowAs:COMPANY"), "Berg Ltd"),
}


@pytest.mark.parametrize(
    "lines",
    [
        ("FN:@Home Ltd", "ORG:@Home Ltd"),
        ("FN:", "ORG:#Home Ltd"),
        ("FN:x", "ORG:@Home Ltd", "KIND:org"),
        ("FN:@Home Ltd", "ORG:@Home Ltd", "X-ABShowAs:COMPANY"),
    ],
)
def test_a_firm_loses_the_sign_that_no_name_begins_with(lines: tuple[str, ...]) -> None:
    reading = read(card(*lines))
    assert reading.cards[0].name == "Home Ltd"
    assert any("before the name left out" in one for one in reading.remarks)


def test_the_card_of_a_firm_with_a_sign_is_read_again_as_reflog_writes_it() -> None:
    (firm,) = read(card("FN:Home Ltd", "KIND:org", "N:;;;;", "ORG:@Home Ltd")).cards
    assert (firm.name, firm.company, firm.aliases) == ("Home Ltd", "@Home Ltd", ())


@each_row("name", NAMES)
def test_the_name_of_a_card(name: str) -> None:
    lines, expected = NAMES[name]
    assert read(card(*lines)).cards[0].name == expected


@each_row(
    "lines",
    [
        ("TEL;TYPE=fax:+1 555 0101",),
        ("TEL;TYPE=HOME;TYPE=FAX:+1 555 0101",),
        ("TEL;PAGER:+1 555 0101",),
        ("item1.TEL:+1 555 0101", "item1.X-ABLabel:_$!<HomeFAX>!$_"),
        ("item1.TEL:+1 555 0101", "item1.X-ABLabel:Pager"),
        ("item1.TEL:+1 555 0101", "item1.X-ABLabel:Télécopie"),
        ("TEL:+1 555 0101 (fax)",),
        ("TEL:Pager: 555 0101",),
    ],
)
def test_a_fax_or_a_pager_is_no_phone_and_comes_out_again(lines: tuple[str, ...]) -> None:
    (person,) = read(card("FN:Ann Berg", *lines, version="2.1")).cards
    assert person.phones == ()
    assert len(person.extras) == len(lines)
