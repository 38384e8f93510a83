from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Commands


def whom(reflog: Commands, *name: str) -> str:
    """Return the handle of the one a NAME means, in a command that creates nobody."""
    found: str = reflog.json("show", *name)["contact"]["handle"]
    return found


def candidates(reflog: Commands, *words: str) -> list[str | int]:
    """Return what a refused command says could have been meant."""
    error = reflog.refused(3, *words, "--json").error
    assert error["code"] == "ambiguous"
    found: list[str | int] = error["candidates"]
    return found


@pytest.fixture
def georges(reflog: Commands) -> Commands:
    """Two Georges, one José, and Sally."""
    for name in ("George Best", "George Clay", "José Núñez", "Sally Ng"):
        reflog.ok("contact", "add", name)
    return reflog


@pytest.mark.parametrize(
    "typed",
    ["fred-moss", "@fred-moss", "@FRED-MOSS", "Fred Moss", "fred moss", "FRED  MOSS", "Freddy"],
)
def test_a_name_is_a_handle_a_full_name_or_an_alias(reflog: Commands, typed: str) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--alias", "Freddy")
    assert whom(reflog, typed) == "fred-moss"


def test_case_and_accents_never_matter(georges: Commands) -> None:
    assert whom(georges, "jose") == "jose-nunez"
    assert whom(georges, "NUNEZ") == "jose-nunez"
    assert whom(georges, "josé", "núñez") == "jose-nunez"


