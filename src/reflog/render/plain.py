"""Pages as plain, aligned text: no color, no box drawing, never cut."""

from __future__ import annotations

from reflog.render.blocks import Cell, Heading, Line, Table, Tree
from reflog.render.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reflog.render.blocks import Block, Page

GAP = "  "
BRANCH = "  "
_BETWEEN = "\0"
"""Between the cells of a row that waits until it is known how wide its columns are."""


def text_of(page: Page) -> str:
    """Return a page as text, each line ended."""
    return "".join(lines(page))


def lines(page: Page) -> Iterator[str]:
    """Yield a page line by line, each ended."""
    first = True
    for block in page:
        for line in _lines(block, first=first):
            yield f"{line}\n"
            first = False


def width_of(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    # Below the combining marks each letter takes one column.
    if text.isascii() or (text.isprintable() and max(text) < "\u0300"):
        return len(text)
    import unicodedata

    others = [character for character in text if character > "\u00ac"]
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in others)
    thin = sum(unicodedata.category(character) in {"Mn", "Me", "Cf"} for character in others)
    return len(text) + wide - thin


def _lines(block: Block, *, first: bool) -> Iterable[str]:
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


def _table_lines(table: Table) -> Iterator[str]:
    widths: list[int] = []
    held = [_BETWEEN.join(_measured(table.header, widths))] if table.header else []
    for row in table.among:
        _measured(_texts(row), widths)
    own = [] if table.among else widths
    held += [_BETWEEN.join(_measured(_texts(row), own)) for row in table.rows]
    shown = [index for index, width in enumerate(widths) if width]
    indent = " " * table.indent
    for joined in held:
        texts = joined.split(_BETWEEN)
        cells = [
            _padded(texts[index], widths[index], is_right=index in table.right) for index in shown
        ]
        yield f"{indent}{GAP.join(cells)}".rstrip()


def _padded(text: str, width: int, *, is_right: bool) -> str:
    if not text.isascii():
        width += len(text) - width_of(text)
    return text.rjust(width) if is_right else text.ljust(width)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _measured(texts: Sequence[str], widths: list[int]) -> list[str]:
    """Return the texts as they are shown, and let the columns be wide enough for them."""
    row = "".join(texts)
    is_plain = row.isascii() and row.isprintable()
    shown = list(texts) if is_plain else [clean(text) for text in texts]
    widths += [0] * (len(shown) - len(widths))
    for index, text in enumerate(shown):
        width = len(text) if is_plain else width_of(text)
        if width > widths[index]:  # noqa: PLR1730 - of very many, a call would cost more
            widths[index] = width
    return shown


def _tree_lines(tree: Tree) -> Iterator[str]:
    """Yield each node on a line, deeper ones further in."""
    for depth, label in tree.nodes:
        yield BRANCH * depth + GAP.join(clean(cell.text) for cell in label if cell.text)
