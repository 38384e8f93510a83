"""Contacts: adding, correcting and renaming the people of the ledger."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.names import fold
from reflog.domain.schema import ADDRESSES, FIELDS, SEVERAL, SINGLE
from reflog.errors import ConflictError, NotFoundError
from reflog.services import people
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflog.domain.contacts import Known
    from reflog.domain.names.typed import NewPerson
    from reflog.domain.schema import Field
    from reflog.storage.forget.forget import Forgotten
    from reflog.storage.ledger import Ledger

    Fields = Mapping[str, str | tuple[str, ...]]
    """What to set, by name, with `handle` and `name`; empty where it is emptied."""

    Lists = Mapping[str, tuple[str, ...]]
    """Values of lists, by the names of these."""


def add(ledger: Ledger, person: NewPerson, fields: Fields) -> None:
    """Add a person with what is known of them (ConflictError: the handle is taken)."""
    row = people.create(ledger, person.name)
    _set(ledger, row, fields)
    people.keep_addresses(ledger, row, person)
    ledger.summary = f"added {person.name} ({row.handle})"


def edit(
    ledger: Ledger, persons: Sequence[Known], given: Fields, *, more: Lists, less: Lists
) -> None:
    """Make the same changes to one person or several, in one step that undo takes back as a whole.

    Given are fields and lists to replace, with an empty value to empty them; more and less are
    values to add to lists, and to take out of them.

    ConflictError: the handle is taken, or is mine; or someone already goes by an alias.
    NotFoundError: nobody has a value that is to be taken out.
    """
    rows = [people.contact_for(ledger, person) for person in persons]
    for name, values in less.items():
        for value in values:
            _require_taken(ledger, rows, SEVERAL[name], value)
    for row in rows:
        _set(ledger, row, given)
        for name, values in more.items():
            _add_to(ledger, row, SEVERAL[name], values)
    named = ", ".join(f"{row.name} ({row.handle})" for row in rows[:_TOLD])
    others = len(rows) - _TOLD
    ledger.summary = f"edited {named}" + (f" and {others} more" if others > 0 else "")


_TOLD = 3  # people that a sentence names


def _require_taken(
    ledger: Ledger, rows: Sequence[tables.Contact], field: Field, value: str
) -> None:
    """Take a value out of a list of each, one of whom has to have it."""
    wanted = people.identities(field, *people.keys(ledger, field, [value])[0])
    found = [
        one
        for row in rows
        for one in people.children(ledger, field, row.id)
        if wanted & people.kept_as(field, one)
    ]
    if not found:
        who = rows[0].name if len(rows) == 1 else "None of them"
        message = f"{who} has no {field.option} {value}."
        raise NotFoundError(message, hint=f"reflog show {rows[0].handle}")
    for one in found:
        ledger.remove(one)


def _add_to(ledger: Ledger, row: tables.Contact, field: Field, values: Sequence[str]) -> None:
    """Add to a list of a person; phones and e-mails come first, as they were typed."""
    if field.name == "aliases":
        _require_no_alias(ledger, row, values)
    keep = people.keep_first if field.name in ADDRESSES else people.keep
    keep(ledger, row, field.name, values)


def _require_no_alias(ledger: Ledger, row: tables.Contact, aliases: Iterable[str]) -> None:
    for alias in aliases:
        if row in people.exactly(ledger, alias):
            message = f"{row.name} already goes by {alias}."
            raise ConflictError(message, hint=f"reflog show {row.handle}")


def rename(ledger: Ledger, person: Known, name: str) -> None:
    """Give a person another full name; the handle stays, the old name becomes an alias."""
    row = people.contact_for(ledger, person)
    if row.name == name:
        raise ConflictError(f"{name} is already their name.", hint=f"reflog show {row.handle}")
    old = row.name
    _rename(ledger, row, name)
    ledger.summary = f"renamed {old} to {name} ({row.handle})"


def add_alias(ledger: Ledger, person: Known, alias: str) -> None:
    """Add another name that a person goes by."""
    row = people.contact_for(ledger, person)
    _require_no_alias(ledger, row, [alias])
    keep_alias(ledger, row, alias)
    ledger.summary = f"{row.name} also goes by {alias} ({row.handle})"


def keep_alias(ledger: Ledger, row: tables.Contact, alias: str) -> None:
    """Add an alias, unless it is their full name or an alias of theirs already."""
    if fold(alias) != row.folded:
        people.keep(ledger, row, "aliases", [alias])


def set_mine(ledger: Ledger, key: str, value: str | None) -> None:
    """Set my own name, first e-mail, first phone or company; None empties it.

    Addresses are kept in the order they were added, so all are added again behind the new first.
    """
    row = ledger.get(tables.Contact, ME)
    if key == "name":
        _name(ledger, row, value or row.handle)
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
    missing = dict.fromkeys(people.once(ledger, field, filter(None, values)))
    for child in people.children(ledger, field, row.id):
        known = (getattr(child, field.column), getattr(child, field.same))
        if known in missing:
            del missing[known]
        else:
            ledger.remove(child)
    if field.name == "aliases":
        _require_no_alias(ledger, row, (value for value, _same in missing))
    people.add_values(ledger, row, field, missing)


def _require_free(ledger: Ledger, row: tables.Contact, handle: str) -> None:
    if row.id == ME:
        message = "The handle me is yours and can't change."
        raise ConflictError(message, hint="to set your name: reflog config name NAME")
    if people.is_handle_taken(ledger, handle):
        raise ConflictError(f"The handle {handle} is taken.", hint=f"reflog show {handle}")


def _rename(ledger: Ledger, row: tables.Contact, name: str) -> None:
    old, old_folded = row.name, row.folded
    _name(ledger, row, name)
    if old_folded != row.folded and not (row.id == ME and old == row.handle):
        keep_alias(ledger, row, old)


def _name(ledger: Ledger, row: tables.Contact, name: str) -> None:
    """Give a person a full name; an alias that has become it goes."""
    row.name, row.folded = name, fold(name)
    for alias in ledger.all(tables.ContactAlias, contact_id=row.id, folded=row.folded):
        ledger.remove(alias)


def require_other(person: Known) -> None:
    """Raise ConflictError if the person is me: nobody is forgotten from their own ledger."""
    if person.id == ME:
        message = "You can't forget yourself in your own ledger."
        raise ConflictError(message, hint='to empty your name: reflog config name ""')


def forget(path: str, person: Known) -> Forgotten:
    """Erase a person from the ledger at `path` and from its backups, for good: undo can't reach it.

    ConflictError: the person is me, or was changed by another command meanwhile.
    """
    from reflog.storage.forget import forget as forgetting

    require_other(person)
    return forgetting.forget(path, person.id, person.name)


def remove_unreached(done: Forgotten) -> Forgotten:
    """Delete the backups that `forget` could not erase the person from."""
    from reflog.storage.forget import forget as forgetting

    return forgetting.remove(done)
