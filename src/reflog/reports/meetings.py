"""Who to meet: those due for a one-to-one, those of the circle I never met, those gone quiet."""

from __future__ import annotations

from reflog.domain import Record, numbers_json
from reflog.domain.contacts import ME
from reflog.domain.days import days_ago, later
from reflog.domain.facts import TWO_YEARS
from reflog.reports import sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reflog.storage import Reader

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
    values = {
        "me": ME,
        "last": later(today, SOON).isoformat(),
        "circle": numbers_json(sheets.circle(reader, today)),
        "first": days_ago(today, days["quiet"]),
        "since": days_ago(today, TWO_YEARS),
    }
    return [ToMeet.from_row(row) for row in reader.rows(_TO_MEET, values)]


_TO_MEET = f"""
WITH due AS MATERIALIZED (
  SELECT contact_id, due_on, every || every_unit AS every, number
  FROM follow_up INDEXED BY follow_up_due
  WHERE status = 'open' AND due_on <= :last AND purpose = 'one-to-one'),
known AS MATERIALIZED (
  SELECT c.id, c.handle AS contact, c.name AS contact_name, c.folded,
    due.due_on, due.every, due.number,
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
  FROM (SELECT contact_id AS id FROM due UNION SELECT value FROM json_each(:circle)) AS one
  CROSS JOIN contact AS c ON c.id = one.id LEFT JOIN due ON due.contact_id = c.id)
SELECT c.id AS contact_id, contact, contact_name, due_on, every, met_on, touched_on,
  CASE WHEN due_on IS NOT NULL THEN 'due' WHEN met_on IS NULL THEN 'never' ELSE 'quiet' END
    AS reason
FROM known AS c WHERE due_on IS NOT NULL OR met_on IS NULL OR touched_on < :first
ORDER BY due_on IS NULL, due_on, number, met_on IS NOT NULL,
  CASE reason WHEN 'never' THEN -({sheets.GIVEN} + {sheets.RECEIVED}) ELSE touched_on END,
  folded, contact"""
