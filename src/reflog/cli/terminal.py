"""The streams a command answers, remarks and asks on."""

from __future__ import annotations

import gc

from reflog.errors import AmbiguousError, InputOutputError, InterruptedByUserError
from reflog.render import plain
from reflog.render.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Any, TextIO, TypeVar

    from reflog.render.blocks import Page
    from reflog.render.progress import Bar

    Part = TypeVar("Part")

FEW = 1000
"""Pieces of an answer that are written before their garbage is looked for."""

SECONDS = 1.0
"""How long nothing is said, and how long lies between two words of it."""

TRIES = 3
"""How often a question is asked before a wrong answer counts as none."""


class NoBar:
    """Says nothing of how far a command has come."""

    def begin(self, _what: str, *, at_once: bool = False) -> Callable[[int, int], None]:  # noqa: ARG002 - as of a bar
        """Begin a step."""
        return lambda _done, _total: None


class ReaderGoneError(Exception):
    """Whoever read the answer has gone; what was to be done is done."""


class Streams:
    """Answers on stdout, remarks and questions on stderr.

    Attributes:
        json: whether the answer is one JSON document.
        pages: an answer longer than the screen goes through the pager.
    """

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ: Mapping[str, str] = {}
        self.json = False
        self.pages = True
        self._notes: list[str] = []
        self._has_answered = False

    @property
    def can_ask(self) -> bool:
        """Questions are asked only where they can be read and answered: on terminals alone."""
        streams = (self.stdin, self.stdout, self.stderr)
        return not self.json and all(stream.isatty() for stream in streams)

    @property
    def is_terminal(self) -> bool:
        """The answer goes to a terminal."""
        return self.stdout.isatty()

    def let_go(self) -> None:
        """Let go of what nobody is to wait for while something is said or asked."""

    def answer(self, page: Callable[[], Page], value: Callable[[], object]) -> None:
        """Give the answer: the page, or with --json the value as one document."""
        if not self.json:
            self.show(page())
            return
        self.answer_json(value())

    def answer_json(self, value: object) -> None:
        """Give a value as one JSON document, and what was to be said beside it."""
        from reflog.render import objects

        self._answer_in_json([objects.document(value)])

    def answer_at_length(
        self, page: Callable[[], Page], pieces: Callable[[], Iterable[str]]
    ) -> None:
        """Give a long answer: the page, or with --json the document that the pieces make."""
        if self.json:
            self._answer_in_json(pieces())
        else:
            self.show(page())

    def answer_in_pages(
        self,
        parts: Iterable[Part],
        page_of: Callable[[Part], Page],
        values_of: Callable[[Part], list[Any]],
    ) -> None:
        """Give a long answer part by part; each has been read before it is given.

        Args:
            parts: the answer in parts, the first perhaps empty.
            page_of: makes the page of a part.
            values_of: makes what JSON has of it, members of one list.
        """
        if not self.json and self.is_terminal:
            self._show_all(page_of(part) for part in _collected(parts))
            return
        if not self.json:
            for part in _collected(parts):
                self.show(page_of(part))
            return
        from reflog.render import objects

        members = (value for part in _collected(parts) for value in values_of(part))
        self._answer_in_json(objects.list_document(members))

    def _answer_in_json(self, pieces: Iterable[str]) -> None:
        self.say_all(_collected(pieces, FEW))
        self._has_answered = True
        self.note(*self._notes)

    def show(self, page: Page) -> None:
        """Show a page on stdout: by Rich on a terminal, else plain."""
        if self.is_terminal:
            self._show_all([page])
        else:
            self.say_all(plain.lines(page))

    def _show_all(self, pages: Iterable[Page]) -> None:
        """Show pages one below the other on a terminal, in the pager if they are too long."""
        from reflog.cli import pager
        from reflog.render import terminal

        console = terminal.console_for(self.stdout)
        height = terminal.height_of(console) if self.pages else None
        pieces = (piece for page in pages for piece in terminal.pieces(page, console))
        with self.output():
            pager.write(pieces, self.stdout, self.environ, height)

    def show_fitting(self, build: Callable[[int], Page], total: int) -> None:
        """Show as many of the rows as a terminal holds; all of them elsewhere."""
        if not self.is_terminal:
            self.say_all(plain.lines(build(total)))
            return
        from reflog.render import terminal

        console = terminal.console_for(self.stdout)
        with self.output():
            terminal.show(terminal.fitting(build, total, console), console)

    def say(self, text: str) -> None:
        """Write finished text on stdout."""
        self.say_all([text])

    def say_all(self, pieces: Iterable[str]) -> None:
        """Write finished text on stdout, piece by piece."""
        with self.output():
            self.stdout.writelines(pieces)

    def say_bytes(self, pieces: Iterable[bytes]) -> None:
        """Write a file on stdout: as it is, UTF-8; harmless where that is a terminal."""
        binary = None if self.is_terminal else getattr(self.stdout, "buffer", None)
        with self.output():
            for piece in pieces:
                if binary is not None:
                    binary.write(piece)
                else:
                    text = piece.decode()
                    shown = clean(text.replace("\r\n", "\n"), lines=True)
                    self.stdout.write(shown if self.is_terminal else text)

    def output(self) -> _Output:
        """Return what an answer is written in: what fails there is said as what it means."""
        self.let_go()
        return _Output(self.stdout)

    def progress(self) -> AbstractContextManager[Bar | NoBar]:
        """Show how far a long command has come, where stderr is a terminal."""
        if self.json or not self.stderr.isatty():
            from contextlib import nullcontext

            return nullcontext(NoBar())
        from reflog.render.progress import Bar

        return Bar(self.stderr)

    def note(self, *texts: str) -> None:
        """Say something beside the answer, on stderr.

        With --json it waits for the answer: a failure is one document and nothing beside it.
        """
        if self.json and not self._has_answered:
            self._notes += texts
            return
        for text in texts:
            self.tell(clean(text))

    def tell(self, line: str) -> None:
        """Write a line on stderr; where nobody can be told, what is done is done all the same."""
        from contextlib import suppress

        from reflog.render.words import folded

        with suppress(OSError):
            self.stderr.write(f"{folded(line, self.stderr)}\n")
            self.stderr.flush()

    def waiting(self, what: str) -> AbstractContextManager[None]:
        """Say on a terminal, where it takes long, how long what is done inside takes."""
        from contextlib import contextmanager

        return contextmanager(_waiting)(self.stderr, what)

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
            others: further answers after the candidates.
        """
        if not self.can_ask:
            message = f"{problem}."
            raise AmbiguousError(message, hint=hint, candidates=candidates)
        self.note(f"{problem}. Which one do you mean?")
        lines = [line for _key, line in candidates] + list(others)
        for number, line in enumerate(lines, 1):
            self.note(f"  {number}  {line}")
        last = f"-{len(lines)}" if len(lines) > 1 else ""
        for _try in range(TRIES):
            answer = self._answer(f"1{last}, or Enter to cancel: ")
            if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(lines):
                return int(answer) - 1
            if not answer:
                break
        message = "Nothing was chosen."
        raise AmbiguousError(message, hint=hint)

    def pick(self, question: str, answers: Collection[str]) -> str:
        """Ask for one of several short answers; "" where none of them is given."""
        for _try in range(TRIES):
            answer = self._answer(question).lower()
            if not answer or answer in answers:
                return answer
        return ""

    def confirm(self, question: str, *, hint: str) -> None:
        """Ask whether to go on."""
        if not self.can_ask:
            raise AmbiguousError(question, hint=hint)
        if self._answer(f"{question} [y/N] ").lower() not in {"y", "yes"}:
            message = "Canceled."
            raise AmbiguousError(message, hint=hint)

    def confirm_by_typing(self, word: str, question: str, *, hint: str) -> None:
        """Ask to type a word again before something that can't be taken back."""
        if not self.can_ask:
            raise AmbiguousError(question, hint=hint)
        if self._answer(f"{question} Type {word} to go on: ") != word:
            message = "Canceled."
            raise AmbiguousError(message, hint=hint)

    def question(self, prompt: str) -> str | None:
        """Ask something that need not be answered; None at the end of input, which is Ctrl-D."""
        line = self._line(prompt)
        return line.strip() if line else None

    def _answer(self, prompt: str) -> str:
        line = self._line(prompt)
        if not line:
            raise _unanswered()
        return line.strip()

    def _line(self, prompt: str) -> str:
        """Return the line typed, "" at the end of input."""
        from reflog.render.words import folded

        self.let_go()
        self.stderr.write(folded(clean(prompt), self.stderr))
        self.stderr.flush()
        try:
            _wait_for_line(self.stdin)
            line = self.stdin.readline()
        except KeyboardInterrupt:
            self.stderr.write("\n")
            raise _unanswered() from None
        if not line:
            self.stderr.write("\n")
        return line


