"""People as a command names them, `Known` or `New`, turned into rows of the ledger."""

from __future__ import annotations

import itertools

from reflog.domain.contacts import HANDLE_LENGTH, ME, Known, New, is_forgotten, require_other
from reflog.domain.names import fold, slug
from reflog.domain.schema import SEVERAL
from reflog.errors import ConflictError
from reflog.storage import ledger as tables
from reflog.storage.journal import new_uid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

    from reflog.domain.names.typed import NewPerson
    from reflog.domain.schema import Field
    from reflog.storage.ledger import Ledger


def contact_for(ledger: Ledger, person: Known | New) -> tables.Contact:
    """Return the person's row: created for a New one, read again under the lock for a Known one.

    A new name that has become somebody's since it was looked up is that person, unless it was
    forced. Addresses that came with the name are kept.

    ConflictError: another command has changed the person meanwhile.
    """
    if isinstance(person, New):
        row = None if person.forced else _meanwhile(ledger, person.name)
        row = row or create(ledger, person.person.name)
        keep_addresses(ledger, row, person.person)
        return row
    row = known_row(ledger, person)
    keep_addresses(ledger, row, person, keep_first)
    return row


def known(ledger: Ledger, contact_id: int) -> Known:
    """Return the person who has this id."""
    row = ledger.get(tables.Contact, contact_id)
    return Known(id=row.id, name=row.name, handle=row.handle)


def called(person: tables.Contact | Known) -> str:
    """Return what summaries call somebody: me, or their name."""
    return "me" if person.id == ME else person.name


def known_row(ledger: Ledger, person: Known) -> tables.Contact:
    """Return a known person's row, read again under the lock."""
    row = ledger.find(tables.Contact, person.id)
    if row is None or row.name != person.name:
        message = f"{person.name} has just been changed by another command."
        raise ConflictError(message, hint="try again")
    return row


def other_for(ledger: Ledger, person: Known | New, what: str) -> tables.Contact:
    """Return the person's row as `contact_for` does; "An ask" with me is a UsageError."""
    row = contact_for(ledger, person)
    require_other(row.id, what)
    return row


def create(ledger: Ledger, name: str) -> tables.Contact:
    """Add a person who has nothing but a name yet, with a handle that is free."""
    in_turn = handles(first_handle(name, ledger.next_contact_id()))
    return ledger.add(
        tables.Contact(
            uid=new_uid(),
            handle=next(one for one in in_turn if not is_handle_taken(ledger, one)),
            name=name,
            folded=fold(name),
            created_on=ledger.today,
        )
    )


def first_handle(name: str, number: int) -> str:
    """Return the handle of the first person of a name, or `contact-N` if none can be made of it."""
    return slug(name) or f"contact-{number}"


def handles(first: str) -> Iterator[str]:
    """Yield the handles that people of a name get, in turn: fred-moss, then fred-moss-2."""
    yield first
    for count in itertools.count(2):
        ending = f"-{count}"
        yield first[: HANDLE_LENGTH - len(ending)] + ending


def is_handle_taken(ledger: Ledger, handle: str) -> bool:
    """Return whether someone has exactly this handle; handles are in lower case."""
    return bool(ledger.all(tables.Contact, handle=handle))


def keep(ledger: Ledger, row: tables.Contact, name: str, values: Iterable[str]) -> None:
    """Add the values that a person's list, one of SEVERAL, doesn't hold yet, in any spelling."""
    field = SEVERAL[name]
    known = set[str]().union(*(kept_as(field, one) for one in children(ledger, field, row.id)))
    add_values(ledger, row, field, once(ledger, field, values, known))


def keep_first(ledger: Ledger, row: tables.Contact, name: str, values: Iterable[str]) -> None:
    """Put values first in a person's list, spelled as they are there already if they are."""
    field = SEVERAL[name]
    kept = children(ledger, field, row.id)
    old = [getattr(one, field.column) for one in kept]
    new = _in_order(ledger, field, (*values,), old)
    if new != old:
        for one in kept:
            ledger.remove(one)
        keep(ledger, row, name, new)


def _in_order(ledger: Ledger, field: Field, values: Sequence[str], old: Sequence[str]) -> list[str]:
    """Return each value once, the old ones last, spelled as it was kept already."""
    spelled: dict[str, str] = {}
    found = []
    for value, same in keys(ledger, field, [*old, *values]):
        alike = identities(field, value, same)
        first = next((spelled[one] for one in alike if one in spelled), value)
        spelled |= dict.fromkeys(alike, first)
        found.append(first)
    return list(dict.fromkeys([*found[len(old) :], *old]))


