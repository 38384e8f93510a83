"""Pages on a terminal, through Rich; imported only where one is shown.

Rich's own tables narrow columns without regard to their words, drop what does not fit, and took
most of the time of `reflog due`: tables are laid out here. Where not even the longest words fit,
cells follow one another.

The rows of a table that flows take one line each wherever their own cells fit, as in the morning:
a long one moves no other row. Names stand in a column as wide as it can be without pushing a row
off its line.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text

from reflog.render import Block, Heading, Line, Page, Table, Tree, clean, plain_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.tree import Tree as RichTree

    Piece = tuple[str, str]
    """A text and its style."""

GAP = 2
"""Columns between two cells."""

HANG = 4
"""Blanks before what goes on below, where cells follow one another."""

WIDEST_WORD = 28
"""Columns that a word may claim for itself."""

ROOMY = 110
"""On a terminal this wide, no column moves below its neighbor."""

HEADER = "dim"

STYLES = {
    "": "",
    "text": "",
    "number": "cyan",
    "overdue": "bold red",
    "today": "bold yellow",
    "coming": "green",
    "name": "bold",
    "money": "green",
    "dim": "dim",
    "heading": "bold",
    "bad": "red",
    "given": "cyan",
    "received": "yellow",
}

GUIDE = 4
"""Columns that Rich draws a level of a tree with."""

ROOM = 32
"""Columns for what stands in a tree, however deep."""

NARROW = 20
"""On fewer columns nothing is laid out: the terminal folds the lines as they are."""


def console_for(stream: TextIO) -> Console:
    """Return a console that shows text as it is: no markup, no emoji, no highlighting."""
    return Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False)


def show(page: Page, console: Console) -> None:
    """Write a page to the terminal."""
    console.file.writelines(pieces(page, console))


def pieces(page: Page, console: Console) -> Iterator[str]:
    """Yield what the terminal is sent for a page, block by block."""
    if console.width < NARROW:
        yield from plain_lines(page)
        return
    for block in renderables(page):
        with console.capture() as captured:
            console.print(block)
        yield captured.get()


def height_of(console: Console) -> int | None:
    """Return how many lines the terminal has; None if it doesn't say."""
    with suppress(OSError, ValueError):
        if os.get_terminal_size(console.file.fileno()).lines or "LINES" in os.environ:
            return console.height
    return None


