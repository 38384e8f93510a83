from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

CREATING = (
    ("intro", "{}", "me"),
    ("intro", "zoe", "{}"),
    ("intro", "me", "zoe", "--by", "{}"),
    ("received", "{}", "--from", "zoe"),
    ("received", "zoe", "--from", "{}"),
    ("thanks", "{}"),
    ("follow", "{}", "call"),
    ("met", "{}"),
    ("note", "{}", "likes tea"),
)


def said(command: tuple[str, ...], name: str) -> list[str]:
    return [word.format(name) for word in command]


def created(reflog: Commands, *words: str) -> list[str]:
    return [one["name"] for one in reflog.json(*words)["created_contacts"]]


@pytest.mark.parametrize("command", CREATING, ids=" ".join)
def test_a_name_that_nothing_resembles_is_created_and_said(
    reflog: Commands, command: tuple[str, ...]
) -> None:
    answer = reflog.ok(*said(command, "ann berg <ann@example.com>")).out
    assert "Added:" in answer
    assert "Ann Berg (ann-berg" in answer
    shown = reflog.json("show", "@ann-berg")["contact"]
    assert (shown["name"], shown["emails"]) == ("Ann Berg", ["ann@example.com"])


@pytest.mark.parametrize("command", CREATING, ids=" ".join)
def test_a_plus_is_someone_new_whoever_else_is_called_so(
    reflog: Commands, command: tuple[str, ...]
) -> None:
    reflog.ok("contact add Fred")
    assert "Fred" in created(reflog, *said(command, "+fred"))
    assert reflog.json("show @fred-2")["contact"]["name"] == "Fred"


def test_a_plus_makes_somebody_new_of_a_name_that_begins_with_a_number(reflog: Commands) -> None:
    reflog.ok("contact", "add", "2 Brothers")
    reflog.ok("contact", "add", "Unit 12")
    assert "+2 brother" in reflog.refused(3, "met", "2 brother").err
    assert created(reflog, "met", "+2 brother") == ["2 brother"]
    assert created(reflog, "met", "+2 Brothers") == ["2 Brothers"]
    assert created(reflog, "met", "+24 Hours +1 555 0101") == ["24 Hours"]
    assert reflog.json("show", "24 hours")["contact"]["phones"] == ["+1 555 0101"]
    for name in ("+12", "+1 555 0101", "+15550101"):
        reflog.refused(2, "met", name)
    reflog.refused(2, "show", "+2 brothers")


NO_NAMES = (
    *("", " ", "12", "#12", "+12", "1 2", "12345678", "\u0661\u0662", "x" * 201, "...", "+"),
    *("list", "all", "add", "owed", "given", "received", "help", "undo", "none", "ALL"),
    *("+me", "Ann <ann@>", "ann@example.com", "+1 555 0101", "A\x1b[2J", "A\u202eB", "@"),
)
TYPED = [*itertools.product(NO_NAMES, CREATING)]


@each_row(("name", "command"), TYPED[::4])
def test_what_can_be_no_name_is_refused(
    reflog: Commands, name: str, command: tuple[str, ...]
) -> None:
    refuse(reflog, name, command)


@pytest.mark.slow
@each_row(("name", "command"), TYPED)
def test_what_can_be_no_name_is_refused_by_every_command(
    reflog: Commands, name: str, command: tuple[str, ...]
) -> None:
    refuse(reflog, name, command)


def refuse(reflog: Commands, name: str, command: tuple[str, ...]) -> None:
    error = reflog.refused(2, *said(command, name), "--json").error
    assert error["code"] == "usage"
    assert error["message"]
    assert error["hint"]
    assert not reflog.ledger.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("intro", "fred", "zoe"),
        ("received", "fred", "--from", "zoe"),
        ("thanks", "fred"),
        ("follow", "fred", "call"),
        ("met", "fred"),
        ("note", "fred", "likes tea"),
    ],
    ids=" ".join,
)
def test_new_says_it_of_the_first_name(reflog: Commands, command: tuple[str, ...]) -> None:
    reflog.ok("contact add Fred")
    reflog.ok("contact add Zoe")
    assert created(reflog, *command, "--new") == ["Fred"]


def test_new_contradicts_a_handle(reflog: Commands) -> None:
    reflog.ok("contact add Fred")
    reflog.refused(2, "met @fred --new")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("fred", "Fred"),
        ("jean-luc o'neill jr.", "Jean-Luc O'Neill Jr."),
        ("fred McMoss", "fred McMoss"),
        ("studio 54", "studio 54"),
        ("IBM", "IBM"),
        ("josé", "José"),
        ("x" * 200, "X" + "x" * 199),
    ],
)
def test_a_name_all_lower_case_is_title_cased_and_any_other_kept(
    reflog: Commands, typed: str, name: str
) -> None:
    assert created(reflog, "met", typed) == [name]


