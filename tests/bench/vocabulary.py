"""Names and texts that are made up: as unevenly spread as real ones, the same for each seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_FIRST = [
    "Anna",
    "Maria",
    "Peter",
    "Hans",
    "Ingrid",
    "José",
    "Zoë",
    "Søren",
    "Paul",
    "Clara",
    "Hugo",
    "Nina",
    "Omar",
    "Leila",
    "Viktor",
]
_ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
    "sch",
    "th",
]
_VOWELS = ["a", "e", "i", "o", "u", "ei", "au", "ie"]
_ENDS = ["n", "r", "l", "s", "m", "nd", "rt", "ck", "ss", "tz"]
_CITIES = ("Linz", "Porto", "Malmö", "Leeds", "Turin", "Ghent", "Basel", "Cork", "Lyon", "Graz")
_TRADES = (
    "accountant", "architect", "baker", "carpenter", "dentist", "electrician", "florist",
    "gardener", "insurance broker", "lawyer", "mason", "notary", "painter", "plumber", "printer",
    "roofer", "tailor", "translator", "vet", "web designer",
)  # fmt: skip

FIRST_NAMES = 1_200
SURNAMES = 30_000
WORDS = 25_000
PHRASES = 20_000
NUMBERS = 5_000


class Vocabulary:
    """What people are called and what is said of them.

    Few names and words are frequent and most are rare, as in any language.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._first = [*_FIRST, *self._made(FIRST_NAMES - len(_FIRST), 2, capital=True)]
        self._last = self._made(SURNAMES, 3, capital=True)
        words = self._made(WORDS, 3, capital=False)
        self._phrases = [
            " ".join(words[self._rank(WORDS)] for _word in range(rng.randint(3, 6)))
            for _phrase in range(PHRASES)
        ]
        self._taken: set[str] = set()
        self._count = 0

    def name(self) -> str:
        """Return a full name that nobody else has been given."""
        while True:
            first = self._first[self._rank(len(self._first))]
            last = self._last[int(SURNAMES * self._rng.random() ** 2)]
            for name in (f"{first} {last}", f"{first} {self._first[self._rank(300)]} {last}"):
                if name not in self._taken:
                    self._taken.add(name)
                    return name

    def text(self) -> str:
        """Return something said: six to twelve words and now and then a number."""
        phrases = self._phrases
        text = (
            f"{phrases[int(PHRASES * self._rng.random())]} "
            f"{phrases[int(PHRASES * self._rng.random())]}"
        )
        self._count += 1
        return text if self._count % 7 else f"{text} {self._rng.randrange(NUMBERS)}"

    def city(self) -> str:
        """Return a town."""
        return _CITIES[self._rank(len(_CITIES))]

    def trade(self) -> str:
        """Return a profession."""
        return _TRADES[self._rank(len(_TRADES))]

    def _rank(self, count: int) -> int:
        """Return a place among so many, each the rarer the further back it stands (Zipf)."""
        return int(count ** self._rng.random()) - 1

    def _made(self, count: int, syllables: int, *, capital: bool) -> list[str]:
        rng = self._rng
        found: dict[str, None] = {}
        while len(found) < count:
            word = "".join(
                rng.choice(_ONSETS) + rng.choice(_VOWELS)
                for _syllable in range(rng.randint(max(1, syllables - 1), syllables))
            ) + rng.choice(_ENDS)
            found[word.capitalize() if capital else word] = None
        return list(found)
