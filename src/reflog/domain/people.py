"""People as a command names them: known, or new."""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.new_names import NewPerson


class Known(Record):
    """Someone of the ledger, as found before the ledger was locked.

    Attributes:
        emails, phones: addresses typed along with the name, to be kept.
    """

    id: int
    name: str
    handle: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


class New(Record):
    """Someone not in the ledger.

    Attributes:
        forced: a new person whoever else is called so.
    """

    person: NewPerson
    forced: bool = False

    @property
    def name(self) -> str:
        """The full name to be."""
        return self.person.name
