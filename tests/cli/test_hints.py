"""Hints that say what to type, and are right."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT
from rows import each_row

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


@pytest.fixture
def people(reflog: Commands) -> Commands:
    """Fred and Sally, #1 between them, and Hilary Moss."""
    reflog.ok("intro fred sally")
    reflog.ok("contact", "add", "Hilary Moss")
    return reflog


@each_row(
    ("typed", "hint"),
    [
        ("fred", "reflog show fred"),
        ("Fred --json", "reflog show Fred"),
        ("hilary moss", 'reflog show "hilary moss"'),
        ("hilary is well", "reflog show hilary"),
        ("hil", "reflog show hil"),
        ("contact fred", "reflog show fred"),
        ("contact hilary moss", 'reflog show "hilary moss"'),
    ],
)
def test_a_name_in_place_of_a_command_is_hinted_to_be_shown(
    people: Commands, typed: str, hint: str
) -> None:
    refused = people.refused(2, *typed.split()) if " " in typed else people.refused(2, typed)
    assert hint in refused.err.replace('\\"', '"')


@each_row(
    ("typed", "hint"),
    [
        ("doen 2", "maybe reflog done 2?"),
        ("recieved ann", "maybe reflog received ann?"),
        ("contact duplicate", "maybe reflog contact duplicates?"),
        ("contact boo", "reflog contact --help"),
        ("rename fred", "maybe reflog contact rename fred?"),
        ("contact shwo", "maybe reflog show?"),
        ("contacts", "maybe reflog contact?"),
        ("xyzzy", "reflog --help"),
        ("contact delete Hilary Moss", "maybe reflog contact forget Hilary Moss?"),
        ("contact remove hilary", "maybe reflog contact forget hilary?"),
        ("contact delete hilary --yes", "maybe reflog contact forget hilary?"),
        ("contact forgte hilary --yes", "maybe reflog contact forget hilary?"),
        ("snoze hilary next friday", "maybe reflog snooze hilary next friday?"),
        ("remove 4 5", "maybe reflog delete 4 5?"),
        ("postpone 2 friday", "maybe reflog snooze 2 friday?"),
        ("introduce fred zoe", "maybe reflog intro fred zoe?"),
        ("delete hilary", "to erase a person for good: reflog contact forget NAME"),
        ("help doen", "reflog help done"),
        ("help nmaes", "reflog help names"),
        ("help fred", "reflog help lists them"),
    ],
)
def test_a_command_is_hinted_by_its_likeness_to_all(
    people: Commands, typed: str, hint: str
) -> None:
    assert hint in people.refused(2, typed).err


@each_row("typed", ["zed", "contact fred", "fred", "redd", "dan"])
def test_no_command_is_hinted_that_is_not_like_the_word(reflog: Commands, typed: str) -> None:
    said = reflog.refused(2, *typed.split()).err if " " in typed else reflog.refused(2, typed).err
    assert "forget" not in said
    if typed != "redd":
        assert "redo" not in said


def test_a_ledger_that_is_not_there_or_no_ledger_hides_no_hint(reflog: Commands) -> None:
    reflog.refused(2, "fred")
    reflog.ledger.parent.mkdir(parents=True, exist_ok=True)
    reflog.ledger.write_bytes(b"no ledger at all" * 100)
    assert "reflog --help" in reflog("fred").err
    assert reflog("fred").code == 2


