"""Whatever a ledger's journal knows of a person, by every key and name they ever had.

The journal holds each row since it was made, so it is all that has to be read: who a person
was before they were renamed or merged, and who they were when a command that made them
was taken back. A row's key may be given again, so a row is told apart by its life, from the
change that made it to the one that removed it.
"""

from __future__ import annotations

import itertools
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reflog.domain import Record
from reflog.domain.contacts import ME
from reflog.domain.names import fold
from reflog.storage import journal
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    Values = dict[str, Any]

NAMING = {
    "contact": {"name": "names", "handle": "handles", "uid": "uids"},
    "contact_alias": {"alias": "names"},
    "contact_email": {"email": "addresses"},
    "contact_phone": {"phone": "addresses", "e164": "addresses"},
}
"""Table and column to what it holds of a person's identity."""


class Identity(Record):
    """What a person is known by: every value they ever had."""

    uids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def joined(self, other: Identity) -> Identity:
        """Return both as one person."""
        both = {name: getattr(self, name) | getattr(other, name) for name in self.fields}
        return Identity(**both)

    def without(self, name: str, handles: Iterable[str]) -> Identity:
        """Return the person without what they are called once they are erased."""
        names, addresses = self.names - {name}, self.addresses - {name}
        return self.replaced(names=names, handles=self.handles - {*handles}, addresses=addresses)

    def marks(self) -> set[tuple[str, str]]:
        """Return what tells that someone else may be the same person."""
        return {
            *(("uid", uid) for uid in self.uids),
            *(("handle", handle) for handle in self.handles),
            *(("name", fold(name)) for name in self.names),
            *(("address", fold(address)) for address in self.addresses),
        }


class Life:
    """A row from its insertion to its deletion.

    Attributes:
        refers: to whom and to which introduction it refers, by column, as it did last.
        of: contacts it came from, in a merge that may have been taken back.
        taken: of a contact that another was merged into, what that changed: by the op and
            the column, the value before and the contact it came from.
        borrowed: what of that stands there now, by column.
        removed: its values when it was removed, if it came from someone.
    """

    __slots__ = ("_lent", "borrowed", "key", "of", "refers", "relation", "removed", "taken")

    def __init__(self, relation: str, key: Any) -> None:  # noqa: ANN401 - a key of any table
        self.relation = relation
        self.key = key
        self.refers: Values = {}
        self.of: frozenset[int] = frozenset()
        self.taken: dict[int, dict[str, tuple[Any, int]]] = {}
        self.borrowed: dict[str, tuple[Any, int]] = {}
        self.removed: Values | None = None
        self._lent: dict[tuple[str, Any], tuple[Any, int]] = {}

    def take(self, op: int, column: str, value: object, before: object, gone: int) -> None:
        """Note what a merge has changed."""
        taken = self.taken.setdefault(op, {})
        self._lent[column, value] = taken.setdefault(column, (before, gone))
        self.borrowed[column] = taken[column]

    def go_on(self, op: int, after: Values, *, is_undo: bool) -> None:
        """Take in a change of the row; what an undo restores keeps its owner."""
        if self._lent:
            for column, value in after.items():
                self.borrowed.pop(column, None)
                if is_undo and (column, value) in self._lent:
                    self.borrowed[column] = self._lent[column, value]
            self.borrowed.update(self.taken.get(op, {}))


