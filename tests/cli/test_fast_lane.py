"""The fast lane answers as the slow one does, byte for byte, and loads little."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT, Commands
from forks import Answer, answer
from loading import loaded, roots
from reflog import cli
from reflog.cli import main
from surroundings import taking_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Lane = Callable[[list[bytes], dict[str, str]], Answer]

SLOW = """
import sys
from reflog.cli import app
sys.exit(app.main(sys.argv[1:]))
"""
OPTIONS = [
    list(chosen)
    for count in range(len(main.MORNING) + 1)
    for chosen in itertools.combinations(main.MORNING, count)
]
FORMS = [[], *(["due", *options] for options in OPTIONS)]
MODULES = {
    *("reflog.cli.main", "reflog.cli.commands.due", "reflog.cli.environment"),
    *("reflog.cli.terminal", "reflog.reports.entries", "reflog.storage.connection"),
    "reflog.errors",
    *("reflog.domain.entries", "reflog.domain.days"),
    *("reflog.domain.contacts", "reflog.domain.follow_ups"),
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


def slowly(words: Sequence[str | bytes], environ: dict[str, str]) -> Answer:
    """Run the same, and let it take the slow lane."""
    return answer(words, environ, is_slow=True)


def quickly(words: Sequence[str | bytes], environ: dict[str, str]) -> Answer:
    """Run the installed command, whose lane is the fast one."""
    ended = subprocess.run(
        [str(SCRIPT), *words],
        env=environ,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_both_lanes_print_the_same_bytes(ledger: Commands, every: int) -> None:
    for words in FORMS[::every]:
        quick = quickly(words, ledger.environ())
        assert quick == slowly(words, ledger.environ()), words
        assert quick[1] or quick[2]


def test_the_slow_lane_says_the_same_begun_anew(reflog: Commands) -> None:
    words = ["--ledger", str(reflog.ledger), "due"]
    reflog.ok("intro fred sally --on 2026-11-01")
    ended = subprocess.run(
        [sys.executable, "-c", SLOW, *words], env=reflog.environ(), capture_output=True, check=False
    )
    anew = ended.returncode, ended.stdout, ended.stderr
    assert anew == slowly(words, reflog.environ())
    assert b"Sally" in anew[1]


def test_the_ledger_may_be_named(reflog: Commands, tmp_path: Path) -> None:
    words = ["--ledger", str(tmp_path / "other.db"), "due"]
    quick = quickly(words, reflog.environ())
    assert quick == slowly(words, reflog.environ())


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
        ["due", "fred"],
        ["undo", "5"],
        ["contact", "fred"],
        ["note", "fred", "--", "-5"],
        ["import", "-"],
    ],
)
def test_everything_else_is_left_to_the_slow_lane(words: list[str]) -> None:
    if words == ["--ledger", "a\udcff"]:
        words = [*words, "nothing"]
    assert main.answer(words) is None


def test_the_morning_loads_nothing_but_its_own(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-11-01")
    modules, _said = loaded(reflog, "due", bare=True)
    ours = {module for module in modules if module.partition(".")[0] == "reflog"}
    assert ours == MODULES | PACKAGES | {"reflog.__main__"}
    assert not roots(modules) & DEAR


def test_a_count_loads_no_more_than_the_morning(reflog: Commands) -> None:
    reflog.ok("follow fred call --due today")
    morning, _said = loaded(reflog, "due", bare=True)
    modules, said = loaded(reflog, "due", "--count", bare=True)
    assert modules <= morning
    assert said.strip() == "1"


WORDS = " ".join(
    """
who, who fred, who nobody, who freddd, tree, tree fred, tree nobody, balance, balance fred,
balance me, show fred, show 1, show 99, show, show #1, intros, log, log fred, find tea,
find, find &, contact, contact list, history, config, config currency, config nonsense,
config currency EUR, check, check x, completion, completion fish, completion tcsh, thanks,
export, intro fred sally, intro ann bob, intro fred, intro a b c, intro, received ann, done
2, done 2 she loved it, done 99, done fred, done sally, done, done 4, snooze 2 tomorrow,
snooze 2, snooze, snooze fred 2w, snooze 2 3 friday, drop 2, drop, drop 2 x, follow fred
call him, follow fred, follow, follow ann thank, mark 1 met, mark 1 won, mark, mark 1, mark
1 nowhere, mark fred met, mark 1 lead, business 1 2500, business 1 x, business, business
fred 20 eur, thanks fred, thanks nobody new, met fred he does boilers, met, met me, note
fred tea, note fred, note, note Fred Blake likes tea, edit 1, edit, edit fred, delete 4,
delete, delete x, undo, redo, undo 1, contact add ann, contact add fred, contact add,
contact edit fred, contact edit, contact rename fred Fred Moss, contact rename fred, contact
alias fred Freddy, contact merge fred sally, contact merge fred, contact duplicates, contact
duplicates fred sally, contact forget fred, contact x, backup, restore, restore nowhere.db,
restore a b, backup a b, import, import nowhere.vcf, nonsense, duee, due x, flow fred,
history 3, draft 2, draft 1, draft
fred, draft nobody, draft, draft 99, wording, wording sign, wording thank mail, wording nonsense,
morning, morning x, help, help week, help contact add, help intor
""".split()
).split(", ")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with something to ask and to change, and its copy of the day made."""
    reflog = Commands(tmp_path_factory.mktemp("lived") / "data" / "ledger.db")
    with taking_copies():
        reflog.ok("intro fred sally")
    reflog.ok("note fred tea")
    reflog.ok("met", "+Freda Lang", "coffee")
    return reflog


def answered(lived: Commands, folder: Path, lane: Lane, words: list[bytes]) -> object:
    """Return what one lane answers on a copy of the ledger, and what it makes of the ledger."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(lived.ledger.parent, folder)
    reflog = Commands(folder / "ledger.db")
    before = reflog.content()
    answer = lane(words, reflog.environ())
    if reflog.content() == before:
        return *answer, "nothing changed"
    return *answer, reflog.json("log"), reflog.json("contact list"), reflog.json("due --all")


@pytest.mark.parametrize("typed", sorted({*WORDS, *cli.NAMES}))
def test_both_lanes_do_the_same_with_words_alone(
    lived: Commands, tmp_path: Path, typed: str
) -> None:
    words = [word.encode() for word in typed.split()]
    quick = answered(lived, tmp_path / "data", answer, words)
    slow = answered(lived, tmp_path / "data", slowly, words)
    assert without_moments(quick) == without_moments(slow)


def without_moments(told: object) -> str:
    """Leave out the instants and identities, which are others each time."""
    return re.sub(r"T?[\d:]{6,8}\.\d+Z|\d\d:\d\d:\d\d|[0-9a-f-]{36}", "~", repr(told))


@pytest.mark.parametrize("words", [b"note fred caf\xe9", b"who caf\xe9", b"caf\xe9", b"show \xff"])
def test_both_lanes_refuse_words_that_are_not_utf8(
    lived: Commands, tmp_path: Path, words: bytes
) -> None:
    quick, slow = (
        answered(lived, tmp_path / "data", lane, words.split()) for lane in (quickly, slowly)
    )
    assert quick == slow
    assert b"UTF-8" in quick[2]  # type: ignore[index]
