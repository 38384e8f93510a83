"""Taking back and bringing back, for every command that writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from commands import Commands

DERIVED = ("name_word", "search_word")

WRITES = [
    ("intro", "gina", "hugo", "--need", "a boiler"),
    ("received", "ivo", "--from", "fred"),
    ("done", "2", "he", "called"),
    ("done", "3", "--mark", "won", "--amount", "2500"),
    ("snooze", "2", "3", "2w"),
    ("drop", "2"),
    ("follow", "fred", "send", "the", "brochure", "--every", "30d"),
    ("mark", "1", "bad", "--at-fault", "fred"),
    ("business", "1", "99eur"),
    ("thanks", "ann", "--via", "referral"),
    ("met", "fred", "coffee"),
    ("note", "王小明", "tea"),
    ("contact", "add", "Kim <kim@example.com>", "--tag", "golf", "--alias", "Kimmy"),
    ("contact", "edit", "fred", "--email", "f@example.com", "--phone", "+1 555 0103"),
    ("contact", "rename", "fred", "Frederick Moss"),
    ("contact", "alias", "fred", "Freddy"),
    ("contact", "merge", "sally", "ann", "--yes"),
    ("edit", "1", "--on", "2026-11-01", "--provider", "bob"),
    ("delete", "1", "--yes"),
    ("config", "days.check-in", "5"),
    ("config", "name", "Tina Jensen"),
]


@pytest.fixture
def told(reflog: Commands) -> Commands:
    """Two introductions, #1 mine with its check-ins, and thanks owed to Ann."""
    reflog.ok("intro fred sally")
    reflog.ok("received bob --from ann")
    reflog.ok("note sally likes tea --about 1")
    return reflog


def content(reflog: Commands) -> dict[str, Any]:
    """Every row of the ledger but the journal's own, and what is derived from them."""
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        found = {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in (*JOURNALED, *DERIVED)
        }
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        connection.rollback()
    return found


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_every_command_can_be_taken_back_and_brought_back(
    told: Commands, words: tuple[str, ...]
) -> None:
    before = content(told)
    told.ok(*words)
    after = content(told)
    assert after != before
    for _again in range(2):
        said = told.ok("undo")
        assert said.out.startswith("Took back: ")
        assert content(told) == before
        assert told.ok("redo").out.startswith("Brought back: ")
        assert content(told) == after


def test_undo_goes_back_command_by_command_to_the_beginning(told: Commands) -> None:
    told.ok("undo")
    told.ok("undo")
    assert "introduced Fred and Sally (#1) with 2 follow-ups" in told.ok("undo").out
    assert told.json("contact list") == []
    told.refused(4, "undo")
    for _command in range(3):
        told.ok("redo")
    told.refused(4, "redo")
    assert [one["handle"] for one in told.json("contact list")] == ["ann", "bob", "fred", "sally"]


def test_a_number_taken_back_is_not_given_again(told: Commands) -> None:
    told.ok("note fred one")
    told.ok("undo")
    assert told.json("note", "fred", "two")["changed"][0]["id"] == 10


def test_a_new_command_empties_redo(told: Commands) -> None:
    told.ok("undo")
    told.ok("note fred tea")
    told.refused(4, "redo")


def test_undo_to_takes_back_several_at_once_and_redo_brings_them_all(told: Commands) -> None:
    after = content(told)
    second = told.json("history")[1]["id"]
    answer = told.json("undo", "--to", str(second))
    assert [one["command"] for one in answer["undone"]] == ["note", "received"]
    assert [one["handle"] for one in told.json("contact list")] == ["fred", "sally"]
    told.ok("redo")
    assert content(told) == after


def test_a_dry_run_says_what_would_be_taken_back_and_does_nothing(told: Commands) -> None:
    before = told.content()
    assert told.ok("undo --dry-run").out == "Would take back: noted about Sally (#8) (command 4).\n"
    assert told.content() == before


def test_history_lists_the_commands_newest_first(told: Commands) -> None:
    told.ok("undo")
    found = told.json("history")
    assert [one["command"] for one in found] == ["undo", "note", "received", "intro"]
    assert [one["undone"] for one in found] == [False, True, False, False]
    assert list(found[0]) == ["id", "at", "command", "summary", "undone"]
    assert "just now" in told.ok("history").out
    assert len(told.json("history --limit 2")) == 2
    told.ok("redo")
    assert [one["undone"] for one in told.json("history")][:3] == [False, True, False]


