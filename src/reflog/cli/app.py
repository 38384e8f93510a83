"""The command tree on Typer: its signatures are made from the register of commands."""

import functools
import inspect
import itertools
import os
import shutil
import sys
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from reflog import cli
from reflog.cli import arguments, pages, unknown
from reflog.cli import main as boundary
from reflog.cli.arguments import line, options, utf8
from reflog.cli.environment import Environment
from reflog.errors import InterruptedByUserError, UsageError
from reflog.render import Line

FAMILIES = {"contact": "The people of the ledger."}
"""The words that stand before commands of their own; alone, each is its list."""

EPILOG = (
    "reflog help COMMAND explains a command, reflog help TOPIC one of these topics: "
    f"{', '.join(pages.TOPICS)}."
)
"""What stands below the list of commands."""

Json = Annotated[bool, typer.Option("--json", help="Answer as one JSON document.")]


def reflog(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="FILE", help="The ledger to use.")
    ] = None,
    json: Json = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """A personal referral ledger: who introduced whom, whom to call today, whom to thank.

    Without a command: what is due today.
    """
    env: Environment = context.obj  # which knows the ledger already
    env.json = json or env.json
    if ledger == "":
        raise UsageError("--ledger has an empty value.", hint="--ledger FILE, or leave it out")
    if version:
        from importlib.metadata import version as installed

        number = installed("reflog")
        env.say(f'{{"version": "{number}"}}\n' if env.json else f"reflog {number}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        cli.imported("due")(env)


class _AnsweredHelp:
    """Lets --help be an answer like any other, also where it can't be written."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(context: typer.Context, _option: object, value: object) -> None:
    """Show the help, on a terminal in the pager where it is longer than the screen."""
    if not value or context.resilient_parsing:
        return
    env: Environment = context.obj
    text = context.get_help()
    if env.is_terminal and text.count("\n") + 1 >= shutil.get_terminal_size().lines:
        env.show([Line(text=text, lines=True)])
    else:
        env.say(f"{text}\n")
    context.exit()


class _TypedCommand(_AnsweredHelp, TyperCommand):
    """A command whose short options are never glued to their value (`-nice` is refused)."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's own
        """Return the usage as the command states it: its words, then its options."""
        return [self.options_metavar or ""]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's own context
        """Take the words apart, so that each option has all the words of its value."""
        env: Environment = ctx.obj
        named = ctx.command_path.removeprefix("reflog ")
        typed = _options(self.params)
        taken = line.taken_apart(named, args, typed, env.measure)
        unknown.refuse_option(env, named, taken)
        line.refuse_empty(taken, typed)
        line.refuse_all_taken(taken, cli.usage_of(named))
        if taken.words and not cli.usage_of(named):
            raise unknown.takes_no_words(named, taken.words)
        place = cli.place_of_name(named)
        if place is not None and not all(map(arguments.is_number, taken.words)):
            arguments.refuse_cut_name(taken, taken.words, len(taken.words), place)
        taken.options = [
            (name, env.typed_text() if value == "-" and typed[name].kind == "TEXT" else value)
            for name, value in taken.options
        ]
        env.line, env.text_words = taken, taken.text
        return super().parse_args(ctx, taken.argv)


def _options(params: Iterable[Any]) -> dict[str, line.Option]:
    """Return what is to be known of options, under each of their names."""
    found: dict[str, line.Option] = {}
    for param in params:
        if param.param_type_name == "option":
            kind = None if param.is_flag else str(param.metavar)
            name = max(param.opts, key=len)
            option = line.Option(name=name, kind=kind, many=param.multiple)
            found |= dict.fromkeys((*param.opts, *param.secondary_opts), option)
    return found


class _Group(_AnsweredHelp, TyperGroup):
    """Commands whose list stands in groups, each with the words after it."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own
        """Write the list."""
        family = ctx.command_path.removeprefix("reflog").strip()
        inside = [name for name in cli.NAMES if name.startswith(family)]
        for group in cli.GROUPS:
            rows = [
                (f"{name} {cli.usage_of(name)}".strip(), _help(name).partition("\n\n")[0])
                for name in inside
                if cli.group_of(name) == group
            ]
            if rows:
                with formatter.section(group.title()):
                    formatter.write_dl(rows, col_max=36)


def _help(command: str) -> str:
    """Return the docstring of a command, each paragraph on one line."""
    paragraphs = (cli.imported(command).__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(one.split()) for one in paragraphs)


def _as_typer_takes(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Return a command with its environment from the context, and --json beside its options.

    `**fields: options.Fields` stands for every option of that table, handed over by name.
    """
    names = {**vars(typing), **vars(options), **command.__globals__}
    names |= {"options": options, "Environment": object}

    @functools.wraps(command)
    def run(context: typer.Context, **given: Any) -> int | None:  # noqa: ANN401 - any options
        env: Environment = context.obj
        env.json = given.pop("json") or env.json  # behind a -- that is the value of an option
        return command(env, **given)

    hints = typing.get_type_hints(command, names, include_extras=True)
    _env, *own = inspect.signature(command).parameters.values()
    parameters = [_parameter("context", typer.Context, inspect.Parameter.empty)]
    for one in own:
        if one.kind is inspect.Parameter.VAR_KEYWORD:
            (table,) = hints[one.name].__metadata__
            parameters += (_parameter(name, _taken(option)) for name, option in table.items())
        else:
            parameters.append(_parameter(one.name, _taken(hints[one.name]), one.default))
    parameters.append(_parameter("json", Json, default=False))
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def _taken(said: Any) -> Any:  # noqa: ANN401 - annotations
    """Return as Typer takes it what is said of an option; what is no option is the words."""
    if typing.get_origin(said) is not Annotated:
        return Annotated[said, typer.Argument(hidden=True)]
    kind, typed, explained = typing.get_args(said)
    names, _space, value = typed.rpartition(" ")
    if value.startswith("-"):
        names, value = typed, None
    return Annotated[kind, typer.Option(*names.split(), metavar=value, help=explained)]


def _parameter(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:  # noqa: ANN401 - Typer's own
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def grown(names: Iterable[str]) -> typer.Typer:
    """Return a Typer application that has just these commands."""
    app = _new_app(epilog=EPILOG)
    app.callback(invoke_without_command=True)(reflog)
    families = {"": app}
    for name in names:
        family, _space, last = name.rpartition(" ")
        if family not in families:
            families[family] = _family(family)
            app.add_typer(families[family], name=family)
        families[family].command(
            last,
            cls=_TypedCommand,
            options_metavar=f"{cli.usage_of(name)} [OPTIONS]".strip(),
            help=_help(name),
            epilog=pages.pointer(name),
        )(_as_typer_takes(cli.imported(name)))
    return app


def _family(name: str) -> typer.Typer:
    def alone(context: typer.Context, json: Json = False) -> None:
        context.obj.json = json or context.obj.json
        if context.invoked_subcommand is None:
            cli.imported(f"{name} list")(context.obj)

    family = _new_app(help=FAMILIES[name])
    family.callback(invoke_without_command=True)(alone)
    return family


def _new_app(**settings: Any) -> typer.Typer:  # noqa: ANN401 - Typer's settings
    """Return an application without completion of Typer's own."""
    return typer.Typer(
        cls=_Group,
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )


@functools.cache
def branch(word: str | None = None) -> Any:  # noqa: ANN401 - Typer hides the types of Click
    """Return the commands that begin with a word as Typer runs them; without one, all.

    Importing and building what was not asked for took longer than most answers.
    """
    names = (name for name in cli.NAMES if word in {None, name.partition(" ")[0]})
    return typer.main.get_command(grown(names))


def context_of(words: Iterable[str]) -> Any:  # noqa: ANN401 - as above
    """Return a command or a family as Typer knows it below what stands before it."""
    command = branch()
    context = typer.Context(command, info_name="reflog", **command.context_settings)
    for word in words:
        command = command.commands[word]
        context = typer.Context(command, info_name=word, parent=context)
    return context


def main(argv: list[str]) -> int:
    """Run one command on this process's streams and return its exit code."""
    code = boundary.guarded(lambda: run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr))
    return code or 0


def run(
    argv: list[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    """Run one command on the given streams and return its exit code."""
    env = Environment(environ, stdin, stdout, stderr)
    env.json = "--json" in itertools.takewhile("--".__ne__, argv)
    return boundary.bounded(lambda: _run(argv, env), env)


def _run(argv: list[str], env: Environment) -> int:
    """Let Typer find the command and run it, in our own errors."""
    env.outcome = cli.outcome_of(cli.command_of(_command_in(argv)[1])[0])
    argv = [utf8(word) for word in argv]
    ledgers, typed = _command_in(argv)
    if len(ledgers) > 1:
        raise line.given_twice("--ledger")
    env.named_ledger = next(iter(ledgers), "") or None
    unknown.refuse_unknown(env, typed)
    named = typed[0] if typed and typed[0] in cli.subcommands("") else None
    try:
        code = branch(named).main(argv, prog_name="reflog", standalone_mode=False, obj=env)
    except Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        context = getattr(error, "ctx", None)
        where = getattr(context, "command_path", f"reflog {named or ''}".rstrip())
        raise UsageError(error.format_message(), hint=f"{where} --help") from error
    if code == InterruptedByUserError.exit_code:  # Typer's answer to Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def help_of(words: list[str]) -> str:
    """Return what --help prints in a pipe, of a command or a family; of no words, reflog's own."""
    context = context_of(words)
    return str(context.command.get_help(context))


def show_help(words: list[str], env: Environment) -> int:
    """Show that help as --help shows it on a terminal; the exit code is returned."""
    return _run([*words, "--help"], env)


def _command_in(argv: list[str]) -> tuple[list[str], list[str]]:
    """Return the ledgers named, and the words from the command on, --json aside."""
    words = list(argv)
    ledgers: list[str] = []
    while words and words[0].startswith("--"):
        option, equals, value = words.pop(0).partition("=")
        if option == "--ledger":
            ledgers += [value] if equals else words[:1]
            words = words if equals else words[1:]
    return ledgers, [word for word in words if word != "--json"]
