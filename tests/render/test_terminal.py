from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console, Group

from reflog.render import Heading, Line, Styled, Table, Tree, terminal
from rows import each_row

if TYPE_CHECKING:
    from reflog.render import Page


def shown(page: Page, width: int = 80) -> str:
    stream = io.StringIO()
    console = terminal.console_for(stream)
    console.width = width
    terminal.show(page, console)
    return stream.getvalue()


@each_row("text", ["[bold]x[/]", "[/]", ":smile:", "[link=x]y[/link]", "12:30 'a'"])
def test_markup_and_emoji_codes_are_shown_literally(text: str) -> None:
    page: Page = [
        text,
        Line(text),
        Heading(text),
        Table("text", [(text,)], header=(text,)),
        Tree("text", [(0, [text])]),
    ]
    assert shown(page).count(text) == 6


def test_nothing_from_the_ledger_acts_on_the_terminal() -> None:
    page: Page = ["a\x1b[31m\x9b\u202e\a", Table("text", [("\x1b]8;;x\x07",)])]
    answer = shown(page)
    assert "\\x1b[31m\\x9b\\u202e\\x07" in answer
    assert not {"\x1b", "\x9b", "\u202e", "\a"} & set(answer)


def test_every_style_named_by_a_page_is_known() -> None:
    for style in terminal.STYLES:
        assert "x" in shown([Line("x", style)])


def test_a_cell_may_have_another_style_than_its_column() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, color_system="standard")
    rows = [("a", "b"), (Styled("c", "bad"), "d")]
    terminal.show([Table("money text", rows)], console)
    lines = stream.getvalue().splitlines()
    assert lines == ["\x1b[32ma\x1b[0m  b", "\x1b[31mc\x1b[0m  d"]


def test_long_cells_are_folded_inside_their_column_and_nothing_is_lost() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    page: Page = [Table("text! text", [("#1", words)])]
    answer = shown(page, width=40)
    assert all(f"word{number}" in answer for number in range(40))
    assert max(map(len, answer.splitlines())) <= 40


def test_a_deep_tree_is_shown() -> None:
    nodes = [(depth, [f"d{depth}"]) for depth in range(201)]
    assert "d10" in shown([Tree("text", nodes)], width=400)


def test_of_many_rows_as_many_are_shown_as_fit() -> None:
    console = terminal.console_for(io.StringIO())
    console.width, console.height = 80, 20

    def build(count: int) -> Page:
        rows = [(f"row {number}",) for number in range(count)]
        more: Page = [f"{100 - count} more"] if count < 100 else []
        return [Heading("Overdue"), Table("text", rows), *more]

    page = terminal.fitting(build, 100, console)
    lines = len(console.render_lines(Group(*terminal.renderables(page))))
    assert 14 <= lines <= 18
    assert terminal.fitting(build, 3, console) == build(3)


@pytest.mark.parametrize("width", [60, 80, 100, 130])
def test_no_address_is_broken_however_narrow_the_terminal(width: int) -> None:
    row = (
        *("#5", "3 days overdue", "Maria del Carmen Ortiz"),
        "call Maria del Carmen Ortiz for the first time (introduced by Fred Moss)",
        "+1 555 0100, maria.ortiz@example.com",
    )
    page: Page = [Table("text! text! text text text/", [row], indent=2)]
    answer = shown(page, width=width)
    assert "maria.ortiz@example.com" in answer
    assert "3 days overdue" in answer
    assert all(word in answer for word in row[3].split())
    assert max(map(len, answer.splitlines())) <= width


def test_a_column_moves_below_its_neighbor_only_where_not_all_fit_beside_it() -> None:
    names = ["Ann Berg", "Maria del Carmen Ortiz"]
    rows = [(name, name.lower().replace(" ", "-"), "x@y.z") for name in names]
    page: Page = [Table("text text/ text", rows)]
    assert len(shown(page, width=80).splitlines()) == 2
    assert shown(page, width=57) == shown(page, width=80)
    assert len(shown(page, width=50).splitlines()) == 4


def test_names_stand_in_a_column_though_one_row_has_no_room_for_it() -> None:
    says = ("spoken to Ann Berg?", "radiators", "07700 900501")
    full = "x" * (80 - len("#1 9d Al" + "  " + "  07700 900502"))
    rows = [
        ("#1", "9d", "Al", full, "", "07700 900502"),
        ("#2", "9d", "Maggie Doyle", *says),
        ("#3", "9d", "Chris Featherstonehaugh", *says),
        ("#4", "9d", "Zoë Müller", *says),
        ("#5", "9d", "Hal Orr", *says),
    ]
    lines = shown([Table("text> text> text text text text", rows, flow=3)]).splitlines()
    assert [len(line) for line in lines] == [80] * 5, "each on one line, the number at its end"
    begins = [line.index(row[3][:5]) for line, row in zip(lines, rows, strict=True)]
    assert begins == [10, 31, 31, 31, 31]


def test_where_not_even_the_words_fit_nothing_is_lost() -> None:
    page: Page = [Table("text text", [("a" * 30, "b" * 30)])]
    answer = shown(page, width=20)
    assert (answer.count("a"), answer.count("b")) == (30, 30)


@settings(max_examples=40, deadline=None)
@given(heights=st.lists(st.integers(1, 9), min_size=1, max_size=40), height=st.integers(3, 30))
def test_as_many_rows_are_shown_as_fit(heights: list[int], height: int) -> None:
    def build(count: int) -> list[Line]:
        return [Line("\n".join("x" * one), lines=True) for one in heights[:count]]

    console = Console(file=io.StringIO(), width=80, height=height)
    fits = [n for n in range(1, len(heights) + 1) if sum(heights[:n]) <= height - 2]
    expected = min(max(fits, default=1), height - 2)
    if sum(heights) == height - 1 and len(heights) < height - 1:
        expected = len(heights)  # all, rather than a line that says what it hides
    assert terminal.fitting(build, len(heights), console) == build(expected)
