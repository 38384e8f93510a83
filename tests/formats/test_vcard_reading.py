"""How a vCard is read: lines, charsets, names, addresses, referrers, and what is left out."""

from __future__ import annotations

import pytest

from reflog.domain.contacts import ROLES
from reflog.formats.vcard import lines
from rows import each_row
from vcards import card, crlf, one, read, said


def test_a_vcard_is_known_by_its_beginning() -> None:
    for start in (
        b"BEGIN:VCARD\r\nVERSION:4.0",
        b"\xef\xbb\xbf\r\n\r\nbegin:vcard\n",
        b"BEGIN: VCARD\r",
        b"From: Ann\nSubject: cards\n\n  begin:vcard\r\n",
        b"item1.BEGIN:VCARD\n",
        "BEGIN:VCARD\n".encode("utf-16"),
        "begin:vcard\n".encode("utf-16-le"),
    ):
        assert lines.looks_like(start), start
    for start in (b"", b"Name,Note\nAnn,BEGIN:VCARD\n", b"BEGIN:VCALENDAR\n", b"{}", b"\0\xff\xfe"):
        assert not lines.looks_like(start), start


@each_row(
    ("version", "lines", "note"),
    [
        ("3.0", ("NOTE:one tw", " o three"), "one two three"),
        ("4.0", ("NOTE:one tw", "\to  three"), "one two  three"),
        ("2.1", ("NOTE:one two", " three"), "one two three"),
        ("2.1", ("NOTE:one two", "  three"), "one two three"),
        ("2.1", ("NOTE:" + "x" * 70, " y"), "x" * 70 + "y"),
        ("2.1", ("NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=", "two=", " three = 3D"),
         "one\ntwo three = 3D"),
        ("2.1", ("NOTE;QUOTED-PRINTABLE:one =3D two=20=", ""), "one = two"),
        ("2.1", ("NOTE;ENCODING=QUOTED-PRINTABLE:it ends so="), "it ends so"),
        ("3.0", ("NOTE;ENCODING=b:TGlrZXMgdGVh",), "Likes tea"),
        ("3.0", ("NOTE:its lines", "were written", "as they are"),
         "its lines\nwere written\nas they are"),
        ("3.0", ("NOTE:one", "NOTE:two", "NOTE:one"), "one\ntwo"),
        ("3.0", (r"NOTE:a\nb\Nc\, d\; e\\n f\: g \x h",), "a\nb\nc, d; e\\n f: g \\x h"),
        ("2.1", (r"NOTE:C:\temp and a\;b",), "C:\\temp and a;b"),
        ("2.1", (r"NOTE;ENCODING=QUOTED-PRINTABLE:C:\new=5Cnow a\;b",), "C:\\new\\now a;b"),
        ("3.0", ("NOTE:  " + "long " * 10_000 + "end",), "  " + "long " * 10_000 + "end"),
    ],
)  # fmt: skip
def test_a_note_is_never_cut(version: str, lines: tuple[str, ...] | str, note: str) -> None:
    lines = (lines,) if isinstance(lines, str) else lines
    assert one(card("FN:Ann Berg", *lines, version=version)).note == note


def test_a_letter_may_be_torn_by_a_fold() -> None:
    data = card("FN:Jörg Müller").replace(b"\xc3\xbc", b"\xc3\r\n \xbc")
    assert one(data).name == "Jörg Müller"


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_a_card_that_is_evidently_windows_is_read_so(version: str) -> None:
    text = "FN:Zoë Müller\r\nNOTE:café \u2013 “naïve” €5\r\n"
    data = card("FN:X", version=version).replace(b"FN:X\r\n", text.encode("cp1252"))
    reading = read(data, card("FN:Jörg"))
    assert reading.cards[0].name == "Zoë Müller"
    assert reading.cards[0].note == "café \u2013 “naïve” €5"
    assert reading.cards[1].name == "Jörg"
    assert reading.remarks == ("Not UTF-8, so read as Windows-1252, on lines 3 and 4.",)


