"""Tables that reflog writes: harmless in a spreadsheet, and read again as they were."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reflog.formats.csv import table, write
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
CELLS = TEXT | st.text(st.sampled_from("'=+-@|%\uff1d\uff0b \t\r\n\",;\u200b\ufeffa1"), max_size=8)

FORMULAS = [
    *("=1+1", "+1+2", "-2", "@SUM(A1)", "|calc", "%a"),
    *(" =1", "\t=1", "\n=1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\x01=1"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\uff5c1", "\uff051", "\ufe661", "\u22121"),
    *("\tx", "\rx", "\nx"),
]


def written(*rows: list[str]) -> str:
    return "".join(write.rows(rows[0], rows[1:]))


@each_row("text", FORMULAS)
def test_what_a_spreadsheet_takes_for_a_formula_gets_one_apostrophe(text: str) -> None:
    assert write.guarded(text) == "'" + text
    assert write.unguarded("'" + text) == text
    assert next(csv.reader(io.StringIO(written([text, "x"]), newline=""))) == ["'" + text, "x"]


@each_row("text", ["", "a=b", "1", "+1 555 0101", "'t Hooft", "'", " ", "Ann", "(=1)", "#12", "é"])
def test_any_other_text_is_written_as_it_is(text: str) -> None:
    assert write.guarded(text) == text
    assert write.unguarded(text) == text


@given(CELLS)
def test_one_apostrophe_is_put_on_and_one_taken_off(text: str) -> None:
    cell = write.guarded(text)
    assert write.unguarded(cell) == text
    bare = cell.lstrip()
    is_number = set(bare) <= set("+0123456789 ().")
    assert not bare or is_number or bare[0] not in "=+-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05"


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n))))
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    header = ["a", "b", "c", "d", "e"][: len(rows[0]) if rows else 1]
    data = written(header, *rows).encode()
    found = table.find_header(table.Text(data), lambda columns: columns == tuple(header) or None)
    assert found is not None
    read = table.Text(data).rows_below(found[0])
    assert [[write.unguarded(cell) for cell in row] for _line, row in read] == rows


def test_nothing_is_quoted_that_needs_no_quotes() -> None:
    text = written(["name", "note"], ["Ann Berg", 'says "hi", twice\nand goes'], ["Cy", "a;b"])
    assert text == 'name,note\r\nAnn Berg,"says ""hi"", twice\nand goes"\r\nCy,a;b\r\n'


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    assert list(write.rows(["a", "b", "c"], [[12, None, "x"]])) == ["a,b,c\r\n", "12,,x\r\n"]


def test_rows_are_written_as_they_come() -> None:
    asked: list[int] = []

    def records() -> Iterator[list[str]]:
        for number in range(3):
            asked.append(number)
            yield [str(number)]

    lines = write.rows(["n"], records())
    assert [next(lines), next(lines)] == ["n\r\n", "0\r\n"]
    assert asked == [0]
