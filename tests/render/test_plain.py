from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflog.render import plain
from reflog.render.blocks import Cell, Heading, Line, Table, Tree

if TYPE_CHECKING:
    from reflog.render.blocks import Page


def row(*texts: str) -> list[Cell]:
    return [Cell(text=text) for text in texts]


def test_columns_are_aligned_and_never_cut() -> None:
    long = "x" * 300
    page = [Table(rows=[row("#1", "Fred", long), row("#12", "Sally Ng", "y")])]
    assert plain.text_of(page) == f"#1   Fred      {long}\n#12  Sally Ng  y\n"


def test_a_column_may_be_aligned_right() -> None:
    page = [Table(rows=[row("1", "a"), row("12", "b")], right=frozenset({0}))]
    assert plain.text_of(page) == " 1  a\n12  b\n"


def test_wide_characters_take_two_columns_and_accents_none() -> None:
    page = [Table(rows=[row("王小明", "a"), row("José", "b"), row("Jose\u0301", "c")])]
    assert plain.text_of(page) == "王小明  a\nJosé    b\nJose\u0301    c\n"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("👩\u200d👧", 2),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("🏳\ufe0f\u200d🌈", 2),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("\u1100\u1161", 2),
        ("\u1112\u1161\u11ab", 2),
        ("한", 2),
        ("e\u0301", 1),
        ("می\u200cخواهم", 7),
        ("क्\u200dष", 2),
        ("Ann 👩\u200d👧 Lee", 10),
    ],
)
def test_a_picture_or_a_syllable_of_several_characters_is_as_wide_as_it_is_drawn(
    text: str, width: int
) -> None:
    assert plain.width_of(text) == width
    rows = [[Cell(text=text), Cell(text="x")], [Cell(text="a" * 10), Cell(text="y")]]
    first, second = plain.text_of([Table(rows=rows)]).splitlines()
    assert second == "aaaaaaaaaa  y"
    assert first == text + " " * (10 - width) + "  x"


def test_an_empty_column_takes_no_room() -> None:
    page = [Table(rows=[row("a", "", "b"), row("c", "", "d")])]
    assert plain.text_of(page) == "a  b\nc  d\n"


def test_a_header_stands_over_its_columns() -> None:
    page = [Table(rows=[row("Fred", "1")], header=("partner", "given"), right=frozenset({1}))]
    assert plain.text_of(page) == "partner  given\nFred         1\n"


def test_a_table_without_rows_is_nothing() -> None:
    assert plain.text_of([Table(rows=[])]) == ""


def test_headings_stand_apart_from_what_precedes() -> None:
    page: Page = [Heading(text="Overdue"), Line(text="a", indent=2), Heading(text="Today")]
    assert plain.text_of(page) == "Overdue\n  a\n\nToday\n"


def test_text_is_harmless_in_every_block() -> None:
    page: Page = [
        Line(text="b\x1b"),
        Heading(text="c\x1b"),
        Table(rows=[row("d\x1b")], header=("e\x1b",)),
        Tree(nodes=[(0, [Cell(text="a\x1b")])]),
    ]
    assert "\x1b" not in plain.text_of(page)
    assert plain.text_of(page).count("\\x1b") == 5


def test_a_line_may_hold_several_lines() -> None:
    page: Page = [Line(text="first\nsecond", indent=2, lines=True), Line(text="a\nb")]
    assert plain.text_of(page) == "  first\n  second\na⏎b\n"


def test_a_tree_is_indented_by_depth_however_deep() -> None:
    nodes = [(depth, row(str(depth), "")) for depth in range(5000)]
    lines = plain.text_of([Tree(nodes=nodes)]).splitlines()
    assert lines[:3] == ["0", "  1", "    2"]
    assert len(lines) == 5000
