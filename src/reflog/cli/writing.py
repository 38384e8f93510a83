"""What every writing command does last: read back what it wrote, and show that."""

from typing import TYPE_CHECKING, Any

from reflog.cli.environment import Environment
from reflog.domain.entries import FollowUp, Introduction
from reflog.render import follow_ups as pages
from reflog.render import records
from reflog.reports import contacts, entries, follow_ups

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflog.domain.entries import Entry
    from reflog.storage.ledger import Ledger


def write(
    env: Environment,
    command: str,
    act: "Callable[[Ledger], object]",
    *,
    extra: "Callable[[list[Entry]], list[str]] | None" = None,
    more: dict[str, Any] | None = None,
) -> None:
    """Run a service in one transaction, read back what it wrote, and show it.

    Args:
        env: the environment.
        command: the command's name, for the journal.
        act: the service's call.
        extra: lines to say, given the entries changed.
        more: further keys of the JSON answer.
    """
    with env.writing(command) as ledger:
        act(ledger)
    written = ledger.written
    with env.reading() as reader:
        changed = entries.entries(reader, written.changed, env.today)
        created = contacts.contacts(reader, written.created_contacts)
        altered = contacts.contacts(reader, written.changed_contacts)
        next_ones: list[FollowUp] = follow_ups.follow_ups(reader, written.next, env.today)
    lines = extra(changed) if extra else []
    page = pages.written_page(
        changed=changed,
        created_contacts=created,
        changed_contacts=altered,
        next_ones=next_ones,
        extra=lines,
    )
    answer = records.written(
        changed=changed,
        created_contacts=created,
        changed_contacts=altered,
        next_ones=next_ones,
    )
    env.answer(page, {**answer, **(more or {})})


def lacking(changed: "list[Entry]") -> list[str]:
    """Say what the introductions among the entries still lack."""
    return [
        line
        for one in changed
        if isinstance(one, Introduction)
        for line in pages.lacking_lines(one)
    ]
