"""Arguments and options shared by commands, and how their values are read."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from reflog.cli.environment import Environment
from reflog.domain import when
from reflog.domain.new_names import check_text, quoted
from reflog.domain.thanks import VIAS
from reflog.errors import UsageError

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


def happened(env: Environment, text: str | None) -> date:
    """Read the day something happened; today where nothing is said.

    Raises:
        UsageError: no day, or one in the future.
    """
    if text is None:
        return env.today
    day = when.parse_day(text, env.today, "past", day_first=env.day_first)
    return when.require_happened(day, env.today)


def due(env: Environment, text: str) -> date:
    """Read the day something is owed.

    Raises:
        UsageError: no day, or one in the past.
    """
    day = when.parse_day(text, env.today, "future", day_first=env.day_first)
    return when.require_due(day, env.today)


def since(env: Environment, text: str | None) -> str | None:
    """Read the first day of a span, as ISO text; a bare 2w is two weeks ago.

    Raises:
        UsageError: no day, or one in the future.
    """
    if text is None:
        return None
    day = when.parse_day(text, env.today, "past", day_first=env.day_first)
    if day > env.today and text.strip()[:1].isdigit() and " " not in text.strip():
        # 2w: a span looks back here, where nothing lies ahead.
        day = when.parse_day(f"-{text.strip()}", env.today, "past")
    return when.require_happened(day, env.today, "what is listed").isoformat()


def text(value: str | None, what: str) -> str | None:
    """Read a free text; an empty one is none.

    Raises:
        UsageError: too long, or with characters that cannot be kept.
    """
    return None if value is None else check_text(value, what) or None


def count(limit: str | None) -> int | None:
    """Read how many entries are wanted at most.

    Raises:
        UsageError: it is no number, or none.
    """
    if limit is None:
        return None
    if not (limit.isascii() and limit.isdigit() and int(limit[:9])):
        message = f"--limit takes a number of entries, 1 or more, not {limit!r}."
        raise UsageError(message, hint="reflog log --limit 20")
    return int(limit[:9])


def joined(words: Sequence[str]) -> str:
    """Return words typed without quotes as the text they are."""
    return " ".join(words)


def choice(value: str | None, among: Sequence[str], option: str) -> str | None:
    """Read one of several words.

    Raises:
        UsageError: it is none of them.
    """
    if value is None:
        return None
    lowered = value.strip().lower()
    if lowered not in among:
        from difflib import get_close_matches  # noqa: PLC0415 - brings re, for a refusal only

        near = get_close_matches(lowered, among, n=1)
        message = f"{option} is one of {', '.join(among)}, not {quoted(value)}."
        raise UsageError(message, hint=f"maybe {near[0]}?" if near else f"for example {among[0]}")
    return lowered


def require_words(words: Sequence[str] | None, what: str, example: str) -> list[str]:
    """Return the words typed.

    Raises:
        UsageError: there are none.
    """
    if not words:
        message = f"{what} is missing."
        raise UsageError(message, hint=example)
    return list(words)


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


def given(**options: Any) -> dict[str, Any]:  # noqa: ANN401 - options of any kind
    """Return the options that were typed."""
    return {name: value for name, value in options.items() if value is not None}
