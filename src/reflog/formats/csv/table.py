"""Reading tables of text a line at a time: CSV with commas, semicolons or tabs.

A row that can't be parsed fails alone. A quote that is never closed refuses the table, since it
would swallow the rest. A line at a time, since a whole file as text may take four times its size.
"""

from __future__ import annotations

import csv
import itertools
from abc import ABC, abstractmethod
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from reflog.domain import Record
from reflog.domain.names import fold
from reflog.formats.csv.write import unguarded
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Judged = TypeVar("Judged")
    Row = list[str] | str
    """The cells of a row, or why it can't be taken apart, a clause."""

DELIMITERS = (",", ";", "\t")
LONGEST_FIELD = 64 * 1024  # characters
LONGEST_LINE = 1024 * 1024  # bytes
MOST_COLUMNS = 2000
SEARCHED = 64
"""How many lines the header is looked for in."""

TOO_LONG = f"a cell is longer than {LONGEST_FIELD} characters"
_REASONS = {
    "unexpected end": "a quote is opened and never closed",
    "expected after": "a quote is not closed, or there is text after a closing one",
    "field limit": TOO_LONG,
}
"""What is wrong, by what the csv module says of it."""

_WAS_IT_CUT = "was the file cut off? save or export it again"
_LOOK = "look for an unclosed quote there, or export the file again"
_IS_IT_CSV = "is it CSV? in a spreadsheet, save it as that"


class Header(Record):
    """The line with the names of the columns."""

    line: int
    delimiter: str
    columns: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The names without capitals and accents."""
        return tuple(map(fold, self.columns))


class Table(ABC):
    """Rows of cells, from text or from a spreadsheet."""

    @abstractmethod
    def headers(self) -> Iterator[Header]:
        """Yield the headers that each of the first lines could be."""

    def likely_header(self) -> Header | None:
        """Return the first line of several cells, for a message about an unknown table."""
        return next((one for one in self.headers() if sum(map(bool, one.columns)) > 1), None)

    @abstractmethod
    def rows_below(self, header: Header) -> Iterator[tuple[int, Row]]:
        """Yield each row below the header, even an empty one, with the line it begins on."""

    def is_cut_off(self) -> bool:
        """Return whether the file ends within a row; a spreadsheet that does can't be opened."""
        return False


def find_header(
    table: Table, judge: Callable[[tuple[str, ...]], Judged | None]
) -> tuple[Header, Judged] | None:
    """Return the first line that `judge` accepts as the header, with what `judge` returns for it.

    If a line can be split by several delimiters, the one that makes most columns is taken.

    Raises:
        UnreadableError: one of the lines is too long.
    """
    for header in table.headers():
        if judged := judge(header.columns):
            return header, judged
    return None


class Text(Table):
    """A table that is text."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def headers(self) -> Iterator[Header]:
        """Yield the headers that each of the first lines could be, one for each delimiter."""
        head = self._head()
        return itertools.chain.from_iterable(_readings(head, place) for place in range(len(head)))

    def likely_header(self) -> Header | None:
        """Return the first line of several cells.

        Raises:
            UnreadableError: a quote is not closed on a line before it.
        """
        head = self._head()
        for place, line in enumerate(head):
            for header in _readings(head, place):
                if sum(map(bool, header.columns)) > 1:
                    return header
            for delimiter in DELIMITERS:
                if delimiter in line:
                    _first_row(head[place:], place + 1, delimiter)
        return None

    def rows_below(self, header: Header) -> Iterator[tuple[int, Row]]:
        """Yield each row below the header, even an empty one, with the line it begins on.

        Raises:
            UnreadableError: a quote is never closed, or a line or a cell is far too long.
        """
        feed = _Feed(itertools.islice(text_lines(self._data), header.line - 1, None))
        reader = csv.reader(feed, delimiter=header.delimiter, strict=True)
        number = header.line
        is_header = True
        while True:
            feed.taken.clear()
            try:
                row: Row | None = next(reader, None)
            except csv.Error as error:
                if _is_fatal(error):
                    raise _unreadable(error, number) from None
                row = _mended(feed, header) or _broken(feed, header, error, number)
            if row is None:
                return
            if not is_header:
                yield number, _of_size(row, number)
            is_header = False
            number += len(feed.taken)

    def is_cut_off(self) -> bool:
        """Return whether the last line has no line ending."""
        return not self._data.endswith((b"\n", b"\r"))

    def _head(self) -> list[str]:
        """Return the lines the header is looked for in; few, where they are very long."""
        head: list[str] = []
        room = LONGEST_LINE
        for line in itertools.islice(text_lines(self._data), SEARCHED):
            head.append(line)
            room -= len(line)
            if room < 0:
                break
        return head


class _Feed:
    """Lines, remembered while they are one row: where it breaks some are read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self, first: int) -> None:
        """Let the lines of this row be read again, from this one on."""
        self._again.extendleft(reversed(self.taken[first:]))
        del self.taken[first:]


