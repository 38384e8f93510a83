"""LDIF, as Thunderbird and SOGo write it: each entry a person, a group, or left with a reason."""

from __future__ import annotations

import base64
import io

import pytest

from reflog.domain.cards.card import Reading  # noqa: TC001
from reflog.formats import files, ldif
from reflog.formats.errors import UnreadableError
from rows import each_row

ANN = """dn: cn=Ann Berg,mail=ann@example.com
objectclass: top
objectclass: person
objectclass: mozillaAbPersonAlpha
givenName: Ann
sn: Berg
cn: Ann Berg
mozillaNickname: Annie
mail: ann@example.com
mozillaSecondEmail: office@example.com
telephoneNumber: +1 555 0102
homePhone: +1 555 0103
mobile: +1 555 0101
facsimileTelephoneNumber: +1 555 0199
o: Acme
title: Lawyer
street: Main Street 1
l: Bern
postalCode: 3011
birthyear: 1970
birthmonth: 01
birthday: 31
mozillaHomeUrl: https://ann.example.com
description: likes tea
modifytimestamp: 1700000000
"""


def read(text: str | bytes) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    (found,) = files.readings(files.opened("-", stdin=io.BytesIO(data)))
    return found


@each_row(
    "text",
    [
        ANN,
        f"version: 1\n\n{ANN}",
        f"# exported\nversion: 1\n\n{ANN}\n\n",
        ANN.replace("\n", "\r\n"),
        ANN.replace("\n", "\r"),
        ANN.replace("\n", "\r\r\n"),
        ANN.replace("Main Street 1", "Main\n  Street 1"),
        ANN.encode("utf-16"),
    ],
)
def test_an_entry_brings_everything_the_ledger_has_a_field_for(text: str | bytes) -> None:
    reading = read(text)
    (card,) = reading.cards
    assert (reading.source, card.name, card.aliases) == ("ldif", "Ann Berg", ("Annie",))
    assert (card.company, card.profession, card.city) == ("Acme", "Lawyer", "Bern")
    assert card.emails == ("ann@example.com", "office@example.com")
    assert card.phones == ("+1 555 0102", "+1 555 0103", "+1 555 0101")
    assert card.note == "likes tea"
    assert card.extras == (
        "TEL;TYPE=fax:+1 555 0199",
        "URL:https://ann.example.com",
        "BDAY:1970-01-31",
        "ADR;TYPE=work:;;Main Street 1;Bern;;3011;",
    )
    assert reading.remarks == ()


def test_base64_is_text_and_a_photo_is_counted() -> None:
    zoe = base64.b64encode("Zoë Lee".encode()).decode()
    reading = read(
        f"dn:: {zoe}\ncn:: {zoe}\nmail: zoe@example.com\njpegPhoto:: /9j/4AAQ\n SkZJRg\n"
    )
    assert reading.cards[0].name == "Zoë Lee"
    assert reading.remarks == ("1 photo skipped.",)


def test_what_is_no_text_is_left_out_and_named_and_so_is_what_has_no_field() -> None:
    reading = read("dn: x\ncn: Ann Berg\ndescription:: !!\nsn:< file:///x\nroomNumber: 12\n")
    assert reading.cards[0].name == "Ann Berg"
    assert reading.remarks == (
        "Attributes without a field, kept for export: roomnumber (1).",
        "description is not text, ignored on line 1.",
        "sn is not text, ignored on line 1.",
    )


def test_a_group_is_a_tag_on_each_member_and_never_a_person() -> None:
    group = (
        "\ndn: cn=Golf\nobjectclass: groupOfNames\ncn: Golf\n"
        "member: cn=Ann Berg,mail=ann@example.com\nmember: cn=Cy Lee,mail=cy@example.com\n"
    )
    for text in (ANN + group, group.lstrip() + "\n" + ANN):
        reading = read(text)
        assert sorted((card.name, card.tags) for card in reading.cards) == [
            ("Ann Berg", ("Golf",)),
            ("Cy Lee", ("Golf",)),
        ]
        assert [left.reason for left in reading.left] == [
            "it is a group: its members have it as a tag"
        ]


def test_a_bad_entry_fails_alone() -> None:
    reading = read(f"{ANN}\ndn: x\nthis is no attribute\n\ndn: y\ncn: Cy Lee\n")
    assert [card.name for card in reading.cards] == ["Ann Berg", "Cy Lee"]
    assert [(left.line, left.failed) for left in reading.left] == [(27, True)]


@each_row("end", ["\n", "\r\n", "\r"])
def test_whatever_ends_its_lines_a_bad_entry_is_named_by_its_own(end: str) -> None:
    text = f"# exported\nversion: 1\n\n{ANN}\ndn: x\nthis is no attribute\n"
    (left,) = read(text.replace("\n", end)).left
    assert (left.line, left.failed) == (30, True)


def test_a_file_cut_off_within_a_line_is_refused_and_not_half_taken() -> None:
    with pytest.raises(UnreadableError, match="cut off") as error:
        read(f"{ANN}\ndn: cn=Cy Lee\ncn: Cy Lee\nmai")
    assert error.value.line == 27


def test_a_change_of_a_directory_is_no_person() -> None:
    reading = read("dn: cn=Ann\nchangetype: delete\n\ndn: cn=Cy\nchangetype: add\ncn: Cy\n")
    assert [card.name for card in reading.cards] == ["Cy"]
    assert reading.left[0].reason == "it is a change, not a person"


def test_a_stray_byte_costs_no_entry() -> None:
    reading = read(ANN.encode() + b"\ndn: y\ncn: Zo\xeb Lee\n\ndn: z\ncn: Cy\xc3\xa9 Lee\n")
    assert [card.name for card in reading.cards] == ["Ann Berg", "Zoë Lee", "Cyé Lee"]
    assert reading.remarks == ("Not UTF-8, so read as Windows-1252, on line 28.",)


@each_row("text", [b"Name,Mail\n", b"From: x\n", b"dnx: 1\n", b"", b"{}"])
def test_what_is_none_is_not_taken_for_one(text: bytes) -> None:
    assert not ldif.looks_like(text)


def test_an_entry_of_evolution_has_attributes_of_its_own() -> None:
    (card,) = read(
        "dn: uid=1\nobjectClass: evolutionPerson\nuid: 1\ncn: Ann Berg\nsn: Berg\n"
        "fileAs: Berg, Ann\nmail: a@example.com\nprimaryPhone: +1 555 0101\nbirthDate: 1970-01-31\n"
        "homePostalAddress: Main Street 1\nspouseName: Tom Berg\n"
    ).cards
    assert (card.key, card.name, card.phones) == ("1", "Ann Berg", ("+1 555 0101",))
    assert card.extras == (
        "BDAY:1970-01-31",
        "RELATED;TYPE=spouse;VALUE=text:Tom Berg",
        "ADR;TYPE=home:;;Main Street 1;;;;",
    )
