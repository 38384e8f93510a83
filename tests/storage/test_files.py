"""The files of the ledger: private, and made only where it is safe."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT, Commands, Result
from reflog.storage import files
from reflog.storage.connection import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.usefixtures("_copies_all_along")

NOBODY = 65534
QUESTIONS = ("due", "who", "show fred", "find fred", "log", "tree", "balance", "contact list")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Become a user to whom permissions apply; everything needed is imported before."""
    if os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.fixture
def theirs(shared: Path, reflog: Commands) -> Commands:
    """A ledger of a user to whom permissions apply."""
    for command in ("note fred tea", *QUESTIONS):
        reflog.ok(command)
    made = Commands(shared / "data" / "ledger.db")
    with unprivileged():
        made.ok("note fred tea")
    return made


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077, 0o177])
def test_folder_and_file_are_private_under_every_umask(tmp_path: Path, umask: int) -> None:
    reflog = Commands(tmp_path / "one" / "two" / "three" / "ledger.db")
    before = os.umask(umask)
    try:
        reflog.ok("note fred tea")
    finally:
        os.umask(before)
    assert mode(reflog.ledger) == 0o600
    for folder in ("one", "one/two", "one/two/three"):
        assert mode(tmp_path / folder) == 0o700


def test_the_rollback_journal_is_private_too(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    before = os.umask(0)
    try:
        with closing(connect(str(reflog.ledger))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO op (at, command) VALUES ('', '')")
            assert mode(Path(f"{reflog.ledger}-journal")) == 0o600
    finally:
        os.umask(before)


def test_a_folder_that_was_there_is_left_as_it_is(reflog: Commands) -> None:
    reflog.ledger.parent.mkdir(mode=0o755)
    reflog.ok("note fred tea")
    assert mode(reflog.ledger.parent) == 0o755
    assert mode(reflog.ledger) == 0o600


def test_writing_leaves_one_file_and_the_copy_of_the_day(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("mark sally won --amount 10")
    assert names_in(reflog.ledger.parent) == ["ledger.db", "ledger.db.backups"]
    assert len(names_in(reflog.ledger.parent / "ledger.db.backups")) == 1


def _symlink(ledger: Path, real: Path) -> None:
    ledger.symlink_to(real)


def _dangling(ledger: Path, _real: Path) -> None:
    ledger.symlink_to(ledger.parent / "nowhere.db")


def _second_link(ledger: Path, real: Path) -> None:
    ledger.hardlink_to(real)


def _folder(ledger: Path, _real: Path) -> None:
    ledger.mkdir()


def _pipe(ledger: Path, _real: Path) -> None:
    os.mkfifo(ledger)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (_symlink, "is a symbolic link"),
        (_dangling, "is a symbolic link"),
        (_second_link, "has a second hard link"),
        (_folder, "is not a regular file"),
        (_pipe, "is not a regular file"),
    ],
)
def test_an_unsafe_file_is_refused(
    tmp_path: Path, make: Callable[[Path, Path], None], complaint: str
) -> None:
    real = Commands(tmp_path / "real.db")
    real.ok("note fred tea")
    before = real.content()
    make(tmp_path / "ledger.db", real.ledger)
    reflog = Commands(tmp_path / "ledger.db")
    for command in ("due --json", "note fred tea --json"):
        refused = reflog(command)
        assert refused.code == 77
        assert refused.error["code"] == "permission"
        assert complaint in refused.error["message"]
    assert real.content() == before
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_ledger_of_another_user_is_refused(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    os.chown(reflog.ledger, NOBODY, NOBODY)
    for command in ("due", "note fred coffee"):
        assert "belongs to another user" in reflog.refused(77, command).err


def test_a_ledger_that_cannot_be_made_is_73(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    reflog = Commands(tmp_path / "file" / "deep" / "ledger.db")
    assert reflog.json("due") == []
    refused = reflog("note fred tea --json")
    assert refused.code == 73
    assert refused.error["code"] == "io"
    assert "nothing was changed" in refused.error["message"]


def test_a_ledger_where_nothing_may_be_made_is_77(theirs: Commands) -> None:
    reflog = Commands(theirs.ledger.parents[1] / "closed" / "ledger.db")
    with unprivileged():
        reflog.ledger.parent.mkdir(mode=0o500)
        refused = reflog.refused(77, "note fred tea --json")
    assert refused.error["code"] == "permission"
    assert list(reflog.ledger.parent.iterdir()) == []


def test_a_ledger_that_may_not_be_read_is_77(theirs: Commands) -> None:
    theirs.ledger.chmod(0)
    with unprivileged():
        for command in ("due", "note fred coffee"):
            refused = theirs(command)
            assert refused.code == 77, refused
            assert "no permission" in refused.err


def test_a_ledger_in_a_folder_that_may_not_be_entered_is_77(theirs: Commands) -> None:
    theirs.ledger.parent.chmod(0)
    with unprivileged():
        for command in ("due", "note fred coffee"):
            assert theirs(command).code == 77


def test_backups_that_may_not_be_looked_at_are_no_reason_to_begin_anew(
    theirs: Commands,
) -> None:
    reflog = Commands(theirs.ledger.parents[1] / "ledger.db")
    with unprivileged():
        Path(f"{reflog.ledger}.backups").mkdir(mode=0)
        for command in ("due", "note fred coffee"):
            reflog.refused(77, command)
    assert not reflog.ledger.exists()


def test_a_read_only_file_is_read_and_not_written(theirs: Commands) -> None:
    theirs.ledger.chmod(0o400)
    with unprivileged():
        assert [one["note"] for one in theirs.json("show fred")["notes"]] == ["tea"]
        theirs.refused(77, "note fred coffee")


@pytest.mark.parametrize("file_mode", [0o400, 0o600])
def test_a_ledger_in_a_read_only_folder_is_read_and_not_written(
    theirs: Commands, file_mode: int
) -> None:
    theirs.ledger.chmod(file_mode)
    theirs.ledger.parent.chmod(0o500)
    with unprivileged():
        for command in QUESTIONS:
            assert theirs.ok(command).err == ""
        theirs.refused(77, "note fred coffee")
        assert theirs.ok("show fred").out
    assert names_in(theirs.ledger.parent) == ["ledger.db", "ledger.db.backups"]


def _limited(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def _run_limited(reflog: Commands, size: int, *words: str) -> Result:
    """Run the command where no file may grow beyond `size` bytes."""
    environ = {k: v for k, v in reflog.environ().items() if not k.startswith("COV")}
    ended = subprocess.run(
        [str(SCRIPT), *words],
        env={**environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=_limited(size),
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("room", [0, 512, 4096, 16384])
def test_a_full_disk_is_74_and_leaves_the_ledger_as_it_was(reflog: Commands, room: int) -> None:
    reflog.ok("note fred tea")
    before = reflog.content()
    assert before is not None
    full = _run_limited(reflog, room, "note", "fred", "coffee " * 200, "--json")
    assert full.code == 74, full
    assert full.error["code"] == "io"
    assert "nothing was changed" in full.error["message"]
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [one["note"] for one in reflog.json("show fred")["notes"]] == ["tea"]


@pytest.mark.parametrize("room", [0, 4096, 100_000])
def test_a_first_command_on_a_full_disk_leaves_nothing(reflog: Commands, room: int) -> None:
    full = _run_limited(reflog, room, "note", "fred", "tea")
    assert full.code == 74, full
    assert list(reflog.ledger.parent.iterdir()) == []
    reflog.ok("note fred tea")


def test_questions_are_answered_on_a_full_disk(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    for command in QUESTIONS:
        answered = _run_limited(reflog, 0, *command.split())
        assert (answered.code, answered.err) == (0, ""), answered


@pytest.mark.parametrize("is_known", [True, False])
def test_on_a_mac_what_is_synced_is_flushed_from_the_drive_too(
    reflog: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_known: bool
) -> None:
    reflog.ok("intro fred sally")
    flushed, synced = [], []

    def flush(handle: int, command: int) -> None:
        if not is_known:
            raise OSError(errno.ENOTSUP, "not on this file system")
        flushed.append((os.fstat(handle).st_ino, command))

    monkeypatch.setattr(files, "fcntl", SimpleNamespace(fcntl=flush, F_FULLFSYNC=51))
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    copy, exported = tmp_path / "copy.db", tmp_path / "all.json"
    reflog.ok("backup", str(copy))
    reflog.ok("export", "-o", str(exported))
    wanted = {copy.stat().st_ino, exported.stat().st_ino, tmp_path.stat().st_ino}
    if is_known:
        assert set(flushed) == {(inode, 51) for inode in wanted}
        assert synced == []
    else:
        assert set(synced) == wanted


def test_nothing_syncs_but_by_the_one_function_that_knows_of_macs() -> None:
    source = Path(files.__file__).parents[1]
    found = {path.name for path in source.rglob("*.py") if "fsync(" in path.read_text("utf-8")}
    assert found == {"files.py"}
