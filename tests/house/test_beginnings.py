"""What tests begin with comes out of memory as it was run, and only what tests begin with."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from beginnings import Beginning
from commands import Commands

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("note fred tea", "intro fred sally", "show fred")


def begun(folder: Path, today: str = "2026-11-21") -> Commands:
    """A ledger with a beginning, in a folder that is not there yet."""
    return Commands(folder / "ledger.db", today, Beginning(folder))


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (
            stat.S_IMODE(path.stat().st_mode),
            b"" if path.is_dir() else path.read_bytes(),
        )
        for path in folder.rglob("*")
    }


@pytest.mark.usefixtures("_copy_a_day")
def test_what_was_typed_before_comes_back_as_it_was_run(tmp_path: Path) -> None:
    said = []
    for name in ("one", "two"):
        reflog = begun(tmp_path / name)
        said.append([reflog.json(*words.split()) for words in WORDS])
        assert reflog.ledger.exists()
    assert said[0] == said[1]
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "two")) == 3, "the ledger, and its copy in a folder"
    assert begun(tmp_path / "two").ok("check").out == ""


def test_on_another_day_and_under_another_umask_it_is_run(tmp_path: Path) -> None:
    for name, today, mask in (
        ("one", "2026-11-21", 0o022),
        ("two", "2026-11-22", 0o022),
        ("three", "2026-11-22", 0o077),
    ):
        before = os.umask(mask)
        try:
            begun(tmp_path / name, today).ok("note fred water")
        finally:
            os.umask(before)
    ledgers = {(tmp_path / name / "ledger.db").read_bytes() for name in ("one", "two", "three")}
    assert len(ledgers) == 3


@pytest.mark.usefixtures("_copy_a_day")
def test_what_touches_the_ledger_in_any_other_way_ends_it(tmp_path: Path) -> None:
    begun(tmp_path / "one").ok("note fred wine")
    whole = begun(tmp_path / "two")
    whole.ok("note fred wine")
    whole.ok("note fred beer")
    gone = begun(tmp_path / "three")
    gone.ok("note fred wine")
    gone.ledger.unlink()
    assert gone("note fred beer").code == 65
    touched = begun(tmp_path / "four")
    touched.ok("note fred wine")
    (touched.ledger.parent / "mine").touch()
    touched.ok("note fred beer")
    assert (tmp_path / "four" / "mine").exists()
    contents = {(tmp_path / name / "ledger.db").read_bytes() for name in ("two", "four")}
    assert len(contents) == 2


def test_files_that_are_not_there_yet_are_not_touched_behind_its_back(tmp_path: Path) -> None:
    for name in ("one", "two"):
        reflog = begun(tmp_path / name)
        reflog.ok("note fred juice")
    (tmp_path / "two").mkdir()
    with pytest.raises(AssertionError, match="asks where the ledger is"):
        reflog.ok("note fred tea")


def test_a_ledger_that_is_there_is_not_begun(tmp_path: Path) -> None:
    begun(tmp_path / "one").ok("note fred cider")
    begun(tmp_path / "two").ok("note ann tea")
    again = begun(tmp_path / "two")
    again.ok("note fred cider")
    assert len(again.json("contact list")) == 2


def test_an_answer_that_names_the_folder_ends_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        reflog = begun(tmp_path / name)
        reflog.ok("note fred milk")
        assert str(tmp_path / name) in reflog.json("backup")["path"]
        reflog.ok("note fred more")
        assert len(reflog.json("show fred")["notes"]) == 2


def test_a_beginning_with_a_copy_is_taken_for_none_without(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    without = begun(tmp_path / "without")
    without.ok("note fred cider")
    assert not without.ledger.with_name("ledger.db.backups").exists()
    request.getfixturevalue("_copy_a_day")
    with_copy = begun(tmp_path / "with")
    with_copy.ok("note fred cider")
    assert with_copy.ledger.with_name("ledger.db.backups").exists()
