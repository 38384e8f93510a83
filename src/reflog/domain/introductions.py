"""Introductions: stages and moves, their people and tiers, what they miss, what is said of them."""

from __future__ import annotations

from reflog.domain import Record, split
from reflog.errors import ConflictError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from reflog.domain.contacts import Known
    from reflog.domain.entries import Money

STAGES = ("lead", "introduced", "connected", "met", "won", "lost", "declined", "bad")
OPEN_STAGES = ("lead", "introduced", "connected", "met")
ENDED_STAGES = ("won", "lost", "declined", "bad")
TYPED_STAGES = ("introduced", "connected", "met", "won", "lost", "bad", "declined")
"""What an introduction may be marked; a lead is recorded, not reached."""

BECAME = ("introduced", "connected", "met", "won")
"""Reaching one of these, a lead has become an introduction."""

CALLERS = ("provider", "prospect", "introducer")
EFFORTS = ("details", "material", "testimonial", "call", "in-person")
SIDES = ("provider", "prospect")

_REOPENED = ("connected", "met", "won", "bad")
_MOVES = {
    **{stage: (*OPEN_STAGES[step + 1 :], *ENDED_STAGES) for step, stage in enumerate(OPEN_STAGES)},
    "lost": _REOPENED,
    "declined": _REOPENED,
    "won": ("bad",),
    "bad": (),
}


def may_come_to(stage: str, reached: str) -> bool:
    """Return whether an introduction at `stage` may be marked `reached`.

    Stages go forward and may be skipped; lost and declined may come back; won may turn bad.
    """
    return reached in _MOVES[stage]


def require_move(number: int, stage: str, reached: str, amount: str = "MONEY") -> None:
    """Raise ConflictError if an introduction may not be marked `reached`; `amount` is for hints."""
    if reached == stage:
        hint = (
            f"to record more business: reflog business {number} {amount}"
            if stage == "won"
            else None
        )
        message = f"#{number} is already {stage}."
        raise ConflictError(message, hint=hint or f"reflog show {number}")
    if not may_come_to(stage, reached):
        message = f"#{number} is already {stage}, so it can't be marked {reached}."
        raise ConflictError(
            message, hint=f"if that's a mistake: reflog edit {number} --stage {reached}"
        )


class Step(Record):
    """A stage that an introduction reached, or that a side said it had.

    Attributes:
        told_by: the handle of the side that said so, None if I knew it myself.
        moved: it moved to that stage then; otherwise it was there or further already.
    """

    stage: str
    on: str
    told_by: str | None = None
    moved: bool = True


def steps_of(text: str) -> tuple[Step, ...]:
    """Parse the steps of an introduction, which the ledger's view joins into one text."""
    found = []
    for one in split(text):
        stage, on, told_by, moved = one.split(" ")
        found.append(Step(stage=stage, on=on, told_by=told_by or None, moved=moved == "1"))
    return tuple(found)


def stages_of(
    steps: Iterable[Step], made_on: str, stage: str, stage_on: str
) -> list[tuple[str, str]]:
    """Return each stage that an introduction reached with its day, from the day it was made.

    One that was a lead has a step that says so, or has come to be introduced.
    """
    moved = [(one.stage, one.on) for one in steps if one.moved]
    if moved and moved[0][0] == "lead":
        del moved[0]
        first = "lead"
    elif any(reached == "introduced" for reached, _on in moved) or (stage == "lead" and not moved):
        first = "lead"
    else:
        first = "introduced"
    way = [(first, made_on), *moved]
    # A stage that was corrected by hand has no step.
    return way if way[-1][0] == stage else [*way, (stage, stage_on)]


def require_parties(introducer: Hashable, provider: Hashable, prospect: Hashable) -> None:
    """Raise UsageError if the provider is also the prospect or the introducer."""
    if provider == prospect:
        message = "The provider and the prospect are the same person."
        raise UsageError(message, hint="an introduction needs two different people")
    if provider == introducer:
        message = "The provider and the introducer are the same person."
        raise UsageError(
            message, hint="--by, or --from of received, names who brought the two together"
        )


def direction_of(introducer: object, sides: tuple[object, object], me: object) -> str:
    """Return given (I made it), received (made for me) or other."""
    if introducer == me:
        return "given"
    return "received" if me in sides else "other"


_PARTS = {
    "need": "need",
    "offer": "offer",
    "consent": "consent",
    "provider_reachable": "provider-details",
    "prospect_reachable": "prospect-details",
}


def missing_parts(known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the parts of a proper introduction that are missing (FIELD.md, rules 1 and 2)."""
    return tuple(part for name, part in _PARTS.items() if not known[name])


def possessive(name: str | None) -> str:
    """Return `Fred's`; `my` for None, who is me."""
    return f"{name}'s" if name else "my"


def told(
    introducer: str | None,
    provider: str | None,
    prospect: str | None,
    *,
    own_custom: bool,
    lead: bool = False,
) -> str:
    """Return an introduction as a sentence told by me, without its full stop.

    The names are full ones, None is me; it is own custom if the introducer is the prospect.
    """
    who = introducer or "I"
    if own_custom:
        if lead:
            return f"{who} came to {provider or 'me'} as a lead"
        return f"{who} became {possessive(provider)} customer"
    if lead:
        return f"{who} passed {possessive(prospect)} name to {provider or 'me'} as a lead"
    if provider is None:
        return f"{who} referred {prospect} to me"
    if prospect is None:
        return f"{who} referred me to {provider}"
    return f"{who} introduced {provider} and {prospect}"


class Said(Record):
    """The day something happened, and what was said along with it.

    Attributes:
        via: how, one of `domain.follow_ups.VIAS`.
        about: the ledger number of the introduction it is about.
        next_on: the day to do it again, instead of the playbook's.
        no_next: nothing is to follow.
    """

    on: date
    note: str | None = None
    via: str | None = None
    about: int | None = None
    next_on: date | None = None
    no_next: bool = False

    @property
    def repeats(self) -> bool:
        """Whether the playbook sets the next day: none is named, and something may follow."""
        return not self.no_next and self.next_on is None


class Reached(Record):
    """How far an introduction has come.

    Attributes:
        at_fault: who let it down, where it went badly.
        amount: the business it brought, where it was won.
        typed: that amount as it is typed, for hints.
    """

    stage: str
    why: str | None = None
    at_fault: Known | None = None
    amount: Money | None = None
    typed: str = "MONEY"


class Balance(Record):
    """The balance with a partner (FIELD.md, rule 8); leads do not count.

    Attributes:
        given: introductions I made with them as provider.
        received: introductions they made with me as provider.
        given_business, received_business: what those brought, one sum per currency.
        ahead: who has made more introductions: me, them or even.
    """

    contact: str
    contact_name: str
    contact_id: int
    given: int
    received: int
    given_business: tuple[Money, ...]
    received_business: tuple[Money, ...]
    thanks_given: int
    thanks_received: int
    thanks_owed: int
    ahead: str


def ahead(given: int, received: int) -> str:
    """Return who has made more introductions: me, them or even."""
    return "even" if given == received else "me" if given > received else "them"
