"""Saying how long something takes, on a line that goes away again."""

from __future__ import annotations

import time
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO


@contextmanager
def waiting(stream: TextIO, what: str) -> Iterator[Callable[[], None]]:
    """Say on a terminal how long something takes.

    What is yielded is called now and then, and says so once a second has passed.
    """
    began, shown = time.monotonic(), ""

    def tell() -> None:
        nonlocal shown
        seconds = int(time.monotonic() - began)
        if seconds and stream.isatty():
            shown = f"{what}: {seconds} s"
            stream.write(f"\r{shown}")
            stream.flush()

    try:
        yield tell
    finally:
        if shown:
            stream.write(f"\r{' ' * len(shown)}\r")
