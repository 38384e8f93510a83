"""Terminals without a size, questions that nobody sees, answers that are no text."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT
from terminals import Session

if TYPE_CHECKING:
    from commands import Commands

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def typed(reflog: Commands, words: str, **variables: str) -> Session:
    environ = {**reflog.environ(), "TERM": "xterm-256color", **variables}
    return Session(words.split(), environ, (0, 0))


def ended(child: Session) -> tuple[int | None, str]:
    said = child.read()
    child.close()
    return child.exitstatus, said


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"COLUMNS": "0", "LINES": "0"},
        {"COLUMNS": "²", "LINES": "²"},
        {"COLUMNS": "9" * 20, "LINES": "9" * 20},
        {"TERMINAL_WIDTH": "0"},
        {"TERMINAL_WIDTH": "wide"},
    ],
)
@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("show nobody", 3, "reflog: There is no one named"),
        ("note fred coffee", 0, "coffee"),
        ("who", 0, "Sally"),
        ("due --all", 0, "Sally"),
        ("intro --help", 0, "PROVIDER"),
        ("nonsense", 2, "reflog: There is no command"),
    ],
)
def test_a_terminal_without_a_size_is_told_all_the_same(
    reflog: Commands, variables: dict[str, str], words: str, code: int, expected: str
) -> None:
    reflog.ok("intro fred sally")
    status, said = ended(typed(reflog, words, **variables))
    assert "Traceback" not in said
    assert "has a bug" not in said
    assert expected in said
    assert status == code


def test_what_fails_while_an_error_is_said_hides_neither_the_exit_code_nor_that_it_failed(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_values: object) -> str:
        message = "canary"
        raise ValueError(message)

    monkeypatch.setattr("reflog.cli.main.clean", broken)
    assert reflog("show nobody").code == 3
    said = capsys.readouterr().err
    assert "not-found" in said
    assert "canary" not in said


def test_nothing_is_asked_where_nobody_can_see_the_question(reflog: Commands) -> None:
    reflog.ok("note Fredric tea")
    words = ["-c", f"{SCRIPT} note fredrik hello 2>/dev/null"]
    child = pexpect.spawn("/bin/sh", words, env=reflog.environ(), timeout=30)
    child.read()
    child.close()
    assert child.exitstatus == 3


def test_a_byte_that_is_no_text_is_a_wrong_answer_and_no_defect(reflog: Commands) -> None:
    reflog.ok("note Fredric tea")
    child = typed(reflog, "note fredrik hello")
    child.expect("Enter to cancel")
    os.write(child.child_fd, b"\xff\n")
    child.expect("Enter to cancel")
    child.send("\n")
    status, said = ended(child)
    assert "has a bug" not in said
    assert status == 3


@pytest.mark.parametrize("words", ["--help", "intro --help", "contact -h", "help intro"])
def test_help_that_cannot_be_written_is_a_full_disk_and_no_defect(
    reflog: Commands, words: str
) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [str(SCRIPT), *words.split()],
            env=reflog.environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert told.returncode == 74
    assert b"has a bug" not in told.stderr


@pytest.mark.parametrize("words", ["--help", "intro --help", "help"])
def test_help_into_a_pipe_that_is_closed_is_no_error(reflog: Commands, words: str) -> None:
    told = subprocess.run(
        ["bash", "-c", f"{SCRIPT} {words} | true; exit ${{PIPESTATUS[0]}}"],
        env=reflog.environ(),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, b"")
