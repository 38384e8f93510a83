from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflog.domain.leading import leading_day
from reflog.domain.spans import add_span, parse_span
from reflog.domain.when import (
    is_when,
    may_begin,
    parse_day,
    require_due,
    require_happened,
)
from reflog.errors import UsageError
from rows import each_row

if TYPE_CHECKING:
    from reflog.domain.when import Lean

SATURDAY = date(2026, 11, 21)


def refusal(text: str, *, today: date = SATURDAY, day_first: bool | None = None) -> UsageError:
    with pytest.raises(UsageError) as caught:
        parse_day(text, today, "future", day_first=day_first)
    return caught.value


@each_row(
    ("text", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-2-3", "2026-02-03"),
        ("today", "2026-11-21"),
        ("Tomorrow", "2026-11-22"),
        ("  YESTERDAY ", "2026-11-20"),
        ("3d", "2026-11-24"),
        ("+3d", "2026-11-24"),
        ("-3d", "2026-11-18"),
        ("0d", "2026-11-21"),
        ("10 days", "2026-12-01"),
        ("2w", "2026-12-05"),
        ("-2w", "2026-11-07"),
        ("1m", "2026-12-21"),
        ("-1m", "2026-10-21"),
        ("1y", "2027-11-21"),
        ("in 2 weeks", "2026-12-05"),
        ("in  two   weeks", "2026-12-05"),
        ("in a month", "2026-12-21"),
        ("in 2w", "2026-12-05"),
        ("a week from today", "2026-11-28"),
        ("2 days from now", "2026-11-23"),
        ("twelve days from today", "2026-12-03"),
        ("3 days ago", "2026-11-18"),
        ("a month ago", "2026-10-21"),
        ("one year ago", "2025-11-21"),
        ("this friday", "2026-11-20"),
        ("this saturday", "2026-11-21"),
        ("next friday", "2026-11-27"),
        ("last friday", "2026-11-20"),
        ("next saturday", "2026-11-28"),
        ("last sat", "2026-11-14"),
        ("1 dec 2026", "2026-12-01"),
        ("1 dec, 2026", "2026-12-01"),
        ("Dec 1, 2026", "2026-12-01"),
        ("december 1st 2020", "2020-12-01"),
        ("29 feb 2028", "2028-02-29"),
        ("eow", "2026-11-22"),
        ("eom", "2026-11-30"),
        ("end of week", "2026-11-22"),
        ("end of the month", "2026-11-30"),
        ("End of Year", "2026-12-31"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("a fortnight", "2026-12-05"),
        ("in a fortnight", "2026-12-05"),
        ("a fortnight ago", "2026-11-07"),
        ("two weeks", "2026-12-05"),
        ("sat 21 nov 2026", "2026-11-21"),
        ("Monday, 14 December 2026", "2026-12-14"),
        ("mon dec 14, 2026", "2026-12-14"),
        ("mon 2026-12-14", "2026-12-14"),
        ("fri 25.12.2026", "2026-12-25"),
        ("EOY", "2026-12-31"),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("25.12.2026", "2026-12-25"),
        ("4/4/2026", "2026-04-04"),
    ],
)
@each_row("lean", ["past", "future"])
def test_a_day_is_read_the_same_on_both_sides(text: str, day: str, lean: Lean) -> None:
    assert parse_day(text, SATURDAY, lean) == date.fromisoformat(day)


@each_row(
    ("text", "day"),
    [
        ("friday week", "2026-12-04"),
        ("fri week", "2026-12-04"),
        ("week on friday", "2026-12-04"),
        ("a week on friday", "2026-12-04"),
        ("in a week from friday", "2026-12-04"),
        ("saturday week", "2026-12-05"),
        ("a fortnight on monday", "2026-12-07"),
        ("monday fortnight", "2026-12-07"),
        ("tomorrow week", "2026-11-29"),
        ("a week today", "2026-11-28"),
        ("3 days from friday", "2026-11-30"),
        ("two weeks friday", "2026-12-11"),
        ("the day after tomorrow", "2026-11-23"),
        ("day before yesterday", "2026-11-19"),
        ("friday next week", "2026-11-27"),
        ("friday of last week", "2026-11-13"),
        ("next week on monday", "2026-11-23"),
        ("friday this week", "2026-11-20"),
        ("end of next week", "2026-11-29"),
        ("end of next month", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("end of feb 2028", "2028-02-29"),
        ("3 wks", "2026-12-12"),
        ("two yrs", "2028-11-21"),
        ("6 mths", "2027-05-21"),
        ("10 days' time", "2026-12-01"),
        ("in a week’s time", "2026-11-28"),
        ("the 1st of december 2026", "2026-12-01"),
        ("December the 1st, 2026", "2026-12-01"),
        ("mon the 14th of dec 2026", "2026-12-14"),
        ("christmas eve 2026", "2026-12-24"),
        ("by 2026-12-24", "2026-12-24"),
        ("for 2 weeks", "2026-12-05"),
        ("tomorrow,", "2026-11-22"),
    ],
)
@each_row("lean", ["past", "future"])
def test_a_day_is_read_as_people_say_it(text: str, day: str, lean: Lean) -> None:
    assert parse_day(text, SATURDAY, lean) == date.fromisoformat(day)
    assert leading_day([*text.split(), "she", "is", "away"], SATURDAY) == len(text.split())


@each_row(
    ("text", "past", "future"),
    [
        ("the 15th", "2026-11-15", "2026-12-15"),
        ("1st of dec", "2025-12-01", "2026-12-01"),
        ("end of january", "2026-01-31", "2027-01-31"),
        ("xmas eve", "2025-12-24", "2026-12-24"),
        ("on friday", "2026-11-20", "2026-11-27"),
        ("friday", "2026-11-20", "2026-11-27"),
        ("sat", "2026-11-14", "2026-11-28"),
        ("Sun", "2026-11-15", "2026-11-22"),
        ("weds", "2026-11-18", "2026-11-25"),
        ("1 dec", "2025-12-01", "2026-12-01"),
        ("dec 1", "2025-12-01", "2026-12-01"),
        ("1st december", "2025-12-01", "2026-12-01"),
        ("20 nov", "2026-11-20", "2027-11-20"),
        ("21 nov", "2026-11-21", "2026-11-21"),
        ("sept 9", "2026-09-09", "2027-09-09"),
        ("29 feb", "2024-02-29", "2028-02-29"),
        ("15th", "2026-11-15", "2026-12-15"),
        ("21st", "2026-11-21", "2026-11-21"),
        ("22nd", "2026-10-22", "2026-11-22"),
        ("31st", "2026-10-31", "2026-12-31"),
        ("25/12", "2025-12-25", "2026-12-25"),
        ("25.11.", "2025-11-25", "2026-11-25"),
    ],
)
def test_what_leaves_its_year_or_week_open_leans(text: str, past: str, future: str) -> None:
    assert parse_day(text, SATURDAY, "past") == date.fromisoformat(past)
    assert parse_day(text, SATURDAY, "future") == date.fromisoformat(future)


@each_row(
    ("today", "text", "day"),
    [
        ("2026-01-31", "1m", "2026-02-28"),
        ("2026-03-31", "a month ago", "2026-02-28"),
        ("2028-02-29", "1y", "2029-02-28"),
        ("2026-12-31", "in two months", "2027-02-28"),
        ("2026-01-15", "-1m", "2025-12-15"),
        ("2028-02-10", "eom", "2028-02-29"),
        ("2026-11-22", "eow", "2026-11-22"),
        ("2026-01-31", "30th", "2026-03-30"),
        ("2096-03-01", "29 feb", "2104-02-29"),
    ],
)
def test_months_and_years_end_where_they_end(today: str, text: str, day: str) -> None:
    assert parse_day(text, date.fromisoformat(today), "future") == date.fromisoformat(day)


@each_row(
    ("text", "day_first", "day"),
    [
        ("03/04/2026", True, "2026-04-03"),
        ("03/04/2026", False, "2026-03-04"),
        ("03.04.2026", True, "2026-04-03"),
        ("3/4", True, "2027-04-03"),
        ("3/4", False, "2027-03-04"),
        ("25/12", True, "2026-12-25"),
    ],
)
def test_the_setting_reads_the_numbers_of_a_day(text: str, day_first: bool, day: str) -> None:  # noqa: FBT001 - a parameter of the table above
    read = parse_day(text, SATURDAY, "future", day_first=day_first)
    assert read == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["03/04", "3.4", "03/04/2027", "03.04.2027"])
def test_a_day_with_two_readings_is_refused_with_both(text: str) -> None:
    error = refusal(text)
    assert error.message == f'"{text}" could be two dates'
    assert error.hint is not None
    assert "2027-04-03 or 2027-03-04" in error.hint
    assert "reflog config day_first true" in error.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tue 14 dec", "is not a Tuesday"),
        ("sun 2026-11-21", "is not a Sunday"),
        ("fri 31 nov", "doesn't exist"),
        ("mon 3.4.", "could be two dates"),
    ],
)
def test_a_weekday_beside_a_day_is_checked(text: str, said: str) -> None:
    assert refusal(text).message == f'"{text}" {said}'
    assert is_when(text, SATURDAY, None)


