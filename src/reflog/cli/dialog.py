"""A dialog on the terminal, one key at a time.

Each command is run as if it had been typed: the same function, one transaction, one undo.
"""

from __future__ import annotations

import gc

from reflog.cli.environment import Environment
from reflog.cli.keys import END, ENTER, ESCAPE, INTERRUPT, PASTE, REDRAW, keys
from reflog.domain.introductions import OPEN_STAGES
from reflog.errors import REFUSALS, BusyError, InterruptedByUserError, ReflogError
from reflog.render import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from threading import Thread
    from typing import Any

    from reflog.cli.keys import AnyKeys
    from reflog.domain.entries import FollowUp

SAID = (*REFUSALS, BusyError)
"""What is said in a line, and the cards go on."""

STAGES = {"c": "connected", "m": "met", "w": "won", "l": "lost", "d": "declined", "b": "bad"}
"""How far an introduction has come, by the key that says it."""

WORD = "word:"  # stands before a word that was typed where one key is asked for
_COMMANDS = ("done", "mark", "snooze", "drop", "thanks", "note", "undo", "redo")
_ASKED_OF = ("check-in", "outcome")  # purposes of follow-ups after which it is asked how far
_NOT_YET = {ENTER, ESCAPE, END}
_NO_ANSWER = {ENTER, ESCAPE, REDRAW}  # the keys that leave a question without a word
_SPELLED = {"about": "--for"}  # options that are typed otherwise than the function calls them


class _Told(Environment):
    """What a key's command is given: its answer is told in the way of the dialog."""

    say_told: Callable[[Any], None]

    def answer(self, page: Any, value: Any) -> None:  # noqa: ANN401, ARG002 - as of a command
        """Tell what the command answers."""
        told = value()
        self.let_go()
        self.say_told(told)


