"""What every test runs in: nobody reaches the network, or waits where waiting shows nothing."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from reflog.storage import connection as opening

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
