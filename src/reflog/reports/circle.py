"""The circle as a whole: its room, who sends business, which profession is missing, who eats.

It reads everyone, so it takes longer the more people there are.
"""

from __future__ import annotations

from datetime import date, timedelta

from reflog.domain.contacts import FORGOTTEN, ME, ROLES, is_forgotten
from reflog.domain.entries import Person
from reflog.domain.money import Money, total
from reflog.domain.names import folding
from reflog.domain.record import Record, numbers_json
from reflog.reports import sheets
from reflog.reports.matches import TWO_YEARS, Matcher
from reflog.reports.openings import Opening, openings, unserved

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from reflog.storage.reader import Reader

FEW = 10
"""How many people of a role, and how many who eat when I eat, are named."""

A_YEAR = 365
HAVING = ("profession", "tag", "does")
"""Where a profession is looked for."""


class RoleCount(Record):
    """How many people send business in a role, and the latest of them."""

    role: str
    count: int
    people: tuple[Person, ...]


class Profession(Record):
    """A profession that I want in my network, and the people who have it."""

    name: str
    people: tuple[Person, ...]


class Eats(Record):
    """A partner who got business through me in two years: they eat when I eat.

    Attributes:
        introductions, own_custom: how many of each brought it.
    """

    person: Person
    introductions: int
    own_custom: int
    business: tuple[Money, ...]


class Network(Record):
    """What my network is like.

    Attributes:
        count, room, full, unknown: how many partners there are, and how many have room.
        needs: open needs that nobody can help with.
    """

    count: int
    room: int
    full: int
    unknown: int
    roles: tuple[RoleCount, ...]
    professions: tuple[Profession, ...]
    needs: tuple[Opening, ...]
    eat: tuple[Eats, ...]


def network(reader: Reader, today: date, days: Mapping[str, int], currency: str) -> Network:
    """Return what my network is like.

    Args:
        days: the intervals of the playbook.
        currency: the one whose sums tell who eats most.
    """
    matcher = Matcher(reader, today, days)
    standings = sheets.standings(reader, sheets.circle(reader, today), today, days["stale"])
    rooms = [one.room for one in standings.values()]
    gone = {ME, *_forgotten(reader), *sheets.out(reader)}
    return Network(
        count=len(rooms),
        room=rooms.count("room"),
        full=rooms.count("full"),
        unknown=rooms.count(None),
        roles=_roles(reader, today, gone),
        professions=_professions(reader, matcher, gone),
        needs=tuple(unserved(matcher, openings(reader, today))),
        eat=_eat(reader, today, currency, gone),
    )


def _forgotten(reader: Reader) -> set[int]:
    rows = reader.rows("SELECT id, name, handle FROM contact WHERE folded = ?", (FORGOTTEN,))
    return {row["id"] for row in rows if is_forgotten(row["name"], row["handle"])}


def _roles(reader: Reader, today: date, gone: set[int]) -> tuple[RoleCount, ...]:
    """Count people in the role that was set, or else in what they turned out to be."""
    values = {
        "me": ME,
        "year": (today - timedelta(days=A_YEAR)).isoformat(),
        "since": (today - timedelta(days=TWO_YEARS)).isoformat(),
    }
    was_set = {row["id"]: row["role"] for row in reader.rows(_SET_ROLES)}
    counted = dict(was_set)
    # The later counts: who was a client lately is no past client, and no supplier.
    counted |= {row["id"]: "supplier" for row in reader.rows(_SUPPLIERS, values)}
    clients = reader.rows(_CLIENTS, values)
    counted |= {row["id"]: "past-client" for row in clients}
    counted |= {row["id"]: "client" for row in clients if row["lately"]}
    counted |= _without_partners(was_set)
    members: dict[str, list[int]] = {role: [] for role in ROLES}
    for person, role in counted.items():
        if person not in gone:
            members[role].append(person)
    return tuple(
        RoleCount(role=role, count=len(some), people=_latest(reader, some))
        for role, some in members.items()
    )


def _without_partners(was_set: Mapping[int, str]) -> dict[int, str]:
    return {person: role for person, role in was_set.items() if role not in {"partner", "friend"}}


def _latest(reader: Reader, people: Iterable[int]) -> tuple[Person, ...]:
    """Return those of some people whose introductions are the latest."""
    rows = reader.rows(_LATEST, {"ids": numbers_json(people), "few": FEW})
    return tuple(Person.from_row(row) for row in rows)


