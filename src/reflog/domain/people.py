"""People as a command names them: known, or new."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.record import Record
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.names.typed import NewPerson

FORGOTTEN = "forgotten"
"""The name of whoever was erased; nobody can be given it, for a name typed so is Forgotten."""


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


def require_other(contact_id: int | None, what: str) -> None:
    """Refuse what cannot be with me; the key is None of someone new (UsageError)."""
    if contact_id == ME:
        message = f"{what} is with somebody else, never with me; nothing was changed."
        raise UsageError(message, hint="name the other person")


def is_forgotten(name: str, handle: str) -> bool:
    """Tell whether this is somebody erased, who is never meant by a NAME."""
    return name == FORGOTTEN and handle.startswith("contact-")
