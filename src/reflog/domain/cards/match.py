"""Who a card is about, and who else it could be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.cards.directory import CROWD, contradicts, is_alike
from reflog.domain.cards.identity import identifies

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from reflog.domain.cards.card import Card
    from reflog.domain.cards.directory import Directory, Person

    Holders = Mapping[str, Collection[Person]]

SAME_EMAIL, SAME_NUMBER = "the same e-mail", "the same number"
SAME_NAME, NEAR_NAME = "the same name", "a similar name"
MOST_LIKE = 3
"""How many a card is said to be like: of a common name there are dozens."""


class Like(NamedTuple):
    """Somebody that a card could be about, and why."""

    person: Person
    reason: str


def recognized(
    card: Card, directory: Directory, holders: Holders, is_another: Callable[[Person], bool]
) -> Person | None:
    """Return the person that a card is about; None if it is nobody or could be several.

    Args:
        directory: everyone there is.
        holders: those who share an address with it, as `Directory.holders` returns them.
        is_another: tells whether the file has a card of its own, with another key, for a person.
    """
    namesakes = directory.named(card.name)
    if namesakes and not identifies(card.name):
        namesakes = ()
    for field, people in holders.items():
        found = [one for one in people if is_alike(card, one, field) and not is_another(one)]
        if len(found) > 1:
            found = [one for one in found if one in namesakes]
        if len(found) == 1:
            return found[0]
    if len(namesakes) > CROWD:
        return None
    found = [
        one for one in namesakes if not contradicts(card, one, directory) and not is_another(one)
    ]
    return found[0] if len(found) == 1 else None


def like(card: Card, directory: Directory, holders: Holders) -> list[Like]:
    """Return who a card might be about if nobody was recognized, MOST_LIKE at most.

    A number that several people have is an office's, and counts for nothing.
    """
    found: dict[Person, Like] = {}
    for reason, people in (
        (SAME_EMAIL, holders["emails"]),
        (SAME_NAME, directory.named(card.name)),
        (NEAR_NAME, directory.nearly_named(card.name)),
        (SAME_NUMBER, holders["phones"] if len(holders["phones"]) == 1 else ()),
    ):
        for person in people:
            found.setdefault(person, Like(person, reason))
            if len(found) == MOST_LIKE:
                return list(found.values())
    return list(found.values())


class Merging:
    """Decides who a card is about that might be somebody, for --merge-duplicates.

    A number alone doesn't make people with different names one, and a shared address does so only
    once: otherwise everyone at an office would become one person.
    """

    def __init__(self) -> None:
        self._taken: set[Person] = set()

    def one_of(self, found: list[Like], is_another: Callable[[Person], bool]) -> Person | None:
        """Return the only person the card might be about, if that is enough to merge."""
        likely = [one for one in found if one.reason != SAME_NUMBER and not is_another(one.person)]
        if len(likely) != 1:
            return None
        person, reason = likely[0]
        if reason == SAME_EMAIL:
            if person in self._taken:
                return None
            self._taken.add(person)
        return person
