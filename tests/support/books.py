from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reflog.domain.names import fold, slug
from reflog.reports import network
from reflog.storage import Reader
from reflog.storage import ledger as tables
from reflog.storage.journal import new_uid
from reflog.storage.ledger import Ledger, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reflog.domain.entries import Person
    from reflog.reports.network import Branch

TODAY = "2026-11-21"
DAY = "2026-11-02"


class Book:
    """A ledger file of a test, and what makes one thing in it through the write door."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._ledger: Ledger | None = None

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """Make everything inside the block in one command."""
        with writing(self.path, "test", TODAY) as ledger:
            self._ledger = ledger
            try:
                yield ledger
            finally:
                self._ledger = None

    def reader(self) -> Reader:
        return Reader(self.path, TODAY)

    def person(self, name: str, handle: str | None = None, **values: str) -> int:
        with self._open() as ledger:
            handle = handle or slug(name) or f"contact-{ledger.next_contact_id()}"
            row = tables.Contact(
                uid=new_uid(),
                handle=handle,
                name=name,
                folded=fold(name),
                created_on=DAY,
            )
            for column, value in values.items():
                setattr(row, column, value)
            return number_of(ledger.add(row).id)

    def people(self, *names: str) -> list[int]:
        with self._open():
            return [self.person(name) for name in names]

    def detail(self, table: type[Any], contact_id: int, **values: str) -> None:
        """Give a person an alias, an e-mail address, a phone number or a tag."""
        folded = {} if table is tables.ContactPhone else {"folded": fold(*values.values())}
        with self._open() as ledger:
            ledger.add(table(contact_id=contact_id, **values, **folded))

    def introduction(
        self, introducer: int, provider: int, prospect: int, on: str = DAY, **values: object
    ) -> int:
        given: dict[str, object] = {"stage": "introduced", "stage_on": on, **values}
        return self._record(
            tables.Introduction,
            introducer_id=introducer,
            provider_id=provider,
            prospect_id=prospect,
            made_on=on,
            **given,
        )

    def comes_to(self, number: int, stage: str, on: str, why: str | None = None) -> None:
        with self._open() as ledger:
            row = ledger.get(tables.Introduction, number)
            row.stage, row.stage_on, row.why = stage, on, why
            ledger.add(tables.StageChange(introduction_id=number, stage=stage, reached_on=on))

    def business(
        self, about: int, amount: int, currency: str = "USD", on: str = DAY, **values: object
    ) -> int:
        return self._record(
            tables.Business,
            about_id=about,
            amount=amount,
            currency=currency,
            closed_on=on,
            **values,
        )

    def thanks(
        self, contact_id: int, direction: str = "given", on: str = DAY, **values: object
    ) -> int:
        return self._record(
            tables.Thanks, contact_id=contact_id, direction=direction, expressed_on=on, **values
        )

    def follow_up(self, contact_id: int, purpose: str, **values: object) -> int:
        given = {"due_on": DAY, **values}
        return self._record(tables.FollowUp, contact_id=contact_id, purpose=purpose, **given)

    def one_to_one(self, contact_id: int, on: str = DAY, **values: object) -> int:
        return self._record(tables.OneToOne, contact_id=contact_id, held_on=on, **values)

    def note(self, contact_id: int, text: str, on: str = DAY, **values: object) -> int:
        return self._record(tables.Note, contact_id=contact_id, text=text, noted_on=on, **values)

    def _record(self, table: type[Any], **values: object) -> int:
        with self._open() as ledger:
            return number_of(ledger.record(table, **values).number)

    @contextmanager
    def _open(self) -> Iterator[Ledger]:
        if self._ledger is not None:
            yield self._ledger
        else:
            with self.writing() as ledger:
                yield ledger


def number_of(key: int | None) -> int:
    assert key is not None
    return key


class Grown:
    """A branch of the tree with those right below it."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.through: list[Grown] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.branch, name)

    def __eq__(self, other: object) -> bool:
        """The same branch, wherever it is told of."""
        return isinstance(other, Grown) and self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]

    def _told(self) -> list[object]:
        told = {**self.branch.as_dict(), "depth": 0}
        return [told, self.through]


def tree(reader: Reader, since: str | None = None) -> list[Grown]:
    """The whole network: each root with everyone below."""
    return grown(network.tree(reader, since))


def tree_of(
    reader: Reader, contact_id: int, since: str | None = None
) -> tuple[list[Person], Grown]:
    """How a person came, and their branch with everyone below."""
    path, branches = network.tree_of(reader, contact_id, since)
    (own,) = grown(branches)
    return path, own


def grown(branches: Iterable[Branch]) -> list[Grown]:
    """Branches that are told one after the other, each below the one it hangs below."""
    roots: list[Grown] = []
    above: list[Grown] = []
    for branch in branches:
        one = Grown(branch)
        del above[branch.depth :]
        (above[-1].through if above else roots).append(one)
        above.append(one)
    return roots


def walk(branches: list[Grown]) -> Iterator[tuple[Grown | None, Grown]]:
    """Every node with the one above it, without recursion."""
    pending: list[tuple[Grown | None, Grown]] = [(None, branch) for branch in branches[::-1]]
    while pending:
        above, branch = pending.pop()
        yield above, branch
        pending += [(branch, one) for one in branch.through[::-1]]
