"""What people are called, and who is meant by a name.

Here is what two names are compared by: text without case and accents, which serves for searching
and for making handles too; and slips in it. Names are stored as typed.
"""

from __future__ import annotations

import unicodedata

from reflog.domain.contacts import ALPHANUMERIC, HANDLE_LENGTH, is_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

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
