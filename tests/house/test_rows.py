"""A test over a table says what each of its rows would have said in a test of its own."""

from __future__ import annotations

import inspect

import pytest

from rows import each_row


def test_every_row_that_goes_wrong_is_shown_and_none_stops_the_next() -> None:
    seen = []

    @each_row(("number", "half"), [(2, 1), (3, 1), (4, 2), (5, 2)])
    def halved(number: int, half: int) -> None:
        seen.append(number)
        assert number == 2 * half, "it is odd"

    with pytest.raises(pytest.fail.Exception) as caught:
        halved()
    said = str(caught.value)
    assert seen == [2, 3, 4, 5]
    assert said.startswith("2 of 4 rows:\n{'number': 3, 'half': 1}\n")
    assert "{'number': 5, 'half': 2}\n" in said
    assert said.count("AssertionError: it is odd") == 2


def test_several_tables_make_every_combination_and_fixtures_stay() -> None:
    seen = []

    @each_row("one", "ab")
    @each_row("other", "xy")
    def met(one: str, other: str, place: str) -> None:
        seen.append(one + other + place)

    assert [*inspect.signature(met).parameters] == ["place"]
    met(place="!")
    assert seen == ["ax!", "ay!", "bx!", "by!"]


def test_what_was_expected_to_be_refused_and_was_not_is_wrong_too() -> None:
    @each_row("text", ["1", "x"])
    def refused(text: str) -> None:
        with pytest.raises(ValueError, match="invalid"):
            int(text)

    with pytest.raises(pytest.fail.Exception, match=r"1 of 2 rows:\n\{'text': '1'\}"):
        refused()


def test_a_table_fits_the_test_under_it() -> None:
    with pytest.raises(AssertionError, match="without a row"):
        each_row("text", [])
    with pytest.raises(AssertionError, match="nobody takes"):
        each_row("text", ["1"])(lambda _number: None)
