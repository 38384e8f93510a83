"""A ledger that is made for measuring is what the program itself would have written."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import journaling
from bench import generate, measure, page, screens
from commands import Commands
from reflog.storage import connection as opening

if TYPE_CHECKING:
    import sqlite3


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


@pytest.fixture(scope="module")
def written(least: Commands, made: Commands) -> tuple[Path, Path]:
    """The folders of both once something was written today, so that the day's copy is taken."""
    for one in (least, made):
        folder = one.ledger.with_name("written")
        folder.mkdir()
        copy = Commands(Path(shutil.copy(one.ledger, folder)))
        copy.ok("snooze", "9", "2w")
    return least.ledger.with_name("written"), made.ledger.with_name("written")


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


# TAB has a lane of its own, the latest events are not the same in both, and whom ask looks at
# are as many only once there are some hundreds of each kind.
SAME = {**measure.READING, **measure.WRITING}.keys() - {"TAB", "log --limit 20", "ask"}


@pytest.mark.parametrize("name", sorted(SAME))
def test_a_command_takes_as_many_steps_on_twice_the_ledger(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    words = {**measure.READING, **measure.WRITING}[name]
    steps: list[int] = []
    for folder in written:
        copied = Path(shutil.copytree(folder, tmp_path / str(len(steps))))
        copy = Commands(next(copied.glob("*.db")))
        counted = _Steps(monkeypatch)
        copy.ok(*words)
        monkeypatch.undo()
        steps.append(counted.count)
    assert steps[0] > 10
    assert steps[1] < 1.25 * steps[0]


class _Steps:
    """Counts what SQLite does for a command, in tens of steps of its machine."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        whole = opening.connect

        def connect(path: str, mode: str = "rw") -> sqlite3.Connection:
            connection = whole(path, mode)
            connection.set_progress_handler(self._counted, 10)
            return connection

        patch.setattr(opening, "connect", connect)

    def _counted(self) -> None:
        self.count += 1


def test_the_page_says_what_was_measured_and_keeps_what_was_not(
    made: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "READING", {"due": ("due",)})
    monkeypatch.setattr(measure, "WRITING", {"snooze": measure.WRITING["snooze"]})
    monkeypatch.setattr(measure, "BASES", dict.fromkeys(measure.BASES, "pass"))
    bench = measure.Bench(made.ledger.parent, Path(sys.executable).parent)
    measuring = measure.Measuring(bench, [80], rounds=1)
    measuring.reads()
    measuring.lines()
    text = page.written(measure.tables(measuring, bench, {}))
    assert {len(taken) for taken in bench.took.values()} == {1}
    kept = page.tables_in(text)
    due, snooze = "`reflog due`, piped", "`snooze`, words alone"
    reached = kept["What is to be reached"]
    assert reached[due][1].endswith("\N{MULTIPLICATION SIGN} bare Python")
    assert reached[due][3] in {"reached", "**not reached**"}
    assert reached[snooze][3] == "not measured"
    assert int(kept["The source"]["source lines"][2].replace(",", "")) > 10_000
    assert str(made.ledger.parent) not in text
    later = measure.Measuring(measure.Bench(bench.folder, bench.programs), [80], rounds=1)
    later.writes()
    stated = {measure.BY_HAND[0].what: 149.0}
    then = page.tables_in(page.written(measure.tables(later, later.bench, stated), text))
    assert then["What is to be reached"][due] == reached[due]
    assert then["What is to be reached"][snooze][3] != "not measured"
    assert then["The source"][measure.BY_HAND[0].what][2:4] == ("149 s", "reached")
    made.ok("check")


def test_the_first_card_and_the_first_key_are_timed_on_a_copy(
    made: Commands, tmp_path: Path
) -> None:
    before = made.json("export")
    bench = measure.Bench(tmp_path, Path(sys.executable).parent)
    screens.mornings(bench, made.ledger, rounds=1)
    assert {name: len(taken) for name, taken in bench.took.items()} == {
        screens.DUE: 1,
        screens.PAINT: 1,
        screens.WRITE: 1,
    }
    assert made.json("export") == before
    told = {one.what: one.value for one in screens.targets(bench)}
    assert 0 < (told["first card of `morning`"] or 0) < 10
