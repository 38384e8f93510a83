"""Two NAMEs of several words each: where one ends and the other begins."""

from __future__ import annotations

from contextlib import suppress

from reflog.cli import arguments
from reflog.cli.arguments import names
from reflog.errors import ReflogError
from reflog.reports import contacts

_JOINTS = frozenset({"to", "and", "with"})
"""Words that are typed between two names, and are part of neither."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.cli.environment import Environment


def split(env: Environment, words: Sequence[str]) -> list[str] | None:
    """Return the two names where words are exactly two people in one way only, else None."""
    found = [pair for pair in _halves(words) if all(_is_known(env, one) for one in pair)]
    return [" ".join(one) for one in found[0]] if len(found) == 1 else None


def with_option(
    env: Environment, words: Sequence[str], command: str, given: Mapping[str, str | None]
) -> str | None:
    """Return the line that says who made it, or the need, behind two people known, as a hint.

    None where the words may belong to the second name, where two are not named, or where that
    option is among those `given`.
    """
    first, second, *rest = words
    people = [names.meant(env, one) for one in (first, second)]
    is_longer = any(names.meant(env, f"{second} {end}") for end in _beginnings(rest))
    if not rest or is_longer or None in people or people[0] == people[1]:
        return None
    more = arguments.joined(rest)
    option = "--need" if names.meant(env, more) is None else "--by"
    if given[option] is not None:
        return None
    line = arguments.again(env.line, command, [first, second])
    return f"{line} {option} {arguments.shell_word(more)}"


def in_quotes(env: Environment, words: Sequence[str], command: str) -> str:
    """Return the line with two names in quotes, as a hint.

    They are people who are known, else what stands around "to", "and" or "with", else half the
    words each.
    """

    def likely(pair: list[Sequence[str]]) -> tuple[int, int]:
        return sum(_is_one(env, one) for one in pair), -abs(len(pair[0]) - len(pair[1]))

    pair = max(_halves(words), key=likely)
    if likely(pair)[0] < len(pair) and (joined := _around_a_joint(words)):
        return arguments.again(env.line, command, joined)
    named = arguments.again(env.line, command, [" ".join(one) for one in pair])
    return f"put each in quotes: {named}"


def _around_a_joint(words: Sequence[str]) -> list[str]:
    """Return the names before and behind the one word between them; none where that is not so."""
    places = [place for place, word in enumerate(words) if word.lower() in _JOINTS]
    if len(places) != 1 or not 0 < places[0] < len(words) - 1:
        return []
    return [" ".join(words[: places[0]]), " ".join(words[places[0] + 1 :])]


def _beginnings(words: Sequence[str]) -> list[str]:
    return [" ".join(words[:end]) for end in range(1, len(words) + 1)]


def _halves(words: Sequence[str]) -> list[list[Sequence[str]]]:
    return [[words[:end], words[end:]] for end in range(1, len(words))]


def _is_one(env: Environment, words: Sequence[str]) -> bool:
    """Return whether words are a name already: in quotes, or somebody known."""
    return (len(words) == 1 and " " in words[0]) or _is_known(env, words)


def _is_known(env: Environment, words: Sequence[str]) -> bool:
    with suppress(ReflogError):
        return contacts.is_exact_contact(env.reader, " ".join(words))
    return False
