"""Remarks: what is worth knowing right now about the people of a command."""

from __future__ import annotations

from reflog.domain.record import Record

SAID = 3
"""How many are said; JSON has all."""


class Remark(Record):
    """Something worth knowing right now.

    Attributes:
        code: what kind of remark it is, for JSON.
        contact: the handle of the person it is about.
        id: the entry that says so.
    """

    code: str
    contact: str | None = None
    id: int | None = None
    text: str
