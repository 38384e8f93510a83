"""How the tests are run: in what order, by how many, and what the run keeps for the next."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["figures", "surroundings", "given"]

HERE = Path(__file__).parent

# What one process has compiled, those it starts and those beside it may take.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

MEMORY = Path("/dev/shm")  # noqa: S108 - tests make folders of their own in it
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2_000_000_000:
    # What tests write lies in memory where there is plenty, save where someone chose a place.
    os.environ.setdefault("TMPDIR", str(MEMORY))
    tempfile.tempdir = None


def pytest_configure(config: pytest.Config) -> None:
    """Let each of several workers collect first what no other does, and find the rest compiled."""
    worker = getattr(config, "workerinput", None)
    is_whole = not config.getoption("ignore") and not config.getoption("ignore_glob")
    if worker and is_whole and config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        parts = sorted({file.relative_to(HERE).parts[0] for file in HERE.rglob("test_*.py")})
        first = len(parts) * int(worker["workerid"][2:]) // worker["workercount"]
        config.args = [str(HERE / part) for part in parts[first:] + parts[:first]]


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Let no example be too slow, or be drawn too slowly, for a machine with other things to do.

    What collecting makes stays: it is left out of every collection of garbage, now and later.
    """
    hypothesis = import_module("hypothesis")
    hypothesis.settings.register_profile(
        "unhurried",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        max_examples=1_000 if "drawn" in session.config.option.markexpr else 50,
    )
    hypothesis.settings.load_profile("unhurried")
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Let one more work than there are processors: some wait for a terminal or another process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what needs the year, which takes a while to live: what comes first goes together.

    Of several workers the first is given the first tests, more than these, in one piece. All
    have the same order, wherever they began to collect.
    """
    items.sort(key=lambda item: ("year_ledger" not in getattr(item, "fixturenames", ()), item.path))
