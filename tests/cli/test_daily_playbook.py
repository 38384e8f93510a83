"""The playbook's table, told on the command line, story by story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import Commands
from stories import AS_P, AS_V, AS_X, OWN_CUSTOM, owed, spoken, tell, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("_every_day")

RECEIVED = "X thank 1, X report-back 7"
WON = "X thank 1, X pay-back 30, P ask 14, P stay-in-touch 90"

I_AM_THE_INTRODUCER = [
    ("", "V check-in 3, P check-in 3"),
    ("done {V check-in}", "V check-in 7, P check-in 3"),
    ("done {V check-in}; done {V check-in}", "V check-in 7, P check-in 3"),
    ("mark 1 connected", "V outcome 14, P outcome 14"),
    ("mark 1 met", "V outcome 14, P outcome 14"),
    ("mark 1 connected; done {P outcome}", "V outcome 14, P outcome 7"),
    ("done {V check-in} --mark connected", "V outcome 14, P check-in 3"),
    ("done {P check-in} --mark met", "V check-in 3, P outcome 14"),
    ("done {V check-in} --no-next", "P check-in 3"),
    ("done {V check-in} --no-next; done {P check-in} --mark met", "V outcome 14, P outcome 14"),
    ("drop {V check-in}", "P check-in 3"),
    ("drop {V check-in}; done {P check-in} --mark met", "P outcome 14"),
    ("drop {V check-in}; mark 1 connected; mark 1 met", "P outcome 14"),
    ("drop {V check-in}; mark 1 lost; mark 1 connected", "P outcome 14"),
    ("mark 1 met --no-next", ""),
    ("mark 1 met --no-next; mark 1 lost", "V outcome 1, P outcome 1"),
    ("mark 1 won", ""),
    ("business 1 100", ""),
    ("business 1 100; business 1 200", ""),
    ("done {V check-in} --mark won", "P outcome 1"),
    ("done {V check-in} --mark won --amount 5; done {P outcome}", ""),
    ("mark 1 lost", "V outcome 1, P outcome 1"),
    ("mark 1 lost; done {V outcome} too dear", "P outcome 1"),
    ("mark 1 lost --why price", ""),
    ("done {P check-in} --mark lost", "V outcome 1"),
    ("done {P check-in} too dear --mark lost", "V outcome 1"),
    ("mark 1 declined", "P report-back 1"),
    ("done {V check-in} --mark declined", "P report-back 1"),
    ("done {P check-in} --mark declined", "V report-back 1"),
    ("mark 1 declined; mark 1 connected", "V outcome 14, P outcome 14"),
    ("mark 1 bad", "V apology 0, P apology 0"),
    ("mark 1 bad --at-fault vera", "V apology 0, P apology 0, V review 7"),
    ("mark 1 bad --at-fault me", "V apology 0, P apology 0"),
    ("done {P check-in} --mark bad --at-fault paul", "V apology 0, P apology 0, P review 7"),
    ("mark 1 won; mark 1 bad", "V apology 0, P apology 0"),
    ("mark 1 lost; mark 1 bad", "V apology 0, P apology 0"),
    ("mark 1 lost; mark 1 met", "V outcome 14, P outcome 14"),
    ("mark 1 lost; mark 1 won", ""),
    ("mark 1 lost; done {V outcome} --mark connected", "V outcome 14, P outcome 1"),
]
MY_LEAD = [
    ("", "P consent 1"),
    ("done {P consent}", "P consent 7"),
    ("mark 1 introduced", "V check-in 3, P check-in 3"),
    ("done {P consent} --mark introduced", "V check-in 3, P check-in 3"),
    ("drop {P consent}; mark 1 introduced", "V check-in 3"),
    ("mark 1 met", "V outcome 14, P outcome 14"),
    ("done {P consent} --mark connected", "V outcome 14, P outcome 14"),
    ("mark 1 won", ""),
    ("mark 1 declined", "P report-back 1"),
    ("done {P consent} --mark declined", "V report-back 1"),
    ("mark 1 lost --why timing", ""),
]
I_AM_THE_PROVIDER = [
    ("", f"{RECEIVED}, P first-call 1"),
    ("done {P first-call}", f"{RECEIVED}, P check-in 7"),
    ("mark 1 connected", "X thank 1, X report-back 1, P check-in 7"),
    ("done {P first-call} --mark met", "X thank 1, X report-back 1, P check-in 7"),
    ("done {X report-back} --mark met", "X thank 1, X report-back 1, P check-in 7"),
    ("done {X report-back}", "X thank 1, P first-call 1"),
    ("thanks xena", "X report-back 7, P first-call 1"),
    ("mark 1 won", WON),
    ("done {P first-call} --mark won -a 100", WON),
    ("business 1 100", WON),
    ("business 1 100; thanks xena", WON.removeprefix("X thank 1, ")),
    ("business 1 100; thanks xena; business 1 50", WON),
    ("mark 1 lost", "X thank 1, X report-back 1, P outcome 1"),
    ("mark 1 lost --why price", "X thank 1, X report-back 1"),
    ("done {P first-call} too dear --mark lost", "X thank 1, X report-back 1"),
    ("done {P first-call} --mark lost", "X thank 1, X report-back 1, P outcome 1"),
    ("mark 1 declined", "X thank 1, X report-back 1"),
    ("mark 1 bad", "X thank 1, P apology 0, X apology 0"),
    ("mark 1 bad --at-fault xena", f"{RECEIVED}, P apology 0, X review 7"),
    ("mark 1 bad --at-fault paul", "X thank 1, X report-back 1, P review 7"),
    ("mark 1 bad --at-fault me", "X thank 1, P apology 0, X apology 0"),
    (
        "mark 1 won; mark 1 bad",
        "X thank 1, X pay-back 30, P stay-in-touch 90, P apology 0, X apology 0",
    ),
    ("mark 1 lost; mark 1 connected", "X thank 1, X report-back 1, P check-in 7"),
]
A_LEAD_FOR_ME = [
    ("", "X consent 1"),
    ("done {X consent}", "X consent 7"),
    ("mark 1 introduced", f"{RECEIVED}, P first-call 1"),
    ("done {X consent} --mark introduced", f"{RECEIVED}, P first-call 1"),
    ("mark 1 connected", "X thank 1, X report-back 1, P check-in 7"),
    ("mark 1 won", WON),
    ("mark 1 lost", "X report-back 1, P outcome 1"),
    ("mark 1 declined", "X report-back 1"),
]
I_AM_THE_PROSPECT = [
    ("", f"{RECEIVED}, V check-in 3"),
    ("done {V check-in}", f"{RECEIVED}, V check-in 7"),
    ("mark 1 met", "X thank 1, X report-back 1, V check-in 7"),
    ("done {V check-in} --mark met", "X thank 1, X report-back 1, V check-in 7"),
    ("mark 1 won", "X thank 1, X pay-back 30"),
    ("mark 1 won; thanks xena; business 1 100", "X thank 1, X pay-back 30"),
    ("mark 1 lost", "X thank 1, X report-back 1"),
    ("mark 1 declined", "X thank 1, X report-back 1"),
    ("mark 1 bad", "X thank 1, X report-back 1"),
    ("mark 1 bad --at-fault vera", "X thank 1, X report-back 1, V review 7"),
]
A_LEAD_TO_ME = [
    ("", ""),
    ("mark 1 introduced", f"{RECEIVED}, V check-in 3"),
    ("mark 1 met", "X thank 1, X report-back 1, V check-in 7"),
    ("mark 1 won", "X thank 1, X pay-back 30"),
]
A_PARTNERS_OWN_CUSTOM = [
    ("", "P thank 1, P first-call 1"),
    ("done {P first-call}", "P thank 1, P check-in 7"),
    ("mark 1 connected", "P thank 1, P check-in 7"),
    ("mark 1 won", "P thank 1, P pay-back 30, P ask 14, P stay-in-touch 90"),
    ("mark 1 lost", "P thank 1, P outcome 1"),
    ("mark 1 declined", "P thank 1"),
    ("mark 1 bad", "P thank 1, P apology 0"),
    ("mark 1 bad --at-fault paul", "P thank 1, P review 7"),
]
NOT_MINE_TO_FOLLOW = [
    (story, "")
    for story in (
        *("", "mark 1 connected", "mark 1 met", "mark 1 won", "business 1 100; business 1 5"),
        *("mark 1 lost", "mark 1 declined", "mark 1 bad", "mark 1 lost; mark 1 connected"),
    )
]
TOLD = {
    AS_X: I_AM_THE_INTRODUCER,
    f"{AS_X} --lead": MY_LEAD,
    f"{AS_X} --no-consent": MY_LEAD[:3],
    f"{AS_X} --caller introducer": [
        ("", "V check-in 3, P first-call 1"),
        ("done {P first-call}", "V check-in 3, P check-in 7"),
    ],
    f"{AS_X} --no-follow-up": [
        ("", ""),
        ("mark 1 met", "V outcome 14, P outcome 14"),
    ],
    AS_V: I_AM_THE_PROVIDER,
    f"{AS_V} --lead": A_LEAD_FOR_ME,
    f"{AS_V} --caller prospect": [("", f"{RECEIVED}, P check-in 3")],
    f"{AS_V} --caller introducer": [("", f"{RECEIVED}, P check-in 3")],
    AS_P: I_AM_THE_PROSPECT,
    f"{AS_P} --lead": A_LEAD_TO_ME,
    f"{AS_P} --caller prospect": [("", f"{RECEIVED}, V first-call 1")],
    OWN_CUSTOM: A_PARTNERS_OWN_CUSTOM,
    f"{OWN_CUSTOM} --lead": [
        ("", "P consent 1"),
        ("mark 1 introduced", "P thank 1, P first-call 1"),
    ],
    "intro vera me": NOT_MINE_TO_FOLLOW,
    "intro vera me --lead": NOT_MINE_TO_FOLLOW,
    "intro vera paul --by xena": NOT_MINE_TO_FOLLOW,
    "intro vera paul --by paul": NOT_MINE_TO_FOLLOW,
}
STORIES = [
    pytest.param(first, story, expected, id=f"{first}; {story}")
    for first, told in TOLD.items()
    for story, expected in told
]


@pytest.mark.parametrize(("first", "story", "expected"), STORIES)
def test_what_is_owed_after(reflog: Commands, first: str, story: str, expected: str) -> None:
    tell(reflog, f"{first}; {story}")
    assert owed(reflog) == spoken(expected)


DOUBLED = dict(
    line.split()
    for line in (
        *("consent 2", "first-call 2", "check-in 6", "outcome 28", "thank 2", "pay-back 60"),
        *("report-back 14", "apology 0", "review 14", "stay-in-touch 180", "ask 28"),
        *("again 14", "news 2", "result 2"),
    )
)


def doubled(expected: str) -> str:
    words = (line.rsplit(" ", 1) for line in expected.split(", ") if line)
    return ", ".join(f"{who} {int(days) * 2}" for who, days in words)


@pytest.fixture(scope="module")
def slow_settings(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger in which every interval is twice as long, as the bytes of its file."""
    commands = Commands(tmp_path_factory.mktemp("slow") / "ledger.db")
    commands.ok("config workdays all")
    for name, days in DOUBLED.items():
        commands.ok(f"config days.{name} {days}")
    return commands.ledger.read_bytes()


