"""A ledger that is made for measuring is what the program itself would have written."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

import journaling
from bench import generate
from commands import Commands
from reflog.storage import connection as opening


@pytest.fixture(scope="module")
def least(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """What stands in every ledger."""
    path = tmp_path_factory.mktemp("least") / "ledger.db"
    generate.begin(path)
    return Commands(path)


@pytest.fixture(scope="module")
def made(least: Commands, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger of 80 introductions, 40 of them told of others."""
    path = Path(shutil.copy(least.ledger, tmp_path_factory.mktemp("made") / "80.db"))
    generate.extend(path, 80)
    return Commands(path)


def test_check_finds_nothing(made: Commands) -> None:
    made.ok("check")


def test_the_journal_tells_every_row(made: Commands) -> None:
    with closing(opening.connect(str(made.ledger))) as connection:
        assert journaling.replayed(connection) == journaling.tables_of(connection)
        assert not journaling.broken_links(connection)
        (count,) = connection.execute("SELECT count(*) FROM introduction").fetchone()
    assert count == 80


def test_its_commands_can_be_taken_back(made: Commands, tmp_path: Path) -> None:
    copy = Commands(Path(shutil.copy(made.ledger, tmp_path / "copy.db")))
    for _once in range(12):
        copy.ok("undo")
    copy.ok("check")


def test_what_is_asked_has_one_answer_at_every_size(made: Commands, least: Commands) -> None:
    for words in (
        ("due",),
        ("due", "--all"),
        ("who", generate.PERSON),
        ("tree", generate.PERSON),
        ("find", generate.TEXT),
        ("show", generate.PERSON),
    ):
        assert made.ok(*words).out == least.ok(*words).out
