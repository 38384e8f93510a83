"""Remarks: what is worth knowing just now about the people of a command."""

from __future__ import annotations

from reflog.domain.record import Record

SAID = 3
"""How many are said; JSON has all."""


class Remark(Record):
    """Something to know just now.

    Attributes:
        code: what kind of thing.
        contact: whom it is about, by handle.
        id: the entry that says so.
    """

    code: str
    contact: str | None = None
    id: int | None = None
    text: str
