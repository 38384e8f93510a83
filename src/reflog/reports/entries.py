"""Any entry by its ledger number, and the short lists of thanks, one-to-ones and notes."""

from __future__ import annotations

from reflog.domain import narrowed
from reflog.domain.entries import Introduction, Thanks
from reflog.domain.schema import KIND
from reflog.reports import follow_ups, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import TypeVar

    from reflog.domain.entries import Entry
    from reflog.storage.reader import Reader

    Of = TypeVar("Of", bound=Entry)

LARGEST_NUMBER = 2**63 - 1
"""The largest number in SQLite; no entry ever gets it."""


def kind_of(reader: Reader, number: int) -> str | None:
    """Return what kind of entry has this ledger number."""
    sql = "SELECT kind FROM entry WHERE number = ?"
    kind: str | None = reader.value(sql, (min(number, LARGEST_NUMBER),))
    return kind


def entry(reader: Reader, number: int, today: date) -> Entry | None:
    """Return the entry with this ledger number, whole."""
    kind = kind_of(reader, number)
    if kind == "introduction":
        return introductions.introduction(reader, number)
    if kind == "follow-up":
        return follow_ups.follow_up(reader, number, today)
    found = latest(reader, KIND[kind].record, {"id = ?": number}) if kind else []
    return found[0] if found else None


def person_of(reader: Reader, number: int) -> int | None:
    """Return the id of the person a note, a one-to-one or a follow-up is with."""
    kind = kind_of(reader, number)
    if kind is None:
        return None
    sql = f"SELECT contact_id FROM {KIND[kind].table} WHERE number = ?"
    contact_id: int | None = reader.value(sql, (number,))
    return contact_id


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
    """Return the thanks given or received, newest first."""
    wanted = {"direction = ?": direction, '"on" >= ?': since, "contact_id = ?": contact_id}
    return latest(reader, Thanks, wanted)


def latest(reader: Reader, kind: type[Of], wanted: Mapping[str, object]) -> list[Of]:
    """Return the entries of a kind that pass the conditions of SQL, newest first."""
    where, values = narrowed(wanted)
    view = f"{KIND[kind.kind].table}_view"
    rows = reader.rows(f'SELECT * FROM {view} WHERE {where} ORDER BY "on" DESC, id DESC', values)
    return [kind.from_row(row) for row in rows]


def related(reader: Reader, one: Entry, today: date) -> list[Entry]:
    """Return the entries shown along with an entry, such as an introduction's business."""
    if not isinstance(one, Introduction):
        about = getattr(one, "about", None)
        return entries(reader, [about], today) if about is not None else []
    said = reader.rows("SELECT number FROM note WHERE about_id = ?", (one.id,))
    numbers = [*one.thanks, *one.follow_ups, *(row["number"] for row in said)]
    numbers += [deal.id for deal in one.business]
    numbers += [one.passed_to] if one.passed_to is not None else []
    return entries(reader, sorted(numbers), today)
