from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from networks import grown, hostile, pictured
from reflog.domain import pictures as shown
from reflog.domain.contacts import ME
from reflog.render import bars, picture, records, terminal, text_of
from reflog.render.drawings.outcome import median_in_words
from reflog.reports import balances

if TYPE_CHECKING:
    from books import Book

TODAY = date(2026, 11, 28)
PARTS = ("year", "outcome", "balance", "network")
BLOCKS = set("█▏▎▍▌▋▊▉▐▁▂▃▄▅▆▇·")


def on_terminal(page: object, width: int, *, color: bool = True) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, no_color=not color, markup=False,
        highlight=False, emoji=False,
    )  # fmt: skip
    terminal.show(page, console)  # type: ignore[arg-type]
    text = stream.getvalue()
    return text if color else re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("width", [80, 100, 132, 200])
def test_each_row_stands_on_one_line_that_the_terminal_holds(book: Book, width: int) -> None:
    grown(book, 90)
    page = bars.page(pictured(book), PARTS, width)
    shown = on_terminal(page, width, color=False).splitlines()
    told = text_of(page).splitlines()
    assert max(map(len, shown)) <= width
    assert [line.rstrip() for line in shown] == told, "piped, the same without color"


def test_a_bar_is_as_long_as_its_value_to_an_eighth() -> None:
    assert [bars.bar(value, 16, 4) for value in (0, 1, 4, 6, 16)] == ["", "▎", "█", "█▌", "████"]
    assert bars.bar(1, 10_000, 20) == "▏", "what is there is seen"
    assert [bars.leftwards(value, 16, 4) for value in (0, 1, 6, 16)] == ["", "▐", "▐█", "████"]
    assert bars.rising([0, 1, 4, 8]) == "·▁▄█"
    assert bars.bar(3, 0, 9) == ""


def test_the_numbers_stand_beside_the_bars(book: Book) -> None:
    fred, sally, ann = book.people("Fred Moss", "Sally Ng", "Ann Berg")
    won = book.introduction(ME, fred, sally, on="2026-10-05")
    book.comes_to(won, "won", "2026-10-15")
    book.business(won, 250050, "EUR", on="2026-10-15")
    book.introduction(sally, ME, ann, on="2026-11-02")
    book.thanks(sally, on="2026-11-03")
    told = text_of(bars.page(pictured(book), PARTS, 80)).splitlines()
    lines = [
        " ".join("".join(" " if one in BLOCKS else one for one in line).split()) for line in told
    ]
    for line in (
        "The year, 1 December 2025 to 21 November 2026",
        "month given received EUR thanks",
        "2026-10 1 2,501",
        "2026-11 1 1 given",
        "in all 1 1 2,501 1 given",
        "introduced 1 1 2",
        "won 1 1 100%",
        "1 still open, 0 lost, 0 declined, 0 went badly.",
        "Week by week",
        "The one that became business did so after 10 days.",
        "Fred Moss 1",
        "1 Sally Ng",
        "Who came through me: 2 people",
        "Sally Ng 1",
    ):
        assert line in lines, told


