"""Pages on a terminal, through Rich. Imported only where one is shown on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text
from rich.tree import Tree as RichTree

from reflog.render.blocks import Cell, Heading, Line, Node, Table
from reflog.render.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from rich.console import ConsoleOptions, RenderableType, RenderResult

    from reflog.render.blocks import Block, Page

GAP = 2
"""Columns between two cells."""

WIDEST_WORD = 28
"""Columns that a word may claim for itself."""

ROOMY = 110
"""Columns of a terminal from which on nothing has to stand below its neighbour."""

STYLES = {
    "": "",
    "number": "cyan",
    "overdue": "bold red",
    "today": "bold yellow",
    "coming": "green",
    "name": "bold",
    "money": "green",
    "dim": "dim",
    "heading": "bold",
    "bad": "red",
}


def console_for(stream: TextIO) -> Console:
    """Return a console that shows text as it is: no markup, no emoji, no highlighting."""
    return Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False)


def show(page: Page, console: Console) -> None:
    """Write a page to the terminal."""
    for block in renderables(page):
        console.print(block)


def fitting(build: Callable[[int], Page], total: int, console: Console) -> Page:
    """Return the longest page that fits on the screen, of those with up to `total` rows.

    Args:
        build: makes the page with so many rows.
        total: how many rows there are.
        console: the terminal.
    """
    room = console.height - 2
    least, most = 1, max(1, min(total, room))
    # To lay a page out costs more than all else: the first guess is the likeliest.
    count = most
    while True:
        height = _height(build(count), console)
        if height <= room:
            least = count
        else:
            most = max(least, count - 1)
        if least == most:
            return build(least)
        count = min(most, max(least + 1, count * room // height))


def _height(page: Page, console: Console) -> int:
    return len(console.render_lines(Group(*renderables(page)), pad=False))


def renderables(page: Page) -> Iterable[RenderableType]:
    """Return a page as Rich shows it, block by block."""
    for index, block in enumerate(page):
        if isinstance(block, Heading) and index:
            yield Text("")
        yield _renderable(block)


def _renderable(block: Block) -> RenderableType:
    if isinstance(block, Line):
        text = _text(Cell(text=block.text, style=block.style), lines=block.lines)
        return Padding(text, (0, 0, 0, block.indent)) if block.indent else text
    if isinstance(block, Heading):
        return _text(Cell(text=block.text, style="heading"))
    if isinstance(block, Table):
        return _Columns(block)
    return Group(*(_tree(root) for root in block.roots))


class _Columns:
    """A table that sees how wide the terminal is when it is shown."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield _table(self._table, options.max_width)


def _table(table: Table, width: int) -> RenderableType:
    columns = _columns(table, width)
    shown = RichTable(
        box=None, padding=(0, GAP, 0, 0), show_header=bool(table.header), header_style="dim"
    )
    widths = _widths(table, columns, width - table.indent - GAP * len(columns))
    for column, wide in zip(columns, widths, strict=True):
        shown.add_column(
            clean(table.header[column[0]]) if table.header else "",
            justify="right" if column[0] in table.right else "left",
            width=wide,
            overflow="fold",
        )
    for row in table.rows:
        shown.add_row(*(_stacked([row[index] for index in column]) for column in columns))
    return Padding(shown, (0, 0, 0, table.indent))


def _columns(table: Table, width: int) -> list[list[int]]:
    """Return the columns that hold something; on a narrow terminal some below others."""
    columns: list[list[int]] = []
    for index, cells in enumerate(zip(*table.rows, strict=True)):
        if not any(cell.text for cell in cells):
            continue
        if index in table.below and columns and width < ROOMY:
            columns[-1].append(index)
        else:
            columns.append([index])
    return columns


def _stacked(cells: Sequence[Cell]) -> Text:
    return Text("\n").join(_text(cell) for cell in cells if cell.text)


def _widths(table: Table, columns: Sequence[Sequence[int]], room: int) -> list[int | None]:
    """Return how wide each column is: whole where all fit, else no word of it broken.

    Rich narrows columns without regard to their words. None leaves it to Rich, where not
    even the longest words fit.
    """
    texts = [
        [clean(row[index].text) for row in table.rows for index in column]
        + [clean(table.header[column[0]]) if table.header else ""]
        for column in columns
    ]
    wholes = [max(map(cell_len, cells)) for cells in texts]
    if sum(wholes) <= room:
        return [*wholes]
    claims = [
        whole
        if column[0] in table.narrow
        else min(
            whole,
            WIDEST_WORD,
            max((cell_len(word) for text in cells for word in text.split()), default=0),
        )
        for column, cells, whole in zip(columns, texts, wholes, strict=True)
    ]
    spare, wanted = room - sum(claims), sum(wholes) - sum(claims)
    if spare < 0:
        return [None for _column in columns]
    return [
        claim + spare * (whole - claim) // wanted
        for claim, whole in zip(claims, wholes, strict=True)
    ]


def _tree(root: Node) -> RichTree:
    """Build a Rich tree without recursion, however deep."""
    top = RichTree(_label(root.label), guide_style="dim")
    waiting = [(top, root)]
    while waiting:
        shown, node = waiting.pop()
        waiting += [(shown.add(_label(child.label)), child) for child in node.children]
    return top


def _label(cells: tuple[Cell, ...]) -> Text:
    return Text("  ").join(_text(cell) for cell in cells if cell.text)


def _text(cell: Cell, *, lines: bool = False) -> Text:
    return Text(clean(cell.text, lines=lines), style=STYLES[cell.style])
