"""Everyone an import may meet: the people of the ledger, and those its cards add.

A person is known by what the ledger has and by what files have said before. So somebody whose
name or address has changed since is still known again by the file they came from.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from reflog.domain import JOINT, split
from reflog.domain.contacts import ME
from reflog.domain.names.near import fold, identifies, near, skeleton
from reflog.domain.schema import ADDRESSES, SAID, SEVERAL, SINGLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reflog.domain.cards.card import Card

    Keys = tuple[tuple[str, ...], ...]
    """What the addresses of a card are the same by, for each of ADDRESSES."""

CROWD = 100
"""How many may share a name or an address; where more do, it tells nobody apart.

To compare a card with each of them would take time with the square of their number.
"""

_LATELY = 10_000  # numbers whose E.164 is remembered, of the cards just read
_NOTHING: dict[str, str] = {}  # never written to: of most people nothing is changed

_NO_DIGITS = {code: None for code in range(128) if not chr(code).isdecimal()}
_TAIL = 6  # digits by which two numbers that were typed differently are taken for one
_DIGEST_BYTES = 16
OWN_UID = "urn:uuid:"
"""Begins the UID of the cards that reflog writes."""

_MADE_KEY = "~"
_SAID_FROM = 4  # fields of a card from which on it tells of the person

_SINGLES = attrgetter(*SINGLE)
_ALL_SAID = attrgetter("name", *SINGLE, *SEVERAL, "referred_by", "extras")  # as SAID has them

Said = dict[str, str]
"""What a card says, as it is remembered: the columns of contact_card that are not null."""


class Remembered:
    """What a card said, and the id of the row that remembers it, None if there is none yet."""

    __slots__ = ("_said", "id")

    def __init__(self, id_: int | None, said: Said | Card) -> None:
        self.id = id_
        self._said = said

    @property
    def said(self) -> Said:
        """What it said; unpacked on demand, since an import holds very many."""
        return self._said if isinstance(self._said, dict) else said_by(self._said)

    def row(self) -> tuple[str | None, ...]:
        """Return what it said, a value for each of SAID."""
        said = self._said
        return tuple(map(said.get, SAID) if isinstance(said, dict) else _each_said(said))


class Person:
    """Somebody while an import is planned; unlike other records, changed in place.

    Whoever is made from a card is what it says until something else is known of them: an import
    holds very many people, so that nothing is copied before.

    Attributes:
        id: their id in the ledger, None while they are new.
        changed: the columns that the import sets, if they are not new.
        added: field, key and value of what it adds to their lists, in order.
        dropped: field and key of what it removes from their lists.
        cards: what cards have said of them by source and key, if they are not new.
        place: source and key of the card that the file being planned has for them.
    """

    __slots__ = (
        *("_card", "_keys", "_lists", "_values", "added", "cards", "changed", "dropped"),
        *("handle", "id", "name", "place"),
    )

    def __init__(self, name: str, id_: int | None = None, handle: str | None = None) -> None:
        self.id = id_
        self.handle = handle
        self.name = name
        self._card: Card | None = None
        self._keys: Keys = ()
        self._values: dict[str, str] = {}
        self._lists: dict[str, dict[str, str]] = {}
        self.cards: dict[tuple[str, str], Remembered] = {}
        self.place: tuple[str, str] | None = None
        self.changed: dict[str, str] = _NOTHING
        self.added: Sequence[tuple[str, str, str]] = ()
        self.dropped: Sequence[tuple[str, str]] = ()

    @property
    def is_unnamed_me(self) -> bool:
        """Whether this is me, who have not set my name yet."""
        return self.id == ME and self.name == self.handle

    @classmethod
    def of_card(cls, card: Card, keys: Keys) -> Person:
        """Return a new person made from a card; `keys` are as of `Directory.keys_of`."""
        person = cls(card.name)
        person._card, person._keys = card, keys
        return person

    def value(self, field: str) -> str | None:
        """Return the value of one of SINGLE."""
        if self._card is None:
            return self._values.get(field)
        found: str | None = getattr(self._card, field)
        return found or None

    def singles(self) -> tuple[str | None, ...]:
        """Return the value of each of SINGLE."""
        if self._card is None:
            return tuple(map(self._values.get, SINGLE))
        return tuple([value or None for value in _SINGLES(self._card)])

    def list_of(self, field: str) -> dict[str, str]:
        """Return the values of one of SEVERAL, by the key that makes two the same."""
        if self._card is None:
            return self._lists.get(field, _NOTHING)
        said: tuple[str, ...] = getattr(self._card, field)
        if not said:
            return _NOTHING
        if field in ADDRESSES:
            keys: Sequence[str] = self._keys[ADDRESSES.index(field)]
        else:
            keys = [fold(value) or value for value in said]
        found: dict[str, str] = {}
        for key, value in zip(keys, said, strict=True):
            found.setdefault(key, value)
        if field == "aliases":
            found.pop(fold(self.name), None)
        return found

    @property
    def values(self) -> dict[str, str]:
        """What is known of each of SINGLE, by field, to be changed."""
        self._unpack()
        return self._values

    @property
    def lists(self) -> dict[str, dict[str, str]]:
        """The values of each of SEVERAL, by the key that makes two the same, to be changed."""
        self._unpack()
        return self._lists

    def _unpack(self) -> None:
        if self._card is not None:
            self._values = {field: value for field in SINGLE if (value := self.value(field))}
            self._lists = {field: said for field in SEVERAL if (said := self.list_of(field))}
            self._card = None

    def has(self, field: str, key: str, value: str) -> bool:
        """Return whether they have a value of one of SEVERAL, by its key or as typed.

        A number typed before my own country was known has no key.
        """
        there = self.list_of(field)
        return key in there or (field == "phones" and value in there.values())

    def keep(self, field: str, key: str, value: str) -> None:
        """Enter a value of one of SEVERAL that the ledger has already."""
        self.lists.setdefault(field, {})[key] = value

    def add(self, field: str, key: str, value: str) -> None:
        """Add a value of one of SEVERAL."""
        self.keep(field, key, value)
        if self.id is not None:
            self.added = (*self.added, (field, key, value))

    def drop(self, field: str, key: str) -> None:
        """Remove a value of one of SEVERAL."""
        value = self.lists.get(field, {}).pop(key, None)
        added = tuple(one for one in self.added if one != (field, key, value))
        if len(added) < len(self.added):
            self.added = added
        elif value is not None and self.id is not None:
            self.dropped = (*self.dropped, (field, key))

    def set(self, field: str, value: str) -> None:
        """Set the name or one of SINGLE."""
        self._unpack()  # an alias that the name is, is none of what the card says
        if field == "name":
            self.name = value
        else:
            self._values[field] = value
        if self.id is not None:
            self.changed = {**self.changed, field: value}

    def names(self) -> tuple[str, ...]:
        """Return the full name, then the aliases."""
        return (self.name, *self.list_of("aliases").values())


class Directory:
    """An index of people by names, addresses, and the cards that were about them."""

    def __init__(self, number: Callable[[str], str | None]) -> None:
        """Begin with nobody; `number` returns a phone number in E.164, None where it has none."""
        self.e164 = lru_cache(_LATELY)(number)
        self.me: Person | None = None
        self._cards: dict[tuple[str, str], Person] = {}
        self._own: dict[tuple[str, str], Person] = {}
        self._found: dict[str, dict[str, Person | dict[Person, None]]] = {
            kind: {} for kind in ("name", "like", "handle", *ADDRESSES)
        }

    def sameness(self, field: str, value: str) -> str:
        """Return the key by which two values of one of SEVERAL are the same."""
        if field == "phones":
            return self.e164(value) or value
        return fold(value) or value

    def enter(self, person: Person) -> None:
        """Index a person by everything that is known of them."""
        if person.id == ME:
            self.me = person
        if person.handle:
            self._note("handle", person.handle, person)
        self.note_names(person)
        for field in ADDRESSES:
            for key in person.list_of(field):
                self._note(field, key, person)
        if person.id is None:
            return
        for place, card in person.cards.items():
            self._cards[place] = person
            said = card.said
            for field in ADDRESSES:
                for value in split(said.get(field)):
                    self._note(field, self.sameness(field, value), person)

    def note_names(self, person: Person) -> None:
        """Index a person by all their names."""
        for name in person.names():
            self._note("name", fold(name), person)
            if like := skeleton(name):
                self._note("like", like, person)

    def note_value(self, field: str, value: str, person: Person) -> None:
        """Index a person by an address or an alias that was added."""
        if field == "aliases":
            self.note_names(person)
        elif field in ADDRESSES:
            self._note(field, self.sameness(field, value), person)

    def of_card(self, source: str, key: str) -> Person | None:
        """Return the person that a card imported before was about."""
        return self._cards.get((source, key))

    def note_own(self, source: str, key: str, person: Person) -> None:
        """Index a person by the identity that reflog gives them in files it writes."""
        self._own[source, key] = person

    def own(self, card: Card) -> Person | None:
        """Return the person of a card that reflog wrote itself, perhaps from another ledger."""
        person = self._own.get((card.source, card.key)) if card.key else None
        if person is None or (card.key or "").startswith(OWN_UID):
            return person
        is_called_so = fold(card.name) in map(fold, person.names())
        return person if is_called_so and not contradicts(card, person, self) else None

    def named(self, name: str) -> Collection[Person]:
        """Return everyone whose full name or alias is this, ignoring case and accents."""
        return self._at("name", fold(name))

    def everyone(self) -> Iterator[Person]:
        """Yield everyone in the index once."""
        seen: set[int] = set()
        for there in self._found["name"].values():
            for person in there if isinstance(there, dict) else (there,):
                if id(person) not in seen:
                    seen.add(id(person))
                    yield person

    def called(self, name: str) -> tuple[Person, ...]:
        """Return everyone whose name, e-mail address or handle is exactly this."""
        emails = self._at("emails", self.sameness("emails", name)) if "@" in name[1:] else ()
        handled = self._at("handle", fold(name.removeprefix("@")))
        return tuple(dict.fromkeys((*self.named(name), *emails, *handled)))

    def holders(self, card: Card, keys: Keys) -> dict[str, Collection[Person]]:
        """Return everyone who shares an address with the card, by the field it is of.

        If very many share one, as in a large office, only those with the card's name are returned.
        """
        return {
            field: self._with_address(card.name, field, own)
            for field, own in zip(ADDRESSES, keys, strict=True)
        }

    def keys_of(self, card: Card) -> Keys:
        """Return the keys of a card's addresses, one tuple for each of ADDRESSES."""
        return (
            tuple([fold(email) or email for email in card.emails]),
            tuple([self.e164(phone) or phone for phone in card.phones]),
        )

    def has_met(self, card: Card, keys: Keys) -> bool:
        """Return whether anyone has the name of a card, a near one, or one of its addresses."""
        found = self._found
        emails, phones = keys
        return (
            fold(card.name) in found["name"]
            or skeleton(card.name) in found["like"]
            or not found["emails"].keys().isdisjoint(emails)
            or not found["phones"].keys().isdisjoint(phones)
        )

    def _with_address(self, name: str, field: str, keys: Iterable[str]) -> Collection[Person]:
        found: dict[Person, None] = {}
        for key in keys:
            there = self._at(field, key)
            if len(there) > CROWD:
                namesakes = self.named(name)
                few, many = sorted((namesakes, there), key=len)
                there = [one for one in few if one in many] if len(few) <= CROWD else ()
            found.update(dict.fromkeys(there))
        return found

    def nearly_named(self, name: str) -> Iterator[Person]:
        """Yield everyone whose name is near this one but not the same; CROWD at most."""
        like = skeleton(name)
        folded = fold(name)
        for one in islice(self._at("like", like) if like else (), CROWD):
            if any(fold(other) != folded and near(name, other) for other in one.names()):
                yield one

    def _at(self, kind: str, key: str) -> Collection[Person]:
        found = self._found[kind].get(key, ())
        return (found,) if isinstance(found, Person) else found

    def _note(self, kind: str, key: str, person: Person) -> None:
        # Most keys are one person's: a list for each took a tenth of the memory of an import.
        there = self._found[kind].setdefault(key, person)
        if isinstance(there, dict):
            there[person] = None
        elif there is not person:
            self._found[kind][key] = {there: None, person: None}


