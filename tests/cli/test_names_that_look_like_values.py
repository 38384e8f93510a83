"""Names of which a word is also a number, a day, a currency or a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Commands

LOOKALIKES = (
    *("Uncle Ron", "Sally May", "2 Brothers", "Bad Boys", "Taxi Bob", "Ang", "Pen"),
    *("Met Friday", "Gloria Won", "3 Days"),
)


@pytest.fixture(params=LOOKALIKES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def with_name(reflog: Commands, name: str) -> Commands:
    """#1 and #5 introductions of others; #9 mine of the person whose name looks like a value."""
    reflog.ok("intro ann bob")
    reflog.ok("intro cid dan")
    reflog.ok("contact", "add", "--", name)
    reflog.ok("intro", name, "Zoe")
    return reflog


def test_money_behind_a_name_is_no_part_of_it(with_name: Commands, name: str) -> None:
    written = with_name.json("business", *name.lower().split(), "5000")
    (business,) = [one for one in written["changed"] if one["kind"] == "business"]
    assert (business["amount"], business["currency"]) == ("5000.00", "USD")
    assert (
        with_name.json("show", str(business["about"]))["provider"]
        in with_name.json("show", name)["contact"].values()
    )


def test_business_with_somebody_who_came_by_themselves_may_have_any_name(
    reflog: Commands, name: str
) -> None:
    reflog.ok("intro ann bob")
    reflog.ok("contact", "add", "--", name)
    (business,) = reflog.json("business", *name.lower().split(), "400")["changed"]
    assert (business["about"], business["amount"]) == (None, "400.00")
    assert reflog.json("show", f"@{business['contact']}")["contact"]["name"] == name


@pytest.mark.parametrize("command", ["business  400", "mark  won", "done ", "snooze  fri", "drop "])
def test_an_empty_name_is_refused(reflog: Commands, command: str) -> None:
    reflog.ok("intro ann bob")
    reflog.refused(2, *command.split(" "))


def test_a_day_behind_a_name_is_no_part_of_it(with_name: Commands, name: str) -> None:
    moved = with_name.json("snooze", *name.lower().split(), "15th", "dec", "she", "asked")
    (one,) = moved["next"]
    assert (one["contact_name"], one["due_on"]) == (name, "2026-12-15")
    assert one["note"] == "she asked"


def test_a_number_in_a_name_is_no_entry_to_be_done(with_name: Commands, name: str) -> None:
    done = with_name.json("done", *name.lower().split(), "they", "called")
    found = [one for one in done["changed"] if one["kind"] == "follow-up"]
    assert [(one["contact_name"], one["note"]) for one in found] == [(name, "they called")]


def test_a_number_in_a_name_is_no_entry_to_be_dropped(with_name: Commands, name: str) -> None:
    dropped = with_name.json("drop", *name.lower().split())
    assert [one["contact_name"] for one in dropped["changed"]] == [name]


def test_a_number_in_the_name_an_option_takes_is_no_entry(with_name: Commands, name: str) -> None:
    about = with_name.json("note", "ann", "tea", "--about", *name.lower().split())
    (note,) = about["changed"]
    assert (note["note"], with_name.json("show", str(note["about"]))["prospect"]) == ("tea", "zoe")


def test_a_stage_in_a_name_is_no_stage(with_name: Commands, name: str) -> None:
    marked = with_name.json("mark", *name.lower().split(), "won", "400", "eur")
    (business,) = [one for one in marked["changed"] if one["kind"] == "business"]
    assert (business["amount"], business["currency"]) == ("400.00", "EUR")