@each_row(
    ("text", "count"),
    [
        ("5th oct lunch", 2),
        ("mon 14 dec 2026 at noon", 4),
        ("3 days ago he called", 3),
        ("a week from today", 4),
        ("end of month please", 3),
        ("next week", 2),
        ("tomorrow 3 people", 1),
        ("31 nov x", 2),
        ("lunch friday", 0),
        ("12", 0),
        ("", 0),
    ],
)
def test_of_words_as_many_are_taken_as_are_one_day(text: str, count: int) -> None:
    assert leading_day(text.split(), SATURDAY) == count


@each_row(
    "text",
    [
        *("friday after next", "friday next month", "next friday week", "monday or tuesday"),
        *("a week before christmas", "2 days after 1 dec", "last monday of the month"),
        *("monday in 2 weeks", "15th of next month", "friday in june", "friday wek"),
        *("15th of janury", "tomorrow next week", "6 months on monday", "friday from 1 dec"),
    ],
)
def test_a_day_that_more_words_make_another_is_not_the_one_it_begins_with(text: str) -> None:
    assert leading_day([*text.split(), "she", "is", "away"], SATURDAY) == len(text.split())
    hint = refusal(text).hint or ""
    assert hint.endswith("if it ends in a note, put -- before that")


@each_row(
    ("text", "count"),
    [
        *(("friday after lunch", 1), ("friday weekly call", 1), ("friday for lunch", 1)),
        *(("today or so", 1), ("next week in town", 2), ("tomorrow next to the bank", 1)),
        *(("yesterday may", 1), ("friday 14:00", 1), ("friday next she", 1)),
    ],
)
def test_a_note_behind_a_day_leaves_it_as_it_is(text: str, count: int) -> None:
    assert leading_day(text.split(), SATURDAY) == count


