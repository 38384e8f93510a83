"""The circle as a whole: its room, who sends business, which profession is missing, who eats.

It reads everyone, so it takes longer the more people there are.
"""

from __future__ import annotations

from reflog.domain import Record, grouped, numbers_json
from reflog.domain.contacts import ME, ROLES
from reflog.domain.days import days_ago
from reflog.domain.entries import Money, Person
from reflog.domain.facts import TWO_YEARS
from reflog.domain.money import total
from reflog.domain.names import fold
from reflog.reports import sheets
from reflog.reports.matches import Matcher
from reflog.reports.openings import Opening, openings, unserved

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import date

    from reflog.storage import Reader

    People = tuple[Person, ...]

FEW = 10
"""How many people of a role, and how many who eat when I eat, are named."""

A_YEAR = 365
HAVING = ("profession", "tag", "does")
"""Where a profession is looked for."""


class RoleCount(Record):
    """How many people send business in a role, and the latest of them."""

    role: str
    count: int
    people: People


class Eats(Record):
    """A partner to whom introductions and my own custom, so many each, brought business."""

    person: Person
    introductions: int
    own_custom: int
    business: tuple[Money, ...]


class Network(Record):
    """What my network is like.

    Attributes:
        count, room, full, unknown: how many partners there are, and how many have room.
        professions: those I want, and the people who have each.
        needs: open needs that nobody can help with.
    """

    count: int
    room: int
    full: int
    unknown: int
    roles: tuple[RoleCount, ...]
    professions: dict[str, People]
    needs: tuple[Opening, ...]
    eat: tuple[Eats, ...]


def network(reader: Reader, today: date, days: Mapping[str, int], currency: str) -> Network:
    """Return what my network is like; the sums in a currency tell who eats most."""
    matcher = Matcher(reader, today, days)
    standings = sheets.standings(reader, sheets.circle(reader, today), today, days["stale"])
    rooms = [one.room for one in standings.values()]
    gone = {ME, *sheets.forgotten(reader), *sheets.out(reader)}
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


def _roles(reader: Reader, today: date, gone: set[int]) -> tuple[RoleCount, ...]:
    """Count people in the role that was set, or else in what they turned out to be."""
    values = {"me": ME, "year": days_ago(today, A_YEAR), "since": days_ago(today, TWO_YEARS)}
    was_set = {row["id"]: row["role"] for row in reader.rows(_SET_ROLES)}
    clients = reader.rows(_CLIENTS, values)
    # The later counts: who was a client lately is no past client, and no supplier.
    counted = {
        **was_set,
        **{row["id"]: "supplier" for row in reader.rows(sheets.CUSTOM, values)},
        **{row["id"]: "past-client" for row in clients},
        **{row["id"]: "client" for row in clients if row["lately"]},
        **{one: role for one, role in was_set.items() if role not in {"partner", "friend"}},
    }
    members = grouped((role, one) for one, role in counted.items() if one not in gone)
    return tuple(
        RoleCount(
            role=role,
            count=len(members.get(role, ())),
            people=_people(reader, members.get(role, ()), _LATEST),
        )
        for role in ROLES
    )


def _people(reader: Reader, ids: Iterable[int], order: str = "c.folded, c.handle") -> People:
    """Return these people, by name or in another order."""
    rows = reader.rows(_PEOPLE.format(order), {"ids": numbers_json(ids)})
    return tuple(Person.from_row(row) for row in rows)


def _professions(reader: Reader, matcher: Matcher, gone: set[int]) -> dict[str, People]:
    """Return the professions I want, those named last first, and who has each."""
    rows = reader.rows(_PARTNERS, {"me": ME})
    names = filter(None, (name.strip() for row in rows for name in row["text"].split(",")))
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold(name), name)
    return {
        name: _people(reader, matcher.people_with(name, HAVING) - gone) for name in wanted.values()
    }


def _eat(reader: Reader, today: date, currency: str, gone: set[int]) -> tuple[Eats, ...]:
    """Return who got most business through me in two years."""
    rows = reader.rows(_FED, {"me": ME, "since": days_ago(today, TWO_YEARS)})
    fed = grouped((row["id"], row) for row in rows)
    eats = [_fed(one, fed[one.id]) for one in _people(reader, fed.keys() - gone)]

    def order(one: Eats) -> tuple[int, int]:
        most = sum(money.minor for money in one.business if money.currency == currency)
        return -most, -(one.introductions + one.own_custom)

    return tuple(sorted(eats, key=order)[:FEW])


def _fed(person: Person, rows: Iterable[sqlite3.Row]) -> Eats:
    own_custom = {row["about_id"]: row["is_own"] for row in rows}
    return Eats(
        person=person,
        introductions=len(own_custom) - sum(own_custom.values()),
        own_custom=sum(own_custom.values()),
        business=tuple(total(Money.from_row(row) for row in rows)),
    )


_SET_ROLES = "SELECT id, role FROM contact INDEXED BY contact_role WHERE role > ''"

_CLIENTS = """
SELECT prospect_id AS id, max(stage = 'won' AND stage_on >= :year) AS lately
FROM introduction INDEXED BY introduction_provider
WHERE provider_id = :me AND (stage = 'won' OR (stage = 'bad'
  AND EXISTS (SELECT 1 FROM business WHERE about_id = introduction.number)))
GROUP BY prospect_id
UNION ALL
SELECT ifnull(i.prospect_id, b.contact_id), 1 FROM business AS b INDEXED BY business_closed
LEFT JOIN introduction AS i ON i.number = b.about_id
WHERE b.closed_on >= :year AND (i.provider_id = :me OR b.about_id IS NULL)
UNION ALL
SELECT contact_id, 0 FROM business INDEXED BY business_contact WHERE contact_id > 0"""

_PEOPLE = """
SELECT c.id, c.handle, c.name FROM json_each(:ids) AS who
CROSS JOIN contact AS c ON c.id = who.value ORDER BY {}"""

_LATEST = f"""
(SELECT max(day) FROM ({sheets.INTRODUCED_ON})) DESC, c.folded, c.handle LIMIT {FEW}"""

_PARTNERS = """
SELECT text FROM note INDEXED BY note_fact WHERE contact_id = :me AND topic = 'partners'
ORDER BY noted_on DESC, number DESC"""

_FED = """
SELECT i.provider_id AS id, i.prospect_id = :me AS is_own, b.about_id, b.amount AS minor,
  b.currency
FROM business AS b INDEXED BY business_closed CROSS JOIN introduction AS i ON i.number = b.about_id
WHERE b.closed_on >= :since AND i.introducer_id = :me"""
