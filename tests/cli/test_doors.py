"""A command opens at most two read doors: one before it writes, one to read back what it wrote."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands, again
from reflog.storage import Reader
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASKING = """
who, who fred, tree, tree fred, balance, balance fred, show fred, show 1, intros, log, log fred,
find tea, contact list, contact duplicates, history, config, thanks, due, due --for fred,
export, export contacts --format csv
"""
WRITING = """
intro fred sally --again, intro Ann Bob --by fred --on 2026-11-20 --need 500,
received zoe --from fred, done 2 she loved it, done sally --mark met, snooze fred 2w, drop 2,
follow fred call him --about 1 --due friday, mark 1 won --amount 2500, business 1 20 eur,
thanks fred --via card --amount 100, thanks fred --received, met fred coffee --on yesterday,
note fred tea --about 1, contact add Fred Berg --email fred@example.com,
contact edit fred --email sally@example.com --phone 2125550134, contact rename fred Fred Moss,
contact alias fred Sally, contact merge fred ann --yes, contact forget sally --yes,
contact duplicates --distinct fred sally, edit 1 --note better --at-fault sally --stage bad,
delete 4 --yes, undo, config currency EUR
"""


def split(words: str) -> list[str]:
    return " ".join(words.split()).split(", ")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger that is only asked."""
    reflog = Commands(tmp_path_factory.mktemp("begun") / "data" / "ledger.db")
    reflog.ok("intro fred sally")
    reflog.ok("note fred tea")
    reflog.ok("note ann coffee")
    reflog.ok("contact edit sally --email sally@example.com")
    return reflog


@pytest.fixture
def lived(begun: Commands, tmp_path: Path) -> Commands:
    return again(begun, tmp_path)


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, int]]:
    """Count the read doors, and the connections to the ledger, that are opened from now on."""
    counted = {"read": 0, "connections": 0}
    enter, connect = Reader.__enter__, sqlite3.connect

    def counting_enter(reader: Reader) -> Reader:
        counted["read"] += 1
        return enter(reader)

    def counting_connect(database: str, *values: Any, **options: Any) -> Any:
        counted["connections"] += "ledger.db?" in str(database)
        return connect(database, *values, **options)

    monkeypatch.setattr(Reader, "__enter__", counting_enter)
    monkeypatch.setattr(sqlite3, "connect", counting_connect)
    return lambda: dict(counted)


@each_row("words", split(ASKING))
def test_a_question_opens_one(
    begun: Commands, doors: Callable[[], dict[str, int]], words: str
) -> None:
    before = doors()["read"]
    begun.ok(words)
    assert doors()["read"] - before == 1


@pytest.mark.parametrize("words", split(WRITING))
def test_a_change_opens_one_before_it_and_one_after_it(
    lived: Commands, doors: Callable[[], dict[str, int]], words: str
) -> None:
    before = doors()
    lived.ok(words)
    after = doors()
    assert after["read"] - before["read"] <= 2
    if "forget" not in words:
        assert after["connections"] - before["connections"] <= 3


@each_row("words", ["done 99", "who nobody", "note fredd tea", "intro fred sally"])
def test_what_is_refused_opens_one(
    begun: Commands, doors: Callable[[], dict[str, int]], words: str
) -> None:
    before = doors()["read"]
    assert begun(words).code in {3, 4}
    assert doors()["read"] - before <= 1


def test_the_door_is_closed_before_anything_is_asked_or_answered(
    lived: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reflog.cli.terminal import Streams  # noqa: PLC0415 - the one use

    are_open = []
    say = Streams.say_all

    def saying(env: Any, pieces: Any) -> None:
        say(env, pieces)
        are_open.append(env._reader is not None)  # noqa: SLF001 - what it is about

    monkeypatch.setattr(Streams, "say_all", saying)
    lived.ok("log")
    lived.ok("note fred tea")
    assert are_open
    assert not any(are_open)