@each_row(
    ("code", "typed", "hint"),
    [
        (3, "done all", "reflog due --all"),
        (3, "drop all", "reflog due --all"),
        (2, "edit hilary --role client", "reflog contact edit hilary --role client"),
        (2, "edit hilary --city Leeds", "reflog contact edit hilary --city Leeds"),
        (2, "edit 1 --role client", "reflog contact edit NAME --role client"),
        (2, "due all", "hint: reflog due --all"),
        (2, "thanks fred --via phone", "maybe call?"),
        (2, "thanks fred --via email", "maybe message?"),
        (2, "contact edit fred --role customer", "maybe client?"),
        (2, "done 2 --mark closed", "maybe won?"),
        (2, "note fred --abuot 1 tea", "maybe --about?"),
        (2, "follow fred call --due tomorow", "maybe tomorrow?"),
        (2, "follow fred call --due nxt friday", "maybe next friday?"),
        (2, "note fred hi --on 3 dyas ago", "maybe 3 days ago?"),
        (2, "snooze 2 tusday", "maybe reflog snooze 2 tuesday?"),
        (2, "snooze 2 3 dyas for now", "maybe reflog snooze 2 3 days for now?"),
        (2, "config nmae", "maybe name?"),
        (2, "config days.thnak", "maybe days.thank?"),
        (2, "told fred", "reflog know fred told"),
        (2, "needs fred a tiler", "reflog know fred needs a tiler"),
        (2, "check 3", 'takes only options; I don\'t know what "3" is for'),
        (3, "show frde", "maybe Fred? reflog show @fred"),
        (3, "log frde", "reflog show @fred"),
        (3, "balance frad", "maybe Fred?"),
        (3, "business frde 300", "maybe Fred?"),
        (2, "history --limit x", "reflog history --limit 20"),
        (
            2,
            "mark fred mt she liked him",
            "maybe met? reflog mark fred met; to keep that as a note: ",
        ),
        (2, "mark fred wn 1200 --on today", "maybe won? reflog mark fred won 1200 --on today"),
        (2, "mark 1 sold", "maybe won? reflog mark 1 won"),
        (2, "mark 1 lsot too dear", 'maybe lost? to say more: reflog mark 1 lost --why "too dear"'),
        (2, "mark fred met he likes her", "reflog note fred he likes her"),
        (
            2,
            "mark 1 won --amount 450 nice",
            "reflog mark 1 won --amount 450; to keep that as a note",
        ),
        (2, "mark 1 lost too expensive", '--why "too expensive"'),
        (2, "note fred", "reflog note fred TEXT"),
        (2, "met fred -nice", "-- -nice"),
        (2, "mark 1 won 400 at last", "reflog business 1 400 at last"),
        (2, "mark fred won 600 on friday", "reflog business fred 600 --on friday\n"),
        (2, "mark fred won 600 euros yesterday", "business fred 600 euros --on yesterday\n"),
        (2, "mark fred met on last friday", "reflog mark fred met --on last friday\n"),
        (2, "intro --by karen doyle fred sally", "reflog intro PROVIDER PROSPECT --by"),
        (2, "received --from fred moss zoe", "reflog received PROSPECT --from"),
        (2, "due fred", "reflog due --for fred"),
        (2, "due 3", "reflog due --within 3"),
        (2, "intros sally ng", 'reflog intros --with "sally ng"'),
        (2, "undo 3", "undo takes back the latest command, each time it's typed"),
        (2, "history 5", "reflog history --limit 5"),
        (2, "contact list fred", "reflog contact list --help"),
        (2, "done 2 3 met", "reflog done 2 met"),
    ],
)
def test_a_hint_is_the_line_that_was_meant(
    people: Commands, code: int, typed: str, hint: str
) -> None:
    assert hint in people.refused(code, *typed.split()).err


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("received Carla Diaz --need tax", 'reflog received "Carla Diaz" --need tax --from INTRO'),
        ("received Carla --from herself", "reflog received Carla --from INTRODUCER"),
        ("received Carla", "if they came by themselves: reflog business Carla MONEY"),
    ],
)
def test_who_introduced_somebody_is_asked_without_losing_what_was_typed(
    people: Commands, typed: str, hint: str
) -> None:
    assert hint in people.refused(2, typed).err


@each_row("said", ["from", "via", "by", "through", "referred by", "Introduced By"])
def test_an_introducer_who_was_typed_without_the_option_is_hinted_with_it(
    people: Commands, said: str
) -> None:
    hint = people.refused(2, *f"received Claire Dunn {said} tom harris".split()).err
    assert 'hint: reflog received "Claire Dunn" --from "tom harris"\n' in hint
    hint = people.refused(2, *f"received Claire {said} tom --need tax".split()).err
    assert "hint: reflog received Claire --need tax --from tom\n" in hint


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("intro sarah to wendy", "hint: reflog intro sarah wendy\n"),
        ("intro sarah and wendy", "hint: reflog intro sarah wendy\n"),
        ("intro sarah with wendy --need tax", "hint: reflog intro sarah wendy --need tax\n"),
        ("intro sarah jones to wendy lee", 'hint: reflog intro "sarah jones" "wendy lee"\n'),
    ],
)
def test_a_word_between_two_names_is_left_out_of_the_hint(
    people: Commands, typed: str, hint: str
) -> None:
    assert hint in people.refused(2, *typed.split()).err


def test_thanks_that_were_received_are_hinted_with_the_option_that_records_them(
    reflog: Commands,
) -> None:
    assert "Record one: reflog thanks NAME --received" in reflog.ok("thanks --received").out
    assert "--received" not in reflog.ok("thanks --given").out


def test_an_amount_or_a_day_that_is_a_word_is_hinted_to_be_one(people: Commands) -> None:
    said = people.refused(2, "business 1 --amount 300").err
    assert "the amount needs no option: reflog business N|NAME MONEY" in said
    said = people.refused(2, "snooze 2 --until friday").err
    assert "the day needs no option: reflog snooze N...|NAME WHEN" in said


