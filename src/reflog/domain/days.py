"""Saying days and spans of days, in English whatever the locale; and the next workday.

Reading them is `reflog.domain.when`; what stands here is on the path of `reflog due`.
"""

from __future__ import annotations

from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_YEAR, LAST_YEAR = 1900, 9999
ABBREVIATED = 3  # letters of a weekday or a month

# From so many days on, a span is counted in this unit, of so many days.
_SPANS = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"), (2, 1, "day"))


def day_with_weekday(day: date | str) -> str:
    """Return the day, or a day in ISO text, as an echo says it: `Tuesday 2026-11-24`."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def short_day(day: date | str) -> str:
    """Return the day, or a day in ISO text, as a table says it: `Tue 24 Nov 2026`."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    weekday = WEEKDAYS[day.weekday()][:ABBREVIATED]
    return f"{weekday} {day.day} {MONTHS[day.month - 1][:ABBREVIATED]} {day.year}"


def days_ago(today: date, days: int) -> str:
    """Return the day so many days before today, as ISO text."""
    return (today - timedelta(days=days)).isoformat()


def later(day: date, days: int) -> date:
    """Return the day so many days later, at most the last of the calendar."""
    return day.fromordinal(min(day.toordinal() + days, day.max.toordinal()))


def age_in_words(days_overdue: int) -> str:
    """Return how due something is: `12 days overdue`, `today`, `in 3 days`.

    `days_overdue` is negative while the day is coming.
    """
    if days_overdue > 0:
        return f"{_count(days_overdue, 'day')} overdue"
    if days_overdue == 0:
        return "today"
    return "tomorrow" if days_overdue == -1 else f"in {-days_overdue} days"


def ago_in_words(days: int) -> str:
    """Return how long ago something happened: `yesterday`, `3 weeks ago`.

    `days` lie between then and today. A day still to come, as another time zone may have
    recorded it, is said as such.
    """
    if days <= 0:
        return age_in_words(days)
    return f"{_count(*span_of(days))} ago" if days > 1 else "yesterday"


def span_of(days: int) -> tuple[int, str]:
    """Return two days or more in the largest unit that says them: 21 days are 3 of `week`."""
    return next((days // length, unit) for least, length, unit in _SPANS if days >= least)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def next_workday(day: date, workdays: Collection[int]) -> date:
    """Return the day itself if it is a workday, else the first workday after it."""
    return later(day, next(n for n in range(7) if (day.weekday() + n) % 7 in workdays))
