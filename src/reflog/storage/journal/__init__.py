"""What every command changed: recorded, sealed, replayed and undone.

Here are its parts, the changes as lines of JSON, compressed; and the instants and identities of
what is recorded.

A line is one change, `[table, key, before, after]`: whole rows where one was made or removed,
else the columns that changed. The lines of an op lie in parts of bounded size, each with the
CRC-32 of its content, so that a flipped bit shows and takes no more than its part away. What
can't be read is a DamagedError. zlib's own header and checksum are left out: the checksum says
nothing of the bits that fill up the last byte. Formats 5 and 6 wrote them, beside the CRC-32.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import zlib
from bisect import bisect_left
from datetime import UTC, datetime

from reflog.errors import DamagedError, UsageError
from reflog.storage.journal.triggers import JOURNALED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    Key = int | str
    Values = dict[str, Any]
    Content = tuple[str, Key, Values | None, Values | None]
    Change = tuple[int, str, Key, Values | None, Values | None]
    Packed = tuple[int, bytes]
    Row = tuple[int, int, int, bytes]


MOST = 64
"""How many changes a part holds at most: what one flipped bit can take away."""

LARGEST = 2**24
"""Bytes that the line of one change may have."""

_FULL = 2**16  # bytes from which on a part takes no more changes
_UNPACKED = LARGEST + _FULL
_MANY = 32  # parts from which on a thread is worth its while

COLUMNS = ("id", "op_id", "checksum", "content")
SELECT = f"SELECT {', '.join(COLUMNS)} FROM part"
IN_ORDER = f"{SELECT} ORDER BY id"
ERASED = f"{SELECT} WHERE op_id IN (SELECT id FROM op WHERE forgotten) ORDER BY id"
"""The parts of the commands that somebody forgotten was erased from."""

_FROM = f"{SELECT} WHERE id >= ? ORDER BY id"
_OP_AT = "SELECT op_id FROM part WHERE id >= ? ORDER BY id"
_DEFLATED, _HEADER = -zlib.MAX_WBITS, b"x"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(strict=False).decode


def instant() -> str:
    """Return this instant as UTC ISO text with milliseconds, 2026-11-21T08:30:00.125Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_uid() -> bytes:
    """Return a new UUIDv7: 48 bits of milliseconds, then random bits (RFC 9562, 5.7)."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[bytes]:
    """Return so many new UUIDv7 of this instant: to draw each alone takes four times as long."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000).to_bytes(6, "big")
    drawn = os.urandom(10 * count)
    return [
        milliseconds
        + bytes((0x70 | drawn[at] & 0x0F, drawn[at + 1], 0x80 | drawn[at + 2] & 0x3F))
        + drawn[at + 3 : at + 10]
        for at in range(0, 10 * count, 10)
    ]


def line(relation: str, key: Key, before: str | None, after: str | None) -> str:
    """Return a change as a line, its sides being JSON already."""
    shown = key if type(key) is int else _encode(key)
    return f'["{relation}",{shown},{before or "null"},{after or "null"}]\n'


def line_of(change: Content) -> str:
    """Return a change as a line, to the letter as the recorders had it written."""
    return f"{_encode(change)}\n"


def write(
    connection: sqlite3.Connection, op_id: int, lines: Iterable[str], digest: hashlib.blake2b
) -> None:
    """Write the changes of the open op behind all that are there."""
    append(connection, op_id, map(packed, _texts(lines, digest)))


@contextlib.contextmanager
def packing(lines: Iterable[str], digest: hashlib.blake2b) -> Iterator[Iterable[Packed]]:
    """Yield the contents of parts for these changes.

    Of very many they are compressed in a thread beside while the caller does something else.
    """
    texts = list(_texts(lines, digest))
    if len(texts) < _MANY:
        yield map(packed, texts)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        yield beside.map(packed, texts)


def append(connection: sqlite3.Connection, op_id: int, contents: Iterable[Packed]) -> None:
    """Write parts of the open op behind all that are there."""
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM part").fetchone()
    for number, content in enumerate(contents, last + 1):
        connection.execute("INSERT INTO part VALUES (?, ?, ?, ?)", (number, op_id, *content))


def _texts(lines: Iterable[str], digest: hashlib.blake2b) -> Iterator[bytes]:
    """Yield the texts of parts, each of which the digest has taken in."""
    for text in divided(lines):
        digest.update(text)
        yield text


