from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.render import Heading, Line, Table, Tree, text_of, width_of
from rows import each_row

if TYPE_CHECKING:
    from reflog.render import Page


def test_columns_are_aligned_and_never_cut() -> None:
    long = "x" * 300
    page = [Table("text text text", [("#1", "Fred", long), ("#12", "Sally Ng", "y")])]
    assert text_of(page) == f"#1   Fred      {long}\n#12  Sally Ng  y\n"


def test_a_column_may_be_aligned_right() -> None:
    page = [Table("text> text", [("1", "a"), ("12", "b")])]
    assert text_of(page) == " 1  a\n12  b\n"


def test_wide_characters_take_two_columns_and_accents_none() -> None:
    page = [Table("text text", [("王小明", "a"), ("José", "b"), ("Jose\u0301", "c")])]
    assert text_of(page) == "王小明  a\nJosé    b\nJose\u0301    c\n"


@each_row(
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
    assert width_of(text) == width
    rows = [(text, "x"), ("a" * 10, "y")]
    first, second = text_of([Table("text text", rows)]).splitlines()
    assert second == "aaaaaaaaaa  y"
    assert first == text + " " * (10 - width) + "  x"


def test_an_empty_column_takes_no_room() -> None:
    page = [Table("text text text", [("a", "", "b"), ("c", "", "d")])]
    assert text_of(page) == "a  b\nc  d\n"


def test_a_header_stands_over_its_columns() -> None:
    page = [Table("text text>", [("Fred", "1")], header=("partner", "given"))]
    assert text_of(page) == "partner  given\nFred         1\n"


def test_a_table_without_rows_is_nothing() -> None:
    assert text_of([Table("text", [])]) == ""


def test_headings_stand_apart_from_what_precedes() -> None:
    page: Page = [Heading("Overdue"), Line("a", indent=2), Heading("Today")]
    assert text_of(page) == "Overdue\n  a\n\nToday\n"


def test_text_is_harmless_in_every_block() -> None:
    page: Page = [
        "b\x1b",
        Line("f\x1b"),
        Heading("c\x1b"),
        Table("text", [("d\x1b",)], header=("e\x1b",)),
        Tree("text", [(0, ["a\x1b"])]),
    ]
    assert "\x1b" not in text_of(page)
    assert text_of(page).count("\\x1b") == 6


def test_a_line_may_hold_several_lines() -> None:
    page: Page = [Line("first\nsecond", indent=2, lines=True), Line("a\nb")]
    assert text_of(page) == "  first\n  second\na⏎b\n"


def test_a_tree_is_indented_by_depth_however_deep() -> None:
    nodes = [(depth, (str(depth), "")) for depth in range(5000)]
    lines = text_of([Tree("text text", nodes)]).splitlines()
    assert lines[:3] == ["0", "  1", "    2"]
    assert len(lines) == 5000
