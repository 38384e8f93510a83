"""A bit that changes what the ledger holds is found, whichever it is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from commands import TODAY, Commands
from damage import copied, dump
from reflog.storage import health
from reflog.storage.findings import ADVICE

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure


def flips(populated: Commands, folder: Path, count: int, seed: int) -> tuple[int, list[int]]:
    """Flip one bit at a time; how many changed the content, and those that were missed."""
    reflog = copied(populated, folder)
    whole = reflog.ledger.read_bytes()
    before = dump(reflog.ledger)
    drawn = random.Random(seed)  # noqa: S311 - the same bits every time
    changed, missed = 0, []
    for bit in drawn.sample(range(len(whole) * 8), count):
        harmed = bytearray(whole)
        harmed[bit // 8] ^= 1 << (bit % 8)
        reflog.ledger.write_bytes(harmed)
        found = [one for one in health.examine(str(reflog.ledger), TODAY) if one.level != ADVICE]
        for one in found:
            assert one.code
            assert one.where
            assert one.what
            assert one.fix
        if dump(reflog.ledger) != before:
            changed += 1
            if not found:
                missed.append(bit)
        reflog.ledger.write_bytes(whole)
    return changed, missed


def test_a_flipped_bit_that_changes_the_content_is_found(
    populated: Commands, tmp_path: Path
) -> None:
    changed, missed = flips(populated, tmp_path, 60, 1)
    print(f"60 bits flipped: {changed - len(missed)} of {changed} changed contents found")  # noqa: T201 - the figure
    assert missed == []


@pytest.mark.slow
def test_every_one_of_2000_flipped_bits_that_changes_the_content_is_found(
    populated: Commands, tmp_path: Path, figure: Figure
) -> None:
    changed, missed = flips(populated, tmp_path, 2000, 2026)
    said = f"{changed - len(missed)} of {changed} changed contents found"
    figure("P8", "2,000 bits flipped", said)
    assert changed > 200
    assert missed == []


@pytest.mark.slow
def test_every_bit_of_the_words_of_a_row_is_found(populated: Commands, tmp_path: Path) -> None:
    reflog = copied(populated, tmp_path)
    whole = reflog.ledger.read_bytes()
    places = [at for at in range(len(whole)) if whole.startswith(b"a bookkeeper", at)]
    assert len(places) >= 2, "in the table and in the journal"
    for place in places:
        for bit in range(96):
            harmed = bytearray(whole)
            harmed[place + bit // 8] ^= 1 << (bit % 8)
            reflog.ledger.write_bytes(harmed)
            assert health.examine(str(reflog.ledger), TODAY), (place, bit)
