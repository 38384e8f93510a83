"""From the files of other programs into the ledger, out of it, and in again: nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import vcards
from commands import Commands
from vcards import crlf, read, said

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = [
    *("IOS", "MACOS", "ANDROID", "OUTLOOK", "GOOGLE", "NEXTCLOUD", "THUNDERBIRD", "FASTMAIL"),
    *("BLACKBERRY", "EVOLUTION", "NOKIA"),
]


@pytest.mark.parametrize("version", ["4", "3"])
def test_the_cards_of_every_program_come_out_as_they_went_in(
    reflog: Commands, tmp_path: Path, version: str
) -> None:
    file, out, again = (tmp_path / name for name in ("all.vcf", "out.vcf", "again.vcf"))
    file.write_bytes(b"".join(crlf(getattr(vcards, shape) + "\n") for shape in SHAPES))
    reflog.ok("import", str(file), "--yes")
    export = ("export", "contacts", "--format", "vcard", "--vcard-version", version)
    reflog.ok(*export, "-o", str(out))

    before = {card.name: said(card) for card in read(file.read_bytes()).cards}
    exported = read(out.read_bytes())
    assert exported.left == exported.remarks == ()
    after = {card.name: said(card) for card in exported.cards}
    # Ann Berg is in no card of her own: she is there as the one who referred two of them.
    assert after.keys() == {*before, "Ann Berg"}
    for name, expected in before.items():
        key = after[name].pop("key")
        assert key == expected.pop("key", key)
        assert after[name] == expected

    other = Commands(tmp_path / "other" / "ledger.db")
    other.ok("import", str(out), "--yes")
    other.ok(*export, "-o", str(again))
    assert again.read_bytes() == out.read_bytes()
    # What reflog wrote itself is nothing new to it.
    assert other.json("import", str(out), "--yes")["changed"] == []
    for ledger in (reflog, other):
        ledger.ok("check")
