from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain.names import Person, equal, resolve
from reflog.domain.names.typed import (
    NewPerson,
    Typed,
    check_email,
    check_phone,
    check_text,
    new_name,
    new_person,
    parse_typed,
)
from reflog.errors import UsageError, quoted
from rows import each_row

MAIL = "ann@example.com"
PHONE = "+1 555 0101"


@each_row(
    ("text", "typed"),
    [
        ("fred", Typed(name="fred")),
        ("  Ann \u00a0 Berg ", Typed(name="Ann Berg")),
        ("@fred-moss", Typed(name="fred-moss", handle_only=True)),
        ("+fred", Typed(name="fred", new=True)),
        ("+2 Brothers", Typed(name="2 Brothers", new=True)),
        (f"+24 Hours {PHONE}", Typed(name="24 Hours", new=True, phones=(PHONE,))),
        (f"+Ann Berg <{MAIL}>", Typed(name="Ann Berg", new=True, emails=(MAIL,))),
        (f"Ann Berg <{MAIL}>", Typed(name="Ann Berg", emails=(MAIL,))),
        (f"Ann Berg<{MAIL}>", Typed(name="Ann Berg", emails=(MAIL,))),
        (f"Ann Berg {MAIL}", Typed(name="Ann Berg", emails=(MAIL,))),
        (f"Ann Berg, {MAIL}", Typed(name="Ann Berg", emails=(MAIL,))),
        (f"Ann Berg {PHONE}", Typed(name="Ann Berg", phones=(PHONE,))),
        ("Ann Berg 555 0101", Typed(name="Ann Berg", phones=("555 0101",))),
        ("Ann Berg - (555) 010.1", Typed(name="Ann Berg", phones=("(555) 010.1",))),
        (f"Ann <{MAIL}> {PHONE}", Typed(name="Ann", emails=(MAIL,), phones=(PHONE,))),
        (f"Ann {PHONE} <{MAIL}>", Typed(name="Ann", emails=(MAIL,), phones=(PHONE,))),
        ("Ann a@b.c d@e.f", Typed(name="Ann", emails=("a@b.c", "d@e.f"))),
        (
            "Ann +1 555 0101 +44 20 7946 0000",
            Typed(name="Ann", phones=("+1 555 0101", "+44 20 7946 0000")),
        ),
        ("Studio 54", Typed(name="Studio 54")),
        ("Studio 54 +1 555 0101", Typed(name="Studio 54", phones=(PHONE,))),
        ("Fred @ Acme", Typed(name="Fred @ Acme")),
        ("Fred @acme", Typed(name="Fred @acme")),
        ("<b>Fred</b>", Typed(name="<b>Fred</b>")),
        ("Mr. -", Typed(name="Mr. -")),
    ],
)
def test_a_typed_name_is_taken_apart(text: str, typed: Typed) -> None:
    assert parse_typed(text) == typed


@each_row("text", [MAIL, f"<{MAIL}>", PHONE, "555 0101", f"+{MAIL}", "(555) 0101"])
def test_an_address_alone_is_not_a_person(text: str) -> None:
    with pytest.raises(UsageError, match="has an address but no name"):
        new_person(parse_typed(text))


@each_row("text", ["", "  ", "+", "@", "+ ", "@ "])
def test_a_marker_alone_is_not_a_name(text: str) -> None:
    with pytest.raises(UsageError, match="The name is missing"):
        parse_typed(text)


@each_row("text", ["Ann a@b@c", "Ann <@x>", "Ann <a@>", "Ann <a b@c>", "Ann <x@y"])
def test_a_broken_address_is_not_taken_for_a_part_of_the_name(text: str) -> None:
    with pytest.raises(UsageError, match="is not an e-mail address"):
        parse_typed(text)


def test_a_new_person_brings_an_address_along() -> None:
    typed = parse_typed(f"ann berg <{MAIL}> {PHONE}")
    assert new_person(typed) == NewPerson(name="Ann Berg", emails=(MAIL,), phones=(PHONE,))


