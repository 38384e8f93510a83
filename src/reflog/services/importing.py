"""Importing people: writing in bulk what was planned."""

from __future__ import annotations

from reflog.domain.cards.card import PROGRAMS
from reflog.domain.cards.directory import PLURAL, SINGLE
from reflog.domain.names import folding
from reflog.services import people
from reflog.storage import clock, tables
from reflog.storage.ledger import ME, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from sqlmodel import SQLModel

    from reflog.domain.cards.directory import Directory, Person
    from reflog.domain.cards.plan import Plan

    Report = Callable[[int, int], object]
    Row = dict[str, Any]

BATCH = 1000
"""How many rows are written at once."""

_TABLES: dict[str, type[SQLModel]] = {
    "aliases": tables.ContactAlias,
    "emails": tables.ContactEmail,
    "phones": tables.ContactPhone,
    "tags": tables.ContactTag,
}
_COLUMNS = {"aliases": "alias", "emails": "email", "tags": "tag"}
_SAID = ("name", *SINGLE, *PLURAL, "referrers", "extras")


def write(ledger: Ledger, made: Plan, directory: Directory, report: Report) -> None:
    """Write what was planned, as the ledger stood and still stands.

    Args:
        ledger: an open write door.
        made: what is to be done; its new people are given their ids and handles.
        directory: as the plan was made with.
        report: told how many rows are written, of how many.
    """
    writing = _Writing(ledger, directory, report, _rows_in(made))
    touched = list(made.people.values())
    writing.alter([one for one in touched if one.id is not None])
    writing.make([one for one in touched if one.id is None])
    writing.add_lists(touched)
    writing.remember(made)
    writing.introduce(made.introductions)
    ledger.summary = _said(made)


class _Writing:
    """Writes rows in batches, and says how far it has come."""

    def __init__(self, ledger: Ledger, directory: Directory, report: Report, total: int) -> None:
        self._ledger = ledger
        self._directory = directory
        self._report = report
        self._total = total
        self._done = 0

    def make(self, new: list[Person]) -> None:
        """Write new people down, each with an id and a handle."""
        handles = _Handles(self._ledger)
        first = self._ledger.next_contact_id()
        made = []
        for number, person in enumerate(new, first):
            handle = handles.free(person.name, number)
            made.append((number, handle))
        self._write(tables.Contact, _contact_rows(new, made, self._ledger.today))
        for person, (number, handle) in zip(new, made, strict=True):
            person.id, person.handle = number, handle

    def alter(self, known: list[Person]) -> None:
        """Set what changed of people who are there already."""
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for person in known:
            if person.changed:
                row = {"id": person.id, **person.changed}
                if "name" in row:
                    row["folded"] = folding.fold(person.name)
                by_columns.setdefault(tuple(row), []).append(row)
        for rows in by_columns.values():
            self._ledger.change_all(tables.Contact, rows)
            self._count(len(rows))
        for person in known:
            for _field, key in person.dropped:
                self._drop_alias(person, key)

    def add_lists(self, touched: list[Person]) -> None:
        """Write the aliases, addresses, numbers and tags that were added."""
        for field, table in _TABLES.items():
            self._write(table, self._list_rows(touched, field))

    def remember(self, made: Plan) -> None:
        """Remember what each card said of whom."""
        rows: list[Row] = []
        known: list[Row] = []
        for person, (source, key), remembered in made.rows:
            row = {"contact_id": person.id, "source": source, "key": key}
            row |= {column: remembered.said.get(column) for column in _SAID}
            if remembered.id is None:
                rows.append(row)
            else:
                known.append({"id": remembered.id, **row})
        self._ledger.change_all(tables.ContactCard, known)
        self._count(len(known))
        self._write(tables.ContactCard, iter(rows))

    def introduce(self, pairs: list[tuple[Person, Person]]) -> None:
        """Record who referred whom to me, as history: nothing follows from it."""
        first, today = self._ledger.next_number(), self._ledger.today
        now = clock.now()
        numbered = list(enumerate(pairs, first))
        self._write(
            tables.Entry,
            (
                {
                    "number": number,
                    "uid": clock.new_uid(),
                    "kind": "introduction",
                    "created_at": now,
                }
                for number, _pair in numbered
            ),
        )
        self._write(
            tables.Introduction,
            (
                {
                    "number": number,
                    "introducer_id": introducer.id,
                    "provider_id": ME,
                    "prospect_id": prospect.id,
                    "made_on": today,
                    "stage": "introduced",
                    "stage_on": today,
                    "imported": 1,
                }
                for number, (introducer, prospect) in numbered
            ),
        )

    def _drop_alias(self, person: Person, folded: str) -> None:
        for alias in self._ledger.all(tables.ContactAlias, contact_id=person.id, folded=folded):
            self._ledger.remove(alias)

    def _list_rows(self, touched: list[Person], field: str) -> Iterator[Row]:
        for person in touched:
            for name, value in person.added:
                if name != field:
                    continue
                row: Row = {"contact_id": person.id}
                if field == "phones":
                    yield {**row, "phone": value, "e164": self._directory.e164(value)}
                else:
                    yield {**row, _COLUMNS[field]: value, "folded": folding.fold(value)}

    def _write(self, table: type[SQLModel], rows: Iterator[Row]) -> None:
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._write_batch(table, batch)
                batch = []
        self._write_batch(table, batch)

    def _write_batch(self, table: type[SQLModel], batch: list[Mapping[str, Any]]) -> None:
        self._ledger.add_all(table, batch)
        self._count(len(batch))

    def _count(self, rows: int) -> None:
        self._done += rows
        self._report(self._done, self._total)


class _Handles:
    """Handles for many new people at once; the same rule as for one."""

    def __init__(self, ledger: Ledger) -> None:
        self._taken = {row[0] for row in ledger.rows("SELECT handle FROM contact")}
        self._counts: dict[str, int] = {}

    def free(self, name: str, number: int) -> str:
        """Return the slug of a name, numbered where it is taken; contact-N where there is none."""
        slug = folding.slug(name) or f"contact-{number}"
        handle, count = slug, self._counts.get(slug, 1)
        while handle in self._taken:
            count += 1
            handle = people.numbered_handle(slug, count)
        self._counts[slug] = count
        self._taken.add(handle)
        return handle


def _contact_rows(new: list[Person], made: list[tuple[int, str]], created_on: str) -> Iterator[Row]:
    for person, (number, handle) in zip(new, made, strict=True):
        yield {
            "id": number,
            "uid": clock.new_uid(),
            "handle": handle,
            "name": person.name,
            "folded": folding.fold(person.name),
            **{field: person.values.get(field) for field in SINGLE},
            "created_on": created_on,
        }


def _rows_in(made: Plan) -> int:
    """Count the rows that a plan writes."""
    touched = made.people.values()
    people_rows = sum(one.id is None or bool(one.changed) for one in touched)
    lists = sum(len(one.added) for one in touched)
    return people_rows + lists + len(made.rows) + 2 * len(made.introductions)


def _said(made: Plan) -> str:
    """Say what was imported, and from where."""
    named = " and ".join(PROGRAMS[source] for source in made.sources)
    results = ", ".join(made.results()) or "nothing new, remembered whom its cards are about"
    return f"imported from {named}: {results}"