@each_row(
    ("label", "encoding"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("ISO-8859-15", "iso-8859-15"),
        ("iso_8859-2", "iso-8859-2"),
    ],
)
def test_a_property_is_read_in_the_charset_it_names(label: str, encoding: str) -> None:
    head = f"FN;CHARSET={label}:".encode()
    data = b"BEGIN:VCARD\nVERSION:2.1\n" + head + "Jörg Müller".encode(encoding) + b"\nEND:VCARD\n"
    assert one(data).name == "Jörg Müller"


@each_row(
    ("label", "encoding", "name"),
    [
        ("SHIFT_JIS", "shift-jis", "表 太郎"),
        ("ISO-2022-JP", "iso-2022-jp", "山田 太郎"),
        ("GB2312", "gb2312", "王 小明"),
        ("KOI8-R", "koi8-r", "Иван Петров"),
        ("windows-1251", "cp1251", "Иван Петров"),
        ("EUC-KR", "euc-kr", "김 철수"),
    ],
)
def test_other_alphabets_are_read_where_they_are_named(
    label: str, encoding: str, name: str
) -> None:
    head = f"FN;CHARSET={label}:".encode()
    data = b"BEGIN:VCARD\nVERSION:2.1\n" + head + name.encode(encoding) + b"\nEND:VCARD\n"
    assert one(data).name == name


@each_row(
    ("lines", "name"),
    [
        (("N:Berg;Ann",), "Ann Berg"),
        (("N:Berg;Ann;Marie,Luise;Dr.;PhD", "FN:"), "Ann Marie Luise Berg PhD"),
        (("N:;Ann;;;",), "Ann"),
        (("N:Berg",), "Berg"),
        (("FN:  ann\tberg ",), "Ann Berg"),
        (("FN:Dr. Ann Berg", "N:Berg;Ann;;Dr.;"), "Dr. Ann Berg"),
        (("N:山田;太郎;;;",), "山田太郎"),
        (("FN:", "N:;;;;", "NICKNAME:Annie", "TEL:+1 555 0101"), "Annie"),
        (("FN:", "ORG:Example Ltd;Sales"), "Example Ltd"),
        (("FN:ann.berg@example.com", "EMAIL:ann.berg@example.com"), "Ann Berg"),
        (("FN:+1 555 0101", "TEL:+1 555 0101", "ORG:Example Ltd"), "Example Ltd"),
        (("item1.FN:Ann Berg",), "Ann Berg"),
        (("FN;PREF=2:Annie", "FN;PREF=1:Ann Berg"), "Ann Berg"),
    ],
)
def test_a_name_is_found_wherever_it_stands(lines: tuple[str, ...], name: str) -> None:
    assert one(card(*lines)).name == name


@each_row(
    ("lines", "phones"),
    [
        (("TEL:+1 555 0101",), ("+1 555 0101",)),
        (("TEL;HOME;VOICE:+1 555 0101", "TEL;PREF:555 0102"), ("555 0102", "+1 555 0101")),
        (("TEL;TYPE=work,pref:+1 555 0101",), ("+1 555 0101",)),
        (('TEL;TYPE="work,voice";PREF=1:+1 555 0101',), ("+1 555 0101",)),
        (("TEL;VALUE=uri:tel:+1-555-0101;ext=5;phone-context=x",), ("+1-555-0101 ext. 5",)),
        (("TEL:+1 555 0101", "TEL:+1-555-0101"), ("+1 555 0101",)),
        (("TEL:+15550101;22",), ("+15550101,22",)),
        (("TEL;TYPE=fax,voice:+1 555 0101", "TEL;FAX:+1 555 0102"), ("+1 555 0101",)),
        (("TEL:",), ()),
    ],
)
def test_phones_in_all_their_forms(lines: tuple[str, ...], phones: tuple[str, ...]) -> None:
    assert one(card("FN:Ann Berg", *lines)).phones == phones


