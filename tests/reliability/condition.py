"""The condition of a ledger after something befell it: healthy, and what it holds."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import journaling
from commands import TODAY
from reflog.storage import Reader

if TYPE_CHECKING:
    from pathlib import Path

_ITS_OWN = {"uid", "created_at"}
"""What is another in each try of the same command."""

_known: dict[bytes, str] = {}
"""What a file of these bytes holds, once it is known to be healthy."""


def content_of(path: Path) -> str | None:
    """Return what the ledger holds, None where there is none, once it is known to be healthy.

    The read door comes first: it is what takes back what a killed command left half done. What
    is byte for byte a file that was examined before, and has no journal beside it, is the same.
    """
    held = None if path.with_name(f"{path.name}-journal").exists() else _known.get(_bytes_of(path))
    if held is not None:
        return held
    with Reader(str(path), TODAY) as reader:
        reader.rows("SELECT id FROM op")
    if not path.exists() or not path.stat().st_size:
        return None
    same = _bytes_of(path)
    if same not in _known:
        with closing(sqlite3.connect(path)) as connection:
            require_health(connection)
            _known[same] = json.dumps(_held(connection), default=str)
    return _known[same]


def _bytes_of(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes()).digest() if path.exists() else b""


class World(NamedTuple):
    """A ledger and every other one that bears a name beside it: what they hold."""

    ledger: str | None
    copies: tuple[str, ...]

    def is_unchanged(self, start: World, goal: World) -> bool:
        """Tell whether all of the start is here; a copy that was kept first may be, too."""
        mine, before, after = (Counter(one.copies) for one in (self, start, goal))
        is_there = self.ledger == start.ledger and before <= mine
        return self != goal and is_there and mine - before <= after

    def has_nothing_but(self, start: World, goal: World) -> bool:
        """Tell whether the ledger and each of its copies is one of the start or of the goal."""
        known = {*start.copies, *goal.copies}
        return self.ledger in {start.ledger, goal.ledger} and known.issuperset(self.copies)


def world_of(ledger: Path) -> World:
    """Return what a ledger and its copies hold, once each is known to be healthy.

    What a kill has left under a name of its own is no copy, and is taken away first: it may
    be another name of one.
    """
    held = content_of(ledger)
    for left in ledger.parent.parent.rglob(".reflog-*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    found = [path for path in ledger.parent.parent.rglob("*.db") if path != ledger]
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
