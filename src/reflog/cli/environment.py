"""What a command is given: today, the ledger, the streams, the settings."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from reflog import paths
from reflog.domain import settings as known_settings
from reflog.domain.money import Money, parse_money
from reflog.errors import (
    AmbiguousError,
    InputOutputError,
    InterruptedByUserError,
    ReflogError,
    UsageError,
)
from reflog.render import plain, records
from reflog.render.clean import clean
from reflog.reports.settings import kept_settings
from reflog.storage.reader import Reader

if TYPE_CHECKING:
    from reflog.render.blocks import Page
    from reflog.storage.ledger import Ledger


class ReaderGoneError(Exception):
    """Whoever read the answer has gone; what was to be done is done."""


class Environment:
    """Everything that a command reads beside its own options, handed in.

    Attributes:
        environ: the variables of the process.
        named_ledger: the file named by --ledger.
        json: whether the answer is one JSON document.
        text_words: how many of the last words stood behind `--`.
    """

    def __init__(
        self, environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
    ) -> None:
        self.environ = environ
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.named_ledger: str | None = None
        self.json = False
        self.text_words = 0
        self._notes: list[str] = []
        self._has_answered = False

    @cached_property
    def today(self) -> date:
        """The local date, or REFLOG_TODAY.

        Raises:
            UsageError: REFLOG_TODAY is no ISO date.
        """
        named = self.environ.get("REFLOG_TODAY")
        if not named:
            return date.today()  # noqa: DTZ011 - the local date is what is meant
        try:
            return date.fromisoformat(named)
        except ValueError:
            message = f"REFLOG_TODAY is {named!r}, which is no date."
            raise UsageError(message, hint="write it like 2026-11-21") from None

    @cached_property
    def now(self) -> datetime:
        """This instant, for ages."""
        return datetime.now(UTC)

    @cached_property
    def ledger_path(self) -> str:
        """The absolute path of the ledger."""
        return paths.ledger_path(self.named_ledger, self.environ)

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings that differ from their defaults."""
        with self.reading() as reader:
            return kept_settings(reader)

    @property
    def day_first(self) -> bool | None:
        """How 03/04 is read: None where it is refused."""
        value = known_settings.value_of("day_first", self.settings)
        return value if isinstance(value, bool) else None

    @property
    def currency(self) -> str:
        """The currency of an amount typed without one."""
        return str(known_settings.value_of("currency", self.settings))

    @property
    def can_ask(self) -> bool:
        """Questions are asked only where stdin and stdout are terminals."""
        return self.stdin.isatty() and self.stdout.isatty() and not self.json

    @property
    def is_terminal(self) -> bool:
        """The answer goes to a terminal."""
        return self.stdout.isatty()

    def reading(self) -> Reader:
        """Open the read door."""
        return Reader(self.ledger_path, self.today.isoformat())

    def writing(self, command: str) -> AbstractContextManager["Ledger"]:
        """Open the write door for one command."""
        return self._write_and_copy(command)

    @contextmanager
    def _write_and_copy(self, command: str) -> "Iterator[Ledger]":
        with _write_door(self.ledger_path, command, self.today.isoformat()) as ledger:
            yield ledger
        if ledger.written.op is not None:
            self._copy_for_the_day()

    def _copy_for_the_day(self) -> None:
        """Take the day's copy of the ledger; what was written stays, whatever comes of it."""
        from reflog.storage import copies  # noqa: PLC0415 - for writing only

        try:
            if not copies.has_copy_of(self.ledger_path, self.today.isoformat()):
                from reflog.storage import backup  # noqa: PLC0415 - once a day

                backup.back_up_for_the_day(self.ledger_path, self.today.isoformat())
        except Exception as error:  # noqa: BLE001 - the command is done, and says so
            said = error.message if isinstance(error, ReflogError) else type(error).__name__
            self.note(f"The day's copy of the ledger failed: {said}")

    def money(self, text: str) -> Money:
        """Read an amount, in the setting's currency where none is typed."""
        return parse_money(text, self.currency)

    def answer(self, page: "Page", value: object) -> None:
        """Give the answer: the page, or with --json the value as one document."""
        if not self.json:
            self.show(page)
            return
        self.say(records.document(value))
        self._has_answered = True
        for text in self._notes:
            self.note(text)

    def show(self, page: "Page") -> None:
        """Show a page on stdout: by Rich on a terminal, else plain."""
        if self.is_terminal:
            from reflog.render import terminal  # noqa: PLC0415 - Rich, for terminals only

            with self._output():
                terminal.show(page, terminal.console_for(self.stdout))
        else:
            self.say(plain.text_of(page))

    def show_fitting(self, build: "Callable[[int], Page]", total: int) -> None:
        """Show as many of the rows as a terminal holds; all of them elsewhere."""
        if not self.is_terminal:
            self.say(plain.text_of(build(total)))
            return
        from reflog.render import terminal  # noqa: PLC0415 - Rich, for terminals only

        console = terminal.console_for(self.stdout)
        with self._output():
            terminal.show(terminal.fitting(build, total, console), console)

    def say(self, text: str) -> None:
        """Write finished text on stdout."""
        with self._output():
            self.stdout.write(text)

    @contextmanager
    def _output(self) -> Iterator[None]:
        """Turn what can go wrong with the answer into what it means."""
        try:
            yield
            self.stdout.flush()
        except BrokenPipeError:
            raise ReaderGoneError from None
        except OSError as error:
            message = f"The answer could not be written: {error.strerror}."
            hint = "what was to be recorded is recorded; reflog log shows it"
            raise InputOutputError(message, hint=hint) from None

    def note(self, text: str) -> None:
        """Say something beside the answer, on stderr.

        With --json it waits for the answer: a failure is one document and nothing beside it.
        """
        if self.json and not self._has_answered:
            self._notes.append(text)
        else:
            self.stderr.write(clean(text) + "\n")

    def choose(
        self,
        problem: str,
        candidates: Sequence[tuple[str | int, str]],
        *,
        hint: str,
        others: Sequence[str] = (),
    ) -> int:
        """Ask for one of several, numbered from 1; the index of the one chosen.

        Args:
            problem: why it is asked, a sentence without its full stop.
            candidates: what could be meant: its key and a line that tells it apart.
            hint: how to say it in the command.
            others: further answers behind the candidates.

        Raises:
            AmbiguousError: nothing can be asked, or nothing was chosen.
        """
        if not self.can_ask:
            message = f"{problem}; nothing was changed."
            raise AmbiguousError(message, hint=hint, candidates=candidates)
        self.note(f"{problem}. Which one is meant?")
        lines = [line for _key, line in candidates] + list(others)
        for number, line in enumerate(lines, 1):
            self.note(f"  {number}  {line}")
        answer = self._answer(f"1-{len(lines)}, or Enter to leave it: ")
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(lines):
            return int(answer) - 1
        message = "Nothing was chosen; nothing was changed."
        raise AmbiguousError(message, hint=hint)

    def confirm(self, question: str, *, hint: str) -> None:
        """Ask whether to go on.

        Raises:
            AmbiguousError: the answer was no, or nothing can be asked.
        """
        if not self.can_ask:
            message = f"{question} Nothing was changed."
            raise AmbiguousError(message, hint=hint)
        if self._answer(f"{question} [y/N] ").lower() not in {"y", "yes"}:
            message = "Nothing was changed."
            raise AmbiguousError(message, hint=hint)

    def _answer(self, prompt: str) -> str:
        self.stderr.write(clean(prompt))
        self.stderr.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            self.stderr.write("\n")
            message = "The question was left unanswered; nothing was changed."
            raise InterruptedByUserError(message)
        return line.strip()


@contextmanager
def _write_door(path: str, command: str, today: str) -> "Iterator[Ledger]":
    """Import the write door without collecting garbage meanwhile, and open it."""
    gc.disable()
    from reflog.storage.ledger import writing  # noqa: PLC0415 - SQLModel, for writing only

    gc.enable()
    with writing(path, command, today) as ledger:
        yield ledger


def environment_of(obj: Any) -> Environment:  # noqa: ANN401 - what Typer carries along
    """Return what a command was given."""
    if not isinstance(obj, Environment):
        message = "a command runs inside reflog's own boundary"
        raise TypeError(message)
    return obj


def process_variables() -> Mapping[str, str]:
    """Return the variables of this process."""
    return os.environ
