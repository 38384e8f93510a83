"""A new ledger of what could be salvaged from a damaged one; that one stays as it is.

Rows in which table and journal agree are taken over one by one; only those in which they
differ, and what only one of them has, are held in memory to choose from.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from typing import TYPE_CHECKING, Any

from reflog import errors
from reflog.domain import Record
from reflog.errors import DamagedError
from reflog.storage import connection as opening
from reflog.storage import files, journal, schema
from reflog.storage.check import rules
from reflog.storage.findings import NUMBERED, place
from reflog.storage.journal import chain, counters, instant, new_uid, replay, seal, triggers
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.repair import damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from reflog.storage.journal.replay import Row

COMMAND = "repair"
LOST = "lost"
"""What a person is called of whom only the number is left."""

SUMMARY = "repaired a damaged ledger"

_ROUNDS = 4
_CHUNK = 2000  # rows from which on what was put in is sealed


class Rebuilt(Record):
    """What a repair has made.

    Attributes:
        rows: how many rows it holds, by table.
        restored: what only the journal still had.
        doubtful: where table and journal differed.
        dropped: what the journal, itself whole, does not have.
        lost: what could not be taken over, or only in part.
    """

    file: str
    rows: dict[str, int]
    restored: list[str]
    doubtful: list[str]
    dropped: list[str]
    lost: list[str]
    commands: int


def rebuild(path: str, file: str, today: str) -> Rebuilt:
    """Salvage the ledger at `path` into a new ledger `file`."""
    _require_source(path)
    if os.path.lexists(file):
        raise _there_already(file)
    with files.making(file):
        files.clear_up(os.path.dirname(file))
        folder = tempfile.mkdtemp(prefix=files.REPAIRING, dir=os.path.dirname(file))
        try:
            with opening.explained(file):
                return _rebuild(path, file, folder, today)
        except PermissionError:
            message = f"You have no permission to read the ledger {path}."
            raise errors.PermissionDeniedError(message) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _require_source(path: str) -> None:
    try:
        found = os.lstat(path)
    except OSError as error:
        if error.errno not in files.NOT_THERE:
            raise opening.cannot_read(error, path) from None
        message = f"There is no ledger {path} to repair."
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
    with contextlib.closing(opening.opened(made)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        schema.create_objects(connection)
        triggers.install_recorders(connection)
        with damaged.opened(path, folder) as copy:
            rebuilt = _Builder(connection, copy, today).build(file)
        if not rebuilt.rows["contact"] and not any(rebuilt.rows.values()):
            raise damaged.nothing(path)
        connection.execute("COMMIT")
    try:
        files.put_in_place(made, file, force=False)
    except errors.ConflictError:
        raise _there_already(file) from None
    return rebuilt


def _there_already(file: str) -> errors.CannotCreateError:
    message = f"{file} already exists."
    return errors.CannotCreateError(message, hint="choose a file name that doesn't exist yet")


class _Remains:
    """The journal of the damaged ledger, as far as it can be read.

    Attributes:
        sums: what it makes of every row.
        is_whole: it is all there and as it was sealed, to its last command.
    """

    def __init__(self, copy: sqlite3.Connection, defaults: dict[str, Row]) -> None:
        self._copy = copy
        self._defaults = defaults
        self.sums = replay.Sums(defaults)
        self.is_complete = True
        for change in self._changes():
            self.sums.take(change)
        self.ops = [op for (op,) in damaged.rows(copy, "op", ("id",)) if isinstance(op, int)]
        self._amiss: set[int] = set()
        try:
            self._amiss = chain.Chain(copy).amiss
        except damaged.UNREADABLE:
            self.is_complete = False
        self.given = counters.largest(
            [self._kept_counters(), self.sums.given, {"op": max(self.ops, default=0)}]
        )
        is_last = self.given["op"] == max(self.ops, default=0) > 0
        self.is_whole = self.is_complete and is_last and not (self._amiss or self.sums.broken)

    def replayed(self, only: Collection[tuple[str, Any]]) -> replay.Replay:
        """Return these rows as the journal makes them."""
        return replay.Replay(self._changes(), self._defaults, self._amiss, only)

    def _changes(self) -> Iterator[journal.Change]:
        for place_, part in enumerate(damaged.rows(self._copy, "part", journal.COLUMNS), 1):
            try:
                changes = journal.opened(part)
            except DamagedError:
                changes = []
            self.is_complete &= bool(changes) and part[0] == place_
            yield from changes

    def _kept_counters(self) -> counters.Counters:
        try:
            return counters.kept(self._copy)
        except UnicodeDecodeError:
            return {}


class _Builder:
    """The new ledger while rows are put into it, under the one op of the repair."""

    def __init__(
        self, connection: sqlite3.Connection, copy: sqlite3.Connection, today: str
    ) -> None:
        self._connection = connection
        self._copy = copy
        self._today = today
        self._remains = _Remains(copy, journal.defaults(connection))
        self._columns = {table: triggers.columns(connection, table) for table in JOURNALED}
        self._differing: dict[tuple[str, Any], Row | None] = {}
        self._told: dict[str, list[str]] = {
            sort: [] for sort in ("restored", "doubtful", "dropped", "lost")
        }

    def build(self, file: str) -> Rebuilt:
        """Insert every row, mend foreign keys, keep the counters, and seal."""
        remains, connection = self._remains, self._connection
        connection.execute("PRAGMA defer_foreign_keys = ON")
        counters.go_on_from(connection, remains.given)
        op_id = seal.open_op(connection, COMMAND)
        sealing = seal.Sealing(connection, op_id)
        for table in JOURNALED:
            self._take_over(table, lambda: sealing.take(SUMMARY))
        self._choose()
        if not self._one("SELECT 1 FROM contact WHERE id = 1"):
            self._person(1, "me")
            self._lose("you (made new)")
        self._mend_references()
        present = {
            table: self._one(f"SELECT ifnull(max({JOURNALED[table]}), 0) FROM {table}")[0]
            for table in ("contact", "entry")
        }
        counters.record(connection, counters.largest([remains.given, present]))
        sealing.finish(SUMMARY)
        rows = {table: self._one(f"SELECT count(*) FROM {table}")[0] for table in JOURNALED}
        return Rebuilt(file=file, rows=rows, commands=len(remains.ops), **self._told)

    def _take_over(self, table: str, seal_so_far: Callable[[], object]) -> None:
        """Insert the rows in which table and journal agree, and note the others."""
        sums, names = self._remains.sums, list(self._columns[table])
        at = names.index(JOURNALED[table])
        for count, values in enumerate(damaged.rows(self._copy, table, names, sums.rest(table)), 1):
            key, row = values[at], replay.as_journaled(names, values)
            if not isinstance(key, int | str):
                continue
            is_known = sums.knows(table, key)
            if sums.agrees(table, key, row):
                self._put(table, key, row)
            elif is_known:
                self._differing[table, key] = row
            elif self._remains.is_whole:
                self._told["dropped"].append(self._named(table, key, row))
            else:
                self._put(table, key, row)
            if count % _CHUNK == 0:
                seal_so_far()
        for key in list(sums.rest(table)):
            self._differing.setdefault((table, key), None)

    def _choose(self) -> None:
        """Insert the table's or the journal's version of rows in which they differ."""
        replayed = self._remains.replayed(self._differing.keys())
        for place_, row in sorted(self._differing.items(), key=_in_order):
            table, key = place_
            kept = replayed.rows[table].get(key)
            is_trusted = self._remains.is_complete and place_ not in replayed.doubtful
            name = self._named(table, key, kept or row or {})
            if kept is None and self._remains.is_whole:
                self._told["dropped"].append(name)
                continue
            believed, other = (kept, row) if kept and (row is None or is_trusted) else (row, kept)
            if row is None and kept is not None:
                self._told["restored"].append(name)
            elif kept is not None and row != kept:
                self._told["doubtful"].append(name)
            if believed is not None:
                self._put(table, key, believed, other)

    def _put(self, table: str, key: Any, row: Row, spare: Row | None = None) -> None:  # noqa: ANN401 - a key of any table
        if not self._insert(table, row) and (spare is None or not self._insert(table, spare)):
            self._lose(self._named(table, key, row))

    def _lose(self, name: str) -> None:
        self._told["lost"].append(name)

    def _named(self, table: str, key: Any, row: Row) -> str:  # noqa: ANN401 - a key of any table
        handles = {key: str(row["handle"])} if table == "contact" and "handle" in row else {}
        handles |= dict(
            self._connection.execute(
                "SELECT id, handle FROM contact WHERE id IS ?", (row.get("contact_id"),)
            )
        )
        named = place(table, key, row, handles)
        return f"{named} (its number)" if table == "entry" else named

    def _insert(self, table: str, row: Row) -> bool:
        """Insert a row; False where the schema refuses it."""
        try:
            values = journal.stored(row, self._columns[table])
            self._connection.execute(triggers.insertion(table, values), [*values.values()])
        except (sqlite3.Error, KeyError, TypeError, ValueError):
            return False
        return True

    def _person(self, number: int, name: str) -> None:
        handle = "me" if number == 1 else f"contact-{number}"
        names = ("id", "uid", "handle", "name", "folded", "created_on")
        values = (number, new_uid().hex(), handle, name, name, self._today)
        self._insert("contact", dict(zip(names, values, strict=True)))

    def _mend_references(self) -> None:
        """Mend foreign keys that refer to missing rows, or delete those rows."""
        for _round in range(_ROUNDS):
            broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
            for table, row, parent, index in broken:
                if table in JOURNALED:
                    self._mend(table, row, parent, index)
        for finding in rules.kinds(self._connection):
            number = int(finding.where.removeprefix("#"))
            self._one("DELETE FROM entry WHERE number = ?", number)
            self._lose(f"{finding.where} (only its number is left)")

    def _mend(self, table: str, row: int, parent: str, index: int) -> None:
        links = self._connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        column = next(link[3] for link in links if link[0] == index)
        found = self._one(f"SELECT {column} FROM {table} WHERE rowid = ?", row)
        if found is None:
            return
        where = f"#{row}" if table in NUMBERED else f"{table} {row}"
        if parent == "contact":
            if not self._one("SELECT 1 FROM contact WHERE id = ?", *found):
                self._person(found[0], LOST)
                self._lose(f"contact-{found[0]} (only the number is left)")
        elif parent == "entry":
            values = {"number": found[0], "uid": new_uid().hex()}
            self._insert("entry", {**values, "kind": NUMBERED[table], "created_at": instant()})
            self._lose(f"{where} (when it was recorded)")
        else:
            try:
                self._one(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", row)
            except sqlite3.IntegrityError:  # it may not be empty
                self._one(f"DELETE FROM {table} WHERE rowid = ?", row)
            self._lose(f"{where} (what it was about)")

    def _one(self, sql: str, *values: object) -> Any:  # noqa: ANN401 - a row
        return self._connection.execute(sql, values).fetchone()


def _in_order(one: tuple[tuple[str, Any], object]) -> tuple[int, str, Any]:
    (table, key), _row = one
    return list(JOURNALED).index(table), str(type(key)), key
