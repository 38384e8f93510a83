"""Workdays, as they are typed and kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.domain.days import next_workday
from reflog.domain.settings import parse_workdays, workdays_of
from reflog.errors import UsageError
from rows import each_row


@each_row(
    ("typed", "kept", "days"),
    [
        ("mon-fri", "mon-fri", {0, 1, 2, 3, 4}),
        ("Monday to Thursday", "mon-thu", {0, 1, 2, 3}),
        ("sun - thu", "sun-thu", {6, 0, 1, 2, 3}),
        ("mon, wed,fri", "mon,wed,fri", {0, 2, 4}),
        ("tue wed", "tue,wed", {1, 2}),
        ("mon-wed,sat", "mon-wed,sat", {0, 1, 2, 5}),
        ("fri,fri", "fri", {4}),
        ("ALL", "all", {0, 1, 2, 3, 4, 5, 6}),
        ("sat-fri", "sat-fri", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_days_and_ranges_are_read_as_people_write_them(
    typed: str, kept: str, days: set[int]
) -> None:
    assert parse_workdays(typed) == kept
    assert parse_workdays(kept) == kept
    assert workdays_of(kept) == days


@each_row("typed", ["", ",", "-", "mon-", "-fri", "m-f", "none", "mon-tue-wed", "1-5"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_workdays(typed)


@given(
    st.dates(date(1900, 1, 1), date(9999, 12, 31) - timedelta(days=7)),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_next_workday_is_the_first_from_that_day_on(day: date, days: frozenset[int]) -> None:
    found = next_workday(day, days)
    assert found.weekday() in days
    between = (day + timedelta(days=n) for n in range((found - day).days))
    assert not any(one.weekday() in days for one in between)
    assert (found - day).days < 7


def test_the_calendar_ends_where_it_ends() -> None:
    assert next_workday(date.max, {0}) == date.max
