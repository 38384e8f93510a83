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


class Cell(Record):
    """A piece of text with the name of its style."""

    text: str
    style: str = ""

    def __init__(self, *, text: str, style: str = "") -> None:
        # There are more cells than of anything else: so it takes half the time of any record's.
        values = self.__dict__
        values["text"] = text
        values["style"] = style


class Line(Record):
    """A sentence on a line of its own, or several lines if `lines` is set.

    `command` is a command at its end to be typed, which is left out on paper.
    """

    text: str
    style: str = ""
    indent: int = 0
    lines: bool = False
    command: str = ""


class Heading(Record):
    """The title of what follows, below a blank line unless it comes first."""

    text: str


class Table(Record):
    """Rows of cells in aligned columns.

    Attributes:
        rows: all of the same length; an iterator where there are very many.
        header: titles of the columns, or none.
        right: indexes of the columns that are aligned right.
        narrow: indexes of the columns that a terminal never wraps.
        below: indexes of the columns that a narrow terminal shows below the one before.
        indent: spaces before each row.
        flow: the column from which a terminal lets the cells of a row follow one another, so that
            each row takes one line wherever its own cells fit; 0 where all stand in columns.
        among: all rows of the page whose columns stand under each other, where these are not all.
    """

    rows: Iterable[Sequence[Cell]]
    header: Sequence[str] = ()
    right: frozenset[int] = frozenset()
    narrow: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    indent: int = 0
    flow: int = 0
    among: Sequence[Sequence[Cell]] = ()


class Tree(Record):
    """A tree as a list of nodes, each after its parent.

    Attributes:
        nodes: the depth of each, 0 for a root, and its label.
    """

    nodes: Iterable[tuple[int, Sequence[Cell]]]


if TYPE_CHECKING:
    Block = Line | Heading | Table | Tree
    Page = Sequence[Block]
