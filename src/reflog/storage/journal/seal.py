"""The seal of an op: what every command does last, before it is committed.

It derives what lies beside the tables (the search index, the words of names) from the op's
changes, writes them to the journal, and seals the op with its digest: over what it did and
the digest of the op before it, so that the digests are a chain. From the changes it is told, too,
what a command has done to the ledger.
"""

from __future__ import annotations

import json

from reflog.domain import Record
from reflog.domain.schema import KINDS
from reflog.storage import journal
from reflog.storage.index import Indexing

try:  # hashlib imports OpenSSL too, which takes 2 ms of every write
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

    from reflog.storage.index import Change
    from reflog.storage.journal.triggers import Inserted

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
    op = (journal.instant(), command)
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
        journal.write(self._connection, self._op_id, self._lines(report), digest)
        self._connection.execute("DELETE FROM change")
        return digest

    def take_new(self, summary: str, table: str, rows: Sequence[Inserted]) -> None:
        """Write rows to the journal that were inserted without recorders.

        Args:
            summary: as of `take`, which comes before.
            table: where they are.
            rows: of each its key, what Indexing.take_new asks for, and itself as JSON.
        """
        lines = (journal.line(table, row[0], None, row[-1]) for row in rows)
        with journal.packing(lines, self._begun(summary)) as contents:
            for one in self._followers:
                one.take_new(table, rows)
            journal.append(self._connection, self._op_id, contents)

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
            yield from (journal.line(*change[1:]) for change in changes)
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


_ONLY_QUIET = '{"quiet":0}'
"""An introduction that was only told to ask nothing more is not altered to anyone's eye."""

_NUMBERED = {kind.table for kind in KINDS}

CHILDREN = {
    **dict.fromkeys(
        ("contact_alias", "contact_email", "contact_phone", "contact_tag"), "contact_id"
    ),
    "stage_change": "introduction_id",
}
"""Tables of details, and the column that says whose each is."""

_decode = json.JSONDecoder().decode


class Written(Record):
    """What a command has done to the ledger.

    Attributes:
        op: the id of its op, None where nothing changed.
        changed: numbers of the entries made or altered, except those in `next`.
        next: numbers of the follow-ups scheduled or moved, also a question asked again for
            the very day it was due.
    """

    op: int | None = None
    changed: tuple[int, ...] = ()
    created_contacts: tuple[int, ...] = ()
    changed_contacts: tuple[int, ...] = ()
    next: tuple[int, ...] = ()


class Account:
    """Follows what an op does, as it is sealed."""

    def __init__(self, connection: sqlite3.Connection, op_id: int) -> None:
        self._connection = connection
        self._op_id = op_id
        self._changed: dict[int, bool] = {}
        self._people: dict[int, bool] = {}

    def take(self, changes: Iterable[Change]) -> None:
        """Take in what was changed."""
        for _id, relation, key, before, after in changes:
            if before != _ONLY_QUIET:
                owner = self._owner(relation, key, after or before or "{}")
                self._note(relation, key, owner, was=bool(before), is_there=bool(after))

    def take_new(self, relation: str, rows: Iterable[Sequence[Any]]) -> None:
        """Take in rows that were inserted: of each its key, and whose detail it is, or itself."""
        for key, owner, *_texts in rows:
            self._note(relation, key, owner, was=False, is_there=True)

    def _owner(self, relation: str, key: int, values: str) -> int | None:
        """Return whose detail a row is; None where it is none, or went away by a later change."""
        column = CHILDREN.get(relation)
        if column is None:
            return None
        owner: int | None = _decode(values).get(column)
        if owner is None:  # only another column of it changed
            sql = f"SELECT {column} FROM {relation} WHERE id = ?"
            (owner,) = self._connection.execute(sql, (key,)).fetchone() or (None,)
        return owner

    def _note(
        self, relation: str, key: int, owner: int | None, *, was: bool, is_there: bool
    ) -> None:
        people = self._people
        if relation in _NUMBERED:
            self._changed[key] = is_there
        elif relation == "contact":
            if is_there:
                people[key] = not was or people.get(key, False)
            else:
                people.pop(key, None)
        elif owner is not None and relation == "stage_change":
            self._changed.setdefault(owner, True)
        elif owner is not None and relation in CHILDREN:
            people.setdefault(owner, False)

    def written(self, scheduled: Collection[int]) -> Written:
        """Return what the op has done; `scheduled` are the follow-ups it scheduled or moved."""
        changed, people, later = sorted(self._changed.items()), self._people, set(scheduled)
        sql = "SELECT id FROM contact WHERE id IN (SELECT value FROM json_each(?))"
        known = {key for (key,) in self._connection.execute(sql, (json.dumps([*people]),))}
        there = [key for key in people if key in known]
        return Written(
            op=self._op_id,
            changed=tuple(n for n, is_there in changed if is_there and n not in later),
            created_contacts=tuple(key for key in there if people[key]),
            changed_contacts=tuple(key for key in there if not people[key]),
            next=tuple(n for n in scheduled if self._changed.get(n, True)),
        )
