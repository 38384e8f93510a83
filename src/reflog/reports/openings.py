"""Needs that are still open: finds, and those of introductions that didn't help."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.days import days_ago
from reflog.domain.entries import Person
from reflog.domain.facts import TWO_YEARS
from reflog.reports.introductions import party

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from reflog.reports.matches import Matcher
    from reflog.storage import Reader


class Opening(Record):
    """A need that is still open.

    Attributes:
        id, kind: of the find, or of the introduction that was declined or went badly.
        person: who needs help.
        but: who should have helped and didn't; None for a find.
        best, able: the best match for it, and how many people can help, where that is known.
    """

    id: int
    kind: str
    person: Person
    need: str | None
    but: int | None
    best: Person | None
    able: int


MOST = 300
"""How many of the needs that are open `unserved` looks at."""


def openings(reader: Reader, today: date) -> list[Opening]:
    """Return every open need: finds, soonest due first; then the others, latest first."""
    unmet = reader.rows(_UNMET, {"me": ME, "since": days_ago(today, TWO_YEARS)})
    return _openings(reader.rows(_FINDS) + unmet)


def finds(reader: Reader, contact_id: int) -> list[Opening]:
    """Return what somebody needs and nobody helps with yet, soonest due first."""
    return _openings(reader.rows(_FINDS_OF, {"contact": contact_id}))


def unserved(matcher: Matcher, some: Sequence[Opening]) -> Iterator[Opening]:
    """Yield those of the first openings that nobody can help with."""
    for one in some[:MOST]:
        if not (one.need and matcher.is_served(one.need, _left_out(one))):
            yield one


def _openings(rows: Iterable[sqlite3.Row]) -> list[Opening]:
    return [
        Opening.from_row(row, person=party(row, "person"), best=None, able=0)
        for row in rows
        if not is_forgotten(row["person_name"], row["person"])
    ]


def served(matcher: Matcher, one: Opening) -> Opening:
    """Return an opening with the best match for it."""
    if not one.need:
        return one
    found = matcher.matches(one.need, limit=1, needed_by=one.person.id, but=_left_out(one))
    if not found.able:
        return one
    best = found.matches[0]
    person = Person(id=best.contact_id, handle=best.contact, name=best.contact_name)
    return one.replaced(best=person, able=found.able)


def _left_out(one: Opening) -> set[int]:
    """Return who is no answer to a need: whoever has it, and who was to help and didn't."""
    return {one.person.id, *([one.but] if one.but is not None else [])}


_FIND = """
SELECT u.number AS id, 'follow-up' AS kind, c.id AS person_id, c.handle AS person,
  c.name AS person_name, u.what AS need, NULL AS but
FROM follow_up AS u INDEXED BY {index} JOIN contact AS c ON c.id = u.contact_id
WHERE u.status = 'open' AND {which} AND u.purpose = 'find'
ORDER BY u.due_on, u.number"""
_FINDS = _FIND.format(index="follow_up_due", which="u.due_on > ''")
_FINDS_OF = _FIND.format(index="follow_up_owed", which="u.contact_id = :contact")

_UNMET = """
SELECT i.number AS id, 'introduction' AS kind, c.id AS person_id, c.handle AS person,
  c.name AS person_name, i.need, i.provider_id AS but
FROM introduction AS i INDEXED BY introduction_introducer
JOIN contact AS c ON c.id = i.prospect_id
WHERE i.introducer_id = :me AND i.stage IN ('declined', 'bad') AND i.stage_on >= :since
  AND i.passed_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM introduction AS later INDEXED BY introduction_prospect
    WHERE later.prospect_id = i.prospect_id AND later.made_on >= i.stage_on
      AND later.introducer_id = :me AND later.number <> i.number AND later.stage <> 'lead')
ORDER BY i.stage_on DESC, i.number DESC"""
