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

from reflog.render.words import folded

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


def test_a_hint_stays_on_its_line_to_be_copied(terminal: TextIO) -> None:
    hint = 'hint: put each in quotes: reflog intro "Marco Rossi" "Dana Whitfield"'
    shown = folded(f"{LONG}\n  a candidate\n{hint}", terminal).split("\n")
    assert shown[-2:] == ["  a candidate", hint]
    assert len(shown) > 4


def test_what_is_typed_stands_apart_from_the_question(terminal: TextIO) -> None:
    assert folded(f"{LONG} [y/N] ", terminal).endswith("[y/N] ")


def test_where_there_is_no_terminal_nothing_is_folded() -> None:
    assert folded(LONG, io.StringIO()) == LONG
