from __future__ import annotations

import pytest

from reflog.domain.settings import (
    DEFAULTS,
    INTERVALS,
    check_value,
    intervals,
    require_key,
    value_of,
)
from reflog.errors import UsageError
from reflog.render.pages.settings import MEANINGS
from rows import each_row


def test_every_key_has_a_default_and_a_meaning() -> None:
    assert list(DEFAULTS) == list(MEANINGS)
    assert [key for key in DEFAULTS if key.startswith("days.")] == [
        f"days.{name}" for name in INTERVALS
    ]


def test_a_key_is_found_however_it_is_written() -> None:
    assert require_key(" Days.Check-In ") == "days.check-in"
    with pytest.raises(UsageError, match="no setting"):
        require_key("day")


@each_row(
    ("key", "typed", "kept"),
    [
        ("days.ask", "0", "0"),
        ("days.ask", " 007 ", "7"),
        ("days.ask", "000", "0"),
        ("days.ask", "3650", "3650"),
        ("day_first", "YES", "true"),
        ("day_first", "off", "false"),
        ("currency", "chf", "CHF"),
        ("name", "max muster", "Max Muster"),
        ("company", " Muster & Co ", "Muster & Co"),
    ],
)
def test_a_value_is_kept_in_one_form(key: str, typed: str, kept: str) -> None:
    assert check_value(key, typed) == kept


@each_row("value", ["", " ", "-1", "+1", "1e3", "3651", "x", "1 2", "²"])
def test_days_are_a_number_from_0_to_3650(value: str) -> None:
    with pytest.raises(UsageError):
        check_value("days.ask", value)


def test_a_setting_is_what_is_kept_else_its_default() -> None:
    kept = {"days.ask": "3", "day_first": "false", "currency": "EUR"}
    assert value_of("days.ask", kept) == 3
    assert value_of("day_first", kept) is False
    assert value_of("currency", kept) == "EUR"
    assert value_of("days.thank", kept) == INTERVALS["thank"]
    assert value_of("name", kept) is None
    assert intervals(kept) == {**INTERVALS, "ask": 3}
