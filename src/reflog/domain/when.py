"""Reading days that a user typed: a strict grammar, nothing guessed.

Saying them is `reflog.domain.days`, finding them among words `reflog.domain.leading`. All forms
count from today, months and years clamp to the last day of the month, and what leans goes to the
future where something is due and to the past where something happened.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from reflog.domain import Record, spans
from reflog.domain.days import (
    ABBREVIATED,
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    day_with_weekday,
)
from reflog.domain.spans import MOST_WORDS
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Literal

    Lean = Literal["past", "future"]

YEARS_TO_A_LEAP_DAY = 8  # at most: 1896 to 1904, 2096 to 2104

_FORMS = {
    "future": "tomorrow, friday, 3d, in 2 weeks, 1 dec, 15th, eom",
    "past": "yesterday, friday, -3d, 2 weeks ago, 1 dec, 15th",
}

_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}

LEADS = frozenset({"on", "by", "until", "till", "for"})
"""Words before a day that say nothing more of it."""

WEEKS = {"week": 7, "fortnight": 14}
UNITS = frozenset("day days week weeks fortnight month months year years".split())

_FEASTS = {
    **dict.fromkeys(("christmas", "xmas", "christmas day", "xmas day"), "25 dec"),
    **dict.fromkeys(("christmas eve", "xmas eve"), "24 dec"),
    **dict.fromkeys(("new year's eve", "new years eve"), "31 dec"),
    "boxing day": "26 dec",
}
_AHEAD = {"today": 0, "tomorrow": 1, "day after tomorrow": 2, "day before yesterday": -2}
_WHICH = {"last": -7, "this": 0, "next": 7}


def _by_name(names: tuple[str, ...], **others: int) -> dict[str, int]:
    """Return the place of each name, under the whole, its abbreviation and the others."""
    whole = {name.lower(): place for place, name in enumerate(names)}
    return whole | {name[:ABBREVIATED]: place for name, place in whole.items()} | others


_WEEKDAYS = _by_name(WEEKDAYS, tues=1, weds=2, thur=3, thurs=3)
MONTH_PLACES = _by_name(MONTHS, sept=8)


_SAID = {*map(str.lower, (*WEEKDAYS, *MONTHS)), *_NEAR, *spans.COUNTS, *UNITS}
_SAID |= set("next last this in ago from end of eow eom eoy the on after time".split())
_SAID |= {"christmas", "xmas", "eve"}
"""The words of days, one of which a mistyped word may be."""


class _DayRefusedError(UsageError):
    """It is written as a day, but there is no such day, or there are two."""


class _Frame(Record):
    """What a day is read against; `typed` is for messages."""

    typed: str
    today: date
    lean: Lean
    day_first: bool | None

    def forms(self) -> str:
        return f"try {self.today}, {_FORMS[self.lean]}"


def parse_day(text: str, today: date, lean: Lean, *, day_first: bool | None = None) -> date:
    """Return the day that a text means; case and spacing don't matter.

    A day without its year or week lies where it leans; the setting `day_first` says how to read
    03/04. UsageError: it is no day, is a bare number, doesn't exist, lies outside the years 1900
    to 9999, or can be read in two ways.
    """
    words = spans.plain(text)
    frame = _Frame(typed=text, today=today, lean=lean, day_first=day_first)
    day = _read(words, frame)
    lead, _, behind = words.partition(" ")
    if day is None and lead in LEADS:
        day = _read(behind, frame)
    if day is not None:
        return day
    number = words.lstrip("+-").isdigit()
    near = meant(words, today, day_first)
    hint = f"maybe {near}? {frame.forms()}" if near else frame.forms()
    if days := _first_and_last(behind if lead in LEADS else words, frame):
        hint += f"; its first day is {days[0]}, its last {days[1]}"
    if any(is_when(words[:at], today, day_first) for at, one in enumerate(words) if one == " "):
        hint += "; if it ends in a note, put -- before that"
    problem = "is just a number, not a date" if number else "is not a date"
    raise UsageError(f'"{text}" {problem}', hint=hint)


def _read(words: str, frame: _Frame) -> date | None:
    """Return the day, None where the words are not written as one."""
    for pattern, read in _RULES:
        if found := pattern.fullmatch(words):
            try:
                day = read(found, frame)
            except OverflowError:
                day = date.min
            except LookupError:
                continue
            if day is None:
                raise _refused(frame, "doesn't exist")
            if day.year < FIRST_YEAR:
                raise _refused(frame, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")
            return day
    return _spoken(words, frame)


def meant(text: str, today: date, day_first: bool | None) -> str | None:  # noqa: FBT001 - as below
    """Return the day that a mistyped text is nearly, in words: `3 days` for 3 dyas; else None."""
    words = spans.plain(text).split()
    near = nearly(words)
    if len(near) < len(words) or near == words:
        return None
    whole = " ".join(near)
    return whole if is_when(whole, today, day_first) else None


def nearly(words: Sequence[str], most: int | None = None) -> list[str]:
    """Return the words of a day that words nearly are, up to the first that is near none."""
    from reflog.domain.names import nearest

    found: list[str] = []
    for word in words[:MOST_WORDS]:
        is_said = word in _SAID or not word.isalpha()
        near = word if is_said else nearest(word, _SAID, most=most)
        if near is None:
            break
        found.append(near)
    return found


def is_when(text: str, today: date, day_first: bool | None) -> bool:  # noqa: FBT001 - a setting's value is handed on, never a literal
    """Return whether a text is written as a day, even one that will be refused.

    So are 31 nov and an ambiguous 03/04, but not a bare number or other text.
    """
    frame = _Frame(typed=text, today=today, lean="future", day_first=day_first)
    try:
        return _read(spans.plain(text), frame) is not None
    except _DayRefusedError:
        return True


def may_begin(text: str) -> bool:
    """Return whether a text that is still being typed may become a day, by the words it has."""
    said = _SAID | LEADS | {"a"}
    return all(
        not word.isalpha() or any(one.startswith(word) for one in said)
        for word in text.lower().split()
    )


def require_happened(day: date, today: date, what: str = "what happened") -> date:
    """Return the day, or raise UsageError if what happened would lie in the future."""
    if day > today:
        problem = f"{day} is in the future, and {what} can't be"
        hint = f"today is {day_with_weekday(today)}; give that day or an earlier one"
        raise UsageError(problem, hint=hint)
    return day


def require_due(day: date, today: date) -> date:
    """Return the day, or raise UsageError if what is due would lie in the past."""
    if day < today:
        problem = f"{day} is in the past, and what is due can't be"
        hint = f"today is {day_with_weekday(today)}; give that day or a later one"
        raise UsageError(problem, hint=hint)
    return day


# What each form of the grammar says. A reader returns None for a day that does not exist
# and lets OverflowError out for one beyond the calendar.


def _iso(found: re.Match[str], _frame: _Frame) -> date | None:
    return spans.calendar_day(*(spans.number(found[part]) for part in ("year", "month", "day")))


def _near(found: re.Match[str], frame: _Frame) -> date:
    return frame.today + timedelta(days=_NEAR[found[0]])


def _weekday(found: re.Match[str], frame: _Frame) -> date:
    """A weekday is never today, unless `this` says the one of the present week."""
    ahead = _WEEKDAYS[found["weekday"]] - frame.today.weekday()
    side = {"next": "future", "last": "past", None: frame.lean}.get(found["which"])
    if side == "future":
        ahead = (ahead - 1) % 7 + 1
    elif side == "past":
        ahead = ahead % 7 - 7
    return frame.today + timedelta(days=ahead)


def _away(found: re.Match[str], frame: _Frame) -> date:
    """A span from today on, or before it where a minus or `ago` says so."""
    count, unit = spans.read(found)
    if found[0].startswith("-") or found[0].endswith("ago"):
        count = -count
    return spans.on(frame.today, count, unit)


def _named(found: re.Match[str], frame: _Frame) -> date | None:
    return _in_year(
        found["year"], MONTH_PLACES[found["month"]] + 1, spans.number(found["day"]), frame
    )


def _ordinal(found: re.Match[str], frame: _Frame) -> date | None:
    """The nearest month that has the day: of three in a row, one has any day there is."""
    step = 1 if frame.lean == "future" else -1
    first = frame.today.year * 12 + frame.today.month - 1
    months = (divmod(first + ahead * step, 12) for ahead in range(3))
    day = spans.number(found["day"])
    return _nearest((spans.calendar_day(year, month + 1, day) for year, month in months), frame)


def _numeric(found: re.Match[str], frame: _Frame) -> date | None:
    """03/04 is whatever the setting says; without one, only what has a single reading."""
    one, two = spans.number(found["one"]), spans.number(found["two"])
    if found["year"] and len(found["year"]) < len(str(FIRST_YEAR)):
        raise _refused(frame, "needs a four-digit year")
    by_day = _in_year(found["year"], two, one, frame)
    by_month = _in_year(found["year"], one, two, frame)
    if frame.day_first is not None:
        day, other = (by_day, by_month) if frame.day_first else (by_month, by_day)
        if other and not day:
            first = "day" if frame.day_first else "month"
            problem = f"isn't a date with the {first} first, which is your setting"
            raise _refused(frame, problem, f"if you mean {other}, type that")
        return day
    if by_day and by_month and by_day != by_month:
        setting = "reflog config day_first true (or false)"
        hint = f"type {by_day} or {by_month}, or set it for good: {setting}"
        raise _refused(frame, "could be two dates", hint)
    return by_day or by_month


def _end(found: re.Match[str], frame: _Frame) -> date:
    """The Sunday of this week, the last day of this month, of this year."""
    unit = found[0][-1] if len(found[0]) == len("eow") else found["unit"][0]
    if unit == "w":
        return frame.today + timedelta(days=6 - frame.today.weekday())
    return spans.clamped(frame.today.year, 12 if unit == "y" else frame.today.month, 31)


def _next(found: re.Match[str], frame: _Frame) -> date:
    """The Monday of the next week, the first day of the next month, of the next year."""
    if found["unit"] == "week":
        return frame.today + timedelta(days=7 - frame.today.weekday())
    first = spans.months_on(frame.today.replace(day=1), 1 if found["unit"] == "month" else 12)
    return first if found["unit"] == "month" else first.replace(month=1)


def _with_weekday(found: re.Match[str], frame: _Frame) -> date | None:
    """A day of the calendar with its weekday, which must be the right one; LookupError for none."""
    for pattern, read in _OF_CALENDAR:
        if within := pattern.fullmatch(found["calendar"]):
            day = read(within, frame)
            if day and day.weekday() != _WEEKDAYS[found["weekday"]]:
                problem = f"is not a {WEEKDAYS[_WEEKDAYS[found['weekday']]]}"
                raise _refused(frame, problem, f"{day_with_weekday(day)} is; leave out the weekday")
            return day
    raise LookupError


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(MONTH_PLACES)})"
_YEAR = r"(?P<year>\d{4}|[1-9]\d{4,})"
_IN_YEAR = rf"(?:(?: |, ?){_YEAR})?"

Rules = tuple[tuple[str, "Callable[[re.Match[str], _Frame], date | None]"], ...]

_CALENDAR: Rules = (
    (rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})", _iso),
    (rf"{_DAY}(?: of )? ?{_MONTH}{_IN_YEAR}", _named),
    (rf"{_MONTH}(?: the )? ?{_DAY}{_IN_YEAR}", _named),
    (r"(?P<day>\d{1,2})(?:st|nd|rd|th)", _ordinal),
    (r"(?P<one>\d{1,2})([/.])(?P<two>\d{1,2})(?:\2(?P<year>\d{1,4}|[1-9]\d{4,}))?", _numeric),
    (r"(?P<one>\d{1,2})\.(?P<two>\d{1,2})\.(?P<year>(?!))?", _numeric),
)
_GRAMMAR: Rules = (
    *_CALENDAR,
    ("|".join(_NEAR), _near),
    (rf"(?:(?P<which>next|last|this) )?(?P<weekday>{'|'.join(_WEEKDAYS)})", _weekday),
    (rf"(?:in |[+-](?=\d))?{spans.PATTERN}", _away),
    (rf"{spans.PATTERN} (?:ago|from today|from now)", _away),
    (r"next (?P<unit>week|month|year)", _next),
    (r"eow|eom|eoy|end of (?:the |this )?(?P<unit>week|month|year)", _end),
    (rf"(?P<weekday>{'|'.join(_WEEKDAYS)}),? (?:the )?(?P<calendar>.+)", _with_weekday),
)
_OF_CALENDAR = tuple((re.compile(pattern, re.ASCII), read) for pattern, read in _CALENDAR)
_RULES = tuple((re.compile(pattern, re.ASCII), read) for pattern, read in _GRAMMAR)


_PERIOD = rf"(?P<which>last|this) (?P<unit>week|month|year)|{_MONTH}(?: {_YEAR})?"


def is_period(text: str) -> bool:
    """Return whether a text says a week, a month or a year of which no day is named: last month."""
    return re.fullmatch(_PERIOD, spans.plain(text), re.ASCII) is not None


def period(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of a period, a month the latest that began; else None."""
    frame = _Frame(typed=text, today=today, lean="past", day_first=None)
    return _first_and_last(spans.plain(text), frame)