def test_an_address_typed_along_is_kept(reflog: Commands) -> None:
    reflog.ok("intro", "Ann Berg <ann@example.com>", "Bob Hall +1 555 0101")
    assert reflog.json("show ann")["contact"]["emails"] == ["ann@example.com"]
    assert reflog.json("show bob")["contact"]["phones"] == ["+1 555 0101"]
    answer = reflog.json("met", "Ann Berg +1 555 0199")
    assert answer["created_contacts"] == []
    assert answer["changed_contacts"][0]["phones"] == ["+1 555 0199"]


def test_what_of_a_name_was_taken_for_an_address_is_said(reflog: Commands) -> None:
    assert "Added: Taxi (taxi), 22456." in reflog.ok("contact", "add", "Taxi 22456").out
    assert "Changed: Taxi (taxi), 22457." in reflog.ok("met", "Taxi 22457").out
    refused = reflog.refused(4, "contact", "add", "Taxi 22456 <cab@example.com>")
    said = "reflog contact edit @taxi --email cab@example.com --phone 22456 adds to them"
    assert said in refused.err


@pytest.mark.parametrize("command", CREATING, ids=" ".join)
def test_an_address_typed_with_a_name_that_somebody_else_has_is_warned_about(
    reflog: Commands, command: tuple[str, ...]
) -> None:
    reflog.ok("contact", "add", "Ann", "--email", "ann@example.com", "--phone", "+1 555 0101")
    for typed, handle in (("Zed <ANN@example.com>", "zed"), ("Yan +1-555-0101", "yan")):
        warned = reflog.ok(*said(command, typed)).err
        assert "also belongs to Ann (ann)" in warned
        assert f"reflog contact merge @ann @{handle}" in warned


@pytest.mark.parametrize("words", [(), ("--city", "Bern")])
def test_an_address_typed_with_a_name_to_edit_is_added(
    reflog: Commands, words: tuple[str, ...]
) -> None:
    reflog.ok("contact add Ann")
    said = reflog.ok("contact", "edit", "ann <ann@example.com>", *words).out
    assert "emails: nothing -> ann@example.com" in said


@pytest.mark.parametrize("command", ["contact edit", "met"])
def test_a_new_address_typed_with_a_name_comes_first_as_one_typed_as_an_option_does(
    reflog: Commands, command: str
) -> None:
    """A draft went to the old address, though the new one had just been typed."""
    reflog.ok("contact", "add", "Ann <old@example.com>", "--phone", "+1 212 555 0101")
    reflog.ok(*command.split(), "ann <new@example.com>")
    reflog.ok(*command.split(), "ann +1 212 555 0102")
    found = reflog.json("show ann")["contact"]
    assert found["emails"] == ["new@example.com", "old@example.com"]
    assert found["phones"] == ["+1 212 555 0102", "+1 212 555 0101"]


@pytest.mark.parametrize("command", ["rename", "alias"])
def test_an_address_typed_along_is_added_too_where_somebody_is_called_otherwise(
    reflog: Commands, command: str
) -> None:
    reflog.ok("contact add Ann")
    reflog.ok("contact", command, "ann <ann@example.com>", "Annie")
    assert reflog.json("show annie")["contact"]["emails"] == ["ann@example.com"]


def test_handles_are_the_slug_numbered_where_it_is_taken(reflog: Commands) -> None:
    handles = [
        reflog.json("met", name)["created_contacts"][0]["handle"]
        for name in ("Fred Moss", "+Fred Moss", "José Núñez", "\u738b\u5c0f\u660e")
    ]
    assert handles[:3] == ["fred-moss", "fred-moss-2", "jose-nunez"]
    assert handles[3].startswith("contact-")
    assert reflog.json("met", "x" * 150)["created_contacts"][0]["handle"] == "x" * 64


def test_a_day_behind_a_name_is_no_phone_number(reflog: Commands) -> None:
    contact = reflog.json("met", "Fred 2026-12-01")["created_contacts"][0]
    assert (contact["name"], contact["phones"]) == ("Fred 2026-12-01", [])


@pytest.mark.parametrize(
    "words",
    [
        ("intro", "fred", "Fred"),
        ("intro", "me", "me"),
        ("intro", "fred", "me", "--by", "fred"),
        ("received", "me", "--from", "fred"),
        ("received", "fred", "--from", "me"),
    ],
    ids=" ".join,
)
def test_nobody_is_introduced_to_themselves(reflog: Commands, words: tuple[str, ...]) -> None:
    reflog.refused(2, *words)
    assert not reflog.ledger.exists()
    reflog.ok("contact", "add", "Fred Moss", "--alias", "Fred")
    reflog.refused(2, *words)


