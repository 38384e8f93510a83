"""A bit that changes what the ledger holds is found, whichever it is."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from damage import copied, dump, page_of
from reflog.storage import journal
from reflog.storage.check import ledger
from reflog.storage.findings import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from commands import Commands
    from figures import Figure

PAGE = 4096


@pytest.fixture
def restored(populated: Commands, tmp_path: Path) -> Commands:
    """A ledger into which a copy was put back, so that its numbers have a gap."""
    reflog = copied(populated, tmp_path)
    copy = str(tmp_path / "copy.db")
    reflog.ok("backup", copy)
    reflog.ok("intro", "Zoe", "Yan")
    reflog.ok("restore", copy, "--yes")
    assert reflog("check").code == 0
    return reflog


def flips(reflog: Commands, bits: Iterable[int]) -> tuple[int, list[int]]:
    """Flip one bit at a time; how many changed the content, and those that were missed."""
    whole = reflog.ledger.read_bytes()
    before = dump(reflog.ledger)
    changed, missed = 0, []
    for bit in bits:
        harmed = bytearray(whole)
        harmed[bit // 8] ^= 1 << (bit % 8)
        reflog.ledger.write_bytes(harmed)
        found = [one for one in ledger.examine(str(reflog.ledger)) if one.level != ADVICE]
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


def drawn(reflog: Commands, count: int, seed: int) -> list[int]:
    """Some bits of the file, the same every time."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return chance.sample(range(reflog.ledger.stat().st_size * 8), count)


def bits_of_counters(reflog: Commands) -> list[int]:
    """Every bit of the page's rows in which SQLite keeps the last numbers given."""
    begin = (page_of(reflog.ledger, "sqlite_sequence") - 1) * PAGE
    page = reflog.ledger.read_bytes()[begin : begin + PAGE]
    content = int.from_bytes(page[5:7], "big")
    return list(range((begin + content) * 8, (begin + PAGE) * 8))


def test_a_flipped_bit_that_changes_the_content_is_found(
    populated: Commands, tmp_path: Path
) -> None:
    reflog = copied(populated, tmp_path)
    written = [at for at, byte in enumerate(reflog.ledger.read_bytes()) if byte]
    chance = random.Random(1)  # noqa: S311 - no secret
    bits = [at * 8 + chance.randrange(8) for at in chance.sample(written, 30)]
    changed, missed = flips(reflog, bits)
    assert changed > 20
    assert missed == []


def test_some_flipped_bits_of_the_numbers_are_found_after_a_restore(restored: Commands) -> None:
    changed, missed = flips(restored, bits_of_counters(restored)[::23])
    assert changed > 10
    assert missed == []


@pytest.mark.slow
def test_every_flipped_bit_of_the_numbers_is_found_after_a_restore(
    restored: Commands, figure: Figure
) -> None:
    changed, missed = flips(restored, bits_of_counters(restored))
    said = f"{changed - len(missed)} of {changed} changed contents found"
    figure("P8", "every bit of the numbers' counters flipped, in a restored ledger", said)
    assert changed > 100
    assert missed == []


@pytest.mark.slow
def test_every_one_of_2000_flipped_bits_that_changes_the_content_is_found(
    populated: Commands, tmp_path: Path, figure: Figure
) -> None:
    reflog = copied(populated, tmp_path)
    changed, missed = flips(reflog, drawn(reflog, 2000, 2026))
    said = f"{changed - len(missed)} of {changed} changed contents found"
    figure("P8", "2,000 bits flipped", said)
    assert changed > 200
    assert missed == []


@pytest.mark.slow
def test_every_bit_of_a_row_and_of_its_part_is_found(populated: Commands, tmp_path: Path) -> None:
    reflog = copied(populated, tmp_path)
    whole = reflog.ledger.read_bytes()
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        (part,) = (
            row[-1]
            for row in connection.execute(journal.IN_ORDER)
            if b"a bookkeeper" in journal.text_of(row)
        )
    spans = [(whole.index(text), len(text)) for text in (b"a bookkeeper", part)]
    bits = [begin * 8 + bit for begin, length in spans for bit in range(length * 8)]
    changed, missed = flips(reflog, bits)
    assert (changed, missed) == (len(bits), [])
