"""Which copies of the ledger are kept as they grow old."""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

RECENT = timedelta(hours=48)


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return (day.year, day.month)


PERIODS: tuple[tuple[int, Callable[[date], object]], ...] = ((7, _day), (5, _week), (12, _month))
"""How many days, weeks and months keep their newest copy."""


def kept(moments: Sequence[datetime], now: datetime) -> list[bool]:
    """Tell which copies are kept: all of the last 48 hours, 7 daily, 5 weekly, 12 monthly.

    A day without a copy does not count: who rests for a year loses none.

    Args:
        moments: when each was taken, newest first by the op it holds; the clock may have
            been set back in between. Days are those of the moments' own time zones.
        now: this instant.
    """
    found = [moment >= now - RECENT for moment in moments]
    for count, period in PERIODS:
        seen: set[object] = set()
        for index, moment in enumerate(moments):
            key = period(moment.date())
            if key in seen or len(seen) == count:
                continue
            seen.add(key)
            found[index] = True
    return found
