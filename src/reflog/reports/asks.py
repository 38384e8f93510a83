"""Who to ask for an introduction, who I asked, and what came of it.

The people considered come from a few bounded sets, each read along an index from its latest
entry; what has happened between them and me is then read person by person.
"""

from __future__ import annotations

from reflog.domain import JOINT, Record, asking, grouped, numbers_json, split
from reflog.domain.asking import Bond, Candidate
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.days import days_ago
from reflog.domain.facts import PITCH, TWO_YEARS, Trust
from reflog.domain.follow_ups import CARE, sentence
from reflog.domain.introductions import OPEN_STAGES
from reflog.reports import sheets
from reflog.reports.entries import wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from reflog.storage import Reader

LATEST = 300
"""How many of each kind of person are looked at, the latest."""

LATELY = 90
"""Days that a client's delight is fresh."""


class Asked(Record):
    """A time I asked somebody, with what they brought between then and the next time.

    Attributes:
        id: the number of the follow-up it was.
        came: numbers of introductions, leads too.
    """

    id: int
    contact_id: int
    contact: str
    contact_name: str
    on: str
    note: str | None
    came: tuple[int, ...]


def candidates(reader: Reader, today: date, days: Mapping[str, int]) -> list[Candidate]:
    """Return who to ask for an introduction, those for now first; nobody without a point."""
    spans = {
        "today": today.isoformat(),
        "since": days_ago(today, TWO_YEARS),
        "lately": days_ago(today, LATELY),
        "again": days_ago(today, days["ask-again"]),
    }
    values = {"me": ME, "latest": LATEST, **spans}
    ids = {row["id"] for sql in _LOOKED_AT for row in reader.rows(sql, values)} - {ME}
    trusts = sheets.trust_in(reader, ids)
    asks = asked_of(reader, ids)
    words = wanted(reader)
    rows = reader.rows(_BONDS, {**values, "ids": numbers_json(ids)})
    found = (
        _candidate(row, asks, trusts, words, spans)
        for row in rows
        if not is_forgotten(row["contact_name"], row["contact"])
    )
    return asking.in_order(one for one in found if one.points > 0)


def has_helped(reader: Reader) -> bool:
    """Return whether I have introduced anybody to anybody."""
    sql = "SELECT EXISTS (SELECT 1 FROM introduction WHERE introducer_id = ? AND stage <> 'lead')"
    return bool(reader.value(sql, (ME,)))


def asked_since(reader: Reader, since: str) -> list[Asked]:
    """Return who I asked since a day, newest first."""
    rows = reader.rows(_ASKED_SINCE, {"since": since})
    asks = asked_of(reader, {row["contact_id"] for row in rows})
    every = [one for some in asks.values() for one in some if one.on >= since]
    return sorted(every, key=lambda one: (one.on, one.id), reverse=True)


def asked_of(reader: Reader, people: Iterable[int]) -> dict[int, list[Asked]]:
    """Return the times I asked each of these people, oldest first, with what came of each."""
    rows = reader.rows(_ASKED, {"ids": numbers_json(people), "me": ME})
    asks = (Asked.from_row(row, came=tuple(map(int, split(row["came"])))) for row in rows)
    return grouped((one.contact_id, one) for one in asks)


def _candidate(
    row: sqlite3.Row,
    asks: Mapping[int, Sequence[Asked]],
    trusts: Mapping[int, Trust],
    words: str | None,
    spans: Mapping[str, str],
) -> Candidate:
    theirs, trust = asks.get(row["contact_id"], ()), trusts[row["contact_id"]].trust
    bond = Bond.from_row(
        row,
        won_lately=(row["won_on"] or "") >= spans["lately"],
        brought=any(one.came for one in theirs if one.on >= spans["since"]),
    )
    last = theirs[-1] if theirs else None
    lately = last is not None and last.on > spans["again"]
    points, reasons = asking.points(bond)
    return Candidate.from_row(
        row,
        not_now=asking.not_now(bond, trust, asked_lately=lately),
        points=points,
        reasons=reasons,
        sentence=sentence("ask", row["contact_name"], words, None),
        asked_on=last.on if last else None,
        asked=len(theirs),
        came=last.came if last else (),
    )


