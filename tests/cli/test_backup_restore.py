"""Putting a copy back: what it refuses, what it keeps aside, and what it never gives twice."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commands import TODAY, Commands, again
from damage import fail_to_sync, rewritten
from journaling import broken_links, replayed, tables_of
from reflog.storage import connection as opening
from reflog.storage import ledger as tables
from reflog.storage.ledger import writing

pytestmark = pytest.mark.usefixtures("_copies_all_along")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Two notes, and a copy of the first alone in early.db."""
    reflog = Commands(tmp_path_factory.mktemp("begun") / "data" / "ledger.db")
    reflog.ok("note fred tea")
    reflog.ok("backup", early(reflog))
    reflog.ok("intro ann bob")
    return reflog


@pytest.fixture
def told(begun: Commands, tmp_path: Path) -> Commands:
    return again(begun, tmp_path)


def early(reflog: Commands) -> str:
    return str(reflog.ledger.parent / "early.db")


def aside(reflog: Commands) -> list[str]:
    return sorted(path.name for path in Path(f"{reflog.ledger}.backups").iterdir())


def test_a_copy_is_put_back_and_the_present_one_kept(told: Commands) -> None:
    log = told.json("log")
    restored = told.json("restore", early(told), "--yes")
    assert list(restored) == ["restored", "kept"]
    assert list(restored["restored"]) == ["path", "at", "op", "size"]
    assert restored["restored"]["op"] == 2
    assert len(told.json("log")) == 1
    assert len(told.json("contact list")) == 1
    told.ok("restore", restored["kept"], "--yes")
    assert told.json("log") == log


def test_it_says_how_to_go_back(told: Commands) -> None:
    said = told.ok("restore", early(told), "--yes").out
    first, second, third = said.splitlines()
    assert first.startswith("Restored the ledger as of command 2, ")
    assert first.endswith("(noted about Fred (#1)).")
    assert second.startswith("The previous one is kept in ")
    assert third.startswith("To go back to it: reflog restore ")
    told.ok("restore", third.rpartition(" ")[2], "--yes")
    assert len(told.json("contact list")) == 3


def test_it_asks_and_off_a_terminal_names_the_option(told: Commands) -> None:
    refused = told.refused(3, "restore", early(told), "--json")
    assert refused.error["hint"] == f"reflog restore {early(told)} --yes"
    assert refused.error["message"].startswith("Restore the ledger as of command 2, ")
    assert "Fred" not in refused.error["message"]


def test_the_file_is_the_same_one_and_nothing_lies_beside_it(told: Commands) -> None:
    before = told.ledger.stat()
    told.ok("restore", early(told), "--yes")
    after = told.ledger.stat()
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)
    names = sorted(path.name for path in told.ledger.parent.iterdir())
    assert names == ["early.db", "ledger.db", "ledger.db.backups"]


def test_no_number_is_given_twice(told: Commands) -> None:
    last = told.json("note", "fred", "coffee")["changed"][0]["id"]
    people = told.json("contact", "add", "Kim")["created_contacts"]
    told.ok("restore", early(told), "--yes")
    assert told.json("note", "fred", "water")["changed"][0]["id"] == last + 1
    told.ok("note", "王小明", "tea")
    assert people
    with closing(sqlite3.connect(told.ledger)) as connection:
        found = connection.execute("SELECT id FROM contact ORDER BY id").fetchall()
        ops = [row[0] for row in connection.execute("SELECT id FROM op ORDER BY id")]
    assert [row[0] for row in found] == [1, 2, 6]
    assert ops == [1, 2, 6, 7, 8]


def test_no_number_is_given_twice_where_the_ledger_is_gone(told: Commands) -> None:
    told.ok("backup")
    told.ledger.unlink()
    told.ok("restore", early(told), "--yes")
    assert told.json("note", "fred", "water")["changed"][0]["id"] == 5


