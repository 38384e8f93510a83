"""The made-up year goes out as JSON and comes back, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foreign_files import another, bring, exported

if TYPE_CHECKING:
    from pathlib import Path

    from year import Year


@pytest.mark.parametrize("journal", [(), ("--journal",)], ids=["objects", "journal"])
def test_the_year_comes_back_byte_for_byte(
    year_ledger: Year, tmp_path: Path, journal: tuple[str, ...]
) -> None:
    text = exported(year_ledger.reflog, *journal)
    assert text.isascii()
    copy = another(tmp_path)
    assert bring(copy, text).code == 0
    assert exported(copy, *journal) == text
    assert copy.ok("check").out == ""
    for question in ("tree", "balance", "intros", "log"):
        assert copy.json(question) == year_ledger.reflog.json(question)
