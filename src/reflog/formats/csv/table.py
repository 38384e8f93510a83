"""Reading tables: CSV between commas, semicolons or tabs, strictly, a line at a time.

Strictly, because an unclosed quote would otherwise swallow the rest of the file; a line at
a time, because a whole file as text may take four times its size.
"""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING, TypeVar

from reflog.domain.record import Record
from reflog.formats.csv.write import unguarded
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Judged = TypeVar("Judged")

DELIMITERS = (",", ";", "\t")
LONGEST_FIELD = 64 * 1024  # characters
LONGEST_LINE = 1024 * 1024  # bytes
MOST_COLUMNS = 2000
SEARCHED = 64
"""How many lines the header is looked for in."""

_TOO_LONG = f"a cell is longer than {LONGEST_FIELD} characters"
_LONG_LINE = "the line is longer than 1 MB"
_LOOK = "look for an unclosed quote there, or export the file again"
_IS_IT_CSV = "is it CSV? in a spreadsheet, save it as that"


class Header(Record):
    """The line that names the columns."""

    line: int
    delimiter: str
    columns: tuple[str, ...]


def find_header(
    data: bytes, judge: Callable[[tuple[str, ...]], Judged | None]
) -> tuple[Header, Judged] | None:
    """Return the first line that the judge takes for the header, and what it says of it.

    Where several delimiters make a header of the line, the one with most columns does.

    Raises:
        UnreadableError: one of the lines is longer than any can be.
    """
    for header in _candidates(data):
        if (judged := judge(header.columns)) is not None:
            return header, judged
    return None


def likely_header(data: bytes) -> Header | None:
    """Return the first line of several cells: what the header probably is.

    Raises:
        UnreadableError: before it stands a line with a quote that is not closed.
    """
    head = _head(data)
    for place, line in enumerate(head):
        for header in _readings(head, place):
            if sum(map(bool, header.columns)) > 1:
                return header
        for delimiter in DELIMITERS:
            if delimiter in line:
                next(_records(head[place:], place + 1, delimiter))
    return None


def rows_below(data: bytes, header: Header) -> Iterator[tuple[int, list[str]]]:
    """Yield every row below the header, with the line it begins on; empty lines too.

    Raises:
        UnreadableError: a quote is never closed, a cell too long.
    """
    lines = itertools.islice(text_lines(data), header.line - 1, None)
    records = _records(lines, header.line, header.delimiter)
    return itertools.islice(records, 1, None)


def text_lines(data: bytes) -> Iterator[str]:
    r"""Yield every line as text with its end: `\n` or `\r\n`, or `\r` where no other is used.

    Raises:
        UnreadableError: or longer than any can be.
    """
    end = b"\r" if b"\r" in data and b"\n" not in data else b"\n"
    begin = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for number in itertools.count(1):
        if begin >= len(data):
            return
        behind = data.find(end, begin, begin + LONGEST_LINE) + 1
        if not behind and len(data) - begin > LONGEST_LINE:
            raise UnreadableError(_LONG_LINE, number, hint=_IS_IT_CSV)
        behind = behind or len(data)
        yield data[begin:behind].decode("utf-8", "replace")
        begin = behind


def _candidates(data: bytes) -> Iterator[Header]:
    """Yield what each of the first lines would be as a header."""
    head = _head(data)
    return itertools.chain.from_iterable(_readings(head, place) for place in range(len(head)))


def _head(data: bytes) -> list[str]:
    """Return the lines the header is looked for in; few, where they are very long."""
    head: list[str] = []
    room = LONGEST_LINE
    for line in itertools.islice(text_lines(data), SEARCHED):
        head.append(line)
        room -= len(line)
        if room < 0:
            break
    return head


def _readings(head: list[str], place: int) -> list[Header]:
    """Return what a line would be as a header, the reading with most columns first."""
    found = (_header(head[place:], place + 1, delimiter) for delimiter in DELIMITERS)
    headers = [header for header in found if header is not None]
    return sorted(headers, key=lambda header: -len(header.columns))


def _header(lines: list[str], number: int, delimiter: str) -> Header | None:
    try:
        _line, row = next(_records(lines, number, delimiter), (0, []))
    except UnreadableError:
        return None
    columns = tuple(" ".join(unguarded(cell).split()) for cell in row)
    return Header(line=number, delimiter=delimiter, columns=columns) if any(columns) else None


def _records(lines: Iterable[str], first: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = first + reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UnreadableError(_reason(error), line, hint=_hint(error)) from None
        if row is None:
            return
        _require_sizes(row, line)
        yield line, row


def _require_sizes(row: list[str], line: int) -> None:
    """Refuse what no file of people has; the csv module's own limit is the process's."""
    if len(row) > MOST_COLUMNS:
        reason = f"it has more than {MOST_COLUMNS} columns"
        raise UnreadableError(reason, line, hint=_IS_IT_CSV)
    if row and max(map(len, row)) > LONGEST_FIELD:
        raise UnreadableError(_TOO_LONG, line, hint=_LOOK)


def _reason(error: csv.Error) -> str:
    """Return what the csv module found wrong, as a clause."""
    text = str(error)
    if "unexpected end" in text:
        return "a quote is opened and never closed"
    if "expected after" in text:
        return "a quote is not closed, or there is text after a closing one"
    if "field limit" in text:
        return _TOO_LONG
    return "a line ends in the middle of an unquoted cell"


def _hint(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "was the file cut off? save or export it again"
    return _LOOK
