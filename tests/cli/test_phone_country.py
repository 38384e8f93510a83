"""Numbers typed without a country: of the country of my own number, whenever that is set."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

MINE = "+44 7700 900111"
"""Kept free for films: nobody can have it, and its country is known all the same."""


@pytest.fixture
def known(reflog: Commands) -> Commands:
    """Return a ledger whose numbers were typed before my own was set."""
    reflog.ok("contact", "add", "Zed Hall", "--phone", "0191 498 0123")
    reflog.ok("contact", "add", "Tom Birch", "--phone", "07700 900503")
    reflog.ok("contact", "add", "T. Birch", "--phone", "+44 7700 900503")
    reflog.ok("contact", "add", "Pete", "--phone", "07700 900508", "--phone", "+447700900508")
    return reflog


def found(reflog: Commands, text: str) -> list[str]:
    return [one["excerpt"] for one in reflog.json("find", text)]


@pytest.mark.parametrize("option", ["config phone", "contact edit me --phone"])
def test_numbers_known_before_my_country_are_of_it_once_it_is_set(
    known: Commands, option: str
) -> None:
    assert found(known, "+441914980123") == []
    known.ok(*option.split(), MINE)
    known.ok("config", "name", "Jo Lee")
    assert found(known, "+441914980123") == ["0191 498 0123"]
    line = ("draft", "zed", "--for", "stay-in-touch", "--as", "message", "--link", "whatsapp")
    assert "https://wa.me/441914980123?" in known.ok(*line).out
    assert ["tom-birch", "t-birch"] in [
        one["contacts"] for one in known.json("contact duplicates") if one["reason"] == "same-phone"
    ]
    known.ok("check")


@pytest.mark.parametrize("typed", ["contact merge me tess --yes", f"follow 'me {MINE}' call"])
def test_a_number_of_mine_tells_my_country_however_i_come_by_it(
    known: Commands, typed: str
) -> None:
    known.ok("contact", "add", "Tess Lee", "--phone", MINE)
    known.ok(*shlex.split(typed))
    assert found(known, "+441914980123") == ["0191 498 0123"]
    known.ok("check")


def test_the_same_number_is_kept_once_when_my_country_tells_that_it_is(known: Commands) -> None:
    known.ok("config", "phone", MINE)
    assert known.json("show pete")["contact"]["phones"] == ["+447700900508"]
    known.ok("contact", "merge", "@tom-birch", "@t-birch", "--yes")
    assert known.json("show tom-birch")["contact"]["phones"] == ["07700 900503"]


def test_undo_takes_back_the_reading_with_the_setting(known: Commands) -> None:
    known.ok("config", "phone", MINE)
    known.ok("undo")
    assert found(known, "+441914980123") == []
    assert known.json("show pete")["contact"]["phones"] == ["07700 900508", "+447700900508"]
    known.ok("check")
    known.ok("redo")
    assert found(known, "+441914980123") == ["0191 498 0123"]


def test_a_number_read_in_one_country_stays_when_mine_is_another(known: Commands) -> None:
    known.ok("config", "phone", MINE)
    known.ok("config", "phone", "+41 44 668 18 00")
    assert found(known, "+441914980123") == ["0191 498 0123"]


def test_an_import_finds_who_has_the_number_without_its_country(
    known: Commands, tmp_path: Path
) -> None:
    known.ok("config", "phone", MINE)
    file = tmp_path / "list.csv"
    file.write_text("Name,Phone\nZed Hall,+44 191 498 0123\nTom Birch,07700900503\n", "utf-8")
    answer = known.json("import", str(file), "--yes")
    assert answer["created_contacts"] == []


def test_a_card_of_mine_tells_my_country_for_the_others_of_its_file(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("config", "name", "Jo Lee")
    file = tmp_path / "list.csv"
    file.write_text(f"Name,Phone\nZed Hall,0191 498 0123\nJo Lee,{MINE}\n", "utf-8")
    reflog.ok("import", str(file), "--yes")
    assert found(reflog, "+441914980123") == ["0191 498 0123"]
    assert reflog.json("import", str(file), "--yes")["changed_contacts"] == []
    reflog.ok("check")


@pytest.mark.parametrize("option", ["config phone", "contact edit me --phone"])
def test_whose_numbers_are_read_again_is_counted_and_not_said_to_be_edited(
    known: Commands, option: str
) -> None:
    said = known.ok(*option.split(), MINE).out
    assert "Phone numbers of 3 other contacts are read with your country code now.\n" in said
    assert "Zed" not in said
    known.ok("undo")
    changed = known.json(*option.split(), MINE)["changed_contacts"]
    assert [one["handle"] for one in changed] == ["me", "zed-hall", "tom-birch", "pete"]
    assert "Phone numbers" not in known.ok("contact edit me --city Bern").out
