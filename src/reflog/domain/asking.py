"""Who to ask for an introduction: the points for asking somebody, and the reasons not to yet."""

from __future__ import annotations

from reflog.domain import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ROLES = ("client", "past-client", "association", "supplier", "colleague")
"""The roles of people who send business without being partners (FIELD.md, rule 10)."""

MOST = 3
"""Points that introductions given and received count at most, either way."""


class Bond(Record):
    """What has happened between a person and me, for deciding whether to ask them.

    Attributes:
        won_on: the last day that business with them was won, with me as provider.
        won_lately: that was in the last 90 days.
        eats: an introduction I made for them was won, or I am their customer.
        thanked: they have thanked me.
        follow_up: the number of the open ask with them.
        is_due: that ask is due.
        brought: an earlier ask brought somebody.
        knows_pitch: they were told my pitch, and it hasn't changed since.
        given, received: introductions I gave them, and they gave me.
        owes: I owe them thanks or an apology.
        deciding: they are deciding about me: an introduction with me as provider is open.
    """

    won_on: str | None = None
    won_lately: bool = False
    eats: bool = False
    thanked: bool = False
    follow_up: int | None = None
    is_due: bool = False
    role: str | None = None
    brought: bool = False
    knows_pitch: bool = False
    given: int = 0
    received: int = 0
    owes: bool = False
    deciding: bool = False


class Candidate(Record):
    """Somebody to ask.

    Attributes:
        not_now: why not now: out, doubt, asked, thank or deciding; None if now is fine.
        sentence: what to ask, as `due` says it.
        follow_up: the number of the open ask.
        asked_on, asked: the last time I asked them, and how often in all.
        came: the introductions that the last ask brought.
    """

    contact_id: int
    contact: str
    contact_name: str
    folded: str
    not_now: str | None
    points: int
    reasons: tuple[str, ...]
    sentence: str
    follow_up: int | None
    asked_on: str | None
    asked: int
    came: tuple[int, ...]


def points(bond: Bond) -> tuple[int, tuple[str, ...]]:
    """Return the points for asking somebody, and the reason for each in words."""
    more = bond.given - bond.received
    ask = "asking them is due" if bond.is_due else "you mean to ask them"
    said = (
        (4, "a client of yours", bond.won_on),
        (2, "won in the last 90 days", bond.won_lately),
        (2, "you sent them business", bond.eats),
        (2, "they've thanked you", bond.thanked),
        (3 if bond.is_due else 0, ask, bond.follow_up is not None),
        (1, str(bond.role).replace("-", " "), bond.role in ROLES),
        (2, "asking them has brought you somebody before", bond.brought),
        (1, "they know what you're looking for", bond.knows_pitch),
        (min(more, MOST), f"you gave them {more} more than they gave you", more > 0),
        (max(more, -MOST), f"they gave you {-more} more than you gave them", more < 0),
    )
    counted = [(count, reason) for count, reason, is_so in said if is_so]
    return sum(count for count, _reason in counted), tuple(reason for _count, reason in counted)


def not_now(bond: Bond, standing: str | None, *, asked_lately: bool) -> str | None:
    """Return why somebody shouldn't be asked now, as a word of `Candidate.not_now`.

    Their standing is trusted, doubt, out or None; lately is less than `ask-again` ago.
    """
    if standing in {"out", "doubt"}:
        return standing
    if asked_lately:
        return "asked"
    if bond.owes:
        return "thank"
    return "deciding" if bond.deciding else None


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return people in the order to ask them: those for now, most points, asked longest ago."""
    return sorted(
        candidates,
        key=lambda one: (
            one.not_now is not None,
            -one.points,
            one.asked_on or "",
            one.folded,
            one.contact,
        ),
    )