def test_the_journal_holds_after_it(told: Commands) -> None:
    told.ok("restore", early(told), "--yes")
    told.ok("note fred water")
    with closing(sqlite3.connect(told.ledger)) as connection:
        assert broken_links(connection) == []
        assert replayed(connection) == tables_of(connection)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_undo_does_not_reach_over_it(told: Commands) -> None:
    told.ok("restore", early(told), "--yes")
    told.ok("note fred water")
    told.ok("undo")
    refused = told.refused(4, "undo", "--json")
    restored = next(one for one in told.json("history") if one["command"] == "restore")
    said = f"Command {restored['id']} {restored['summary']}, and undo can't go back past that"
    assert refused.error["message"] == f"{said}; nothing was changed."
    assert "reflog restore" in refused.error["hint"]
    told.refused(4, "undo --to 2")
    told.refused(4, "undo --to 2 --dry-run")
    assert told.json("history")[1]["command"] == "note"
    assert [one["command"] for one in told.json("history")][-2:] == ["restore", "note"]


@pytest.mark.parametrize("content", [b"", b"x", b"hello " * 1000, bytes(8000)])
def test_what_is_no_ledger_is_refused(told: Commands, content: bytes) -> None:
    file = told.ledger.parent / "other.db"
    file.write_bytes(content)
    told.refused(65, "restore", str(file), "--yes")
    assert file.read_bytes() == content


def test_what_is_no_healthy_ledger_of_this_format_is_refused(told: Commands) -> None:
    file = Path(early(told))
    whole = file.read_bytes()
    broken = [whole[: len(whole) // 2], whole[:5000], whole[:8192] + bytes(len(whole) - 8192)]
    for content in broken:
        file.write_bytes(content)
        told.refused(65, "restore", str(file), "--yes")
    for sql in (
        "PRAGMA user_version = 999",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 3",
    ):
        _change(file, whole, sql)
        told.refused(65, "restore", str(file), "--yes")
    for sql in ("DROP VIEW edge", "DROP TRIGGER journal_op_keep", "DROP TABLE setting"):
        _change(file, whole, sql)
        told.refused(65, "restore", str(file), "--yes")
    assert len([name for name in aside(told) if not name.startswith("0")]) == 0


def test_a_missing_file_is_not_found_and_the_ledger_itself_a_conflict(told: Commands) -> None:
    told.refused(3, "restore", "nowhere.db", "--yes")
    told.refused(4, "restore", str(told.ledger), "--yes")
    told.refused(65, "restore", str(told.ledger.parent), "--yes")
    told.refused(2, "restore")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("", "is a folder, not a ledger; nothing was changed."),
        ("empty.db", "is empty; nothing was changed."),
        ("letter.db", "is not a ledger: it is not a SQLite database; nothing was changed."),
        ("books.db", "is another program's database, not a ledger; nothing was changed."),
    ],
)
def test_what_is_no_copy_is_named_and_the_copies_are_where_to_look(
    told: Commands, name: str, what: str
) -> None:
    """A letter given as a copy was answered with: say where the ledger is with --ledger."""
    file = told.ledger.parent / name
    if name:
        file.write_text("Dear Fred, " * 99 if name == "letter.db" else "")
    if name == "books.db":
        _foreign(file)
    error = told.refused(65, "restore", str(file), "--yes", "--json").error
    assert error["message"] == f"{file} {what}"
    assert error["hint"] == "to see the copies: reflog backup --list"


def test_a_bare_name_is_looked_for_among_the_copies(told: Commands) -> None:
    told.ok("restore", aside(told)[0], "--yes")
    assert len(told.json("contact list")) == 1


def test_a_missing_ledger_beside_copies_names_the_newest_and_can_be_restored(
    told: Commands,
) -> None:
    newest = told.json("backup")["path"]
    told.ledger.unlink()
    for command in ("due --json", "note fred tea --json", "backup --json"):
        error = told.refused(65, command).error
        assert error["code"] == "damaged"
        assert error["hint"] == f"reflog restore {newest} puts the newest back"
    assert told.json("restore", newest, "--yes")["kept"] is None
    assert len(told.json("contact list")) == 3
    assert told.ledger.stat().st_mode & 0o777 == 0o600


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_bytes(b"hello " * 1000)


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def _pages(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192] + bytes(path.stat().st_size - 8192))


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (url)")


