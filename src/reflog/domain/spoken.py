"""Days as people say them: a week on friday, friday next week, the day after tomorrow."""

from __future__ import annotations

from datetime import date, timedelta

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LEADS = frozenset({"on", "by", "until", "till", "for"})
"""Words before a day that say nothing more of it."""

WORDS = ("the", "on", "after", "time", "christmas", "xmas", "eve")
"""Those of which a mistyped word may be one."""

_FEASTS = {
    **dict.fromkeys(("christmas", "xmas", "christmas day", "xmas day"), "25 dec"),
    **dict.fromkeys(("christmas eve", "xmas eve"), "24 dec"),
    **dict.fromkeys(("new year's eve", "new years eve"), "31 dec"),
    "boxing day": "26 dec",
}
_AWAY = {"today": 0, "tomorrow": 1, "day after tomorrow": 2, "day before yesterday": -2}
_WEEKS = {"week": 7, "fortnight": 14}
_WHICH = {"last": -7, "this": 0, "next": 7}
_JOINTS = frozenset({"or", "to", "of", "in", "on", "from"})
_UNITS = frozenset("day days week weeks fortnight month months year years".split())


class Grammar(Record):
    """What the parts of what is said are read by.

    weekdays and months have the place of each under all its names; `day` reads a simpler day
    and `later` says the day a span after another, each None where it is none.
    """

    today: date
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    day: Callable[[str], date | None]
    later: Callable[[date, str], date | None]


def read(said: str, grammar: Grammar) -> date | None:
    """Return the day that is said, None where it is none; OverflowError beyond the calendar."""
    words = said.removeprefix("the ")
    for reader in (_away, _feast, _in_time, _a_week_on, _in_a_week, _end):
        if (day := reader(words, grammar)) is not None:
            return day
    return grammar.day(words) if words[:1].isdecimal() and words != said else None


def _away(words: str, grammar: Grammar) -> date | None:
    """Say the day of today, tomorrow and a weekday ahead."""
    ahead = _AWAY.get(words)
    if words in grammar.weekdays:
        ahead = (grammar.weekdays[words] - grammar.today.weekday() - 1) % 7 + 1
    return None if ahead is None else grammar.today + timedelta(days=ahead)


def _feast(words: str, grammar: Grammar) -> date | None:
    name = words.rstrip("0123456789 ")
    return grammar.day(_FEASTS[name] + words.removeprefix(name)) if name in _FEASTS else None


def _in_time(words: str, grammar: Grammar) -> date | None:
    """In a week's time, 10 days' time."""
    span = words.removesuffix(" time")
    return (
        grammar.later(grammar.today, span.removeprefix("in ").rstrip("'s"))
        if span != words
        else None
    )


def _a_week_on(words: str, grammar: Grammar) -> date | None:
    """Friday week, a week on friday, three days from tomorrow."""
    base, _, last = words.rpartition(" ")
    if last in _WEEKS and (day := _away(base, grammar)):
        return day + timedelta(days=_WEEKS[last])
    span, joint, base = words.rpartition(" from ")
    if not joint:
        span, _, base = words.replace(" on ", " ").rpartition(" ")
        if span.rpartition(" ")[2].removesuffix("s") not in _WEEKS:
            return None
    day = _away(base, grammar)
    span = span.removeprefix("in ")
    return grammar.later(day, f"a {span}" if span in _WEEKS else span) if day and span else None


def _in_a_week(words: str, grammar: Grammar) -> date | None:
    """Friday next week, next week on friday."""
    parts = [word for word in words.split() if word not in {"of", "on"}]
    if len(parts) != 3:  # noqa: PLR2004 - the weekday, which, week
        return None
    *which, weekday = parts if parts[2] != "week" else (*parts[1:], parts[0])
    if which[0] not in _WHICH or which[1] != "week" or weekday not in grammar.weekdays:
        return None
    ahead = _WHICH[which[0]] + grammar.weekdays[weekday] - grammar.today.weekday()
    return grammar.today + timedelta(days=ahead)


def _end(words: str, grammar: Grammar) -> date | None:
    """End of next month, end of january."""
    end, _, what = words.partition("end of ")
    which, _, unit = what.partition(" ")
    if end or not what:
        return None
    if which in grammar.months:
        first, unit = grammar.day(f"28 {what}"), "month"
        first = first.replace(day=1) if first else None
    else:
        first = grammar.day(what) if which == "next" and unit in _UNITS else None
    after = grammar.later(first, f"a {unit}") if first else None
    return after - timedelta(days=1) if after else None


def continued(
    taken: Sequence[str], rest: Sequence[str], length: Callable[[Sequence[str]], int]
) -> int:
    """Return how many words behind a day make it one that can't be told; 0 where they don't.

    So friday after next, monday or tuesday, a week before christmas. `length` says of words how
    many, from the first on, are written as one day.
    """
    words = [word.lower().rstrip(",;:") for word in rest]
    first, second, third = [*words, "", "", ""][:3]
    day = length(words[1:])
    if first in _WEEKS:
        return 1
    if first in {"next", "last"}:
        is_more = second in {"", *_UNITS} or day
        return len(words[:2]) if is_more else 0
    if first in {"after", "before"}:
        is_span = taken[-1].lower() in _UNITS and taken[0].lower() != "in"
        return 1 + day if is_span or day else len(words[:2]) if second in {"next", "last"} else 0
    if first in {"of", "in"}:
        if third in _UNITS:
            return 3
        day = day or length(["1", *words[1:2]]) - 1
    return 1 + day if day > 0 and first in _JOINTS else 0
