"""The morning: what is due, one card and one key at a time."""

from __future__ import annotations

from reflog.cli import triage
from reflog.cli.arguments.values import choice
from reflog.cli.command import command
from reflog.domain.follow_ups import PURPOSES
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from reflog.cli.environment import Environment

MOST_DAYS = 36500


@command("morning", group="messages")
def morning(
    env: Environment,
    within: Annotated[
        str, typer.Option("--within", metavar="DAYS", help="How many days ahead to look.")
    ] = "0",
    name: Annotated[
        str | None, typer.Option("--for", metavar="NAME", help="Only those with this person.")
    ] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", metavar="P", help="Only those with this purpose.")
    ] = None,
) -> int:
    """Go through what is due, one card and one key at a time."""
    if not (within.isascii() and within.isdigit() and int(within[:9]) <= MOST_DAYS):
        message = f"--within takes a number of days, 0 or more, not {within!r}."
        raise UsageError(message, hint="reflog morning --within 7")
    wanted = choice(purpose, PURPOSES, "--purpose")
    person = None
    if name is not None:
        from reflog.cli.arguments import names

        person = names.known(env, name)
    return triage.morning(env, within=int(within), person=person, purpose=wanted)