def _first_and_last(words: str, frame: _Frame) -> tuple[date, date] | None:
    """Return the days that a period which is typed for a day begins and ends with."""
    found = re.fullmatch(_PERIOD, words, re.ASCII)
    if found is None:
        return None
    today, back = frame.today, found["which"] == "last"
    if found["unit"] == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, monday + timedelta(days=6)
    if found["unit"] == "year":
        return date(today.year - back, 1, 1), date(today.year - back, 12, 31)
    if found["unit"] == "month":
        first = spans.months_on(today.replace(day=1), -back)
    else:
        month = MONTH_PLACES[found["month"]] + 1
        away = -(month > today.month) if frame.lean == "past" else month < today.month
        year = spans.number(found["year"]) if found["year"] else today.year + away
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        first = date(year, month, 1)
    return first, spans.clamped(first.year, first.month, 31)


# What days that say another by it mean: a week on friday, friday next week.


def _ahead(words: str, frame: _Frame) -> date | None:
    """Today, tomorrow, a weekday ahead."""
    ahead = _AHEAD.get(words)
    if words in _WEEKDAYS:
        ahead = (_WEEKDAYS[words] - frame.today.weekday() - 1) % 7 + 1
    return None if ahead is None else frame.today + timedelta(days=ahead)


def _feast(words: str, frame: _Frame) -> date | None:
    name = words.rstrip("0123456789 ")
    return _read(_FEASTS[name] + words.removeprefix(name), frame) if name in _FEASTS else None


