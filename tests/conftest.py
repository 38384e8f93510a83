from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from books import Book
from commands import Commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test open a socket."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        pytest.fail("something reached for the network")

    monkeypatch.setattr("socket.socket", refuse)


@pytest.fixture
def reflog(tmp_path: Path) -> Commands:
    """A new ledger and the commands typed on it."""
    return Commands(tmp_path / "data" / "ledger.db")


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
