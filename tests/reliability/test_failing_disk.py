"""A disk that stops, fills or fails at any call that alters a file (P1, P2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reliability.condition import content_of
from reliability.staging import FIRST, WRITES, Fault, clear, sample

if TYPE_CHECKING:
    from figures import Figure
    from reliability.conftest import NewScene
    from reliability.staging import Ended, Scene, Stage

KILLS = {
    Fault.KILLED: "SIGKILL at a call that alters a file",
    Fault.TORN: "half of a write, then SIGKILL",
}
FAILURES = {
    Fault.FULL_ONCE: "the disk is full, once",
    Fault.FULL_FOR_GOOD: "the disk is full, for good",
    Fault.FAILED_ONCE: "an I/O error, once",
    Fault.FAILED_FOR_GOOD: "I/O errors, for good",
}
FAULTS = (*KILLS, *FAILURES)
WHOLLY = (FIRST, "done --mark")
"""The commands of which the long run tries every call; of the others, a few."""

FEW = 2
IO = 74


class Trial:
    """A command, what it starts from and what it comes to, and the faults that befall it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._start = content_of(scene.part().ledger)
        done = scene.tries()
        assert done.code == 0, done
        self._goal = content_of(done.part.ledger)
        self.calls = done.calls
        self.tried = 0
        self.wrong: list[str] = []

    def befall(self, fault: Fault, number: int) -> Ended:
        """Let a fault befall one call, and note what was not as it is promised."""
        ended = self._scene.tries(fault=fault, fault_at=number)
        self.tried += 1
        content = content_of(ended.part.ledger)
        complaint = _complaint(
            ended, is_start=content == self._start, is_goal=content == self._goal
        )
        if complaint:
            words = " ".join(self._scene.words)
            self.wrong.append(f"{words}, {fault.name} at {number}: {complaint}\n{ended.err}")
        clear(ended.part)
        return ended


def _complaint(ended: Ended, *, is_start: bool, is_goal: bool) -> str | None:
    """Say what a command did not keep of what is promised."""
    if not is_start and not is_goal:
        return "half of it is there"
    if ended.killed:
        return "it said it was done" if ended.out and not is_goal else None
    if ended.code == 0:
        return None if is_goal else "done, and not there"
    if ended.code != IO:
        return f"exit {ended.code}"
    if ended.out or ended.err.count("reflog: ") != 1:
        return "not one sentence"
    says_unchanged = "nothing was changed" in ended.err or "nothing was imported" in ended.err
    return None if says_unchanged == is_start else "what it says of the change is not so"


@pytest.mark.parametrize("place", range(len(WRITES)), ids=list(WRITES).__getitem__)
def test_a_fault_at_some_calls_leaves_all_or_nothing_and_is_said(
    failing_disk: Stage, scene: NewScene, place: int
) -> None:
    name = list(WRITES)[place]
    trial = Trial(scene(failing_disk, name))
    faults = [FAULTS[(place + step) % len(FAULTS)] for step in (0, 2, 3)]
    for fault, number in zip(faults, sample(trial.calls, len(faults), name), strict=True):
        trial.befall(fault, number)
    assert not trial.wrong, "\n".join(trial.wrong)


@pytest.mark.parametrize("fault", FAILURES)
def test_a_journal_that_cannot_be_made_is_no_lack_of_permission(
    failing_disk: Stage, scene: NewScene, fault: Fault
) -> None:
    ended = Trial(scene(failing_disk, "drop")).befall(fault, 1)
    assert ended.code == IO
    assert "nothing was changed" in ended.err


@pytest.mark.parametrize("name", ["note", "drop"])
@pytest.mark.parametrize("fault", [Fault.FULL_ONCE, Fault.FAILED_FOR_GOOD])
def test_a_commit_that_the_disk_does_not_confirm_is_not_called_undone(
    failing_disk: Stage, scene: NewScene, name: str, fault: Fault
) -> None:
    trial = Trial(scene(failing_disk, name))
    ended = trial.befall(fault, trial.calls)
    assert not trial.wrong
    assert ended.code == IO
    assert "it may be there" in ended.err
    assert "reflog history" in ended.err


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_call_leaves_all_or_nothing_and_is_said(
    failing_disk: Stage, scene: NewScene, fault: Fault, figure: Figure
) -> None:
    tried = 0
    wrong: list[str] = []
    for name in WRITES:
        trial = Trial(scene(failing_disk, name))
        most = None if name in WHOLLY else FEW
        for number in sample(trial.calls, most, (name, fault)):
            trial.befall(fault, number)
        tried += trial.tried
        wrong += trial.wrong
    what = {**KILLS, **FAILURES}[fault]
    others = len(WRITES) - len(WHOLLY)
    where = f"every call of {len(WHOLLY)} commands, {FEW} of each of the {others} others"
    figure("P1" if fault in KILLS else "P2", f"{what}: {where}", f"{tried - len(wrong)} of {tried}")
    assert not wrong, "\n".join(wrong)
