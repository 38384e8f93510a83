"""Between me and the terminal, one key at a time: what is said, asked and carried out.

Each command is carried out as if it was typed: the same function, one transaction, one undo.
"""

from __future__ import annotations

from reflog.cli.environment import Environment
from reflog.cli.keys import END, ESCAPE, INTERRUPT
from reflog.errors import (
    AmbiguousError,
    BusyError,
    ConflictError,
    InterruptedByUserError,
    NotFoundError,
    ReflogError,
    UsageError,
)
from reflog.render.blocks import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import Thread
    from typing import Any

    from reflog.cli.keys import AnyKeys

REFUSALS = (AmbiguousError, BusyError, ConflictError, NotFoundError, UsageError)
"""What is said in a line, and the cards go on."""

_COMMANDS = ("done", "mark", "snooze", "drop", "thanks", "note", "undo", "redo")


class _Told(Environment):
    """What a key's command is given: it takes the answer instead of showing it."""

    told: Any = None

    @property
    def asks_how_far(self) -> bool:
        """A key of its own, m, says how far it has come."""
        return False

    def answer(self, page: Any, value: Any) -> None:  # noqa: ANN401, ARG002 - as of a command
        """Keep what the command answers."""
        self.told = value()
        self.let_go()


class Dialog:
    """A terminal whose keys are read, and the commands that they are."""

    def __init__(self, env: Environment, read: AnyKeys) -> None:
        self._env = env
        self._keys = read
        self._warming: Thread | None = None

    @property
    def has_begun(self) -> bool:
        """Something was shown already."""
        return self._warming is not None

    def line(self, prompt: str) -> str | None:
        """Return a line that is typed behind a prompt, None where it is left."""
        return self._keys.line(prompt)

    def give_back(self) -> None:
        """Give the terminal to another program."""
        self._keys.give_back()

    def take_again(self) -> None:
        """Take it again."""
        self._keys.take_again()

    def key(self) -> str:
        """Return the next key, and show it; what was pasted is none."""
        self._env.let_go()
        while True:
            key = self._keys.read()
            if key.startswith("paste:"):
                self.say("That was pasted, not typed; nothing was done with it.", "dim")
            elif key:
                self.put(f"{key}\n" if len(key) == 1 and key.isprintable() else "\n")
                return key

    def does(
        self,
        name: str,
        words: list[int | str],
        *,
        text: str | None = None,
        **options: str | None,
    ) -> bool:
        """Carry out a command as if it was typed, and say so; False where it was refused.

        `text` stands behind `--`; options without a value are left away.
        """
        from importlib import import_module

        from reflog.cli import grammar
        from reflog.cli.command import COMMANDS

        self._warmed()
        given = {key: value for key, value in options.items() if value}
        typed = [*map(str, words), *([text] if text else [])]
        env = _Told(self._env.environ, self._env.stdin, self._env.stdout, self._env.stderr)
        env.named_ledger = self._env.named_ledger
        env.text_words = int(text is not None)
        env.asked_already = frozenset(options)
        env.outcome = grammar.outcome_of(name)
        self._env.let_go()
        self._keys.give_back()
        try:
            import_module(grammar.module_of(name))
            run = COMMANDS[name].run
            _ = run(env, typed, **given) if typed else run(env, **given)
        except REFUSALS as error:
            self.refused(error, env.outcome)
            return False
        except (InterruptedByUserError, KeyboardInterrupt):
            self.say("Interrupted; the card shows what was recorded.", "bad")
            return False
        finally:
            env.let_go()
            self._keys.take_again()
        self.say(f"✓ {_line_of(name, words, text, given)}", "coming")
        self._tell(env.told)
        return True

    def _tell(self, told: dict[str, Any]) -> None:
        """Say what comes next, or what was taken or brought back."""
        from reflog.render.words import long_day

        for one in told["next"]:
            self.say(f"  next: {one['what']}, {long_day(one['due_on'])} (#{one['id']})", "dim")
        for key in ("undone", "redone"):
            for op in told.get(key, ()):
                self.say(f"  {op['summary']}", "dim")

    def ask(self, answers: str) -> str:
        """Ask for one key; ESCAPE where the question is left."""
        self.say(answers, "dim")
        self.put(">> ")
        key = self.key()
        return ESCAPE if key in {INTERRUPT, END} else key

    def sure(self, question: str) -> bool:
        """Ask whether to go on; only yes is yes."""
        return (self._keys.line(f"{question} Go on? [y/N] ") or "").lower() in {"y", "yes"}

    def refused(self, error: ReflogError, outcome: str = "") -> None:
        """Say why something was not done."""
        hint = f" ({error.hint})" if error.hint else ""
        self.say(f"{error.sentence(outcome)}{hint}", "bad")

    def say(self, text: str, style: str = "") -> None:
        """Say a line."""
        self._env.show([Line(text=text, style=style)])

    def put(self, text: str) -> None:
        """Write behind what stands there."""
        self._env.stdout.write(text)
        self._env.stdout.flush()

    def warm(self) -> None:
        """Import what a key needs while the first card is read."""
        if self._warming is None:
            from threading import Thread

            self._warming = Thread(target=_import_commands, daemon=True)
            self._warming.start()

    def _warmed(self) -> None:
        """Wait for it; what failed in it fails again where it is needed."""
        import gc

        if self._warming is not None:
            self._warming.join()
        gc.enable()


def _import_commands() -> None:
    from contextlib import suppress
    from importlib import import_module

    from reflog.cli import environment, grammar

    with suppress(Exception):
        for name in _COMMANDS:
            import_module(grammar.module_of(name))
        environment.import_write_door()


def _line_of(name: str, words: list[int | str], text: str | None, options: dict[str, str]) -> str:
    """Return the command as it is typed."""
    import shlex

    typed = ["reflog", name, *map(str, words)]
    for option, value in options.items():
        typed += [f"--{option.replace('_', '-')}", value]
    return shlex.join([*typed, *(["--", text] if text else [])])
