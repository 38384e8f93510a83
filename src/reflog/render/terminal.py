"""Pages on a terminal, through Rich; imported only where one is shown."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from reflog.render import Heading, Line, Table, Tree, clean, plain_lines
from reflog.render.columns import STYLES, Columns, flowing, indented, styled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

    from rich.console import ConsoleOptions, RenderableType, RenderResult
    from rich.tree import Tree as RichTree

    from reflog.render import Block, Page
    from reflog.render.columns import Piece

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
        height = _height(build(count), console)
        if count == total and height == room + 1:
            return build(total)  # rather than a line that says what it hides
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
