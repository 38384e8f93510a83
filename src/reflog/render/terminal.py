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
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from rich.console import RenderableType

    from reflog.render.blocks import Block, Page

WIDEST_WORD = 28
"""Columns that a word may claim for itself."""

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
    count = min(total, room)
    while count > 1 and _height(build(count), console) > room:
        count -= max(1, (_height(build(count), console) - room) // 4)
        count = max(1, count)
    return build(count)


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
        return _table(block)
    return Group(*(_tree(root) for root in block.roots))


def _table(table: Table) -> RenderableType:
    shown = RichTable(
        box=None, padding=(0, 2, 0, 0), show_header=bool(table.header), header_style="dim"
    )
    kept = [
        index
        for index, cells in enumerate(zip(*table.rows, strict=True))
        if any(cell.text for cell in cells)
    ]
    for index in kept:
        shown.add_column(
            clean(table.header[index]) if table.header else "",
            justify="right" if index in table.right else "left",
            no_wrap=index in table.narrow,
            min_width=_longest_word(table, index),
            overflow="fold",
        )
    for row in table.rows:
        shown.add_row(*(_text(row[index]) for index in kept))
    return Padding(shown, (0, 0, 0, table.indent))


def _longest_word(table: Table, index: int) -> int:
    """Return how wide a column is at the least, so that no address is broken inside."""
    words = (word for row in table.rows for word in row[index].text.split())
    return min(WIDEST_WORD, max((cell_len(clean(word)) for word in words), default=1))


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
