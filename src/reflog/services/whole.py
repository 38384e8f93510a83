"""Bringing a whole ledger into an empty one."""

from __future__ import annotations

from reflog.storage import connection
from reflog.storage.whole import rows as storage
from reflog.storage.whole import with_journal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.formats.ledger.rows import Document, Whole
    from reflog.storage.ledger import Ledger


def whole_ledger(ledger: Ledger, document: Document) -> None:
    """Put a whole ledger, as it is read from a file, into an empty one: one op, one undo.

    I become the one of the file, and the settings are its. Where something is wrong with it,
    nothing stays of what was written.
    """
    storage.require_empty(ledger.connection)
    ledger.recorders.need_all()
    ledger.summary = f"imported a ledger of {said(document.counts)}"
    storage.put(ledger.connection, document.rows(), document.numbers, ledger.seal_so_far)


def carry(path: str, whole: Whole) -> None:
    """Put a whole ledger with its journal where there is none yet: its history goes on.

    Raises:
        ConflictError: there is a ledger already.
    """
    ops = whole.ops or []
    carried = with_journal.Carried(whole.rows, whole.numbers, ops, whole.changes)
    with_journal.carry(path, carried)


def require_room(path: str, held: tuple[int, int], *, has_journal: bool) -> None:
    """Refuse to put it where people or entries are (`held`), or with a journal any ledger."""
    if has_journal and not connection.is_new(path):
        raise with_journal.there_already(path)
    if any(held):
        raise storage.not_empty(*held)


def said(counts: Mapping[str, int]) -> str:
    """Say what a whole ledger holds."""
    entries = sum(counts.values()) - counts["contacts"]
    return f"{counts['contacts']} contacts and {entries} entries"
