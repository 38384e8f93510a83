"""Duplicates: people who are probably in the ledger twice, and the reason to think so."""

from __future__ import annotations

from itertools import groupby

from reflog.domain import Record, grouped
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.entries import Person
from reflog.domain.names.near import near_names, pairs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.storage import Reader

    Pair = tuple[int, int]

SAME_EMAIL, SAME_PHONE, SAME_NAME, NEAR_NAME = "same-email", "same-phone", "same-name", "near-name"
REASONS = (SAME_EMAIL, SAME_PHONE, SAME_NAME, NEAR_NAME)
"""Why two contacts may be one person, the strongest first."""


class Duplicate(Record):
    """Two contacts that are probably one person.

    Attributes:
        people: the two, the one added first before the other.
        reason: the strongest of REASONS.
        address: the number or e-mail address that both have, spelled as the first has it.
    """

    people: tuple[Person, Person]
    reason: str
    address: str | None = None


def duplicates(reader: Reader) -> list[Duplicate]:
    """Return the probable duplicates, the likeliest first.

    Left out are me, the forgotten, pairs remembered as two people, and two who were introduced to
    each other or one by the other: they are two people.
    """
    names = _names(reader)
    near = near_names(names)
    shared = {**_shared(reader, _PHONES, names), **_shared(reader, _EMAILS, names)}
    apart = {(row["low_id"], row["high_id"]) for row in reader.rows(_APART)}
    people = {
        row["id"]: Person.from_row(row)
        for row in reader.rows("SELECT id, handle, name FROM contact")
    }
    found = {
        pair: shared.get(pair) or (SAME_NAME if near[pair] >= 1 else NEAR_NAME, None)
        for pair in {*near, *shared} - apart
        if reader.row(_MET, {"one": pair[0], "other": pair[1]}) is None
    }

    def rank(pair: Pair) -> tuple[int, float, Pair]:
        degree = near.get(pair, 0.0)
        has_both = pair in shared and degree > 0
        return -1 if has_both else REASONS.index(found[pair][0]), -degree, pair

    return [
        Duplicate(people=(people[pair[0]], people[pair[1]]), reason=reason, address=address)
        for pair in sorted(found, key=rank)
        for reason, address in (found[pair],)
    ]


_NAMES = """
SELECT id, handle, name, name AS called FROM contact WHERE id <> :me
UNION ALL
SELECT c.id, c.handle, c.name, a.alias FROM contact_alias AS a
JOIN contact AS c ON c.id = a.contact_id WHERE c.id <> :me"""
_EMAILS = """
SELECT folded AS shared, email AS address, contact_id AS id FROM contact_email
WHERE folded IN (SELECT folded FROM contact_email GROUP BY folded HAVING count(*) > 1)
ORDER BY folded, contact_id"""
_PHONES = """
SELECT coalesce(e164, phone) AS shared, phone AS address, contact_id AS id FROM contact_phone
WHERE coalesce(e164, phone) IN (SELECT coalesce(e164, phone) FROM contact_phone
  GROUP BY coalesce(e164, phone) HAVING count(DISTINCT contact_id) > 1)
ORDER BY shared, contact_id, contact_phone.id"""
_APART = "SELECT low_id, high_id FROM contact_distinct"
_MET = """
SELECT 1 FROM introduction WHERE provider_id = :one AND :other IN (prospect_id, introducer_id)
UNION ALL
SELECT 1 FROM introduction WHERE provider_id = :other AND :one IN (prospect_id, introducer_id)"""


def _names(reader: Reader) -> dict[int, list[str]]:
    """Return the names of everyone except me and the forgotten."""
    return grouped(
        (row["id"], row["called"])
        for row in reader.rows(_NAMES, {"me": ME})
        if not is_forgotten(row["name"], row["handle"])
    )


def _shared(reader: Reader, sql: str, among: Iterable[int]) -> dict[Pair, tuple[str, str]]:
    """Return who has the same number or address, with the reason and the address."""
    reason = SAME_EMAIL if sql is _EMAILS else SAME_PHONE
    known = frozenset(among)
    found: dict[Pair, tuple[str, str]] = {}
    for _key, rows in groupby(reader.rows(sql), key=lambda row: row["shared"]):
        addresses: dict[int, str] = {}
        for row in rows:
            if row["id"] in known:
                addresses.setdefault(row["id"], row["address"])
        for low, high in pairs_of([*addresses]):
            found.setdefault((low, high), (reason, addresses[low]))
    return found