@each_row(
    ("typed", "hint"),
    [
        (["contact", "add", "Mary Oakes", "--phone", "+1", "--mail", "m@oakes.test"], "--email"),
        (["contact", "add", "Mary Oakes", "--trade", "tiler"], "--profession"),
        (["contact", "add", "Mary Oakes", "--proffession", "tiler"], "--profession"),
        (["contact", "edit", "fred", "--mail", "f@moss.test"], "--email"),
        (["contact", "edit", "fred", "--tel", "+1"], "--phone"),
        (["received", "Carla Diaz", "--form", "fred"], "--from"),
        (["received", "Carla Diaz", "--from", "fred", "--needs", "tax"], "--need"),
        (["due", "--wihtin", "3"], "--within"),
        (["intro", "fred", "sally", "--date", "yesterday"], "--on"),
        (["follow", "fred", "call", "--when", "friday"], "--due"),
        (["thanks", "--from", "sally"], "--received"),
        (["received", "Carla Diaz", "--by", "fred"], "--from"),
        (["done", "2", "--stage", "met"], "--mark"),
        (["done", "2", "--due", "friday"], "--next"),
        (["follow", "fred", "call", "--on", "friday"], "--due"),
        (["thanks", "sally", "--how", "card"], "--via"),
        (["done", "2", "--mark", "won", "--value", "300"], "--amount"),
        (["contact", "add", "Mary Oakes", "--MAIL=m@oakes.test"], "--email"),
    ],
)
def test_an_unknown_option_is_judged_before_the_words_beside_it(
    people: Commands, typed: list[str], hint: str
) -> None:
    """The words of its value are no part of a name, so no hint may say that they are."""
    said = people.refused(2, *typed).err
    assert "has no option" in said
    assert f"maybe {hint}?" in said
    assert "quotes" not in said


@each_row(
    "typed",
    [
        ["config", "it's"],
        ["due", "--within", "it's"],
        ["undo", "--to", "it's \\o/"],
        ["delete", "it's"],
        ["config", "days.thank", "\\o/"],
        ["config", "day_first", "it's"],
        ["export", "--redact", "it's"],
        ["draft", "2", "--say", "it's"],
        ["edit", "it's"],
    ],
)
def test_what_was_typed_is_said_without_quoting_of_python(
    people: Commands, typed: list[str]
) -> None:
    said = people.refused(2, *typed).err
    assert f'"{typed[-1]}"' in said
    assert "\\\\" not in said


def test_an_empty_word_is_no_part_of_a_name(people: Commands) -> None:
    assert "about fred?" in people.refused(2, "note", "fred", "").err
    people.refused(2, "note", "", "fred")
    assert people.json("met", "fred", "", "tea")["changed"][0]["note"] == " tea"


@each_row("name", ["#3 25", "-", "8 18", "...", "ann@example.com", "+1 555 0101"])
def test_what_can_be_no_name_is_not_hinted_to_be_added(people: Commands, name: str) -> None:
    assert "hint: reflog contact list" in people.refused(3, "show", name).err


SHARP = "Moe's $HOME `id` *"


def test_a_hint_can_be_pasted_into_a_shell(people: Commands, tmp_path: Path) -> None:
    hint = people.refused(3, "show", SHARP).err.partition("hint: ")[2].strip()
    assert hint.startswith("reflog contact add ")
    environ = {**people.environ(), "PATH": f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["sh", "-c", hint], check=True, env=environ, cwd=tmp_path, capture_output=True)
    assert SHARP in [one["name"] for one in people.json("contact list")]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("thanks fred --via in person", "hint: maybe in-person?"),
        ("thanks fred --via whatsap", "hint: maybe message?"),
        ("thanks fred --via cal", "hint: maybe call?"),
        ("done 2 --mark lead", "hint: for example introduced"),
        ("mark sally lead", "hint: if it never was more: reflog edit N --stage lead"),
        ("mark 1 lead", "hint: if it never was more: reflog edit 1 --stage lead"),
    ],
)
def test_a_word_that_is_none_of_a_choice_is_told_what_is_close_and_nothing_far_off(
    reflog: Commands, words: str, hint: str
) -> None:
    reflog.ok("intro fred sally")
    assert f"{hint}\n" in reflog.refused(2, words).err


def test_what_is_unknown_of_somebody_is_hinted_with_the_text_it_needs(reflog: Commands) -> None:
    assert reflog.ok("met fred").err.endswith(" reflog know fred wants TEXT\n")
    for topic in ("wants", "say", "does", "apart"):
        reflog.ok("know", "fred", topic, "something")
    assert reflog.ok("met fred").err.endswith(" reflog know fred room\n")


