"""A damaged ledger, copied aside and made readable enough to take rows out of it."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

from reflog.errors import DamagedError
from reflog.storage import connection as opening
from reflog.storage import journal, schema
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = 4096
_HEADER = 100
_LEAST = -(2**63)
_MOST = 10_000_000
"""Keys that are asked for one by one; between more, a key itself is damaged."""
UNREADABLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)
"""What comes of reading what is damaged."""


@contextlib.contextmanager
def opened(path: str, folder: str) -> Iterator[sqlite3.Connection]:
    """Open a copy of a damaged ledger, made in a folder of our own; the ledger is only read."""
    copy = os.path.join(folder, "damaged.db")
    _copy(path, copy)
    _mend_header(copy)
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(_open(copy)))
        if not _has_tables(connection):
            connection.close()
            _lend_schema(copy, folder)
            connection = stack.enter_context(contextlib.closing(_open(copy)))
            # In a ledger that was copied, the tables may lie elsewhere: then this is no journal.
            if not any(map(_is_part, rows(connection, "part", journal.COLUMNS))):
                raise nothing(path)
        yield connection


def _has_tables(connection: sqlite3.Connection) -> bool:
    try:
        for table in (*JOURNALED, "op", "part"):
            connection.execute(f"SELECT * FROM {table} WHERE 0")
        return opening.planted_view(connection) is None
    except UNREADABLE:
        return False


def _is_part(row: journal.Row) -> bool:
    try:
        return bool(journal.text_of(row))
    except DamagedError:
        return False


def _lend_schema(copy: str, folder: str) -> None:
    """Replace a schema that can't be read with that of a new ledger.

    Every ledger begins with the same statements in the same order, so its tables lie where
    those of a new one do: each of them, empty as it is, on a page of its own.
    """
    fresh = os.path.join(folder, "fresh.db")
    with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("BEGIN")
        schema.create_objects(connection)
        connection.execute("COMMIT")
        of_tables = {page for (page,) in connection.execute("SELECT rootpage FROM sqlite_schema")}
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with open(fresh, "rb") as lender, open(copy, "r+b") as file:
        for number in set(range(1, pages + 1)) - of_tables:
            begin = (number - 1) * PAGE + (_HEADER if number == 1 else 0)
            for one in (lender, file):
                one.seek(begin)
            file.write(lender.read(number * PAGE - begin))
    _mend_header(copy)


def nothing(path: str) -> DamagedError:
    """Return the error for a file from which nothing can be saved."""
    message = f"I couldn't save anything from {path}."
    return DamagedError(message, hint="to put a backup back: reflog restore FILE")


def rows(
    connection: sqlite3.Connection, table: str, names: Iterable[str], known: Iterable[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield every row of a table that can be read, in order: from both ends, then one by one.

    `known` are keys worth asking for beside those between what either end gave, looked at only
    when that has to be.
    """
    sql = f"SELECT rowid, {', '.join(names)} FROM {table} NOT INDEXED"
    last = _LEAST
    try:
        for number, *row in connection.execute(f"{sql} ORDER BY rowid"):
            last = number
            yield tuple(row)
    except UNREADABLE:
        rest: dict[int, tuple[Any, ...]] = {}
        _read_on(connection, f"{sql} WHERE rowid > {last} ORDER BY rowid DESC", rest)
        begin, end = max(last, 0) + 1, min(rest, default=0)
        between = range(begin, end) if end - begin < _MOST else ()
        for key in itertools.chain(between, known):
            if isinstance(key, int) and key > last and key not in rest:
                _read_on(connection, f"{sql} WHERE rowid = {key}", rest)
        yield from (rest[key] for key in sorted(rest))


def _read_on(connection: sqlite3.Connection, sql: str, found: dict[int, tuple[Any, ...]]) -> None:
    """Read rows up to the first that can't be read."""
    with contextlib.suppress(*UNREADABLE):
        for number, *row in connection.execute(sql):
            found[number] = tuple(row)


def _copy(path: str, copy: str) -> None:
    """Copy the file, and the journal of a command that died; let the copy be rolled back."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(*UNREADABLE):
            # Nobody writes meanwhile, where the file can be locked at all.
            held = stack.enter_context(contextlib.closing(opening.connect(path, "ro")))
            held.execute("BEGIN")
            held.execute("SELECT 1 FROM sqlite_schema")
        shutil.copyfile(path, copy)
        for end in ("-journal", "-wal"):
            if os.path.lexists(path + end):
                shutil.copyfile(path + end, copy + end)
    if os.path.lexists(f"{copy}-journal") or os.path.lexists(f"{copy}-wal"):
        with contextlib.suppress(*UNREADABLE), contextlib.closing(_open(copy)) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
            connection.execute("PRAGMA journal_mode = DELETE")


def _open(copy: str) -> sqlite3.Connection:
    connection = opening.connect(copy)
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    # So SQLite passes over what it can't understand of the schema.
    for pragma in ("writable_schema = ON", "trusted_schema = OFF", "temp_store = MEMORY"):
        with contextlib.suppress(*UNREADABLE):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def _mend_header(copy: str) -> None:
    """Repair the file header, and the length of the file."""
    with open(copy, "r+b") as file:
        head = bytearray(file.read(_HEADER).ljust(_HEADER, b"\0"))
        size = os.fstat(file.fileno()).st_size
        page = int.from_bytes(head[16:18], "big")
        if head[:16] != opening.MAGIC or page not in {512 << power for power in range(7)}:
            page = PAGE
        pages = -(-size // page)
        head[:24] = opening.MAGIC + page.to_bytes(2, "big") + b"\1\1\0\x40\x20\x20"
        head[28:32] = pages.to_bytes(4, "big")
        head[44:60] = b"\0\0\0\4" + bytes(8) + b"\0\0\0\1"
        head[64:68] = bytes(4)
        head[72:96] = bytes(20) + head[24:28]
        file.seek(0)
        file.write(head)
        file.truncate(pages * page)
