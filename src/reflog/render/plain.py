"""Pages as plain, aligned text: no color, no box drawing, never cut.

Every text of the ledger passes through `clean` on its way out, here and on a terminal.
"""

from __future__ import annotations

from reflog.domain.contacts import INVISIBLE
from reflog.render.blocks import Heading, Line, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reflog.render.blocks import Block, Page, Tree

_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OTHER = "\u2028\u2029\ufeff\ufff9\ufffa\ufffb"
_VISIBLE = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))},
    **{ord(character): f"\\u{ord(character):04x}" for character in INVISIBLE.union(_BIDI, _OTHER)},
}
_ONE_LINE = {**_VISIBLE, ord("\n"): "⏎", ord("\t"): " "}
_MANY_LINES = {**_VISIBLE, ord("\n"): "\n", ord("\t"): "    "}
_SURROGATES = range(0xD800, 0xE000)
_TAGS = range(0xE0000, 0xE0080)

GAP = "  "
BRANCH = "  "
_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_SKINS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_IN_SYLLABLES = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC))))
"""Vowels and endings of Hangul, which are drawn in the block of their first letter."""

_DRAWN_TOGETHER = _IN_SYLLABLES.union(_JOINER, _AS_EMOJI, _SKINS)
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


def clean(text: str, *, lines: bool = False) -> str:
    """Return text that can't act on a terminal; controls and invisible characters are shown.

    Args:
        lines: keep line breaks; otherwise they are shown as ⏎.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_MANY_LINES if lines else _ONE_LINE)
    if shown.isprintable():
        return shown
    return "".join(
        f"\\u{ord(character):04x}"
        if ord(character) in _SURROGATES or ord(character) in _TAGS
        else character
        for character in shown
    )


def width_of(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    # Below the combining marks each letter takes one column.
    if text.isascii() or (text.isprintable() and max(text) < "\u0300"):
        return len(text)
    from unicodedata import category, east_asian_width

    others = [character for character in text if character > "\u00ac"]
    if not _DRAWN_TOGETHER.isdisjoint(others):
        return _drawn_width(text)
    wide = sum(east_asian_width(character) in "WF" for character in others)
    thin = sum(category(character) in {"Mn", "Me", "Cf"} for character in others)
    return len(text) + wide - thin


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
            or character in _IN_SYLLABLES
        ):
            is_joined = character == _JOINER and last > 0
        else:
            is_joined = False
            last = width
            total += width
    return total


def _lines(block: Block, *, first: bool) -> Iterable[str]:
    if isinstance(block, str):
        return [clean(block).rstrip()]
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
        _measured(row, widths)
    own = [] if table.among else widths
    held += [_BETWEEN.join(_measured(row, own)) for row in table.rows]
    shown = [index for index, width in enumerate(widths) if width]
    indent, right = " " * table.indent, table.marked(">")
    for joined in held:
        texts = joined.split(_BETWEEN)
        cells = [_padded(texts[index], widths[index], is_right=index in right) for index in shown]
        yield f"{indent}{GAP.join(cells)}".rstrip()


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


def _tree_lines(tree: Tree) -> Iterator[str]:
    """Yield each node on a line, deeper ones further in."""
    for depth, label in tree.nodes:
        yield BRANCH * depth + GAP.join(clean(text) for text in label if text)
