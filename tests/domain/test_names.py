import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain.names import (
    Match,
    Person,
    exact_run,
    is_exact,
    nearness,
    resolve,
    slug,
    words_begun,
)
from rows import each_row


def person(name: str, *aliases: str, handle: str | None = None, is_me: bool = False) -> Person:
    made = handle or slug(name) or "contact-1"
    return Person(id=1, handle=made, name=name, aliases=aliases, is_me=is_me)


FRED = person("Fred Moss", "Freddy")
ANN = person("Ann Berg")
ANNETTE = person("Annette Holm")
JOSE = person("José Ñandú")
PICARD = person("Jean-Luc Picard")
ONEILL = person("Pat O'Neill")
WANG = person("王小明")
KIM = person("김철수", handle="contact-2")
STUDIO = person("Studio 54")
OWNER = person("Gina Lowe", handle="me", is_me=True)
EVERYONE = (FRED, ANN, ANNETTE, JOSE, PICARD, ONEILL, WANG, KIM, STUDIO, OWNER)


@each_row(
    ("typed", "meant"),
    [
        ("Fred Moss", FRED),
        ("fred moss", FRED),
        ("FRED  MOSS", FRED),
        ("fred-moss", FRED),
        ("Fred-Moss", FRED),
        ("freddy", FRED),
        ("@fred-moss", FRED),
        ("@FRED-MOSS", FRED),
        ("jose nandu", JOSE),
        ("pat o\u2019neill", ONEILL),
        ("王小明", WANG),
        ("me", OWNER),
        ("Me", OWNER),
        ("@me", OWNER),
        ("gina lowe", OWNER),
    ],
)
def test_a_handle_a_full_name_or_an_alias_is_exactly_the_person(typed: str, meant: Person) -> None:
    assert is_exact(typed, meant)
    assert [(match.kind, match.people) for match in _both_ways(typed)] == [("one", (meant,))] * 2


@each_row("typed", ["@fred", "@fred moss", "@freddy", "@", "@王小明", "@gina"])
def test_a_typed_handle_is_the_handle_and_nothing_else(typed: str) -> None:
    assert [match.kind for match in _both_ways(typed)] == ["none", "none"]
    assert not any(words_begun(typed, each) or nearness(typed, each) for each in EVERYONE)


def test_handle_name_and_alias_rank_equal() -> None:
    by_handle, by_name, by_alias = person("A B", handle="max"), person("Max"), person("C D", "MAX")
    match = resolve("max", [by_handle, by_name, by_alias, person("Max Holm")])
    assert (match.kind, match.people) == ("several", (by_handle, by_name, by_alias))


def test_exactly_comes_before_by_its_beginning() -> None:
    ann = person("Ann")
    assert resolve("ann", [ANNETTE, ANN, ann]).people == (ann,)


@each_row(
    ("typed", "meant"),
    [
        ("fred", FRED),
        ("moss", FRED),
        ("fre", FRED),
        ("mos", FRED),
        ("jose", JOSE),
        ("ÑAN", JOSE),
        ("luc", PICARD),
        ("jean-luc", PICARD),
        ("jeanluc", PICARD),
        ("oneill", ONEILL),
        ("o'neill", ONEILL),
        ("54", STUDIO),
        ("王", WANG),
        ("小明", WANG),
        ("철수", KIM),
        ("gina", OWNER),
    ],
)
def test_one_word_of_the_name_or_three_letters_of_one_are_enough(typed: str, meant: Person) -> None:
    assert words_begun(typed, meant)
    assert [(match.kind, match.people) for match in _both_ways(typed)] == [("one", (meant,))] * 2


@each_row("typed", ["fr", "mo", "red", "oss", "f", "", "  ", "-", "fred-mo x"])
def test_less_is_not_a_beginning(typed: str) -> None:
    assert not words_begun(typed, FRED)


@pytest.mark.parametrize("typed", ["f moss", "moss f", "fr mo", "Moss, Fred"])
def test_several_words_each_begin_a_word_of_the_name(typed: str) -> None:
    assert words_begun(typed, FRED)
    assert resolve(typed, EVERYONE).kind == "one"


@pytest.mark.parametrize("typed", ["jean luc", "jean luc picard", "j l p", "jeanluc picard"])
def test_a_hyphen_may_be_left_out(typed: str) -> None:
    assert resolve(typed, EVERYONE).people == (PICARD,)


def test_each_word_begins_a_word_of_its_own() -> None:
    assert not words_begun("ann an", ANN)
    assert words_begun("a an", person("Anna Abel"))
    assert words_begun("an a", person("Abel Anna"))


def test_all_words_begin_the_same_name_not_one_of_each_alias() -> None:
    assert not words_begun("freddy moss", person("Fred Moss", "Freddy"))


def test_where_a_person_may_be_created_several_words_are_asked_about() -> None:
    asked = resolve("an be", EVERYONE, may_create=True)
    assert (asked.kind, asked.people) == ("near", (ANN,))
    assert resolve("ann berg", EVERYONE, may_create=True).kind == "one"


