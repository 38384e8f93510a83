"""People as a command names them: known, or new."""

from __future__ import annotations

from reflog.domain.contacts import HANDLE_LENGTH, Known, New, is_forgotten
from reflog.domain.contacts import require_other as require_other_id
from reflog.domain.names import folding
from reflog.errors import ConflictError
from reflog.formats import phones
from reflog.storage import clock, tables
from reflog.storage.ledger import ME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


def contact_for(ledger: Ledger, person: Known | New) -> tables.Contact:
    """Return the person's row, made where they are new, re-checked where they are known.

    Raises:
        ConflictError: they were changed by another command meanwhile.
    """
    if isinstance(person, New):
        row = None if person.forced else _meanwhile(ledger, person.name)
        row = row or create(ledger, person.person.name)
        keep_addresses(ledger, row, person.person.emails, person.person.phones)
        return row
    row = known_row(ledger, person)
    keep_addresses(ledger, row, person.emails, person.phones)
    return row


def known_row(ledger: Ledger, person: Known) -> tables.Contact:
    """Return a known person's row, re-checked under the lock.

    Raises:
        ConflictError: another command has changed the person meanwhile.
    """
    row = ledger.find(tables.Contact, person.id)
    if row is None or row.name != person.name:
        message = f"{person.name} has just been changed by another command."
        raise ConflictError(message, hint="try again")
    return row


def require_other(row: tables.Contact, what: str) -> None:
    """Refuse what cannot be with me.

    Raises:
        UsageError: the person is me.
    """
    require_other_id(row.id, what)


def create(ledger: Ledger, name: str) -> tables.Contact:
    """Write a new person with a handle of their own."""
    return ledger.add(
        tables.Contact(
            uid=clock.new_uid(),
            handle=free_handle(ledger, name),
            name=name,
            folded=folding.fold(name),
            created_on=ledger.today,
        )
    )


def free_handle(ledger: Ledger, name: str) -> str:
    """Return the slug of the name, numbered where it is taken; contact-N where there is none."""
    slug = folding.slug(name)
    if slug is None:
        slug = f"contact-{ledger.next_contact_id()}"
    handle, count = slug, 1
    while is_handle_taken(ledger, handle):
        count += 1
        handle = numbered_handle(slug, count)
    return handle


def numbered_handle(slug: str, count: int) -> str:
    """Return the handle of the second and the third who make one slug: fred-moss-2."""
    ending = f"-{count}"
    return slug[: HANDLE_LENGTH - len(ending)] + ending


def is_handle_taken(ledger: Ledger, handle: str) -> bool:
    """Tell whether someone has this handle."""
    return bool(ledger.all(tables.Contact, handle=handle))


def keep_addresses(
    ledger: Ledger,
    row: tables.Contact,
    emails: tuple[str, ...],
    numbers: tuple[str, ...],
) -> None:
    """Add the addresses that the person does not have yet."""
    known_emails = {one.folded for one in ledger.all(tables.ContactEmail, contact_id=row.id)}
    for email in emails:
        folded = folding.fold(email)
        if folded not in known_emails:
            known_emails.add(folded)
            ledger.add(tables.ContactEmail(contact_id=row.id, email=email, folded=folded))
    known = ledger.all(tables.ContactPhone, contact_id=row.id)
    known_numbers = {number for one in known for number in (one.e164, one.phone)}
    for number in numbers:
        key = phones.e164(number, my_region(ledger))
        if not known_numbers & {key or number, number}:
            known_numbers |= {key, number}
            ledger.add(tables.ContactPhone(contact_id=row.id, phone=number, e164=key))


def exactly(ledger: Ledger, name: str) -> list[tables.Contact]:
    """Return everyone whose handle, full name or alias is exactly this."""
    folded = folding.fold(name)
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
        message = f"Several people are called {name} by now."
        raise ConflictError(message, hint="try again")
    return found[0] if found else None


def my_region(ledger: Ledger) -> str | None:
    """Return the country of my own first number, which others' local numbers are taken to be of."""
    numbers = ledger.all(tables.ContactPhone, contact_id=ME)
    mine = next((one.e164 for one in numbers if one.e164), None)
    return None if mine is None else phones.region_of(mine)
