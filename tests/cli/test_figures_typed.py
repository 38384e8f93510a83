"""Days, spans and counts as they are typed, at their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

ENDLESS = "9" * 4301


@pytest.fixture
def made(reflog: Commands) -> Commands:
    reflog.ok("intro fred sally --on 2026-11-10")
    return reflog


@pytest.mark.parametrize(
    ("since", "found"),
    [("2 weeks", 1), ("a fortnight", 1), ("2w", 1), ("1 week", 0), ("-2w", 1), ("3 days ago", 0)],
)
def test_a_span_to_look_back_over_is_the_past(made: Commands, since: str, found: int) -> None:
    assert len(made.json(f"intros --since {since}")) == found


@each_row(
    "typed",
    [
        f"due --within {ENDLESS}",
        f"due --within 1{'0' * 40}",
        f"morning --within {ENDLESS}",
        "log --limit 0",
        f"log --limit {'0' * 5000}",
        "history --limit x",
        f"undo --to {ENDLESS}",
        f"follow fred call --due {ENDLESS}",
        f"follow fred call --due {ENDLESS}d",
        f"follow fred call --every {ENDLESS}d",
        f"business 1 {ENDLESS}",
        f"config days.thank {ENDLESS}",
    ],
)
def test_a_number_without_end_is_refused(made: Commands, typed: str) -> None:
    made.refused(2, typed)


@pytest.mark.parametrize("typed", [f"done {ENDLESS}", f"show {ENDLESS}", f"edit {ENDLESS} --why x"])
def test_an_entry_without_end_is_not_there(made: Commands, typed: str) -> None:
    made.refused(3, typed)


def test_a_limit_beyond_all_entries_is_all(made: Commands) -> None:
    assert len(made.json(f"log --limit {ENDLESS}")) == len(made.json("log"))
    assert len(made.json("log --limit 0000000000001")) == 1


def test_within_reads_a_number_whole(made: Commands) -> None:
    assert len(made.json("due --within 0000000000030")) == 2


def test_the_hint_of_a_limit_is_of_its_command(made: Commands) -> None:
    assert "reflog history --limit" in made.refused(2, "history --limit x").err
    assert "reflog log --limit" in made.refused(2, "log --limit x").err


@pytest.mark.parametrize("typed", ["call next week", "call friday", "call end of month"])
def test_a_day_in_what_to_do_is_remarked(made: Commands, typed: str) -> None:
    said = typed.split(" ", 1)[1]
    option = f'"{said}"' if " " in said else said
    assert f"--due {option}" in made.ok(f"follow fred {typed}").err


@pytest.mark.parametrize("typed", ["friday week send the brochure", "friday", "by friday call"])
def test_a_day_before_what_to_do_is_remarked_too(made: Commands, typed: str) -> None:
    assert 'This is due tomorrow. If "' in made.ok(f"follow fred {typed}").err
    assert "due tomorrow" not in made.ok("follow fred send the may invoice").err


@pytest.mark.parametrize(
    "typed",
    [
        "follow fred call --due 9999-12-31",
        "follow fred call --due 9999-12-31 --every 1y",
        "snooze 2 9999-12-31",
        "done 2 --next 9999-12-31",
    ],
)
def test_the_last_day_there_is_can_be_waited_for(made: Commands, typed: str) -> None:
    made.ok(typed)
    for look in ("due --all", "show fred", "check", "log", "export"):
        made.ok(look)


def test_on_the_last_day_there_is_everything_goes_on(made: Commands) -> None:
    made.today = "9999-12-31"
    for typed in ("done 2", "due --all", "who", "mark 1 won", "met fred", "thanks fred", "undo"):
        made.ok(typed)
    made.refused(2, "follow fred call")
    made.ok("follow fred call --due today")


def test_a_file_to_import_may_begin_at_home(made: Commands) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Berg\nEND:VCARD\n"
    (made.ledger.parent / "ann.vcf").write_text(card, encoding="utf-8")
    imported = made.process("import", "~/ann.vcf", "--yes")
    assert imported.code == 0, imported
    assert made.json("show ann")["contact"]["name"] == "Ann Berg"
    assert made.process("import", "~/elsewhere.csv", "--yes").code == 3


@pytest.mark.parametrize(
    "typed",
    [
        "done 2",
        "done 2 --mark met",
        "done 2 won 400",
        "mark 1 met",
        "business 1 400",
        "thanks fred --for 1",
        "note fred tea --about 1",
        "thanks sally --received",
        "drop 2",
        "snooze 2 friday",
    ],
)
def test_who_travels_west_on_the_day_is_never_refused(reflog: Commands, typed: str) -> None:
    reflog.ok("intro fred sally")
    reflog.today = "2026-11-20"
    reflog.ok(typed)
    reflog.ok("check")


@pytest.mark.parametrize("typed", ["done 2 --on yesterday", "mark 1 met --on 2026-11-19"])
def test_two_days_are_more_than_travel_makes(reflog: Commands, typed: str) -> None:
    reflog.ok("intro fred sally")
    reflog.today = "2026-11-20"
    reflog.refused(2, typed)
    reflog.today = "2026-11-19"
    reflog.refused(2, "done 2")


@pytest.mark.parametrize(
    ("span", "said", "again"),
    [("6 months", "6m", "2027-05-25"), ("1y", "1y", "2027-11-25"), ("2 weeks", "2w", "2026-12-14")],
)
def test_a_follow_up_repeats_after_months_and_years(
    reflog: Commands, span: str, said: str, again: str
) -> None:
    reflog.ok("config workdays all")
    (one,) = reflog.json(f"follow fred call --due 2026-11-25 --every {span}")["next"]
    assert one["every"] == said
    reflog.today = "2026-11-30"
    (next_one,) = reflog.json(f"done {one['id']}")["next"]
    assert (next_one["due_on"], next_one["every"]) == (again, said)
    reflog.ok(f"edit {next_one['id']} --every 1m")
    assert reflog.json(f"show {next_one['id']}")["every"] == "1m"
    reflog.ok("edit", str(next_one["id"]), "--every", "")
    assert reflog.json(f"show {next_one['id']}")["every"] is None
    reflog.ok("check")