class Traces:
    """What the whole journal says of who was who.

    Attributes:
        people: of each table the columns that name people.
        undoing: the ops that took others back.
        present: the contacts that are in the ledger now.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        references = {table: _references(connection, table) for table in JOURNALED}
        self.people = {
            table: [column for column, to in found.items() if to == "contact"]
            for table, found in references.items()
        }
        self._references = {table: [*found] for table, found in references.items()}
        self._lives: dict[tuple[str, Any], list[Life]] = {}
        self._in_order: list[Life] = []
        self._known: dict[int, dict[str, set[str]]] = {}
        self._merged: dict[int, int] = {}
        self.undoing = {row[0] for row in connection.execute("SELECT op_id FROM op_undoes")}
        for _op, changes in itertools.groupby(journal.read(connection), key=itemgetter(0)):
            self._note_merges([(self._read(change), change) for change in changes])
        self.present = {row[0] for row in connection.execute("SELECT id FROM contact")}

    def latest(self, relation: str, key: Any) -> Life:  # noqa: ANN401 - a key of any table
        """Return the row with this key that is in the ledger, or was in it last."""
        lives = self._lives.get((relation, key))
        return lives[-1] if lives else Life(relation, key)

    def again(self) -> Iterator[Life]:
        """Go through the journal once more: return the life that each change was of, in order."""
        for life in self._in_order:
            life.borrowed.clear()
        return iter(self._in_order)

    def identity(self, contacts: Iterable[int]) -> Identity:
        """Return what these contacts were ever known by, as one."""
        joined: dict[str, set[str]] = {}
        for contact in contacts:
            for kind, values in self._known.get(contact, {}).items():
                joined.setdefault(kind, set()).update(values)
        return Identity(**{kind: frozenset(values) for kind, values in joined.items()})

    def contacts_of(self, known: Identity, others: frozenset[str] | None = None) -> set[int]:
        """Return every contact that is this person: in the ledger, merged, or taken back.

        Args:
            known: who it is.
            others: of a copy, the uids of whoever else the ledger knows. A contact of the copy
                whom the ledger doesn't know, as after an older one was put back, is told by
                name and address, as one who was taken back is.
        """
        uids = known.uids
        found = {contact for contact, of in self._known.items() if of.get("uids", set()) & uids}
        absent = self._known.keys() - self.present
        if others is not None:
            told = ((one, self._known.get(one, {})) for one in self.present - {ME})
            absent |= {one for one, of in told if others.isdisjoint(of.get("uids", ()))}
        by_mark: dict[tuple[str, str], list[int]] = {}
        into: dict[int, list[int]] = {}
        for contact in absent:
            if contact in self._merged:
                into.setdefault(self._merged[contact], []).append(contact)
                continue
            for mark in self.identity([contact]).marks():
                by_mark.setdefault(mark, []).append(contact)
        marks, more = known.marks(), [*found]
        while more or marks:
            reached = {one for mark in marks for one in by_mark.pop(mark, ())}
            reached.update(one for contact in more for one in into.get(contact, ()))
            marks = set().union(*(self.identity([contact]).marks() for contact in more))
            more = [*reached - found]
            found |= reached
        return found

    def uids_of_others(self, contacts: set[int]) -> frozenset[str]:
        """Return the uids of whoever else the journal has ever had."""
        return self.identity(self._known.keys() - contacts).uids

    def _read(self, change: journal.Change) -> Life:
        op, relation, key, before, after = change
        lives = self._lives.setdefault((relation, key), [])
        if before is None or not lives:
            lives.append(Life(relation, key))
            if op in self.undoing:
                lives[-1].of = next((one.of for one in lives if one.removed == after), frozenset())
        life = lives[-1]
        self._in_order.append(life)
        life.go_on(op, after or {}, is_undo=op in self.undoing)
        if after is None and life.of:
            life.removed = before
        for values in (before or {}, after or {}):
            for column in self._references.get(relation, ()):
                if column in values:
                    life.refers[column] = values[column]
            contact = key if relation == "contact" else life.refers.get("contact_id", 0)
            for column, kind in NAMING.get(relation, {}).items():
                if values.get(column):
                    known = self._known.setdefault(int(contact), {})
                    known.setdefault(kind, set()).add(values[column])
        return life

    def _note_merges(self, changes: list[tuple[Life, journal.Change]]) -> None:
        """Note who was merged into whom by a command, and what came over with them.

        The one who goes leaves what they were part of to the other, and their name as an alias.
        """
        for _life, (_op, relation, key, before, after) in changes:
            if relation == "contact" and isinstance(key, int) and before is None:
                self._merged.pop(key, None)
            if relation == "contact" and isinstance(key, int) and after is None:
                for kept in self._heirs(key, changes):
                    self._merged[key] = kept
                    self._note_taken(key, kept, changes)

    def _heirs(self, gone: int, changes: list[tuple[Life, journal.Change]]) -> set[int]:
        names = {fold(name) for name in self._known.get(gone, {}).get("names", ())}
        heirs = set()
        for _life, (_op, relation, _key, before, after) in changes:
            for column in self.people.get(relation, ()):
                if before and after and before.get(column) == gone and after.get(column):
                    heirs.add(after[column])
            if relation == "contact_alias" and after and after.get("folded") in names:
                heirs.add(after["contact_id"])
        return heirs - {gone}

    def _note_taken(self, gone: int, kept: int, changes: list[tuple[Life, journal.Change]]) -> None:
        for life, (op, relation, key, before, after) in changes:
            if relation == "contact" and key == kept and before and after:
                for column, value in after.items():
                    life.take(op, column, value, before.get(column), gone)
            people = self.people.get(relation, ())
            is_moved = before and after and gone in {before.get(one) for one in people}
            if is_moved or (before is None and after and after.get("contact_id") == kept):
                life.of |= {gone}


def marks_of_others(connection: sqlite3.Connection, contacts: set[int]) -> set[tuple[str, str]]:
    """Return the names, handles and addresses that someone else in the ledger has now.

    What they had once may have come to them in a merge that was taken back.
    """
    known: dict[str, set[str]] = {}
    for table, columns in NAMING.items():
        whose = "id" if table == "contact" else "contact_id"
        rows = connection.execute(f"SELECT {whose}, {', '.join(columns)} FROM {table}")
        for contact, *values in rows:
            if contact not in contacts:
                for kind, value in zip(columns.values(), values, strict=True):
                    known.setdefault(kind, set()).update({value} - {None})
    return Identity(**{kind: frozenset(values) for kind, values in known.items()}).marks()


def _references(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table that refer to a contact or an introduction, and to which."""
    links = connection.execute(f"PRAGMA foreign_key_list({table})")
    return {row[3]: row[2] for row in links if row[2] in {"contact", "introduction"}}
