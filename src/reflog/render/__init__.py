"""How it looks: pages of blocks, shown plain or by Rich, and JSON.

Here are the blocks that a page is made of, for a terminal and for plain text alike, and the plain
text. A page is a list of them. Text in a block is as the ledger has it: `clean`, through which
every text passes on its way out, makes it harmless. Styles are names that the terminal may give a
color; none carries meaning that the words do not. Plain text has no color and no box drawing, and
is never cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from reflog.domain import Record
from reflog.domain.contacts import ACTING, TAGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self, TextIO

GAP = "  "
"""Between two columns."""

_SURROGATES = range(0xD800, 0xE000)

_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_SKINS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_BETWEEN = "\0"
"""Between the cells of a row that waits until it is known how wide its columns are."""


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

    def plain(self) -> Iterable[str]:
        """Return the line, or the lines."""
        shown = clean(self.text, lines=self.lines)
        return [(" " * self.indent + part).rstrip() for part in shown.split("\n")]


class Heading(Placed, kw_only=False):
    """The title of what follows, below a blank line unless it comes first."""

    text: str

    def plain(self) -> Iterable[str]:
        """Return the title."""
        return [clean(self.text)]


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

    def plain(self) -> Iterator[str]:
        """Yield the header and the rows."""
        widths: list[int] = []
        held = [_BETWEEN.join(_measured(self.header, widths))] if self.header else []
        for row in self.among:
            _measured(row, widths)
        own = [] if self.among else widths
        held += [_BETWEEN.join(_measured(row, own)) for row in self.rows]
        shown = [index for index, width in enumerate(widths) if width]
        indent, right = " " * self.indent, self.marked(">")
        each = GAP.join(f"%{'' if at in right else '-'}{widths[at]}s" for at in shown)
        for joined in held:
            texts = joined.split(_BETWEEN)
            if joined.isascii() and len(texts) == len(shown):  # as most of very many
                yield f"{indent}{each % (*texts,)}".rstrip()
                continue
            cells = [_padded(texts[at], widths[at], is_right=at in right) for at in shown]
            yield f"{indent}{GAP.join(cells)}".rstrip()


class Tree(Placed, kw_only=False):
    """A tree as a list of nodes, each after its parent.

    Attributes:
        columns: the style of each text of a label.
        nodes: the depth of each, 0 for a root, and its label.
    """

    columns: str
    nodes: Iterable[tuple[int, Sequence[str]]]

    def plain(self) -> Iterator[str]:
        """Yield each node on a line, deeper ones further in."""
        for depth, label in self.nodes:
            yield "  " * depth + GAP.join(clean(text) for text in label if text)


Block = str | Line | Heading | Table | Tree
"""What a page is made of; a text alone is a line."""

Page = Sequence[Block]


def titled(title: str, columns: str, rows: Sequence[Sequence[str]]) -> list[Block]:
    """Return a table below its title; nothing where there are no rows."""
    return [Heading(title), Table(columns, rows, indent=2)] if rows else []


def text_of(page: Page) -> str:
    """Return a page as plain text, each line ended."""
    return "".join(plain_lines(page))


def plain_lines(page: Page) -> Iterator[str]:
    """Yield a page as plain text line by line, each ended."""
    first = True
    for block in page:
        if isinstance(block, Heading) and not first:
            yield "\n"
        for line in [clean(block).rstrip()] if isinstance(block, str) else block.plain():
            yield f"{line}\n"
            first = False


def clean(text: str, *, lines: bool = False) -> str:
    """Return text that can't act on a terminal; controls and invisible characters are shown.

    Args:
        lines: keep line breaks; otherwise they are shown as ⏎.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_visible(lines=lines))
    if shown.isprintable():
        return shown
    return "".join(
        f"\\u{ord(character):04x}"
        if ord(character) in _SURROGATES or ord(character) in TAGS
        else character
        for character in shown
    )


@cache
def _visible(*, lines: bool) -> dict[int, str]:
    """Return what is shown in place of each character that would act on a terminal."""
    return {
        **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))},
        **{ord(character): f"\\u{ord(character):04x}" for character in ACTING},
        ord("\n"): "\n" if lines else "⏎",
        ord("\t"): "    " if lines else " ",
    }


def width_of(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    # Below the combining marks each letter takes one column.
    if text.isascii() or (text.isprintable() and max(text) < "\u0300"):
        return len(text)
    from unicodedata import category, east_asian_width

    others = [character for character in text if character > "\u00ac"]
    if not _drawn_together().isdisjoint(others):
        return _drawn_width(text)
    wide = sum(east_asian_width(character) in "WF" for character in others)
    thin = sum(category(character) in {"Mn", "Me", "Cf"} for character in others)
    return len(text) + wide - thin


@cache
def _drawn_together() -> frozenset[str]:
    """Return the characters that are drawn as one with another."""
    return _in_syllables().union(_JOINER, _AS_EMOJI, _SKINS)


@cache
def _in_syllables() -> frozenset[str]:
    """Return the vowels and endings of Hangul, drawn in the block of their first letter."""
    return frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC))))


def _drawn_width(text: str) -> int:
    """Return the width of a text with characters that are drawn as one."""
    from unicodedata import category, east_asian_width

    total = last = 0
    is_joined = False
    for character in text:
        kind = category(character)
        width = 2 if east_asian_width(character) in "WF" else 1
        if character == _AS_EMOJI and last == 1:
            last = 2  # a sign that is one column as text is two as a picture
            total += 1
        elif (
            kind in {"Mn", "Me", "Cf"}
            or (is_joined and kind == "So")
            or (character in _SKINS and last > 1)
            or character in _in_syllables()
        ):
            is_joined = character == _JOINER and last > 0
        else:
            is_joined = False
            last = width
            total += width
    return total


def _padded(text: str, width: int, *, is_right: bool) -> str:
    if not text.isascii():
        width += len(text) - width_of(text)
    return text.rjust(width) if is_right else text.ljust(width)


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


def folded(text: str, stream: TextIO) -> str:
    """Return text broken between words to a terminal's width; elsewhere as it is."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return text
    if width < 1:  # a terminal that does not know its size
        return text
    from reflog.render.folding import lines_of

    return "\n".join(part for line in text.split("\n") for part in lines_of(line, width))
