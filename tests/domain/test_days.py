from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from reflog.domain.days import age_in_words, ago_in_words, day_with_weekday, short_day
from rows import each_row


def test_an_echo_says_the_weekday_in_full() -> None:
    assert day_with_weekday(date(2026, 11, 24)) == "Tuesday 2026-11-24"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "Tue 24 Nov 2026"),
        (date(2026, 3, 1), "Sun 1 Mar 2026"),
        (date(1900, 1, 1), "Mon 1 Jan 1900"),
    ],
)
def test_a_table_says_the_day_short(day: date, said: str) -> None:
    assert short_day(day) == said


@each_row(
    ("days_overdue", "said"),
    [
        (12, "12 days overdue"),
        (1, "1 day overdue"),
        (0, "today"),
        (-1, "tomorrow"),
        (-3, "in 3 days"),
        (-400, "in 400 days"),
    ],
)
def test_how_due_something_is_is_said_in_days(days_overdue: int, said: str) -> None:
    assert age_in_words(days_overdue) == said


@each_row(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (21, "3 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
        (120, "4 months ago"),
        (729, "24 months ago"),
        (730, "2 years ago"),
        (3650, "10 years ago"),
        (-1, "tomorrow"),
        (-2, "in 2 days"),
    ],
)
def test_how_long_ago_is_said_in_the_unit_that_fits(days: int, said: str) -> None:
    assert ago_in_words(days) == said


def test_saying_days_and_money_loads_nothing_slow() -> None:
    slow = ["re", "enum", "typing", "dataclasses", "calendar", "locale", "decimal"]
    script = (
        "import sys; before = set(sys.modules);"
        "import reflog.domain.days, reflog.domain.money;"
        f"print(sorted((set(sys.modules) - before) & set({slow})))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
