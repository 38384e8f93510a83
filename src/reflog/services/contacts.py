"""Contacts: adding, correcting and renaming the people of the ledger."""

from __future__ import annotations

from reflog.domain.names import folding
from reflog.domain.record import Record
from reflog.errors import ConflictError
from reflog.formats.phones import e164
from reflog.services import people
from reflog.storage import tables
from reflog.storage.ledger import ME, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from sqlmodel import SQLModel

    from reflog.domain.contacts import Known
    from reflog.domain.names.typed import NewPerson

    Child = TypeVar("Child", bound=SQLModel)
    Values = dict[str, str | None]

SINGLE = ("company", "profession", "role", "city", "note")
PLURAL = ("emails", "phones", "tags", "aliases")


class Fields(Record):
    """What to set of a contact: a field left None stays, an empty one is emptied."""

    name: str | None = None
    handle: str | None = None
    company: str | None = None
    profession: str | None = None
    role: str | None = None
    city: str | None = None
    note: str | None = None
    emails: tuple[str, ...] | None = None
    phones: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    aliases: tuple[str, ...] | None = None


def add(ledger: Ledger, person: NewPerson, fields: Fields) -> int:
    """Write a new person down and return their id.

    Raises:
        ConflictError: the handle is taken.
    """
    row = people.create(ledger, person.name)
    _set(ledger, row, fields)
    people.keep_addresses(ledger, row, person.emails, person.phones)
    ledger.summary = f"added {person.name} ({row.handle})"
    return row.id


def edit(ledger: Ledger, person: Known, fields: Fields) -> None:
    """Set the fields of a person.

    Raises:
        ConflictError: the handle is taken, or is mine.
    """
    row = people.known_row(ledger, person)
    _set(ledger, row, fields)
    ledger.summary = f"edited {row.name} ({row.handle})"


def rename(ledger: Ledger, person: Known, name: str) -> None:
    """Give a person another full name; the handle stays, the old name becomes an alias.

    Raises:
        ConflictError: that is their name already.
    """
    row = people.known_row(ledger, person)
    if row.name == name:
        message = f"{name} is their name already."
        raise ConflictError(message, hint=f"reflog show {row.handle}")
    old = row.name
    _rename(ledger, row, name)
    ledger.summary = f"renamed {old} to {name} ({row.handle})"


def add_alias(ledger: Ledger, person: Known, alias: str) -> None:
    """Add another name that a person goes by.

    Raises:
        ConflictError: they go by it already.
    """
    row = people.known_row(ledger, person)
    if row in people.exactly(ledger, alias):
        message = f"{row.name} goes by {alias} already."
        raise ConflictError(message, hint=f"reflog show {row.handle}")
    keep_alias(ledger, row, alias)
    ledger.summary = f"{row.name} also goes by {alias} ({row.handle})"


def keep_alias(ledger: Ledger, row: tables.Contact, alias: str) -> None:
    """Add an alias, unless it is their full name or an alias of theirs already."""
    folded = folding.fold(alias)
    known = {one.folded for one in children(ledger, tables.ContactAlias, row.id)}
    if folded not in {row.folded, *known}:
        ledger.add(tables.ContactAlias(contact_id=row.id, alias=alias, folded=folded))


def children(ledger: Ledger, table: type[Child], contact_id: int | None) -> list[Child]:
    """Return a person's aliases, e-mail addresses, numbers or tags, as they were added."""
    return ledger.all(table, contact_id=contact_id)


def set_mine(ledger: Ledger, key: str, value: str | None) -> None:
    """Set my own name, first e-mail, first phone or company; None empties them.

    Addresses stand in the order they were added, so the first is set by adding all anew.
    """
    row = ledger.get(tables.Contact, ME)
    if key == "name":
        row.name = value or row.handle
        row.folded = folding.fold(row.name)
    elif key == "company":
        _set(ledger, row, Fields(company=value or ""))
    elif key == "email":
        others = [one.email for one in children(ledger, tables.ContactEmail, ME)[1:]]
        _set(ledger, row, Fields(emails=()))
        _set(ledger, row, Fields(emails=(value, *others) if value else ()))
    else:
        others = [one.phone for one in children(ledger, tables.ContactPhone, ME)[1:]]
        _set(ledger, row, Fields(phones=()))
        _set(ledger, row, Fields(phones=(value, *others) if value else ()))


def _set(ledger: Ledger, row: tables.Contact, fields: Fields) -> None:
    if fields.handle is not None and fields.handle != row.handle:
        _require_free(ledger, row, fields.handle)
        row.handle = fields.handle
    if fields.name is not None and fields.name != row.name:
        _rename(ledger, row, fields.name)
    for name in SINGLE:
        value = getattr(fields, name)
        if value is not None:
            setattr(row, name, value or None)
    _replace(ledger, row, tables.ContactTag, _with_folded("tag", fields.tags))
    _replace(ledger, row, tables.ContactAlias, _with_folded("alias", fields.aliases))
    _replace(ledger, row, tables.ContactEmail, _with_folded("email", fields.emails))
    if fields.phones is not None:
        region = people.my_region(ledger)
        wanted: list[Values] = [
            {"phone": phone, "e164": e164(phone, region)}
            for phone in dict.fromkeys(fields.phones)
            if phone
        ]
        _replace(ledger, row, tables.ContactPhone, wanted)


def _with_folded(column: str, texts: Iterable[str] | None) -> list[Values] | None:
    """Return the values of each row, the same text once."""
    if texts is None:
        return None
    folded = {folding.fold(text): text for text in texts if text}
    return [{column: text, "folded": key} for key, text in folded.items()]


def _replace(
    ledger: Ledger, row: tables.Contact, table: type[Child], wanted: list[Values] | None
) -> None:
    """Make a list of a person's exactly these rows, leaving alone what stays."""
    if wanted is None:
        return
    missing = list(wanted)
    for child in children(ledger, table, row.id):
        values = child.model_dump()
        del values["id"], values["contact_id"]
        if values in missing:
            missing.remove(values)
        else:
            ledger.remove(child)
    for values in missing:
        ledger.add(table(contact_id=row.id, **values))


def _require_free(ledger: Ledger, row: tables.Contact, handle: str) -> None:
    if row.id == ME:
        message = "The handle me is mine and stays."
        raise ConflictError(message, hint="reflog config name sets my name")
    if people.is_handle_taken(ledger, handle):
        message = f"The handle {handle} is taken."
        raise ConflictError(message, hint=f"reflog show {handle}")


def _rename(ledger: Ledger, row: tables.Contact, name: str) -> None:
    old, old_folded = row.name, row.folded
    row.name = name
    row.folded = folding.fold(name)
    for alias in children(ledger, tables.ContactAlias, row.id):
        if alias.folded == row.folded:
            ledger.remove(alias)
    if old_folded != row.folded and not (row.id == ME and old == row.handle):
        keep_alias(ledger, row, old)
