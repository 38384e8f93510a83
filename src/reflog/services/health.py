"""The health of the ledger: what is wrong with it, and what can be saved of a damaged one."""

from __future__ import annotations

import os

from reflog.domain.record import Record
from reflog.storage import findings
from reflog.storage.check import ledger as checking
from reflog.storage.repair.rebuild import rebuild

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.findings import Finding


class Health(Record):
    """What an integrity check found.

    Attributes:
        is_there: there is a ledger at all.
        found: everything, in the order it was found.
        faults: what is wrong.
        advice: what is not wrong, but could be better.
        is_damaged: the ledger itself is, not only its permissions or its backups.
    """

    is_there: bool
    found: list[Finding]
    faults: list[Finding]
    advice: list[Finding]
    is_damaged: bool


def examine(ledger: str, today: str) -> Health:
    """Check the whole ledger, the files around it and its backups, without changing any."""
    found = checking.examine(ledger, today)
    return Health(
        is_there=os.path.lexists(ledger),
        found=found,
        faults=[one for one in found if one.level != findings.ADVICE],
        advice=[one for one in found if one.level == findings.ADVICE],
        is_damaged=any(one.level == findings.DAMAGE for one in found),
    )


__all__ = ["Health", "examine", "rebuild"]
