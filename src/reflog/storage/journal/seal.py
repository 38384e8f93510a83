"""The seal of an op: what every command does last, before it is committed.

It derives what lies beside the tables (the search index, the words of names) from the op's
changes, writes them to the journal, and seals the op with its digest: over what it did and
the digest of the op before it, so that the digests are a chain.
"""

from __future__ import annotations

import json

from reflog.storage import clock
from reflog.storage.index import Indexing
from reflog.storage.journal import parts

try:  # hashlib imports OpenSSL too, which takes 2 ms of every write
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from reflog.storage.journal.triggers import Inserted
    from reflog.storage.journal.written import Account

    Report = Callable[[int, int], object]

CHUNK = 2000
"""How many changes are sealed at once: an import has half a million."""

DIGEST_BYTES = 16
FIRST = bytes(DIGEST_BYTES)
"""What the digest of the first op stands on."""

_NEXT = "SELECT id, relation, key, before, after FROM change WHERE id > ? ORDER BY id LIMIT ?"

CHANGE = """
CREATE TEMP TABLE IF NOT EXISTS change (
  id INTEGER PRIMARY KEY,
  relation TEXT NOT NULL,
  key ANY NOT NULL,
  before TEXT,
  after TEXT
) STRICT
"""
"""Where the recorders write, one row for each that a command touches, until it is sealed."""


def open_op(connection: sqlite3.Connection, command: str) -> int:
    """Open the one op of a command, now, and return its id."""
    connection.execute(CHANGE)
    op = (clock.now(), command)
    cursor = connection.execute("INSERT INTO op (at, command) VALUES (?, ?)", op)
    return int(cursor.lastrowid or 0)


def seal(
    connection: sqlite3.Connection, op_id: int, summary: str, *, may_be_empty: bool = False
) -> bool:
    """Seal an op with its changes; False if it changed nothing."""
    return Sealing(connection, op_id).finish(summary, may_be_empty=may_be_empty)


class Sealing:
    """Seals an op: at its end or, where it changes very much, little by little before."""

    def __init__(
        self, connection: sqlite3.Connection, op_id: int, account: Account | None = None
    ) -> None:
        self._connection = connection
        self._op_id = op_id
        self._indexing = Indexing(connection)
        self._followers = [one for one in (self._indexing, account) if one is not None]
        self._digest: blake2b | None = None

    def take(self, summary: str, report: Report | None = None) -> blake2b:
        """Write to the journal what was changed so far, so that memory need not hold it.

        The summary is the same each time.
        """
        digest = self._begun(summary)
        parts.write(self._connection, self._op_id, self._lines(report), digest)
        self._connection.execute("DELETE FROM change")
        return digest

    def take_new(self, summary: str, table: str, rows: Sequence[Inserted]) -> None:
        """Write rows to the journal that were inserted without recorders.

        Args:
            summary: as of `take`, which comes before.
            table: where they are.
            rows: of each its key, itself as JSON, and what Indexing.take_new asks for.
        """
        lines = (parts.line(table, row[0], None, row[1]) for row in rows)
        parts.write(self._connection, self._op_id, lines, self._begun(summary))
        for one in self._followers:
            one.take_new(table, [(row[0], *row[2:]) for row in rows])

    def finish(
        self, summary: str, *, may_be_empty: bool = False, report: Report | None = None
    ) -> bool:
        """Update the search index, write the changes and seal; False if nothing changed.

        `report` is told how many changes are sealed, of how many.
        """
        is_something = may_be_empty or self._digest is not None
        if not is_something and not self._connection.execute("SELECT 1 FROM change").fetchone():
            return False
        digest = self.take(summary, report)
        self._indexing.finish()
        sealed = (digest.digest(), self._op_id)
        self._connection.execute("UPDATE op SET digest = ?, unsealed = NULL WHERE id = ?", sealed)
        return True

    def _begun(self, summary: str) -> blake2b:
        if self._digest is None:
            said = (summary, self._op_id)
            self._connection.execute("UPDATE op SET summary = ? WHERE id = ?", said)
            self._digest = begin_digest(self._connection, self._op_id)
        return self._digest

    def _lines(self, report: Report | None) -> Iterator[str]:
        (total,) = self._connection.execute("SELECT count(*) FROM change").fetchone()
        last = sealed = 0
        while changes := self._connection.execute(_NEXT, (last, CHUNK)).fetchall():
            last = changes[-1][0]
            yield from (parts.line(*change[1:]) for change in changes)
            for one in self._followers:
                one.take(changes)
            sealed += len(changes)
            if report is not None:
                report(sealed, total)


def begin_digest(connection: sqlite3.Connection, op_id: int) -> blake2b:
    """Return the digest of an op before the lines of its changes are taken in."""
    before = connection.execute(
        "SELECT digest FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (op_id,)
    ).fetchone()
    op = connection.execute(
        "SELECT id, at, command, summary, forgotten FROM op WHERE id = ?", (op_id,)
    ).fetchone()
    return digest_of(before[0] if before else FIRST, op, undone_by(connection, op_id))


def undone_by(connection: sqlite3.Connection, op_id: int) -> list[int]:
    """Return the ops that an op took back, ascending."""
    sql = "SELECT undone_id FROM op_undoes WHERE op_id = ? ORDER BY undone_id"
    return [op for (op,) in connection.execute(sql, (op_id,))]


def digest_of(before: bytes, op: Sequence[object], undone: Sequence[int]) -> blake2b:
    """Return the digest of an op before the lines of its changes are taken in.

    Args:
        before: the digest of the op before it, FIRST for the first.
        op: its id, instant, command and summary, and whether someone in it was forgotten.
        undone: the ids of the ops it took back, ascending.
    """
    head = json.dumps([*op, [*undone]], ensure_ascii=True).encode()
    return blake2b(before + head, digest_size=DIGEST_BYTES)
