"""What a command has done to the ledger, as its op's changes tell."""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

_ONLY_QUIET = '{"quiet":0}'
"""An introduction that was only told to ask nothing more is not altered to anyone's eye."""

_CHUNK = 500  # contacts that are asked for at once

CHILDREN = {
    **dict.fromkeys(
        ("contact_alias", "contact_email", "contact_phone", "contact_tag"), "contact_id"
    ),
    "stage_change": "introduction_id",
}
"""Tables of details, and the column that says whose each is."""
_OWNER = f"""
CASE relation {
    " ".join(
        f"WHEN '{name}' THEN json_extract(coalesce(after, before), '$.{column}')"
        for name, column in CHILDREN.items()
    )
} END"""


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
    """Reads what an op has done, at its end or little by little before."""

    def __init__(
        self, connection: sqlite3.Connection, op_id: int, numbered: Collection[str]
    ) -> None:
        self._connection = connection
        self._op_id = op_id
        self._numbered = numbered
        self._changed: dict[int, bool] = {}
        self._people: dict[int, bool] = {}

    def take(self) -> None:
        """Take in the changes that are there."""
        people = self._people
        for relation, key, before, after, owner in _changes(self._connection, self._op_id):
            if relation in self._numbered:
                self._changed[key] = after
            elif relation == "contact":
                made = not before or people.get(key, False)
                if after:
                    people[key] = made
                else:
                    people.pop(key, None)
            elif owner is not None and relation == "stage_change":
                self._changed.setdefault(owner, True)
            elif owner is not None:
                people.setdefault(owner, False)

    def take_new(self, relation: str, rows: Iterable[tuple[int, int]]) -> None:
        """Take in rows that were inserted: of each its key, and whose detail it is, or itself."""
        if relation in self._numbered:
            self._changed.update((key, True) for key, _owner in rows)
        elif relation == "contact":
            self._people.update((key, True) for key, _owner in rows)
        elif relation in CHILDREN:
            owners: dict[int, bool] = self._people
            is_there = False
            if relation == "stage_change":
                owners, is_there = self._changed, True
            for _key, owner in rows:
                owners.setdefault(owner, is_there)

    def written(self, scheduled: Collection[int]) -> Written:
        """Return what the op has done; `scheduled` are the follow-ups it scheduled or moved."""
        changed, people, later = sorted(self._changed.items()), self._people, set(scheduled)
        known = _contacts(self._connection, list(people))
        there = [key for key in people if key in known]
        return Written(
            op=self._op_id,
            changed=tuple(n for n, is_there in changed if is_there and n not in later),
            created_contacts=tuple(key for key in there if people[key]),
            changed_contacts=tuple(key for key in there if not people[key]),
            next=tuple(n for n in scheduled if self._changed.get(n, True)),
        )


def _changes(
    connection: sqlite3.Connection, op_id: int
) -> Iterator[tuple[str, int, bool, bool, int | None]]:
    """Yield each change: its row, whether it was and is there, and whose detail it is."""
    rows = connection.execute(
        f"SELECT relation, key, before IS NOT NULL, after IS NOT NULL, {_OWNER} FROM change "
        "WHERE op_id = ? AND before IS NOT ? ORDER BY id",
        (op_id, _ONLY_QUIET),
    )
    for relation, key, before, after, owner in rows:
        if owner is None and relation in CHILDREN:
            # Only a column of it changed: it is there, or went away by a later change.
            column = CHILDREN[relation]
            found = connection.execute(
                f"SELECT {column} FROM {relation} WHERE id = ?", (key,)
            ).fetchone()
            yield relation, key, bool(before), bool(after), found[0] if found else None
        else:
            yield relation, key, bool(before), bool(after), owner


def _contacts(connection: sqlite3.Connection, keys: Sequence[int]) -> set[int]:
    """Return which of these are contacts."""
    found: set[int] = set()
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"SELECT id FROM contact WHERE id IN ({marks})", some)
        found.update(key for (key,) in rows)
    return found
