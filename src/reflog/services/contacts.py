"""Contacts: adding, correcting and renaming the people of the ledger."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.names import folding
from reflog.domain.schema import FIELDS, SEVERAL, SINGLE
from reflog.errors import ConflictError
from reflog.services import people
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reflog.domain.contacts import Known
    from reflog.domain.names.typed import NewPerson
    from reflog.domain.schema import Field
    from reflog.storage.ledger import Ledger

    Fields = Mapping[str, str | tuple[str, ...]]
    """What to set, by name, with `handle` and `name`; empty where it is emptied."""


def add(ledger: Ledger, person: NewPerson, fields: Fields) -> int:
    """Write a new person down and return their id.

    Raises:
        ConflictError: the handle is taken.
    """
    row = people.create(ledger, person.name)
    _set(ledger, row, fields)
    people.keep_addresses(ledger, row, person)
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
        message = f"{name} is already their name."
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
        message = f"{row.name} already goes by {alias}."
        raise ConflictError(message, hint=f"reflog show {row.handle}")
    keep_alias(ledger, row, alias)
    ledger.summary = f"{row.name} also goes by {alias} ({row.handle})"


def keep_alias(ledger: Ledger, row: tables.Contact, alias: str) -> None:
    """Add an alias, unless it is their full name or an alias of theirs already."""
    if folding.fold(alias) != row.folded:
        people.keep(ledger, row, "aliases", [alias])


def set_mine(ledger: Ledger, key: str, value: str | None) -> None:
    """Set my own name, first e-mail, first phone or company; None empties them.

    Addresses stand in the order they were added, so the first is set by adding all again.
    """
    row = ledger.get(tables.Contact, ME)
    if key == "name":
        row.name = value or row.handle
        row.folded = folding.fold(row.name)
    elif key in SINGLE:
        _set(ledger, row, {key: value or ""})
    else:
        field = next(one for one in SEVERAL.values() if one.option == key)
        others = [getattr(one, field.column) for one in people.children(ledger, field, ME)[1:]]
        _set(ledger, row, {field.name: ()})
        _set(ledger, row, {field.name: (value, *others) if value else ()})


def _set(ledger: Ledger, row: tables.Contact, fields: Fields) -> None:
    handle, name = fields.get("handle"), fields.get("name")
    if isinstance(handle, str) and handle != row.handle:
        _require_free(ledger, row, handle)
        row.handle = handle
    if isinstance(name, str) and name != row.name:
        _rename(ledger, row, name)
    for field in FIELDS:
        if field.name in fields and field.same:
            _replace(ledger, row, field, fields[field.name])
        elif field.name in fields:
            setattr(row, field.name, fields[field.name] or None)


def _replace(ledger: Ledger, row: tables.Contact, field: Field, values: Iterable[str]) -> None:
    """Make a list of a person's exactly these values, leaving alone what stays."""
    typed = people.keys(ledger, field, filter(None, values))
    if field.same == "folded":
        typed = [(value, same) for same, value in {same: value for value, same in typed}.items()]
    missing = dict.fromkeys(typed)
    for child in people.children(ledger, field, row.id):
        known = (getattr(child, field.column), getattr(child, field.same))
        if known in missing:
            del missing[known]
        else:
            ledger.remove(child)
    for value, same in missing:
        ledger.add(people.made(field, row.id, value, same))


def _require_free(ledger: Ledger, row: tables.Contact, handle: str) -> None:
    if row.id == ME:
        message = "The handle me is yours and can't change."
        raise ConflictError(message, hint="to set your name: reflog config name")
    if people.is_handle_taken(ledger, handle):
        message = f"The handle {handle} is taken."
        raise ConflictError(message, hint=f"reflog show {handle}")


def _rename(ledger: Ledger, row: tables.Contact, name: str) -> None:
    old, old_folded = row.name, row.folded
    row.name = name
    row.folded = folding.fold(name)
    for alias in ledger.all(tables.ContactAlias, contact_id=row.id):
        if alias.folded == row.folded:
            ledger.remove(alias)
    if old_folded != row.folded and not (row.id == ME and old == row.handle):
        keep_alias(ledger, row, old)
