"""Importing people, a batch of rows at a time, and a whole ledger where there is none yet."""

from __future__ import annotations

from itertools import chain, islice

from reflog.domain.cards.card import PROGRAMS
from reflog.domain.contacts import ME
from reflog.domain.exports import holding
from reflog.domain.names import fold
from reflog.domain.schema import COLUMNS, SEVERAL
from reflog.services import people
from reflog.storage import connection, whole
from reflog.storage import ledger as tables
from reflog.storage.journal import MOST, instant, new_uids
from reflog.storage.whole import carry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sqlmodel import SQLModel

    from reflog.domain.cards.directory import Directory, Person
    from reflog.domain.cards.plan import CardRow, Plan
    from reflog.formats.ledger.rows import Document
    from reflog.storage.ledger import Ledger

    Report = Callable[[int, int], object]
    Row = tuple[Any, ...]
    Step = tuple[Callable[..., object], type[SQLModel], Sequence[str], Iterable[Row]]

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
    ledger.expect_many()
    known = [one for one in made.people.values() if one.id is not None]
    new = [one for one in made.people.values() if one.id is None]
    _number(ledger, new, made.made)
    lists = _lists(known, new, directory)
    total = sum(map(len, lists.values())) + len(made.rows) + 2 * len(made.introductions)
    total += sum(bool(one.changed) for one in known) + len(new)
    done = 0
    for write_all, table, columns, rows in _steps(ledger, made, known, new, lists):
        each = iter(rows)
        while batch := list(islice(each, BATCH)):
            write_all(table, columns, batch)
            done += len(batch)
            report(done, total)
    if any(one.id == ME and one.added for one in known):
        people.read_numbers_again(ledger)


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
    in_turn: dict[str, Iterator[str]] = {}
    for person in chain(made, new):
        if person.handle is None:
            handle = people.first_handle(person.name, person.id or 0)
            if handle in taken:
                own = in_turn.setdefault(handle, people.handles(handle))
                handle = next(one for one in own if one not in taken)
            person.handle = handle
            taken.add(handle)


def _lists(
    known: Sequence[Person], new: Sequence[Person], directory: Directory
) -> dict[str, list[Row]]:
    """Return the rows of the aliases, addresses, numbers and tags that are added."""
    lists: dict[str, list[Row]] = {field: [] for field in SEVERAL}
    for person in known:
        for field, key, value in person.added:
            lists[field].append((person.id, value, _same(field, key, value, directory)))
    for person in new:
        for field, rows in lists.items():
            for key, value in person.list_of(field).items():
                rows.append((person.id, value, _same(field, key, value, directory)))
    return lists


def _same(field: str, key: str, value: str, directory: Directory) -> str | None:
    """Return what a value is the same by, as it is stored: nothing of a number that is none."""
    if field != "phones" or key != value:
        return key
    # What can't be read as a number is the same by itself; to read it again took a while.
    is_bare = value.startswith("+") and value[1:].isdecimal()
    return directory.e164(value) if is_bare else None


def _steps(
    ledger: Ledger,
    made: Plan,
    known: Sequence[Person],
    new: Sequence[Person],
    lists: Mapping[str, list[Row]],
) -> Iterator[Step]:
    """Yield what is written in turn: whether added or changed, and of which table.

    Who referred whom to me is recorded as history: nothing follows from it.
    """
    for changed, rows in _altered(ledger, known).items():
        yield ledger.change_all, tables.Contact, changed, rows
    today, now = ledger.today, instant()
    people_made = (
        (one.id, uid, one.handle, one.name, fold(one.name), *one.singles(), today)
        for one, uid in zip(new, new_uids(len(new)), strict=True)
    )
    yield ledger.add_all, tables.Contact, COLUMNS["contact"], people_made
    for field, values in lists.items():
        name = SEVERAL[field].table
        yield ledger.add_all, tables.BY_NAME[name], COLUMNS[name], values
    columns = COLUMNS["contact_card"]
    kept = [row for row in made.rows if row.remembered.id is not None]
    said = ((*_card(row), row.remembered.id) for row in kept)
    yield ledger.change_all, tables.ContactCard, columns, said
    more = (_card(row) for row in made.rows if row.remembered.id is None)
    yield ledger.add_all, tables.ContactCard, columns, more
    first, uids = ledger.next_number(), new_uids(len(made.introductions))
    entries = ((number, uid, "introduction", now) for number, uid in enumerate(uids, first))
    yield ledger.add_all, tables.Entry, COLUMNS["entry"], entries
    introductions = (
        (number, introducer.id, ME, prospect.id, today, "introduced", today, 1)
        for number, (introducer, prospect) in enumerate(made.introductions, first)
    )
    yield ledger.add_all, tables.Introduction, _INTRODUCTION, introductions


def _altered(ledger: Ledger, known: Sequence[Person]) -> dict[tuple[str, ...], list[Row]]:
    """Return what changed of people who are there already, by the columns; drop old aliases."""
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for person in known:
        changed = dict(person.changed)
        if "name" in changed:
            changed["folded"] = fold(person.name)
        if changed:
            by_columns.setdefault(tuple(changed), []).append((*changed.values(), person.id))
        for _field, key in person.dropped:
            for alias in ledger.all(tables.ContactAlias, contact_id=person.id, folded=key):
                ledger.remove(alias)
    return by_columns


def _card(row: CardRow) -> Row:
    return (row.person.id, *row.place, *row.remembered.row())


def _said(made: Plan) -> str:
    """Say what was imported, and from where."""
    named = " and ".join(PROGRAMS[source] for source in made.sources)
    results = ", ".join(made.results()) or "nothing new, but its cards are remembered"
    return f"imported from {named}: {results}"


def whole_ledger(ledger: Ledger, document: Document) -> None:
    """Put an exported ledger into an empty one, in one op that one undo takes back.

    My own details and the settings are the file's. If anything in it is wrong, nothing of it stays.
    """
    ledger.summary = f"imported a ledger of {holding(document.counts)}"
    whole.put(ledger, document.rows(), document.numbers)


def require_room(path: str, held: tuple[int, int], *, has_journal: bool) -> None:
    """Raise ConflictError unless the ledger at `path` can take a whole one.

    Args:
        held: how many people and entries it has: an empty one has neither.
        has_journal: the file has its journal, for which there may be no ledger at all.
    """
    if has_journal and not connection.is_new(path):
        raise whole.there_already(path)
    whole.require_empty(*held)


__all__ = ["carry", "require_room", "whole_ledger", "write"]
