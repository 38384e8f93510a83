"""The morning's list, answered alike on the fast lane and on the slow one."""

from __future__ import annotations

from reflog.render.pages import due as pages
from reflog.reports import follow_ups as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known
    from reflog.domain.entries import FollowUp
    from reflog.render.blocks import Page


USUAL = 7
"""How many days ahead the morning looks."""


def answer(
    env: Environment,
    *,
    within: int | None = USUAL,
    person: Known | None = None,
    purpose: str | None = None,
    exit_code: bool = False,
) -> int:
    """Say whom to follow up with, and why; return the exit code.

    Args:
        env: what the command was given.
        within: how many days ahead to look; None for all.
        person: only those with this person.
        purpose: only those with this purpose.
        exit_code: 1 where something is due today or overdue.
    """
    contact_id = person.id if person else None
    with env.reading() as reader:
        found = reports.due(
            reader, env.today, within=within, contact_id=contact_id, purpose=purpose
        )
        coming = (
            None
            if found
            else reports.next_coming(reader, env.today, contact_id=contact_id, purpose=purpose)
        )
        is_empty = coming is None and not found and reports.is_empty(reader)
    if env.json:
        from reflog.render import objects

        env.answer([], objects.due(found))
    elif found:
        asked = _asked(within, person, purpose)
        env.show_fitting(lambda shown: pages.due_page(found, shown, asked), len(found))
    else:
        env.show(pages.start_page() if is_empty else _nothing_due(coming, person, purpose))
    return int(exit_code and any((one.days_overdue or 0) >= 0 for one in found))


def _asked(within: int | None, person: Known | None, purpose: str | None) -> str:
    """Return the words behind `reflog due` that ask this again."""
    far = " --all" if within is None else f" --within {within}" if within != USUAL else ""
    return far + _narrowed(person, purpose)


def _narrowed(person: Known | None, purpose: str | None) -> str:
    """Return the options that ask for one person, or one purpose."""
    whom = f" --for @{person.handle}" if person is not None else ""
    return whom + (f" --purpose {purpose}" if purpose is not None else "")


def _nothing_due(coming: FollowUp | None, person: Known | None, purpose: str | None) -> Page:
    asked = f" for {purpose}" if purpose is not None else ""
    asked += f" with {person.name}" if person is not None else ""
    return pages.nothing_due_page(coming, asked, _narrowed(person, purpose))
