"""What a command is given: today, the ledger, the streams, the settings."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from reflog import paths
from reflog.cli.streams import Streams
from reflog.domain import settings as known_settings
from reflog.domain.money import Money, parse_money
from reflog.errors import CannotCreateError, ReflogError, UsageError
from reflog.reports.settings import kept_settings
from reflog.storage.reader import Reader

if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


class Environment(Streams):
    """Everything that a command reads beside its own options, handed in.

    Attributes:
        environ: the variables of the process.
        named_ledger: the file named by --ledger.
        text_words: how many of the last words stood behind `--`.
    """

    def __init__(
        self, environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO
    ) -> None:
        super().__init__(stdin, stdout, stderr)
        self.environ = environ
        self.named_ledger: str | None = None
        self.text_words = 0

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
        """The absolute path of the ledger.

        Raises:
            CannotCreateError: nothing names it, and the user has no home.
        """
        try:
            return paths.ledger_path(self.named_ledger, self.environ)
        except paths.NoHomeError:
            message = "There is no place for a ledger: HOME is not set; nothing was changed."
            raise CannotCreateError(message, hint="name the ledger with --ledger") from None

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


@contextmanager
def _write_door(path: str, command: str, today: str) -> "Iterator[Ledger]":
    """Import the write door without collecting garbage meanwhile, and open it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        from reflog.storage.ledger import writing  # noqa: PLC0415 - SQLModel, for writing only
    finally:
        if was_enabled:
            gc.enable()
    with writing(path, command, today) as ledger:
        yield ledger
