"""The JSON of match, ask, met, network and report."""

from __future__ import annotations

from reflog.domain.schema import ADDRESSES
from reflog.render.objects import monies
from reflog.reports.period import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from reflog.domain.asking import Candidate
    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Person
    from reflog.domain.matching import Match
    from reflog.reports.asks import Asked
    from reflog.reports.circle import Network
    from reflog.reports.meetings import ToMeet
    from reflog.reports.openings import Opening, Served
    from reflog.reports.period import Closed, Period, Referral

_MATCH = ("fit", "trust", "room", "track", "owed")


def matches(some: Iterable[Match], people: Mapping[int, Contact]) -> list[dict[str, Any]]:
    """Return matches, with how to reach each person."""
    return [
        {
            "contact": one.contact,
            "contact_name": one.contact_name,
            "part": one.part,
            "not_now": one.not_now,
            "points": one.points,
            **{part: getattr(one, part) for part in _MATCH},
            "reasons": list(one.reasons),
            "last_on": one.last_on,
            **_reached(people[one.contact_id]),
        }
        for one in some
    ]


def openings(some: Iterable[Served]) -> list[dict[str, Any]]:
    """Return open needs, each with its best match."""
    return [_opening(one.opening, one.best, one.able) for one in some]


def _opening(one: Opening, best: Person | None, able: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "contact": one.person.handle,
        "contact_name": one.person.name,
        "need": one.need,
        "best": best and best.handle,
        "able": able,
    }


def candidates(some: Iterable[Candidate], people: Mapping[int, Contact]) -> list[dict[str, Any]]:
    """Return people to ask, with how to reach them."""
    return [
        {
            "contact": one.contact,
            "contact_name": one.contact_name,
            "not_now": one.not_now,
            "points": one.points,
            "reasons": list(one.reasons),
            "sentence": one.sentence,
            "follow_up": one.follow_up,
            "asked_on": one.asked_on,
            "asked": one.asked,
            "came": list(one.came),
            **_reached(people[one.contact_id]),
        }
        for one in some
    ]


def asked(some: Iterable[Asked]) -> list[dict[str, Any]]:
    """Return the people I asked, with what came of it."""
    return [
        {
            "id": one.id,
            "contact": one.contact,
            "contact_name": one.contact_name,
            "on": one.on,
            "note": one.note,
            "came": list(one.came),
        }
        for one in some
    ]


def to_meet(
    some: Iterable[ToMeet],
    people: Mapping[int, Contact],
    learn: Mapping[int, Sequence[str]],
) -> list[dict[str, Any]]:
    """Return people to meet, with how to reach them and what to learn from each."""
    return [
        {
            "contact": one.contact,
            "contact_name": one.contact_name,
            "reason": one.reason,
            "due_on": one.due_on,
            "every": one.every,
            "met_on": one.met_on,
            "touched_on": one.touched_on,
            "learn": list(learn[one.contact_id]),
            **_reached(people[one.contact_id]),
        }
        for one in some
    ]


def network(one: Network) -> dict[str, Any]:
    """Return the network."""
    return {
        "partners": {
            "count": one.count,
            "room": one.room,
            "full": one.full,
            "unknown": one.unknown,
        },
        "roles": [
            {"role": role.role, "count": role.count, "contacts": _handles(role.people)}
            for role in one.roles
        ],
        "professions": [
            {"profession": profession.name, "contacts": _handles(profession.people)}
            for profession in one.professions
        ],
        "needs": [_opening(need, None, 0) for need in one.needs],
        "eat": [
            {
                "contact": eats.person.handle,
                "contact_name": eats.person.name,
                "introductions": eats.introductions,
                "own_custom": eats.own_custom,
                "business": monies(eats.business),
            }
            for eats in one.eat
        ],
    }


def period(one: Period, *, amounts: bool) -> dict[str, Any]:
    """Return the report of a period; without `amounts` every sum is null."""
    return {
        "since": one.since,
        "until": one.until,
        "tag": one.tag,
        "given": _referrals(one.given),
        "received": _referrals(one.received),
        "one_to_ones": [met.id for met in one.one_to_ones],
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


def _closed(some: Sequence[Closed], *, amounts: bool) -> dict[str, Any]:
    return {
        "total": monies(whole(some)) if amounts else None,
        "of": [
            {
                "contact": one.partner.handle,
                "contact_name": one.partner.name,
                "total": monies(one.total) if amounts else None,
            }
            for one in some
        ],
    }


def _reached(person: Contact) -> dict[str, list[str]]:
    return {name: list(getattr(person, name)) for name in ADDRESSES}


def _handles(people: Iterable[Person]) -> list[str]:
    return [one.handle for one in people]
