"""Bringing a whole ledger, as `export` wrote it, into an empty one."""

from __future__ import annotations

from reflog.render.blocks import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reflog.cli.environment import Environment
    from reflog.formats.ledger.rows import Whole

COMMAND = "import"


def bring(env: Environment, text: str, name: str, *, dry_run: bool = False) -> None:
    """Read a whole ledger, put it into the present one, and say what it holds.

    With a journal in it, every command it tells of stands in the history as it was given;
    without, the history says that a ledger was imported.

    Args:
        env: the environment; its ledger is empty, or with a journal not there at all.
        text: what `reflog export` has written.
        name: what the file is called in messages.
        dry_run: judge everything, and write nothing.

    Raises:
        ConflictError: the ledger is not empty.
        NewerError: a newer reflog wrote the text.
        UnreadableError: something is wrong in the text; the sentence names line and entry.
    """
    from reflog.formats.ledger.rows import whole_ledger

    whole = whole_ledger(text, name)
    has_journal = whole.ops is not None
    if dry_run:
        _require_empty(env, has_journal=has_journal)
    elif whole.ops is not None:
        from reflog.storage.whole import with_journal

        carried = with_journal.Carried(whole.rows, whole.numbers, whole.ops, whole.changes)
        with_journal.carry(env.ledger_path, carried)
    else:
        from reflog import services

        with env.writing(COMMAND) as ledger:
            services.whole.whole_ledger(ledger, whole)
    texts = (_said(whole, dry_run=dry_run), *_remarks(whole))
    env.answer([Line(text=text) for text in texts], _record(whole, name, dry_run=dry_run))


def _require_empty(env: Environment, *, has_journal: bool) -> None:
    from reflog.reports.exports import size
    from reflog.storage import connection as opening
    from reflog.storage.whole import rows, with_journal

    if has_journal and not opening.is_new(env.ledger_path):
        raise with_journal.there_already(env.ledger_path)
    with env.reading() as reader:
        people, entries = size(reader)
    if people or entries:
        raise rows.not_empty(people, entries)


def _said(whole: Whole, *, dry_run: bool) -> str:
    done = "Would import" if dry_run else "Imported"
    entries = sum(whole.counts.values()) - whole.counts["contacts"]
    journal = f", with the journal of {len(whole.ops)} commands" if whole.ops else ""
    people = whole.counts["contacts"]
    return f"{done} a ledger of {people} contacts and {entries} entries{journal}."


def _remarks(whole: Whole) -> list[str]:
    if not whole.leaves_journal:
        return []
    remark = (
        "Its history was left behind: a build from before the first release of reflog wrote it. "
        "Everything it holds today is here, but nothing from before can be undone."
    )
    return [remark]


def _record(whole: Whole, name: str, *, dry_run: bool) -> dict[str, Any]:
    """Return the answer with the keys that every import answers; the entries are too many."""
    count = sum(whole.counts.values())
    return {
        "dry_run": dry_run,
        "read": count,
        "added": count,
        **dict.fromkeys(("updated", "unchanged", "skipped", "failed"), 0),
        "files": [{"file": name, "format": "reflog", "read": count, "remarks": []}],
        "cards": [],
        "duplicates": [],
        "remarks": _remarks(whole),
        "ledger": {"journal": whole.ops is not None, **whole.counts},
        **{key: [] for key in ("changed", "created_contacts", "changed_contacts", "next")},
    }
