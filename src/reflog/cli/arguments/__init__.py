"""What is typed after a command: names, numbers, options and their values.

Here the values are read, and words are said again as they were typed.
"""

from __future__ import annotations

import os

from reflog import cli
from reflog.domain.names.typed import check_text
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from typing import Literal

    from reflog.cli.arguments.line import Line
    from reflog.cli.environment import Environment


MOST_DAYS = 36500

MEANT = {
    **dict.fromkeys(("phone", "telephone", "rang", "called"), "call"),
    **dict.fromkeys(("email", "e-mail", "mail", "sms", "text", "whatsapp", "chat"), "message"),
    **dict.fromkeys(("letter", "handwritten"), "note"),
    **dict.fromkeys(("lunch", "dinner", "coffee", "drinks"), "meal"),
    **dict.fromkeys(("present", "flowers", "wine"), "gift"),
    **dict.fromkeys(("in", "person", "visit", "face-to-face"), "in-person"),
    **dict.fromkeys(("customer", "buyer"), "client"),
    **dict.fromkeys(("vendor", "provider"), "supplier"),
    **dict.fromkeys(("sold", "closed", "bought", "signed"), "won"),
    **dict.fromkeys(("refused", "rejected"), "declined"),
}
"""What is meant by words that people type in place of those of a choice."""

_VERY_CLOSE = 0.8
"""How close one of these is at least: a wine is no way in person."""

LARGEST = 1_000_000_000

DROPPED = "type 12 for #12 (the shell drops #12)"
"""What is said where a number is missing."""


def happened(env: Environment, text: str | None) -> date:
    """Read the day something happened; today where nothing is said."""
    if text is None:
        return env.today
    from reflog.domain import when

    return when.require_happened(_day(env, text, "past"), env.today)


def due(env: Environment, text: str) -> date:
    """Read the day something is owed."""
    from reflog.domain import when

    return when.require_due(_day(env, text, "future"), env.today)


def _day(env: Environment, text: str, lean: Literal["past", "future"]) -> date:
    from reflog.domain import when

    return when.parse_day(text, env.today, lean, day_first=env.day_first)


def since(env: Environment, text: str | None) -> str | None:
    """Read the first day of a span, as ISO text: of last month its first."""
    return _bound(env, text, is_last=False)


def until(env: Environment, text: str | None) -> str | None:
    """Read the last day of a span, as ISO text: of last month its last, of this month today."""
    return _bound(env, text, is_last=True)


def _bound(env: Environment, text: str | None, *, is_last: bool) -> str | None:
    """Read a day of what is listed; a bare 2w means two weeks ago."""
    if text is None:
        return None
    from reflog.domain import spans, when

    words = text.split()
    if words and spans.leading_span(words) == len(words):
        text = f"{text} ago"  # a span looks back here, where nothing lies ahead
    first, last = when.period(text, env.today) or (_day(env, text, "past"),) * 2
    when.require_happened(first, env.today, "what is listed")
    return (min(last, env.today) if is_last else first).isoformat()


def text(value: str | None, what: str) -> str | None:
    """Read free text; None if it is empty (UsageError: it can't be kept)."""
    return None if value is None else check_text(value, what) or None


def edited(env: Environment, text: str) -> AbstractContextManager[str]:
    """Let the user edit a text; what they wrote stays in its file if it is refused after that."""
    from reflog.cli.arguments.editor import edited_text

    return edited_text(env, text)


def fact(
    env: Environment, topic: str, words: list[str], behind: int = 0, whose: str = "NAME"
) -> tuple[str | None, str | None]:
    """Read the text of a fact behind its TOPIC, and the last day (ISO) of one about room.

    The last words, those `behind` `--`, are text whatever they say; `whose` it is, for hints.
    """
    from reflog.domain import facts

    until = None
    if topic in facts.OF_ROOM:
        free = len(words) - min(behind, len(words))
        places = [at for at in range(free) if words[at].lower() == facts.LASTING_WORD]
        if places:
            typed = joined(words[places[-1] + 1 :])
            if not typed:
                message = 'Until when? No day follows "until".'
                raise UsageError(message, hint="until 1 feb, until 3 weeks")
            until = due(env, typed).isoformat()
            words = words[: places[-1]]
        else:
            _refuse_misspelled(words[:free], facts.LASTING_WORD)
    said = text(joined(words), "the fact")
    facts.require_text(topic, said, whose)
    return said, until


def _refuse_misspelled(words: list[str], until: str) -> None:
    """Refuse a word that is nearly `until`, so that no day is kept as text (UsageError)."""
    from reflog.domain.names import nearest

    for place, word in enumerate(words):
        if word.lower() in {"till", "til"} or nearest(word.lower(), [until]):
            message = f"The last day stands behind until, not behind {quoted(word)}."
            hint = f"did you mean: {joined([until, *words[place + 1 :]])}?"
            raise UsageError(message, hint=hint)


def one_note(rest: Sequence[str], note: str | None) -> str | None:
    """Read the note, typed behind the name or number or as --note, but not both."""
    if rest and note is not None:
        message = "There are two notes."
        raise UsageError(message, hint="write it after the name or number, or with --note")
    return text(note if note is not None else joined(rest), "the note")


