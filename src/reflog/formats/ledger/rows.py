"""A whole ledger's JSON, checked by every rule of the ledger and turned into rows.

It is read twice: first for the people and the introductions, then for everything that refers to
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain.schema import KINDS
from reflog.formats.errors import UnreadableError, named
from reflog.formats.ledger import reading
from reflog.formats.ledger.document import HEADER
from reflog.formats.ledger.entries import Entries
from reflog.formats.ledger.journal import Journal, is_left
from reflog.formats.ledger.people import ALL, People, settings
from reflog.formats.ledger.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reflog.formats.ledger.reading import Found, Pieces

    Row = tuple[Any, ...]

COUNTED = ("contact", "entry")

_ENTRIES = tuple(kind.section for kind in KINDS)
_PARTS = ("contacts", *_ENTRIES, "cards", "distinct")


BATCH = 10_000
"""How many objects of the document are rows in memory before they are passed on."""


class Document:
    """A whole ledger in a file.

    Making one reads it for its people and introductions; `rows` reads it again for the rows.

    Args:
        source: the text, or a function that yields its bytes from the beginning.
        file: what messages call the file.

    Attributes:
        has_journal: it has a journal that can be taken over.
        leaves_journal: it has one of a build from before the first release, which is ignored.
        counts: how many objects it has, by section.
        numbers: the last number that each sequence has given out; complete after `rows`.

    Raises:
        NewerError: a newer reflog wrote it.
        UnreadableError: something is wrong with it; the sentence names the line and the entry.
    """

    def __init__(self, source: str | Pieces, file: str = "The file") -> None:
        self._source = source
        self._file = file
        self._header: dict[str, Found] = {}
        self._people = People()
        self._entries = Entries(self._people)
        self.journal = Journal()
        self.has_journal = self.leaves_journal = False
        self.counts = {"contacts": -1, **dict.fromkeys(_ENTRIES, 0)}  # I am not counted
        with named(self._file):
            self._look()

    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows in batches, each of one table; those of a table come in their order.

        The journal comes as the tables `op` and `change`, see `Journal.rows`.

        Raises:
            UnreadableError: as for the class.
        """
        with named(self._file):
            yield from self._all_rows()

    def _look(self) -> None:
        document = reading.Document(self._source)
        for found in document.found():
            if found.section in self.counts:
                self.counts[found.section] += 1
            if found.section in HEADER:
                self._header[found.section] = found
            elif found.section == "contacts":
                self._people.add(found)
            elif found.section == "introductions":
                self._entries.expect(found)
            elif found.section == "ops" and not self.has_journal:
                self.leaves_journal |= is_left(found)
                self.has_journal = not self.leaves_journal
        _require_whole(self._header, {*HEADER, *_PARTS} - document.present)
        self._people.require_me()
        self._settings = settings(self._header["settings"])
        self.numbers = _numbers(self._header["numbers"])

    def _all_rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows of the people, then those of everything that refers to them."""
        takers: dict[str, Callable[[Found], None]] = {
            **dict.fromkeys(_ENTRIES, self._entries.add),
            "cards": self._people.add_card,
            "distinct": self._people.add_distinct,
            "ops": self.journal.add,
            "changes": self.journal.add,
        }
        yield from _passed_on(self._people.rows)
        for count, found in enumerate(reading.Document(self._source).found(), 1):
            if found.section in takers:
                takers[found.section](found)
            if count % BATCH == 0:
                yield from self._held()
        yield from self._held()
        if self._settings:
            yield "setting", self._settings
        for table, last in (("contact", self._people.last), ("entry", self._entries.last)):
            self.numbers[table] = max(self.numbers[table], last)

    def _held(self) -> Iterator[tuple[str, list[Row]]]:
        for collected in (self._people, self._entries, self.journal):
            yield from _passed_on(collected.rows)


def _passed_on(rows: dict[str, list[Row]]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows that are there, and hold them no longer."""
    for table, some in rows.items():
        if some:
            rows[table] = []
            yield table, some


def _require_whole(header: dict[str, Found], missing: set[str]) -> None:
    """Refuse what holds only a part of a ledger."""
    left_out = header["redacted"].value if "redacted" in header else None
    if left_out:
        words = ", ".join(map(str, left_out)) if isinstance(left_out, list) else "something"
        reason = f"it was written without {words} (--redact), so it is not a whole ledger"
        raise UnreadableError(reason, hint="export it again, without --redact")
    if missing - {"redacted"}:
        reason = "it is only part of a ledger"
        raise UnreadableError(reason, hint=ALL)


def _numbers(found: Found) -> dict[str, int]:
    # The first builds that could export gave the number of the last command too.
    values = Values(found, (*COUNTED, "op"), "")
    return {key: values.number(key, least=0) for key in COUNTED}
