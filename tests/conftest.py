from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from beginnings import Beginning
from books import Book
from commands import Commands
from damage import lived
from reflog.storage import connection as opening
from year import END, QUARTER, Year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest_plugins = ["figures"]


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Let no example be too slow, or be drawn too slowly, for a machine with other things to do."""
    if isinstance(collector, pytest.Session):
        hypothesis = import_module("hypothesis")
        hypothesis.settings.register_profile(
            "unhurried",
            deadline=None,
            suppress_health_check=[hypothesis.HealthCheck.too_slow],
            max_examples=1_000 if "drawn" in collector.config.option.markexpr else 50,
        )
        hypothesis.settings.load_profile("unhurried")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let one more work than there are processors: some wait for a terminal or another process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Leave what collecting has made out of every later collection of garbage."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what needs the year, which takes a while to live: what comes first goes together.

    Of several workers the first is given the first tests, more than these, in one piece.
    """
    items.sort(key=lambda item: "year_ledger" not in getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Let no test open a socket."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        pytest.fail("something reached for the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socket.socket", refuse)
        yield


RECIPE = opening.PRAGMAS


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Leave what is written in this process in the system's memory, where every test finds it.

    What must be on disk when, processes of their own show, to which this does not reach.
    """
    quick = {"synchronous": ("OFF", 0)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            opening,
            "PRAGMAS",
            tuple((name, *quick.get(name, values)) for name, *values in RECIPE),
        )
        patch.setattr("os.fsync", lambda _file: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_ended() -> Iterator[None]:
    """Let nobody sleep over a process on a terminal that has said all it had to say.

    Whether it has ended is then waited for, not looked at after a while.
    """
    if sys.platform == "win32":
        yield
        return
    process = import_module("ptyprocess").PtyProcess
    close = process.close

    def closed(self: Any, force: bool = True) -> None:  # noqa: FBT001, FBT002 - as it is called
        if self.flag_eof:
            self.delayafterclose = 0
        close(self, force)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "close", closed)
        yield


@pytest.fixture
def _to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open ledgers as the program does, and wait for the disk."""
    monkeypatch.setattr(opening, "PRAGMAS", RECIPE)


@pytest.fixture
def reflog(tmp_path: Path, request: pytest.FixtureRequest) -> Commands:
    """A new ledger and the commands typed on it.

    What it begins with is run once in a process, save where a test makes the program another.
    """
    ledger = tmp_path / "data" / "ledger.db"
    is_itself = "monkeypatch" not in request.fixturenames
    return Commands(ledger, beginning=Beginning(ledger.parent) if is_itself else None)


@pytest.fixture
def _every_day(reflog: Commands) -> None:
    """Work on every day of the week, so that a day is what it is counted to be."""
    reflog.ok("config workdays all")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(str(tmp_path / "ledger.db"))


@pytest.fixture(scope="session")
def new_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Book]:
    """Another ledger at each call: for the examples of a property."""
    return lambda: Book(str(tmp_path_factory.mktemp("book") / "ledger.db"))


@pytest.fixture(scope="session")
def one_book(new_book: Callable[[], Book]) -> Book:
    """A ledger for examples that only read."""
    book = new_book()
    book.person("Fred Moss", note="text near not and or")
    return book


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(QUARTER, id="quarter"),
        pytest.param(END, id="year", marks=pytest.mark.slow),
    ],
)
def year_ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year of a busy consultant, lived once: only to be read. Copy its ledger to write.

    Its first quarter is always lived, the whole of it in the long run.
    """
    year = Year(Commands(tmp_path_factory.mktemp("year") / "ledger.db"))
    year.live(request.param)
    return year


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with something in every table and two dozen commands: copy it to harm it."""
    return lived(tmp_path_factory.mktemp("populated") / "ledger.db")
