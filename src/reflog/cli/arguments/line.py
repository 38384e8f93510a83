"""Parsing a command line: its words, and each option with all the words of its value.

An option that takes a TEXT or a NAME takes every word up to the next option, except that a NAME in
quotes is taken alone; one that takes WHEN or MONEY as many as make one; any other exactly one word.
So nothing typed behind an option becomes part of a name. The line also remembers where an option
stood between the words, since the parts of one name stand together.
"""

from __future__ import annotations

from reflog import cli
from reflog.cli.arguments import DROPPED, again
from reflog.domain import Record
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Measure = Callable[[str, Sequence[str]], int]

NAMES = frozenset({"NAME", "INTRODUCER"})

MEASURED = frozenset({"WHEN", "SPAN", "MONEY", "N"})
"""Kinds of values that take as many words as are one; a NAME may stand for N."""

_FREE = ("NAME", "NOTE", "TEXT", "WHAT", "VALUE", "ALIAS", "PROVIDER", "PROSPECT")
"""What usage lines call words that may be any text."""

HELP = "-h"  # an option of every command that none declares
SHORT = 2  # a dash and a letter
_NO = "--no-"  # begins a flag that says no, as --no-consent does


class Option(Record):
    """An option of a command.

    Attributes:
        name: what messages call it.
        kind: what its value is, as the register says; None for a flag.
        many: it may be given more than once.
    """

    name: str
    kind: str | None
    many: bool


class Line:
    """A parsed command line.

    Attributes:
        command: the command, with its family.
        words: those that no option took.
        text: how many of the last words stood behind `--`, and so are text.
        options: each option as typed, with its value; None for a flag.
        cuts: the places in `words` that an option stood right before.
        loose: the place of the first word that stood behind an option with a value.
        named: the values of options that take a NAME.
        joined: the words of each such value that are more than one word.
    """

    __slots__ = ("command", "cuts", "joined", "loose", "named", "options", "text", "words")

    def __init__(self, command: str = "") -> None:
        self.command = command
        self.words: list[str] = []
        self.text = 0
        self.options: list[tuple[str, str | None]] = []
        self.cuts: set[int] = set()
        self.loose: int | None = None
        self.named: set[str] = set()
        self.joined: dict[str, list[str]] = {}

    @property
    def argv(self) -> list[str]:
        """Return the line for Typer: each value as one word, all other words at the end."""
        return [*self.typed_options(), "--", *self.words]

    def is_loose(self, name: str) -> bool:
        """Return whether a name begins with a word that stood behind an option with a value.

        Such a word may have been meant for the value, unless quotes make several words one.
        """
        if self.loose is None or name in self.named:
            return False
        free = self.words[: len(self.words) - self.text]
        begins = (at for at, word in enumerate(free) if f"{name} ".startswith(f"{word} "))
        place = next(begins, -1)
        return place >= self.loose and " " not in free[place]

    def typed_with(self, words: Sequence[str], *without: str) -> str:
        """Return the command as it would be typed with these words, but for some options."""
        return again(None, self.command, [*words, *self.typed_options(without)])

    def typed_options(self, without: Sequence[str] = ()) -> list[str]:
        """Return the options as they were typed, but for some."""
        kept = (option for option in self.options if option[0] not in without)
        return [word for option in kept for word in option if word is not None]


def taken_apart(
    command: str, args: Sequence[str], options: Mapping[str, Option], measure: Measure
) -> Line:
    """Parse what was typed behind a command.

    Args:
        options: the option that each spelling means.
        measure: returns how many leading words make one value of a kind in MEASURED, 0 for none.

    Raises:
        UsageError: an option has no value, has it glued on, or is given twice.
    """
    line = Line(command)
    left = list(args)
    given: set[str] = set()
    while left:
        word = left.pop(0)
        if word == "--":
            line.text = len(left)
            line.words += left
            break
        if not is_option(word):
            line.words.append(word)
            continue
        line.cuts.add(len(line.words))
        name, equals, glued = word.partition("=") if word.startswith("--") else (word, "", "")
        option = options.get(name)
        if option is None or option.kind is None:
            _refuse_odd(line, word, left, options)
            line.options.append((name, None))  # one that is none is refused with what it is like
        else:
            if option.name in given and not option.many:
                raise given_twice(option.name)
            given.add(option.name)
            run = _value(option, [glued] if equals else [], left, options, measure)
            value = " ".join(run)
            line.options.append((name, value))
            if option.kind in NAMES | {"N"}:
                line.named.add(value)
                if run[1:]:
                    line.joined[value] = run
            if line.loose is None:
                line.loose = len(line.words)
    return line


def is_option(word: str) -> bool:
    """Return whether a word looks like an option; a dash alone does not."""
    return word.startswith("-") and len(word) > 1


