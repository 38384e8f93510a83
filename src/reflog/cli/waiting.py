"""Saying how long something takes, on a line that goes away again."""

from __future__ import annotations

from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

SECONDS = 1.0
"""How long nothing is said, and how long lies between two words of it."""


@contextmanager
def waiting(stream: TextIO, what: str) -> Iterator[None]:
    """Say on a terminal, second by second, how long what is done inside takes."""
    if not stream.isatty():
        yield
        return
    from threading import Event, Thread

    is_done = Event()
    widest = 0

    def tell() -> None:
        nonlocal widest
        count = 0
        with suppress(OSError, ValueError):  # the terminal has gone away
            while not is_done.wait(SECONDS):
                count += 1
                shown = f"{what}: {count} s"
                stream.write(f"\r{shown}")
                stream.flush()
                widest = len(shown)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        is_done.set()
        teller.join()
        if widest:
            stream.write(f"\r{' ' * widest}\r")
            stream.flush()
