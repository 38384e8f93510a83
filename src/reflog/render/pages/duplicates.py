"""Duplicates: a list for a script, and the questions for a person."""

from __future__ import annotations

from reflog.render.blocks import Cell, Line, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.render.blocks import Page
    from reflog.reports.duplicates import Duplicate, Someone

_REASONS = {
    "same-email": "the same e-mail address",
    "same-phone": "the same number",
    "same-name": "the same name",
    "near-name": "nearly the same name",
}
NONE = "Nobody seems to be in the ledger twice. reflog contact list shows everyone."
TO_DO = (
    "One person: reflog contact merge KEEP OTHER. "
    "Two: reflog contact duplicates --distinct NAME NAME."
)


def duplicates_page(found: Sequence[Duplicate]) -> Page:
    """Return who may be one person, and why, a pair a row."""
    if not found:
        return [Line(text=NONE)]
    return [
        Table(
            rows=[
                [
                    *(Cell(text=called(one), style="name") for one in pair.people),
                    Cell(text=reason(pair), style="dim"),
                ]
                for pair in found
            ],
            below=frozenset({1, 2}),
        )
    ]


def duplicates_value(found: Sequence[Duplicate]) -> list[dict[str, Any]]:
    """Return the pairs as JSON has them."""
    return [
        {
            "contacts": [one.handle for one in pair.people],
            "names": [one.name for one in pair.people],
            "reason": pair.reason,
            "address": pair.address,
        }
        for pair in found
    ]


def reason(pair: Duplicate) -> str:
    """Return why two may be one person: `the same number +1 555 0101`."""
    return " ".join(filter(None, (_REASONS[pair.reason], pair.address)))


def called(one: Someone) -> str:
    """Return the full name with the handle."""
    return f"{one.name} ({one.handle})"


def later(count: int) -> str:
    """Return how many pairs are left to be asked about again."""
    return f"{count} pair{'' if count == 1 else 's'} left for later."
