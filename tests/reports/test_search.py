from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflog.domain.contacts import ME
from reflog.domain.names import fold, words_of
from reflog.reports.search import LONGEST_EXCERPT, Found, find
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from books import Book


def found(book: Book, text: str) -> list[Found]:
    with book.reader() as reader:
        return find(reader, text)[0]


def places(book: Book, text: str) -> list[tuple[str, int | None, str]]:
    return [(one.kind, one.id, one.field) for one in found(book, text)]


def excerpts(book: Book, text: str) -> list[str]:
    return [one.excerpt for one in found(book, text)]


def test_an_empty_ledger_holds_nothing(book: Book) -> None:
    assert found(book, "fred") == []


def test_every_text_of_the_ledger_is_found(book: Book) -> None:
    fred = book.person("Fred Zz1", "zz0", company="zz2", profession="zz3", city="zz4", note="zz5")
    sally = book.person("Sally Ng")
    book.detail(tables.ContactAlias, fred, alias="zz6")
    book.detail(tables.ContactEmail, fred, email="zz7@example.com")
    book.detail(tables.ContactPhone, fred, phone="zz8 (office)")
    book.detail(tables.ContactTag, fred, tag="zz9")
    about = book.introduction(
        ME, fred, sally, need="zz10", offer="zz11", stage="bad", why="zz12", note="zz13"
    )
    other = book.follow_up(sally, "other", what="zz14", note="zz15")
    business = book.business(about, 100, note="zz16")
    thanks = book.thanks(sally, note="zz17")
    one_to_one = book.one_to_one(sally, note="zz18")
    note = book.note(ME, "zz19")
    found_here = found(book, "zz")
    assert [(one.kind, one.id, one.handle, one.name, one.field) for one in found_here] == [
        *[
            ("contact", None, "zz0", "Fred Zz1", field)
            for field in (
                *("name", "company", "profession", "city", "note"),
                *("alias", "email", "phone", "tag", "handle"),
            )
        ],
        ("note", note, "me", "me", "note"),
        ("one-to-one", one_to_one, "sally-ng", "Sally Ng", "note"),
        ("thanks", thanks, "sally-ng", "Sally Ng", "note"),
        ("business", business, None, "Fred Zz1 and Sally Ng", "note"),
        ("follow-up", other, "sally-ng", "Sally Ng", "what"),
        ("follow-up", other, "sally-ng", "Sally Ng", "note"),
        *[
            ("introduction", about, None, "Fred Zz1 and Sally Ng", field)
            for field in ("need", "offer", "why", "note")
        ],
    ]
    assert found(book, "zz19")[0].excerpt == "zz19"


def test_every_text_is_found_however_many_there_are(book: Book) -> None:
    """Two hundred were, and nothing told of the others; those inside of a word were 400 words'."""
    numbers = [book.note(ME, f"{count:03}zimmermann, c++") for count in range(3_000)]
    for typed in ("zimmer", "C++"):
        assert [one.id for one in found(book, typed)] == numbers[::-1]


def test_all_words_begin_a_word_of_the_same_text(book: Book) -> None:
    fred = book.person("Fred Moss", "f", note="Sells oak tables")
    book.note(fred, "oak is out, tables are in")
    book.note(fred, "oak chairs")
    assert excerpts(book, "TABL oa") == ["Sells oak tables", "oak is out, tables are in"]
    assert excerpts(book, "oak fred") == []


def test_case_and_accents_never_matter(book: Book) -> None:
    book.person("José Łuć", "x")
    book.person("JOSE LUC", "y")
    assert excerpts(book, "jose luc") == excerpts(book, "JÓSÉ łuc") == ["José Łuć", "JOSE LUC"]


def test_three_letters_are_found_inside_of_words(book: Book) -> None:
    book.person("Gina Bell", "g", note="Haus in Oberammergau")
    assert excerpts(book, "ammer") == ["Haus in Oberammergau"]
    assert excerpts(book, "am") == []


@pytest.mark.parametrize("typed", ["京", "東京", "京都", "京 東", "田"])
def test_a_part_of_a_text_without_spaces_is_found(book: Book, typed: str) -> None:
    book.person("田中", note="東京都に住む")
    assert len(found(book, typed)) == 1


def test_characters_typed_together_stand_together(book: Book) -> None:
    book.person("김민수", note="東京都")
    assert excerpts(book, "東都") == []
    assert excerpts(book, "민수") == ["김민수"]
    assert excerpts(book, "민") == ["김민수"]


