"""What people are called, and who is meant by a name.

Names are stored as typed, and compared without case and accents, which serves for searching and
for making handles too. Of the people that a typed NAME may mean, an exact match comes before one
by beginnings, and that before a near one. Only the first two are ever taken for the person; a near
one is asked about.
"""

from __future__ import annotations

import unicodedata

from reflog.domain import Record
from reflog.domain.contacts import ALPHANUMERIC, HANDLE_LENGTH, LONGEST_NAME, is_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NEAR = 0.8  # the least difflib ratio of two words that are near each other
FAIR_PART = 3  # letters of one word that are enough to begin another

ME = "me"

# Modifier letters, accents typed as apostrophes and primes; the Armenian and Hebrew ones.
_APOSTROPHES = "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2018\u2019\u201b\u2032\u055a\u05f3"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
PUNCTUATION = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))
"""Typographic apostrophes and hyphens to the ASCII ones, character for character."""

# Compatibility decomposition tears these apart at a middle dot.
_CATALAN = str.maketrans("\u013f\u0140", "Ll")

# Latin letters that neither decomposition nor case folding turns into ASCII; \u0131 is dotless i.
_LETTERS = str.maketrans(
    dict(zip("øłđðħŧĸ\u0131ƀɓƈɗƒƙɲƶəǝɛɔɨʉƴɫ", "olddhtkibbcdfknzeeeoiuyl", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)

_ASCII_BETWEEN = {code: " " for code in range(128) if chr(code) != "'" and not chr(code).isalnum()}

_IN_HANDLES = {code: " " for code in range(128) if chr(code) not in ALPHANUMERIC} | {39: None}

_ACCENTED = ("LATIN ", "GREEK ", "CYRILLIC ")
# The iota below has no business elsewhere than under a Greek letter; case folding makes it one.
_DROPPED = frozenset("\u034f\u0345")
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))

_HAN_AND_KANA = (
    (0x3005, 0x3007),  # iteration mark, closing mark, zero
    (0x3041, 0x3096),  # Hiragana
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),  # Katakana
    (0x30FC, 0x30FF),
    (0x3105, 0x312F),  # Bopomofo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_HANGUL = ((0xAC00, 0xD7A3),)
_THAI_TO_LAO = ((0x0E00, 0x0EFF),)

_LONG = 6  # letters, from which on a word may be two slips away
_FEWEST = 3  # letters of a word of which one may be mistaken


def fold(text: str) -> str:
    """Return the text for comparing: no case, no accents, single spaces.

    Accents are removed from Latin, Greek and Cyrillic letters only; in other scripts marks are
    part of the letter. Folding a folded text changes nothing.
    """
    # The grave accent is the one ASCII character that stands for another.
    if text.isascii() and "`" not in text:
        return " ".join(text.lower().split())
    plain = text.translate(PUNCTUATION)
    if plain.isascii():
        return " ".join(plain.lower().split())
    bare = _without_accents(unicodedata.normalize("NFKD", plain.translate(_CATALAN)))
    folded = bare.casefold().translate(_LETTERS).translate(PUNCTUATION)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def equal(a: str, b: str) -> bool:
    """Return whether two texts are the same apart from case, accents and spacing."""
    return fold(a) == fold(b)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: letters, digits, marks, inner apostrophes."""
    return split_folded(fold(text))


def split_folded(folded: str) -> tuple[str, ...]:
    """Return the words of a text that is already folded."""
    if folded.isascii():
        spaced = folded.translate(_ASCII_BETWEEN)
        if "'" not in folded:
            return tuple(spaced.split())
    else:
        spaced = "".join(char if _in_word(char) else " " for char in folded)
    return tuple(word for part in spaced.split() if (word := part.strip("'")))


def search_text(text: str) -> str:
    """Return the folded text for a full-text index and its queries.

    Scripts written without spaces (Han, kana, Thai, Lao) come out character by
    character, a mark with its letter, so that a part of a sentence is found.
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    spaced = ""
    alone = False
    for char in folded:
        if unicodedata.category(char)[0] != "M":
            was_alone, alone = alone, _is_within(char, _HAN_AND_KANA + _THAI_TO_LAO)
            if alone or was_alone:
                spaced += " "
        spaced += char
    return " ".join(spaced.split())


