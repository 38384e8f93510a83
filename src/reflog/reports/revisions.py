"""How often a follow-up was altered, or what its sentence tells of, by what the journal says."""

from __future__ import annotations

from reflog.domain.record import Record
from reflog.reports.exports import pages
from reflog.reports.journal import all_parts
from reflog.storage.journal import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.storage.reader import Reader

_OWED = """
SELECT u.number AS id, u.contact_id, u.about_id, i.introducer_id, i.provider_id, i.prospect_id
FROM follow_up AS u LEFT JOIN introduction AS i ON i.number = u.about_id
WHERE u.status = 'open' AND u.number > :after ORDER BY u.number LIMIT :page
"""
_ADDRESSES = ("contact_email", "contact_phone")
_PARTIES = ("contact_id", "introducer_id", "provider_id", "prospect_id")


class Revision(Record):
    """How many commands altered it, and the instant of the last."""

    count: int
    at: str


def revisions(reader: Reader) -> dict[int, Revision]:
    """Return the revision of every open follow-up, by its number.

    What it tells of counts as well: the person and how to reach them, the introduction that
    it is about and the names of its parties.
    """
    told = _told(reader)
    found: dict[int, Revision] = {}
    last: dict[int, int] = {}
    for thing, op, at in _altered(reader):
        for number in told.get(thing, ()):
            if last.get(number) != op:
                last[number] = op
                count = found[number].count + 1 if number in found else 1
                found[number] = Revision(count=count, at=at)
    return found


def _told(reader: Reader) -> dict[tuple[str, int], list[int]]:
    """Return which open follow-ups tell of what."""
    told: dict[tuple[str, int], list[int]] = {}
    for rows in pages(reader, _OWED):
        for row in rows:
            people = {row[party] for party in _PARTIES} - {None}
            things = [("follow_up", row["id"]), ("address", row["contact_id"])]
            things += [("contact", person) for person in people]
            if row["about_id"] is not None:
                things.append(("introduction", row["about_id"]))
            for thing in things:
                told.setdefault(thing, []).append(row["id"])
    return told


def _altered(reader: Reader) -> Iterator[tuple[tuple[str, int], int, str]]:
    """Return which command changed what, and when, in order."""
    for rows in all_parts(reader):
        span = (rows[0][1], rows[-1][1])
        ops = reader.rows("SELECT id, at FROM op WHERE id BETWEEN ? AND ?", span)
        at = {row["id"]: row["at"] for row in ops}
        for row in rows:
            for op, relation, key, before, after in parts.opened(row):
                if not isinstance(key, int):
                    continue
                if relation in _ADDRESSES:
                    contact = (after or before or {}).get("contact_id")
                    if contact is not None:
                        yield ("address", contact), op, at[op]
                else:
                    yield (relation, key), op, at[op]
