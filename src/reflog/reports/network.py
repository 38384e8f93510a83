"""The network: who came through whom, with the business below.

How even it stands with each partner is `reflog.reports.balances`, to be had from here too.
"""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.entries import Person
from reflog.domain.money import Money, total
from reflog.domain.record import Record
from reflog.reports.balances import Balance, balance, balance_of
from reflog.reports.chains import BROUGHT, OWN_CUSTOM_TIER, PARTNER_TIER, Chains, Edge

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from reflog.storage.reader import Reader


class Branch(Record):
    """A person in the tree, and everyone who came through them.

    Attributes:
        introduction, stage, tier, on: of the introduction that brings the person here;
            None for a root.
        see_above: the person's own branch stands elsewhere.
        own_business: the business of that introduction.
        business: that and all the business below, one sum per currency.
    """

    contact: str
    contact_name: str
    contact_id: int
    introduction: int | None
    stage: str | None
    tier: int | None
    see_above: bool
    on: str | None
    own_business: tuple[Money, ...]
    business: tuple[Money, ...]
    through: tuple[Branch, ...]


class _Node(Record):
    """A person's place in the tree: a root, or where an introduction brings them."""

    person: Person
    introduction: int | None = None
    introducer_id: int | None = None
    stage: str | None = None
    on: str | None = None
    own_custom: bool = False
    hangs: bool = True


_IS_FIRST = f"""link.introducer_id <> link.to_id AND link.number = (
    SELECT number FROM introduction
    WHERE {BROUGHT} = link.to_id AND introducer_id <> {BROUGHT} AND made_on >= :since
    ORDER BY made_on, number LIMIT 1)"""

_LINK = f"""link AS NOT MATERIALIZED (
  SELECT number, introducer_id, {BROUGHT} AS to_id, made_on, stage,
    introducer_id = prospect_id AS own_custom
  FROM introduction WHERE made_on >= :since)"""

_LINK_COLUMNS = f"""link.number, link.introducer_id, link.to_id, c.handle, c.name,
  link.made_on, link.stage, link.own_custom, {_IS_FIRST} AS is_first"""


def tree(reader: Reader, since: str | None = None) -> list[Branch]:
    """Return the whole network: one branch for each root, me first, then the earliest.

    Args:
        reader: an open read door.
        since: only introductions made from this day on count, ISO.
    """
    rows = reader.rows(
        f"WITH {_LINK} SELECT {_LINK_COLUMNS} FROM link JOIN contact AS c ON c.id = link.to_id "
        "ORDER BY link.made_on, link.number",
        {"since": since or ""},
    )
    first = {row["to_id"]: _edge_of(row) for row in rows if row["is_first"]}
    chains = Chains(reader, everyone=first)
    cut = {person for person in first if chains.brought_by(person) is None}
    nodes = [_node_of(row, cut) for row in rows]
    introducers = dict.fromkeys(row["introducer_id"] for row in rows)
    roots = [one for one in introducers if chains.brought_by(one) is None]
    roots.sort(key=lambda one: one != ME)
    people = _people(reader, roots)
    below, business = _below(nodes), _business_of(reader, nodes)
    return [_grown(_Node(person=people[one]), 0, below, business) for one in roots]