def count(limit: str | None, example: str = "--limit 20") -> int | None:
    """Read how many entries to show at most; None for all."""
    if limit is None:
        return None
    number = whole_number(limit)
    if not number:
        message = f"--limit takes a number of entries, 1 or more, not {quoted(limit)}."
        raise UsageError(message, hint=example)
    return number


def days_ahead(within: str, example: str) -> int:
    """Read how many days ahead to look, a hundred years at most."""
    number = whole_number(within)
    if number is None or number > MOST_DAYS:
        message = f"--within takes a number of days, 0 or more, not {quoted(within)}."
        raise UsageError(message, hint=example)
    return number


def whole_number(text: str) -> int | None:
    """Read a whole number from 0 on; None for anything else, and LARGEST for a larger one."""
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) < len(str(LARGEST)) else LARGEST


def joined(words: Sequence[str]) -> str:
    """Return words typed without quotes as one text."""
    return " ".join(words)


def free_text(env: Environment, words: Sequence[str]) -> str:
    """Return words as one text; a dash alone stands for what standard input says."""
    return env.typed_text() if list(words) == ["-"] and not env.text_words else joined(words)


def choice(value: str | None, among: Sequence[str], option: str) -> str | None:
    """Read one of several words (UsageError: it is none of them; the hint names the closest)."""
    if value is None:
        return None
    lowered = value.strip().lower()
    if lowered not in among:
        from difflib import get_close_matches

        from reflog.domain.follow_ups import VIA_WORDS

        others = [word for word, meant in MEANT.items() if meant in among]
        bare = lowered.removeprefix("by ").removeprefix("with ").removeprefix("a ")
        found = get_close_matches(bare, others, n=1, cutoff=_VERY_CLOSE)
        found = found or get_close_matches(bare, among, n=1)
        near = [MEANT.get(word, word) for word in found]
        message = f"{option} has to be one of {', '.join(among)}, not {quoted(value)}."
        hint = f"maybe {near[0]}?" if near else f"for example {among[0]}"
        shown = VIA_WORDS.get(near[0], "") if near else ""
        if shown.endswith(f" {bare}") and bare != near[0]:
            hint = f'{hint} It is shown as "{shown}"'
        elif option == "--via" and lowered in {"by", "with"}:
            hint = f"leave it out: {option} {among[0]}"
        raise UsageError(message, hint=hint)
    return lowered


def require(words: Sequence[str] | None, what: str, example: str) -> list[str]:
    """Return the words typed; if there are none, raise UsageError that says what to name."""
    if not words:
        raise UsageError(f"{what}.", hint=example)
    return list(words)


def utf8(word: str) -> str:
    """Return a word of the command line read as UTF-8, whatever the locale made of it."""
    try:
        word.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(word).decode()
        except UnicodeError:
            raise UsageError("A word you typed is not valid UTF-8.", hint="type it again") from None
    return word


def is_number(word: str) -> bool:
    """Return whether a word is a ledger number: digits, with or without a # in front."""
    digits = word.removeprefix("#")
    return digits.isascii() and digits.isdigit()


def shell_word(text: str) -> str:
    """Return a text as a shell takes it for one word, in quotes where it needs them."""
    if text and all(char.isalnum() or char in "@.,:_+-/=" for char in text):
        return text
    if any(char in '"$`\\!' for char in text):
        return "'" + text.replace("'", "'\\''") + "'"
    return f'"{text}"'


def naming_ledger(text: str, ledger: str) -> str:
    """Return a text whose commands name the ledger: without it they would change another one."""
    said, *others = text.split("reflog ")
    named = f"--ledger {shell_word(ledger)} "
    for other in others:
        is_command = other.split(" ", 1)[0].rstrip(".,;:") in cli.subcommands("")
        said += f"reflog {named if is_command else ''}{other}"
    return said


def again(line: Line | None, command: str, words: Sequence[str], *without: str) -> str:
    """Return the line that was typed with other words, but for some options.

    The lane of words alone takes no line apart, and has no options.
    """
    if line is None:
        return " ".join(["reflog", command, *map(shell_word, words)])
    return line.typed_with(words, *without)


def refuse_cut_name(line: Line | None, words: Sequence[str], end: int, begin: int = 0) -> None:
    """Raise UsageError if an option stood between the words of a name."""
    if line is not None and any(begin < place < end for place in line.cuts):
        name = " ".join(words[begin:end])
        message = f"The words of one name stand together, and {quoted(name)} has an option within."
        whole = line.typed_with([*words[:begin], name, *words[end:]])
        raise UsageError(message, hint=f"put the name in quotes: {whole}")


def refuse_loose_name(line: Line | None, name: str) -> None:
    """Raise UsageError rather than add a person whose name may belong to an option's value."""
    if line is not None and line.is_loose(name):
        message = f"{quoted(name)} stands behind an option, and nobody goes by that name yet."
        words = [name] if name in line.words else name.split()
        rest = [word for word in line.words if word not in words]
        hint = f"put a new person first: {line.typed_with([name, *rest])}"
        raise UsageError(message, hint=hint)
