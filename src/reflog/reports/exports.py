"""Everything in the ledger, in the order of its keys, read a batch at a time.

With it, how often what a calendar shows has changed, by the journal.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from reflog.domain import JOINT, by_name, grouped, split
from reflog.domain.cards import extras
from reflog.domain.cards.card import Card
from reflog.domain.contacts import FORGOTTEN, ME, Contact, is_forgotten
from reflog.domain.entries import Entry, FollowUp, Introduction
from reflog.domain.introductions import Step, steps_of
from reflog.domain.schema import SAID, SAID_LISTS, SEVERAL, SINGLE, Kind
from reflog.reports import entries, introductions
from reflog.reports.contacts import contact_of
from reflog.storage import journal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    from reflog.storage import Reader


PAGE = 500
"""Rows read at once."""

COUNTED = ("contact", "entry")
"""What hands out numbers that are never given twice; those of commands stay with the journal."""


def people(reader: Reader) -> Iterator[tuple[Contact, str, list[str | None]]]:
    """Yield everyone, me first, with their identity in hexadecimal and the keys of their phones."""
    for row in _rows(
        reader,
        f"""SELECT v.*, (SELECT group_concat(ifnull(e164, ''), '{JOINT}')
          FROM (SELECT e164 FROM contact_phone WHERE contact_id = v.id ORDER BY id)) AS e164
        FROM contact_view AS v WHERE v.id > :after ORDER BY v.id LIMIT :page""",
    ):
        joined: str | None = row["e164"]
        numbers = [] if joined is None else [one or None for one in joined.split(JOINT)]
        yield contact_of(row), row["uid"].hex(), numbers


def all_introductions(reader: Reader) -> Iterator[tuple[Introduction, tuple[Step, ...], bool]]:
    """Yield every introduction, its steps as recorded, and whether its questions are closed."""
    chains = introductions.Chains(reader)
    for rows in pages(reader, _VIEW.format("*", "introduction_view")):
        whole = introductions.introductions_of(reader, rows, chains)
        for row, one in zip(rows, whole, strict=True):
            yield one, steps_of(row["steps"]), bool(row["quiet"])


def all_of(reader: Reader, kind: Kind, today: date) -> Iterator[Entry]:
    """Yield every entry of a kind other than introductions."""
    is_owed = kind.record is FollowUp
    columns = f"*, {entries.ABOUT_DAYS}" if is_owed else "*"
    words = entries.wanted(reader) if is_owed else None
    for row in _rows(reader, _VIEW.format(columns, f"{kind.table}_view")):
        yield entries.follow_up_of(row, today, words) if is_owed else kind.record.from_row(row)


def all_cards(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield what imported cards last said, so that the same files can be imported again."""
    for row in _rows(
        reader,
        """SELECT k.*, c.handle AS contact FROM contact_card AS k
        JOIN contact AS c ON c.id = k.contact_id
        WHERE k.id > :after ORDER BY k.id LIMIT :page""",
    ):
        yield {
            name: list(split(row[name])) if name in SAID_LISTS else row[name]
            for name in ("contact", "source", "key", *SAID)
        }


