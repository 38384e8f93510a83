"""The card of a follow-up: who it is with, what it is about, and what I remember of them."""

from __future__ import annotations

from reflog.domain import Record, grouped
from reflog.domain.facts import sentence
from reflog.domain.follow_ups import QUESTIONS, is_my_doing
from reflog.domain.introductions import SIDES
from reflog.reports import entries
from reflog.reports.contacts import contact
from reflog.reports.introductions import introduction

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import FollowUp, Introduction
    from reflog.storage import Reader

LATELY = 3
"""How many of the things remembered a card shows."""


class Card(Record):
    """A follow-up, and what I need to know to settle it.

    Attributes:
        about: the introduction it is about.
        other: the first open follow-up about it with somebody else.
        lately: the last things remembered of the person, each with its day, newest first.
    """

    follow_up: FollowUp
    person: Contact
    about: Introduction | None
    other: FollowUp | None
    lately: tuple[tuple[str, str], ...]


def card(reader: Reader, number: int, today: date) -> Card | None:
    """Return the card of a follow-up; None if there is no such follow-up."""
    one = entries.follow_up(reader, number, today)
    person = contact(reader, one.contact_id) if one else None
    if one is None or person is None:
        return None
    about, owed = None, []
    if one.about is not None:
        about = introduction(reader, one.about)
        owed = entries.due(reader, today, about=one.about)
    name = None if person.is_me else person.name
    lately = reader.rows(_REMEMBERED, {"who": person.id, "most": LATELY})
    return Card(
        follow_up=one,
        person=person,
        about=about,
        other=next((other for other in owed if other.contact_id != person.id), None),
        lately=tuple((row["day"], _told(row, name)) for row in lately),
    )


def _told(row: sqlite3.Row, name: str | None) -> str:
    """Say what is remembered, a fact as a sentence."""
    if row["topic"] is None:
        text = str(row["text"])
        return f"said: {text}" if row["was_asked"] and not is_my_doing(text) else text
    return sentence(row["topic"], name, row["text"], row["until_on"])


# What was put to them and answered is what they said, unless it tells what I did; a note to
# anything else done is mine, and the one on a find tells which introduction met it.
# Each of the three is cut short by itself: somebody may have thousands.
_REMEMBERED = f"""
SELECT day, text, topic, until_on, was_asked FROM (
  SELECT * FROM (SELECT noted_on AS day, number, text, topic, until_on, 0 AS was_asked FROM note
    WHERE contact_id = :who ORDER BY noted_on DESC, number DESC LIMIT :most)
  UNION ALL SELECT * FROM (
    SELECT held_on, number, coalesce('one-to-one: ' || note, 'one-to-one'),
      NULL, NULL, 0 FROM one_to_one
    WHERE contact_id = :who ORDER BY held_on DESC, number DESC LIMIT :most)
  UNION ALL SELECT * FROM (
    SELECT done_on, number, note, NULL, NULL, purpose IN {QUESTIONS!r} FROM follow_up
    WHERE contact_id = :who AND status = 'done' AND note IS NOT NULL
      AND purpose <> 'find'
    ORDER BY done_on DESC, number DESC LIMIT :most))
ORDER BY day DESC, number DESC LIMIT :most"""


def side_by_side(owed: Iterable[FollowUp]) -> list[FollowUp]:
    """Move the two sides of an introduction together, to the place of the first."""
    groups = grouped((one.about if one.side in SIDES else -one.id, one) for one in owed)
    return [one for group in groups.values() for one in group]
