"""The error for a file that can't be read, or isn't what the user says it is."""

from __future__ import annotations

from contextlib import contextmanager

from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class UnreadableError(UsageError):
    """Something is wrong with a file; nothing was imported.

    Attributes:
        reason: a clause that says what: "a quote is never closed".
        line: the line it is on, counted from 1; None if it is about the whole file.
    """

    def __init__(
        self,
        reason: str,
        line: int | None = None,
        *,
        hint: str | None = None,
        file: str = "The file",
    ) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}.", hint=hint)
        self.reason = reason
        self.line = line


@contextmanager
def named(file: str) -> Iterator[None]:
    """Say the name of a file of which whoever raised an UnreadableError didn't know it."""
    try:
        yield
    except UnreadableError as error:
        raise UnreadableError(error.reason, error.line, hint=error.hint, file=file) from None
