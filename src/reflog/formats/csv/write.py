"""Writing tables: CSV as RFC 4180 has it, that a spreadsheet opens without running it.

Commas, a quote only where one is needed, and CRLF at the end of a line, as Excel writes
it: any other ending would leave a lone carriage return in a cell without its quotes.
"""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

from reflog.formats.csv import formulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | None


def rows(header: Sequence[str], records: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a table, each with its end: the header, then each row.

    Text is guarded against being taken for a formula; a number, which cannot be one, is
    not. None is an empty cell.
    """
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n", strict=True)
    for record in itertools.chain((header,), records):
        writer.writerow([_cell(value) for value in record])
        yield line.text


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return formulas.guarded(value) if isinstance(value, str) else str(value)


class _Line:
    """What the csv module writes to: keeps the one line it was given."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)