class Dialog:
    """The terminal, read key by key, and the commands that the keys stand for."""

    def __init__(self, env: Environment, read: AnyKeys) -> None:
        self._env = env
        self._keys = read
        self._warming: Thread | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything has been shown yet."""
        return self._warming is not None

    def key(self) -> str:
        """Return the next key, and show it; pasted text is no key."""
        self._env.let_go()
        while True:
            key = self._keys.read()
            if key.startswith(PASTE):
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
        """Run a command as if it had been typed, and show it; return False if it was refused.

        Args:
            text: words to stand behind `--`.
            options: values by option; those that are None are left out.
        """
        from reflog import cli

        if self._warming is not None:
            self._warming.join()  # what failed in it fails again where it is needed
        gc.enable()
        given = {key: value for key, value in options.items() if value}
        typed = [*map(str, words), *([text] if text else [])]
        env = _Told(self._env.environ, self._env.stdin, self._env.stdout, self._env.stderr)
        env.named_ledger = self._env.named_ledger
        env.text_words = int(text is not None)
        env.asked_already = frozenset({"mark", *options})  # m is the key for how far it has come
        env.outcome = cli.outcome_of(name)
        line = _line_of(name, words, text, given)
        env.say_told = lambda told: self._tell(line, told, env.beside)
        self._env.let_go()
        self._keys.give_back()
        try:
            run = cli.imported(name)
            _ = run(env, typed, **given) if typed else run(env, **given)
        except SAID as error:
            self.refused(error, env.outcome)
            return False
        except (InterruptedByUserError, KeyboardInterrupt):
            self.say("Interrupted; the card shows what was recorded.", "bad")
            return False
        finally:
            env.let_go()
            self._keys.take_again()
        return True

    def _tell(self, line: str, told: dict[str, Any], beside: list[str]) -> None:
        """Show the command as it is typed, and what it answered."""
        from reflog.render.pages import long_day

        self.say(f"✓ {line}", "coming")
        for one in told["next"]:
            self.say(f"  next: {one['what']}, {long_day(one['due_on'])} (#{one['id']})", "dim")
        for more in beside:
            self.say(f"  {more}", "dim")
        for op in (*told.get("undone", ()), *told.get("redone", ())):
            self.say(f"  {op['summary']}", "dim")

    def ask(
        self,
        question: str,
        answers: Container[str],
        may_begin: Callable[[str], bool] | None = None,
    ) -> str:
        """Show what may be answered and return the next key; ESCAPE also for Ctrl-C and the end.

        Where the key is no answer, a word was typed: its rest is no key of the card's either. What
        `may_begin` a longer answer is returned behind WORD, as far as it has been typed; and so is
        a word with its Enter.
        """
        self.say(question, "dim")
        self.put(">> ")
        key = self.key()
        if key in {INTERRUPT, END}:
            return ESCAPE
        if may_begin is not None and len(key) == 1 and (key.isalnum() or key == "+"):
            text = self._keys.word(key)
            if text in answers:
                self._keys.take_enter()
            elif may_begin(text) or self._keys.has_ended:
                return f"{WORD}{text}"
            key = text
        if key not in answers and key not in _NO_ANSWER:
            self._keys.throw_away()
            self.say("That is none of the answers; nothing was done.", "dim")
        return key

    def sure(self, why: str) -> bool:
        """Say why it is asked, and ask whether to go on; only y or yes means so."""
        self.say(why)
        return (self._keys.line("Go on? [y/N] ") or "").lower() in {"y", "yes"}

    def refused(self, error: ReflogError, outcome: str = "") -> None:
        """Show the error of a command that was not done."""
        hint = f" ({error.hint})" if error.hint else ""
        self.say(f"{error.sentence(outcome)}{hint}", "bad")

    def say(self, text: str, style: str = "") -> None:
        """Print a line."""
        self._env.show([Line(text=text, style=style)])

    def put(self, text: str) -> None:
        """Print text at the cursor, without starting a line."""
        self._env.stdout.write(text)
        self._env.stdout.flush()

    def warm(self) -> None:
        """Import what the keys will need, while the first card is being read."""
        if self._warming is None:
            from threading import Thread

            self._warming = Thread(target=_import_commands, daemon=True)
            self._warming.start()


def _import_commands() -> None:
    from contextlib import suppress

    from reflog import cli
    from reflog.cli import environment

    with suppress(Exception):
        for name in _COMMANDS:
            cli.imported(name)
        environment.import_write_door()


def _line_of(name: str, words: list[int | str], text: str | None, options: dict[str, str]) -> str:
    """Return the command as it is typed."""
    import shlex

    typed = ["reflog", name, *map(str, words)]
    for option, value in options.items():
        typed += [_SPELLED.get(option) or f"--{option.replace('_', '-')}", value]
    return shlex.join([*typed, *(["--", text] if text else [])])


def ask_how_far(env: Environment, follow_ups: list[FollowUp], begun: str = "") -> dict[int, str]:
    """Ask for each check-in and outcome which stage the introduction has reached.

    Nothing is asked where nobody can answer, if the introduction has ended, or if the setting
    `questions` is false. A word that begins with none of the choices was typed for something else:
    then nothing more is asked. What has come no further is left out.

    Args:
        begun: the stage with which the note begins, which is offered and not taken.
    """
    asked = [
        one
        for one in follow_ups
        if one.purpose in _ASKED_OF and one.status == "open" and one.stage in OPEN_STAGES
    ]
    if not asked or "mark" in env.asked_already or not env.asks_questions:
        return {}
    env.let_go()
    found: dict[int, str] = {}
    key = next((key for key, stage in STAGES.items() if stage == begun), "")
    if key:
        env.note(f'Your note begins with "{begun}". If that is how far it has come: {key}')
    with keys(env.stdin, env.stderr) as pressed:
        for one in asked:
            if len(asked) > 1:  # on a line of its own: with the name the choices have no room
                env.note(f"{one.contact_name}:")
            key = _key_for(env, pressed)
            if key in _NOT_YET:
                continue
            stage = STAGES.get(key.lower())
            if stage is None:
                is_told = any(told.id in found and told.about == one.about for told in asked)
                then = "" if is_told else f". When it has come further: reflog mark {one.about} met"
                env.note(f"  not yet{then}")
                break
            env.note(f"  {stage}")
            found[one.id] = stage
            pressed.skip(stage[1:])  # the whole word may be typed
    return found


def _key_for(env: Environment, pressed: AnyKeys) -> str:
    """Return the key that says how far, asked for again after one that is no answer."""
    choices = ", ".join(f"{key} {stage}" for key, stage in STAGES.items())
    question = f"How far? Enter not yet, {choices}"
    env.note(question)
    while not _is_answer(key := pressed.read()) and not _begins_word(key, pressed):
        if key != REDRAW:
            env.note("That is none of the answers.", question)
    if key == INTERRUPT:
        raise InterruptedByUserError("You didn't answer the question.")
    return key


def _is_answer(key: str) -> bool:
    return key in _NOT_YET or key == INTERRUPT or key.lower() in STAGES


def _begins_word(key: str, pressed: AnyKeys) -> bool:
    """Return whether a key that is no answer begins something else, such as the next command."""
    return key != REDRAW and (key.startswith(PASTE) or pressed.is_in_word())
