"""Any entry by its ledger number, and the short lists of thanks, one-to-ones and notes."""

from __future__ import annotations

from reflog.domain.entries import Introduction, Note, OneToOne, Thanks
from reflog.domain.schema import KIND
from reflog.reports import follow_ups, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reflog.domain.entries import Entry
    from reflog.storage.reader import Reader


LARGEST_NUMBER = 2**63 - 1
"""The largest number in SQLite; no entry ever gets it."""


def kind_of(reader: Reader, number: int) -> str | None:
    """Return what kind of entry has this ledger number."""
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
    of = KIND[kind]
    row = reader.row(f"SELECT * FROM {of.table}_view WHERE id = ?", (number,))
    return of.record.from_row(row) if row else None


def person_of(reader: Reader, number: int) -> int | None:
    """Return the id of the person a note, a one-to-one or a follow-up is with."""
    kind = kind_of(reader, number)
    if kind is None:
        return None
    row = reader.row(f"SELECT contact_id FROM {KIND[kind].table} WHERE number = ?", (number,))
    return row["contact_id"] if row else None


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
        direction: given, received, or None for both.
    """
    wanted = {"direction = ?": direction, '"on" >= ?': since, "contact_id = ?": contact_id}
    given = {sql: value for sql, value in wanted.items() if value is not None}
    rows = reader.rows(
        f'SELECT * FROM thanks_view WHERE {" AND ".join(given) or "1"} ORDER BY "on" DESC, id DESC',
        tuple(given.values()),
    )
    return [Thanks.from_row(row) for row in rows]


def one_to_ones(reader: Reader, contact_id: int) -> list[OneToOne]:
    """Return the one-to-ones with a person, newest first."""
    rows = reader.rows(
        'SELECT * FROM one_to_one_view WHERE contact_id = ? ORDER BY "on" DESC, id DESC',
        (contact_id,),
    )
    return [OneToOne.from_row(row) for row in rows]


def notes(reader: Reader, contact_id: int) -> list[Note]:
    """Return the notes on a person, newest first."""
    rows = reader.rows(
        'SELECT * FROM note_view WHERE contact_id = ? ORDER BY "on" DESC, id DESC', (contact_id,)
    )
    return [Note.from_row(row) for row in rows]


def related(reader: Reader, one: Entry, today: date) -> list[Entry]:
    """Return the entries shown along with an entry, such as an introduction's business."""
    if isinstance(one, Introduction):
        said = reader.rows("SELECT number FROM note WHERE about_id = ?", (one.id,))
        numbers = (
            *(deal.id for deal in one.business),
            *one.thanks,
            *one.follow_ups,
            *(row["number"] for row in said),
        )
        if one.passed_to is not None:
            numbers = (*numbers, one.passed_to)
        return entries(reader, sorted(numbers), today)
    about = getattr(one, "about", None)
    return entries(reader, [about], today) if about is not None else []
