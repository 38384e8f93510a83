"""Settling a follow-up, and opening it again where it repeats."""

from __future__ import annotations

from datetime import date, timedelta

from reflog.errors import ConflictError
from reflog.services import playbook
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


def require_open(ledger: Ledger, number: int) -> tables.FollowUp:
    """Return an open follow-up, or refuse one that is settled.

    Raises:
        ConflictError: it is done or dropped already.
    """
    row = ledger.get(tables.FollowUp, number)
    if row.status != "open":
        when = f" since {row.done_on}" if row.done_on else ""
        message = f"#{number} is {row.status} already{when}; nothing was changed."
        raise ConflictError(message, hint="reflog due lists what is open")
    return row


def settle(row: tables.FollowUp, on: date) -> None:
    """Close a follow-up as done."""
    row.status = "done"
    row.done_on = on.isoformat()


def repeat(ledger: Ledger, row: tables.FollowUp, on: date) -> None:
    """Open a settled follow-up again: one that repeats, and keeping in touch."""
    if row.every is not None:
        days = row.every
    elif row.purpose == "stay-in-touch":
        days = playbook.intervals(ledger)["stay-in-touch"]
    else:
        return
    open_again(
        ledger, row, row.purpose, max(on + timedelta(days=days), date.fromisoformat(ledger.today))
    )


def open_again(ledger: Ledger, row: tables.FollowUp, purpose: str, due_on: date) -> tables.FollowUp:
    """Open the same follow-up again, with its note, or another purpose in its place."""
    return playbook.schedule(
        ledger,
        contact_id=row.contact_id,
        purpose=purpose,
        due_on=due_on,
        about_id=row.about_id,
        what=row.what if purpose == "other" else None,
        every=row.every if purpose == row.purpose else None,
        note=row.note if purpose == row.purpose else None,
    )