def _in_time(words: str, frame: _Frame) -> date | None:
    """In a week's time, 10 days' time."""
    span = words.removeprefix("in ").removesuffix(" time")
    return _later(frame.today, span.rstrip("'s")) if words.endswith(" time") else None


def _a_week_on(words: str, frame: _Frame) -> date | None:
    """Friday week, a week on friday, three days from tomorrow."""
    base, _, last = words.rpartition(" ")
    if last in WEEKS and (day := _ahead(base, frame)):
        return day + timedelta(days=WEEKS[last])
    span, joint, base = words.rpartition(" from ")
    if not joint:
        span, _, base = words.replace(" on ", " ").rpartition(" ")
        if span.rpartition(" ")[2].removesuffix("s") not in WEEKS:
            return None
    day = _ahead(base, frame)
    span = span.removeprefix("in ")
    return _later(day, f"a {span}" if span in WEEKS else span) if day and span else None


def _in_a_week(words: str, frame: _Frame) -> date | None:
    """Friday next week, next week on friday."""
    parts = [word for word in words.split() if word not in {"of", "on"}]
    if len(parts) != 3:  # noqa: PLR2004 - the weekday, which, week
        return None
    *which, weekday = parts if parts[2] != "week" else (*parts[1:], parts[0])
    if which[0] not in _WHICH or which[1] != "week" or weekday not in _WEEKDAYS:
        return None
    ahead = _WHICH[which[0]] + _WEEKDAYS[weekday] - frame.today.weekday()
    return frame.today + timedelta(days=ahead)