@pytest.mark.parametrize("spoil", [_empty, _text, _half, _header, _pages, _foreign])
def test_what_cannot_be_read_is_moved_aside_whole(told: Commands, spoil: object) -> None:
    assert callable(spoil)
    spoil(told.ledger)
    before = told.content()
    assert "To go back" not in told.ok("restore", early(told), "--yes").out
    (kept,) = [name for name in aside(told) if name.startswith("unreadable-")]
    assert (Path(f"{told.ledger}.backups") / kept).read_bytes() == before
    assert told.ledger.stat().st_mode & 0o777 == 0o600
    assert len(told.json("contact list")) == 1


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022])
def test_what_is_made_is_private(told: Commands, umask: int) -> None:
    shutil.rmtree(f"{told.ledger}.backups")
    before = os.umask(umask)
    try:
        told.ok("restore", early(told), "--yes")
    finally:
        os.umask(before)
    folder = Path(f"{told.ledger}.backups")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_it_makes_a_ledger_where_there_was_none(told: Commands, tmp_path: Path) -> None:
    new = tmp_path / "elsewhere" / "ledger.db"
    told.ok("--ledger", str(new), "restore", early(told), "--yes")
    assert new.stat().st_mode & 0o777 == 0o600
    assert new.parent.stat().st_mode & 0o777 == 0o700
    assert "Fred" in told.ok("--ledger", str(new), "contact", "list").out


def test_it_waits_for_a_reader_and_gives_up_without_a_change(
    told: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.3)
    reader = sqlite3.connect(told.ledger, isolation_level=None)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM contact").fetchall()
        # No `refused` here: to read the file's bytes would end the reader's lock.
        assert told("restore", early(told), "--yes").code == 75
        assert reader.execute("SELECT count(*) FROM contact").fetchone() == (4,)
        reader.execute("COMMIT")
        told.ok("restore", early(told), "--yes")
        assert reader.execute("SELECT count(*) FROM contact").fetchone() == (2,)
    finally:
        reader.close()


def test_it_waits_for_a_writer_and_gives_up_without_a_change(
    told: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.2)
    writer = sqlite3.connect(told.ledger, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        assert told("restore", early(told), "--yes").code == 75
    finally:
        writer.close()
    assert len(told.json("contact list")) == 3
    assert not [name for name in aside(told) if name.startswith("unreadable")]


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_an_unsafe_ledger_is_not_restored(told: Commands, link: str) -> None:
    other = told.ledger.with_name("other.db")
    if link == "hard":
        other.hardlink_to(told.ledger)
    else:
        told.ledger.rename(other)
        told.ledger.symlink_to(other)
    told.refused(77, "restore", early(told), "--yes")


def test_a_copy_first_that_may_not_last_says_that_nothing_was_changed(
    told: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_sync(monkeypatch)
    refused = told.refused(74, "restore", early(told), "--yes")
    assert "was made, but the disk failed while it was put in place" in refused.err
    assert "; nothing was changed." in refused.err


def _change(file: Path, whole: bytes, sql: str) -> None:
    file.write_bytes(whole)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(sql)


DAMAGE = (
    "UPDATE note SET text = 'cocoa'",
    "UPDATE contact SET company = 'Mess' WHERE id = 2",
    "DELETE FROM name_word",
    "UPDATE op SET summary = 'nothing' WHERE id = 2",
    "UPDATE told SET after = replace(after, 'tea', 'cocoa')",
    "DELETE FROM told WHERE id = 3",
    "UPDATE sqlite_sequence SET seq = seq + 64 WHERE name = 'op'",
    "CREATE TABLE more (text)",
)


@pytest.mark.parametrize("sql", DAMAGE)
def test_what_check_calls_damaged_is_not_put_back(told: Commands, sql: str) -> None:
    copy = Commands(Path(early(told)))
    rewritten(copy, sql)
    assert copy("check").code == 65
    for words in (("--yes", "--json"), ("--json",)):
        refused = told.refused(65, "restore", early(told), *words).error
        assert refused["code"] == "damaged"
        assert refused["message"].startswith(f"{early(told)} is not a healthy ledger: ")
        assert "cocoa" not in refused["message"]
    assert "reflog --ledger" in refused["hint"]
    assert aside(told) == [name for name in aside(told) if name[0] == "0"]


UNREADABLE = "UPDATE part SET content = x'00112233445566' WHERE id = (SELECT max(id) FROM part)"


def test_a_ledger_whose_journal_cannot_be_read_is_replaced_too(told: Commands) -> None:
    last = told.json("note", "fred", "the last")["changed"][0]["id"]
    rewritten(told, UNREADABLE)
    assert told("check").code == 65
    told.ok("restore", early(told), "--yes")
    told.ok("check")
    assert told.json("note", "fred", "the next")["changed"][0]["id"] > last


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("undo", "nothing was changed"),
        ("contact forget fred --yes", "nothing was changed"),
        ("export --journal", "nothing was written"),
    ],
)
def test_what_needs_a_journal_that_cannot_be_read_is_refused(
    told: Commands, words: str, outcome: str
) -> None:
    told.ok("note", "fred", "the last")
    rewritten(told, UNREADABLE)
    refused = told.refused(65, words)
    assert f"some of its changes can't be read; {outcome}." in refused.err


