"""Undo and redo: commands taken back, and brought back."""

from __future__ import annotations

from reflog.errors import ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.storage.ledger import Ledger


def undo(ledger: Ledger, targets: Sequence[int], latest: int, said: str) -> None:
    """Take back commands, the latest first.

    Args:
        targets: the numbers of their ops in the journal.
        latest: the number of the last op when they were chosen.
        said: what they did, in a sentence.

    Raises:
        ConflictError: another command came in between, or a row has changed since.
    """
    _require_last(ledger, latest)
    ledger.take_back(targets)
    ledger.summary = f"took back: {said}"


def redo(ledger: Ledger, target: int, latest: int, said: str) -> None:
    """Bring back what an undo took back; the arguments are as for `undo`.

    Raises:
        ConflictError: another command came in between, or a row has changed since.
    """
    _require_last(ledger, latest)
    ledger.take_back([target])
    ledger.summary = f"brought back: {said}"


def _require_last(ledger: Ledger, latest: int) -> None:
    if ledger.last_op() != latest:
        message = "Another command has just changed the ledger."
        raise ConflictError(message, hint="try again")
