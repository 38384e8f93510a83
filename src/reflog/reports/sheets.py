"""Sheets: what is known of a person, and how one person or many stand.

Nothing of it is stored: trust, room, what is unknown and what is stale are worked out from
facts and introductions (domain/facts). Everything is looked up by the person, so that it costs
what is known of those asked about, however large the ledger.
"""

from __future__ import annotations

from reflog.domain import Record, facts, grouped, numbers_json
from reflog.domain.contacts import FORGOTTEN, ME, is_forgotten
from reflog.domain.days import days_ago
from reflog.domain.entries import Note
from reflog.domain.facts import Dated, Room, RoomFact, Standing, Trust, Turn
from reflog.reports.entries import latest

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import date

    from reflog.storage import Reader


MOST_NAMED = 50
"""How many of those who were never told my pitch are named."""


class Sheet(Standing):
    """Everything known of a person.

    Attributes:
        facts: newest first.
        told_on: when they were last told what I do.
        unknown: topics that should be known and are not.
        stale: topics whose newest fact is too old.
    """

    facts: tuple[Note, ...]
    told_on: str | None
    unknown: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def learn(self) -> tuple[str, ...]:
        """What to ask them, most useful first."""
        return facts.to_learn(self.unknown, self.stale, room_known=self.room is not None)


class Told(Record):
    """Somebody of the circle who was told my pitch, and whether it has changed since."""

    contact: str
    contact_name: str
    on: str
    stale: bool


class Known(Record):
    """Everything known of a person.

    Attributes:
        told: for me, who was told my pitch; else None.
        untold: for me, handle and name of the first in the circle who weren't; else None.
        untold_more: how many more weren't.
    """

    contact: str
    contact_name: str
    profession: str | None
    sheet: Sheet
    told: tuple[Told, ...] | None
    untold: tuple[tuple[str, str], ...] | None
    untold_more: int


def known(reader: Reader, contact_id: int, today: date, stale_days: int) -> Known | None:
    """Return everything known of a person, None if they are no longer there."""
    row = reader.row(
        "SELECT handle AS contact, name AS contact_name, profession FROM contact WHERE id = ?",
        (contact_id,),
    )
    if row is None:
        return None
    is_me = contact_id == ME
    never = untold(reader, today) if is_me else []
    return Known.from_row(
        row,
        sheet=sheet(reader, contact_id, today, stale_days),
        told=tuple(told(reader)) if is_me else None,
        untold=tuple(never[:MOST_NAMED]) if is_me else None,
        untold_more=len(never[MOST_NAMED:]),
    )


def sheet(reader: Reader, contact_id: int, today: date, stale_days: int) -> Sheet:
    """Return the sheet of a person."""
    known = latest(reader, Note, {"topic IS NOT NULL AND contact_id = ?": contact_id})
    newest: dict[str, Dated] = {}
    for fact in known:
        newest.setdefault(str(fact.topic), (fact.on, fact.id))
    standing = standings(reader, [contact_id], today, stale_days)[contact_id]
    is_me = contact_id == ME
    return Sheet(
        **vars(standing),
        facts=tuple(known),
        told_on=newest["told"][0] if "told" in newest else None,
        unknown=facts.unknown_of(newest, is_full=standing.room == "full", of_me=is_me),
        stale=facts.stale_of(newest, today, stale_days, None if is_me else pitch_changed(reader)),
    )


def pitch_changed(reader: Reader) -> Dated | None:
    """Return the newest fact of mine that partners are told."""
    row = reader.row(
        'SELECT noted_on AS "on", number FROM note INDEXED BY note_fact WHERE contact_id = ? '
        f"AND topic IN {facts.PITCH!r} ORDER BY noted_on DESC, number DESC LIMIT 1",
        (ME,),
    )
    return _dated(row) if row else None