@each_row(
    ("typed", "name"),
    [
        ("fred", "Fred"),
        ("  fred   moss ", "Fred Moss"),
        ("o'neill", "O'Neill"),
        ("o\u2019neill", "O\u2019Neill"),
        ("jean-luc de la cruz", "Jean-Luc De La Cruz"),
        ("j. r. smith", "J. R. Smith"),
        ("j.r. smith", "J.R. Smith"),
        ("moe's", "Moe's"),
        ("'t hooft", "'t Hooft"),
        ("élodie", "Élodie"),
        ("e\u0301lodie", "E\u0301lodie"),
        ("ян", "Ян"),
    ],
)
def test_a_name_all_in_lower_case_is_given_its_capitals(typed: str, name: str) -> None:
    assert new_name(typed) == name


@each_row(
    "name",
    [
        "Fred Moss",
        "Fred de la Cruz",
        "bell hooks III",
        "FRED",
        "e.e. cummings 2nd",
        "acme & co",
        "r2d2",
        "[bold]x[/]",
        "王小明",
        "محمد",
        "🦊",
        "-nice",
        "Ann (neighbour)",
    ],
)
def test_any_other_name_is_kept_as_typed(name: str) -> None:
    assert new_name(name) == (name if name != "-nice" else "-Nice")


@each_row("word", ["list", "all", "add", "owed", "given", "received"])
@each_row("shape", [str.lower, str.upper, str.title])
def test_words_of_the_command_line_never_become_a_contact(word: str, shape: type[str]) -> None:
    with pytest.raises(UsageError, match="reflog uses that word itself"):
        new_name(shape(word))


@each_row("word", ["help", "undo", "none", "me", "ME", "Mé"])
def test_nor_do_the_words_for_help_and_for_me(word: str) -> None:
    with pytest.raises(UsageError, match="reflog uses that word itself"):
        new_name(word)


def test_a_longer_name_may_contain_such_a_word() -> None:
    assert new_name("none given") == "None Given"


@each_row("text", ["12", "1 2", "007", "\uff11\uff12", "\u0661\u0662"])
def test_digits_alone_never_become_a_contact(text: str) -> None:
    with pytest.raises(UsageError, match="it's just a number"):
        new_name(text)


@pytest.mark.parametrize("text", ["@fred", "#12", "+fred", "# fred"])
def test_a_marker_is_never_the_first_character_of_a_name(text: str) -> None:
    with pytest.raises(UsageError, match="it begins with"):
        new_name(text)


@each_row("text", ["-", "...", "\u2800", "\u200d", "\u0301", "?!"])
def test_a_name_can_be_seen(text: str) -> None:
    with pytest.raises(UsageError, match="nothing in it to read"):
        new_name(text)


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_a_name_is_not_empty(text: str) -> None:
    with pytest.raises(UsageError, match="The name is missing"):
        new_name(text)


def test_a_name_has_at_most_200_characters() -> None:
    assert new_name("X" * 200) == "X" * 200
    assert new_name("X" + " " * 500 + "Y") == "X Y"
    with pytest.raises(UsageError, match="has 201 characters"):
        new_name("X" * 201)


