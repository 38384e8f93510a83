"""Introductions, the business that came of them, and the chains they make.

In a chain an edge runs from the introducer to the prospect, or to the provider where I am the
prospect. A person is placed below the first introduction that brought them; a partner's own
custom is an edge to themselves and brings nobody. A circle is cut at its earliest
introduction, whose introducer is the root.
"""

from __future__ import annotations

from reflog.domain import Record, by_name, grouped, numbers_json, split
from reflog.domain.contacts import ME
from reflog.domain.entries import Business, Introduction, Money, Person, Reached, Told
from reflog.domain.introductions import (
    OPEN_STAGES,
    direction_of,
    missing_parts,
    stages_of,
    steps_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from typing import Any

    from reflog.storage import Reader


def alive_since(day: str, number: str, since: str) -> str:
    """Return the SQL condition of being made, or having had business or thanks, since a day.

    Args:
        day, number: the columns of the introduction.
        since: the parameter with the day; "" takes every introduction.
    """
    return (
        f"({day} >= {since} OR EXISTS (SELECT 1 FROM business "
        f"WHERE about_id = {number} AND closed_on >= {since}) OR EXISTS (SELECT 1 FROM thanks "
        f"WHERE about_id = {number} AND expressed_on >= {since}))"
    )


class Filter(Record):
    """Which introductions are wanted; people by id, days as ISO text.

    Attributes:
        by, by_any: the introducer; those of many, as a JSON list.
        party: someone who is introducer, provider or prospect.
        side: someone who is provider or prospect.
        since: made on this day or later.
        alive_since: made on this day or later, or with business or thanks since then.
    """

    stage: str | None = None
    open_only: bool = False
    given: bool = False
    received: bool = False
    by: int | None = None
    by_any: str | None = None
    party: int | None = None
    side: int | None = None
    since: str | None = None
    alive_since: str | None = None


_CONDITIONS = {
    "stage": "stage = :stage",
    "open_only": f"stage IN {OPEN_STAGES!r}",
    "given": "introducer_id = :me",
    "received": "introducer_id <> :me AND :me IN (provider_id, prospect_id)",
    "by": "introducer_id = :by",
    "by_any": "introducer_id IN (SELECT value FROM json_each(:by_any))",
    "party": """id IN (SELECT number FROM introduction WHERE introducer_id = :party
      UNION SELECT number FROM introduction WHERE provider_id = :party
      UNION SELECT number FROM introduction WHERE prospect_id = :party)""",
    "side": """id IN (SELECT number FROM introduction WHERE provider_id = :side
      UNION SELECT number FROM introduction WHERE prospect_id = :side)""",
    "since": '"on" >= :since',
    "alive_since": alive_since('"on"', "id", ":alive_since"),
}


def _narrowed(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition of a filter, and its values."""
    values = wanted.as_dict()
    given = [condition for name, condition in _CONDITIONS.items() if values[name]]
    return " AND ".join(given) or "1", {**values, "me": ME}


def introductions(
    reader: Reader,
    wanted: Filter | None = None,
    *,
    after: Introduction | None = None,
    limit: int = -1,
) -> list[Introduction]:
    """Return the introductions that pass a filter, oldest first.

    Args:
        after: the last one of the batch before; None to start.
        limit: at most this many; -1 for all.
    """
    where, values = _narrowed(wanted or Filter())
    if after is not None:
        where += ' AND "on" >= :day AND ("on" > :day OR id > :after)'
        values |= {"day": after.on, "after": after.id}
    rows = reader.rows(
        f'SELECT * FROM introduction_view WHERE {where} ORDER BY "on", id LIMIT :limit',
        {**values, "limit": limit},
    )
    return introductions_of(reader, rows)


def introducers(reader: Reader, wanted: Filter) -> list[tuple[int, int]]:
    """Return who made those introductions and how many, the most first, then the earliest."""
    where, values = _narrowed(wanted)
    rows = reader.rows(
        'SELECT introducer_id, count(*) AS made FROM (SELECT number AS id, made_on AS "on", '
        "stage, introducer_id, provider_id, prospect_id FROM introduction) "
        f"WHERE {where} GROUP BY introducer_id "
        'ORDER BY made DESC, min("on"), min(id)',
        values,
    )
    return [(row["introducer_id"], row["made"]) for row in rows]


def made_by(reader: Reader, wanted: Filter, introducers: Sequence[int]) -> list[Introduction]:
    """Return those introductions that these people made, each person's oldest first."""
    found = introductions(reader, wanted.replaced(by_any=numbers_json(introducers)))
    places = {introducer: place for place, introducer in enumerate(introducers)}
    return sorted(found, key=lambda one: places[one.introducer.id])


def introduction(reader: Reader, number: int) -> Introduction | None:
    """Return the introduction with this ledger number, if it is one."""
    found = introductions_numbered(reader, [number])
    return found[0] if found else None


def introductions_numbered(reader: Reader, numbers: Iterable[int]) -> list[Introduction]:
    """Return the introductions with these ledger numbers, in the order asked for."""
    rows = [
        row
        for number in numbers
        for row in reader.rows("SELECT * FROM introduction_view WHERE id = ?", (number,))
    ]
    return introductions_of(reader, rows)


def direct_business(reader: Reader, contact_id: int, since: str | None = None) -> list[Money]:
    """Return the business with somebody who came by themselves, oldest first."""
    rows = reader.rows(
        "SELECT amount AS minor, currency FROM business WHERE contact_id = ? AND closed_on >= ? "
        "ORDER BY closed_on, number",
        (contact_id, since or ""),
    )
    return [Money.from_row(row) for row in rows]


def introductions_of(
    reader: Reader, rows: Sequence[sqlite3.Row], chains: Chains | None = None
) -> list[Introduction]:
    """Return the records of rows of introduction_view, adding what other tables have."""
    if not rows:
        return []
    chains = chains or Chains(reader)
    deals = reader.rows(
        "SELECT * FROM business_view WHERE about IN (SELECT value FROM json_each(?)) ORDER BY id",
        (numbers_json(row["id"] for row in rows),),
    )
    business = grouped((row["about"], Business.from_row(row)) for row in deals)
    return [_introduction_of(row, chains, business.get(row["id"], [])) for row in rows]


def _introduction_of(row: sqlite3.Row, chains: Chains, business: list[Business]) -> Introduction:
    known = by_name(row)
    introducer, provider = party(known, "introducer"), party(known, "provider")
    prospect = party(known, "prospect")
    brought = provider if prospect.is_me else prospect
    consent = None if known["consent"] is None else bool(known["consent"])
    own_custom = introducer == prospect
    steps = steps_of(known["steps"])
    return Introduction.from_row(
        known,
        direction=direction_of(introducer.id, (provider.id, prospect.id), ME),
        tier=chains.tier(introducer.id, introducer.id if own_custom else brought.id),
        introducer=introducer,
        provider=provider,
        prospect=prospect,
        consent=consent,
        at_fault=party(known, "at_fault") if known["at_fault_id"] is not None else None,
        imported=bool(known["imported"]),
        missing=missing_parts(known),
        business=tuple(business),
        thanks=tuple(int(number) for number in split(known["thanks"])),
        follow_ups=tuple(int(number) for number in split(known["follow_ups"])),
        told=tuple(
            Told(contact=one.told_by, stage=one.stage, on=one.on) for one in steps if one.told_by
        ),
        stages=tuple(
            Reached(stage=stage, on=on)
            for stage, on in stages_of(steps, known["on"], known["stage"], known["stage_on"])
        ),
    )


def party(row: sqlite3.Row | dict[str, Any], part: str) -> Person:
    """Return the person of a part whose three columns are named as provider, provider_id are."""
    return Person(id=row[f"{part}_id"], handle=row[part], name=row[f"{part}_name"])


BROUGHT = "(CASE prospect_id WHEN 1 THEN provider_id ELSE prospect_id END)"
"""The person an introduction brought, exactly as the index introduction_brought has it."""

OWN_CUSTOM_TIER = 1
PARTNER_TIER = 2


class Edge:
    """An introduction as a link of a chain: ids of people, the day as ISO text."""

    __slots__ = ("from_id", "number", "on", "to_id")

    def __init__(self, row: sqlite3.Row) -> None:
        self.number, self.from_id = row["number"], row["introducer_id"]
        self.to_id, self.on = row["to_id"], row["made_on"]

    @property
    def age(self) -> tuple[str, int]:
        """The key that edges are sorted by: the day, then the ledger number."""
        return (self.on, self.number)


def first_edges(rows: Iterable[sqlite3.Row]) -> dict[int, Edge | None]:
    """Return the first of these introductions that brought each person; they come in order."""
    found: dict[int, Edge | None] = {}
    for row in rows:
        if row["to_id"] not in found and row["introducer_id"] != row["to_id"]:
            found[row["to_id"]] = Edge(row)
    return found


class Chains:
    """Looks up who brought whom, each person once.

    Args:
        everyone: the first introduction of each person who was brought, if that is read already.
    """

    def __init__(self, reader: Reader, everyone: dict[int, Edge | None] | None = None) -> None:
        self._reader = reader
        self._is_whole = everyone is not None
        self._first = {} if everyone is None else everyone
        self._cut: dict[int, Edge | None] = {}
        self._depth: dict[int | None, int] = {None: -1}

    def brought_by(self, person: int) -> Edge | None:
        """Return the introduction that first brought a person; None if nobody did."""
        if person not in self._cut:
            self._climb(person)
        return self._cut[person]

    def path(self, person: int) -> list[Edge]:
        """Return the edges from the root down to a person."""
        edges: list[Edge] = []
        while edge := self.brought_by(person):
            edges.append(edge)
            person = edge.from_id
        return edges[::-1]

    def tier(self, introducer: int, brought: int) -> int:
        """Return an introduction's tier: 1 own custom, 2 a partner's, 3 and beyond down a chain."""
        if introducer == brought:
            return OWN_CUSTOM_TIER
        return PARTNER_TIER + self._depth_of(introducer)

    def _depth_of(self, person: int) -> int:
        trail: list[int] = []
        at: int | None = person
        while at is not None and at not in self._depth:
            trail.append(at)
            edge = self.brought_by(at)
            at = edge.from_id if edge else None
        for depth, one in enumerate(reversed(trail), self._depth[at] + 1):
            self._depth[one] = depth
        return self._depth[person]

    def _climb(self, person: int) -> None:
        """Settle a person and everyone above them."""
        trail: dict[int, Edge | None] = {}
        at: int | None = person
        while at is not None and at not in self._cut and at not in trail:
            edge = trail[at] = self._first_edge(at)
            at = edge.from_id if edge else None
        if at in trail:
            people = [*trail]
            circle = [edge for one in people[people.index(at) :] if (edge := trail[one])]
            trail[min(circle, key=lambda edge: edge.age).from_id] = None
        self._cut |= trail

    def _first_edge(self, person: int) -> Edge | None:
        if person not in self._first and not self._is_whole:
            row = self._reader.row(
                f"SELECT number, introducer_id, {BROUGHT} AS to_id, made_on FROM introduction "
                f"WHERE {BROUGHT} = ? AND introducer_id <> {BROUGHT} "
                "ORDER BY made_on, number LIMIT 1",
                (person,),
            )
            self._first[person] = Edge(row) if row else None
        return self._first.get(person)
