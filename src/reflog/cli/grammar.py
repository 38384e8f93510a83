"""The command line as data: what must be known of the commands before one is imported."""

from __future__ import annotations

from reflog.cli.table import COMMANDS

NAMES = tuple(filter(None, COMMANDS))
"""Every command, with its family: "contact add"."""

PACKAGE = "reflog.cli.commands"


def module_of(command: str) -> str:
    """Return the name of the module that defines a command."""
    return f"{PACKAGE}.{COMMANDS[command][0]}"


def takes_words(command: str) -> bool:
    """Return whether anything but options may follow a command."""
    return bool(COMMANDS[command][1])


def usage_of(command: str) -> str:
    """Return the words after a command, as help shows them."""
    return COMMANDS[command][1]


def takes_files(command: str) -> bool:
    """Return whether the words after a command name files."""
    return COMMANDS[command][2].startswith("FILE")


def place_of_name(command: str) -> int | None:
    """Return how many words come before the NAME that takes all others; None if none does."""
    *choices, last = COMMANDS[command][1].partition(" --")[0].split() or [""]
    is_name = not {"NAME", "PROSPECT"}.isdisjoint(last.strip("[]").split("|"))
    return len(choices) if is_name and all(map(str.islower, choices)) else None


def group_of(command: str) -> str:
    """Return the group in which help lists a command."""
    return COMMANDS[command][3]


def outcome_of(command: str) -> str:
    """Return what a failure of a command means, as a clause; "" if it only asks or is none."""
    return COMMANDS[command][4] if command in COMMANDS else ""


_LONG = ("TEXT", "NAME")
"""Kinds of values of as many words as come before the next option."""


class Wanted:
    """What could be typed at the cursor.

    Attributes:
        kind: of what kind it is, as in COMMANDS, COMMAND or OPTION; "" for anything.
        command: the command it belongs to; "" if none is typed yet.
        begun: what is typed of it.
        lead: what stands before it in the same word, as `--for=`.
        ledger: the file that --ledger names.
        typed: the words between the command and the cursor, without options.
    """

    __slots__ = ("begun", "command", "kind", "lead", "ledger", "typed")

    def __init__(self, kind: str, command: str, begun: str, typed: list[str]) -> None:
        self.kind = kind
        self.command = command
        self.begun = begun
        self.lead = ""
        self.ledger: str | None = None
        self.typed = typed


def wanted(words: list[str], begun: str) -> Wanted:
    """Return what could be typed behind these words.

    Args:
        words: those before the cursor's, without the program's name.
        begun: the word at the cursor, up to the cursor.
    """
    ledger, rest = _global_options(words)
    command, rest = command_of(rest)
    found = _wanted(command, rest, begun)
    found.ledger = ledger
    return found


def _wanted(command: str, rest: list[str], begun: str) -> Wanted:
    options = options_of(command)
    typed, waiting = _operands(rest, options)
    if waiting:
        return Wanted(waiting.strip("-"), command, begun, typed)
    name, equals, value = begun.partition("=")
    if equals and name in options:
        found = Wanted(options[name] or "", command, value, typed)
        found.lead = name + equals
        return found
    if begun.startswith("-"):
        return Wanted("OPTION", command, begun, typed)
    if command not in COMMANDS or not command:
        return Wanted("COMMAND", command, begun, typed)
    return Wanted(_operand(COMMANDS[command][2].split(), typed), command, begun, typed)


def options_of(command: str) -> dict[str, str | None]:
    """Return the options of a command with what each takes; None for a flag."""
    found: dict[str, str | None] = {"--json": None, "-h": None, "--help": None}
    for option in COMMANDS[command][5].split() if command in COMMANDS else ():
        names, equals, kind = option.partition("=")
        found |= dict.fromkeys(names.split(","), kind if equals else None)
    return found


def subcommands(command: str) -> list[str]:
    """Return the words that may follow a family; of no family, every command."""
    group = f"{command} " if command else ""
    names = (name[len(group) :] for name in NAMES if name.startswith(group))
    return list(dict.fromkeys(name.partition(" ")[0] for name in names))


def _global_options(words: list[str]) -> tuple[str | None, list[str]]:
    """Split off what stands before the command, a --ledger without its file aside."""
    rest = list(words)
    ledger = None
    while rest and rest[0].startswith("-") and rest != ["--ledger"]:
        if rest.pop(0) == "--ledger":
            ledger = rest.pop(0)
    return ledger, rest


def command_of(words: list[str]) -> tuple[str, list[str]]:
    """Split words into the command and what follows it."""
    if not words or words[0].startswith("-"):
        return "", words
    command, rest = words[0], words[1:]
    if command not in COMMANDS and rest and subcommands(command):
        return f"{command} {rest[0]}", rest[1:]
    return command, rest


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


def _operand(kinds: list[str], typed: list[str]) -> str:
    """Return what is wanted after the words typed."""
    if kinds == ["FILE*"]:
        return "FILE"
    if kinds and kinds[0].endswith("*"):
        if all(word.isdigit() for word in typed):
            # After a number, another or what follows.
            return kinds[0][:-1] + ("" if not typed else f" {kinds[-1]}" if kinds[1:] else "")
        return kinds[1] if len(kinds) > len(typed) else ""
    return kinds[len(typed)] if len(typed) < len(kinds) else ""
