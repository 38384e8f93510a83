"""A file from outside that can't be read, or not as what it is said to be."""

from __future__ import annotations

from reflog.errors import UsageError


class UnreadableError(UsageError):
    """Something in a file is wrong; nothing was imported.

    Attributes:
        reason: a clause that names what is wrong: "a quote is never closed".
        line: the line it is wrong on, counted from 1; None where it is the whole file.
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

    def of(self, file: str) -> UnreadableError:
        """Return the same, naming the file: what reads a file's content does not know it."""
        return UnreadableError(self.reason, self.line, hint=self.hint, file=file)
