"""Sixty files through the command: seen first, taken, taken back, brought out and in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import Commands
from shelf import SHELF

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("added", "updated", "unchanged", "skipped", "failed")
FORMS = ("vcard", "csv")
READ = [name for name, file in SHELF.items() if not file.says[0].startswith("REFUSED")]
REFUSED = [name for name in SHELF if name not in READ]


def written(folder: Path, name: str) -> str:
    path = folder / "file.txt"
    path.write_bytes(SHELF[name].text.encode(SHELF[name].encoding))
    return str(path)


@pytest.mark.parametrize("name", READ)
def test_preview_and_answer_agree_and_the_same_file_again_adds_nothing(
    reflog: Commands, tmp_path: Path, name: str
) -> None:
    file = written(tmp_path, name)
    seen = reflog.json("import", file, "--dry-run")
    first = reflog.json("import", file, "--yes")
    assert first["read"] == sum(first[kind] for kind in KINDS)
    for key in (*KINDS, "read", "files", "duplicates", "remarks"):
        assert seen[key] == first[key] or key == "duplicates", key
    assert len(seen["duplicates"]) == len(first["duplicates"])
    again = reflog.json("import", file, "--yes")
    assert (again["read"], again["added"], again["updated"]) == (first["read"], 0, 0)
    reflog.ok("undo")
    assert reflog.json("contact list") == []


@pytest.mark.parametrize(
    ("name", "form"),
    [  # each file in one form, and in the long run in the other too
        pytest.param(name, form, marks=[] if at % len(FORMS) == place else pytest.mark.slow)
        for at, name in enumerate(READ)
        for place, form in enumerate(FORMS)
    ],
)
def test_who_goes_out_comes_in_again_as_the_same_people(
    reflog: Commands, tmp_path: Path, name: str, form: str
) -> None:
    reflog.ok("import", written(tmp_path, name), "--yes")
    people = {one["name"] for one in reflog.json("contact list")}
    out = str(tmp_path / f"out.{form}")
    reflog.ok("export", "contacts", "--format", form, "-o", out)
    other = Commands(tmp_path / form / "ledger.db")
    other.ok("import", out, "--yes")
    assert {one["name"] for one in other.json("contact list")} == people
    other.ok("check")
    back = reflog.json("import", out, "--yes")
    assert (back["added"], back["updated"], back["failed"], back["skipped"]) == (0, 0, 0, 0)
    assert {one["name"] for one in reflog.json("contact list")} == people


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_nothing(reflog: Commands, tmp_path: Path, name: str) -> None:
    reflog.refused(2, "import", written(tmp_path, name), "--yes")
