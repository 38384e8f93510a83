"""The installed command in processes of its own, forked from one that has everything imported.

Such a process is like any other, with a terminal or streams, signals and an exit code of its own;
only Python's start is spared. Run as a program, this is what they are forked from: it reads a line
of JSON for each thing it is asked, and answers with a number.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import termios
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reflog import __main__, cli
from reflog.cli import app

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Answer = tuple[int, bytes, bytes]
"""The exit code, and what was printed on either stream."""

RUNNING = 256
"""What is answered in place of an exit code as long as there is none."""

PREPARING = ("intro fred sally", "show fred", "due", "find fred", "undo", "nonsense", "help week")
"""Commands that import what is imported late."""

PATIENCE = 300
"""Seconds after which a command that hangs is ended."""


class Fork:
    """A process that runs the installed command, to be asked as a `subprocess.Popen` is."""

    def __init__(
        self, words: Sequence[str | bytes], environ: Mapping[str, str], *files: str, **how: bool
    ) -> None:
        """Run it.

        Args:
            words: what is typed behind its name.
            environ: its variables.
            files: what it has for its streams; where it is a single one, its terminal.
            how: `is_slow` to have it take the lane that can do everything.
        """
        os.umask(mask := os.umask(0))
        self.returncode: int | None = None
        self.pid = _ask(
            words=[os.fsdecode(word) for word in words],
            environ=dict(environ),
            files=files,
            folder=str(Path.cwd()),
            mask=mask,
            **how,
        )

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, None as long as it runs."""
        return self._ended(os.WNOHANG)

    def wait(self, _timeout: float = 0) -> int:
        """Return the exit code."""
        code = self._ended(0)
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, options: int) -> int | None:
        if self.returncode is None:
            code = _ask(pid=self.pid, options=options)
            self.returncode = None if code == RUNNING else code
        return self.returncode


def answer(words: Sequence[str | bytes], environ: Mapping[str, str], **how: bool) -> Answer:
    """Run the installed command to its end, with nothing to read."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        code = Fork(words, environ, os.devnull, str(out), str(err), **how).wait()
        return code, out.read_bytes(), err.read_bytes()


def _ask(**asked: Any) -> int:
    program = _program()
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(json.dumps(asked) + "\n")
    program.stdin.flush()
    return int(program.stdout.readline())


@cache
def _program() -> subprocess.Popen[str]:
    """Begin what is forked from, which is there until the tests end."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    program = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=own,
    )
    atexit.register(program.communicate)
    return program


def main() -> None:
    """Fork as long as something is asked."""
    for name in cli.NAMES:
        import_module(cli.module_of(name))
    with tempfile.TemporaryDirectory() as folder:
        environ = {"HOME": folder, "REFLOG_LEDGER": str(Path(folder, "ledger.db"))}
        for words in PREPARING:
            with Path(os.devnull).open("r+", encoding="utf-8") as nothing:
                app.run(words.split(), environ, nothing, nothing, nothing)
    gc.freeze()
    for line in os.fdopen(os.dup(0), encoding="utf-8"):
        asked = json.loads(line)
        print(_forked(asked) if "words" in asked else _ended(**asked), flush=True)  # noqa: T201


def _ended(pid: int, options: int) -> int:
    found, status = os.waitpid(pid, options)
    return os.waitstatus_to_exitcode(status) if found else RUNNING


def _forked(asked: dict[str, Any]) -> int:
    modes = os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2
    files = asked["files"]
    is_terminal = len(files) == 1
    opened = (
        [os.open(files[0], os.O_RDWR | os.O_NOCTTY)] * 3
        if is_terminal
        else [os.open(file, mode, 0o600) for file, mode in zip(files, modes, strict=True)]
    )
    if not (pid := os.fork()):
        _run(asked, opened, is_terminal=is_terminal)
    for number in {*opened}:
        os.close(number)
    return pid


def _run(asked: dict[str, Any], opened: list[int], *, is_terminal: bool) -> NoReturn:
    """Run the command as in a process that a shell began, which ends as it ends."""
    signal.alarm(PATIENCE)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if is_terminal:
        os.setsid()
        fcntl.ioctl(opened[0], termios.TIOCSCTTY, 0)
    for number, (name, file) in enumerate(zip(("stdin", "stdout", "stderr"), opened, strict=True)):
        os.dup2(file, number)
        old = getattr(sys, name)
        how = "w" if number else "r", 1 if is_terminal or name == "stderr" else -1
        setattr(sys, name, os.fdopen(number, *how, old.encoding, old.errors, closefd=False))
    os.environ.clear()
    os.environ.update(asked["environ"])
    time.tzset()
    tempfile.tempdir = None
    os.chdir(asked["folder"])
    os.umask(asked["mask"])
    sys.argv = ["reflog", *asked["words"]]
    if asked.get("is_slow"):
        os._exit(app.main(sys.argv[1:]))
    __main__.main()


if __name__ == "__main__":
    main()
