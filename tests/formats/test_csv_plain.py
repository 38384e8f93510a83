"""Tables of nobody in particular: read where their columns leave no doubt, else the way is told."""

from __future__ import annotations

import pytest

from reflog.formats.csv import mapping, plain, read
from reflog.formats.errors import UnreadableError
from rows import each_row


@each_row(
    ("target", "called"),
    [
        ("name", "Name; NAME; full name; FullName; full_name; Display Name; display-name"),
        ("first", "First Name; FIRSTNAME; first_name; Given Name"),
        ("last", "Last name; last_name; Surname; Family Name"),
        ("email", "Email; E-mail; e-mail; mail; Email Address; email_address; Work Email; Email 2"),
        ("phone", "Phone; Mobile; cell; Tel; Tel.; Phone Number; Home Phone; Work phone; phone1"),
        ("email", "Email (work); E-mail [home]"),
        ("phone", "Phone (mobile); Mobile Phone (cell); Tel. (home)"),
        ("fax", "Fax; Fax No; Business Fax; Fax Number"),
        ("pager", "Pager; Pager Number"),
        ("phone", "Mobile Phone; mobile_phone; Cell Phone; Mobile Number; Phone 2"),
        ("company", "Company; organisation; Organization; FIRM; Company Name; company_name"),
        ("profession", "title; Job Title; Position; Profession; job_title; Occupation"),
        ("city", "City; town; Home City"),
        ("note", "Notes; note; Comments"),
        ("tag", "tags; Tag; labels; groups; Categories"),
        ("role", "Role"),
        (
            "referred-by",
            "Referred by; referred_by; Introduced By; introducedby; referred-by",
        ),
        ("referred-by", "Sent by; Recommended by; Came through; Who sent; who_sent_them; CameVia"),
    ],
)
def test_a_column_is_what_its_name_says(target: str, called: str) -> None:
    for name in called.split("; "):
        assert plain.meanings([name]) == (target,), name


@each_row(
    "name", ["Shoes", "ID", "Account Manager", "Came", "Sent on", "Email opt out", "", "Home"]
)
def test_a_column_of_another_name_is_nothing(name: str) -> None:
    assert plain.meanings([name]) == (None,)


def test_a_plain_table_is_read_and_what_each_column_became_is_said() -> None:
    data = (
        b"full_name,Mail,Cell,Firm,Job Title,Town,Tags,Introduced by,Comments\n"
        b"Ann Berg,ann@example.com,+1 555 0101,Acme,Lawyer,Bern,golf,Fred Moss,likes tea\n"
    )
    reading = read.read(data)
    (card,) = reading.cards
    assert reading.source == "csv"
    assert (card.name, card.emails, card.phones) == (
        "Ann Berg",
        ("ann@example.com",),
        ("+1 555 0101",),
    )
    assert (card.company, card.profession, card.city) == ("Acme", "Lawyer", "Bern")
    assert (card.tags, card.referred_by, card.note) == (("golf",), ("Fred Moss",), "likes tea")
    (said,) = reading.remarks
    assert said == (
        'Columns read: "full_name" as name, "Mail" as email, "Cell" as phone, "Firm" as company, '
        '"Job Title" as profession, "Town" as city, "Tags" as tag, '
        '"Introduced by" as referred-by, "Comments" as note.'
    )


def test_where_doubt_is_left_the_whole_line_to_type_is_told_and_works() -> None:
    data = b'Name,E-mail,"Shoes, size",Birth sign,Empty\nAnn Berg,ann@example.com,42,Leo,\n'
    with pytest.raises(UnreadableError) as caught:
        read.read(data)
    assert (
        caught.value.reason == 'I can\'t tell what these columns are: "Shoes, size", "Birth sign"'
    )
    hint = caught.value.hint or ""
    line = hint.partition("--map '")[2].partition("'")[0]
    assert line == 'Name=name,E-mail=email,"Shoes, size=note",Birth sign=note'
    (card,) = read.read(data, mapping=mapping.parsed(line)).cards
    assert (card.name, card.emails, card.note) == ("Ann Berg", ("ann@example.com",), "42\nLeo")


