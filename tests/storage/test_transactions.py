"""Commands at once, and commands that fail: nothing lost, nothing half done."""

from __future__ import annotations

import gc
import json
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT, TODAY, Commands
from reflog import errors
from reflog.errors import NotFoundError
from reflog.storage import Reader
from reflog.storage import connection as opening
from reflog.storage import ledger as tables
from reflog.storage.ledger import writing

if TYPE_CHECKING:
    from books import Book
    from figures import Figure
    from reflog.storage.ledger import Ledger

WRITERS = 8
ROUNDS = [5, pytest.param(20, marks=pytest.mark.slow)]

AT_ONCE = """
import json, os, sys, time
from contextlib import closing
from pathlib import Path
from reflog.storage import ledger as tables
from reflog.storage.ledger import writing
from reflog.storage import Reader
path, begin = sys.argv[1], Path(sys.argv[2])
children = []
for number, (script, rounds) in enumerate(json.loads(sys.argv[3])):
    pid = os.fork()
    if not pid:
        done = 1
        try:
            with open(f"{begin}.{number}", "w") as said:
                print("ready", file=said, flush=True)
                while not begin.exists():
                    time.sleep(0.001)
                exec(script)
            done = 0
        finally:
            os._exit(done)
    children.append(pid)
print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children])
"""
"""Has everything imported, then forks a process for each script: they begin together."""

COUNT_UP = """
for _ in range(rounds):
    with writing(path, "count", "2026-11-21") as ledger:
        row = ledger.find(tables.Setting, "count")
        if row is None:
            ledger.add(tables.Setting(key="count", value="1"))
        else:
            row.value = str(int(row.value) + 1)
    print("done", file=said, flush=True)
"""

LOOK = """
seen = 0
for _ in range(rounds):
    with Reader(path, "2026-11-21") as reader:
        row = reader.row("SELECT value FROM setting WHERE key = 'count'")
        ops = reader.row("SELECT count(*) FROM op")[0]
    now = int(row[0]) if row else 0
    assert now >= seen and ops in (1, now + 1), (seen, now, ops)
    seen = now
    print("done", file=said, flush=True)
"""

HOG = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
print("ready", flush=True)
while True:
    connection.execute("BEGIN EXCLUSIVE")
    time.sleep(0.004)
    connection.execute("COMMIT")
    time.sleep(0.004)
"""


READ_FOR_HALF_A_SECOND = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT * FROM contact").fetchall()
print("reading", flush=True)
time.sleep(0.5)
"""


def at_once(path: Path, begin: Path, scripts: list[tuple[str, int]]) -> list[int]:
    """Run scripts that all begin together; how many rounds each said it has done."""
    said = [Path(f"{begin}.{number}") for number in range(len(scripts))]
    with subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, str(path), str(begin), json.dumps(scripts)],
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            while not all(one.exists() and one.read_text() == "ready\n" for one in said):
                assert started.poll() is None
                time.sleep(0.01)
            begin.touch()
            codes, _err = started.communicate(timeout=120)
        finally:
            started.kill()
    assert json.loads(codes) == [0] * len(scripts)
    return [one.read_text().splitlines().count("done") for one in said]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_no_write_is_lost_when_eight_processes_change_the_same_row(
    tmp_path: Path, figure: Figure, rounds: int
) -> None:
    path = tmp_path / "data" / "ledger.db"
    with writing(str(path), "test", TODAY) as ledger:
        ledger.add(tables.Setting(key="first", value="1"))
    counts = at_once(path, tmp_path / "begin", [(COUNT_UP, rounds)] * WRITERS)
    with Reader(str(path), TODAY) as reader:
        kept = reader.row("SELECT value FROM setting WHERE key = 'count'")
    assert kept is not None
    if rounds == 20:
        figure("P3", "8 processes counting up the same row", f"{kept[0]} of {sum(counts)}")
    assert sum(counts) == WRITERS * rounds
    assert int(kept[0]) == sum(counts)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_first_run_by_eight_processes_makes_one_ledger_and_readers_see_whole_commands(
    tmp_path: Path, figure: Figure, rounds: int
) -> None:
    path = tmp_path / "data" / "deep" / "ledger.db"
    scripts = [(COUNT_UP, rounds)] * WRITERS + [(LOOK, 3 * rounds)] * 2
    counts = at_once(path, tmp_path / "begin", scripts)
    with Reader(str(path), TODAY) as reader:
        kept = reader.row("SELECT value FROM setting WHERE key = 'count'")
        ops = reader.rows("SELECT id FROM op ORDER BY id")
    assert kept is not None
    counted = f"{kept[0]} of {sum(counts[:WRITERS])}"
    if rounds == 20:
        figure("P3", "8 processes counting up the same row from the first run on", counted)
    assert int(kept[0]) == WRITERS * rounds
    assert [row[0] for row in ops] == list(range(1, WRITERS * rounds + 2))