def test_a_short_word_in_small_letters_is_no_currency(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    written = reflog.json("business 1 2500 top work")["changed"]
    (business,) = [one for one in written if one["kind"] == "business"]
    assert (business["currency"], business["note"]) == ("USD", "top work")
    assert reflog.json("business 1 300 TOP")["changed"][0]["currency"] == "TOP"
    assert reflog.json("business 1 300top")["changed"][0]["currency"] == "TOP"


@pytest.fixture
def asked(reflog: Commands) -> Commands:
    """#2 asks Fred about #1, and #5 is a debt to Sally about #4."""
    reflog.ok("intro fred sally")
    reflog.ok("received ann --from sally")
    return reflog


@pytest.mark.parametrize(
    ("typed", "stage", "amount"),
    [
        ("done 2 met", "met", None),
        ("done fred Connected", "connected", None),
        ("done fred won 400", "won", ("400.00", "USD")),
        ("done 2 won 400 eur", "won", ("400.00", "EUR")),
        ("done fred --mark won 400 eur", "won", ("400.00", "EUR")),
        ("done 2 --mark won 400", "won", ("400.00", "USD")),
        ("mark 1 won 400", "won", ("400.00", "USD")),
        ("mark fred won €400", "won", ("400.00", "EUR")),
        ("mark 1 won", "won", None),
    ],
)
def test_a_note_that_is_nothing_but_a_stage_marks_it(
    asked: Commands, typed: str, stage: str, amount: tuple[str, str] | None
) -> None:
    changed = asked.json(typed)["changed"]
    assert asked.json("show 1")["stage"] == stage
    found = [(one["amount"], one["currency"]) for one in changed if one["kind"] == "business"]
    assert found == ([amount] if amount else [])
    assert stage not in [one.get("note") for one in changed]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("done fred met her at lunch", "reflog mark 1 met"),
        ("done 2 lost too dear", 'reflog mark 1 lost --why "too dear"'),
        ("done 2 won, or so he says", "reflog mark 1 won"),
    ],
)
def test_a_note_that_only_begins_with_a_stage_is_a_note(
    asked: Commands, typed: str, hint: str
) -> None:
    assert hint in asked.ok(typed).err
    assert asked.json("show 1")["stage"] == "introduced"


@pytest.mark.parametrize("typed", ["done 2 she met him", "done 2 -- met", "done 5 met"])
def test_what_is_no_stage_told_is_a_note(asked: Commands, typed: str) -> None:
    assert "reflog mark" not in asked.ok(typed).err
    assert asked.json("show 1")["stage"] == "introduced"


def test_a_reason_behind_a_stage_is_hinted_as_one(asked: Commands) -> None:
    assert '--why "too expensive"' in asked.refused(2, "mark 1 lost too expensive").err


@pytest.fixture
def sallys(reflog: Commands) -> Commands:
    """Three Sallys, of whom Sally Ng has something open, in introduction #1 by me."""
    for name in ("Sally Ng", "Sally Ott", "Sally"):
        reflog.ok("contact", "add", name)
    reflog.ok("intro", "Fred Moss", "Sally Ng")
    return reflog


@pytest.mark.parametrize(
    "typed",
    [
        "done sally she called",
        "done sally --mark met",
        "snooze sally friday",
        "drop sally",
        "mark sally connected",
        "business sally 400",
        "follow fred call --about sally",
        "note fred likes her --about sally",
    ],
)
def test_only_who_has_something_open_can_be_meant(sallys: Commands, typed: str) -> None:
    sallys.ok(typed)
    assert sallys.json("history")[0]["command"] == typed.split(maxsplit=1)[0]


def test_where_several_have_something_open_it_is_asked(sallys: Commands) -> None:
    sallys.ok("follow", "@sally-ott", "call")
    refused = sallys.refused(3, "done sally --json").error
    assert set(refused["candidates"]) == {"sally-ng", "sally-ott"}
    sallys.ok("done sally --mark met")


def test_with_a_stage_only_questions_count(sallys: Commands) -> None:
    sallys.ok("received ann --from fred")
    sallys.refused(3, "done fred")
    sallys.ok("done fred connected")
    sallys.ok("done fred --mark met")


def test_who_has_nothing_open_is_said_so(sallys: Commands) -> None:
    sallys.ok("drop sally")
    assert "Nothing is open with Sally" in sallys.refused(3, "done sally").err