def test_several_begun_are_all_offered_the_whole_word_first() -> None:
    match = resolve("ann", EVERYONE)
    assert (match.kind, match.people) == ("several", (ANN, ANNETTE))
    assert resolve("ann", reversed(EVERYONE)).people == (ANN, ANNETTE)


@each_row(
    ("typed", "meant"),
    [
        ("fredd moss", FRED),
        ("freed mosse", FRED),
        ("mosss", FRED),
        ("pickard", PICARD),
        ("Fred Moss from Acme", FRED),
        ("fred-mozs", FRED),
        ("o'nell", ONEILL),
        ("Joseph Nandu", JOSE),
    ],
)
def test_a_near_name_is_asked_about(typed: str, meant: Person) -> None:
    match = resolve(typed, [person("Zoltan Quist"), meant])
    assert (match.kind, match.people) == ("near", (meant,))
    assert nearness(typed, meant) >= 0.8


@each_row("typed", ["fredx yz", "Bob Moss", "ossom", "xx", "", "Studio 55", "fred2"])
def test_a_name_that_nothing_resembles_is_nobody(typed: str) -> None:
    assert resolve(typed, EVERYONE).kind == "none"


def test_near_people_come_best_first() -> None:
    closer, further = person("Martin Holms"), person("Martina Holmes")
    match = resolve("martinn holms", [further, closer])
    assert match.kind == "near"
    assert match.people == (closer, further)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("person 17", False), ("person17", False), ("persom 18", True), ("unit18b", False)],
)
def test_a_word_with_a_digit_is_near_only_itself(typed: str, *, near: bool) -> None:
    numbered = person("Person 18")
    assert (nearness(typed, numbered) > 0) is near


def test_a_handle_with_a_digit_is_near_only_itself() -> None:
    assert nearness("fred-moss-3", person("Zed", handle="fred-moss-2")) == 0.0


def test_one_word_may_be_near_the_handle() -> None:
    renamed = person("Anna Holm", handle="margarete")
    assert nearness("margarette", renamed) > 0.8
    assert nearness("margarette x", renamed) == 0.0


@each_row("typed", ["Mel", "Meg", "Mei", "men", "mes"])
@each_row("name", ["me", "Me"])
def test_nobody_is_near_me(typed: str, name: str) -> None:
    owner = person(name, handle="me", is_me=True)
    assert not words_begun(typed, owner)
    assert resolve(typed, [owner], may_create=True).kind == "none"
    assert resolve("me", [owner]).people == (owner,)


@given(typed=st.text(ANY), may_create=st.booleans())
def test_no_text_is_too_strange_to_look_up(typed: str, *, may_create: bool) -> None:
    match = resolve(typed, EVERYONE, may_create=may_create)
    assert len(match.people) == 1 or match.kind != "one"
    assert bool(match.people) is (match.kind != "none")


NAMES = st.text(st.sampled_from("ab é'-.1王김") | st.characters(), min_size=1, max_size=12)


@given(typed=NAMES, names=st.lists(NAMES, max_size=4), may_create=st.booleans())
def test_one_is_one_person_and_several_are_several(
    typed: str, names: list[str], *, may_create: bool
) -> None:
    match = resolve(typed, [person(name) for name in names], may_create=may_create)
    assert (match.kind == "one") <= (len(match.people) == 1)
    assert (match.kind == "several") <= (len(match.people) > 1)


@given(meant=st.sampled_from(EVERYONE), may_create=st.booleans())
def test_a_full_name_typed_is_the_person(meant: Person, *, may_create: bool) -> None:
    for typed in (meant.name, meant.name.upper(), f" {meant.name.lower()} ", f"@{meant.handle}"):
        people = [each for each in EVERYONE if each.handle != meant.handle] + [meant]
        assert resolve(typed, people, may_create=may_create).people == (meant,)


@each_row(
    ("words", "count"),
    [
        ("fred called me", 1),
        ("fred moss called me", 2),
        ("Ann Berg called", 0),
        ("fred moss", 2),
        ("ann", 0),
        ("2 brothers called", 2),
        ("2", 0),
        ("", 0),
    ],
)
def test_a_name_is_the_longest_run_of_leading_words_that_is_a_contact(
    words: str, count: int
) -> None:
    known = {"fred", "fred moss", "2 brothers", "2"}
    assert exact_run(words.split(), lambda run: run.lower() in known) == count


def test_a_long_note_is_not_searched_for_a_name_longer_than_names_are() -> None:
    asked: list[str] = []

    def is_exact_contact(run: str) -> bool:
        asked.append(run)
        return False

    exact_run(["word"] * 5000, is_exact_contact)
    assert max(map(len, asked)) <= 200


def test_names_are_matched_without_the_modules_that_cost_start_up_time() -> None:
    dear = "re", "enum", "typing", "dataclasses", "difflib"
    program = (
        "import sys; old = set(sys.modules);"
        "import reflog.domain.names, reflog.domain.names.typed;"
        f"print(sorted(set({dear!r}) & (set(sys.modules) - old)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def _both_ways(typed: str) -> list[Match]:
    return [resolve(typed, EVERYONE, may_create=may_create) for may_create in (False, True)]
