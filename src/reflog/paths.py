"""Where the ledger lies when nobody says otherwise."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LEDGER_NAME = "ledger.db"


def ledger_path(named: str | None, environ: Mapping[str, str]) -> str:
    """Return the absolute path of the ledger: named, else REFLOG_LEDGER, else the platform's.

    The platform's is `ledger.db` in the user data directory of reflog.
    """
    chosen = named or environ.get("REFLOG_LEDGER")
    if not chosen:
        import platformdirs  # noqa: PLC0415 - costs more than a read; only where nothing is named

        chosen = os.path.join(platformdirs.user_data_dir("reflog", appauthor=False), LEDGER_NAME)  # noqa: PTH118 - pathlib costs start-up
    return os.path.abspath(os.path.expanduser(chosen))  # noqa: PTH100, PTH111 - pathlib costs start-up


def backups_path(ledger: str) -> str:
    """Return the folder beside the ledger that holds its automatic backups."""
    return f"{ledger}.backups"
