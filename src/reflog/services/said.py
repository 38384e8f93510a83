"""What may be said along with something that happened, whichever command records it."""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from reflog.domain.contacts import Known
    from reflog.domain.money import Money


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
    """

    stage: str
    why: str | None = None
    at_fault: Known | None = None
    amount: Money | None = None