@pytest.mark.parametrize(
    ("line", "emails"),
    [
        ("EMAIL:ann@example.com", ("ann@example.com",)),
        ("EMAIL;INTERNET;HOME:ann@example.com", ("ann@example.com",)),
        ("EMAIL;VALUE=uri:mailto:ann@example.com", ("ann@example.com",)),
        ("EMAIL:Ann Berg <ann@example.com>", ("ann@example.com",)),
    ],
)
def test_addresses_in_all_their_forms(line: str, emails: tuple[str, ...]) -> None:
    assert one(card("FN:Ann Berg", line)).emails == emails


@each_row(
    "lines",
    [
        ("X-REFERRED-BY:Fred Moss",),
        ("x-referred-by:Fred Moss", "X-REFERRED-BY:fred moss"),
        ("RELATED;TYPE=referred-by:Fred Moss",),
        ("RELATED;TYPE=contact,X-Referred-By;VALUE=text:Fred Moss",),
        ("g1.RELATED;VALUE=text:Fred Moss", "g1.X-ABLabel:Referred by"),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;11;;;;;;;;;;;;;",),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;0;Referred By;;;",),
        ("item7.X-ABLabel:_$!<Referred By>!$_", "item7.X-ABRELATEDNAMES:Fred Moss"),
        ("item1.X-ABRELATEDNAMES:Fred Moss", "item1.X-ABLabel:Recommandé par"),
        ("item1.X-ABRELATEDNAMES;type=pref:Fred Moss", "item1.X-ABLABEL:empfohlen von"),
    ],
)
@each_row("version", ["2.1", "3.0", "4.0"])
def test_who_referred_them_is_read(version: str, lines: tuple[str, ...]) -> None:
    person = one(card("FN:Ann Berg", *lines, version=version))
    assert person.referred_by == ("Fred Moss",)
    assert person.extras == ()


@each_row(
    "lines",
    [
        ("RELATED;TYPE=contact;VALUE=text:Fred Moss",),
        ("RELATED;TYPE=met:urn:uuid:0f9d0d64-3c1e-4e3f-8a3e-000000000004",),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;6;;;",),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;0;Neighbour;;;",),
        ("item1.X-ABRELATEDNAMES:Fred Moss", "item1.X-ABLabel:_$!<Manager>!$_"),
        ("X-ABRELATEDNAMES:Fred Moss",),
    ],
)
def test_whom_they_only_know_is_kept_and_no_referrer(lines: tuple[str, ...]) -> None:
    person = one(card("FN:Ann Berg", *lines, version="4.0"))
    assert person.referred_by == ()
    assert person.extras == lines


def test_a_referrer_that_is_no_card_of_the_file_is_remarked_on() -> None:
    uri = "urn:uuid:0f9d0d64-3c1e-4e3f-8a3e-000000000004"
    reading = read(card("FN:Ann Berg", f"RELATED;TYPE=referred-by:{uri}", version="4.0"))
    assert reading.cards[0].referred_by == ()
    assert reading.remarks == (
        "Who referred the person is not a card in this file, ignored on line 4.",
    )
    named = card(
        "FN:Ann Berg", f"RELATED;TYPE=referred-by:{uri}", "X-REFERRED-BY:Fred", version="4.0"
    )
    assert read(named).remarks == ()
    assert one(named).referred_by == ("Fred",)


def test_what_cannot_be_kept_is_left_out_with_its_line() -> None:
    reading = read(
        card(
            "FN:Ann Berg",
            "EMAIL:no address",
            "TEL:call me",
            "TITLE:" + "x" * 201,
            "CATEGORIES:good," + "y" * 201,
            "NOTE:" + "z" * 65_537,
            "X-LONG:" + "z" * 65_537,
            "NICKNAME:12",
            "what is this",
            "X REFERRED:Fred",
            "UID:" + "u" * 1001,
            "X-REFLOG-ROLE:boss",
        )
    )
    (person,) = reading.cards
    assert said(person) == {"name": "Ann Berg", "tags": ("good",)}
    assert sorted(reading.remarks) == [
        "CATEGORIES has more than 200 characters, ignored on line 7.",
        "EMAIL is not an e-mail address, ignored on line 4.",
        "Lines that are not properties, ignored on lines 11 and 12.",
        "NICKNAME is not a name, ignored on line 10.",
        "NOTE can't be a note, ignored on line 8.",
        "TEL is not a phone number, ignored on line 5.",
        "TITLE has more than 200 characters, ignored on line 6.",
        "UID can't be kept as a name, ignored on line 13.",
        "X-LONG has more than 65536 characters, ignored on line 9.",
        f"X-REFLOG-ROLE is not a role ({', '.join(ROLES)}), ignored on line 14.",
    ]


