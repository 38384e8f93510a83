"""Spans of time, as 90d, 2w, 6m, 1y: reading them, reckoning days by them, and what repeats.

Months and years clamp to the last day of the month.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from reflog.domain.days import FIRST_YEAR, LAST_YEAR, next_workday
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

BEYOND = 999_999_999  # days, weeks, months or years: past the end of the calendar
LONGEST_INTERVAL = 3650  # days
MOST_WORDS = 6  # of a day or a span: monday the 14th of december 2026

_SPANS = "use days, weeks, months or years, ten years at most: 90d, 2w, 6m, 1y, 2 weeks"

_DAYS_IN = {"d": 1, "w": 7, "f": 14}
_MONTHS_IN = {"m": 1, "y": 12}
_LONGEST = {"d": LONGEST_INTERVAL, "w": LONGEST_INTERVAL // 7, "m": 120, "y": 10}

COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
COUNTS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}

_ONE_OF_EACH = {
    **dict.fromkeys(("day", "daily"), "1d"),
    **dict.fromkeys(("week", "weekly"), "1w"),
    **dict.fromkeys(("month", "monthly"), "1m"),
    **dict.fromkeys(("year", "yearly"), "1y"),
}
"""Words for how often: every month, monthly. They are no span of time otherwise."""

_UNIT = "days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?"
PATTERN = (
    rf"(?:(?P<digits>\d+) ?(?P<letter>d|w|m|y|{_UNIT})"
    rf"|(?P<word>{'|'.join(COUNTS)}) (?P<unit>{_UNIT}))"
)


def leading_span(words: Sequence[str]) -> int:
    """Return how many leading words are written as one span of time; 0 for none."""
    counts = range(min(len(words), MOST_WORDS), 0, -1)
    pattern = re.compile(PATTERN, re.ASCII)
    return next((n for n in counts if pattern.fullmatch(plain(" ".join(words[:n])))), 0)


def said_to_repeat(words: Sequence[str]) -> tuple[str, str] | None:
    """Return what begins or ends words as "every 2 weeks" does, and its span; None for nothing."""
    for place, word in enumerate(words):
        behind = [one.rstrip(".!") for one in words[place + 1 :]]
        if word.lower() != "every" or not behind:
            continue
        count = leading_span(behind) or 1
        if place and count < len(behind):
            continue
        span = " ".join(behind[:count])
        with suppress(UsageError):
            return plain(f"every {span}"), parse_span(span)
    return None


def parse_span(text: str) -> str:
    """Return the time between repetitions in short: 90d, 2w, 6m, 1y.

    UsageError: it isn't days, weeks, months or years, or is more than ten years.
    """
    words = plain(text)
    if words in _ONE_OF_EACH:
        return _ONE_OF_EACH[words]
    found = re.fullmatch(PATTERN, words, re.ASCII)
    if not found:
        raise _refused(text, "is not a length of time")
    count, unit = read(found)
    if unit == "f":
        count, unit = count * 2, "w"
    if not 1 <= count <= _LONGEST[unit]:
        raise _refused(text, "is not between a day and ten years")
    return f"{count}{unit}"


def add_span(day: date, span: str, times: int = 1) -> date:
    """Return the day some spans (90d, 2w, 6m, 1y) after a day, at most the last of year 9999."""
    count, unit = int(span[:-1]) * times, span[-1]
    try:
        return on(day, count, unit)
    except OverflowError:
        return date.max


def next_time(
    span: str, done_on: date, due: Sequence[date], today: date, workdays: Collection[int]
) -> date:
    """Return the workday on which what repeats is due again, none before today.

    Days and weeks count from the day it was done. Months and years count from the last of the
    days it was due, and from that on to the first day after it was done: what is monthly keeps
    its day, though a weekend or a short month moved it once.
    """
    if span[-1] in "dw":
        return next_workday(max(add_span(done_on, span), today), workdays)
    times, last = 1, max(done_on, due[-1], today)
    first = _first_of_row(span, due, workdays)
    while (day := add_span(first, span, times)) <= last and day < date.max:
        times += 1
    return next_workday(day, workdays)


def _first_of_row(span: str, due: Sequence[date], workdays: Collection[int]) -> date:
    """Return the day from which the latest counts: one that was named by hand begins a new row."""
    first, times = due[0], 0
    for day in due[1:]:
        times += 1
        while (meant := next_workday(add_span(first, span, times), workdays)) < day:
            times += 1
        if meant != day:
            first, times = day, 0
    return first


def read(found: re.Match[str]) -> tuple[int, str]:
    """Return the count and the first letter of the unit, from a match of PATTERN."""
    if found["digits"]:
        return number(found["digits"]), found["letter"][0]
    return COUNTS[found["word"]], found["unit"][0]


def on(day: date, count: int, unit: str) -> date:
    """Return the day `count` units after a day; units are d, w, f (fortnight), m and y."""
    if unit in _DAYS_IN:
        return day + timedelta(days=count * _DAYS_IN[unit])
    return months_on(day, count * _MONTHS_IN[unit])


def months_on(day: date, count: int) -> date:
    """Return the day `count` months after a day, or the last of that month if it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    return clamped(months // 12, months % 12 + 1, day.day)


def clamped(year: int, month: int, day: int) -> date:
    """Return the day, or the last of its month if the month is shorter."""
    return calendar_day(year, month, day) or clamped(year, month, day - 1)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None if there is none; OverflowError outside the years 1900 to 9999."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number(digits: str) -> int:
    """Return the number; a very long one becomes one beyond any calendar."""
    return int(digits) if len(digits) <= len(str(BEYOND)) else BEYOND


def plain(text: str) -> str:
    """Return the words in lower case with single spaces; "" unless all of it is ASCII."""
    words = " ".join(text.replace("\u2019", "'").split()).rstrip(",;:")
    return words.lower() if words.isascii() else ""


def _refused(text: str, problem: str) -> UsageError:
    return UsageError(f'"{text}" {problem}', hint=_SPANS)
