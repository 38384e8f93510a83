"""Tables on a terminal: the widths of the columns, and the lines.

Rich's own tables narrow columns without regard to their words, drop what does not fit, and took
most of the time of `reflog due`. Where not even the longest words fit, cells follow one another.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text

from reflog.render.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from reflog.render.blocks import Cell, Table

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


class Columns:
    """A table that lays itself out when it is shown, since only then the width is known."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = list(table.rows)
        self._measured = table.among or self._rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = self._table
        columns = self._columns(options.max_width)
        room = options.max_width - table.indent - GAP * len(columns)
        widths = self._widths(columns, room)
        for row in self._shown(columns):
            if widths is None:
                cells = [cell for column in row for cell in column]
                yield from indented(flowing(cells, options.max_width, console), 0, console)
                continue
            for line in _lines(row, widths, console):
                yield Segment(" " * table.indent)
                yield from self._joined(line, columns, widths, console)
                yield Segment.line()

    def _shown(self, columns: Sequence[Sequence[int]]) -> Iterator[list[list[tuple[str, str]]]]:
        """Yield each row: for each column, its cells with their styles."""
        if header := self._table.header:
            yield [[(clean(header[column[0]]), HEADER)] for column in columns]
        for row in self._rows:
            yield [
                [(clean(row[at].text), STYLES[row[at].style]) for at in column if row[at].text]
                for column in columns
            ]

    def _columns(self, width: int) -> list[list[int]]:
        """Return the columns that hold something; on a narrow terminal some below others.

        But not where all of them fit beside one another.
        """
        kept = [
            index
            for index, cells in enumerate(zip(*self._measured, strict=True))
            if any(cell.text for cell in cells)
        ]
        columns = [[index] for index in kept]
        if width >= ROOMY or not self._table.below:
            return columns
        if sum(_wholes(self._texts(columns))) <= width - self._table.indent - GAP * len(columns):
            return columns
        stacked: list[list[int]] = []
        for index in kept:
            if index in self._table.below and stacked:
                stacked[-1].append(index)
            else:
                stacked.append([index])
        return stacked

    def _texts(self, columns: Sequence[Sequence[int]]) -> list[list[str]]:
        """Return the texts of each column, as they are shown."""
        header = self._table.header
        return [
            [clean(row[index].text) for row in self._measured for index in column]
            + [clean(header[column[0]]) if header else ""]
            for column in columns
        ]

    def _widths(self, columns: Sequence[Sequence[int]], room: int) -> list[int] | None:
        """Return the widths of the columns: full if all fit, else wide enough to break no word.

        None if not even the longest words fit.
        """
        table = self._table
        texts = self._texts(columns)
        wholes = _wholes(texts)
        if sum(wholes) <= room:
            return wholes
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
        spare = room - sum(claims)
        return None if spare < 0 else _shared(claims, wholes, spare)

    def _joined(
        self,
        line: Sequence[tuple[str, str]],
        columns: Sequence[Sequence[int]],
        widths: Sequence[int],
        console: Console,
    ) -> RenderResult:
        """Yield the pieces of a line, but no blanks at its end."""
        blanks = 0
        for (text, style), column, width in zip(line, columns, widths, strict=True):
            rest = width - cell_len(text)
            is_right = column[0] in self._table.right
            blanks += rest if is_right else 0
            if text:
                yield Segment(" " * blanks)
                yield Segment(text, console.get_style(style) if style else None)
                blanks = 0
            blanks += GAP + (0 if is_right else rest)


def _lines(
    row: Sequence[Sequence[tuple[str, str]]], widths: Sequence[int], console: Console
) -> list[list[tuple[str, str]]]:
    """Return the lines of a row, each with a piece for every column."""
    stacks = [
        [(line, style) for text, style in cells for line in wrapped(text, width, console)]
        for cells, width in zip(row, widths, strict=True)
    ]
    height = max(map(len, stacks), default=0)
    return [
        [stack[place] if place < len(stack) else ("", "") for stack in stacks]
        for place in range(max(height, 1))
    ]


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


def _wholes(texts: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide columns are in full, by the texts in each."""
    return [max(map(cell_len, cells)) for cells in texts]


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


def text_of(cell: Cell, *, lines: bool = False) -> Text:
    """Return the text of a cell in its style, for Rich."""
    return Text(clean(cell.text, lines=lines), style=STYLES[cell.style])
