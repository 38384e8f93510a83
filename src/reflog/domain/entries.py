"""Entries: everything that has a ledger number, as reports return it.

Days are ISO text, as the ledger keeps them; people are given by handle and by name; `id` is the
ledger number.
"""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import ME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self


class Entry(Record):
    """What all entries have; `uid` is their identity when two ledgers meet."""

    kind = "entry"
    id: int
    uid: str
    created_at: str


class Person(Record):
    """A person in an entry: id, handle and full name."""

    id: int
    handle: str
    name: str

    @property
    def is_me(self) -> bool:
        """Whether this is me, who own the ledger."""
        return self.id == ME


class WithPerson(Entry):
    """An entry about a person; their handle, and full name."""

    contact: str
    contact_name: str


class Money(Record):
    """An amount in `minor` units of a currency: cents, if the currency has two decimals."""

    minor: int
    currency: str


class Business(Entry):
    """Money from an introduction, or from a contact who came by themselves."""

    kind = "business"
    about: int | None
    contact: str | None = None
    contact_name: str | None = None
    money: Money
    on: str
    note: str | None = None

    @classmethod
    def from_row(cls, row: Any, **others: object) -> Self:  # noqa: ANN401 - as its base
        """Return the business of a row, in which the money is two columns."""
        money = Money(minor=row["amount"], currency=row["currency"])
        return super().from_row(row, money=money, **others)


class Reached(Record):
    """A stage, and the day the introduction reached it."""

    stage: str
    on: str


class Told(Record):
    """A stage that one side said the introduction had reached, and the day they said so."""

    contact: str
    stage: str
    on: str


class Introduction(Entry):
    """An introduction with everything about it; thanks and follow-ups by their numbers.

    Attributes:
        tier: 1 own custom, 2 a partner's introduction, 3 and beyond by someone who came
            through one.
        missing: the parts of a proper introduction it still lacks (FIELD.md, rules 1, 2).
        told: what each side said about its stage.
        stages: those it reached, from the day it was made.
        passed_to: the introduction that passed it on.
    """

    kind = "introduction"
    direction: str
    tier: int
    introducer: Person
    provider: Person
    prospect: Person
    on: str
    stage: str
    stage_on: str
    need: str | None = None
    offer: str | None = None
    caller: str
    consent: bool | None = None
    effort: str | None = None
    why: str | None = None
    at_fault: Person | None = None
    note: str | None = None
    imported: bool = False
    missing: tuple[str, ...] = ()
    business: tuple[Business, ...] = ()
    thanks: tuple[int, ...] = ()
    follow_ups: tuple[int, ...] = ()
    told: tuple[Told, ...] = ()
    stages: tuple[Reached, ...] = ()
    passed_to: int | None = None

    @property
    def own_custom(self) -> bool:
        """Whether the introducer is the prospect."""
        return self.introducer == self.prospect

    @property
    def introduced_on(self) -> str | None:
        """The day it was made, or became more than a lead; None if it never did."""
        from reflog.domain.introductions import BECAME

        return next((one.on for one in self.stages if one.stage in BECAME), None)

    @property
    def brought(self) -> Person:
        """Who it brought: the prospect, or the provider if I am the prospect."""
        return self.provider if self.prospect.is_me else self.prospect


class FollowUp(WithPerson):
    """Something I owe a person by a day.

    Attributes:
        what: the words typed for it, for the purpose "other"; else the whole sentence.
        typed: the words typed, for the purposes other and find.
        days_overdue: days since it was due, negative before; None unless it is open.
        side: the contact's part in the introduction it is about.
        every: the time between repetitions, as 90d, 2w, 6m or 1y.
        stage, introducer, provider, prospect, need: of the introduction it is about.
        is_tried: nobody was reached so far, so it is to ask for a better way, too.
    """

    kind = "follow-up"
    contact_id: int
    purpose: str
    what: str
    typed: str | None
    due_on: str
    days_overdue: int | None
    about: int | None
    side: str | None
    status: str
    done_on: str | None
    every: str | None
    note: str | None
    unasked: bool
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    stage: str | None
    introducer: str | None
    provider: str | None
    prospect: str | None
    need: str | None
    is_tried: bool = False


class Thanks(WithPerson):
    """Gratitude expressed: given by me or received."""

    kind = "thanks"
    direction: str
    via: str | None
    on: str
    about: int | None
    note: str | None


class OneToOne(WithPerson):
    """A meeting to get to know a partner."""

    kind = "one-to-one"
    on: str
    note: str | None


class Note(WithPerson):
    """Something worth remembering about a person; one with a topic is a fact."""

    kind = "note"
    on: str
    about: int | None
    note: str | None
    topic: str | None = None
    until: str | None = None