def _mended(feed: _Feed, header: Header) -> list[str] | None:
    """Return a row in which a lone carriage return stands within a cell without quotes."""
    ended = [(line.rstrip("\r\n"), line) for line in feed.taken]
    if not any("\r" in line for line, _whole in ended):
        return None
    lines = [line.replace("\r", "\v") + whole[len(line) :] for line, whole in ended]
    try:
        (row,) = csv.reader(lines, delimiter=header.delimiter, strict=True)
    except (csv.Error, ValueError):
        return None
    return row


def _broken(feed: _Feed, header: Header, error: csv.Error, number: int) -> str:
    """Return why a row can't be taken apart, and go on with the next that is one."""
    width = len(header.columns)
    for place, line in enumerate(feed.taken[1:], 1):
        try:
            alone = next(csv.reader([line], delimiter=header.delimiter, strict=True), [])
        except csv.Error:
            continue
        if len(alone) == width and line.count('"') % 2 == 0:
            feed.give_back(place)
            break
    last = number + len(feed.taken) - 1
    return _reason(error) if last == number else f"{_reason(error)} (to line {last})"


def _is_fatal(error: csv.Error) -> bool:
    """Return whether the rest of the table may stand within the cell that is wrong."""
    return any(words in str(error) for words in ("unexpected end", "field larger"))


def text_lines(data: bytes) -> Iterator[str]:
    r"""Yield each line as text with its ending: `\n` or `\r\n`, or `\r` in files that use no other.

    Raises:
        UnreadableError: a line is too long.
    """
    end = b"\r" if b"\r" in data and b"\n" not in data else b"\n"
    begin = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for number in itertools.count(1):
        if begin >= len(data):
            return
        behind = data.find(end, begin, begin + LONGEST_LINE) + 1
        if not behind and len(data) - begin > LONGEST_LINE:
            reason = "the line is longer than 1 MB"
            raise UnreadableError(reason, number, hint=_IS_IT_CSV)
        behind = behind or len(data)
        yield data[begin:behind].decode("utf-8", "replace")
        begin = behind


def _readings(head: list[str], place: int) -> list[Header]:
    """Return what a line would be as a header, the reading with most columns first."""
    found = (_header(head[place:], place + 1, delimiter) for delimiter in DELIMITERS)
    headers = [header for header in found if header is not None]
    return sorted(headers, key=lambda header: -len(header.columns))


def _header(lines: list[str], number: int, delimiter: str) -> Header | None:
    try:
        row = _first_row(lines, number, delimiter)
    except UnreadableError:
        return None
    columns = tuple(" ".join(unguarded(cell).split()) for cell in row)
    return Header(line=number, delimiter=delimiter, columns=columns) if any(columns) else None


def _first_row(lines: list[str], number: int, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise _unreadable(error, number) from None
    _require_columns(row, number)
    return row


def _require_columns(row: list[str], line: int) -> None:
    """Refuse what no file of people has."""
    if len(row) > MOST_COLUMNS:
        reason = f"it has more than {MOST_COLUMNS} columns"
        raise UnreadableError(reason, line, hint=_IS_IT_CSV)


def _of_size(row: Row, line: int) -> Row:
    """Return a row, or why it is none: a cell is longer than any can be."""
    if isinstance(row, str):
        return row
    _require_columns(row, line)
    return TOO_LONG if row and max(map(len, row)) > LONGEST_FIELD else row


def _reason(error: csv.Error) -> str:
    """Return what the csv module found wrong, as a clause."""
    found = (reason for words, reason in _REASONS.items() if words in str(error))
    return next(found, "a line ends in the middle of an unquoted cell")


def _unreadable(error: csv.Error, line: int) -> UnreadableError:
    is_open = "unexpected end" in str(error)
    return UnreadableError(_reason(error), line, hint=_WAS_IT_CUT if is_open else _LOOK)
