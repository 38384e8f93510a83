"""History: the commands that changed the ledger, and which of them are undone."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage import Reader


class Op(Record):
    """A command that changed the ledger: its number in the journal, and the UTC instant."""

    id: int
    at: str
    command: str
    summary: str
    undone: bool


def history(reader: Reader, limit: int | None = None) -> list[Op]:
    """Return the commands, newest first."""
    return _ops(reader, _COMMANDS, -1 if limit is None else limit)


def latest(reader: Reader) -> Op | None:
    """Return the latest command still in effect, other than an undo or a redo."""
    return next(iter(_ops(reader, _IN_EFFECT, 1)), None)


def since(reader: Reader, op_id: int) -> list[Op]:
    """Return the commands still in effect from this one on, the latest first."""
    return _ops(reader, f"{_IN_EFFECT} AND id >= {op_id}")


def added_lately(reader: Reader, contact_id: int) -> list[Op]:
    """Return the commands from the one that added a contact on, the latest first.

    Empty where that was longer ago, or undo can't go back so far.
    """
    from reflog.reports.exports import changes_of

    found = _ops(reader, _IN_EFFECT, _LATELY)
    for place, op in enumerate(found):
        if op.command in UNREACHED:
            break
        if any(
            relation == "contact" and key == contact_id and before is None
            for _op, relation, key, before, _after in changes_of(reader, op.id)
        ):
            return found[: place + 1]
    return []


def last_id(reader: Reader) -> int:
    """Return the id of the last op, 0 if there is none."""
    return int(reader.value("SELECT max(id) FROM op") or 0)


def exists(reader: Reader, op_id: int) -> bool:
    """Return whether the journal has this op."""
    return bool(_ops(reader, f"{_COMMANDS} AND id = {op_id}"))


def redoable(reader: Reader) -> Op | None:
    """Return the undo that redo would reverse: the latest op, if it is an undo."""
    last = f"(SELECT id FROM op WHERE {_PLAIN} ORDER BY id DESC LIMIT 1)"
    return next(iter(_ops(reader, f"command = 'undo' AND NOT undone AND id > {last}", 1)), None)


def taken_back(reader: Reader, op_id: int) -> list[Op]:
    """Return the commands that an undo took back, the latest first."""
    return _ops(reader, f"id IN (SELECT undone_id FROM op_undoes WHERE op_id = {op_id})")


FORGETTING = "contact forget"
"""The command that can't be taken back."""

UNREACHED = (FORGETTING, "restore")
"""The commands that undo can't go back past."""

_LATELY = 20  # commands among which a slip is looked for

_COMMANDS = "command NOT IN ('create', 'repair')"
_PLAIN = "command NOT IN ('undo', 'redo')"
_IN_EFFECT = f"{_COMMANDS} AND {_PLAIN} AND NOT undone"


def _ops(reader: Reader, where: str, limit: int = -1) -> list[Op]:
    sql = f"SELECT * FROM op_view WHERE {where} ORDER BY id DESC LIMIT ?"
    return [Op.from_row(row, undone=bool(row["undone"])) for row in reader.rows(sql, (limit,))]


def has_named(reader: Reader, name: str) -> bool:
    """Return whether anybody in the journal ever had this full name."""
    from reflog.reports.exports import changes

    wanted = fold(name)
    names = (
        side.get("name") or ""
        for _op, relation, _key, *sides in changes(reader)
        if relation == "contact"
        for side in sides
        if side
    )
    return any(fold(name) == wanted for name in names)
