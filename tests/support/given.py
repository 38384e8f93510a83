"""The ledgers that tests are given: new ones, and some that have been lived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beginnings import Beginning
from books import Book
from commands import Commands
from damage import lived
from surroundings import taking_copies
from year import END, FEW, Year

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
        pytest.param(FEW, id="months"),
        pytest.param(END, id="year", marks=pytest.mark.slow),
    ],
)
def year_ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year of a busy consultant, lived once: only to be read. Copy its ledger to write.

    Its first two months are always lived, the whole of it in the long run.
    """
    year = Year(Commands(tmp_path_factory.mktemp("year") / "ledger.db"))
    year.live(request.param)
    return year


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with something in every table and two dozen commands: copy it to harm it."""
    with taking_copies():
        return lived(tmp_path_factory.mktemp("populated") / "ledger.db")
