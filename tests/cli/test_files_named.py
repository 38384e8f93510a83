"""Files named on the command line, and files that can't be used: each says its cause."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT, Commands, again
from privileges import NOBODY, obeying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commands import Result

pytestmark = pytest.mark.usefixtures("_copies_all_along")

LONG = "x" * 300
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{}\r\nEND:VCARD\r\n"
READING = ("restore", "import", "wording thank-mail")
MAKING = (
    "backup", "export -o", "export --format csv -o", "check --repair", "picture --force -o",
)  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    reflog = Commands(tmp_path_factory.mktemp("begun") / "data" / "ledger.db")
    reflog.ok("contact add fred --email fred@example.com")
    reflog.ok("intro fred sally")
    reflog.ok("backup")
    return reflog


@pytest.fixture
def kept(begun: Commands, tmp_path: Path) -> Commands:
    return again(begun, tmp_path)


def typed(command: str, file: str) -> list[str]:
    words = [word.replace("-mail", " mail") for word in command.split()]
    return [*words, f"{file}.html" if command.startswith("picture") else file]


@pytest.mark.parametrize("file", [LONG, f"{LONG}/x", "~nobody-of-that-name/x"])
@pytest.mark.parametrize("command", READING)
def test_a_name_that_no_file_can_have_is_not_found(kept: Commands, command: str, file: str) -> None:
    refused = kept.refused(3, *typed(command, file))
    assert "nothing was" in refused.err


@pytest.mark.parametrize("file", [LONG, f"{LONG}/x", "~nobody-of-that-name/x"])
@pytest.mark.parametrize("command", MAKING)
def test_a_name_that_no_file_can_get_cannot_be_made(
    kept: Commands, command: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    kept.refused(73, *typed(command, file))
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("file", [LONG, f"{LONG}/x", "~nobody-of-that-name/x"])
@pytest.mark.parametrize("command", ["due", "note fred tea", "check"])
def test_a_ledger_of_such_a_name_cannot_be_made(
    kept: Commands, command: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    kept.refused(73, "--ledger", file, *command.split())
    assert list(here.iterdir()) == []


def test_a_tilde_that_begins_a_name_is_no_home_where_there_is_such_a_file(
    kept: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~people.vcf").write_text(CARD.format("Ann Berg"), "utf-8")
    kept.ok("import ~people.vcf --yes")
    home = Path(kept.environ()["HOME"])
    (home / "more.vcf").write_text(CARD.format("Bob Cole"), "utf-8")
    monkeypatch.setenv("HOME", str(home))
    kept.ok("import ~/more.vcf --yes")
    assert {one["name"] for one in kept.json("contact list")} >= {"Ann Berg", "Bob Cole"}


@pytest.mark.parametrize("command", [*READING, *MAKING, "--ledger"])
def test_an_empty_name_of_a_file_is_no_file(kept: Commands, command: str) -> None:
    words = [word.replace("-mail", " mail") for word in command.split()]
    if command.startswith("wording"):
        kept.ok(*words, "")  # takes the built-in one back
        return
    kept.refused(2, *words, "", *(["due"] if command == "--ledger" else []))


def test_the_current_folder_may_be_gone(kept: Commands, tmp_path: Path) -> None:
    def ran(*words: str) -> tuple[int, str]:
        gone = tmp_path / "gone"
        gone.mkdir()
        ended = subprocess.run(
            ["/bin/sh", "-c", 'cd "$0" && rmdir "$0" && exec "$@"', str(gone), str(SCRIPT), *words],
            env=kept.environ(),
            capture_output=True,
            check=False,
        )
        return ended.returncode, ended.stderr.decode()

    for command in (*READING, *MAKING):
        code, said = ran(*typed(command, "x"))
        assert code == (3 if command in READING else 73), (command, said)
        assert "the current folder is gone" in said or "no file" in said
    assert ran("--ledger", "x.db", "due")[0] == 73
    for whole in ("due", "note fred tea", "backup", "check", "contact list", "export"):
        assert ran(*whole.split())[0] == 0, whole


# Who may look at what.


@pytest.fixture
def closed(kept: Commands) -> Iterator[Callable[[Path], Commands]]:
    closed: list[tuple[Path, int]] = []

    def close(path: Path) -> Commands:
        closed.append((path, path.stat().st_mode & 0o777))
        path.chmod(0)
        return kept

    yield close
    for path, mode in closed:
        path.chmod(mode)


def denied(result: Result) -> None:
    assert (result.code, result.out) == (77, ""), result
    assert "ermission" in result.err


def test_a_copy_that_cannot_be_read_is_a_matter_of_permission(
    kept: Commands, closed: Callable[[Path], Commands]
) -> None:
    copy = Path(kept.json("backup --list")[0]["path"])
    closed(copy)
    denied(obeying(kept, "restore", str(copy)))
    denied(obeying(kept, "restore", copy.name, "--yes"))
    assert "can't be read" in obeying(kept, "backup", "--list").out


def test_copies_that_cannot_be_listed_are_not_none(
    kept: Commands, closed: Callable[[Path], Commands]
) -> None:
    closed(Path(f"{kept.ledger}.backups"))
    for command in ("backup --list", "backup", "contact forget fred --yes"):
        denied(obeying(kept, command))
    assert obeying(kept, "due").code == 0
    assert obeying(kept, "restore nothing-here").code in {3, 77}


def test_a_folder_that_cannot_be_searched_keeps_its_files(
    kept: Commands, closed: Callable[[Path], Commands], tmp_path: Path
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "people.csv").write_text("name\nAnn\n", "utf-8")
    shutil.copy(kept.ledger, folder / "copy.db")
    closed(folder)
    for command in (*READING, *MAKING):
        denied(obeying(kept, *typed(command, str(folder / "copy.db"))))
    for command in ("due", "note fred tea", "backup"):
        denied(obeying(kept, "--ledger", str(folder / "copy.db"), *command.split()))


def test_a_ledger_in_such_a_folder_is_not_taken_for_none(
    kept: Commands, closed: Callable[[Path], Commands], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    kept.ok("backup", str(copy))
    closed(kept.ledger.parent)
    for command in ("due", "note fred tea", "backup", f"check --repair {tmp_path / 'new.db'}"):
        denied(obeying(kept, *command.split()))
    denied(obeying(kept, "restore", str(copy), "--yes"))
    assert obeying(kept, "check").code == 77


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is taken for somebody else")
def test_root_makes_no_folders_in_the_home_of_another(tmp_path: Path, kept: Commands) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    environ = {"HOME": str(home), "REFLOG_LEDGER": ""}
    refused = kept.process("note fred tea", environ=environ)
    assert refused.code == 77
    assert "without sudo" in refused.err
    (home / ".local").mkdir()
    os.chown(home / ".local", NOBODY, NOBODY)
    assert kept.process("note fred tea", environ=environ).code == 77
    assert kept.process("due", environ=environ).code == 0
    assert [path.name for path in home.rglob("*")] == [".local"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_a_folder_of_another_around_a_ledger_of_ones_own_is_advice(
    kept: Commands, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    elsewhere = shared / "mine.db"
    kept.ok("--ledger", str(elsewhere), "note", "fred", "tea")
    os.chown(shared, NOBODY, NOBODY)
    shared.chmod(0o1777)
    (one,) = kept.json("--ledger", str(elsewhere), "check")
    assert (one["level"], one["where"]) == ("advice", str(shared))


# What fails on the way.


def test_a_disk_that_fails_while_an_import_is_read_is_not_a_bug(
    kept: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,E-mail\nAnn,ann@example.com\n", "utf-8")

    class Failing(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("reflog.formats.files.open", lambda *_, **__: Failing(), raising=False)
    refused = kept.refused(74, "import", str(file), "--yes")
    assert "Input/output error; nothing was imported" in refused.err


def test_what_no_command_foresees_of_the_system_is_told_and_no_bug(
    kept: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_words: object, **_options: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), "people.csv")

    monkeypatch.setattr("reflog.formats.files.opened", failing)
    refused = kept.refused(74, "import people.csv")
    assert "people.csv can't be used: Too many open files; nothing was imported" in refused.err


@pytest.mark.parametrize("content", [b"no database at all, only text", b"SQLite format 3\0" * 999])
def test_a_backup_of_what_is_no_ledger_leaves_no_folder(
    reflog: Commands, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "data" / "other.db"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    assert reflog("--ledger", str(file), "backup").code == 65
    assert [path.name for path in file.parent.iterdir()] == ["other.db"]


def test_a_copy_named_with_its_folder_is_that_file_and_no_automatic_one(
    kept: Commands, tmp_path: Path
) -> None:
    (automatic,) = (Path(one["path"]) for one in kept.json("backup --list")[:1])
    kept.refused(3, "restore", str(tmp_path / automatic.name), "--yes")
    kept.refused(3, "restore", f"./{automatic.name}", "--yes")
    kept.ok("note fred tea")
    other = tmp_path / automatic.name
    kept.ok("backup", str(other))
    assert kept.json("restore", str(other), "--yes")["restored"]["path"] == str(other)
    assert [one["kind"] for one in kept.json("log")][:1] == ["note"]
    assert kept.json("restore", automatic.name, "--yes")["restored"]["path"] == str(automatic)


@pytest.mark.parametrize("command", ["backup", "export --format ics -o", "draft 2 --force -o"])
def test_a_name_written_as_a_folder_that_is_not_there_makes_no_file(
    kept: Commands, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = kept.refused(73, *command.split(), "usb/")
    assert "There is no folder usb/" in refused.err
    assert not (tmp_path / "usb").exists()
    (tmp_path / "usb").mkdir()
    assert "is a folder" in kept.refused(73, *command.split(), "usb/").err


def test_tables_are_still_written_into_a_folder_that_is_made_for_them(
    kept: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept.ok("export -o usb/")
    assert (tmp_path / "usb" / "contacts.csv").exists()
