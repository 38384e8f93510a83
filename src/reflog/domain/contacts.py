"""Contacts: the people of the ledger."""

from __future__ import annotations

from reflog.domain.record import Record

ROLES = (
    "client",
    "past-client",
    "association",
    "supplier",
    "competitor",
    "colleague",
    "partner",
    "friend",
)
"""Why a person sends business (FIELD.md, rule 10)."""

ME = 1
"""The id of the contact who owns the ledger."""


class Contact(Record):
    """A person, as a question finds them.

    Attributes:
        id: the ledger's own key, never shown.
        handle: the short name that never changes.
        created_on: the day they were written down, ISO.
    """

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
    created_on: str

    @property
    def is_me(self) -> bool:
        """This is the owner of the ledger."""
        return self.id == ME
