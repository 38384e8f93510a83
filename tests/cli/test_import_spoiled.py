"""A table that went out, through a spreadsheet, and in again: noticed, and no name changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


def test_what_is_exported_to_a_file_begins_with_a_mark_and_comes_in_again(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Zoë Núñez <zoe@example.com>", "--phone", "+1 555 0101")
    file = tmp_path / "people.csv"
    reflog.ok("export", "contacts", "--format", "csv", "-o", str(file))
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b",+1 555 0101," in data
    assert not reflog.ok("export", "contacts", "--format", "csv").out.startswith("\ufeff")
    assert reflog.json("import", str(file), "--yes")["unchanged"] == 1


def test_a_table_spoiled_by_a_spreadsheet_is_noticed_and_changes_no_name(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Zoë Núñez <zoe@example.com>")
    reflog.ok("contact", "add", "Ann Berg <ann@example.com>")
    text = reflog.ok("export", "contacts", "--format", "csv").out
    spoiled = tmp_path / "spoiled.csv"
    spoiled.write_bytes(text.encode().decode("cp1252").encode("utf-8-sig"))
    assert "ZoÃ«" in spoiled.read_text("utf-8")
    answer = reflog.json("import", str(spoiled), "--yes")
    assert (answer["added"], answer["updated"], answer["unchanged"]) == (0, 0, 2)
    assert "spoiled" in answer["files"][0]["remarks"][0]
    names = [one["name"] for one in reflog.json("contact", "list")]
    assert sorted(names) == ["Ann Berg", "Zoë Núñez"]
