"""The blocks that a page is made of, for a terminal and for plain text alike.

A page is a list of blocks. Text in a block is as the ledger has it; `plain` and `terminal`
make it harmless. Styles are names that the terminal may give a color; none carries
meaning that the words do not.
"""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self


class Placed(Record):
    """A record whose values may be given in the order of its fields, without their names."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(**dict(zip(self.fields, values, strict=False)), **named)

    def __init_subclass__(cls, **_kw_only: bool) -> None:
        super().__init_subclass__()


class Styled(str):
    """A text in a style of its own, where that of its column doesn't fit."""

    __slots__ = ("style",)
    style: str

    def __new__(cls, text: str, style: str) -> Self:
        """Return the text with the name of its style."""
        styled = super().__new__(cls, text)
        styled.style = style
        return styled


class Line(Placed, kw_only=False):
    """A sentence on a line of its own, or several lines if `lines` is set.

    `command` is a command at its end to be typed, which is left out on paper.
    """

    text: str
    style: str = ""
    indent: int = 0
    lines: bool = False
    command: str = ""


class Heading(Placed, kw_only=False):
    """The title of what follows, below a blank line unless it comes first."""

    text: str


class Table(Placed, kw_only=False):
    """Rows of texts in aligned columns.

    Attributes:
        columns: a word for each: its style, and behind it > if it is aligned right, ! if a terminal
            never wraps it either, / if a narrow terminal shows it below the one before.
        rows: all of the same length; an iterator where there are very many.
        header: titles of the columns, or none.
        indent: spaces before each row.
        flow: the column from which a terminal lets the cells of a row follow one another, so that
            each row takes one line wherever its own cells fit; 0 where all stand in columns.
        among: all rows of the page whose columns stand under each other, where these are not all.
    """

    columns: str
    rows: Iterable[Sequence[str]]
    header: Sequence[str] = ()
    indent: int = 0
    flow: int = 0
    among: Sequence[Sequence[str]] = ()

    def marked(self, marks: str) -> frozenset[int]:
        """Return the indexes of the columns that have one of these marks."""
        return frozenset(at for at, word in enumerate(self.columns.split()) if word[-1] in marks)


class Tree(Placed, kw_only=False):
    """A tree as a list of nodes, each after its parent.

    Attributes:
        columns: the style of each text of a label.
        nodes: the depth of each, 0 for a root, and its label.
    """

    columns: str
    nodes: Iterable[tuple[int, Sequence[str]]]


if TYPE_CHECKING:
    Block = str | Line | Heading | Table | Tree
    """What a page is made of; a text alone is a line."""

    Page = Sequence[Block]


def titled(title: str, columns: str, rows: Sequence[Sequence[str]]) -> list[Block]:
    """Return a table below its title; nothing where there are no rows."""
    return [Heading(title), Table(columns, rows, indent=2)] if rows else []