@pytest.mark.parametrize(
    ("first", "story", "expected"),
    [*STORIES[::13], *(pytest.param(*one.values, marks=pytest.mark.slow) for one in STORIES[::6])],
)
def test_every_interval_is_a_setting(
    tmp_path: Path, slow_settings: bytes, first: str, story: str, expected: str
) -> None:
    reflog = Commands(tmp_path / "ledger.db")
    reflog.ledger.write_bytes(slow_settings)
    reflog.ledger.chmod(0o600)
    tell(reflog, f"{first}; {story}")
    assert owed(reflog) == spoken(doubled(expected))


def test_days_count_from_the_day_of_the_event_and_none_is_set_before_today(
    reflog: Commands,
) -> None:
    answer = write(reflog, f"{AS_V} --on 2026-11-17")
    days = {one["purpose"]: one["due_on"] for one in answer["next"]}
    assert days == {
        "thank": "2026-11-21",
        "report-back": "2026-11-24",
        "first-call": "2026-11-21",
    }
    tell(reflog, "done {P first-call} --on yesterday")
    assert owed(reflog) == spoken("X thank 0, X report-back 3, P check-in 6")
    tell(reflog, "mark 1 won --on 2026-11-18")
    assert owed(reflog) == spoken("X thank 0, X pay-back 27, P ask 11, P stay-in-touch 87")


