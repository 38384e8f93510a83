"""What the seal derives from an op's changes: the search index, and the words of names."""

from __future__ import annotations

import json

from reflog.domain.names import folding, match
from reflog.storage.search import fields as search_fields
from reflog.storage.search import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from typing import Any

    Change = tuple[int, str, Any, str | None, str | None]
    Values = dict[str, Any]

_INSERT = "INSERT INTO search (rowid, text) VALUES (?, ?)"
_DELETE = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"
_CHUNK = 500  # contacts whose words are read at once


class Indexing:
    """Follows the changes of one op, in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._renamed: set[int] = set()
        self._removed: list[str] = []

    def take(self, changes: Iterable[Change]) -> None:
        """Bring the search index to what the changes have made, and note whose names changed.

        Rows are written together up to the next one that is taken out: it may be one of them.
        """
        waiting: list[tuple[int, str]] = []
        added: list[str] = []
        for _id, relation, key, before, after in changes:
            fields = search_fields.FIELDS.get(relation)
            if fields is None:
                continue
            old: Values = json.loads(before) if before else {}
            new: Values = json.loads(after) if after else {}
            for column, code in fields.items():
                row = search_fields.row_id(key, code)
                if old.get(column):
                    self._write(waiting, added)
                    went = folding.search_text(old[column])
                    self._connection.execute(_DELETE, (row, went))
                    self._removed.append(went)
                if new.get(column):
                    waiting.append((row, folding.search_text(new[column])))
            self._note_names(relation, key, old, new)
        self._write(waiting, added)
        terms.keep(self._connection, added, ())

    def finish(self) -> None:
        """Write anew the words of every name that changed, and let go of those that went."""
        terms.keep(self._connection, (), self._removed)
        index_names(self._connection, self._renamed)

    def _write(self, waiting: list[tuple[int, str]], added: list[str]) -> None:
        self._connection.executemany(_INSERT, waiting)
        added += [text for _row, text in waiting]
        waiting.clear()

    def _note_names(self, relation: str, key: int, old: Values, new: Values) -> None:
        if relation == "contact" and ("name" in old or "name" in new):
            self._renamed.add(key)
        if relation != "contact_alias":
            return
        self._renamed |= {row["contact_id"] for row in (old, new) if "contact_id" in row}
        now = self._connection.execute(
            "SELECT contact_id FROM contact_alias WHERE id = ?", (key,)
        ).fetchone()
        if now:
            self._renamed.add(now[0])


def index_names(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """Write anew the words of the names of these contacts."""
    wanted = sorted(contacts)
    for start in range(0, len(wanted), _CHUNK):
        _index_names(connection, wanted[start : start + _CHUNK])


def _index_names(connection: sqlite3.Connection, contacts: Sequence[int]) -> None:
    marks = ", ".join("?" * len(contacts))
    found = connection.execute(
        f"SELECT id, name FROM contact WHERE id IN ({marks}) UNION ALL "
        f"SELECT contact_id, alias FROM contact_alias WHERE contact_id IN ({marks})",
        (*contacts, *contacts),
    ).fetchall()
    words = {(word, contact) for contact, name in found for word in match.look_up_words(name)}
    connection.execute(f"DELETE FROM name_word WHERE contact_id IN ({marks})", contacts)
    connection.executemany("INSERT INTO name_word (word, contact_id) VALUES (?, ?)", sorted(words))