def test_two_new_persons_of_one_name_may_meet(reflog: Commands) -> None:
    assert created(reflog, "intro", "+fred", "+fred") == ["Fred", "Fred"]


@pytest.mark.parametrize("words", ["met me", "thanks me", "thanks me --received"])
def test_nothing_is_owed_to_myself(reflog: Commands, words: str) -> None:
    reflog.refused(2, words)
    assert not reflog.ledger.exists()


def test_invalid_utf_8_is_refused(reflog: Commands) -> None:
    refused = reflog.process("met", "Ann\udcff", "--json")
    assert (refused.code, refused.error["code"]) == (2, "usage")
    assert not reflog.ledger.exists()


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ("note Hamk call him", "Added: Hamk (hamk). If you meant Hank Lee: reflog undo"),
        ("met Hnak", "Added: Hnak (hnak). If you meant Hank Lee: reflog undo"),
        ("know tmo does roofing", "Added: Tmo (tmo). If you meant Tom: reflog undo"),
        ("intro tmo ivy", "Added: Tmo (tmo), Ivy (ivy). If you meant Tom: reflog undo"),
        ("thanks Tmo", "Added: Tmo (tmo). If you meant Tom: reflog undo"),
    ],
)
def test_who_is_new_by_a_mistyped_letter_is_said_at_once(
    reflog: Commands, typed: str, added: str
) -> None:
    """A short name with a letter mistaken is near nobody, so a person is made."""
    reflog.ok("contact", "add", "Hank Lee")
    reflog.ok("contact add tom")
    assert added in reflog.ok(typed).out.splitlines()
    assert "Took back" in reflog.ok("undo").out


@pytest.mark.parametrize(
    "typed", ["note +Tim hi", "contact add Tim --new", "note Amara hi", "intro Jim Jon"]
)
def test_nobody_is_held_for_mistyped_who_is_said_to_be_new_or_is_like_nobody(
    reflog: Commands, typed: str
) -> None:
    reflog.ok("contact add tom")
    assert "If you meant" not in reflog.ok(typed).out


def test_a_mistyped_name_is_not_hinted_to_be_forgotten(reflog: Commands) -> None:
    """The journal keeps who was taken back; whoever types the name so means the one there is."""
    reflog.ok("contact add hank")
    reflog.ok("contact add hnak")
    reflog.ok("undo")
    assert "maybe Hank? reflog show @hank" in reflog.refused(3, "contact forget hnak").err


SMALL = (
    *("with", "from", "about", "for", "to", "that", "up", "at", "by", "via", "and", "the"),
    *("everyone", "everybody", "someone", "somebody", "nobody", "anybody"),
)


@pytest.mark.parametrize("word", SMALL)
def test_a_small_word_becomes_nobody_unless_a_plus_or_a_capital_says_so(
    reflog: Commands, word: str
) -> None:
    reflog.ok("contact add Priya")
    for command in CREATING:
        reflog.refused(2, *said(command, word))
    assert created(reflog, "met", f"+{word}") == [word.title()]
    reflog.ok("undo")
    assert created(reflog, "met", word.title(), "lunch") == [word.title()]
    assert created(reflog, "met", word, "again") == []


@each_row("word", SMALL)
def test_somebody_known_by_a_small_word_is_found_by_it(reflog: Commands, word: str) -> None:
    reflog.ok("contact", "add", "Priya", "--alias", word)
    (met,) = reflog.json("met", word, "lunch")["changed"]
    assert (met["contact"], met["note"]) == ("priya", "lunch")
    reflog.ok("undo")
    reflog.ok("undo")


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("thanks from priya", "reflog thanks priya\n"),
        ("met with priya lunch", "reflog met priya lunch\n"),
        ("note about tom harris was ill", "reflog note tom harris was ill\n"),
        ("follow up with priya call her --due 3d", "reflog follow priya call her --due 3d\n"),
        ("met with carl lunch", "+with\n"),
        ("note that -- priya was ill", "+that\n"),
        ("thanks everyone", "+everyone\n"),
    ],
)
def test_the_hint_is_the_line_without_small_words_where_somebody_known_follows(
    reflog: Commands, typed: str, instead: str
) -> None:
    reflog.ok("contact", "add", "Priya Shah")
    reflog.ok("contact", "add", "Tom Harris")
    assert reflog.refused(2, typed).err.endswith(instead)
