"""Undo and redo: commands taken back, and brought back."""

from __future__ import annotations

from reflog.errors import ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.storage.ledger import Ledger


def take_back(ledger: Ledger, ops: Sequence[int], latest: int, summary: str) -> None:
    """Take back commands, the latest first; taking back an undo brings back what it took.

    `ops` are their numbers in the journal, `latest` the last of all when they were chosen.
    ConflictError: another command came in between, or a row has changed since.
    """
    if ledger.last_op() != latest:
        raise ConflictError("Another command has just changed the ledger.", hint="try again")
    ledger.take_back(ops)
    ledger.summary = summary
