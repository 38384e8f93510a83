"""A terminal of a test's own, and the program that runs in it: ours, or any."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pexpect
from ptyprocess import PtyProcess  # type: ignore[import-untyped]

from commands import SCRIPT
from forks import Fork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Spawn = pexpect.spawn[str]
else:
    Spawn = pexpect.spawn

PATIENCE = 30
QUIET = 0.02 if sys.platform.startswith("linux") else 0.1
"""Seconds without a word after which a program may have said all; Linux tells what it does then."""


class Terminal:
    """A program on a terminal, with nothing else on its session.

    Attributes:
        before: the modes of the terminal before the program took it.
        seen: what was written on it.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        self.outer, self.inner = os.openpty()
        self.resize(*size)
        self.before = self.modes()
        self.seen = ""
        self.program = self._begin(command, environ or os.environ)

    def _begin(
        self, command: Sequence[str], environ: Mapping[str, str]
    ) -> subprocess.Popen[bytes] | Fork:
        return subprocess.Popen(
            command,
            stdin=self.inner,
            stdout=self.inner,
            stderr=self.inner,
            env=environ,
            start_new_session=True,
            preexec_fn=self._take,  # noqa: PLW1509 - a test has one thread
        )

    def _take(self) -> None:
        """Begin as a shell on a terminal lets programs begin, wherever the tests were begun."""
        for number in (signal.SIGINT, signal.SIGHUP):  # what runs in the background ignores them
            signal.signal(number, signal.SIG_DFL)
        fcntl.ioctl(self.inner, termios.TIOCSCTTY, 0)

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.outer, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def modes(self) -> Any:
        modes = termios.tcgetattr(self.inner)
        return [one & ~getattr(termios, "PENDIN", 0) for one in modes[:4]], modes[6]

    def type(self, data: bytes) -> None:
        os.write(self.outer, data)

    def read(self, seconds: float = 0) -> str:
        while select.select([self.outer], [], [], seconds)[0]:
            self.seen += os.read(self.outer, 10_000).decode(errors="replace")
            seconds = 0
        return self.seen

    def wait_for(self, text: str, times: int = 1) -> None:
        end = time.monotonic() + PATIENCE
        while self.read(0.02).count(text) < times:
            assert time.monotonic() < end, (text, self.seen)

    def settle(self) -> None:
        """Wait until the program has said all and waits for a key."""
        before = ""
        while before != self.seen or not self._waits():
            before = self.seen
            self.read(QUIET)

    def _waits(self) -> bool:
        if not sys.platform.startswith("linux"):
            return True
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{self.program.pid}/stat").read_text("utf-8")
            return told.rpartition(")")[2].split()[0] in "SZ"  # asleep, or ended
        return True

    def end(self) -> int:
        """Wait for the program; the terminal must be as it was before it."""
        end = time.monotonic() + PATIENCE
        while self.program.poll() is None:
            self.read(0.02)
            assert time.monotonic() < end, self.seen
        self.read()
        assert self.modes() == self.before
        return self.program.wait()

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        for end in {self.outer, self.inner} - {-1}:
            os.close(end)
        self.outer = self.inner = -1


class Typed(Terminal):
    """The installed command on a terminal: what is typed is the words behind its name."""

    def _begin(self, command: Sequence[str], environ: Mapping[str, str]) -> Fork:
        return Fork(command, environ, os.ttyname(self.inner))


class Session(Spawn):
    """The installed command on a terminal of pexpect's.

    Args:
        words: what is typed behind its name.
        environ: its variables.
        size: lines and columns.
    """

    def __init__(
        self, words: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (24, 80)
    ) -> None:
        super().__init__(
            str(SCRIPT),
            [*words],
            env=environ,
            dimensions=size,
            encoding="utf-8",
            codec_errors="replace",
            timeout=PATIENCE,
        )

    def _spawnpty(self, args: list[bytes], **begun: Any) -> Child:
        return Child.begin(args[1:], begun["env"], begun["dimensions"])


class Child(PtyProcess):  # type: ignore[misc]
    """What pexpect takes for the process in its terminal."""

    fork: Fork
    exitstatus: int | None
    signalstatus: int | None

    @classmethod
    def begin(
        cls, words: Sequence[bytes], environ: Mapping[str, str], size: tuple[int, int]
    ) -> Self:
        outer, inner = os.openpty()
        fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        fork = Fork(words, environ, os.ttyname(inner))
        os.close(inner)
        child = cls(fork.pid, outer)
        child.fork = fork
        return child

    def isalive(self) -> bool:
        code = self.fork.wait() if self.flag_eof else self.fork.poll()
        if code is None:
            return True
        self.terminated = True
        self.exitstatus, self.signalstatus = (None, -code) if code < 0 else (code, None)
        return False

    def wait(self) -> int | None:
        self.fork.wait()
        self.isalive()
        return self.exitstatus
