"""Who a card is about, and who else it could be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.cards.directory import CROWD, contradicts
from reflog.domain.names.near import fold, identifies, same

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from reflog.domain.cards.card import Card
    from reflog.domain.cards.directory import Directory, Person

    Holders = Mapping[str, Collection[Person]]

SAME_EMAIL, SAME_NUMBER = "the same e-mail", "the same number"
SAME_NAME, NEAR_NAME = "the same name", "a similar name"
MOST_LIKE = 3
"""How many a card is said to be like: of a common name there are dozens."""

_MOST = 100  # words or addresses that still make a difference to the order


class Like(NamedTuple):
    """Somebody that a card could be about, and why."""

    person: Person
    reason: str


def recognized(
    card: Card, directory: Directory, holders: Holders, is_another: Callable[[Person], bool]
) -> Person | None:
    """Return the person that a card is about; None if it is nobody or could be several.

    The holders share an address with it, as `Directory.holders` returns them; a person is another
    if the file has a card of its own for them, with another key.
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


def is_alike(card: Card, person: Person, field: str) -> bool:
    """Return whether a card's name could be that of a person who shares an address with it."""
    if person.is_unnamed_me:
        return field == "emails"
    return any(same(card.name, name) for name in person.names())


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


def only(
    found: list[Like], merged: set[Person], is_another: Callable[[Person], bool]
) -> Person | None:
    """Return the only person a card might be about, if that is enough to merge.

    A number alone doesn't make people with different names one, and a shared address does so only
    once, so it is kept who was merged by theirs: otherwise everyone at an office would become one.
    """
    likely = [one for one in found if one.reason != SAME_NUMBER and not is_another(one.person)]
    if len(likely) != 1:
        return None
    person, reason = likely[0]
    if reason == SAME_EMAIL:
        if person in merged:
            return None
        merged.add(person)
    return person


def in_order(cards: Sequence[Card], known: Sequence[bool]) -> list[int]:
    """Return the places of a file's cards in an order that doesn't depend on that of its rows.

    Cards that are known by their keys come first, then those with a key, then those that say more:
    so everyone that a card could be about is there by the time it is decided.
    """
    ranks = [_rank(card, is_known) for card, is_known in zip(cards, known, strict=True)]
    order = sorted(range(len(cards)), key=ranks.__getitem__)
    begin = 0
    while begin < len(order):
        end = begin + 1
        while end < len(order) and ranks[order[end]] == ranks[order[begin]]:
            end += 1
        if end - begin > 1:
            order[begin:end] = sorted(order[begin:end], key=lambda at: repr(cards[at][1:]))
        begin = end
    return order


def _rank(card: Card, is_known: bool) -> str:  # noqa: FBT001 - of one list
    addresses = min(len(card.emails) + len(card.phones), _MOST - 1)
    folded = fold(card.name)
    words = min(folded.count(" "), _MOST - 1)
    length = min(len(folded), 10 * _MOST - 1)
    return (
        f"{not is_known:d}{not card.key:d}{_MOST - words:03}{_MOST - addresses:03}"
        f"{10 * _MOST - length:04}{folded}"
    )
