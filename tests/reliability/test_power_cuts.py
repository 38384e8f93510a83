"""A power cut at any moment: what was said to be done is there, and the ledger is whole (P1)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reflog.errors import ReflogError
from reliability.condition import content_of
from reliability.power import cuts, read_calls
from reliability.staging import BEGINNING, WRITES, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figures import Figure
    from reliability.staging import Stage

COMMANDS = (
    *BEGINNING,
    *(WRITES[name] for name in ("redo", "intro", "received", "done", "done --mark", "thanks")),
    *(WRITES[name] for name in ("note", "contact add", "contact edit", "contact rename")),
    *(WRITES[name] for name in ("follow", "met", "contact merge", "delete", "undo")),
)
ROWS = 12
SOME = 150
MANY = 3000

Judge = Callable[[Path, int], bool]
"""Tells whether a ledger that a power cut has left holds all that was answered."""


def recorded(stage: Stage, folder: Path, **what: Any) -> tuple[Path, Path]:
    """Run commands, or insert rows, on a new ledger: the ledger, and the calls that made it."""
    folder.mkdir()
    part = Part(folder, records=folder.with_name("calls"), **what)
    if part.pragmas is not None:
        part.ledger.parent.mkdir()
    ended = stage.play(part)
    assert not ended.killed
    assert not any(ended.codes), ended
    assert part.records is not None
    return part.ledger, part.records


def lost(records: Path, room: Path, judge: Judge, times: int) -> int:
    """Cut the power so many times: how often something was lost or broken."""
    found = 0
    for files, answers in cuts(read_calls(records), times, seed=times):
        shutil.rmtree(room, ignore_errors=True)
        for path, content in files.items():
            file = room / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        try:
            found += not judge(room / "data" / "ledger.db", answers)
        except (AssertionError, ReflogError, sqlite3.Error):
            found += 1
    return found


def judge_of(ledger: Path) -> Judge:
    """Know what the commands have done, and judge by it what a power cut has left."""
    held = content_of(ledger)
    assert held is not None
    every = json.loads(held)[0]

    def keeps_all(path: Path, answers: int) -> bool:
        left = content_of(path)
        ops = [] if left is None else json.loads(left)[0]
        said = answers + 1 if answers else 0  # The first command makes the ledger, in an op too.
        return len(ops) >= said and ops == every[: len(ops)]

    return keeps_all


def keeps_rows(path: Path, answers: int) -> bool:
    if not path.parent.is_dir():
        return answers == 0  # nothing of it is on disk yet, nor was anything said to be done
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            return answers == 0
        rows = [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY rowid")]
    return len(rows) >= answers and rows == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    "pragmas",
    [
        ("journal_mode=OFF", "synchronous=EXTRA"),
        ("journal_mode=WAL", "synchronous=NORMAL"),
        ("journal_mode=DELETE", "synchronous=FULL"),
    ],
    ids=" ".join,
)
def test_the_power_cuts_find_recipes_that_lose(
    failing_disk: Stage, tmp_path: Path, pragmas: Sequence[str]
) -> None:
    _ledger, records = recorded(failing_disk, tmp_path / "play", pragmas=pragmas, rows=ROWS)
    assert lost(records, tmp_path / "left", keeps_rows, SOME)


@pytest.mark.parametrize("times", [SOME, pytest.param(MANY, marks=pytest.mark.slow)])
def test_the_power_cuts_find_nothing_lost_by_the_recipe_in_use(
    failing_disk: Stage, tmp_path: Path, times: int
) -> None:
    pragmas = ("journal_mode=DELETE", "synchronous=EXTRA")
    _ledger, records = recorded(failing_disk, tmp_path / "play", pragmas=pragmas, rows=ROWS)
    assert lost(records, tmp_path / "left", keeps_rows, times) == 0


def test_a_cut_before_anything_is_on_disk_loses_what_was_answered_and_nothing_else(
    tmp_path: Path,
) -> None:
    assert keeps_rows(tmp_path / "data" / "ledger.db", 0)
    assert not keeps_rows(tmp_path / "data" / "ledger.db", 1)


def cut_commands(stage: Stage, folder: Path, times: int) -> int:
    ledger, records = recorded(stage, folder / "play", commands=COMMANDS)
    return lost(records, folder / "left", judge_of(ledger), times)


def test_some_power_cuts_lose_no_command_that_said_it_was_done(
    failing_disk: Stage, tmp_path: Path
) -> None:
    assert cut_commands(failing_disk, tmp_path, SOME) == 0


@pytest.mark.slow
def test_thousands_of_power_cuts_lose_no_command_that_said_it_was_done(
    failing_disk: Stage, tmp_path: Path, figure: Figure
) -> None:
    found = cut_commands(failing_disk, tmp_path, MANY)
    figure(
        "P1", f"power cuts at any moment of {len(COMMANDS)} commands", f"{MANY - found} of {MANY}"
    )
    assert found == 0
