"""The JSON of picture: always every key, whichever picture was asked for."""

from __future__ import annotations

from reflog.render.network_records import balance
from reflog.render.objects import monies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reflog.domain.pictures import Network, Node, Pictures


def record(pictures: Pictures) -> dict[str, Any]:
    """Return all that the pictures show."""
    return {
        "since": pictures.since,
        "until": pictures.until,
        "months": [{**one.as_dict(), "business": monies(one.business)} for one in pictures.months],
        "reached": [one.as_dict() for one in pictures.reached],
        "ended": dict(pictures.ended),
        "open": pictures.open,
        "days_to_won": [
            {"introduction": one.introduction, "direction": one.direction, "days": one.days}
            for one in pictures.days_to_won
        ],
        "median_days": pictures.median_days,
        "partners": [balance(one) for one in pictures.partners],
        "network": _network(pictures.network) if pictures.network else None,
    }


def _network(found: Network) -> dict[str, Any]:
    people = found.people
    return {
        "people": [_person(people, node) for node in _ends(found)],
        "again": [
            {
                "introduction": one.number,
                "contact": people[one.to_at].contact,
                "through": people[one.from_at].contact,
            }
            for one in found.again
        ],
    }


def _ends(found: Network) -> list[Node]:
    """Return the people who are in an introduction: whoever is in the middle may be in none."""
    ends = {at for edge in found.edges for at in (edge.from_at, edge.to_at)}
    return [node for at, node in enumerate(found.people) if at in ends]


def _person(people: tuple[Node, ...], node: Node) -> dict[str, Any]:
    return {
        "contact": node.contact,
        "name": node.name,
        "through": None if node.through_at is None else people[node.through_at].contact,
        "introduction": None if node.first is None else node.first.number,
        "brought": node.brought,
        "below": node.below,
        "won": node.won,
    }
