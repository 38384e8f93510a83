"""The figures of the promises: each test that measures one records it, a long run keeps them."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

RESULTS = Path(__file__).parents[1] / "reliability" / "RESULTS.md"

Figure = Callable[[str, str, str], None]

_LONG = "slow or figured or drawn"
"""The marks of the long run."""

_HEAD = """# What the promises measured

Each row is what one test counted in the long run (`-m slow`). A short run of every test is part
of the ordinary tests; it writes nothing here. A row stays until its test is run again, so rows
may come of different commits.

{versions}

| promise | what was done | figure |
|---|---|---|
"""


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Record a figure: the promise it belongs to, what was done, what was counted."""

    def record(promise: str, what: str, counted: str) -> None:
        print(f"{promise}: {what}: {counted}")  # noqa: T201 - each promise prints its figure
        record_property("figure", (promise, what, counted))

    return record


def pytest_configure(config: pytest.Config) -> None:
    """Let the long run take in the tests that need no long form of their own."""
    config.addinivalue_line("markers", "figured: it records a figure, also in the ordinary run")
    config.addinivalue_line("markers", "drawn: its examples are drawn, more in the long run")
    if config.option.markexpr == "slow":
        config.option.markexpr = _LONG


def pytest_itemcollected(item: pytest.Item) -> None:
    """Know a test that records a figure, and one whose examples are drawn."""
    if "figure" in getattr(item, "fixturenames", ()):
        item.add_marker("figured")
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker("drawn")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Keep the figures of a long run."""
    if config.option.markexpr != _LONG:
        return
    found = {
        (promise, what): counted
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure"
        for promise, what, counted in [value]
    }
    if found:
        _write(found)
        terminalreporter.write_line(f"The figures stand in {RESULTS.name}.")


def _write(found: dict[tuple[str, str], str]) -> None:
    """Write the table; what other tests counted with the same versions stays in it."""
    head = _HEAD.format(versions=_versions())
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    rows = {}
    if before.startswith(head):
        for line in before.removeprefix(head).splitlines():
            promise, what, counted = line.strip("| ").split(" | ")
            rows[promise, what] = counted
    rows.update(found)
    lines = [
        f"| {promise} | {what} | {counted} |\n"
        for (promise, what), counted in sorted(rows.items(), key=_place)
    ]
    RESULTS.write_text(head + "".join(lines), "utf-8")


def _place(row: tuple[tuple[str, str], str]) -> tuple[int, str]:
    (promise, what), _counted = row
    return int(promise.removeprefix("P")), what


def _versions() -> str:
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"SQLAlchemy {version('sqlalchemy')}, {platform.system()} on {platform.machine()}"
    )
