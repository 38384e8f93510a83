"""A ledger that another program turns to write-ahead logging: used all the same, turned back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from commands import Commands
from reflog.storage import connection as opening
from reliability.staging import QUESTIONS, Part, Stage, begin

NOBODY = 65534

OTHER = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
(version,) = connection.execute("PRAGMA user_version").fetchone()
connection.execute(f"PRAGMA user_version = {version}")
connection.execute("SELECT * FROM contact").fetchall()
print("open", flush=True)
sys.stdin.readline()
if sys.argv[2] == "dies":
    os._exit(9)
connection.close()
"""
"""Another program: it turns the ledger, has it open until it is told, and closes it or dies."""

LetGo = Callable[[], None]


@pytest.fixture
def told(reflog: Commands) -> Commands:
    reflog.ok("intro", "fred", "sally")
    return reflog


@pytest.fixture
def open_elsewhere() -> Iterator[Callable[[Commands, str], LetGo]]:
    """Have another process open a ledger in its own mode; what it answers lets go of it."""
    running: list[subprocess.Popen[str]] = []

    def start(reflog: Commands, ending: str = "closes") -> LetGo:
        other = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(reflog.ledger), ending],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(other)
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        return lambda: _let_go(other)

    yield start
    for other in running:
        _let_go(other)


def _let_go(other: subprocess.Popen[str]) -> None:
    if other.returncode is None:
        other.communicate("\n")


def beside(reflog: Commands) -> set[str]:
    return {path.name for path in reflog.ledger.parent.iterdir() if path.is_file()}


def test_a_ledger_that_was_turned_is_turned_back_by_what_writes(
    told: Commands, open_elsewhere: Callable[..., LetGo]
) -> None:
    open_elsewhere(told)()
    assert opening.is_marked(str(told.ledger))
    assert told.ok("show fred").out
    assert opening.is_marked(str(told.ledger)), "a question changes nothing"
    result = told("check")
    assert (result.code, result.out) == (0, "")
    assert "the next command that writes switches it back" in result.err
    told.ok("note fred tea")
    assert not opening.is_marked(str(told.ledger))
    assert beside(told) == {"ledger.db"}
    assert told("check").err == ""


def test_while_another_program_has_it_open_it_is_used_as_it_is(
    told: Commands, open_elsewhere: Callable[..., LetGo]
) -> None:
    let_go = open_elsewhere(told)
    told.ok("note fred tea")
    told.ok("undo")
    told.ok("note fred ale")
    assert opening.is_marked(str(told.ledger))
    assert [one["note"] for one in told.json("show fred")["notes"]] == ["ale"]
    (found,) = told("check --json").json
    assert (found["level"], found["code"]) == ("advice", "wal")
    copy = told.json("backup")["path"]
    assert not opening.is_marked(copy)
    let_go()
    told.ok("note fred water")
    assert not opening.is_marked(str(told.ledger))
    assert len(told.json("show fred")["notes"]) == 2
    assert told("check").code == 0


@pytest.mark.parametrize("words", ["contact forget fred --yes", "restore {} --yes"])
def test_what_must_reach_every_byte_waits_until_nobody_has_it_open(
    told: Commands, open_elsewhere: Callable[..., LetGo], words: str
) -> None:
    copy = told.json("backup")["path"]
    let_go = open_elsewhere(told)
    refused = told(words.format(copy) + " --json")
    assert refused.code == 75, refused
    assert "close every program" in refused.error["hint"]
    assert "nothing was changed" in refused.error["message"]
    let_go()
    told.ok(words.format(copy))
    assert not opening.is_marked(str(told.ledger))
    assert told("check").code == 0


def test_what_a_program_that_died_left_in_its_log_is_kept(
    told: Commands, open_elsewhere: Callable[..., LetGo]
) -> None:
    let_go = open_elsewhere(told, "dies")
    told.ok("note fred tea")
    let_go()
    assert "ledger.db-wal" in beside(told)
    told.ok("note fred ale")
    assert beside(told) == {"ledger.db"}
    assert len(told.json("show fred")["notes"]) == 2


def test_a_repair_reads_the_log_too(
    told: Commands, open_elsewhere: Callable[..., LetGo], tmp_path: Path
) -> None:
    let_go = open_elsewhere(told, "dies")
    told.ok("note fred tea")
    let_go()
    told.ok("check", "--repair", str(tmp_path / "new.db"))
    assert Commands(tmp_path / "new.db").json("show fred")["notes"]


def test_a_copy_in_that_mode_can_be_put_back(told: Commands) -> None:
    copy = Path(told.json("backup")["path"])
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    told.ok("restore", str(copy), "--yes")
    assert not opening.is_marked(str(told.ledger))


@pytest.mark.parametrize("is_left_open", [False, True])
def test_questions_are_answered_in_a_read_only_folder(
    stage: Stage, shared: Path, open_elsewhere: Callable[..., LetGo], *, is_left_open: bool
) -> None:
    folder = shared / "play"
    folder.mkdir(mode=0o755)
    begin(folder / "data")
    data = folder / "data"
    open_elsewhere(Commands(data / "ledger.db"), "dies" if is_left_open else "closes")()
    assert (data / "ledger.db-wal").exists() == is_left_open
    user = NOBODY if os.geteuid() == 0 else None
    if user:
        for path in (data, *data.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    data.chmod(0o500)
    asked = [question.split() for question in (*QUESTIONS, "check")]
    ended = stage.play(Part(folder, asked, user=user))
    data.chmod(0o700)
    assert ended.codes == [0] * len(asked), ended
