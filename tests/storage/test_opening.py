"""What is refused to be opened as a ledger, and what holds once it is open."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import TODAY, Commands
from reflog.storage import Reader
from reflog.storage import connection as opening
from reflog.storage.ledger import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book

pytestmark = pytest.mark.usefixtures("_copies_all_along")

READING = "due --json"
WRITING = "note fred tea --json"


@pytest.fixture
def kept(reflog: Commands) -> Commands:
    """A ledger with something in it."""
    reflog.ok("intro fred sally")
    return reflog


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql)


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def refused_by_both_doors(reflog: Commands, code: str, exit_code: int = 65) -> str:
    """Refuse a reading and a writing command alike; the message."""
    files = sorted(path.name for path in reflog.ledger.parent.iterdir())
    for command in (READING, WRITING):
        refused = reflog.refused(exit_code, command)
        assert refused.error["code"] == code, refused
        says_unchanged = refused.error["message"].endswith("; nothing was changed.")
        assert says_unchanged == (command == WRITING), refused
        assert refused.error["hint"]
        assert str(reflog.ledger) in refused.error["message"]
    assert sorted(path.name for path in reflog.ledger.parent.iterdir()) == files
    message: str = refused.error["message"]
    return message


def test_a_newer_ledger_is_refused_with_both_formats_and_the_path(kept: Commands) -> None:
    change(kept.ledger, "PRAGMA user_version = 99")
    message = refused_by_both_doors(kept, "newer")
    assert "format 99" in message
    assert f"up to {opening.FORMAT}" in message


def test_a_ledger_that_bears_no_format_is_damaged(kept: Commands) -> None:
    for version in (0, -1):
        change(kept.ledger, f"PRAGMA user_version = {version}")
        refused_by_both_doors(kept, "damaged")


@pytest.mark.parametrize(
    "make",
    [
        "CREATE TABLE bookmark (url)",
        "PRAGMA application_id = 1234",
        "PRAGMA user_version = 1",
    ],
)
def test_a_database_of_another_program_is_foreign(reflog: Commands, make: str) -> None:
    reflog.ledger.parent.mkdir()
    change(reflog.ledger, make)
    refused_by_both_doors(reflog, "foreign")


def test_a_database_with_nothing_in_it_becomes_a_ledger(reflog: Commands) -> None:
    reflog.ledger.parent.mkdir()
    change(reflog.ledger, "VACUUM")
    assert reflog.ledger.stat().st_size
    assert reflog.json("due") == []
    reflog.ok("note fred tea")
    assert len(reflog.json("show fred")["notes"]) == 1


@pytest.mark.parametrize("content", [b"x", b"hello " * 1000, bytes(5000), b"SQLite", b"\xff" * 100])
def test_a_file_that_is_no_database_is_foreign(reflog: Commands, content: bytes) -> None:
    reflog.ledger.parent.mkdir()
    reflog.ledger.write_bytes(content)
    refused_by_both_doors(reflog, "foreign")


@pytest.mark.parametrize("length", [16, 50, 100, 1000, 4096, 5000, 100_000])
def test_a_truncated_ledger_is_damaged(kept: Commands, length: int) -> None:
    kept.ledger.write_bytes(kept.ledger.read_bytes()[:length])
    refused_by_both_doors(kept, "damaged")


def test_a_ledger_with_a_broken_header_is_damaged(kept: Commands) -> None:
    overwrite(kept.ledger, 16, b"\0\0")
    refused_by_both_doors(kept, "damaged")


def test_a_ledger_whose_beginning_is_wiped_is_damaged_where_its_backups_are_there(
    kept: Commands,
) -> None:
    overwrite(kept.ledger, 0, bytes(100))
    refused_by_both_doors(kept, "damaged")
    shutil.rmtree(f"{kept.ledger}.backups")
    refused_by_both_doors(kept, "foreign")


def test_a_ledger_without_one_of_its_tables_is_damaged(kept: Commands) -> None:
    change(kept.ledger, "DROP TABLE follow_up")
    refused_by_both_doors(kept, "damaged")


@pytest.mark.parametrize("sql", ["DROP COLUMN checksum", "ADD COLUMN other ANY"])
def test_a_ledger_with_other_columns_than_it_should_have_is_damaged(
    kept: Commands, sql: str
) -> None:
    change(kept.ledger, f"ALTER TABLE part {sql}")
    kept.refused(65, "note fred tea")


def test_a_text_that_is_no_text_is_damage(kept: Commands) -> None:
    content = kept.ledger.read_bytes()
    kept.ledger.write_bytes(content.replace(b"Sally", b"Sal\xff\xfe"))
    refused = kept.refused(65, READING)
    assert refused.error["code"] == "damaged"
    assert "Sal" not in refused.err


def test_a_schema_that_is_no_text_is_damage(kept: Commands) -> None:
    content = kept.ledger.read_bytes()
    kept.ledger.write_bytes(content.replace(b"made_on TEXT", b"made_\xf2n TEXT"))
    refused_by_both_doors(kept, "damaged")


def test_an_empty_file_is_an_empty_ledger_to_readers_and_made_by_the_first_writer(
    reflog: Commands,
) -> None:
    reflog.ledger.parent.mkdir()
    reflog.ledger.touch(mode=0o644)
    assert reflog.json("due") == []
    assert reflog.ledger.stat().st_size == 0
    reflog.ok("note fred tea")
    assert reflog.ledger.stat().st_mode & 0o777 == 0o600


def test_a_missing_ledger_is_an_empty_one_to_readers_and_nothing_is_made(
    reflog: Commands,
) -> None:
    assert reflog.json("due") == []
    assert reflog.json("contact list") == []
    assert not reflog.ledger.parent.exists()


@pytest.mark.parametrize("is_there", [False, True])
def test_a_missing_or_empty_ledger_beside_backups_is_an_alarm(
    reflog: Commands, *, is_there: bool
) -> None:
    backups = Path(f"{reflog.ledger}.backups")
    backups.mkdir(parents=True)
    assert reflog.json("due") == [], "an empty folder holds no backups"
    (backups / "one.db").touch()
    if is_there:
        reflog.ledger.touch()
    message = refused_by_both_doors(reflog, "damaged")
    assert ("empty" if is_there else "missing") in message


def _asked(ask: Callable[[str], object]) -> dict[str, object]:
    return {name: ask(f"PRAGMA {name}") for name, _value, _expected in opening.PRAGMAS}


RECIPE: dict[str, object] = {
    "foreign_keys": 1,
    "synchronous": 3,
    "trusted_schema": 0,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "secure_delete": 1,
}


@pytest.mark.usefixtures("_to_the_disk")
def test_the_write_door_has_every_pragma_of_the_recipe(book: Book) -> None:
    with writing(book.path, "test", TODAY) as ledger:
        asked = _asked(lambda sql: ledger.rows(sql)[0][0])
        journal = ledger.rows("PRAGMA journal_mode")[0][0]
    assert asked == RECIPE
    assert journal == "delete"


@pytest.mark.usefixtures("_to_the_disk")
def test_the_read_door_has_every_pragma_of_the_recipe(book: Book) -> None:
    book.person("Fred Moss")
    with book.reader() as reader:
        asked = _asked(lambda sql: reader.rows(sql)[0][0])
        assert reader.rows("PRAGMA query_only")[0][0] == 1
    assert asked == RECIPE


def test_every_question_is_answered_where_the_schema_is_not_trusted(kept: Commands) -> None:
    with Reader(str(kept.ledger), TODAY) as reader:
        assert reader.rows("PRAGMA trusted_schema")[0][0] == 0
        views = reader.rows("SELECT name FROM sqlite_schema WHERE type = 'view'")
        assert len(views) >= 7
        for view in views:
            reader.rows(f"SELECT * FROM {view['name']}")


def test_i_am_contact_one_of_every_ledger(kept: Commands) -> None:
    with Reader(str(kept.ledger), TODAY) as reader:
        row = reader.row("SELECT handle, name, created_on FROM contact WHERE id = 1")
    assert row is not None
    assert tuple(row) == ("me", "me", TODAY)


def test_a_ledger_path_may_hold_any_character(tmp_path: Path) -> None:
    reflog = Commands(tmp_path / "a b%20c?mode=ro#é'\"" / "l{path}&cache.db")
    reflog.ok("note fred tea")
    assert len(reflog.json("show fred")["notes"]) == 1
    assert {path.name for path in reflog.ledger.parent.iterdir()} == {
        "l{path}&cache.db",
        "l{path}&cache.db.backups",
    }
    assert len(reflog.json("backup --list")) == 1


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
SLOW = f"CREATE TRIGGER slow BEFORE INSERT ON entry BEGIN SELECT ({ENDLESS} i FROM n); END"


@pytest.mark.parametrize(
    ("plant", "asked"),
    [
        (
            ("DROP VIEW follow_up_view", f"CREATE VIEW follow_up_view AS {ENDLESS} i FROM n"),
            ("due", "due --json", "show fred", "find fred", "export", "note fred tea"),
        ),
        (
            ("ALTER TABLE setting RENAME TO settled", f"CREATE VIEW setting AS {ENDLESS} i FROM n"),
            ("due", "config", "note fred tea"),
        ),
        (
            (SLOW,),
            ("note fred tea", "intro ann bob"),
        ),
    ],
)
def test_what_somebody_planted_in_a_ledger_is_not_run(
    kept: Commands, plant: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(kept.ledger)) as connection:
        for sql in plant:
            connection.execute(sql)
        connection.commit()
    before = kept.content()
    for words in asked:
        assert kept(words).code == 65, words
    assert kept("check").code == 65
    assert kept.content() == before


@pytest.mark.parametrize(
    "table", ["contact", "op", "part", "setting", "search_config", "search_idx", "name_word"]
)
def test_no_command_waits_for_ever_on_a_view_planted_in_the_place_of_a_table(
    kept: Commands, table: str
) -> None:
    with closing(sqlite3.connect(kept.ledger)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        connection.execute(f"DROP TABLE {table}")
        endless = ", ".join(f"i AS {name}" for name in columns)
        connection.execute(f"CREATE VIEW {table} AS {ENDLESS} {endless} FROM n")
        connection.commit()
    assert kept("check").code == 65
    for words in ("due", "find tea", "note fred tea", "contact forget fred --yes", "backup"):
        assert kept(words).code == 65, words
    assert kept("backup --list").code == 0
    assert kept("check", "--repair", f"{kept.ledger}.new").code in {0, 65}


def test_a_copy_in_which_a_view_was_planted_is_said_to_be_unreadable(kept: Commands) -> None:
    kept.ok("note fred tea")
    kept.ok("backup")
    copy = kept.json("backup --list")[0]["path"]
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TABLE op")
        connection.execute(f"CREATE VIEW op AS {ENDLESS} i AS id, i AS summary FROM n")
        connection.commit()
    assert "can't be read" in kept.ok("backup --list").out
    assert kept("restore", copy, "--yes").code == 65
    assert kept("contact forget nobody --yes").code == 3
    assert kept.json("contact forget fred --yes")["removed"] == [copy]


def test_a_trigger_planted_in_a_ledger_is_not_run_by_forget(kept: Commands) -> None:
    with closing(sqlite3.connect(kept.ledger)) as connection:
        connection.execute(
            f"CREATE TRIGGER slow BEFORE UPDATE ON contact BEGIN SELECT ({ENDLESS} i FROM n); END"
        )
        connection.commit()
    assert "its trigger slow" in kept.refused(65, "contact forget fred --yes").err


def test_a_view_that_somebody_added_under_a_name_of_their_own_does_no_harm(kept: Commands) -> None:
    with closing(sqlite3.connect(kept.ledger)) as connection:
        connection.execute("CREATE VIEW due AS SELECT * FROM contact_tag")
        connection.commit()
    kept.ok("due")
    kept.ok("note fred tea")


@pytest.mark.parametrize("end", ["-journal", "-wal"])
@pytest.mark.parametrize(
    "make", [os.mkfifo, os.mkdir, lambda path: Path(path).symlink_to("/dev/zero")]
)
def test_no_command_waits_for_a_pipe_in_the_place_of_what_sqlite_keeps_beside_the_ledger(
    kept: Commands, end: str, make: Callable[[str], None]
) -> None:
    kept.ok("backup")
    make(f"{kept.ledger}{end}")
    for words in ("due", "note fred tea", "backup", "contact forget fred --yes", "export"):
        refused = kept.refused(77, words)
        assert f"ledger.db{end} beside it is not a regular file" in refused.err
    assert kept("check").code in {65, 77}
    kept.ok("backup --list")


def test_a_pipe_beside_a_copy_makes_that_copy_unreadable_and_no_more(kept: Commands) -> None:
    kept.ok("backup")
    copy = kept.json("backup --list")[0]["path"]
    os.mkfifo(f"{copy}-journal")
    assert "can't be read" in kept.ok("backup --list").out
    kept.ok("note fred tea")
    assert kept("restore", copy, "--yes").code == 77
    assert kept("check").code == 77
