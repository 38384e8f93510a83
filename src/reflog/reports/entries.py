"""Any entry by its ledger number, and the short lists of thanks, one-to-ones and notes."""

from __future__ import annotations

from reflog.domain.entries import Introduction, Note, OneToOne, Thanks
from reflog.reports import follow_ups, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from reflog.domain.entries import Entry
    from reflog.storage.reader import Reader


LARGEST_NUMBER = 2**63 - 1
"""The largest SQLite can hold; no entry comes to bear it."""


def kind_of(reader: Reader, number: int) -> str | None:
    """Return what kind of entry bears this ledger number."""
    row = reader.row("SELECT kind FROM entry WHERE number = ?", (min(number, LARGEST_NUMBER),))
    return row["kind"] if row else None


def entry(reader: Reader, number: int, today: date) -> Entry | None:
    """Return the entry with this ledger number, whole."""
    kind = kind_of(reader, number)
    if kind == "introduction":
        return introductions.introduction(reader, number)
    if kind == "follow-up":
        return follow_ups.follow_up(reader, number, today)
    if kind == "business":
        return introductions.business_numbered(reader, number)
    if kind is None:
        return None
    view, build = _SMALL[kind]
    row = reader.row(f"SELECT * FROM {view} WHERE id = ?", (number,))
    return build(row) if row else None


def entries(reader: Reader, numbers: Iterable[int], today: date) -> list[Entry]:
    """Return the entries with these ledger numbers, in the order asked for."""
    found = (entry(reader, number, today) for number in numbers)
    return [one for one in found if one is not None]


def thanks(
    reader: Reader,
    *,
    direction: str | None = None,
    since: str | None = None,
    contact_id: int | None = None,
) -> list[Thanks]:
    """Return the thanks given or received, newest first.

    Args:
        reader: an open read door.
        direction: given, received, or None for both.
        since: the first day, ISO.
        contact_id: only those with this person.
    """
    wanted = {"direction = ?": direction, '"on" >= ?': since, "contact_id = ?": contact_id}
    given = {sql: value for sql, value in wanted.items() if value is not None}
    rows = reader.rows(
        f'SELECT * FROM thanks_view WHERE {" AND ".join(given) or "1"} ORDER BY "on" DESC, id DESC',
        tuple(given.values()),
    )
    return [thanks_of(row) for row in rows]


def one_to_ones(reader: Reader, contact_id: int) -> list[OneToOne]:
    """Return the one-to-ones with a person, newest first."""
    rows = reader.rows(
        'SELECT * FROM one_to_one_view WHERE contact_id = ? ORDER BY "on" DESC, id DESC',
        (contact_id,),
    )
    return [one_to_one_of(row) for row in rows]


def notes(reader: Reader, contact_id: int) -> list[Note]:
    """Return the notes on a person, newest first."""
    rows = reader.rows(
        'SELECT * FROM note_view WHERE contact_id = ? ORDER BY "on" DESC, id DESC', (contact_id,)
    )
    return [note_of(row) for row in rows]


def thanks_of(row: sqlite3.Row) -> Thanks:
    """Turn a row of thanks_view into the record."""
    return Thanks(**_fields(Thanks, row))


def one_to_one_of(row: sqlite3.Row) -> OneToOne:
    """Turn a row of one_to_one_view into the record."""
    return OneToOne(**_fields(OneToOne, row))


def note_of(row: sqlite3.Row) -> Note:
    """Turn a row of note_view into the record."""
    return Note(**_fields(Note, row))


def _fields(kind: type[Entry], row: sqlite3.Row) -> dict[str, Any]:
    """Return the fields of a record from a row whose columns are called the same."""
    return {name: row[name] for name in kind.fields}


_SMALL = {
    "thanks": ("thanks_view", thanks_of),
    "one-to-one": ("one_to_one_view", one_to_one_of),
    "note": ("note_view", note_of),
}


def related(reader: Reader, one: Entry, today: date) -> list[Entry]:
    """Return what belongs to an entry: of an introduction its business, thanks and follow-ups."""
    if isinstance(one, Introduction):
        numbers = (*(deal.id for deal in one.business), *one.thanks, *one.follow_ups)
        return entries(reader, sorted(numbers), today)
    about = getattr(one, "about", None)
    return entries(reader, [about], today) if about is not None else []