def test_a_card_with_neither_name_nor_address_is_skipped() -> None:
    reading = read(card("TEL:+1 555 0101"), card("FN:"), card("FN:list"))
    assert reading.cards == ()
    assert [(left.line, left.reason, left.failed) for left in reading.left] == [
        (1, "it has a phone number but no name", False),
        (5, "it has no name", False),
        (9, "its name can't be used: reflog uses that word itself", False),
    ]


def test_the_rest_of_an_address_and_a_second_firm_are_kept() -> None:
    lines = (
        "ORG:Second Ltd",
        "ORG;TYPE=pref:First Ltd",
        "TITLE:Architect",
        "ROLE:Partner",
        "ADR;TYPE=home:;;;Lyon;;;",
        "ADR;TYPE=work:;;;Oslo;;;",
    )
    person = one(card("FN:Ann Berg", *lines))
    assert (person.company, person.profession, person.city) == ("First Ltd", "Architect", "Lyon")
    assert person.extras == ("ORG:Second Ltd", "ROLE:Partner", "ADR;TYPE=work:;;;Oslo;;;")


def test_pictures_in_every_odd_form_are_counted_and_nothing_else_is_lost() -> None:
    picture = "/9j/4AAQSkZJRgABAQEAYABgAAD"
    reading = read(
        crlf("BEGIN:VCARD\nVERSION:2.1\nFN:Ann Berg\n"),
        crlf(f"PHOTO;TYPE=JPEG;ENCODING=BASE64:\n {picture}\n {picture}\n\n"),
        crlf(f"LOGO;ENCODING=BASE64;GIF:{picture}\n{picture}\n{picture}==\n\n"),
        crlf(f"item1.PHOTO;ENCODING=b:{picture}\nEMAIL:ann@example.com\n"),
        crlf(f"SOUND;WAVE;BASE64:\n    {picture}\n"),
        crlf("KEY;ENCODING=B:\n\n"),
        crlf(f"X-ATTACHED;ENCODING=BASE64:{picture}\n"),
        crlf("PHOTO;VALUE=URL:http://example.com/a.jpg\nTEL:+1 555 0101\nEND:VCARD\n"),
    )
    assert said(reading.cards[0]) == {
        "name": "Ann Berg",
        "emails": ("ann@example.com",),
        "phones": ("+1 555 0101",),
    }
    assert reading.remarks == (
        "3 photos skipped.",
        "1 logo skipped.",
        "1 sound skipped.",
        "1 key skipped.",
        "1 other attachment skipped.",
    )


def test_parameters_may_hold_colons_and_semicolons() -> None:
    person = one(card('ADR;LABEL="a;b:c";TYPE=home:;;1 Elm St;Lyon;;;', "FN:Ann", version="4.0"))
    assert person.city == "Lyon"
    assert person.extras == ('ADR;LABEL="a;b:c";TYPE=home:;;1 Elm St;Lyon;;;',)
    broken = one(card('NOTE;X-A="b:likes tea', "FN:Ann"))
    assert broken.note == "likes tea"


def test_an_extra_is_one_line_without_controls() -> None:
    person = one(card("FN:Ann", "X-A:one\x1ftwo\x1b[0m", "X-B;QUOTED-PRINTABLE:a=0Ab=0Dc"))
    assert person.extras == ("X-A:onetwo[0m", "X-B:a\\nb\\nc")
