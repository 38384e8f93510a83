"""Many commands at once: none is lost (P3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reliability.condition import content_of
from reliability.staging import Part

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure
    from reliability.staging import Stage


def write_and_read(stage: Stage, folder: Path, writers: int, rounds: int, readers: int) -> int:
    """Let writers and readers loose on one ledger; how many notes were kept."""
    parts = [
        Part(folder, [("note", "fred", f"w{writer}", f"r{number}") for number in range(rounds)])
        for writer in range(writers)
    ]
    questions = [("due",), ("log",), ("show", "fred")]
    parts += [Part(folder, [questions[number % 3] for number in range(rounds)])] * readers
    ended = stage.perform(*parts)
    for one in ended:
        assert not one.killed
        assert not any(one.codes), one
    reflog = Commands(folder / "data" / "ledger.db")
    kept = {one["note"] for one in reflog.json("show fred")["notes"]}
    content = content_of(reflog.ledger)
    assert content is not None
    ops = json.loads(content)[0]
    assert [op[0] for op in ops] == list(range(1, len(ops) + 1))
    assert [one["handle"] for one in reflog.json("contact list")] == ["fred"]
    return len(
        kept & {f"w{writer} r{number}" for writer in range(writers) for number in range(rounds)}
    )


def play(tmp_path: Path, *, begun: bool) -> Path:
    """A folder to play in, where the ledger has been begun or not."""
    folder = tmp_path / "play"
    folder.mkdir()
    if begun:
        Commands(folder / "data" / "ledger.db").ok("note fred tea")
    return folder


def test_eight_writers_and_two_readers_at_once_lose_nothing(stage: Stage, tmp_path: Path) -> None:
    assert write_and_read(stage, play(tmp_path, begun=True), 8, 4, 2) == 32


def test_a_first_run_by_eight_processes_loses_nothing(stage: Stage, tmp_path: Path) -> None:
    assert write_and_read(stage, play(tmp_path, begun=False), 8, 2, 0) == 16


@pytest.mark.slow
def test_eight_hundred_writes_at_once_lose_nothing(
    stage: Stage, tmp_path: Path, figure: Figure
) -> None:
    kept = write_and_read(stage, play(tmp_path, begun=True), 8, 100, 4)
    figure("P3", "8 writers of 100 commands each and 4 readers at once", f"{kept} of 800")
    assert kept == 800


@pytest.mark.slow
def test_a_first_run_by_eight_processes_of_sixty_commands_loses_nothing(
    stage: Stage, tmp_path: Path, figure: Figure
) -> None:
    kept = write_and_read(stage, play(tmp_path, begun=False), 8, 60, 0)
    figure("P3", "a first run by 8 processes of 60 commands each", f"{kept} of 480")
    assert kept == 480
