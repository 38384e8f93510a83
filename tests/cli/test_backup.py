"""Copies of the ledger: taken on demand and once a day, listed, and thinned."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from damage import rewritten
from reflog.errors import InputOutputError
from reflog.storage import copies
from reflog.storage.backups import take
from reflog.storage.connection import FORMAT

if TYPE_CHECKING:
    from figures import Figure

pytestmark = pytest.mark.usefixtures("_copies_all_along")


def folder(reflog: Commands) -> Path:
    return Path(f"{reflog.ledger}.backups")


def names(reflog: Commands) -> list[str]:
    return sorted(path.name for path in folder(reflog).iterdir())


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def set_format(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.fixture
def told(reflog: Commands) -> Commands:
    reflog.ok("intro fred sally")
    reflog.ok("note fred tea")
    return reflog


def test_a_copy_goes_among_the_automatic_ones_under_its_op_and_instant(told: Commands) -> None:
    made = told.json("backup")
    assert list(made) == ["path", "at", "op", "size"]
    path = Path(made["path"])
    assert path.parent == folder(told)
    assert re.fullmatch(r"0000000003-20261121T\d{6}\.\d{3}Z\.db", path.name)
    assert made["op"] == 3
    assert made["size"] == path.stat().st_size
    assert datetime.fromisoformat(made["at"]).astimezone().date() == date(2026, 11, 21)


def test_a_copy_is_a_ledger_with_everything_in_it(told: Commands, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert "Copied the ledger (command 3, " in told.ok("backup", str(copy)).out
    answer = told.ok("--ledger", str(copy), "log", "--json").json
    assert answer == told.json("log")


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022])
def test_folder_and_copies_are_private_under_every_umask(reflog: Commands, umask: int) -> None:
    before = os.umask(umask)
    try:
        reflog.ok("note fred tea")
        reflog.ok("backup")
        reflog.ok("backup", str(reflog.ledger.parent / "mine.db"))
    finally:
        os.umask(before)
    assert mode(folder(reflog)) == 0o700
    assert len(names(reflog)) == 2
    assert all(mode(path) == 0o600 for path in folder(reflog).iterdir())
    assert mode(reflog.ledger.parent / "mine.db") == 0o600


def test_a_file_that_is_there_is_replaced_with_force_only(told: Commands, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine")
    refused = told.refused(4, "backup", str(there), "--json")
    assert refused.error["hint"] == "--force replaces it"
    assert there.read_text() == "mine"
    told.ok("backup", str(there), "--force")
    assert told.ok("--ledger", str(there), "contact", "list").out


def test_a_copy_that_cannot_be_made_is_73(told: Commands, tmp_path: Path) -> None:
    assert told.ledger.exists()
    before = sorted(tmp_path.rglob("*"))
    assert (
        told.refused(73, "backup", str(tmp_path / "no" / "copy.db"), "--json").error["code"] == "io"
    )
    told.refused(73, "backup", str(tmp_path))
    told.refused(73, "backup", str(told.ledger / "copy.db"))
    assert sorted(tmp_path.rglob("*")) == before


def own(path: Path) -> tuple[int, ...]:
    """What a file is and when it was altered; when it was read anybody may change."""
    found = path.lstat()
    return *found[: stat.ST_ATIME], found.st_mtime_ns, found.st_ctime_ns


@pytest.mark.parametrize("sort", ["pipe", "link"])
def test_what_is_no_regular_file_is_never_replaced(
    told: Commands, tmp_path: Path, sort: str
) -> None:
    """Root once replaced /dev/full by a copy of the ledger."""
    there = tmp_path / "there.db"
    if sort == "pipe":
        os.mkfifo(there)
    else:
        there.symlink_to(tmp_path / "elsewhere")
    before = own(there)
    told.refused(73 if sort == "pipe" else 77, "backup", str(there), "--force")
    assert own(there) == before


@pytest.mark.parametrize("end", ["", "-journal", "-wal"])
def test_the_ledger_itself_is_never_the_copy(told: Commands, end: str) -> None:
    told.refused(2, "backup", f"{told.ledger}{end}", "--force")


def test_wrong_usage_is_refused(told: Commands) -> None:
    told.refused(2, "backup", "--list", "copy.db")
    told.refused(2, "backup", "")


def test_there_is_nothing_to_copy_before_the_first_command(
    reflog: Commands, tmp_path: Path
) -> None:
    assert "no copy was made" in reflog.refused(3, "backup").err
    reflog.refused(3, "backup", str(tmp_path / "copy.db"))
    assert list(tmp_path.iterdir()) == []
    assert reflog.json("backup --list") == []
    assert "reflog backup makes one" in reflog.ok("backup --list").out


def test_the_list_is_newest_first_with_age_size_and_sentence(told: Commands) -> None:
    told.ok("backup")
    (folder(told) / "notes.txt").write_text("not a copy")
    (folder(told) / "0000000001-20261120T080000.000Z.db").write_text("broken")
    found = told.json("backup --list")
    assert [one["op"] for one in found] == [3, 2, 1]
    assert [list(one) for one in found] == [["path", "at", "op", "size"]] * 3
    first, second, third, where = told.ok("backup --list").out.splitlines()
    assert f"They are in {folder(told)}. To put one back: reflog restore NAME" in where
    assert first.endswith(Path(found[0]["path"]).name)
    assert first.startswith("just now")
    assert "noted about Fred (#4)" in first
    assert "introduced Fred and Sally" in second
    assert "can't be read" in third


def test_the_first_write_of_a_day_leaves_a_copy(reflog: Commands) -> None:
    for day in ("2026-11-21", "2026-11-22", "2026-11-25"):
        reflog.today = day
        for word in ("one", "two", "three"):
            reflog.ok("note", "fred", word)
    assert [(one["op"], one["at"][:10]) for one in reflog.json("backup --list")] == [
        (8, "2026-11-25"),
        (5, "2026-11-22"),
        (2, "2026-11-21"),
    ]


def test_a_command_that_writes_nothing_leaves_no_copy(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    reflog.today = "2026-11-22"
    reflog.ok("due --all")
    reflog.refused(2, "follow fred call --every x")
    assert len(names(reflog)) == 1


def test_a_large_ledger_is_not_copied_unasked(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert copies.AUTOMATIC_LIMIT == 100_000_000
    monkeypatch.setattr(copies, "AUTOMATIC_LIMIT", 1000)
    reflog.ok("note fred tea")
    assert not folder(reflog).exists()
    reflog.ok("backup")
    assert len(names(reflog)) == 1


@pytest.mark.parametrize("error", [InputOutputError("The disk is full."), RuntimeError("canary")])
def test_a_failing_copy_of_the_day_does_not_fail_the_command(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_path: str, _today: str) -> None:
        raise error

    monkeypatch.setattr(take, "back_up_and_thin", fail)
    said = reflog.ok("note fred tea")
    assert said.out == "#1 note on Fred, Saturday 2026-11-21: tea\nAdded: Fred (fred).\n"
    assert said.err.startswith("Today's copy of the ledger failed: ")
    assert "canary" not in said.err
    assert reflog.ok("note fred coffee --json").json["changed"][0]["id"] == 2


def test_a_folder_that_cannot_be_made_is_a_note_and_no_failure(reflog: Commands) -> None:
    reflog.ledger.parent.mkdir()
    folder(reflog).write_text("in the way")
    said = reflog.ok("note fred tea")
    assert "Today's copy of the ledger failed" in said.err
    assert reflog("backup").code == 73


def test_a_year_of_days_leaves_some_two_dozen_copies(reflog: Commands) -> None:
    reflog.today = "2025-11-21"
    reflog.ok("note fred tea")
    first = folder(reflog) / names(reflog)[0]
    content = first.read_bytes()
    for day in range(1, 365):
        at = datetime.fromisoformat("2025-11-21T09:00:00+00:00") + timedelta(days=day)
        (folder(reflog) / copies.name_of(2, at)).write_bytes(content)
    reflog.today = "2026-11-21"
    reflog.ok("note fred coffee")
    found = [one["at"][:10] for one in reflog.json("backup --list")]
    print(f"{len(found)} of 366 copies stay")  # noqa: T201 - the figure of the promise
    assert found[:7] == [f"2026-11-{day}" for day in range(21, 14, -1)]
    assert 20 <= len(found) <= 26
    assert found[-1].startswith("2025-12")


def test_broken_copies_neither_count_nor_go(told: Commands) -> None:
    (good,) = folder(told).iterdir()
    broken = [folder(told) / f"0000000002-202609{day:02}T080000.000Z.db" for day in range(1, 31)]
    for path in broken:
        path.write_bytes(good.read_bytes()[:5000])
    older = folder(told) / "0000000001-20260831T080000.000Z.db"
    older.write_bytes(b"")
    told.ok("backup")
    assert all(path.exists() for path in (*broken, older, good))


def test_nothing_is_deleted_while_the_ledger_is_unhealthy(told: Commands) -> None:
    (good,) = folder(told).iterdir()
    for day in range(1, 31):
        path = folder(told) / f"0000000002-202609{day:02}T080000.000Z.db"
        path.write_bytes(good.read_bytes())
    whole = told.ledger.read_bytes()
    told.ledger.write_bytes(whole[: len(whole) // 2])
    take.thin(str(told.ledger), told.today)
    assert len(names(told)) == 31
    told.ledger.write_bytes(whole)
    take.thin(str(told.ledger), told.today)
    assert len(names(told)) < 21


def test_a_newer_ledger_can_be_copied_and_nothing_else(
    told: Commands, tmp_path: Path, figure: Figure
) -> None:
    set_format(told.ledger, 9)
    before = told.content()
    for words in ("due", "log", "show fred", "note fred tea", "undo", "config", "delete 1 --yes"):
        refused = told.refused(65, *words.split(), "--json")
        assert refused.error["code"] == "newer"
        assert all(
            text in refused.error["message"]
            for text in ("format 9", f"up to {FORMAT}", str(told.ledger))
        )
    assert told.ok("--version").out
    copy = tmp_path / "copy.db"
    told.ok("backup", str(copy))
    told.ok("backup")
    assert told.refused(65, "restore", str(copy), "--yes", "--json").error["code"] == "newer"
    changed = sum(a != b for a, b in zip(told.content() or b"", before or b"", strict=True))
    figure("P7", "backup, restore and --version on a newer ledger", f"{changed} bytes changed")
    assert told.content() == before


def test_a_database_of_another_program_is_not_copied(reflog: Commands, tmp_path: Path) -> None:
    reflog.ledger.parent.mkdir()
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute("CREATE TABLE bookmark (url)")
    reflog.refused(65, "backup", str(tmp_path / "copy.db"))
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_ledger_leaves_no_copy(told: Commands, tmp_path: Path) -> None:
    content = told.ledger.read_bytes()
    told.ledger.write_bytes(content[: len(content) // 2])
    before = names(told)
    refused = told.refused(65, "backup", "--json")
    assert refused.error["code"] == "damaged"
    told.refused(65, "backup", str(tmp_path / "copy.db"))
    assert names(told) == before
    assert not list(tmp_path.glob("*.db"))


def test_a_damaged_ledger_is_not_copied_and_pushes_no_copy_out(told: Commands) -> None:
    before = names(told)
    rewritten(told, "UPDATE note SET text = 'cocoa'")
    refused = told.refused(65, "backup", "--json").error
    assert refused["hint"] == "to see what is wrong, and where: reflog check"
    told.refused(65, "backup", str(told.ledger.parent / "mine.db"))
    told.today = "2026-11-22"
    assert "Today's copy of the ledger failed" in told.ok("note fred ale").err
    assert names(told) == before


def test_a_copy_in_which_somebody_was_forgotten_is_told_apart_and_thinned(told: Commands) -> None:
    content = (folder(told) / names(told)[0]).read_bytes()
    for day in range(1, 31):
        at = datetime.fromisoformat("2026-10-01T09:00:00+00:00") + timedelta(days=day)
        (folder(told) / copies.name_of(2, at)).write_bytes(content)
    told.ok("contact forget sally --yes")
    assert "introduced Fred and forgotten" in told.ok("backup --list").out
    told.ok("backup")
    assert 5 < len(names(told)) < 15
    for name in names(told):
        (folder(told) / name).chmod(0o600)
        assert Commands(folder(told) / name)("check --json").json == []


def test_a_named_pipe_among_the_copies_keeps_nobody_waiting(told: Commands) -> None:
    os.mkfifo(folder(told) / "0000000002-20260901T080000.000Z.db", 0o600)
    assert len(told.json("backup --list")) == 1
    told.ok("backup")
    assert len(told.json("backup --list")) == 2
    (found,) = told("check --json").json
    assert found["what"] == "it is not a regular file"


def test_copies_in_a_folder_that_may_not_be_searched_are_not_said_to_be_none(
    told: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.ok("backup")

    def refused(path: str) -> os.stat_result:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", refused)  # root may search everywhere
        with pytest.raises(PermissionError):
            copies.listed(str(told.ledger))
        assert copies.copies_of(str(told.ledger)) == []
