"""The card of a follow-up: who it is with, what it is about, and what I remember of them."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.facts import sentence
from reflog.domain.follow_ups import QUESTIONS
from reflog.domain.introductions import SIDES
from reflog.domain.record import Record
from reflog.reports.follow_ups import follow_up_of, wanted

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
        about: the introduction it is about, if any.
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
    row = reader.row("SELECT * FROM follow_up_view WHERE id = ?", (number,))
    if row is None:
        return None
    who = reader.row(
        "SELECT name, profession, company, city, role FROM contact WHERE id = ?",
        (row["contact_id"],),
    )
    if who is None:
        return None
    other = about = None
    if row["about"] is not None:
        since = reader.row("SELECT stage_on FROM introduction WHERE number = ?", (row["about"],))
        about = About(
            id=row["about"],
            stage=row["stage"],
            stage_on=since["stage_on"] if since else "",
            need=row["need"],
        )
        found = reader.row(
            "SELECT * FROM follow_up_view WHERE about = ? AND status = 'open' "
            "AND contact_id <> ? ORDER BY due_on, id LIMIT 1",
            (row["about"], row["contact_id"]),
        )
        other = follow_up_of(found, today) if found else None
    return Card(
        follow_up=follow_up_of(row, today, wanted(reader) if row["purpose"] == "ask" else None),
        person=Person(**{name: who[name] for name in Person.fields}),
        about=about,
        other=other,
        lately=_lately(reader, row["contact_id"], who["name"]),
    )


def _lately(reader: Reader, contact_id: int, name: str) -> tuple[Remembered, ...]:
    rows = reader.rows(_REMEMBERED, {"who": contact_id, "most": LATELY})
    return tuple(
        Remembered(on=row["day"], text=_told(row, None if contact_id == ME else name))
        for row in rows
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


def side_by_side(follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    """Move the two sides of an introduction together, to the place of the first."""
    groups: dict[int, list[FollowUp]] = {}
    for one in follow_ups:
        is_side = one.about is not None and one.side in SIDES
        groups.setdefault(one.about or 0 if is_side else -one.id, []).append(one)
    return [one for group in groups.values() for one in group]
