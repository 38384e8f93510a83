"""What stands beside an answer, broken to a terminal's width so that commands can be copied."""

from __future__ import annotations

from reflog.render import width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def lines_of(line: str, width: int) -> list[str]:
    """Return the lines that a line is broken into between words.

    A command stays on a line if it fits there, and quoted words are not parted, but behind
    a comma where they are longer than a line.
    """
    if width_of(line) < width:
        return [line]
    hang = _hang(line)
    first, *others = _pieces(line, width)
    lines = [first]
    for piece in others:
        longer = f"{lines[-1]} {piece}"
        if lines[-1].strip() and piece and width_of(longer) >= width:
            lines[-1] = lines[-1].rstrip()
            lines.append(f"{hang}{piece}")
        else:
            lines[-1] = longer
    return lines


def _hang(line: str) -> str:
    """Return the blanks below what stands in front of a row: "  1  Fred Moss (fred-moss)"."""
    if not line.startswith("  "):
        return ""
    front, gap, _rest = line.lstrip(" ").partition("  ")
    is_row = gap and " " not in front
    return " " * (len(line) - len(line.lstrip(" ")) + (len(front) + len(gap) if is_row else 0))


def _pieces(line: str, width: int) -> Iterator[str]:
    """Yield the words of a line; a command that fits on a line by itself is one."""
    words = [*_words(line)]
    at = 0
    while at < len(words):
        end = at + 1
        if at and words[at] == "reflog":
            while end < len(words) and not _ends_command(words[end - 1], words[end]):
                end += 1
            if width_of(" ".join(words[at:end])) >= width:
                end = at + 1
        elif words[at].startswith("--") and words[end : end + 1]:
            is_long = words[end][:1] in {"'", '"'} and width_of(words[end]) >= width
            end += is_long  # its value begins beside an option
        yield from _behind_commas(" ".join(words[at:end]), width)
        at = end


def _behind_commas(text: str, width: int) -> Iterator[str]:
    """Yield a text in one piece, or, if it is too long for a line, in pieces that end in commas."""
    begun = ""
    for part in text.replace(",", ",\n").split("\n"):
        if begun and width_of(begun + part) >= width:
            yield begun.rstrip()
            begun = part.lstrip()
        else:
            begun += part
    yield begun


def _ends_command(word: str, behind: str) -> bool:
    """Return whether a command ends between two words: with its sentence, or before a remark."""
    is_over = word.endswith((";", "?")) or (word.endswith(",") and behind == "then")
    return is_over or behind.startswith("(")


def _words(line: str) -> Iterator[str]:
    """Yield the words of a line; what stands in quotes is one."""
    begun: list[str] = []
    for word in line.split(" "):
        begun.append(word)
        first = begun[0].lstrip("(")[:1]
        is_open = first in {"'", '"'} and not (
            word.rstrip(".,;:?!)").endswith(first) and (len(begun) > 1 or len(word.strip("(")) > 1)
        )
        if not is_open:
            yield " ".join(begun)
            begun = []
    yield from begun
