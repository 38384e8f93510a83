"""Where the ledger lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from reflog import backups_path, ledger_path

if TYPE_CHECKING:
    import pytest


def test_the_file_named_comes_before_the_variable() -> None:
    environ = {"REFLOG_LEDGER": "/b.db"}
    assert ledger_path("/a.db", environ) == str(Path("/a.db").absolute())
    assert ledger_path(None, environ) == str(Path("/b.db").absolute())
    assert ledger_path("", environ) == str(Path("/b.db").absolute())


def test_without_either_it_is_in_the_user_data_folder_of_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = Path(platformdirs.user_data_dir("reflog", appauthor=False))
    for environ in ({"HOME": str(tmp_path)}, {"HOME": str(tmp_path), "REFLOG_LEDGER": ""}):
        assert ledger_path(None, environ) == str(folder / "ledger.db")


def test_a_relative_path_counts_from_here_and_a_tilde_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert ledger_path("a/../b.db", {}) == str(tmp_path / "b.db")
    assert ledger_path("~/b.db", {}) == str(tmp_path / "home" / "b.db")


def test_backups_lie_beside_the_ledger() -> None:
    assert backups_path("/a/ledger.db") == "/a/ledger.db.backups"