def tree_of(
    reader: Reader, contact_id: int, since: str | None = None
) -> tuple[list[Person], Branch]:
    """Return how a person came, and the person's own branch.

    Reads only the chain above the person and what hangs below.

    Args:
        reader: an open read door.
        contact_id: the key of someone in the ledger.
        since: only introductions made from this day on count, ISO.

    Returns:
        The persons from the root down to and including this one; the branch.
    """
    above = Chains(reader, since).path(contact_id)
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
          WHERE link.to_id <> :root AND {_IS_FIRST})
        SELECT {_LINK_COLUMNS} FROM link JOIN contact AS c ON c.id = link.to_id
        WHERE link.introducer_id IN (SELECT id FROM below) OR link.number = :brought_by
        ORDER BY link.made_on, link.number
        """,
        values,
    )
    nodes = [_node_of(row, {root}) for row in rows]
    people = _people(reader, [root, *(edge.to_id for edge in above)])
    here = [node for node in nodes if above and node.introduction == above[-1].number]
    top = here[0] if here else _Node(person=people[contact_id])
    branch = _grown(top, len(above), _below(nodes), _business_of(reader, nodes))
    return list(people.values()), branch


def _grown(
    top: _Node,
    depth: int,
    below: Mapping[int | None, Sequence[_Node]],
    business: Mapping[int | None, Sequence[Money]],
) -> Branch:
    """Build a branch from its leaves up; without recursion, chains may be thousands long."""
    places: list[tuple[_Node, int, int | None]] = [(top, depth, None)]
    for at, (node, deep, _above) in enumerate(places):  # each place comes after the one above it
        if node.hangs:
            places += [(child, deep + 1, at) for child in below.get(node.person.id, ())]
    through: dict[int | None, list[Branch]] = {}
    for at in reversed(range(len(places))):
        node, deep, above = places[at]
        branch = _branch(node, deep, through.pop(at, [])[::-1], business)
        through.setdefault(above, []).append(branch)
    return through[None][0]


def _branch(
    node: _Node,
    depth: int,
    through: Sequence[Branch],
    business: Mapping[int | None, Sequence[Money]],
) -> Branch:
    own = total(business.get(node.introduction, ()))
    tier = OWN_CUSTOM_TIER if node.own_custom else PARTNER_TIER + depth - 1
    return Branch(
        contact=node.person.handle,
        contact_name=node.person.name,
        contact_id=node.person.id,
        introduction=node.introduction,
        stage=node.stage,
        tier=None if node.introduction is None else tier,
        see_above=not node.hangs,
        on=node.on,
        own_business=tuple(own),
        business=tuple(total([*own, *(money for one in through for money in one.business)])),
        through=tuple(through),
    )


def _edge_of(row: sqlite3.Row) -> Edge:
    return Edge(
        number=row["number"], from_id=row["introducer_id"], to_id=row["to_id"], on=row["made_on"]
    )


def _node_of(row: sqlite3.Row, roots: set[int]) -> _Node:
    return _Node(
        person=Person(id=row["to_id"], handle=row["handle"], name=row["name"]),
        introduction=row["number"],
        introducer_id=row["introducer_id"],
        stage=row["stage"],
        on=row["made_on"],
        own_custom=bool(row["own_custom"]),
        hangs=bool(row["is_first"]) and row["to_id"] not in roots,
    )


def _below(nodes: Iterable[_Node]) -> dict[int | None, list[_Node]]:
    brought: dict[int | None, list[_Node]] = {}
    for node in nodes:
        brought.setdefault(node.introducer_id, []).append(node)
    return brought


def _business_of(reader: Reader, nodes: Iterable[_Node]) -> dict[int | None, list[Money]]:
    rows = reader.rows(
        "SELECT about_id, amount, currency FROM business "
        "WHERE about_id IN (SELECT value FROM json_each(?))",
        (_json(node.introduction for node in nodes),),
    )
    found: dict[int | None, list[Money]] = {}
    for row in rows:
        money = Money(minor=row["amount"], currency=row["currency"])
        found.setdefault(row["about_id"], []).append(money)
    return found


def _people(reader: Reader, ids: Sequence[int]) -> dict[int, Person]:
    """Return the persons by their keys, in the order asked for."""
    rows = reader.rows(
        "SELECT id, handle, name FROM contact WHERE id IN (SELECT value FROM json_each(?))",
        (_json(ids),),
    )
    found = {row["id"]: Person(**dict(row)) for row in rows}
    return {one: found[one] for one in ids}


def _json(numbers: Iterable[int | None]) -> str:
    return f"[{','.join(map(str, numbers))}]"


__all__ = ["Balance", "Branch", "balance", "balance_of", "tree", "tree_of"]
