"""Lists kept in one text: rows of views and remembered cards hold them so."""

from __future__ import annotations

JOINT = "\x1f"
"""What stands between two members: the unit separator, which no text of the ledger holds."""


def split(joined: str | None) -> tuple[str, ...]:
    """Return the members of a joined list."""
    return tuple(joined.split(JOINT)) if joined else ()
