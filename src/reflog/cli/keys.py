"""Reading single keys from a terminal, which is put back as it was whatever happens.

No key needs Enter. Pasted text arrives marked and counts as one key, so that no letter of it is
taken for a command. A line is typed through the same keys, so that Escape and Ctrl-C leave the
question and not the program.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from importlib import import_module
from time import sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, Self, TextIO

ENTER, ESCAPE, BACKSPACE, END = "enter", "escape", "backspace", "end"
INTERRUPT, REDRAW = "interrupt", "redraw"
PASTE = "paste:"  # stands before a text that was pasted

ESCAPE_PATIENCE = 0.02  # seconds in which the rest of an escape sequence has to follow
PASTE_PATIENCE = 1.0  # and the rest of what is pasted
HURRY = 0.4  # seconds between two keys of somebody who types a word

_PLAIN = {
    "\r": ENTER,
    "\n": ENTER,
    "\x7f": BACKSPACE,
    "\x08": BACKSPACE,
    "\x03": INTERRUPT,
    "\x04": END,
    "\x1b": ESCAPE,
    "\x15": "clear",
    "\x17": "word",
}
_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_PASTED, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
_MARKS_ON, _MARKS_OFF = "\x1b[?2004h", "\x1b[?2004l"
_CONTROLS = 0x20
_SEQUENCE_ENDS = range(0x40, 0x7F)
_CHARACTERS = ((0xF5, 0), (0xF0, 3), (0xE0, 2), (0xC0, 1))
"""How many bytes follow the first of a character, from which first on."""


class AnyKeys:
    """What Keys and WindowsKeys both offer, between `__enter__` and `__exit__`."""

    def __init__(self, _stdin: TextIO, stdout: TextIO) -> None:
        self._out = stdout
        self._waiting: list[str] = []  # keys that were read too early
        self._rest = ""  # of a word whose first key has said it all

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Give the terminal back."""

    def read(self) -> str:
        """Return the next key: a character, a name like ENTER, or PASTE and what was pasted."""
        if self._rest:
            self._skip()
        return self._waiting.pop(0) if self._waiting else self._next()

    def word(self, first: str) -> str:
        """Return a word by its first key, with all that is typed behind it without a pause."""
        text = first
        while self.is_in_word():
            key = self.read()
            if len(key) != 1 or ord(key) < _CONTROLS:
                self._waiting.insert(0, key)
                break
            text += key
        return text

    @property
    def has_ended(self) -> bool:
        """Whether Enter has ended the word that was read last; it is the next key."""
        return self._waiting[:1] == [ENTER]

    def take_enter(self) -> None:
        """Take the Enter that has ended a word, where the word alone is the answer."""
        if self.has_ended:
            self._waiting.pop(0)

    def skip(self, rest: str) -> None:
        """Take no notice of the rest of a word if it is typed next, with its Enter."""
        self._rest = rest

    def throw_away(self) -> None:
        """Ignore the rest of a word that is being typed, until there is a pause."""
        self._waiting.clear()
        while self.is_in_word():
            self.read()

    def is_in_word(self) -> bool:
        """Whether another key follows at once, as in a word that is being typed; it is kept."""
        return bool(self._waiting) or self._follows()

    def _skip(self) -> None:
        """Read the rest of a word, and keep for later what is something else."""
        rest, self._rest = [*self._rest], ""
        wanted, read = [*rest, ENTER], list[str]()
        while read != wanted and read == wanted[: len(read)] and self.is_in_word():
            read.append(self.read())
        if read != wanted:
            is_whole = read[: len(rest)] == rest
            self._waiting[:0] = read[len(rest) :] if is_whole else read

    def _next(self) -> str:
        raise NotImplementedError

    def _follows(self) -> bool:
        raise NotImplementedError

    def line(self, prompt: str, text: str = "") -> str | None:
        """Let a line be typed, with Backspace, Ctrl-W and Ctrl-U; None if it is left by Escape.

        `text` is what has been typed of it already.
        """
        from reflog.render import width_of

        self._put(prompt + text)
        while True:
            key, kept = self.read(), text
            if key == REDRAW:
                self._put("\n")
                self._put(prompt + text)
            elif key in {ENTER, ESCAPE, INTERRUPT} or (key == END and not text):
                self._put("\n")
                return text.strip() if key == ENTER else None
            elif key == BACKSPACE:
                kept = text[:-1]
            elif key == "word":
                kept = text.rstrip()[: text.rstrip().rfind(" ") + 1]
            elif key == "clear":
                kept = ""
            elif key.startswith(PASTE):
                text += self._put(" ".join(key.removeprefix(PASTE).split()))
                continue
            elif len(key) == 1 and ord(key) >= _CONTROLS:
                text += self._put(key)
                continue
            gone = width_of(text) - width_of(kept)
            self._put("\b \b" * gone)
            text = kept

    def _put(self, text: str) -> str:
        """Write on the terminal what can be shown, and return it."""
        shown = text if text == "\n" or "\b" in text else "".join(filter(str.isprintable, text))
        self._out.write(shown)
        self._out.flush()
        return shown

    def give_back(self) -> None:
        """Put the terminal back as it was, for another program or a command."""

    def take_again(self) -> None:
        """Read single keys again, after `give_back`."""


