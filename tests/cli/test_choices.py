"""Questions on a real terminal, with the installed command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

from terminals import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from commands import Commands

    Type = Callable[..., Session]

PROMPT = r"1-\d, or Enter to cancel: "


@pytest.fixture
def at_terminal(reflog: Commands) -> Type:
    """Start a command on a terminal."""

    def start(*words: str) -> Session:
        argv = words[0].split() if len(words) == 1 else list(words)
        environ = {**reflog.environ(), "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "120"}
        return Session(argv, environ)

    return start


@pytest.fixture
def georges(reflog: Commands) -> Commands:
    for name in ("George Best", "George Clay", "Sally Ng"):
        reflog.ok("contact", "add", name)
    return reflog


def ended(session: Session) -> tuple[int | None, str]:
    """Wait for the end; return the exit code and what was said since."""
    session.expect(pexpect.EOF)
    session.close()
    return session.exitstatus, session.before or ""


def interrupted(session: Session, key: str) -> tuple[int | None, str]:
    """Press a control key until the end.

    One pressed after the prompt and before the read behind it waits for the next.
    """
    for _press in range(10):
        session.sendcontrol(key)
        if session.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=3) == 0:
            break
    session.close()
    return session.exitstatus, session.before or ""


def test_a_numbered_choice_takes_the_one_chosen(georges: Commands, at_terminal: Type) -> None:
    session = at_terminal("thanks george")
    session.expect_exact('"george" could be 2 people. Which one do you mean?')
    session.expect_exact("1  George Best (george-best)")
    session.expect_exact("2  George Clay (george-clay)")
    session.expect_exact("3  new contact: George")
    session.expect(PROMPT)
    session.sendline("2")
    code, said = ended(session)
    assert code == 0
    assert "I thanked George Clay" in said
    assert georges.json("thanks --given")[0]["contact"] == "george-clay"


def test_someone_new_may_be_chosen(georges: Commands, at_terminal: Type) -> None:
    session = at_terminal("met saly")
    session.expect_exact('No one is named exactly "saly". Which one do you mean?')
    session.expect_exact("1  Sally Ng (sally-ng)")
    session.expect_exact("2  new contact: Saly")
    session.expect(PROMPT)
    session.sendline("2")
    session.expect_exact("What is a good referral for Saly? ")
    session.sendcontrol("d")
    assert ended(session)[0] == 0
    assert georges.json("show @saly")["contact"]["name"] == "Saly"


def test_nobody_new_is_offered_where_nobody_is_created(
    georges: Commands, at_terminal: Type
) -> None:
    session = at_terminal("show george")
    session.expect(PROMPT)
    assert "new contact" not in (session.before or "")
    session.sendline("1")
    code, said = ended(session)
    assert code == 0
    assert "George Best" in said
    assert georges.ledger.exists()


@pytest.mark.parametrize("answer", ["", "0", "4", "-1", "george", "1 2", "\u0661"])
def test_an_empty_or_wrong_answer_leaves_all_as_it_was(
    georges: Commands, at_terminal: Type, answer: str
) -> None:
    before = georges.content()
    session = at_terminal("thanks george")
    for _try in range(3 if answer else 1):
        session.expect(PROMPT)
        session.sendline(answer)
    code, said = ended(session)
    assert code == 3
    assert "Nothing was chosen; nothing was changed." in said
    assert "@george-best" in said
    assert georges.content() == before


def test_a_wrong_answer_is_asked_again(georges: Commands, at_terminal: Type) -> None:
    session = at_terminal("thanks george")
    for answer in ("best", "1"):
        session.expect(PROMPT)
        session.sendline(answer)
    code, said = ended(session)
    assert code == 0
    assert "I thanked George Best" in said
    assert len(georges.json("thanks --given")) == 1


@pytest.mark.parametrize("key", ["d", "c"])
def test_the_end_of_input_and_control_c_interrupt(
    georges: Commands, at_terminal: Type, key: str
) -> None:
    before = georges.content()
    session = at_terminal("thanks george")
    session.expect(PROMPT)
    code, said = interrupted(session, key)
    assert code == 130
    assert "nothing was changed" in said
    assert "Traceback" not in said
    assert georges.content() == before


def test_several_follow_ups_are_a_choice(reflog: Commands, at_terminal: Type) -> None:
    reflog.ok("follow Fred call --due today")
    reflog.ok("follow fred write --due today")
    session = at_terminal("done fred she said yes")
    session.expect_exact("Fred has 2 open follow-ups. Which one do you mean?")
    session.expect_exact("2  #2 write, due 2026-11-21")
    session.expect(PROMPT)
    session.sendline("2")
    assert ended(session)[0] == 0
    assert reflog.json("show 2")["note"] == "she said yes"


def test_several_introductions_are_a_choice(reflog: Commands, at_terminal: Type) -> None:
    reflog.ok("intro Fred Sally")
    reflog.ok("intro Fred Ann")
    session = at_terminal("mark fred met")
    session.expect_exact("Fred is in 2 introductions. Which one do you mean?")
    session.expect(PROMPT)
    session.sendline("1")
    assert ended(session)[0] == 0
    assert reflog.json("show 1")["stage"] == "met"


@pytest.mark.parametrize(
    ("answer", "name", "text"), [("1", "Zed Moss", "likes tea"), ("2", "Zed", "Moss likes tea")]
)
def test_a_new_name_of_several_words_is_asked_about(
    reflog: Commands, at_terminal: Type, answer: str, name: str, text: str
) -> None:
    session = at_terminal("note zed Moss likes tea" if name == "Zed" else "note Zed Moss likes tea")
    session.expect_exact("The new person may be")
    session.expect(PROMPT)
    session.sendline(answer)
    assert ended(session)[0] == 0
    found = reflog.json("show 1")
    assert (reflog.json("show", f"@{found['contact']}")["contact"]["name"], found["note"]) == (
        name,
        text,
    )


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("YES", 0), ("", 3), ("n", 3), ("no", 3)])
def test_delete_asks(reflog: Commands, at_terminal: Type, answer: str, code: int) -> None:
    reflog.ok("note Fred tea")
    before = reflog.content()
    session = at_terminal("delete 1")
    session.expect_exact("[y/N] ")
    assert "tea" in (session.before or "")
    session.sendline(answer)
    assert ended(session)[0] == code
    assert (reflog.content() == before) is bool(code)
    assert reflog("show 1").code == (0 if code else 3)


@pytest.mark.parametrize("answer", ["y", "n"])
def test_merge_asks(georges: Commands, at_terminal: Type, answer: str) -> None:
    before = georges.content()
    session = at_terminal("contact merge @george-best @george-clay")
    session.expect_exact("George Clay (george-clay)")
    session.expect_exact("[y/N] ")
    session.sendline(answer)
    assert ended(session)[0] == (0 if answer == "y" else 3)
    assert (georges.content() == before) is (answer == "n")


@pytest.mark.parametrize("words", ["delete 1", "contact merge @george-best @george-clay"])
def test_a_confirmation_may_be_interrupted(
    georges: Commands, at_terminal: Type, words: str
) -> None:
    georges.ok("note sally tea")
    before = georges.content()
    session = at_terminal(words)
    session.expect_exact("[y/N] ")
    assert interrupted(session, "c")[0] == 130
    assert georges.content() == before


def test_with_json_nothing_is_asked_on_a_terminal_either(
    georges: Commands, at_terminal: Type
) -> None:
    before = georges.content()
    code, said = ended(at_terminal("thanks george --json"))
    assert code == 3
    assert '"ambiguous"' in said
    assert georges.content() == before


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 3), ("", 3)])
def test_restore_asks(reflog: Commands, at_terminal: Type, answer: str, code: int) -> None:
    reflog.ok("note fred tea")
    copy = reflog.json("backup")["path"]
    reflog.ok("note fred coffee")
    session = at_terminal("restore", copy)
    session.expect(r"The current one is\s+kept\.\s+\[y/N\] ")
    session.sendline(answer)
    assert ended(session)[0] == code
    assert len(reflog.json("show fred")["notes"]) == (2 if code else 1)


@pytest.mark.parametrize(
    ("meanwhile", "code", "why"),
    [
        ("business 1 100", 4, "Another command has just changed what would go"),
        ("delete 1 --yes", 3, "There is no #1 in the ledger"),
    ],
)
def test_only_what_was_asked_about_is_deleted(
    reflog: Commands, at_terminal: Type, meanwhile: str, code: int, why: str
) -> None:
    """Business recorded while the question stood went along, unsaid."""
    reflog.ok("intro fred sally")
    session = at_terminal("delete 1")
    session.expect_exact("Delete it? [y/N] ")
    reflog.ok(meanwhile)
    before = reflog.content()
    session.sendline("y")
    found, said = ended(session)
    assert (found, f"{why}; nothing was changed." in said) == (code, True)
    assert reflog.content() == before
