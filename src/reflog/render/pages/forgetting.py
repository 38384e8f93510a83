"""What became of somebody forgotten, in words and as JSON."""

from __future__ import annotations

from reflog.render.blocks import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reflog.render.blocks import Page
    from reflog.storage.forget.forget import Forgotten

BEYOND = (
    "files you have exported",
    "copies of the ledger and backups kept elsewhere",
    "what your shell and terminal remember",
    "what the disk itself or its snapshots keep of overwritten files",
    "texts about others that name them otherwise than in full",
)
"""What no command of reflog reaches."""


def forgotten_page(done: Forgotten, altered: int) -> Page:
    """Say what was erased, and what is left to the user."""
    entries = "1 entry stays" if altered == 1 else f"{altered} entries stay"
    page = [Line(text=f"Forgotten: {done.handle}; {entries}, without texts.")]
    if done.backups:
        count = len(done.backups)
        page.append(Line(text=f"Rewritten: {count} backup{'' if count == 1 else 's'}."))
    page.append(Line(text="Not reached, and left to you:"))
    page += [Line(text=one, indent=2) for one in BEYOND]
    page += [Line(text=f"{path}: {reason}", indent=2) for path, reason in done.unreached]
    return page


def forgotten_keys(done: Forgotten) -> dict[str, Any]:
    """Return what the JSON answer has beside that of any write."""
    return {
        "forgotten": done.handle,
        "backups": list(done.backups),
        "unreached": [{"path": path, "reason": reason} for path, reason in done.unreached],
        "beyond": list(BEYOND),
    }
