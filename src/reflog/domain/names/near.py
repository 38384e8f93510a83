"""Whether two full names may be one person's."""

from __future__ import annotations

from functools import lru_cache

from reflog.domain.names import folding, match

_WEAK = frozenset("aeiouyhw")
"""Letters by which spellings of one name differ most: Smith and Smyth, Jon and John."""


_LATELY = 10_000  # names and addresses whose folded form is remembered, of the cards just read
_FEWEST = 2  # words: a first name alone is near too many


@lru_cache(_LATELY)
def fold(text: str) -> str:
    """Return the text as it is compared; each is asked for a dozen times in a row."""
    return folding.fold(text)


def alike(one: str, other: str, *, wholly: bool = False) -> bool:
    """Tell whether two names may be one person's, where an address says that they are.

    They may where one has all words of the other, or where the first words agree: equal,
    near, or one beginning the other (F. Moss, Fred and Frederick Moss). Anna and Tom Berg,
    who share an address, are two.

    Args:
        one: a name.
        other: a name.
        wholly: the last words have to agree as well.
    """
    first, second = folding.words(one), folding.words(other)
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return _agree(first[0], second[0]) and (not wholly or _agree(first[-1], second[-1]))


def near(one: str, other: str) -> bool:
    """Tell whether two names of several words differ by no more than a slip of the pen."""
    first, second = _words(one), _words(other)
    if len(first) != len(second) or len(first) < _FEWEST:
        return False
    return all(match.ratio(a, b) >= match.NEAR for a, b in zip(first, second, strict=True))


@lru_cache(_LATELY)
def skeleton(name: str) -> str:
    """Return what names that are near have in common, "" for one of a single word.

    It is what near names are looked up by: each word without what spellings differ by, in
    the order of the alphabet.
    """
    words = _words(name)
    return " ".join(map(bones, words)) if len(words) >= _FEWEST else ""


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or match.ratio(one, other) >= match.NEAR


def _words(name: str) -> list[str]:
    """Return the words that count, by their bones; initials do not."""
    return sorted((word for word in folding.words(name) if len(word) > 1), key=bones)


def bones(word: str) -> str:
    """Return a word without what spellings of it differ by."""
    kept = word[:1]
    for char in word[1:]:
        if char not in _WEAK and char != kept[-1]:
            kept += char
    return kept
