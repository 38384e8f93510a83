"""The page on one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.entries import Introduction, Told
from reflog.render import text_of
from reflog.render.pages.contacts import entry_page
from reflog.reports import introductions

if TYPE_CHECKING:
    from books import Book


def test_what_each_side_told_is_said_by_name_with_its_day(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(1, fred, sally, on="2026-11-02")
    with book.reader() as reader:
        one = introductions.introduction(reader, number)
    assert one is not None
    told = (
        Told(contact="fred-moss", stage="met", on="2026-11-10"),
        Told(contact="sally-ng", stage="connected", on="2026-11-12"),
    )
    page = text_of(entry_page(Introduction(**{**vars(one), "told": told}), []))
    assert "  told  " in page
    assert "Fred Moss: met Tue 10 Nov 2026; Sally Ng: connected Thu 12 Nov 2026\n" in page
    assert "told" not in text_of(entry_page(one, []))
