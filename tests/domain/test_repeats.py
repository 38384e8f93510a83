"""What repeats: the day it is due again, and the day of the month that it keeps."""

from __future__ import annotations

from datetime import date

from reflog.domain.spans import next_time
from rows import each_row

FIRST = date(2026, 1, 1)
EVERY_DAY = range(7)
MON_FRI = range(5)


@each_row(
    ("span", "due", "done", "again"),
    [
        ("90d", "2026-11-01", "2026-11-21", "2027-02-19"),
        ("2w", "2026-11-01", "2026-11-21", "2026-12-05"),
        ("1m", "2026-11-15", "2026-11-21", "2026-12-15"),
        ("1m", "2026-11-15", "2026-11-10", "2026-12-15"),
        ("1m", "2026-08-31", "2026-11-21", "2026-11-30"),
        ("1m", "2026-10-21", "2026-11-21", "2026-12-21"),
        ("6m", "2026-08-31", "2026-09-01", "2027-02-28"),
        ("1y", "2028-02-29", "2028-03-01", "2029-02-28"),
    ],
)
def test_months_repeat_by_the_day_it_was_due_and_days_by_the_day_it_was_done(
    span: str, due: str, done: str, again: str
) -> None:
    day = date.fromisoformat
    assert next_time(span, day(done), [day(due)], FIRST, EVERY_DAY) == day(again)


def test_what_repeats_at_the_end_of_the_calendar_ends_there() -> None:
    assert next_time("1m", date.max, [date(9999, 12, 1)], date.max, EVERY_DAY) == date.max
    assert next_time("1m", date.max, [date.max, date.max], date.max, EVERY_DAY) == date.max


@each_row(
    ("span", "days"),
    [
        # The first of August and of November 2026, and of May 2027, are on a weekend.
        ("1m", "2026-07-01 2026-08-03 2026-09-01 2026-10-01 2026-11-02 2026-12-01 2027-01-01"),
        ("3m", "2026-08-03 2026-11-03 2027-02-03 2027-05-03"),
        ("3m", "2026-05-01 2026-08-03 2026-11-02 2027-02-01 2027-05-03 2027-08-02 2027-11-01"),
        ("1m", "2027-01-29 2027-03-01 2027-03-29"),
        ("1m", "2027-12-31 2028-01-31 2028-02-29 2028-03-31 2028-05-01 2028-05-31"),
        ("1y", "2025-11-21 2026-11-23 2027-11-22 2028-11-21"),
    ],
)
def test_what_is_monthly_keeps_its_day_though_a_weekend_or_a_short_month_moved_it(
    span: str, days: str
) -> None:
    expected = [date.fromisoformat(day) for day in days.split()]
    due = expected[:1]
    while len(due) < len(expected):
        due.append(next_time(span, due[-1], due, FIRST, MON_FRI))
    assert due == expected


def test_a_day_named_by_hand_begins_a_new_row() -> None:
    due = [date(2026, 7, 1), date(2026, 8, 3), date(2026, 9, 8)]
    assert next_time("1m", due[-1], due, FIRST, MON_FRI) == date(2026, 10, 8)
    due = [date(2026, 7, 1), date(2026, 7, 20)]
    assert next_time("1m", due[-1], due, FIRST, MON_FRI) == date(2026, 8, 20)


def test_times_that_were_missed_leave_the_day_as_it_was() -> None:
    due = [date(2026, 7, 1), date(2026, 11, 2)]
    assert next_time("1m", date(2027, 1, 15), due, FIRST, MON_FRI) == date(2027, 2, 1)
    assert next_time("1m", date(2026, 11, 2), due, date(2027, 3, 5), MON_FRI) == date(2027, 4, 1)
