"""Taking ops back: the inverse of their changes, in reverse, as an op of its own."""

from __future__ import annotations

from reflog.errors import ConflictError
from reflog.storage import journal
from reflog.storage.journal import counters, triggers
from reflog.storage.journal.triggers import JOURNALED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from typing import Any

    Values = Mapping[str, Any]


def take_back(
    connection: sqlite3.Connection,
    recorders: triggers.Recorders,
    op_id: int,
    targets: Iterable[int],
) -> None:
    """Undo what sealed ops changed, latest first, under the open op.

    Raises:
        ConflictError: a row is no longer as the op left it, or what it was is erased.
    """
    # Rows that refer to each other may be put back in any order.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    tables = {table: triggers.columns(connection, table) for table in JOURNALED}
    added = journal.defaults(connection)
    for target in sorted(targets, reverse=True):
        connection.execute(
            "INSERT INTO op_undoes (op_id, undone_id) VALUES (?, ?)", (op_id, target)
        )
        sql = "SELECT forgotten FROM op WHERE id = ?"
        if connection.execute(sql, (target,)).fetchone()[0]:
            message = "What that command did was erased when someone was forgotten."
            hint = "to see what can be taken back: reflog history"
            raise ConflictError(message, hint=hint)
        for part in reversed(list(journal.rows_of_op(connection, target))):
            for _op, table, key, before, after in reversed(journal.opened(part)):
                if table == counters.RELATION:
                    continue  # What was given is never given again.
                recorders.need(table)
                old, new = (
                    side and journal.stored(side, tables[table]) for side in (before, after)
                )
                if new and not old:
                    # A row from before a migration has the columns it added as they are by default.
                    new = {**dict.fromkeys(tables[table]), **added[table], **new}
                _invert(connection, table, key, old, new)


def _invert(
    connection: sqlite3.Connection, table: str, key: object, old: Values | None, new: Values | None
) -> None:
    """Put a row back to what it was before a change, if it is as the change left it."""
    where = f"WHERE {JOURNALED[table]} IS ?"
    names = ", ".join(new or [JOURNALED[table]])
    row = connection.execute(f"SELECT {names} FROM {table} {where}", (key,)).fetchone()
    if row != (new and tuple(new.values())):
        message = f"The {table} row {key} has changed since that command."
        raise ConflictError(message, hint="to see what came after: reflog history")
    if old is None:
        connection.execute(f"DELETE FROM {table} {where}", (key,))
    elif new is None:
        connection.execute(triggers.insertion(table, old), [*old.values()])
    else:
        connection.execute(triggers.alteration(table, old), (*old.values(), key))
