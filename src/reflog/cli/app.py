"""The command tree, the global options, and the boundary where errors end."""

import functools
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, TextIO

import typer
from typer.exceptions import Abort, TyperException

from reflog.cli import grammar
from reflog.cli import main as boundary
from reflog.cli.arguments.options import Json, begin
from reflog.cli.arguments.values import utf8
from reflog.cli.command import new_app
from reflog.cli.environment import Environment
from reflog.errors import InterruptedByUserError, UsageError

GROUPS = {
    "introductions": ("intro", "received"),
    "outcomes": ("mark", "business"),
    "follow_ups": ("due", "done", "snooze", "drop", "follow"),
    "thanks": ("thanks", "met", "note"),
    "network": ("who", "tree", "balance", "show", "intros", "log", "find"),
    "contacts": ("contact",),
    "keeping": ("edit", "delete", "config"),
    "history": ("undo", "redo", "history"),
    "check": ("check",),
    "backups": ("backup", "restore"),
    "importing": ("import",),
    "exports": ("export",),
    "completion": ("completion",),
}
"""Which module of this package has which commands."""


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
    env = begin(context, json=json)
    env.named_ledger = ledger
    if version:
        from importlib.metadata import version as installed

        number = installed("reflog")
        env.say(f'{{"version": "{number}"}}\n' if env.json else f"reflog {number}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from reflog.cli.commands import due

        due.answer(env)


def tree(command: str | None = None) -> typer.Typer:
    """Return the tree of commands; only the branch with `command`, where it is one.

    Importing and building what was not asked for took longer than most answers.
    """
    return _grown(_modules(command))


def _modules(command: str | None) -> tuple[str, ...]:
    """Return the modules of the branch with a command, every module where it is none."""
    asked = [module for module, commands in GROUPS.items() if command in commands]
    return tuple(asked or GROUPS)


def _grown(modules: tuple[str, ...]) -> typer.Typer:
    app = new_app(no_args_is_help=False)
    app.callback(invoke_without_command=True)(reflog)
    for module in modules:
        import_module(f"reflog.cli.commands.{module}").register(app)
    return app


@functools.cache
def _branch(modules: tuple[str, ...]) -> Any:  # noqa: ANN401 - Typer hides the types of Click
    """Return the commands of these modules as Typer runs them, built once in a process."""
    return typer.main.get_command(_grown(modules))


def _command_of(argv: list[str]) -> str | None:
    """Return the word that names the command: the first behind the global options."""
    words = iter(argv)
    for word in words:
        if word == "--ledger":
            next(words, None)
        elif word != "--json":
            return word
    return None


def _whole_command(argv: list[str]) -> str:
    """Return the command with the group it belongs to: `contact add`."""
    named = _command_of(argv)
    words = argv[argv.index(named) :] if named is not None else []
    return grammar.command_of([word for word in words if word != "--json"])[0]


def main(argv: list[str]) -> int:
    """Run one command on this process's streams and return its exit code."""
    code = boundary.guarded(lambda: run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr))
    return code or 0


def run(
    argv: list[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    """Run one command on the given streams and return its exit code."""
    env = Environment(environ, stdin, stdout, stderr)
    env.json = "--json" in argv[: argv.index("--")] if "--" in argv else "--json" in argv
    return boundary.bounded(lambda: _run(argv, env), env)


def _run(argv: list[str], env: Environment) -> int:
    """Let Typer find the command and run it, in our own errors.

    Raises:
        ReflogError: the command failed, or Typer could not make sense of the words.
        KeyboardInterrupt: Ctrl-C.
    """
    argv = [utf8(word) for word in argv]
    named = _command_of(argv)
    env.outcome = grammar.outcome_of(_whole_command(argv))
    command = _branch(_modules(named))
    _lay_out(command, "rich" if env.is_terminal else None)
    try:
        code = command.main(argv, prog_name="reflog", standalone_mode=False, obj=env)
    except Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        raise _usage(error, named) from error
    if code == InterruptedByUserError.exit_code:  # Typer's answer to Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _lay_out(command: object, mode: str | None) -> None:
    """Let Rich lay out the help, or nobody."""
    command.rich_markup_mode = mode  # type: ignore[attr-defined]
    for child in getattr(command, "commands", {}).values():
        _lay_out(child, mode)


def _usage(error: TyperException, command: str | None) -> UsageError:
    context = getattr(error, "ctx", None)
    is_known = any(command in commands for commands in GROUPS.values())
    path = getattr(context, "command_path", f"reflog {command}" if is_known else "reflog")
    hint = f"{path} --help"
    word = getattr(error, "option_name", "")  # of an option that there is not
    if word and not word.startswith("--"):
        hint += "; words that begin with - go behind --"
    return UsageError(error.format_message(), hint=hint)