def add_values(
    ledger: Ledger, row: tables.Contact, field: Field, found: Iterable[tuple[str, str | None]]
) -> None:
    """Add values with their keys to a person's list; a phone of mine may tell my country."""
    table = tables.BY_NAME[field.table]
    for value, same in found:
        ledger.add(table(contact_id=row.id, **{field.column: value, field.same: same}))
    if row.id == ME and field.name == "phones":
        read_numbers_again(ledger)


def once(
    ledger: Ledger, field: Field, values: Iterable[str], known: Collection[str] = ()
) -> list[tuple[str, str | None]]:
    """Return each value with its key, but for those in a spelling known already, or before it."""
    seen, found = {*known}, []
    for value, same in keys(ledger, field, values):
        alike = identities(field, value, same)
        if not seen & alike:
            found.append((value, same))
        seen |= alike
    return found


def keep_addresses(
    ledger: Ledger, row: tables.Contact, person: Known | NewPerson, put: Callable[..., None] = keep
) -> None:
    """Add the e-mail addresses and phone numbers that were typed behind a person's name."""
    for name, addresses in (("emails", person.emails), ("phones", person.phones)):
        if addresses:
            put(ledger, row, name, addresses)


def keys(ledger: Ledger, field: Field, values: Iterable[str]) -> list[tuple[str, str | None]]:
    """Return each value with its key for comparing: its folded text, or its number in E.164.

    The key is None for what can't be read as a number. Numbers without a country code are taken to
    be of the country of my own first number.
    """
    if field.same == "folded":
        return [(value, fold(value)) for value in values]
    from reflog.formats import phones

    region = _my_country(ledger)
    return [(value, phones.e164(value, region)) for value in values]


def read_numbers_again(ledger: Ledger) -> None:
    """Read the numbers that couldn't be read before my own country was known.

    A number that somebody turns out to have twice is kept once.
    """
    from reflog.formats import phones

    region = _my_country(ledger)
    if region is None:
        return
    unread = ledger.all(tables.ContactPhone, e164=None)
    found = [(one, same) for one in unread if (same := phones.e164(one.phone, region))]
    for one, same in found:
        if ledger.all(tables.ContactPhone, contact_id=one.contact_id, e164=same):
            ledger.remove(one)
        else:
            one.e164 = same


def _my_country(ledger: Ledger) -> str | None:
    """Return the ISO 3166 country of my own first number; None if unknown."""
    from reflog.formats import phones

    numbers = ledger.all(tables.ContactPhone, contact_id=ME)
    mine = next((one.e164 for one in numbers if one.e164), None)
    return None if mine is None else phones.region_of(mine)


def identities(field: Field, value: str, same: str | None) -> set[str]:
    """Return texts of which two spellings of a value share one; `same` is its key from `keys`."""
    if field.name != "phones":
        return {same or value}
    digits = "".join(char for char in value if char.isdecimal())
    return {text for text in (value, same, digits) if text}


def kept_as(field: Field, child: Any) -> set[str]:  # noqa: ANN401 - a row of any list
    """Return the identities of a value that is kept already."""
    return identities(field, getattr(child, field.column), getattr(child, field.same))


def children(ledger: Ledger, field: Field, contact_id: int) -> list[Any]:
    """Return the rows of one list of a person, in the order they were added."""
    return ledger.all(tables.BY_NAME[field.table], contact_id=contact_id)


def exactly(ledger: Ledger, name: str) -> list[tables.Contact]:
    """Return everyone whose handle, full name or alias is this name, ignoring case and accents."""
    folded = fold(name)
    aliased = [alias.contact_id for alias in ledger.all(tables.ContactAlias, folded=folded)]
    found = dict.fromkeys(
        (
            *ledger.all(tables.Contact, folded=folded),
            *ledger.all(tables.Contact, handle=folded),
            *ledger.all(tables.Contact, id=aliased),
        )
    )
    return [row for row in found if not is_forgotten(row.name, row.handle)]


def _meanwhile(ledger: Ledger, name: str) -> tables.Contact | None:
    """Return the one person who has come to have the name since it was looked up."""
    found = exactly(ledger, name)
    if len(found) > 1:
        raise ConflictError(f"Several people are named {name} by now.", hint="try again")
    return found[0] if found else None
