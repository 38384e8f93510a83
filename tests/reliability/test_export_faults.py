"""An export on a disk that stops, fills or fails: the file is whole or absent (P2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reliability.staging import Fault, Part, begin, sample

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure
    from reliability.staging import Stage

IO = 74
FEW = (Fault.KILLED, Fault.FULL_ONCE)
FAULTS = (Fault.KILLED, Fault.TORN, Fault.FULL_ONCE, Fault.FULL_FOR_GOOD, Fault.FAILED_FOR_GOOD)


@pytest.mark.parametrize("faults", [FEW, pytest.param(FAULTS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("force", [False, True], ids=["new", "replaced"])
def test_a_file_is_whole_or_absent(
    failing_disk: Stage,
    tmp_path: Path,
    figure: Figure,
    faults: tuple[Fault, ...],
    *,
    force: bool,
) -> None:
    folder = tmp_path / "play"
    begin(folder / "data")
    target = folder / "data" / "out.json"
    words = [["export", "-o", str(target), *(["--force"] if force else [])]]
    done = failing_disk.play(Part(folder, words, records=tmp_path / "records"))
    assert done.code == 0
    whole = target.read_bytes()
    tried = right = 0
    for fault in faults:
        for number in range(1, done.calls + 1):
            target.unlink(missing_ok=True)
            if force:
                target.write_text("before")
            ended = failing_disk.play(Part(folder, words, fault=fault, fault_at=number))
            tried += 1
            content = target.read_bytes() if target.exists() else b""
            allowed = {whole, b"before" if force else b""}
            if not ended.killed and ended.code != 0:
                assert ended.code == IO, ended
                is_there = "was made, but the disk failed" in ended.err
                assert is_there or "nothing was written" in ended.err
                allowed = {whole} if is_there else allowed
            if ended.codes == [0]:
                allowed = {whole}
            right += content in allowed
            for left in (folder / "data").glob(".reflog-copying-*"):
                assert ended.killed or fault in {Fault.FULL_FOR_GOOD, Fault.FAILED_FOR_GOOD}
                left.unlink()
    what = "an export to a file" + (" that is replaced" if force else "")
    figure("P2", f"{what}, a fault at every call: whole or as before", f"{right} of {tried}")
    assert right == tried
    assert tried > len(faults)


@pytest.mark.parametrize("most", [8, pytest.param(None, marks=pytest.mark.slow)])
@pytest.mark.parametrize("journal", [(), ("--journal",)], ids=["objects", "journal"])
def test_a_whole_ledger_comes_or_does_not(
    stage: Stage, tmp_path: Path, figure: Figure, journal: tuple[str, ...], most: int | None
) -> None:
    begin(tmp_path / "first")
    file = tmp_path / "whole.json"
    first = Commands(tmp_path / "first" / "ledger.db")
    first.ok("export", "-o", str(file), *journal)
    words = [["import", str(file), "--yes"]]
    done = stage.play(Part(tmp_path / "done", words))
    assert done.code == 0, done
    killed = right = tried = 0
    for number in sample(done.statements, most, journal):
        folder = tmp_path / f"play-{number}"
        ended = stage.play(Part(folder, words, kill_at_statement=number))
        tried += 1
        killed += ended.killed
        after = Commands(ended.part.ledger)
        whole = after("export", *journal).out == file.read_text("utf-8")
        nothing = not after.ledger.exists() or not after.ledger.stat().st_size
        right += nothing or (whole and after("check").code == 0)
    kind = "with its journal" if journal else "without a journal"
    what = f"a ledger imported {kind}, SIGKILL at a statement: whole or not there"
    figure("P1", what, f"{right} of {tried}")
    assert (killed, right) == (tried, tried)
