"""What TAB offers, asked as the scripts for the shells ask."""

from __future__ import annotations

import inspect
import sqlite3
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

import command_table
from commands import SCRIPT, Commands
from damage import unguarded
from forks import answer
from loading import loaded, roots
from reflog import cli
from reflog.cli import GROUPS, completion
from reflog.cli.app import branch
from reflog.cli.commands import help as shells
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator


def offered(reflog: Commands, typed: str, shell: str = "zsh") -> list[str]:
    """What is offered for the last word typed; a space at the end begins a new one."""
    words = ["__complete", shell, "reflog", *typed.split(" ")]
    code, out, err = answer(words, reflog.environ())
    assert (code, err) == (0, b"")
    return out.decode().splitlines()


@pytest.fixture
def known(reflog: Commands) -> Commands:
    reflog.ok("intro", "Fred Moss", "Sally Ng")  # 1, with follow-ups 2 and 3
    reflog.ok("note", "Ann Mossberg", "hi")
    reflog.ok("note", "Moss Bäcker", "hi")
    reflog.ok("note", "王小明", "hi")
    return reflog


@each_row(
    ("typed", "expected"),
    [
        ("who moss", ["moss-backer", "fred-moss", "ann-mossberg"]),
        ("who FRE", ["fred-moss"]),
        ("who bä", ["moss-backer"]),
        ("who 王", ["contact-6"]),
        ("who @sa", ["@sally-ng"]),
        ("who zz", []),
        ("who fred m", []),
        ("due --for=sal", ["--for=sally-ng"]),
        ("due --for sal", ["sally-ng"]),
        ("received zoe --from fred mo", ["moss-backer", "fred-moss", "ann-mossberg"]),
        ("note fred likes tea --on mon --about ", ["1"]),
        ("met fred --note likes tea wed", []),
        ("intro fred-moss sa", ["sally-ng"]),
        ("intro fred-moss sally-ng ", []),
        ("intro -b sa", ["sally-ng"]),
        ("contact merge fred-moss ann", ["ann-mossberg"]),
        ("contact add fr", []),
        ("done ", ["2", "3"]),
        ("done 2 ", ["3"]),
        ("done 2 he ", []),
        ("done fr", ["fred-moss"]),
        ("done ann", []),
        ("drop 3", ["3"]),
        ("mark ", ["1"]),
        ("mark sal", ["sally-ng"]),
        ("mark 1 w", ["won"]),
        ("done 2 --mark l", ["lost"]),
        ("snooze 2 tom", ["tomorrow"]),
        ("snooze 2-3 5,6 tom", ["tomorrow"]),
        ("thanks fred --for ", ["1"]),
        ("thanks fred --via in", ["in-person"]),
        ("edit 1", ["1"]),
        ("edit fr", []),
        ("show 1", ["1"]),
        ("show fr", ["fred-moss"]),
        ("follow fred-moss th", ["thank"]),
        ("contact edit sally --role cl", ["client"]),
        ("intro a b --caller pros", ["prospect"]),
        ("config days.ch", ["days.check-in"]),
        ("note fred-moss -- sa", []),
        ("know fr", ["fred-moss"]),
        ("know fred-moss per", ["personable"]),
        ("know fred-moss say per", []),
        ("note fred-moss --about ", ["1"]),
        ("completion z", ["zsh"]),
        ("import x", [completion.FILES]),
        ("import a.csv b", [completion.FILES]),
        ("import a.csv --format l", ["linkedin"]),
        ("export fo", ["follow-ups"]),
        ("export -o x", [completion.FILES]),
        ("restore x", [completion.FILES]),
        ("--ledger x", [completion.FILES]),
        ("check --repair x", [completion.FILES]),
        ("th", ["thanks"]),
        ("contact me", ["merge"]),
        ("--json who fr", ["fred-moss"]),
        ("--ledger nowhere.db who fr", []),
        ("nonsense fr", []),
        ("who --si", ["--since"]),
        ("who -", ["--json", "--help", "--stage", "--since"]),
        ("--v", ["--version"]),
    ],
)
def test_what_is_offered(known: Commands, typed: str, expected: list[str]) -> None:
    assert offered(known, typed) == expected


def test_without_a_beginning_those_come_first_with_whom_something_is_due(known: Commands) -> None:
    known.ok("follow ann call --due today")
    people = offered(known, "who ")
    assert people[:3] == ["ann-mossberg", "fred-moss", "sally-ng"]
    assert sorted(people) == sorted({*people})
    assert "moss-backer" in people
    assert "me" not in people


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("who @ sal", ["sally-ng"]),
        ("who @ @sal", ["@sally-ng"]),
        ("due --for = sal", ["sally-ng"]),
        ("due --for =", []),
        ("who moss", ["moss-backer", "fred-moss", "ann-mossberg", ""]),
        ('who "Sal', ["sally-ng"]),
    ],
)
def test_bash_takes_words_apart(known: Commands, typed: str, expected: list[str]) -> None:
    assert offered(known, typed.lower(), "bash") == expected


