"""Deciding whether two names, or two cards, are the same person's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.names import folding
from reflog.domain.names.match import NEAR, ratio
from reflog.domain.names.near import fold
from reflog.domain.names.parts import BEHIND, GENERATIONS, TITLES, is_joint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.cards.card import Card

_LATELY = 10_000  # names whose words are remembered, of the cards just read
_FEWEST = 2  # words of a name that tells one person from others
_SHORTENED = 3  # letters that a short form leaves out at least: Fred, but Daniel is no Daniela
_MOST = 100  # words or addresses that still make a difference to the order


class _Full(NamedTuple):
    """A name of a first and a last name, as it is compared."""

    words: tuple[str, ...]
    generation: str


def identifies(name: str) -> bool:
    """Return whether a name alone can tell one person from others.

    One word can't, and neither can a joint name (Ann & Tom Berg).
    """
    return _full(name) is not None


def same(one: str, other: str) -> bool:
    """Return whether two people who share an address could be one, by their names.

    They could if the last names agree and the first names are equal, near, or one begins the other
    (F. Moss, Fred and Frederick Moss). Households and offices share numbers and addresses, so less
    isn't enough.
    """
    first, second = _full(one), _full(other)
    if first is None or second is None or first.generation != second.generation:
        return False
    words, others = first.words, second.words
    if set(words) == set(others):
        return True
    if not _are_near(words[-1], others[-1]):
        return False
    return set(words) <= set(others) or set(others) <= set(words) or _agree(words[0], others[0])


def in_order(cards: Sequence[Card], known: Sequence[bool]) -> list[int]:
    """Return the places of a file's cards in an order that doesn't depend on that of its rows.

    Cards that are known come first, then those with a key, then those that say more: so everyone
    that a card could be about is there by the time it is decided.

    Args:
        known: for each card, whether it is known by its key.
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


@lru_cache(_LATELY)
def _full(name: str) -> _Full | None:
    if is_joint(name):
        return None
    if "," in name:
        last, _, first = name.partition(",")
        behind = folding.words(first)
        if behind and not {*behind} <= BEHIND:
            name = f"{first} {last}"
    folded = fold(name)
    words = list(folding.split_folded(folded))
    while words and words[0] in TITLES:
        del words[0]
    generation = ""
    while words and words[-1] in BEHIND:
        last_word = words.pop()
        if last_word in GENERATIONS:
            generation = GENERATIONS[last_word]
    if len(words) < _FEWEST:
        # Names of the East are written without a space between their parts.
        whole = folding.is_cjk("".join(words)) and len("".join(words)) >= _FEWEST
        return _Full(tuple(words), generation) if whole else None
    return _Full(tuple(words), generation)


def _agree(one: str, other: str) -> bool:
    """Return whether two first names may be one; Mario and Maria, Paul and Paula are two."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        left_out = len(long) - len(short)
        return len(short) == 1 or left_out == 0 or left_out >= _SHORTENED
    return one[-1] == other[-1] and ratio(one, other) >= NEAR


def _are_near(one: str, other: str) -> bool:
    """Return whether two last names may be one, misspelled; Berg and Berger are two."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return not long.startswith(short) and ratio(one, other) >= NEAR
