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

    def with_outcome(self, outcome: str) -> Self:
        """Return this error, saying what became of the command."""
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


class UsageError(ReflogError):
    """Bad usage or input."""

    code = "usage"
    exit_code = 2


class NotFoundError(ReflogError):
    """No such person, entry or setting."""

    code = "not-found"
    exit_code = 3


class AmbiguousError(ReflogError):
    """Several could be meant, or a question couldn't be asked or was answered with no."""

    code = "ambiguous"
    exit_code = 3


class ConflictError(ReflogError):
    """It is so already, its stage doesn't allow it, or it has changed meanwhile."""

    code = "conflict"
    exit_code = 4


class DamagedError(ReflogError):
    """The ledger can't be read as one, or is gone while its backups are there."""

    code = "damaged"
    exit_code = 65


class ForeignError(ReflogError):
    """The file belongs to another program."""

    code = "foreign"
    exit_code = 65


class NewerError(ReflogError):
    """The ledger was written by a newer reflog."""

    code = "newer"
    exit_code = 65


class OlderError(ReflogError):
    """The ledger is of an older format, and may not be written to upgrade it."""

    code = "permission"
    exit_code = 65


class UnreleasedError(ReflogError):
    """The ledger is of a format from before the first release."""

    code = "unreleased"
    exit_code = 65


class InternalError(ReflogError):
    """A defect of reflog."""

    code = "internal"
    exit_code = 70


class CannotCreateError(ReflogError):
    """A file or folder can't be made."""

    code = "io"
    exit_code = 73


class InputOutputError(ReflogError):
    """The disk is full, or failed."""

    code = "io"
    exit_code = 74


class BusyError(ReflogError):
    """Another command holds the ledger; try again."""

    code = "busy"
    exit_code = 75


class PermissionDeniedError(ReflogError):
    """No permission, or a file that is not safe to use."""

    code = "permission"
    exit_code = 77


class InterruptedByUserError(ReflogError):
    """Ctrl-C, or the end of input at a question."""

    code = "interrupted"
    exit_code = 130