def learn_of_many(
    reader: Reader, people: Collection[int], today: date, stale_days: int
) -> dict[int, tuple[str, ...]]:
    """Return what to ask each person, most useful first."""
    rows = reader.rows(
        f"""SELECT n.contact_id, n.topic, {_NEWEST}
        FROM {_PEOPLE} CROSS JOIN note AS n INDEXED BY note_fact
        ON n.contact_id = these.value AND n.topic IS NOT NULL
        GROUP BY n.contact_id, n.topic""",
        {"people": numbers_json(people)},
    )
    newest: dict[int, dict[str, Dated]] = {one: {} for one in people}
    for row in rows:
        newest[row["contact_id"]][row["topic"]] = _dated(row)
    pitch = pitch_changed(reader)
    rooms = _rooms(reader, people, today, stale_days)
    return {
        one: facts.to_learn(
            facts.unknown_of(known, is_full=rooms[one].room == "full"),
            facts.stale_of(known, today, stale_days, pitch),
            room_known=rooms[one].room is not None,
        )
        for one, known in newest.items()
    }


def standings(
    reader: Reader, people: Collection[int], today: date, stale_days: int
) -> dict[int, Standing]:
    """Return how each of these people stands."""
    trusts = trust_in(reader, people)
    rooms = _rooms(reader, people, today, stale_days)
    return {one: Standing(**vars(trusts[one]), **vars(rooms[one])) for one in people}


def trust_in(reader: Reader, people: Collection[int]) -> dict[int, Trust]:
    """Return how far each of these people is trusted."""
    rows = reader.rows(_TURNS, {"people": numbers_json(people)})
    turns = grouped(
        (row["contact_id"], Turn.from_row(row, is_fact=bool(row["is_fact"]))) for row in rows
    )
    return {one: facts.trust_of(turns.get(one, ())) for one in people}


def out(reader: Reader) -> set[int]:
    """Return everyone who has left the network, by id."""
    left = trust_in(reader, _with_fact(reader, "out"))
    return {one for one, trust in left.items() if trust.trust == "out"}


def out_or_full(reader: Reader, today: date, stale_days: int) -> dict[int, str]:
    """Return out or full for everyone who has left the network or has no room, by id."""
    people = _with_fact(reader, "out", "full", "room")
    found = standings(reader, people, today, stale_days)
    said = {one: "out" if how.trust == "out" else how.room for one, how in found.items()}
    return {one: how for one, how in said.items() if how in {"out", "full"}}


def _with_fact(reader: Reader, *topics: str) -> set[int]:
    """Return everyone there is a fact of on one of these topics, by id."""
    marks = ", ".join("?" * len(topics))
    sql = f"SELECT DISTINCT contact_id FROM note INDEXED BY note_topic WHERE topic IN ({marks})"
    return {row["contact_id"] for row in reader.rows(sql, topics)}


def circle(reader: Reader, today: date) -> list[int]:
    """Return the ids of the circle in ascending order.

    It is everyone, not out nor forgotten, whose role is partner, or who was part of an introduction
    (no lead) in the last two years, by me to them as provider or by them to me.
    """
    since = days_ago(today, facts.TWO_YEARS)
    gone = out(reader) | forgotten(reader)
    rows = reader.rows(_CIRCLE, {"me": ME, "since": since})
    return [row["id"] for row in rows if row["id"] not in gone]


def forgotten(reader: Reader) -> set[int]:
    """Return everyone who was erased, by id."""
    rows = reader.rows("SELECT id, name, handle FROM contact WHERE folded = ?", (FORGOTTEN,))
    return {row["id"] for row in rows if is_forgotten(row["name"], row["handle"])}


def told(reader: Reader) -> list[Told]:
    """Return who was told my pitch, the latest first, and whether it has changed since."""
    pitch = pitch_changed(reader)
    rows = reader.rows(
        f"""SELECT {_NEWEST}, c.handle AS contact, c.name AS contact_name
        FROM note AS n INDEXED BY note_topic JOIN contact AS c ON c.id = n.contact_id
        WHERE n.topic = 'told' GROUP BY n.contact_id ORDER BY newest DESC"""
    )
    return [Told.from_row(row, stale=pitch is not None and pitch > _dated(row)) for row in rows]


def untold(reader: Reader, today: date) -> list[tuple[str, str]]:
    """Return handle and name of everyone in the circle who was never told my pitch, by name."""
    were = _with_fact(reader, "told")
    never = numbers_json(one for one in circle(reader, today) if one not in were)
    rows = reader.rows(
        "SELECT handle, name FROM contact WHERE id IN (SELECT value FROM json_each(?)) "
        "ORDER BY folded, handle",
        (never,),
    )
    return [(row["handle"], row["name"]) for row in rows]