@each_row(
    ("text", "span", "day"),
    [
        ("2 wks", "2w", "2027-02-14"),
        ("90d", "90d", "2027-05-01"),
        ("2 weeks", "2w", "2027-02-14"),
        ("a fortnight", "2w", "2027-02-14"),
        ("1m", "1m", "2027-02-28"),
        ("six months", "6m", "2027-07-31"),
        ("1 year", "1y", "2028-01-31"),
        ("10y", "10y", "2037-01-31"),
    ],
)
def test_a_span_to_repeat_is_kept_in_short_and_clamps(text: str, span: str, day: str) -> None:
    assert parse_span(text) == span
    assert add_span(date(2027, 1, 31), span) == date.fromisoformat(day)


def test_a_span_never_leads_out_of_the_calendar() -> None:
    assert add_span(date(9999, 12, 1), "2m") == date.max
    assert add_span(date(9999, 12, 31), "1d") == date.max
    assert add_span(date(2028, 2, 29), "1y", 4) == date(2032, 2, 29)


@each_row("text", ["", "0d", "11y", "121m", "3651d", "9" * 5000 + "d", "soon", "2"])
def test_what_is_no_span_to_repeat_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_span(text)


def test_a_day_against_the_setting_is_refused_with_the_other_reading() -> None:
    error = refusal("25/12/2026", day_first=False)
    assert error.hint == "if you mean 2026-12-25, type that"


