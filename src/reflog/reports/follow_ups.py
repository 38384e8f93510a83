"""Follow-ups: what is owed to each person, and by when."""

from __future__ import annotations

from datetime import date

from reflog.domain import by_name, narrowed, split
from reflog.domain.contacts import ME
from reflog.domain.days import later
from reflog.domain.entries import FollowUp
from reflog.domain.follow_ups import Parties, asked_for, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from typing import Any

    from reflog.storage.reader import Reader


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
        reader.row("SELECT * FROM follow_up_view WHERE id = ?", (number,))
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


def follow_up_of(row: sqlite3.Row, today: date, wants: str | None = None) -> FollowUp:
    """Return the record of a row of follow_up_view; the sentence of an ask says what I want."""
    known = by_name(row)
    person, is_open = known["contact_name"], known["status"] == "open"
    what = wants if known["purpose"] == "ask" else known["what"]
    return FollowUp.from_row(
        known,
        what=sentence(known["purpose"], person, what, _parties(known), is_open=is_open),
        typed=known["what"],
        days_overdue=(today - date.fromisoformat(known["due_on"])).days if is_open else None,
        unasked=bool(known["unasked"]),
        emails=split(known["emails"]),
        phones=split(known["phones"]),
    )


def _parties(row: dict[str, Any]) -> Parties | None:
    if row["about"] is None:
        return None
    return Parties(
        introducer=party_of(row, "introducer"),
        provider=party_of(row, "provider"),
        prospect=party_of(row, "prospect"),
        own_custom=row["introducer_id"] == row["prospect_id"],
        stage=row["stage"],
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
