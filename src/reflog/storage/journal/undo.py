"""Taking ops back: the inverse of their changes, in reverse, as an op of its own."""

from __future__ import annotations

from reflog.errors import ConflictError
from reflog.storage.journal import counters, parts
from reflog.storage.journal.triggers import JOURNALED, Recorders

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from typing import Any

    Values = Mapping[str, Any]


def take_back(
    connection: sqlite3.Connection, recorders: Recorders, op_id: int, targets: Iterable[int]
) -> None:
    """Undo what sealed ops changed, latest first, under the open op.

    Raises:
        ConflictError: a row is no longer as the op left it, or what it was is erased.
    """
    # Rows that refer to each other may be put back in any order.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    tables: dict[str, dict[str, str]] = {}
    for target in sorted(targets, reverse=True):
        connection.execute(
            "INSERT INTO op_undoes (op_id, undone_id) VALUES (?, ?)", (op_id, target)
        )
        (is_erased,) = connection.execute(
            "SELECT forgotten FROM op WHERE id = ?", (target,)
        ).fetchone()
        if is_erased:
            raise _erased()
        for part in reversed(list(parts.rows_of_op(connection, target))):
            for _op, relation, key, before, after in reversed(parts.opened(part)):
                if relation == counters.RELATION:
                    continue  # What was given is never given again.
                if relation not in tables:
                    recorders.need(relation)
                    tables[relation] = _columns(connection, relation)
                _Row(connection, relation, key, tables[relation]).invert(before, after)


def _erased() -> ConflictError:
    message = "What that command did was erased when someone was forgotten."
    return ConflictError(message, hint="to see what can be taken back: reflog history")


class _Row:
    """A row of a journaled table, by its key."""

    def __init__(
        self, connection: sqlite3.Connection, relation: str, key: object, columns: dict[str, str]
    ) -> None:
        self._connection = connection
        self._relation = relation
        self._key = key
        self._columns = columns
        self._where = f"WHERE {JOURNALED[relation]} IS ?"

    def invert(self, before: Values | None, after: Values | None) -> None:
        """Put the row back to what it was before a change, if it is as the change left it."""
        old = None if before is None else self._decoded(before)
        new = None if after is None else self._decoded(after)
        if old is not None and new is not None:
            self._require(new)
            settings = ", ".join(f"{name} = ?" for name in old)
            self._execute(f"UPDATE {self._relation} SET {settings} {self._where}", *old.values())
        elif old is None:
            # A row from before a migration has the columns it added as they are by default.
            added = parts.defaults(self._connection)[self._relation]
            self._require({**dict.fromkeys(self._columns), **added, **(new or {})})
            self._execute(f"DELETE FROM {self._relation} {self._where}")
        else:
            if self._present() is not None:
                raise self._changed()
            names = ", ".join(old)
            marks = ", ".join("?" for _name in old)
            self._connection.execute(
                f"INSERT INTO {self._relation} ({names}) VALUES ({marks})", tuple(old.values())
            )

    def _execute(self, sql: str, *values: object) -> None:
        self._connection.execute(sql, (*values, self._key))

    def _present(self) -> Values | None:
        names = ", ".join(self._columns)
        row = self._connection.execute(
            f"SELECT {names} FROM {self._relation} {self._where}", (self._key,)
        ).fetchone()
        return None if row is None else dict(zip(self._columns, row, strict=True))

    def _require(self, expected: Values) -> None:
        present = self._present()
        if present is None or any(present[name] != value for name, value in expected.items()):
            raise self._changed()

    def _changed(self) -> ConflictError:
        message = f"The {self._relation} row {self._key} has changed since that command."
        return ConflictError(message, hint="to see what came after: reflog history")

    def _decoded(self, values: Values) -> Values:
        return {
            name: bytes.fromhex(value)
            if value is not None and self._columns[name] == "BLOB"
            else value
            for name, value in values.items()
        }


def _columns(connection: sqlite3.Connection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"PRAGMA table_info({relation})").fetchall()
    return {row[1]: row[2] for row in rows}
