"""due, and reflog alone: what I owe whom."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from books import Book
from commands import SCRIPT
from stories import DUE, ids, tell, write

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def week(reflog: Commands) -> Commands:
    """One overdue (#2), one today (#3), one coming (#4), one far off (#5)."""
    reflog.today = "2026-11-10"
    reflog.ok("contact", "add", "Fred Moss", "--phone", "+1 555 0101", "--email", "f@example.com")
    reflog.ok("follow", "fred", "send", "the", "brochure", "--due", "2026-11-19")
    reflog.ok("follow", "fred", "thank", "--due", "2026-11-21")
    reflog.ok("follow", "ann", "one-to-one", "--due", "2026-11-28")
    reflog.ok("follow", "ann", "ask", "--due", "2026-11-29")
    reflog.today = "2026-11-21"
    return reflog


@pytest.mark.parametrize("words", ["", "due"])
def test_an_empty_ledger_says_three_commands_to_start_with(reflog: Commands, words: str) -> None:
    result = reflog(*words.split()) if words else reflog("")
    assert result.code == 0
    assert sum("reflog " in line for line in result.out.splitlines()) == 3
    assert not reflog.ledger.exists()


@pytest.mark.parametrize("words", ["", "due", "due --all", "who", "tree", "balance", "log"])
def test_a_ledger_with_people_in_it_is_not_empty(reflog: Commands, words: str) -> None:
    reflog.ok("contact", "add", "Ann Lee")
    result = reflog(words)
    assert result.code == 0
    assert "empty" not in result.out
    assert "reflog " in result.out, "it says what to type"


def test_an_empty_list_is_an_empty_document(reflog: Commands) -> None:
    assert reflog.json("due") == []
    assert reflog("--json").json == []
    assert reflog.ok("due --exit-code").code == 0
    assert not reflog.ledger.exists()


def test_reflog_alone_is_due(week: Commands) -> None:
    assert week("").out == week.ok("due").out
    assert week("--json").json == week.json("due")


def test_it_is_grouped_most_overdue_first(week: Commands) -> None:
    assert week.ok("due").out == (
        "Overdue\n"
        "  #1  2d     Fred Moss  send the brochure  +1 555 0101\n"
        "\n"
        "Today\n"
        "  #2  today  Fred Moss  thank them         +1 555 0101\n"
        "\n"
        "Coming\n"
        "  #3  in 7d  Ann        one-to-one\n"
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", [1, 2, 3]),
        ("--within 0", [1, 2]),
        ("--within 6", [1, 2]),
        ("--within 8", [1, 2, 3, 4]),
        ("--all", [1, 2, 3, 4]),
        ("--for fred", [1, 2]),
        ("--for ann", [3]),
        ("--for ann --all", [3, 4]),
        ("--purpose thank", [2]),
        ("--purpose other", [1]),
        ("--purpose ask", []),
        ("--purpose ask --all", [4]),
        ("--for fred --purpose ask --all", []),
    ],
)
def test_the_options_narrow_it(week: Commands, options: str, expected: list[int]) -> None:
    assert ids(week.json(f"due {options}")) == expected


@pytest.mark.parametrize("options", ["--within -1", "--within soon", "--purpose tea"])
def test_what_is_no_option_is_refused(week: Commands, options: str) -> None:
    week.refused(2, f"due {options}")


def test_nobody_of_that_name_is_exit_3(week: Commands) -> None:
    week.refused(3, "due --for zacharias")


def test_exit_code_tells_whether_something_is_due(week: Commands) -> None:
    assert week("due --exit-code").code == 1
    assert week("due --exit-code --json").code == 1
    assert week("due --exit-code --for fred --purpose thank").code == 1, "due today counts"
    assert week("due --exit-code --for ann").code == 0, "coming does not"
    assert week("due --exit-code --all --for ann").code == 0
    assert week("due").code == 0


def test_each_has_every_key(week: Commands) -> None:
    week.ok("received zoe --from fred")
    for one in week.json("due --all"):
        assert set(one) == DUE
    found = {one["purpose"]: one for one in week.json("due")}
    free = found["other"]
    assert (free["what"], free["days_overdue"], free["about"]) == ("send the brochure", 2, None)
    assert (free["emails"], free["phones"]) == (["f@example.com"], ["+1 555 0101"])
    assert [free[key] for key in ("stage", "introducer", "provider", "prospect", "side")] == (
        [None] * 5
    )
    call = found["first-call"]
    assert [call[key] for key in ("stage", "introducer", "provider", "prospect", "side")] == [
        *("introduced", "fred-moss", "me", "zoe", "prospect"),
    ]


