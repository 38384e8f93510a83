"""Small words before a NAME, such as `met with priya`: none of them becomes a person unasked."""

from __future__ import annotations

from reflog.cli.arguments.line import again, shell_word
from reflog.domain.names.typed import quoted
from reflog.errors import UsageError
from reflog.reports import contacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.cli.environment import Environment

SMALL_WORDS = frozenset(
    {
        *("with", "from", "about", "for", "to", "that", "up", "at", "by", "via", "and", "the"),
        *("everyone", "everybody", "someone", "somebody", "nobody", "anybody"),
    }
)
"""Typed like this, in lower case, they name a new person only behind a `+`."""

NO_PART_OF_A_NAME = (SMALL_WORDS - {"by", "and", "the", "to"}) | {
    *("a", "on", "in", "last", "next", "this", "yesterday", "today", "tomorrow"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
"""Behind a name they say that it is over: where, when or what about."""


def is_nobody(env: Environment, name: str) -> bool:
    """Return whether a NAME is a small word, and nobody is known by it."""
    if name not in SMALL_WORDS:
        return False
    return contacts.match_name(env.reader, name).kind not in {"one", "several"}


def refuse(name: str, instead: str | None = None) -> UsageError:
    """Return the error of a small word that would become a person.

    Args:
        instead: the line to type, if that is known.
    """
    message = f"{quoted(name)} is not taken for a person's name."
    as_name = f"if it is somebody's name: {shell_word(f'+{name}')}"
    return UsageError(message, hint=f"leave it out: {instead}" if instead else as_name)


def without(env: Environment, words: Sequence[str], command: str) -> str | None:
    """Return the line without the small words in front, if somebody known comes behind them."""
    count = next((n for n, word in enumerate(words) if word not in SMALL_WORDS), len(words))
    rest = words[count:]
    if not rest or contacts.match_name(env.reader, rest[0]).kind not in {"one", "several"}:
        return None
    return again(env.line, command, rest)
