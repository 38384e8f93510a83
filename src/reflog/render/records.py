"""The JSON of what is asked: who, tree, balance, show, log, find, know, match, ask and so on."""

from __future__ import annotations

from itertools import chain

from reflog.domain.money import total
from reflog.domain.schema import ADDRESSES
from reflog.render.objects import all_of, money, of, picked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from reflog.domain.asking import Candidate
    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Introduction, Person
    from reflog.domain.introductions import Balance
    from reflog.domain.matching import Match
    from reflog.domain.pictures import Network as Chart
    from reflog.domain.pictures import Pictures
    from reflog.reports.asks import Asked
    from reflog.reports.circle import Network
    from reflog.reports.duplicates import Duplicate
    from reflog.reports.meetings import ToMeet
    from reflog.reports.network import Branch
    from reflog.reports.openings import Opening
    from reflog.reports.period import Closed, Period, Referral
    from reflog.reports.portrait import Portrait
    from reflog.reports.search import Found
    from reflog.reports.sheets import Known, Sheet
    from reflog.reports.story import Event

    People = Mapping[int, Contact]
    """The contacts, by key, of those who are listed."""

_BRANCH = "contact contact_name introduction stage tier own_business business".split()


def with_part(contact_id: int, introductions: Iterable[Introduction]) -> list[dict[str, Any]]:
    """Return introductions with the part that a person has in each; in own custom, introducer."""
    parts = ("introducer", "provider", "prospect")
    return [
        {
            **of(one),
            "part": next((p for p in parts if getattr(one, p).id == contact_id), "at-fault"),
        }
        for one in introductions
    ]


def tree(branches: Iterable[Branch]) -> Iterator[str]:
    """Yield a document of branches in pieces, each branch with everything below it."""
    opened = False
    for piece in _nested(branches, 1):
        yield piece if opened else f"[{piece}"
        opened = True
    yield "\n]\n" if opened else "[]\n"


def tree_of(path: Iterable[Person], branches: Iterable[Branch]) -> Iterator[str]:
    """Yield a document of one branch in pieces, with the path to it."""
    handles = _indented([one.handle for one in path], 2)
    pieces = _nested(branches, 0, f',\n  "path": {handles}')
    yield next(pieces).lstrip()
    yield from pieces
    yield "\n"


def balance(one: Balance) -> dict[str, Any]:
    """Return the balance with a partner."""
    return picked(one, [key for key in one.fields if key != "contact_id"])


def portrait(one: Portrait) -> dict[str, Any]:
    """Return a person with everything that a page on them says."""
    entries = "follow_ups introductions thanks one_to_ones notes".split()
    return {
        "contact": of(one.contact),
        **{key: all_of(getattr(one, key)) for key in entries},
        "balance": balance(one.balance),
        "sheet": sheet(one.sheet),
        "asked_on": one.asks[-1].on if one.asks else None,
        "asked": len(one.asks),
        "came": list(one.asks[-1].came) if one.asks else [],
    }


def sheet(one: Sheet) -> dict[str, Any]:
    """Return how a person stands, and what is known of them."""
    keys = "trust trust_on trust_id room room_until room_left room_id told_on unknown stale"
    return {"facts": all_of(one.facts), **picked(one, keys.split())}


def known(one: Known) -> dict[str, Any]:
    """Return what is known of a person."""
    return {
        **picked(one, ("contact", "contact_name")),
        "sheet": sheet(one.sheet),
        "told": None if one.told is None else [each.as_dict() for each in one.told],
        "untold": None if one.untold is None else [handle for handle, _name in one.untold],
    }


def event(one: Event) -> dict[str, Any]:
    """Return an event of the log."""
    return picked(one, "id kind on contacts text".split())


def found(one: Found) -> dict[str, Any]:
    """Return a text that was found, with where it is."""
    return picked(one, "kind id handle field excerpt".split())


def duplicates(some: Iterable[Duplicate]) -> list[dict[str, Any]]:
    """Return the pairs that may be one person."""
    return [
        {
            "contacts": [one.handle for one in pair.people],
            "names": [one.name for one in pair.people],
            "reason": pair.reason,
            "address": pair.address,
        }
        for pair in some
    ]


def matches(some: Iterable[Match], people: People) -> list[dict[str, Any]]:
    """Return matches, with how to reach each person."""
    keys = "contact contact_name part not_now points fit trust room track owed reasons last_on"
    return [_reached(one, keys, people) for one in some]


def candidates(some: Iterable[Candidate], people: People) -> list[dict[str, Any]]:
    """Return people to ask, with how to reach them."""
    keys = "contact contact_name not_now points reasons sentence follow_up asked_on asked came"
    return [_reached(one, keys, people) for one in some]


def asked(some: Iterable[Asked]) -> list[dict[str, Any]]:
    """Return the people I asked, with what came of it."""
    return [picked(one, "id contact contact_name on note came".split()) for one in some]


def to_meet(
    some: Iterable[ToMeet], people: People, learn: Mapping[int, Sequence[str]]
) -> list[dict[str, Any]]:
    """Return people to meet, with how to reach them and what to learn from each."""
    keys = "contact contact_name reason due_on every met_on touched_on"
    return [_reached(one, keys, people, learn=list(learn[one.contact_id])) for one in some]


