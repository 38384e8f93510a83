"""The pages of what changed about people, of duplicates, and of who was forgotten."""

from __future__ import annotations

from reflog.domain.contacts import Contact
from reflog.render import Block, Line, Page, Table
from reflog.render.pages import counted, named
from reflog.render.pages.entries import entry_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.domain.entries import Entry
    from reflog.reports.duplicates import Duplicate
    from reflog.storage.forget.forget import Forgotten

BEYOND = (
    "files you exported",
    "copies and backups of the ledger kept elsewhere",
    "what your shell and terminal remember",
    "old file contents that the disk or its snapshots still hold",
    "texts about other people that mention them by less than their full name",
)
"""What no command of reflog reaches."""

_REASONS = {
    "same-email": "the same e-mail address",
    "same-phone": "the same number",
    "same-name": "the same name",
    "near-name": "a similar name",
}
NONE = "No one seems to be in the ledger twice. reflog contact list shows everyone."
TO_DO = (
    "If two are the same person: reflog contact merge KEEP OTHER. "
    "If not: reflog contact duplicates --distinct NAME NAME"
)


def changed_lines(before: Sequence[Contact], after: Sequence[Contact]) -> list[str]:
    """Say for each person which fields changed, from what to what."""
    named = len(after) > 1
    return [
        f"  {f'{new.name}: ' if named else ''}{field}: {_said(old, field)} -> {_said(new, field)}"
        for old, new in zip(before, after, strict=True)
        for field in Contact.fields
        if getattr(old, field) != getattr(new, field)
    ]


def _said(person: Contact, field: str) -> str:
    value = getattr(person, field)
    text = ", ".join(value) if isinstance(value, tuple) else value
    return " ".join(text.split()) if text else "nothing"


def duplicates_page(found: Sequence[Duplicate]) -> Page:
    """Return the pairs that may be one person, with the reason, a pair a row."""
    if not found:
        return [NONE]
    rows = [(*map(named, pair.people), reason(pair)) for pair in found]
    return [Table("name name/ dim/", rows)]


def reason(pair: Duplicate) -> str:
    """Return why two may be one person: `the same number +1 555 0101`."""
    return " ".join(filter(None, (_REASONS[pair.reason], pair.address)))


def later(count: int) -> str:
    """Say how many pairs are left for another time."""
    return f"{counted(count, 'pair')} left for later."


def forgotten_page(done: Forgotten, changed: Sequence[Entry]) -> Page:
    """Say what was erased and dropped, and what is left for the user to erase."""
    altered = len(changed) - len(done.dropped)
    few = {0: "", 1: " 1 entry stays, without its text."}
    stay = few.get(altered, f" {altered} entries stay, without their texts.")
    page: list[Block] = [f"Forgot {done.handle}.{stay}"]
    page += [entry_line(one) for one in changed if one.id in done.dropped]
    if done.backups:
        page.append(f"Rewrote {counted(len(done.backups), 'backup')}.")
    if done.removed:
        page.append("Removed, because they could not be rewritten:")
        page += [Line(path, indent=2) for path in done.removed]
    left = [*BEYOND, *(f"{path}: {reason}" for path, reason in done.unreached)]
    page.append("What I can't erase, so please check it yourself:")
    return page + [Line(one, indent=2) for one in left]


def forgotten_keys(done: Forgotten) -> dict[str, Any]:
    """Return what the JSON answer has besides the keys of any write."""
    return {
        "forgotten": done.handle,
        "backups": list(done.backups),
        "removed": list(done.removed),
        "unreached": [{"path": path, "reason": reason} for path, reason in done.unreached],
        "beyond": list(BEYOND),
    }
