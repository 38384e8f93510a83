"""`check`: silent when all is well, else what is wrong, where, and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from damage import copied, overwritten, page_of, rewritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from commands import Result
    from figures import Figure
    from year import Year

pytestmark = pytest.mark.usefixtures("_copies_all_along")

KEYS = ["level", "code", "where", "what", "fix"]
PAGE = 4096


@pytest.fixture
def kept(populated: Commands, tmp_path: Path) -> Commands:
    return copied(populated, tmp_path)


def found(reflog: Commands, code: int = 65) -> list[dict[str, Any]]:
    """What check finds; the ledger is as it was."""
    before = (
        reflog.content() if reflog.ledger.is_file() and os.access(reflog.ledger, os.R_OK) else None
    )
    result = reflog("check", "--json")
    assert result.code == code, result
    assert result.err == ""
    assert [list(one) for one in result.json] == [KEYS] * len(result.json)
    assert all(all(one.values()) for one in result.json)
    if before is not None:
        assert reflog.content() == before
    answer: list[dict[str, Any]] = result.json
    return answer


def said(result: Result) -> str:
    assert "Traceback" not in result.err
    return result.out


def test_a_ledger_that_is_whole_is_answered_with_silence(kept: Commands) -> None:
    result = kept("check")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert found(kept, 0) == []


def test_a_whole_year_is_checked_in_seconds_and_nothing_is_wrong(
    year_ledger: Year, tmp_path: Path
) -> None:
    reflog = copied(year_ledger.reflog, tmp_path)
    begun = time.perf_counter()
    assert found(reflog, 0) == []
    took = time.perf_counter() - begun
    print(f"a year of {reflog.ledger.stat().st_size // 1024} KB checked in {took:.1f} s")  # noqa: T201 - the figure
    assert took < 30


def test_a_missing_ledger_has_nothing_to_check(reflog: Commands) -> None:
    result = reflog("check")
    assert (result.code, result.out) == (0, "")
    assert "nothing to check" in result.err
    assert reflog.json("check") == []
    assert not reflog.ledger.parent.exists()


def emptied(reflog: Commands) -> None:
    reflog.ledger.write_bytes(b"")


def zeros(reflog: Commands) -> None:
    reflog.ledger.write_bytes(bytes(reflog.ledger.stat().st_size))


def text(reflog: Commands) -> None:
    reflog.ledger.write_text("Dear diary, " * 1000)


def cut_to(length: int) -> Callable[[Commands], None]:
    return lambda reflog: os.truncate(reflog.ledger, length)


def without_its_end(reflog: Commands) -> None:
    os.truncate(reflog.ledger, reflog.ledger.stat().st_size - PAGE)


def without_a_header(reflog: Commands) -> None:
    overwritten(reflog.ledger, 0, bytes(100))


def another_database(reflog: Commands) -> None:
    reflog.ledger.unlink()
    reflog.ledger.touch(mode=0o600)
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("CREATE TABLE bookmark (url)")


def of_another_program(reflog: Commands) -> None:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("PRAGMA application_id = 1234")


def newer(reflog: Commands) -> None:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("PRAGMA user_version = 99")


def without_a_format(reflog: Commands) -> None:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("PRAGMA user_version = 0")


def pages_swapped(reflog: Commands) -> None:
    whole = reflog.ledger.read_bytes()
    one, two = (PAGE * (page_of(reflog.ledger, name) - 1) for name in ("contact", "entry"))
    overwritten(reflog.ledger, one, whole[two : two + PAGE])
    overwritten(reflog.ledger, two, whole[one : one + PAGE])


def a_page_wiped(reflog: Commands) -> None:
    overwritten(reflog.ledger, PAGE * (page_of(reflog.ledger, "follow_up") - 1), bytes(PAGE))


def schema_misspelt(reflog: Commands) -> None:
    whole = reflog.ledger.read_bytes()
    reflog.ledger.write_bytes(whole.replace(b"made_on TEXT", b"made_\xf2n TEXT"))


def table_gone(reflog: Commands) -> None:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("DROP TABLE search")


def a_gate_gone(reflog: Commands) -> None:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("DROP TRIGGER journal_note_insert")


def a_directory(reflog: Commands) -> None:
    reflog.ledger.unlink()
    reflog.ledger.mkdir(mode=0o700)


def a_link(reflog: Commands) -> None:
    real = reflog.ledger.rename(reflog.ledger.with_name("real.db"))
    reflog.ledger.symlink_to(real)


BROKEN: list[tuple[Callable[[Commands], None], int, str]] = [
    (emptied, 65, "damaged"),
    (zeros, 65, "foreign"),
    (text, 65, "foreign"),
    (cut_to(1), 65, "foreign"),
    (cut_to(90), 65, "damaged"),
    (cut_to(5000), 65, "truncated"),
    (cut_to(100_000), 65, "truncated"),
    (without_its_end, 65, "truncated"),
    (without_a_header, 65, "foreign"),
    (another_database, 65, "foreign"),
    (of_another_program, 65, "foreign"),
    (newer, 65, "newer"),
    (without_a_format, 65, "damaged"),
    (pages_swapped, 65, "integrity"),
    (a_page_wiped, 65, "table"),
    (schema_misspelt, 65, "damaged"),
    (table_gone, 65, "schema"),
    (a_gate_gone, 65, "schema"),
    (a_directory, 77, "permission"),
    (a_link, 77, "permission"),
]


@pytest.mark.parametrize(("harm", "code", "cause"), BROKEN)
def test_a_broken_file_is_named_with_its_cause_and_what_to_do(
    kept: Commands, harm: Callable[[Commands], None], code: int, cause: str
) -> None:
    harm(kept)
    assert cause in {one["code"] for one in found(kept, code)}
    result = kept("check")
    assert result.code == code
    assert "To do: " in said(result)


def test_a_ledger_that_may_not_be_read_is_77(kept: Commands, tmp_path: Path) -> None:
    kept.ledger.chmod(0)
    if os.geteuid() == 0:
        # Nothing is forbidden to root: what it may not read belongs to somebody else.
        os.chown(kept.ledger, 65534, 65534)
    assert {one["code"] for one in found(kept, 77)} == {"permission"}
    assert kept("check", "--repair", str(tmp_path / "new.db")).code == 77


@pytest.mark.slow
def test_so_many_kinds_of_broken_file_are_told_apart(
    populated: Commands, tmp_path: Path, figure: Figure
) -> None:
    named = 0
    for number, (harm, code, cause) in enumerate(BROKEN):
        (tmp_path / str(number)).mkdir()
        reflog = copied(populated, tmp_path / str(number))
        harm(reflog)
        result = reflog("check")
        causes = {one["code"] for one in reflog("check", "--json").json}
        named += result.code == code and "Traceback" not in result.err and cause in causes
    figure("P8", "kinds of broken file, each named with its cause", f"{named} of {len(BROKEN)}")
    assert named == len(BROKEN) >= 12


def test_a_missing_ledger_beside_its_backups_is_an_alarm(kept: Commands) -> None:
    backups = Path(f"{kept.ledger}.backups")
    backups.mkdir(mode=0o700)
    kept.ledger.rename(backups / "one.db")
    assert "missing" in found(kept)[0]["what"]


ROWS = [
    ("UPDATE introduction SET need = 'a baker' WHERE number = 1", "row", "#1", "need"),
    ("UPDATE follow_up SET due_on = '2027-01-01' WHERE number = 2", "row", "#2", "due_on"),
    ("UPDATE contact SET company = 'Mess & Co' WHERE id = 2", "row", "fred-moss", "company"),
    ("UPDATE contact_email SET email = 'f@x.org'", "row", "fred-moss (an e-mail, 1)", "email"),
    ("UPDATE setting SET value = 'USD' WHERE key = 'currency'", "row", "currency", "value"),
    ("UPDATE stage_change SET reached_on = '2026-11-22' WHERE id = 1", "row", "#1", "reached"),
    ("DELETE FROM one_to_one", "row", "#", "gone"),
    ("DELETE FROM name_word WHERE word = 'fred'", "names", "fred-moss", "words"),
    ("INSERT INTO search (rowid, text) VALUES (129, 'moss')", "search", "fred-moss", "words"),
    ("UPDATE told SET after = replace(after, 'tea', 'ale')", "journal", "command", "chain"),
    ("UPDATE told SET after = replace(after, 'tea', 'ale')", "row", "#", "text"),
    ("DELETE FROM told WHERE id = 5", "journal", "command", "chain"),
    ("UPDATE op SET at = '2026-01-01T00:00:00.000Z' WHERE id = 3", "journal", "3", "chain"),
    ("UPDATE op SET summary = 'nothing' WHERE id = 3", "journal", "command 3", "chain"),
    ("DELETE FROM op_undoes", "journal", "command", "took back"),
    ("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'entry'", "counter", "entry", "twice"),
    ("UPDATE sqlite_sequence SET seq = 999 WHERE name = 'entry'", "counter", "entry", "skipped"),
    ("DELETE FROM entry WHERE number = 1", "reference", "introduction", "does not exist"),
    (
        "UPDATE follow_up SET status = 'dropped', unasked = 1 WHERE status = 'open'",
        "question",
        "#",
        "",
    ),
    ("UPDATE introduction SET made_on = '2026-11-22', stage_on = '2026-11-22'", "day", "#", "day"),
    ("DELETE FROM note", "number", "#", "note"),
    ("CREATE TABLE extra (x)", "schema", "table extra", "not one of reflog's"),
    ("CREATE INDEX more ON note (text)", "schema", "index more", "not one of reflog's"),
]


@pytest.mark.parametrize(("sql", "code", "where", "what"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_wrong_is_named_with_its_place(
    kept: Commands, sql: str, code: str, where: str, what: str
) -> None:
    rewritten(kept, sql)
    all_found = found(kept)
    assert [
        one
        for one in all_found
        if one["code"] == code and where in one["where"] and what in one["what"]
    ], all_found


def test_no_value_of_the_ledger_is_told(kept: Commands) -> None:
    rewritten(kept, "UPDATE contact SET note = 'canary one'", "UPDATE note SET text = 'canary'")
    assert "canary" not in kept("check").out + kept("check", "--json").out


def test_many_findings_are_cut_on_the_page_and_whole_in_json(kept: Commands) -> None:
    rewritten(kept, "DELETE FROM part")
    assert len(found(kept)) > 40
    assert "more; --json lists all" in kept("check").out


@pytest.mark.parametrize(
    "name",
    ["data", "data/ledger.db", "data/ledger.db.backups", "data/ledger.db.backups/one.db"],
)
def test_what_others_may_read_is_77(kept: Commands, tmp_path: Path, name: str) -> None:
    backups = Path(f"{kept.ledger}.backups")
    backups.mkdir(mode=0o700)
    shutil.copy(kept.ledger, backups / "one.db")
    (backups / "one.db").chmod(0o600)
    assert found(kept, 0) == []
    path = tmp_path / name
    path.chmod(0o775 if path.is_dir() else 0o640)
    (one,) = found(kept, 77)
    assert (one["level"], one["code"], one["where"]) == ("access", "permission", str(path))
    assert "chmod" in one["fix"]


@pytest.mark.parametrize(("name", "mode"), [("", 0o600), ("", 0o300), ("one.db", 0o200)])
def test_copies_that_i_may_not_read_myself_are_77(kept: Commands, name: str, mode: int) -> None:
    backups = Path(f"{kept.ledger}.backups")
    backups.mkdir(mode=0o700)
    shutil.copy(kept.ledger, backups / "one.db")
    (backups / "one.db").chmod(0o600)
    (backups / name).chmod(mode)
    try:
        (one,) = found(kept, 77)
        assert (one["where"], one["level"]) == (str(backups / name), "access")
        assert "you have no permission" in one["what"]
        assert one["fix"].startswith("chmod")
    finally:
        backups.chmod(0o700)


def test_a_second_hard_link_is_77(kept: Commands, tmp_path: Path) -> None:
    os.link(kept.ledger, tmp_path / "other.db")
    assert "hard link" in found(kept, 77)[0]["what"]


def test_damage_counts_more_than_modes(kept: Commands) -> None:
    rewritten(kept, "UPDATE note SET text = 'x'")
    kept.ledger.chmod(0o644)
    assert {one["level"] for one in found(kept)} == {"damage", "access"}


def test_what_another_program_left_beside_the_ledger_is_named(kept: Commands) -> None:
    wal = Path(f"{kept.ledger}-wal")
    wal.touch(mode=0o600)
    assert [one["code"] for one in found(kept)] == ["stray"]


def aged(path: Path, days: float) -> None:
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def advice(reflog: Commands) -> str:
    """What is said on stderr where all is well."""
    result = reflog("check")
    assert (result.code, result.out) == (0, "")
    assert {one["level"] for one in found(reflog, 0)} <= {"advice"}
    return result.err


def test_an_old_copy_is_worth_a_word_and_leaves_it_0(kept: Commands) -> None:
    backups = Path(f"{kept.ledger}.backups")
    backups.mkdir(mode=0o700)
    copy = Path(shutil.copy(kept.ledger, backups / "one.db"))
    copy.chmod(0o600)
    assert advice(kept) == ""
    aged(copy, 30)
    assert "30 days old" in advice(kept)
    aged(kept.ledger, 30)
    assert advice(kept) == "", "nothing has changed since"
    copy.unlink()
    assert "no copy" in advice(kept)


def test_the_journal_of_a_dead_command_is_named_once_it_is_old(kept: Commands) -> None:
    left = Path(f"{kept.ledger}-journal")
    left.touch(mode=0o600)
    assert found(kept, 0) == []
    aged(left, 1)
    assert [one["code"] for one in found(kept)] == ["stray"]


def test_a_file_of_an_interrupted_backup_is_advice(kept: Commands) -> None:
    backups = Path(f"{kept.ledger}.backups")
    backups.mkdir(mode=0o700)
    left = backups / ".one.db.tmp"
    left.touch(mode=0o600)
    assert advice(kept) == ""
    aged(left, 1)
    assert "interrupted" in advice(kept)


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Work", "Google Drive", "Nextcloud"])
def test_a_synchronised_folder_is_advised_against(
    populated: Commands, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    assert "synchronised" in advice(copied(populated, tmp_path / name))


def test_check_is_silent_after_a_command_was_killed_in_its_transaction(kept: Commands) -> None:
    whole = kept.content()
    assert whole is not None
    with closing(sqlite3.connect(kept.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO op (at, command) VALUES ('', '')")
        connection.execute("UPDATE contact SET city = printf('%.*c', 60000, 'x')")
        torn = kept.ledger.read_bytes()
        journal = Path(f"{kept.ledger}-journal").read_bytes()
    assert torn != whole
    kept.ledger.write_bytes(torn)
    Path(f"{kept.ledger}-journal").write_bytes(journal)
    Path(f"{kept.ledger}-journal").chmod(0o600)
    result = kept("check")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert kept.content() == whole


def test_a_ledger_that_is_a_named_pipe_keeps_nobody_waiting(kept: Commands) -> None:
    kept.ledger.unlink()
    os.mkfifo(kept.ledger, 0o600)
    (found,) = [one for one in kept("check --json").json if one["level"] == "access"]
    assert found["what"] == "it is not a regular file"
    assert kept("check").code == 77


def test_what_a_killed_repair_has_left_is_named_and_the_next_takes_it_away(
    kept: Commands,
) -> None:
    left = kept.ledger.with_name(".reflog-repair-abc")
    left.mkdir(mode=0o700)
    (left / "damaged.db").touch(mode=0o600)
    aged(left, 1)
    (found,) = kept("check --json").json
    assert (found["where"], found["level"]) == (str(left), "advice")
    kept.ok("check", "--repair", str(kept.ledger.with_name("new.db")))
    assert not left.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {}_config SET v = 9",
        "DELETE FROM {}_config",
        "DELETE FROM {}_data",
        "DELETE FROM {}_idx",
        "UPDATE {}_data SET block = x'00'",
        "UPDATE {}_data SET block = x''",
        "UPDATE {}_data SET block = zeroblob(length(block))",
    ],
)
@pytest.mark.parametrize("index", ["search", "search_inside"])
def test_a_damaged_search_index_is_damage_to_every_command_and_no_defect(
    kept: Commands, index: str, sql: str
) -> None:
    with closing(sqlite3.connect(kept.ledger)) as connection:
        connection.execute(sql.format(index))
        connection.commit()
    for words in ("find book", "find okkee", "note fred quartz", "edit 1 --need roof"):
        answer = kept(*words.split(), "--json")
        assert answer.code in {0, 65, 75}, (words, answer)
    assert kept("check").code == 65
    kept.ok("due")


def test_nobody_is_told_to_close_a_folder_that_all_users_share(
    kept: Commands, tmp_path: Path
) -> None:
    (tmp_path / "data").chmod(0o1777)
    (one,) = found(kept, 0)
    assert (one["level"], one["fix"]) == ("advice", "keep the ledger in one of your own")


def test_a_private_ledger_in_a_folder_of_ones_own_that_others_may_list_is_advice(
    kept: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").chmod(0o755)
    (one,) = found(kept, 0)
    assert (one["level"], one["where"]) == ("advice", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "data").rename(tmp_path / "reflog")
    usual = Commands(tmp_path / "reflog" / "ledger.db")
    (one,) = found(usual, 77)
    assert (one["level"], one["where"]) == ("access", str(tmp_path / "reflog"))


@pytest.mark.parametrize("is_missing", [True, False])
def test_what_to_do_names_a_ledger_that_was_named(
    reflog: Commands, tmp_path: Path, *, is_missing: bool
) -> None:
    """The copy of another ledger would have been put in the place of the usual one."""
    other = tmp_path / "my other.db"
    named = ("--ledger", str(other))
    reflog.ok(*named, "note", "fred", "tea")
    if is_missing:
        other.unlink()
    else:
        other.write_bytes(other.read_bytes()[:9000])
    result = reflog(*named, "check")
    assert result.code == 65
    assert f'reflog --ledger "{other}" restore ' in result.out
    assert "reflog restore" not in result.out
    assert "reflog check" not in result.out


def test_a_copy_that_is_advised_is_one_of_the_ledger_that_was_named(
    reflog: Commands, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    reflog.ok("--ledger", str(other), "note", "fred", "tea")
    os.utime(other, (0, 0))
    shutil.rmtree(f"{other}.backups", ignore_errors=True)
    advised = reflog.ok("--ledger", str(other), "check").err
    assert f"To do: reflog --ledger {other} backup." in advised
