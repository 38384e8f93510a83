"""Reading people from tables: every row becomes a card, or is left with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.names.typed import quoted
from reflog.formats.csv import columns as csv_columns
from reflog.formats.csv import mapping as csv_mapping
from reflog.formats.csv import programs, table
from reflog.formats.csv.write import unguarded
from reflog.formats.draft import Draft, Remarks, columns_left, no_garbage
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.formats.csv.columns import Column
    from reflog.formats.csv.programs import Plan
    from reflog.formats.csv.table import Header

MOST_ROWS = 100_000


def recognized(data: bytes) -> str | None:
    """Return the source of a table that a known program wrote; None where none is known."""
    found = table.find_header(data, programs.recognized)
    return found[1].source if found else None


def read(
    data: bytes, source: str | None = None, mapping: Mapping[str, str] | None = None
) -> Reading:
    """Return what a table tells of people.

    Args:
        data: the table, in UTF-8.
        source: the program that wrote it, as the user says; None for what its columns tell.
        mapping: columns to what they are; then no program is looked for.

    Raises:
        UnreadableError: it is no table, not known by its columns, or broken on a line.
    """
    if mapping is not None:
        header, plan = _mapped(data, mapping)
        return _Rows(data, header, plan, "csv").read()
    header, dialect = _of_program(data, source)
    plan = programs.plan(header.columns, dialect, header.line)
    return _Rows(data, header, plan, dialect.source).read()


def _mapped(data: bytes, mapping: Mapping[str, str]) -> tuple[Header, Plan]:
    found = table.find_header(
        data, lambda columns: csv_mapping.has_columns(columns, mapping) or None
    )
    if found is None:
        raise csv_mapping.missing(_likely_header(data), mapping)
    header = found[0]
    return header, csv_mapping.plan(header.columns, mapping, header.line)


def _of_program(data: bytes, source: str | None) -> tuple[Header, programs.Dialect]:
    said = programs.DIALECTS.get(source or "")
    found = table.find_header(data, programs.recognized)
    if found is not None and said in {None, found[1]}:
        return found
    if said is None:
        raise csv_mapping.unknown(_likely_header(data))
    found = table.find_header(
        data, lambda columns: said if programs.is_header_of(columns, said) else None
    )
    if found is None:
        header = _likely_header(data)
        raise csv_mapping.unlike(header, said.title)
    return found


def _likely_header(data: bytes) -> Header:
    header = table.likely_header(data)
    if header is None:
        reason = "it is not in a format that reflog reads"
        raise UnreadableError(reason, hint="reflog reads vCard, CSV and its own JSON")
    return header


class _Rows:
    """The rows of a table on their way to cards."""

    def __init__(self, data: bytes, header: Header, plan: Plan, source: str) -> None:
        self._data = data
        self._header = header
        self._plan = plan
        self._source = source
        self._remarks = Remarks()
        self._left: list[Left] = []
        self._passed: Counter[int] = Counter()
        taken = {column.index for column in plan.columns}
        self._others = [
            index
            for index in range(len(header.columns))
            if index not in taken and index not in plan.labels
        ]

    def read(self) -> Reading:
        """Return every row as a card, or with the reason why it was left."""
        self._require_sound()
        with no_garbage():
            return self._read()

    def _read(self) -> Reading:
        cards: list[Card] = []
        for line, row in table.rows_below(self._data, self._header):
            read = self._row(line, row)
            if isinstance(read, Card):
                cards.append(read)
            else:
                self._left.append(read)
        return Reading(
            source=self._source,
            cards=tuple(cards),
            left=tuple(self._left),
            remarks=self._remarks.sentences() + columns_left(self._counts()),
        )

    def _require_sound(self) -> None:
        """Refuse a table that is broken anywhere before anything of it is kept in memory."""
        last: tuple[int, list[str]] = (0, [])
        for count, last in enumerate(table.rows_below(self._data, self._header)):
            if count == MOST_ROWS:
                reason = f"it has more than {MOST_ROWS:,} rows"
                raise UnreadableError(reason, last[0], hint="import it in parts")
        line, row = last
        if self._data.endswith((b"\n", b"\r")) or not 0 < len(row) < len(self._header.columns):
            return
        reason = f"the file ends after {len(row)} of {len(self._header.columns)} cells"
        hint = "was it cut off? if not, end its last line with a line break"
        raise UnreadableError(reason, line, hint=hint)

    def _row(self, line: int, row: list[str]) -> Card | Left:
        width = len(self._header.columns)
        if not any(map(str.strip, row)):
            return Left(line=line, reason="the row is empty")
        if len(row) > width and any(map(str.strip, row[width:])):
            reason = f"it has {len(row)} cells, {len(row) - width} more than there are columns"
            return Left(line=line, reason=reason, failed=True)
        if len(row) < width and self._runs_on(row):
            reason = f"it has {len(row)} of {width} cells, and one of them runs over several lines"
            return Left(line=line, reason=f"{reason}: maybe a quote is missing", failed=True)
        draft = Draft(line, self._source, self._remarks)
        cells = row + [""] * (width - len(row)) if len(row) < width else row
        for column in self._in_order(cells):
            text = cells[column.index]
            if not text:
                continue
            label = "" if column.label is None else cells[column.label]
            if not column.take(draft, unguarded(text), column.shown, label):
                self._passed[column.index] += 1
        for index in [index for index in self._others if cells[index]]:
            if cells[index].lower() not in self._plan.unfilled:
                self._passed[index] += 1
        return draft.done()

    def _runs_on(self, row: Sequence[str]) -> bool:
        """Return whether a cell has several lines that has none in any file, as notes have."""
        return any(
            "\n" in row[column.index].strip()
            for column in self._plan.columns
            if column.index < len(row) and column.take is not csv_columns.note
        )

    def _in_order(self, cells: Sequence[str]) -> Sequence[Column]:
        """Return the taken columns, first those whose label is starred as the main one."""
        columns = self._plan.columns
        if not any(cells[label].startswith("*") for label in self._plan.labels):
            return columns
        return sorted(
            columns,
            key=lambda column: column.label is None or not cells[column.label].startswith("*"),
        )

    def _counts(self) -> dict[str, int]:
        columns = self._header.columns
        return {
            quoted(columns[index]) if columns[index] else "one without a name": self._passed[index]
            for index in sorted(self._passed)
        }
