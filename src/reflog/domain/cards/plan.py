"""Planning an import: every card against the ledger, and the totals.

A card is about somebody of the ledger if it was about them before; else if they share an address
and their names could be one person's; else if they alone have its name and nothing contradicts.
Whoever is only similar is kept separate, and shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import combinations
from os.path import dirname
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain import split
from reflog.domain.cards import directory as directories
from reflog.domain.cards import extras, match
from reflog.domain.cards.directory import (
    Person,
    Remembered,
    Said,
    is_made_key,
)
from reflog.domain.cards.merge import Change, Taking, still_forgotten
from reflog.domain.names import typed
from reflog.domain.names.near import alike
from reflog.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reflog.domain.cards.card import Card, Reading
    from reflog.domain.cards.directory import Directory, Keys

    Place = tuple[str, str]
    Progress = Callable[[int], object]

KINDS = ("added", "updated", "unchanged", "skipped", "failed")
"""What becomes of a card; read is the sum of them."""

STEP = 500  # cards between two reports
_MOST_NAMES = 10  # of one person in a file; a key with more is that of a whole firm
SHORT = 10  # cards of a short file; one in as many has to be known of a longer one


class Options(NamedTuple):
    """How the user wants the import done.

    The file's values replace what the user has edited; a card that might be somebody's is theirs.
    """

    prefer_file: bool = False
    merge_duplicates: bool = False


class Likeness(NamedTuple):
    """A card nobody was recognized by, and whom it might be about, or is taken to be if wanted."""

    file: str
    line: int
    name: str
    other: Person
    reason: str
    is_taken: bool


@dataclass(slots=True, eq=False)
class Outcome:
    """What happens to a card.

    Attributes:
        name: of the person it is about; "" if unknown.
        kind: one of KINDS.
        person: who it is about, in the ledger or new.
        changes, kept, gone: as in Taken.
        referrers: who is newly said to have referred them.
        reason: why it was skipped or failed, a clause.
    """

    file: str
    line: int
    name: str
    kind: str
    reason: str = ""
    person: Person | None = None
    changes: Sequence[Change] = ()
    kept: Sequence[Change] = ()
    gone: Sequence[Change] = ()
    likenesses: Sequence[Likeness] = ()
    referrers: Sequence[str] = ()


class CardRow(NamedTuple):
    """What a card says about a person, to be remembered."""

    person: Person
    place: Place
    remembered: Remembered


class Plan:
    """Everything an import will do.

    Attributes:
        sources: the kinds of files.
        outcomes: one for each card, in the order of the files.
        likenesses: cards that might be about somebody.
        people: everyone to be added or changed, in the order of the files.
        made: those to be added, in an order that doesn't depend on that of the rows.
        rows: what is to be remembered of cards.
        introductions: pairs of introducer and prospect, for each introduction to me.
        remarks: what else there is to say, in sentences.
        prefers_file: the file's values replace what the user has edited.
    """

    def __init__(self, *, prefers_file: bool = False) -> None:
        self.prefers_file = prefers_file
        self.sources: dict[str, None] = {}
        self.outcomes: list[Outcome] = []
        self.likenesses: list[Likeness] = []
        self.people: dict[Person, Person] = {}
        self.made: list[Person] = []
        self.rows: list[CardRow] = []
        self.introductions: list[tuple[Person, Person]] = []
        self.remarks: list[str] = []

    def account(self) -> dict[str, int]:
        """Return how many cards were read, and how many had each outcome."""
        counts = dict.fromkeys(KINDS, 0)
        for outcome in self.outcomes:
            counts[outcome.kind] += 1
        return {"read": len(self.outcomes), **counts}

    @property
    def changes_something(self) -> bool:
        """Whether anyone is added or changed, or an introduction recorded."""
        return bool(self.introductions) or any(
            one.id is None or one.changed or one.added for one in self.people.values()
        )

    def results(self) -> list[str]:
        """Return a few words on each total; nothing if cards are only remembered."""
        account = self.account()
        count = len(self.introductions)
        told = [f"{account['added']} new"] if account["added"] else []
        told += [f"{account['updated']} updated"] if account["updated"] else []
        return told + ([f"{count} introduction{'s' if count > 1 else ''}"] if count else [])

    def touch(self, person: Person) -> None:
        """Note that a person is to be added or changed."""
        self.people.setdefault(person, person)


class Planner:
    """Plans an import card by card; later cards may be about people that earlier ones added."""

    def __init__(self, directory: Directory, options: Options) -> None:
        self._directory = directory
        self._options = options
        self._taking = Taking(directory, prefer_file=options.prefer_file)
        self._claimed: set[Place] = set()
        self._seen: dict[Place, Person] = {}
        self._merged: set[Person] = set()
        self._is_edition = True
        self._of_book: set[Place] = set()
        self._done = 0
        self.plan = Plan(prefers_file=options.prefer_file)

    def take_all(self, readings: Sequence[Reading], report: Progress) -> Plan:
        """Plan what happens to every card; `report` is called now and then with how many are."""
        books = [(book, _places(book)) for book in _books(readings)]
        for _book, places in books:
            self._claimed.update(places)
        for book, places in books:
            self._of_book = set(places) if len(books) > 1 else self._claimed
            self._take_book(book, places, report)
        return self.plan

    def _take_book(self, book: list[Reading], places: list[Place], report: Progress) -> None:
        """Take the cards of a file, or of a folder, in an order that is not that of its rows."""
        plan = self.plan
        cards: list[Card] = []
        files: list[str] = []
        for reading in book:
            plan.sources[reading.source] = None
            for left in reading.left:
                kind = "failed" if left.failed else "skipped"
                plan.outcomes.append(Outcome(reading.file, left.line, "", kind, left.reason))
            cards += reading.cards
            files += [reading.file] * len(reading.cards)
        known = [self._of_card(place) is not None for place in places]
        # A file is an edition of one imported before where it is short, or much of it is known.
        # Then a card without a key that is not known is one that was edited; in another file
        # of the same program it is another card, and what it says otherwise is no change.
        self._is_edition = len(places) < SHORT or sum(known) * SHORT >= len(places)
        first = len(plan.outcomes)
        plan.outcomes += (
            Outcome(file, card.line, card.name, "unchanged")
            for file, card in zip(files, cards, strict=True)
        )
        turns = match.in_order(cards, [False] * len(cards)) if self._options.prefer_file else []
        turn_of = {at: turn for turn, at in enumerate(turns, self._done)}
        for at in match.in_order(cards, known):
            self._taking.turn = turn_of.get(at, 0)
            self._take(plan.outcomes[first + at], cards[at], places[at])
            self._done += 1
            if self._done % STEP == 0:
                report(self._done)
        for outcome in plan.outcomes[first:]:
            plan.likenesses += outcome.likenesses
            if outcome.person is not None and outcome.kind in {"added", "updated"}:
                plan.touch(outcome.person)

    def _of_card(self, place: Place) -> Person | None:
        return self._seen.get(place) or self._directory.of_card(*place)

    def _take(self, outcome: Outcome, card: Card, place: Place) -> None:
        """Take a card: find whom it is about, or who is new, and let them take what it says."""
        try:
            name = typed.new_name(card.name)
        except UsageError as error:
            outcome.kind, outcome.reason = "skipped", error.message.rstrip(".")
            return
        card = card._replace(name=name) if name != card.name else card
        is_again = place in self._seen
        person = self._of_card(place) or self._directory.own(card)
        keys = self._directory.keys_of(card) if person is None else ()
        if person is None and self._directory.has_met(card, keys):
            is_another = partial(self._is_another, place)
            holders = self._directory.holders(card, keys)
            person = match.recognized(card, self._directory, holders, is_another)
            if person is None:
                person = self._taken_for(outcome, card, holders, is_another)
        if person is None:
            outcome.kind, outcome.referrers = "added", card.referred_by
            outcome.person = self._made(card, keys)
            self._remember(outcome.person, place, card, None)
            return
        outcome.person = person
        before = None if is_again else self._before(person, place)
        said = directories.said_by(card)
        last = before[1].said if before else None
        if last:
            said = still_forgotten(said, last)
        self._keep(outcome, person, said, last)
        if last:
            said = extras.kept(said, last)
        if not is_again:
            self._remember(person, place, said, before)

    def _is_another(self, place: Place, person: Person) -> bool:
        """Return whether the file tells of someone by another key: then they are another."""
        if is_made_key(place[1]):
            return False
        theirs = person.cards if person.id is not None else (person.place,)
        return any(
            other is not None
            and other != place
            and other[0] == place[0]
            and other in self._of_book
            and not is_made_key(other[1])
            for other in theirs
        )

    def _made(self, card: Card, keys: Keys) -> Person:
        """Return someone new who is all that a card says."""
        person = Person.of_card(card, keys)
        self._directory.enter(person)
        self._taking.settle(person, card)
        self.plan.made.append(person)
        return person

    def _taken_for(
        self,
        outcome: Outcome,
        card: Card,
        holders: match.Holders,
        is_another: Callable[[Person], bool],
    ) -> Person | None:
        """Say whom a card may be about; return who it is taken for where the user wants it so."""
        found = match.like(card, self._directory, holders)
        merges = self._options.merge_duplicates
        taken = match.only(found, self._merged, is_another) if merges else None
        outcome.likenesses = [
            Likeness(outcome.file, card.line, card.name, other, reason, is_taken=other is taken)
            for other, reason in found
        ]
        return taken

    def _before(self, person: Person, place: Place) -> tuple[Place, Remembered] | None:
        """Return what the card said last: itself, or the one of its file that is gone from it.

        A card with a key is never the edition of one without, nor the other way round.
        """
        if place in person.cards:
            return place, person.cards[place]
        if not self._is_edition or not is_made_key(place[1]):
            return None
        gone = [
            (other, remembered)
            for other, remembered in person.cards.items()
            if other[0] == place[0] and is_made_key(other[1])
            if other not in self._claimed and other not in self._seen
        ]
        return gone[0] if len(gone) == 1 else None

    def _keep(self, outcome: Outcome, person: Person, said: Said, last: Said | None) -> None:
        """Let a person take what the card says."""
        taken = self._taking.take(person, said, last)
        outcome.changes, outcome.kept, outcome.gone = taken
        if taken.changes:
            outcome.kind = "updated"
        known = split((last or {}).get("referrers"))
        outcome.referrers = [name for name in split(said.get("referrers")) if name not in known]

    def _remember(
        self,
        person: Person,
        place: Place,
        said: Said | Card,
        before: tuple[Place, Remembered] | None,
    ) -> None:
        self._seen[place] = person
        if not is_made_key(place[1]):
            person.place = place
        if before:
            del person.cards[before[0]]
        remembered = Remembered(before[1].id if before else None, said)
        if person.id is not None:
            person.cards[place] = remembered
        if not before or before[0] != place or before[1].said != said:
            self.plan.rows.append(CardRow(person, place, remembered))


def _books(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Yield the files, those of a folder that hold a card each together."""
    book: list[Reading] = []
    for reading in readings:
        if book and not (_is_leaf(reading) and _is_leaf(book[0]) and _are_beside(reading, book[0])):
            yield book
            book = []
        book.append(reading)
    if book:
        yield book


def _is_leaf(reading: Reading) -> bool:
    return len(reading.cards) <= 1


def _are_beside(one: Reading, other: Reading) -> bool:
    return one.source == other.source and dirname(one.file) == dirname(other.file)


def _places(book: Sequence[Reading]) -> list[Place]:
    """Return by what each card of a book is remembered; a key given to several people is none."""
    cards = [card for reading in book for card in reading.cards]
    named: dict[Place, str | set[str]] = {}
    for card in cards:
        if card.key:
            place = card.source, card.key
            names = named.setdefault(place, card.name)
            if names != card.name:
                named[place] = {*names, card.name} if isinstance(names, set) else {names, card.name}
    shared = {
        place for place, names in named.items() if isinstance(names, set) and not _are_alike(names)
    }
    return [
        (card.source, directories.key_of(card))
        if (card.source, card.key) not in shared
        else (card.source, directories.made_key(card))
        for card in cards
    ]


def _are_alike(names: set[str]) -> bool:
    """Return whether the names that a file has for one key may be one person's."""
    few = sorted(names)
    return len(few) <= _MOST_NAMES and all(alike(one, other) for one, other in combinations(few, 2))
