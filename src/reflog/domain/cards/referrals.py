"""Who referred whom, as cards say it: each becomes an introduction to me.

Who is meant by a referrer's name is found by the rules for a typed NAME.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain import names
from reflog.domain.cards.directory import CROWD, Person
from reflog.domain.cards.match import NEAR_NAME
from reflog.domain.cards.merge import Change
from reflog.domain.cards.plan import Likeness
from reflog.domain.contacts import ME
from reflog.domain.names import FAIR_PART, words_of
from reflog.domain.names import ME as MY_NAME
from reflog.domain.names import typed as new_names
from reflog.domain.names.near import fold
from reflog.domain.names.parts import TITLES, apart
from reflog.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.domain.cards.directory import Directory
    from reflog.domain.cards.plan import Outcome, Plan

FIELD = "referred_by"

_TITLES = TITLES.union("hr fr hon dott sig dhr mevr".split())


class Referring:
    """Finds the people who referred others, once every card has been read, and completes the plan.

    Introductions made to me so far are known by the ids of introducer and prospect.
    """

    def __init__(self, plan: Plan, directory: Directory, known: set[tuple[int, int]]) -> None:
        self._plan = plan
        self._directory = directory
        self._known = known
        self._planned: set[tuple[Person, Person]] = set()
        self._referrers = Referrers(directory)
        self._meant: dict[str, Found] = {}

    def introduce_all(self) -> None:
        """Plan an introduction for everyone that a card says was referred."""
        for outcome in self._plan.outcomes:
            for name in outcome.referrers:
                self._introduce(outcome, name)

    def _introduce(self, outcome: Outcome, typed: str) -> None:
        prospect = outcome.person
        if prospect is None:
            return
        introducer = self._introducer(outcome, typed, prospect)
        if introducer is None or self._is_known(introducer, prospect):
            return
        self._planned.add((introducer, prospect))
        self._plan.introductions.append((introducer, prospect))
        if introducer.id is None:
            self._plan.touch(introducer)
        if outcome.kind == "unchanged":
            outcome.kind = "updated"
        outcome.changes = (*outcome.changes, Change(FIELD, None, introducer.name))

    def _introducer(self, outcome: Outcome, typed: str, prospect: Person) -> Person | None:
        """Return who is meant, made where nobody has that name; None with a remark."""
        found = self._found(typed)
        if found is None:
            self._remark(outcome, "that's not a name")
            return None
        is_sure = found.kind in {"one", "several"}
        is_me = fold(typed) == fold(MY_NAME) or (is_sure and self._directory.me in found.people)
        if is_me or prospect.id == ME:
            self._remark(outcome, "that would introduce you to yourself")
        elif is_sure and prospect in found.people:
            self._remark(outcome, "that's the same person")
        elif found.kind == "several":
            self._remark(outcome, f"{len(found.people)} people have that name")
        elif found.kind == "one":
            return found.people[0]
        elif _is_address(typed):
            self._remark(outcome, "nobody has that address")
        else:
            return self._made(outcome, typed, found)
        return None

    def _found(self, typed: str) -> Found | None:
        """Return whom a name means; None where it can't be one."""
        if typed in self._meant:
            return self._meant[typed]
        try:
            # An address alone is whoever has it; behind a name it comes along with it.
            called = typed if _is_address(typed) else new_names.parse_typed(typed).name
        except UsageError:
            return None
        self._meant[typed] = self._referrers.named(called)
        return self._meant[typed]

    def _made(self, outcome: Outcome, typed: str, found: Found) -> Person | None:
        """Return someone new; whom the name is only near is a probable duplicate."""
        try:
            new = new_names.new_person(new_names.parse_typed(typed))
        except UsageError:
            self._remark(outcome, "that can't be a name")
            return None
        person = Person(new.name)
        for field, values in (("emails", new.emails), ("phones", new.phones)):
            for value in values:
                person.add(field, self._directory.sameness(field, value), value)
        self._directory.enter(person)
        self._referrers.enter(person)
        self._meant[typed] = Found("one", (person,))
        self._plan.likenesses += [
            Likeness(outcome.file, outcome.line, new.name, other, NEAR_NAME, is_taken=False)
            for other in found.people
            if other.id != ME
        ]
        return person

    def _is_known(self, introducer: Person, prospect: Person) -> bool:
        is_planned = (introducer, prospect) in self._planned
        return is_planned or (introducer.id, prospect.id) in self._known

    def _remark(self, outcome: Outcome, why: str) -> None:
        self._plan.remarks.append(
            f"{outcome.file}, line {outcome.line}: ignored who referred {outcome.name}: {why}."
        )


def _is_address(typed: str) -> bool:
    return "@" in typed[1:] and " " not in typed


def name_of(typed: str) -> str:
    """Return a referrer's name without the address behind it."""
    try:
        return new_names.parse_typed(typed).name
    except UsageError:
        return typed


class Found(NamedTuple):
    """Who a name means, best first, and the kind of match, as in `match.Match`."""

    kind: str
    people: tuple[Person, ...]


class Referrers:
    """An index of everyone by the words of their names, built when it is first needed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._words: dict[str, list[Person]] = {}
        self._starts: dict[str, list[Person]] = {}
        self._is_built = False

    def enter(self, person: Person) -> None:
        """Index somebody who was just added because a card names them."""
        if self._is_built:
            self._index(person)

    def _index(self, person: Person) -> None:
        words = {word for name in person.names() for word in words_of(name)}
        for word in words:
            self._words.setdefault(word, []).append(person)
        for start in {word[:FAIR_PART] for word in words}:
            self._starts.setdefault(start, []).append(person)

    def named(self, name: str) -> Found:
        """Return who a name means: exactly, by how it begins, or only nearly."""
        for called in dict.fromkeys((name, bare(name))):
            if exact := self._directory.called(called):
                return Found("one" if len(exact) == 1 else "several", exact)
        people = list(self._candidates(bare(name)))
        shown = [
            names.Person(
                id=place,
                handle=person.handle or "",
                name=person.name,
                aliases=tuple(person.list_of("aliases").values()),
                is_me=person is self._directory.me,
            )
            for place, person in enumerate(people)
        ]
        found = names.resolve(bare(name), shown, may_create=True)
        return Found(found.kind, tuple(people[one.id] for one in found.people))

    def _candidates(self, name: str) -> Iterable[Person]:
        """Return the few who may be meant; where very many are, it tells nobody apart."""
        if not self._is_built:
            self._is_built = True
            for person in self._directory.everyone():
                self._index(person)
        words = words_of(name)
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
    return " ".join(apart(name.replace(",", " ").split(), _TITLES)[1])


def _words_of(person: Person) -> Iterable[str]:
    return (word for name in person.names() for word in words_of(name))
