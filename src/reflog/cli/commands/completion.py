"""Completion: the scripts that the shells ask reflog with.

None of them evaluates what it is given, and none passes on anything but words.
"""

from __future__ import annotations

import os

from reflog.cli.arguments import values
from reflog.cli.command import command
from reflog.cli.completion import SHELLS
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


@command("completion [SHELL]", group="keeping", takes="SHELL")
def completion(env: Environment, words: options.Words = None) -> None:
    """Print the script that lets TAB complete commands, options, people and numbers.

    For bash, zsh or fish; without SHELL, for the one you are using. reflog completion bash >
    ~/.local/share/bash-completion/completions/reflog
    """
    named = values.joined(words) if words else os.path.basename(env.environ.get("SHELL", ""))
    if named not in SHELLS:
        message = f"Which shell? There is completion for {', '.join(SHELLS)}."
        raise UsageError(message, hint="reflog completion bash")
    if env.json:
        env.answer_json({"shell": named, "script": script(named)})
    else:
        env.say(script(named))


def script(shell: str) -> str:
    """Return the script for a shell, as the package has it."""
    folder = os.path.join(os.path.dirname(__file__), "completions")
    with open(os.path.join(folder, f"reflog.{shell}"), encoding="utf-8") as file:
        return file.read()
