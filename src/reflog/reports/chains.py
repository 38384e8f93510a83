"""Chains: which introduction brought a person, and how far up that goes.

An edge runs from the introducer to the prospect, or to the provider where I am the
prospect. A person is placed below the first introduction that brought them; a partner's own
custom is an edge to themselves and brings nobody. A circle is cut at its earliest
introduction, whose introducer is the root.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.storage.reader import Reader

BROUGHT = "(CASE prospect_id WHEN 1 THEN provider_id ELSE prospect_id END)"
"""The person an introduction brought, exactly as the index introduction_brought has it."""

OWN_CUSTOM_TIER = 1
PARTNER_TIER = 2


class Edge:
    """An introduction as a link of a chain: ids of people, the day as ISO text."""

    __slots__ = ("from_id", "number", "on", "to_id")

    def __init__(self, number: int, from_id: int, to_id: int, on: str) -> None:
        self.number = number
        self.from_id = from_id
        self.to_id = to_id
        self.on = on

    @property
    def age(self) -> tuple[str, int]:
        """The key that edges are sorted by: the day, then the ledger number."""
        return (self.on, self.number)


class Chains:
    """Looks up who brought whom, each person once.

    Args:
        everyone: the first introduction of each person who was brought, if that is read already.
    """

    def __init__(self, reader: Reader, everyone: Mapping[int, Edge] | None = None) -> None:
        self._reader = reader
        self._everyone = everyone
        self._first: dict[int, Edge | None] = {}
        self._cut: dict[int, Edge | None] = {}
        self._depth: dict[int, int] = {}

    def brought_by(self, person: int) -> Edge | None:
        """Return the introduction that first brought a person; None if nobody did."""
        if person not in self._cut:
            self._climb(person)
        return self._cut[person]

    def path(self, person: int) -> list[Edge]:
        """Return the edges from the root down to a person."""
        edges: list[Edge] = []
        edge = self.brought_by(person)
        while edge is not None:
            edges.append(edge)
            edge = self.brought_by(edge.from_id)
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
        depth = -1 if at is None else self._depth[at]
        for one in reversed(trail):
            depth += 1
            self._depth[one] = depth
        return self._depth[person]

    def _climb(self, person: int) -> None:
        """Settle a person and everyone above them."""
        trail: list[int] = []
        seen: set[int] = set()
        at = person
        while at not in self._cut and at not in seen:
            trail.append(at)
            seen.add(at)
            edge = self._first_edge(at)
            if edge is None:
                break
            at = edge.from_id
        if at in seen and at not in self._cut and self._first_edge(at) is not None:
            circle = [edge for edge in map(self._first_edge, trail[trail.index(at) :]) if edge]
            earliest = min(circle, key=lambda edge: edge.age)
            self._cut[earliest.from_id] = None
        for one in trail:
            self._cut.setdefault(one, self._first_edge(one))

    def _first_edge(self, person: int) -> Edge | None:
        if self._everyone is not None:
            return self._everyone.get(person)
        if person not in self._first:
            row = self._reader.row(
                f"SELECT number, introducer_id, made_on FROM introduction "
                f"WHERE {BROUGHT} = ? AND introducer_id <> {BROUGHT} "
                "ORDER BY made_on, number LIMIT 1",
                (person,),
            )
            self._first[person] = (
                Edge(
                    number=row["number"],
                    from_id=row["introducer_id"],
                    to_id=person,
                    on=row["made_on"],
                )
                if row
                else None
            )
        return self._first[person]
