"""Finding the word that a mistyped one was meant to be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG = 6  # letters, from which on a word may be two slips away
_FEWEST = 3  # letters of a word of which one may be mistaken


def nearest(word: str, among: Iterable[str], *, most: int | None = None) -> str | None:
    """Return the closest of several words: one slip away, or two if it is long; else None."""
    if most is None:
        most = 2 if len(word) >= _LONG else 1
    found = sorted((_slips(word, other), other) for other in among)
    return found[0][1] if found and found[0][0] <= most else None


def _slips(one: str, other: str) -> int:
    """Return how many letters are left out, put in, mistaken or changed about."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        last, before, row = before, row, [n]
        for place, found in enumerate(other, 1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != found))
            if place > 1 and n > 1 and one[n - 2] == found and letter == other[place - 2]:
                least = min(least, last[place - 2] + 1)
            row.append(least)
    return row[-1]


def is_slip(word: str, other: str) -> bool:
    """Return whether one letter of a word is wrong, or two neighbors are swapped."""
    if len(word) != len(other) or len(word) < _FEWEST:
        return False
    places = [place for place, letter in enumerate(word) if letter != other[place]]
    first, last = (places or [0])[0], (places or [0])[-1]
    is_swapped = last == first + 1 and word[first : last + 1] == other[last] + other[first]
    return len(places) == 1 or is_swapped