@pytest.mark.parametrize(
    "typed",
    ["555", "5550101", "555 0101", "+1 555 0101", "15550101", "(555) 01-01", "0555 0101"],
)
def test_a_phone_number_is_found_however_it_is_spaced(book: Book, typed: str) -> None:
    fred = book.person("Fred Moss")
    book.detail(tables.ContactPhone, fred, phone="+1 (555) 0101", e164="+15550101")
    (hit,) = found(book, typed)
    assert (hit.field, hit.excerpt, hit.handle) == ("phone", "+1 (555) 0101", "fred-moss")


def test_digits_of_other_numbers_are_not_found(book: Book) -> None:
    fred = book.person("Fred Moss")
    book.detail(tables.ContactPhone, fred, phone="+1 (555) 0101", e164="+15550101")
    assert found(book, "555 0102") == []
    assert found(book, "000") == []


@pytest.mark.parametrize("typed", ["[bold]x[/]", "bold", "[BOLD", "x"])
def test_markup_is_a_name_like_any_other(book: Book, typed: str) -> None:
    book.person("[bold]x[/]", "b")
    assert excerpts(book, typed) == ["[bold]x[/]"]


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "'", '"', '""', "*", "-", "[/]", "…", "()", "{}", "^", "\u0301", "🎉", "% _"),
    ],
)
def test_nothing_to_search_for_finds_nothing(book: Book, typed: str) -> None:
    book.person("Fred *-^\"' 🎉")
    assert found(book, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        *('"moss', "moss*", "^moss", "-moss", "text:moss", "NEAR(moss)", "moss -", "{moss}"),
        *("NOT moss", "fred AND moss", "fred NEAR/2 moss", "fred + moss", "(moss", "moss'"),
        *("moss; DROP TABLE contact", "fred OR", "mo%", "mo_s"),
    ],
)
def test_what_looks_like_a_query_is_words(book: Book, typed: str) -> None:
    book.person("Fred Moss", "f", note="text near not and 2 or; drop table contact: moss, fred")
    tokens = words_of(typed)
    expected = all(word in "text near not and 2 or drop table contact moss fred" for word in tokens)
    assert bool(found(book, typed)) == (expected and typed != "mo_s")


def test_a_flood_of_words_is_no_trouble(book: Book) -> None:
    book.person("Fred Moss")
    assert found(book, " ".join(f"word{at}" for at in range(2000))) == []
    assert len(found(book, "fred " * 2000)) == 2


def test_what_was_deleted_or_changed_is_not_found(book: Book) -> None:
    fred = book.person("Fred Moss")
    number = book.note(fred, "plays golf")
    with book.writing() as ledger:
        ledger.remove(ledger.get(tables.Note, number))
        ledger.get(tables.Contact, fred).name = "Fred Berg"
    assert found(book, "golf") == []
    assert excerpts(book, "fred moss") == ["fred-moss"]


LONG = "one two three four five six seven eight nine ten " * 4


@pytest.mark.parametrize(
    ("text", "typed", "excerpt"),
    [
        ("short\n  needle ", "needle", "short needle"),
        (
            f"needle {LONG}",
            "needle",
            "needle one two three four five six seven eight nine ten one two three four five…",
        ),
        (
            f"{LONG}Nadél {LONG}",
            "nadel",
            "…seven eight nine ten Nadél one two three four five six seven eight nine ten…",
        ),
        (
            f"{LONG}needle",
            "needle",
            "…seven eight nine ten one two three four five six seven eight nine ten needle",
        ),
        ("long" * 40 + "needle" + "long" * 40, "longneedle", None),
        (f"{LONG}haystack {LONG}", "yst", None),
        (f"{LONG}Straße\u0301 {LONG}", "strasse", None),
        (f"{LONG}東京 {LONG}", "京", None),
        (f"{LONG}O\u2019Neill {LONG}", "o'neill", None),
    ],
)
def test_an_excerpt_shows_the_text_around_the_hit(
    book: Book, text: str, typed: str, excerpt: str | None
) -> None:
    book.note(ME, text)
    (shown,) = excerpts(book, typed)
    assert len(shown) <= LONGEST_EXCERPT
    assert typed in fold(shown)
    if excerpt is not None:
        assert shown == excerpt