def test_a_table_of_our_own_entries_is_no_list_of_people() -> None:
    columns = b"id,kind,uid,created_at,contact,on,note\n"
    with pytest.raises(UnreadableError, match="table of entries that reflog wrote") as caught:
        read.read(columns + b"1,one-to-one,0-1,2026-11-20T09:00:00.000Z,ann-berg,2026-11-20,tea\n")
    assert "reflog export" in str(caught.value.hint)


def test_the_line_to_type_names_nothing_twice_that_can_be_there_only_once() -> None:
    data = b"Name,Firm,Ragione sociale,Mood\nAnn Berg,Acme,Acme SRL,fine\n"
    with pytest.raises(UnreadableError) as caught:
        read.read(data)
    line = 'maybe --map "Name=name,Firm=company,Ragione sociale=note,Mood=note"'
    assert str(caught.value.hint).endswith(line)
    typed = line.removeprefix('maybe --map "').removesuffix('"')
    (card,) = read.read(data, mapping=mapping.parsed(typed)).cards
    assert (card.company, card.note) == ("Acme", "Acme SRL\nfine")


def test_where_no_column_could_be_a_name_the_line_to_type_is_an_example() -> None:
    with pytest.raises(UnreadableError) as caught:
        read.read(b"Town,Zip\nBern,3000\n")
    assert f"as in {mapping.EXAMPLE}" in str(caught.value.hint)


def test_a_column_that_nobody_knows_and_nobody_filled_is_no_doubt() -> None:
    (card,) = read.read(b"Name,E-mail,Shoes\nAnn Berg,ann@example.com,\n").cards
    assert card.name == "Ann Berg"


def test_of_several_columns_that_say_what_they_do_the_profession_comes_first() -> None:
    data = b"Name,Position,Title,Profession\nAnn Berg,Partner,Dr.,Lawyer\nCy Lee,Owner,Mr,\n"
    reading = read.read(data)
    assert [card.profession for card in reading.cards] == ["Lawyer", "Owner"]
    assert reading.cards[0].extras == ("N:Berg;Ann;;Dr.;", "TITLE:Partner")


def test_a_role_that_is_none_of_the_ledger_is_what_they_do() -> None:
    data = b"Name,Role\nAnn Berg,Past client\nCy Lee,Engineer\n"
    ann, cy = read.read(data).cards
    assert (ann.role, ann.profession, cy.role, cy.profession) == (
        "past-client",
        None,
        None,
        "Engineer",
    )


def test_birthday_street_and_website_are_kept_for_the_way_out() -> None:
    data = (
        b"Name,Birthday,Home Address,Zip,City,Website,Fax\n"
        b'Ann Berg,1970-01-31,"Main Street 1, left",3011,Bern,ann.example.com,+1 555 0199\n'
    )
    (card,) = read.read(data).cards
    assert card.extras == (
        "BDAY:1970-01-31",
        "URL:ann.example.com",
        "TEL;TYPE=fax:+1 555 0199",
        "ADR;TYPE=home:;;Main Street 1\\, left;;;;",
        "ADR:;;;Bern;;3011;",
    )
    assert (card.city, card.phones) == ("Bern", ())


@each_row(
    ("text", "kept"),
    [
        ("1970-01-31", "BDAY:1970-01-31"),
        ("31.1.1970", "BDAY:1970-01-31"),
        ("1/31/1970", "BDAY:1970-01-31"),
        ("31/1/1970", "BDAY:1970-01-31"),
        ("--01-31", "BDAY:--01-31"),
        ("3/4/1970", "BDAY;VALUE=text:3/4/1970"),
        ("in May", "BDAY;VALUE=text:in May"),
        ("31.2.1970", "BDAY;VALUE=text:31.2.1970"),
    ],
)
def test_a_birthday_is_iso_where_its_parts_can_be_told_apart(text: str, kept: str) -> None:
    (card,) = read.read(f"Name,Birthday\nAnn Berg,{text}\n".encode()).cards
    assert card.extras == (kept,)


def test_inner_quotes_fail_their_row_and_no_other() -> None:
    data = b'Name,Note\nAnn Berg,tea\nCy,"likes "green" tea"\nDi Fox,x\n"Ed\nFry" x,y\nFay Orr,z\n'
    reading = read.read(data)
    assert [card.name for card in reading.cards] == ["Ann Berg", "Di Fox", "Fay Orr"]
    assert [(left.line, left.failed) for left in reading.left] == [(3, True), (5, True)]
    assert reading.left[1].reason.endswith("(to line 6)")


