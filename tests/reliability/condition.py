"""The condition of a ledger after something befell it: healthy, and what it holds."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import journaling
from commands import TODAY
from reflog.storage.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

_ITS_OWN = {"uid", "created_at"}
"""What is another in each try of the same command."""


def content_of(path: Path) -> str | None:
    """Return what the ledger holds, None where there is none, once it is known to be healthy.

    The read door comes first: it is what takes back what a killed command left half done.
    """
    with Reader(str(path), TODAY) as reader:
        reader.rows("SELECT id FROM op")
    if not path.exists() or not path.stat().st_size:
        return None
    with closing(sqlite3.connect(path)) as connection:
        require_health(connection)
        return json.dumps(_held(connection), default=str)


class World(NamedTuple):
    """A ledger and every other one that bears a name beside it: what they hold."""

    ledger: str | None
    copies: tuple[str, ...]

    def is_short_of(self, goal: World, start: World) -> bool:
        """Tell whether all of a start is here, and nothing but what the goal has beside it."""
        more = Counter(self.copies) - Counter(start.copies)
        return self.ledger == start.ledger and more <= Counter(goal.copies)

    def has_nothing_but(self, start: World, goal: World) -> bool:
        """Tell whether the ledger and each of its copies is one of the start or of the goal."""
        known = {*start.copies, *goal.copies}
        return self.ledger in {start.ledger, goal.ledger} and known.issuperset(self.copies)


def world_of(ledger: Path) -> World:
    """Return what a ledger and its copies hold, once each is known to be healthy.

    What bears no name of its own yet, or lies in a folder that is taken away again, is no copy.
    """
    held = content_of(ledger)
    found = [
        path
        for path in ledger.parent.parent.rglob("*.db")
        if path != ledger and not path.parent.name.startswith(".reflog-repair-")
    ]
    return World(held, tuple(sorted(content_of(path) or "" for path in found)))


def require_health(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert journaling.replayed(connection) == journaling.tables_of(connection)
    assert journaling.broken_links(connection) == []
    assert journaling.name_words(connection) == journaling.rebuilt_name_words(connection)
    assert journaling.search_terms(connection) == journaling.rebuilt_search_terms(connection)


def _held(connection: sqlite3.Connection) -> list[Any]:
    ops = connection.execute("SELECT id, command, summary FROM op ORDER BY id").fetchall()
    undone = connection.execute("SELECT op_id, undone_id FROM op_undoes ORDER BY 1, 2").fetchall()
    tables = {
        table: [{n: v for n, v in row.items() if n not in _ITS_OWN} for row in rows.values()]
        for table, rows in journaling.tables_of(connection).items()
    }
    return [ops, undone, tables]
