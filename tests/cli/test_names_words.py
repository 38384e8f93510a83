from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reflog.cli.arguments import shell_word
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


def noted(reflog: Commands, *words: str) -> tuple[str, str]:
    """Return whom a note came to be about, and its text."""
    entry: dict[str, Any] = reflog.ok("note", "--json", *words).json["changed"][0]
    return entry["contact"], entry["note"]


@pytest.fixture
def fred(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Fred Moss")
    return reflog


def test_free_words_take_all_that_remains(fred: Commands) -> None:
    assert noted(fred, "fred", "likes", "green", "tea") == ("fred-moss", "likes green tea")
    assert fred.json("follow fred send him the brochure")["next"][0]["what"] == (
        "send him the brochure"
    )
    assert fred.json("met fred he now does boilers")["changed"][0]["note"] == "he now does boilers"
    assert fred.json("thanks fred for the boilers")["changed"][0]["note"] == "for the boilers"


def test_a_name_before_them_is_the_longest_run_that_is_exactly_a_contact(fred: Commands) -> None:
    fred.ok("contact", "add", "Fred Moss Senior")
    fred.ok("contact", "add", "Bob Hall", "--alias", "Fred")
    assert noted(fred, "fred", "moss", "senior", "tea") == ("fred-moss-senior", "tea")
    assert noted(fred, "fred", "moss", "sent", "tea") == ("fred-moss", "sent tea")
    assert noted(fred, "fred", "mosses", "tea") == ("bob-hall", "mosses tea")
    assert noted(fred, "@fred-moss", "senior") == ("fred-moss", "senior")


def test_a_new_name_of_several_words_stands_in_quotes(reflog: Commands) -> None:
    assert noted(reflog, "Zed Moss", "Likes", "tea") == ("zed-moss", "Likes tea")


@each_row("command", ["note", "follow", "met", "thanks"])
@each_row("first", ["Zed", "zed", "+Zed"])
def test_a_capital_behind_a_new_name_of_one_word_is_asked_about(
    reflog: Commands, command: str, first: str
) -> None:
    refused = reflog.refused(3, command, first, "Moss", "likes", "tea", "--json").error
    assert refused["code"] == "ambiguous"
    assert f'reflog {command} "{first} Moss" likes tea' in refused["hint"]


def test_new_before_a_capital_is_asked_about_too(fred: Commands) -> None:
    assert 'reflog met "fred Berg"' in fred.refused(3, "met fred Berg --new").err


def test_a_capital_behind_someone_known_is_text(fred: Commands) -> None:
    assert noted(fred, "fred", "Likes", "tea") == ("fred-moss", "Likes tea")


def test_behind_two_dashes_all_words_are_text(fred: Commands) -> None:
    assert noted(fred, "fred", "--", "-nice", "--on", "tea") == ("fred-moss", "-nice --on tea")
    assert noted(fred, "Zed", "--", "Moss", "came") == ("zed", "Moss came")
    fred.ok("contact", "add", "Fred")
    assert noted(fred, "fred", "--", "moss") == ("fred", "moss")


def test_two_dashes_may_be_the_value_of_an_option(fred: Commands) -> None:
    assert fred.json("met", "fred", "--note", "--")["changed"][0]["note"] == "--"


def test_behind_two_dashes_a_number_is_text_to_done(fred: Commands) -> None:
    number = fred.json("follow fred call")["next"][0]["id"]
    done = fred.ok("done", str(number), "--json", "--", "3", "boilers", "sold").json["changed"]
    assert [(one["id"], one["note"]) for one in done] == [(number, "3 boilers sold")]


def test_options_stand_anywhere_before_two_dashes(fred: Commands) -> None:
    for words in (
        ["note", "--on", "yesterday", "fred", "likes", "tea"],
        ["note", "fred", "--on", "yesterday", "likes", "tea"],
        ["note", "fred", "likes", "tea", "--on=yesterday"],
        ["note", "fred", "likes", "--on", "-1d", "tea"],
    ):
        entry = fred.json(*words)["changed"][0]
        assert (entry["note"], entry["on"]) == ("likes tea", "2026-11-20")


@each_row("word", ["-nice", "-n=nice", "-dfriday", "-2w", "-12"])
def test_a_short_option_is_never_glued_to_its_value(fred: Commands, word: str) -> None:
    assert fred.refused(2, "follow", "fred", "call", word, "--json").error["code"] == "usage"


def test_a_short_option_takes_the_next_word_whatever_it_is(fred: Commands) -> None:
    assert fred.json("follow", "fred", "call", "-n", "-nice")["next"][0]["note"] == "-nice"


def test_intro_takes_exactly_two_names(reflog: Commands) -> None:
    refused = reflog.refused(2, "intro Fred Moss Sally")
    assert 'reflog intro Fred "Moss Sally"' in refused.err
    reflog.refused(2, "intro fred")
    reflog.refused(2, "intro")
    reflog.refused(2, "intro Fred Moss Sally Ng")


@each_row(
    "words",
    ["note", "note fred", "follow", "follow fred", "received --from fred", "received fred"],
)
def test_a_missing_word_is_bad_usage(fred: Commands, words: str) -> None:
    assert fred.refused(2, f"{words} --json").error["code"] == "usage"


@pytest.mark.parametrize(
    ("typed", "in_shell"),
    [("O'Neill", '"O\'Neill"'), ("Moss $5", "'Moss $5'"), ("a'b`c", "'a'\\''b`c'"), ("", '""')],
)
def test_a_hint_can_be_typed_as_it_stands(typed: str, in_shell: str) -> None:
    assert shell_word(typed) == in_shell