@pytest.mark.usefixtures("_every_day")
def test_days_overdue_is_null_unless_open(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; done 2; drop 3")
    assert reflog.json("show 2")["days_overdue"] is None
    assert reflog.json("show 3")["days_overdue"] is None
    assert reflog.json("show 4")["days_overdue"] == -7


def test_a_day_that_has_come_is_today_and_then_overdue(reflog: Commands) -> None:
    reflog.ok("follow fred thank --due 2026-11-22")
    for today, overdue, words in (
        ("2026-11-21", -1, "in 1d"),
        ("2026-11-22", 0, "today"),
        ("2026-11-23", 1, "Overdue\n  #1  1d  Fred"),
        ("2027-11-23", 366, "Overdue\n  #1  366d  Fred"),
    ):
        reflog.today = today
        assert [one["days_overdue"] for one in reflog.json("due")] == [overdue]
        assert words in reflog.ok("due").out


def test_nothing_due_says_what_comes_next(reflog: Commands) -> None:
    reflog.ok("follow fred send it --due 2026-12-24")
    result = reflog.ok("due")
    assert "Next: send it (Fred), Thursday 2026-12-24 (#1)" in result.out
    assert "reflog due --all" in result.out


def test_nothing_due_with_a_person_speaks_of_that_person(week: Commands) -> None:
    week.ok("note zoe likes tea")
    result = week.ok("due --for zoe")
    assert "with Zoe" in result.out
    assert "Fred" not in result.out
    result = week.ok("due --purpose ask")
    assert "(#4)" in result.out
    assert "reflog due --purpose ask --all" in result.out


def test_all_done_is_no_error(reflog: Commands) -> None:
    tell(reflog, "follow fred send it; done 1")
    result = reflog.ok("due")
    assert result.out.startswith("Nothing is due.")
    assert "reflog intro" in result.out


def test_my_own_promise_is_with_you_and_has_no_telephone(reflog: Commands) -> None:
    reflog.ok("config", "name", "Ruth Kemp")
    reflog.ok("config", "phone", "+15550100")
    reflog.ok("follow", "me", "renew the insurance", "--due", "today")
    line = reflog.ok("due").out.splitlines()[1]
    assert line.split() == ["#1", "today", "you", "renew", "the", "insurance"]
    assert reflog.json("due")[0]["phones"] == ["+15550100"]


def many(reflog: Commands, count: int = 60) -> None:
    book = Book(str(reflog.ledger))
    with book.writing():
        fred = book.person("Fred")
        for at in range(count):
            book.follow_up(fred, "other", what=f"thing {at:02}", due_on="2026-11-19")


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_a_terminal_shows_a_screenful_and_how_many_more(reflog: Commands) -> None:
    many(reflog)
    reflog.variables["TERM"] = "xterm"
    out = str(
        pexpect.run(f"{SCRIPT} due", env=reflog.environ(), encoding="utf-8", dimensions=(24, 100))
    )
    lines = out.splitlines()
    shown = out.count("thing")
    assert len(lines) < 24
    assert shown >= 20, "one row each"
    assert f"and {60 - shown} more: reflog due --all" in lines[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
@pytest.mark.parametrize("count", range(20, 25))
def test_no_line_is_there_to_hide_one(reflog: Commands, count: int) -> None:
    many(reflog, count)
    reflog.variables["TERM"] = "xterm"
    out = str(
        pexpect.run(f"{SCRIPT} due", env=reflog.environ(), encoding="utf-8", dimensions=(24, 100))
    )
    assert "and 1 more" not in out
    assert len(out.splitlines()) < 24
    assert out.count("thing") == count or f"and {count - out.count('thing')} more" in out


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
@pytest.mark.parametrize(
    "asked", ["--all", "--within 30", "--for @fred", "--all --for @fred --purpose other"]
)
def test_what_was_asked_for_is_shown_whole(reflog: Commands, asked: str) -> None:
    many(reflog)
    reflog.variables["TERM"] = "xterm"
    out = str(
        pexpect.run(
            f"{SCRIPT} due {asked}",
            env=reflog.environ(),
            encoding="utf-8",
            dimensions=(24, 100),
        )
    )
    assert out.count("thing") == 60


def shown(reflog: Commands, lines: int) -> str:
    """Return what `due` shows on a terminal of 80 columns, without its colors."""
    environ = {**reflog.environ(), "TERM": "xterm"}
    out = pexpect.run(f"{SCRIPT} due", env=environ, encoding="utf-8", dimensions=(lines, 80))
    return re.sub("\x1b[^m]*m", "", str(out))


def morning(reflog: Commands) -> None:
    """Fifteen follow-ups as they come: names of every length, needs, phones of many countries."""
    people = [
        ("Deborah Finch", "+44 7700 900123", "boiler service"),
        ("Jürgen Weiß", "+49 30 901820", "Steuerberatung"),
        ("Maria del Carmen Ortiz", "+34 600 123 456", "logo"),
        ("Nick Owen", "+1 555 0101", "a bookkeeper"),
        ("Sally Ng", "sally@example.com", "will and estate"),
    ]
    reflog.today = "2026-11-10"
    for name, reach, need in people:
        option = "--email" if "@" in reach else "--phone"
        reflog.ok("contact", "add", name, option, reach)
        reflog.ok("intro", "Fred Moss", name, "--need", need)
        reflog.ok("follow", name, "one-to-one", "--due", "2026-11-23")
    reflog.today = "2026-11-21"


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_a_morning_of_fifteen_is_fifteen_rows_of_a_usual_terminal(reflog: Commands) -> None:
    morning(reflog)
    out = shown(reflog, lines=24)
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "Overdue"
    assert len([line for line in lines if line.lstrip().startswith("#")]) == 15, out
    assert len([line for line in lines if line]) == 17, "two titles and a row each"
    assert max(map(len, lines)) <= 80
    deborah = next(line for line in lines if "8d Deborah" in line)
    for part in ("spoken to Fred Moss?", "boiler service", "+44 7700 900123"):
        assert part in deborah
    assert deborah.count("Deborah") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_what_does_not_fit_on_a_row_goes_on_below_and_the_others_stay_one_row(
    reflog: Commands,
) -> None:
    morning(reflog)
    need = "somebody who rebuilds dry stone walls along the whole of the northern field"
    reflog.today = "2026-11-10"
    reflog.ok("intro", "Fred Moss", "Bo", "--need", need)
    reflog.today = "2026-11-21"
    out = shown(reflog, lines=40)
    assert " ".join(out.split()).count(need) == 2
    lines = [line.rstrip() for line in out.splitlines() if line.strip()]
    assert len(lines) == 2 + 15 + 2 * 3, out


@pytest.mark.parametrize("words", ["due --count", "due --count --all", "due --all --count"])
def test_how_many_are_due_and_nothing_else(week: Commands, words: str) -> None:
    assert week.ok(words).out == "2\n"
    assert week(f"{words} --json").json == 2
    assert week.ok("due --count --for ann").out == "0\n"
    assert week.ok("due --count --purpose thank").out == "1\n"
    assert week("due --count --exit-code").code == 1
    assert week("due --count --exit-code --for ann").code == 0


def test_in_an_empty_ledger_none_are_due(reflog: Commands) -> None:
    assert reflog.ok("due --count").out == "0\n"
    assert not reflog.ledger.exists()


def test_the_need_and_the_first_way_to_reach_them_stand_in_the_row(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Ann Lee", "--phone", "+1 555 0101", "--phone", "+1 555 0102")
    reflog.ok("contact", "add", "Bo", "--email", "bo@example.com", "--email", "b@example.com")
    reflog.today = "2026-11-10"
    reflog.ok("intro ann bo --need roof")
    reflog.today = "2026-11-21"
    ann, bo = reflog.ok("due").out.splitlines()[1:]
    assert ann.split() == "#2 8d Ann Lee spoken to Bo? roof +1 555 0101".split()
    assert bo.split() == "#3 8d Bo spoken to Ann Lee? roof bo@example.com".split()


def test_a_pipe_is_never_cut(reflog: Commands) -> None:
    many(reflog)
    out = reflog.ok("due").out
    assert out.count("thing") == 60
    assert "more" not in out


def test_what_a_follow_up_says_is_a_whole_sentence_with_full_names(reflog: Commands) -> None:
    answer = write(reflog, "received", "Ann Berg", "--from", "Fred Moss")
    assert [one["what"] for one in answer["next"]] == [
        "thank Fred Moss for introducing Ann Berg",
        "tell Fred Moss how things stand with Ann Berg",
        "call Ann Berg for the first time (introduced by Fred Moss)",
    ]
