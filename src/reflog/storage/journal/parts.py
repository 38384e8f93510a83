"""The journal's packs: what every op has changed, read and written."""

from __future__ import annotations

import hashlib
import json
import os

from reflog.errors import DamagedError
from reflog.storage.journal import packing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from reflog.storage.journal.packing import Content, Key

    Seal = tuple[bytes | None, bytes]
    Change = tuple[int, int, str, Key, str | None, str | None]
    Row = tuple[int, int, int, bytes | None, bytes | None, bytes]

SALT_BYTES = 16
DIGEST_BYTES = 16
MOST = 64
"""How many changes a pack holds at most: what one flipped bit can take away."""

COLUMNS = ("id", "op_id", "changes", "salt", "seals", "content")
SELECT = f"SELECT {', '.join(COLUMNS)} FROM pack"
IN_ORDER = f"{SELECT} ORDER BY id"

_BLANKED = bytes(SALT_BYTES)
_SEAL_BYTES = SALT_BYTES + DIGEST_BYTES
_NO_DIGEST = bytes(DIGEST_BYTES)
_PLACE_BYTES = 8


def change_digest(
    salt: bytes, relation: str, key: object, before: str | None, after: str | None
) -> bytes:
    """Return the salted digest of one change."""
    content = json.dumps([relation, key, before, after], ensure_ascii=True)
    return hashlib.blake2b(content.encode(), digest_size=DIGEST_BYTES, salt=salt).digest()


def write(
    connection: sqlite3.Connection,
    op_id: int,
    changes: Sequence[Content],
    seals: Sequence[Seal] | None = None,
) -> list[bytes]:
    """Write changes of an op after all that are there, and return their digests.

    Args:
        connection: with the op open.
        op_id: the op.
        changes: table, key, before and after, in order.
        seals: salt and digest of each, where they were sealed before; no salt where it was
            blanked.

    Raises:
        ValueError: one of them cannot be written.
    """
    digests: list[bytes] = []
    last = connection.execute("SELECT id + changes FROM pack ORDER BY id DESC LIMIT 1").fetchone()
    for start in range(0, len(changes), MOST):
        part = changes[start : start + MOST]
        row = packed(part, None if seals is None else seals[start : start + MOST])
        _insert(connection, ((last[0] if last else 1) + start, op_id, len(part), *row))
        digests += [digest for _salt, digest in sealed(*row[:2], part)]
    return digests


def packed(
    changes: Sequence[Content], seals: Sequence[Seal] | None = None
) -> tuple[bytes | None, bytes | None, bytes]:
    """Return the salt, the seals and the content of a pack.

    Raises:
        ValueError: one of the changes cannot be written.
    """
    content = packing.pack(changes)
    if seals is None:
        return os.urandom(SALT_BYTES), None, content
    return None, b"".join((salt or _BLANKED) + digest for salt, digest in seals), content


def sealed(salt: bytes | None, seals: bytes | None, changes: Sequence[Content]) -> list[Seal]:
    """Return salt and digest of each change of a pack; no salt where it was blanked."""
    if salt is None:
        parts = [
            (seals or b"")[at : at + _SEAL_BYTES]
            for at in range(0, _SEAL_BYTES * len(changes), _SEAL_BYTES)
        ]
        return [
            (None if part[:SALT_BYTES] == _BLANKED else part[:SALT_BYTES], part[SALT_BYTES:])
            for part in parts
        ]
    salts = [
        hashlib.blake2b(place.to_bytes(_PLACE_BYTES, "big"), digest_size=SALT_BYTES, key=salt)
        for place in range(len(changes))
    ]
    return [
        (own.digest(), change_digest(own.digest(), *change))
        for own, change in zip(salts, changes, strict=True)
    ]


def opened(row: Row) -> list[Change]:
    """Return the changes of a row of pack: number, op, table, key, before and after.

    Raises:
        DamagedError: they cannot be read.
    """
    number, op_id, count, _salt, _seals, content = row
    changes = packing.unpack(content)
    if len(changes) != count:
        message = "The journal of the ledger is damaged: some of its changes are missing."
        raise DamagedError(message, hint="reflog check says what is wrong")
    return [(number + place, op_id, *change) for place, change in enumerate(changes)]


def read(connection: sqlite3.Connection) -> Iterator[Change]:
    """Return every change, in order.

    Raises:
        DamagedError: some of them cannot be read.
    """
    for row in connection.execute(IN_ORDER):
        yield from opened(row)


def readable(rows: Iterable[Row]) -> Iterator[Change]:
    """Return the changes of every pack that can be read."""
    for row in rows:
        try:
            changes = opened(row)
        except (DamagedError, TypeError):
            continue
        yield from changes


def of_op(connection: sqlite3.Connection, op_id: int) -> Iterator[tuple[Change, Seal]]:
    """Return every change of an op, in order, with its salt and digest.

    Raises:
        DamagedError: some of them cannot be read.
    """
    rows = connection.execute(f"{SELECT} WHERE op_id = ? ORDER BY id", (op_id,)).fetchall()
    for row in rows:
        changes = opened(row)
        yield from zip(changes, seals_of(row, changes), strict=True)


def seals_of(row: Row, changes: Sequence[Change]) -> list[Seal]:
    """Return salt and digest of each change that a row of pack holds."""
    _id, _op, _count, salt, seals, _content = row
    return sealed(salt, seals, [change[2:] for change in changes])


def take_over(connection: sqlite3.Connection) -> None:
    """Pack the changes that older formats kept as rows of a table, and take the table away.

    Raises:
        ValueError: one of them cannot be written as it is.
    """
    rows = connection.execute(
        "SELECT id, op_id, relation, key, before, after, salt, digest FROM change ORDER BY id"
    )
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        if waiting and (row[:2] != (waiting[-1][0] + 1, waiting[-1][1]) or len(waiting) == MOST):
            _take_over(connection, waiting)
            waiting = []
        waiting.append(row)
    if waiting:
        _take_over(connection, waiting)
    connection.execute("DROP TABLE change")


def _take_over(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    seals = [(row[6], row[7] or _NO_DIGEST) for row in rows]
    content = packed([row[2:6] for row in rows], seals)
    _insert(connection, (rows[0][0], rows[0][1], len(rows), *content))


def _insert(connection: sqlite3.Connection, row: Row) -> None:
    marks = ", ".join("?" for _column in COLUMNS)
    connection.execute(f"INSERT INTO pack ({', '.join(COLUMNS)}) VALUES ({marks})", row)