def test_an_introduction_that_has_ended_is_not_offered_and_one_without_follow_ups_is(
    known: Commands,
) -> None:
    known.ok("intro", "Ann Mossberg", "Moss Bäcker", "--no-follow-up")
    number = str(known.json("intros --open")[-1]["id"])
    latest = {str(one["id"]) for one in known.json("intros --open")}
    assert set(offered(known, "mark ")) == latest
    assert number in latest
    known.ok("mark 1 declined")
    assert "1" not in offered(known, "mark ")


def test_somebody_forgotten_is_not_offered(known: Commands) -> None:
    known.ok("contact forget sally --yes")
    assert not [word for word in offered(known, "who ") if word.startswith("contact-3")]
    assert offered(known, "who forg") == []


def test_what_a_ledger_holds_against_the_rules_is_not_offered(known: Commands) -> None:
    connection = unguarded(known.ledger)
    for person, handle in (("Fred Moss", "mo$(touch x)"), ("Ann Mossberg", "mo;touch")):
        connection.execute("UPDATE contact SET handle = ? WHERE name = ?", (handle, person))
    connection.commit()
    connection.close()
    assert offered(known, "who mo") == ["moss-backer"]
    assert offered(known, "done mo") == []


def nothing() -> None:
    """A ledger that is not there."""


@pytest.mark.parametrize("harm", ["missing", "newer", "older", "rubbish", "folder", "alarm"])
@pytest.mark.usefixtures("_copy_a_day")
def test_a_ledger_that_cannot_be_read_offers_nothing_and_is_left_alone(
    known: Commands, harm: str
) -> None:
    before = known.content()
    if harm in {"missing", "folder", "alarm"}:
        known.ledger.unlink()
        backups = known.ledger.with_name(known.ledger.name + ".backups")
        if harm != "alarm":
            for copy in backups.iterdir():
                copy.unlink()
            backups.rmdir()
    if harm == "folder":
        known.ledger.mkdir()
    if harm in {"newer", "older"}:
        connection = sqlite3.connect(known.ledger)
        connection.execute(f"PRAGMA user_version = {999 if harm == 'newer' else 0}")
        connection.commit()
        connection.close()
    if harm == "rubbish":
        known.ledger.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert offered(known, "who fr") == []
    assert offered(known, "done ") == []
    assert known.ledger.exists() == (harm not in {"missing", "alarm"})
    assert before


@pytest.fixture
def locked(known: Commands) -> Iterator[Commands]:
    other = sqlite3.connect(known.ledger, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield known
    other.close()


def test_a_locked_ledger_is_not_waited_for(locked: Commands) -> None:
    begun = time.monotonic()
    assert offered(locked, "who fr") == []
    # Far below the five seconds that a question waits; no measure of speed.
    assert time.monotonic() - begun < 3


def test_it_fails_silently_whatever_happens(known: Commands) -> None:
    for words in ([], ["zsh"], ["nonsense", "reflog", "who", "fr"], ["bash", "reflog"]):
        ended = subprocess.run(
            [str(SCRIPT), "__complete", *words],
            env={**known.environ(), "HOME": ""},
            capture_output=True,
            check=True,
        )
        assert ended.stderr == b""


def test_a_reader_that_has_gone_is_no_noise(known: Commands) -> None:
    ended = subprocess.run(
        ["bash", "-c", f"{SCRIPT} __complete zsh reflog '' >&-"],
        env=known.environ(),
        capture_output=True,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == (b"", b"")


def test_completion_of_a_contact_loads_neither_typer_nor_json(known: Commands) -> None:
    words = ("__complete", "zsh", "reflog", "who", "fr")
    modules, said = loaded(known, *words, bare=True)
    assert said == "fred-moss\n"
    heavy = {"typer", "rich", "sqlmodel", "platformdirs", "typing", "json", "unicodedata"}
    assert not roots(modules) & heavy


def test_the_options_in_the_table_are_those_of_the_commands() -> None:
    assert command_table.made() == cli.COMMANDS, "python tests/support/command_table.py"


@pytest.mark.parametrize("name", cli.NAMES)
def test_a_command_takes_words_where_the_table_says_so(name: str) -> None:
    first, *others = inspect.signature(cli.imported(name)).parameters
    assert (first, others[:1] == ["words"]) == ("env", bool(cli.usage_of(name)))


def test_a_branch_has_the_commands_of_its_word_alone() -> None:
    assert set(branch("snooze").commands) == {"snooze"}
    contact = branch("contact").commands["contact"]
    assert {f"contact {name}" for name in contact.commands} == {
        name for name in cli.NAMES if name.startswith("contact ")
    }


def test_every_command_stands_in_a_group_of_the_help() -> None:
    assert {cli.group_of(name) for name in cli.NAMES} <= set(GROUPS)


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_script_is_printed(reflog: Commands, shell: str) -> None:
    script = reflog.ok(f"completion {shell}").out
    assert script == shells.script(shell)
    assert reflog.json(f"completion {shell}") == {"shell": shell, "script": script}
    assert "eval" not in script


def test_the_shell_in_use_is_taken_where_none_is_named(reflog: Commands) -> None:
    reflog.variables["SHELL"] = "/usr/bin/fish"
    assert reflog.ok("completion").out == shells.script("fish")
    reflog.variables["SHELL"] = "/bin/tcsh"
    assert "bash" in reflog.refused(2, "completion").err
    reflog.refused(2, "completion tcsh")
