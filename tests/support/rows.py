"""A table that one test goes through: where rows are quick, a test for each costs more than it."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]

WRONG = (Exception, pytest.fail.Exception)
"""What a row goes wrong with; what skips a test, or ends it from outside, ends it."""


def each_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Hand a test one row after another, and show every one that goes wrong.

    It stands where `pytest.mark.parametrize` would, over a test that leaves nothing behind.
    Several of them make every combination.
    """
    fields = (names,) if isinstance(names, str) else names
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table, "a table without a row proves nothing"

    def over(test: Test) -> Test:
        @wraps(test)
        def all_rows(**fixtures: Any) -> None:
            wrong = []
            for row in table:
                given = dict(zip(fields, row, strict=True))
                try:
                    test(**fixtures, **given)
                except WRONG as error:
                    wrong.append(f"{given}\n{''.join(traceback.format_exception(error))}")
            if wrong:
                pytest.fail(
                    "\n".join((f"{len(wrong)} of {len(table)} rows:", *wrong)), pytrace=False
                )

        asked = inspect.signature(test)
        left = [one for name, one in asked.parameters.items() if name not in fields]
        assert len(left) == len(asked.parameters) - len(fields), "a row has a field nobody takes"
        all_rows.__signature__ = asked.replace(parameters=left)  # type: ignore[attr-defined]
        return all_rows

    return over