def refuse_all_taken(line: Line, usage: str) -> None:
    """Raise UsageError if the command has no words because an option took all that follow it."""
    if line.words or usage.startswith("[") or not usage:
        return
    if any(name.startswith("--where-") for name, _value in line.options):
        return  # these stand in place of a name
    for name, value in line.options:
        if value is not None and " " in value:
            message = f"{name} takes all words up to the next option: {quoted(value)}."
            words = usage.partition(" --")[0]
            hint = f"put the other words first: reflog {line.command} {words} {name} …"
            raise UsageError(message, hint=hint)


def refuse_empty_file(command: str, words: Sequence[str]) -> None:
    """Raise UsageError if a word that names a file is empty."""
    if "" in words and cli.takes_files(command):
        raise UsageError("The file name is empty.", hint=f"reflog {command} FILE")


def refuse_empty(line: Line, options: Mapping[str, Option]) -> None:
    """Raise UsageError if the value of an option is empty, where that can't mean anything.

    It can't where a file is wanted, or for the filters of a command that only asks.
    """
    refuse_empty_file(line.command, line.words)
    asks = not cli.outcome_of(line.command)
    for typed, value in line.options:
        if value == "" and (asks or options[typed].kind == "FILE"):
            option = options[typed]
            message = f"{option.name} has an empty value."
            raise UsageError(message, hint=f"{option.name} {option.kind}, or leave it out")


def _value(
    option: Option,
    glued: list[str],
    left: list[str],
    options: Mapping[str, Option],
    measure: Measure,
) -> list[str]:
    """Take the words of an option's value off those behind it.

    A name of several words in quotes is all there is to its value.
    """
    kind = str(option.kind)
    if not glued:
        if not left or _is_one_of(left[0], options) or (left[0] == "--" and kind != "TEXT"):
            message = f"{option.name} needs a value ({kind})."
            dropped = f"; {DROPPED}: {option.name} 12" if kind == "N" else ""
            raise UsageError(message, hint=f"{option.name} {kind}{dropped}")
        glued = [left.pop(0)]
    count = next((n for n, word in enumerate(left) if is_option(word)), len(left))
    run = glued + left[:count]
    if kind in MEASURED and run[1:]:
        run = run[: max(1, measure(kind, run))]
    elif kind not in NAMES | {"TEXT"} or (kind in NAMES and " " in run[0].strip()):
        run = run[:1]
    del left[: len(run) - 1]
    return run


def _is_one_of(word: str, options: Mapping[str, Option]) -> bool:
    """Return whether a word behind an option is an option too, or a mistyped one."""
    is_long = word.startswith("--") and len(word) > SHORT and " " not in word
    return word.partition("=")[0] in options or is_long


def _refuse_odd(line: Line, word: str, left: Sequence[str], options: Mapping[str, Option]) -> None:
    """Raise UsageError for a flag with a value, one that is also denied, and what is no option."""
    name, equals, _glued = word.partition("=")
    if equals and name in options and options[name].kind is None:
        raise UsageError(f"{name} takes no value.", hint=f"type {name} alone")
    for other, _value in line.options if name in options else ():
        is_denied = other.startswith(_NO) != name.startswith(_NO)
        if is_denied and options.get(other) is options[name]:
            message = f"{other} and {name} don't go together."
            raise UsageError(message, hint="use only one of them")
    is_note = word == "-n" and line.command == "mark"  # refused with what takes a note instead
    if not (word.startswith("--") or word == HELP or word in options or is_note):
        raise _one_dash(line, word, left, options)


def _one_dash(
    line: Line, word: str, left: Sequence[str], options: Mapping[str, Option]
) -> UsageError:
    """Return the refusal of a word that begins with one dash and is no option."""

    def again_with(*words: str) -> str:
        return again(None, line.command, [*line.words, *line.typed_options(), *words, *left])

    short, bare, usage = word[:SHORT], word[1:], cli.usage_of(line.command)
    if short in options:
        message = f"There is no option {quoted(word)} (the value of {short} comes after it)."
    else:
        message = f"reflog {line.command} has no option {quoted(word)}."
    if f"-{word.partition('=')[0]}" in options:
        return UsageError(message, hint=f"with two dashes: {again_with(f'-{word}')}")
    if bare[0].isdecimal() and ("MONEY" in usage or "won" in line.words):
        hint = (
            f"an amount is above zero: {again_with(bare)}; to take business back: reflog delete N"
        )
        return UsageError(message, hint=hint)
    if bare[0].isdecimal() and "WHEN" in usage:
        return UsageError(message, hint=f"without the dash: {again_with(bare)}")
    hint = f"reflog {line.command} --help"
    if any(one in usage for one in _FREE):
        hint += f"; put words that start with - after --: {again_with('--', word)}"
    return UsageError(message, hint=hint)


def given_twice(name: str) -> UsageError:
    """Return the error for an option that is there twice."""
    return UsageError(f"{name} is there twice, and takes one value.", hint="leave one of them out")
