"""Tables of any other program, read by what the user says of their columns."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from reflog.errors import UsageError
from reflog.formats.csv import mapping, read
from reflog.formats.errors import UnreadableError
from rows import each_row

ORDINARY = b"Who,Where to,Contact via\nAnn Berg,Acme,ann@example.com\n"


@each_row(
    ("typed", "expected"),
    [
        ("Full Name=name,Firm=company", {"Full Name": "name", "Firm": "company"}),
        (" Full Name = name , Firm=Company ", {"Full Name": "name", "Firm": "company"}),
        ('"Name, full"=name', {"Name, full": "name"}),
        ('"Name, full=name",Firm=company', {"Name, full": "name", "Firm": "company"}),
        ('"The ""Name"""=name', {'The "Name"': "name"}),
        ("a=b=name", {"a=b": "name"}),
        ("x=email,y=email", {"x": "email", "y": "email"}),
    ],
)
def test_a_mapping_is_columns_to_targets(typed: str, expected: dict[str, str]) -> None:
    if "x" in expected:
        typed, expected = typed + ",z=name", {**expected, "z": "name"}
    assert mapping.parsed(typed) == expected


@each_row(
    ("typed", "said"),
    [
        ("", "--map names no column"),
        ("Full Name", '"Full Name" is not COLUMN=TARGET'),
        ("=name", '"=name" is not COLUMN=TARGET'),
        ("Full Name=", '"Full Name=" is not COLUMN=TARGET'),
        ("Full Name=title", 'A column can\'t be "title"'),
        ("A=name,B=name", "Several columns are mapped to name"),
        ("A=name,a=email", 'The column "a" is mapped twice'),
        ('"A=name', "has an unclosed quote"),
    ],
)
def test_what_is_no_mapping_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        mapping.parsed(typed)
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_every_target_is_taken() -> None:
    cells = {
        "name": "Ann Berg",
        "first": "-",
        "middle": "-",
        "last": "-",
        "email": "ann@example.com; office@example.com",
        "phone": "+1 555 0101;+1 555 0102",
        "company": "Acme",
        "profession": "Lawyer",
        "role": "Past client",
        "city": "Bern",
        "tag": "golf, lawyers",
        "alias": "Annie",
        "note": "likes tea",
        "referred-by": "Fred Moss; Cy Lee",
        "key": "42",
        "greeting": "Dear Ms Berg",
        "language": "de",
    }
    assert set(cells) == set(mapping.TARGETS)
    data = "\n".join(("\t".join(cells), "\t".join(cells.values()))).encode() + b"\n"
    card = read.read(data, mapping={target: target for target in cells}).cards[0]
    assert card._asdict() == {
        "line": 2,
        "source": "csv",
        "key": "42",
        "name": "Ann Berg",
        "aliases": ("Annie",),
        "company": "Acme",
        "profession": "Lawyer",
        "role": "past-client",
        "city": "Bern",
        "note": "likes tea",
        "emails": ("ann@example.com", "office@example.com"),
        "phones": ("+1 555 0101", "+1 555 0102"),
        "tags": ("golf", "lawyers"),
        "referred_by": ("Fred Moss", "Cy Lee"),
        "extras": (),
        "greeting": "Dear Ms Berg",
        "language": "de",
    }


def test_columns_are_meant_whatever_their_case_and_spacing() -> None:
    data = b"\xef\xbb\xbfsome words first\n\n FULL  name ;Firm\nAnn Berg;Acme\n"
    reading = read.read(data, mapping={"Full Name": "name", "firm": "company"})
    assert [(card.name, card.company, card.line) for card in reading.cards] == [
        ("Ann Berg", "Acme", 4)
    ]


def test_a_single_column_is_enough() -> None:
    reading = read.read(b"name\nAnn Berg\n\nCy Lee\n", mapping={"name": "name"})
    assert [card.name for card in reading.cards] == ["Ann Berg", "Cy Lee"]
    assert [left.line for left in reading.left] == [3]


def test_a_mapped_table_of_a_known_program_is_taken_as_it_is_mapped() -> None:
    data = b"First Name,Last Name,Connected On\nAnn,Berg,12 Mar 2024\n"
    reading = read.read(data, mapping={"Last Name": "name"})
    assert reading.source == "csv"
    assert reading.cards[0].name == "Berg"
    assert reading.remarks == (
        'Columns read: "Last Name" as name.',
        'Columns without a field, kept for export: "First Name" (1 row), "Connected On" (1 row).',
    )


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnreadableError) as caught:
        read.read(ORDINARY, mapping={"Who": "name", "Company": "company"})
    assert caught.value.reason == 'it has no column "Company"'
    assert caught.value.hint == 'its columns are "Who", "Where to", "Contact via"'
    assert caught.value.line == 1


def test_a_column_without_a_name_is_counted_too() -> None:
    reading = read.read(b"name,\nAnn,x\n", mapping={"name": "name"})
    assert reading.remarks[-1] == (
        "Columns without a field, kept for export: one without a name (1 row)."
    )


