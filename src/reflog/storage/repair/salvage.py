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

_CHANGE = ("id", "op_id", "relation", "key", "before", "after", "salt", "digest")
"""The columns in which formats before packs kept each change."""


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
    changes = list(_changes(connection))
    untrusted = {change[0] for change in changes if not _is_sealed(change)}
    replayed = replay.Replay(((c[0], c[2], c[3], c[4], c[5]) for c in changes), untrusted)
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
    is_whole = not replayed.broken and _is_whole(connection, changes, counters, ops)
    for table, kept in replayed.rows.items():
        present = _present(connection, table, columns[table], kept)
        for key in sorted(present.keys() | kept.keys(), key=lambda key: (str(type(key)), key)):
            is_trusted = is_whole or (
                _is_complete(changes) and (table, key) not in replayed.doubtful
            )
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


def _changes(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield every change that can be read, with its salt and digest, in order."""
    if damaged.has_packs(connection):
        for row in sorted(damaged.rows(connection, "pack", parts.COLUMNS), key=_number):
            with contextlib.suppress(DamagedError, TypeError):
                changes = parts.opened(row)
                for change, seal in zip(changes, parts.seals_of(row, changes), strict=True):
                    yield (*change, *seal)
    else:
        yield from sorted(damaged.rows(connection, "change", _CHANGE), key=_number)


def _is_sealed(change: tuple[Any, ...]) -> bool:
    _number, _op, *content, salt, digest = change
    if salt is None and digest is not None:
        return True
    try:
        return bool(digest == parts.change_digest(salt, *content))
    except (TypeError, ValueError, AttributeError):
        return False


def _is_complete(changes: list[tuple[Any, ...]]) -> bool:
    """Tell whether no change is missing between the first and the last that was read."""
    return [change[0] for change in changes] == list(range(1, len(changes) + 1))


def _is_whole(
    connection: sqlite3.Connection,
    changes: list[tuple[Any, ...]],
    counters: dict[str, int],
    ops: list[int],
) -> bool:
    """Tell whether the journal is all there and as it was sealed, to its last command."""
    if not ops or not _is_complete(changes) or counters["op"] > max(ops):
        return False
    try:
        return not chain.Chain(connection).findings
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        return False


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


def _number(change: tuple[Any, ...]) -> int:
    return int(change[0])
