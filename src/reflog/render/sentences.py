"""Notes and errors, wrapped between words on a terminal."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def folded(text: str, stream: TextIO) -> str:
    """Return text as a terminal shows it with no word broken; elsewhere as it is.

    A hint stays on one line: it is there to be copied.
    """
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return text
    if width < 1:  # a terminal that does not know its size
        return text
    return "\n".join(_folded(line, width) for line in text.split("\n"))


def _folded(line: str, width: int) -> str:
    if len(line) < width or line.startswith("hint: "):
        return line
    import textwrap

    whole = textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
    return whole + line[len(line.rstrip()) :]