@each_row(
    ("character", "shown"),
    [
        ("\0", "U+0000"),
        ("\n", "U+000A"),
        ("\x1b", "U+001B"),
        ("\x9b", "U+009B"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\u202a", "U+202A"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
        ("\udcff", "U+DCFF"),
        ("\ufdd0", "U+FDD0"),
        ("\uffff", "U+FFFF"),
        ("\U0010fffe", "U+10FFFE"),
        ("\u200b", "U+200B"),
        ("\u2060", "U+2060"),
        ("\u00ad", "U+00AD"),
        ("\ufeff", "U+FEFF"),
        ("\u034f", "U+034F"),
        ("\u180e", "U+180E"),
        ("\u3164", "U+3164"),
        ("\uffa0", "U+FFA0"),
    ],
)
@each_row("read", [new_name, parse_typed])
def test_what_could_act_on_a_terminal_is_no_part_of_a_name(
    read: Callable[[str], object], character: str, shown: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(f"Fred{character}Moss")
    assert refused.value.message == f"{shown} can't be part of a name"
    assert ("UTF-8" in str(refused.value.hint)) is (character == "\udcff")


@pytest.mark.parametrize("name", ["می\u200cخواهم", "क्\u200dष", "Ann 👩\u200d👧"])
def test_joiners_that_scripts_and_emoji_need_stay_in_a_name(name: str) -> None:
    assert new_name(name) == name


@given(st.text(st.characters(codec=None)))
def test_no_refusal_repeats_what_cannot_be_printed(text: str) -> None:
    said = []
    for read in (new_name, parse_typed, check_email, check_phone):
        try:
            read(text)
        except UsageError as refused:
            said.append(refused.message)
    assert all(message.isprintable() for message in said)


@given(st.text(ANY) | st.text(st.sampled_from("abE é'\u2019-.ßŉǆ1@+<> 王"), max_size=20))
def test_a_name_that_was_made_is_made_again_and_found_again(text: str) -> None:
    try:
        name = new_name(parse_typed(text).name)
    except UsageError:
        return
    assert new_name(name) == name
    assert equal(name, parse_typed(text).name)
    again = parse_typed(name)
    assert (again.name, again.handle_only, again.new) == (name, False, False)
    people = [Person(id=1, handle="contact-1", name=name)]
    assert resolve(again.name, people, may_create=True).kind == "one"


@each_row(
    ("text", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("  two spaces before ", "  two spaces before"),
        ("\x1b[31mred", "\x1b[31mred"),
        ("", ""),
        (" \n", ""),
        ("\u202eabc", "\u202eabc"),
    ],
)
def test_a_text_keeps_all_but_the_white_space_at_its_end(text: str, kept: str) -> None:
    assert check_text(text, "the note") == kept


@pytest.mark.parametrize(("character", "shown"), [("\0", "U+0000"), ("\udc80", "U+DC80")])
def test_a_text_has_no_nul_and_is_utf_8(character: str, shown: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_text(f"a{character}b", "the note")
    assert refused.value.message == f"{shown} can't be part of the note"


def test_a_text_is_as_long_as_its_limit() -> None:
    assert check_text("x" * 65536, "the note") == "x" * 65536
    with pytest.raises(UsageError, match=r"^The need has 6 characters, but at most 5 are kept\.$"):
        check_text("x" * 6, "the need", 5)


@pytest.mark.parametrize("text", [MAIL, " a@b ", "Ann.Berg+x@Example.COM", "josé@bücher.example"])
def test_an_email_address_is_kept_as_typed(text: str) -> None:
    assert check_email(text) == text.strip()


@each_row("text", ["", "ann", "@b", "a@", "a@b@c", "a b@c", "a@b c", "<a@b>", "a" * 250 + "@b.co"])
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not an e-mail address"):
        check_email(text)


def test_an_email_address_has_no_control_characters() -> None:
    with pytest.raises(UsageError, match=r"U\+001B can't be part of an e-mail address"):
        check_email("a\x1b@b")


@each_row("text", ["112", " +1 (555) 010-1 ", "555 0101 ext. 5", "555/0101", "*31#555", "1" * 40])
def test_a_phone_number_is_kept_as_typed(text: str) -> None:
    assert check_phone(text) == text.strip()


@each_row("text", ["", "12", "abc", "555_0101", "1" * 41, "555\n0101", "+1 555 é"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a phone number"):
        check_phone(text)


def test_what_was_typed_is_quoted_without_its_control_characters() -> None:
    assert quoted("a\x1b[31m\u202e") == '"a<U+001B>[31m<U+202E>"'
    assert quoted("x" * 41) == '"' + "x" * 40 + '…"'


@given(st.text(st.characters(codec=None)))
def test_a_quotation_is_printable(text: str) -> None:
    assert quoted(text).isprintable()


def test_a_day_behind_a_name_is_no_phone_number() -> None:
    assert parse_typed("Fred 2026-12-01") == Typed(name="Fred 2026-12-01")
    assert parse_typed("Fred 2026-12-011").phones == ("2026-12-011",)


def test_digits_in_one_word_are_no_address() -> None:
    assert parse_typed("5550101") == Typed(name="5550101")


def test_what_is_longer_than_any_name_is_refused_as_typed() -> None:
    assert parse_typed("x" * 200).name == "x" * 200
    with pytest.raises(UsageError, match="has 201 characters"):
        parse_typed("x" * 201)
