"""Reading people from tables: every row becomes a card, or is skipped with a reason."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.names import fold
from reflog.domain.schema import ENTRY
from reflog.errors import quoted
from reflog.formats import cells
from reflog.formats.csv import columns, programs, table
from reflog.formats.csv import mapping as csv_mapping
from reflog.formats.csv.write import unguarded
from reflog.formats.draft import OWN, Draft, no_garbage
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import Remarks, columns_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reflog.formats.csv.columns import Column
    from reflog.formats.csv.programs import Dialect, Plan
    from reflog.formats.csv.table import Header, Row, Table

MOST_ROWS = 100_000
PLAIN = "csv"
"""The source of what no program is known by."""

_FEW_CELLS = 2
_MOST_FOOTERS = 10  # where there are more of them below a blank row, they are people
_EMPTY_SIZE = max(map(len, cells.EMPTY))
_LOOKED_AT = 50  # rows, to guess what a column holds


def recognized(data: bytes) -> str | None:
    """Return the source of a known program's table; None if it is of none."""
    found = table.find_header(table.Text(data), programs.recognized)
    return found[1].source if found else None


def read(
    data: bytes, source: str | None = None, mapping: Mapping[str, str] | None = None
) -> Reading:
    """Read the people of a table that is text.

    Args:
        data: the table, in UTF-8.
        source: the program it is from, as the user says; None to recognize it by its columns.
        mapping: targets by column; then no program is recognized.

    Raises:
        UnreadableError: it is not a table, its columns are unclear, or it is cut off on a line.
    """
    return people_in(table.Text(data), source, mapping)


def people_in(
    rows: Table, source: str | None = None, mapping: Mapping[str, str] | None = None
) -> Reading:
    """Read the people of any table; the arguments and errors are as for `read`."""
    if mapping is not None:
        header, plan = _mapped(rows, mapping)
        return _Rows(rows, header, plan, PLAIN).read()
    found = _of_program(rows, source)
    if found is None:
        header, plan = _plain(rows)
        return _Rows(rows, header, plan, PLAIN).read()
    header, dialect = found
    is_guessed = source is None and dialect.source == "outlook"
    plan = csv_mapping.program_plan(header, dialect, is_guessed=is_guessed)
    return _Rows(rows, header, plan, dialect.source).read()


def _mapped(rows: Table, mapping: Mapping[str, str]) -> tuple[Header, Plan]:
    found = table.find_header(rows, lambda columns: csv_mapping.has_columns(columns, mapping))
    if found is None:
        raise csv_mapping.missing(_likely_header(rows), mapping)
    return found[0], csv_mapping.plan(found[0], mapping)


def _plain(rows: Table) -> tuple[Header, Plan]:
    """Return the header of a table whose columns leave no doubt, and what is taken of it."""
    if ours := table.find_header(rows, {*ENTRY}.issubset):
        reason = "this is a table of entries that reflog wrote, and no list of people"
        hint = "a whole ledger can be imported: reflog export -o ledger.json"
        raise UnreadableError(reason, ours[0].line, hint=hint)
    found = table.find_header(rows, csv_mapping.plain_meanings)
    if found is None:
        header = _likely_header(rows)
        raise csv_mapping.unknown(header, _samples(rows, header))
    header, meanings = found
    return header, csv_mapping.plain_plan(header, meanings)


def _of_program(rows: Table, source: str | None) -> tuple[Header, Dialect] | None:
    said = programs.DIALECTS.get(source or "")
    found = None if source == PLAIN else table.find_header(rows, programs.recognized)
    if said is None or (found is not None and said is found[1]):
        return found
    it = table.find_header(rows, lambda columns: programs.is_header_of(columns, said))
    if it is None:
        raise csv_mapping.unlike(_likely_header(rows), said.title)
    return it[0], said


def _likely_header(rows: Table) -> Header:
    header = rows.likely_header()
    if header is None:
        reason = "it is not in a format that reflog reads"
        raise UnreadableError(reason, hint="reflog reads vCard, CSV, spreadsheets and its own JSON")
    return header


def _samples(rows: Table, header: Header) -> list[str]:
    """Return the first value of each column, to guess by it what the column is."""
    found = [""] * len(header.columns)
    for _line, row in itertools.islice(rows.rows_below(header), _LOOKED_AT):
        for index, text in enumerate([] if isinstance(row, str) else row[: len(found)]):
            found[index] = found[index] or text.strip()
    return found


def limited(rows: Table, header: Header) -> Iterator[tuple[int, Row]]:
    """Yield each row below the header with its line; UnreadableError if there are too many."""
    for count, (line, row) in enumerate(rows.rows_below(header)):
        if count == MOST_ROWS:
            reason = f"it has more than {MOST_ROWS:,} rows"
            raise UnreadableError(reason, line, hint="import it in parts")
        yield line, row