def test_the_installed_command_loses_nothing_when_run_many_times_at_once(
    tmp_path: Path, figure: Figure
) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    started = [
        subprocess.Popen(
            [str(SCRIPT), "note", "fred", f"word{number}"],
            env=reflog.environ(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for one in started:
        _out, err = one.communicate(timeout=60)
        assert one.returncode == 0, err
    notes = {one["note"] for one in reflog.json("show fred")["notes"]}
    people = reflog.json("contact list")
    figure("P3", "the installed command, 8 at once", f"{len(notes)} of {len(started)}")
    assert notes == {f"word{number}" for number in range(8)}
    assert [one["handle"] for one in people] == ["fred"]


def test_every_statement_that_meets_a_lock_is_tried_again(book: Book, figure: Figure) -> None:
    book.person("Fred Moss")
    done = 0
    with subprocess.Popen(
        [sys.executable, "-c", HOG, book.path], stdout=subprocess.PIPE, text=True
    ) as hog:
        try:
            assert hog.stdout is not None
            hog.stdout.readline()
            for number in range(30):
                book.person(f"Person {number}")
                with book.reader() as reader:
                    done += len(reader.rows("SELECT * FROM contact_view")) == number + 3
        finally:
            hog.kill()
    figure("P3", "a write and a read beside a process that locks half the time", f"{done} of 30")
    assert done == 30


def test_a_commit_waits_for_a_reader_to_let_go(book: Book) -> None:
    book.person("Fred Moss")
    waiting = subprocess.Popen(
        [
            sys.executable,
            "-c",
            READ_FOR_HALF_A_SECOND,
            book.path,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert waiting.stdout is not None
    waiting.stdout.readline()
    begun = time.monotonic()
    book.person("Sally Ng")
    took = time.monotonic() - begun
    waiting.communicate(timeout=10)
    with book.reader() as reader:
        assert len(reader.rows("SELECT * FROM contact")) == 3
    assert took > 0.2, "the commit did not meet the reader"


def test_a_command_that_has_taken_long_waits_for_readers_at_its_end_as_any_other(
    book: Book,
) -> None:
    book.person("Fred Moss")
    other = sqlite3.connect(book.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM contact").fetchone()
    with writing(book.path, "config", TODAY) as ledger:
        ledger.add(tables.Setting(key="currency", value="EUR"))
        connection = ledger.connection
        assert isinstance(connection, opening.Connection)
        connection.wait(-1)  # as if an import had taken minutes
        threading.Timer(0.1, other.close).start()
    with book.reader() as reader:
        assert reader.settings() == {"currency": "EUR"}


def test_a_writer_that_waits_too_long_is_busy_and_changes_nothing(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    reflog.ok("note fred tea")
    monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.1)
    other = sqlite3.connect(reflog.ledger, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        busy = reflog.refused(75, "note fred coffee --json")
    finally:
        other.close()
    assert busy.error["code"] == "busy"
    assert busy.error["hint"] == "try again"
    assert "nothing was changed" in busy.error["message"]


def test_a_commit_that_never_finds_the_readers_gone_is_busy_and_rolled_back(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    reflog.ok("note fred tea")
    monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.1)
    other = sqlite3.connect(reflog.ledger, isolation_level=None)
    try:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM note").fetchone()
        # No `refused` here: to read the file's bytes would end the other connection's lock.
        assert reflog("note fred coffee").code == 75
    finally:
        other.close()
    assert [one["note"] for one in reflog.json("show fred")["notes"]] == ["tea"]


def test_a_reader_that_waits_too_long_is_busy(book: Book) -> None:
    book.person("Fred Moss")
    other = sqlite3.connect(book.path, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(errors.BusyError) as caught,
            Reader(book.path, TODAY, patience=0.05),
        ):
            pass
    finally:
        other.close()
    assert caught.value.exit_code == 75


def test_it_waits_ten_seconds_to_write_and_five_to_read() -> None:
    assert (opening.WRITE_PATIENCE, opening.READ_PATIENCE) == (10.0, 5.0)


def test_a_command_that_fails_leaves_the_file_byte_for_byte_the_same(book: Book) -> None:
    fred = book.person("Fred Moss")
    before = Path(book.path).read_bytes()
    with pytest.raises(NotFoundError), writing(book.path, "test", TODAY) as ledger:
        _change_and_fail(ledger, fred)
    assert Path(book.path).read_bytes() == before


def _change_and_fail(ledger: Ledger, contact: int) -> None:
    ledger.add(tables.Setting(key="a", value="b"))
    ledger.get(tables.Contact, contact).name = "Somebody"
    ledger.flush()
    ledger.get(tables.Contact, 99)


def test_a_command_that_changes_nothing_leaves_no_op_and_the_file_as_it_was(book: Book) -> None:
    fred = book.person("Fred Moss")
    before = Path(book.path).read_bytes()
    with writing(book.path, "test", TODAY) as ledger:
        row = ledger.get(tables.Contact, fred)
        row.name = "Fred Moss"
    assert ledger.written.op is None
    assert Path(book.path).read_bytes() == before


def test_a_first_command_that_is_refused_leaves_no_file(reflog: Commands) -> None:
    refused = reflog.refused(2, "met me lunch")
    assert "someone other than you" in refused.err
    assert not reflog.ledger.exists()


def test_an_empty_file_that_was_there_before_stays_when_the_first_command_fails(
    reflog: Commands,
) -> None:
    reflog.ledger.parent.mkdir()
    reflog.ledger.touch()
    reflog.refused(2, "met me lunch")
    assert reflog.ledger.read_bytes() == b""


@pytest.mark.parametrize("turns", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_a_first_command_that_fails_beside_one_that_succeeds_takes_nothing_away(
    tmp_path: Path, turns: int
) -> None:
    for turn in range(turns):
        reflog = Commands(tmp_path / f"data{turn}" / "ledger.db")
        started = [
            subprocess.Popen(
                [str(SCRIPT), *words],
                env=reflog.environ(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for words in (["met", "me", "lunch"], ["note", "fred", "tea"]) * 2
        ]
        codes = [one.wait(timeout=60) for one in started]
        assert codes == [2, 0, 2, 0], (turn, codes)
        assert len(reflog.json("show fred")["notes"]) == 2


def test_one_command_is_one_op(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    reflog.ok("mark ann won --amount 2500")
    with Reader(str(reflog.ledger), TODAY) as reader:
        ops = reader.rows("SELECT command, summary, unsealed FROM op ORDER BY id")
    assert [row["command"] for row in ops] == ["create", "received", "mark"]
    assert all(row["summary"] and row["unsealed"] is None for row in ops)


def test_a_change_that_failed_holds_no_lock_in_a_process_that_goes_on(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("DROP TABLE search")
    gc.disable()
    try:
        for _time in range(2):
            reflog.refused(65, "note fred coffee")
    finally:
        gc.enable()