def test_undo_refuses_a_row_that_is_not_as_the_command_left_it(told: Commands) -> None:
    with closing(sqlite3.connect(told.ledger, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER journal_note_update")
        connection.execute("UPDATE note SET text = 'tampered'")
    told.refused(4, "undo")


@pytest.mark.parametrize("words", ["undo --to x", "undo --to 1000000000000000000000"])
def test_a_wrong_command_number_is_refused(told: Commands, words: str) -> None:
    told.refused(2, words)


def test_a_command_the_history_does_not_hold_is_not_found(told: Commands) -> None:
    told.refused(3, "undo --to 99")


def test_an_empty_history_answers_with_a_command_to_type(reflog: Commands) -> None:
    assert "reflog intro" in reflog.ok("history").out
    assert reflog.json("history") == []
    reflog.refused(4, "undo")
    reflog.refused(4, "redo")


def test_much_taken_back_is_counted_and_two_thanks_are_told_apart(told: Commands) -> None:
    first = told.json("history")[-1]["id"]
    told.ok("thanks ann")
    told.ok("thanks ann again")
    thanks = [one["summary"] for one in told.json("history")[:2]]
    assert thanks[0] != thanks[1]
    assert "for #" in thanks[1]
    said = told.ok("undo", "--to", str(first)).out
    assert said.startswith("Took back: 5 commands: thanked Ann (#")
    assert "; and 2 more. To bring it all back: reflog redo" in " ".join(said.split())
    assert told.json("history")[0]["summary"].endswith("; and 2 more")
    told.ok("redo")
    assert [one["undone"] for one in told.json("history") if one["command"] == "thanks"] == [
        False,
        False,
    ]


def test_undo_names_every_follow_up_that_was_made_for_a_group(reflog: Commands) -> None:
    for name in ("Ann", "Bob", "Cleo"):
        reflog.ok(f"contact add {name} --tag golf")
    reflog.ok("follow --tag golf invite them")
    said = reflog.ok("undo").out
    assert said == "Took back: follow up with 3 people: invite them (#1, #2, #3).\n"
    for name in ("Dora", "Ed", "Fay"):
        reflog.ok(f"contact add {name} --tag golf")
    reflog.ok("follow --tag golf invite them")
    assert "follow up with 6 people: invite them (#4 to #9)." in reflog.ok("undo").out


def test_many_that_were_done_at_once_are_taken_back_in_a_sentence(reflog: Commands) -> None:
    for name in ("Ann", "Bob", "Cleo", "Dora", "Ed", "Fay", "Gus"):
        reflog.ok(f"contact add {name} --tag golf")
    reflog.ok("follow --tag golf invite them")
    reflog.ok("done 1-7")
    said = reflog.ok("undo").out
    assert said.startswith("Took back: done with Ann: invite them (#1); done with Bob: ")
    assert said.endswith("done with Ed: invite them (#5); and 2 more.\n")


def test_i_am_me_in_every_sentence_whatever_my_name_is(reflog: Commands) -> None:
    reflog.ok("config name Tess Marlow")
    reflog.ok("received bob --from ann --need roofing")  # 1
    said = []
    for typed in (
        *("follow me renew the insurance", "done 5", "note me roofing on tuesday", "mark 1 met"),
        "know me wants roofing firms",
    ):
        reflog.ok(typed)
        said.append(reflog.ok("undo").out)
        reflog.ok("redo")
    assert all(" me" in one and "Tess" not in one for one in said), said
    found = reflog.ok("find roofing").out
    assert "Tess" not in found
    assert [line.split("  ")[1] for line in found.splitlines()] == ["me", "me", "me and Bob"]
    assert reflog.ok("find tess").out == "contact  me  name  Tess Marlow\n"
    assert reflog.ok("note me roofing again").out.startswith("#8 note on me, ")
    reflog.ok("intro jan zoe --no-follow-up")  # 9
    assert "by: me is now Ann.\n" in reflog.ok("edit 9 --by ann").out
    reflog.ok("mark 1 bad")
    reflog.ok("mark 1 bad --at-fault me")
    assert reflog.json("history")[0]["summary"] == "me and Bob: my fault (#1)"
    assert "  at fault       me\n" in reflog.ok("show 1").out
    to_keep = "To remember to find someone: reflog follow me find a plumber\n"
    assert reflog.ok("match a plumber --for me").out.endswith(to_keep)
