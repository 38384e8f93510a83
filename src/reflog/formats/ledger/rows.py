"""The objects of the ledger's JSON as rows of its tables, every rule of the ledger checked.

The text is read twice: first who the people are and which introductions there are, then
everything that refers to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain.record import Record
from reflog.domain.schema import KINDS
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.document import HEADER
from reflog.formats.ledger.entries import Entries
from reflog.formats.ledger.journal import Journal
from reflog.formats.ledger.people import ALL, People, settings
from reflog.formats.ledger.reading import Document
from reflog.formats.ledger.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reflog.formats.ledger.reading import Found

    Row = tuple[Any, ...]

COUNTED = ("contact", "entry")

_ENTRIES = tuple(kind.section for kind in KINDS)
_PARTS = ("contacts", *_ENTRIES, "cards", "distinct")


class Whole(Record):
    """A whole ledger, read and found to be one.

    Attributes:
        rows: by table, in the order of domain.schema.COLUMNS.
        numbers: the last number that each sequence has given.
        ops: the commands of the journal, as rows, with the ids of those each took back;
            None where the journal is not there.
        changes: op, table, key, before and after of every change.
        leaves_journal: there is one that a build from before the first release wrote, and it
            is not taken.
        counts: how many objects there are, by section.
    """

    rows: dict[str, list[Row]]
    numbers: dict[str, int]
    ops: list[tuple[Row, tuple[int, ...]]] | None
    changes: list[Row]
    leaves_journal: bool
    counts: dict[str, int]


def whole_ledger(text: str, file: str = "The file") -> Whole:
    """Read a whole ledger.

    Args:
        file: what the file is called in sentences.

    Raises:
        NewerError: a newer reflog wrote it.
        UnreadableError: something is wrong with it; the sentence names the line and the entry.
    """
    try:
        return _whole(text)
    except UnreadableError as error:
        raise error.of(file) from None


def _whole(text: str) -> Whole:
    header: dict[str, Found] = {}
    people = People()
    entries = Entries(people)
    document = Document(text)
    for found in document.found():
        if found.section in HEADER:
            header[found.section] = found
        elif found.section == "contacts":
            people.add(found)
        elif found.section == "introductions":
            entries.expect(found)
    _require_whole(header, {*HEADER, *_PARTS} - document.present)
    people.require_me()
    journal = Journal()
    _take_in(Document(text).found(), people, entries, journal)
    rows = people.rows | entries.rows | {"setting": settings(header["settings"])}
    return Whole(
        rows=rows,
        numbers=_numbers(header["numbers"], rows),
        ops=journal.ops or None,
        changes=journal.changes,
        leaves_journal=journal.is_left,
        counts={"contacts": len(people.rows["contact"]) - 1, **entries.counts},
    )


def _take_in(every: Iterable[Found], people: People, entries: Entries, journal: Journal) -> None:
    """Take in everything that refers to people and introductions."""
    takers: dict[str, Callable[[Found], None]] = {
        **dict.fromkeys(_ENTRIES, entries.add),
        "cards": people.add_card,
        "distinct": people.add_distinct,
        "ops": journal.add,
        "changes": journal.add,
    }
    for found in every:
        if found.section in takers:
            takers[found.section](found)


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


def _numbers(found: Found, rows: dict[str, list[Row]]) -> dict[str, int]:
    # The first builds that could export gave the number of the last command too.
    values = Values(found, (*COUNTED, "op"), "")
    given = {key: values.number(key, least=0) for key in COUNTED}
    for table in COUNTED:
        given[table] = max(given[table], *(row[0] for row in rows[table]), 0)
    return given