def test_a_quote_that_is_not_closed_takes_no_whole_row_along() -> None:
    data = b'Name,Note,Mail\nAnn,"x,\nCy Lee,tea,cy@example.com\nDi Fox,"y",di@example.com\n'
    reading = read.read(data)
    assert [card.name for card in reading.cards] == ["Cy Lee", "Di Fox"]
    assert [(left.line, left.failed) for left in reading.left] == [(2, True)]


def test_a_lone_carriage_return_is_a_break_within_its_cell() -> None:
    data = b'Name,Note\r\nAnn Berg,"one\rtwo"\r\nCy Lee,three\rfour\r\n'
    assert [card.note for card in read.read(data).cards] == ["one\ntwo", "three\nfour"]


def test_a_row_that_repeats_the_header_is_skipped() -> None:
    data = b"Name,Mail\nAnn Berg,ann@example.com\nNAME,mail\nCy Lee,cy@example.com\n"
    reading = read.read(data)
    assert [card.name for card in reading.cards] == ["Ann Berg", "Cy Lee"]
    assert [left.reason for left in reading.left] == ["it repeats the names of the columns"]


def test_what_stands_below_the_table_is_nobody() -> None:
    data = b"Name,Mail,Firm\nAnn Berg,ann@example.com,Acme\n,,\nTotal,,1\nMade on Monday,,\n"
    reading = read.read(data)
    assert [card.name for card in reading.cards] == ["Ann Berg"]
    assert [left.line for left in reading.left] == [3, 4, 5]
    data = b"Name,Mail,Firm\nAnn Berg,ann@example.com,\n,,\nCy Lee,cy@example.com,\n"
    assert [card.name for card in read.read(data).cards] == ["Ann Berg", "Cy Lee"]
    data = b"Name,Mail,Firm\nAnn Berg,,\n,,\nCy Lee,,\n"
    assert [card.name for card in read.read(data).cards] == ["Ann Berg", "Cy Lee"]


def test_blank_rows_between_the_lines_below_a_table_make_nobody_of_them() -> None:
    reading = read.read(
        b"Name,Mail,City\nAnn Berg,ann@example.com,Ulm\n,,\nTotal: 1,,\n,,\nToday,,\n"
    )
    assert [card.name for card in reading.cards] == ["Ann Berg"]


def test_a_blank_row_within_a_table_takes_nobody_behind_it_away() -> None:
    rows = b"Ann Berg,ann@example.com,Ulm\n,,\nBo Lee,bo@example.com,\nCy Orr,,Bern\n"
    reading = read.read(b"Name,Mail,City\n" + rows)
    assert [card.name for card in reading.cards] == ["Ann Berg", "Bo Lee", "Cy Orr"]


def test_a_separator_that_is_said_first_is_no_row() -> None:
    (card,) = read.read(b"sep=;\nName;Mail\nAnn Berg;ann@example.com\n").cards
    assert (card.name, card.line) == ("Ann Berg", 3)


def test_a_row_read_as_one_cell_names_no_field() -> None:
    assert plain.meanings([" ".join(f"c{number}" for number in range(2_001))]) == (None,)


@pytest.mark.parametrize("column", ["Sent by", "Recommended by", "Came through", "Who sent"])
def test_who_sent_somebody_is_who_referred_them_and_never_a_note(column: str) -> None:
    table = f"Name,Email,{column}\nAnn Berg,ann@example.com,Fred Moss\n"
    (card,) = read.read(table.encode()).cards
    assert (card.referred_by, card.note) == (("Fred Moss",), None)
    with pytest.raises(UnreadableError) as caught:
        read.read(table.replace("Name", "Who").encode())
    assert f"{column}=referred-by" in (caught.value.hint or "")


def test_a_column_that_is_nearly_said_to_be_who_referred_them_is_guessed_so() -> None:
    table = b"Client,Recommended,Who recommends,Introduced in\nAnn Berg,yes,Fred Moss,2024\n"
    with pytest.raises(UnreadableError) as caught:
        read.read(table)
    hint = caught.value.hint or ""
    assert "Who recommends=referred-by" in hint
    assert "Recommended=note" in hint
    assert "Introduced in=note" in hint
