"""Taking back: undo, redo, history."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.errors import ConflictError, NotFoundError, UsageError, quoted
from reflog.render.pages import history as pages
from reflog.reports import history as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


def undo(
    env: Environment,
    to: Annotated[str | None, "--to OP", "Go back to before this command of the history."] = None,
    dry_run: Annotated[bool, "--dry-run", "Say what would be taken back, and do nothing."] = False,
) -> None:
    """Take back the latest command still in effect."""
    found, last = _to_take_back(env, None if to is None else _op_id(to))
    if not found:
        raise ConflictError("There is nothing to take back.", hint="reflog history")
    _require_reach(found)
    said = _told(found)
    if dry_run:
        env.answer(lambda: pages.would_page(found), lambda: [op.as_dict() for op in found])
        return
    from reflog.services import history as services

    with env.writing("undo") as ledger:
        services.take_back(ledger, [op.id for op in found], last, f"took back: {said}")
    show(
        env,
        ledger.written,
        headline=f"Took back: {said}."
        + (" To bring it all back: reflog redo" if len(found) > _TOLD else ""),
        more=lambda: {"undone": [op.as_dict() for op in found]},
    )


def redo(env: Environment) -> None:
    """Bring back what the last undo took; a new command clears this."""
    target = reports.redoable(env.reader)
    found = reports.taken_back(env.reader, target.id) if target else []
    last = reports.last_id(env.reader)
    if target is None:
        raise ConflictError("There is nothing to bring back.", hint="reflog history")
    number, said = target.id, _told(found[::-1])
    from reflog.services import history as services

    with env.writing("redo") as ledger:
        services.take_back(ledger, [number], last, f"brought back: {said}")
    show(
        env,
        ledger.written,
        headline=f"Brought back: {said}.",
        more=lambda: {"redone": [op.as_dict() for op in found]},
    )


def history(
    env: Environment,
    limit: options.Limit = None,
) -> None:
    """List the commands that changed the ledger, newest first."""
    count = arguments.count(limit, "reflog history --limit 20")
    found = reports.history(env.reader, count)
    env.answer(lambda: pages.history_page(found, env.now), lambda: [op.as_dict() for op in found])


def _to_take_back(env: Environment, to: int | None) -> tuple[list[reports.Op], int]:
    """Return the commands to take back, latest first, and the last op there is."""
    last = reports.last_id(env.reader)
    if to is None:
        latest = reports.latest(env.reader)
        return ([latest] if latest else []), last
    if not reports.exists(env.reader, to):
        message = f"There is no command {to} in the history."
        raise NotFoundError(message, hint="reflog history lists their numbers")
    return reports.since(env.reader, to), last


def _require_reach(found: list[reports.Op]) -> None:
    """Let nothing be taken back across a person forgotten, or a copy that was put back."""
    for op in found:
        if op.command == reports.FORGETTING:
            message = f"Command {op.id} forgot someone for good, and undo can't go back past that."
            raise ConflictError(message, hint="to see what came after: reflog history")
        if op.command in reports.UNREACHED:
            message = f"Command {op.id} {op.summary}, and undo can't go back past that."
            hint = "reflog backup --list shows the ledger before it; reflog restore puts it back"
            raise ConflictError(message, hint=hint)


_TOLD = 3
"""Commands that a sentence names."""


def _told(found: list[reports.Op]) -> str:
    """Say in a sentence what commands did: of many how many, and the first of them."""
    said = "; ".join(op.summary for op in found[:_TOLD])
    if len(found) <= _TOLD:
        return said
    return f"{len(found)} commands: {said}; and {len(found) - _TOLD} more"


def _op_id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004 - what SQLite holds
        message = f"--to takes the number of a command, not {quoted(text)}."
        raise UsageError(message, hint="reflog history lists them")
    return int(text)
