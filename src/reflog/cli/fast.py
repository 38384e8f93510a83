"""The fast lane: lines of words alone, and the morning's, are answered before Typer is imported.

Importing Typer takes several times as long as the morning's answer. Each command is the same
function as on the slow lane, found in the same table; what has options is left to
`reflog.cli.app`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from reflog.cli.environment import Environment

COMPLETE = "__complete"
"""The word that the scripts for the shells ask with."""

MORNING: dict[str, dict[str, Any]] = {
    "--all": {"all_open": True},
    "--count": {"count": True},
    "--exit-code": {"exit_code": True},
    "--json": {},
}
"""The options of `reflog due` that the fast lane knows, and what each means to it."""


def answer(argv: list[str]) -> int | None:
    """Answer the words typed and return the exit code; None leaves them to the slow lane."""
    if argv[:1] == [COMPLETE]:
        from reflog.cli import completion

        return completion.answer(argv[1:])
    named, words = _ledger_named(argv)
    if words[:1] in ([], ["due"]) and all(word in MORNING for word in words[1:]):
        return _morning(named, words[1:])
    if any(word.startswith("-") for word in words):
        return None
    return _plainly(named, words)


def _ledger_named(argv: list[str]) -> tuple[str | None, list[str]]:
    """Split off --ledger FILE, where it stands first and is text."""
    if argv[:1] == ["--ledger"] and len(argv) > 1 and argv[1] and argv[1].isprintable():
        return argv[1], argv[2:]
    return None, argv


def _plainly(named: str | None, words: list[str]) -> int | None:
    """Carry out a command whose words are all there is to it."""
    from reflog.cli import grammar

    name, rest = grammar.command_of(words)
    if not rest and f"{name} list" in grammar.NAMES:
        name = f"{name} list"
    if name not in grammar.NAMES or (rest and not grammar.usage_of(name)):
        return None

    def carry_out(env: Environment) -> int:
        from reflog.cli.arguments.values import utf8

        env.outcome = grammar.outcome_of(name)
        typed = [utf8(word) for word in rest]
        if "" in typed:
            from reflog.cli.arguments import line

            line.refuse_empty_file(name, typed)
        run = grammar.imported(name).run
        return (run(env, typed) if typed else run(env)) or 0

    return _run(named, carry_out)


def _morning(named: str | None, options: list[str]) -> int | None:
    meant = {key: value for option in options for key, value in MORNING[option].items()}

    def carry_out(env: Environment) -> int:
        from reflog.cli.commands import due

        env.json = "--json" in options
        return due.due(env, **meant)

    return _run(named, carry_out)


def _run(named: str | None, carry_out: Callable[[Environment], int]) -> int | None:
    from reflog.cli import main
    from reflog.cli.environment import Environment

    def run() -> int:
        env = Environment(os.environ, sys.stdin, sys.stdout, sys.stderr)
        env.named_ledger = named
        return main.bounded(lambda: carry_out(env), env)

    return main.guarded(run)
