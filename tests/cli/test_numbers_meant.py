from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

# 1: I introduced Fred and Sally; 2: check-in with Fred; 3: check-in with Sally.
# 4: thanks; 5: a note; 6: a follow-up with Fred that is about nothing.
FRED, SALLY, THANKS, NOTE, ALONE = 2, 3, 4, 5, 6


@pytest.fixture
def book(reflog: Commands) -> Commands:
    reflog.ok("intro Fred Sally")
    reflog.ok("thanks Gina")
    reflog.ok("note Gina tea")
    reflog.ok("follow Fred call")
    return reflog


def status(reflog: Commands, number: int) -> str:
    found: str = reflog.json("show", str(number))["status"]
    return found


@pytest.mark.parametrize("number", [FRED, SALLY])
def test_where_an_introduction_is_wanted_its_follow_up_means_it(
    book: Commands, number: int
) -> None:
    assert book.json(f"mark {number} met")["changed"][0]["id"] == 1
    assert book.json(f"business {number} 2500")["changed"][0]["id"] == 1
    assert book.json(f"follow fred call --about {number}")["next"][0]["about"] == 1
    assert book.json(f"note fred tea --about {number}")["changed"][0]["about"] == 1
    assert book.json(f"thanks fred --for {number}")["changed"][0]["about"] == 1


def test_where_a_follow_up_is_wanted_an_introduction_means_its_one_open(book: Commands) -> None:
    error = book.refused(3, "done 1 --json").error
    assert (error["code"], error["candidates"]) == ("ambiguous", [FRED, SALLY])
    assert error["hint"] == "choose one: reflog done 2"
    book.ok("drop", str(FRED))
    book.ok("snooze 1 1w")
    assert book.json("show", str(SALLY))["due_on"] == "2026-11-28"
    book.ok("drop 1")
    assert status(book, SALLY) == "dropped"
    assert book.refused(3, "drop 1 --json").error["code"] == "not-found"


@each_row("number", ["0", "99", "#99", "9" * 18, "9" * 19, "9" * 40, "9" * 5000])
@each_row(
    "command",
    [
        "done {}",
        "done 2 {}",
        "snooze {} 3d",
        "drop {}",
        "mark {} won",
        "business {} 2500",
        "follow fred call --about {}",
        "note fred tea --about {}",
        "thanks fred --for {}",
        "show {}",
        "edit {} --note x",
        "delete {} --yes",
        "delete 2 {} --yes",
    ],
)
def test_a_number_that_does_not_exist_is_not_found(
    book: Commands, command: str, number: str
) -> None:
    error = book.refused(3, *command.format(number).split(), "--json").error
    assert error["code"] == "not-found"
    assert error["candidates"] == []


@each_row("number", [THANKS, NOTE, ALONE])
@each_row(
    "command",
    ["mark {} won", "business {} 2500", "note fred tea --about {}", "thanks fred --for {}"],
)
def test_a_number_of_another_kind_is_no_introduction(
    book: Commands, command: str, number: int
) -> None:
    error = book.refused(3, *command.format(number).split(), "--json").error
    assert error["code"] == "not-found"
    assert error["message"].startswith(f"#{number} is")


@each_row("command", ["done {}", "snooze {} 3d", "drop {}"])
@each_row("number", [THANKS, NOTE])
def test_a_number_of_another_kind_is_no_follow_up(
    book: Commands, command: str, number: int
) -> None:
    error = book.refused(3, *command.format(number).split(), "--json").error
    assert error["message"].endswith(", not a follow-up; nothing was changed.")


@each_row(
    "command",
    ["done", "snooze", "snooze 3d", "drop", "mark", "mark won", "business", "business 2500"],
)
def test_a_missing_number_says_to_type_it_without_the_hash(book: Commands, command: str) -> None:
    refused = book.refused(2, command)
    assert "type 12 for #12" in refused.err


def test_edit_delete_and_show_name_their_number_too(book: Commands) -> None:
    for command in ("edit", "delete"):
        assert "Give its number; nothing" in book.refused(2, command).err
    for command in ("edit", "delete", "show", "note fred tea --about", "thanks fred --for"):
        assert "type 12 for #12" in book.refused(2, command).err
    book.refused(2, "delete fred --yes")


def test_a_hash_in_quotes_is_the_number(book: Commands) -> None:
    book.ok("drop", "#2", "#3")
    assert [status(book, number) for number in (FRED, SALLY)] == ["dropped", "dropped"]


