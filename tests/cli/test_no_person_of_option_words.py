"""No person is ever made of words typed behind an option, whatever is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import Commands
from reflog import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CREATING = ("intro", "received", "follow", "met", "note", "thanks", "contact add", "know", "ask")
OTHERS = (
    "done",
    "mark",
    "business",
    "snooze",
    "drop",
    "contact edit",
    "edit",
    "who",
    "show",
    "match",
)
LEADING = {"done": "2", "mark": "1", "business": "1", "snooze": "2", "drop": "2", "edit": "1"}

VALID = {
    "WHEN": ["friday", "5th oct", "2 weeks ago", "3d", "mon 16 nov", "next week", "a fortnight"],
    "MONEY": ["2500", "2500 eur", "€40", "EUR 40"],
    "SPAN": ["90d", "2 weeks", "6 months"],
    "STAGE": ["met", "won"],
    "PARTY": ["provider"],
    "EFFORT": ["call"],
    "VIA": ["card"],
    "ROLE": ["client"],
    "OPEN": ["1", "fred"],
}
"""The beginning of a value that an option takes."""

LOOSE = [f"{word}{kind}" for word in ("Vox", "vim", "Vale", "vern") for kind in ("a", "o", "um")]
"""Words that are typed behind options alone; no name is near them."""

PEOPLE = ["fred", "sally", "Zoe", "ann", "Zoe Berg", "karl"]


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[str], set[str], set[str]]:
    """A command line, the values it gives to options that take a NAME, and all words of values."""
    command = draw(st.sampled_from(CREATING * 3 + OTHERS))
    options = cli.options_of(command)
    names = [LEADING[command]] if command in LEADING else [draw(st.sampled_from(PEOPLE))]
    if command == "intro":
        names.append(draw(st.sampled_from(PEOPLE)))
    words = [[word] for word in names]
    if command in {"follow", "note"}:
        words.append(["call"])
    if command == "know":
        words += [["wants"], ["fish"]]
    if command in {"mark", "business", "snooze"}:
        words.append([{"mark": "met", "business": "40", "snooze": "friday"}[command]])
    named, behind = set(), set()
    for option in draw(st.lists(st.sampled_from(sorted(options)), min_size=1, max_size=3)):
        if option in {"-h", "--help", "--json"}:
            continue
        kind = options[option]
        if kind is None:
            piece = [option]
        else:
            begun = draw(st.sampled_from([*VALID.get(kind, []), ""])).split()
            rest = draw(st.lists(st.sampled_from(LOOSE), min_size=0, max_size=4 - len(begun)))
            value = [*begun, *rest] or [draw(st.sampled_from(LOOSE))]
            behind |= {word.lower() for word in value}
            if kind in {"NAME", "INTRODUCER", "OPEN"}:
                named.add(" ".join(value))
            glue = option.startswith("--") and draw(st.booleans())
            piece = [f"{option}={value[0]}", *value[1:]] if glue else [option, *value]
        words.insert(draw(st.integers(0, len(words))), piece)
    return [*command.split(), *(word for piece in words for word in piece)], named, behind


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Commands]:
    folder = tmp_path_factory.mktemp("lines")
    begun = Commands(folder / "begun.db")
    begun.ok("intro fred sally")
    begun.ok("contact add karl")
    data = begun.ledger.read_bytes()

    def again() -> Commands:
        path: Path = folder / "again.db"
        path.write_bytes(data)
        return Commands(path)

    return again


@given(line=lines())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_is_made_of_words_behind_an_option(
    ledger: Callable[[], Commands], line: tuple[list[str], set[str], set[str]]
) -> None:
    typed(ledger, line)


@pytest.mark.slow
@given(line=lines())
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_is_made_of_words_behind_an_option_for_long(
    ledger: Callable[[], Commands], line: tuple[list[str], set[str], set[str]]
) -> None:
    typed(ledger, line)


def typed(ledger: Callable[[], Commands], line: tuple[list[str], set[str], set[str]]) -> None:
    argv, named, behind = line
    behind -= {word.lower() for name in PEOPLE for word in name.split()}
    reflog = ledger()
    result = reflog(*argv) if len(argv) > 1 else reflog(argv[0])
    assert result.code in {0, 2, 3, 4}, (argv, result)
    for person in reflog.json("contact list"):
        loose = {word.lower() for word in person["name"].split()} & behind
        is_named = person["name"].lower() in {one.lower() for one in named}
        assert not loose or is_named, (argv, person["name"])
