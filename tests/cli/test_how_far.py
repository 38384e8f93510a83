"""`done` on a terminal asks in one key how far it has come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from terminals import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commands import Commands

    Type = Callable[..., Typed]

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them"),
    pytest.mark.usefixtures("_every_day"),
]
QUESTION = "Enter not yet"


@pytest.fixture
def typed(reflog: Commands) -> Iterator[Type]:
    """Type a command on a terminal."""
    opened: list[Typed] = []

    def start(words: str) -> Typed:
        environ = {**reflog.environ(), "TERM": "xterm", "NO_COLOR": "1"}
        opened.append(Typed(words.split(), environ))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.mark.parametrize(
    ("key", "stage"),
    [
        (b"m", "met"),
        (b"C", "connected"),
        (b"w", "won"),
        (b"l", "lost"),
        (b"d", "declined"),
        (b"b", "bad"),
        (b"\r", "introduced"),
        (b"\x04", "introduced"),
        (b"xl", "introduced"),
        (b"\x1b[200~l\x1b[201~", "introduced"),
    ],
)
def test_one_key_says_how_far_it_has_come(
    reflog: Commands, typed: Type, key: bytes, stage: str
) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done 2 she called him")
    terminal.wait_for(QUESTION)
    terminal.type(key)
    if stage in {"won", "declined", "bad"}:  # what there is to learn of it is asked then
        terminal.wait_for("? ", 2)
        terminal.type(b"\x04")
    assert terminal.end() == 0
    found = reflog.json("show 1")
    assert found["stage"] == stage
    assert reflog.json("show 2")["note"] == "she called him"
    reflog.ok("undo")
    assert reflog.json("show 1")["stage"] == "introduced"
    assert reflog.json("show 2")["status"] == "open"


def test_each_of_several_is_asked_about(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done 2 3")
    terminal.wait_for(QUESTION)
    terminal.type(b"c")
    terminal.wait_for(QUESTION, 2)
    terminal.type(b"m")
    assert terminal.end() == 0
    assert reflog.json("show 1")["stage"] == "met"


def test_the_next_commands_typed_ahead_mark_nothing(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done 2 3")
    terminal.type(b"reflog due\r")
    terminal.wait_for("not yet. When it has come further: reflog mark 1 met")
    assert terminal.end() == 0
    assert terminal.seen.count(QUESTION) == 1
    assert reflog.json("show 1")["stage"] == "introduced"


def test_a_key_that_is_no_answer_is_asked_again(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done 2 3")
    terminal.wait_for(QUESTION)
    terminal.type(b"z")
    terminal.wait_for("That is none of the answers.\r\nHow far? Enter not yet")
    terminal.type(b"\x1b[A")
    terminal.wait_for("That is none of the answers.", 2)
    terminal.type(b"m")
    terminal.wait_for("Sally:")
    terminal.wait_for("How far? ", 4)
    terminal.type(b"\r")
    assert terminal.end() == 0
    assert reflog.json("show 1")["stage"] == "met"


def test_a_stage_typed_as_a_word_is_one_answer_and_the_rest_of_it_no_reason(
    reflog: Commands, typed: Type
) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done 2 3")
    terminal.wait_for(QUESTION)
    terminal.type(b"met\r")
    terminal.wait_for(QUESTION, 2)
    terminal.type(b"\r")
    assert terminal.end() == 0
    assert "not yet. When" not in terminal.seen
    assert reflog.json("show 1")["stage"] == "met"
    terminal = typed(f"done {reflog.json('due --all --for fred')[0]['id']}")
    terminal.wait_for(QUESTION)
    terminal.type(b"lost\r")
    terminal.wait_for("Why? ", 2)
    terminal.type(b"too dear\r")
    assert terminal.end() == 0
    assert reflog.json("show 1")["why"] == "too dear"


def test_what_has_ended_is_not_asked_about(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("done 2 --mark won")
    terminal = typed("done 3")
    assert terminal.end() == 0
    assert QUESTION not in terminal.seen


def test_leaving_the_question_changes_nothing(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally")
    before = reflog.content()
    terminal = typed("done 2")
    terminal.wait_for(QUESTION)
    terminal.type(b"\x03")
    assert terminal.end() == 130
    assert reflog.content() == before


@pytest.mark.parametrize("words", ["done 2 --mark met", "done 2 met", "done 4", "done 2 --json"])
def test_what_is_said_or_is_no_such_question_is_not_asked(
    reflog: Commands, typed: Type, words: str
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("follow fred send the brochure")
    terminal = typed(words)
    assert terminal.end() == 0
    assert QUESTION not in terminal.seen


def test_a_setting_leaves_the_question_out(reflog: Commands, typed: Type) -> None:
    reflog.ok("config questions false")
    reflog.ok("intro fred sally")
    terminal = typed("done 2")
    assert terminal.end() == 0
    assert QUESTION not in terminal.seen


def test_a_stage_with_which_the_note_begins_is_offered_and_not_taken(
    reflog: Commands, typed: Type
) -> None:
    reflog.ok("intro fred sally")
    terminal = typed("done fred met lovely man")
    terminal.wait_for('Your note begins with "met". If that is how far it has come: m')
    terminal.wait_for(QUESTION)
    terminal.type(b"\r")
    assert terminal.end() == 0
    assert reflog.json("show 1")["stage"] == "introduced"
    reflog.ok("undo")
    terminal = typed("done fred met lovely man")
    terminal.wait_for(QUESTION)
    terminal.type(b"m")
    assert terminal.end() == 0
    assert reflog.json("show 1")["stage"] == "met"
    assert reflog.json("show 2")["note"] == "met lovely man"


@pytest.mark.parametrize(("stage", "asked"), [("declined", "pass it on"), ("bad", "let it down")])
def test_a_note_typed_with_how_it_ended_is_why_and_is_not_asked_for(
    reflog: Commands, typed: Type, stage: str, asked: str
) -> None:
    reflog.ok("intro fred sally")
    terminal = typed(f"done 3 {stage} -n she found someone else")
    terminal.wait_for(asked)
    terminal.type(b"\r")
    assert terminal.end() == 0
    assert "Why?" not in terminal.seen
    assert "went wrong" not in terminal.seen
    assert reflog.json("show 3")["note"] == "she found someone else"


def test_who_it_was_passed_on_to_is_of_the_one_that_was_declined_of_several(
    reflog: Commands, typed: Type
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("intro carl zoe")
    terminal = typed("done 2 5")
    terminal.wait_for(QUESTION)
    terminal.type(b"\r")
    terminal.wait_for(QUESTION, 2)
    terminal.type(b"d")
    terminal.wait_for("Why? ")
    terminal.type(b"\r")
    terminal.wait_for("Who did Carl pass it on to? ")
    terminal.type(b"Hal\r")
    assert terminal.end() == 0
    first, second = (reflog.json(f"show {number}") for number in (1, 4))
    assert (first["why"], first["passed_to"]) == (None, None)
    assert second["why"] == "passed on to Hal"
    assert reflog.json(f"show {second['passed_to']}")["prospect"] == "zoe"
    said = "done with Fred: check-in (#2); marked Carl and Zoe declined (#4); #4 passed on to Hal"
    assert reflog.json("history")[0]["summary"] == said


def test_a_need_of_which_both_sides_told_is_remarked_once(reflog: Commands, typed: Type) -> None:
    reflog.ok("intro fred sally --need roof")
    terminal = typed("done 2 3")
    terminal.wait_for(QUESTION)
    terminal.type(b"d")
    terminal.wait_for(QUESTION, 2)
    terminal.type(b"d")
    assert terminal.end() == 0
    assert terminal.seen.count("You know nobody yet") == 1
