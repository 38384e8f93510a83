"""Bringing a whole ledger into an empty one."""

from __future__ import annotations

from reflog.storage.whole import rows as storage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.formats.ledger.rows import Whole
    from reflog.storage.ledger import Ledger


def whole_ledger(ledger: Ledger, whole: Whole) -> None:
    """Put a whole ledger, as it was read from a file, into an empty one: one op, one undo.

    I become the one of the file, and the settings are its.

    Raises:
        ConflictError: the ledger is not empty.
    """
    storage.require_empty(ledger.connection)
    ledger.recorders.need_all()
    ledger.summary = f"imported a ledger of {said(whole)}"
    storage.put(ledger.connection, whole.rows, whole.numbers, ledger.seal_so_far)


def said(whole: Whole) -> str:
    """Say what a whole ledger holds."""
    entries = sum(whole.counts.values()) - whole.counts["contacts"]
    return f"{whole.counts['contacts']} contacts and {entries} entries"