def _end_of(words: str, frame: _Frame) -> date | None:
    """End of next month, end of january."""
    end, _, what = words.partition("end of ")
    which, _, unit = what.partition(" ")
    if end or not what:
        return None
    if which in MONTH_PLACES:
        first, unit = _read(f"28 {what}", frame), "month"
        first = first.replace(day=1) if first else None
    else:
        first = _read(what, frame) if which == "next" and unit in UNITS else None
    after = _later(first, f"a {unit}") if first else None
    return after - timedelta(days=1) if after else None


_SPOKEN = (_ahead, _feast, _in_time, _a_week_on, _in_a_week, _end_of)


def _spoken(said: str, frame: _Frame) -> date | None:
    """Return the day of words that say it by another, None where they say none."""
    words = said.removeprefix("the ")
    try:
        for reader in _SPOKEN:
            if day := reader(words, frame):
                return day
    except OverflowError:
        raise _refused(frame, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}") from None
    return _read(words, frame) if words[:1].isdecimal() and words != said else None


def _later(day: date, span: str) -> date | None:
    found = re.fullmatch(spans.PATTERN, span, re.ASCII)
    return spans.on(day, *spans.read(found)) if found else None


def _in_year(year: str | None, month: int, day: int, frame: _Frame) -> date | None:
    """Return the day in the year as typed, else in the nearest year that has it."""
    if year:
        return spans.calendar_day(spans.number(year), month, day)
    step = 1 if frame.lean == "future" else -1
    years = (frame.today.year + ahead * step for ahead in range(YEARS_TO_A_LEAP_DAY + 1))
    return _nearest((spans.calendar_day(near, month, day) for near in years), frame)


def _nearest(days: Iterable[date | None], frame: _Frame) -> date | None:
    """Return the first of the days on the leaning side; today is on both."""
    for day in days:
        if day and (day >= frame.today if frame.lean == "future" else day <= frame.today):
            return day
    return None


def _refused(frame: _Frame, problem: str, hint: str | None = None) -> _DayRefusedError:
    return _DayRefusedError(f'"{frame.typed}" {problem}', hint=hint or frame.forms())
