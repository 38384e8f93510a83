"""The fast lane: what is typed each morning and on each TAB, before Typer is imported.

Importing the tree of commands takes several times as long as the morning's answer. What
stands in the table here goes straight to it, by the same report and renderer as the slow
lane; everything else is left to `reflog.cli.app`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMPLETE = "__complete"
"""The word that the scripts for the shells ask with."""

MORNING: dict[str, dict[str, Any]] = {
    "--all": {"within": None},
    "--exit-code": {"exit_code": True},
    "--json": {},
}
"""The options of `reflog due` that the fast lane knows, and what each means to it."""


WORDS = {
    **dict.fromkeys(("done", "snooze", "drop", "follow"), "follow_ups"),
    **dict.fromkeys(("met", "note"), "thanks"),
    "thanks": "thanks",
    "intro": "introductions",
    **dict.fromkeys(("who", "tree", "balance", "show", "find"), "network"),
    "mark": "outcomes",
    "business": "outcomes",
}
"""The commands that the fast lane carries out where nothing but words is typed; their modules."""


def answer(argv: list[str]) -> int | None:
    """Answer the words typed and return the exit code; None leaves them to the slow lane."""
    if argv[:1] == [COMPLETE]:
        from reflog.cli import completion

        return completion.answer(argv[1:])
    named, words = _ledger_named(argv)
    if words and words[0] in WORDS and not any(word.startswith("-") for word in words[1:]):
        return _plainly(named, words)
    if words[:1] not in ([], ["due"]) or not all(word in MORNING for word in words[1:]):
        return None
    return _morning(named, words[1:])


def _ledger_named(argv: list[str]) -> tuple[str | None, list[str]]:
    """Split off --ledger FILE, where it stands first and is text."""
    if argv[:1] == ["--ledger"] and len(argv) > 1 and argv[1].isprintable():
        return argv[1], argv[2:]
    return None, argv


def _plainly(named: str | None, words: list[str]) -> int | None:
    """Carry out a command whose words are all there is to it."""
    from reflog.cli import grammar, main
    from reflog.cli.arguments import values
    from reflog.cli.environment import Environment

    def run() -> int:
        env = Environment(os.environ, sys.stdin, sys.stdout, sys.stderr)
        env.named_ledger = named
        env.outcome = grammar.outcome_of(words[0])

        def carry_out() -> int:
            name = f"reflog.cli.commands.{WORDS[words[0]]}"
            __import__(name)
            command = getattr(sys.modules[name], words[0])
            return command(env, [values.utf8(word) for word in words[1:]]) or 0

        return main.bounded(carry_out, env)

    return main.guarded(run)


def _morning(named: str | None, options: list[str]) -> int | None:
    from reflog.cli import main
    from reflog.cli.commands import due
    from reflog.cli.environment import Environment

    meant = {key: value for option in options for key, value in MORNING[option].items()}

    def run() -> int:
        env = Environment(os.environ, sys.stdin, sys.stdout, sys.stderr)
        env.named_ledger = named
        env.json = "--json" in options
        return main.bounded(lambda: due.answer(env, **meant), env)

    return main.guarded(run)
