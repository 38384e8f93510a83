"""The journal for export: every command and every change it made, read a batch at a time."""

from __future__ import annotations

from reflog.domain.record import Record
from reflog.reports.exports import pages
from reflog.storage.journal import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from reflog.storage.reader import Reader


class LoggedOp(Record):
    """A command in the journal; its digest is hexadecimal text.

    Attributes:
        forgotten: something it changed was erased when someone was forgotten.
        undoes: the ids of the commands it took back.
    """

    id: int
    at: str
    command: str
    summary: str
    forgotten: bool
    digest: str
    undoes: tuple[int, ...]


class LoggedChange(Record):
    """A change of a row: the whole row if it was added or removed, else what of it changed."""

    op: int
    relation: str
    key: int | str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def ops(reader: Reader) -> Iterator[LoggedOp]:
    """Yield every command, oldest first."""
    for rows in pages(reader, _OPS):
        undone: dict[int, list[int]] = {}
        for row in reader.rows(
            "SELECT op_id, undone_id FROM op_undoes WHERE op_id BETWEEN ? AND ? "
            "ORDER BY op_id, undone_id",
            (rows[0]["id"], rows[-1]["id"]),
        ):
            undone.setdefault(row["op_id"], []).append(row["undone_id"])
        for row in rows:
            values = {**dict(row), "forgotten": bool(row["forgotten"])}
            yield LoggedOp(**values, undoes=tuple(undone.get(row["id"], ())))


def changes(reader: Reader) -> Iterator[LoggedChange]:
    """Yield every change, in order.

    Raises:
        DamagedError: some of them can't be read.
    """
    for rows in all_parts(reader):
        for row in rows:
            for op, relation, key, before, after in parts.opened(row):
                yield LoggedChange(op=op, relation=relation, key=key, before=before, after=after)


def all_parts(reader: Reader) -> Iterator[list[parts.Row]]:
    """Yield the compressed parts of the journal, in order, a batch at a time."""
    for rows in pages(reader, _PARTS):
        yield [tuple(row) for row in rows]


_PARTS = f"{parts.SELECT} WHERE id > :after ORDER BY id LIMIT :page"

_OPS = """
SELECT id, at, command, summary, forgotten, lower(hex(digest)) AS digest
FROM op WHERE id > :after ORDER BY id LIMIT :page
"""
