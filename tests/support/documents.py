"""A whole ledger's JSON, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.formats.ledger.rows import Document

if TYPE_CHECKING:
    from reflog.formats.ledger.reading import Pieces


def whole_ledger(source: str | Pieces) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """The rows of a document by table, its journal as `op` and `change`; the last numbers."""
    document = Document(source)
    rows: dict[str, list[Any]] = {}
    for table, some in document.rows():
        rows.setdefault(table, []).extend(some)
    return rows, document.numbers
