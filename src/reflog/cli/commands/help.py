"""Help and completion.

The scripts for the shells evaluate nothing they are given, and pass on nothing but words.
"""

from __future__ import annotations

import os

from reflog import cli
from reflog.cli import arguments, pages
from reflog.cli.completion import SHELLS
from reflog.errors import UsageError
from reflog.render import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


def completion(env: Environment, words: options.Words = None) -> None:
    """Print the script that lets TAB complete commands, options, people and numbers.

    For bash, zsh or fish; without SHELL, for the one you are using. reflog completion bash >
    ~/.local/share/bash-completion/completions/reflog
    """
    named = arguments.joined(words) if words else os.path.basename(env.environ.get("SHELL", ""))
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


def explain(env: Environment, words: options.Words = None) -> int:
    """Explain a command or a topic; alone, list them.

    reflog help intro is the same as reflog intro --help. The topics are below the list.
    """
    asked = " ".join(words or ())
    if asked in pages.TOPICS:
        env.answer(lambda: pages.page(asked), lambda: {"about": asked, "text": pages.text(asked)})
        return 0
    commands = (*cli.NAMES, *cli.subcommands(""))
    if asked and asked not in commands:
        from reflog.domain.names import nearest

        known = [*pages.TOPICS, *commands]
        near = nearest(asked, known) or nearest(asked.partition(" ")[0], known)
        message = f'There is no command and no topic "{asked}".'
        raise UsageError(message, hint=f"reflog help {near}" if near else "reflog help lists them")
    from reflog.cli import app

    if env.is_terminal and not env.json:
        return app.show_help(words or [], env)
    text = app.help_of(words or [])
    env.answer(
        lambda: [Line(text=text, lines=True)], lambda: {"about": asked or None, "text": f"{text}\n"}
    )
    return 0
