"""The command tree, the global options, and the boundary where errors end."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Annotated, TextIO

import typer
from typer.exceptions import Abort, TyperException

from reflog.cli import (
    backups,
    contacts,
    follow_ups,
    history,
    introductions,
    keeping,
    network,
    thanks,
)
from reflog.cli.command import new_app
from reflog.cli.environment import Environment, ReaderGoneError
from reflog.cli.options import Json, begin
from reflog.errors import InternalError, InterruptedByUserError, ReflogError, UsageError
from reflog.render.clean import clean

app = new_app(no_args_is_help=False)


@app.callback(invoke_without_command=True)
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
        from importlib.metadata import version as installed  # noqa: PLC0415 - seldom asked

        number = installed("reflog")
        env.say(f'{{"version": "{number}"}}\n' if env.json else f"reflog {number}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        follow_ups.due(context, json=json)


_LOOK = "reflog log shows what was recorded"

for group in (introductions, follow_ups, thanks, network, contacts, keeping, history, backups):
    group.register(app)


def main(argv: list[str]) -> int:
    """Run one command on this process's streams and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr)
    except ReaderGoneError:
        return 0
    finally:
        _let_go_of_output()


def _let_go_of_output() -> None:
    """Drop what could not be written, so that Python does not try again as it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(
    argv: list[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    """Run one command on the given streams and return its exit code."""
    env = Environment(environ, stdin, stdout, stderr)
    env.json = "--json" in argv[: argv.index("--")] if "--" in argv else "--json" in argv
    return _run(argv, env)


def _run(argv: list[str], env: Environment) -> int:
    try:
        _require_utf8(argv)
        command = typer.main.get_command(app)
        if env.is_terminal:
            _make_rich(command)
        code = command.main(argv, prog_name="reflog", standalone_mode=False, obj=env)
    except ReflogError as error:
        return _report(error, env)
    except (KeyboardInterrupt, Abort):
        return _report(InterruptedByUserError("Interrupted.", hint=_LOOK), env)
    except TyperException as error:
        return _report(_usage(error), env)
    except ReaderGoneError:
        raise
    except Exception as error:
        if env.environ.get("REFLOG_DEBUG"):
            raise
        message = f"reflog has met a defect of its own ({type(error).__name__})."
        return _report(InternalError(message, hint="REFLOG_DEBUG=1 shows where"), env)
    if code == InterruptedByUserError.exit_code:
        # Typer answers Ctrl-C with a code; what was committed before it stays.
        return _report(InterruptedByUserError("Interrupted.", hint=_LOOK), env)
    return code if isinstance(code, int) else 0


def _require_utf8(argv: list[str]) -> None:
    for word in argv:
        try:
            word.encode()
        except UnicodeEncodeError:
            message = "A word of the command line is not valid UTF-8; nothing was changed."
            raise UsageError(message, hint="type it again") from None


def _make_rich(command: object) -> None:
    """Let Rich lay out the help, on a terminal only."""
    command.rich_markup_mode = "rich"  # type: ignore[attr-defined]
    for child in getattr(command, "commands", {}).values():
        _make_rich(child)


def _usage(error: TyperException) -> UsageError:
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "reflog")
    return UsageError(error.format_message(), hint=f"{path} --help")


def _report(error: ReflogError, env: Environment) -> int:
    if env.json:
        report = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "candidates": [key for key, _line in error.candidates],
        }
        env.stderr.write(json.dumps({"error": report}, ensure_ascii=True) + "\n")
    else:
        env.stderr.write(f"reflog: {clean(error.message)}\n")
        for _key, line in error.candidates:
            env.stderr.write(f"  {clean(line)}\n")
        if error.hint:
            env.stderr.write(f"hint: {clean(error.hint)}\n")
    return error.exit_code
