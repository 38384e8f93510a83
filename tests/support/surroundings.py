"""What every test runs in: nobody reaches the network, or waits where waiting shows nothing."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, contextmanager
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from reflog.storage import connection as opening
from reflog.storage import copies, schema

if TYPE_CHECKING:
    from collections.abc import Iterator


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


WANTS_COPY = copies.wants_copy


@pytest.fixture(autouse=True, scope="session")
def _no_copy_a_day() -> Iterator[None]:
    """Leave out the copy that follows the first write of a day, which costs more than the write.

    Who asks for `_copy_a_day` has it, or for `_copies_all_along`; so have processes of their own,
    to which this does not reach.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "wants_copy", lambda _ledger, _today: False)
        yield


@contextmanager
def taking_copies() -> Iterator[None]:
    """Take the day's copy of a ledger, as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "wants_copy", WANTS_COPY)
        yield


@pytest.fixture
def _copy_a_day() -> Iterator[None]:
    """Take the day's copy in one test."""
    with taking_copies():
        yield


@pytest.fixture(scope="module")
def _copies_all_along() -> Iterator[None]:
    """Take the day's copy in a whole file of tests, and in what they share."""
    with taking_copies():
        yield


def takes_copies() -> bool:
    """Return whether the day's copy is taken, in this process and now."""
    return copies.wants_copy is WANTS_COPY


@pytest.fixture(autouse=True, scope="session")
def _no_making_the_same_again() -> Iterator[None]:
    """Make the new ledger in memory once for a day, and hand out copies of it."""
    make = schema.in_memory

    @lru_cache(maxsize=16)
    def content(today: str) -> bytes:
        with closing(make(today)) as made:
            return made.serialize()

    def in_memory(today: str) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.deserialize(content(today))
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "in_memory", in_memory)
        yield
