"""Telling apart: of two contacts that look like one person, whether they are."""

from __future__ import annotations

from reflog.errors import ConflictError
from reflog.services import pairs, people
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.people import Known
    from reflog.storage.ledger import Ledger

    Two = tuple[Known, Known]

_TOLD = 3  # decisions that a sentence names


def distinguish(ledger: Ledger, one: Known, other: Known) -> None:
    """Remember that two contacts are two persons.

    Raises:
        ConflictError: they are one contact, or it is known already.
    """
    ids = sorted((people.known_row(ledger, one).id, people.known_row(ledger, other).id))
    low, high = ids
    if low == high:
        message = f"{one.name} is one person; nothing was changed."
        raise ConflictError(message, hint="name two contacts")
    if ledger.all(tables.ContactDistinct, low_id=low, high_id=high):
        message = (
            f"It is known already that {one.name} ({one.handle}) and {other.name} "
            f"({other.handle}) are not the same; nothing was changed."
        )
        raise ConflictError(message, hint="reflog contact duplicates lists the others")
    ledger.add(tables.ContactDistinct(low_id=low, high_id=high))
    ledger.summary = (
        f"remembered that {one.name} ({one.handle}) and {other.name} ({other.handle}) "
        "are not the same"
    )


def settle(ledger: Ledger, merged: Sequence[Two], distinct: Sequence[Two]) -> None:
    """Merge the pairs that are one person, and remember those that are not, in one command.

    Args:
        ledger: the ledger.
        merged: in the order they are merged, the one who is kept first.
        distinct: pairs that remain after it.

    Raises:
        ConflictError: a pair cannot be one person, or another command has changed somebody.
    """
    said = []
    for one, other in distinct:
        distinguish(ledger, one, other)
        said.append(ledger.summary)
    for keep, gone in merged:
        pairs.merge(ledger, keep, gone)
        said.append(ledger.summary)
    more = len(said) - _TOLD
    ledger.summary = "; ".join(said[:_TOLD]) + (f"; and {more} more" if more > 0 else "")
