"""The outermost layer of the process: which lane answers, on which streams, and where errors end.

The fast lane: lines of words alone, and the morning's, are answered before Typer is imported,
which takes several times as long as the morning's answer. Each command is the same function as on
the slow lane, found in the same table; what has options is left to `reflog.cli.app`.
"""

from __future__ import annotations

import os
import sys

from reflog import cli
from reflog.cli.terminal import ReaderGoneError
from reflog.errors import (
    InputOutputError,
    InternalError,
    InterruptedByUserError,
    PermissionDeniedError,
    ReflogError,
)
from reflog.render import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from reflog.cli.environment import Environment

MORNING: dict[str, dict[str, bool]] = {
    "--all": {"all_open": True},
    "--count": {"count": True},
    "--exit-code": {"exit_code": True},
    "--json": {},
}
"""The options of `reflog due` that the fast lane knows, and what each means to it."""

LARGEST = 9999
"""Columns or lines of a terminal."""

_LOOK = "to see what was recorded: reflog log"


def answer(argv: list[str]) -> int | None:
    """Answer the words typed and return the exit code; None leaves them to the slow lane."""
    named, words = None, argv
    if argv[:1] == ["--ledger"] and len(argv) > 1 and argv[1] and argv[1].isprintable():
        named, words = argv[1], argv[2:]
    if words[:1] in ([], ["due"]) and all(word in MORNING for word in words[1:]):
        meant = {key: value for option in words[1:] for key, value in MORNING[option].items()}
        return _run(named, "due", [], is_json="--json" in words, **meant)
    if any(word.startswith("-") for word in words):
        return None
    name, rest = cli.command_of(words)
    if not rest and f"{name} list" in cli.NAMES:
        name = f"{name} list"
    if name not in cli.NAMES or (rest and not cli.usage_of(name)):
        return None
    return _run(named, name, rest)


def _run(
    named: str | None, name: str, words: list[str], *, is_json: bool = False, **options: bool
) -> int | None:
    """Carry out a command whose words are all there is to it, or the morning's with its options."""
    from reflog.cli.environment import Environment

    def carry_out(env: Environment) -> int:
        env.json, env.outcome = is_json, cli.outcome_of(name)
        if not words:
            return cli.imported(name)(env, **options) or 0
        from reflog.cli.arguments import utf8

        typed = [utf8(word) for word in words]
        if "" in typed:
            from reflog.cli.arguments import line

            line.refuse_empty_file(name, typed)
        return cli.imported(name)(env, typed) or 0

    def run() -> int:
        env = Environment(os.environ, sys.stdin, sys.stdout, sys.stderr)
        env.named_ledger = named
        return bounded(lambda: carry_out(env), env)

    return guarded(run)


def guarded(answer: Callable[[], int | None]) -> int | None:
    """Let a lane answer on the streams of this process, in whatever state they are.

    The exit code is returned, or None if this lane leaves the command to the other.
    """
    _fill_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    _forget_sizes_that_are_none()
    code: int | None = None
    try:
        code = answer()
    except ReaderGoneError:
        code = 0
    except KeyboardInterrupt:  # pressed again while the first was being answered
        code = InterruptedByUserError.exit_code
    finally:
        if code == InterruptedByUserError.exit_code:
            import signal

            # While Python ends, another Ctrl-C would kill the process without a word.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        _let_go_of_output()
    return code


def _fill_closed_streams() -> None:
    """Open what was closed on nothing: the next file would get its number, and be written on."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8"))


def _forget_sizes_that_are_none() -> None:
    """Take a size of the terminal that can't be one as unset, before anybody reads it."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        size = os.environ.get(name, "1")
        if not (size.isascii() and size.isdigit() and 0 < int(size[:9]) <= LARGEST):
            del os.environ[name]


def _let_go_of_output() -> None:
    """Drop what could not be written, so that Python does not try again as it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def bounded(answer: Callable[[], int], env: Environment) -> int:
    """Run a command and return its exit code; an error is shown and becomes one."""
    try:
        return answer()
    except ReflogError as error:
        return _report(error, env)
    except KeyboardInterrupt:
        # What was committed before it stays.
        return _report(InterruptedByUserError("Interrupted.", hint=_LOOK).with_outcome(""), env)
    except ReaderGoneError:
        raise
    except OSError as error:
        return _report(_refused(error, env), env)
    except Exception as error:  # noqa: BLE001 - the boundary, where every defect ends
        return _report(_defect(error, env), env)
    finally:
        env.let_go()


def _defect(error: Exception, env: Environment) -> InternalError:
    """Say that reflog itself is wrong, and with REFLOG_DEBUG where; never with a value."""
    message = f"reflog has a bug ({type(error).__name__})."
    if not env.environ.get("REFLOG_DEBUG"):
        return InternalError(message, hint="to see where: REFLOG_DEBUG=1").with_outcome("")
    frames = _frames_of(error)
    if env.json:
        return InternalError(message, hint="; ".join(frames)).with_outcome("")
    env.tell("\n".join(f"  {clean(frame)}" for frame in frames))
    hint = "include these lines when you report it"
    return InternalError(message, hint=hint).with_outcome("")


def _refused(error: OSError, env: Environment) -> ReflogError:
    """Say what the system refused, where no command has said it better."""
    if env.environ.get("REFLOG_DEBUG") and not env.json:
        env.tell("\n".join(f"  {clean(frame)}" for frame in _frames_of(error)))
    name = error.filename if isinstance(error.filename, str) else "Something it needs"
    sort = PermissionDeniedError if isinstance(error, PermissionError) else InputOutputError
    return sort(f"{name} can't be used: {error.strerror or type(error).__name__}.")


def _frames_of(error: BaseException) -> list[str]:
    """Return the frames of an error and of those that led to it, the first cause first.

    File, line and function only: the messages of errors hold values.
    """
    import traceback

    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    frames = []
    for one in reversed(chain):
        frames += [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        ]
        frames.append(type(one).__name__)
    return frames


def _report(error: ReflogError, env: Environment) -> int:
    """Say on stderr what went wrong, in words or as one JSON document; the exit code."""
    if error.is_for_ledger and error.hint and env.named_ledger is not None:
        from reflog.cli.arguments import naming_ledger

        error.hint = naming_ledger(error.hint, env.named_ledger)
    try:
        env.tell((_in_json if env.json else _in_words)(error, env.outcome))
    except Exception as failure:  # noqa: BLE001 - what fails here would hide the exit code
        from contextlib import suppress

        with suppress(OSError, ValueError):
            name = type(failure).__name__
            sys.stderr.write(f"reflog: {error.code} ({name} while it was being said)\n")
    return error.exit_code


def _in_json(error: ReflogError, usual: str) -> str:
    import json

    document = {
        "code": error.code,
        "message": error.sentence(usual),
        "hint": error.hint,
        "candidates": [key for key, _line in error.candidates],
    }
    return json.dumps({"error": document}, ensure_ascii=True)


def _in_words(error: ReflogError, usual: str) -> str:
    lines = [f"reflog: {clean(error.sentence(usual))}"]
    lines += [f"  {clean(line)}" for _key, line in error.candidates]
    if error.hint:
        lines.append(f"hint: {clean(error.hint)}")
    return "\n".join(lines)
