"""People as cards for other programs: what is known of them, and who referred them."""

from __future__ import annotations

from reflog.domain.cards.card import Card
from reflog.domain.contacts import ME
from reflog.domain.lists import JOINT, split
from reflog.domain.people import FORGOTTEN, is_forgotten
from reflog.reports.contacts import contact_of
from reflog.reports.exports import pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from reflog.storage.reader import Reader

OF_NO_FILE = "~"
"""Begins the key of a card that its file gave none."""

# The + takes its type from c.id, and so lets the index of whom an introduction brought answer.
CARDS = f"""
SELECT v.*, lower(hex(c.uid)) AS uid,
  (SELECT key FROM contact_card WHERE contact_id = c.id AND source = 'vcard'
    AND substr(key, 1, 1) <> '{OF_NO_FILE}' ORDER BY id LIMIT 1) AS own_key,
  (SELECT group_concat(extras, '{JOINT}') FROM
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
    """Return everybody but me and the forgotten, in the order of their keys."""
    for rows in pages(reader, CARDS, me=ME):
        for row in rows:
            if row["id"] != ME and not is_forgotten(row["name"], row["handle"]):
                yield _card_of(row)


def _card_of(row: sqlite3.Row) -> Card:
    person = contact_of(row)
    uid = row["uid"]
    own = f"urn:uuid:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
    return Card(
        line=1,
        source="reflog",
        key=row["own_key"] or own,
        name=person.name,
        aliases=person.aliases,
        company=person.company,
        profession=person.profession,
        role=person.role,
        city=person.city,
        note=person.note,
        emails=person.emails,
        phones=person.phones,
        tags=person.tags,
        referred_by=tuple(dict.fromkeys(split(row["referrers"]))),
        extras=tuple(dict.fromkeys(split(row["extras"]))),
    )
