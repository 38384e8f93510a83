"""The morning's list: due, which the fast lane knows how to answer with a few options."""

from __future__ import annotations

from reflog.cli.command import command
from reflog.render.pages import due as pages
from reflog.reports import follow_ups as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known
    from reflog.domain.entries import FollowUp
    from reflog.render.blocks import Page


USUAL = 7
"""How many days ahead the morning looks."""


@command("due", group="daily")
def due(
    env: Environment,
    within: options.Within = "7",
    all_open: Annotated[bool, "--all", "Every open follow-up."] = False,
    name: options.ForPerson = None,
    purpose: options.Purpose = None,
    exit_code: Annotated[bool, "--exit-code", "Exit with 1 if anything is due or overdue."] = False,
    count: Annotated[bool, "--count", "Only say how many are due today or overdue."] = False,
) -> int:
    """List whom to follow up with, and why.

    Most overdue first: number, age, person, what to do, what they need and how to reach them.
    """
    from reflog.cli.arguments import names, values
    from reflog.domain.follow_ups import PURPOSES

    days = values.days_ahead(within, "reflog due --within 14")
    wanted = values.choice(purpose, PURPOSES, "--purpose")
    person = names.known(env, name) if name is not None else None
    return answer(
        env,
        within=None if all_open else days,
        person=person,
        purpose=wanted,
        exit_code=exit_code,
        count=count,
    )


def answer(
    env: Environment,
    *,
    within: int | None = USUAL,
    person: Known | None = None,
    purpose: str | None = None,
    exit_code: bool = False,
    count: bool = False,
) -> int:
    """List whom to follow up with and why; return the exit code.

    Args:
        within: how many days ahead to look; None for everything open.
        person: only follow-ups with this person.
        purpose: only those of this purpose.
        exit_code: return 1 if something is due today or overdue.
        count: only say how many those are.
    """
    contact_id = person.id if person else None
    if count:
        due_now = reports.count_due(env.reader, env.today, contact_id=contact_id, purpose=purpose)
        env.say(f"{due_now}\n")
        return int(exit_code and due_now > 0)
    found = reports.due(
        env.reader, env.today, within=within, contact_id=contact_id, purpose=purpose
    )
    coming = (
        None
        if found
        else reports.next_coming(env.reader, env.today, contact_id=contact_id, purpose=purpose)
    )
    is_empty = coming is None and not found and reports.is_empty(env.reader)
    if env.json:
        from reflog.render import objects

        env.answer_json(objects.due(found))
    elif found:
        if env.is_terminal and (within, person, purpose) == (USUAL, None, None):
            env.show_fitting(lambda shown: pages.due_page(found, shown), len(found))
        else:
            env.show(pages.due_page(found))
    else:
        env.show(pages.start_page() if is_empty else _nothing_due(coming, person, purpose))
    return int(exit_code and any((one.days_overdue or 0) >= 0 for one in found))


def _narrowed(person: Known | None, purpose: str | None) -> str:
    """Return the options that ask for one person, or one purpose."""
    whom = f" --for @{person.handle}" if person is not None else ""
    return whom + (f" --purpose {purpose}" if purpose is not None else "")


def _nothing_due(coming: FollowUp | None, person: Known | None, purpose: str | None) -> Page:
    asked = f" for {purpose}" if purpose is not None else ""
    asked += f" with {person.name}" if person is not None else ""
    return pages.nothing_due_page(coming, asked, _narrowed(person, purpose))
