"""Help: the list in groups, a command as its --help, and a page on each topic."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT
from examples import PAGES
from reflog import cli
from reflog.cli import COMMANDS, GROUPS, completion, pages
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

PATHS = ["", "contact", *cli.NAMES]


@pytest.mark.parametrize("path", PATHS)
def test_help_on_a_command_is_what_its_own_help_says(reflog: Commands, path: str) -> None:
    asked = reflog.ok(f"help {path}")
    assert asked.out == reflog.ok(f"{path} --help").out
    assert asked.err == ""


@pytest.mark.parametrize("path", cli.NAMES)
def test_the_usage_shows_the_words_behind_the_command(reflog: Commands, path: str) -> None:
    shown = reflog.ok(f"help {path}").out
    usage = shown.partition("\n\n")[0]
    words = COMMANDS[path][1]
    assert " ".join(usage.split()) == " ".join(f"Usage: reflog {path} {words} [OPTIONS]".split())
    assert "Arguments:" not in shown
    assert "<str>" not in shown


def test_the_list_stands_in_groups_and_an_empty_one_is_left_out(reflog: Commands) -> None:
    shown = reflog.ok("help").out
    headings = re.findall(r"^([A-Z][a-z]+):$", shown, re.MULTILINE)
    used = [group for group in GROUPS if group in map(cli.group_of, cli.NAMES)]
    assert headings == ["Options", *(group.title() for group in used)]
    for name in cli.NAMES:
        below = shown.partition(f"\n{cli.group_of(name).title()}:\n")[2].partition("\n\n")[0]
        line = f"{name} {COMMANDS[name][1]}".strip()
        assert re.search(rf"^  {re.escape(line)}(  |$)", below, re.MULTILINE), name
    for topic in pages.TOPICS:
        assert topic in shown.rpartition("topics:")[2]


def test_the_topics_are_the_pages_there_are() -> None:
    assert sorted(pages.TOPICS) == [page.stem for page in PAGES[1:]]
    assert not set(pages.TOPICS) & set(cli.subcommands(""))


def test_the_help_of_a_command_points_to_its_page(reflog: Commands) -> None:
    pointed = [name for commands in pages.TOPICS.values() for name in commands]
    assert len(pointed) == len({*pointed} & {*cli.NAMES})
    for topic, commands in pages.TOPICS.items():
        for name in commands:
            shown = reflog.ok(f"help {name}").out
            assert shown.endswith(f"\n\n  More: reflog help {topic}\n")


@pytest.mark.parametrize(
    ("begun", "offered"),
    [("we", ["week"]), ("int", ["intro", "intros"]), ("imp", ["import", "importing"])],
)
def test_tab_offers_what_help_explains(begun: str, offered: list[str]) -> None:
    assert completion.candidates("zsh", ["help", begun]) == offered


@pytest.mark.parametrize("topic", pages.TOPICS)
def test_a_topic_is_its_page_without_the_marks_of_headings(reflog: Commands, topic: str) -> None:
    kept = pages.text(topic)
    shown = reflog.ok(f"help {topic}").out
    assert shown == re.sub(r"^#+ ", "", kept, flags=re.MULTILINE)
    answered = reflog.json(f"help {topic}")
    assert answered == {"about": topic, "text": kept}


def test_help_in_json_is_one_document(reflog: Commands) -> None:
    assert reflog.json("help") == {"about": None, "text": reflog.ok("help").out}
    added = reflog.json("help contact add")
    assert added == {"about": "contact add", "text": reflog.ok("help contact add").out}


@each_row(
    ("words", "hint"),
    [
        ("wek", "reflog help week"),
        ("intor", "reflog help intro"),
        ("contact ad", "reflog help contact add"),
        ("intro fred", "reflog help intro"),
        ("zzz", "reflog help lists them"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest(
    reflog: Commands, words: str, hint: str
) -> None:
    refused = reflog.refused(2, f"help {words}")
    assert refused.err.splitlines()[1] == f"hint: {hint}"
    assert f'"{words}"' in refused.err
    assert reflog.refused(2, f"help {words} --json").error["hint"] == hint


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
@pytest.mark.parametrize("words", ["help week", "help", "help intro", "--help"])
def test_a_terminal_shows_the_same_words(reflog: Commands, words: str) -> None:
    piped = reflog.process(words).out
    environ = {**reflog.environ(), "TERM": "xterm"}
    shown = str(
        pexpect.run(f"{SCRIPT} {words}", env=environ, encoding="utf-8", dimensions=(50, 80))
    )
    bare = re.sub(r"\x1b\[[\d;]*m|[╭│╰╮╯─]", "", shown)
    words_of = {word for word in piped.replace(":", "").split() if word[0] not in "-/"}
    assert words_of <= set(bare.replace(":", "").split())
    assert not set("╭│╰") & set(shown), "an example in a frame would be folded"
    assert (bare != shown) == (words == "help week"), "Rich lays out the pages on topics"


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_an_example_that_is_folded_stays_below_itself(reflog: Commands) -> None:
    environ = {**reflog.environ(), "TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat"}
    shown = str(
        pexpect.run(f"{SCRIPT} help week", env=environ, encoding="utf-8", dimensions=(50, 60))
    )
    lines = shown.splitlines()
    folded = [
        lines[at + 1] for at, line in enumerate(lines) if line.startswith("    Still missing")
    ]
    assert folded
    assert all(line.startswith("    ") for line in folded)
