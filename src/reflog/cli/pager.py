"""The pager: on a terminal, an answer longer than the screen goes through it, as git's do."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

USUAL = "less"
NONE = ("", "cat")
LESS = "FRX"
"""What less is told where LESS says nothing: end if it all fits, keep colors, leave it there."""

HELD = 1 << 20  # characters printed again where the pager fails; one that took more was at work
KILLED = 128  # from here on an exit code tells of a signal, as when Ctrl-C ends a pager


def write(
    pieces: Iterable[str], stdout: TextIO, environ: Mapping[str, str], height: int | None
) -> None:
    """Write an answer to a terminal, through the pager if it is longer than the screen.

    A height of None is not known, and fits everything.
    """
    rest = iter(pieces)
    begun: list[str] = []
    command = environ.get("REFLOG_PAGER", environ.get("PAGER", USUAL)).strip()
    if command not in NONE and height is not None:
        for piece in rest:
            begun.append(piece)
            height -= piece.count("\n")
            if height <= 0:
                rest = _through(command, chain(begun, rest), stdout, environ)
                begun = []
                break
    stdout.writelines(chain(begun, rest))


def _through(
    command: str, pieces: Iterator[str], stdout: TextIO, environ: Mapping[str, str]
) -> Iterator[str]:
    """Show an answer in the pager; return what is left to print because the pager failed."""
    import signal
    import subprocess

    known = {"LESS": LESS}
    if stdout.encoding.lower() == "utf-8":
        known["LESSCHARSET"] = "utf-8"
    stdout.flush()
    try:
        pager = subprocess.Popen(  # noqa: S602 - a command line of the user's own
            command, shell=True, stdin=subprocess.PIPE, stdout=stdout, env={**known, **environ}
        )
    except OSError:
        return pieces
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # what Ctrl-C means is up to the pager
    try:
        sent = _send(pieces, pager, stdout)
    finally:
        with suppress(OSError):
            pager.communicate()
        code = pager.wait()
        signal.signal(signal.SIGINT, before)
    return chain(sent, pieces) if 0 < code < KILLED and sum(map(len, sent)) <= HELD else iter(())


def _send(pieces: Iterator[str], pager: subprocess.Popen[bytes], stdout: TextIO) -> list[str]:
    """Hand the answer to the pager until it wants no more; return the beginning of it."""
    sent: list[str] = []
    held = 0
    with suppress(OSError):
        for piece in pieces:
            if held <= HELD:
                sent.append(piece)
                held += len(piece)
            if pager.stdin is not None:
                pager.stdin.write(piece.encode(stdout.encoding, "backslashreplace"))
                pager.stdin.flush()
    return sent
