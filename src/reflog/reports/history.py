"""History: the commands that changed the ledger, and which of them are undone."""

from __future__ import annotations

from reflog.domain.names import folding
from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from reflog.storage.reader import Reader


class Op(Record):
    """A command that changed the ledger.

    Attributes:
        id: its number in the journal.
        at: when it ran, a UTC instant.
    """

    id: int
    at: str
    command: str
    summary: str
    undone: bool


def history(reader: Reader, limit: int | None = None) -> list[Op]:
    """Return the commands, newest first."""
    rows = reader.rows(
        f"SELECT * FROM op_view WHERE {_COMMANDS} ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [_op_of(row) for row in rows]


def latest(reader: Reader) -> Op | None:
    """Return the latest command still in effect, other than an undo or a redo."""
    row = reader.row(
        f"SELECT * FROM op_view WHERE {_COMMANDS} AND {_PLAIN} AND NOT undone "
        "ORDER BY id DESC LIMIT 1"
    )
    return _op_of(row) if row else None


def since(reader: Reader, op_id: int) -> list[Op]:
    """Return the commands still in effect from this one on, the latest first."""
    rows = reader.rows(
        f"SELECT * FROM op_view WHERE {_COMMANDS} AND {_PLAIN} AND NOT undone AND id >= ? "
        "ORDER BY id DESC",
        (op_id,),
    )
    return [_op_of(row) for row in rows]


def last_id(reader: Reader) -> int:
    """Return the id of the last op, 0 if there is none."""
    row = reader.row("SELECT max(id) AS id FROM op")
    return int(row["id"]) if row and row["id"] else 0


def exists(reader: Reader, op_id: int) -> bool:
    """Return whether the journal has this op."""
    sql = f"SELECT 1 FROM op_view WHERE {_COMMANDS} AND id = ?"
    return reader.row(sql, (op_id,)) is not None


def redoable(reader: Reader) -> Op | None:
    """Return the undo that redo would reverse: the latest op, if it is an undo."""
    row = reader.row(
        "SELECT * FROM op_view WHERE command = 'undo' AND NOT undone "
        f"AND id > (SELECT id FROM op WHERE {_PLAIN} ORDER BY id DESC LIMIT 1) "
        "ORDER BY id DESC LIMIT 1"
    )
    return _op_of(row) if row else None


def taken_back(reader: Reader, op_id: int) -> list[Op]:
    """Return the commands that an undo took back, the latest first."""
    rows = reader.rows(
        "SELECT v.* FROM op_undoes AS u JOIN op_view AS v ON v.id = u.undone_id "
        "WHERE u.op_id = ? ORDER BY v.id DESC",
        (op_id,),
    )
    return [_op_of(row) for row in rows]


FORGETTING = "contact forget"
"""The command that can't be taken back."""

_COMMANDS = "command NOT IN ('create', 'repair')"
_PLAIN = "command NOT IN ('undo', 'redo')"


def _op_of(row: sqlite3.Row) -> Op:
    return Op(
        id=row["id"],
        at=row["at"],
        command=row["command"],
        summary=row["summary"],
        undone=bool(row["undone"]),
    )


def has_named(reader: Reader, name: str) -> bool:
    """Return whether anybody in the journal ever had this full name."""
    from reflog.reports.journal import all_parts
    from reflog.storage.journal import parts

    wanted = folding.fold(name)
    names = (
        side.get("name") or ""
        for rows in all_parts(reader)
        for row in rows
        for _op, relation, _key, *sides in parts.opened(row)
        if relation == "contact"
        for side in sides
        if side
    )
    return any(folding.fold(name) == wanted for name in names)
