"""Making the ledger, or bringing one to what it should be: its tables, views and gates, its mode.

The sqlite3 shell and Datasette turn a ledger to write-ahead logging for good, with a word. It
can't be read then where nothing may be written beside it, a power cut may take back what was
done, and what is erased stays in the file beside it. So whoever writes turns it back.
"""

from __future__ import annotations

import contextlib
import sqlite3

from reflog import errors
from reflog.storage import connection as opening
from reflog.storage.journal import new_uid, seal, triggers


def create(connection: sqlite3.Connection, today: str) -> None:
    """Make every table, view and trigger in an empty file, and me, inside the transaction."""
    create_objects(connection)
    triggers.install_recorders(connection, ["contact"])
    op_id = seal.open_op(connection, "create")
    connection.execute(
        "INSERT INTO contact (id, uid, handle, name, folded, created_on) "
        "VALUES (1, ?, 'me', 'me', 'me', ?)",
        (new_uid(), today),
    )
    seal.seal(connection, op_id, "made the ledger")


_PATIENCE = 0.5
"""Seconds to wait for the programs that have it open; they may keep it open for days."""


def in_memory(today: str) -> sqlite3.Connection:
    """Return a new ledger in memory, to be asked or compared with, not to be kept."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create(connection, today)
    return connection


def create_objects(connection: sqlite3.Connection) -> None:
    """Make every table, view and trigger in an empty file, with nothing in them."""
    for name in opening.SCHEMA:
        run_script(connection, name)
    triggers.install_gates(connection)
    connection.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {opening.FORMAT}")


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring an older ledger to this format, inside the transaction, foreign keys being off."""
    version = opening.pragma(connection, "user_version")
    if version >= opening.FORMAT:
        return
    triggers.remove_gates(connection)
    views = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    for (name,) in views:
        connection.execute(f"DROP VIEW {triggers.quoted(name)}")
    for step in opening.MIGRATIONS[version - opening.FIRST :]:
        run_script(connection, step)
    run_script(connection, "views.sql")
    triggers.install_gates(connection)
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        message = f"The ledger {path} can't be upgraded: it is damaged."
        raise errors.DamagedError(message, hint="to see its copies: reflog backup --list")
    connection.execute(f"PRAGMA user_version = {opening.FORMAT}")


def run_script(connection: sqlite3.Connection, name: str) -> None:
    """Run the statements of a file one by one; executescript would commit."""
    for statement in statements(opening.script(name)):
        connection.execute(statement)


def statements(script: str) -> list[str]:
    """Split a script at the semicolons that end a statement."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


def turn_back(connection: opening.Connection, path: str) -> bool:
    """Switch a ledger from WAL back to a rollback journal, outside any transaction.

    Returns:
        False where another program has it open: it is used as it is then.
    """
    if not opening.is_written_ahead(connection):
        return True
    connection.execute("BEGIN")
    try:
        with contextlib.suppress(errors.OlderError):
            opening.guard(connection, path)
    finally:
        connection.execute("ROLLBACK")
    deadline = connection.deadline
    connection.wait(_PATIENCE)
    with contextlib.suppress(errors.BusyError, sqlite3.Error):
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.deadline = deadline
    return not opening.is_written_ahead(connection)


def require_turned_back(connection: opening.Connection, path: str) -> None:
    """Switch a ledger from WAL back to a rollback journal, or raise BusyError."""
    if not turn_back(connection, path):
        message = f"Another program has {path} open in its own mode."
        raise errors.BusyError(message, hint="close every program that has it open, then try again")
