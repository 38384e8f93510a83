"""The numbers that are never given twice: contacts, entries, commands.

SQLite keeps the last one given of each. The journal knows them too: every row it has seen,
and, where a copy was put back or a ledger salvaged, that the numbers go on from those of the
ledger before it. So a counter that says anything else is damaged, whichever way.
"""

from __future__ import annotations

import json
import sqlite3

from reflog.storage.findings import Finding
from reflog.storage.journal import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.storage.journal import parts

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

    def note(change: parts.Change) -> None:
        _op, relation, key, _before, after = change
        if relation in _JOURNALED and isinstance(key, int):
            known[relation] = max(key, known.get(relation, 0))
        elif relation == RELATION and after is not None:
            known[str(key)] = max(int(after["seq"]), known.get(str(key), 0))

    try:
        is_whole = not chain.Chain(connection, note).findings
        (known["op"],) = connection.execute("SELECT ifnull(max(id), 0) FROM op").fetchone()
    except (sqlite3.Error, ValueError, LookupError, TypeError, OverflowError):
        return counters
    return largest([known] if is_whole else [known, counters])


def largest(every: Iterable[Counters]) -> Counters:
    """Return the largest of each."""
    found = list(every)
    return {table: max((one.get(table, 0) for one in found), default=0) for table in TABLES}


def go_on_from(connection: sqlite3.Connection, last: Counters) -> None:
    """Set the op counter to the last one ever given, before the next op is opened."""
    set_last(connection, "op", max(last["op"], kept(connection).get("op", 0)))


def record(connection: sqlite3.Connection, op_id: int, last: Counters) -> None:
    """Raise the counters, and record that in the journal under the open op."""
    own = kept(connection)
    for table in _JOURNALED:
        before, after = own.get(table, 0), last[table]
        if after > before:
            set_last(connection, table, after)
            connection.execute(
                "INSERT INTO change (op_id, relation, key, before, after) VALUES (?, ?, ?, ?, ?)",
                (op_id, RELATION, table, _said(before), _said(after)),
            )


def compare(connection: sqlite3.Connection, known: Counters) -> list[Finding]:
    """Report counters that would reuse a number, or have skipped some."""
    rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    counters = dict(rows)
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM op").fetchone()
    found = []
    for table in TABLES:
        least, counter = {**known, "op": last}.get(table, 0), counters.pop(table, 0)
        what = ""
        if not isinstance(counter, int) or counter < least:
            what = "it would give the same number twice"
        elif counter > least:
            what = "it has skipped numbers that were never given"
        if what:
            found.append(Finding(code="counter", where=f"the counter of {table}", what=what))
    if counters or len(rows) != len(dict(rows)):
        found.append(Finding(code="counter", where="the counters", what="there are too many"))
    return found


def set_last(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Set the last number given in a table."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _said(last: int) -> str:
    return json.dumps({"seq": last}, separators=(",", ":"))
