"""Out of the ledger and in again: the parts of a name, firms, groups and birthdays survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reflog.domain.cards.card import Card
from reflog.formats.vcard import write
from vcards import card, read, said

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "Ann Berg": "N:Berg;Ann;;;",
    "Ann": "N:Ann;;;;",
    "Mary Ann Berg": "N:Berg;Mary Ann;;;",
    "Fred Moss Jr.": "N:Moss;Fred;;;Jr.",
    "Fred Moss, PhD": "N:Moss;Fred;;;PhD",
    "Dr. Fred Moss III": "N:Moss;Fred;;Dr.;III",
    "Jo Ma": "N:Ma;Jo;;;",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_last_word_is_the_family_name_but_for_a_suffix(name: str) -> None:
    written = write.card(Card(line=1, source="vcard", name=name)).split("\r\n")
    assert NAMES[name] in written
    assert "KIND:org" not in written
    assert said(read("\r\n".join(written).encode()).cards[0]) == {"name": name}


@pytest.mark.parametrize(("version", "sign"), [("4.0", "KIND:org"), ("3.0", "X-ABShowAs:COMPANY")])
def test_a_firm_has_an_empty_name_and_says_what_it_is(version: str, sign: str) -> None:
    firm = Card(line=1, source="vcard", name="Berg & Sons", company="Berg & Sons")
    written = write.card(firm, version=version)
    assert "\r\nN:;;;;\r\n" in written
    assert f"\r\n{sign}\r\n" in written
    again = read(written.encode()).cards[0]
    assert said(again) == {"name": "Berg & Sons", "company": "Berg & Sons"}
    assert write.card(again, version=version) == written


@pytest.mark.parametrize("version", ["4", "3"])
def test_what_a_card_said_comes_out_of_the_ledger_as_it_went_in(
    reflog: Commands, tmp_path: Path, version: str
) -> None:
    first, out, again = (tmp_path / name for name in ("in.vcf", "out.vcf", "again.vcf"))
    first.write_bytes(
        card("UID:1", "FN:Ann van der Berg", "N:van der Berg;Ann;Maria;Dr.;", "BDAY:1970-01-02")
        + card("UID:2", "FN:Bob Kerr", "ADR:;;1 Elm St;Lyon;;;", "item1.URL:https://example.com",
               "item1.X-ABLabel:site")
        + card("UID:3", "FN:Golf", "KIND:group", "MEMBER:urn:uuid:1", "MEMBER:2")
        + card("UID:4", "FN:Kerr Ltd", "ORG:Kerr Ltd", "KIND:org")
    )  # fmt: skip
    reflog.ok("import", str(first), "--yes")
    export = ("export", "--format", "vcard", "--vcard-version", version, "-o")
    reflog.ok(*export, str(out))
    other = Commands(tmp_path / "other" / "ledger.db")
    other.ok("import", str(out), "--yes")
    other.ok(*export, str(again))
    assert again.read_bytes() == out.read_bytes()
    text = again.read_text("utf-8").replace("\r\n", "\n")
    for line in (
        *("N:van der Berg;Ann;Maria;Dr.;", "BDAY:1970-01-02", "ADR:;;1 Elm St;Lyon;;;"),
        *("item1.URL:https://example.com", "item1.X-ABLabel:site", "N:;;;;"),
    ):
        assert f"\n{line}\n" in text
    assert text.count("CATEGORIES:Golf\n") == 2
    assert account(reflog.json("import", str(again), "--dry-run")) == 3


def account(answer: dict[str, int]) -> int:
    """How many cards changed nothing, where nothing was changed."""
    assert answer["added"] == answer["updated"] == answer["failed"] == 0
    return answer["unchanged"]


def test_two_cards_of_one_person_are_written_as_one_and_their_groups_are_numbered(
    reflog: Commands, tmp_path: Path
) -> None:
    for number, (name, what) in enumerate((("site", "URL"), ("shop", "X-SHOP"))):
        file = tmp_path / f"{number}.vcf"
        given = (f"item1.{what}:https://example.com/{name}", f"item1.X-ABLabel:{name}")
        file.write_bytes(card(f"UID:{number}", "FN:Ann Berg", "EMAIL:ann@example.com", *given))
        reflog.ok("import", str(file), "--yes")
    out = tmp_path / "out.vcf"
    reflog.ok("export", "-o", str(out))
    lines = out.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("item")] == [
        *("item1.URL:https://example.com/site", "item1.X-ABLabel:site"),
        *("item2.X-SHOP:https://example.com/shop", "item2.X-ABLabel:shop"),
    ]


def test_what_a_file_no_longer_says_of_a_birthday_is_named_and_stays(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "ann.vcf"
    file.write_bytes(card("UID:1", "FN:Ann Berg", "BDAY:1970-01-02"))
    reflog.ok("import", str(file), "--yes")
    file.write_bytes(card("UID:1", "FN:Ann Berg", "URL:https://example.com"))
    answer = reflog.json("import", str(file), "--yes")
    assert answer["cards"][0]["gone"] == [{"field": "birthday", "from": "1970-01-02", "to": None}]
    out = tmp_path / "out.vcf"
    reflog.ok("export", "-o", str(out))
    text = out.read_text("utf-8")
    assert "BDAY:1970-01-02" in text
    assert "URL:https://example.com" in text


@pytest.mark.parametrize("name", ["24/7", "50%", "1 & 2"])
def test_a_name_without_letters_goes_out_and_comes_back(
    reflog: Commands, tmp_path: Path, name: str
) -> None:
    reflog.ok("contact", "add", f"{name} <info@example.com>", "--company", "Acme")
    out = tmp_path / "out.vcf"
    reflog.ok("export", "-o", str(out))
    other = Commands(tmp_path / "other.db")
    other.ok("import", str(out), "--yes")
    assert [one["name"] for one in other.json("contact", "list")] == [name]


def test_three_colons_of_a_company_or_a_city_come_back(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("contact", "add", "Ann Berg", "--company", "Acme ::: Co", "--city", "Bern:::3000")
    out = tmp_path / "out.vcf"
    reflog.ok("export", "-o", str(out))
    other = Commands(tmp_path / "other.db")
    other.ok("import", str(out), "--yes")
    (ann,) = other.json("contact", "list")
    assert (ann["company"], ann["city"]) == ("Acme ::: Co", "Bern:::3000")


def test_an_address_that_a_file_no_longer_has_is_named_as_people_read_it(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "ann.vcf"
    home = r'ADR;TYPE=home;LABEL="at: home":;;Gasse 1\, hinten;Bern;;3000;'
    file.write_bytes(card("UID:1", "FN:Ann Berg", home))
    reflog.ok("import", str(file), "--yes")
    file.write_bytes(card("UID:1", "FN:Ann Berg", "ADR:;;;Bern;;;"))
    page = reflog.ok("import", str(file), "--yes").out
    assert "address Gasse 1, hinten, Bern, 3000" in page


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("Mary Ann,van der Berg,,", "N:van der Berg;Mary Ann;;;"),
        ("Fred,Moss,Jr.,", "N:Moss;Fred;;;Jr."),
        ("Fred,Moss,,Q.", "N:Moss;Fred;Q.;;"),
        ("Mary Ann,Berg,,", "N:Berg;Mary Ann;;;"),
        ("Ann,,,", "N:;Ann;;;"),
    ],
)
def test_the_parts_of_a_name_that_a_table_gave_are_those_of_the_card(
    reflog: Commands, tmp_path: Path, row: str, parts: str
) -> None:
    file, out = tmp_path / "people.csv", tmp_path / "out.vcf"
    header = "First Name,Last Name,Suffix,Middle Name,E-mail Address"
    file.write_text(f"{header}\n{row},a@example.com\n", "utf-8")
    reflog.ok("import", str(file), "--yes")
    reflog.ok("export", "-o", str(out))
    assert parts in out.read_text("utf-8").splitlines()
    assert account(reflog.json("import", str(out), "--dry-run")) == 1