_LOOKED_AT = (
    # Clients.
    """SELECT prospect_id AS id FROM introduction INDEXED BY introduction_provider
    WHERE provider_id = :me AND stage = 'won' AND stage_on >= :since
    ORDER BY made_on DESC LIMIT :latest""",
    # Who does well when I do.
    f"""SELECT id FROM (
      SELECT * FROM (SELECT provider_id AS id, made_on
        FROM introduction INDEXED BY introduction_introducer
        WHERE introducer_id = :me AND stage = 'won' AND stage_on >= :since
        ORDER BY made_on DESC LIMIT :latest)
      UNION ALL
      SELECT * FROM ({sheets.CUSTOM} ORDER BY made_on DESC LIMIT :latest)
    ) ORDER BY made_on DESC LIMIT :latest""",
    # Who thanked me.
    """SELECT contact_id AS id FROM thanks INDEXED BY thanks_expressed
    WHERE direction = 'received' AND expressed_on >= :since
    ORDER BY expressed_on DESC LIMIT :latest""",
    # Whom I mean to ask, those due first.
    """SELECT contact_id AS id FROM follow_up INDEXED BY follow_up_due
    WHERE status = 'open' AND purpose = 'ask' AND due_on <= :today
    ORDER BY due_on DESC LIMIT :latest""",
    """SELECT contact_id AS id FROM follow_up INDEXED BY follow_up_due
    WHERE status = 'open' AND purpose = 'ask' AND due_on > :today
    ORDER BY due_on LIMIT :latest""",
    # Who sends business.
    f"""SELECT id FROM contact INDEXED BY contact_role WHERE role IN {asking.ROLES!r}
    ORDER BY id DESC LIMIT :latest""",
)

_BONDS = f"""
WITH own AS MATERIALIZED ({sheets.CUSTOM}),
undecided (id) AS MATERIALIZED (
  SELECT prospect_id FROM introduction INDEXED BY introduction_open
  WHERE number > 0 AND stage IN {OPEN_STAGES!r} AND provider_id = :me)
SELECT c.id AS contact_id, c.handle AS contact, c.name AS contact_name, c.folded, c.role,
  u.number AS follow_up, u.due_on <= :today AS is_due,
  (SELECT max(i.stage_on) FROM introduction AS i INDEXED BY introduction_prospect
    WHERE i.prospect_id = c.id AND i.provider_id = :me AND i.stage = 'won'
      AND i.stage_on >= :since) AS won_on,
  c.id IN (SELECT id FROM own) OR (SELECT 1 FROM introduction AS i INDEXED BY introduction_provider
    WHERE i.provider_id = c.id AND i.introducer_id = :me AND i.stage = 'won'
      AND i.stage_on >= :since
    ORDER BY i.made_on DESC LIMIT 1) AS eats,
  EXISTS (SELECT 1 FROM thanks INDEXED BY thanks_contact WHERE contact_id = c.id
    AND expressed_on >= :since AND direction = 'received') AS thanked,
  {sheets.GIVEN} AS given, {sheets.RECEIVED} AS received,
  EXISTS (SELECT 1 FROM follow_up INDEXED BY follow_up_owed WHERE contact_id = c.id
    AND status = 'open' AND purpose IN ('thank', 'apology')) AS owes,
  c.id IN (SELECT id FROM undecided) AS deciding,
  EXISTS (SELECT 1 FROM note AS told INDEXED BY note_fact
    WHERE told.contact_id = c.id AND told.topic = 'told' AND told.noted_on >= :since
      AND NOT EXISTS (SELECT 1 FROM note AS pitch INDEXED BY note_fact
        WHERE pitch.contact_id = :me AND pitch.topic IN {PITCH!r}
          AND (pitch.noted_on, pitch.number) > (told.noted_on, told.number))) AS knows_pitch
FROM json_each(:ids) AS who CROSS JOIN contact AS c ON c.id = who.value
LEFT JOIN follow_up AS u INDEXED BY follow_up_care ON u.contact_id = c.id
  AND u.status = 'open' AND u.purpose = 'ask' AND u.purpose IN {CARE!r}"""

# With each ask what they brought from its day to that of the next one.
_ASKED = f"""
WITH asked AS (
  SELECT u.number AS id, u.contact_id, u.done_on AS "on", u.note,
    lead(u.done_on, 1, '~') OVER (PARTITION BY contact_id ORDER BY done_on, number) AS later
  FROM json_each(:ids) AS who
  CROSS JOIN follow_up AS u INDEXED BY follow_up_asked
    ON u.contact_id = who.value AND u.status = 'done' AND u.purpose = 'ask')
SELECT asked.*, c.handle AS contact, c.name AS contact_name,
  (SELECT group_concat(number, '{JOINT}') FROM (
    SELECT number FROM introduction INDEXED BY introduction_introducer
    WHERE introducer_id = contact_id AND provider_id = :me AND made_on >= "on" AND made_on < later
    ORDER BY made_on, number)) AS came
FROM asked JOIN contact AS c ON c.id = contact_id ORDER BY contact_id, "on", asked.id"""

_ASKED_SINCE = """
SELECT DISTINCT contact_id FROM follow_up INDEXED BY follow_up_done
WHERE status = 'done' AND done_on >= :since AND purpose = 'ask'"""
