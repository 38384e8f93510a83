"""Deciding whether two full names could be the same person's."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache
from heapq import nlargest
from itertools import chain, combinations, pairwise, product
from operator import itemgetter

from reflog.domain.names import FAIR_PART, NEAR, is_cjk, ratio, readings, split_folded, words_of
from reflog.domain.names import fold as fold_anew
from reflog.domain.names.parts import BEHIND, GENERATIONS, apart, is_joint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Words = tuple[str, ...]
    Pair = tuple[int, int]


_WEAK = frozenset("aeiouyhw")
"""Letters by which spellings of one name differ most: Smith and Smyth, Jon and John."""


_LATELY = 10_000  # names and addresses whose folded form is remembered, of the cards just read
_FEWEST = 2  # words: a first name alone is near too many, and tells nobody from others
_SHORTENED = 3  # letters that a short form leaves out at least: Fred, but Daniel is no Daniela


@lru_cache(_LATELY)
def fold(text: str) -> str:
    """Return the folded text; cached, since each is asked for a dozen times in a row."""
    return fold_anew(text)


def alike(one: str, other: str) -> bool:
    """Return whether two names could be the same person's, if the two share a key.

    They could if one has all words of the other, or if the first words are equal, near, or one
    begins the other (F. Moss, Fred and Frederick Moss; Ann Berg and Ann Jensen).
    """
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    one, other = first[0], second[0]
    return one.startswith(other) or other.startswith(one) or ratio(one, other) >= NEAR


def near(one: str, other: str) -> bool:
    """Return whether two names of several words differ only by a typing error."""
    first, second = _spelled(one)[1], _spelled(other)[1]
    if len(first) != len(second) or len(first) < _FEWEST:
        return False
    return all(ratio(*pair) >= NEAR for pair in zip(first, second, strict=True))


def skeleton(name: str) -> str:
    """Return the key that near names have in common; "" for a single word.

    It has each word in its barest spelling, in alphabetical order.
    """
    return _spelled(name)[0]


@lru_cache(_LATELY)
def _spelled(name: str) -> tuple[str, list[str]]:
    """Return a name's skeleton, and the words that it is made of in its order; initials are not."""
    words = [(bones(word), word) for word in words_of(name) if len(word) > 1]
    words.sort(key=itemgetter(0))
    is_enough = len(words) >= _FEWEST
    return (
        " ".join([barest for barest, _word in words]) if is_enough else "",
        [word for _bones, word in words],
    )


@lru_cache(_LATELY)
def bones(word: str) -> str:
    """Return a word's barest spelling: without the letters in which spellings of it differ."""
    kept = word[:1]
    for char in word[1:]:
        if char not in _WEAK and char != kept[-1]:
            kept += char
    return kept


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
    if first is None or second is None or first[1] != second[1]:
        return False
    words, others = first[0], second[0]
    if set(words) == set(others):
        return True
    if not _agree_last(words[-1], others[-1]):
        return False
    some, more = sorted((set(words), set(others)), key=len)
    return some <= more or _agree_first(words[0], others[0])


@lru_cache(_LATELY)
def _full(name: str) -> tuple[Words, str] | None:
    """Return the words of a first and a last name, and of which generation; None for any other."""
    if is_joint(name):
        return None
    if "," in name:
        last, _, first = name.partition(",")
        if not BEHIND.issuperset(words_of(first)):
            name = f"{first} {last}"
    _titles, words, behind = apart([*split_folded(fold(name))])
    generation = next((GENERATIONS[word] for word in behind if word in GENERATIONS), "")
    # Names of the East are written without a space between their parts.
    whole = "".join(words)
    if len(words) < _FEWEST and not (is_cjk(whole) and len(whole) >= _FEWEST):
        return None
    return tuple(words), generation


def _agree_first(one: str, other: str) -> bool:
    """Return whether two first names may be one; Mario and Maria, Paul and Paula are two."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        left_out = len(long) - len(short)
        return len(short) == 1 or left_out == 0 or left_out >= _SHORTENED
    return one[-1] == other[-1] and ratio(one, other) >= NEAR


def _agree_last(one: str, other: str) -> bool:
    """Return whether two last names may be one, misspelled; Berg and Berger are two."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return not long.startswith(short) and ratio(one, other) >= NEAR


_MOST_WORDS = 6  # of a name, that are looked at; more would make too many pairs of them
_FEW = 12
_BEGUN = NEAR - 0.01  # how near a word is to one that it begins
_LONG = 8  # letters, of a word in which two may be mistaken
_LAST = "\U0010ffff"


def near_names(names: Mapping[int, Sequence[str]]) -> dict[Pair, float]:
    """Return the pairs of people with near names, and how near: 0.8 to 1.0.

    The names of each are given by id; a pair has the smaller id first.
    """
    return _Likeness(names).pairs()


