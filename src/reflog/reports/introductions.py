"""Introductions and the business that came of them."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.entries import Business, Introduction, Person, Reached, Told
from reflog.domain.introductions import (
    OPEN_STAGES,
    Triple,
    direction_of,
    missing_parts,
    stages_of,
    steps_of,
)
from reflog.domain.money import Money
from reflog.domain.record import Record, numbers_json, split
from reflog.reports.chains import Chains

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from reflog.storage.reader import Reader


def alive_since(day: str, number: str, since: str) -> str:
    """Return the SQL condition of being made, or having had business or thanks, since a day.

    Args:
        day, number: the columns of the introduction.
        since: the parameter with the day; "" takes every introduction.
    """
    return (
        f"({day} >= {since} OR EXISTS (SELECT 1 FROM business "
        f"WHERE about_id = {number} AND closed_on >= {since}) OR EXISTS (SELECT 1 FROM thanks "
        f"WHERE about_id = {number} AND expressed_on >= {since}))"
    )


_OPEN = ", ".join(f"'{stage}'" for stage in OPEN_STAGES)


class Filter(Record):
    """Which introductions are wanted; people by id, days as ISO text.

    Attributes:
        by: the introducer.
        party: someone who is introducer, provider or prospect.
        side: someone who is provider or prospect.
        since: made on this day or later.
        alive_since: made on this day or later, or with business or thanks since then.
    """

    stage: str | None = None
    open_only: bool = False
    given: bool = False
    received: bool = False
    by: int | None = None
    party: int | None = None
    side: int | None = None
    since: str | None = None
    alive_since: str | None = None


def introductions(reader: Reader, wanted: Filter | None = None) -> list[Introduction]:
    """Return the introductions that pass a filter, oldest first."""
    wanted = wanted or Filter()
    return page(reader, wanted)


def page(
    reader: Reader,
    wanted: Filter,
    *,
    after: Introduction | None = None,
    limit: int | None = None,
) -> list[Introduction]:
    """Return a batch of the introductions that pass a filter, oldest first.

    Args:
        after: the last one of the batch before; None to start.
        limit: at most this many; None for all.
    """
    conditions, values = _conditions(wanted)
    if after is not None:
        conditions.append('"on" >= :day AND ("on" > :day OR id > :after)')
        values |= {"day": after.on, "after": after.id}
    rows = reader.rows(
        f"SELECT * FROM introduction_view WHERE {' AND '.join(conditions)} "
        'ORDER BY "on", id LIMIT :limit',
        {**values, "limit": -1 if limit is None else limit},
    )
    return introductions_of(reader, rows)


def introducers(reader: Reader, wanted: Filter) -> list[tuple[int, int]]:
    """Return who made those introductions and how many, the most first, then the earliest."""
    conditions, values = _conditions(wanted)
    rows = reader.rows(
        'SELECT introducer_id, count(*) AS made FROM (SELECT number AS id, made_on AS "on", '
        "stage, introducer_id, provider_id, prospect_id FROM introduction) "
        f"WHERE {' AND '.join(conditions)} GROUP BY introducer_id "
        'ORDER BY made DESC, min("on"), min(id)',
        values,
    )
    return [(row["introducer_id"], row["made"]) for row in rows]


def made_by(reader: Reader, wanted: Filter, introducers: Sequence[int]) -> list[Introduction]:
    """Return those introductions that these people made, each person's oldest first."""
    conditions, values = _conditions(wanted)
    rows = reader.rows(
        f"SELECT * FROM introduction_view WHERE {' AND '.join(conditions)} "
        "AND introducer_id IN (SELECT value FROM json_each(:introducers)) "
        'ORDER BY "on", id',
        {**values, "introducers": numbers_json(introducers)},
    )
    places = {introducer: place for place, introducer in enumerate(introducers)}
    rows.sort(key=lambda row: places[row["introducer_id"]])
    return introductions_of(reader, rows)


def introduction(reader: Reader, number: int) -> Introduction | None:
    """Return the introduction with this ledger number, if it is one."""
    found = introductions_numbered(reader, [number])
    return found[0] if found else None


def introductions_numbered(reader: Reader, numbers: Iterable[int]) -> list[Introduction]:
    """Return the introductions with these ledger numbers, in the order asked for."""
    rows = [
        row
        for number in numbers
        for row in reader.rows("SELECT * FROM introduction_view WHERE id = ?", (number,))
    ]
    return introductions_of(reader, rows)