def test_the_next_question_counts_from_the_day_it_was_answered(reflog: Commands) -> None:
    reflog.ok(AS_X)
    reflog.today = "2026-12-01"
    tell(reflog, "done {V check-in}")
    assert owed(reflog) == spoken("V check-in 7, P check-in -7")


def test_a_question_asked_again_by_mark_keeps_its_number(reflog: Commands) -> None:
    reflog.ok(AS_X)
    answer = write(reflog, "mark 1 met")
    assert [(one["id"], one["purpose"]) for one in answer["next"]] == [
        (2, "outcome"),
        (3, "outcome"),
    ]
    assert [one["id"] for one in answer["changed"]] == [1]


def test_a_question_asked_again_for_the_same_day_is_what_comes_next(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; mark 1 connected")
    answer = write(reflog, "mark 1 met")
    assert [(one["contact"], one["purpose"]) for one in answer["next"]] == [
        ("vera", "outcome"),
        ("paul", "outcome"),
    ]
    tell(reflog, "undo")
    assert "ask Paul how it went with Vera\n" in reflog.ok("mark 1 met").out


def test_a_debt_keeps_its_number_and_the_earlier_day(reflog: Commands) -> None:
    reflog.ok(AS_V)
    answer = write(reflog, "mark 1 connected")
    moved = {one["id"]: (one["purpose"], one["due_on"]) for one in answer["next"]}
    assert moved[3] == ("report-back", "2026-11-22")
    assert 2 not in moved, "the thank is due tomorrow as it was"
    reflog.today = "2026-11-24"
    answer = write(reflog, "mark 1 met")
    assert [one["purpose"] for one in answer["next"]] == ["check-in"]
    assert owed(reflog) == spoken("X thank -2, X report-back -2, P check-in 7")


def test_care_is_one_with_a_person_whatever_it_is_about(reflog: Commands) -> None:
    tell(reflog, f"{AS_V}; mark 1 won")
    reflog.today = "2026-11-25"
    tell(reflog, f"{AS_V}; mark 8 won")
    care = [one for one in reflog.json("due --all") if one["purpose"] in {"ask", "stay-in-touch"}]
    assert [(one["purpose"], one["due_on"], one["about"]) for one in care] == [
        ("ask", "2026-12-05", 1),
        ("stay-in-touch", "2027-02-19", 1),
    ]


def test_what_an_event_closes_is_dropped_with_a_note(reflog: Commands) -> None:
    reflog.ok(AS_V)
    answer = write(reflog, "mark 1 won")
    closed = [one for one in answer["changed"] if one["kind"] == "follow-up"]
    assert {one["purpose"] for one in closed} == {"report-back", "first-call"}
    for one in closed:
        assert (one["status"], one["note"], one["done_on"]) == ("dropped", "closed by #1 won", None)


def test_what_an_event_closes_keeps_the_note_it_had(reflog: Commands) -> None:
    reflog.ok(AS_X)
    reflog.ok("edit", "2", "--note", "ring after six")
    answer = write(reflog, "mark 1 won")
    notes = {one["id"]: one["note"] for one in answer["changed"]}
    assert notes[2] == "ring after six; closed by #1 won"
    line = "#2 closed by #1 won: ask Vera if they've been in touch with Paul (ring after six)."
    assert line in reflog.ok("show 2").out
    assert "reflog: #2 is already closed by #1 won; nothing" in reflog.refused(4, "done 2").err
    reflog.ok("edit", "2", "--note", "ring after six")
    assert reflog.ok("show 2").out.startswith(line.replace(" by #1 won", ""))
    assert reflog.ok("delete 2 --yes").out.startswith("Deleted #2 (closed): ask Vera if")


def test_settled_by_an_event_is_not_dropped_by_me(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; mark 1 lost --why price; mark 1 connected")
    assert owed(reflog) == spoken("V outcome 14, P outcome 14")


def test_a_question_dropped_closes_nothing_of_another_introduction(reflog: Commands) -> None:
    tell(reflog, f"{AS_X}; drop 2; {AS_X} --again")
    assert owed(reflog) == spoken("P check-in 3, V check-in 3, P check-in 3")
