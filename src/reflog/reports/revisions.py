"""How often a follow-up, or anything its sentence names, has changed, by the journal."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from reflog.domain import grouped
from reflog.reports.exports import all_parts, pages
from reflog.storage import journal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from reflog.storage.reader import Reader

_OWED = """
SELECT u.number AS id, e.created_at, u.contact_id, u.about_id,
  i.introducer_id, i.provider_id, i.prospect_id
FROM follow_up AS u JOIN entry AS e ON e.number = u.number
LEFT JOIN introduction AS i ON i.number = u.about_id
WHERE u.status = 'open' AND u.number > :after ORDER BY u.number LIMIT :page
"""
_ADDRESSES = ("contact_email", "contact_phone")
_STEPS = ((3_600_000, 1), (30 * 86_400_000, 10), (5 * 366 * 86_400_000, 100), (None, 1000))
_PARTIES = ("contact_id", "introducer_id", "provider_id", "prospect_id")


def revisions(reader: Reader) -> dict[int, tuple[int, str]]:
    """Return how many commands changed each open follow-up, and the instant of the last.

    A change of anything it names counts too: the person and how to reach them, the introduction,
    and the names of its people.
    """
    owed = [row for rows in pages(reader, _OWED) for row in rows]
    created = {row["id"]: row["created_at"] for row in owed}
    told = grouped((thing, row["id"]) for row in owed for thing in _things(row))
    last: dict[int, tuple[int, str]] = {}  # of each follow-up, the command and its instant
    counts: Counter[int] = Counter()
    brought: dict[int, str] = {}
    for thing, op, at, is_brought in _altered(reader):
        for number in told.get(thing, ()):
            if number not in last or last[number][0] != op:
                last[number] = op, at
                counts[number] += 1
        if is_brought and thing[0] == "follow_up":
            brought[thing[1]] = at
    for number in brought.keys() & last.keys():
        counts[number] += _at_most(created[number], brought[number])
    return {number: (counts[number], at) for number, (_op, at) in last.items()}


def _at_most(created_at: str, brought_at: str) -> int:
    """Return how often something was altered at most before it came over from another ledger.

    Its journal stayed there, but in a millisecond it was altered once at most, and later on
    less often: so what calendars were told never falls, and stays below what they can count.
    """
    apart = datetime.fromisoformat(brought_at) - datetime.fromisoformat(created_at)
    left = max(0, round(apart.total_seconds() * 1000))
    count = 0
    for most, step in _STEPS:
        part = left if most is None else min(left, most)
        count += -(-part // step)
        left -= part
    return count


def _things(row: sqlite3.Row) -> Iterator[tuple[str, int]]:
    """Yield what an open follow-up tells of."""
    yield "follow_up", row["id"]
    yield "address", row["contact_id"]
    for person in {row[party] for party in _PARTIES} - {None}:
        yield "contact", person
    if row["about_id"] is not None:
        yield "introduction", row["about_id"]


def _altered(reader: Reader) -> Iterator[tuple[tuple[str, int], int, str, bool]]:
    """Return which command changed what, when, and whether it brought it in, in order."""
    for rows in all_parts(reader):
        span = (rows[0][1], rows[-1][1])
        ops = reader.rows("SELECT id, at, command FROM op WHERE id BETWEEN ? AND ?", span)
        at = {row["id"]: row["at"] for row in ops}
        imports = {row["id"] for row in ops if row["command"] == "import"}
        for row in rows:
            for op, relation, key, before, after in journal.opened(row):
                if not isinstance(key, int):
                    continue
                if relation in _ADDRESSES:
                    contact = (after or before or {}).get("contact_id")
                    if contact is not None:
                        yield ("address", contact), op, at[op], False
                else:
                    yield (relation, key), op, at[op], before is None and op in imports
