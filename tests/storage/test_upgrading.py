"""An upgrade is whole or absent, and leaves a verified copy behind."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import TODAY, Commands
from damage import fail_to_sync, remembered
from journaling import broken_links, told
from reflog.storage import Reader, copies
from reflog.storage import connection as opening
from reflog.storage.check import ledger as health
from reflog.storage.findings import DAMAGE

if TYPE_CHECKING:
    from figures import Figure

pytestmark = pytest.mark.usefixtures("_copies_all_along")

NEXT = str(Path(__file__).parent / "fixtures" / "next_test.sql")
THIS = opening.FORMAT
UNRELEASED = range(1, opening.FIRST)
PEOPLE = Path(__file__).parents[1] / "reliability" / "people.vcf"
STORY = (
    ("intro", "frodo", "sally", "--need", "a boiler", "--offer", "heating", "--consent"),
    ("received", "Ann Berg <ann@example.com>", "--from", "frodo"),
    ("done", "2", "he", "called"),
    ("mark", "1", "won", "--amount", "2500"),
    ("thanks", "frodo", "--via", "card"),
    ("met", "frodo", "coffee"),
    ("note", "王小明", "tea", "--about", "1"),
    ("follow", "frodo", "send", "the", "brochure", "--every", "30d"),
    ("contact", "edit", "frodo", "--phone", "+1 555 0103", "--tag", "golf", "--alias", "Frodolin"),
    ("config", "currency", "EUR"),
    ("undo",),
    ("import", str(PEOPLE), "--yes"),
    ("contact", "edit", "gina", "--company", "Globex"),
)
KEPT = ("contact", "entry", "follow_up", "business", "thanks", "one_to_one", "note", "op")

KILL_AT_EVERY_STATEMENT = """
import os, shutil, signal, sys
from reflog.storage import connection as opening, upgrade
ledger, step, every = sys.argv[1], sys.argv[2], int(sys.argv[3])
opening.MIGRATIONS += (step,)
opening.FORMAT += 1
whole = opening.connect


def child(path, last):
    seen = 0

    def count(_statement):
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(name, mode="rw"):
        connection = whole(name, mode)
        if name == path and mode == "rw":
            connection.set_trace_callback(count)
        return connection

    opening.connect = connect
    upgrade.upgrade_file(path)
    os._exit(0)


last = 0
while True:
    last += every
    path = f"{ledger}.{last}"
    shutil.copyfile(ledger, path)
    pid = os.fork()
    if pid == 0:
        child(path, last)
    if os.waitpid(pid, 0)[1] == 0:
        break
print(last)
"""


def content(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        found: dict[str, Any] = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in KEPT
        }
        found["change"] = told(connection)
        found["introduction"] = [
            row[:18] for row in connection.execute("SELECT * FROM introduction").fetchall()
        ]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert broken_links(connection) == []
    return found


def format_of(path: Path) -> tuple[int, bool, bool]:
    """The version, and whether the two marks of the format to come are there."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(introduction)")]
        found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'season'").fetchone()
    return version, "warmth" in columns, found is not None


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A populated ledger of the first format that was released, which is this one."""
    reflog = Commands(tmp_path_factory.mktemp("first") / "ledger.db")
    for words in STORY:
        reflog.ok(*words)
    remembered(reflog.ledger, 2, 3, said="said once")
    return reflog.ledger


@pytest.fixture
def old(tmp_path: Path, first: Path) -> Commands:
    """That ledger, while this program knows the format after it."""
    reflog = Commands(tmp_path / "data" / "ledger.db")
    reflog.ledger.parent.mkdir(mode=0o700)
    shutil.copy2(first, reflog.ledger)
    return reflog


@pytest.fixture
def _next(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program knows one format more."""
    monkeypatch.setattr(opening, "SCHEMA", ("schema.sql", NEXT, "views.sql"))
    monkeypatch.setattr(opening, "MIGRATIONS", (*opening.MIGRATIONS, NEXT))
    monkeypatch.setattr(opening, "FORMAT", THIS + 1)