def _reached(
    one: Match | Candidate | ToMeet, keys: str, people: People, **more: object
) -> dict[str, Any]:
    return {**picked(one, keys.split()), **more, **picked(people[one.contact_id], ADDRESSES)}


def openings(some: Iterable[Opening]) -> list[dict[str, Any]]:
    """Return open needs, each with its best match."""
    return [
        {
            **picked(one, ("id", "kind")),
            **_named(one.person),
            **picked(one, ("need", "best", "able")),
        }
        for one in some
    ]


def network(one: Network) -> dict[str, Any]:
    """Return the network."""
    return {
        "partners": picked(one, "count room full unknown".split()),
        "roles": [
            {"role": role.role, "count": role.count, "contacts": _handles(role.people)}
            for role in one.roles
        ],
        "professions": [
            {"profession": name, "contacts": _handles(people)}
            for name, people in one.professions.items()
        ],
        "needs": openings(one.needs),
        "eat": [
            {**_named(eats.person), **picked(eats, "introductions own_custom business".split())}
            for eats in one.eat
        ],
    }


def period(one: Period, *, amounts: bool) -> dict[str, Any]:
    """Return the report of a period; without `amounts` every sum is null."""
    return {
        **picked(one, ("since", "until", "tag")),
        "given": _referrals(one.given),
        "received": _referrals(one.received),
        "one_to_ones": [number for number, _person in one.one_to_ones],
        "business_given": _closed(one.business_given, amounts=amounts),
        "business_received": _closed(one.business_received, amounts=amounts),
        "visitors": _handles(one.visitors),
        "thanks": {"given": one.thanks_given, "received": one.thanks_received},
        "looking_for": one.looking_for,
    }


def _referrals(some: Sequence[Referral]) -> dict[str, Any]:
    return {
        "count": len(some),
        "inside": sum(one.is_inside for one in some),
        "introductions": [one.id for one in some],
    }


def _closed(closed: Closed, *, amounts: bool) -> dict[str, Any]:
    whole = total(chain(*closed.values()))
    return {
        "total": [*map(money, whole)] if amounts else None,
        "of": [
            {**_named(partner), "total": [*map(money, monies)] if amounts else None}
            for partner, monies in closed.items()
        ],
    }


def pictures(one: Pictures) -> dict[str, Any]:
    """Return all that the pictures show: always every key, whichever was asked for."""
    won = "introduction direction days".split()
    return {
        "since": one.since,
        "until": one.until,
        "months": [picked(month, month.fields) for month in one.months],
        "reached": [step.as_dict() for step in one.reached],
        "ended": dict(one.ended),
        "open": one.open,
        "days_to_won": [picked(each, won) for each in one.days_to_won],
        "median_days": one.median_days,
        "partners": [balance(partner) for partner in one.partners],
        "network": one.network and _chart(one.network),
    }


def _chart(found: Chart) -> dict[str, Any]:
    """Return the people who are in an introduction: whoever is in the middle may be in none."""
    people = found.people
    ends = {at for edge in found.edges for at in (edge.from_at, edge.to_at)}
    return {
        "people": [
            {
                **picked(node, ("contact", "name")),
                "through": None if node.through_at is None else people[node.through_at].contact,
                "introduction": node.first and node.first.number,
                **picked(node, ("brought", "below", "won")),
            }
            for at, node in enumerate(people)
            if at in ends
        ],
        "again": [
            {
                "introduction": one.number,
                "contact": people[one.to_at].contact,
                "through": people[one.from_at].contact,
            }
            for one in found.again
        ],
    }


def _named(person: Person) -> dict[str, str]:
    return {"contact": person.handle, "contact_name": person.name}


def _handles(people: Iterable[Person]) -> list[str]:
    return [one.handle for one in people]


def _nested(branches: Iterable[Branch], base: int, more: str = "") -> Iterator[str]:
    """Yield nested branches as the json module would write them, however deep.

    Args:
        branches: each after the one that it hangs below.
        base: how many brackets stand around them.
        more: what stands at the end of a root.
    """
    last = -1  # how deep the last one is, which alone of those still open has none below it

    def ended(depth: int) -> str:
        indent = " " * (2 * base + 4 * depth)
        end = "]" if depth == last else f"\n{indent}  ]"
        return f"{end}{'' if depth else more}\n{indent}}}"

    for one in branches:
        yield from map(ended, range(last, one.depth - 1, -1))
        comma = "," if last >= one.depth else ""
        last = one.depth
        indent = 2 * base + 4 * last
        node = _indented(picked(one, _BRANCH), indent).removesuffix(f"\n{' ' * indent}}}")
        yield f'{comma}\n{" " * indent}{node},\n{" " * indent}  "through": ['
    yield from map(ended, range(last, -1, -1))


def _indented(value: object, indent: int) -> str:
    import json

    text = json.dumps(value, ensure_ascii=True, indent=2)
    return text.replace("\n", f"\n{' ' * indent}")