@pytest.mark.parametrize("words", ["delete 1", "contact merge fred sally", "contact forget fred"])
def test_what_erases_is_hinted_for_the_ledger_named(reflog: Commands, words: str) -> None:
    other = str(reflog.ledger.parent / "other.db")
    for name in ("Fred", "Sally"):
        reflog.ok("--ledger", other, "note", name, "tea")
        reflog.ok("note", name, "tea")
    before = reflog.content()
    hint = reflog.refused(3, "--ledger", other, *words.split(), "--json").error["hint"]
    assert hint.startswith(f"reflog --ledger {other} ")
    reflog.ok(*hint.removeprefix("reflog ").split())
    assert reflog.content() == before
    assert "--ledger" not in reflog.refused(3, words).err


@each_row(
    ("typed", "hint"),
    [
        (
            'contact add "Ann Bo" --city Bonn -profession dentist --tag golf',
            'with two dashes: reflog contact add "Ann Bo" --city Bonn --profession dentist --tag',
        ),
        ("contact edit fred -city=Bonn", "with two dashes: reflog contact edit fred --city=Bonn"),
        ("due -all", "with two dashes: reflog due --all"),
        (
            "business fred -800",
            "an amount is above zero: reflog business fred 800; to take business back: reflog",
        ),
        ("mark 1 won -8", "an amount is above zero: reflog mark 1 won 8; to take business back"),
        ("snooze 2 -2d", "without the dash: reflog snooze 2 2d"),
        (
            "note fred -hello there",
            "reflog note --help; put words that start with - after --: reflog note fred -- -hello",
        ),
    ],
)
def test_a_word_with_one_dash_is_hinted_by_the_line_that_was_meant(
    people: Commands, typed: str, hint: str
) -> None:
    assert f"hint: {hint}" in people.refused(2, *shlex.split(typed)).err


@each_row("said", ["phone", '"by phone"', '"By Phone"'])
def test_the_word_that_thanks_print_is_hinted_by_the_one_to_type(
    people: Commands, said: str
) -> None:
    refused = people.refused(2, *shlex.split(f"thanks fred --via {said}"))
    assert 'hint: maybe call? It is shown as "by phone"\n' in refused.err
    assert "hint: leave it out: --via note" in people.refused(2, "thanks fred --via by post").err


@each_row(
    ("code", "typed", "hint"),
    [
        (2, "business sally", "reflog business sally 2500"),
        (2, "snooze fred", "put a date behind it: reflog snooze fred tomorrow (or 3d, "),
        (2, "snooze hilary nxt friday", "maybe reflog snooze hilary next friday?"),
        (2, 'intro fred sally "a roof"', 'reflog intro fred sally --need "a roof"'),
        (2, "intro fred sally a roof", 'reflog intro fred sally --need "a roof"'),
        (2, "intro fred sally hilary", "reflog intro fred sally --by hilary"),
        (2, "intro fred sally hilary --by ann", "put each in quotes: reflog intro fred "),
        (2, "intro fred sally a roof --need b", "put each in quotes: reflog intro "),
        (2, "intro fred hilary moss", 'put each in quotes: reflog intro fred "hilary moss"'),
        (2, 'received "Bob Hale" hilary', 'reflog received "Bob Hale" --from hilary'),
        (2, "received hilary moss", 'reflog received "hilary moss" --from INTRODUCER'),
        (2, "know fred wants", "reflog know fred wants TEXT"),
        (2, "know fred room 0", "no room at all: reflog know fred full"),
        (2, "export contcts", "maybe contacts? reflog export contacts"),
        (2, "undo 3", "undo takes back the latest command, each time it's typed; to go back to be"),
        (2, "note fred hi --about 1-2", "--about 1"),
        (2, "business fred 1,50", "commas group thousands, and a point"),
        (2, "intro ann bob --consent --no-consent", "use only one of them"),
        (2, "draft fred --for outcome", "where nothing is open, --for takes ask, "),
        (
            2,
            'mark fred met "he\'s in (really)"',
            'reflog mark fred met; to keep that as a note: reflog note fred "he\'s in (really)"',
        ),
        (2, "business 1 0", "try 2500"),
        (2, "mark fred won 1.000,50", "commas group thousands, and a point comes before"),
        (2, "mark fred won 3 days ago", "to say more: reflog mark fred won --on 3 days ago"),
        (2, "due -x", "reflog due --help\n"),
        (2, "snooze tomorrow 2", "numbers come first: reflog snooze 2 tomorrow"),
        (2, "follow --role client", "reflog follow --role ROLE WHAT"),
        (2, "received dan by himself", "reflog received dan --from INTRODUCER; if they came by"),
        (3, "show ２", "reflog contact list"),
        (3, "show 1-2", "one number at a time: 1"),
        (3, "draft 1-2", "one number at a time: 1"),
        (3, "wording thank", 'maybe reflog wording "thank introducer mail"? reflog wording lists'),
        (3, "draft hilary", "for a letter anyway: reflog draft @hilary-moss --for stay-in-"),
        (4, "draft 1 --copy", "--say provider.reach=TEXT fills it in, --force leaves it"),
    ],
)
def test_a_hint_is_about_what_was_typed(people: Commands, code: int, typed: str, hint: str) -> None:
    said = people.refused(code, *shlex.split(typed)).err.rpartition("hint: ")[2]
    assert said.startswith(hint)


