"""The seal of an op: what every command does last, before it is committed.

It derives what lies beside the tables (the search index, the words of names) from the op's
changes, packs them, links the op into the hash chain by their digests, and seals it.
"""

from __future__ import annotations

import hashlib
import json
import os

from reflog.storage.journal import parts
from reflog.storage.search.index import Indexing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    Report = Callable[[int, int], object]

CHUNK = 2000
"""How many changes are sealed at once: an import has half a million."""

FIRST_LINK = bytes(32)
"""What the first op's link stands on."""

_NEXT = """
SELECT id, relation, key, before, after FROM change WHERE op_id = ? AND id > ? ORDER BY id LIMIT ?
"""


CHANGE = """
CREATE TEMP TABLE IF NOT EXISTS change (
  id INTEGER PRIMARY KEY,
  op_id INTEGER NOT NULL,
  relation TEXT NOT NULL,
  key ANY NOT NULL,
  before TEXT,
  after TEXT
) STRICT
"""
"""Where the recorders write, one row for each that a command touches, until it is sealed."""


def open_op(connection: sqlite3.Connection, at: str, command: str) -> int:
    """Open the one op of a command and return its id."""
    connection.execute(CHANGE)
    cursor = connection.execute("INSERT INTO op (at, command) VALUES (?, ?)", (at, command))
    return int(cursor.lastrowid or 0)


def seal(
    connection: sqlite3.Connection,
    op_id: int,
    summary: str,
    *,
    may_be_empty: bool = False,
    report: Report | None = None,
) -> bool:
    """Derive, pack and seal; False where the op has changed nothing and has to.

    Args:
        connection: with the op's transaction open.
        op_id: the open op.
        summary: what it did, a sentence.
        may_be_empty: it is sealed without a change too.
        report: told how many changes are sealed, of how many.
    """
    (total,) = connection.execute(
        "SELECT count(*) FROM change WHERE op_id = ?", (op_id,)
    ).fetchone()
    if not total and not may_be_empty:
        return False
    digests: list[bytes] = []
    indexing = Indexing(connection)
    last = 0
    while changes := connection.execute(_NEXT, (op_id, last, CHUNK)).fetchall():
        last = changes[-1][0]
        digests += parts.write(connection, op_id, [change[1:] for change in changes])
        indexing.take(changes)
        if report is not None:
            report(len(digests), total)
    indexing.finish()
    _link(connection, op_id, summary, digests)
    return True


def text_digest(salt: bytes, text: str) -> bytes:
    """Return the salted digest of an op's sentence."""
    return hashlib.blake2b(text.encode(), digest_size=parts.DIGEST_BYTES, salt=salt).digest()


def link(before: bytes, op: tuple[int, str, str], undone: list[int], digests: list[bytes]) -> bytes:
    """Return an op's link of the hash chain: SHA-256 over the link before it and its own parts.

    Args:
        before: the link of the op before it, FIRST_LINK for the first.
        op: its id, instant and command.
        undone: the ids of the ops it takes back, ascending.
        digests: the digest of its sentence, then those of its changes, in order.
    """
    head = json.dumps([*op, undone], ensure_ascii=True).encode()
    return hashlib.sha256(b"".join([before, head, *digests])).digest()


def _link(connection: sqlite3.Connection, op_id: int, summary: str, digests: list[bytes]) -> None:
    before = connection.execute(
        "SELECT digest FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (op_id,)
    ).fetchone()
    undone = connection.execute(
        "SELECT undone_id FROM op_undoes WHERE op_id = ? ORDER BY undone_id", (op_id,)
    ).fetchall()
    at, command = connection.execute("SELECT at, command FROM op WHERE id = ?", (op_id,)).fetchone()
    salt = os.urandom(parts.SALT_BYTES)
    said = text_digest(salt, summary)
    digest = link(
        before[0] if before else FIRST_LINK,
        (op_id, at, command),
        [row[0] for row in undone],
        [said, *digests],
    )
    connection.execute(
        "UPDATE op SET summary = ?, summary_salt = ?, summary_digest = ?, digest = ?, "
        "unsealed = NULL WHERE id = ?",
        (summary, salt, said, digest, op_id),
    )