def rewrite(connection: sqlite3.Connection, part: int, lines: Iterable[str]) -> None:
    """Replace the lines of a part; the gates must be removed."""
    values = (*packed("".join(lines).encode()), part)
    connection.execute("UPDATE part SET checksum = ?, content = ? WHERE id = ?", values)


def packed(text: bytes) -> Packed:
    """Return the checksum and the content of a part that holds these lines."""
    content = zlib.compress(text, 9, _DEFLATED)
    return zlib.crc32(content), content


def text_of(row: Row) -> bytes:
    """Return the lines of a row of part."""
    _id, _op, checksum, content = row
    if not isinstance(content, bytes) or zlib.crc32(content) != checksum:
        raise _damaged()
    unpacker = zlib.decompressobj(zlib.MAX_WBITS if content[:1] == _HEADER else _DEFLATED)
    try:
        text = unpacker.decompress(content, _UNPACKED)
    except zlib.error as error:
        raise _damaged() from error
    if not unpacker.eof or unpacker.unused_data:
        raise _damaged()
    return text


def changes_of(text: bytes) -> list[Content]:
    """Return the changes that stand in the lines of a part."""
    try:
        return [_content(one) for one in text.decode().split("\n")[:-1]]
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error


def opened(row: Row) -> list[Change]:
    """Return the changes of a row of part: op, table, key, before and after."""
    return [(row[1], *content) for content in changes_of(text_of(row))]


def read(
    connection: sqlite3.Connection, parts: str = IN_ORDER, *, as_can_be: bool = False
) -> Iterator[Change]:
    """Return every change of these parts, in order: all of them, or those that can be read."""
    passed_over = (DamagedError,) if as_can_be else ()
    for row in connection.execute(parts):
        with contextlib.suppress(*passed_over):
            yield from opened(row)


def row_at(connection: sqlite3.Connection, place: int) -> Row:
    """Return the part with this number."""
    row: Row = connection.execute(f"{SELECT} WHERE id = ?", (place,)).fetchone()
    return row


def rows_of_op(connection: sqlite3.Connection, op_id: int) -> Iterator[Row]:
    """Return the parts of an op, in order.

    Those of each op lie behind those of the op before it, so they need no index.
    """

    def op_at(place: int) -> int:
        return int(connection.execute(_OP_AT, (place,)).fetchone()[0])

    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM part").fetchone()
    first = bisect_left(range(last + 1), op_id, lo=1, key=op_at)
    rows = connection.execute(_FROM, (first,))
    return itertools.takewhile(lambda row: row[1] == op_id, rows)


def divided(lines: Iterable[str]) -> Iterator[bytes]:
    """Group lines into the texts of parts."""
    held: list[bytes] = []
    size = 0
    for one in lines:
        added = one.encode()
        if len(added) > LARGEST:
            raise UsageError("There is more text in one entry than can be kept.", hint="shorten it")
        held.append(added)
        size += len(added)
        if len(held) == MOST or size >= _FULL:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _content(text: str) -> Content:
    found = _decode(text)
    relation, key, *sides = found
    is_change = (
        type(found) is list
        and type(relation) is str
        and type(key) in {int, str}
        and len(sides) == 2  # noqa: PLR2004 - before and after
        and all(side is None or type(side) is dict for side in sides)
        and sides != [None, None]
    )
    if not is_change:
        raise TypeError
    return relation, key, sides[0], sides[1]


def _damaged() -> DamagedError:
    message = "The journal of the ledger is damaged: some of its changes can't be read."
    return DamagedError(message, hint="to see what is wrong: reflog check")


def stored(values: Values, columns: Mapping[str, str]) -> Values:
    """Return values as SQLite keeps them: of blobs the journal has the hexadecimal digits."""
    return {
        name: bytes.fromhex(str(value)) if value is not None and columns[name] == "BLOB" else value
        for name, value in values.items()
    }


def defaults(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """Return by table what a column that is never empty holds where nobody said anything.

    Rows from before a migration hold it in the columns that were added, and the journal has
    never told of those.
    """
    return {
        table: {
            name: int(default) if default.isdecimal() else default.strip("'")
            for _place, name, _type, is_filled, default, _key in connection.execute(
                f"PRAGMA table_info({table})"
            )
            if is_filled and isinstance(default, str)
        }
        for table in JOURNALED
    }
