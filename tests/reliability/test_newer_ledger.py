"""An older reflog never touches a newer ledger (P7)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from commands import Commands
from reflog.storage.connection import FORMAT
from reliability.staging import QUESTIONS, WRITES, begin

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure

ASKED = [*(question.split() for question in QUESTIONS), ["history"], ["config"], ["thanks"]]


def everything(folder: Path) -> dict[Path, object]:
    """Every file below a folder, with what is in it."""
    return {path: path.is_dir() or path.read_bytes() for path in folder.rglob("*")}


def test_every_command_leaves_a_newer_ledger_as_it_is(tmp_path: Path, figure: Figure) -> None:
    reflog = Commands(begin(tmp_path / "data") / "ledger.db")
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    before = everything(reflog.ledger.parent)
    for words in [*WRITES.values(), *ASKED]:
        refused = reflog.refused(65, *words, "--json")
        assert refused.error["code"] == "newer", words
        assert refused.error["hint"] == "upgrade reflog"
        for said in (f"format {FORMAT + 1}", f"up to {FORMAT}", str(reflog.ledger)):
            assert said in refused.error["message"]
        assert everything(reflog.ledger.parent) == before
    count = len(WRITES) + len(ASKED)
    figure("P7", f"{count} commands on a ledger of a newer format", "0 bytes changed")
