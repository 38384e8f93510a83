"""Whom a NAME means where more than its letters tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

ADDRESSED = ("Taxi 22456", "Club 1871-1901", "ann@example.com", "Bus +1 555 0101")


@pytest.fixture
def addressed(reflog: Commands) -> Commands:
    """People whose names end in what may be an address, each beside one without."""
    for name in ("Taxi", "Club", "Ann", "Bus"):
        reflog.ok("contact", "add", name)
    for place, name in enumerate(ADDRESSED):
        reflog.ok("contact", "add", f"Number{place}")
        reflog.ok("contact", "rename", f"@number{place}", name)
    return reflog


@pytest.mark.parametrize("name", ADDRESSED)
def test_a_name_that_ends_in_an_address_is_looked_for_whole(addressed: Commands, name: str) -> None:
    for words in ([name], name.lower().split()):
        shown = addressed.json("show", *words)["contact"]
        assert shown["name"] == name
        met = addressed.json("met", *words, "he", "drove")
        assert (met["created_contacts"], met["changed_contacts"]) == ([], [])
        assert addressed.json("show", str(met["changed"][0]["id"]))["contact"] == shown["handle"]
    addressed.ok("intro", name, "Zoe Olm", "--again")
    addressed.refused(4, "contact", "add", name)


def test_an_address_is_cut_off_where_the_whole_is_nobody(addressed: Commands) -> None:
    addressed.ok("met", "Taxi 22457")
    assert addressed.json("show taxi")["contact"]["phones"] == ["22457"]
    addressed.refused(2, "met", "bea@example.com")
    addressed.refused(3, "show", "bea@example.com")


@pytest.fixture
def thomas(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Thomas Wright")
    reflog.ok("contact", "add", "Wren Ott")
    return reflog


@each_row(
    "typed",
    [
        "met tom wright he likes tea",
        "met tom wright",
        "note tom wrigth likes tea",
        "follow tom b wright call him",
        "follow tom b. wright call him",
        "thanks bill wright",
    ],
)
def test_somebody_near_is_asked_about_before_the_first_word_is_a_person(
    thomas: Commands, typed: str
) -> None:
    refused = thomas.refused(3, typed, "--json") if " " not in typed else thomas.refused(3, typed)
    assert "reflog" in refused.err
    assert "@thomas-wright" in refused.err
    assert "+tom" in refused.err or "+bill" in refused.err
    assert len(thomas.json("contact list")) == 2


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("met +tom wright he likes tea", ["Tom"]),
        ("met --new tom wright he likes tea", ["Tom"]),
        ("met tom he likes wright", ["Tom"]),
        ("note zoe thomas likes her", ["Zoe"]),
        ("met thomas wright he likes tea", []),
        ("met wright he likes tea", []),
    ],
)
def test_what_is_plainly_new_or_plainly_known_is_not_asked_about(
    thomas: Commands, typed: str, names: list[str]
) -> None:
    assert [one["name"] for one in thomas.json(typed)["created_contacts"]] == names


def test_a_new_person_of_two_words_with_a_plus_is_whole(thomas: Commands) -> None:
    created = thomas.json("met", "+tom wright", "he likes tea")["created_contacts"]
    assert [one["name"] for one in created] == ["Tom Wright"]
