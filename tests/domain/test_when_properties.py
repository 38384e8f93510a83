from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain.days import MONTHS, WEEKDAYS
from reflog.domain.spans import add_span, parse_span
from reflog.domain.when import is_when, parse_day
from reflog.errors import UsageError

if TYPE_CHECKING:
    from reflog.domain.when import Lean

TODAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
LEANS = st.sampled_from(["past", "future"])
SPELLED = [name.lower() for name in WEEKDAYS] + ["mon", "tues", "weds", "thur", "thurs", "fri"]
# Text that comes near the grammar, which arbitrary characters seldom do.
NEARLY = st.lists(
    st.sampled_from(
        [
            *("next", "last", "this", "friday", "sun", "in", "a", "two", "weeks", "ago", "from"),
            *("today", "now", "dec", "feb", "may", "29", "30th", "31", "eom", "0", "99999999999"),
            *("2026", "12026", "-", "+", "/", ".", ",", "3d", "2w", "1m", "1y", "d", "m", "٣", " "),
        ]
    ),
    max_size=7,
).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts)]))


@given(
    text=st.text(ANY) | NEARLY, today=st.dates(), lean=LEANS, day_first=st.none() | st.booleans()
)
def test_whatever_is_typed_is_a_day_or_a_usage_error(
    text: str, today: date, lean: Lean, *, day_first: bool | None
) -> None:
    try:
        day = parse_day(text, today, lean, day_first=day_first)
    except UsageError:
        return
    assert 1900 <= day.year <= 9999


@given(text=st.text(ANY) | NEARLY, today=TODAYS, lean=LEANS, day_first=st.none() | st.booleans())
def test_whatever_is_read_as_a_day_is_written_as_one(
    text: str, today: date, lean: Lean, *, day_first: bool | None
) -> None:
    if is_when(text, today, day_first):
        return
    with pytest.raises(UsageError, match=r"is not a date|is just a number"):
        parse_day(text, today, lean, day_first=day_first)


@given(text=st.text(ANY) | NEARLY)
def test_a_span_is_kept_in_short_or_a_usage_error(text: str) -> None:
    try:
        span = parse_span(text)
    except UsageError:
        return
    assert parse_span(span) == span
    assert date(2026, 1, 1) < add_span(date(2026, 1, 1), span) <= date(2036, 1, 1)


@given(day=st.dates(min_value=date(1900, 1, 1)), today=st.dates(), lean=LEANS)
def test_an_iso_day_is_itself_whatever_today_is(day: date, today: date, lean: Lean) -> None:
    assert parse_day(day.isoformat(), today, lean) == day


@given(today=TODAYS, name=st.sampled_from(SPELLED), which=st.sampled_from(["", "next ", "last "]))
def test_a_weekday_lies_one_to_seven_days_away(today: date, name: str, which: str) -> None:
    ahead = parse_day(which + name, today, "past" if which == "last " else "future") - today
    behind = today - parse_day(which + name, today, "future" if which == "next " else "past")
    assert timedelta(1) <= (-ahead if which == "last " else ahead) <= timedelta(7)
    assert timedelta(1) <= (-behind if which == "next " else behind) <= timedelta(7)


@given(today=TODAYS, day=st.dates(), lean=LEANS)
def test_a_day_without_a_year_is_the_nearest_on_its_side(
    today: date, day: date, lean: Lean
) -> None:
    found = parse_day(f"{day.day} {MONTHS[day.month - 1]}", today, lean)
    assert (found.month, found.day) == (day.month, day.day)
    assert found >= today if lean == "future" else found <= today
    assert abs(found - today) <= timedelta(366 if (day.month, day.day) != (2, 29) else 8 * 366)


@given(today=TODAYS, number=st.integers(1, 31), lean=LEANS)
def test_a_day_of_the_month_is_the_nearest_on_its_side(
    today: date, number: int, lean: Lean
) -> None:
    found = parse_day(f"{number}th", today, lean)
    assert found.day == number
    assert timedelta(0) <= (found - today if lean == "future" else today - found) <= timedelta(61)


@given(today=TODAYS, count=st.integers(0, 500), unit=st.sampled_from("dw"), lean=LEANS)
def test_a_span_of_days_or_weeks_is_as_far_back_as_forth(
    today: date, count: int, unit: str, lean: Lean
) -> None:
    forth = parse_day(f"{count}{unit}", today, lean)
    back = parse_day(f"-{count}{unit}", today, lean)
    assert forth - today == today - back == timedelta(days=count * (7 if unit == "w" else 1))
