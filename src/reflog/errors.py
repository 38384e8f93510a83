"""What can go wrong, in words for the user.

Every expected failure is a ReflogError: a sentence, a hint with the next step, a code
for scripts and an exit code. One boundary, in `reflog.cli.main`, reports them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self


_SHOWN = 40  # characters of what was typed, in a message


def quoted(text: str) -> str:
    """Return what was typed as messages quote it, at most its beginning.

    What can't be printed is shown as its code: `<U+202E>`.
    """
    shown = "".join(
        char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text[:_SHOWN]
    )
    return f'"{shown}…"' if len(text) > _SHOWN else f'"{shown}"'


class ReflogError(Exception):
    """An expected failure.

    Attributes:
        message: one sentence that names the thing.
        hint: the next step, or None.
        candidates: what could have been meant: a handle or a ledger number, and a line
            that tells it from the others.
        outcome: a clause that says what became of the command; None for what its failure
            usually means (nothing was changed), "" if there is nothing to say.
        is_for_ledger: the hint is a command that erases or replaces something in the ledger, so
            it names the one that --ledger named.
    """

    code = "internal"
    exit_code = 70
    outcome: str | None = None
    is_for_ledger = False

    def __init_subclass__(cls, *, code: str = "", exit_code: int = 0) -> None:
        """Give a kind of error its code and its exit code; a kind of another keeps its own."""
        if code:
            cls.code, cls.exit_code = code, exit_code

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        candidates: Sequence[tuple[str | int, str]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        return self.sentence()

    def with_outcome(self, outcome: str | None) -> Self:
        """Return this error, saying what became of the command (None: what is usual for it)."""
        self.outcome = outcome
        return self

    def for_ledger(self) -> Self:
        """Return this error, its hint a command for the ledger at hand and no other."""
        self.is_for_ledger = True
        return self

    def sentence(self, usual: str = "") -> str:
        """Return the message with the outcome; `usual` is that of the command."""
        outcome = usual if self.outcome is None else self.outcome
        if not outcome:
            return self.message if self.message.endswith((".", "?")) else f"{self.message}."
        if self.message.endswith("?"):
            return f"{self.message} {outcome[0].upper()}{outcome[1:]}."
        return f"{self.message.removesuffix('.')}; {outcome}."


class UsageError(ReflogError, code="usage", exit_code=2):
    """Bad usage or input."""


class NotFoundError(ReflogError, code="not-found", exit_code=3):
    """No such person, entry or setting."""


class AmbiguousError(ReflogError, code="ambiguous", exit_code=3):
    """Several could be meant, or a question couldn't be asked or was answered with no."""


class ConflictError(ReflogError, code="conflict", exit_code=4):
    """It is so already, its stage doesn't allow it, or it has changed meanwhile."""


REFUSALS = (AmbiguousError, ConflictError, NotFoundError, UsageError)
"""What can be said otherwise and tried again at once."""


class DamagedError(ReflogError, code="damaged", exit_code=65):
    """The ledger can't be read as one, or is gone while its backups are there."""


class ForeignError(ReflogError, code="foreign", exit_code=65):
    """The file belongs to another program."""


class NewerError(ReflogError, code="newer", exit_code=65):
    """The ledger was written by a newer reflog."""


class OlderError(ReflogError, code="permission", exit_code=65):
    """The ledger is of an older format, and may not be written to upgrade it."""


class UnreleasedError(ReflogError, code="unreleased", exit_code=65):
    """The ledger is of a format from before the first release."""


class InternalError(ReflogError):
    """A defect of reflog."""


class CannotCreateError(ReflogError, code="io", exit_code=73):
    """A file or folder can't be made."""


class InputOutputError(ReflogError, code="io", exit_code=74):
    """The disk is full, or failed."""


class BusyError(ReflogError, code="busy", exit_code=75):
    """Another command holds the ledger; try again."""


class PermissionDeniedError(ReflogError, code="permission", exit_code=77):
    """No permission, or a file that is not safe to use."""


class InterruptedByUserError(ReflogError, code="interrupted", exit_code=130):
    """Ctrl-C, or the end of input at a question."""
