"""A personal referral ledger: introductions, follow-ups, business and thanks.

Here is its place, and that of files named on the command line.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LEDGER_NAME = "ledger.db"


class NoPlaceError(Exception):
    """A name leads nowhere; the message says why, as a clause."""


def ledger_path(named: str | None, environ: Mapping[str, str]) -> str:
    """Return the absolute path of the ledger: named, else REFLOG_LEDGER, else the platform's.

    The platform's is `ledger.db` in the user data directory of reflog.

    Raises:
        NoPlaceError: nothing is named and the user has no home, or the name leads nowhere.
    """
    chosen = named or environ.get("REFLOG_LEDGER")
    return absolute(chosen or os.path.join(_data_folder(environ), LEDGER_NAME))


def absolute(name: str) -> str:
    """Return the absolute path of a file named on the command line, ~ and ~fred replaced.

    Raises:
        NoPlaceError: there is no such user, or the current folder is gone.
    """
    path = os.path.expanduser(name)
    if path.startswith("~") and not os.path.lexists(path):
        raise NoPlaceError(f"there is no user with the home {path.partition('/')[0]}")
    try:
        return os.path.abspath(path)
    except OSError:
        raise NoPlaceError("the current folder is gone") from None


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
            raise NoPlaceError("HOME is not set") from None
    return home


def backups_path(ledger: str) -> str:
    """Return the folder beside the ledger that holds its automatic backups."""
    return f"{ledger}.backups"
