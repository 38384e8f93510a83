"""The fast lane answers as the slow one does, byte for byte, and loads little."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT, Commands
from loading import loaded, roots
from reflog.cli import fast

if TYPE_CHECKING:
    from pathlib import Path

SLOW = """
import sys
from reflog.cli import app
sys.exit(app.main(sys.argv[1:]))
"""
OPTIONS = [
    list(chosen)
    for count in range(len(fast.MORNING) + 1)
    for chosen in itertools.combinations(fast.MORNING, count)
]
FORMS = [[], *(["due", *options] for options in OPTIONS)]
MODULES = {
    *("reflog.cli.fast", "reflog.cli.main", "reflog.cli.commands.due", "reflog.cli.environment"),
    *("reflog.cli.terminal", "reflog.reports.follow_ups", "reflog.storage.reader"),
    *("reflog.storage.connection", "reflog.render.pages.due", "reflog.render.words"),
    *("reflog.render.plain", "reflog.render.blocks", "reflog.render.clean", "reflog.errors"),
    *("reflog.paths", "reflog.domain.record", "reflog.domain.entries", "reflog.domain.days"),
    *("reflog.domain.contacts", "reflog.domain.follow_ups", "reflog.domain.introductions"),
    "reflog.domain.money",
}
FLOORS = ("cli", "render", "reports", "storage", "domain")
PACKAGES = {
    "reflog",
    *(f"reflog.{floor}" for floor in FLOORS),
    *("reflog.cli.commands", "reflog.render.pages"),
}
DEAR = {"typer", "rich", "sqlmodel", "platformdirs", "typing", "dataclasses", "json", "random"}


@pytest.fixture(params=["empty", "kept", "later", "not-a-ledger", "newer"])
def ledger(request: pytest.FixtureRequest, reflog: Commands) -> Commands:
    """A ledger in each of the states that the morning meets."""
    if request.param in {"kept", "later", "newer"}:
        reflog.ok("intro", 'Zoë "Zed" Müller', "王小明", "--need", "[red]tea[/] \x1b[31m\u202e")
        reflog.ok("intro fred sally --on 2026-11-01")
        reflog.ok("follow fred call him --due today")
    if request.param == "later":
        reflog.today = "2027-03-01"
    if request.param == "not-a-ledger":
        reflog.ledger.parent.mkdir(exist_ok=True)
        reflog.ledger.write_bytes(b"not a ledger" * 100)
    if request.param == "newer":
        change(reflog.ledger, "PRAGMA user_version = 999")
    return reflog


def change(path: Path, sql: str) -> None:
    import sqlite3  # noqa: PLC0415 - the one use

    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def run(reflog: Commands, program: list[str], words: list[str]) -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [*program, *words], env=reflog.environ(), capture_output=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_both_lanes_print_the_same_bytes(ledger: Commands) -> None:
    for words in FORMS:
        quick = run(ledger, [str(SCRIPT)], words)
        slow = run(ledger, [sys.executable, "-c", SLOW], words)
        assert quick == slow, words
        assert quick[1] or quick[2]


def test_the_ledger_may_be_named(reflog: Commands, tmp_path: Path) -> None:
    words = ["--ledger", str(tmp_path / "other.db"), "due"]
    assert run(reflog, [str(SCRIPT)], words) == run(reflog, [sys.executable, "-c", SLOW], words)


@pytest.mark.parametrize("width", [60, 100, 140])
def test_both_lanes_show_the_same_on_a_terminal(reflog: Commands, width: int) -> None:
    reflog.ok("intro fred sally --on 2026-11-01")
    shown = [
        str(
            pexpect.run(
                command,
                env={**reflog.environ(), "TERM": "xterm-256color"},
                dimensions=(24, width),
                encoding="utf-8",
            )
        )
        for command in (f"{SCRIPT} due", f"{sys.executable} -c '{SLOW}' due")
    ]
    assert shown[0] == shown[1]
    assert "Sally" in shown[0]


@pytest.mark.parametrize(
    "words",
    [
        ["due", "--within", "3"],
        ["due", "--for", "fred"],
        ["due", "--all", "x"],
        ["--json"],
        ["--ledger"],
        ["--ledger", "a\udcff"],
        ["duee"],
        ["due", "-h"],
    ],
)
def test_everything_else_is_left_to_the_slow_lane(words: list[str]) -> None:
    if words == ["--ledger", "a\udcff"]:
        words = [*words, "nothing"]
    assert fast.answer(words) is None


def test_the_morning_loads_nothing_but_its_own(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-01")
    modules, _said = loaded(reflog, "due", bare=True)
    ours = {module for module in modules if module.partition(".")[0] == "reflog"}
    assert ours == MODULES | PACKAGES | {"reflog.__main__"}
    assert not roots(modules) & DEAR
