"""Follow-ups: what is owed to each person, and by when."""

from __future__ import annotations

from datetime import date, timedelta

from reflog.domain.contacts import ME
from reflog.domain.entries import FollowUp
from reflog.domain.follow_ups import Parties, asked_for, sentence
from reflog.domain.record import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from reflog.storage.reader import Reader


def due(
    reader: Reader,
    today: date,
    *,
    within: int | None = 7,
    contact_id: int | None = None,
    purpose: str | None = None,
) -> list[FollowUp]:
    """Return the open follow-ups, most overdue first.

    Args:
        within: how many days ahead to look; None for all.
        purpose: only those with this purpose.
    """
    conditions = ["status = 'open'"]
    values: dict[str, object] = {}
    if within is not None:
        conditions.append("due_on <= :last")
        values["last"] = _day_ahead(today, within)
    if contact_id is not None:
        conditions.append("contact_id = :contact")
        values["contact"] = contact_id
    if purpose is not None:
        conditions.append("purpose = :purpose")
        values["purpose"] = purpose
    rows = reader.rows(
        f"SELECT * FROM follow_up_view WHERE {' AND '.join(conditions)} ORDER BY due_on, id",
        values,
    )
    return _all_of(reader, rows, today)


def count_due(
    reader: Reader, today: date, *, contact_id: int | None = None, purpose: str | None = None
) -> int:
    """Return how many open follow-ups are overdue or due today."""
    row = reader.row(
        "SELECT count(*) AS found FROM follow_up WHERE status = 'open' AND due_on <= :today "
        "AND contact_id = coalesce(:contact, contact_id) "
        "AND purpose = coalesce(:purpose, purpose)",
        {"today": today.isoformat(), "contact": contact_id, "purpose": purpose},
    )
    return row["found"] if row else 0


def owed_thanks(reader: Reader, today: date) -> list[FollowUp]:
    """Return the thanks I owe, oldest first."""
    return due(reader, today, within=None, purpose="thank")


def follow_up(reader: Reader, number: int, today: date) -> FollowUp | None:
    """Return the follow-up with this ledger number, if it is one."""
    found = follow_ups(reader, [number], today)
    return found[0] if found else None


def follow_ups(reader: Reader, numbers: Iterable[int], today: date) -> list[FollowUp]:
    """Return the follow-ups with these ledger numbers, in the order asked for."""
    rows = (
        reader.row("SELECT * FROM follow_up_view WHERE id = ?", (number,))
        for number in dict.fromkeys(numbers)
    )
    return _all_of(reader, [row for row in rows if row is not None], today)


def open_about(reader: Reader, introduction: int, today: date) -> list[FollowUp]:
    """Return the open follow-ups about an introduction, soonest first."""
    rows = reader.rows(
        "SELECT * FROM follow_up_view WHERE about = ? AND status = 'open' ORDER BY due_on, id",
        (introduction,),
    )
    return _all_of(reader, rows, today)


def wanted(reader: Reader, contact_id: int = ME) -> str | None:
    """Return what somebody, or I, last said that a good referral is."""
    row = reader.row(
        "SELECT text FROM note WHERE contact_id = ? AND topic = 'wants' "
        "ORDER BY noted_on DESC, number DESC LIMIT 1",
        (contact_id,),
    )
    return asked_for(row["text"].strip().rstrip(".")) if row else None


def _all_of(reader: Reader, rows: Sequence[sqlite3.Row], today: date) -> list[FollowUp]:
    words = wanted(reader) if any(row["purpose"] == "ask" for row in rows) else None
    return [follow_up_of(row, today, words) for row in rows]


def follow_up_of(row: sqlite3.Row, today: date, wants: str | None = None) -> FollowUp:
    """Return the record of a row of follow_up_view.

    Args:
        wants: what I am looking for, which the sentence of an ask says.
    """
    status = row["status"]
    what = wants if row["purpose"] == "ask" else row["what"]
    overdue = (today - date.fromisoformat(row["due_on"])).days if status == "open" else None
    return FollowUp.from_row(
        row,
        what=_sentence(row, what),
        typed=row["what"],
        days_overdue=overdue,
        unasked=bool(row["unasked"]),
        emails=split(row["emails"]),
        phones=split(row["phones"]),
    )


def _sentence(row: sqlite3.Row, what: str | None) -> str:
    person, is_open = row["contact_name"], row["status"] == "open"
    return sentence(row["purpose"], person, what, _parties(row), is_open=is_open)


def _parties(row: sqlite3.Row) -> Parties | None:
    if row["about"] is None:
        return None
    return Parties(
        introducer=_unless_me(row, "introducer"),
        provider=_unless_me(row, "provider"),
        prospect=_unless_me(row, "prospect"),
        own_custom=row["introducer_id"] == row["prospect_id"],
        stage=row["stage"],
        taker=_unless_me(row, "taker") or ("you" if row["taker_id"] == ME else None),
        tried=bool(row["tried"]),
    )


def _unless_me(row: sqlite3.Row, party: str) -> str | None:
    return None if row[f"{party}_id"] == ME else row[f"{party}_name"]


def _day_ahead(today: date, days: int) -> str:
    try:
        return (today + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


def next_coming(
    reader: Reader, today: date, *, contact_id: int | None = None, purpose: str | None = None
) -> FollowUp | None:
    """Return the open follow-up that will be due first, of those that `due` would list."""
    wanted = {"contact_id = ?": contact_id, "purpose = ?": purpose}
    given = {sql: value for sql, value in wanted.items() if value is not None}
    conditions = ["status = 'open'", *given]
    row = reader.row(
        f"SELECT * FROM follow_up_view WHERE {' AND '.join(conditions)} "
        "ORDER BY due_on, id LIMIT 1",
        tuple(given.values()),
    )
    return _all_of(reader, [row], today)[0] if row else None


def is_empty(reader: Reader) -> bool:
    """Return whether nothing was ever recorded and nobody but me was added."""
    found = "SELECT 1 FROM entry UNION ALL SELECT 1 FROM contact WHERE id <> ? LIMIT 1"
    return reader.row(found, (ME,)) is None
