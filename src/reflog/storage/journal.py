"""The seal of an op: what every command does last, before it is committed.

It derives what lies beside the tables (the search index, the words of names) from the op's
changes, takes their digests, links the op into the hash chain, and seals it.
"""

from __future__ import annotations

import hashlib
import json
import os

from reflog.storage.indexing import Indexing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from reflog.storage.indexing import Change

    Report = Callable[[int, int], object]

SALT_BYTES = 16
DIGEST_BYTES = 16
CHUNK = 2000
"""How many changes are sealed at once: an import has half a million."""

FIRST_LINK = bytes(32)
"""What the first op's link stands on."""

_NEXT = """
SELECT id, relation, key, before, after FROM change WHERE op_id = ? AND id > ? ORDER BY id LIMIT ?
"""


def open_op(connection: sqlite3.Connection, at: str, command: str) -> int:
    """Open the one op of a command and return its id."""
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
    """Derive, digest and seal; False where the op has changed nothing and has to.

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
        digests += _digest(connection, changes)
        indexing.take(changes)
        if report is not None:
            report(len(digests), total)
    indexing.finish()
    _link(connection, op_id, summary, digests)
    return True


def _digest(connection: sqlite3.Connection, changes: Sequence[Change]) -> list[bytes]:
    """Give each change its salt and digest, and return the digests."""
    salts = os.urandom(SALT_BYTES * len(changes))
    sealed = [
        (salt, change_digest(salt, *change[1:]), change[0])
        for place, change in enumerate(changes)
        for salt in [salts[SALT_BYTES * place : SALT_BYTES * (place + 1)]]
    ]
    connection.executemany("UPDATE change SET salt = ?, digest = ? WHERE id = ?", sealed)
    return [digest for _salt, digest, _id in sealed]


def change_digest(
    salt: bytes, relation: str, key: object, before: str | None, after: str | None
) -> bytes:
    """Return the salted digest of one change."""
    content = json.dumps([relation, key, before, after], ensure_ascii=True)
    return hashlib.blake2b(content.encode(), digest_size=DIGEST_BYTES, salt=salt).digest()


def text_digest(salt: bytes, text: str) -> bytes:
    """Return the salted digest of an op's sentence."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES, salt=salt).digest()


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
    salt = os.urandom(SALT_BYTES)
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