class Keys(AnyKeys):
    """The keys of a POSIX terminal.

    Ctrl-C is a key, so it never interrupts a write. SIGTERM and SIGHUP end the program by
    SystemExit (143, 129) once the terminal is put back; after a stop, or when the window has
    changed its size, the next key is "redraw".
    """

    def __init__(self, stdin: TextIO, stdout: TextIO) -> None:
        super().__init__(stdin, stdout)
        self._in = stdin.fileno()
        self._mode: list[Any] = []
        self._before: dict[int, Any] = {}
        self._wake: tuple[int, int] = (-1, -1)
        self._waking = -1

    def __enter__(self) -> Self:
        import termios

        self._mode = termios.tcgetattr(self._in)
        self._wake = os.pipe()
        for end in self._wake:
            os.set_blocking(end, False)
        self._waking = signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        handlers: dict[int, Callable[[int, FrameType | None], object]] = {
            **_ENDING,
            signal.SIGTSTP: self._stop,
            signal.SIGCONT: lambda _number, _frame: self._take(),
            signal.SIGWINCH: _seen,
        }
        self._before = {number: signal.signal(number, one) for number, one in handlers.items()}
        self._take()
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._release()
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(self._waking)
            for end in self._wake:
                os.close(end)

    def _next(self) -> str:
        """Return the next key, or what a signal stands for."""
        told = self._wait()
        if told:
            return told
        byte = self._byte()
        if not byte:
            return END
        if byte == b"\x1b":
            return self._escaped()
        following = next((count for least, count in _CHARACTERS if byte[0] >= least), 0)
        for _ in range(following):
            byte += self._byte(ESCAPE_PATIENCE)
        char = byte.decode(errors="replace")
        return _PLAIN.get(char, char)

    def throw_away(self) -> None:
        """Ignore what is typed until there is a pause; a signal still tells what it tells."""
        self._waiting.clear()
        while self._byte(HURRY):
            pass

    def _follows(self) -> bool:
        return bool(select.select([self._in], [], [], HURRY)[0])

    def give_back(self) -> None:
        """Put the terminal back as it was, for another program or a command.

        Signals get their usual effect: an exception from a handler could surface inside a function
        that SQLite calls, and be taken for a failure of the ledger.
        """
        self._release()
        for number in _ENDING:
            signal.signal(number, self._before[number])

    def take_again(self) -> None:
        """Read single keys again; a Ctrl-C typed meanwhile was not meant for the next card."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake[0], 1024)
        for number, handler in _ENDING.items():
            signal.signal(number, handler)
        self._take()

    def _release(self) -> None:
        """Give the terminal back; one that is gone needs nothing."""
        import termios

        with contextlib.suppress(OSError, ValueError):
            self._out.write(_MARKS_OFF)
            self._out.flush()
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._in, termios.TCSADRAIN, self._mode)

    def _take(self) -> None:
        import termios
        import tty

        with contextlib.suppress(termios.error):
            tty.setcbreak(self._in, termios.TCSADRAIN)
        with contextlib.suppress(OSError):
            self._out.write(_MARKS_ON)
            self._out.flush()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """Stop as Ctrl-Z wants it, with the terminal as the shell wants it."""
        self._release()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _wait(self) -> str:
        """Wait for a key, or return what a signal tells: INTERRUPT or REDRAW."""
        while True:
            ready, _, _ = select.select([self._in, self._wake[0]], [], [])
            if self._in in ready:
                return ""
            told = {*os.read(self._wake[0], 1024)}
            if signal.SIGINT in told:
                return INTERRUPT
            if told & {signal.SIGCONT, signal.SIGWINCH}:
                return REDRAW

    def _byte(self, patience: float | None = None) -> bytes:
        """Return the next byte, b"" at the end or out of patience."""
        if not select.select([self._in], [], [], patience)[0]:
            return b""
        try:
            return os.read(self._in, 1)
        except OSError:
            return b""  # the terminal is gone

    def _escaped(self) -> str:
        """Return the key that an escape sequence stands for, ESCAPE for one that is not known."""
        sequence = b"\x1b"
        while byte := self._byte(ESCAPE_PATIENCE):
            sequence += byte
            is_first = len(sequence) == len(b"\x1b[")
            if is_first and byte not in b"[O":
                return ""  # Alt and a key
            if not is_first and byte[0] in _SEQUENCE_ENDS:
                break
        if sequence == _PASTED:
            return PASTE + self._pasted()
        if len(sequence) == 1:
            return ESCAPE
        return _ARROWS.get(chr(sequence[-1]), "")

    def _pasted(self) -> str:
        text = b""
        while not text.endswith(_PASTE_ENDS):
            byte = self._byte(PASTE_PATIENCE)
            if not byte:
                break
            text += byte
        return text.removesuffix(_PASTE_ENDS).decode(errors="replace")


class WindowsKeys(AnyKeys):
    """The keys of a Windows console."""

    def __init__(self, stdin: TextIO, stdout: TextIO) -> None:
        super().__init__(stdin, stdout)
        self._console = import_module("msvcrt")

    def _next(self) -> str:
        """Return the next key, named as on a POSIX terminal."""
        char: str = self._console.getwch()
        if char in {"\0", "\xe0"}:
            code: str = self._console.getwch()
            return {"H": "up", "P": "down", "M": "right", "K": "left"}.get(code, "")
        if "\ud800" <= char <= "\udbff":
            pair = f"{char}{self._console.getwch()}"
            return pair.encode("utf-16", "surrogatepass").decode("utf-16")
        return _PLAIN.get(char, char)

    def _follows(self) -> bool:
        if not self._console.kbhit():
            sleep(HURRY)
        return bool(self._console.kbhit())


def keys(stdin: TextIO, stdout: TextIO) -> AnyKeys:
    """Return the keys of this machine's terminal, to be used in a `with` block."""
    kind = WindowsKeys if sys.platform == "win32" else Keys
    return kind(stdin, stdout)


def leave(number: int, _frame: FrameType | None) -> None:
    """Handle a signal by ending the program through its cleanup."""
    raise SystemExit(128 + number)


def _seen(_number: int, _frame: FrameType | None) -> None:
    """Let the wake-up tell of it."""


ENDS: tuple[int, ...] = () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)
"""The signals that end the program."""

_ENDING: dict[int, Callable[[int, FrameType | None], object]] = (
    {signal.SIGINT: _seen, **dict.fromkeys(ENDS, leave)} if ENDS else {}
)
"""What the signals do that would end the program."""
