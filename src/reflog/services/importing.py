"""Importing people: carrying out a plan, a batch of rows at a time."""

from __future__ import annotations

from itertools import chain, islice

from reflog.domain.cards.card import PROGRAMS
from reflog.domain.contacts import ME
from reflog.domain.names import folding
from reflog.domain.schema import COLUMNS, SEVERAL
from reflog.services import people
from reflog.storage import clock, tables
from reflog.storage.journal.parts import MOST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from sqlmodel import SQLModel

    from reflog.domain.cards.directory import Directory, Person
    from reflog.domain.cards.plan import CardRow, Plan
    from reflog.storage.ledger import Ledger

    Report = Callable[[int, int], object]
    Row = tuple[Any, ...]

BATCH = 128 * MOST
"""How many rows are written at once: whole parts of the journal."""

_INTRODUCTION = (
    *("number", "introducer_id", "provider_id", "prospect_id", "made_on", "stage", "stage_on"),
    "imported",
)


def write(ledger: Ledger, made: Plan, directory: Directory, report: Report) -> None:
    """Carry out a plan in one transaction, which one undo takes back.

    Args:
        made: its new people are given their ids and handles here.
        directory: the one the plan was made with; the ledger must still be as it was then.
        report: called with how many rows are written, and of how many.
    """
    ledger.summary = _said(made)
    known = [one for one in made.people.values() if one.id is not None]
    new = [one for one in made.people.values() if one.id is None]
    _number(ledger, new, made.made)
    lists = {field: list(_lists(field, known, new, directory)) for field in SEVERAL}
    total = sum(map(len, lists.values())) + len(made.rows) + 2 * len(made.introductions)
    writing = _Writing(ledger, report, total + sum(bool(one.changed) for one in known) + len(new))
    writing.alter(known)
    writing.make(new)
    for field, rows in lists.items():
        writing.add_list(field, rows)
    writing.remember(made.rows)
    writing.introduce(made.introductions)


def _number(ledger: Ledger, new: Sequence[Person], made: Sequence[Person]) -> None:
    """Give new people their ids and handles.

    Args:
        new: in the order of the files, which is that of their ids.
        made: those of them who have a card, in the order in which handles are given: of two
            namesakes the same one has the shorter, whatever the order of the rows.
    """
    for number, person in enumerate(new, ledger.next_contact_id()):
        person.id = number
    taken = {row[0] for row in ledger.rows("SELECT handle FROM contact")}
    in_turn: dict[object, Iterator[str]] = {}
    for person in chain(made, new):
        if person.handle is None:
            alike = folding.slug(person.name) or person.id
            own = in_turn.setdefault(alike, people.handles(person.name, person.id or 0))
            person.handle = next(one for one in own if one not in taken)
            taken.add(person.handle)


def _lists(
    field: str, known: Sequence[Person], new: Sequence[Person], directory: Directory
) -> Iterator[Row]:
    """Yield the rows of the aliases, addresses, numbers or tags that are added."""
    for person in known:
        for of, key, value in person.added:
            if of == field:
                yield person.id, value, _same(field, key, value, directory)
    for person in new:
        for key, value in person.list_of(field).items():
            yield person.id, value, _same(field, key, value, directory)


def _same(field: str, key: str, value: str, directory: Directory) -> str | None:
    """Return what a value is the same by, as it is stored: nothing of a number that is none."""
    if field != "phones" or key != value:
        return key
    # What can't be read as a number is the same by itself; to read it again took a while.
    is_bare = value.startswith("+") and value[1:].isdecimal()
    return directory.e164(value) if is_bare else None


class _Writing:
    """Writes rows in batches, and says how far it has come."""

    def __init__(self, ledger: Ledger, report: Report, total: int) -> None:
        self._ledger = ledger
        self._report = report
        self._total = total
        self._done = 0

    def make(self, new: Sequence[Person]) -> None:
        """Write new people down, each with an id and a handle."""
        today = self._ledger.today
        uids = clock.new_uids(len(new))
        rows = (
            (one.id, uid, one.handle, one.name, folding.fold(one.name), *one.singles(), today)
            for one, uid in zip(new, uids, strict=True)
        )
        self._add(tables.Contact, COLUMNS["contact"], rows)

    def alter(self, known: Sequence[Person]) -> None:
        """Set what changed of people who are there already."""
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for person in known:
            changed = dict(person.changed)
            if "name" in changed:
                changed["folded"] = folding.fold(person.name)
            if changed:
                by_columns.setdefault(tuple(changed), []).append((*changed.values(), person.id))
            for _field, key in person.dropped:
                self._drop_alias(person, key)
        for columns, rows in by_columns.items():
            self._change(tables.Contact, columns, rows)

    def add_list(self, field: str, rows: Sequence[Row]) -> None:
        """Write the aliases, addresses, numbers or tags that were added."""
        table = SEVERAL[field].table
        self._add(tables.BY_NAME[table], COLUMNS[table], rows)

    def remember(self, rows: Sequence[CardRow]) -> None:
        """Remember what each card said of whom."""
        known = ((*_card(row), row.remembered.id) for row in rows if row.remembered.id is not None)
        self._change(tables.ContactCard, COLUMNS["contact_card"], known)
        new = (_card(row) for row in rows if row.remembered.id is None)
        self._add(tables.ContactCard, COLUMNS["contact_card"], new)

    def introduce(self, pairs: Sequence[tuple[Person, Person]]) -> None:
        """Record who referred whom to me, as history: nothing follows from it."""
        first, today = self._ledger.next_number(), self._ledger.today
        now = clock.now()
        uids = clock.new_uids(len(pairs))
        self._add(
            tables.Entry,
            COLUMNS["entry"],
            ((number, uid, "introduction", now) for number, uid in enumerate(uids, first)),
        )
        self._add(
            tables.Introduction,
            _INTRODUCTION,
            (
                (number, introducer.id, ME, prospect.id, today, "introduced", today, 1)
                for number, (introducer, prospect) in enumerate(pairs, first)
            ),
        )

    def _drop_alias(self, person: Person, folded: str) -> None:
        for alias in self._ledger.all(tables.ContactAlias, contact_id=person.id, folded=folded):
            self._ledger.remove(alias)

    def _add(self, table: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> None:
        for batch in _batches(rows):
            self._ledger.add_all(table, columns, batch)
            self._count(len(batch))

    def _change(self, table: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> None:
        for batch in _batches(rows):
            self._ledger.change_all(table, columns, batch)
            self._count(len(batch))

    def _count(self, rows: int) -> None:
        self._done += rows
        self._report(self._done, self._total)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch


def _card(row: CardRow) -> Row:
    return (row.person.id, *row.place, *row.remembered.row())


def _said(made: Plan) -> str:
    """Say what was imported, and from where."""
    named = " and ".join(PROGRAMS[source] for source in made.sources)
    results = ", ".join(made.results()) or "nothing new, but its cards are remembered"
    return f"imported from {named}: {results}"