class _Rows:
    """The rows of a table on their way to cards."""

    def __init__(self, rows: Table, header: Header, plan: Plan, source: str) -> None:
        self._table = rows
        self._header = header
        self._named = header.folded
        self._shown = list(map(quoted, header.columns))
        self._plan = plan
        self._source = source
        self._is_own = source == OWN
        self._remarks = Remarks()
        self._left: list[Left] = []
        self._cards: list[Card] = []
        self._turned: list[int] = []
        self._has_other_form = False
        self._footers: list[Card] = []
        self._below_blank = False
        self._passed: Counter[int] = Counter()
        taken = {column.place for column in plan.columns} | plan.labels
        self._others = [index for index in range(len(header.columns)) if index not in taken]

    def read(self) -> Reading:
        """Return every row as a card, or with the reason why it was left.

        Raises:
            UnreadableError: it has too many rows, is cut off, or a column that nobody knows
                holds something.
        """
        with no_garbage():
            self._read()
        if doubtful := [index for index in sorted(self._plan.doubtful) if self._passed[index]]:
            samples = _samples(self._table, self._header)
            raise csv_mapping.in_doubt(self._header, doubtful, samples)
        for place in () if self._has_other_form else self._turned:
            card = self._cards[place]
            self._cards[place] = card._replace(name=cells.turned(card.name) or card.name)
        self._drop_footers()
        said = (self._plan.said,) if self._plan.said else ()
        return Reading(
            source=self._source,
            cards=tuple(self._cards),
            left=tuple(self._left),
            remarks=said + self._remarks.sentences() + columns_left(self._counts()),
        )

    def _read(self) -> None:
        line: int
        row: Row = []
        for line, row in limited(self._table, self._header):
            if isinstance(row, str):
                self._left.append(Left(line=line, reason=row, failed=True))
            elif isinstance(read := self._row(line, row), Card):
                self._cards.append(read)
            else:
                self._left.append(read)
        if self._table.is_cut_off() and 0 < len(row) < len(self._header.columns):
            reason = f"the file ends after {len(row)} of {len(self._header.columns)} cells"
            hint = "was it cut off? if not, end its last line with a line break"
            raise UnreadableError(reason, line, hint=hint)

    def _row(self, line: int, row: list[str]) -> Card | Left:
        width = len(self._header.columns)
        if not any(map(str.strip, row)):
            self._below_blank = True
            return Left(line=line, reason="the row is empty")
        if len(row) > width and any(map(str.strip, row[width:])):
            reason = f"it has {len(row)} cells, {len(row) - width} more than there are columns"
            return Left(line=line, reason=reason, failed=True)
        if len(row) < width and self._runs_on(row):
            reason = f"it has {len(row)} of {width} cells, and one of them runs over several lines"
            return Left(line=line, reason=f"{reason}: maybe a quote is missing", failed=True)
        if row[0] and fold(row[0]) == self._named[0] and tuple(map(fold, row)) == self._named:
            return Left(line=line, reason="it repeats the names of the columns")
        draft = Draft(line, self._source, self._remarks)
        texts = row + [""] * (width - len(row)) if len(row) < width else row
        self._take(draft, texts)
        read = draft.done()
        if isinstance(read, Card) and not self._is_own:
            self._note_form(draft, read)
            if read.emails or read.phones or read.key:
                self._below_blank = False  # the table goes on
                self._footers.clear()
            elif self._below_blank and sum(map(bool, texts)) <= min(_FEW_CELLS, width - 1):
                self._footers.append(read)
        return read

    def _take(self, draft: Draft, texts: Sequence[str]) -> None:
        """Let a draft take the cells of a row."""
        is_own = self._is_own
        for index, take, label in self._in_order(texts):
            text = texts[index]
            if not text or (len(text) <= _EMPTY_SIZE and text in cells.EMPTY and not is_own):
                if take is columns.referred and text.strip("-\u2014"):
                    take(draft, text, self._shown[index])  # that it was nobody is said
                continue
            if text[0] in "'=":
                text = unguarded(text)
                text = text if is_own else cells.plain(text)
            draft.label = "" if label is None else texts[label]
            if take(draft, text, self._shown[index]) is False:
                self._pass(draft, index, text)
        for index in self._others:
            text = texts[index]
            if text and text not in cells.EMPTY and text.lower() not in self._plan.unfilled:
                self._pass(draft, index, unguarded(text) if text[0] in "'=" else text)

    def _pass(self, draft: Draft, index: int, text: str) -> None:
        """Keep what no field takes, under the name of its column."""
        if text.strip():
            draft.other(self._header.columns[index] or f"Column {index + 1}", text)
            self._passed[index] += 1

    def _note_form(self, draft: Draft, card: Card) -> None:
        """Note whether a name is written last name first, and whether the table has other forms."""
        if not draft.is_as_shown or " " not in card.name:
            return
        if cells.turned(card.name) is not None:
            self._turned.append(len(self._cards))
        elif "," not in card.name:
            self._has_other_form = True

    def _drop_footers(self) -> None:
        """Leave what stands below the table: after a blank row, and nobody to be reached.

        Where most people of the table can't be reached either, it says nothing.
        """
        reached = sum(bool(card.emails or card.phones or card.key) for card in self._cards)
        is_few = 0 < len(self._footers) <= _MOST_FOOTERS
        if not is_few or not 0 < len(self._cards) - len(self._footers) <= reached * 2:
            return
        dropped = set(map(id, self._footers))
        self._cards = [card for card in self._cards if id(card) not in dropped]
        reason = "it stands below the table, without address"
        self._left += [Left(line=card.line, reason=reason) for card in self._footers]
        self._left.sort(key=lambda left: left.line)

    def _runs_on(self, row: Sequence[str]) -> bool:
        """Return whether a cell has several lines that has none in any file, as notes have."""
        return "\n" in "".join(row) and any(
            "\n" in row[column.place].strip()
            for column in self._plan.columns
            if column.place < len(row) and column.take is not columns.TAKES["note"]
        )

    def _in_order(self, texts: Sequence[str]) -> Sequence[Column]:
        """Return the columns to take, first those whose label is starred as the main one."""
        starred = {label for label in self._plan.labels if texts[label].startswith("*")}
        if not starred:
            return self._plan.columns
        return sorted(self._plan.columns, key=lambda column: column.label not in starred)

    def _counts(self) -> dict[str, int]:
        names = self._header.columns
        return {
            self._shown[index] if names[index] else "one without a name": self._passed[index]
            for index in sorted(self._passed)
            if self._passed[index]
        }