def direct_business(reader: Reader, contact_id: int) -> list[Money]:
    """Return the business with somebody who came by themselves, oldest first."""
    rows = reader.rows(
        "SELECT amount, currency FROM business WHERE contact_id = ? ORDER BY closed_on, number",
        (contact_id,),
    )
    return [Money(minor=row["amount"], currency=row["currency"]) for row in rows]


def business_numbered(reader: Reader, number: int) -> Business | None:
    """Return the business with this ledger number, if it is some."""
    row = reader.row("SELECT * FROM business_view WHERE id = ?", (number,))
    return Business.from_row(row) if row else None


def _conditions(wanted: Filter) -> tuple[list[str], dict[str, object]]:
    given = {
        "stage": ("stage = :stage", wanted.stage),
        "open": (f"stage IN ({_OPEN})", wanted.open_only),
        "me_given": ("introducer_id = :me", wanted.given),
        "me_received": (
            "introducer_id <> :me AND :me IN (provider_id, prospect_id)",
            wanted.received,
        ),
        "by": ("introducer_id = :by", wanted.by),
        "party": (
            "id IN (" + _numbers_with("introducer", "provider", "prospect") + ")",
            wanted.party,
        ),
        "side": (
            "id IN (" + _numbers_with("provider", "prospect").replace(":party", ":side") + ")",
            wanted.side,
        ),
        "since": ('"on" >= :since', wanted.since),
        "alive": (alive_since('"on"', "id", ":alive"), wanted.alive_since),
    }
    conditions = [sql for sql, value in given.values() if value is not None and value is not False]
    values = {name: value for name, (_sql, value) in given.items()}
    return conditions or ["1"], {**values, "me": ME}


def _numbers_with(*parties: str) -> str:
    return " UNION ".join(
        f"SELECT number FROM introduction WHERE {party}_id = :party" for party in parties
    )


def introductions_of(
    reader: Reader,
    rows: list[sqlite3.Row],
    chains: Chains | None = None,
    business: dict[int, list[Business]] | None = None,
) -> list[Introduction]:
    """Return the records of rows of introduction_view, adding what other tables have.

    Args:
        chains: who came through whom, if some of it was looked up before.
        business: what came of each, if that has been read already.
    """
    chains = chains or Chains(reader)
    if business is None:
        business = _business_about(reader, [row["id"] for row in rows])
    return [_introduction_of(row, chains, business.get(row["id"], [])) for row in rows]


def _business_about(reader: Reader, numbers: list[int]) -> dict[int, list[Business]]:
    found: dict[int, list[Business]] = {}
    for number in numbers:
        for row in reader.rows(
            "SELECT * FROM business_view WHERE about = ? ORDER BY id", (number,)
        ):
            found.setdefault(number, []).append(Business.from_row(row))
    return found


def _introduction_of(row: sqlite3.Row, chains: Chains, business: list[Business]) -> Introduction:
    introducer, provider, prospect = (
        _person(row, party) for party in ("introducer", "provider", "prospect")
    )
    brought = provider if prospect.is_me else prospect
    consent = None if row["consent"] is None else bool(row["consent"])
    triple = Triple(introducer=introducer.id, provider=provider.id, prospect=prospect.id)
    own_custom = introducer == prospect
    steps = steps_of(row["steps"])
    return Introduction.from_row(
        row,
        direction=direction_of(triple, ME),
        tier=chains.tier(introducer.id, introducer.id if own_custom else brought.id),
        introducer=introducer,
        provider=provider,
        prospect=prospect,
        consent=consent,
        at_fault=_person(row, "at_fault") if row["at_fault_id"] is not None else None,
        imported=bool(row["imported"]),
        missing=missing_parts(
            need=row["need"],
            offer=row["offer"],
            consent=consent,
            provider_reachable=bool(row["provider_reachable"]),
            prospect_reachable=bool(row["prospect_reachable"]),
        ),
        business=tuple(business),
        thanks=tuple(int(number) for number in split(row["thanks"])),
        follow_ups=tuple(int(number) for number in split(row["follow_ups"])),
        told=tuple(
            Told(contact=one.told_by, stage=one.stage, on=one.on) for one in steps if one.told_by
        ),
        stages=tuple(
            Reached(stage=stage, on=on)
            for stage, on in stages_of(steps, row["on"], row["stage"], row["stage_on"])
        ),
    )


def _person(row: sqlite3.Row, party: str) -> Person:
    return Person(id=row[f"{party}_id"], handle=row[party], name=row[f"{party}_name"])