def _professions(reader: Reader, matcher: Matcher, gone: set[int]) -> tuple[Profession, ...]:
    """Return the professions I want, those named last first, and who has each."""
    rows = reader.rows(_PARTNERS, {"me": ME})
    names = [name.strip() for row in rows for name in row["text"].split(",")]
    wanted: dict[str, str] = {}
    for name in filter(None, names):
        wanted.setdefault(folding.fold(name), name)
    return tuple(
        Profession(name=name, people=_named(reader, matcher.people_with(name, HAVING) - gone))
        for name in wanted.values()
    )


def _named(reader: Reader, people: Collection[int]) -> tuple[Person, ...]:
    rows = reader.rows(_NAMES, {"ids": numbers_json(people)})
    return tuple(Person.from_row(row) for row in rows)


def _eat(reader: Reader, today: date, currency: str, gone: set[int]) -> tuple[Eats, ...]:
    """Return who got most business through me in two years."""
    since = (today - timedelta(days=TWO_YEARS)).isoformat()
    found: dict[int, list[sqlite3.Row]] = {}
    for row in reader.rows(_FED, {"me": ME, "since": since}):
        found.setdefault(row["id"], []).append(row)
    eats = [_Fed(one, found[one.id]) for one in _named(reader, found.keys() - gone)]
    eats.sort(key=lambda one: (-one.sum_in(currency), -len(one.numbers)))
    return tuple(one.as_record() for one in eats[:FEW])


class _Fed:
    """The business that somebody got through me."""

    def __init__(self, person: Person, rows: Iterable[sqlite3.Row]) -> None:
        self._person = person
        self._business = total(Money(minor=row["amount"], currency=row["currency"]) for row in rows)
        self.numbers = {(row["about_id"], bool(row["is_own"])) for row in rows}

    def sum_in(self, currency: str) -> int:
        """Return the sum in a currency, in its minor units."""
        return sum(one.minor for one in self._business if one.currency == currency)

    def as_record(self) -> Eats:
        """Return what is told of it."""
        own_custom = sum(is_own for _number, is_own in self.numbers)
        return Eats(
            person=self._person,
            introductions=len(self.numbers) - own_custom,
            own_custom=own_custom,
            business=tuple(self._business),
        )


_SET_ROLES = "SELECT id, role FROM contact INDEXED BY contact_role WHERE role > ''"

_CLIENTS = """
SELECT prospect_id AS id, max(stage = 'won' AND stage_on >= :year) AS lately
FROM introduction INDEXED BY introduction_provider
WHERE provider_id = :me AND (stage = 'won' OR (stage = 'bad'
  AND EXISTS (SELECT 1 FROM business WHERE about_id = number)))
GROUP BY prospect_id
UNION ALL
SELECT ifnull(i.prospect_id, b.contact_id), 1 FROM business AS b INDEXED BY business_closed
LEFT JOIN introduction AS i ON i.number = b.about_id
WHERE b.closed_on >= :year AND (i.provider_id = :me OR b.about_id IS NULL)
UNION ALL
SELECT contact_id, 0 FROM business INDEXED BY business_contact WHERE contact_id > 0"""

_SUPPLIERS = f"""
SELECT provider_id AS id FROM introduction INDEXED BY introduction_custom
WHERE prospect_id = {ME} AND introducer_id = {ME} AND made_on >= :since
  AND stage IN ('introduced', 'connected', 'met', 'won')"""

_LATEST = """
SELECT c.id, c.handle, c.name FROM json_each(:ids) AS who
CROSS JOIN contact AS c ON c.id = who.value
ORDER BY max(
  ifnull((SELECT max(made_on) FROM introduction INDEXED BY introduction_introducer
    WHERE introducer_id = c.id), ''),
  ifnull((SELECT max(made_on) FROM introduction INDEXED BY introduction_provider
    WHERE provider_id = c.id), ''),
  ifnull((SELECT max(made_on) FROM introduction INDEXED BY introduction_prospect
    WHERE prospect_id = c.id), '')
) DESC, c.folded, c.handle LIMIT :few"""

_PARTNERS = """
SELECT text FROM note INDEXED BY note_fact WHERE contact_id = :me AND topic = 'partners'
ORDER BY noted_on DESC, number DESC"""

_NAMES = """
SELECT c.id, c.handle, c.name FROM json_each(:ids) AS who
CROSS JOIN contact AS c ON c.id = who.value ORDER BY c.folded, c.handle"""

_FED = """
SELECT i.provider_id AS id, i.prospect_id = :me AS is_own, b.about_id, b.amount, b.currency
FROM business AS b INDEXED BY business_closed CROSS JOIN introduction AS i ON i.number = b.about_id
WHERE b.closed_on >= :since AND i.introducer_id = :me"""
