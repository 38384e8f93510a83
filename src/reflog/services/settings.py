"""Settings: rows of the ledger, and my own details."""

from __future__ import annotations

from reflog.domain.settings import MINE
from reflog.services import contacts
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


def set_value(ledger: Ledger, key: str, value: str | None) -> None:
    """Set a setting to a value that was checked already; None brings the default back."""
    ledger.summary = f"set {key} to {value}" if value is not None else f"cleared {key}"
    if key in MINE:
        contacts.set_mine(ledger, key, value)
        return
    row = ledger.find(tables.Setting, key)
    if row is None:
        if value is not None:
            ledger.add(tables.Setting(key=key, value=value))
    elif value is None:
        ledger.remove(row)
    else:
        row.value = value
