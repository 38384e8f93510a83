"""The error for a file that can't be read, or isn't what the user says it is."""

from __future__ import annotations

from reflog.errors import UsageError


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

    def of(self, file: str) -> UnreadableError:
        """Return the same error with the name of the file, which whoever raised it didn't know."""
        return UnreadableError(self.reason, self.line, hint=self.hint, file=file)
