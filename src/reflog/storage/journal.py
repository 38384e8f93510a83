"""The seal of an op: what every command does last, before it is committed.

It derives what lies beside the tables (the search index, the words of names) from the op's
changes, takes their digests, links the op into the hash chain, and seals it.
"""

from __future__ import annotations

import hashlib
import json
import os

from reflog.domain import folding, names
from reflog.storage import search_fields, search_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

SALT_BYTES = 16
DIGEST_BYTES = 16
FIRST_LINK = bytes(32)
"""What the first op's link stands on."""


def open_op(connection: sqlite3.Connection, at: str, command: str) -> int:
    """Open the one op of a command and return its id."""
    cursor = connection.execute("INSERT INTO op (at, command) VALUES (?, ?)", (at, command))
    return int(cursor.lastrowid or 0)


def seal(
    connection: sqlite3.Connection, op_id: int, summary: str, *, may_be_empty: bool = False
) -> bool:
    """Derive, digest and seal; False where the op has changed nothing and has to."""
    changes = connection.execute(
        "SELECT id, relation, key, before, after FROM change WHERE op_id = ? ORDER BY id",
        (op_id,),
    ).fetchall()
    if not changes and not may_be_empty:
        return False
    digests = []
    renamed: set[int] = set()
    added: list[str] = []
    removed: list[str] = []
    for change_id, relation, key, before, after in changes:
        salt = os.urandom(SALT_BYTES)
        digest = change_digest(salt, relation, key, before, after)
        digests.append(digest)
        connection.execute(
            "UPDATE change SET salt = ?, digest = ? WHERE id = ?", (salt, digest, change_id)
        )
        old, new = (json.loads(text) if text else {} for text in (before, after))
        for row, went, came in _texts(relation, key, old, new):
            _index(connection, row, went, came)
            removed += filter(None, [went])
            added += filter(None, [came])
        renamed |= _renamed(connection, relation, key, old, new)
    search_terms.keep(connection, added, removed)
    for contact_id in renamed:
        _index_names(connection, contact_id)
    _link(connection, op_id, summary, digests)
    return True


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


def _texts(
    relation: str, key: int, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[tuple[int, str | None, str | None]]:
    """Return the rows of the search index that a change touches: what each was and becomes."""
    for column, code in search_fields.FIELDS.get(relation, {}).items():
        if column in old or column in new:
            went, came = (
                folding.search_text(row[column]) if row.get(column) else None for row in (old, new)
            )
            yield search_fields.row_id(key, code), went, came


def _index(connection: sqlite3.Connection, row: int, went: str | None, came: str | None) -> None:
    if went is not None:
        connection.execute(
            "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", (row, went)
        )
    if came is not None:
        connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (row, came))


def _renamed(
    connection: sqlite3.Connection,
    relation: str,
    key: int,
    old: dict[str, Any],
    new: dict[str, Any],
) -> set[int]:
    """Return the contacts whose names a change touched."""
    if relation == "contact" and ("name" in old or "name" in new):
        return {key}
    if relation != "contact_alias":
        return set()
    found = {row["contact_id"] for row in (old, new) if "contact_id" in row}
    now = connection.execute("SELECT contact_id FROM contact_alias WHERE id = ?", (key,)).fetchone()
    return found | ({now[0]} if now else set())


def _index_names(connection: sqlite3.Connection, contact_id: int) -> None:
    found = connection.execute(
        "SELECT name FROM contact WHERE id = :id "
        "UNION ALL SELECT alias FROM contact_alias WHERE contact_id = :id",
        {"id": contact_id},
    ).fetchall()
    connection.execute("DELETE FROM name_word WHERE contact_id = ?", (contact_id,))
    words = {word for (name,) in found for word in names.look_up_words(name)}
    connection.executemany(
        "INSERT INTO name_word (word, contact_id) VALUES (?, ?)",
        [(word, contact_id) for word in sorted(words)],
    )