def _unanswered() -> InterruptedByUserError:
    return InterruptedByUserError("You didn't answer the question.")


def _wait_for_line(stdin: TextIO) -> None:
    """Wait until a line is typed, so that no Ctrl-C is lost.

    One that arrives just before a read begins would be seen only once the read has ended; here
    the signal's own wake-up ends the wait.
    """
    import os
    import select
    import signal
    import sys

    try:
        typed = stdin.fileno()
    except OSError:  # not the process's own
        return
    if sys.platform == "win32":
        return
    wake, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    try:
        while typed not in select.select([typed, wake], [], [])[0]:
            os.read(wake, 1024)
    finally:
        signal.set_wakeup_fd(before)
        os.close(wake)
        os.close(told)


class _Output:
    """Flushes the answer, and turns what can go wrong with it into what it means."""

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout

    def __enter__(self) -> None:
        """Nothing is to be made ready."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._stdout.flush()
            elif isinstance(error, OSError):
                raise error
        except BrokenPipeError:
            raise ReaderGoneError from None
        except OSError as failure:
            message = f"I couldn't write the output: {failure.strerror}."
            hint = "anything to record was recorded; to see it: reflog log"
            raise InputOutputError(message, hint=hint).with_outcome("") from None


def _collected(parts: Iterable[Part], few: int = 1) -> Iterator[Part]:
    """Let garbage be collected where there are more than a few parts: else it costs too much."""
    for number, part in enumerate(parts):
        if number == few:
            gc.freeze()
            gc.enable()
        yield part


def _waiting(stream: TextIO, what: str) -> Iterator[None]:
    """Say on a terminal, second by second, how long what is done inside takes."""
    if not stream.isatty():
        yield
        return
    from contextlib import suppress
    from threading import Event, Thread

    is_done = Event()
    widest = 0

    def tell() -> None:
        nonlocal widest
        count = 0
        with suppress(OSError, ValueError):  # the terminal has gone away
            while not is_done.wait(SECONDS):
                count += 1
                shown = f"{what}: {count} s"
                stream.write(f"\r{shown}")
                stream.flush()
                widest = len(shown)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        is_done.set()
        teller.join()
        if widest:
            stream.write(f"\r{' ' * widest}\r")
            stream.flush()
