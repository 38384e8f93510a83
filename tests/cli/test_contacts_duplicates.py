"""Duplicates: who is in the ledger twice; merged, told apart, or left for later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from terminals import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from commands import Commands

    Type = Callable[..., Session]

PROMPT = "Same person? 1 or 2 to keep that one, n for no, Enter for later, q to stop: "


@pytest.fixture
def twice(reflog: Commands) -> Commands:
    """Fred by his name, Sally by her number, Ann by her address; Gina once."""
    reflog.ok("contact", "add", "Fred Moss", "--company", "Moss Windows")
    reflog.ok("contact", "add", "Sally Ng", "--phone", "+1 212 555 0101")
    reflog.ok("contact", "add", "Ann Berg", "--email", "ann@example.com")
    reflog.ok("contact", "add", "Gina Rossi", "--phone", "+1 212 555 0102")
    reflog.ok("contact", "add", "Fred Mos", "--new")
    reflog.ok("contact", "add", "S. N.", "--phone", "+12125550101")
    reflog.ok("contact", "add", "A. Berg", "--email", "ANN@example.com")
    return reflog


def pairs(reflog: Commands) -> list[Any]:
    found: list[Any] = reflog.json("contact duplicates")
    return found


def test_probable_pairs_are_listed_with_the_reason(twice: Commands) -> None:
    assert pairs(twice) == [
        {
            "contacts": ["ann-berg", "a-berg"],
            "names": ["Ann Berg", "A. Berg"],
            "reason": "same-email",
            "address": "ann@example.com",
        },
        {
            "contacts": ["sally-ng", "s-n"],
            "names": ["Sally Ng", "S. N."],
            "reason": "same-phone",
            "address": "+1 212 555 0101",
        },
        {
            "contacts": ["fred-moss", "fred-mos"],
            "names": ["Fred Moss", "Fred Mos"],
            "reason": "near-name",
            "address": None,
        },
    ]
    listed = twice.ok("contact duplicates")
    assert listed.out.splitlines() == [
        "Ann Berg (ann-berg)    A. Berg (a-berg)     the same e-mail address ann@example.com",
        "Sally Ng (sally-ng)    S. N. (s-n)          the same number +1 212 555 0101",
        "Fred Moss (fred-moss)  Fred Mos (fred-mos)  a similar name",
    ]
    assert "reflog contact merge KEEP OTHER" in listed.err
    assert "reflog contact duplicates --distinct NAME NAME" in listed.err


def test_a_shared_name_and_address_come_first(reflog: Commands) -> None:
    for name, more in (
        ("Tom Berg", ("--email", "berg@example.com")),
        ("Ann Berg", ("--email", "berg@example.com", "--phone", "+1 212 555 0101")),
        ("Fred Moss", ()),
        ("Fred Moss", ()),
        ("Anne Berg", ("--phone", "+1 212 555 0101")),
    ):
        reflog.ok("contact", "add", name, "--new", *more)
    assert [(one["contacts"], one["reason"]) for one in pairs(reflog)] == [
        (["ann-berg", "anne-berg"], "same-phone"),
        (["tom-berg", "ann-berg"], "same-email"),
        (["fred-moss", "fred-moss-2"], "same-name"),
    ]


def test_nobody_twice_is_a_sentence_and_an_empty_list(reflog: Commands) -> None:
    said = "No one seems to be in the ledger twice. reflog contact list shows everyone.\n"
    assert reflog.ok("contact duplicates").out == said
    assert not reflog.ledger.exists()
    reflog.ok("intro fred sally")
    assert pairs(reflog) == []
    assert reflog.ok("contact duplicates").err == ""


def test_me_and_the_forgotten_are_left_out(reflog: Commands) -> None:
    reflog.ok("config", "name", "Fred Moss")
    reflog.ok("config", "phone", "+1 212 555 0101")
    reflog.ok("contact", "add", "Fred Mosss", "--phone", "+1 212 555 0101")
    for name in ("Ann Berg", "Ann Bergs"):
        reflog.ok("contact", "add", name, "--new")
        reflog.ok("contact", "forget", name, "--yes")
    assert pairs(reflog) == []


def test_two_who_were_introduced_to_each_other_are_two(reflog: Commands) -> None:
    for name in ("Ann Berg", "Anna Berg", "Ann Bergs"):
        reflog.ok("contact", "add", name, "--new")
    assert len(pairs(reflog)) == 3
    reflog.ok("intro", "@ann-berg", "@anna-berg", "--by", "@ann-bergs")
    # The introducer may be the prospect, but never the provider.
    assert [one["contacts"] for one in pairs(reflog)] == [["anna-berg", "ann-bergs"]]


def test_two_told_apart_are_remembered_and_undone(twice: Commands) -> None:
    answer = twice.ok("contact duplicates --distinct fred-mos @fred-moss")
    assert answer.out == "Fred Mos (fred-mos) and Fred Moss (fred-moss) are different people.\n"
    assert len(pairs(twice)) == 2
    refused = twice.refused(4, "contact duplicates --distinct fred-moss fred-mos")
    assert "You already said" in refused.err
    assert twice.json("history")[0]["summary"] == (
        "noted that Fred Mos (fred-mos) and Fred Moss (fred-moss) are different people"
    )
    assert "Took back: noted that Fred Mos" in twice.ok("undo").out
    assert len(pairs(twice)) == 3
    twice.ok("redo")
    assert len(pairs(twice)) == 2
    twice.ok("check")
    assert twice.json("contact duplicates --distinct sally-ng s-n")["changed"] == []
    # Merging and forgetting take along what is remembered.
    twice.ok("contact merge gina fred-mos --yes")
    twice.ok("contact forget fred-moss --yes")
    twice.ok("check")


def test_what_is_typed_wrong_is_refused(twice: Commands) -> None:
    assert "--distinct NAME NAME" in twice.refused(2, "contact duplicates fred").err
    assert "two names, not 1" in twice.refused(2, "contact duplicates --distinct fred").err
    twice.refused(2, "contact duplicates --distinct fred-moss fred-mos gina")
    twice.refused(2, "contact duplicates --distinct fred-moss +gina")
    twice.refused(3, "contact duplicates --distinct fred-moss nobody")
    twice.refused(3, "contact duplicates --distinct fred gina")
    twice.refused(4, "contact duplicates --distinct gina gina")


@pytest.fixture
def at_terminal(twice: Commands) -> Type:
    """Start a command on a terminal."""

    def start(*words: str) -> Session:
        environ = {**twice.environ(), "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "120"}
        return Session(words, environ)

    return start


def ended(session: Session) -> tuple[int | None, str]:
    session.expect(pexpect.EOF)
    session.close()
    return session.exitstatus, session.before or ""


def test_each_pair_is_asked_about_and_all_answers_are_one_undo(
    twice: Commands, at_terminal: Type
) -> None:
    before = twice.json("contact list")
    session = at_terminal("contact", "duplicates")
    session.expect_exact("1 of 3: the same e-mail address ann@example.com")
    session.expect_exact("1  Ann Berg (ann-berg): ann@example.com; nothing yet")
    session.expect_exact("2  A. Berg (a-berg): ANN@example.com; nothing yet")
    session.expect_exact(PROMPT)
    session.sendline("1")
    session.expect_exact("2 of 3: the same number +1 212 555 0101")
    session.expect_exact(PROMPT)
    session.sendline("what?")
    session.expect_exact('"what?" is none of 1, 2, n, q.')
    session.expect_exact(PROMPT)
    session.sendline("n")
    session.expect_exact("3 of 3: a similar name")
    session.expect_exact("1  Fred Moss (fred-moss): Moss Windows; nothing yet")
    session.expect_exact(PROMPT)
    session.sendline("")
    code, said = ended(session)
    assert code == 0
    assert "A. Berg (a-berg) is now Ann Berg (ann-berg)." in said
    assert "Sally Ng (sally-ng) and S. N. (s-n) are different people." in said
    assert "1 pair left for later." in said
    assert twice.json("show ann-berg")["contact"]["aliases"] == ["A. Berg"]
    assert [one["contacts"] for one in pairs(twice)] == [["fred-moss", "fred-mos"]]
    assert twice.json("history")[0]["command"] == "contact duplicates"
    twice.ok("check")
    twice.ok("undo")
    assert twice.json("contact list") == before
    assert len(pairs(twice)) == 3


def test_the_second_may_be_kept_and_the_rest_left(twice: Commands, at_terminal: Type) -> None:
    session = at_terminal("contact", "duplicates")
    session.expect_exact(PROMPT)
    session.sendline("2")
    session.expect_exact(PROMPT)
    session.sendline("q")
    code, said = ended(session)
    assert code == 0
    assert "Ann Berg (ann-berg) is now A. Berg (a-berg)." in said
    assert "2 pairs left for later." in said
    twice.refused(3, "show @ann-berg")


def test_who_was_merged_is_asked_about_as_who_they_are_now(
    twice: Commands, at_terminal: Type
) -> None:
    twice.ok("contact", "add", "Fred Mosss", "--new")
    session = at_terminal("contact", "duplicates")
    for _pair in range(2):
        session.expect_exact(PROMPT)
        session.sendline("")
    session.expect_exact("3 of 5: a similar name")
    session.expect_exact(PROMPT)
    session.sendline("1")
    session.expect_exact("4 of 5: a similar name")
    session.expect_exact(PROMPT)
    session.sendline("1")
    code, said = ended(session)
    assert code == 0
    assert said.count("is now Fred Moss (fred-moss).") == 2
    assert set(twice.json("show fred-moss")["contact"]["aliases"]) == {"Fred Mos", "Fred Mosss"}
    assert len(pairs(twice)) == 2


def test_nothing_decided_writes_nothing(twice: Commands, at_terminal: Type) -> None:
    before = twice.content()
    session = at_terminal("contact", "duplicates")
    session.expect_exact(PROMPT)
    session.sendline("q")
    assert ended(session) == (0, "q\r\nNothing was decided; 3 pairs left for later.\r\n")
    session = at_terminal("contact", "duplicates")
    session.expect_exact(PROMPT)
    session.sendline("1")
    session.expect_exact(PROMPT)
    session.sendcontrol("d")
    code, said = ended(session)
    assert code == 130
    assert "nothing was changed" in said
    assert twice.content() == before


def test_json_asks_nothing_on_a_terminal(at_terminal: Type) -> None:
    code, said = ended(at_terminal("contact", "duplicates", "--json"))
    assert code == 0
    assert said.startswith("[")
    assert PROMPT not in said
