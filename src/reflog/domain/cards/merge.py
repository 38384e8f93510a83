"""Merging a card into a person: what is filled in, changed, or left as the user has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain import JOINT, split
from reflog.domain.cards import extras
from reflog.domain.contacts import FORGOTTEN, ME
from reflog.domain.names.near import fold
from reflog.domain.schema import SEVERAL, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.domain.cards.card import Card
    from reflog.domain.cards.directory import Directory, Person, Said


class Change(NamedTuple):
    """A value of a field that an import sets, adds or leaves: the ledger's and the file's."""

    field: str
    old: str | None
    new: str | None


class Taken(NamedTuple):
    """The result of merging a card.

    Attributes:
        changes: what it changed.
        kept: values that the user has set and the file says otherwise; the user's stay.
        gone: values that the file once said and no longer does; they stay.
    """

    changes: list[Change]
    kept: list[Change]
    gone: list[Change]


class Taking:
    """Merges cards into people, and tells the directory what is added, so that it finds them by it.

    Where the file is preferred, its values replace those that the user has set.

    Attributes:
        turn: where the card comes in an order that is the same at every import, whoever is known.
    """

    def __init__(self, directory: Directory, *, prefer_file: bool) -> None:
        self._directory = directory
        self._prefer_file = prefer_file
        self._settled: dict[Person, dict[str, int]] = {}
        self.turn = 0

    def settle(self, person: Person, card: Card) -> None:
        """Note what a card says of somebody new: later cards of this import don't replace it."""
        if self._prefer_file:
            said = [field for field in SINGLE if getattr(card, field)]
            self._settled[person] = dict.fromkeys((*said, "name"), self.turn)

    def _takes(self, person: Person, field: str, *, is_changed: bool) -> bool:
        """Return whether the file stands over the ledger, since it has changed and the user hasn't.

        Where the file is preferred it does anyway, unless a card of an earlier turn has said it.
        """
        if not self._prefer_file:
            return is_changed
        settled = self._settled.setdefault(person, {})
        settled[field] = min(self.turn, settled.get(field, self.turn))
        return settled[field] == self.turn

    def take(self, person: Person, said: Said, before: Said | None) -> Taken:
        """Merge what a card says, and said at the last import, into a person, who is changed."""
        taken = Taken([], [], [])
        last = before or {}
        if person.id != ME:
            self._take_name(taken, person, said["name"], last.get("name"))
        for field in SINGLE:
            self._take_single(taken, person, field, said.get(field), last.get(field))
        for field in SEVERAL:
            self._take_plural(taken, person, field, split(said.get(field)), split(last.get(field)))
        taken.gone.extend(
            Change(what, value, None)
            for what, value in extras.missing(said.get("extras"), last.get("extras"))
        )
        return taken

    def _take_name(self, taken: Taken, person: Person, new: str, last: str | None) -> None:
        old = person.name
        has_file_changed = last is not None and fold(last) != fold(new)
        is_as_it_was = last is not None and fold(last) == fold(old)
        takes = self._takes(person, "name", is_changed=has_file_changed and is_as_it_was)
        if fold(old) == fold(new):
            return
        if takes:
            person.set("name", new)
            self._drop_alias(person, new)
            taken.changes.append(Change("name", old, new))
            self._add(taken, person, "aliases", old)
        elif last is None:
            self._add(taken, person, "aliases", new)
        elif has_file_changed:
            taken.kept.append(Change("name", old, new))

    def _take_single(
        self, taken: Taken, person: Person, field: str, new: str | None, last: str | None
    ) -> None:
        old = person.value(field)
        if new is None:
            if last is not None and old == last:
                taken.gone.append(Change(field, old, None))
            return
        if new == last == FORGOTTEN:
            return  # which stands for a name that the file still says
        takes = self._takes(person, field, is_changed=old == last and new != last)
        if old == new:
            return
        if takes:
            person.set(field, new)
            taken.changes.append(Change(field, old, new))
        else:
            taken.kept.append(Change(field, old, new))

    def _take_plural(
        self, taken: Taken, person: Person, field: str, new: Iterable[str], last: Iterable[str]
    ) -> None:
        known = {self._directory.sameness(field, value) for value in last}
        there = set()
        for value in new:
            key = self._directory.sameness(field, value)
            there.add(key)
            if person.has(field, key, value) or (value == FORGOTTEN and key in known):
                continue
            if key in known and not self._prefer_file:
                taken.kept.append(Change(SEVERAL[field].option, None, value))
            else:
                self._add(taken, person, field, value)
        for value in last:
            key = self._directory.sameness(field, value)
            if key not in there and key in person.list_of(field):
                taken.gone.append(Change(SEVERAL[field].option, value, None))

    def _add(self, taken: Taken, person: Person, field: str, value: str) -> None:
        key = self._directory.sameness(field, value)
        is_name = field == "aliases" and fold(value) == fold(person.name)
        if is_name or person.has(field, key, value):
            return
        person.add(field, key, value)
        self._directory.note_value(field, value, person)
        taken.changes.append(Change(SEVERAL[field].option, None, value))

    def _drop_alias(self, person: Person, name: str) -> None:
        """Let a name that was an alias be one no more."""
        person.drop("aliases", self._directory.sameness("aliases", name))
        self._directory.note_names(person)


def still_forgotten(said: Said, before: Said) -> Said:
    """Return what a card says without anyone who has been forgotten since it was last read.

    Forgetting took their name out of what cards had said of others. A file that still has it says
    nothing new.
    """
    kept = dict(said)
    for field, last in before.items():
        new = said.get(field)
        if new is None or FORGOTTEN not in last:
            continue
        if field in {*SEVERAL, "referrers"}:
            kept[field] = JOINT.join(_without_forgotten(split(new), split(last)))
        elif _differs_by_a_name(new, last):
            kept[field] = last
    return kept


def _without_forgotten(new: tuple[str, ...], last: tuple[str, ...]) -> list[str]:
    """Return a list with what was forgotten in the places of what had been in them."""
    gone = [value for value in last if FORGOTTEN in value]
    return [value if value in last or not gone else gone.pop(0) for value in new]


def _differs_by_a_name(new: str, last: str) -> bool:
    around = map(re.escape, last.split(FORGOTTEN))
    return re.fullmatch(".+".join(around), new, re.DOTALL) is not None
