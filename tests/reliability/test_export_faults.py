"""An export on a disk that stops, fills or fails: the file is whole or absent (P2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflog.storage.placing import TEMPORARY
from reliability.staging import Fault, Part, begin

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
                # What the disk did not confirm is in place all the same.
                outcome = "it may be lost" if content == whole else "nothing was written"
                assert outcome in ended.err, ended
            if ended.codes == [0]:
                allowed = {whole}
            right += content in allowed
            for left in (folder / "data").glob(f"{TEMPORARY}*"):
                assert ended.killed or fault in {Fault.FULL_FOR_GOOD, Fault.FAILED_FOR_GOOD}
                left.unlink()
    what = "an export to a file" + (" that is replaced" if force else "")
    figure("P2", f"{what}, a fault at every call: whole or as before", f"{right} of {tried}")
    assert right == tried
    assert tried > len(faults)