def said_by(card: Card) -> Said:
    """Return what a card says, in the form in which it is remembered."""
    return {field: value for field, value in zip(SAID, _each_said(card), strict=True) if value}


def _each_said(card: Card) -> list[str | None]:
    """Return what a card says, a value for each of SAID."""
    return [
        (JOINT.join(value) if isinstance(value, tuple) else value) or None
        for value in _ALL_SAID(card)
    ]


def key_of(card: Card) -> str:
    """Return the card's own key, else a digest of it."""
    return card.key or made_key(card)


def made_key(card: Card) -> str:
    """Return a digest of the card's name and addresses.

    If it has no address and its name fits several people, the digest is of all that it says.
    """
    parts = [
        fold(card.name),
        fold(card.company or ""),
        *sorted(map(fold, card.emails)),
        *sorted(map(_digits, card.phones)),
    ]
    if not card.emails and not card.phones and not identifies(card.name):
        parts += (repr(card[_SAID_FROM:]),)
    digest = hashlib.blake2b("\x1e".join(parts).encode(), digest_size=_DIGEST_BYTES)
    return _MADE_KEY + digest.hexdigest()


def is_made_key(key: str) -> bool:
    """Return whether a key is a digest, made for a card that has none of its own."""
    return key.startswith(_MADE_KEY)


def contradicts(card: Card, person: Person, directory: Directory) -> bool:
    """Return whether a card and a person of the same name may still be two people.

    They may if both have e-mail addresses, numbers or a company, and none in common.
    """
    company = person.value("company")
    if card.company and company and fold(card.company) != fold(company):
        return True
    for field in ADDRESSES:
        theirs = person.list_of(field)
        values = card.emails if field == "emails" else card.phones
        if not theirs or not values:
            continue
        own = {directory.sameness(field, value) for value in values}
        is_apart = not own & theirs.keys()
        if is_apart and (field == "emails" or not _tails(own) & _tails(theirs)):
            return True
    return False


def _tails(numbers: Iterable[str]) -> set[str]:
    return {_digits(number)[-_TAIL:] for number in numbers}


def _digits(number: str) -> str:
    if number.isascii():
        return number.translate(_NO_DIGITS)
    return "".join(filter(str.isdecimal, number))
