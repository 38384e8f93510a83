"""The journal as it is: every command and every change it made, a page at a time."""

from __future__ import annotations

from reflog.domain.record import Record
from reflog.reports.exports import pages
from reflog.storage.journal import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.storage.reader import Reader


class LoggedOp(Record):
    """A command; what is binary as hexadecimal text.

    Attributes:
        undoes: the ids of the commands it took back.
    """

    id: int
    at: str
    command: str
    summary: str
    summary_salt: str | None
    summary_digest: str
    digest: str
    undoes: tuple[int, ...]


class LoggedChange(Record):
    """A change of a row; before and after as the journal has them, in JSON."""

    op: int
    relation: str
    key: int | str
    before: str | None
    after: str | None
    salt: str | None
    digest: str


def ops(reader: Reader) -> Iterator[LoggedOp]:
    """Return every command, oldest first."""
    for rows in pages(reader, _OPS):
        undone: dict[int, list[int]] = {}
        for row in reader.rows(
            "SELECT op_id, undone_id FROM op_undoes WHERE op_id BETWEEN ? AND ? "
            "ORDER BY op_id, undone_id",
            (rows[0]["id"], rows[-1]["id"]),
        ):
            undone.setdefault(row["op_id"], []).append(row["undone_id"])
        for row in rows:
            yield LoggedOp(**dict(row), undoes=tuple(undone.get(row["id"], ())))


def changes(reader: Reader) -> Iterator[LoggedChange]:
    """Return every change, in order.

    Raises:
        DamagedError: some of them cannot be read.
    """
    for rows in packed(reader):
        for row in rows:
            made = parts.opened(row)
            for change, seal in zip(made, parts.seals_of(row, made), strict=True):
                yield _logged(change, seal)


def packed(reader: Reader) -> Iterator[list[parts.Row]]:
    """Return the packs of the journal, in order, a page at a time."""
    for rows in pages(reader, _PACKS):
        yield [tuple(row) for row in rows]


def _logged(change: parts.Change, seal: parts.Seal) -> LoggedChange:
    _number, op, relation, key, before, after = change
    salt, digest = seal
    return LoggedChange(
        op=op,
        relation=relation,
        key=key,
        before=before,
        after=after,
        salt=None if salt is None else salt.hex(),
        digest=digest.hex(),
    )


_PACKS = f"{parts.SELECT} WHERE id > :after ORDER BY id LIMIT :page"

_OPS = """
SELECT id, at, command, summary,
  iif(summary_salt IS NULL, NULL, lower(hex(summary_salt))) AS summary_salt,
  lower(hex(summary_digest)) AS summary_digest, lower(hex(digest)) AS digest
FROM op WHERE id > :after ORDER BY id LIMIT :page
"""
