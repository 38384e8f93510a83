"""Forms for an editor: lines of `key: value`, checked before anything is saved.

Lines that begin with # are comments. A value continues on the lines below it that are indented
by two spaces. The key of a list may be there several times.
"""

from __future__ import annotations

from reflog.domain import JOINT, Record
from reflog.domain.names.typed import check_text
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

INDENT = "  "
COMPLAINT = "#! "
"""Begins a line that says what is wrong with the line below it."""

LONGEST_LINE = 200  # characters


def check_line(text: str, what: str) -> str:
    """Return a short text as it is stored (UsageError: it isn't a single line, or is too long)."""
    checked = check_text(text, what, LONGEST_LINE)
    if "\n" in checked or JOINT in checked:
        message = f"{what} has to be a single line."
        raise UsageError(message, hint="use a note for longer texts")
    return checked


class Field(Record):
    """A key of the form with its values; `plural` if it may have several."""

    key: str
    values: tuple[str, ...]
    plural: bool = False


class Filled(Record):
    """The values entered for a key, and the line they begin on, counted from 0."""

    values: tuple[str, ...]
    line: int


class FormError(UsageError):
    """The form has a mistake.

    Attributes:
        line: the line it is on, counted from 0.
    """

    def __init__(self, message: str, line: int, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.line = line


def form_text(title: str, fields: Iterable[Field]) -> str:
    """Return the form to be edited."""
    lines = [f"# {line}" for line in title.split("\n")]
    for field in fields:
        for value in field.values or ("",):
            first, *others = value.split("\n")
            lines.append(f"{field.key}: {first}".rstrip())
            lines += [f"{INDENT}{other}".rstrip() for other in others]
    return "\n".join(lines) + "\n"


def filled(text: str, fields: Sequence[Field]) -> dict[str, Filled]:
    """Return what was entered for each key; a key that is missing has no values.

    FormError: a line is not `key: value`, or its key is unknown or there twice.
    """
    known = {field.key: field for field in fields}
    found: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    key: str | None = None
    for number, line in enumerate(text.split("\n")):
        if line.startswith("#") or (not line.strip() and key is None):
            continue
        if key is not None and (line.startswith((" ", "\t")) or not line.strip()):
            more = line.removeprefix(INDENT) if line.startswith(INDENT) else line.lstrip()
            found[key][-1] += f"\n{more.rstrip()}"
            continue
        key, separator, value = line.partition(":")
        key = key.strip().lower()
        if not separator or key not in known:
            message = f"{quoted(line)} doesn't start with one of: {', '.join(known)}"
            raise FormError(message, number, hint="to continue the line above, indent the next")
        if key in found and not known[key].plural:
            message = f"{key} is there twice"
            raise FormError(message, number, hint="keep one")
        lines.setdefault(key, number)
        found.setdefault(key, []).append(value.strip())
    return {
        key: Filled(values=tuple(filter(None, map(str.strip, values))), line=lines[key])
        for key, values in found.items()
    }


def changes(given: Mapping[str, Filled], fields: Sequence[Field]) -> dict[str, Filled]:
    """Return the keys whose values differ from those the form had at first."""
    before = filled(form_text("", fields), fields)
    last = max((one.line for one in given.values()), default=0)
    found = {field.key: given.get(field.key, Filled(values=(), line=last)) for field in fields}
    return {key: one for key, one in found.items() if one.values != before[key].values}


def with_complaint(text: str, line: int, message: str) -> str:
    """Return the form with a comment about a mistake above its line."""
    lines = without_complaints(text).split("\n")
    kept = sum(not one.startswith(COMPLAINT) for one in text.split("\n")[:line])
    lines.insert(kept, COMPLAINT + " ".join(message.split()))
    return "\n".join(lines)


def without_complaints(text: str) -> str:
    """Return the form without the comments about mistakes."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(COMPLAINT))


def is_same(one: str, other: str) -> bool:
    """Return whether two forms are the same, apart from comments about mistakes."""
    return without_complaints(one) == without_complaints(other)
