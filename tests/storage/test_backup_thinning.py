"""Which copies are kept: a pure function, held to what it promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reflog.storage.backups.take import PERIODS, RECENT, kept

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MOST = sum(count for count, _period in PERIODS)
AGES = st.lists(st.integers(-100, 24 * 900), max_size=120)
"""Hours before now, some after it: a clock may be set back."""


def moments_of(hours: list[int]) -> list[datetime]:
    return [NOW - timedelta(hours=age) for age in hours]


def left(moments: list[datetime], now: datetime = NOW) -> list[datetime]:
    return [one for one, stays in zip(moments, kept(moments, now), strict=True) if stays]


@given(AGES)
def test_the_newest_and_all_of_the_last_48_hours_stay(hours: list[int]) -> None:
    moments = moments_of(hours)
    found = kept(moments, NOW)
    assert found[:1] == [True] * bool(moments)
    assert all(stays for one, stays in zip(moments, found, strict=True) if one >= NOW - RECENT)


@given(AGES)
def test_no_more_stay_than_are_promised(hours: list[int]) -> None:
    recent = sum(age <= 48 for age in hours)
    assert len(left(moments_of(hours))) <= recent + MOST


@given(AGES)
def test_thinning_again_deletes_nothing_more(hours: list[int]) -> None:
    once = left(moments_of(hours))
    assert left(once) == once


@given(AGES)
def test_each_of_the_newest_days_weeks_and_months_keeps_its_newest(hours: list[int]) -> None:
    moments = moments_of(hours)
    stay = left(moments)
    for count, period in PERIODS:
        first: dict[object, datetime] = {}
        for one in moments:
            first.setdefault(period(one.date()), one)
        for one in list(first.values())[:count]:
            assert one in stay


@settings(max_examples=20)
@given(st.integers(1, 3), st.integers(60, 500))
def test_a_copy_a_day_leaves_a_year_behind(a_day: int, days: int) -> None:
    copies: list[datetime] = []
    for day in range(days):
        for turn in range(a_day):
            now = NOW + timedelta(days=day, hours=turn)
            copies = left([now, *copies], now)
    now = copies[0]
    assert len({one.date() for one in copies if one > now - timedelta(days=7)}) == 7
    assert len({one.isocalendar()[:2] for one in copies}) >= min(5, days // 7)
    months = {(one.year, one.month) for one in copies}
    assert len(months) >= min(12, days // 31)
    assert len(copies) <= 3 * a_day + MOST


def test_a_rest_of_a_year_costs_no_copy() -> None:
    old = [NOW - timedelta(days=400 + day) for day in range(7)]
    assert left(old) == old
