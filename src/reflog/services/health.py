"""The health of the ledger: what is wrong with it, and what can be saved of a damaged one."""

from __future__ import annotations

from reflog.storage.check.ledger import examine
from reflog.storage.repair.rebuild import rebuild

__all__ = ["examine", "rebuild"]