def is_cjk(text: str) -> bool:
    """Return whether the text is nothing but Chinese, Japanese or Korean characters."""
    return (
        bool(text)
        and not text.isascii()
        and all(_is_within(char, _HAN_AND_KANA + _HANGUL) for char in text)
    )


def slug(name: str) -> str | None:
    """Return the handle made from a name: `fred-moss` for Fred Moss.

    None if no Latin letter is left to make one of, or only digits.
    """
    folded = fold(name)
    if folded.isascii():
        kept = folded.translate(_IN_HANDLES)
    else:
        bare = folded.replace("'", "")
        kept = "".join(char if char in ALPHANUMERIC else " " for char in bare)
    made = "-".join(kept.split())[:HANDLE_LENGTH].rstrip("-")
    return made if is_handle(made) else None


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
    return len(word) == len(other) >= _FEWEST and _slips(word, other) == 1


def _without_accents(decomposed: str) -> str:
    kept = []
    loses_marks = False
    for char in decomposed:
        category = unicodedata.category(char)
        if category == "Cf" or char in _DROPPED or _is_within(char, _SELECTORS):
            continue
        if category not in {"Mn", "Me"}:
            loses_marks = unicodedata.name(char, "").startswith(_ACCENTED)
        elif loses_marks:
            continue
        kept.append(char)
    return "".join(kept)


def _in_word(char: str) -> bool:
    return char == "'" or char.isalnum() or unicodedata.category(char)[0] == "M"


def _is_within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(char)
    return any(first <= code <= last for first, last in ranges)


class Person(Record):
    """Somebody that a NAME may mean, with all their names."""

    id: int
    handle: str
    name: str
    aliases: tuple[str, ...] = ()
    is_me: bool = False


class Match(Record):
    """Who a NAME means.

    Attributes:
        kind: `one` (taken), `several` or `near` (asked about), or `none`.
        people: best first; exactly one for `one`, nobody for `none`.
    """

    kind: str
    people: tuple[Person, ...] = ()


def resolve(typed: str, people: Iterable[Person], *, may_create: bool = False) -> Match:
    """Return who the typed NAME means; `@fred` is the handle and nothing else.

    If the command may add people, several words that only begin somebody's name may be a new
    person, so the match is asked about.
    """
    people = tuple(people)
    exact = tuple(person for person in people if is_exact(typed, person))
    if exact:
        return _taken(exact)
    counts = [(person, words_begun(typed, person)) for person in people]
    begun = _best_first(typed, (person for person, count in counts if count))
    if begun and may_create and max(count for _, count in counts) > 1:
        return Match(kind="near", people=begun)
    if begun:
        return _taken(begun)
    degrees = [(nearness(typed, person), person) for person in people]
    near = sorted((pair for pair in degrees if pair[0]), key=lambda pair: -pair[0])
    return Match(kind="near" if near else "none", people=tuple(person for _, person in near))


def is_exact(typed: str, person: Person) -> bool:
    """Return whether the typed NAME is the person's handle, full name or an alias."""
    if typed.lstrip().startswith("@"):
        return typed.strip()[1:].strip().lower() == person.handle
    folded = fold(typed)
    return bool(folded) and (
        folded == person.handle
        or (person.is_me and folded == ME)
        or any(folded == fold(name) for name in (person.name, *person.aliases))
    )


def words_begun(typed: str, person: Person) -> int:
    """Return how many words of a typed NAME begin the full name or an alias, 0 if not all do.

    One word must be a word of the name, or at least three letters that begin one. Several words
    must each begin a word of their own. Chinese, Japanese or Korean characters, even a single one,
    may be any part of the name.
    """
    if _is_marked(typed):
        return 0
    typed_readings = sorted(readings(typed), key=len)
    names = _names(person)
    if typed_readings and is_cjk("".join(typed_readings[0])):
        part = "".join(typed_readings[0])
        found = any(part in "".join(fold(name).split()) for name in names)
        return len(typed_readings[0]) if found else 0
    for typed_words in typed_readings:
        if any(_begin(typed_words, reading) for name in names for reading in readings(name)):
            return len(typed_words)
    return 0


