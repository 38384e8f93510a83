"""Needs: what somebody looks for, until an introduction of mine serves it."""

from __future__ import annotations

from reflog.domain import matching
from reflog.domain.contacts import ME
from reflog.services import playbook
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.services.said import Said
    from reflog.storage.ledger import Ledger


def take(ledger: Ledger, row: tables.Introduction, said: Said) -> None:
    """Let an introduction of mine serve what the prospect needs.

    Without a need of its own it takes over their one open find; with one, it serves every find
    that has a word like one of it. What is served is done.
    """
    if row.introducer_id != ME or row.stage == "lead":
        return
    finds = ledger.all(tables.FollowUp, status="open", contact_id=row.prospect_id, purpose="find")
    if row.need is None:
        served = finds if len(finds) == 1 else []
        for find in served:
            row.need = find.what
    else:
        words = matching.words(row.need)
        served = [find for find in finds if matching.has_like(find.what, words)]
    for find in served:
        playbook.settle(find, said.on)
        playbook.say(find, f"by #{row.number}")
