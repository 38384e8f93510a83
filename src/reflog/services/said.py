"""What is said of something that happened, on whichever command."""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from reflog.domain.contacts import Known
    from reflog.domain.money import Money


class Said(Record):
    """What goes with something that happened.

    Attributes:
        via: one of domain.follow_ups.VIAS.
        next_on: the day to do it again.
    """

    on: date
    note: str | None = None
    via: str | None = None
    about: int | None = None
    next_on: date | None = None
    no_next: bool = False

    @property
    def repeats(self) -> bool:
        """What it settles may be opened again by the playbook."""
        return not self.no_next and self.next_on is None


class Reached(Record):
    """A stage that an introduction came to; the business is what it brought where it is won."""

    stage: str
    why: str | None = None
    at_fault: Known | None = None
    amount: Money | None = None
