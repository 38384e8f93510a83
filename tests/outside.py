"""Files that leave a ledger, and the ledgers that are made of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from commands import Commands, Result
from reflog.cli import whole_ledgers
from reflog.cli.environment import Environment
from reflog.errors import ReflogError

if TYPE_CHECKING:
    from pathlib import Path


def bring(reflog: Commands, text: str, *, dry_run: bool = False) -> Result:
    """Bring a whole ledger into the ledger of a test, as `import` does."""
    out, err = io.StringIO(), io.StringIO()
    env = Environment(reflog.environ(), io.StringIO(), out, err)
    try:
        whole_ledgers.bring(env, text, dry_run=dry_run)
    except ReflogError as error:
        return Result(error.exit_code, out.getvalue(), f"{error.message}\n{error.hint}\n")
    return Result(0, out.getvalue(), err.getvalue())


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
