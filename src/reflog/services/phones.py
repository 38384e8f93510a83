"""Phone numbers: whose country those are of that are typed without one."""

from __future__ import annotations

from reflog.formats.phones import e164, region_of
from reflog.storage import tables
from reflog.storage.ledger import ME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger

__all__ = ["e164", "my_region"]


def my_region(ledger: Ledger) -> str | None:
    """Return the country of my own first number, which others' local numbers are taken to be of."""
    numbers = ledger.all(tables.ContactPhone, contact_id=ME)
    mine = next((one.e164 for one in numbers if one.e164), None)
    return None if mine is None else region_of(mine)
