"""Contacts: the people of the ledger."""

from __future__ import annotations

from reflog.domain import Record
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.names.typed import NewPerson


ROLES = tuple("client past-client association supplier competitor colleague partner friend".split())
"""Why a person sends business (FIELD.md, rule 10)."""

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
LONGEST_TEXT = 65536
"""Characters: of a name, an address, a number, and of a note or a need."""

INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
)
"""Characters without ink or width that no script needs; joiners, which scripts and emoji need,
are none of them."""

ACTING = INVISIBLE.union(
    "\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\ufff9\ufffa\ufffb"
)
TAGS = range(0xE0000, 0xE0080)
"""Those, and the ones that turn or break a line or annotate it; and codes that tag a text."""

ME = 1
"""The id of the contact who owns the ledger."""


class Contact(Record):
    """A person with everything known of them, as a report returns it."""

    id: int
    handle: str
    name: str
    aliases: tuple[str, ...] = ()
    company: str | None = None
    profession: str | None = None
    role: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    city: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    greeting: str | None = None
    language: str | None = None
    created_on: str

    @property
    def is_me(self) -> bool:
        """Whether this is me, who own the ledger."""
        return self.id == ME


FORGOTTEN = "forgotten"
"""The name of whoever was erased; nobody can be given it, for a name typed so is Forgotten."""


class Known(Record):
    """Somebody in the ledger, found before the ledger was locked, so to be checked again.

    The addresses were typed along with the name, and are to be added.
    """

    id: int
    name: str
    handle: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


class New(Record):
    """Somebody who isn't in the ledger yet; if `forced`, added even if the name is taken."""

    person: NewPerson
    forced: bool = False
    id = None  # nobody's yet

    @property
    def name(self) -> str:
        """The full name they will have."""
        return self.person.name


def require_other(contact_id: int | None, what: str) -> None:
    """Raise UsageError if the person is me; `what` begins its sentence."""
    if contact_id == ME:
        message = f"{what} needs someone other than you."
        raise UsageError(message, hint="name the other person")


def is_forgotten(name: str, handle: str) -> bool:
    """Return whether this is the rest of somebody forgotten, whom no NAME ever means."""
    return name == FORGOTTEN and handle.startswith("contact-")


HANDLE_LENGTH = 64
ALPHANUMERIC = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_HANDLE = ALPHANUMERIC | frozenset("._-")


def is_handle(text: str) -> bool:
    """Return whether the text can be a handle: `[a-z0-9][a-z0-9._-]{0,63}`, not digits alone."""
    return (
        0 < len(text) <= HANDLE_LENGTH
        and text[0] in ALPHANUMERIC
        and _HANDLE.issuperset(text)
        and not text.isdigit()
    )
