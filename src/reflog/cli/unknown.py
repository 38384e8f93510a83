"""What to say of a word that is no command, and of an option that a command does not have."""

from __future__ import annotations

import os

from reflog.cli import grammar
from reflog.cli.arguments.line import is_option, shell_word
from reflog.domain.names.match import ME
from reflog.errors import ReflogError, UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.cli.arguments.line import Line
    from reflog.cli.environment import Environment

_LONG = 6  # letters, from which on a word may be two slips away


def refuse_unknown(env: Environment, words: Sequence[str]) -> None:
    """Refuse words of which the first is no command, or the second none of its family.

    Args:
        env: where somebody of that name is looked for.
        words: what was typed from the command on, without --json.

    Raises:
        UsageError: it is none; the hint shows whom it names, else the command it is like.
    """
    if not words or is_option(words[0]):
        return
    family, rest = "", list(words)
    if words[0] in grammar.subcommands("") and words[0] not in grammar.NAMES:
        family, rest = words[0], rest[1:]
    if not rest or is_option(rest[0]) or rest[0] in grammar.subcommands(family):
        return
    where = f"reflog {family}".rstrip()
    message = f"There is no command {quoted(f'{where} {rest[0]}')}."
    raise UsageError(message, hint=_hint(env, family, rest))


def hint_of_option(command: str, option: str, line: Line | None) -> str:
    """Return the hint for an option that a command does not have."""
    usual = f"reflog {command} --help"
    if not option.startswith("--"):
        return f"{usual}; put words that start with - after --"
    of_person = f"contact {command}"
    if option in grammar.options_of(of_person) and of_person in grammar.NAMES:
        words = line.words if line is not None else []
        place = min(line.cuts) if line is not None and line.cuts else len(words)
        whole = [*words[:place], option, *words[place:]]
        return f"for a person: reflog {of_person} {' '.join(map(shell_word, whole))}"
    near = nearest(option, (name for name in grammar.options_of(command) if name[:2] == "--"))
    return f"maybe {near}? {usual}" if near else usual


def takes_no_words(command: str, words: Sequence[str]) -> UsageError:
    """Return the refusal of words behind a command that takes options alone."""
    typed = " ".join(words)
    message = f"reflog {command} takes no words, only options, and there is {quoted(typed)}."
    options = grammar.options_of(command)
    wanted = ("--to", "--limit", "--within") if typed.isdecimal() else ("--for", "--with")
    option = next((one for one in wanted if one in options), None)
    if option is None:
        return UsageError(message, hint=f"reflog {command} --help")
    return UsageError(message, hint=f"reflog {command} {option} {shell_word(typed)}")


def _hint(env: Environment, family: str, words: list[str]) -> str:
    count = next((n for n, word in enumerate(words) if is_option(word)), len(words))
    for name in dict.fromkeys((" ".join(words[:count]), words[0])):
        if _is_somebody(env, name):
            return f"reflog show {shell_word(name)}"
    every = {one.rpartition(" ")[2]: one for one in (*grammar.NAMES, *grammar.subcommands(""))}
    inside = {one: f"{family} {one}" for one in grammar.subcommands(family)} if family else {}
    near = nearest(words[0].lower(), [*inside, *every])
    if near is None:
        return f"reflog {family} --help" if family else "reflog --help lists the commands"
    return f"maybe reflog {inside.get(near) or every[near]}?"


def _is_somebody(env: Environment, name: str) -> bool:
    """Return whether a text names one or several people; a ledger that can't be read has none."""
    if name.isdecimal() or name.lower() == ME:
        return False
    try:
        if not os.path.exists(env.ledger_path):
            return False
        from reflog.reports import contacts

        return contacts.match_name(env.reader, name).kind in {"one", "several"}
    except ReflogError:
        return False


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Return the most like of several words: one slip away, two where it is long."""
    most = 2 if len(word) >= _LONG else 1
    found = sorted((_slips(word, other), other) for other in among)
    return found[0][1] if found and found[0][0] <= most else None


def _slips(one: str, other: str) -> int:
    """Return how many letters are left out, put in, mistaken or changed about."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        last, before, row = before, row, [n]
        for place, found in enumerate(other, 1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != found))
            if place > 1 and n > 1 and one[n - 2] == found and letter == other[place - 2]:
                least = min(least, last[place - 2] + 1)
            row.append(least)
    return row[-1]
