"""What an import tells of a messy list: nothing is taken, left or kept in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


def table(folder: Path, *lines: str) -> str:
    file = folder / "list.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return str(file)


def remarks(reflog: Commands, file: str) -> list[str]:
    found: list[str] = reflog.json("import", file, "--dry-run")["files"][0]["remarks"]
    return found[1:]  # behind what each column became


@pytest.mark.parametrize("column", ["Trade", "Gewerk", "Corps de métier", "OFÍCIO", "Vak"])
def test_a_trade_is_a_profession_in_any_of_its_languages(
    reflog: Commands, tmp_path: Path, column: str
) -> None:
    file = table(tmp_path, f"Name,{column},Email", "Tom Birch,plumber,tom@example.com")
    (made,) = reflog.json("import", file, "--yes")["created_contacts"]
    assert made["profession"] == "plumber"


def test_an_address_that_looks_cut_off_is_kept_and_named(reflog: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, "Name,Email", "Owen Pugh,owen@pughkitchens", "Ann Berg,ann@example.com")
    assert remarks(reflog, file) == [
        '"Email" looks cut off (pughkitchens has no ending), kept as it is, on line 2.'
    ]
    assert reflog.json("import", file, "--yes")["created_contacts"][0]["emails"] == [
        "owen@pughkitchens"
    ]


def test_what_is_no_address_is_not_said_to_be_kept(reflog: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, "Name,Email", "Owen Pugh,owen@@pugh", "Ann Berg,ann@example.com")
    assert remarks(reflog, file) == ['"Email" is not an e-mail address, ignored on line 2.']


def test_where_there_is_no_room_for_rows_the_title_names_them(
    reflog: Commands, tmp_path: Path
) -> None:
    for name in ("Harbour Cafe", "Mill Cafe"):
        reflog.ok("contact", "add", name, "--city", "Leeds")
    new = [f"{first} {last},,York" for first in ("Ann", "Bo", "Cy") for last in ("Ek", "Orr")]
    rows = ("Harbour Cafe,01,York", "Mill Cafe,02,York", ",,", *new)
    child = pexpect.spawn(
        str(SCRIPT),
        ["import", table(tmp_path, "Name,Note,City", *rows), "--dry-run"],
        env={**reflog.environ(), "TERM": "xterm", "NO_COLOR": "1"},
        encoding="utf-8",
        dimensions=(14, 80),
    )
    child.expect(pexpect.EOF)
    shown = child.before or ""
    child.close()
    assert "New (6)" in shown
    assert "Updated (2): Harbour Cafe, Mill Cafe" in shown
    assert "Skipped (1): line 4" in shown
