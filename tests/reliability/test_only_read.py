"""Questions never write: they are answered where nothing can be written (P4)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reliability.staging import BEGINNING, QUESTIONS, Fault, Part, begin

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure
    from reliability.staging import Ended, Stage

NOBODY = 65534
ASKED = [question.split() for question in QUESTIONS]


def answered(ended: Ended) -> str:
    """How many of the questions were answered."""
    assert not ended.killed
    assert not ended.err, ended
    return f"{ended.codes.count(0)} of {len(ended.part.commands)}"


def test_questions_are_answered_in_a_read_only_folder(
    stage: Stage, shared: Path, figure: Figure
) -> None:
    folder = shared / "play"
    folder.mkdir(mode=0o755)
    begin(folder / "data")
    data = folder / "data"
    if os.geteuid() == 0:
        for path in (data, *data.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    data.chmod(0o500)
    before = {path: path.is_dir() or path.read_bytes() for path in data.rglob("*")}
    user = NOBODY if os.geteuid() == 0 else None
    ended = stage.play(Part(folder, ASKED, user=user))
    data.chmod(0o700)
    counted = answered(ended)
    figure("P4", "questions in a folder that may only be read", counted)
    assert counted == f"{len(ASKED)} of {len(ASKED)}"
    assert {path: path.is_dir() or path.read_bytes() for path in data.rglob("*")} == before


@pytest.mark.parametrize("fault", [Fault.FULL_FOR_GOOD, Fault.FAILED_FOR_GOOD])
def test_questions_are_answered_on_a_disk_that_takes_nothing(
    failing_disk: Stage, tmp_path: Path, figure: Figure, fault: Fault
) -> None:
    folder = tmp_path / "play"
    begin(folder / "data")
    ended = failing_disk.play(Part(folder, ASKED, fault=fault, fault_at=1))
    counted = answered(ended)
    what = "full" if fault == Fault.FULL_FOR_GOOD else "failing"
    figure("P4", f"questions on a {what} disk", counted)
    assert counted == f"{len(ASKED)} of {len(ASKED)}"
    assert ended.calls == 0, "a question altered a file"


def test_the_calls_of_what_writes_are_seen_here(failing_disk: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "play"
    folder.mkdir()
    assert failing_disk.play(Part(folder, BEGINNING)).calls > 100
