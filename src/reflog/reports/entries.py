"""Entries by ledger number, follow-ups by the day they are due, and short lists of the others.

Introductions, which are more than their row, have a module of their own.
"""

from __future__ import annotations

from datetime import date

from reflog.domain import by_name, narrowed, split
from reflog.domain.contacts import ME
from reflog.domain.days import later
from reflog.domain.entries import Entry, FollowUp, Introduction, Thanks
from reflog.domain.follow_ups import Parties, asked_for, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, TypeVar

    from reflog.domain.schema import Kind
    from reflog.storage import Reader

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
        from reflog.reports import introductions

        return introductions.introduction(reader, number)
    if kind == "follow-up":
        return follow_up(reader, number, today)
    found = latest(reader, _kind(kind).record, {"id = ?": number}) if kind else []
    return found[0] if found else None


def person_of(reader: Reader, number: int) -> int | None:
    """Return the id of the person a note, a one-to-one or a follow-up is with."""
    kind = kind_of(reader, number)
    if kind is None:
        return None
    sql = f"SELECT contact_id FROM {_kind(kind).table} WHERE number = ?"
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


def _kind(name: str) -> Kind:
    from reflog.domain.schema import KIND

    return KIND[name]


def latest(reader: Reader, kind: type[Of], wanted: Mapping[str, object]) -> list[Of]:
    """Return the entries of a kind that pass the conditions of SQL, newest first."""
    where, values = narrowed(wanted)
    view = f"{_kind(kind.kind).table}_view"
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


def due(  # noqa: PLR0913 - each narrows the list
    reader: Reader,
    today: date,
    *,
    within: int | None = None,
    contact_id: int | None = None,
    purpose: str | None = None,
    about: int | None = None,
    limit: int = -1,
) -> list[FollowUp]:
    """Return the open follow-ups, most overdue first.

    Args:
        within: how many days ahead to look; None for all.
        limit: at most this many; -1 for all.
    """
    wanted = {
        "due_on <= ?": None if within is None else later(today, within).isoformat(),
        "contact_id = ?": contact_id,
        "purpose = ?": purpose,
        "about = ?": about,
    }
    where, values = narrowed(wanted)
    rows = reader.rows(
        f"SELECT * FROM follow_up_view WHERE status = 'open' AND {where} "
        "ORDER BY due_on, id LIMIT ?",
        (*values, limit),
    )
    return _all_of(reader, rows, today)


def count_due(
    reader: Reader, today: date, *, contact_id: int | None = None, purpose: str | None = None
) -> int:
    """Return how many open follow-ups are overdue or due today."""
    wanted = {
        "due_on <= ?": today.isoformat(),
        "contact_id = ?": contact_id,
        "purpose = ?": purpose,
    }
    where, values = narrowed(wanted)
    sql = f"SELECT count(*) FROM follow_up WHERE status = 'open' AND {where}"
    return int(reader.value(sql, values))


def follow_up(reader: Reader, number: int, today: date) -> FollowUp | None:
    """Return the follow-up with this ledger number, if it is one."""
    found = follow_ups(reader, [number], today)
    return found[0] if found else None


def follow_ups(reader: Reader, numbers: Iterable[int], today: date) -> list[FollowUp]:
    """Return the follow-ups with these ledger numbers, in the order asked for."""
    rows = (
        reader.row(f"SELECT *, {ABOUT_DAYS} FROM follow_up_view WHERE id = ?", (number,))
        for number in dict.fromkeys(numbers)
    )
    return _all_of(reader, [row for row in rows if row is not None], today)


def wanted(reader: Reader, contact_id: int = ME) -> str | None:
    """Return what somebody, or I, last said that a good referral is."""
    text = reader.value(
        "SELECT text FROM note WHERE contact_id = ? AND topic = 'wants' "
        "ORDER BY noted_on DESC, number DESC LIMIT 1",
        (contact_id,),
    )
    return text and asked_for(text.strip().rstrip("."))


def _all_of(reader: Reader, rows: Sequence[sqlite3.Row], today: date) -> list[FollowUp]:
    words = wanted(reader) if any(row["purpose"] == "ask" for row in rows) else None
    return [follow_up_of(row, today, words) for row in rows]


ABOUT_DAYS = (
    "(SELECT stage_on FROM introduction WHERE number = about) AS stage_on, "
    "(SELECT min(reached_on) FROM stage_change WHERE introduction_id = about "
    "AND stage IN ('connected', 'met') AND told_by <> contact_id) AS told_on"
)
"""What a query of follow_up_view asks for besides where some may be done."""


def follow_up_of(row: sqlite3.Row, today: date, wants: str | None = None) -> FollowUp:
    """Return the record of a row of follow_up_view; the sentence of an ask says what I want.

    What was done before the introduction came to its stage is said without it.
    """
    known = by_name(row)
    person, is_open = known["contact_name"], known["status"] == "open"
    what = wants if known["purpose"] == "ask" else known["what"]
    return FollowUp.from_row(
        known,
        what=sentence(known["purpose"], person, what, _parties(known)),
        typed=known["what"],
        days_overdue=(today - date.fromisoformat(known["due_on"])).days if is_open else None,
        unasked=bool(known["unasked"]),
        is_tried=bool(known["tried"]),
        emails=split(known["emails"]),
        phones=split(known["phones"]),
    )


def _parties(row: dict[str, Any]) -> Parties | None:
    if row["about"] is None:
        return None
    done_on, stage_on, told_on = row["done_on"], row.get("stage_on") or "", row.get("told_on")
    return Parties(
        introducer=party_of(row, "introducer"),
        provider=party_of(row, "provider"),
        prospect=party_of(row, "prospect"),
        own_custom=row["introducer_id"] == row["prospect_id"],
        stage=row["stage"],
        is_since=not done_on or done_on >= stage_on,
        is_earlier=bool(row["unasked"] or (done_on and done_on <= stage_on)),
        is_told=bool(told_on and (not done_on or told_on < done_on)),
        taker=party_of(row, "taker") or ("you" if row["taker_id"] == ME else None),
        tried=bool(row["tried"]),
    )


def party_of(row: sqlite3.Row | dict[str, Any], party: str) -> str | None:
    """Return the name of a party of an introduction; None is me."""
    return None if row[f"{party}_id"] == ME else row[f"{party}_name"]


def is_empty(reader: Reader) -> bool:
    """Return whether nothing was ever recorded and nobody but me was added."""
    found = "SELECT 1 FROM entry UNION ALL SELECT 1 FROM contact WHERE id <> ? LIMIT 1"
    return reader.row(found, (ME,)) is None