def nearness(typed: str, person: Person) -> float:
    """Return how near the typed NAME is to the person's: 0.8 to 1.0, or 0.0 if it isn't.

    It is near if every word typed is near a word of the full name or of an alias, or every word of
    that is near one typed; a single word may also be near the handle. A text longer than any name
    is near nobody.
    """
    if _is_marked(typed) or len(typed) > LONGEST_NAME:
        return 0.0
    typed_readings = readings(typed)
    degree = max(
        (
            _nearness(typed_words, name_words)
            for name in _names(person)
            for name_words in readings(name)
            for typed_words in typed_readings
        ),
        default=0.0,
    )
    word = fold(typed)
    if word and " " not in word and not person.is_me:
        to_handle = ratio(word, person.handle)
        return max(degree, to_handle) if to_handle >= NEAR else degree
    return degree


def look_up_words(name: str) -> set[str]:
    """Return the words to index a name by: if a typed word begins a name, it begins one of these.

    For a Chinese, Japanese or Korean name they are all of its endings, since any part may be typed.
    """
    found = set[str]().union(*readings(name))
    if not name.isascii() and is_cjk(joined := "".join(fold(name).split())):
        found |= {joined[place:] for place in range(len(joined))}
    return found


def has_last_name(word: str, person: Person) -> bool:
    """Return whether a word is, or is near, the last word of one of the person's names."""
    folded = fold(word)
    lasts = (reading[-1] for name in _names(person) for reading in readings(name) if reading[1:])
    return any(ratio(folded, last) >= NEAR for last in lasts)


def exact_run(words: Sequence[str], is_exact_contact: Callable[[str], bool]) -> int:
    """Return how many leading words are exactly a contact, as many as can be; 0 for none."""
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        # Digits alone are a number; an empty word belongs to no name, and none is so long.
        if not all(map(str.strip, words[:count])):
            continue
        if len(name) <= LONGEST_NAME and not name.isdecimal() and is_exact_contact(name):
            return count
    return 0


def _taken(people: tuple[Person, ...]) -> Match:
    return Match(kind="one" if len(people) == 1 else "several", people=people)


def _is_marked(typed: str) -> bool:
    """Return whether a text is marked as a handle or as a number, and so is no part of a name."""
    return typed.strip()[:1] in {"@", "#"}


def _names(person: Person) -> tuple[str, ...]:
    """Return the names that count by parts; `me` would be near Mel, Meg and Mei."""
    names = (person.name, *person.aliases)
    return tuple(name for name in names if not equal(name, ME)) if person.is_me else names


def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a text, both with hyphens and apostrophes and without them.

    Jean-Luc is found as `jean luc` and `jeanluc`, O'Neill as `oneill`.
    """
    folded = fold(text)
    joined = folded.replace("-", "").replace("'", "")
    parts = split_folded(folded)
    if joined == folded:
        return (parts,) if parts else ()
    return tuple(filter(None, dict.fromkeys((split_folded(joined), parts))))


def _begin(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if len(typed) == 1:
        word = typed[0]
        return word in name or (
            len(word) >= FAIR_PART and any(other.startswith(word) for other in name)
        )
    left = list(name)
    # Longest first: a shorter word begins all that a longer one beginning with it begins.
    for word in sorted(typed, key=len, reverse=True):
        begun = next((other for other in left if other.startswith(word)), None)
        if begun is None:
            return False
        left.remove(begun)
    return True


def _nearness(typed: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Return the mean ratio of the words that all have a near one on the other side."""
    table = [[ratio(word, other) for other in name] for word in typed]
    degree = 0.0
    for side in (table, list(zip(*table, strict=True))):
        best = [max(row) for row in side]
        if best and min(best) >= NEAR:
            degree = max(degree, sum(best) / len(best))
    return degree


def ratio(typed: str, other: str) -> float:
    """Return difflib's ratio of two words if it may count as near, else 0.0.

    A word with a digit in it is near only itself.
    """
    if typed == other:
        return 1.0
    if 2 * min(len(typed), len(other)) < NEAR * (len(typed) + len(other)):
        return 0.0
    if any(char.isdigit() for char in typed + other):
        return 0.0
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, typed, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def _best_first(typed: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Return the people with most whole words typed first, then those with shorter names."""
    typed_words = set(words_of(typed))

    def fit(person: Person) -> tuple[int, int]:
        return min(
            (-len(typed_words.intersection(words_of(name))), len(name)) for name in _names(person)
        )

    return tuple(sorted(people, key=fit))
