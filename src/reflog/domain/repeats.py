"""Repeats: when what is done again and again is due the next time."""

from __future__ import annotations

from datetime import date

from reflog.domain.spans import add_span
from reflog.domain.workdays import next_workday

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def next_time(
    span: str, done_on: date, due: Sequence[date], today: date, workdays: Collection[int]
) -> date:
    """Return the workday on which what repeats is due again, none before today.

    Days and weeks count from the day it was done. Months and years count from the day it was
    due, and from that on to the first day after it was done: what is monthly keeps its day,
    though a weekend or a short month moved it once.

    Args:
        span: 90d, 2w, 6m or 1y.
        done_on: the day it was done.
        due: the days on which it was due, the latest last.
        today: this day.
        workdays: the weekdays on which something may fall due, Monday is 0.
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
