from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from reflog.domain import letters
from reflog.errors import UsageError
from reflog.render import clean
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN = ("need", "to.name", "to.first", "consent", "sign")


def filled(text: str, **values: str | None) -> tuple[str, tuple[str, ...]]:
    made = letters.fill(text, {name.replace("_", "."): value for name, value in values.items()})
    return made.text, made.lacks


def test_a_field_is_filled_in_and_an_empty_one_is_a_blank_that_is_lacking() -> None:
    assert filled("Hi {to.first}, {need}!", to_first="Ann", need=None) == (
        "Hi Ann, [need]!",
        ("need",),
    )
    assert filled("{to.name}, {to.name}") == ("[to name], [to name]", ("to.name",))
    assert letters.fill("{on_when}", {}).text == "[on when]"


def test_nothing_to_say_is_no_blank() -> None:
    assert filled("We met{when}.", when="") == ("We met.", ())


def test_two_braces_are_one_and_what_is_filled_in_is_not_read_again() -> None:
    assert filled("{{need}} {need}", need="{to.name} {{ {") == ("{need}} {to.name} {{ {", ())


def test_a_line_is_left_out_where_a_field_in_it_is_empty() -> None:
    text = "? You need {need}.\n| You need something.\nBye"
    assert filled(text, need="tea") == ("You need tea.\nBye", ())
    assert filled(text, need=None) == ("You need something.\nBye", ())


def test_several_lines_may_stand_in_and_only_right_behind() -> None:
    text = "? {need}\n| one\n| two\nthree\n| four"
    assert filled(text) == ("one\ntwo\nthree", ())
    assert filled(text, need="tea") == ("tea\nthree", ())


def test_a_line_that_stands_in_may_lack_something() -> None:
    assert filled("? {need}\n| {ask}") == ("[ask]", ("ask",))


def test_asking_prints_nothing_and_lacks_nothing() -> None:
    text = "? {consent?}They agreed.\n| {consent?}They did not."
    assert filled(text, consent="yes") == ("They agreed.", ())
    assert filled(text) == ("They did not.", ())


def test_what_is_left_out_leaves_no_gap() -> None:
    assert filled("one\n\n? {need}\n\ntwo\n\n? {need}") == ("one\n\ntwo", ())


@each_row(
    ("value", "wording", "said"),
    [
        ("a will.", "This: {need}.", "This: a will."),
        ("a will...", "This: {need}.", "This: a will."),
        ("Sam Lee Jr.", "Meet {need}.", "Meet Sam Lee Jr."),
        ("Sam Lee Jr.", "Meet {need} today.", "Meet Sam Lee Jr. today."),
        ("who?", "This: {need}.", "This: who?"),
        ("a bakery.", "Who runs {need}?", "Who runs a bakery?"),
        ("runs a bakery?", "Who {need}?", "Who runs a bakery?"),
        ("Yahoo!", "At {need}.", "At Yahoo!"),
        ("Yahoo!", "Thank you for {need}!", "Thank you for Yahoo!"),
        ("Sam Lee Jr.", "And {to.name}?", "And Sam Lee Jr.?"),
        (".", "{need}.", ".."),
        ("a will", "{need}", "a will"),
    ],
)
def test_a_sentence_has_one_full_stop(value: str, wording: str, said: str) -> None:
    assert filled(wording, need=value, to_name=value) == (said, ())


def test_a_subject_is_what_the_wording_begins_with_never_what_is_filled_in() -> None:
    assert letters.split_subject("Subject: Hi\n\nText\n\nmore") == ("Subject: Hi", "Text\n\nmore")
    both = "? {won?}Subject: Won\n| Subject: Open"
    assert letters.split_subject(f"{both}\n\nText") == (both, "Text")
    assert letters.split_subject("{greeting}\n\nSubject: Hi") == ("", "{greeting}\n\nSubject: Hi")


@each_row(
    ("text", "message", "hint"),
    [
        ("a\nHi {too.first}", "Line 2: there is no field {too.first}.", "{to.first}"),
        ("{Need}", "Line 1: there is no field {Need}.", "{need}"),
        ("{ need }", "Line 1: there is no field { need }.", "{need}"),
        ("{zzz}", "Line 1: there is no field {zzz}.", "reflog wording"),
        ("{}", "Line 1: there is no field {}.", "reflog wording"),
        ("{need??}", "Line 1: there is no field {need??}.", "{need}"),
        ("a { b", "Line 1 has a { that starts no field.", "{{ for a brace"),
        ("{{{need", "Line 1 has a { that starts no field.", "{{ for a brace"),
        ("{to.{need}}", "Line 1 has a { that starts no field.", "{{ for a brace"),
        ("x" * 8001, "The wording has 8,001 bytes, and at most 8,000 are kept.", "shorter"),
        ("é" * 4001, "The wording has 8,002 bytes, and at most 8,000 are kept.", "shorter"),
    ],
)
def test_what_could_not_be_filled_in_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        letters.check(text, KNOWN)
    assert refused.value.message == message
    assert hint in (refused.value.hint or "")


