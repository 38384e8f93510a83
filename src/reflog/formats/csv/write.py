"""Writing tables: CSV as RFC 4180 has it, that a spreadsheet opens without running it.

Commas, a quote only where one is needed, and CRLF at the end of a line, as Excel writes
it: any other ending would leave a lone carriage return in a cell without its quotes.

A cell that begins with `= + - @ | %`, also behind white space and also full-width, or with
a tab or a line break, is written with one apostrophe before it, so that no spreadsheet takes
it for a formula, and read without it, in every table: others write it too. Only a phone
number with its country code stands bare. Both look behind
the apostrophes that are there already, so that a text with one of its own comes back.
"""

from __future__ import annotations

import csv
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | None


def rows(header: Sequence[str], records: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a table with their endings: the header, then each row.

    Text is guarded against being run as a formula; numbers can't be one, and None is an empty cell.
    """
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n", strict=True)
    for record in itertools.chain((header,), records):
        writer.writerow([_cell(value) for value in record])
        yield line.text


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else str(value)


class _Line:
    """What the csv module writes to: keeps the one line it was given."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


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

_NUMBER = re.compile(r"\+[0-9]{1,4}(?:[ ().]{0,2}[0-9]{1,6})*")


def guarded(text: str) -> str:
    """Return a text as it is written to a table: behind an apostrophe if it could be a formula.

    A phone number with its country code needs none.
    """
    if not _FORMULA.match(text) or _NUMBER.fullmatch(text):
        return text
    return _MARK + text


def unguarded(cell: str) -> str:
    """Return the text of a cell without the apostrophe that guards it, if one does."""
    return cell[1:] if cell.startswith(_MARK) and _FORMULA.match(cell, 1) else cell
