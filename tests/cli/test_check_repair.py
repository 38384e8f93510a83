"""`check --repair FILE`: a whole new ledger of what a damaged one still holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from damage import copied, lived, overwritten, page_of, rewritten
from journaling import tables_of
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.repair import damaged

if TYPE_CHECKING:
    from figures import Figure
    from year import Year

PAGE = 4096
QUESTIONS = ("due --all", "who", "tree", "balance", "contact list", "log", "find tea", "config")


@pytest.fixture
def kept(populated: Commands, tmp_path: Path) -> Commands:
    return copied(populated, tmp_path)


def repaired(reflog: Commands) -> tuple[Commands, dict[str, Any]]:
    """Repair into a new file: healthy, private, and the damaged one untouched."""
    before = reflog.content()
    made = Commands(reflog.ledger.with_name("new.db"))
    answer: dict[str, Any] = reflog.json("check", "--repair", str(made.ledger))
    assert reflog.content() == before
    assert made.ledger.stat().st_mode & 0o777 == 0o600
    names = {path.name for path in reflog.ledger.parent.iterdir()}
    assert names - {f"{reflog.ledger.name}-journal"} == {reflog.ledger.name, "new.db"}
    assert Path(answer["file"]) == made.ledger
    return made, answer


def content(reflog: Commands) -> Any:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        return tables_of(connection)


def assert_healthy(made: Commands) -> None:
    result = made("check")
    assert (result.code, result.out) == (0, ""), result


def wipe(reflog: Commands, table: str) -> None:
    overwritten(reflog.ledger, PAGE * (page_of(reflog.ledger, table) - 1), bytes(PAGE))


@pytest.mark.parametrize("table", [*sorted(JOURNALED), "op", "part", "op_undoes", "name_word"])
def test_whatever_table_is_wiped_nothing_is_lost(
    populated: Commands, kept: Commands, table: str
) -> None:
    wipe(kept, table)
    assert kept("check").code == 65
    made, answer = repaired(kept)
    assert content(made) == content(populated)
    assert answer["lost"] == []
    assert (answer["restored"] == []) is (table not in JOURNALED)
    assert_healthy(made)


@pytest.mark.parametrize("length", [100, PAGE])
def test_a_ledger_whose_beginning_is_wiped_is_salvaged_whole(tmp_path: Path, length: int) -> None:
    populated = lived(tmp_path / "lived" / "ledger.db")
    kept = copied(populated, tmp_path)
    overwritten(kept.ledger, 0, bytes(length))
    made, _answer = repaired(kept)
    assert content(made) == content(populated)
    assert_healthy(made)
    again = kept.ok("check", "--repair", str(kept.ledger.with_name("again.db"))).out
    assert "The history of 26 commands stays in" in again
    for words in QUESTIONS:
        assert made.json(words) == populated.json(words), words


def test_where_the_tables_cannot_be_found_nothing_is_made_up(kept: Commands) -> None:
    with closing(sqlite3.connect(kept.ledger, isolation_level=None)) as connection:
        connection.execute("VACUUM")
    overwritten(kept.ledger, 0, bytes(PAGE))
    refused = kept.refused(65, "check", "--repair", str(kept.ledger.with_name("new.db")), "--json")
    assert "reflog restore FILE" in refused.error["hint"]
    assert not kept.ledger.with_name("new.db").exists()


def test_numbers_are_not_given_twice_and_the_repair_is_not_taken_back(kept: Commands) -> None:
    history = kept.json("history")
    wipe(kept, "note")
    made, answer = repaired(kept)
    assert answer["commands"] == len(history) + 1
    assert made.json("history") == []
    made.refused(4, "undo")
    assert made.json("note", "fred", "tea")["changed"][0]["id"] == next_number(kept)
    assert made.json("history")[0]["id"] > history[0]["id"]
    assert_healthy(made)


def next_number(reflog: Commands) -> int:
    """The number that the next entry of a ledger would bear."""
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        (last,) = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'entry'"
        ).fetchone()
    return int(last) + 1


def test_where_table_and_journal_differ_a_whole_journal_is_believed(
    populated: Commands, kept: Commands
) -> None:
    rewritten(kept, "UPDATE introduction SET need = 'a baker' WHERE number = 1")
    made, answer = repaired(kept)
    assert answer["doubtful"] == ["#1"]
    assert content(made) == content(populated)


def test_where_the_journal_was_altered_the_table_is_believed(
    populated: Commands, kept: Commands
) -> None:
    rewritten(kept, "UPDATE told SET after = replace(after, 'a bookkeeper', 'a baker')")
    made, answer = repaired(kept)
    assert answer["doubtful"] == ["#1"]
    assert content(made) == content(populated)


def test_what_neither_has_is_named(kept: Commands) -> None:
    wipe(kept, "part")
    wipe(kept, "contact")
    made, answer = repaired(kept)
    assert any("you (made new)" in one for one in answer["lost"])
    assert any("only the number is left" in one for one in answer["lost"])
    assert {one["name"] for one in made.json("contact list")} == {"lost"}
    assert len(made.json("intros")) == len(kept_intros(made))
    assert (
        "lost, at least in part"
        in kept.ok("check", "--repair", str(kept.ledger.with_name("again.db"))).out
    )
    assert_healthy(made)


def kept_intros(made: Commands) -> list[Any]:
    with closing(sqlite3.connect(made.ledger)) as connection:
        return connection.execute("SELECT number FROM introduction").fetchall()


def test_a_whole_ledger_may_be_repaired_too(populated: Commands, kept: Commands) -> None:
    made, answer = repaired(kept)
    assert content(made) == content(populated)
    assert [answer[key] for key in ("restored", "doubtful", "dropped", "lost")] == [[]] * 4
    said = kept.ok("check", "--repair", str(kept.ledger.with_name("again.db"))).out
    assert "Nothing is missing." in said
    assert_healthy(made)


def test_a_year_is_salvaged_without_a_third_of_its_file(
    year_ledger: Year, tmp_path: Path, figure: Figure
) -> None:
    reflog = copied(year_ledger.reflog, tmp_path)
    size = reflog.ledger.stat().st_size
    overwritten(reflog.ledger, size // 3 // PAGE * PAGE, bytes(size // 3))
    made, answer = repaired(reflog)
    before, after = content(year_ledger.reflog), content(made)
    kept = sum(len(rows.keys() & after[name].keys()) for name, rows in before.items())
    total = sum(len(rows) for rows in before.values())
    if year_ledger.is_whole:
        figure("P8", "a third of a year's file wiped", f"{kept} of {total} rows salvaged")
    assert kept > total // 2
    assert answer["file"]
    for words in QUESTIONS:
        made.json(words)


def test_rows_between_two_broken_pages_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE told (number INTEGER PRIMARY KEY, words TEXT)")
        connection.execute("BEGIN")
        texts = [(number, f"{number} words " * 20) for number in range(1, 1001)]
        connection.executemany("INSERT INTO told VALUES (?, ?)", texts)
        connection.execute("COMMIT")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    for page in (5, pages - 4):
        overwritten(path, PAGE * page, bytes(PAGE))
    with closing(sqlite3.connect(path)) as connection:
        found = list(damaged.rows(connection, "told", ("number", "words")))
    assert set(found) <= set(texts)
    assert 1000 - 2 * PAGE // 200 <= len(found) < 1000


def test_an_existing_file_is_never_written(kept: Commands) -> None:
    there = kept.ledger.with_name("there.db")
    there.write_text("mine")
    refused = kept.refused(73, "check", "--repair", str(there), "--json")
    assert "already exists" in refused.error["message"]
    assert there.read_text() == "mine"
    kept.refused(73, "check", "--repair", str(kept.ledger))
    kept.refused(73, "check", "--repair", str(kept.ledger.with_name("no") / "where.db"))


@pytest.mark.parametrize("junk", [b"", b"x" * 9000, bytes(PAGE * 40)])
def test_where_nothing_can_be_salvaged_nothing_is_made(kept: Commands, junk: bytes) -> None:
    kept.ledger.write_bytes(junk)
    target = kept.ledger.with_name("new.db")
    kept.refused(65, "check", "--repair", str(target))
    assert not target.exists()


def test_a_newer_a_foreign_and_a_missing_ledger_are_not_repaired(kept: Commands) -> None:
    target = str(kept.ledger.with_name("new.db"))
    for pragma in ("user_version = 99", "application_id = 99"):
        with closing(sqlite3.connect(kept.ledger)) as connection:
            connection.execute(f"PRAGMA {pragma}")
        kept.refused(65, "check", "--repair", target)
        with closing(sqlite3.connect(kept.ledger)) as connection:
            connection.execute("PRAGMA user_version = 1")
    kept.ledger.unlink()
    kept.refused(3, "check", "--repair", target)
