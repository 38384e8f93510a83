"""The health of the ledger: examined, and what can be saved of a damaged one."""

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
    """What was found in a ledger.

    Attributes:
        faults: what is wrong; `advice` is not.
        is_damaged: the ledger itself is, not only who may read it.
    """

    is_there: bool
    found: list[Finding]
    faults: list[Finding]
    advice: list[Finding]
    is_damaged: bool


def examine(ledger: str, today: str) -> Health:
    """Examine the whole ledger, its files and its copies."""
    found = checking.examine(ledger, today)
    return Health(
        is_there=os.path.lexists(ledger),
        found=found,
        faults=[one for one in found if one.level != findings.ADVICE],
        advice=[one for one in found if one.level == findings.ADVICE],
        is_damaged=any(one.level == findings.DAMAGE for one in found),
    )


__all__ = ["Health", "examine", "rebuild"]
