"""The boundary where every command ends: answers, errors, exit codes, streams."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT
from reflog import cli
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


@pytest.mark.parametrize("command", [*cli.NAMES, "contact"])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_plain_in_a_pipe_and_touches_no_ledger(
    reflog: Commands, command: str, flag: str
) -> None:
    printed = reflog.ok(f"{command} {flag}").out
    assert printed.startswith("Usage: reflog")
    assert not set("╭│╰\x1b") & set(printed)
    assert not reflog.ledger.parent.exists()


@each_row("words", ["flow", "due --nope", "intro fred", "done -mmet", "--ledger"])
def test_usage_errors_are_two_plain_lines(reflog: Commands, words: str) -> None:
    result = reflog.refused(2, words)
    message, hint = result.err.splitlines()
    assert message.startswith("reflog: ")
    assert hint.startswith("hint: ")


def test_a_mistyped_command_names_the_near_one(reflog: Commands) -> None:
    assert "reflog due" in reflog.refused(2, "deu").err


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("flow --json", 2, "usage"),
        ("done --json", 2, "usage"),
        ("show 12 --json", 3, "not-found"),
        ("show nobody --json", 3, "not-found"),
    ],
)
def test_an_error_is_one_json_document_on_stderr(
    reflog: Commands, words: str, code: int, kind: str
) -> None:
    error = reflog.refused(code, words).error
    assert list(error) == ["code", "message", "hint", "candidates"]
    assert error["code"] == kind
    assert error["message"]
    assert error["candidates"] == []


def test_json_may_stand_before_the_command(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    assert len(reflog.ok("--json", "due", "--all").json) == 2
    assert reflog.ok("--json").json == reflog.json("due")


def test_the_version_is_answered(reflog: Commands) -> None:
    assert reflog.ok("--version").out.startswith("reflog 0.")
    assert list(reflog.ok("--version --json").json) == ["version"]


def test_the_ledger_named_before_the_command_is_used(reflog: Commands) -> None:
    other = reflog.ledger.with_name("other.db")
    reflog.ok("--ledger", str(other), "intro", "fred", "sally")
    assert other.exists()
    assert not reflog.ledger.exists()
    assert "Fred" in reflog.ok("--ledger", str(other), "due", "--all").out


def test_a_ledger_named_behind_the_command_is_told_where_it_goes(reflog: Commands) -> None:
    refused = reflog.refused(2, "due --ledger other.db")
    assert "put it before the command: reflog --ledger FILE due" in refused.err


@pytest.mark.parametrize("today", ["yesterday", "2026-02-30", "20261121x", "0001-01-01"])
def test_a_wrong_today_is_refused(reflog: Commands, today: str) -> None:
    reflog.variables["REFLOG_TODAY"] = today
    assert "REFLOG_TODAY" in reflog.refused(2, "due").err


def test_a_word_that_is_not_utf8_is_refused(reflog: Commands) -> None:
    ended = subprocess.run(
        [str(SCRIPT).encode(), b"note", b"fred", b"caf\xe9"],
        env=reflog.environ(),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2
    assert b"UTF-8" in ended.stderr
    assert not reflog.ledger.exists()


def test_a_reader_that_goes_away_is_no_error(reflog: Commands) -> None:
    for number in range(40):
        reflog.ok("note", f"+Person {chr(65 + number % 26)}{number}", "x" * 3000)
    with subprocess.Popen(
        [str(SCRIPT), "log"],
        env=reflog.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert len(running.stdout.read(10)) == 10
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_answer_that_cannot_be_written_does_not_hide_what_was_recorded(
    reflog: Commands,
) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [str(SCRIPT), "intro", "fred", "sally"],
            env=reflog.environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 74
    assert ended.stderr.startswith(b"reflog: I couldn't write the output")
    assert len(reflog.json("due --all")) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["nonsense", "who nobody", "due --json nonsense"])
def test_what_cannot_be_said_on_stderr_leaves_the_exit_code(reflog: Commands, words: str) -> None:
    expected = reflog(words).code
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [str(SCRIPT), *words.split()], env=reflog.environ(), stderr=full, check=False
        )
    assert ended.returncode == expected
    assert expected in {2, 3}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(("words", "code"), [("show nobody", 3), ("note fred tea", 0)])
@pytest.mark.usefixtures("_copy_a_day")
def test_remarks_that_cannot_be_written_change_no_exit_code(
    reflog: Commands, words: str, code: int
) -> None:
    reflog.ok("note fred tea")
    reflog.ledger.with_name("ledger.db.backups").rename(reflog.ledger.with_name("gone"))
    reflog.ledger.with_name("ledger.db.backups").touch()  # so that there is a remark
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [str(SCRIPT), *words.split()],
            env=reflog.environ(),
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert ended.returncode == code


def test_an_ascii_terminal_gets_escapes_and_no_traceback(reflog: Commands) -> None:
    reflog.ok("note", "王小明", "likes tea")
    answer = reflog.process(
        "contact", "list", environ={"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"}
    )
    assert answer.code == 0
    assert "\\u738b" in answer.out


def test_the_installed_command_writes_reads_and_refuses(reflog: Commands) -> None:
    assert reflog.process("intro fred sally").code == 0
    assert "Fred" in reflog.process("due --all").out
    assert reflog.process("due --all --exit-code").code == 0
    refused = reflog.process("intro fred sally")
    assert (refused.code, refused.out) == (4, "")


def test_a_defect_is_one_sentence_without_values(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_values: object, **_options: object) -> None:
        message = "canary"
        raise RuntimeError(message)

    monkeypatch.setattr("reflog.reports.entries.due", broken)
    result = reflog("due")
    assert result.code == 70
    assert "RuntimeError" in result.err
    assert "canary" not in result.err
    reflog.variables["REFLOG_DEBUG"] = "1"
    result = reflog("due")
    assert result.code == 70
    assert "due.py:" in result.err
    assert " due" in result.err
    assert "RuntimeError" in result.err
    assert "canary" not in result.err


def test_a_word_that_begins_with_a_minus_is_told_where_it_goes(reflog: Commands) -> None:
    refused = reflog.refused(2, "note", "fred", "-5", "euro")
    assert "hint: reflog note --help; put words that start with - after --" in refused.err
    assert "behind" not in reflog.refused(2, "note", "fred", "--euro").err
    assert reflog.ok("note", "+fred", "--", "-5", "euro").out


PRESSED = """\
import sys
class Pressed:
    def find_spec(self, name, *_rest):
        if name == sys.argv[0]:
            sys.meta_path.remove(self)
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
sys.argv[0] = sys.argv.pop()
from reflog.cli import run
run()
"""
"""A program that is interrupted as it begins to import the module that is its last word."""


@pytest.mark.parametrize("module", ["reflog.cli.main", "reflog.cli.environment", "typer"])
@pytest.mark.parametrize("is_json", [True, False])
def test_ctrl_c_before_a_command_has_begun_ends_it_without_a_traceback(
    reflog: Commands, module: str, *, is_json: bool
) -> None:
    words = ["note", "fred", "tea", "--on", "today", *(["--json"] if is_json else [])]
    ended = subprocess.run(
        [sys.executable, "-c", PRESSED, *words, module],
        env=reflog.environ(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    said = json.loads(ended.stderr)["error"]["message"] if is_json else ended.stderr
    assert said.startswith("Interrupted." if is_json else "reflog: Interrupted.\n")
    assert not reflog.ledger.exists()
