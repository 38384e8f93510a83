from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reflog.domain.contacts import ME
from reflog.domain.names import fold, search_text, words_of
from reflog.reports.search import LONGEST_EXCERPT, Found, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book

LONG = "one two three four five six seven eight nine ten " * 4


def found(book: Book, text: str) -> list[Found]:
    with book.reader() as reader:
        return find(reader, text)[0]


WORDS = st.sampled_from(
    [
        "ana",
        "Banana",
        "bandana",
        "an",
        "Señor",
        "senora",
        "o'neill",
        "a",
        "x-ray",
        "東京",
        "京都",
        "ana's",
        "12",
        "AND",
        "Élan",
        "ß",
        "民",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from([" ", ", ", "-", "\n", ""]).map(lambda by: by.join(words))
)
TYPED = st.lists(WORDS | st.sampled_from(["nan", "na", "eno", "ray", '"', "*", "lan"]), max_size=3)


def tokens_of(text: str) -> list[str]:
    """The words as the index knows them: runs of letters and digits, Chinese ones by one."""
    spaced = search_text(text)
    return "".join(
        char if unicodedata.category(char)[0] in "LN" else " " for char in spaced
    ).split()


def holds(text: str, typed: str) -> bool:
    tokens = tokens_of(text)
    return bool(tokens_of(typed)) and all(is_in(word, tokens) for word in words_of(typed))


def is_in(word: str, tokens: list[str]) -> bool:
    *whole, last = tokens_of(word)
    for at in range(len(tokens) - len(whole)):
        run = tokens[at : at + len(whole) + 1]
        if run[:-1] == whole and run[-1].startswith(last):
            return True
    return len(word) >= 3 and any(word in token for token in tokens)


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.tuples(TEXTS, TEXTS), max_size=4),
    notes=st.lists(TEXTS, max_size=6),
    typed=st.lists(TYPED, min_size=1, max_size=6),
)
def test_what_is_found_is_what_reading_every_text_finds(
    new_book: Callable[[], Book],
    people: list[tuple[str, str]],
    notes: list[str],
    typed: list[list[str]],
) -> None:
    book = new_book()
    with book.writing():
        everyone = [
            (book.person(name, f"p{at}", note=note), f"p{at}", name, note)
            for at, (name, note) in enumerate(people)
        ]
        numbers = [book.note(ME, text) for text in notes]
    everyone.sort(key=lambda one: (fold(one[2]), one[0]))
    for words in typed:
        text = " ".join(words)
        expected: list[tuple[str | None, int | None, str]] = []
        for _id, handle, name, note in everyone:
            fields = {"name": name, "note": note, "handle": handle}
            expected += [(handle, None, field) for field in fields if holds(fields[field], text)]
        expected += [
            ("me", number, "note")
            for number, note in sorted(zip(numbers, notes, strict=True), reverse=True)
            if holds(note, text)
        ]
        assert [(one.handle, one.id, one.field) for one in found(book, text)] == expected


@given(typed=st.text(st.characters(exclude_characters="\0"), max_size=30))
def test_whatever_is_typed_is_searched_for_without_complaint(one_book: Book, typed: str) -> None:
    found(one_book, typed)


@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_an_excerpt_is_never_longer_than_it_may_be(new_book: Callable[[], Book], text: str) -> None:
    book = new_book()
    book.note(ME, f"{LONG}{text} needle {text}{LONG}")
    assert [len(one.excerpt) <= LONGEST_EXCERPT for one in found(book, "needle")] == [True]
