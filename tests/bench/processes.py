"""Commands as processes of their own: how long they take, and how much memory at most.

They are started by a small process that runs this file, since a process begins its life with
the peak of memory of the one it was started from.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import sys
import termios
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ROWS, COLUMNS = 40, 120


def serve() -> None:
    """Run the commands told on stdin, one JSON object a line, and answer each on a line."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_taken(**json.loads(line))) + "\n")
        sys.stdout.flush()


def _taken(argv: list[str], environ: dict[str, str], *, terminal: bool) -> dict[str, Any]:
    """Run a command; how long it took, its peak of memory in bytes, its exit code."""
    master = opened_terminal() if terminal else None
    name = os.ttyname(master[1]) if master else os.devnull
    files = [
        (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
        (os.POSIX_SPAWN_DUP2, 0, 1),
        (os.POSIX_SPAWN_DUP2, 0, 2),
    ]
    began = time.perf_counter()
    process = os.posix_spawn(argv[0], argv, environ, file_actions=files)
    if master:
        _drain(*master)
    _pid, status, usage = os.wait4(process, 0)
    return {
        "seconds": time.perf_counter() - began,
        "computed": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
        "code": os.waitstatus_to_exitcode(status),
    }


def opened_terminal() -> tuple[int, int]:
    """Open a terminal: its two ends, the program's last."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return master, slave


def _drain(master: int, slave: int) -> None:
    """Read all that is shown, until nobody holds the terminal any more."""
    os.close(slave)
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass  # the last who held it has let go
    finally:
        os.close(master)


if __name__ == "__main__":
    serve()
