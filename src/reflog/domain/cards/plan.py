"""What an import will do: every card against the ledger, and the account of it.

A card is someone of the ledger if it was about them before; else if they have its address
and a like name; else if they alone have its name and nothing contradicts. Whoever is only
alike is kept separate, and shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.cards import directory as directories
from reflog.domain.cards import match
from reflog.domain.cards.directory import (
    Person,
    Remembered,
    Said,
    is_made_key,
)
from reflog.domain.cards.merge import Change, Taking, still_forgotten
from reflog.domain.names import typed
from reflog.domain.names.near import alike, fold
from reflog.domain.record import split
from reflog.domain.schema import SEVERAL, SINGLE
from reflog.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.domain.cards.card import Card, Left, Reading
    from reflog.domain.cards.directory import Directory

    Place = tuple[str, str]
    Progress = Callable[[int], object]

KINDS = ("added", "updated", "unchanged", "skipped", "failed")
"""What becomes of a card; read is the sum of them."""

STEP = 500  # cards between two reports
SHORT = 10  # cards of a short file; one in as many has to be known of a longer one


class Options(NamedTuple):
    """How the user wants it.

    Attributes:
        prefer_file: what the file says stands over what the user has edited since.
        merge_duplicates: a card that is only alike is taken for the one it is like.
    """

    prefer_file: bool = False
    merge_duplicates: bool = False


class Outcome:
    """What becomes of a card.

    Attributes:
        name: whom it is about; "" where nobody could tell.
        kind: one of KINDS.
        person: whom it is about, in the ledger or new.
        changes, kept, gone: as in Taken.
        reason: why it was skipped or failed, a clause.
    """

    __slots__ = ("changes", "file", "gone", "kept", "kind", "line", "name", "person", "reason")

    def __init__(self, file: str, line: int, name: str, kind: str) -> None:
        self.file = file
        self.line = line
        self.name = name
        self.kind = kind
        self.person: Person | None = None
        self.changes: Sequence[Change] = ()
        self.kept: Sequence[Change] = ()
        self.gone: Sequence[Change] = ()
        self.reason = ""


class Likeness(NamedTuple):
    """A card that nobody was recognized by, and whom it may be about all the same.

    Attributes:
        is_taken: the user wants it taken for them; else it is kept separate.
    """

    file: str
    line: int
    name: str
    other: Person
    reason: str
    is_taken: bool


class Referral(NamedTuple):
    """Who a card says referred the person."""

    outcome: Outcome
    names: tuple[str, ...]


class CardRow(NamedTuple):
    """What a card says, to be remembered of a person."""

    person: Person
    place: Place
    remembered: Remembered


class Plan:
    """What an import will do.

    Attributes:
        sources: the kinds of files.
        outcomes: of every card, in the order of the files.
        likenesses: cards that may be about someone all the same.
        people: everyone to be made or altered.
        rows: what is to be remembered of cards.
        referrals: who the cards say referred whom, and it is not known yet.
        introductions: whom each of these brought me, introducer first.
        remarks: what else there is to say, in sentences.
    """

    def __init__(self) -> None:
        self.sources: dict[str, None] = {}
        self.outcomes: list[Outcome] = []
        self.likenesses: list[Likeness] = []
        self.people: dict[Person, Person] = {}
        self.rows: list[CardRow] = []
        self.referrals: list[Referral] = []
        self.introductions: list[tuple[Person, Person]] = []
        self.remarks: list[str] = []

    def account(self) -> dict[str, int]:
        """Return how many cards were read, and what becomes of them."""
        counts = dict.fromkeys(KINDS, 0)
        for outcome in self.outcomes:
            counts[outcome.kind] += 1
        return {"read": len(self.outcomes), **counts}

    @property
    def changes_something(self) -> bool:
        """Someone is made or altered, or an introduction is recorded."""
        return bool(self.introductions) or any(
            one.id is None or one.changed or one.added for one in self.people.values()
        )

    def results(self) -> list[str]:
        """Say in a few words each what it comes to; nothing where only cards are remembered."""
        account = self.account()
        count = len(self.introductions)
        told = [f"{account['added']} new"] if account["added"] else []
        told += [f"{account['updated']} updated"] if account["updated"] else []
        return told + ([f"{count} introduction{'s' if count > 1 else ''}"] if count else [])

    def touch(self, person: Person) -> None:
        """Note that someone is to be made or altered."""
        self.people.setdefault(person, person)


class Planner:
    """Plans an import, card by card; whoever a card brings may be met again by a later one."""

    def __init__(self, directory: Directory, options: Options) -> None:
        self._directory = directory
        self._options = options
        self._taking = Taking(directory, prefer_file=options.prefer_file)
        self._claimed: set[Place] = set()
        self._seen: dict[Place, Person] = {}
        self._merging = match.Merging()
        self._is_edition = True
        self.plan = Plan()

    def take_all(self, readings: Sequence[Reading], report: Progress) -> Plan:
        """Plan what becomes of every card, but for who referred whom.

        Args:
            readings: the files, in the order they were named.
            report: called now and then with the number of cards planned.
        """
        every = [
            [(card.source, directories.key_of(card)) for card in reading.cards]
            for reading in readings
        ]
        self._claimed.update(*every)
        for reading, places in zip(readings, every, strict=True):
            self.plan.sources[reading.source] = None
            for left in reading.left:
                self._leave(reading.file, left)
            self._is_edition = self._is_edition_of_known(places)
            for card, place in zip(reading.cards, places, strict=True):
                self._take(reading.file, card, place)
                if len(self.plan.outcomes) % STEP == 0:
                    report(len(self.plan.outcomes))
        return self.plan

    def _is_edition_of_known(self, places: Sequence[Place]) -> bool:
        """Return whether a file is an edition of one imported before; a short one always may be.

        Then a card without a key that is not known is one that was edited. In another file of
        the same program it is another card, and what it says otherwise is no change.
        """
        known = sum(self._of_card(place) is not None for place in places)
        return len(places) < SHORT or known * SHORT >= len(places)

    def _of_card(self, place: Place) -> Person | None:
        return self._seen.get(place) or self._directory.of_card(*place)

    def _leave(self, file: str, left: Left) -> None:
        outcome = Outcome(file, left.line, "", "failed" if left.failed else "skipped")
        outcome.reason = left.reason
        self.plan.outcomes.append(outcome)

    def _take(self, file: str, card: Card, place: Place) -> None:
        outcome = Outcome(file, card.line, card.name, "unchanged")
        self.plan.outcomes.append(outcome)
        try:
            name = typed.new_name(card.name)
        except UsageError as error:
            outcome.kind, outcome.reason = "skipped", error.message.rstrip(".")
            return
        card = card._replace(name=name) if name != card.name else card
        place = self._place(card, place)
        is_again = place in self._seen
        person = self._of_card(place)
        if person is None:
            holders = self._directory.holders(card)
            person = match.recognized(card, self._directory, holders)
            person = person or self._taken_for(file, card, holders)
        if person is None:
            outcome.kind = "added"
            outcome.person = self._made(card)
            self._note_referrers(outcome, card.referred_by)
            self._remember(outcome.person, place, card, None)
            return
        outcome.person = person
        before = None if is_again else self._before(person, place)
        said = directories.said_by(card)
        if before:
            said = still_forgotten(said, before[1].said)
        self._keep(outcome, person, said, before[1].said if before else None)
        if not is_again:
            self._remember(person, place, said, before)

    def _made(self, card: Card) -> Person:
        """Return someone new who is all that a card says."""
        person = Person(card.name)
        for field in SINGLE:
            if value := getattr(card, field):
                person.values[field] = value
        for field in SEVERAL:
            for value in getattr(card, field):
                key = self._directory.sameness(field, value)
                if field != "aliases" or key != fold(card.name):
                    person.lists.setdefault(field, {}).setdefault(key, value)
        self._directory.enter(person)
        self.plan.touch(person)
        return person

    def _place(self, card: Card, place: Place) -> Place:
        """Return by what a card is remembered; a key given twice to two people is none."""
        there = self._seen.get(place)
        if there is None or any(alike(card.name, other) for other in there.names()):
            return place
        return card.source, directories.made_key(card)

    def _taken_for(self, file: str, card: Card, holders: match.Holders) -> Person | None:
        """Note whom a card may be about; return who it is taken for where the user wants it so."""
        found = match.like(card, self._directory, holders)
        taken = self._merging.one_of(found) if self._options.merge_duplicates else None
        self.plan.likenesses += [
            Likeness(file, card.line, card.name, other, reason, is_taken=other is taken)
            for other, reason in found
        ]
        return taken

    def _before(self, person: Person, place: Place) -> tuple[Place, Remembered] | None:
        """Return what the card said last: itself, or the one of its file that is gone from it."""
        if place in person.cards:
            return place, person.cards[place]
        gone = [
            (other, remembered)
            for other, remembered in person.cards.items()
            if other[0] == place[0] and is_made_key(other[1])
            if other not in self._claimed and other not in self._seen
        ]
        return gone[0] if self._is_edition and len(gone) == 1 else None

    def _keep(self, outcome: Outcome, person: Person, said: Said, last: Said | None) -> None:
        """Let a person take what the card says, and note what came of it."""
        taken = self._taking.take(person, said, last)
        outcome.changes, outcome.kept, outcome.gone = taken.changes, taken.kept, taken.gone
        if taken.changes:
            self.plan.touch(person)
            outcome.kind = "updated"
        known = split((last or {}).get("referrers"))
        self._note_referrers(outcome, split(said.get("referrers")), known)

    def _note_referrers(
        self, outcome: Outcome, names: Sequence[str], known: Sequence[str] = ()
    ) -> None:
        unknown = tuple(name for name in names if name not in known)
        if unknown:
            self.plan.referrals.append(Referral(outcome, unknown))

    def _remember(
        self,
        person: Person,
        place: Place,
        said: Said | Card,
        before: tuple[Place, Remembered] | None,
    ) -> None:
        self._seen[place] = person
        if before:
            del person.cards[before[0]]
        remembered = Remembered(before[1].id if before else None, said)
        if person.id is not None:
            person.cards[place] = remembered
        if not before or before[0] != place or before[1].said != said:
            self.plan.rows.append(CardRow(person, place, remembered))
