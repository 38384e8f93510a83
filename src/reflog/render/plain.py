"""Pages as plain, aligned text: no colour, no box drawing, never cut."""

from __future__ import annotations

from reflog.render.blocks import Cell, Heading, Line, Node, Table, Tree
from reflog.render.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.render.blocks import Block, Page

GAP = "  "
BRANCH = "  "


def text_of(page: Page) -> str:
    """Return a page as text, each line ended."""
    lines: list[str] = []
    for block in page:
        lines += _lines(block, first=not lines)
    return "".join(f"{line}\n" for line in lines)


def width_of(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    thin = sum(unicodedata.category(character) in {"Mn", "Me", "Cf"} for character in text)
    return len(text) + wide - thin


def _lines(block: Block, *, first: bool) -> list[str]:
    if isinstance(block, Line):
        return _indented(block)
    if isinstance(block, Heading):
        return [clean(block.text)] if first else ["", clean(block.text)]
    if isinstance(block, Table):
        return _table_lines(block)
    return _tree_lines(block)


def _indented(line: Line) -> list[str]:
    shown = clean(line.text, lines=line.lines)
    return [(" " * line.indent + part).rstrip() for part in shown.split("\n")]


def _table_lines(table: Table) -> list[str]:
    head = [[clean(title) for title in table.header]] if table.header else []
    rows = [*head, *_cleaned(table.rows)]
    if not rows:
        return []
    measured = [*head, *_cleaned(table.among)] if table.among else rows
    widths = [max(map(width_of, column)) for column in zip(*measured, strict=True)]
    shown = []
    for row in rows:
        cells = [
            " " * (width - width_of(text)) + text
            if index in table.right
            else text + " " * (width - width_of(text))
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        kept = [cell for cell, width in zip(cells, widths, strict=True) if width]
        shown.append((" " * table.indent + GAP.join(kept)).rstrip())
    return shown


def _cleaned(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    return [[clean(cell.text) for cell in row] for row in rows]


def _tree_lines(tree: Tree) -> list[str]:
    """Return each node on a line, deeper ones further in; no recursion, however deep."""
    lines: list[str] = []
    waiting: list[tuple[int, Node]] = [(0, root) for root in reversed(tree.roots)]
    while waiting:
        depth, node = waiting.pop()
        lines.append(BRANCH * depth + GAP.join(_words(node.label)))
        waiting += [(depth + 1, child) for child in reversed(node.children)]
    return lines


def _words(cells: tuple[Cell, ...]) -> list[str]:
    return [clean(cell.text) for cell in cells if cell.text]
