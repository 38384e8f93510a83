"""The numbers that are never given twice: contacts, entries, commands.

SQLite keeps the last one given of each. The journal knows them too: every row it has seen,
and, where a copy was put back or a ledger salvaged, that the numbers go on from those of the
ledger before it. So a counter that says anything else is damaged, whichever way.
"""

from __future__ import annotations

import sqlite3

from reflog.storage.findings import Finding
from reflog.storage.journal import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.storage import journal

RELATION = "sqlite_sequence"
"""What the journal calls the counters: a change of one raises it."""

TABLES = ("op", "contact", "entry")
_JOURNALED = ("contact", "entry")

Counters = dict[str, int]


def kept(connection: sqlite3.Connection) -> Counters:
    """Return what the counters say, as far as they can be read."""
    try:
        rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except sqlite3.Error:
        return {}
    return {name: seq for name, seq in rows if name in TABLES and isinstance(seq, int)}


def given(connection: sqlite3.Connection) -> Counters:
    """Return the last number given of each: as the journal has it, where that is whole.

    What a damaged counter says is not carried on then; else the larger of both is.
    """
    counters = kept(connection)
    known: Counters = {}
    try:
        is_whole = not chain.Chain(connection, lambda change: note(known, change)).findings
        (known["op"],) = connection.execute("SELECT ifnull(max(id), 0) FROM op").fetchone()
    except (sqlite3.Error, ValueError, LookupError, TypeError, OverflowError):
        return counters
    return largest([known] if is_whole else [known, counters])


def note(given: Counters, change: journal.Change) -> bool:
    """Take in the number that a change gives; False where it raises a counter to none."""
    _op, table, number, _before, after = change
    if table == RELATION:
        table, number = str(number), (after or {}).get("seq", "")
    if not isinstance(number, int):
        return change[1] != RELATION
    given[table] = max(number, given.get(table, 0))
    return True


def largest(every: Iterable[Counters]) -> Counters:
    """Return the largest of each."""
    found = list(every)
    return {table: max((one.get(table, 0) for one in found), default=0) for table in TABLES}


def go_on_from(connection: sqlite3.Connection, last: Counters) -> None:
    """Set the op counter to the last one ever given, before the next op is opened."""
    set_last(connection, "op", max(last["op"], kept(connection).get("op", 0)))


def record(connection: sqlite3.Connection, last: Counters) -> None:
    """Raise the counters, and record that in the journal under the open op."""
    own = kept(connection)
    for table in _JOURNALED:
        before, after = own.get(table, 0), last[table]
        if after > before:
            set_last(connection, table, after)
            connection.execute(
                "INSERT INTO change (relation, key, before, after) VALUES (?, ?, ?, ?)",
                (RELATION, table, f'{{"seq":{before}}}', f'{{"seq":{after}}}'),
            )


def compare(connection: sqlite3.Connection, known: Counters) -> list[Finding]:
    """Report counters that would reuse a number, or have skipped some."""
    rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    counters = dict(rows)
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM op").fetchone()
    wrong = {}
    for table in TABLES:
        least, counter = {**known, "op": last}.get(table, 0), counters.pop(table, 0)
        if not isinstance(counter, int) or counter < least:
            wrong[f"the counter of {table}"] = "it would give the same number twice"
        elif counter > least:
            wrong[f"the counter of {table}"] = "it has skipped numbers that were never given"
    if counters or len(rows) != len(dict(rows)):
        wrong["the counters"] = "there are too many"
    return [Finding(code="counter", where=where, what=what) for where, what in wrong.items()]


def set_last(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Set the last number given in a table."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
