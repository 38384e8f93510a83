"""A ledger with something of everything, and what can be done to harm a copy of it."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from commands import TODAY, Commands
from journaling import retell
from reflog.domain import schema
from reflog.storage import files
from reflog.storage import ledger as tables
from reflog.storage.ledger import writing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LIVED = [
    ("config", "name", "Tess Tester"),
    ("config", "currency", "EUR"),
    ("contact", "add", "Fred Moss", "--email", "fred@example.com", "--phone", "+1 555 0101"),
    ("contact", "edit", "fred", "--tag", "golf", "--alias", "Freddy", "--company", "Moss & Co"),
    ("contact", "add", "王小明", "--note", "likes tea", "--city", "Graz"),
    ("intro", "fred", "Sally Jensen", "--need", "a bookkeeper", "--offer", "books"),
    ("received", "Ann Berg", "--from", "fred"),
    ("received", "Bob Olsen", "--from", "Ann Berg"),
    ("intro", "fred", "Kim", "--by", "Gina", "--lead"),
    ("note", "sally", "likes", "tea", "--about", "1"),
    ("done", "2", "he", "will", "call"),
    ("done", "3", "--mark", "met"),
    ("mark", "1", "won", "--amount", "2500"),
    ("business", "1", "99.50"),
    ("thanks", "fred", "--via", "card"),
    ("met", "fred", "coffee"),
    ("follow", "ann", "send", "the", "brochure", "--every", "30d"),
    ("snooze", "bob", "2w"),
    ("contact", "rename", "bob", "Robert Olsen"),
    ("undo",),
    ("redo",),
    ("note", "kim", "a", "mistake"),
    ("undo",),
    ("intro", "sally", "Kim", "--again"),
]
"""Commands that leave something in every table, a history with undos, and gaps in the numbers."""


AT_ONCE = "PRAGMA synchronous = OFF"
"""Leaves what is harmed in the system's memory: to wait for the disk at each gate takes long."""


def remembered(ledger: Path, *contacts: int, said: str = "golf") -> None:
    """Let a file have said something of these contacts, who are not the same."""
    with writing(str(ledger), "import", TODAY) as door:
        for number in contacts:
            values: dict[str, Any] = dict.fromkeys(schema.SAID, said)
            values |= {"contact_id": number, "source": "vcard", "key": f"key-{number}"}
            door.add(tables.ContactCard(**values))
        for low, high in itertools.pairwise(sorted(contacts)):
            door.add(tables.ContactDistinct(low_id=low, high_id=high))
        door.summary = "imported by hand"


def lived(ledger: Path) -> Commands:
    """Return a new ledger with something in every table and two dozen commands."""
    reflog = Commands(ledger)
    for words in LIVED:
        reflog.ok(*words)
    remembered(ledger, 2, 3)
    return reflog


def copied(populated: Commands, folder: Path) -> Commands:
    """A copy of that ledger to harm, in a folder of its own."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    reflog = Commands(data / "ledger.db")
    shutil.copy(populated.ledger, reflog.ledger)
    reflog.ledger.chmod(0o600)
    return reflog


def rewritten(reflog: Commands, *statements: str) -> None:
    """Change a ledger by hand, past its gates and without leaving their loss behind.

    Statements on `told` alter the changes of the journal.
    """
    with closing(sqlite3.connect(reflog.ledger, isolation_level=None)) as connection:
        connection.execute(AT_ONCE)
        connection.execute("BEGIN")
        gates = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in gates:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            if " told" in statement:
                retell(connection, statement)
            else:
                connection.execute(statement)
        for _name, sql in gates:
            connection.execute(sql)
        connection.execute("COMMIT")


def overwritten(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def dump(path: Path) -> Any:
    """Everything that a ledger holds, or why it cannot be read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            tables = connection.execute(
                "SELECT name FROM sqlite_schema "
                "WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            ).fetchall()
            return {
                "formats": [
                    connection.execute(f"PRAGMA {name}").fetchone()
                    for name in ("application_id", "user_version")
                ],
                "schema": connection.execute("SELECT * FROM sqlite_schema").fetchall(),
                **{
                    name: [
                        [(type(value), value) for value in row]
                        for row in connection.execute(f"SELECT * FROM {name.decode()}")
                    ]
                    for (name,) in tables
                },
            }
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return repr(error)


def page_of(path: Path, table: str) -> int:
    """The number of the first page of a table, 1 being the first of the file."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    return int(page)


def unguarded(path: Path) -> sqlite3.Connection:
    """Open a ledger with nothing left that would keep a row out."""
    connection = sqlite3.connect(path)
    connection.execute(AT_ONCE)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def fail_to_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no folder's entries be put on disk."""

    def fail(_folder: str) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files, "sync_folder", fail)
