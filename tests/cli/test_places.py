"""Where the ledger lies when nobody says, and a terminal and streams of any kind."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT
from reflog import ledger_path

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="these platforms know no XDG_DATA_HOME"
)


def unnamed(reflog: Commands, **variables: str) -> dict[str, str]:
    """The environment without a word on where the ledger lies, but for these."""
    environ = reflog.environ()
    for name in ("REFLOG_LEDGER", "HOME", "XDG_DATA_HOME"):
        environ.pop(name, None)
    return {**environ, **variables}


def ran(*words: str, environ: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *words],
        env=environ,
        cwd=cwd,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_home_and_the_xdg_folder_are_used(reflog: Commands, tmp_path: Path) -> None:
    environ = unnamed(reflog, HOME=str(tmp_path / "home"))
    assert ran("note", "fred", "tea", environ=environ, cwd=tmp_path).returncode == 0
    assert (tmp_path / "home/.local/share/reflog/ledger.db").exists()
    environ["XDG_DATA_HOME"] = str(tmp_path / "xdg")
    assert ran("note", "fred", "tea", environ=environ, cwd=tmp_path).returncode == 0
    assert (tmp_path / "xdg/reflog/ledger.db").exists()


@pytest.mark.parametrize("relative", ["data", "./data", "~/data", ""])
def test_a_relative_xdg_folder_is_ignored(reflog: Commands, tmp_path: Path, relative: str) -> None:
    environ = unnamed(reflog, HOME=str(tmp_path / "home"), XDG_DATA_HOME=relative)
    assert ran("note", "fred", "tea", environ=environ, cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
    assert (tmp_path / "home/.local/share/reflog/ledger.db").exists()


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "somewhere"}])
def test_without_a_home_the_platform_answers(
    monkeypatch: pytest.MonkeyPatch, home: dict[str, str]
) -> None:
    import pwd  # noqa: PLC0415 - not on every platform

    entry = pwd.struct_passwd(("u", "x", 1, 1, "", "/home/of/u", "/bin/sh"))
    monkeypatch.setattr("pwd.getpwuid", lambda _uid: entry)
    assert ledger_path(None, home) == "/home/of/u/.local/share/reflog/ledger.db"


@pytest.mark.parametrize("words", ["due", "note fred tea", "due --json"])
def test_nobody_and_no_home_is_a_sentence(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    def nobody(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.setattr(type(reflog), "environ", lambda _self: {})
    monkeypatch.chdir(tmp_path)
    result = reflog(words)
    assert (result.code, result.out) == (73, "")
    assert "HOME" in result.err
    assert list(tmp_path.iterdir()) == []


def test_an_ascii_locale_writes_escapes(reflog: Commands) -> None:
    environ = {**reflog.environ(), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    reflog.ok("note", "José", "naïve 王")
    for words in (("log",), ("show", "José".encode().decode("latin-1")), ("find", "na")):
        ended = ran(*words, environ=environ, cwd=reflog.ledger.parent)
        assert ended.returncode in {0, 3}
        assert (ended.stdout + ended.stderr).isascii()
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("at", range(4))
def test_a_word_that_is_not_utf8_is_refused_wherever_it_stands(reflog: Commands, at: int) -> None:
    words = [b"note", b"fred", b"--on", b"today"]
    words[at] = b"caf\xe9\xff"
    ended = subprocess.run(
        [str(SCRIPT).encode(), *words], env=reflog.environ(), capture_output=True, check=False
    )
    assert ended.returncode == 2
    assert b"UTF-8" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert not reflog.ledger.exists()


@pytest.mark.usefixtures("_copy_a_day")
@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (1, 2), (0, 1, 2)])
@pytest.mark.parametrize("words", [("note", "fred", "tea"), ("due",), ("show", "nobody")])
def test_closed_streams_bring_no_traceback_and_no_damage(
    reflog: Commands, closed: tuple[int, ...], words: tuple[str, ...]
) -> None:
    reflog.ok("note ann tea")
    redirected = " ".join(f"{number}{'<' if number == 0 else '>'}&-" for number in closed)
    ended = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" "$@" {redirected}', str(SCRIPT), *words],
        env=reflog.environ(),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in ended.stderr
    assert ended.returncode in {0, 3, 74}
    assert reflog.ledger.read_bytes()[:6] == b"SQLite"
    assert len(reflog.json("log")) == (2 if words[0] == "note" else 1)
    names = sorted(os.listdir(reflog.ledger.parent))  # noqa: PTH208 - names, to compare
    assert names == ["ledger.db", "ledger.db.backups"]
