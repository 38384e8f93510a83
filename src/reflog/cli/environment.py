"""What a command is given: the date, the ledger, the streams and the settings.

It is on the path of `reflog due`, so whatever only other commands need is imported late.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property

from reflog import NoPlaceError, absolute, ledger_path
from reflog.cli.terminal import Streams
from reflog.domain.days import FIRST_YEAR
from reflog.errors import CannotCreateError, NotFoundError, ReflogError, UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import TextIO

    from reflog.cli.arguments.line import Line
    from reflog.domain.entries import Money
    from reflog.reports.remarks import Remarks
    from reflog.storage import Reader
    from reflog.storage.files import Files
    from reflog.storage.ledger import Ledger

LONGEST_STDIN = 16_000_000  # bytes that are read; more than any text may have


class Environment(Streams):
    """Everything that a command reads besides its own options.

    Attributes:
        named_ledger: the file that --ledger names.
        text_words: how many of the last words stood behind `--`.
        asked_already: options that aren't asked for: a key asked, or asks, for them.
        line: the parsed command line, if it has options.
        outcome: what a failure of the command means, as a clause; "" if it only asks.
        surely_new: names of people said to be new, even if the name is taken.
        came_along: addresses typed with the name of a known person, by the person's id.
        typed_emails: the addresses typed with a name, known or new.
        typed_phones: the numbers typed with a name, known or new.
        beside: what the answer says beside the entries that it lists.
    """

    def __init__(
        self, environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
    ) -> None:
        super().__init__(stdin, stdout, stderr)
        self.environ = environ
        self.named_ledger: str | None = None
        self.text_words = 0
        self.asked_already: frozenset[str] = frozenset()
        self.line: Line | None = None
        self.outcome = ""
        self.surely_new: set[str] = set()
        self.came_along: dict[int, tuple[str, ...]] = {}
        self.typed_emails: list[str] = []
        self.typed_phones: list[str] = []
        self.beside: list[str] = []
        self._reader: Reader | None = None
        self._has_read_text = False

    @cached_property
    def today(self) -> date:
        """The local date, or REFLOG_TODAY."""
        named = self.environ.get("REFLOG_TODAY")
        if not named:
            return date.today()  # noqa: DTZ011 - the local date is what is meant
        try:
            day = date.fromisoformat(named)
        except ValueError:
            day = date.min
        if day.year < FIRST_YEAR:
            message = f"REFLOG_TODAY is {quoted(named)}, which is not a date."
            raise UsageError(message, hint="write it like 2026-11-21")
        return day

    @cached_property
    def now(self) -> datetime:
        """This instant, for saying how long ago something was."""
        from datetime import UTC, datetime

        return datetime.now(UTC)

    @cached_property
    def ledger_path(self) -> str:
        """The absolute path of the ledger."""
        if self.named_ledger == "":
            raise UsageError("The file name is empty.", hint="reflog --ledger ledger.db due")
        try:
            return ledger_path(self.named_ledger, self.environ)
        except NoPlaceError as error:
            message = f"There is no place for a ledger: {error}."
            raise CannotCreateError(message, hint="say where the ledger is with --ledger") from None

    def file_read(self, typed: str, example: str) -> str:
        """Return the absolute path of a file to read (UsageError: its name is empty)."""
        return _absolute(typed, example, NotFoundError)

    def file_made(self, typed: str, example: str, *, may_be_folder: bool = False) -> str:
        """Return the absolute path of a file to write; one that ends in / has to be a folder."""
        path = _absolute(typed, example, CannotCreateError)
        ends = typed.endswith((os.sep, os.altsep or os.sep))
        if ends and not may_be_folder and not os.path.isdir(path):
            message = f"There is no folder {typed}."
            raise CannotCreateError(message, hint="make it first, or name a file")
        return path

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings that differ from their defaults."""
        return self.reader.settings()

    def _setting(self, key: str) -> object:
        from reflog.domain.settings import value_of

        return value_of(key, self.settings)

    @property
    def day_first(self) -> bool | None:
        """Whether 03/04 is the third of April; None if it is refused."""
        value = self._setting("day_first")
        return value if isinstance(value, bool) else None

    @property
    def asks_questions(self) -> bool:
        """Whether a command may ask for more than it needs."""
        return self.can_ask and self._setting("questions") is True

    @property
    def currency(self) -> str:
        """The ISO 4217 code for an amount typed without a currency."""
        return self.settings.get("currency") or self.usual_currency

    @property
    def usual_currency(self) -> str:
        """The currency of the locale, which holds until one is set."""
        from reflog.domain.money import currency_of

        names = ("LC_ALL", "LC_MONETARY", "LANG")
        return currency_of(next(filter(None, map(self.environ.get, names)), ""))

    @cached_property
    def intervals(self) -> dict[str, int]:
        """How many days each interval of the playbook lasts."""
        from reflog.domain.settings import intervals

        return intervals(self.settings)

    def remarks(self) -> Remarks:
        """The finder of what is worth a remark, in the ledger as it is now."""
        from reflog.reports.remarks import Remarks

        return Remarks(self.reader, self.today, self.intervals)

    @property
    def reader(self) -> Reader:
        """The read door: one snapshot, until something is written, answered or asked.

        Another command that writes waits while it is open, so it is closed before anything slow.
        """
        if self._reader is None:
            from reflog.storage import Reader

            self._reader = Reader(self.ledger_path, self.today.isoformat()).__enter__()
        return self._reader

    def let_go(self) -> None:
        """Close the read door, so that nobody waits for it."""
        if self._reader is not None:
            self._reader.__exit__(None, None, None)
            self._reader = None

    def writing(self, command: str) -> AbstractContextManager[Ledger]:
        """Open the write door for one command; the day's first write is followed by a backup."""
        from contextlib import contextmanager

        return contextmanager(self._writing)(command)

    def _writing(self, command: str) -> Iterator[Ledger]:
        from reflog.storage.ledger import writing

        self.let_go()
        with writing(self.ledger_path, command, self.today.isoformat()) as ledger:
            yield ledger
        if ledger.written.op is not None:
            self.outcome = "the change was recorded"
            self.pages = False
            self._copy_for_the_day()

    def _copy_for_the_day(self) -> None:
        """Take the day's copy of the ledger; what was written stays, whatever comes of it."""
        from reflog.storage import copies

        try:
            if copies.wants_copy(self.ledger_path, self.today.isoformat()):
                from reflog.storage.backups import take

                take.back_up_and_thin(self.ledger_path, self.today.isoformat())
        except Exception as error:  # noqa: BLE001 - the command is done, and says so
            said = error.message if isinstance(error, ReflogError) else type(error).__name__
            self.note(f"Today's copy of the ledger failed: {said}")

    def measure(self, kind: str, words: Sequence[str]) -> int:
        """Return how many leading words make one value of a kind: WHEN, SPAN, MONEY or N."""
        if kind == "MONEY":
            from reflog.domain.money import leading_money

            return leading_money(words, self.currency)
        if kind == "N":
            from reflog.cli.arguments import numbers

            return numbers.leading_number(self, words)
        from reflog.domain import leading, spans

        if kind == "SPAN":
            return spans.leading_span(words)
        return (
            leading.leading_day(words, self.today)
            or leading.leading_mistyped(words, self.today)
            or leading.leading_period(words)
        )

    def typed_text(self) -> str:
        """Return the text on standard input, for which `-` stands, without its last line feeds."""
        if self._has_read_text:
            raise UsageError("Standard input can be read only once.", hint="type - in one place")
        self._has_read_text = True
        self.let_go()
        data = getattr(self.stdin, "buffer", self.stdin).read(LONGEST_STDIN)
        try:
            text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        except UnicodeDecodeError:
            message = "What standard input says is not valid UTF-8."
            raise UsageError(message, hint="save it as UTF-8") from None
        return str(text).replace("\r\n", "\n").rstrip("\n")

    def files(self, targets: Iterable[str], *, force: bool) -> Files:
        """Return the writer of files that are written all or none, and never over the ledger."""
        from reflog.storage.files import Files

        return Files(targets, self.ledger_path, force=force)

    def held(self, pieces: Iterable[bytes]) -> AbstractContextManager[Iterator[bytes]]:
        """Take in pieces, to be given out once all are there; what is large waits by the ledger."""
        from reflog.storage.held import held

        return held(pieces, os.path.dirname(self.ledger_path))

    def money(self, text: str) -> Money:
        """Read an amount; without a currency it is of the one set."""
        from reflog.domain.money import parse_money

        return parse_money(text, self.currency)


def _absolute(typed: str, example: str, missing: type[ReflogError]) -> str:
    if not typed or "\0" in typed:
        raise UsageError("The file name is empty.", hint=example)
    try:
        return absolute(typed)
    except NoPlaceError as error:
        message = f"I can't tell where {typed} is: {error}."
        raise missing(message, hint="give the whole path, from / on") from None


def import_write_door() -> None:
    """Import what a write will need, while nobody is waiting for it."""
    import reflog.storage.ledger  # noqa: F401 - to be there later
