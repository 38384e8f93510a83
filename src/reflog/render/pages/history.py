"""The pages of history and undo, and the pages and JSON of backup and restore."""

from __future__ import annotations

from datetime import datetime

from reflog.domain.days import ago_in_words
from reflog.render import Page, Table
from reflog.render.pages import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.reports.history import Op
    from reflog.storage.copies import Copy

MINUTE, HOUR, DAY = 60, 3600, 86400
UNITS = ("bytes", "kB", "MB", "GB")
STEP = 1000


def history_page(ops: Sequence[Op], now: datetime) -> Page:
    """Return the commands, newest first, with their ages."""
    if not ops:
        return ["No commands yet. Start with: reflog intro PROVIDER PROSPECT"]
    rows = [
        (str(op.id), age(op.at, now), op.command, op.summary, "taken back" if op.undone else "")
        for op in ops
    ]
    return [Table("number> text! name! text dim", rows)]


def would_page(ops: Sequence[Op]) -> Page:
    """Say what an undo would take back."""
    return [f"Would take back: {op.summary} (command {op.id})." for op in ops]


def age(at: str, now: datetime) -> str:
    """Return how long ago an instant was: just now, 5 minutes ago, 3 weeks ago."""
    seconds = int((now - datetime.fromisoformat(at)).total_seconds())
    if seconds < MINUTE:
        return "just now"
    for most, length, unit in ((HOUR, MINUTE, "minute"), (DAY, HOUR, "hour")):
        if seconds < most:
            return f"{counted(seconds // length, unit)} ago"
    return ago_in_words(seconds // DAY)


def copy_page(copy: Copy) -> Page:
    """Say that a copy was made."""
    return [f"Copied the ledger (command {copy.op}, {size(copy.size)}) to {copy.path}."]


def copies_page(copies: Sequence[tuple[Copy, str | None]], now: datetime) -> Page:
    """Return the backups, newest first, each with a sentence on its last op."""
    if not copies:
        return ["There are no copies yet. reflog backup makes one."]
    rows = [
        (
            age(copy.at.isoformat(), now),
            size(copy.size),
            f"command {copy.op}",
            "can't be read" if said is None else said,
            copy.name,
        )
        for copy, said in copies
    ]
    return [
        Table("text! text> number! text dim!", rows),
        f"They are in {copies[0][0].folder}. To put one back: reflog restore NAME",
    ]


def restored_page(said: str, kept: str | None, back: str) -> Page:
    """Say what was restored, and how to get back the ledger from before."""
    lines = [f"Restored the ledger {said}."]
    if kept is not None:
        lines.append(f"The previous one is kept in {kept}.")
    if back:
        lines.append(f"To go back to it: {back}")
    return lines


def erased(handles: Sequence[str]) -> str:
    """Say how many people were forgotten in a ledger."""
    people = "1 person" if len(handles) == 1 else f"{len(handles)} people"
    return f"{people} erased with reflog contact forget"


def record(copy: Copy) -> dict[str, Any]:
    """Return the JSON of a backup."""
    at = copy.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"path": copy.path, "at": at, "op": copy.op, "size": copy.size}


def size(count: int) -> str:
    """Return a size in words: 340 bytes, 12 kB, 1.2 MB."""
    amount, unit = float(count), 0
    while amount >= STEP and unit < len(UNITS) - 1:
        amount, unit = amount / STEP, unit + 1
    shown = f"{amount:.1f}" if unit > 1 else f"{amount:.0f}"
    return f"{shown} {UNITS[unit]}"
