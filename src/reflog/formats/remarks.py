"""Remarks on what of a file was guessed or left out, in sentences that name lines or columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMED = 8
"""How many lines a sentence names before it only counts them."""

LISTED = 40
"""How many columns a sentence names."""


class Remarks:
    """Collects remarks on lines; the same remark on several lines becomes one sentence."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._more: dict[str, int] = {}

    def add(self, clause: str, line: int) -> None:
        """Add a remark on a line: a clause to be followed by "on line 3"."""
        lines = self._lines.setdefault(clause, [])
        if line in lines:
            return
        if len(lines) < NAMED:
            lines.append(line)
        else:
            self._more[clause] = self._more.get(clause, 0) + 1

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each remark with its lines, in the order they were first made."""
        return tuple(
            f"{clause} {lines_named(lines, self._more.get(clause, 0))}."
            for clause, lines in self._lines.items()
        )


def lines_named(lines: list[int], more: int = 0) -> str:
    """Return `on line 4`, `on lines 4 and 9`, `on lines 4, 9 and 12 more`."""
    shown = [str(line) for line in lines]
    if more:
        shown.append(f"{more} more")
    if len(shown) == 1:
        return f"on line {shown[0]}"
    return f"on lines {', '.join(shown[:-1])} and {shown[-1]}"


def columns_left(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return a sentence on the columns that have no field, but hold values; none if none do."""
    if not counts:
        return ()
    shown = [
        f"{column} ({count} {'row' if count == 1 else 'rows'})" for column, count in counts.items()
    ]
    return (f"Columns without a field, kept for export: {listed(shown)}.",)


def listed(names: Sequence[str]) -> str:
    """Return names joined by commas; of very many, the first ones and how many more."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
