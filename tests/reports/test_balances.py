from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.reports.balances import balance, balance_of

if TYPE_CHECKING:
    from books import Book


def usd(minor: int) -> tuple[Money, ...]:
    return (Money(minor=minor, currency="USD"),)


def test_the_balance_counts_what_both_sides_gave(book: Book) -> None:
    fred, sally, gina, lea = book.people("Fred Moss", "Sally Ng", "Gina Bell", "Lea Roy")
    first = book.introduction(ME, fred, sally, on="2026-09-01")
    book.introduction(ME, fred, gina, on="2026-10-01")
    book.introduction(ME, fred, lea, stage="lead")
    book.introduction(lea, ME, sally, stage="lead")
    back = book.introduction(gina, ME, sally, on="2026-09-02")
    custom = book.introduction(gina, ME, gina, on="2026-10-02")
    book.introduction(fred, gina, ME)
    book.business(first, 100, on="2026-10-10")
    book.business(back, 200, on="2026-10-11")
    book.business(custom, 30, "EUR", on="2026-10-11")
    book.thanks(gina, on="2026-09-30")
    book.thanks(gina, on="2026-10-30")
    book.thanks(fred, "received")
    book.thanks(sally)
    book.follow_up(gina, "thank", about_id=back)
    book.follow_up(gina, "thank", about_id=custom, status="done", done_on="2026-10-30")
    book.follow_up(sally, "pay-back")
    with book.reader() as reader:
        found = list(balance(reader))
        since = list(balance(reader, "2026-10-01"))
        assert [balance_of(reader, one.contact_id) for one in found] == found
        nothing = balance_of(reader, lea)
    assert [(one.contact, one.given, one.received, one.ahead) for one in found] == [
        ("fred-moss", 2, 0, "me"),
        ("gina-bell", 0, 2, "them"),
        ("sally-ng", 0, 0, "even"),
    ]
    assert [(one.thanks_given, one.thanks_received, one.thanks_owed) for one in found] == [
        (0, 1, 0),
        (2, 0, 1),
        (1, 0, 0),
    ]
    assert found[0].given_business == usd(100)
    assert found[1].received_business == (Money(minor=30, currency="EUR"), *usd(200))
    assert (nothing.contact_name, nothing.given, nothing.ahead) == ("Lea Roy", 0, "even")
    assert [(one.contact, one.given, one.received) for one in since] == [
        ("fred-moss", 1, 0),
        ("gina-bell", 0, 1),
        ("sally-ng", 0, 0),
    ]
    assert since[0].given_business == usd(100), "of an introduction made before"
    assert since[1].received_business == (Money(minor=30, currency="EUR"), *usd(200))
    assert (since[1].thanks_given, since[1].thanks_owed) == (1, 1)
