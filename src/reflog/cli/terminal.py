"""The streams a command answers, comments and asks on."""

from __future__ import annotations

import gc

from reflog.errors import AmbiguousError, InputOutputError, InterruptedByUserError, quoted
from reflog.render import clean, folded, plain_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, TextIO, TypeVar

    from reflog.render import Page
    from reflog.render.progress import Bar

    Part = TypeVar("Part")

FEW = 1000  # pieces of an answer that are written before their garbage is looked for
SECONDS = 1.0  # for which nothing is said, and between two words of it
TRIES = 3  # at a question, before a wrong answer counts as none
PROGRAM = "reflog"  # what a command begins with in the shell


class NoBar:
    """Stands in for a progress bar where none is shown."""

    def begin(self, _what: str, *, at_once: bool = False) -> Callable[[int, int], None]:  # noqa: ARG002 - as of a bar
        """Begin a step; what is returned takes how much is done, of how much, and ignores it."""
        return lambda _done, _total: None


class ReaderGoneError(Exception):
    """The program that read the answer has ended; the command itself is done."""


class Streams:
    """Writes answers to stdout, and comments and questions to stderr.

    Attributes:
        json: the answer is one JSON document.
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
        """Whether questions may be asked: only where terminals show and answer them."""
        streams = (self.stdin, self.stdout, self.stderr)
        return not self.json and all(stream.isatty() for stream in streams)

    @property
    def is_terminal(self) -> bool:
        """Whether the answer goes to a terminal."""
        return self.stdout.isatty()

    def let_go(self) -> None:
        """Release what others would wait for while something is shown or asked."""

    def answer(self, page: Callable[[], Page], value: Callable[[], object]) -> None:
        """Write the answer: the page, or with --json the value; whichever is wanted is built."""
        if self.json:
            self.answer_json(value())
        else:
            self.show(page())

    def answer_json(self, value: object) -> None:
        """Write a value as one JSON document, then the comments kept for it.

        Of a long document an iterator is given, and its pieces are written as they come.
        """
        from collections.abc import Iterator

        from reflog.render import objects

        pieces = value if isinstance(value, Iterator) else [objects.document(value)]
        self.say_all(collected(pieces, FEW))
        self._has_answered = True
        self.note(*self._notes)

    def answer_in_pages(
        self,
        parts: Iterable[Part],
        page_of: Callable[[Part], Page],
        values_of: Callable[[Part], list[Any]],
    ) -> None:
        """Write a long answer a part at a time, each read wholly before it is written.

        Args:
            parts: the first may be empty.
            values_of: returns the part's members of the one JSON list.
        """
        parts = collected(parts)
        if self.json:
            from reflog.render import objects

            members = (value for part in parts for value in values_of(part))
            self.answer_json(objects.list_document(members))
        elif self.is_terminal:
            self._show_all(map(page_of, parts))
        else:
            for part in parts:
                self.show(page_of(part))

    def show(self, page: Page) -> None:
        """Write a page to stdout: by Rich on a terminal, else plain."""
        if self.is_terminal:
            self._show_all([page])
        else:
            self.say_all(plain_lines(page))

    def _show_all(self, pages: Iterable[Page]) -> None:
        """Show pages one below the other on a terminal, in the pager if they are too long."""
        from reflog.cli import pager
        from reflog.render import terminal

        console = terminal.console_for(self.stdout)
        height = terminal.height_of(console) if self.pages else None
        pieces = (piece for page in pages for piece in terminal.pieces(page, console))
        self._write(lambda: pager.write(pieces, self.stdout, self.environ, height))

    def show_fitting(self, build: Callable[[int], Page], total: int) -> None:
        """Write a page of as many of the rows as fit on a terminal; of all of them elsewhere."""
        if not self.is_terminal:
            self.say_all(plain_lines(build(total)))
            return
        from reflog.render import terminal

        console = terminal.console_for(self.stdout)
        self._write(lambda: terminal.show(terminal.fitting(build, total, console), console))

    def say(self, text: str) -> None:
        """Write text to stdout as it is."""
        self.say_all([text])

    def say_all(self, pieces: Iterable[str]) -> None:
        """Write text to stdout as it is, piece by piece."""
        self._write(lambda: self.stdout.writelines(pieces))

    def say_bytes(self, pieces: Iterable[bytes]) -> None:
        """Write a file to stdout: its bytes, or on a terminal text without control characters."""
        if self.is_terminal:
            text = (piece.decode().replace("\r\n", "\n") for piece in pieces)
            self.say_all(clean(piece, lines=True) for piece in text)
            return
        binary = getattr(self.stdout, "buffer", None)
        if binary is not None:
            self._write(lambda: binary.writelines(pieces))
        else:
            self.say_all(piece.decode() for piece in pieces)

    def _write(self, write: Callable[[], object]) -> None:
        """Write an answer, and turn what can go wrong with it into what it means."""
        self.let_go()
        try:
            write()
            self.stdout.flush()
        except BrokenPipeError:
            raise ReaderGoneError from None
        except OSError as error:
            message = f"I couldn't write the output: {error.strerror}."
            hint = "anything to record was recorded; to see it: reflog log"
            raise InputOutputError(message, hint=hint).with_outcome("") from None

    def progress(self) -> AbstractContextManager[Bar | NoBar]:
        """Show how far a long command has come, where stderr is a terminal."""
        if self.json or not self.stderr.isatty():
            from contextlib import nullcontext

            return nullcontext(NoBar())
        from reflog.render.progress import Bar

        return Bar(self.stderr)

    def note(self, *texts: str) -> None:
        """Write a comment beside the answer, to stderr.

        With --json it is kept for the document: a failure has to be one document and nothing else.
        """
        if self.json and not self._has_answered:
            self._notes += texts
            return
        for text in texts:
            self.tell(clean(text))

    def tell(self, line: str) -> None:
        """Write a line to stderr, and ignore a failure to: what is done is done."""
        from contextlib import suppress

        with suppress(OSError):
            self.stderr.write(f"{folded(line, self.stderr)}\n")
            self.stderr.flush()

    def waiting(self, what: str) -> AbstractContextManager[None]:
        """Say on a terminal how long the block takes, once it takes long."""
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
        """Ask for one of several, numbered from 1, and return its place, counted from 0.

        Args:
            problem: why this is asked, a sentence without its full stop.
            candidates: the key of each, and a line that tells it from the others.
            others: further answers after the candidates.
        """
        if not self.can_ask:
            raise AmbiguousError(f"{problem}.", hint=hint, candidates=candidates)
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
        raise AmbiguousError("Nothing was chosen.", hint=hint)

    def pick(self, question: str, answers: Collection[str]) -> str:
        """Ask for one of several short answers; return "" if another is given."""
        for _try in range(TRIES):
            answer = self._answer(question).lower()
            if not answer or answer in answers:
                return answer
            self.note(f"{quoted(answer)} is none of {', '.join(answers)}.")
        return ""

    def confirm(self, question: str, *, hint: str, word: str = "") -> None:
        """Ask whether to go on (AmbiguousError: nobody can be asked, or the answer is not yes).

        Before something that undo cannot bring back, `word` is to be typed for yes.
        """
        if not self.can_ask:
            raise AmbiguousError(question, hint=hint).for_ledger()
        answer = self._answer(f"{question} {f'Type {word} to go on:' if word else '[y/N]'} ")
        if answer != word if word else answer.lower() not in {"y", "yes"}:
            raise AmbiguousError("Canceled.", hint=hint).for_ledger()

    def question(self, prompt: str) -> str | None:
        """Ask something that needs no answer; None at the end of input, which is Ctrl-D.

        A command of ours that was typed ahead is no answer, and it is asked again.
        """
        while line := self._line(prompt):
            if line.split()[:1] != [PROGRAM]:
                return line.strip()
            self.note("That looks like a command; Enter skips the question.")
        return None

    def _answer(self, prompt: str) -> str:
        line = self._line(prompt)
        if not line:
            raise InterruptedByUserError("You didn't answer the question.")
        return line.strip()

    def _line(self, prompt: str) -> str:
        """Return the line typed, "" at the end of input."""
        self.let_go()
        self.stderr.write(folded(clean(prompt), self.stderr))
        self.stderr.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            self.stderr.write("\n")
            raise InterruptedByUserError("You didn't answer the question.") from None
        if not line:
            self.stderr.write("\n")
        return line


def collected(parts: Iterable[Part], few: int = 1) -> Iterator[Part]:
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
