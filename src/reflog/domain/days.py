"""Saying days and spans of days, in English whatever the locale.

Reading them is `reflog.domain.when`; what stands here is on the path of `reflog due` and
imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ABBREVIATED = 3  # letters of a weekday or a month

# From so many days on, a span is counted in this unit, of so many days.
_SPANS = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"), (2, 1, "day"))


def day_with_weekday(day: date) -> str:
    """Return the day as an echo says it: `Tuesday 2026-11-24`."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def short_day(day: date) -> str:
    """Return the day as a table says it: `Tue 24 Nov 2026`."""
    weekday = WEEKDAYS[day.weekday()][:ABBREVIATED]
    return f"{weekday} {day.day} {MONTHS[day.month - 1][:ABBREVIATED]} {day.year}"


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
    for least, length, unit in _SPANS:
        if days >= least:
            return f"{_count(days // length, unit)} ago"
    return "yesterday"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
