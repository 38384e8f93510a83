"""What every writing command does last: read back what it wrote, and show that."""

from __future__ import annotations

from reflog.domain.entries import Business, FollowUp, Introduction, Thanks
from reflog.render import objects
from reflog.render.blocks import Line
from reflog.render.pages import due as pages
from reflog.reports import contacts, entries, follow_ups, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from reflog.cli.environment import Environment
    from reflog.domain.entries import Entry
    from reflog.storage.ledger import Ledger, Written
    from reflog.storage.reader import Reader


def write(
    env: Environment,
    command: str,
    act: Callable[[Ledger], object],
    *,
    extra: Callable[[list[Entry]], list[str]] | None = None,
    headline: str | None = None,
    joins: bool = False,
    more: dict[str, Any] | None = None,
) -> None:
    """Run a service in one transaction, read back what it wrote, and show it.

    Args:
        env: the environment.
        command: the command's name, for the journal.
        act: the service's call.
        extra: lines to say, given the entries changed.
        headline: a sentence to say instead of the entries changed.
        joins: the act returns the number of a follow-up, which is shown as what comes next
            even where it stood so already.
        more: further keys of the JSON answer.
    """
    with env.writing(command) as ledger:
        result = act(ledger)
    written = ledger.written
    standing = (result,) if joins and isinstance(result, int) else ()
    with env.reading() as reader:
        changed, next_ones = _read_back(env, reader, written, standing)
        created = contacts.contacts(reader, written.created_contacts)
        altered = contacts.contacts(reader, written.changed_contacts)
        told = _told(reader, changed)
    lines = extra(changed) if extra else []
    page = pages.written_page(
        changed=changed,
        created_contacts=created,
        changed_contacts=altered,
        next_ones=next_ones,
        told=told,
        extra=lines,
    )
    answer = objects.written(
        changed=changed,
        created_contacts=created,
        changed_contacts=altered,
        next_ones=next_ones,
    )
    if headline is not None:
        page = [Line(text=headline)]
    env.answer(page, {**answer, **(more or {})})


def _read_back(
    env: Environment, reader: Reader, written: Written, standing: tuple[int, ...]
) -> tuple[list[Entry], list[FollowUp]]:
    """Read the entries changed, and what comes next; what is settled again at once is changed."""
    scheduled = follow_ups.follow_ups(reader, written.next or standing, env.today)
    settled = [one.id for one in scheduled if one.status != "open"]
    changed = entries.entries(reader, sorted([*written.changed, *settled]), env.today)
    return changed, [one for one in scheduled if one.status == "open"]


def _told(reader: Reader, changed: list[Entry]) -> dict[int, Introduction]:
    """Return the introductions that business and thanks are about, unless changed themselves."""
    abouts = {one.about for one in changed if isinstance(one, Business | Thanks)}
    unsaid = abouts - {one.id for one in changed} - {None}
    found = introductions.introductions_numbered(reader, sorted(filter(None, unsaid)))
    return {one.id: one for one in found}


def lacking(changed: list[Entry]) -> list[str]:
    """Say what the introductions among the entries still lack."""
    return [
        line
        for one in changed
        if isinstance(one, Introduction)
        for line in pages.missing_lines(one)
    ]
