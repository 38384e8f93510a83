"""Files that are none: standard input is read to its end, a pipe by name is not waited for."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from cases import TABLES, columns_of, table
from commands import SCRIPT
from reflog.formats.csv import read as csv_reading

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

PEOPLE = table(columns_of(TABLES["google"][1]), TABLES["google"][2], bom=True)
PATIENCE = 60  # seconds: a command that waits for a pipe waits for ever


def run(reflog: Commands, *words: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(SCRIPT), *words],
        env=reflog.environ(),
        input=given,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def test_standard_input_is_imported(reflog: Commands) -> None:
    ended = run(reflog, "import", "-", "--yes", given=PEOPLE)
    assert ended.returncode == 0, ended
    assert [one["handle"] for one in reflog.json("contact", "list", "--tag", "golf")] == [
        "ann-berg"
    ]


def test_what_stands_in_for_standard_input_and_is_a_pipe_is_not_waited_for(
    reflog: Commands, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = run(reflog, "import", str(tmp_path / "pipe"), "--yes", given=b"")
    assert ended.returncode == 2, ended
    assert b"this is a named pipe, not a file; nothing was imported" in ended.stderr
    assert b"reflog import -" in ended.stderr
    assert reflog.content() is None


def test_a_folder_of_cards_is_imported_and_everything_else_in_it_left(
    reflog: Commands, tmp_path: Path
) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    for name in ("Ann Berg", "Cy Lee"):
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD\n"
        (folder / f"{name}.vcf").write_text(card)
    (folder / ".hidden.vcf").write_text("nothing")
    (folder / "people.csv").write_bytes(PEOPLE)
    answer = reflog.json("import", str(folder), "--yes")
    assert [one["handle"] for one in answer["created_contacts"]] == ["ann-berg", "cy-lee"]
    assert reflog.refused(3, "import", str(folder / "none.csv"), "--yes").err
    (folder / "Cy Lee.vcf").write_text("BEGIN:VCARD\nFN:Cy Lee")
    refused = reflog.refused(2, "import", str(folder), "--yes")
    assert f"{folder / 'Cy Lee.vcf'}, line 1: " in refused.err


def cards_in_two_files(folder: Path, count: int) -> Path:
    folder.mkdir()
    for name in ("a", "b"):
        cards = (
            f"BEGIN:VCARD\nVERSION:3.0\nFN:{name} Berg {number}\nEND:VCARD\n"
            for number in range(count)
        )
        (folder / f"{name}.vcf").write_text("".join(cards))
    return folder


def test_the_cards_of_a_folder_are_counted_together(
    reflog: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cards_in_two_files(tmp_path / "cards", 2)
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 3)
    refused = reflog.refused(2, "import", str(folder), "--yes")
    assert f"{folder / 'b.vcf'}: with it there are more than 3 cards" in refused.err
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 4)
    assert len(reflog.json("import", str(folder), "--yes")["created_contacts"]) == 4


@pytest.mark.slow
def test_the_cards_of_several_files_are_no_more_than_one_may_hold(
    reflog: Commands, tmp_path: Path
) -> None:
    folder = cards_in_two_files(tmp_path / "cards", 50_001)
    for words in ([str(folder)], [str(folder / "a.vcf"), str(folder / "b.vcf")]):
        ended = run(reflog, "import", *words, "--yes", given=b"")
        assert ended.returncode == 2, ended
        said = f"{folder / 'b.vcf'}: with it there are more than 100,000 cards"
        assert said.encode() in ended.stderr
    assert reflog.content() is None
