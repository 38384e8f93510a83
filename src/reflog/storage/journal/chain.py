"""The chain of digests over the journal: whether every op is as it was sealed."""

from __future__ import annotations

import itertools
from operator import itemgetter

from reflog.errors import DamagedError
from reflog.storage import journal
from reflog.storage.findings import Finding
from reflog.storage.journal import seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib
    import sqlite3
    from collections.abc import Callable, Iterator
    from typing import Any

    Take = Callable[[journal.Change], object]

_TAKING_BACK = ("undo", "redo")
_SKIPPING = ("restore", "repair")
"""What goes on from the last number that another ledger has given."""

_OP = "op.id, at, command, summary, forgotten, unsealed, digest"


class Chain:
    """The hash chain of the ops, verified.

    Attributes:
        findings: where it does not hold.
        amiss: the ops that are not as they were sealed.
    """

    def __init__(self, connection: sqlite3.Connection, take: Take | None = None) -> None:
        """Verify every op; `take` is called with each change that can be read, in order."""
        self.findings: list[Finding] = []
        self.amiss: set[int] = set()
        before, last, count = seal.FIRST, 0, 0
        for row, places in _with_parts(connection, _OP):
            op, _at, command, *_said, unsealed, kept = row
            undone = seal.undone_by(connection, op)
            if unsealed is not None:
                self._find(op, "it was never sealed")
            if op != last + 1 and command not in _SKIPPING:
                self._find(op, f"it should be {last + 1}: one is gone or misplaced")
            if bool(undone) != (command in _TAKING_BACK) or any(one >= op for one in undone):
                self._find(op, "what it took back is not recorded correctly")
            try:
                digest = seal.digest_of(before, row[:5], undone)
            except (TypeError, ValueError):
                digest = seal.digest_of(b"damaged", (), ())  # which no op has
            for place in places:
                self._read(journal.row_at(connection, place), digest, take)
            if digest.digest() != kept:
                self._find(op, "the chain does not hold here: it, or the one before, was altered")
            before, last = kept if isinstance(kept, bytes) else b"", op
            count += len(places)
        numbers = connection.execute("SELECT count(*), ifnull(max(id), 0) FROM part").fetchone()
        if numbers != (count, count):
            what = f"{count} of its {max(numbers)} parts belong to a command: the others do not"
            self.findings.append(Finding(code="journal", where="the history", what=what))

    def _read(self, part: journal.Row, digest: hashlib.blake2b, take: Take | None) -> None:
        number, op, *_content = part
        try:
            text = journal.text_of(part)
            if take is not None:
                for content in journal.changes_of(text):
                    take((op, *content))
            digest.update(text)
        except DamagedError:
            self._find(op, f"what it changed can't be read (part {number})")

    def _find(self, op: int, what: str) -> None:
        self.amiss.add(op)
        where = f"command {op} of the history"
        self.findings.append(Finding(code="journal", where=where, what=what))


def _with_parts(
    connection: sqlite3.Connection, columns: str, first: int = 0
) -> Iterator[tuple[Any, list[int]]]:
    """Yield every op from this one on, in order, with the numbers of its parts."""
    joined = connection.execute(
        f"SELECT {columns}, part.id FROM op LEFT JOIN part ON part.op_id = op.id "
        "WHERE op.id >= ? ORDER BY op.id",
        (first,),
    )
    for op, rows in itertools.groupby(joined, key=itemgetter(slice(-1))):
        yield op, sorted(place for *_op, place in rows if place is not None)


def renew(connection: sqlite3.Connection, first: int) -> None:
    """Recompute the digests from this op on; the gates must be removed."""
    for (op,), places in _with_parts(connection, "op.id", first):
        digest = seal.begin_digest(connection, op)
        for place in places:
            digest.update(journal.text_of(journal.row_at(connection, place)))
        connection.execute("UPDATE op SET digest = ? WHERE id = ?", (digest.digest(), op))
