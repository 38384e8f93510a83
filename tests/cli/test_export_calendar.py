"""What I owe goes out as a calendar that others read, and that follows along."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from foreign_files import another, bring, exported, vcards

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def owing(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Fred Moss", "--phone", "+1 555 0101", "--email", "f@example.com")
    reflog.ok("intro", "fred", "Sally Jensen", "--need", "a bookkeeper; cheap, and\nsoon")
    reflog.ok("received", "Ann Berg", "--from", "fred")
    reflog.ok("follow", "ann", "send", "the", "brochure", "--due", "2w", "--note", "in blue")
    return reflog


def calendar(reflog: Commands, *words: str) -> Any:
    from icalendar import Calendar  # noqa: PLC0415 - slow

    return Calendar.from_ical(exported(reflog, "--format", "ics", *words))


def items(reflog: Commands, *words: str) -> dict[str, Any]:
    """The events or to-dos by what they say."""
    found = calendar(reflog, *words).subcomponents
    return {str(one["summary"]): one for one in found}


def test_every_open_follow_up_is_a_whole_day_with_an_alarm_at_nine(owing: Commands) -> None:
    events = items(owing)
    owed = {one["what"]: one for one in owing.json("due --all")}
    assert len(events) == len(owed) == 6
    for what, one in owed.items():
        event = events[what if what != "send the brochure" else "send the brochure (Ann Berg)"]
        assert event.name == "VEVENT"
        assert str(event["uid"]) == one["uid"]
        day = date.fromisoformat(one["due_on"])
        assert event["dtstart"].dt == day
        assert event["dtend"].dt == day + timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["categories"].cats == [one["purpose"]]
        (alarm,) = event.subcomponents
        assert alarm["trigger"].dt == timedelta(hours=9)
        assert (str(alarm["action"]), str(alarm["description"])) == ("DISPLAY", event["summary"])


def test_an_event_says_how_to_reach_them_and_about_what(owing: Commands) -> None:
    events = items(owing)
    assert str(
        events["ask Fred Moss if they've been in touch with Sally Jensen"]["description"]
    ) == (
        "Fred Moss, +1 555 0101, f@example.com\n"
        "#1 I introduced Fred Moss and Sally Jensen on Sat 21 Nov 2026: introduced\n"
        "Need: a bookkeeper; cheap, and\nsoon"
    )
    assert str(events["send the brochure (Ann Berg)"]["description"]) == "Ann Berg\nin blue"


def test_the_events_can_be_to_dos(owing: Commands) -> None:
    todos = items(owing, "--vtodo")
    assert todos.keys() == items(owing).keys()
    for todo in todos.values():
        assert (todo.name, str(todo["status"])) == ("VTODO", "NEEDS-ACTION")
        assert isinstance(todo["due"].dt, date)
        (alarm,) = todo.subcomponents
        assert alarm["trigger"].params["RELATED"] == "END"


def test_the_same_ledger_gives_the_same_bytes_on_any_day(owing: Commands) -> None:
    text = exported(owing, "--format", "ics")
    owing.today = "2027-06-01"
    assert exported(owing, "--format", "ics") == text
    owing.ok("config currency EUR")
    assert exported(owing, "--format", "ics") == text
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_calendar_follows_along(owing: Commands) -> None:
    what = "ask Fred Moss if they've been in touch with Sally Jensen"
    before = items(owing)
    owing.ok("snooze", "2", "1w")
    after = items(owing)
    assert {name for name in before if before[name] != after[name]} == {what}
    assert after[what]["uid"] == before[what]["uid"]
    assert after[what]["sequence"] == before[what]["sequence"] + 1
    assert after[what]["dtstamp"].dt >= before[what]["dtstamp"].dt
    assert after[what]["last-modified"].dt == after[what]["dtstamp"].dt
    assert datetime.now(UTC) - after[what]["dtstamp"].dt < timedelta(minutes=5)
    assert after[what]["created"].dt == before[what]["created"].dt
    owing.ok("done", "2")
    assert str(before[what]["uid"]) not in exported(owing, "--format", "ics")


@pytest.mark.parametrize(
    "words",
    [
        ("contact", "edit", "fred", "--phone", "+1 555 0199"),
        ("contact", "rename", "fred", "Frederick Moss"),
        ("contact", "rename", "sally", "Sally Smith"),
        ("edit", "1", "--need", "a lawyer"),
    ],
)
def test_what_an_event_tells_of_is_a_revision_too(owing: Commands, words: tuple[str, ...]) -> None:
    uid = owing.json("due --all --for fred --purpose check-in")[0]["uid"]
    before, after = revision(owing, uid), None
    owing.ok(*words)
    after = revision(owing, uid)
    assert after > before
    owing.ok("undo")
    assert revision(owing, uid) > after, "what was taken back is another revision"


def test_a_revision_never_falls_when_the_ledger_comes_over_as_json(
    owing: Commands, tmp_path: Path
) -> None:
    for day in ("1w", "2w", "3w"):
        owing.ok("snooze", "2", day)
    uid = items(owing)["ask Fred Moss if they've been in touch with Sally Jensen"]["uid"]
    reflog, before = owing, revision(owing, uid)
    assert before >= len(("1w", "2w", "3w"))
    for place in range(2):
        whole = tmp_path / f"{place}.json"
        reflog.ok("export", "-o", str(whole))
        reflog = Commands(tmp_path / str(place) / "ledger.db")
        reflog.ok("import", str(whole), "--yes")
        assert (after := revision(reflog, uid)) >= before
        reflog.ok("snooze", "2", f"{place + 5}w")
        before = revision(reflog, uid)
        assert before == after + 1
        reflog.ok("check")


def revision(reflog: Commands, uid: str) -> int:
    (event,) = (one for one in calendar(reflog).subcomponents if str(one["uid"]) == uid)
    return int(event["sequence"])


def test_another_program_reads_the_calendar(owing: Commands) -> None:
    for words, kind in (((), "vevent"), (("--vtodo",), "vtodo")):
        (found,) = vcards(exported(owing, "--format", "ics", *words))
        inner = found.contents[kind]
        assert [one.summary.value for one in inner] == list(items(owing, *words))
        assert all(one.valarm.action.value == "DISPLAY" for one in inner)


def test_a_calendar_tells_no_more_than_it_is_let(owing: Commands) -> None:
    owing.ok("mark", "ann", "won", "--amount", "777")
    whole = exported(owing, "--format", "ics").replace("\r\n ", "")
    for secret, word in (
        ("brochure", "notes"),
        ("in blue", "notes"),
        ("bookkeeper", "notes"),
        ("555 0101", "phones"),
        ("f@example.com", "emails"),
        ("777 USD", "amounts"),
    ):
        assert secret in whole
        kept = exported(owing, "--format", "ics", "--redact", word).replace("\r\n ", "")
        assert secret not in kept
        assert kept.count("BEGIN:VEVENT") == whole.count("BEGIN:VEVENT")


def test_a_calendar_moves_with_the_ledger(owing: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    bring(copy, exported(owing, "--journal"))
    assert exported(copy, "--format", "ics") == exported(owing, "--format", "ics")
    fresh = another(tmp_path / "without")
    bring(fresh, exported(owing))
    assert {str(one["uid"]) for one in items(fresh).values()} == {
        str(one["uid"]) for one in items(owing).values()
    }


def test_a_calendar_without_anything_open_says_so_and_not_that_nothing_was(owing: Commands) -> None:
    numbers = [str(one["id"]) for one in owing.json("due", "--all")]
    owing.ok("drop", *numbers)
    answer = owing.ok("export", "--format", "ics")
    assert answer.err == "There are no open follow-ups. To plan one: reflog follow NAME WHAT\n"


def test_controls_in_a_text_break_no_line_of_a_calendar(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred", "--note", "x")
    reflog.ok("follow", "fred", "ring\x1b[31m\x00".replace("\x00", ""), "--note", "a\r\nEND:VEVENT")
    text = exported(reflog, "--format", "ics")
    assert "\x1b" not in text
    assert text.count("\r\nEND:VEVENT\r\n") == 1
    assert len(items(reflog)) == 1
