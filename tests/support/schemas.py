"""The tables of a ledger, made by the migrations once in a process, and as they came out after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from reflog.storage import connection as opening
from reflog.storage.journal import triggers

if TYPE_CHECKING:
    from collections.abc import Callable

_OBJECTS = """SELECT sql FROM sqlite_schema AS one
WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' AND NOT EXISTS (
    SELECT 1 FROM sqlite_schema AS two, json_each('["data","idx","content","docsize","config"]')
    WHERE two.sql LIKE 'CREATE VIRTUAL%' AND one.name = two.name || '_' || value
)
ORDER BY rowid
"""
"""What makes each of them, save what SQLite makes along with another."""


def made_once(
    create_objects: Callable[[sqlite3.Connection], None],
) -> Callable[[sqlite3.Connection], None]:
    """Return what makes the same objects in half the time, on the same pages in every ledger.

    They are not the pages of the program's own: see `migrating`.
    """
    kept: dict[tuple[object, ...], list[str]] = {}

    def create(connection: sqlite3.Connection) -> None:
        key = opening.FORMAT, opening.MIGRATIONS
        if key not in kept:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as first:
                create_objects(first)
                kept[key] = [sql for (sql,) in first.execute(_OBJECTS)]
        for sql in kept[key]:
            connection.execute(sql)
        triggers.install_recorders(connection)
        connection.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {opening.FORMAT}")

    create.migrating = create_objects  # type: ignore[attr-defined]
    return create


def migrating(create: Callable[[sqlite3.Connection], None]) -> Callable[[sqlite3.Connection], None]:
    """Return what makes the tables by the migrations each time, as the program does."""
    found: Callable[[sqlite3.Connection], None] = getattr(create, "migrating", create)
    return found
