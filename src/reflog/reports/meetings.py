"""Who to meet: those due for a one-to-one, those of the circle I never met, those gone quiet."""

from __future__ import annotations

from datetime import timedelta

from reflog.domain import Record, numbers_json
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.days import days_ago
from reflog.domain.facts import TWO_YEARS
from reflog.reports import sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reflog.storage.reader import Reader

SOON = 7
"""Days ahead that an open one-to-one counts as due."""


class ToMeet(Record):
    """Somebody to meet.

    Attributes:
        reason: due, never or quiet.
        due_on, every: of the open one-to-one.
        met_on: the day of the last one-to-one.
        touched_on: the day of the last thing that happened with them: a one-to-one, thanks, a
            follow-up done, an introduction.
    """

    contact_id: int
    contact: str
    contact_name: str
    reason: str
    due_on: str | None
    every: str | None
    met_on: str | None
    touched_on: str | None


def to_meet(reader: Reader, today: date, days: Mapping[str, int]) -> list[ToMeet]:
    """Return who to meet: those due, soonest first; never met, most introductions first; quiet."""
    last = (today + timedelta(days=SOON)).isoformat()
    due = {row["contact_id"]: row for row in reader.rows(_DUE, {"last": last})}
    members = [one for one in sheets.circle(reader, today) if one not in due]
    rows = reader.rows(_TOUCHED, {"ids": numbers_json([*due, *members])})
    touched = {
        row["contact_id"]: row
        for row in rows
        if not is_forgotten(row["contact_name"], row["contact"])
    }
    circle = [one for one in members if one in touched]
    never = [one for one in circle if touched[one]["met_on"] is None]
    values = {"ids": numbers_json(never), "me": ME, "since": days_ago(today, TWO_YEARS)}
    counted = {row["id"]: row["count"] for row in reader.rows(_COUNTED, values)}
    first = days_ago(today, days["quiet"])
    quiet = [
        one
        for one in circle
        if touched[one]["met_on"] is not None and touched[one]["touched_on"] < first
    ]

    def by_name(one: int) -> tuple[str, str]:
        return touched[one]["folded"], touched[one]["contact"]

    never.sort(key=lambda one: (-counted[one], *by_name(one)))
    quiet.sort(key=lambda one: (touched[one]["touched_on"], *by_name(one)))
    return [
        ToMeet.from_row(
            touched[one],
            reason=reason,
            due_on=due[one]["due_on"] if one in due else None,
            every=due[one]["every"] if one in due else None,
        )
        for reason, some in (("due", due), ("never", never), ("quiet", quiet))
        for one in some
    ]


_DUE = """
SELECT contact_id, due_on, every || every_unit AS every FROM follow_up INDEXED BY follow_up_due
WHERE status = 'open' AND due_on <= :last AND purpose = 'one-to-one' ORDER BY due_on, number"""

_TOUCHED = f"""
SELECT c.id AS contact_id, c.handle AS contact, c.name AS contact_name, c.folded,
  (SELECT max(held_on) FROM one_to_one INDEXED BY one_to_one_contact
    WHERE contact_id = c.id) AS met_on,
  (SELECT max(day) FROM (
    SELECT max(held_on) AS day FROM one_to_one INDEXED BY one_to_one_contact
      WHERE contact_id = c.id
    UNION ALL SELECT max(expressed_on) FROM thanks INDEXED BY thanks_contact
      WHERE contact_id = c.id
    UNION ALL SELECT max(done_on) FROM follow_up INDEXED BY follow_up_contact
      WHERE contact_id = c.id
    UNION ALL {sheets.INTRODUCED_ON})) AS touched_on
FROM json_each(:ids) AS one CROSS JOIN contact AS c ON c.id = one.value"""

_COUNTED = f"""
SELECT c.id, {sheets.GIVEN} + {sheets.RECEIVED} AS count
FROM (SELECT value AS id FROM json_each(:ids)) AS c"""
