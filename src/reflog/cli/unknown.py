"""What to say of a word that is no command, and of an option that a command doesn't have."""

from __future__ import annotations

from contextlib import suppress

from reflog import cli
from reflog.cli.arguments import shell_word
from reflog.cli.arguments.line import is_option
from reflog.domain.facts import TYPED_TOPICS
from reflog.domain.names import ME, nearest
from reflog.errors import ReflogError, UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.cli.arguments.line import Line
    from reflog.cli.environment import Environment
    from reflog.reports.history import Op

_MEANT = {
    "date when day": "on due since",
    "on": "due",
    "due": "next",
    "mail e-mail": "email",
    "tel telephone mobile cell number": "phone",
    "from by introducer": "from by received",
    "job trade work does occupation": "profession",
    "money value price sum": "amount",
    "firm employer organization business": "company",
    "town place location": "city",
    "text comment memo": "note what",
    "reason because": "why",
    "who name person contact": "for with",
    "repeat": "every",
    "max count first": "limit",
    "file out": "output",
    "status state stage": "stage mark",
    "how with means": "via with",
    "aka nickname": "alias",
    "until days": "within until",
}
"""Words that people type for an option, and the options that may be meant, the likeliest first."""


_ERASING = ("contact delete", "contact remove", "contact erase")

_OTHERS = {
    **dict.fromkeys(_ERASING, "contact forget"),
    **dict.fromkeys(("contact new", "contact create", "new"), "contact add"),
    **dict.fromkeys(("contact change", "contact update"), "contact edit"),
    **dict.fromkeys(("introduce", "refer", "referred"), "intro"),
    **dict.fromkeys(("postpone", "defer", "delay"), "snooze"),
    **dict.fromkeys(("complete", "finish"), "done"),
    "remove": "delete",
    "cancel": "drop",
    "remind": "follow",
    "search": "find",
    "today": "due",
}
"""Words that people type for a command, and the command."""

_NO_OPTION = {
    "MONEY": ("the amount", "amount money value price sum"),
    "WHEN": ("the day", "date when day on due until"),
}
"""What some commands take as a word, and the options that people type for it."""

_LEDGER = "--ledger"
_NOTE = ("--note", "-n")


def refuse_unknown(env: Environment, words: Sequence[str]) -> None:
    """Raise UsageError unless the words begin with a command, or a family and one of its commands.

    The hint shows who the words name, if anybody, else the command they are like.
    """
    if not words or is_option(words[0]):
        return
    family, rest = "", list(words)
    if words[0] in cli.subcommands("") and words[0] not in cli.NAMES:
        family, rest = words[0], rest[1:]
    if not rest or is_option(rest[0]) or rest[0] in cli.subcommands(family):
        return
    where = f"reflog {family}".rstrip()
    message = f"There is no command {quoted(f'{where} {rest[0]}')}."
    raise UsageError(message, hint=_hint(env, family, rest))


def refuse_option(env: Environment, command: str, line: Line) -> None:
    """Raise UsageError for an option that the command doesn't have, before its words are judged."""
    known = cli.options_of(command)
    for name, value in line.options:
        if value is None and name not in known:
            message = f"reflog {command} has no option {quoted(name)}."
            hint = _instead_of_note(env, line) if command == "mark" and name in _NOTE else None
            raise UsageError(message, hint=hint or _hint_of_option(command, name, line))


def _instead_of_note(env: Environment, line: Line) -> str | None:
    """Return what to type for a note with a stage; None where no stage stands before it."""
    from reflog.cli.arguments import stages

    place = min(line.cuts)
    if not line.words[place:] or stages.run(env, line.words[place - 1 : place]) != 1:
        return None
    line.options = [option for option in line.options if option[0] not in _NOTE]
    env.line = line
    return stages.too_much(env, line.words, place - 1).hint


