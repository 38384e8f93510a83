"""What is longer than the screen goes through the pager, as git's lists do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from books import Book
from terminals import Session

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

LONG = ("contact list", "due --all", "due --for fred", "log", "find thing", "show fred")
ESCAPE = "\x1b["


@pytest.fixture
def many(reflog: Commands) -> Commands:
    book = Book(str(reflog.ledger))
    with book.writing():
        fred = book.person("Fred")
        for at in range(60):
            book.person(f"Contact {at:02}")
            book.follow_up(fred, "other", what=f"thing {at:02}", due_on="2026-11-19")
        for at in range(60):
            book.follow_up(
                *(fred, "other"),
                what=f"old thing {at:02}",
                due_on="2026-11-19",
                status="done",
                done_on="2026-11-20",
            )
    return reflog


def typed(reflog: Commands, words: str, *, lines: int = 24, **variables: str) -> Session:
    environ = {**reflog.environ(), "TERM": "xterm-256color", **variables}
    del environ["REFLOG_PAGER"]
    return Session(words.split(), environ | variables, (lines, 80))


def ended(child: Session) -> str:
    said = str(child.read())
    child.close()
    assert child.exitstatus == 0, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("words", ["help", "--help", "help intro", "intro --help", "help week"])
def test_help_longer_than_the_screen_goes_through_it_too(reflog: Commands, words: str) -> None:
    said = ended(typed(reflog, words, REFLOG_PAGER="sed 's/^/paged: /'"))
    assert said.count("paged: ") == len(said.splitlines()) > 24
    assert "paged: " not in ended(
        typed(reflog, words, lines=200, REFLOG_PAGER="sed 's/^/paged: /'")
    )


@pytest.mark.parametrize("words", LONG)
def test_a_list_longer_than_the_screen_goes_through_the_pager(many: Commands, words: str) -> None:
    said = ended(typed(many, words, REFLOG_PAGER="sed 's/^/paged: /'", PAGER="false"))
    assert said.count("paged: ") == len(said.splitlines()) > 24
    assert ESCAPE in said, "its colors are kept"


def test_without_one_of_our_own_it_is_the_usual_pager(many: Commands) -> None:
    assert "paged: " in ended(typed(many, "log", PAGER="sed 's/^/paged: /'"))


def test_the_answer_in_the_pager_is_the_one_without(many: Commands) -> None:
    through = ended(typed(many, "contact list", REFLOG_PAGER="sed -n p"))
    assert through == ended(typed(many, "contact list", REFLOG_PAGER="cat"))


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        ("log", {"REFLOG_PAGER": "", "PAGER": "echo paged"}),
        ("log", {"REFLOG_PAGER": "cat", "PAGER": "echo paged"}),
        ("log", {"PAGER": ""}),
        ("log --limit 3", {"REFLOG_PAGER": "echo paged"}),
        ("due", {"REFLOG_PAGER": "echo paged"}),
        ("", {"REFLOG_PAGER": "echo paged"}),
        ("follow fred call", {"REFLOG_PAGER": "echo paged"}),
    ],
)
def test_no_pager_is_asked_for(many: Commands, words: str, variables: dict[str, str]) -> None:
    said = ended(typed(many, words, lines=24, **variables))
    assert "paged" not in said
    assert ("old thing 00" in said) == (words == "log")


@pytest.mark.parametrize(
    "pager", ["there-is-no-such-pager", "false", "exit 3", "/", "cat >/dev/null; exit 1"]
)
def test_a_pager_that_is_missing_or_fails_hides_nothing(many: Commands, pager: str) -> None:
    said = ended(typed(many, "log", REFLOG_PAGER=pager))
    assert all(f"old thing {at:02}" in said for at in range(60))


def test_who_has_read_enough_is_no_failure(many: Commands) -> None:
    said = ended(typed(many, "contact list", REFLOG_PAGER="head -n 2"))
    assert len(said.splitlines()) == 2


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
@pytest.mark.parametrize("variables", [{}, {"LESS": "RX"}])
def test_less_shows_a_screen_and_waits(many: Commands, variables: dict[str, str]) -> None:
    child = typed(many, "contact list", lines=24, **variables)
    child.expect("Contact 05")
    child.expect(":")
    child.sendintr()
    child.send("q")
    said = ended(child)
    assert "Contact 50" not in said


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_what_fits_is_left_on_the_screen_by_less(many: Commands) -> None:
    said = ended(typed(many, "due --all", lines=100))
    assert "thing 59" in said


def test_a_terminal_without_a_size_is_never_too_small(many: Commands) -> None:
    environ = {**many.environ(), "TERM": "xterm", "REFLOG_PAGER": "echo paged"}
    child = Session(["contact", "list"], environ, (0, 0))
    said = ended(child)
    assert "paged" not in said
    assert "Contact 59" in said


def test_json_and_pipes_know_no_pager(many: Commands, tmp_path: Path) -> None:
    mark = tmp_path / "paged"
    for words in ("log", "contact list --json", "due --all"):
        assert many.process(words, environ={"REFLOG_PAGER": f"touch {mark}"}).code == 0
    said = ended(typed(many, "contact list --json", REFLOG_PAGER=f"touch {mark}"))
    assert "contact-59" in said
    assert not mark.exists()
