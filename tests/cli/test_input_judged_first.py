"""Input is judged first (2), then names and numbers (3), then conflicts (4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def book(reflog: Commands) -> Commands:
    """Two Georges, an open introduction #1 with #2 and #3, and one lost, #4."""
    reflog.ok("intro Fred Sally")
    reflog.ok("intro Ann Bob --no-follow-up")
    reflog.ok("mark 4 lost --no-next")
    for name in ("George Best", "George Clay"):
        reflog.ok("contact", "add", name)
    return reflog


BAD_DAYS = ["03/04", "0", "2026-02-30", "tomorrow", "2026-11-22", "soon", "", "1799-01-01"]
BAD_MONEY = ["12.345", "-5", "2,50", "0", "0.00", "abc", "", "1e3", "5 XYZ", "1" * 16, "12.5 JPY"]

HAPPENED = (
    "intro george 99",
    "received george --from zed",
    "done 99",
    "mark 99 won",
    "business 99 2500",
    "thanks george",
    "met george",
    "note george tea",
    "edit 99",
)


@each_row("day", BAD_DAYS)
@each_row("words", HAPPENED)
def test_a_day_that_cannot_be_is_refused_before_any_name_or_number(
    book: Commands, words: str, day: str
) -> None:
    if words.startswith("edit") and not day:
        day = "soon"
    error = book.refused(2, *words.split(), "--on", day, "--json").error
    assert error["code"] == "usage"
    assert error["message"]
    assert error["hint"]


@each_row("day", ["03/04", "0", "2026-02-30", "yesterday", "-3d", "soon", ""])
@each_row("words", ["follow george call --due", "done 99 --next", "edit 99 --due", "snooze 99"])
def test_what_is_due_cannot_be_on_such_a_day(book: Commands, words: str, day: str) -> None:
    if words.startswith("edit") and not day:
        day = "soon"
    book.refused(2, *words.split(), day)


@each_row("amount", BAD_MONEY)
@each_row(
    "words",
    [
        "mark 99 won --amount",
        "done 99 --mark won --amount",
        "thanks george --amount",
        "business 99",
    ],
)
def test_money_that_cannot_be_is_refused_before_any_name_or_number(
    book: Commands, words: str, amount: str
) -> None:
    error = book.refused(2, *words.split(), amount, "--json").error
    assert error["code"] == "usage"


@each_row(
    "words",
    [
        "intro george 12",
        "intro george ''",
        "intro george zoe --by list",
        "intro george zoe --caller nobody",
        "intro george zoe --effort none",
        "intro george zoe --lead --consent",
        "received george --from 12",
        "mark 99 nonsense",
        "mark 99 bad --at-fault ''",
        "mark 99 met --amount 2500",
        "mark 99 won --at-fault george",
        "done 99 --next 3d --no-next",
        "done 99 --amount 2500",
        "done 99 --mark nonsense",
        "done 99 --mark bad --at-fault ''",
        "done 2 3 --mark met",
        "follow george",
        "follow george call --every often",
        "follow george call --about ''",
        "thanks george --via pigeon",
        "thanks george --for ''",
        "note george",
        "note george tea --about ''",
        "contact edit george --email nonsense",
        "contact edit george --role king",
        "contact edit george --handle 12",
        "contact rename george 12",
        "contact alias george list",
        "contact merge george ''",
        "intros --by george --with ''",
        "intros --with george --stage nonsense",
        "due --for george --within -1",
        "due --for george --purpose nonsense",
        "who george --since soon",
        "log george --limit 0",
        "edit 99 --stage nonsense",
        "edit 99 --by ''x",
        "edit 99 --contact +12 --on soon",
        "edit 99 --amount 12.345",
    ],
)
def test_input_comes_before_names_and_numbers(book: Commands, words: str) -> None:
    typed = ["" if word == "''" else word for word in words.split()]
    if typed[-1] == "''x":
        typed[-1] = " "
    assert book.refused(2, *typed, "--json").error["code"] == "usage"


@pytest.mark.parametrize(
    "words",
    [
        "mark 4 introduced --at-fault zed",
        "mark 4 bad --at-fault zed",
        "contact merge fred zed --yes",
        "intro fred george",
    ],
)
def test_names_and_numbers_come_before_conflicts(book: Commands, words: str) -> None:
    expected = 2 if "introduced" in words else 3
    book.refused(expected, words)


def test_conflicts_come_last(book: Commands) -> None:
    for words in ("intro Fred Sally", "mark 4 introduced", "mark 4 declined"):
        assert book.refused(4, f"{words} --json").error["code"] == "conflict"


def test_a_longer_name_than_any_is_refused_everywhere(book: Commands) -> None:
    name = "x" * 201
    for words in (["show", name], ["intro", name, "fred"], ["mark", name, "won"], ["met", name]):
        book.refused(2, *words)


def test_a_failure_with_json_is_one_document_on_stderr(book: Commands) -> None:
    for words in ("delete 1 2", "contact merge fred sally"):
        assert book.refused(3, f"{words} --json").error["hint"].endswith("--yes")
