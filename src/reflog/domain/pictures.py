"""The data of the pictures: the year by months, what came of it, give and take, the network."""

from __future__ import annotations

from datetime import date

from reflog.domain import Record
from reflog.domain.schema import SINGLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from reflog.domain.entries import Money
    from reflog.domain.introductions import Balance

PARTS = ("network", "year", "outcome", "balance")
"""The pictures, in the order of the page."""

REDACTABLE = ("names", "amounts")
"""What can be left out of them."""

SHARES = ("mine", "theirs", "paid")
"""Whose the business is: I earned it, others did through me, or I paid it."""

REACHED = ("introduced", "connected", "met", "won")
"""How far an introduction can come, step by step."""

ENDED = ("lost", "declined", "bad")
"""How it can end otherwise."""

MONTHS = 12
"""What a picture shows when no days are named."""


class Month(Record):
    """What happened in a month, named `2026-11`."""

    month: str
    given: int
    received: int
    business: tuple[Money, ...]
    thanks_given: int
    thanks_received: int


class Step(Record):
    """How many introductions reached a stage, or went further."""

    stage: str
    given: int
    received: int


class Won(Record):
    """An introduction that brought business, and after how many days; both sides by name."""

    introduction: int
    direction: str
    days: int
    provider_name: str
    prospect_name: str


class Edge(Record):
    """An introduction as a link from whoever made it to whom it brought, by places in the list.

    The two are the same if it was their own custom. It is won if it brought business, whatever
    happened later.
    """

    number: int
    from_at: int
    to_at: int
    on: str
    stage: str
    direction: str
    won: bool
    business: tuple[Money, ...] = ()


class Node(Record):
    """A person of the network.

    Attributes:
        through_at: the place of whoever brought them first; None if nobody did.
        brought, below: how many people came through them, directly and in all.
        won: how many introductions by them and those below brought business.
    """

    contact: str
    name: str
    through_at: int | None
    first: Edge | None
    brought: int
    below: int
    won: int
    profession: str | None = None
    company: str | None = None
    city: str | None = None

    @property
    def called(self) -> str:
        """What they are called: me, or their name."""
        return "me" if self.contact == "me" else self.name

    @property
    def work(self) -> str:
        """What they do, for which company, and where."""
        return ", ".join(filter(None, (self.profession, self.company, self.city)))


class Network(Record):
    """Who came through whom: me, then those behind whoever brought them; all but leads, by time.

    Attributes:
        since: the first day, ISO; "" if it begins with the ledger.
    """

    people: tuple[Node, ...]
    edges: tuple[Edge, ...]
    since: str = ""

    @property
    def again(self) -> list[Edge]:
        """The introductions of people who were in the network already."""
        return [
            edge
            for edge in self.edges
            if (first := self.people[edge.to_at].first) is None or first.number != edge.number
        ]


class Share(Record):
    """Part of the business, by whose it is: mine, theirs (earned through me), or paid by me."""

    whose: str
    business: tuple[Money, ...]


class Pictures(Record):
    """All that the pictures of a period show, whose first and last days are ISO.

    Attributes:
        shares: the business of all the months by whose it is, where there is any.
        open: introductions of the period that have not ended.
        median_days: the upper of the two middle values; None if nothing was won.
        network: None if it was not asked for.
    """

    since: str
    until: str
    owner: str
    months: tuple[Month, ...]
    reached: tuple[Step, ...]
    ended: dict[str, int]
    open: int
    days_to_won: tuple[Won, ...]
    median_days: int | None
    partners: tuple[Balance, ...]
    shares: tuple[Share, ...] = ()
    network: Network | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened, and nobody came through anybody."""
        people = self.network.people if self.network else ()
        happened = any(
            one.given or one.received or one.business or one.thanks_given or one.thanks_received
            for one in self.months
        )
        return not happened and len(people) <= 1


def twelve_months(until: date) -> date:
    """Return the first day of the month eleven months before."""
    months = until.year * MONTHS + until.month - MONTHS
    return date(months // MONTHS, months % MONTHS + 1, 1)


def months_of(since: str, until: str) -> list[str]:
    """Return every month from one day to another, as `2026-11`."""
    first, last = (int(day[:4]) * MONTHS + int(day[5:7]) - 1 for day in (since, until))
    return [f"{at // MONTHS:04}-{at % MONTHS + 1:02}" for at in range(first, last + 1)]


def upper_median(values: Sequence[int]) -> int | None:
    """Return the median; of two middle values the larger; None of no values."""
    return sorted(values)[len(values) // 2] if values else None


def initials(name: str) -> str:
    """Return a name's initials: `S. N.` for Sally Ng."""
    letters = [word[0].upper() for word in name.replace("-", " ").split() if word[0].isalnum()]
    return " ".join(f"{letter}." for letter in letters[:4]) or "?"


def without_names(pictures: Pictures) -> Pictures:
    """Return the pictures with initials for names, and without whatever else tells who it is."""
    keys = {"me": "me"}
    changes: dict[str, Callable[[Any], object]] = {
        "contact": lambda handle: keys.setdefault(handle, f"p{len(keys)}"),
        "owner": lambda name: name and initials(name),
        **dict.fromkeys(("name", "contact_name", "provider_name", "prospect_name"), initials),
        **dict.fromkeys(SINGLE, lambda _: None),
    }
    network = pictures.network and pictures.network.with_each(changes)
    if network:
        people = (one.replaced(name="me") if one.contact == "me" else one for one in network.people)
        network = network.replaced(people=tuple(people))
    return pictures.replaced(network=None).with_each(changes).replaced(network=network)


def without_amounts(pictures: Pictures) -> Pictures:
    """Return the pictures without amounts; how often there was business stays."""
    return pictures.with_each(dict.fromkeys(_BUSINESS, lambda _: ()))


_BUSINESS = ("business", "given_business", "received_business")
"""The fields that have amounts."""
