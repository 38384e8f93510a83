"""Where an export goes: files that are whole or absent, and never over another; stdout."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

TABLES = (
    *("contacts", "introductions", "follow-ups", "business", "thanks", "one-to-ones"),
    *("notes", "settings"),
)


@pytest.fixture
def written(reflog: Commands, tmp_path: Path) -> Commands:
    reflog.ok("intro", "fred", "Sally <sally@example.com>")
    (tmp_path / "out").mkdir()
    return reflog


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_a_file_is_the_answer_and_its_owner_s_alone(
    written: Commands, tmp_path: Path, mask: int
) -> None:
    target = tmp_path / "out" / "ledger.json"
    before = os.umask(mask)
    try:
        said = written.ok("export", "-o", str(target))
    finally:
        os.umask(before)
    assert said.out == f"Wrote a ledger of 2 contacts and 3 entries to {target}.\n"
    assert target.read_text("ascii") == written.ok("export").out
    assert mode(target) == 0o600
    assert names(target.parent) == ["ledger.json"]


def test_a_ledger_is_counted_by_export_as_by_its_import(written: Commands, tmp_path: Path) -> None:
    written.ok("contact add Ann Berg")
    written.ok("config currency EUR")
    target, other = str(tmp_path / "out" / "ledger.json"), str(tmp_path / "other.db")
    counted = "a ledger of 3 contacts and 3 entries"
    assert written.ok("export", "-o", target).out == f"Wrote {counted} to {target}.\n"
    assert f"Imported {counted}" in written.ok("--ledger", other, "import", target).out


def test_another_file_is_not_replaced_unasked(written: Commands, tmp_path: Path) -> None:
    target = tmp_path / "out" / "people.vcf"
    target.write_text("mine")
    refused = written.refused(4, "export", "--output", str(target))
    assert "--force" in refused.err
    assert target.read_text() == "mine"
    written.ok("export", "-o", str(target), "--force")
    assert target.read_text().startswith("BEGIN:VCARD")
    assert mode(target) == 0o600


def test_a_link_a_folder_a_device_and_the_ledger_are_no_files_to_write(
    written: Commands, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "link.json").symlink_to(tmp_path / "elsewhere")
    for code, name in (
        (77, str(out / "link.json")),
        (73, "/dev/null"),
        (2, str(written.ledger)),
        (73, str(out / "missing" / "a.json")),
        (2, ""),
    ):
        refused = written.refused(code, "export", "-o", name, "--force", "--format", "json")
        assert refused.err.splitlines()[0].endswith("nothing was written.")
    refused = written.refused(73, "export", "-o", str(out), "--format", "json")
    assert "is a folder" in refused.err
    assert not (tmp_path / "elsewhere").exists()
    assert names(out) == ["link.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing_is_said(written: Commands, tmp_path: Path) -> None:
    (tmp_path / "out").chmod(0o500)
    written.refused(77, "export", "-o", str(tmp_path / "out" / "a.json"))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.json", '{\n"format": "reflog"'),
        ("a.JSON", '{\n"format": "reflog"'),
        ("a.vcf", "BEGIN:VCARD"),
        ("a.ics", "BEGIN:VCALENDAR"),
        ("a", '{\n"format": "reflog"'),
        ("a.txt", '{\n"format": "reflog"'),
    ],
)
def test_the_ending_says_the_format(
    written: Commands, tmp_path: Path, name: str, begins: str
) -> None:
    target = tmp_path / "out" / name
    written.ok("export", "-o", str(target))
    assert target.read_text("utf-8").startswith(begins)
    written.ok("export", "contacts", "-o", str(target), "--force", "--format", "csv")
    assert target.read_text("utf-8").startswith("\ufeffhandle,name,")


def test_the_way_of_an_introduction_is_in_its_table(written: Commands) -> None:
    written.ok("intro gina hans --on 2026-11-02")
    written.ok("done", str(written.json("due --for hans")[0]["id"]), "--mark", "met")
    (row,) = [
        one
        for one in csv.DictReader(io.StringIO(written.ok("export introductions --format csv").out))
        if one["provider"] == "gina"
    ]
    assert row["stages"] == "introduced 2026-11-02 ::: met 2026-11-21"
    assert row["told"] == "hans met 2026-11-21"


def test_all_tables_go_into_a_folder(written: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    answer = written.json("export", "--format", "csv", "-o", str(folder))
    assert names(folder) == sorted(f"{table}.csv" for table in TABLES)
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert [one["file"] for one in answer["files"]] == [
        str(folder / f"{table}.csv") for table in TABLES
    ]
    assert answer["records"] == sum(one["records"] for one in answer["files"]) == 5
    for path in folder.iterdir():
        text = path.read_bytes().decode()
        assert text == "\ufeff" + written.ok("export", path.stem, "--format", "csv").out
    kept = (folder / "notes.csv").stat().st_ino
    (folder / "contacts.csv").unlink()
    written.refused(4, "export", "-o", str(folder))
    assert "contacts.csv" not in names(folder), "one that is there refuses them all"
    written.ok("export", "-o", f"{folder}/", "--force")
    assert (folder / "notes.csv").stat().st_ino != kept
    written.ok("export", "business", "-o", str(folder), "--force")
    assert len(names(folder)) == len(TABLES)


def test_with_json_a_file_is_reported(written: Commands, tmp_path: Path) -> None:
    target = tmp_path / "out" / "owed.ics"
    assert written.json("export", "-o", str(target), "--redact", "phones") == {
        "what": "follow-ups",
        "format": "ics",
        "records": 2,
        "redacted": ["phones"],
        "files": [{"file": str(target), "records": 2}],
        "content": None,
    }


def test_with_json_stdout_is_always_one_document(written: Commands) -> None:
    assert written.json("export") == json.loads(written.ok("export").out)
    for kind in ("vcard", "ics"):
        answer = written.json("export", "--format", kind)
        assert answer["content"] == written.ok("export", "--format", kind).out
        assert (answer["files"], answer["records"]) == ([], 2)


def test_a_dash_is_stdout(written: Commands) -> None:
    assert written.ok("export", "-o", "-").out == written.ok("export").out


@each_row(
    "words",
    [
        "export everything-else",
        "export contacts notes",
        "export --format xml",
        "export --format csv",
        "export -o tables.csv",
        "export notes --format vcard",
        "export contacts -o a.ics",
        "export --journal --format vcard",
        "export contacts --journal",
        "export --journal --redact notes",
        "export --redact names",
        "export --redact notes,",
        "export --vcard-version 2.1 --format vcard",
        "export --vcard-version 3",
        "export --vtodo",
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_written(
    written: Commands, words: str
) -> None:
    refused = written.refused(2, words)
    message, hint = refused.err.splitlines()
    assert message.startswith("reflog: ")
    assert hint.startswith("hint: ")


def test_a_name_of_a_table_is_read_like_every_word(written: Commands) -> None:
    assert written.ok("export", "Follow_Ups").out == written.ok("export", "follow-ups").out


def test_a_write_that_fails_leaves_nothing(written: Commands, tmp_path: Path) -> None:
    out = tmp_path / "out"
    # What measures coverage could not write its files either.
    environ = {key: text for key, text in written.environ().items() if not key.startswith("COV")}
    for words in (f"-o {out}/a.json", f"-o {out}/tables/", f"--force -o {out}/b.vcf"):
        (out / "b.vcf").write_text("mine")
        ended = subprocess.run(
            ["sh", "-c", f"ulimit -f 0; exec {SCRIPT} export {words}"],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 73, ended
        assert "nothing was written" in ended.stderr
        assert (out / "b.vcf").read_text() == "mine"
        assert names(out) == ["b.vcf"]


def test_an_empty_part_says_so_beside_the_answer(written: Commands) -> None:
    answer = written.ok("export", "thanks", "--format", "csv")
    assert answer.out == "id,kind,uid,created_at,contact,direction,via,on,about,note\r\n"
    assert answer.err.startswith("There are no thanks yet.")
    assert "reflog intro" in answer.err


def test_a_full_device_is_said_and_a_reader_that_goes_is_not(written: Commands) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [str(SCRIPT), "export"],
            env=written.environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 74
    assert ended.stderr.startswith("reflog: I couldn't write the output")
    command = f"{SCRIPT} export --journal | head -c 20"
    ended = subprocess.run(
        ["sh", "-c", f"{command}; echo"],
        env=written.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == '{\n"format": "reflog"\n'
    assert ended.stderr == ""


def test_every_language_goes_out_as_utf8_whatever_the_locale(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Zoë 王小明")
    ended = subprocess.run(
        [str(SCRIPT), "export", "--format", "vcard"],
        env={**reflog.environ(), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert "FN:Zoë 王小明\r\n" in ended.stdout.decode("utf-8")


def test_a_hostile_name_cannot_act_on_a_terminal(reflog: Commands) -> None:
    pexpect = pytest.importorskip("pexpect")
    reflog.ok("contact", "add", "Fred", "--note", "\x1b[31mred\x07")
    for kind in ("vcard", "csv"):
        words = ["export", "contacts", "--format", kind]
        seen = pexpect.run(" ".join([str(SCRIPT), *words]), env=reflog.environ())
        assert b"red" in seen
        assert b"\x1b" not in seen
        assert b"\x07" not in seen
        assert "\x1b" in reflog.ok(*words).out, "a pipe gets the text as it is"
