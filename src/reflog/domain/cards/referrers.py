"""Who a file means by a referrer's name, found by the rules for a typed NAME."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.cards.directory import CROWD
from reflog.domain.names import folding, match
from reflog.domain.names.match import FAIR_PART

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reflog.domain.cards.directory import Directory, Person

_TITLES = frozenset(
    "dr prof mr mrs ms miss mx herr frau hr fr mme mlle sir dame rev hon dott sig dhr mevr".split()
)
_DEGREES = frozenset("jr sr ii iii iv md phd esq cpa mba dds jd llm rn".split())


class Found:
    """Who a name means.

    Attributes:
        kind: `one`, `several`, `near` or `none`, as in `match.Match`.
        people: best first.
    """

    __slots__ = ("kind", "people")

    def __init__(self, kind: str, people: Collection[Person] = ()) -> None:
        self.kind = kind
        self.people = tuple(people)


class Referrers:
    """An index of everyone by the words of their names, built when it is first needed.

    Args:
        directory: everyone there is, the people of the files among them.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._words: dict[str, list[Person]] = {}
        self._starts: dict[str, list[Person]] = {}
        self._is_built = False
        self._handles = {one.handle: one for one in directory.everyone() if one.handle}

    def enter(self, person: Person) -> None:
        """Index somebody who was just added because a card names them."""
        if self._is_built:
            self._index(person)

    def _index(self, person: Person) -> None:
        words = {word for name in person.names() for word in folding.words(name)}
        for word in words:
            self._words.setdefault(word, []).append(person)
        for start in {word[:FAIR_PART] for word in words}:
            self._starts.setdefault(start, []).append(person)

    def named(self, name: str) -> Found:
        """Return who a name means: exactly, by how it begins, or only nearly."""
        for called in dict.fromkeys((name, bare(name))):
            if exact := self._exactly(called):
                return Found("one" if len(exact) == 1 else "several", exact)
        people = list(self._candidates(bare(name)))
        shown = [
            match.Person(
                id=place,
                handle=person.handle or "",
                name=person.name,
                aliases=tuple(person.list_of("aliases").values()),
                is_me=person is self._directory.me,
            )
            for place, person in enumerate(people)
        ]
        found = match.resolve(bare(name), shown, may_create=True)
        return Found(found.kind, [people[one.id] for one in found.people])

    def _exactly(self, name: str) -> list[Person]:
        found = dict.fromkeys(self._directory.named(name))
        if "@" in name[1:]:
            found |= dict.fromkeys(self._directory.with_email(name))
        handle = folding.fold(name.removeprefix("@"))
        if there := self._handles.get(handle):
            found[there] = None
        return list(found)

    def _candidates(self, name: str) -> Iterable[Person]:
        """Return the few who may be meant; where very many are, it tells nobody apart."""
        if not self._is_built:
            self._is_built = True
            for person in self._directory.everyone():
                self._index(person)
        words = folding.words(name)
        found: dict[Person, None] = dict.fromkeys(self._directory.nearly_named(name))
        if len(words) == 1:
            there = self._starts.get(words[0][:FAIR_PART], ())
            found |= dict.fromkeys(there if len(there) <= CROWD else self._words.get(words[0], ()))
            return found
        letters = {word[0] for word in words}
        for word in words:
            there = self._words.get(word, ())
            if len(there) > CROWD:
                continue
            found |= dict.fromkeys(
                person for person in there if letters <= {part[0] for part in _words_of(person)}
            )
        return found


def bare(name: str) -> str:
    """Return a name without the titles before it and the degrees behind it."""
    words = name.replace(",", " ").split() if "," in name else name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        del words[0]
    while len(words) > 1 and words[-1].replace(".", "").lower() in _DEGREES:
        del words[-1]
    return " ".join(words)


def _words_of(person: Person) -> Iterable[str]:
    return (word for name in person.names() for word in folding.words(name))
