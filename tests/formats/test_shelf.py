"""Sixty files in the manner of as many programs: each says what stands beside it.

Of each person a line tells the name and, where the file says them, company, profession, role and
city (behind `of`, `is`, `as`, `in`), addresses, numbers, tags (#), note and who referred them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reflog.errors import UsageError
from reflog.formats import files
from rows import each_row
from shelf import SHELF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.domain.cards.card import Card


def told(card: Card) -> str:
    """Return a line that says everything of a person."""
    words = [card.name]
    singles = {"of": card.company, "is": card.profession, "as": card.role, "in": card.city}
    words += (f"{word} {value}" for word, value in singles.items() if value)
    words += (*card.emails, *card.phones, *(f"#{tag}" for tag in card.tags))
    words += [repr(card.note)] if card.note else []
    words += (f"by {name}" for name in card.referred_by)
    return " | ".join(words)


def lines_of(text: str, encoding: str) -> Iterator[str]:
    """Yield what a file says: its form, the people, what was left, and the remarks; or why not."""
    try:
        data = io.BytesIO(text.encode(encoding))
        (reading,) = files.readings(files.opened("-", stdin=data))
    except UsageError as error:
        yield f"REFUSED {error.message.removeprefix('standard input')}"
        return
    yield f"{reading.source}:"
    yield from map(told, reading.cards)
    yield from (
        f"{'FAILED' if left.failed else 'SKIPPED'} {left.line}: {left.reason}"
        for left in reading.left
    )
    yield from (f"({said})" for said in reading.remarks if not said.startswith("Columns read"))


@each_row("name", SHELF)
def test_a_file_says_what_it_means(name: str) -> None:
    file = SHELF[name]
    assert tuple(lines_of(file.text, file.encoding)) == file.says


def test_there_are_sixty() -> None:
    assert len(SHELF) >= 60
