"""JSON in pieces: to the letter what it would be as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reflog.render import objects

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS: list[list[Any]] = [[], [1], ["Zoë\n", None], [{"a": [], "b": {"c": [1, 2]}}, []]]


@pytest.mark.parametrize("values", LISTS)
def test_a_long_answer_is_written_as_a_short_one_would_be(values: list[Any]) -> None:
    whole = {"read": 2, "cards": values, "empty": {}, "next": [], "text": "a: b"}
    made = {**whole, "cards": iter(values), "next": iter(())}
    assert "".join(objects.long_document(made)) == objects.document(whole)
    assert "".join(objects.list_document(values)) == objects.document(values)


@pytest.mark.parametrize("pieces", [[], ["one"], ['Zoë "王"\r\n', "", "\t\\🙂\x7f", " "]])
def test_a_long_text_is_written_as_a_short_one_would_be(pieces: list[str]) -> None:
    made = {"read": 2, "text": objects.Text(iter(pieces)), "more": None}
    whole = {"read": 2, "text": "".join(pieces), "more": None}
    assert "".join(objects.long_document(made)) == objects.document(whole)


def test_of_a_long_list_one_member_is_made_at_a_time() -> None:
    made: list[int] = []

    def members() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    counts = [len(made) for _piece in objects.long_document({"cards": members()})]
    assert counts == [0, 1, 2, 3, 3, 3]
