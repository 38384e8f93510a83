"""The morning's list: due, which the fast lane knows how to answer with a few options."""

from __future__ import annotations

from reflog.render import pages
from reflog.reports import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known
    from reflog.domain.entries import FollowUp
    from reflog.render import Page


USUAL = 7
"""How many days ahead the morning looks."""


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
    days, person, wanted = asked(env, within, name, purpose, "reflog due --within 14")
    ahead = None if all_open else days
    contact_id = person.id if person else None
    if count:
        due_now = entries.count_due(env.reader, env.today, contact_id=contact_id, purpose=wanted)
        env.say(f"{due_now}\n")
        return int(exit_code and due_now > 0)
    found = entries.due(env.reader, env.today, within=ahead, contact_id=contact_id, purpose=wanted)
    if env.json:
        from reflog.render import objects

        env.answer_json(objects.due(found))
    elif found:
        if env.is_terminal and (ahead, person, wanted) == (USUAL, None, None):
            env.show_fitting(lambda shown: pages.due_page(found, shown), len(found))
        else:
            env.show(pages.due_page(found))
    else:
        coming = entries.due(env.reader, env.today, contact_id=contact_id, purpose=wanted, limit=1)
        is_empty = not coming and entries.is_empty(env.reader)
        env.show(pages.start_page() if is_empty else _nothing_due(coming, person, wanted))
    return int(exit_code and any((one.days_overdue or 0) >= 0 for one in found))


def asked(
    env: Environment, within: str, name: str | None, purpose: str | None, example: str
) -> tuple[int, Known | None, str | None]:
    """Read how many days ahead to look, for whom, and for what."""
    if (within, name, purpose) == (str(USUAL), None, None):
        return USUAL, None, None  # with nothing imported that reads them
    from reflog.cli import arguments
    from reflog.cli.arguments import names
    from reflog.domain.follow_ups import PURPOSES

    days = arguments.days_ahead(within, example)
    wanted = arguments.choice(purpose, PURPOSES, "--purpose")
    return days, names.known(env, name) if name is not None else None, wanted


def _nothing_due(coming: list[FollowUp], person: Known | None, purpose: str | None) -> Page:
    asked = options = ""
    if purpose is not None:
        asked, options = f" for {purpose}", f" --purpose {purpose}"
    if person is not None:
        asked, options = f"{asked} with {person.name}", f" --for @{person.handle}{options}"
    return pages.nothing_due_page(coming, asked, options)
