"""Copying, putting back, salvaging and forgetting, killed or on a disk that fails (P1, P2).

What each file holds is one of two: what it held before, or what it holds when all is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reliability.condition import World, world_of
from reliability.staging import KEEPING, Fault, Part, clear, sample
from reliability.test_failing_disk import FAILURES, FAULTS, IO, KILLS
from reliability.test_killed import all_of

if TYPE_CHECKING:
    from figures import Figure
    from reliability.conftest import NewScene
    from reliability.staging import Ended, Scene, Stage

MANY = 20
WHOLLY = ("backup FILE",)
"""The commands of which the long run tries every call; of the others, MANY with each fault."""

UNCHANGED = ("nothing was changed", "no copy was made")


class Trial:
    """A command, what it starts from and what it comes to, and what befalls it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._start = world_of(scene.part().ledger)
        done = scene.tries()
        assert done.code == 0, done
        self.goal = world_of(done.part.ledger)
        assert self.goal != self._start
        self.statements, self.calls = done.statements, done.calls
        self.tried = 0
        self.wrong: list[str] = []

    def kill_at(self, statement: int) -> None:
        """Kill the command at a statement."""
        self._judge(self._scene.tries(kill_at_statement=statement), f"statement {statement}")

    def befall(self, fault: Fault, call: int) -> None:
        """Let a fault befall a call of the system."""
        self._judge(self._scene.tries(fault=fault, fault_at=call), f"{fault.name} at {call}")

    @property
    def counted(self) -> str:
        return f"{self.tried - len(self.wrong)} of {self.tried}"

    def _judge(self, ended: Ended, where: str) -> None:
        self.tried += 1
        try:
            complaint = self._complaint(ended, world_of(ended.part.ledger))
        except AssertionError as error:
            complaint = f"a ledger or copy is broken: {error}"
        if complaint:
            words = " ".join(self._scene.words)
            self.wrong.append(f"{words}, {where}: {complaint}\n{ended.codes}\n{ended.err}")
        clear(ended.part)

    def _complaint(self, ended: Ended, world: World) -> str | None:
        """Say what a command did not keep of what is promised."""
        if not world.has_nothing_but(self._start, self.goal):
            return "a ledger or copy holds half of it"
        if ".db.backups/" in ended.out and self._scene.words[:2] == ("contact", "forget"):
            return None  # A copy that could not be reached is named.
        if world.ledger == self.goal.ledger != self._start.ledger and world != self.goal:
            return "the ledger is done, and its copies are not"
        if ended.out and world != self.goal:
            return "it said it was done"
        is_failure = not ended.killed and ended.code != 0
        return (self._said_wrongly(ended, world) if is_failure else None) or self._again(
            ended.part, world
        )

    def _said_wrongly(self, ended: Ended, world: World) -> str | None:
        if ended.code != IO:
            return f"exit {ended.code}"
        if ended.out or ended.err.count("reflog: ") != 1:
            return "not one sentence"
        is_unchanged = world.is_unchanged(self._start, self.goal)
        says_unchanged = any(sentence in ended.err for sentence in UNCHANGED)
        return None if says_unchanged == is_unchanged else "what it says of the change is not so"

    def _again(self, part: Part, world: World) -> str | None:
        """Once nothing fails any more, the same command comes to the same, where it still can."""
        if world.ledger == self.goal.ledger and len(world.copies) >= len(self.goal.copies):
            return None
        again = self._scene.stage.play(Part(part.folder, part.commands))
        if again.code != 0:
            return f"the same again: exit {again.code}\n{again.err}"
        done = world_of(part.ledger)
        is_done = done.ledger == self.goal.ledger and set(done.copies) == set(self.goal.copies)
        return None if is_done else "the same again does not come to the same"


@pytest.mark.parametrize("name", KEEPING)
def test_a_kill_at_some_statements_leaves_the_old_or_the_new(
    stage: Stage, scene: NewScene, name: str
) -> None:
    trial = Trial(scene(stage, name))
    for number in sample(trial.statements, 3, name):
        trial.kill_at(number)
    assert not trial.wrong, "\n".join(trial.wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", KEEPING)
def test_a_kill_at_every_statement_leaves_the_old_or_the_new(
    stage: Stage, scene: NewScene, name: str, figure: Figure
) -> None:
    trial = Trial(scene(stage, name))
    for number in range(1, trial.statements + 1):
        trial.kill_at(number)
    figure("P1", f"SIGKILL at every statement of SQL: {name}", trial.counted)
    assert all_of(trial.counted), "\n".join(trial.wrong)


@pytest.mark.parametrize("place", range(len(KEEPING)), ids=list(KEEPING).__getitem__)
def test_a_fault_at_some_calls_leaves_the_old_or_the_new_and_is_said(
    failing_disk: Stage, scene: NewScene, place: int
) -> None:
    name = list(KEEPING)[place]
    trial = Trial(scene(failing_disk, name))
    faults = [FAULTS[(place + step) % len(FAULTS)] for step in (0, 2, 3)]
    for fault, number in zip(faults, sample(trial.calls, len(faults), name), strict=True):
        trial.befall(fault, number)
    assert not trial.wrong, "\n".join(trial.wrong)


def test_a_full_disk_is_said_to_be_that_of_the_copy(failing_disk: Stage, scene: NewScene) -> None:
    """A copy that did not fit on a stick was said to have filled the disk of the ledger."""
    backup = scene(failing_disk, "backup FILE")
    tries = (
        backup.tries(fault=Fault.FULL_FOR_GOOD, fault_at=call)
        for call in range(1, backup.tries().calls)
    )
    ended = next(ended for ended in tries if "The disk of" in ended.err)
    assert f"The disk of {ended.part.folder} is full; no copy was made." in ended.err


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_many_calls_leaves_the_old_or_the_new_and_is_said(
    failing_disk: Stage, scene: NewScene, fault: Fault, figure: Figure
) -> None:
    tried = 0
    wrong: list[str] = []
    for name in KEEPING:
        trial = Trial(scene(failing_disk, name))
        most = None if name in WHOLLY else MANY
        for number in sample(trial.calls, most, (name, fault)):
            trial.befall(fault, number)
        tried += trial.tried
        wrong += trial.wrong
    what = {**KILLS, **FAILURES}[fault]
    others = ", ".join(name for name in KEEPING if name not in WHOLLY)
    where = f"every call of {', '.join(WHOLLY)}, {MANY} each of {others}"
    figure("P1" if fault in KILLS else "P2", f"{what}: {where}", f"{tried - len(wrong)} of {tried}")
    assert not wrong, "\n".join(wrong)
