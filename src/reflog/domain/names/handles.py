"""Handles: the short names that people are typed by, safe on any command line."""

from __future__ import annotations

HANDLE_LENGTH = 64
ALPHANUMERIC = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_HANDLE = ALPHANUMERIC | frozenset("._-")


def is_handle(text: str) -> bool:
    """Tell whether the text can be a handle: `[a-z0-9][a-z0-9._-]{0,63}`, not digits alone."""
    return (
        0 < len(text) <= HANDLE_LENGTH
        and text[0] in ALPHANUMERIC
        and _HANDLE.issuperset(text)
        and not text.isdigit()
    )
