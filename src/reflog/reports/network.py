"""The network: who came through whom, with the business that came of it."""

from __future__ import annotations

from reflog.domain import Many, Record, grouped, numbers_json
from reflog.domain.contacts import ME
from reflog.domain.entries import Money, Person
from reflog.domain.money import total
from reflog.reports.introductions import (
    BROUGHT,
    OWN_CUSTOM_TIER,
    PARTNER_TIER,
    Chains,
    alive_since,
    first_edges,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reflog.storage import Reader


class Branch(Record):
    """A person in the tree, followed by everyone who came through them, one level deeper.

    Attributes:
        depth: the number of levels above.
        introduction, stage, tier, on: of the introduction that brings the person here;
            None for a root.
        see_above: the person's own branch is shown elsewhere.
        under: then the introduction it is shown under; None if it is a root.
        own_business: the business of that introduction, in the period asked for.
        business: that and all the business below, one sum per currency.
    """

    depth: int
    contact: str
    contact_name: str
    contact_id: int
    introduction: int | None
    stage: str | None
    tier: int | None
    see_above: bool
    under: int | None
    on: str | None
    own_business: tuple[Money, ...]
    business: tuple[Money, ...]


_SINCE = alive_since("made_on", "introduction.number", ":since")

_FIRST = f"""(SELECT number FROM introduction
    WHERE {BROUGHT} = link.to_id AND introducer_id <> {BROUGHT} AND {_SINCE}
    ORDER BY made_on, number LIMIT 1)"""

_IS_FIRST = f"link.introducer_id <> link.to_id AND link.number = {_FIRST}"

_LINK = f"""link AS NOT MATERIALIZED (
  SELECT number, introducer_id, {BROUGHT} AS to_id, made_on, stage,
    introducer_id = prospect_id AS own_custom
  FROM introduction WHERE {_SINCE})"""

_LINKS = f"""SELECT link.number, link.introducer_id, link.to_id, c.handle, c.name,
  link.made_on, link.stage, link.own_custom, {_FIRST} AS first
FROM link JOIN contact AS c ON c.id = link.to_id"""

# A root is a link that no introduction makes.
_ROOTS = """SELECT NULL AS number, NULL AS introducer_id, id AS to_id, handle, name,
  NULL AS made_on, NULL AS stage, 0 AS own_custom, NULL AS first
FROM contact WHERE id IN (SELECT value FROM json_each(?))"""


def tree(reader: Reader, since: str | None = None) -> Collection[Branch]:
    """Return the whole network from each root down, me first, then the earliest.

    With `since`, only introductions made, or with business or thanks, since that day.
    """
    values = {"since": since or ""}
    rows = reader.rows(f"WITH {_LINK} {_LINKS} ORDER BY link.made_on, link.number", values)
    first = first_edges(rows)
    chains = Chains(reader, everyone=first)
    cut = {person for person in first if chains.brought_by(person) is None}
    introducers = dict.fromkeys(row["introducer_id"] for row in rows)
    roots = [one for one in introducers if chains.brought_by(one) is None]
    roots.sort(key=lambda one: one != ME)
    was = None
    if since is not None:
        every = f"SELECT number, introducer_id, {BROUGHT} AS to_id, made_on FROM introduction"
        was = Chains(reader, first_edges(reader.rows(f"{every} ORDER BY made_on, number")))
    growing = _Tree(rows, cut, _business_of(reader, rows, since), was=was)
    return growing.grown(_roots(reader, roots))


def tree_of(
    reader: Reader, contact_id: int, since: str | None = None
) -> tuple[list[Person], Collection[Branch]]:
    """Return the people from the root down to this one, and their branch with everyone below.

    Reads only the chain above the person and the branches below, these like `tree`.
    """
    chains = Chains(reader)
    above = chains.path(contact_id)
    root = above[0].from_id if above else contact_id
    values = {
        "since": since or "",
        "person": contact_id,
        "root": root,
        "brought_by": above[-1].number if above else None,
    }
    # Into a root leads only the introduction that a circle was cut at.
    rows = reader.rows(
        f"""
        WITH RECURSIVE {_LINK},
        below (id) AS (
          SELECT :person
          UNION
          SELECT link.to_id FROM below CROSS JOIN link ON link.introducer_id = below.id
          WHERE link.to_id NOT IN (:root, :person) AND {_IS_FIRST})
        {_LINKS}
        WHERE link.introducer_id IN (SELECT id FROM below) OR link.number = :brought_by
        ORDER BY link.made_on, link.number
        """,
        values,
    )
    people = _roots(reader, [root, *(edge.to_id for edge in above)])
    here = next((row for row in rows if row["number"] == values["brought_by"]), None)
    if above and here is None:  # it was made before the day
        sql = f"WITH {_LINK} {_LINKS} WHERE link.number = :brought_by"
        (here,) = reader.rows(sql, {**values, "since": ""})
        rows.append(here)
    # Of a period, who brought them may have come through them.
    below = [row for row in rows if row is not here]
    later = {row["to_id"] for row in rows if not _is_first(row)}
    cut = {root, *(person for person in later if chains.brought_by(person) is None)}
    growing = _Tree(
        *(below, cut, _business_of(reader, rows, since)),
        depth=len(above),
        was=None if since is None else chains,
    )
    path = [Person(id=one["to_id"], handle=one["handle"], name=one["name"]) for one in people]
    return path, growing.grown([here or people[-1]])


def _is_first(row: sqlite3.Row) -> bool:
    """Return whether an introduction is the first shown that brought its person."""
    return bool(row["first"] == row["number"] and row["introducer_id"] != row["to_id"])


class _Tree:
    """Introductions as a tree, each placed below the one that brought its introducer.

    Args:
        rows: the introductions, in the order of siblings.
        roots: the people that none of them brings.
        business: by the number of the introduction.
        depth: the number of levels above the first one.
        was: who came through whom, where not everything is shown: tiers are of what was.
    """

    def __init__(
        self,
        rows: Sequence[sqlite3.Row],
        roots: Collection[int],
        business: Mapping[int, Sequence[Money]],
        *,
        depth: int = 0,
        was: Chains | None = None,
    ) -> None:
        self._roots = roots
        self._business = business
        self._depth = depth
        self._was = was
        self._below = grouped((row["introducer_id"], row) for row in rows)
        self._tops: set[int] = set()
        self._depths: list[int] = []
        self._sums: list[tuple[Money, ...]] = []
        self._tiers: list[int | None] = []

    def grown(self, tops: Sequence[sqlite3.Row]) -> Collection[Branch]:
        """Return everyone from these down; without recursion, chains may be thousands long."""
        places: list[sqlite3.Row] = []
        waiting = [(one, 0) for one in reversed(tops)]
        self._tops = {one["to_id"] for one in tops}
        while waiting:
            one, depth = waiting.pop()
            places.append(one)
            self._depths.append(depth)
            if not depth or self._hangs(one):
                below = self._below.get(one["to_id"], ())
                waiting += [(row, depth + 1) for row in reversed(below)]
        self._add_up(places)
        self._tiers = [self._tier(at, one) for at, one in enumerate(places)]
        return Many(lambda place: self._branch(place, places[place]), range(len(places)))

    def _hangs(self, row: sqlite3.Row) -> bool:
        """Return whether a person's branch is shown here, and not elsewhere."""
        person = row["to_id"]
        return _is_first(row) and person not in self._roots and person not in self._tops

    def _under(self, row: sqlite3.Row) -> int | None:
        """Return the other introduction that a person is shown under; None for a root."""
        is_own = row["own_custom"] or row["first"] == row["number"]
        return None if is_own or row["to_id"] in self._roots else row["first"]

    def _add_up(self, places: Sequence[sqlite3.Row]) -> None:
        """Add up the business at and below each place, from the last to the first."""
        self._sums = [()] * len(places)
        below: list[list[Money]] = []
        for place in reversed(range(len(places))):
            depth = self._depths[place]
            below += [[] for _level in range(depth + 2 - len(below))]
            own = self._business.get(places[place]["number"], ())
            found = [*own, *below[depth + 1]]
            below[depth + 1] = []
            if found:
                self._sums[place] = tuple(total(found))
                below[depth] += self._sums[place]

    def _branch(self, place: int, one: sqlite3.Row) -> Branch:
        depth = self._depths[place]
        is_elsewhere = bool(depth) and not self._hangs(one)
        return Branch(
            depth=depth,
            contact=one["handle"],
            contact_name=one["name"],
            contact_id=one["to_id"],
            introduction=one["number"],
            stage=one["stage"],
            tier=self._tiers[place],
            see_above=is_elsewhere,
            under=self._under(one) if is_elsewhere else None,
            on=one["made_on"],
            own_business=tuple(total(self._business.get(one["number"], ()))),
            business=self._sums[place],
        )

    def _tier(self, place: int, one: sqlite3.Row) -> int | None:
        if one["number"] is None:
            return None
        if one["own_custom"]:
            return OWN_CUSTOM_TIER
        if self._was is not None:
            return self._was.tier(one["introducer_id"], one["to_id"])
        return PARTNER_TIER + self._depth + self._depths[place] - 1


def _business_of(
    reader: Reader, rows: Iterable[sqlite3.Row], since: str | None
) -> dict[int, list[Money]]:
    deals = reader.rows(
        "SELECT about_id, amount AS minor, currency FROM business "
        "WHERE about_id IN (SELECT value FROM json_each(?)) AND closed_on >= ?",
        (numbers_json(row["number"] for row in rows), since or ""),
    )
    return grouped((row["about_id"], Money.from_row(row)) for row in deals)


def _roots(reader: Reader, ids: Sequence[int]) -> list[sqlite3.Row]:
    """Return the people with these keys, in the order given."""
    found = {row["to_id"]: row for row in reader.rows(_ROOTS, (numbers_json(ids),))}
    return [found[one] for one in ids]
