"""A new ledger of what could be salvaged from a damaged one; that one stays as it is."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain.record import Record
from reflog.storage import clock, files, schema
from reflog.storage import connection as opening
from reflog.storage.check import rules
from reflog.storage.findings import NUMBERED, place
from reflog.storage.journal import counters, seal
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.repair import damaged as mending
from reflog.storage.repair import salvage

if TYPE_CHECKING:
    from reflog.storage.journal.replay import Row

COMMAND = "repair"
LOST = "lost"
"""What a person is called of whom only the number is left."""

_ROUNDS = 4


class Rebuilt(Record):
    """What a repair has made.

    Attributes:
        file: the new ledger.
        rows: how many rows it holds, by table.
        restored: what only the journal still had.
        doubtful: where table and journal differed.
        dropped: what the journal, itself whole, does not have.
        lost: what could not be taken over, or only in part.
        commands: how many commands of the history stay behind.
    """

    file: str
    rows: dict[str, int]
    restored: list[str]
    doubtful: list[str]
    dropped: list[str]
    lost: list[str]
    commands: int


def rebuild(path: str, file: str, today: str) -> Rebuilt:
    """Salvage the ledger at `path` into a new ledger `file`.

    Raises:
        CannotCreateError: there is such a file already, or it cannot be made.
        DamagedError: nothing could be salvaged.
        ForeignError: it is a database of another program.
        NewerError: a newer reflog wrote it.
        NotFoundError: there is no ledger.
        PermissionDeniedError: the ledger may not be read, or is not safe to use.
    """
    _require_source(path)
    if os.path.lexists(file):
        raise _there_already(file)
    try:
        files.clear_up(os.path.dirname(file))
        folder = tempfile.mkdtemp(prefix=files.REPAIRING, dir=os.path.dirname(file))
    except OSError as error:
        raise _cannot(error, file) from None
    try:
        with opening.explained(file):
            return _rebuild(path, file, folder, today)
    except PermissionError:
        message = f"No permission to read the ledger {path}."
        raise errors.PermissionDeniedError(message) from None
    except OSError as error:
        raise _cannot(error, file) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cannot(error: OSError, file: str) -> errors.ReflogError:
    sort = errors.InputOutputError if error.errno in files.FAILED else errors.CannotCreateError
    message = f"{file} cannot be made: {error.strerror}."
    return sort(message, hint="name another file")


def _require_source(path: str) -> None:
    try:
        found = os.lstat(path)
    except OSError:
        message = f"There is no ledger {path} to salvage."
        raise errors.NotFoundError(message, hint="name it with --ledger") from None
    opening.require_safe(path, found)
    with (
        contextlib.suppress(sqlite3.Error, UnicodeDecodeError, errors.DamagedError),
        contextlib.closing(opening.connect(path, "ro")) as connection,
    ):
        opening.guard(connection, path)


def _rebuild(path: str, file: str, folder: str, today: str) -> Rebuilt:
    made = os.path.join(folder, "new.db")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with contextlib.closing(opening.connect(made)) as connection:
        opening.set_pragmas(connection, time.monotonic() + opening.WRITE_PATIENCE)
        connection.execute("BEGIN IMMEDIATE")
        schema.create_objects(connection)
        columns = _columns(connection)
        with mending.opened(path, folder, today) as damaged:
            remains = salvage.take_out(damaged, columns)
        if not any(remains.rows.values()):
            message = f"Nothing could be salvaged from {path}."
            raise errors.DamagedError(message, hint="reflog restore FILE puts a backup back")
        rebuilt = _Builder(connection, remains, columns, today).build(file)
        connection.execute("COMMIT")
    _put_in_place(made, file)
    return rebuilt


def _columns(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    return {
        table: {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
        for table in JOURNALED
    }


def _put_in_place(made: str, file: str) -> None:
    """Give the new ledger its name, unless another file has taken it meanwhile."""
    try:
        files.put_in_place(made, file, force=False)
    except errors.ConflictError:
        raise _there_already(file) from None


def _there_already(file: str) -> errors.CannotCreateError:
    return errors.CannotCreateError(
        f"{file} exists already.", hint="name a file that is not there yet"
    )


class _Builder:
    """The new ledger while rows are put into it, under the one op of the repair."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        remains: salvage.Remains,
        columns: dict[str, dict[str, str]],
        today: str,
    ) -> None:
        self._connection = connection
        self._remains = remains
        self._columns = columns
        self._today = today
        self._lost: list[str] = []

    def build(self, file: str) -> Rebuilt:
        """Put in every row, mend what refers to nothing, keep the numbers, and seal."""
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        counters.go_on_from(self._connection, self._remains.counters)
        op_id = seal.open_op(self._connection, clock.now(), COMMAND)
        for table, rows in self._remains.rows.items():
            for key, row in rows.items():
                self._put(table, key, row)
        if not self._connection.execute("SELECT 1 FROM contact WHERE id = 1").fetchone():
            self._person(1, "me")
            self._lost.append("me (a new one is made)")
        self._mend_references()
        counters.record(self._connection, op_id, self._remains.counters)
        seal.seal(self._connection, op_id, "salvaged a damaged ledger")
        return Rebuilt(
            file=file,
            rows={
                table: self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in JOURNALED
            },
            restored=self._remains.restored,
            doubtful=self._remains.doubtful,
            dropped=self._remains.dropped,
            lost=self._lost,
            commands=self._remains.commands,
        )

    def _put(self, table: str, key: Any, row: Row) -> None:  # noqa: ANN401 - a key of any table
        spare = self._remains.spare.get((table, key))
        if self._insert(table, row) or (spare is not None and self._insert(table, spare)):
            return
        contacts = self._remains.rows["contact"].items()
        handles = {number: str(one.get("handle")) for number, one in contacts}
        self._lost.append(place(table, key, row, handles))

    def _insert(self, table: str, row: Row) -> bool:
        """Insert a row; False where the schema refuses it."""
        known = self._columns[table]
        try:
            values = {
                name: bytes.fromhex(value) if known[name] == "BLOB" else value
                for name, value in row.items()
            }
            marks = ", ".join("?" for _name in values)
            self._connection.execute(
                f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})",
                tuple(values.values()),
            )
        except (sqlite3.Error, KeyError, TypeError, ValueError):
            return False
        return True

    def _person(self, number: int, name: str) -> None:
        handle = "me" if number == 1 else f"contact-{number}"
        self._insert(
            "contact",
            {
                "id": number,
                "uid": clock.new_uid().hex(),
                "handle": handle,
                "name": name,
                "folded": name,
                "created_on": self._today,
            },
        )

    def _mend_references(self) -> None:
        """Give what refers to nothing something to refer to, or take it out."""
        for _round in range(_ROUNDS):
            broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
            for table, row, parent, index in broken:
                if table in JOURNALED:
                    self._mend(table, row, parent, index)
        for finding in rules.kinds(self._connection):
            number = int(finding.where.removeprefix("#"))
            self._connection.execute("DELETE FROM entry WHERE number = ?", (number,))
            self._lost.append(f"{finding.where} (only its number was left)")

    def _mend(self, table: str, row: int, parent: str, index: int) -> None:
        links = self._connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        column = next(link[3] for link in links if link[0] == index)
        found = self._connection.execute(
            f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)
        ).fetchone()
        if found is None:
            return
        where = f"#{row}" if table in NUMBERED else f"{table} {row}"
        if parent == "contact":
            if not self._connection.execute("SELECT 1 FROM contact WHERE id = ?", found).fetchone():
                self._person(found[0], LOST)
                self._lost.append(f"contact-{found[0]} (only the number was left)")
        elif parent == "entry":
            values = {"number": found[0], "uid": clock.new_uid().hex()}
            self._insert("entry", {**values, "kind": NUMBERED[table], "created_at": clock.now()})
            self._lost.append(f"{where} (when it was recorded)")
        else:
            self._part(table, row, column)
            self._lost.append(f"{where} (what it was about)")

    def _part(self, table: str, row: int, column: str) -> None:
        """Let a row be about nothing any more, or take it out where it has to be."""
        try:
            self._connection.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (row,))
        except sqlite3.IntegrityError:
            self._connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
