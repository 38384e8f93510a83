"""Cards cost what the people do, not what the ledger holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from reflog.reports import exports

if TYPE_CHECKING:
    from books import Book


def test_no_card_looks_through_every_introduction(book: Book) -> None:
    ann, bob, carl = book.people("Ann", "Bob", "Carl")
    book.introduction(ann, bob, carl)
    with closing(sqlite3.connect(book.path)) as connection:
        plan = connection.execute(
            f"EXPLAIN QUERY PLAN {exports.CARDS}", {"me": 1, "after": 0, "page": 500}
        ).fetchall()
    steps = [row[3] for row in plan]
    assert [step for step in steps if "introduction" in step] == [
        "SEARCH introduction USING INDEX introduction_brought (<expr>=?)"
    ]
    assert not [step for step in steps if step.startswith("SCAN") and "subquery" not in step]


def test_the_introducers_of_a_card_stand_in_the_order_of_their_days(book: Book) -> None:
    ann, bob, carl, dora = book.people("Ann", "Bob", "Carl", "Dora")
    book.introduction(ann, 1, dora, on="2026-03-01")
    book.introduction(bob, carl, dora, on="2026-02-01")
    book.introduction(ann, carl, dora, on="2026-01-01")
    book.introduction(dora, 1, dora)
    book.introduction(1, carl, dora)
    with book.reader() as reader:
        found = {card.name: card.referred_by for card in exports.cards(reader)}
    assert found == {"Ann": (), "Bob": (), "Carl": (), "Dora": ("Ann", "Bob")}