def near_words(words: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return for each word the words near it, itself too, with how near each is.

    A word that begins the other counts a little less.
    """
    vocabulary = sorted(set(words))
    found: dict[str, dict[str, float]] = {word: {word: 1.0} for word in vocabulary}
    for one, other in _mistyped(vocabulary):
        if other not in found[one] and (degree := ratio(one, other)) >= NEAR:
            found[one][other] = found[other][one] = degree
    for one, other in _begun(vocabulary):
        if other not in found[one]:
            found[one][other] = found[other][one] = max(ratio(one, other), _BEGUN)
    return found


def pairs_of(group: Sequence[int]) -> Iterator[Pair]:
    """Yield the pairs of ids in a group that has something in common, the smaller first.

    A small group gives all pairs. In a large one, such as a switchboard's number or a common name,
    each is paired with the next only, so that pairs don't outgrow people.
    """
    ordered = sorted(group)
    if len(ordered) <= _FEW:
        yield from combinations(ordered, 2)
    else:
        yield from pairwise(ordered)


class _Likeness:
    """Finds the near pairs among names; a name is its words, whatever order they stand in."""

    def __init__(self, names: Mapping[int, Sequence[str]]) -> None:
        self._called: dict[Words, list[int]] = defaultdict(list)
        for key, all_names in sorted(names.items()):
            # In a fixed order: of a common name only the first people are looked at.
            forms = {tuple(sorted(set(one))) for name in all_names for one in readings(name)}
            for words in sorted({form[:_MOST_WORDS] for form in forms}):
                self._called[words].append(key)
        self._counts = Counter(word for words in self._called for word in words)
        self._near = near_words(self._counts)
        self._close, self._begun = (
            {
                word: [other for other, degree in near.items() if (degree >= NEAR) is close]
                for word, near in self._near.items()
            }
            for close in (True, False)
        )
        self._by_two: dict[tuple[str, str], list[Words]] = defaultdict(list)
        self._by_word: dict[str, list[Words]] = defaultdict(list)
        for words in self._called:
            for two in combinations(words, 2):
                self._by_two[two].append(words)
            for word in words:
                self._by_word[word].append(words)

    def pairs(self) -> dict[Pair, float]:
        """Return the pairs of people with how near their names are."""
        found: dict[Pair, float] = {}
        for words, people in self._called.items():
            for pair in pairs_of(people):
                found[pair] = 1.0
            if len(words) == 1:
                self._add(found, words, self._single(words[0]))
                continue
            near = {name: degree for name, degree in self._whole(words) if name != words}
            for name in nlargest(_FEW, near, key=lambda name: (near[name], name)):
                self._add(found, words, [(name, near[name])])
        return found

    def _add(
        self, found: dict[Pair, float], words: Words, others: Iterable[tuple[Words, float]]
    ) -> None:
        """Add the people of two names; where one of the names is common, the first of each."""
        for name, degree in others:
            ours, theirs = self._called[words], self._called[name]
            if len(ours) * len(theirs) > _FEW:
                ours, theirs = ours[:1], theirs[:1]
            for one, other in product(ours, theirs):
                if one != other:
                    pair = (min(one, other), max(one, other))
                    found[pair] = max(degree, found.get(pair, 0.0))

    def _whole(self, words: Words) -> Iterator[tuple[Words, float]]:
        """Find the names in which every one of the words has its near word.

        Such a name has words near the two that are rarest; only names with these are compared.
        """
        rarest, second = sorted(words, key=lambda word: (self._counts[word], word))[:2]
        for two in chain(
            product(self._close[rarest], self._close[second]),
            # Beside a word that only begins one of theirs, or is begun, the other is equal.
            product(self._begun[rarest], (second,)),
            product((rarest,), self._begun[second]),
        ):
            for name in self._by_two.get(two if two[0] < two[1] else (two[1], two[0]), ()):
                if degree := self._degree(words, name):
                    yield name, degree

    def _single(self, word: str) -> list[tuple[Words, float]]:
        """Find the only other name with a word near this one, if there is just one."""
        found: dict[Words, float] = {}
        for near, degree in self._near[word].items():
            for name in self._by_word[near][:3]:
                if name != (word,):
                    found[name] = max(degree, found.get(name, 0.0))
        return list(found.items()) if len(found) == 1 else []

    def _degree(self, words: Words, name: Words) -> float:
        """Return how near the words are to those of another name, 0 where one is not."""
        degrees = []
        for word in words:
            near = self._near[word]
            degrees.append(max(near.get(other, 0.0) for other in name))
            if not degrees[-1]:
                return 0.0
        # A beginning says little by itself: Rob Stone is Robert Stone, Ann Berg no Anna Bergman.
        if min(degrees) < NEAR and max(degrees) < 1:
            return 0.0
        return sum(degrees) / len(degrees)


def _mistyped(vocabulary: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Find words that become the same where a letter of each is left out; two of long ones."""
    shortened: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary:
        if any(char.isdigit() for char in word):
            continue
        forms = {word, *_without_one(word)}
        if len(word) >= _LONG:
            forms |= {form for one in _without_one(word) for form in _without_one(one)}
        for form in forms:
            shortened[form].append(word)
    for alike in shortened.values():
        yield from combinations(alike, 2)


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _begun(vocabulary: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Find words that begin others of the sorted vocabulary."""
    for place, word in enumerate(vocabulary):
        if len(word) >= FAIR_PART and word.isalpha():
            end = bisect_left(vocabulary, word + _LAST, lo=place)
            yield from ((word, other) for other in vocabulary[place + 1 : end] if other.isalpha())
