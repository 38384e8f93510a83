"""Whom the cards of real files are about: who is one person, and who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import Commands
from vcards import card

if TYPE_CHECKING:
    from pathlib import Path


def cards(folder: Path, *people: str, name: str = "people.vcf") -> str:
    path = folder / name
    made = [f"BEGIN:VCARD\nVERSION:3.0\n{one.strip()}\nEND:VCARD\n" for one in people]
    path.write_text("".join(made), "utf-8")
    return str(path)


HOUSEHOLD = tuple(f"FN:{first} Moss\nTEL:+1 212 555 0101" for first in ("Ann", "Anna", "Tom"))
OFFICE = ("FN:Ann Berg\nEMAIL:office@example.com", "FN:Ann Kerr\nEMAIL:office@example.com")
ANNAS = tuple(f"UID:a-{n}\nFN:Anna\nEMAIL:anna@example.com" for n in range(3))
JOINT = (
    "FN:Ann & Tom Berg\nTEL:+1 212 555 0102",
    "FN:Ann Berg\nTEL:+1 212 555 0102",
    "FN:Tom Berg\nTEL:+1 212 555 0102",
)


@pytest.mark.parametrize(
    "people", [HOUSEHOLD, OFFICE, ANNAS, JOINT], ids=["household", "office", "annas", "joint"]
)
@pytest.mark.parametrize("backwards", [False, True])
def test_people_who_share_an_address_are_as_many_people(
    reflog: Commands, tmp_path: Path, people: tuple[str, ...], *, backwards: bool
) -> None:
    file = cards(tmp_path, *(people[::-1] if backwards else people))
    answer = reflog.json("import", file, "--yes")
    assert answer["added"] == len(people)
    assert reflog.json("import", file, "--yes")["unchanged"] == len(people)
    file = cards(tmp_path, *(people if backwards else people[::-1]))
    assert reflog.json("import", file, "--yes")["unchanged"] == len(people)
    reflog.ok("check")


def test_a_card_with_a_key_and_one_without_leave_each_other_alone(
    reflog: Commands, tmp_path: Path
) -> None:
    plain = cards(tmp_path, "FN:Fred Moss\nEMAIL:f@example.com\nORG:Moss", name="plain.vcf")
    keyed = cards(tmp_path, "UID:1\nFN:Fred Moss\nEMAIL:f@example.com\nORG:Olsen", name="keyed.vcf")
    reflog.ok("import", plain, "--yes")
    for file in (keyed, plain, keyed):
        assert reflog.json("import", file, "--yes")["unchanged"] == 1
        assert reflog.json("show fred")["contact"]["company"] == "Moss"


def test_a_key_given_to_two_people_adds_no_alias_when_it_comes_again(
    reflog: Commands, tmp_path: Path
) -> None:
    file = cards(tmp_path, "UID:1\nFN:Fred Moss\nNICKNAME:Tom", "UID:1\nFN:Tom Berg")
    assert reflog.json("import", file, "--yes")["added"] == 2
    before = reflog.json("contact list")
    for _time in range(2):
        assert reflog.json("import", file, "--yes")["unchanged"] == 2
    assert reflog.json("contact list") == before


def test_two_cards_of_one_key_do_not_overwrite_each_other_at_each_import(
    reflog: Commands, tmp_path: Path
) -> None:
    file = cards(tmp_path, "UID:1\nFN:Fred Moss\nORG:Moss", "UID:1\nFN:Fred Moss\nORG:Olsen")
    reflog.ok("import", file, "--yes", "--prefer", "file")
    for _time in range(2):
        assert reflog.json("import", file, "--yes", "--prefer", "file")["unchanged"] == 2


def test_of_two_preferred_files_the_first_that_says_a_name_decides_and_they_add_nothing_again(
    reflog: Commands, tmp_path: Path
) -> None:
    book, list_ = tmp_path / "book.ldif", tmp_path / "list.csv"
    book.write_text("dn: cn=1\nuid: k\ncn: Zoe Moss\nmail: zoe@example.com\n")
    list_.write_text("Name,Email,City\nZoe Moss,zoe@example.com,Bern\n")
    reflog.ok("import", str(book), "--yes")
    book.write_text("dn: cn=1\nuid: k\ncn: Freda Orr\nmail: zoe@example.com\nl: Ulm\n")
    both = (str(list_), str(book), "--yes", "--prefer", "file")
    reflog.ok("import", *both)
    (zoe,) = reflog.json("contact", "list")
    assert (zoe["name"], zoe["city"]) == ("Zoe Moss", "Bern")
    assert reflog.json("import", *both)["unchanged"] == 2


def test_of_two_cards_of_a_preferred_file_the_same_decides_whichever_was_known(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "book.vcf"
    zoe = ("FN:Zoe Moss", "EMAIL:zoe@example.com")
    file.write_bytes(card(*zoe, "ORG:Acme"))
    reflog.ok("import", str(file), "--yes")
    file.write_bytes(card(*zoe, "ORG:Acme") + card("UID:k", *zoe, "ORG:Beta"))
    both = (str(file), "--yes", "--prefer", "file")
    reflog.ok("import", *both)
    assert reflog.json("show", "zoe")["contact"]["company"] == "Beta"
    assert reflog.json("import", *both)["unchanged"] == 2


def test_what_reflog_wrote_itself_is_known_again_though_it_is_one_word(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("intro fred sally")
    for name, words in (("a.vcf", ()), ("a.csv", ("contacts",))):
        reflog.ok("export", *words, "-o", str(tmp_path / name))
        answer = reflog.json("import", str(tmp_path / name), "--dry-run")
        assert (answer["added"], answer["unchanged"]) == (0, 2)
    other = Commands(tmp_path / "other" / "ledger.db")
    other.ok("contact", "add", "Fred", "--company", "Another", "--email", "x@example.com")
    reflog.ok("contact", "edit", "fred", "--email", "fred@example.com")
    reflog.ok("export", "contacts", "-o", str(tmp_path / "b.csv"))
    assert other.json("import", str(tmp_path / "b.csv"), "--yes")["added"] == 2