def _hint_of_option(command: str, option: str, line: Line) -> str:
    """Return the hint for an option that a command does not have."""
    usual = f"reflog {command} --help"
    if option == _LEDGER:
        return f"put it before the command: reflog {_LEDGER} FILE {command}"
    of_person = f"contact {command}"
    if option in cli.options_of(of_person) and of_person in cli.NAMES:
        place = min(line.cuts)
        # A number is no person: what stands in its place is said.
        whole = ["NAME" if one.isdecimal() else one for one in line.words[:place]]
        whole += [option, *line.words[place:]]
        return f"for a person: reflog {of_person} {' '.join(map(shell_word, whole))}"
    word = option[2:].lower()
    near = _option_meant(word, cli.options_of(command))
    use = cli.usage_of(command)
    for kind, (what, said) in _NO_OPTION.items():
        if near is None and word in said.split() and kind in use:
            return f"{what} needs no option: reflog {command} {use}"
    return f"maybe --{near}? {usual}" if near else usual


def _option_meant(typed: str, options: Iterable[str]) -> str | None:
    """Return the option that a word may mean: by what people call it, else by its letters."""
    known = [name[2:] for name in options if name.startswith("--")]
    for said, meant in _MEANT.items():
        if typed in said.split():
            found = next((name for name in meant.split() if name in known), None)
            if found is not None:
                return found
    return nearest(typed, known)


def takes_no_words(command: str, words: Sequence[str]) -> UsageError:
    """Return the error for words behind a command that takes only options."""
    typed = " ".join(words)
    message = f"reflog {command} takes only options; I don't know what {quoted(typed)} is for."
    options = cli.options_of(command)
    wanted = ("--limit", "--within") if typed.isdecimal() else ("--for", "--with")
    option = next((one for one in wanted if one in options), None)
    more = f"{option} {shell_word(typed)}" if option else "--help"
    hint = f"reflog {command} {more}"
    if f"--{typed}" in options:
        hint = f"reflog {command} --{typed}"
    if command == "undo" and typed.isdecimal():
        hint = (
            "undo takes back the latest command, each time it's typed; "
            f"to go back to before command {typed}: reflog undo --to {typed}"
        )
    return UsageError(message, hint=hint)


def _hint(env: Environment, family: str, words: list[str]) -> str:
    count = next((n for n, word in enumerate(words) if is_option(word)), len(words))
    for name in dict.fromkeys((" ".join(words[:count]), words[0])):
        if _is_somebody(env, name):
            return f"reflog show {shell_word(name)}"
    if words[0].lower() in TYPED_TOPICS:
        name, *rest = map(shell_word, words[1:] or ["NAME"])
        return " ".join(["reflog know", name, words[0].lower(), *rest])
    other = _OTHERS.get(f"{family} {words[0].lower()}".strip())
    if other is not None:
        back, rest = "", words[1:]
        if f"{family} {words[0].lower()}" in _ERASING:
            rest = [word for word in rest if not is_option(word)]  # no --yes: let it be asked first
            back = _back(env, rest)
        line = _maybe(other, rest)
        return f"{back}; to erase for good, {line}" if back else line
    every = {one.rpartition(" ")[2]: one for one in (*cli.NAMES, *cli.subcommands(""))}
    inside = {one: f"{family} {one}" for one in cli.subcommands(family)} if family else {}
    near = nearest(words[0].lower(), [*inside, *every])
    if near is None:
        return f"reflog {family} --help" if family else "reflog --help lists the commands"
    # What is guessed asks first, so without --yes.
    rest = [word for word in words[1:] if word not in {"--yes", "-y"}]
    return _maybe(inside.get(near) or every[near], rest)


def _maybe(command: str, words: Sequence[str]) -> str:
    return f"maybe {' '.join(['reflog', command, *map(shell_word, words)])}?"


def _back(env: Environment, words: Sequence[str]) -> str:
    """Say how somebody who was added by a slip is taken back, "" where undo doesn't reach them."""
    from reflog.cli.arguments import names

    found: Sequence[Op] = ()
    person = names.meant(env, " ".join(words)) if words else None
    if person is not None:
        from reflog.reports import history

        with suppress(ReflogError):
            found = history.added_lately(env.reader, person)
    if not found:
        return ""
    last, later = found[-1], len(found) - 1
    if not later:
        return f"to take back that you added them: reflog undo (command {last.id})"
    also = "the one after it" if later == 1 else f"the {later} after it"
    return (
        f"to take back command {last.id}, which added them, and {also}: reflog undo --to {last.id}"
    )


def _is_somebody(env: Environment, name: str) -> bool:
    """Return whether a text names one or several people other than me."""
    if name.isdecimal() or name.lower() == ME:
        return False
    from reflog.cli.arguments import names

    return names.is_somebody(env, name)
