"""What a command asks of SQLite costs what its answer costs, not what the ledger holds.

Every statement that a command really runs, on either door, is explained: none reads a table
from end to end, unless it stops at a LIMIT that no sorting comes before.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from damage import copied
from reflog.storage import connection as opening
from reflog.storage.journal import seal
from rows import each_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from commands import Commands

FEW_ROWS = {"setting", "sqlite_sequence", "sqlite_schema", "sqlite_master"}
"""Tables that hold as many rows at any size: there are so many settings, so many tables."""

COMMANDS = (
    "",
    "due",
    "due --for fred",
    "due --purpose thank --within 0",
    "who fred",
    "who sal",
    "who fred --stage won --since 1y",
    "show fred",
    "show sally",
    "show me",
    "show 1",
    "show 2",
    "show 5",
    "tree fred",
    "tree ann --since 2026-01-01",
    "balance fred",
    "balance fred --since 2026-01-01",
    "log fred",
    "log --limit 3",
    "log --since yesterday --limit 3",
    "intros --with fred",
    "intros --by fred",
    "know fred",
    "know fred say he answers",
    "know fred room 3 until eoy",
    "know fred out",
    "know sally needs a plumber",
    "mark 4 declined --passed-to fred",
    "match boiler",
    "match boiler --for fred",
    "match --to fred boiler",
    "match",
    "ask",
    "ask --since 1y",
    "ask fred he will think",
    "report",
    "report --tag golf --since 1y",
    "history --limit 3",
    "find brochure",
    "find roch",
    "find 5550101",
    "contact add Nobody Before",
    "intro fred ann",
    "intro fred +Somebody",
    "received bob --from fred",
    "done 7",
    "done 7 --mark won --amount 90",
    "done sally she called",
    "snooze 7 2w",
    "snooze fred 2w",
    "drop 6",
    "follow fred thank",
    "follow fred tea --about 1",
    "mark 4 met",
    "mark sally lost --why price",
    "business 1 500",
    "thanks fred for all",
    "thanks fred --for 1 --via referral",
    "thanks sally --received --for 1",
    "met fred coffee",
    "note fred tea",
    "contact edit fred --city Linz",
    "contact rename fred Frederic Moss",
    "edit 1 --need boiler",
    "delete 20 --yes",
    "undo",
    "redo",
)


class Told:
    """The statements that commands have run."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.statements: list[str] = []
        whole: Callable[[str, str], sqlite3.Connection] = opening.connect

        def connect(path: str, mode: str = "rw") -> sqlite3.Connection:
            connection = whole(path, mode)
            connection.set_trace_callback(self.statements.append)
            return connection

        patch.setattr(opening, "connect", connect)


@pytest.fixture(scope="module")
def lived(populated: Commands, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    copy = copied(populated, tmp_path_factory.mktemp("lived"))
    copy.ok("note fred tea again")
    return copy


def scans(connection: sqlite3.Connection, statement: str) -> list[str]:
    """Name the tables that a statement reads from end to end."""
    tables = {
        name: name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    for table, alias in re.findall(r"\b(?:FROM|JOIN) (\w+) (?:AS )?(\w+)", statement):
        if table in tables:
            tables.setdefault(alias, table)
    plan = [
        (parent, step)
        for _id, parent, _unused, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]
    sorted_first = {parent for parent, step in plan if "TEMP B-TREE FOR ORDER BY" in step}
    has_limit = " LIMIT " in statement and "LIMIT -1" not in statement
    read = [
        tables.get(step.split()[1], "")
        for parent, step in plan
        if step.startswith("SCAN ")
        and "VIRTUAL" not in step
        and not (has_limit and parent not in sorted_first)
    ]
    return [f"{table}: {statement}" for table in read if table and table not in FEW_ROWS]


def is_question(statement: str) -> bool:
    """Tell whether a statement looks for rows of the ledger."""
    looks = statement.split(maxsplit=1)[0] in {"SELECT", "WITH", "UPDATE", "DELETE"}
    return looks and "temp.sealed" not in statement


@pytest.fixture(scope="module")
def content(lived: Commands) -> bytes:
    return lived.ledger.read_bytes()


@each_row("command", COMMANDS)
def test_no_command_reads_a_table_from_end_to_end(
    lived: Commands, content: bytes, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    lived.ledger.write_bytes(content)
    if command == "redo":
        lived.ok("undo")
    told = Told(monkeypatch)
    try:
        lived.ok(*command.split())
    finally:
        monkeypatch.undo()
    asked = set(filter(is_question, told.statements))
    assert asked
    with closing(opening.connect(str(lived.ledger))) as connection:
        connection.execute(seal.CHANGE)  # of the command alone: it is read as it is written
        found = [scan for statement in sorted(asked) for scan in scans(connection, statement)]
    assert not found
