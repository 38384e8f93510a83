"""Everything in the ledger, in the order of its keys, read a batch at a time."""

from __future__ import annotations

from reflog.domain import JOINT, split
from reflog.domain.cards import extras
from reflog.domain.cards.card import Card
from reflog.domain.contacts import FORGOTTEN, ME, is_forgotten
from reflog.domain.entries import FollowUp
from reflog.domain.introductions import steps_of
from reflog.domain.schema import SAID, SAID_LISTS, SEVERAL, SINGLE
from reflog.reports import entries, introductions
from reflog.reports.contacts import contact_of
from reflog.storage import journal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Entry, Introduction
    from reflog.domain.introductions import Step
    from reflog.domain.schema import Kind
    from reflog.storage.reader import Reader


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
    for rows in pages(reader, _VIEW.format("introduction_view")):
        whole = introductions.introductions_of(reader, rows, chains)
        for row, one in zip(rows, whole, strict=True):
            yield one, steps_of(row["steps"]), bool(row["quiet"])


def all_of(reader: Reader, kind: Kind, today: date) -> Iterator[Entry]:
    """Yield every entry of a kind other than introductions."""
    for row in _rows(reader, _VIEW.format(f"{kind.table}_view")):
        is_owed = kind.record is FollowUp
        yield entries.follow_up_of(row, today) if is_owed else kind.record.from_row(row)


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


def all_distinct(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield the handles of every pair remembered as two people."""
    for row in _rows(
        reader,
        """SELECT d.id, low.handle AS low, high.handle AS high FROM contact_distinct AS d
        JOIN contact AS low ON low.id = d.low_id JOIN contact AS high ON high.id = d.high_id
        WHERE d.id > :after ORDER BY d.id LIMIT :page""",
    ):
        yield row["low"], row["high"]


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


_VIEW = "SELECT * FROM {} WHERE id > :after ORDER BY id LIMIT :page"


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
        yield {**dict(row), "forgotten": bool(row["forgotten"]), "undoes": undoes}


def changes(reader: Reader) -> Iterator[journal.Change]:
    """Yield every change of the journal, in order: of a row added or removed, the whole row.

    Raises:
        DamagedError: some of them can't be read.
    """
    for rows in all_parts(reader):
        for row in rows:
            yield from journal.opened(row)


def all_parts(reader: Reader) -> Iterator[list[journal.Row]]:
    """Yield the compressed parts of the journal, in order, a batch at a time."""
    for rows in pages(reader, f"{journal.SELECT} WHERE id > :after ORDER BY id LIMIT :page"):
        yield [tuple(row) for row in rows]


_OPS = f"""
SELECT id, at, command, summary, forgotten, lower(hex(digest)) AS digest,
  (SELECT group_concat(undone_id, '{JOINT}') FROM
    (SELECT undone_id FROM op_undoes WHERE op_id = op.id ORDER BY undone_id)) AS undoes
FROM op WHERE id > :after ORDER BY id LIMIT :page
"""