@pytest.mark.usefixtures("_next")
def test_check_examines_an_older_ledger_and_leaves_it_as_it_is(old: Commands) -> None:
    before = old.content()
    old.ok("check")
    assert old.content() == before


@pytest.mark.usefixtures("_next")
def test_forgetting_reaches_the_copies_of_older_formats(old: Commands) -> None:
    copy = Path(f"{old.ledger}.backups") / "one.db"
    copy.parent.mkdir(mode=0o700)
    copy.write_bytes(old.content() or b"")
    copy.chmod(0o600)
    without = copy.with_name("without.db")
    other = Commands(old.ledger.with_name("other.db"))
    other.ok("note bob tea")
    other.ledger.rename(without)
    kept = without.read_bytes()
    answer = old.json("contact forget frodo --yes")
    assert str(copy) in answer["backups"]
    assert str(without) not in answer["backups"]
    assert answer["unreached"] == []
    assert without.read_bytes() == kept
    for word in (b"frodo", b"frodolin", b"5550103", b"555 0103"):
        assert word not in copy.read_bytes().lower()
    assert format_of(copy)[0] == THIS + 1
    assert [one for one in health.examine(str(copy)) if one.level == DAMAGE] == []


@pytest.mark.usefixtures("_next")
def test_the_first_command_that_writes_upgrades_and_leaves_a_verified_copy(
    old: Commands,
) -> None:
    before = content(old.ledger)
    old.ok("note frodo more")
    assert format_of(old.ledger) == (THIS + 1, True, True)
    after = content(old.ledger)
    assert {name: rows[: len(before[name])] for name, rows in after.items()} == before
    copied = copies.copies_of(str(old.ledger))[-1]
    assert content(Path(copied.path)) == before
    assert format_of(Path(copied.path)) == (THIS, False, False)
    with Reader(str(old.ledger), TODAY) as reader:
        assert {row[0] for row in reader.rows("SELECT warmth FROM introduction")} == {3}


@pytest.mark.usefixtures("_next")
def test_the_first_question_upgrades_too(old: Commands) -> None:
    before = content(old.ledger)
    assert "Frodo" in old.ok("contact list").out
    assert format_of(old.ledger) == (THIS + 1, True, True)
    assert content(old.ledger) == before
    assert len(copies.copies_of(str(old.ledger))) == 1


@pytest.mark.usefixtures("_next")
def test_gates_and_undo_hold_after_an_upgrade(old: Commands) -> None:
    old.ok("note frodo more")
    with (
        closing(sqlite3.connect(old.ledger)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="no op is open"),
    ):
        connection.execute("UPDATE introduction SET need = 'nothing'")
    before = content(old.ledger)["introduction"]
    old.ok("edit 1 --need heat")
    old.ok("undo")
    assert content(old.ledger)["introduction"] == before


@pytest.mark.usefixtures("_next")
def test_a_copy_that_cannot_be_made_forbids_the_upgrade(old: Commands) -> None:
    before = old.content()
    Path(f"{old.ledger}.backups").write_text("in the way")
    assert old("note frodo more").code == 73
    assert old.content() == before


@pytest.mark.usefixtures("_next")
def test_rows_that_refer_to_nothing_forbid_the_upgrade(old: Commands) -> None:
    with closing(sqlite3.connect(old.ledger, isolation_level=None)) as connection:
        connection.execute("INSERT INTO op_undoes VALUES (98, 99)")
    before = old.content()
    assert old("note frodo more --json").error["code"] == "damaged"
    assert old.content() == before


