"""Knowing people from end to end, told as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stories import owed

if TYPE_CHECKING:
    from commands import Commands


def codes(reflog: Commands, *words: str) -> list[tuple[str, str | None]]:
    return [(one["code"], one["contact"]) for one in reflog.json(*words)["remarks"]]


def test_both_facts_stay_the_newest_first_and_undo_takes_back_one(reflog: Commands) -> None:
    reflog.ok("know", "Fred Moss", "say", "he reads every line", "--on", "2026-03-02")
    reflog.ok("know fred say he finds what you overpaid")
    sheet = reflog.json("know fred")["sheet"]
    assert [(one["on"], one["note"]) for one in sheet["facts"]] == [
        ("2026-11-21", "he finds what you overpaid"),
        ("2026-03-02", "he reads every line"),
    ]
    reflog.today = "2027-05-20"
    assert reflog.json("know fred")["sheet"]["stale"] == []
    reflog.today = "2027-05-21"
    assert reflog.json("know fred")["sheet"]["stale"] == ["say"]
    reflog.ok("undo")
    assert len(reflog.json("know fred")["sheet"]["facts"]) == 1


@pytest.mark.parametrize(
    "line",
    [
        "know fred want dentists",
        "know fred say",
        "know me trust",
        "know fred full until soon",
        "know fred room 0",
        "match --to fred --for fred x",
        "mark 1 won --passed-to hal",
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(reflog: Commands, line: str) -> None:
    reflog.ok("intro", "Fred Moss", "Sally Ng")
    reflog.ok("contact", "add", "Hal Orr")
    refusal = reflog.refused(2, line)
    if "want" in line:
        assert "wants" in refusal.err


def test_who_is_full_is_not_for_now_and_able_again_from_the_next_day(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Hal Orr", "--profession", "bookkeeper")
    reflog.ok("know hal full two audits until 1 feb")
    (hal,) = reflog.json("match a bookkeeper")
    assert (hal["contact"], hal["not_now"]) == ("hal-orr", "full")
    assert "room" not in reflog.json("know hal")["sheet"]["unknown"]
    reflog.today = "2027-02-02"
    (hal,) = reflog.json("match a bookkeeper")
    assert hal["not_now"] is None
    sheet = reflog.json("know hal")["sheet"]
    assert sheet["room"] is None
    assert "room" in sheet["unknown"]


def test_what_i_cannot_take_is_passed_on_and_the_introducer_hears_it(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Hal Orr", "--role", "competitor")
    reflog.ok("know me full")
    assert codes(reflog, "received", "Gus Ray", "--from", "fred", "--need", "a website") == [
        ("pass-on", "hal-orr")
    ]
    before = reflog.json("export")
    reflog.ok("mark", "gus", "declined", "--passed-to", "hal", "--why", "too small")
    assert owed(reflog) == (
        "fred report-back 2, fred thank 2, gus-ray check-in 3, hal-orr check-in 3"
    )
    (back,) = reflog.json("due --all --purpose report-back")
    assert back["what"] == "tell Fred that you have passed Gus Ray on to Hal Orr"
    reflog.ok("undo")
    assert reflog.json("export")["introductions"] == before["introductions"]
    assert reflog.json("export")["follow_ups"] == before["follow_ups"]


def test_a_need_waits_until_somebody_serves_it(reflog: Commands) -> None:
    assert codes(reflog, "know", "Ann Berg", "needs", "a", "copywriter") == [("nobody", None)]
    assert codes(reflog, "contact", "add", "Cora Lind", "--profession", "copywriter") == [
        ("need", "ann-berg")
    ]
    changed = reflog.json("intro cora ann")["changed"]
    introduction = next(one for one in changed if one["kind"] == "introduction")
    find = next(one for one in changed if one["kind"] == "follow-up")
    assert introduction["need"] == "a copywriter"
    assert (find["purpose"], find["status"], find["note"]) == (
        "find",
        "done",
        f"by #{introduction['id']}",
    )
