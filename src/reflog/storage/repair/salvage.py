"""Salvage: what a damaged ledger still holds, from its tables and from its journal."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from reflog.domain.record import Record
from reflog.errors import DamagedError
from reflog.storage.findings import place
from reflog.storage.journal import chain, parts, replay
from reflog.storage.journal import counters as numbers
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.repair import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reflog.storage.journal.replay import Row


class Remains(Record):
    """What could be taken out of a damaged ledger.

    Attributes:
        rows: by table and key, as the journal writes them.
        spare: the other state of a row, where table and journal differ.
        restored: names of the rows that only the journal still had.
        doubtful: names of the rows in which table and journal differ.
        dropped: names of the rows that the journal, itself whole, does not have.
        counters: the largest numbers given, by table.
        commands: how many commands of the history could be read.
    """

    rows: dict[str, dict[Any, Row]]
    spare: dict[tuple[str, Any], Row]
    restored: list[str]
    doubtful: list[str]
    dropped: list[str]
    counters: dict[str, int]
    commands: int


def take_out(connection: sqlite3.Connection, columns: dict[str, dict[str, str]]) -> Remains:
    """Read whatever the copy of a damaged ledger still gives.

    Args:
        connection: the copy.
        columns: the columns of the journaled tables, by table: name and type.
    """
    found = sorted(damaged.rows(connection, "part", parts.COLUMNS))
    readable = list(_readable(found))
    is_complete = [row[0] for row in readable] == list(range(1, len(found) + 1))
    amiss = _amiss(connection)
    changes = (change for row in readable for change in parts.opened(row))
    replayed = replay.Replay(changes, amiss or ())
    ops = [row[0] for row in damaged.rows(connection, "op", ("id",)) if isinstance(row[0], int)]
    counters = _counters(connection, replayed, ops)
    remains = Remains(
        rows={table: {} for table in JOURNALED},
        spare={},
        restored=[],
        doubtful=[],
        dropped=[],
        counters=counters,
        commands=len(ops),
    )
    is_complete &= amiss is not None
    # The journal is all there and as it was sealed, to its last command.
    is_whole = (
        is_complete and not (replayed.broken or amiss) and counters["op"] == max(ops, default=0)
    )
    for table, kept in replayed.rows.items():
        present = _present(connection, table, columns[table], kept)
        for key in sorted(present.keys() | kept.keys(), key=lambda key: (str(type(key)), key)):
            is_trusted = is_whole or (is_complete and (table, key) not in replayed.doubtful)
            _choose(remains, (table, key), present.get(key), kept.get(key), (is_whole, is_trusted))
    _count_keys(remains)
    return remains


def _choose(
    remains: Remains,
    place_: tuple[str, Any],
    row: Row | None,
    kept: Row | None,
    trust: tuple[bool, bool],
) -> None:
    """Take the row of the table or the journal's state of it."""
    table, key = place_
    is_whole, is_trusted = trust
    name = _named(remains, table, key, kept or row or {})
    if kept is None and is_whole:
        remains.dropped.append(name)
        return
    if row is None:
        remains.restored.append(name)
    elif kept is not None and row != kept:
        remains.doubtful.append(name)
        remains.spare[place_] = row if is_trusted else kept
    chosen = kept if kept is not None and (row is None or is_trusted) else row
    remains.rows[table][key] = dict(chosen or {})


def _named(remains: Remains, table: str, key: Any, row: Row) -> str:  # noqa: ANN401 - a key of any table
    handles = {number: one.get("handle") for number, one in remains.rows["contact"].items()}
    if table == "contact":
        handles.setdefault(key, row.get("handle"))
    named = place(table, key, row, {k: str(v) for k, v in handles.items() if v})
    return f"{named} (its number)" if table == "entry" else named


def _present(
    connection: sqlite3.Connection, table: str, columns: dict[str, str], known: Iterable[Any]
) -> dict[Any, Row]:
    names = list(columns)
    at = names.index(JOURNALED[table])
    found = {}
    for row in damaged.rows(connection, table, names, known):
        if isinstance(row[at], int | str):
            found[row[at]] = replay.as_journaled(names, row)
    return found


def _readable(rows: list[parts.Row]) -> Iterator[parts.Row]:
    """Yield the parts whose changes can be read."""
    for row in rows:
        with contextlib.suppress(DamagedError):
            parts.opened(row)
            yield row


def _amiss(connection: sqlite3.Connection) -> set[int] | None:
    """Return the ops that are not as they were sealed; None where they cannot all be read."""
    try:
        return chain.Chain(connection).amiss
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return None


def _counters(
    connection: sqlite3.Connection, replayed: replay.Replay, ops: list[int]
) -> dict[str, int]:
    found: numbers.Counters = {}
    with contextlib.suppress(UnicodeDecodeError):
        found = numbers.kept(connection)
    return numbers.largest([found, replayed.given, {"op": max(ops, default=0)}])


def _count_keys(remains: Remains) -> None:
    for table in ("contact", "entry"):
        keys = [key for key in remains.rows[table] if isinstance(key, int)]
        remains.counters[table] = max([remains.counters[table], *keys])
