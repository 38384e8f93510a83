"""Keys, read in a terminal of their own, and the terminal afterwards."""

from __future__ import annotations

import fcntl
import io
import os
import signal
import struct
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest

from reflog.cli import keys
from terminals import PATIENCE, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")

PROGRAM = """\
import sys
from reflog.cli.keys import keys

with keys(sys.stdin, sys.stdout) as read:
    print("ready", flush=True)
    while True:
        key = read.read()
        print(f"<{key!r}>", flush=True)
        if key == ":":
            print(f"<line {read.line('> ')!r}>", flush=True)
        if key == "!":
            raise RuntimeError("a defect")
        if key in {"q", "end", "interrupt"}:
            break
print("done", flush=True)
"""


class Reading(Terminal):
    """A terminal in which keys are read."""

    def __init__(self) -> None:
        super().__init__([sys.executable, "-c", PROGRAM])
        self.wait_for("ready")

    def keys(self) -> list[str]:
        return [part.partition(">")[0] for part in self.read().split("<")[1:]]

    def end(self) -> int:
        """Wait for the program; the terminal must be whole, and not mark what is pasted."""
        code = super().end()
        marks = self.read()
        assert marks.rfind("\x1b[?2004l") > marks.rfind("\x1b[?2004h")
        return code


@pytest.fixture
def terminal() -> Iterator[Reading]:
    made = Reading()
    yield made
    made.close()


def test_keys_are_read_without_enter(terminal: Reading) -> None:
    assert terminal.modes() != terminal.before
    terminal.type("dé王👍\r\n\x7f\t".encode())
    terminal.type(b"\x1b[A\x1b[B\x1bOC\x1b[1;5D\x1b[15~\x1bx")
    terminal.type(b"q")
    terminal.wait_for("done")
    assert terminal.keys() == [
        *("'d'", "'é'", "'王'", "'👍'", "'enter'", "'enter'", "'backspace'", r"'\t'"),
        *("'up'", "'down'", "'right'", "'left'", "''", "''", "'q'"),
    ]
    assert terminal.end() == 0


def test_an_escape_alone_is_one_and_what_comes_late_is_no_sequence(terminal: Reading) -> None:
    terminal.type(b"\x1b")
    terminal.wait_for("<'escape'>")
    terminal.type(b"[A")
    terminal.wait_for("<'A'>")
    assert terminal.keys() == ["'escape'", "'['", "'A'"]


def test_the_bytes_of_a_character_may_come_one_by_one(terminal: Reading) -> None:
    for byte in "é".encode():
        terminal.type(bytes([byte]))
        time.sleep(0.001)
    terminal.type(b"\xff\xffq")
    terminal.wait_for("done")
    assert terminal.keys() == ["'é'", "'\ufffd'", "'\ufffd'", "'q'"]


def test_no_letter_of_what_is_pasted_is_a_key(terminal: Reading) -> None:
    assert "\x1b[?2004h" in terminal.read()
    terminal.type(b"\x1b[200~xxxx\nq\x1b[201~q")
    terminal.wait_for("done")
    assert terminal.keys() == [r"'paste:xxxx\nq'", "'q'"]


def test_what_is_pasted_and_never_ends_is_given_up(terminal: Reading) -> None:
    terminal.type(b"\x1b[200~xxxx")
    terminal.wait_for("<'paste:xxxx'>")
    terminal.type(b"q")
    assert terminal.end() == 0


def test_a_line_is_typed_and_edited(terminal: Reading) -> None:
    terminal.type(b":she sad\x7f\x7faid noo\x17yes \x1b[A\t\x1b[200~a\nb\x1b[201~!\r")
    terminal.wait_for("<line 'she said yes a b!'>")
    terminal.type(b":gone\x15kept\x04\n")
    terminal.wait_for("<line 'kept'>")
    terminal.type(b"q")
    assert terminal.end() == 0


@pytest.mark.parametrize("leaving", [b"abc\x1b", b"abc\x03", b"\x04"])
def test_a_question_can_be_left_and_the_program_goes_on(terminal: Reading, leaving: bytes) -> None:
    terminal.type(b":")
    terminal.wait_for("> ")
    terminal.type(leaving)
    terminal.wait_for("<line None>")
    terminal.type(b"q")
    terminal.wait_for("done")
    assert terminal.end() == 0


@pytest.mark.parametrize("leaving", [b"q", b"\x04", b"\x03"])
def test_the_terminal_is_whole_after_leaving(terminal: Reading, leaving: bytes) -> None:
    terminal.type(leaving)
    terminal.wait_for("done")
    assert terminal.end() == 0


def test_the_terminal_is_whole_after_a_defect(terminal: Reading) -> None:
    terminal.type(b"!")
    terminal.wait_for("a defect")
    assert terminal.end() == 1


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["TERM", "HUP"]
)
@pytest.mark.parametrize("typed", [b"", b":abc"], ids=["card", "question"])
def test_the_terminal_is_whole_after_a_signal(
    terminal: Reading, number: signal.Signals, code: int, typed: bytes
) -> None:
    terminal.type(typed)
    if typed:
        terminal.wait_for("> abc")
    terminal.program.send_signal(number)
    assert terminal.end() == code


def test_a_program_that_is_stopped_gives_the_terminal_back_meanwhile(terminal: Reading) -> None:
    terminal.type(b"\x1a")  # Ctrl-Z
    _pid, status = os.waitpid(terminal.program.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert terminal.modes() == terminal.before
    terminal.program.send_signal(signal.SIGCONT)
    terminal.wait_for("<'redraw'>")
    assert terminal.modes() != terminal.before
    terminal.type(b"q")
    assert terminal.end() == 0


def test_a_window_of_another_size_is_told(terminal: Reading) -> None:
    fcntl.ioctl(terminal.outer, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    terminal.wait_for("<'redraw'>")
    terminal.type(b":ab")
    terminal.wait_for("> ab")
    fcntl.ioctl(terminal.outer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    terminal.wait_for("> ab", 2)
    terminal.type(b"\rq")
    terminal.wait_for("<line 'ab'>")
    assert terminal.end() == 0


def test_a_terminal_that_is_gone_ends_the_program(terminal: Reading) -> None:
    other = os.dup(terminal.outer)
    os.close(terminal.outer)
    os.close(terminal.inner)
    os.close(other)
    assert terminal.program.wait(PATIENCE) in {0, 1, 129}
    terminal.outer, terminal.inner = os.openpty()


class Console:
    """Stands in for msvcrt."""

    def __init__(self, typed: str) -> None:
        self._typed = iter(typed)

    def getwch(self) -> str:
        return next(self._typed)


def test_keys_of_a_windows_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        sys.modules, "msvcrt", Console("d\r\xe0H\0;é\ud83d\udc4d\x1b\x03:ab\x08c\r")
    )
    monkeypatch.setattr(sys, "platform", "win32")
    out = io.StringIO()
    with keys.keys(io.StringIO(), out) as read:
        assert [read.read() for _ in range(8)] == [
            *("d", "enter", "up", "", "é", "👍", "escape", "interrupt")
        ]
        assert read.read() == ":"
        assert read.line("> ") == "ac"
    assert out.getvalue() == "> ab\b \bc\n"