@each_row(
    "text",
    [
        *("2026-02-30", "2026-13-01", "31 nov", "nov 31", "30 feb", "29 feb 2026", "0 dec", "32nd"),
        *(
            "0th",
            "31/11/2026",
            "13/14",
            "0/5",
        ),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert refusal(text).message == f'"{text}" doesn\'t exist'


@each_row(
    "text",
    [
        *("1899-12-31", "12026-01-01", "0026-12-01", "-200y", "8000y", "99999999d", "-99999999d"),
        *(f"{'9' * 5000}d", f"{'9' * 5000} years ago", "1 dec 12026", "3/4/1066", "3/4/99999"),
    ],
)
def test_a_day_beyond_the_calendar_is_refused(text: str) -> None:
    assert refusal(text).message == f'"{text}" is outside the years 1900 to 9999'


@each_row("text", ["tomorrow", "mon", "eow", "1 jan", "1st", "1m"])
def test_the_last_day_of_the_calendar_has_no_next(text: str) -> None:
    assert "outside the years" in refusal(text, today=date.max).message


@each_row(
    "text",
    [
        *("", " ", "soon", "last week", "next", "friday next", "3x", "d", "ad", "a d", "+a week"),
        *("in -2w", "-2w ago", "in 2 weeks ago", "+ 3d", "dec", "1 foo", "a dec", "1 dec 26"),
        *("dec 1 26", "1 dec 002026", "2026-12", "26-12-01", "2026/12/01", "3-4", "3/4.2026"),
        *(
            "2 days tomorrow",
            "6 months on monday",
            "2 weeks time time",
            "3 friday",
            "end of may day",
        ),
        *("1e3d", "1.5d", "mon\0", "2 wee\N{KELVIN SIGN}s", "\N{ARABIC-INDIC DIGIT THREE}d"),
        *("\N{FULLWIDTH DIGIT TWO}w", "202\N{FULLWIDTH DIGIT SIX}-12-01", "15", "+3", "-3"),
    ],
)
def test_anything_else_is_refused_with_forms_that_work(text: str) -> None:
    error = refusal(text)
    assert error.message.startswith(f'"{text}" is ')
    assert error.hint is not None
    assert error.hint.startswith("try 2026-11-21, tomorrow")
    assert not is_when(text, SATURDAY, None)


@pytest.mark.parametrize("text", ["12", "2026", "-3", "9" * 5000])
def test_a_bare_number_is_called_one(text: str) -> None:
    assert refusal(text).message.endswith("is just a number, not a date")


def test_a_year_of_two_digits_is_refused() -> None:
    assert "four-digit year" in refusal("25/12/26").message


@pytest.mark.parametrize("lean", ["past", "future"])
def test_every_form_that_a_hint_offers_works(lean: Lean) -> None:
    with pytest.raises(UsageError) as caught:
        parse_day("rubbish", SATURDAY, lean)
    assert caught.value.hint is not None
    for form in caught.value.hint.removeprefix("try ").split(", "):
        day = parse_day(form, SATURDAY, lean)
        assert day <= SATURDAY if lean == "past" else day >= SATURDAY


@each_row(
    "text", ["2w", "next friday", "dec 1", "31 nov", "03/04", "3/4/26", "2026-02-30", "9999999d"]
)
def test_what_is_written_as_a_day_is_one_even_if_refused(text: str) -> None:
    assert is_when(text, SATURDAY, None)


@each_row(
    ("words", "when"),
    [
        ("12 14 2w", "2w"),
        ("12 in 2 weeks", "in 2 weeks"),
        ("12 2 weeks", "2 weeks"),
        ("12 dec 1", "dec 1"),
        ("12 14 1 dec", "1 dec"),
        ("12 dec 15 2026", "dec 15 2026"),
        ("fred next friday", "next friday"),
        ("12 14", None),
    ],
)
def test_the_longest_run_of_last_words_is_the_day_that_was_meant(
    words: str, when: str | None
) -> None:
    parts = words.split()
    runs = (" ".join(parts[start:]) for start in range(len(parts)))
    assert next((run for run in runs if is_when(run, SATURDAY, None)), None) == when


def test_what_happened_lies_in_the_past_or_today() -> None:
    assert require_happened(SATURDAY, SATURDAY) == SATURDAY
    with pytest.raises(UsageError) as caught:
        require_happened(date(2026, 12, 1), SATURDAY, "a one-to-one")
    assert caught.value.message == "2026-12-01 is in the future, and a one-to-one can't be"
    assert caught.value.hint == "today is Saturday 2026-11-21; give that day or an earlier one"


def test_what_is_due_lies_in_the_future_or_today() -> None:
    assert require_due(SATURDAY, SATURDAY) == SATURDAY
    with pytest.raises(UsageError, match="2026-11-20 is in the past, and what is due can't be"):
        require_due(date(2026, 11, 20), SATURDAY)


@each_row(
    "text",
    [
        *("90", "522w", "+90d", "-90d", "in 90d", "often", "\N{FULLWIDTH DIGIT NINE}d"),
        *(f"{'9' * 5000}w", "1.5m", "a week from today"),
    ],
)
def test_what_is_no_span_is_refused_with_spans(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_span(text)
    assert caught.value.hint is not None
    assert "90d" in caught.value.hint


@each_row("text", ["m", "mo", "monday", "next", "next fr", "15 d", "3d", "25.11."])
def test_a_text_may_become_a_day_while_its_words_begin_those_of_days(text: str) -> None:
    assert may_begin(text)


@each_row("text", ["z", "frday", "monday lunch", "someday"])
def test_a_text_with_another_word_becomes_no_day(text: str) -> None:
    assert not may_begin(text)
