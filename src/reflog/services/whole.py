"""Importing a whole ledger, as one reflog exported it, where there is none yet."""

from __future__ import annotations

from reflog.storage import connection, whole
from reflog.storage.whole import carry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.formats.ledger.rows import Document
    from reflog.storage.ledger import Ledger


def whole_ledger(ledger: Ledger, document: Document) -> None:
    """Put an exported ledger into an empty one, in one op that one undo takes back.

    My own details and the settings are the file's. If anything in it is wrong, nothing of it stays.
    """
    ledger.summary = f"imported a ledger of {said(document.counts)}"
    whole.put(ledger, document.rows(), document.numbers)


def require_room(path: str, held: tuple[int, int], *, has_journal: bool) -> None:
    """Raise ConflictError unless the ledger at `path` can take a whole one.

    Args:
        held: how many people and entries it has: an empty one has neither.
        has_journal: the file has its journal, for which there may be no ledger at all.
    """
    if has_journal and not connection.is_new(path):
        raise whole.there_already(path)
    whole.require_empty(*held)


def said(counts: Mapping[str, int]) -> str:
    """Return "3 contacts and 12 entries" for counts by section of the file."""
    entries = sum(counts.values()) - counts["contacts"]
    people = counts["contacts"]
    return (
        f"{people} contact{'' if people == 1 else 's'} and "
        f"{entries} {'entry' if entries == 1 else 'entries'}"
    )


__all__ = ["carry", "require_room", "said", "whole_ledger"]