def fitting(build: Callable[[int], Page], total: int, console: Console) -> Page:
    """Return the longest page, built of a number of rows, that fits on the screen."""
    room = console.height - 2
    least, most = 1, max(1, min(total, room))
    # To lay a page out costs more than all else: the first guess is the likeliest.
    count = most
    while True:
        laid_out = Group(*renderables(build(count)))
        height = len(console.render_lines(laid_out, pad=False))
        if count == total and height == room + 1:
            return build(total)  # rather than a line that says what it hides
        if height <= room:
            least = count
        else:
            most = max(least, count - 1)
        if least == most:
            return build(least)
        count = min(most, max(least + 1, count * room // height))


def renderables(page: Page) -> Iterable[RenderableType]:
    """Yield a page's blocks in the form that Rich takes."""
    for index, block in enumerate(page):
        if isinstance(block, Heading) and index:
            yield Text("")
        yield _renderable(block)


def _renderable(block: Block) -> RenderableType:
    if isinstance(block, str):
        return Text(clean(block))
    if isinstance(block, Line):
        text = Text(clean(block.text, lines=block.lines), style=STYLES[block.style])
        return Padding(text, (0, 0, 0, block.indent)) if block.indent else text
    if isinstance(block, Heading):
        return Text(clean(block.text), style=STYLES["heading"])
    if isinstance(block, Table):
        return Columns(block)
    return Branches(block)


class Branches:
    """A tree that lays itself out when it is shown; if it is too deep, without guides."""

    def __init__(self, tree: Tree) -> None:
        styles = tree.columns.split()
        self._nodes = [(depth, styled(label, styles)) for depth, label in tree.nodes]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        deepest = max((depth for depth, _label in self._nodes), default=0)
        if GUIDE * deepest + ROOM <= options.max_width:
            yield Group(*_trees(self._nodes))
            return
        most = max((options.max_width - ROOM) // 2, 0)
        for depth, label in self._nodes:
            indent = min(depth, most)
            # As deep as there is room for: how deep is said.
            deep = [(f"{depth}.", STYLES["dim"])] if depth > most else []
            lines = flowing([*deep, *label], options.max_width - indent, console)
            yield from indented(lines, indent, console)


def _trees(nodes: Iterable[tuple[int, Sequence[Piece]]]) -> Iterator[RichTree]:
    """Yield a tree of Rich for each root."""
    from rich.tree import Tree as RichTree

    above: list[RichTree] = []
    for depth, label in nodes:
        text = Text("  ").join(Text(text, style) for text, style in label if text)
        del above[depth:]
        if above:
            above.append(above[-1].add(text))
        else:
            above = [RichTree(text, guide_style="dim")]
            yield above[0]


class Columns:
    """A table that lays itself out when it is shown, since only then the width is known."""

    def __init__(self, table: Table) -> None:
        self._table = table
        header = [table.header] if table.header else []
        styles = table.columns.split()
        rows = [styled(row, styles) for row in table.rows]
        measured = [[clean(text) for text in row] for row in table.among]
        measured = measured or [[text for text, _style in row] for row in rows]
        self._kept = [at for at, texts in enumerate(zip(*measured, strict=True)) if any(texts)]
        self._rows = [*(styled(row, [HEADER] * len(row)) for row in header), *rows]
        measured += [[clean(title) for title in row] for row in header]
        self._texts = [*zip(*measured, strict=True)]
        self._wholes = [max(map(cell_len, texts)) for texts in self._texts]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = self._table
        room = max(options.max_width - table.indent, 1)
        if table.flow and sum(whole + GAP for whole in self._wholes if whole) - GAP > room:
            lines = _flowed(self._rows, table.flow, room, console)
            yield from indented(lines, table.indent, console)
            return
        columns = self._columns(options.max_width)
        widths = self._widths(columns, options.max_width - table.indent - GAP * len(columns))
        right = [column[0] in table.marked(">") for column in columns]
        for row in self._rows:
            cells = [[row[at] for at in column if row[at][0]] for column in columns]
            if widths is None:
                flowed = flowing([*chain.from_iterable(cells)], options.max_width, console)
                yield from indented(flowed, 0, console)
            else:
                yield from indented(_lines(cells, widths, right, console), table.indent, console)

    def _columns(self, width: int) -> list[list[int]]:
        """Return the columns that hold something; on a narrow terminal some below others.

        But not where all of them fit beside one another.
        """
        columns = [[at] for at in self._kept]
        below = self._table.marked("/")
        whole = self._table.indent + sum(self._wholes[at] + GAP for at in self._kept)
        if width >= ROOMY or not below or whole <= width:
            return columns
        stacked: list[list[int]] = []
        for column in columns:
            if column[0] in below and stacked:
                stacked[-1] += column
            else:
                stacked.append(column)
        return stacked

    def _widths(self, columns: Sequence[Sequence[int]], room: int) -> list[int] | None:
        """Return the widths of the columns: full if all fit, else wide enough to break no word.

        None if not even the longest words fit.
        """
        wholes = [max(self._wholes[at] for at in column) for column in columns]
        if sum(wholes) <= room:
            return wholes
        narrow = self._table.marked(">!")
        words = (
            [cell_len(word) for at in column for text in self._texts[at] for word in text.split()]
            for column in columns
        )
        claims = [
            whole if column[0] in narrow else min(whole, WIDEST_WORD, max(lengths, default=0))
            for column, lengths, whole in zip(columns, words, wholes, strict=True)
        ]
        spare = room - sum(claims)
        return None if spare < 0 else _shared(claims, wholes, spare)


def styled(row: Sequence[str], styles: Sequence[str]) -> list[Piece]:
    """Return the texts of a row as they are shown, each in its own style or in its column's."""
    return [
        (clean(text), STYLES[getattr(text, "style", style.rstrip(">!/"))])
        for text, style in zip(row, styles, strict=True)
    ]


def _lines(
    row: Iterable[Iterable[Piece]], widths: Sequence[int], right: Sequence[bool], console: Console
) -> Iterator[list[Piece]]:
    """Yield the lines of a row, without blanks at their ends."""
    stacks = [
        [(line, style) for text, style in cells for line in wrapped(text, width, console)]
        for cells, width in zip(row, widths, strict=True)
    ]
    for pieces in [*zip_longest(*stacks, fillvalue=("", ""))] or [()]:
        line: list[Piece] = []
        blanks = 0
        for (text, style), width, is_right in zip(pieces, widths, right, strict=False):
            rest = width - cell_len(text)
            blanks += rest if is_right else 0
            if text:
                line += [(" " * blanks, ""), (text, style)]
                blanks = 0
            blanks += GAP + (0 if is_right else rest)
        yield line


def flowing(
    cells: Sequence[Piece], width: int, console: Console, hang: int | None = None
) -> list[list[Piece]]:
    """Return lines on which cells follow one another; a cell that fits on a line isn't broken.

    Args:
        width: of the lines.
        hang: blanks before all lines but the first; None chooses as many as fit well.
    """
    hang = min(HANG, width // 4) if hang is None else hang
    room = max(width - hang, 1)
    lines: list[list[Piece]] = []
    used = 0
    for text, style in cells:
        length = cell_len(text)
        if text and lines and used + GAP + length <= room:
            lines[-1] += [(" " * GAP, ""), (text, style)]
            used += GAP + length
        elif text:
            lines += ([(piece, style)] for piece in wrapped(text, room, console))
            used = cell_len(lines[-1][0][0])
    first, *others = lines or [[]]
    return [first, *([(" " * hang, ""), *line] for line in others)]


def indented(lines: Iterable[Sequence[Piece]], indent: int, console: Console) -> Iterator[Segment]:
    """Yield lines as segments for Rich, with blanks before each."""
    for line in lines:
        yield Segment(" " * indent)
        for text, style in line:
            yield Segment(text, console.get_style(style) if style else None)
        yield Segment.line()


def wrapped(text: str, width: int, console: Console) -> list[str]:
    """Return the lines of a text at a width; only a word longer than a line is broken."""
    if cell_len(text) <= width:
        return [text]
    return [line.plain for line in Text(text).wrap(console, width, overflow="fold")]


def _shared(claims: Sequence[int], wholes: Sequence[int], spare: int) -> list[int]:
    """Return the widths when what is spare is shared, those first that want the least.

    So names and numbers stand on one line as long as anything can, and sentences are wrapped.
    """
    widths = [*claims]
    wanting = sorted(range(len(claims)), key=lambda at: wholes[at] - claims[at])
    for left, at in enumerate(wanting):
        given = min(wholes[at] - claims[at], spare // (len(wanting) - left))
        widths[at] += given
        spare -= given
    return widths


def _flowed(
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
    """Return the width of the column of names in which the most rows stand, each on one line.

    A row with more to say takes less room for its name, and so stays on its line all the same.
    """
    widths = sorted(set(names), reverse=True)
    return max(
        widths,
        key=lambda width: sum(
            name <= width <= room for name, room in zip(names, rooms, strict=True)
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
