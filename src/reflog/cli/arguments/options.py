"""Arguments and options shared by commands, and how their values are read."""

from typing import Annotated

import typer

from reflog.cli.environment import Environment
from reflog.domain.follow_ups import VIAS

Words = Annotated[list[str] | None, typer.Argument(hidden=True)]
Json = Annotated[bool, typer.Option("--json", help="Answer as one JSON document.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="WHEN", help="The day it happened; today if not said.")
]
Note = Annotated[
    str | None, typer.Option("--note", "-n", metavar="TEXT", help="Something to remember.")
]
Why = Annotated[str | None, typer.Option("--why", "-w", metavar="TEXT", help="The reason.")]
Amount = Annotated[
    str | None,
    typer.Option(
        "--amount", "-a", metavar="MONEY", help="The business it brought, not what a gift cost."
    ),
]
Via = Annotated[
    str | None,
    typer.Option(
        "--via", "-v", metavar="VIA", help="How the thanks were said: " + ", ".join(VIAS) + "."
    ),
]
About = Annotated[
    str | None, typer.Option("--about", metavar="N", help="The introduction it is about.")
]
Due = Annotated[str | None, typer.Option("--due", "-d", metavar="WHEN", help="The day it is owed.")]
Every = Annotated[
    str | None,
    typer.Option("--every", metavar="SPAN", help='Repeat from the day it is done: 90d; "" stops.'),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="Only from this day on.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
NewPerson = Annotated[
    bool, typer.Option("--new", help="The first name is someone new, whoever is called so.")
]
NoNext = Annotated[bool, typer.Option("--no-next", help="Schedule nothing.")]
Need = Annotated[
    str | None, typer.Option("--need", metavar="TEXT", help="What the prospect needs.")
]
Offer = Annotated[
    str | None, typer.Option("--offer", metavar="TEXT", help="What the provider offers.")
]
Caller = Annotated[
    str | None,
    typer.Option(
        "--caller", metavar="PARTY", help="Who calls first: provider, prospect or introducer."
    ),
]
Consent = Annotated[
    bool | None,
    typer.Option("--consent/--no-consent", help="Whether the prospect agrees to be called."),
]
Effort = Annotated[
    str | None,
    typer.Option(
        "--effort",
        metavar="EFFORT",
        help="What the introducer did: details, material, testimonial, call or in-person.",
    ),
]

AtFault = Annotated[
    str | None, typer.Option("--at-fault", metavar="NAME", help="Through whom it went wrong.")
]
By = Annotated[
    str | None, typer.Option("--by", "-b", metavar="NAME", help="Who introduced them, if not I.")
]
Lead = Annotated[bool, typer.Option("--lead", help="A name passed on, no introduction yet.")]
NoFollowUp = Annotated[bool, typer.Option("--no-follow-up", help="Schedule nothing.")]
Again = Annotated[
    bool, typer.Option("--again", help="Although the same three have an open introduction.")
]
Stage = Annotated[
    str | None, typer.Option("--stage", metavar="STAGE", help="Only those in this stage.")
]
WithPerson = Annotated[
    str | None, typer.Option("--with", metavar="NAME", help="Only those with this person.")
]


def begin(context: typer.Context, *, json: bool = False) -> Environment:
    """Return what the command was given, and note that --json was."""
    env = context.find_object(Environment)
    if env is None:
        message = "a command runs inside reflog's own boundary"
        raise TypeError(message)
    env.json = env.json or json
    env.text_words = context.meta.get(TEXT_WORDS, 0)
    return env


TEXT_WORDS = "reflog.text_words"
"""Where a command finds how many words stood behind `--`."""
