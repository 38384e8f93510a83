"""What TAB offers: commands, options, numbers and handles, and nothing else of the ledger.

What is offered ends up on someone's command line, so a name never is, only a handle, and
only one that no shell can take for more than a word. Any failure offers nothing, silently.
"""

from __future__ import annotations

import os
import sys

from reflog import cli
from reflog.domain.contacts import HANDLE_LENGTH, is_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILES = "%files"
"""Offered alone, it asks the shell for names of files."""


DAYS = (
    *("today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday", "3d", "1w", "2w", "1m", "eow", "eom", "eoy"),
)
FORMATS = ("json", "csv", "vcard", "ics", "google", "outlook", "linkedin")
PREFERABLE = ("file",)
SHELLS = ("bash", "zsh", "fish")
CHOICES = {
    "STAGE": ("domain.introductions", "TYPED_STAGES"),
    "PARTY": ("domain.introductions", "CALLERS"),
    "EFFORT": ("domain.introductions", "EFFORTS"),
    "VIA": ("domain.follow_ups", "VIAS"),
    "ROLE": ("domain.contacts", "ROLES"),
    "PURPOSE": ("domain.follow_ups", "PURPOSES"),
    "KEY": ("domain.settings", "DEFAULTS"),
    "WHAT": ("domain.exports", "TABLES"),
    "WHEN": ("cli.completion", "DAYS"),
    "FORMAT": ("cli.completion", "FORMATS"),
    "file": ("cli.completion", "PREFERABLE"),
    "SHELL": ("cli.completion", "SHELLS"),
    "HELP": ("cli.pages", "ASKED"),
    "PART": ("domain.pictures", "PARTS"),
    "TOPIC": ("domain.facts", "TYPED_TOPICS"),
}
"""Where the words are that something is one of."""


def answer(argv: Sequence[str]) -> int:
    """Print what could be typed at the cursor, one a line; the exit code is always 0.

    `argv` is the shell; then the words of the command line up to the cursor, the program's
    name first and the word with the cursor last.
    """
    try:
        offered = candidates(argv[0], list(argv[2:]))
        sys.stdout.write("".join(f"{word}\n" for word in offered))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 - nothing is offered, and nothing said, whatever it is
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def candidates(shell: str, words: list[str]) -> list[str]:
    """Return what could stand in place of the last word, quoted as the shell needs it."""
    begun = words.pop() if words else ""
    lead = ""
    if shell == "bash":
        words, begun, lead = _joined(words, begun)
    begun = begun.lstrip("\"'").replace("\\", "")  # the quotes that are open at its beginning
    offered = _offered(words, begun)
    if offered == [FILES]:
        return offered
    found = [word[len(lead) :] for word in offered if word.startswith(lead)]
    if shell == "bash" and len(found) > 1 and not all(word.startswith(begun) for word in found):
        # bash puts what all have in common instead of what was typed: let that be nothing.
        found.append("")
    return found


def _joined(words: list[str], begun: str) -> tuple[list[str], str, str]:
    """Put together what bash takes apart at = and @; the part that it keeps comes last."""
    before = words[-1:]
    if before == ["@"]:
        # Whether the mark is a part of the word depends on the version of bash.
        words = words[:-1]
        return (words, begun, "") if begun[:1] == "@" else (words, f"@{begun}", "@")
    if before == ["="] and len(words) > 1:
        return words[:-2], f"{words[-2]}={begun}", f"{words[-2]}="
    return words, begun, ""


def _offered(words: list[str], begun: str) -> list[str]:
    """Return what could be typed behind these words, the last of them begun."""
    ledger, rest = _global_options(words)
    command, rest = cli.command_of(rest)
    options = cli.options_of(command)
    typed, kind = _operands(rest, options)
    name, equals, value = begun.partition("=")
    lead = ""
    if not kind and equals and name in options:
        kind, lead, begun = options[name] or "", name + equals, value
    elif not kind and begun.startswith("-"):
        return _beginning((name for name in options if name[:2] == "--"), begun)
    elif not kind and command not in cli.NAMES:
        return _beginning(cli.subcommands(command), begun)
    elif not kind:
        kind = _operand(cli.COMMANDS[command][2].split(), typed)
    if kind == "FILE":
        return [FILES]
    kinds = kind.strip("-").split()
    found = (word for one in kinds for word in _of_kind(one, begun, ledger, typed) if word)
    return [lead + word for word in dict.fromkeys(found)]


def _of_kind(kind: str, typed: str, ledger: str | None, before: list[str]) -> Iterable[str]:
    if kind in CHOICES:
        from importlib import import_module

        module, name = CHOICES[kind]
        return _beginning(getattr(import_module(f"reflog.{module}"), name), typed)
    begun = typed.removeprefix("@")
    mark = typed[: len(typed) - len(begun)]
    return (
        mark + word
        for word in _known(kind, begun, ledger)
        if _is_safe(word)
        and not (word.isdigit() and (mark or word in before))
        and (word.startswith(begun) or not word.isdigit())
    )


_LONG = ("TEXT", "NAME")
"""Kinds of values of as many words as come before the next option."""


def _global_options(words: list[str]) -> tuple[str | None, list[str]]:
    """Split off what stands before the command, a --ledger without its file aside."""
    rest = list(words)
    ledger = None
    while rest and rest[0].startswith("-") and rest != ["--ledger"]:
        if rest.pop(0) == "--ledger":
            ledger = rest.pop(0)
    return ledger, rest


def _operands(words: list[str], options: dict[str, str | None]) -> tuple[list[str], str]:
    """Return the words that are no options, and what the last option still takes.

    That is "--" where everything is text from there on, "" where nothing is awaited. A TEXT or
    a NAME takes all words up to the next option.
    """
    typed: list[str] = []
    waiting = ""
    for word in words:
        if word == "--":
            return typed, "--"
        name, equals, _value = word.partition("=")
        if word.startswith("-") and len(word) > 1:
            waiting = options.get(name if equals else word) or ""
            waiting = "" if equals and waiting not in _LONG else waiting
        elif waiting:
            waiting = waiting if waiting in _LONG else ""
        else:
            typed.append(word)
    return typed, waiting


_BETWEEN_NUMBERS = str.maketrans("", "", "-,")


def _operand(kinds: list[str], typed: list[str]) -> str:
    """Return what is wanted after the words typed."""
    if kinds == ["FILE*"]:
        return "FILE"
    if kinds and kinds[0].endswith("*"):
        if all(word.translate(_BETWEEN_NUMBERS).isdigit() for word in typed):
            # After a number, or several as 12-14,17, another or what follows.
            return kinds[0][:-1] + ("" if not typed else f" {kinds[-1]}" if kinds[1:] else "")
        return kinds[1] if len(kinds) > len(typed) else ""
    return kinds[len(typed)] if len(typed) < len(kinds) else ""


def _known(kind: str, begun: str, named: str | None) -> list[str]:
    from reflog import ledger_path
    from reflog.reports import completion as reports

    if begun.isascii():
        begun = begun.lower()
    else:
        from reflog.domain.names import fold

        begun = fold(begun)
    return reports.answers(ledger_path(named, os.environ), kind, begun)


def _beginning(words: Iterable[str], begun: str) -> list[str]:
    return [word for word in words if word.startswith(begun)]


def _is_safe(word: str) -> bool:
    """Return whether a word is a handle or a number, whatever the ledger may hold."""
    is_number = word.isascii() and word.isdigit() and len(word) <= HANDLE_LENGTH
    return is_number or is_handle(word)
