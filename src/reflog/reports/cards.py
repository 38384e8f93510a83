"""The card of a follow-up: who it is with, what it is about, and what I remember of them."""

from __future__ import annotations

from reflog.domain import Record, grouped
from reflog.domain.contacts import ME
from reflog.domain.facts import sentence
from reflog.domain.follow_ups import QUESTIONS
from reflog.domain.introductions import SIDES
from reflog.reports import follow_ups

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from reflog.domain.entries import FollowUp
    from reflog.storage.reader import Reader

LATELY = 3
"""How many of the things remembered a card shows."""


class Remembered(Record):
    """Something known of a person since a day."""

    on: str
    text: str


class Person(Record):
    """The person a follow-up is with, as far as a card shows them."""

    name: str
    profession: str | None
    company: str | None
    city: str | None
    role: str | None


class About(Record):
    """The introduction that a follow-up is about, as far as a card shows it."""

    id: int
    stage: str
    stage_on: str
    need: str | None


class Card(Record):
    """A follow-up, and what I need to know to settle it.

    Attributes:
        other: the open follow-ups about it with somebody else, soonest first.
        lately: the last things remembered of the person, newest first.
    """

    follow_up: FollowUp
    person: Person
    about: About | None
    other: FollowUp | None
    lately: tuple[Remembered, ...]


def card(reader: Reader, number: int, today: date) -> Card | None:
    """Return the card of a follow-up; None if there is no such follow-up."""
    one = follow_ups.follow_up(reader, number, today)
    if one is None:
        return None
    sql = "SELECT name, profession, company, city, role FROM contact WHERE id = ?"
    (person,) = reader.rows(sql, (one.contact_id,))
    sql = "SELECT number AS id, stage, stage_on, need FROM introduction WHERE number = ?"
    about = reader.row(sql, (one.about,))
    owed = follow_ups.open_about(reader, about["id"], today) if about else []
    name = None if one.contact_id == ME else person["name"]
    lately = reader.rows(_REMEMBERED, {"who": one.contact_id, "most": LATELY})
    return Card(
        follow_up=one,
        person=Person.from_row(person),
        about=About.from_row(about) if about else None,
        other=next((other for other in owed if other.contact_id != one.contact_id), None),
        lately=tuple(Remembered(on=row["day"], text=_told(row, name)) for row in lately),
    )


def _told(row: sqlite3.Row, name: str | None) -> str:
    """Say what is remembered, a fact as a sentence."""
    if row["topic"] is None:
        return str(row["text"])
    return sentence(row["topic"], name, row["text"], row["until_on"])


# What was put to them and answered is what they said; a note to anything else done is mine, and
# the one on a find tells which introduction met it.
# Each of the three is cut short by itself: somebody may have thousands.
_REMEMBERED = f"""
SELECT day, text, topic, until_on FROM (
  SELECT * FROM (SELECT noted_on AS day, number, text, topic, until_on FROM note
    WHERE contact_id = :who ORDER BY noted_on DESC, number DESC LIMIT :most)
  UNION ALL SELECT * FROM (
    SELECT held_on, number, coalesce('one-to-one: ' || note, 'one-to-one'),
      NULL, NULL FROM one_to_one
    WHERE contact_id = :who ORDER BY held_on DESC, number DESC LIMIT :most)
  UNION ALL SELECT * FROM (
    SELECT done_on, number, iif(purpose IN {QUESTIONS!r}, 'said: ', '') || note,
      NULL, NULL FROM follow_up
    WHERE contact_id = :who AND status = 'done' AND note IS NOT NULL
      AND purpose <> 'find'
    ORDER BY done_on DESC, number DESC LIMIT :most))
ORDER BY day DESC, number DESC LIMIT :most"""


def side_by_side(owed: Iterable[FollowUp]) -> list[FollowUp]:
    """Move the two sides of an introduction together, to the place of the first."""
    groups = grouped((one.about if one.side in SIDES else -one.id, one) for one in owed)
    return [one for group in groups.values() for one in group]
