"""Where the ledger lies when nobody says otherwise."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LEDGER_NAME = "ledger.db"


class NoHomeError(Exception):
    """The user has no home, and nothing else says where the ledger is to lie."""


def ledger_path(named: str | None, environ: Mapping[str, str]) -> str:
    """Return the absolute path of the ledger: named, else REFLOG_LEDGER, else the platform's.

    The platform's is `ledger.db` in the user data directory of reflog.

    Raises:
        NoHomeError: nothing is named, and the user has no home.
    """
    chosen = named or environ.get("REFLOG_LEDGER")
    if not chosen:
        chosen = os.path.join(_data_folder(environ), LEDGER_NAME)
    return os.path.abspath(os.path.expanduser(chosen))


def _data_folder(environ: Mapping[str, str]) -> str:
    """Return the user data directory; a relative XDG_DATA_HOME is ignored, as XDG asks.

    platformdirs takes a relative one, and an unset HOME for a folder called `~`.
    """
    if sys.platform in {"win32", "darwin"}:
        import platformdirs

        return platformdirs.user_data_dir("reflog", appauthor=False)
    base = environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(_home(environ), ".local", "share")
    return os.path.join(base, "reflog")


def _home(environ: Mapping[str, str]) -> str:
    home = environ.get("HOME", "")
    if not os.path.isabs(home):
        import pwd

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            raise NoHomeError from None
    return home


def backups_path(ledger: str) -> str:
    """Return the folder beside the ledger that holds its automatic backups."""
    return f"{ledger}.backups"