def test_several_numbers_are_done_snoozed_and_dropped_at_once(book: Commands) -> None:
    book.ok("snooze 2 3 in 2 weeks")
    assert {book.json(f"show {n}")["due_on"] for n in (2, 3)} == {"2026-12-05"}
    done = book.json("done 2 3 2 they agreed")["changed"]
    assert [(one["id"], one["note"]) for one in done] == [(2, "they agreed"), (3, "they agreed")]
    book.ok("delete 4 5 --yes")
    book.refused(3, "show 4")


def test_several_numbers_are_all_or_none(book: Commands) -> None:
    book.refused(3, "drop 2 99")
    book.refused(3, "delete 2 99 --yes")
    assert status(book, 2) == "open"


def test_a_note_that_begins_with_a_number_stands_behind_its_option(book: Commands) -> None:
    done = book.json("done", "2", "--note", "3 boilers sold")["changed"]
    assert [(one["id"], one["note"]) for one in done] == [(2, "3 boilers sold")]


@pytest.mark.parametrize("words", ["mark 1 2 won", "business 1 2 2500"])
def test_one_introduction_takes_one_number(book: Commands, words: str) -> None:
    assert "more than one number" in book.refused(2, words).err


def test_snooze_takes_the_longest_run_of_last_words_that_is_a_day(book: Commands) -> None:
    for words, day in (
        ("snooze 2 3 1 dec", "2026-12-01"),
        ("snooze 2 15th", "2026-12-15"),
        ("snooze fred 3d", "2026-11-24"),
    ):
        book.ok("drop 6") if "fred" in words else None
        assert {one["due_on"] for one in book.json(words)["next"]} == {day}
    book.refused(2, "snooze 1 dec")
    book.refused(2, "snooze 2 whenever")
    book.refused(2, "snooze 2 3")
    book.refused(2, "snooze 2 fred 3d")


def test_business_takes_the_last_word_or_two_as_money(book: Commands) -> None:
    for words, amount, currency in (
        (["business", "1", "2500"], "2500.00", "USD"),
        (["business", "1", "2500", "EUR"], "2500.00", "EUR"),
        (["business", "1", "2,500.00"], "2500.00", "USD"),
        (["business", "1", "2500eur"], "2500.00", "EUR"),
        (["business", "1", "€2500"], "2500.00", "EUR"),
        (["business", "1", "2500 EUR"], "2500.00", "EUR"),
        (["business", "Sally", "300", "gbp"], "300.00", "GBP"),
    ):
        changed = book.json(*words)["changed"]
        business = next(one for one in changed if one["kind"] == "business")
        assert (business["amount"], business["currency"]) == (amount, currency)


@pytest.mark.parametrize(
    ("typed", "came"),
    [
        ("done 2, 3", "done"),
        ("done 2, 3, they are both busy", "done"),
        ("drop 2, 3", "dropped"),
        ("snooze 2, 3 in 2 weeks", "open"),
        ("snooze 2, 3, friday", "open"),
    ],
)
def test_numbers_may_be_listed_with_commas(book: Commands, typed: str, came: str) -> None:
    before = book.json("show 6")
    changed = book.json(typed)
    assert {one["id"] for one in [*changed["changed"], *changed["next"]]} >= {FRED, SALLY}
    assert [status(book, number) for number in (FRED, SALLY)] == [came, came]
    assert book.json("show 6") == before


def test_a_list_with_commas_is_deleted_and_a_comma_in_a_note_stays(book: Commands) -> None:
    answer = book.json("delete 4, 5 --yes")
    assert [one["id"] for one in answer["deleted"]] == [THANKS, NOTE]
    assert book.json("done 6, he is well, 7, and so on")["changed"][0]["note"] == (
        "he is well, 7, and so on"
    )


def test_of_several_that_are_due_it_is_said_that_they_are_due(book: Commands) -> None:
    assert "Fred has 2 open follow-ups; nothing" in book.refused(3, "done fred").err
    for line in ("follow fred call --due today", "follow fred write --due today"):
        book.ok(line)
    assert "Fred has 2 follow-ups due; nothing was changed." in book.refused(3, "done fred").err


@pytest.mark.parametrize(
    "line",
    [
        "mark fred sally met",
        "mark fred sally won",
        "mark fred sally won 40",
        "business fred sally 5",
    ],
)
def test_two_names_where_one_is_meant_are_a_choice_between_them(book: Commands, line: str) -> None:
    refused = book.refused(3, line).err
    assert 'No one is named exactly "fred sally"; nothing was changed.' in refused
    assert refused.count("\n  ") == 2  # the two


def test_words_between_a_number_and_its_stage_are_named(book: Commands) -> None:
    refused = book.refused(2, "mark 1 they have met").err
    assert 'I don\'t know what "they have" means; nothing was changed.' in refused
    assert "hint: reflog mark 1 met\n" in refused
