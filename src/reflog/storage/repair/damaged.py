"""A damaged ledger, copied aside and made readable enough to take rows out of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

from reflog.errors import DamagedError
from reflog.storage import connection as opening
from reflog.storage import schema
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = 4096
_INTERIOR = 5
_HEADER = 100
_DAYS = {
    "op": "at",
    "contact": "created_on",
    "entry": "created_at",
    "introduction": "made_on",
    "stage_change": "reached_on",
    "follow_up": "due_on",
    "business": "closed_on",
    "thanks": "expressed_on",
    "one_to_one": "held_on",
    "note": "noted_on",
}
"""Tables with a column that every row has, and that shows whether it is one."""


@contextlib.contextmanager
def opened(path: str, folder: str, today: str) -> Iterator[sqlite3.Connection]:
    """Open a copy of a damaged ledger, made in a private folder; the ledger is only read.

    Args:
        path: the ledger.
        folder: a folder of our own.
        today: the local date, ISO.

    Raises:
        DamagedError: there is nothing to be found in it.
    """
    copy = os.path.join(folder, "damaged.db")
    _copy(path, copy)
    _mend_header(copy)
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(_open(copy)))
        if not _has_tables(connection):
            connection.close()
            _lend_schema(copy, folder, today)
            connection = stack.enter_context(contextlib.closing(_open(copy)))
            if not _makes_sense(connection):
                message = f"Nothing could be salvaged from {path}."
                raise DamagedError(message, hint="reflog restore FILE puts a backup back")
        yield connection


def rows(
    connection: sqlite3.Connection, table: str, names: Iterable[str], known: Iterable[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return every row of a table that can be read: from both ends, then one by one.

    Args:
        connection: the copy.
        table: its name.
        names: the columns.
        known: keys that are worth asking for one by one.
    """
    sql = f"SELECT rowid, {', '.join(names)} FROM {table} NOT INDEXED"
    found: dict[int, tuple[Any, ...]] = {}
    if _read_on(connection, f"{sql} ORDER BY rowid", found):
        return list(found.values())
    _read_on(connection, f"{sql} ORDER BY rowid DESC", found)
    for key in known:
        if key not in found and isinstance(key, int):
            _read_on(connection, f"{sql} WHERE rowid = {key}", found)
    return [found[key] for key in sorted(found)]


def _read_on(connection: sqlite3.Connection, sql: str, found: dict[int, tuple[Any, ...]]) -> bool:
    """Read rows up to the first that cannot be read; tell whether there was none such."""
    try:
        for number, *row in connection.execute(sql):
            found[number] = tuple(row)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return False
    return True


def _copy(path: str, copy: str) -> None:
    """Copy the file, and the journal of a command that died; let the copy be rolled back."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            # Nobody writes meanwhile, where the file can be locked at all.
            held = stack.enter_context(contextlib.closing(opening.connect(path, "ro")))
            held.execute("BEGIN")
            held.execute("SELECT 1 FROM sqlite_schema")
        shutil.copyfile(path, copy)
        for end in ("-journal", "-wal"):
            if os.path.lexists(path + end):
                shutil.copyfile(path + end, copy + end)
    if os.path.lexists(f"{copy}-journal") or os.path.lexists(f"{copy}-wal"):
        with (
            contextlib.suppress(sqlite3.Error, UnicodeDecodeError),
            contextlib.closing(_open(copy)) as connection,
        ):
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
            connection.execute("PRAGMA journal_mode = DELETE")


def _open(copy: str) -> sqlite3.Connection:
    connection = opening.connect(copy)
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    # So SQLite passes over what it cannot understand of the schema.
    for pragma in ("writable_schema = ON", "trusted_schema = OFF", "temp_store = MEMORY"):
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def _mend_header(copy: str) -> None:
    """Put right what the header of every ledger says, and the length of the file."""
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


def _has_tables(connection: sqlite3.Connection) -> bool:
    try:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        wanted = {*JOURNALED, "op", "part"}
        for table in wanted:
            connection.execute(f"SELECT * FROM {table} WHERE 0")
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return found >= wanted


def _lend_schema(copy: str, folder: str, today: str) -> None:
    """Put the schema of a new ledger in place of one that cannot be read.

    Every ledger begins with the same statements in the same order, so its tables lie where
    those of a new one do.
    """
    fresh = os.path.join(folder, "fresh.db")
    with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("BEGIN")
        schema.create(connection, today)
        connection.execute("COMMIT")
    with open(fresh, "rb") as lender, open(copy, "r+b") as file:
        whole = lender.read()
        for number in _schema_pages(whole):
            begin = _HEADER if number == 1 else 0
            file.seek((number - 1) * PAGE + begin)
            file.write(whole[(number - 1) * PAGE + begin : number * PAGE])
    _mend_header(copy)


def _makes_sense(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables lie where the lent schema has them.

    In a ledger that was restored from a backup, or upgraded, they may lie elsewhere, and what
    is read is no ledger.
    """
    right = wrong = 0
    for table, column in _DAYS.items():
        sql = (
            f"SELECT count(*), ifnull(sum({column} LIKE '____-__-__%'), 0) FROM {table} NOT INDEXED"
        )
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            total, told = connection.execute(sql).fetchone()
            right += bool(told)
            wrong += told < total
    return right > wrong + 1


def _schema_pages(whole: bytes) -> Iterator[int]:
    """Yield the pages of the schema's own table, the first included."""
    waiting = [1]
    while waiting:
        number = waiting.pop()
        yield number
        page = whole[(number - 1) * PAGE : number * PAGE]
        at = _HEADER if number == 1 else 0
        if page[at] != _INTERIOR:
            continue
        count = int.from_bytes(page[at + 3 : at + 5], "big")
        waiting.append(int.from_bytes(page[at + 8 : at + 12], "big"))
        for cell in range(count):
            place = int.from_bytes(page[at + 12 + 2 * cell : at + 14 + 2 * cell], "big")
            waiting.append(int.from_bytes(page[place : place + 4], "big"))
