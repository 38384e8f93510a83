"""Rows on a terminal that take one line each wherever their own cells fit, as in the morning.

Where the columns don't fit, the cells of a row follow one another: a long one moves no other
row. Names stand in a column as wide as it can be without pushing a row off its line.
"""

from __future__ import annotations

from rich.cells import cell_len

from reflog.render.clean import clean
from reflog.render.columns import GAP, STYLES, Columns, flowing, indented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from reflog.render.blocks import Table
    from reflog.render.columns import Piece


class Rows:
    """A table whose cells flow, from the column that it names."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = self._table
        rows = list(table.rows)
        room = max(options.max_width - table.indent, 1)
        columns = zip(*(table.among or rows), strict=True)
        widths = [max(cell_len(clean(cell.text)) for cell in column) for column in columns]
        if sum(width + GAP for width in widths if width) - GAP <= room:
            yield Columns(table)
            return
        tight = [[(clean(cell.text), STYLES[cell.style]) for cell in row] for row in rows]
        yield from indented(_lines(tight, table.flow, room, console), table.indent, console)


def _lines(
    rows: Sequence[Sequence[Piece]], flow: int, room: int, console: Console
) -> Iterator[list[Piece]]:
    """Yield the lines of the rows: what stands before the name is aligned, the rest follows."""
    at = flow - 1
    aligned = [max(cell_len(row[place][0]) for row in rows) for place in range(at)]
    before = sum(aligned) + len(aligned)
    names = [cell_len(row[at][0]) for row in rows]
    tails = [sum(GAP + cell_len(text) for text, _style in row[flow:] if text) for row in rows]
    width = _widest(names, [room - before - tail for tail in tails])
    for row, name, tail in zip(rows, names, tails, strict=True):
        spare = room - before - tail - name
        if spare >= 0:
            padding = max(min(width - name, spare), 0)
            yield [*_head(row, aligned), *_tail(row[flow:], padding, spare - padding)]
            continue
        lead = before + max(width, name) + GAP
        if lead * 2 > room:
            yield from flowing(row, room, console)
            continue
        first, *others = flowing(row[flow:], room, console, hang=lead)
        yield [*_head(row, aligned), (" " * (lead - before - name), ""), *first]
        yield from others


def _widest(names: Sequence[int], rooms: Sequence[int]) -> int:
    """Return the width of the column of names at which the most rows stay on one line."""
    widths = sorted(set(names), reverse=True)
    return max(
        widths,
        key=lambda width: sum(
            max(width, name) <= room for name, room in zip(names, rooms, strict=True)
        ),
    )


def _head(row: Sequence[Piece], aligned: Sequence[int]) -> list[Piece]:
    """Return what stands before the name, right-aligned, and the name."""
    head: list[Piece] = []
    for (text, style), width in zip(row, aligned, strict=False):
        head += [(" " * (width - cell_len(text)), ""), (text, style), (" ", "")]
    return [*head, row[len(aligned)]]


def _tail(cells: Sequence[Piece], before: int, spare: int) -> list[Piece]:
    """Return what follows the name on its line, the last column at the right edge."""
    *inner, last = cells
    tail: list[Piece] = []
    for piece in inner:
        if piece[0]:
            tail += [(" " * (GAP + before), ""), piece]
            before = 0
    return [*tail, (" " * (GAP + before + spare), ""), last] if last[0] else tail
