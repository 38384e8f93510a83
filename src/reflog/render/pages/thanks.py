"""Thanks owed, given and received."""

from __future__ import annotations

from reflog.render.blocks import Cell, Line, Table
from reflog.render.pages.due import owed_table
from reflog.render.words import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.entries import FollowUp, Thanks
    from reflog.render.blocks import Page


def owed_page(owed: Sequence[FollowUp]) -> Page:
    """Return whom I owe thanks, oldest first."""
    if not owed:
        return [Line(text="No thanks are owed. reflog thanks NAME records one all the same.")]
    return [owed_table(owed)]


def past_page(past: Sequence[Thanks], direction: str | None) -> Page:
    """Return thanks given or received, newest first."""
    if not past:
        which = f" {direction}" if direction else ""
        return [Line(text=f"No thanks{which} yet. reflog thanks NAME records one.")]
    return [
        Table(
            rows=[
                [
                    Cell(text=f"#{one.id}", style="number"),
                    Cell(text=day(one.on)),
                    Cell(
                        text=f"to {one.contact_name}"
                        if one.direction == "given"
                        else f"from {one.contact_name}",
                        style="name",
                    ),
                    Cell(text=f"for #{one.about}" if one.about is not None else ""),
                    Cell(text=one.via or ""),
                    Cell(text=one.note or ""),
                ]
                for one in past
            ],
            right=frozenset({0}),
            narrow=frozenset({0, 1}),
        )
    ]