@pytest.mark.usefixtures("_next")
def test_an_older_ledger_that_may_not_be_written_says_so(
    old: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = opening.connect
    monkeypatch.setattr(opening, "connect", lambda path, _mode="rw": whole(path, "ro"))
    refused = old.refused(65, "due --json")
    assert all(
        text in refused.error["message"]
        for text in (f"format {THIS}", f"format {THIS + 1}", str(old.ledger))
    )
    assert format_of(old.ledger) == (THIS, False, False)


@pytest.mark.usefixtures("_next")
def test_an_upgrade_whose_copy_may_not_last_says_that_nothing_was_changed(
    old: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(f"{old.ledger}.backups").mkdir(0o700)
    with monkeypatch.context() as patch:
        fail_to_sync(patch)
        refused = old.refused(74, "note frodo more")
    assert "was made, but the disk failed while it was put in place" in refused.err
    assert "; nothing was changed." in refused.err
    assert format_of(old.ledger) == (THIS, False, False)


@pytest.mark.usefixtures("_next")
def test_a_copy_of_an_older_format_is_upgraded_as_it_is_put_back(
    old: Commands,
) -> None:
    old.ok("note frodo more")
    copied = copies.copies_of(str(old.ledger))[-1]
    assert format_of(Path(copied.path))[0] == THIS
    old.ok("restore", copied.path, "--yes")
    assert format_of(old.ledger) == (THIS + 1, True, True)
    assert not [one for one in old.json("show frodo")["notes"] if one["note"] == "more"]


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_at_every_statement_leaves_the_old_or_the_new(
    old: Commands, figure: Figure, every: int
) -> None:
    ledger = old.ledger
    before = content(ledger)
    ended = subprocess.run(
        [sys.executable, "-c", KILL_AT_EVERY_STATEMENT, str(ledger), NEXT, str(every)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    kills = int(ended.stdout)
    assert kills > 100
    whole = {"old": 0, "new": 0}
    for number in range(every, kills + 1, every):
        path = Path(f"{ledger}.{number}")
        assert content(path) == before, number
        found = format_of(path)
        assert found in {(THIS, False, False), (THIS + 1, True, True)}, (number, found)
        whole["new" if found[0] > THIS else "old"] += 1
        for copy in copies.copies_of(str(path)):
            assert content(Path(copy.path)) == before
    if every == 1:
        figure("P6", "upgrade killed at every statement", f"{sum(whole.values())} of {kills}")
    assert whole["new"] >= 1
    assert whole["old"] > 100 // every


@pytest.mark.parametrize("number", UNRELEASED)
def test_a_ledger_from_before_the_first_release_is_never_touched(
    old: Commands, number: int, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(old.ledger, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")
    before = old.content()
    copy, other = tmp_path / "copy.db", Commands(tmp_path / "other" / "ledger.db")
    shutil.copy2(old.ledger, copy)
    for words in (
        *(
            "due",
            "who frodo",
            "show 1",
            "find boiler",
            "history",
            "contact list",
            "export -o x.json",
        ),
        *("note frodo more", "intro frodo ann", "undo", "contact forget frodo --yes", "backup"),
        *("config currency USD", f"backup {tmp_path / 'made.db'}", f"import {PEOPLE} --yes"),
        f"restore {copy} --yes",
    ):
        error = old.refused(65, *words.split(), "--json").error
        assert error["code"] == "unreleased", words
        assert f"has format {number}, from before the first release" in error["message"]
        assert "reflog export -o ledger.json" in error["hint"]
        assert ("last build" in error["hint"]) == (number == 1)
        assert "reflog import ledger.json" in error["hint"]
    (found,) = old("check --json").json
    assert (found["code"], old("check").code) == ("unreleased", 65)
    assert f"format {number}" in found["what"]
    assert "reflog import ledger.json" in found["fix"]
    assert other.refused(65, "restore", str(copy), "--yes", "--json").error["code"] == "unreleased"
    assert not other.ledger.exists()
    assert old.content() == before
    assert copy.read_bytes() == before
    assert sorted(path.name for path in old.ledger.parent.iterdir()) == ["ledger.db"]
