"""Phone numbers: whose country those are of that are typed without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.formats.phones import e164, region_of
from reflog.storage import tables
from reflog.storage.ledger import ME, select

if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger

__all__ = ["e164", "my_region"]


def my_region(ledger: Ledger) -> str | None:
    """Return the country of my own first number, which others' local numbers are taken to be of."""
    statement = (
        select(tables.ContactPhone)
        .where(tables.ContactPhone.contact_id == ME)
        .order_by(tables.ContactPhone.id)  # type: ignore[arg-type]
    )
    mine = next((one.e164 for one in ledger.all(statement) if one.e164), None)
    return None if mine is None else region_of(mine)