def test_how_long_it_took_is_said_of_what_became_business_alone(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    for days in (3, 5, None, None):
        number = book.introduction(ME, fred, sally, on="2026-10-01")
        if days:
            book.comes_to(number, "won", f"2026-10-{days + 1:02}")
    told = text_of(bars.page(pictured(book), ("outcome",), 80)).splitlines()
    said = "  Of the 2 that became business, at least half did so within 5 days."
    assert told[-2:] == ["  Week by week █", said]
    assert told[-3] == "  Won in each week after the introduction; the tallest bar is 2:"
    at_once = book.introduction(ME, fred, sally, on="2026-10-01")
    book.comes_to(at_once, "won", "2026-10-01")
    *_later, same_day = pictured(book).days_to_won
    for count, begin in (
        (1, "The one that became business"),
        (3, "Of the 3 that became business, at least half"),
    ):
        found = pictured(book).replaced(days_to_won=(same_day,) * count, median_days=0)
        assert median_in_words(found) == f"{begin} did so the same day"


def test_what_i_earned_what_others_did_and_what_i_paid_are_told_apart(book: Book) -> None:
    fred, sally, zora = book.people("Fred", "Sally", "Zora")
    for parties, amount in (
        ((ME, fred, sally), 100),
        ((fred, ME, sally), 2000),
        ((fred, sally, ME), 30000),
        ((ME, zora, ME), 400000),
        ((fred, sally, zora), 5000000),  # of others: not in the year at all
    ):
        number = book.introduction(*parties, on="2026-10-01")
        book.comes_to(number, "won", "2026-10-05")
        book.business(number, amount, on="2026-10-05")
    whole = pictured(book)
    assert text_of(bars.page(whole, ("year",), 80)).splitlines()[-4:] == [
        "  Of this business",
        "    came to me      20 USD",
        "    came to others  1 USD",
        "    I paid          4,300 USD",
    ]
    said = "Of the business, came to me 20 USD; came to others 1 USD; I paid 4,300 USD."
    assert said in picture.page(whole, TODAY)
    assert "USD" not in text_of(bars.page(shown.without_amounts(whole), ("year",), 80))
    (month,) = (one for one in whole.months if one.business)
    assert [money.minor for money in month.business] == [432100]


def test_more_currencies_than_there_is_room_for_are_counted(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    won = book.introduction(ME, fred, sally, on="2026-10-05")
    for currency in ("CHF", "EUR", "GBP", "NOK", "SEK", "USD"):
        book.business(won, 123_456_789, currency, on="2026-10-05")
    told = text_of(bars.page(pictured(book), ("year",), 80)).splitlines()
    assert max(map(len, told)) <= 80
    assert "CHF" in told[1]
    assert told[-1].startswith("  No room for ")
    wide = text_of(bars.page(pictured(book), ("year",), 160)).splitlines()
    assert "USD" in wide[1]


def test_branches_are_the_twelve_largest(book: Book) -> None:
    with book.writing():
        for at in range(15):
            root = book.person(f"Root {at:02}")
            book.introduction(ME, book.person(f"Shop {at}"), root, on="2026-10-01")
            for below in range(at + 1):
                book.introduction(root, ME, book.person(f"Below {at} {below}"), on="2026-10-02")
    told = text_of(bars.page(pictured(book), ("network",), 80)).splitlines()
    assert [line.split()[1] for line in told[2:-1]] == [f"{at:02}" for at in range(14, 2, -1)]
    assert told[-1] == "  3 more: reflog tree"


def test_a_ledger_of_leads_has_no_bars(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    assert text_of(bars.page(pictured(book), PARTS, 80)) == (
        "There is nothing to show from 1 December 2025 to 21 November 2026. "
        "reflog intro PROVIDER PROSPECT records an introduction.\n"
    )
    book.introduction(ME, fred, sally, stage="lead")
    book.thanks(fred)
    page = bars.page(pictured(book), PARTS, 80)
    told = text_of(page)
    assert "Nobody has come through an introduction yet." in told
    assert "No introductions went to and fro between a partner and me." in told
    assert not set(told) & BLOCKS
    assert on_terminal(page, 80)


def test_names_that_mean_harm_act_on_no_terminal(book: Book) -> None:
    hostile(book)
    page = bars.page(pictured(book), PARTS, 80)
    for text in (text_of(page), on_terminal(page, 80, color=False)):
        assert not set(text) & set("\x1b\u202e\u202c\u2028\u2029\u0085")


def test_json_has_every_key_always(book: Book) -> None:
    fred, sally, ben = book.people("Fred", "Sally", "Ben")
    first = book.introduction(fred, ME, sally, on="2026-10-01")
    again = book.introduction(ME, ben, sally, on="2026-10-02")
    book.comes_to(again, "won", "2026-10-04")
    book.business(again, 5000, on="2026-10-04")
    told = records.pictures(pictured(book))
    with book.reader() as reader:
        balance = records.balance(next(iter(balances.balance(reader))))
    assert list(told["partners"][0]) == list(balance)
    assert list(told) == [
        *("since", "until", "months", "reached", "ended", "open", "days_to_won", "median_days"),
        *("partners", "network"),
    ]
    assert told["months"][-2] == {
        "month": "2026-10",
        "given": 1,
        "received": 1,
        "business": [{"amount": "50.00", "currency": "USD"}],
        "thanks_given": 0,
        "thanks_received": 0,
    }
    assert len(told["months"]) == 12
    assert told["reached"][-1] == {"stage": "won", "given": 1, "received": 0}
    assert told["ended"] == {"lost": 0, "declined": 0, "bad": 0}
    assert told["days_to_won"] == [{"introduction": again, "direction": "given", "days": 2}]
    assert told["network"]["people"] == [
        {
            "contact": contact,
            "name": contact.title() if contact != "me" else "me",
            "through": through,
            "introduction": number,
            "brought": brought,
            "below": below,
            "won": won,
        }
        for contact, through, number, brought, below, won in (
            ("me", None, None, 1, 2, 1),
            ("fred", None, None, 1, 1, 0),
            ("sally", "fred", first, 0, 0, 0),
        )
    ]
    assert told["network"]["again"] == [
        {"introduction": again, "contact": "sally", "through": "me"}
    ]


def test_json_has_nobody_where_nothing_was_introduced(book: Book) -> None:
    book.person("Fred")
    told = records.pictures(pictured(book))
    assert told["network"] == {"people": [], "again": []}
    assert told["partners"] == []
    assert told["median_days"] is None
