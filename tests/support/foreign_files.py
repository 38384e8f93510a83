"""Files that leave a ledger, and the ledgers that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commands import Commands, Result

if TYPE_CHECKING:
    from pathlib import Path


def bring(reflog: Commands, text: str, *words: str) -> Result:
    """Import a whole ledger into the ledger of a test."""
    file = reflog.ledger.parent.parent / "whole.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return reflog("import", str(file), "--yes", *words)


def another(folder: Path) -> Commands:
    """A new ledger in a folder of its own."""
    return Commands(folder / "another" / "ledger.db")


def exported(reflog: Commands, *words: str) -> str:
    """What an export writes on stdout."""
    return reflog.ok("export", *words).out


def vcards(text: str) -> list[Any]:
    """Cards as vobject reads them."""
    import vobject  # noqa: PLC0415 - slow

    return list(vobject.readComponents(text))
