"""The command class: short options take the next word, and `--` is remembered."""

import functools
import inspect
import typing
from collections.abc import Callable, Mapping
from typing import Any

import typer
from typer.core import TyperCommand

from reflog.cli.arguments import options
from reflog.cli.arguments.options import TEXT_WORDS
from reflog.domain.names.typed import quoted
from reflog.errors import UsageError


class Command(TyperCommand):
    """A command whose short options are never glued to their value (`-nice` is refused)."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's own
        """Return the usage as the command states it: its words, then its options."""
        return [self.options_metavar or ""]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's own context
        """Check the words before they are taken apart."""
        takes_value = {
            name
            for param in self.params
            if not getattr(param, "is_flag", False)
            for name in getattr(param, "opts", ())
            if name.startswith("-")
        }
        ctx.meta[TEXT_WORDS] = _text_words(args, takes_value)
        return super().parse_args(ctx, args)


def _text_words(args: list[str], takes_value: set[str]) -> int:
    """Return how many words stand behind `--`.

    Raises:
        UsageError: a short option has its value glued to it.
    """
    skip = False
    for place, word in enumerate(args):
        if skip:
            skip = False
        elif word == "--":
            return len(args) - place - 1
        elif word.startswith("--"):
            skip = word in takes_value
        elif word.startswith("-") and len(word) > 1:
            if len(word) > 2:  # noqa: PLR2004 - a dash and a letter
                message = f"{quoted(word)} is no option: the value of a short one is the next word."
                raise UsageError(message, hint="words behind -- are text: -- " + word)
            skip = word in takes_value
    return 0


def add(app: typer.Typer, usages: Mapping[Callable[..., int | None], str]) -> None:
    """Add commands, each with the words that its usage shows before the options."""
    for command, usage in usages.items():
        metavar = f"{usage} [OPTIONS]".strip()
        is_plain = "env" in command.__annotations__
        taken = _as_typer_takes(command) if is_plain else command
        app.command(cls=Command, options_metavar=metavar)(taken)


def _as_typer_takes(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Return a command with its environment from the context, and --json beside its options."""
    names = {
        **command.__globals__,
        "typer": typer,
        "options": options,
        "Environment": object,
        **vars(typing),
    }

    @functools.wraps(command)
    def run(context: typer.Context, **given: Any) -> int | None:  # noqa: ANN401 - any options
        return command(options.begin(context, json=given.pop("json")), **given)

    hints = typing.get_type_hints(command, names, include_extras=True)
    _env, *own = inspect.signature(command).parameters.values()
    kind = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("context", kind, annotation=typer.Context),
        *(one.replace(kind=kind, annotation=hints[one.name]) for one in own),
        inspect.Parameter("json", kind, default=False, annotation=options.Json),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def new_app(**settings: Any) -> typer.Typer:  # noqa: ANN401 - Typer's settings
    """Return an application without completion of Typer's own."""
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )
