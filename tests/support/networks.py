"""Ledgers to draw: people with names that would do harm, and as many as are wanted."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reflog.domain.contacts import ME
from reflog.reports.pictures import network, pictures
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from books import Book
    from reflog.domain.pictures import Pictures

SINCE, UNTIL = "2025-12-01", "2026-11-21"

HOSTILE = (
    '<script>document.title="owned"</script>',
    '<img src=x onerror="document.title=1">',
    '"><svg onload=document.title=2>',
    "</title><script>document.title=3</script>",
    "</script><script>document.title=4</script>",
    "</style><script>document.title=5</script>",
    "]]><script>document.title=6</script>",
    "<!-- <script> --!> &lt;b&gt; &#x3c;",
    "' onmouseover='document.title=7' x='",
    "javascript:document.title=8",
    "{{constructor.constructor('document.title=9')()}} ${title} #quot;",
    "line\u2028document.title=10\u2029 \x1b[31m \ufffe \\",
    "\u202eevil\u202c \u0085 نام 名前",
    "https://example.com/x?y=1&z=2 HTTP://x",
)
"""What people are called who mean harm."""

SECRETS = ("secret-note", "secret-need", "secret-offer", "+43 316 555", "mail@example.com")
"""What must be in no picture."""


def hostile(book: Book) -> None:
    """Write a ledger of people with such names, in every part of introductions."""
    with book.writing() as ledger:
        me = ledger.get(tables.Contact, ME)
        me.name = me.folded = HOSTILE[3]
        people = [
            book.person(name, f"h{at}", company=name, profession=name, city=name, note=SECRETS[0])
            for at, name in enumerate(HOSTILE)
        ]
        for at, one in enumerate(people):
            book.detail(tables.ContactPhone, one, phone=SECRETS[3])
            book.detail(tables.ContactEmail, one, email=SECRETS[4])
            by = ME if at % 3 else people[at - 1]
            provider = people[(at + 5) % len(people)] if by == ME else ME
            number = book.introduction(
                by, provider, one, need=SECRETS[1], offer=SECRETS[2], note=SECRETS[0]
            )
            book.comes_to(number, "won", "2026-11-09")
            book.business(number, 12345, "EUR", on="2026-11-09", note=SECRETS[0])
            book.thanks(one, note=SECRETS[0])


def grown(book: Book, count: int, seed: int = 1) -> None:
    """Write a ledger of so many people, all of whom came by an introduction in the last year."""
    chance = random.Random(seed)  # noqa: S311 - the same ledger every time
    begin = date.fromisoformat(SINCE)
    with book.writing():
        shop = book.person("The Corner Shop")
        people: list[int] = []
        for at in range(count):
            one = book.person(f"Person Number {at}", profession="bookkeeper", city="Graz")
            on = (begin + timedelta(days=340 * at // count)).isoformat()
            by = chance.choice(people) if people and chance.random() < 0.45 else ME
            number = book.introduction(by, shop if by == ME else ME, one, on=on)
            if chance.random() < 0.4:
                won = (date.fromisoformat(on) + timedelta(days=chance.randint(1, 14))).isoformat()
                book.comes_to(number, "won", won)
                book.business(number, chance.randint(1, 10**6), on=won)
                book.thanks(one, chance.choice(("given", "received")), on=won)
            people.append(one)


def pictured(book: Book, center: int = ME, since: str = SINCE) -> Pictures:
    """Return the pictures of a ledger, with the network."""
    with book.reader() as reader:
        found = pictures(reader, since, UNTIL)
        return found.replaced(network=network(reader, UNTIL, center=center))