@pytest.mark.parametrize("typed", ["received ann hilary", "picture hilary", "intro fred sally ann"])
def test_a_line_is_refused_for_what_it_says_though_its_hint_cannot_be_looked_up(
    people: Commands, typed: str
) -> None:
    people.ledger.write_bytes(b"no ledger")
    people.refused(2, typed)


def test_a_name_that_ends_like_a_mistyped_day_is_that_person(people: Commands) -> None:
    people.ok("contact", "add", "Bob Nxt")
    people.ok("follow bob nxt call")
    assert people.json("snooze bob nxt friday")["next"][0]["due_on"] == "2026-11-27"


def test_a_need_that_is_kept_already_is_not_said_to_be_kept_by_a_command(
    people: Commands,
) -> None:
    people.ok("know fred needs a falconer")
    nobody = 'No one you know is a match for "a falconer" yet.'
    kept = f"{nobody} It stays among the open needs: reflog match\n"
    assert people.ok("match --for fred").out == kept
    people.ok("match plumber --for fred")
    to_keep = "To remember to find someone: reflog know @fred needs plumber\n"
    assert people.ok("match plumber --for fred").out.endswith(to_keep)


def test_a_need_is_hinted_as_the_shell_takes_it(people: Commands) -> None:
    said = people.ok("match", "it's (really) a falconer").out
    assert said.endswith(': reflog know NAME needs "it\'s" "(really)" a falconer\n')


def test_what_is_called_as_its_handle_is_named_once(people: Commands) -> None:
    assert people.ok("show me").out.startswith("me\n")
    assert people.ok("know me").out.startswith("me\n")
    people.ok("config name Tess Marlow")
    assert people.ok("show me").out.startswith("Tess Marlow (me)\n")


def test_two_of_one_name_are_said_to_be_two(people: Commands) -> None:
    people.ok("contact", "add", "Hilary Moss", "--new")
    said = people.refused(4, "contact", "add", "Hilary Moss").err
    both = "Hilary Moss (hilary-moss) and Hilary Moss (hilary-moss-2) are already in the ledger"
    assert both in said


def test_a_purpose_in_several_words_is_remarked_with_the_line_that_means_it(
    people: Commands,
) -> None:
    said = people.ok("follow fred one to one --due friday").err
    line = "reflog follow fred one-to-one --due friday"
    assert f"If you mean the purpose one-to-one: reflog undo, then {line}\n" in said
    assert "purpose" not in people.ok("follow fred call him").err
    assert "purpose" not in people.ok("follow me one to one").err


def test_what_an_event_closed_is_not_said_to_be_dropped(people: Commands) -> None:
    people.ok("mark 1 won")
    assert "#2 is already closed by #1 won" in people.refused(4, "done 2").err
    people.ok("follow fred call")
    people.ok("drop fred")
    assert "#4 is already dropped" in people.refused(4, "done 4").err


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (
            "-n lovely chat",
            "reflog mark 1 met; to keep that as a note: reflog note NAME lovely chat",
        ),
        ("--note lovely chat", "to keep that as a note: reflog note NAME lovely chat"),
        ("--on yesterday -n lovely", "reflog mark 1 met --on yesterday; to keep that as a note: "),
    ],
)
def test_a_note_with_a_mark_is_told_the_lines_that_keep_it(
    reflog: Commands, typed: str, hint: str
) -> None:
    reflog.ok("intro fred sally")
    assert hint in reflog.refused(2, f"mark 1 met {typed}").err


def test_a_note_with_a_mark_that_ends_it_is_told_to_be_the_why(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    said = reflog.refused(2, "mark fred lost -n too dear").err
    assert 'hint: to say more: reflog mark fred lost --why "too dear"\n' in said
