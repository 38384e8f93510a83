"""A command that is killed: it has changed all it meant to, or nothing (P1)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT
from reliability.condition import content_of
from reliability.staging import FIRST, WRITES, Part, clear, sample

if TYPE_CHECKING:
    from commands import Commands
    from figures import Figure
    from reliability.conftest import NewScene
    from reliability.staging import Scene, Stage


def kill_at_statements(scene: Scene, name: str, most: int | None) -> str:
    """Kill the command at its statements; how often the ledger was whole, of how many tries."""
    start = content_of(scene.part().ledger)
    done = scene.tries()
    assert done.code == 0, done
    goal = content_of(done.part.ledger)
    assert start != goal
    good = tried = 0
    for number in sample(done.statements, most, name):
        ended = scene.tries(kill_at_statement=number)
        assert ended.killed, (name, number)
        content = content_of(ended.part.ledger)
        is_whole = content in ({goal} if ended.out else {start, goal})
        if is_whole and name == FIRST:
            # The next command has to make do with whatever lies there.
            scene.stage.play(Part(ended.part.folder, [WRITES["met"]]))
            is_whole = content_of(ended.part.ledger) not in {None, content}
        tried += 1
        good += is_whole
        clear(ended.part)
    return f"{good} of {tried}"


def all_of(counted: str) -> bool:
    good, _of, tried = counted.split()
    return good == tried != "0"


@pytest.mark.parametrize("name", WRITES)
def test_a_kill_at_some_statements_leaves_all_or_nothing(
    stage: Stage, scene: NewScene, name: str
) -> None:
    assert all_of(kill_at_statements(scene(stage, name), name, 2))


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITES)
def test_a_kill_at_every_statement_leaves_all_or_nothing(
    stage: Stage, scene: NewScene, name: str, figure: Figure
) -> None:
    counted = kill_at_statements(scene(stage, name), name, None)
    figure("P1", f"SIGKILL at every statement of SQL: {name}", counted)
    assert all_of(counted)


def kill_at_random(reflog: Commands, times: int) -> str:
    """Kill the installed command at random; how often the ledger was whole and all was kept."""
    reflog.ok("note", "fred", "word0")
    begun = time.monotonic()
    reflog.process("note", "fred", "word1")
    lasts = time.monotonic() - begun
    chance = random.Random(1)  # noqa: S311 - when a command is killed, no secret
    said = {"word0", "word1"}
    good = 0
    for number in range(2, times + 2):
        with subprocess.Popen(
            [str(SCRIPT), "note", "fred", f"word{number}"],
            env=reflog.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            time.sleep(lasts * chance.uniform(0.2, 1.2))
            os.kill(running.pid, signal.SIGKILL)
            if running.communicate()[0]:
                said.add(f"word{number}")
        assert content_of(reflog.ledger)
        kept = {one["note"] for one in reflog.json("show fred")["notes"]}
        good += said <= kept
    return f"{good} of {times}"


def test_some_random_kills_of_the_installed_command_lose_nothing(reflog: Commands) -> None:
    assert all_of(kill_at_random(reflog, 8))


@pytest.mark.slow
def test_two_hundred_random_kills_of_the_installed_command_lose_nothing(
    reflog: Commands, figure: Figure
) -> None:
    counted = kill_at_random(reflog, 200)
    figure("P1", "`kill -9` of the installed command at a random time", counted)
    assert all_of(counted)
