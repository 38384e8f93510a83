"""Nobody else on the machine can read it: every file and folder, under every umask."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands import Commands
    from figures import Figure

WRITES = (
    *("contact add Ann", "intro fred sally", "received bob --from fred", "done 2", "mark 1 met"),
    *("mark 1 won --amount 5", "business 1 6", "thanks fred", "met fred", "note fred tea"),
    *("follow cleo call --due 2w", "snooze cleo 3w", "drop cleo", "contact edit fred --city Bonn"),
    *("contact rename bob Robert", "contact alias bob Bobby", "contact merge bob ann --yes"),
    *("edit 1 --note x", "delete 1 --yes", "config currency EUR", "undo", "redo"),
    "contact forget fred --yes",
)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What of a folder others may enter, read or write."""
    return [
        f"{path} {path.stat().st_mode & 0o777:o}"
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)
    ]


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022])
def test_every_writing_command_leaves_private_files(
    reflog: Commands, mask: int, figure: Figure
) -> None:
    seen = 0
    with umask(mask):
        for words in WRITES:
            reflog.ok(words)
            assert open_to_others(reflog.ledger.parent) == [], words
            seen += 1
    figure("P9", f"writing commands under umask {mask:03o}", f"{seen} of {len(WRITES)}")


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_the_files_a_command_has_open_are_private_too(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    """The rollback journal lies beside the ledger while a command writes."""
    from reflog.storage.journal import seal  # noqa: PLC0415 - patched here

    found: list[list[str]] = []
    names: set[str] = set()
    finish = seal.Sealing.finish

    def looking(sealing: seal.Sealing, *parts: Any, **options: Any) -> bool:
        sealed = finish(sealing, *parts, **options)
        found.append(open_to_others(reflog.ledger.parent))
        names.update(path.name for path in reflog.ledger.parent.iterdir())
        return sealed

    with umask(mask):
        reflog.ok("note ann tea")
        monkeypatch.setattr(seal.Sealing, "finish", looking)
        for words in ("intro fred sally", "note fred tea", "undo", "contact forget fred --yes"):
            reflog.ok(words)
    assert len(found) >= 4
    assert not any(found)
    assert "ledger.db-journal" in names
    assert open_to_others(reflog.ledger.parent) == []


def test_forgetting_leaves_the_modes_of_backups(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    backups = reflog.ledger.with_name("ledger.db.backups")
    with umask(0o000):
        shutil.rmtree(backups, ignore_errors=True)
        backups.mkdir(mode=0o700)
        copy = backups / "one.db"
        copy.touch(mode=0o600)
        with (
            closing(sqlite3.connect(reflog.ledger)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        reflog.ok("contact forget fred --yes")
    assert open_to_others(reflog.ledger.parent) == []
