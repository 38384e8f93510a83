"""The apostrophe that keeps a spreadsheet from taking a text for a formula.

A cell that begins with `= + - @ | %`, also behind white space and also full-width, or with
a tab or a line break, is written with one apostrophe before it, and read without it. Both
look at what stands behind the apostrophes that are there already, so that a text which
has one of its own comes back as it was.

Reading takes it off in every table, not only in those of reflog: spreadsheets and other
programs write it too, and an apostrophe before one of these characters is no part of a
name, an address or a number.
"""

from __future__ import annotations

import re
import unicodedata

_MARK = "'"
_SIGNS = "=+-@|%"
_MINUS = "\u2212"  # taken for a hyphen by LibreOffice


def _lookalikes() -> str:
    """Return every character that is one of the signs but for its width or size."""
    blocks = (range(0xFE50, 0xFE70), range(0xFF00, 0xFFF0))  # small forms, full-width forms
    signs = (char for block in blocks for char in map(chr, block))
    return "".join(char for char in signs if unicodedata.normalize("NFKC", char) in set(_SIGNS))


# White space, and what has no width: a byte order mark, joiners, directions, controls.
_BLANK = r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]"
_FORMULA = re.compile(
    rf"{_MARK}*(?:[\t\r\n]|{_BLANK}*[{re.escape(_SIGNS + _MINUS + _lookalikes())}])"
)


def guarded(text: str) -> str:
    """Return a text as it stands in a table: with an apostrophe where it needs one."""
    return _MARK + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell: without the one apostrophe that guards it."""
    return cell[1:] if cell.startswith(_MARK) and _FORMULA.match(cell, 1) else cell
