"""Long answers are read page by page: the same answer, and nobody who writes waits for it."""

from __future__ import annotations

import gc
import io
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reflog.cli import terminal
from reflog.cli.app import run
from reflog.cli.commands import network
from reflog.cli.terminal import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG = (
    ("log",),
    ("log", "fred"),
    ("log", "--since", "yesterday"),
    ("log", "--limit", "7"),
    ("log", "--limit", "6"),
    ("intros",),
    ("intros", "--with", "fred"),
    ("intros", "--stage", "introduced"),
    ("who",),
    ("intros", "--stage", "declined"),
)


@pytest.mark.parametrize("words", LONG)
def test_pages_make_the_same_answer(
    populated: Commands, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    whole, document = populated.ok(*words).out, populated.ok(*words, "--json").out
    monkeypatch.setattr(network, "PAGE", 3)
    lines = [line.split() for line in populated.ok(*words).out.splitlines()]
    assert lines == [line.split() for line in whole.splitlines()]
    assert populated.ok(*words, "--json").out == document


@pytest.mark.parametrize("command", ["log", "intros", "log --json"])
def test_who_writes_does_not_wait_for_a_pager(
    populated: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    reflog = Commands(Path(shutil.copy(populated.ledger, tmp_path / "ledger.db")))
    reflog.ok("note fred tea again")
    monkeypatch.setattr(network, "PAGE", 2)
    pager = Pager(lambda: reflog.ok("note fred tea"))
    assert run(command.split(), reflog.environ(), io.StringIO(), pager, io.StringIO()) == 0
    assert pager.pages > 2
    assert len(reflog.json("show fred")["notes"]) == pager.pages + 1


@pytest.mark.parametrize(("size", "collected"), [(2, True), (1000, False)])
def test_what_is_long_has_its_garbage_collected(
    populated: Commands, monkeypatch: pytest.MonkeyPatch, *, size: int, collected: bool
) -> None:
    monkeypatch.setattr(network, "PAGE", size)
    gc.disable()
    try:
        populated.ok("intros")
        assert gc.isenabled() is collected
    finally:
        gc.enable()


class Pager(io.StringIO):
    """An answer that is looked at for so long that something else is recorded meanwhile."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.pages = 0
        self._meanwhile = meanwhile

    def write(self, text: str) -> int:
        self.pages += 1
        self._meanwhile()
        return super().write(text)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.parametrize("is_long", [True, False])
def test_only_a_terminal_is_told_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool, is_long: bool
) -> None:
    monkeypatch.setattr(terminal, "SECONDS", 0.01 if is_long else 60)
    err = Terminal() if is_terminal else io.StringIO()
    with Streams(io.StringIO(), io.StringIO(), err).waiting("Adding up"):
        for _look in range(500 if is_terminal and is_long else 0):
            if "Adding up: 2 s" in err.getvalue():
                break
            time.sleep(0.01)
        shown = err.getvalue()
    assert shown.startswith("\rAdding up: 1 s\rAdding up: 2 s" if is_terminal and is_long else "")
    assert bool(shown) == (is_terminal and is_long)
    assert err.getvalue().split("\r")[-1] == ""


def test_what_fails_meanwhile_is_told_and_the_line_goes_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terminal, "SECONDS", 0.01)
    err = Terminal()

    def interrupted() -> None:
        with Streams(io.StringIO(), io.StringIO(), err).waiting("Adding up"):
            while not err.getvalue():
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert err.getvalue().split("\r")[-1] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("balance", "Adding up the ledger"),
        ("tree", "Following every chain"),
        ("check", "Checking the ledger"),
        ("contact duplicates", "Comparing everyone"),
    ],
)
def test_an_answer_that_may_take_long_is_told_of(
    populated: Commands, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    whole = Streams.waiting
    told = []

    @contextmanager
    def slow(streams: Streams, what: str) -> Iterator[None]:
        with whole(streams, what):
            yield
            told.append(what)
            while not streams.stderr.getvalue():  # type: ignore[attr-defined]
                time.sleep(0.01)

    monkeypatch.setattr(terminal, "SECONDS", 0.01)
    monkeypatch.setattr(Streams, "waiting", slow)
    out, err = io.StringIO(), Terminal()
    assert run(words.split(), populated.environ(), io.StringIO(), out, err) == 0
    assert told == [said]
    assert err.getvalue().startswith(f"\r{said}: 1 s")
