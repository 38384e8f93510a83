"""The pages of history and undo."""

from __future__ import annotations

from datetime import datetime

from reflog.domain.days import ago_in_words
from reflog.render.blocks import Table
from reflog.render.words import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.render.blocks import Page
    from reflog.reports.history import Op

MINUTE, HOUR, DAY = 60, 3600, 86400


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