@each_row("text", ["", "{{", "}", "{need?}{need}", "? {to.name}\n| {{x}", "a}}b"])
def test_what_can_be_filled_in_is_taken(text: str) -> None:
    letters.check(text, KNOWN)
    assert letters.fields_of(text) <= set(KNOWN)


@each_row(
    ("name", "first"),
    [
        ("Ann Berg", "Ann"),
        ("Ann", "Ann"),
        ("Dr. Ann Berg", "Ann"),
        ("Prof. Dr. Ann Berg", "Ann"),
        ("Dr Berg", "Dr Berg"),
        ("Dr", "Dr"),
        ("Berg, Ann", "Ann"),
        ("Ann Berg, PhD", "Ann"),
        ("J. Robert Oppenheimer", "Robert"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("J. Smith", "J. Smith"),
        ("王小明", "王小明"),
        ("王 小明", "王"),
        ("Abel & Co", "Abel & Co"),
        ("2 Brothers", "2 Brothers"),
        ("Studio 54", "Studio 54"),
        ("Euro Removals", "Euro Removals"),
        ("Berg Bau GmbH", "Berg Bau GmbH"),
        ("Harbour Café", "Harbour Café"),
        ("Pugh Kitchens", "Pugh Kitchens"),
        ("Smith Bros. Ltd.", "Smith Bros. Ltd."),
        ("Co Nguyen", "Co"),
        ("Ann Agnew", "Ann"),
        ("forgotten", "forgotten"),
    ],
)
def test_what_to_call_a_person_by(name: str, first: str) -> None:
    assert letters.first_name(name) == first


def test_a_firm_is_called_by_its_whole_name() -> None:
    assert letters.first_name("Moss Windows", "moss windows") == "Moss Windows"
    assert letters.first_name("Fred Moss", "Moss Windows") == "Fred"


@each_row(
    ("profession", "said"),
    [
        ("lawyer", ", a lawyer"),
        ("Architect", ", an architect"),
        ("Real Estate Agent", ", a real estate agent"),
        ("IT consultant", ", an IT consultant"),
        ("CPA", ", a CPA"),
        ("university lecturer", ", a university lecturer"),
        ("plumbing", " (plumbing)"),
        ("insurance", " (insurance)"),
        ("restaurant", " (restaurant)"),
        ("fitness center", " (fitness center)"),
        ("lawyer, mediator", " (lawyer, mediator)"),
        (None, ""),
    ],
)
def test_a_profession_as_a_sentence_goes_on_with_it(profession: str | None, said: str) -> None:
    assert letters.kind_of(profession) == said


# Spaces, marks and what acts on a terminal stand in these planes; others hold signs of one kind.
@pytest.mark.parametrize(
    "planes", [(0, 1, 14), pytest.param(range(2, 17), marks=pytest.mark.slow)], ids=["few", "rest"]
)
def test_every_character_on_one_line_is_one_that_may_be_shown_as_it_is(
    planes: Iterable[int],
) -> None:
    for first in (at for plane in planes for at in range(plane << 16, (plane + 1) << 16, 256)):
        text = "".join(map(chr, range(first, first + 256)))
        said = letters.one_line(text) or ""
        assert clean(said) == said
        assert len("".join(said.split())) >= len([one for one in text if clean(one) == one]) - 50


def test_a_text_of_nothing_is_none() -> None:
    assert letters.one_line(None) is None
    assert letters.one_line("") is None
    assert letters.one_line(" \t\n\u2028\x00\u202e ") is None
    assert letters.one_line("a\r\nb\x07 \x07c\u200d") == "a b c\u200d"


def fill_hostile(count: int, seed: int) -> None:
    made = random.Random(seed)  # noqa: S311 - the same every time
    alphabet = [
        *"{}?|.[]aé王 \n\r\t",
        "{need}",
        "{{",
        "? ",
        "| ",
        "Subject:",
        "\u2028",
        "\x1b",
        "\0",
    ]
    wording = "? Hello {name}, {name?}{need}.\n| nobody\n\n{name}{{need}\n{quiet}"
    for _ in range(count):
        raw = "".join(made.choices(alphabet, k=made.randint(1, 40)))
        name = letters.one_line(raw)
        result = letters.fill(wording, {"name": name, "need": "tea", "quiet": ""})
        if name is None:
            assert result == letters.Filled(text="nobody\n\n[name]{need}", lacks=("name",))
        else:
            assert result == letters.Filled(text=f"Hello {name}, tea.\n\n{name}{{need}}")


def test_hostile_names_are_filled_in_as_they_are() -> None:
    fill_hostile(2_000, 1)


@pytest.mark.slow
def test_a_hundred_thousand_hostile_names_are_filled_in_as_they_are() -> None:
    fill_hostile(100_000, 2)