def test_a_damaged_ledger_is_kept_aside_and_counts_as_no_copy(told: Commands) -> None:
    before = told.json("backup --list")
    rewritten(told, "UPDATE note SET text = 'cocoa'")
    said = told.ok("restore", early(told), "--yes").out
    assert "To go back" not in said
    (kept,) = [name for name in aside(told) if name.startswith("damaged-")]
    assert kept in said
    assert told.json("backup --list") == before
    assert told("check").code == 0


def test_what_only_breaks_a_rule_of_the_trade_is_put_back_and_mended_there(told: Commands) -> None:
    told.ok("intro ann cleo")
    told.ok("backup", f"{early(told)}.later")
    later = Commands(Path(f"{early(told)}.later"))
    with writing(str(later.ledger), "test", TODAY) as ledger:
        ledger.summary = "broke a rule"
        for row in ledger.all(tables.FollowUp):
            row.status, row.unasked = "dropped", 1
    assert {one["code"] for one in later("check --json").json} == {"question"}
    told.ok("restore", str(later.ledger), "--yes")
    assert told("check").code == 65


COUNTERS = [(name, bit) for name in ("op", "contact", "entry") for bit in (1, 20)]


@pytest.mark.parametrize(("name", "bit"), COUNTERS)
def test_a_counter_that_damage_has_raised_is_told_from_one_that_a_restore_has(
    told: Commands, name: str, bit: int
) -> None:
    told.ok("restore", early(told), "--yes")
    assert told("check").code == 0
    before = told.content()
    assert before is not None
    rewritten(told, f"UPDATE sqlite_sequence SET seq = seq + {1 << bit} WHERE name = '{name}'")
    (found,) = told("check --json").json
    assert (found["code"], found["where"]) == ("counter", f"the counter of {name}")


def test_a_counter_that_damage_has_raised_is_not_carried_on(told: Commands) -> None:
    rewritten(told, "UPDATE sqlite_sequence SET seq = seq + 1048576")
    told.ok("restore", early(told), "--yes")
    assert told("check").code == 0
    assert told.json("note fred ale")["changed"][0]["id"] == 5
    assert told.json("history")[0]["id"] == 5


def test_numbers_are_kept_apart_over_several_restores(told: Commands) -> None:
    first = told.json("backup")["path"]
    told.ok("restore", early(told), "--yes")
    told.ok("note fred ale")
    told.ok("restore", first, "--yes")
    assert told.json("note fred beer")["changed"][0]["id"] == 6
    told.ok("undo")
    told.ok("restore", early(told), "--yes")
    assert told.json("note fred cider")["changed"][0]["id"] == 7
    assert told("check").code == 0