def test_a_table_nobody_is_known_to_write_names_its_columns_and_the_way_on() -> None:
    for source in (None, "csv"):
        with pytest.raises(UnreadableError) as caught:
            read.read(ORDINARY, source)
        assert '"Who", "Where to", "Contact via"' in caught.value.message
        line = '--map "Who=name,Where to=note,Contact via=email"'
        assert line in (caught.value.hint or "")


@each_row(
    "columns",
    [
        '"Name, full",x=y',
        "$HOME,`ls`",
        "It's,Name",
        '"It""s",Name',
        "a\\b,!x",
        "Who,Shoes,Shoes",
        "Ann's \u201cown\u201d,$(x)",
    ],
)
def test_the_line_that_is_hinted_can_be_typed_as_it_stands(columns: str) -> None:
    data = f"{columns}\nAnn Berg,b,c\n".replace(",c", ",c" * (columns == "Who,Shoes,Shoes"))
    with pytest.raises(UnreadableError) as caught:
        read.read(data.encode())
    (line,) = re.findall("maybe (--map .*?)(?:; a column can|$)", caught.value.hint or "")
    option, typed = shlex.split(line)
    assert option == "--map"
    assert len(read.read(data.encode(), mapping=mapping.parsed(typed)).cards) == 1
    told = f"printf %s {line.removeprefix('--map ')}"
    shown = subprocess.run(["sh", "-c", told], capture_output=True, text=True, check=True)
    assert shown.stdout == typed


def test_a_table_with_very_many_columns_names_only_the_first() -> None:
    data = ",".join(f"c{n}" for n in range(500)).encode() + b"\n"
    with pytest.raises(UnreadableError, match='"c39" and 460 more'):
        read.read(data)


def test_a_table_of_another_program_than_it_is_said_to_be_is_refused() -> None:
    with pytest.raises(UnreadableError, match="this is not a table from Outlook") as caught:
        read.read(ORDINARY, "outlook")
    assert '"Who"' in (caught.value.hint or "")


def test_a_table_said_to_be_a_programs_is_read_though_most_columns_are_gone() -> None:
    data = b"Job Title,Last Name\nLawyer,Berg\n"
    card = read.read(data, "outlook").cards[0]
    assert (card.name, card.profession, card.source) == ("Berg", "Lawyer", "outlook")
    assert read.read(data).cards[0].source == "csv"


def test_of_two_columns_of_one_name_both_are_taken_where_a_person_has_several() -> None:
    data = b"Name,Mail,mail\nAnn,a@example.com,b@example.com\n"
    for mapped in ({"name": "name"}, {"name": "name", "mail": "email"}):
        card = read.read(data, mapping=mapped).cards[0]
        assert card.emails == ("a@example.com", "b@example.com")
    data = b"Name,Firm,firm\nAnn,Acme,Moss\n"
    with pytest.raises(UnreadableError, match='several columns have the same name: "Firm", "firm"'):
        read.read(data, mapping={"name": "name", "firm": "company"})


def test_the_name_may_be_a_column_that_is_not_mapped() -> None:
    data = b"What,Who sent,Name,Mail,Tel\nLawyer,Fred Moss,Ann Berg,ann@example.com,+1 555 0101\n"
    card = read.read(data, mapping=mapping.parsed("What=profession,Who sent=referred-by")).cards[0]
    assert (card.name, card.profession, card.referred_by) == ("Ann Berg", "Lawyer", ("Fred Moss",))
    assert (card.emails, card.phones) == (("ann@example.com",), ("+1 555 0101",))


def test_a_mapping_after_which_nothing_is_the_name_is_refused_with_the_columns() -> None:
    with pytest.raises(UnreadableError, match="no column is mapped to the name") as caught:
        read.read(b"What,Tel\nLawyer,+1 555 0101\n", mapping={"What": "profession"})
    assert '"What", "Tel"' in (caught.value.hint or "")


def test_what_is_not_mapped_means_what_it_says() -> None:
    data = b"Who,Mobile,Tags,Shoes\nAnn Berg,+1 555 0101,golf,42\n"
    reading = read.read(data, mapping={"who": "name"})
    card = reading.cards[0]
    assert (card.name, card.phones, card.tags) == ("Ann Berg", ("+1 555 0101",), ("golf",))
    assert reading.remarks == (
        'Columns read: "Who" as name, "Mobile" as phone, "Tags" as tag.',
        'Columns without a field, kept for export: "Shoes" (1 row).',
    )


def test_a_role_that_there_is_not_is_left_out() -> None:
    data = b"Name,Why\nAnn,client\nCy,butcher\n"
    reading = read.read(data, mapping={"name": "name", "why": "role"})
    assert [card.role for card in reading.cards] == ["client", None]
    assert reading.remarks[1].startswith('"Why" is not a role (client, past-client')
    assert reading.remarks[1].endswith("ignored on line 3.")
