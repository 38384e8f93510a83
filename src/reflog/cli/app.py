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
    health,
    history,
    introductions,
    keeping,
    network,
    outcomes,
    thanks,
)
from reflog.cli.command import new_app
from reflog.cli.environment import Environment
from reflog.cli.frames import frames_of
from reflog.cli.options import Json, begin
from reflog.cli.streams import ReaderGoneError
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

for group in (
    introductions,
    outcomes,
    follow_ups,
    thanks,
    network,
    contacts,
    keeping,
    history,
    health,
    backups,
):
    group.register(app)


def main(argv: list[str]) -> int:
    """Run one command on this process's streams and return its exit code."""
    _fill_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return run(argv, os.environ, sys.stdin, sys.stdout, sys.stderr)
    except ReaderGoneError:
        return 0
    finally:
        _let_go_of_output()


def _fill_closed_streams() -> None:
    """Open what was closed on nothing: the next file would get its number, and be written on."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8"))


def _let_go_of_output() -> None:
    """Drop what could not be written, so that Python does not try again as it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(
    argv: list[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    """Run one command on the given streams and return its exit code."""
    env = Environment(environ, stdin, stdout, stderr)
    env.json = "--json" in argv[: argv.index("--")] if "--" in argv else "--json" in argv
    return _run(argv, env)


def _run(argv: list[str], env: Environment) -> int:
    try:
        argv = [_utf8(word) for word in argv]
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
    except Exception as error:  # noqa: BLE001 - the boundary, where every defect ends
        return _report(_defect(error, env), env)
    if code == InterruptedByUserError.exit_code:
        # Typer answers Ctrl-C with a code; what was committed before it stays.
        return _report(InterruptedByUserError("Interrupted.", hint=_LOOK), env)
    return code if isinstance(code, int) else 0


def _defect(error: Exception, env: Environment) -> InternalError:
    """Say that reflog itself is wrong, and with REFLOG_DEBUG where; never with a value."""
    message = f"reflog has met a defect of its own ({type(error).__name__})."
    if not env.environ.get("REFLOG_DEBUG"):
        return InternalError(message, hint="REFLOG_DEBUG=1 shows where")
    frames = frames_of(error)
    if env.json:
        return InternalError(message, hint="; ".join(frames))
    for frame in frames:
        env.tell(f"  {clean(frame)}")
    return InternalError(message, hint="send these lines along when you report it")


def _utf8(word: str) -> str:
    """Return a word of the command line as UTF-8, whatever the locale took it for.

    Raises:
        UsageError: it is none.
    """
    try:
        word.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(word).decode()
        except UnicodeError:
            message = "A word of the command line is not valid UTF-8; nothing was changed."
            raise UsageError(message, hint="type it again") from None
    return word


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
        env.tell(json.dumps({"error": report}, ensure_ascii=True))
    else:
        env.tell(f"reflog: {clean(error.message)}")
        for _key, line in error.candidates:
            env.tell(f"  {clean(line)}")
        if error.hint:
            env.tell(f"hint: {clean(error.hint)}")
    return error.exit_code
