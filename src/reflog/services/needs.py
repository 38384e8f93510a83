"""Needs: what somebody looks for, until I introduce somebody who can help."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.services import playbook
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.services.said import Said
    from reflog.storage.ledger import Ledger


def take(ledger: Ledger, row: tables.Introduction, said: Said) -> None:
    """Settle the open finds that an introduction I made serves.

    If it says no need, it takes the prospect's find for its need, where they have just one open. If
    it does, every find of theirs with a word like one of the need's is served.
    """
    if row.introducer_id != ME or row.stage == "lead":
        return
    finds = ledger.all(tables.FollowUp, status="open", contact_id=row.prospect_id, purpose="find")
    if row.need is None:
        served = finds if len(finds) == 1 else []
        for find in served:
            row.need = find.what
    else:
        from reflog.domain import matching

        words = matching.words(row.need)
        served = [find for find in finds if matching.has_like(find.what, words)]
    for find in served:
        playbook.settle(find, said.on)
        playbook.say(find, f"by #{row.number}")
