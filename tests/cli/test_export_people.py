"""The people go out as cards and tables that reflog and others read again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import TODAY, Commands
from foreign_files import another, exported, vcards
from reflog.formats.csv import read as csv_reading
from reflog.formats.vcard import read as vcard
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from books import Book
    from reflog.domain.cards.card import Card

FIELDS = (
    *("name", "aliases", "company", "profession", "role", "city", "note"),
    *("emails", "phones", "tags"),
)
SINGULAR = {"aliases": "alias", "emails": "email", "phones": "phone", "tags": "tag"}
VERSIONS = ("4", "3")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Only to be read."""
    reflog = Commands(tmp_path_factory.mktemp("people") / "ledger.db")
    reflog.ok("contact", "add", "Ann Berg", "--phone", "+1 555 0101", "--phone", "555 0102")
    reflog.ok(
        *("contact", "edit", "ann", "--email", "ann@example.com", "--role", "past-client"),
        *("--tag", "golf", "--tag", "choir & co", "--alias", "Annie", "--company", "Berg; & Söhne"),
        *("--profession", "architect", "--city", "Graz", "--note", "likes tea\nand 茶,\n\nreally"),
    )
    reflog.ok("received", "Bob Olsen", "--from", "ann")
    reflog.ok("intro", "ann", "Carl Quist")
    reflog.ok("intro", "carl", "Bob Olsen", "--by", "Dora")
    reflog.ok("received", "dora", "--from", "dora")
    reflog.ok("contact", "add", "Emil")
    reflog.ok("received", "Fay", "--from", "emil")
    reflog.ok("contact", "forget", "emil", "--yes")
    reflog.ok("config", "name", "Tess Tester")
    return reflog


def read(text: str) -> dict[str, Card]:
    reading = vcard.read(text.encode())
    assert reading.left == ()
    return {card.name: card for card in reading.cards}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_card_loses_nothing(people: Commands, version: str) -> None:
    cards = read(exported(people, "--format", "vcard", "--vcard-version", version))
    told = {one["name"]: one for one in people.json("contact list")}
    assert cards.keys() == told.keys(), "neither me nor the forgotten"
    for name, card in cards.items():
        for field in FIELDS:
            value = getattr(card, field)
            assert (list(value) if isinstance(value, tuple) else value) == told[name][field], field


@pytest.mark.parametrize("version", VERSIONS)
def test_a_card_names_who_referred_the_person(people: Commands, version: str) -> None:
    cards = read(exported(people, "contacts", "--format", "vcard", "--vcard-version", version))
    assert {name: card.referred_by for name, card in cards.items() if card.referred_by} == {
        "Bob Olsen": ("Ann Berg", "Dora"),
    }
    text = exported(people, "--format", "vcard")
    assert "\r\nX-REFERRED-BY:Ann Berg\r\nRELATED;" in text


@pytest.mark.parametrize("version", VERSIONS)
def test_another_program_reads_the_cards(people: Commands, version: str) -> None:
    cards = vcards(exported(people, "--format", "vcard", "--vcard-version", version))
    assert [card.fn.value for card in cards] == [
        one["name"] for one in sorted(people.json("contact list"), key=lambda one: one["name"])
    ]
    assert cards[0].email.value == "ann@example.com"
    assert [tel.value for tel in cards[0].tel_list] == ["+1 555 0101", "555 0102"]
    assert cards[0].version.value == f"{version}.0"


def test_a_card_keeps_the_identity_and_the_extras_of_its_file(book: Book) -> None:
    ann, bob = book.people("Ann", "Bob")
    with book.writing() as ledger:
        for key, owner, extras in (
            ("abc-123", ann, "BDAY:19700101\x1fX-SKYPE:ann.b"),
            ("~0011", bob, "X-ONE:1"),
        ):
            card: dict[str, Any] = {
                "contact_id": owner,
                "source": "vcard",
                "key": key,
                "extras": extras,
            }
            ledger.add(tables.ContactCard(**card))
    reflog = Commands(Path(book.path))
    first, second = exported(reflog, "--format", "vcard").split("END:VCARD\r\n")[:2]
    assert "\r\nUID:abc-123\r\n" in first
    assert "\r\nBDAY:19700101\r\nX-SKYPE:ann.b\r\n" in first
    assert "\r\nUID:urn:uuid:" in second
    assert "\r\nX-ONE:1\r\n" in second
    kept = exported(reflog, "--format", "vcard", "--redact", "phones")
    assert "X-SKYPE" not in kept, "extras may hold anything"


def test_a_table_is_what_the_reader_of_tables_takes(people: Commands) -> None:
    data = exported(people, "contacts", "--format", "csv").encode()
    mapping = {field: SINGULAR.get(field, field) for field in FIELDS}
    reading = csv_reading.read(data, mapping=mapping)
    told = {one["name"]: one for one in people.json("contact list")}
    assert reading.left == ()
    assert {card.name for card in reading.cards} == told.keys()
    for card in reading.cards:
        for field in FIELDS:
            value = getattr(card, field)
            assert (list(value) if isinstance(value, tuple) else value) == told[card.name][field]


def test_cards_and_tables_come_back_to_another_ledger(people: Commands, tmp_path: Path) -> None:
    for name, words in (("a.vcf", ()), ("a.csv", ("contacts",))):
        file = tmp_path / name
        people.ok("export", *words, "-o", str(file))
        assert people.ok("import", str(file), "--dry-run", "--json").json["added"] == 0
        copy = another(tmp_path / name.replace(".", "-"))
        copy.ok("import", str(file), "--yes")
        again = tmp_path / f"again-{name}"
        copy.ok("export", *words, "-o", str(again))
        assert sorted(_without_day(again)) == sorted(_without_day(file))


def _without_day(file: Path) -> list[str]:
    """The lines of a file, without the day on which somebody was written down."""
    return [line.removesuffix(TODAY) for line in file.read_text("utf-8").splitlines()]


def test_a_cell_is_no_formula(reflog: Commands) -> None:
    reflog.ok(
        "contact", "add", "Fred", "--company", "=cmd()", "--note", "@x", "--phone", "+1 555 01"
    )
    (_header, row) = csv.reader(io.StringIO(exported(reflog, "contacts", "--format", "csv")))
    assert "'=cmd()" in row
    assert "'@x" in row
    assert "+1 555 01" in row


def test_tables_hold_one_row_for_each_thing(reflog: Commands) -> None:
    reflog.ok("received ann --from bob")
    reflog.ok("intro ann carl")
    reflog.ok("mark", "carl", "won", "--amount", "2500.00")
    reflog.ok("business", "carl", "99eur")
    rows = list(csv.DictReader(io.StringIO(exported(reflog, "introductions", "--format", "csv"))))
    told = reflog.json("intros")
    assert [int(row["id"]) for row in rows] == sorted(one["id"] for one in told)
    (won,) = (row for row in rows if row["stage"] == "won")
    assert won["business"] == "2500.00 USD ::: 99.00 EUR"
    assert (won["imported"], won["consent"], won["introducer"]) == ("false", "", "me")
    (first, second) = csv.DictReader(io.StringIO(exported(reflog, "business", "--format", "csv")))
    assert (first["amount"], first["currency"], second["about"]) == ("2500.00", "USD", won["id"])
