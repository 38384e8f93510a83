"""Who to ask for an introduction: the points for asking somebody, and the reasons not to yet."""

from __future__ import annotations

from reflog.domain.record import Record

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
    said = [
        *([(4, "a client of yours")] if bond.won_on else []),
        *([(2, "won in the last 90 days")] if bond.won_lately else []),
        *([(2, "you sent them business")] if bond.eats else []),
        *([(2, "they've thanked you")] if bond.thanked else []),
        *([_ASK[bond.is_due]] if bond.follow_up is not None else []),
        *([(1, str(bond.role).replace("-", " "))] if bond.role in ROLES else []),
        *([(2, "asking them has brought you somebody before")] if bond.brought else []),
        *([(1, "they know what you're looking for")] if bond.knows_pitch else []),
        *_balance(bond.given - bond.received),
    ]
    return sum(count for count, _reason in said), tuple(reason for _count, reason in said)


_ASK = {False: (0, "you mean to ask them"), True: (3, "asking them is due")}


def _balance(more: int) -> list[tuple[int, str]]:
    """Return what counts that I gave them more than they me, or less."""
    if more > 0:
        return [(min(more, MOST), f"you gave them {more} more than they gave you")]
    if more < 0:
        return [(max(more, -MOST), f"they gave you {-more} more than you gave them")]
    return []


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
