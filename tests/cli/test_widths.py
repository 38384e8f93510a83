"""Every command on terminals of any width: nothing that a pipe is told is missing."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import Commands
from forks import answer
from reflog import cli
from terminals import Session

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (0, 1, 10, 40, 80, 300)
ASKING = (
    "due --all",
    "due --count",
    "due --for fred",
    "thanks",
    "thanks --given",
    "who",
    "who fred",
    "tree",
    "tree fred",
    "balance",
    "balance fred",
    "show fred",
    "show 1",
    "show me",
    "intros",
    "log",
    "log fred",
    "find fred",
    "find &",
    "contact list",
    "contact duplicates",
    "wording",
    "wording check-in",
    "config",
    "config days.thank",
    "undo --dry-run",
    "completion bash",
    "export contacts --format csv",
    "draft 2",
    "help",
    "intro --help",
    "contact --help",
    "help week",
    "help json",
    "know fred",
    "know me",
    "match",
    "match stone walls",
    "match --for sally",
    "match --to fred",
    "ask",
    "ask --since 2026-01-01",
    "met",
    "network",
    "report --since 2026-01-01",
    "log --since 2026-01-01",
    "help matching",
)
WRITING = (
    "intro zed yan --need tea",
    "received xan --from fred",
    "done 2 spoke at length about the roof",
    "snooze 2 2w",
    "drop 2",
    "follow fred call about the roof and the garden wall",
    "mark 1 won --amount 250",
    "business 1 300 for the roof",
    "thanks fred",
    "met fred at the market",
    "note fred likes tea in the morning",
    "contact add Zed",
    "contact edit fred --city Bern",
    "contact rename fred Frederick Moss",
    "contact alias fred Freddy",
    "edit 1 --need tea",
    "know fred wants owners of old stone houses in the valley",
    "know sally needs a roofer",
    "ask fred he will think about it",
    "undo",
    "redo",
)
REFUSED = (
    "nonsense",
    "fred",
    "contact fred",
    "show nobody",
    "done 999",
    "done 2 --mark nowhere",
    "mark 1 nowhere",
    "intro fred",
    "intro a b c",
    "follow fred",
    "business 1 nothing",
    "contact add 12",
    "contact merge fred sally",
    "contact forget fred",
    "delete 1",
    "restore nowhere",
    "import nowhere.csv",
    "picture nowhere",
    "morning --within x",
    "history --limit x",
    "know nobody",
    "know fred nonsense words",
    "match --limit x",
    "ask --limit x",
)
FORMS = (*ASKING, *WRITING, *REFUSED)
ASKED = ("contact merge fred sally", "contact forget fred", "delete 1")
"""Refused in a pipe with what a terminal is asked."""
DRAWN = ("picture",)
"""Commands whose answer is drawn for the width there is: other widths, other words."""
OTHERWISE = (
    "history",
    "morning",
    "import",
    "export",
    "backup",
    "check",
    "restore",
    "edit",
    "delete",
)
"""Commands whose usual form says ages or times, asks for keys, or is among the others above."""


def test_every_command_has_a_form_here() -> None:
    typed = {cli.command_of(form.split())[0] for form in FORMS}
    named = {*typed, *DRAWN, *OTHERWISE}
    assert {name for name in cli.NAMES if name not in named} == set()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with long names, needs and notes, and a chain of thirty."""
    reflog = Commands(tmp_path_factory.mktemp("widths") / "ledger.db", today="2026-11-10")
    reflog.ok("contact", "add", "Maria del Carmen Ortiz y Vega", "--phone", "+34 600 123 456")
    reflog.ok("intro", "Fred Moss", "Sally Ng", "--need", "somebody who rebuilds dry stone walls")
    reflog.ok("intro", "Fred Moss", "Maria del Carmen Ortiz y Vega", "--need", "a will and estate")
    reflog.ok("received", "王小明", "--from", "Jürgen Weiß", "--need", "Steuerberatung")
    reflog.ok("note", "fred", "likes tea & toast, supercalifragilisticexpialidocious and Bern")
    reflog.ok("met", "fred", "wants architects who answer the phone")
    for at in range(30):
        reflog.ok("received", f"link{at + 1:02}", "--from", f"link{at:02}", "--no-follow-up")
    for topic in ("wants", "say", "does", "knows", "used"):
        reflog.ok("know", "fred", topic, f"dry stone walls ({topic}), and owners who own a valley")
    reflog.ok("know", "fred", "trust", "mine still stands")
    reflog.ok("know", "sally", "needs", "a plumber for the old house")
    reflog.ok("know", "me", "partners", "roofers, plumbers, gardeners")
    reflog.ok("know", "me", "does", "tax for craftspeople")
    reflog.ok("know", "maria", "doubt", "late twice, and said nothing")
    reflog.ok("mark", "1", "won", "--amount", "250")
    reflog.ok("ask", "fred", "will think about it")
    reflog.today = "2026-11-21"
    reflog.ok("config", "questions", "false")
    return reflog