def test_a_handle_an_alias_and_a_full_name_rank_equal(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Ann Berg", "--handle", "annie")
    reflog.ok("contact", "add", "Zoe Hall", "--alias", "Annie")
    assert candidates(reflog, "show", "annie") == ["annie", "zoe-hall"]
    assert whom(reflog, "@annie") == "annie"


def test_an_at_sign_says_the_handle_and_nothing_else(georges: Commands) -> None:
    for command in ("show", "thanks"):
        refused = georges.refused(3, command, "@sally", "--json").error
        assert refused["code"] == "not-found"
        assert refused["candidates"] == []


def test_me_is_the_owner(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Mel Mead")
    assert whom(reflog, "me") == "me"
    assert whom(reflog, "ME") == "me"
    assert reflog.json("intro mel me")["changed"][0]["prospect"] == "me"


def test_a_whole_word_of_a_name_or_three_letters_of_one_are_enough(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Sally Ng")
    assert whom(reflog, "ng") == "sally-ng"
    assert whom(reflog, "sal") == "sally-ng"
    assert reflog.refused(3, "show sa --json").error["code"] == "not-found"


def test_several_words_each_begin_a_word_of_the_name(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Mary Ann Berg")
    assert whom(reflog, "b", "mary") == "mary-ann-berg"
    assert reflog.refused(3, "show", "mary", "x").code == 3


def test_a_whole_name_wins_over_a_beginning(georges: Commands) -> None:
    georges.ok("contact", "add", "George", "--new")
    assert whom(georges, "george") == "george"


def test_a_near_name_is_asked_about_and_never_taken(georges: Commands) -> None:
    for command in (
        ["show", "saly"],
        ["thanks", "saly"],
        ["intro", "saly", "me"],
        ["received", "saly", "--from", "zed"],
        ["follow", "saly", "call"],
        ["met", "saly"],
        ["note", "saly", "likes tea"],
        ["done", "saly"],
        ["mark", "saly", "won"],
        ["due", "--for", "saly"],
        ["intros", "--with", "saly"],
        ["contact", "edit", "saly", "--city", "Bonn"],
    ):
        assert candidates(georges, *command) == ["sally-ng"]


def test_a_word_with_a_digit_is_near_only_itself(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Studio 54b")
    assert reflog.refused(3, "show 54c --json").error["code"] == "not-found"


def test_several_words_that_only_begin_a_name_are_asked_about_where_one_may_be_new(
    reflog: Commands,
) -> None:
    reflog.ok("contact", "add", "Frederik Mossberg")
    assert whom(reflog, "fred", "moss") == "frederik-mossberg"
    assert candidates(reflog, "met", "fred moss") == ["frederik-mossberg"]
    assert candidates(reflog, "received", "fred", "moss", "--from", "zed") == ["frederik-mossberg"]


def test_a_name_given_in_the_same_command_does_not_count(reflog: Commands) -> None:
    answer = reflog.json("intro", "Ann Berg", "Anne Berg", "--by", "Anna Berg")
    assert [one["name"] for one in answer["created_contacts"]] == [
        "Ann Berg",
        "Anne Berg",
        "Anna Berg",
    ]


def test_two_georges_are_both_listed_and_nothing_is_changed(georges: Commands) -> None:
    before = georges.content()
    refused = georges.process("thanks george")
    assert refused.code == 3
    assert refused.out == ""
    assert "George Best (george-best)" in refused.err
    assert "George Clay (george-clay)" in refused.err
    assert "+George" in refused.err
    assert georges.content() == before
    assert candidates(georges, "thanks", "george") == ["george-best", "george-clay"]


def test_a_candidate_is_told_apart_by_what_is_known(georges: Commands) -> None:
    georges.ok("contact", "edit", "@george-clay", "--company", "Clay & Co", "--phone", "555 0101")
    refused = georges.refused(3, "thanks george")
    assert "  George Clay (george-clay), Clay & Co, 555 0101\n" in refused.err


def test_an_unknown_name_is_not_found_where_nobody_is_created(reflog: Commands) -> None:
    reflog.ok("contact add ann")
    for command in (
        ["show", "zed"],
        ["who", "zed"],
        ["tree", "zed"],
        ["balance", "zed"],
        ["log", "zed"],
        ["due", "--for", "zed"],
        ["intros", "--by", "zed"],
        ["done", "zed"],
        ["drop", "zed"],
        ["snooze", "zed", "3d"],
        ["mark", "zed", "won"],
        ["business", "zed", "2500"],
        ["contact", "edit", "zed", "--city", "Bonn"],
        ["contact", "rename", "zed", "Zoe"],
        ["contact", "alias", "zed", "Zoe"],
        ["note", "ann", "tea", "--about", "zed"],
        ["thanks", "ann", "--for", "zed"],
    ):
        error = reflog.refused(3, *command, "--json").error
        assert error["code"] == "not-found"
        assert '"zed"' in error["message"]
    assert reflog.refused(3, "who zed").err.endswith("hint: reflog contact add zed\n")


def test_a_plus_says_someone_new_and_is_refused_where_nobody_is_created(reflog: Commands) -> None:
    reflog.ok("contact add Fred")
    assert reflog.refused(2, "who +fred --json").error["code"] == "usage"


def test_where_a_name_comes_last_all_words_are_the_name(reflog: Commands) -> None:
    reflog.ok("received", "Mary", "Ann", "Berg", "--from", "Gina Lee")
    reflog.ok("contact", "add", "Mary Hall")
    for command in ("who", "tree", "balance", "show", "log"):
        reflog.ok(command, "mary", "ann", "berg")
        assert candidates(reflog, command, "mary") == ["mary-hall", "mary-ann-berg"]
    edited = reflog.json("contact", "edit", "mary", "ann", "--city", "Bonn")
    assert edited["changed_contacts"][0]["handle"] == "mary-ann-berg"


def test_a_missing_ledger_holds_nobody_but_me_and_is_not_made_by_asking(reflog: Commands) -> None:
    assert whom(reflog, "me") == "me"
    reflog.refused(3, "show fred")
    assert not reflog.ledger.exists()


def test_a_number_of_an_entry_is_no_part_of_a_name(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Unit 12")
    reflog.refused(2, "met", "#12")
    reflog.refused(3, "who", "#12")
    assert reflog.json("show unit 12")["contact"]["name"] == "Unit 12"
