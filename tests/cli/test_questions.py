"""Questions at the moment when the answer is cheap, on a terminal, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from terminals import Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from commands import Commands

    Answer = Callable[..., tuple[int, str]]

ENTER, CONTROL_D, CONTROL_C = b"\n", b"\x04", b"\x03"


@pytest.fixture
def answer(reflog: Commands) -> Answer:
    """Type a command on a terminal, and at each question what is given, a line each."""

    def run(line: str, *typed: bytes | str, asked: int | None = None) -> tuple[int, str]:
        environ = {**reflog.environ(), "TERM": "xterm", "NO_COLOR": "1"}
        terminal = Typed(line.split(), environ, size=(200, 50))
        for place, one in enumerate(typed, 1):
            terminal.wait_for("? ", place)
            terminal.type(one if isinstance(one, bytes) else one.encode() + ENTER)
        code = terminal.end()
        if asked is not None:
            assert terminal.seen.count("? ") == asked, terminal.seen
        return code, terminal.seen

    return run


def facts_of(reflog: Commands, name: str) -> list[tuple[str, str | None, int | None]]:
    known: list[dict[str, Any]] = reflog.json("know", name)["sheet"]["facts"]
    return sorted((one["topic"], one["note"], one["about"]) for one in known)


def kinds(reflog: Commands) -> list[str]:
    return [one["kind"] for one in reflog.json("log")]


def test_after_a_one_to_one_three_things_are_asked(reflog: Commands, answer: Answer) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    code, seen = answer("met fred coffee", "dentists", "", "2 until 1 feb")
    assert code == 0
    assert seen.index("What is a good referral for Fred Moss?") < seen.index(
        "What should you tell people about Fred Moss?"
    )
    assert facts_of(reflog, "fred") == [("room", "2", None), ("wants", "dentists", None)]
    assert reflog.json("know fred")["sheet"]["room_until"] == "2027-02-01"
    assert reflog.json("history")[0]["command"] == "met"
    reflog.ok("undo")
    assert kinds(reflog) == []
    answer("met fred coffee", "a", "b", "no")
    code, seen = answer("met fred again", "boilers", "he answers", "y")
    assert "What does Fred Moss do?" in seen
    assert [topic for topic, _text, _about in facts_of(reflog, "fred")] == sorted(
        ["wants", "say", "full", "does", "apart", "told"]
    )
    code, seen = answer("met fred tea")
    assert (code, "?" in seen) == (0, False)


def test_control_d_keeps_the_one_to_one_alone_and_control_c_changes_nothing(
    reflog: Commands, answer: Answer
) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    assert answer("met fred coffee", CONTROL_D, asked=1)[0] == 0
    assert kinds(reflog) == ["one-to-one"]
    before = reflog.content()
    code, _seen = answer("met fred coffee", "dentists", CONTROL_C)
    assert code == 130
    assert reflog.content() == before


def test_elsewhere_nothing_is_asked_and_what_is_unknown_is_remarked(reflog: Commands) -> None:
    told = reflog.ok("met fred coffee")
    assert "What is a good referral for Fred?" in told.err
    (remark,) = reflog.json("met fred again")["remarks"]
    assert (remark["code"], remark["contact"], remark["id"]) == ("unknown", "fred", None)
    assert facts_of(reflog, "fred") == []


def test_a_setting_stops_the_questions(reflog: Commands, answer: Answer) -> None:
    reflog.ok("config questions false")
    code, seen = answer("met fred coffee")
    assert code == 0
    assert "What is a good referral for Fred?" in seen  # remarked, not asked
    assert kinds(reflog) == ["one-to-one"]


def test_with_json_nothing_is_asked(answer: Answer) -> None:
    code, seen = answer("met fred coffee --json")
    assert code == 0
    assert '"unknown"' in seen


def test_a_wrong_answer_is_asked_again(reflog: Commands, answer: Answer) -> None:
    reflog.ok("know fred wants dentists")
    reflog.ok("know fred say he reads every line")
    code, seen = answer("met fred", "perhaps", "0", "no until soon", "boilers", CONTROL_D)
    assert code == 0
    assert "Answer yes, no, or for how many" in seen
    assert ("does", "boilers", None) in facts_of(reflog, "fred")


def test_a_one_to_one_that_is_done_asks_the_same(reflog: Commands, answer: Answer) -> None:
    reflog.ok("follow fred one-to-one")
    assert answer("done 1 coffee", "dentists", CONTROL_D)[0] == 0
    assert facts_of(reflog, "fred") == [("wants", "dentists", None)]


@pytest.mark.parametrize(
    "line", ["mark 1 won", "done 2 --mark won", "business 1 2500", "thanks fred --amount 2500"]
)
def test_won_asks_what_they_did(reflog: Commands, answer: Answer, line: str) -> None:
    reflog.ok("intro fred sally")
    code, seen = answer(line, "saved her a fine")
    assert code == 0
    assert "What did Fred do for Sally?" in seen
    assert facts_of(reflog, "fred") == [("story", "saved her a fine", 1)]
    reflog.ok("undo")
    assert reflog.json("show 1")["stage"] == "introduced"


@pytest.mark.parametrize("line", ["mark 1 won", "mark 1 declined --why far"])
def test_nothing_more_is_asked_of_somebody_forgotten(
    reflog: Commands, answer: Answer, line: str
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("contact forget fred --yes")
    code, seen = answer(line)
    assert (code, "?" in seen) == (0, False)


def test_won_as_the_prospect_asks_how_it_was(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred me --by xena")
    answer("mark 1 won", "quick and clean")
    assert facts_of(reflog, "fred") == [("used", "quick and clean", 1)]


def test_won_as_the_provider_asks_nothing(reflog: Commands, answer: Answer) -> None:
    reflog.ok("received gus --from fred")
    assert answer("mark 1 won", asked=0)[0] == 0


def test_lost_asks_why_and_enter_asks_the_sides(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred sally")
    assert answer("mark 1 lost", "too dear")[0] == 0
    assert reflog.json("show 1")["why"] == "too dear"
    assert reflog.json("due --all") == []
    reflog.ok("undo")
    assert answer("mark 1 lost", ENTER)[0] == 0
    assert [one["purpose"] for one in reflog.json("due --all")] == ["outcome", "outcome"]


def test_what_an_option_says_is_not_asked(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred sally")
    assert answer("done 2 too dear --mark lost", asked=0)[0] == 0
    assert reflog.json("show 1")["why"] == "too dear"
    reflog.ok("undo")
    assert answer("mark 1 bad --why rude --at-fault fred", asked=0)[0] == 0


def test_declined_asks_to_whom_it_was_passed_on(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("contact", "add", "Hal Orr")
    code, seen = answer("mark 1 declined", "too small", "hal")
    assert code == 0
    assert "Who did Fred pass it on to?" in seen
    second = reflog.json("show 1")["passed_to"]
    assert reflog.json(f"show {second}")["provider"] == "hal-orr"


def test_it_is_asked_again_where_it_would_be_passed_on_to_a_side_of_it(
    reflog: Commands, answer: Answer
) -> None:
    reflog.ok("intro fred sally")
    code, seen = answer("mark 1 declined", "too small", "sally", "+hal")
    assert (code, "Sally is already a side of #1." in seen) == (0, True)
    found = reflog.json("show 1")
    assert found["why"] == "too small"
    assert reflog.json(f"show {found['passed_to']}")["provider"] == "hal"


def test_bad_asks_what_went_wrong_and_through_whom(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred sally")
    code, seen = answer("mark 1 bad", "never came", "nobody of the kind", "fred")
    assert code == 0
    assert "What went wrong?" in seen
    found = reflog.json("show 1")
    assert (found["why"], found["at_fault"]) == ("never came", "fred")


def test_a_stage_that_is_refused_asks_nothing(reflog: Commands, answer: Answer) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("mark 1 won")
    assert answer("mark 1 lost", asked=0)[0] == 4


@pytest.mark.parametrize(
    ("said", "trust", "open_again"),
    [("yes", "trusted", []), ("no", "out", []), ("later", "doubt", ["review"])],
)
def test_a_review_asks_whether_they_are_trusted_again(
    reflog: Commands, answer: Answer, said: str, trust: str, open_again: list[str]
) -> None:
    reflog.ok("know fred doubt")
    code, seen = answer("done 2", said)
    assert code == 0
    assert "Do you trust Fred again?" in seen
    assert reflog.json("know fred")["sheet"]["trust"] == trust
    assert [one["purpose"] for one in reflog.json("due --all")] == open_again
    reflog.ok("undo")
    assert reflog.json("show 2")["status"] == "open"


def test_a_review_done_elsewhere_says_that_doubt_stays(reflog: Commands) -> None:
    reflog.ok("know fred doubt")
    told = reflog.ok("done 2").out
    assert "You still don't trust Fred." in told
    assert "reflog know fred trust" in told
    assert reflog.json("know fred")["sheet"]["trust"] == "doubt"


def test_a_review_done_where_the_doubt_was_taken_back_says_nothing_of_it(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("mark 1 bad --at-fault fred")
    reflog.ok("edit", "1", "--at-fault", "")
    assert "still don't trust" not in reflog.ok("done 6").out


def test_how_to_skip_is_said_once_and_asked_for_with_a_question_mark(
    reflog: Commands, answer: Answer
) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--profession", "bookkeeper")
    code, seen = answer("met fred coffee", "skip", "?", "Skip", "")
    assert code == 0
    assert seen.count("Enter skips a question, Ctrl-D the rest.") == 2
    assert seen.index("Enter skips") < seen.index("What is a good referral")
    assert facts_of(reflog, "fred") == []


def test_somebody_whose_profession_is_known_is_asked_what_else_they_do(reflog: Commands) -> None:
    """It counts as nothing for what is known, but is not asked about as if it wasn't there."""
    reflog.ok("contact", "add", "Lena Fox", "--profession", "Web designer")
    assert "What else does Lena Fox do (Web designer)?" in reflog.ok("show lena").out
    assert "What else does Lena Fox do (Web designer)?" in reflog.ok("know lena").out
    reflog.ok("know", "lena", "wants", "bakers")
    reflog.ok("know", "lena", "say", "quick")
    assert "What else does Lena Fox do (Web designer)?" in reflog.ok("met lena").err


def test_a_command_typed_ahead_of_a_question_is_no_answer_and_it_is_asked_again(
    reflog: Commands, answer: Answer
) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    code, seen = answer("met fred coffee", "reflog due --all", "reflogs of his", CONTROL_D)
    assert code == 0
    assert "That looks like a command; Enter skips the question." in seen
    assert seen.count("What is a good referral for Fred Moss?") == 2
    assert facts_of(reflog, "fred") == [("wants", "reflogs of his", None)]


def test_a_command_typed_ahead_is_never_why_an_introduction_was_lost(
    reflog: Commands, answer: Answer
) -> None:
    reflog.ok("intro fred sally")
    code, _seen = answer("mark 1 lost", "reflog mark 2 won", "")
    assert code == 0
    assert reflog.json("show 1")["why"] is None


@pytest.mark.parametrize("said", ["none", "busy until 1 feb", "full", "not now", "No."])
def test_the_question_about_room_takes_every_way_to_say_that_there_is_none(
    reflog: Commands, answer: Answer, said: str
) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    answer("met fred coffee", "", "", said)
    ((topic, text, _about),) = facts_of(reflog, "fred")
    assert (topic, text) == ("full", None)