@pytest.fixture
def reflog_there(lived: Commands, tmp_path: Path) -> Commands:
    folder = tmp_path / "data"
    shutil.copytree(lived.ledger.parent, folder)
    return Commands(folder / lived.ledger.name, today=lived.today)


def seen(reflog: Commands, words: str, width: int) -> tuple[int | None, str]:
    child = Session(words.split(), {**reflog.environ(), "TERM": "xterm-256color"}, size=(24, width))
    said = ""
    while True:
        at = child.expect([pexpect.EOF, r"Enter\s+to\s+cancel: ", r"\[y/N\] ", r"go\s+on: "])
        said += str(child.before) + (str(child.after) if at else "")
        if not at:
            break
        child.send("\n")  # where a terminal is asked, a pipe is told
    child.close()
    return child.exitstatus, re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", said)


def holds(said: str, words: str) -> None:
    """Whoever reads has every character, and on a wide terminal every word, of it."""
    missing = Counter("".join(words.split())) - Counter(said)
    assert not missing, missing


@pytest.mark.parametrize(
    ("form", "width"),
    [
        pytest.param(
            *(form, width),
            marks=[] if at % len(WIDTHS) == place else [pytest.mark.slow],
        )
        for at, form in enumerate(FORMS)
        for place, width in enumerate(WIDTHS)
    ],
)
def test_nothing_is_missing_however_wide_the_terminal(
    reflog_there: Commands, tmp_path: Path, form: str, width: int
) -> None:
    aside = tmp_path / "aside"
    shutil.copytree(reflog_there.ledger.parent, aside)
    reflog_aside = Commands(aside / reflog_there.ledger.name, today=reflog_there.today)
    code, *piped = answer(form.split(), reflog_aside.environ())
    told, complained = (text.decode() for text in piped)
    status, said = seen(reflog_there, form, width)
    assert "Traceback" not in said
    assert "has a bug" not in said
    assert status == code, said
    if form not in ASKED:
        holds(said, told + complained)
    if width == max(WIDTHS):
        words = {word for line in told.splitlines() for word in line.split()}
        assert {word for word in words if word not in said} == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chain_of_thirty_is_seen_to_its_end(lived: Commands, width: int) -> None:
    _status, said = seen(lived, "tree", width)
    joined = "".join(said.split())
    assert all(f"link{at:02}" in joined for at in range(31)) or width == 1
    holds(said, "".join(f"link{at:02}" for at in range(31)))


@pytest.mark.parametrize("width", [20, 40, 60])
def test_no_word_of_a_command_in_a_hint_is_broken(lived: Commands, width: int) -> None:
    for form, command in (
        ("show nobody", "reflog contact add nobody"),
        ("contact fred", "reflog show fred"),
        ("intro fred", "reflog intro"),
    ):
        _status, said = seen(lived, form, width)
        lines = {word for line in said.splitlines() for word in line.split()}
        assert set(command.split()) <= lines, said