def test_a_path_that_leads_nowhere_is_not_the_copy_of_its_last_name(told: Commands) -> None:
    copy = aside(told)[0]
    before = told.content()
    for word in (f"/elsewhere/{copy}", f"./{copy}", f"nowhere/{copy}"):
        assert told.refused(3, "restore", word, "--yes", "--json").error["code"] == "not-found"
    assert told.content() == before
    told.ok("restore", copy, "--yes")


def test_the_copy_hinted_for_a_ledger_named_before_the_command_goes_back_into_that_one(
    reflog: Commands,
) -> None:
    reflog.ok("note fred tea")
    other = str(reflog.ledger.parent / "other.db")
    reflog.ok("--ledger", other, "note", "ann", "coffee")
    Path(other).unlink()
    named = ("--ledger", other)
    refused = reflog.refused(65, *named, "due", "--json").error
    hint, _space, _rest = refused["hint"].partition(" puts the newest back")
    words = hint.removeprefix("reflog ").split()
    assert reflog.refused(3, *words, "--json").error["hint"] == f"{hint} --yes"
    reflog.ok(*words, "--yes")
    assert [one["text"] for one in reflog.json(*named, "log")] == ["Ann: coffee"]
    assert [one["text"] for one in reflog.json("log")] == ["Fred: tea"]


@pytest.mark.parametrize("sort", ["pipe", "link to a pipe"])
def test_what_is_no_regular_file_is_refused_as_everywhere_and_never_waited_for(
    told: Commands, tmp_path: Path, sort: str
) -> None:
    there = tmp_path / "there.db"
    if sort == "pipe":
        os.mkfifo(there)
    else:
        os.mkfifo(tmp_path / "pipe")
        there.symlink_to(tmp_path / "pipe")
    assert "is not a regular file" in told.refused(77, "restore", str(there), "--yes").err


def test_a_copy_that_brings_forgotten_people_back_says_so_and_how_to_forget_them_again(
    told: Commands,
) -> None:
    told.ok("met bev hello")
    elsewhere = str(told.ledger.parent / "elsewhere.db")
    told.ok("backup", elsewhere)
    told.ok("contact forget bev --yes")
    asked = told.refused(3, "restore", elsewhere, "--json").error["message"]
    assert "It brings back 1 person erased with reflog contact forget." in asked
    assert "bev" not in asked.lower()
    said = told.ok("restore", elsewhere, "--yes").err
    assert said == (
        "It brought back 1 person erased with reflog contact forget. To erase them again:\n"
        "  reflog contact forget @bev\n"
    )
    told.ok("contact forget @bev --yes")
    told.ok("contact forget bob --yes")
    answer = told("restore", elsewhere, "--yes", "--json")
    assert list(json.loads(answer.out)) == ["restored", "kept"]
    assert "@bob\n" in answer.err
    assert "@bev\n" in answer.err


def test_a_copy_in_which_they_are_forgotten_too_is_put_back_without_a_word(told: Commands) -> None:
    told.ok("backup")
    told.ok("contact forget fred --yes")
    told.ok("backup", early(told), "--force")
    assert told.ok("restore", aside(told)[-1], "--yes").err == ""
    assert told.ok("restore", early(told), "--yes").err == ""


def test_whoever_was_merged_into_somebody_forgotten_is_counted_too(told: Commands) -> None:
    told.ok("met bev hello")
    told.ok("met beverley hello --new")
    elsewhere = str(told.ledger.parent / "elsewhere.db")
    told.ok("backup", elsewhere)
    told.ok("contact merge bev @beverley --yes")
    told.ok("contact forget bev --yes")
    said = told.ok("restore", elsewhere, "--yes").err
    assert said.startswith("It brought back 2 people erased with reflog contact forget.")
    assert "@bev\n" in said
    assert "@beverley\n" in said
