"""The morning: what is due, one card and one key at a time."""

from __future__ import annotations

from reflog.cli import triage
from reflog.cli.arguments.values import choice, days_ahead
from reflog.cli.command import command
from reflog.domain.follow_ups import PURPOSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


@command("morning", group="messages")
def morning(
    env: Environment,
    within: options.Within = "0",
    name: options.ForPerson = None,
    purpose: options.Purpose = None,
) -> int:
    """Go through what is due, one card and one key at a time."""
    days = days_ahead(within, "reflog morning --within 7")
    wanted = choice(purpose, PURPOSES, "--purpose")
    person = None
    if name is not None:
        from reflog.cli.arguments import names

        person = names.known(env, name)
    return triage.morning(env, within=days, person=person, purpose=wanted)
