"""Whatever came before, forgetting somebody leaves no value of theirs in any file."""

from __future__ import annotations

import itertools
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import journaling
from commands import Commands
from reflog.storage import connection as opening

if TYPE_CHECKING:
    from collections.abc import Callable

VICTIM = "@qvictim"
OTHERS = ("ann", "bob")

STEPS: dict[str, Callable[[Callable[[], str]], tuple[str, ...]]] = {
    "add": lambda word: (
        *("contact", "add", f"{word()} Person <{word()}@example.com>", "--handle", "qvictim"),
        *("--note", word(), "--new"),
    ),
    "edit": lambda word: (
        *("contact", "edit", VICTIM, "--company", word(), "--city", word(), "--tag", word()),
        *("--email", f"{word()}@example.com"),
    ),
    "note on them": lambda word: ("contact", "edit", VICTIM, "--note", word()),
    "rename": lambda word: ("contact", "rename", VICTIM, f"{word()} Person"),
    "alias": lambda word: ("contact", "alias", VICTIM, word()),
    "intro": lambda word: ("intro", VICTIM, "ann", "--need", word(), "--again"),
    "note": lambda word: ("note", VICTIM, word()),
    "follow": lambda word: ("follow", VICTIM, word(), "--due", "2026-12-01"),
    "met": lambda word: ("met", VICTIM, word()),
    "fact": lambda word: ("know", VICTIM, "wants", word()),
    "needs": lambda word: ("know", VICTIM, "needs", word()),
    "doubt": lambda word: ("know", VICTIM, "doubt", word()),
    "greeting": lambda word: ("contact", "edit", VICTIM, "--greeting", word(), "--language", "de"),
    "asked": lambda word: ("ask", VICTIM, word()),
    "thanked": lambda word: ("thanks", VICTIM, word(), "--via", "gift"),
    "business": lambda word: ("business", VICTIM, "100", "--direct", "--note", word()),
    "lead": lambda word: ("intro", "bob", VICTIM, "--lead", "--note", word(), "--again"),
    "passed on": lambda _word: ("mark", "1", "declined", "--passed-to", VICTIM),
    "to the tag": lambda word: ("follow", "--tag", "group", word()),
    "into the group": lambda _word: ("contact", "edit", VICTIM, "--tag", "group"),
    "new handle": lambda _word: ("contact", "edit", VICTIM, "--handle", "qvictim-b"),
    "old handle": lambda _word: ("contact", "edit", "@qvictim-b", "--handle", "qvictim"),
    "somebody": lambda _word: ("contact", "add", "Ann Berg <ann@example.com>", "--new"),
    "somebody else": lambda _word: ("note", "bob", "tea"),
    "theirs": lambda _word: ("contact", "edit", "ann", "--company", "Acme", "--note", "old friend"),
    "merged": lambda _word: ("contact", "merge", "ann", VICTIM, "--yes"),
    "merged with bob": lambda _word: ("contact", "merge", "bob", VICTIM, "--yes"),
    "bob merged": lambda _word: ("contact", "merge", "ann", "bob", "--yes"),
    "distinct": lambda _word: ("contact", "duplicates", "--distinct", VICTIM, "ann"),
    "undo": lambda _word: ("undo",),
    "undo again": lambda _word: ("undo",),
    "redo": lambda _word: ("redo",),
    "backup": lambda _word: ("backup",),
    "deleted": lambda _word: ("delete", "1", "--yes"),
    "deleted too": lambda _word: ("delete", "3", "--yes"),
    "bob forgotten": lambda _word: ("contact", "forget", "bob", "--yes"),
    "put back": lambda _word: ("restore", "@oldest", "--yes"),
}


def left_in(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """Return which of the words are in which file; the journal of each makes its tables."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if content.startswith(opening.MAGIC):
                with closing(opening.connect(str(path))) as connection:
                    content += repr(journaling.told(connection)).encode()
                    content += repr(journaling.tables_of(connection)).encode()
                    assert journaling.broken_links(connection) == []
                    assert journaling.replayed(connection) == journaling.tables_of(connection)
            there = [word for word in words if word.encode() in content.lower()]
            if there:
                found[path.name] = there
    return found


def forget_for_good(reflog: Commands) -> str:
    """Forget the victim; merged into somebody, that one; known to the journal alone, again.

    Returns what the words of the one who was forgotten begin with: there may have been two,
    one after the other.
    """
    handles = {one["handle"] for one in reflog.json("contact list")}
    if "qvictim-b" in handles and "qvictim" not in handles:  # which may be another's by now
        reflog.ok(*STEPS["old handle"](str))
    people = {one["handle"]: one["name"] for one in reflog.json("contact list")}
    begins = str(people.get("qvictim", "qw"))[: len("qw1a")].lower()
    if "qvictim" not in people:
        for other in sorted(people.keys() & {"ann", "ann-berg", "bob"}):
            reflog.ok("contact", "forget", f"@{other}", "--yes")
        reflog("contact", "add", "Somebody", "--handle", "qvictim", "--new")
    reflog.ok("contact", "forget", VICTIM, "--yes")
    return begins


def test_somebody_else_may_bear_the_handle_by_now() -> None:
    walk(["new handle", "add"])


def test_a_name_that_was_somebody_elses_only_by_a_merge_is_erased() -> None:
    walk(["merged", "undo", "passed on"])


def walk(steps: list[str]) -> None:
    words: list[str] = ["qvictim"]
    numbers = itertools.count(100)
    victims = 1

    def word() -> str:
        words.append(f"qw{victims}a{next(numbers)}x")
        return words[-1]

    with tempfile.TemporaryDirectory() as folder:
        reflog = Commands(Path(folder) / "data" / "ledger.db")
        reflog.ok("intro", "bob", "ann")
        reflog.ok(*STEPS["add"](word))
        for step in steps:
            victims += step == "add"
            copies = reflog.json("backup --list")
            oldest = str(copies[-1]["path"]) if copies else "none"
            reflog(*(oldest if one == "@oldest" else one for one in STEPS[step](word)))
        begins = forget_for_good(reflog)
        theirs = [one for one in words if one.startswith(begins) or victims == 1]
        assert left_in(Path(folder), theirs) == {}
        checked: Any = reflog("check")
        assert checked.code == 0, checked


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from([*STEPS]), max_size=14))
def test_nothing_is_left_whatever_came_before(steps: list[str]) -> None:
    walk(steps)


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from([*STEPS]), max_size=30))
def test_nothing_is_left_whatever_came_before_for_long(steps: list[str]) -> None:
    walk(steps)
