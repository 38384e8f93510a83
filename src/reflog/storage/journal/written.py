"""What a command has done to the ledger, as its op's changes tell."""

from __future__ import annotations

import json

from reflog.domain import Record
from reflog.domain.schema import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from typing import Any

    from reflog.storage.index import Change

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