def all_distinct(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield the handles of every pair remembered as two people."""
    for row in _rows(
        reader,
        """SELECT d.id, low.handle AS contact, high.handle AS other FROM contact_distinct AS d
        JOIN contact AS low ON low.id = d.low_id JOIN contact AS high ON high.id = d.high_id
        WHERE d.id > :after ORDER BY d.id LIMIT :page""",
    ):
        yield {"contact": row["contact"], "other": row["other"]}


def size(reader: Reader) -> tuple[int, int]:
    """Return the number of contacts other than me, and of entries."""
    ((people, count),) = reader.rows(
        "SELECT (SELECT count(*) FROM contact WHERE id <> 1), (SELECT count(*) FROM entry)"
    )
    return people, count


def numbers(reader: Reader) -> dict[str, int]:
    """Return the last number that each sequence has given out."""
    given = {row["name"]: row["seq"] for row in reader.rows("SELECT * FROM sqlite_sequence")}
    return {name: given.get(name, 0) for name in COUNTED}


_VIEW = "SELECT {} FROM {} WHERE id > :after ORDER BY id LIMIT :page"


def _rows(reader: Reader, sql: str, **values: object) -> Iterator[sqlite3.Row]:
    for rows in pages(reader, sql, **values):
        yield from rows


def pages(reader: Reader, sql: str, **values: object) -> Iterator[list[Any]]:
    """Yield the rows of a query in batches, by their id."""
    after = 0
    while rows := reader.rows(sql, {**values, "after": after, "page": PAGE}):
        yield rows
        after = rows[-1]["id"]


_BETWEEN = "\x1e"  # two cards' worth of what is kept of them

OF_NO_FILE = "~"
"""Begins the key of a card that its file gave none."""

# The + takes its type from c.id, and so lets the index of whom an introduction brought answer.
CARDS = f"""
SELECT v.*,
  (SELECT key FROM contact_card WHERE contact_id = c.id AND source = 'vcard'
    AND substr(key, 1, 1) <> '{OF_NO_FILE}' ORDER BY id LIMIT 1) AS own_key,
  (SELECT group_concat(extras, '{_BETWEEN}') FROM
    (SELECT extras FROM contact_card WHERE contact_id = c.id ORDER BY id)) AS extras,
  (SELECT group_concat(name, '{JOINT}') FROM
    (SELECT x.name FROM edge AS e JOIN contact AS x ON x.id = e.from_id
    WHERE e.to_id = +c.id AND e.from_id NOT IN (:me, c.id)
      AND NOT (x.name = '{FORGOTTEN}' AND x.handle GLOB 'contact-*')
    ORDER BY e.made_on, e.number)) AS referrers
FROM contact_view AS v JOIN contact AS c ON c.id = v.id
WHERE v.id > :after ORDER BY v.id LIMIT :page
"""


def cards(reader: Reader) -> Iterator[Card]:
    """Yield everyone but me and the forgotten as cards, in the order of their ids."""
    for row in _rows(reader, CARDS, me=ME):
        if row["id"] != ME and not is_forgotten(row["name"], row["handle"]):
            yield _card_of(row)


def _card_of(row: sqlite3.Row) -> Card:
    person = contact_of(row)
    uid = row["uid"].hex()
    own = f"urn:uuid:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
    return Card(
        line=1,
        source="reflog",
        key=row["own_key"] or own,
        name=person.name,
        **{name: getattr(person, name) for name in (*SINGLE, *SEVERAL)},
        referred_by=tuple(dict.fromkeys(split(row["referrers"]))),
        extras=extras.merged(*(split(one) for one in (row["extras"] or "").split(_BETWEEN))),
    )


def ops(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield every command of the journal, oldest first, with the ids of those it took back."""
    for row in _rows(reader, _OPS):
        undoes = [int(one) for one in split(row["undoes"])]
        yield {**by_name(row), "forgotten": bool(row["forgotten"]), "undoes": undoes}


def changes(reader: Reader) -> Iterator[journal.Change]:
    """Yield every change of the journal, in order: of a row added or removed, the whole row.

    Raises:
        DamagedError: some of them can't be read.
    """
    for rows in _all_parts(reader):
        for row in rows:
            yield from journal.opened(row)


def changes_of(reader: Reader, op_id: int) -> Iterator[journal.Change]:
    """Yield the changes of one command, as `changes` does."""
    for row in journal.rows_of_op(reader.connection, op_id):
        yield from journal.opened(row)


def _all_parts(reader: Reader) -> Iterator[list[journal.Row]]:
    """Yield the compressed parts of the journal, in order, a batch at a time."""
    for rows in pages(reader, f"{journal.SELECT} WHERE id > :after ORDER BY id LIMIT :page"):
        yield [tuple(row) for row in rows]


_OPS = f"""
SELECT id, at, command, summary, forgotten, lower(hex(digest)) AS digest,
  (SELECT group_concat(undone_id, '{JOINT}') FROM
    (SELECT undone_id FROM op_undoes WHERE op_id = op.id ORDER BY undone_id)) AS undoes
FROM op WHERE id > :after ORDER BY id LIMIT :page
"""


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
    for rows in _all_parts(reader):
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
