from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reliability.staging import (
    FIRST,
    KEEPING,
    WRITES,
    Scene,
    Stage,
    begin,
    begin_with_copies,
)
from surroundings import taking_copies

NewScene = Callable[[Stage, str], Scene]


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that commands are made to fail in, to be copied."""
    with taking_copies():
        return begin(tmp_path_factory.mktemp("beginning"))


@pytest.fixture(scope="session")
def copied_beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with copies, for the commands that keep the ledger."""
    with taking_copies():
        return begin_with_copies(tmp_path_factory.mktemp("copied"))


@pytest.fixture
def scene(tmp_path: Path, beginning: Path, request: pytest.FixtureRequest) -> NewScene:
    """One of the writing commands, to be tried on a stage again and again."""

    def build(stage: Stage, name: str) -> Scene:
        room = tmp_path / name.replace(" ", "-")
        room.mkdir()
        if name in KEEPING:
            copied = request.getfixturevalue("copied_beginning")
            return Scene(stage, copied, room, *KEEPING[name])
        return Scene(stage, None if name == FIRST else beginning, room, *WRITES[name])

    return build


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """A stage with a sound disk."""
    if not hasattr(os, "fork"):
        pytest.skip("processes do not fork here")
    with Stage(None) as opened:
        yield opened


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stage whose disk fails when it is told to."""
    compiler = shutil.which("cc")
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux preloads a library that way")
    if compiler is None:
        pytest.skip("there is no C compiler here")
    library = tmp_path_factory.mktemp("disk") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    built = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    with Stage(library) as opened:
        yield opened


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True, scope="module")
def _as_it_is(_copies_all_along: None) -> None:
    """Let commands do all they do."""
