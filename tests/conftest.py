"""How the tests are run: in what order, by how many, and what the run keeps for the next."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

pytest_plugins = ["figures", "given", "surroundings"]

HERE = Path(__file__).parent

# What one process has compiled, those it starts and those beside it may take.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure(config: pytest.Config) -> None:
    """Let each of several workers collect first what no other does, and find the rest compiled."""
    worker = getattr(config, "workerinput", None)
    if worker and config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        parts = sorted({file.relative_to(HERE).parts[0] for file in HERE.rglob("test_*.py")})
        first = len(parts) * int(worker["workerid"][2:]) // worker["workercount"]
        config.args = [str(HERE / part) for part in parts[first:] + parts[:first]]


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Make ready with the first of this folder that is collected, whatever was asked for.

    The session lies above the folder, and asks nothing that stands in it.
    """
    _make_ready(is_long="drawn" in collector.config.option.markexpr)


@cache
def _make_ready(*, is_long: bool) -> None:
    """Let no example be too slow, or be drawn too slowly, for a machine with other things to do.

    What collecting makes stays: none of it is looked through for garbage meanwhile.
    """
    gc.disable()
    hypothesis = import_module("hypothesis")
    hypothesis.settings.register_profile(
        "unhurried",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        max_examples=1_000 if is_long else 50,
    )
    hypothesis.settings.load_profile("unhurried")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let one more work than there are processors: some wait for a terminal or another process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Leave what collecting has made out of every later collection of garbage."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what needs the year, which takes a while to live: what comes first goes together.

    Of several workers the first is given the first tests, more than these, in one piece. All
    have the same order, wherever they began to collect.
    """
    items.sort(key=lambda item: ("year_ledger" not in getattr(item, "fixturenames", ()), item.path))