GIVEN = """(SELECT count(*) FROM introduction AS i INDEXED BY introduction_provider
    WHERE i.provider_id = c.id AND i.made_on >= :since AND i.introducer_id = :me
      AND i.stage <> 'lead')"""
RECEIVED = """(SELECT count(*) FROM introduction AS i INDEXED BY introduction_introducer
    WHERE i.introducer_id = c.id AND i.made_on >= :since AND i.provider_id = :me
      AND i.stage <> 'lead')"""
"""How many introductions I gave the contact `c` since a day, and they gave me."""

INTRODUCED_ON = """SELECT max(made_on) AS day FROM introduction INDEXED BY introduction_introducer
    WHERE introducer_id = c.id
  UNION ALL SELECT max(made_on) FROM introduction INDEXED BY introduction_provider
    WHERE provider_id = c.id
  UNION ALL SELECT max(made_on) FROM introduction INDEXED BY introduction_prospect
    WHERE prospect_id = c.id"""
"""The days of the last introductions that the contact `c` was part of."""

CUSTOM = f"""SELECT provider_id AS id, made_on FROM introduction INDEXED BY introduction_custom
  WHERE prospect_id = {ME} AND introducer_id = {ME} AND made_on >= :since
    AND stage IN ('introduced', 'connected', 'met', 'won')"""
"""Whose customer I am since a day, or about to be."""

# Where there is but one maximum, the other columns are of its row.
_NEWEST = """n.noted_on AS "on", n.number, max(n.noted_on || printf('%019d', n.number)) AS newest"""
_PEOPLE = "(SELECT value FROM json_each(:people)) AS these"

_TURNS = f"""
SELECT n.contact_id, n.noted_on AS "on", 1 AS is_fact, n.number, n.topic, n.text AS why
FROM {_PEOPLE} CROSS JOIN note AS n INDEXED BY note_fact
ON n.contact_id = these.value AND n.topic IN ('trust', 'doubt', 'out')
UNION ALL
SELECT i.at_fault_id, i.stage_on, 0, i.number, 'doubt', i.why
FROM {_PEOPLE} CROSS JOIN introduction AS i INDEXED BY introduction_at_fault
ON i.at_fault_id = these.value
WHERE i.stage = 'bad'"""

_ROOM_FACTS = f"""
SELECT n.contact_id, n.number, n.topic, n.noted_on AS "on", n.until_on AS until, n.text
FROM {_PEOPLE} CROSS JOIN note AS n INDEXED BY note_fact
ON n.contact_id = these.value AND n.topic IN ('room', 'full')
ORDER BY n.noted_on, n.number"""

# What I gave them; to me counts what was given me.
_GIVEN_SINCE = """
SELECT count(*) FROM introduction INDEXED BY introduction_provider
WHERE provider_id = :contact_id AND made_on >= :on AND (made_on > :on OR number > :number)
  AND :me IN (introducer_id, provider_id) AND stage NOT IN ('lead', 'declined')"""

_CIRCLE = """
SELECT id FROM contact WHERE role = 'partner' AND id <> :me
UNION
SELECT provider_id FROM introduction INDEXED BY introduction_introducer
WHERE introducer_id = :me AND made_on >= :since AND stage <> 'lead'
UNION
SELECT introducer_id FROM introduction INDEXED BY introduction_provider
WHERE provider_id = :me AND made_on >= :since AND stage <> 'lead'
UNION
SELECT introducer_id FROM introduction INDEXED BY introduction_prospect
WHERE prospect_id = :me AND introducer_id <> :me AND made_on >= :since AND stage <> 'lead'
ORDER BY id"""


def _dated(row: sqlite3.Row) -> Dated:
    return row["on"], row["number"]


def _rooms(
    reader: Reader, people: Collection[int], today: date, stale_days: int
) -> dict[int, Room]:
    found = {one: Room() for one in people}
    rows = reader.rows(_ROOM_FACTS, {"people": numbers_json(people)})
    for one, row in {row["contact_id"]: row for row in rows}.items():
        since = 0
        if row["topic"] == "room" and facts.room_number(row["text"]) is not None:
            since = reader.value(_GIVEN_SINCE, {**dict(row), "me": ME})
        found[one] = facts.room_of(RoomFact.from_row(row, since=since), today, stale_days)
    return found
