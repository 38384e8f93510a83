"""What stands beside an answer is read on a terminal with no word broken."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.render import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

WIDTH = 40
LONG = "reflog: No introduction with Tom Okafor can be marked connected; nothing was changed."


@pytest.fixture(scope="module")
def terminal() -> Iterator[TextIO]:
    """A terminal of 40 columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    with os.fdopen(slave, "w") as stream:
        yield stream
    os.close(master)


@given(st.lists(st.text("abc-/@.", min_size=1, max_size=60), min_size=1, max_size=30))
def test_no_word_is_broken_and_none_is_lost(terminal: TextIO, words: list[str]) -> None:
    lines = folded(" ".join(words), terminal).split("\n")
    assert " ".join(lines).split() == words
    assert all(len(line) <= WIDTH or " " not in line for line in lines)


def test_the_command_of_a_hint_stays_on_a_line_to_be_copied(terminal: TextIO) -> None:
    hint = 'hint: put each in quotes: reflog intro "Marco Rossi" Dana'
    shown = folded(f"{LONG}\n  a candidate\n{hint}", terminal).split("\n")
    assert shown[-3:] == [
        "  a candidate",
        "hint: put each in quotes:",
        'reflog intro "Marco Rossi" Dana',
    ]
    assert len(shown) > 4


def test_a_remark_behind_a_command_leaves_no_hint_alone_on_a_line(terminal: TextIO) -> None:
    hint = "hint: reflog mark 1 met (or introduced, connected, won)"
    assert folded(hint, terminal).split("\n") == [
        "hint: reflog mark 1 met (or introduced,",
        "connected, won)",
    ]
    two = "hint: to add: reflog edit 1; to record another: --again"
    assert folded(two, terminal).split("\n")[0] == "hint: to add: reflog edit 1; to record"


def test_a_long_command_of_a_hint_is_never_broken_within_a_word(terminal: TextIO) -> None:
    hint = (
        'hint: put each in quotes: reflog intro "Marco Antonio Rossi" \'Dana "D" Whitfield\' --new'
    )
    assert folded(hint, terminal).split("\n") == [
        "hint: put each in quotes: reflog intro",
        '"Marco Antonio Rossi"',
        "'Dana \"D\" Whitfield' --new",
    ]


def test_an_apostrophe_is_no_quote_and_indents_stay(terminal: TextIO) -> None:
    line = "  1  what Sally's brother didn't say to the Browns' dog about it, or won't"
    shown = folded(line, terminal)
    assert shown.startswith("  1  what Sally's brother didn't say")
    assert shown.split() == line.split()
    assert max(map(len, shown.split("\n"))) <= WIDTH


def test_the_rest_of_a_row_hangs_below_its_beginning(terminal: TextIO) -> None:
    row = "  1  #4 ask Wolfgang if they've been in touch with Maximiliane, due 2026-11-30"
    assert folded(row, terminal).split("\n") == [
        "  1  #4 ask Wolfgang if they've been in",
        "     touch with Maximiliane, due",
        "     2026-11-30",
    ]
    address = "x" * 50
    assert folded(f"  1  Fred {address}", terminal).split("\n") == ["  1  Fred", f"     {address}"]
    row = "  Fred Moss (fred-moss), plumber, New York"
    assert folded(row, terminal).split("\n")[1] == "  York"


def test_a_mapping_longer_than_a_line_is_broken_behind_its_commas(terminal: TextIO) -> None:
    mapping = "Name=name,Was sie tun=note,Company=company,Phone=phone,Sent by=referred-by"
    shown = folded(f'hint: say it, maybe --map "{mapping}"; or not', terminal).split("\n")
    assert shown == [
        "hint: say it, maybe",
        '--map "Name=name,Was sie tun=note,',
        "Company=company,Phone=phone,",
        'Sent by=referred-by"; or not',
    ]


def test_wide_letters_take_two_columns(terminal: TextIO) -> None:
    shown = folded(" ".join(["王小明"] * 12), terminal).split("\n")
    assert [len(line.split()) for line in shown] == [5, 5, 2]


def test_what_is_typed_stands_apart_from_the_question(terminal: TextIO) -> None:
    assert folded(f"{LONG} [y/N] ", terminal).endswith("[y/N] ")


def test_where_there_is_no_terminal_nothing_is_folded() -> None:
    assert folded(LONG, io.StringIO()) == LONG
