"""follow: a follow-up of my own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row
from stories import ids, owed, spoken, tell, write

if TYPE_CHECKING:
    from commands import Commands


def test_it_is_due_tomorrow_and_all_words_are_what(reflog: Commands) -> None:
    answer = write(reflog, "follow fred send him the brochure")
    (one,) = answer["next"]
    assert [one[key] for key in ("purpose", "what", "due_on", "contact", "every", "about")] == [
        *("other", "send him the brochure", "2026-11-22", "fred", None, None),
    ]
    assert answer["changed"] == []
    assert [new["handle"] for new in answer["created_contacts"]] == ["fred"]


def test_the_echo_names_the_person_the_day_and_the_number(reflog: Commands) -> None:
    assert reflog.ok("follow fred send it --due friday").out == (
        "Added: Fred (fred).\nNext:\n  #1  Friday 2026-11-27  send it (Fred)\n"
    )


@pytest.mark.parametrize("purpose", ["thank", "pay-back", "ask", "one-to-one", "stay-in-touch"])
def test_a_purpose_alone_is_that_purpose(reflog: Commands, purpose: str) -> None:
    (one,) = write(reflog, f"follow fred {purpose}")["next"]
    assert one["purpose"] == purpose
    assert "Fred" in one["what"]


@pytest.mark.parametrize("what", ["check-in", "apology", "review", "thank him", "consent"])
def test_other_words_stay_words(reflog: Commands, what: str) -> None:
    (one,) = write(reflog, f"follow fred {what}")["next"]
    assert (one["purpose"], one["what"]) == ("other", what)


def test_other_may_be_open_any_number_of_times(reflog: Commands) -> None:
    tell(reflog, "follow fred send it; follow fred send it")
    assert owed(reflog) == spoken("fred other 1, fred other 1")


@pytest.mark.parametrize(
    ("typed", "every"),
    [
        ("day", "1d"),
        ("daily", "1d"),
        ("week", "1w"),
        ("weekly", "1w"),
        ("Month", "1m"),
        ("monthly", "1m"),
        ("year", "1y"),
        ("yearly", "1y"),
        ("2 weeks", "2w"),
    ],
)
def test_how_often_is_said_as_people_say_it(reflog: Commands, typed: str, every: str) -> None:
    (one,) = write(reflog, f"follow fred call --every {typed}")["next"]
    assert (one["every"], one["what"]) == (every, "call")
    reflog.ok(f"edit {one['id']} --every {typed} --what ring")
    assert reflog.json(f"show {one['id']}")["every"] == every


@pytest.mark.parametrize(
    ("what", "said", "option"),
    [
        ("every month ring for a catch up", "every month", "--every 1m"),
        ("call her every 2 weeks", "every 2 weeks", "--every 2w"),
        ("Every 90d ask", "every 90d", "--every 90d"),
        ("call her every two weeks.", "every two weeks", "--every 2w"),
        ("call every friday", None, None),
        ("check every month of the books", None, None),
    ],
)
def test_how_often_within_what_to_do_is_recorded_once_and_remarked(
    reflog: Commands, what: str, said: str | None, option: str | None
) -> None:
    reflog.ok("contact add Sandra")
    done = reflog.ok("follow", "sandra", *what.split())
    (one,) = reflog.json("due --all")
    assert (one["what"], one["every"], one["due_on"]) == (what, None, "2026-11-22")
    assert ("--every" in done.err) == (said is not None)
    if said:
        again = f"reflog undo, then again with {option}"
        assert f'This is to be done once. If "{said}" is how often: {again}' in done.err
        assert "--due" not in done.err


def test_a_follow_up_that_repeats_is_not_asked_how_often(reflog: Commands) -> None:
    assert reflog.ok("follow fred call every month --every month").err == ""


@pytest.mark.usefixtures("_every_day")
def test_every_repeats_from_the_day_it_is_done(reflog: Commands) -> None:
    (one,) = write(reflog, "follow fred call --every 90d --due today")["next"]
    assert one["every"] == "90d"
    reflog.today = "2026-12-01"
    (again,) = write(reflog, "done 1 no news --on 2026-11-30")["next"]
    assert [again[key] for key in ("due_on", "every", "what", "note")] == [
        *("2027-02-28", "90d", "call", None),
    ]


def test_weeks_are_said_as_they_were_typed(reflog: Commands) -> None:
    (one,) = write(reflog, "follow fred call --every 2w")["next"]
    assert one["every"] == "2w"


@pytest.mark.usefixtures("_every_day")
def test_what_repeats_is_never_set_before_today(reflog: Commands) -> None:
    tell(reflog, "follow fred call --every 3d; done 1 --on 2026-11-01")
    assert owed(reflog) == spoken("fred other 0")


def test_what_repeats_keeps_its_own_note(reflog: Commands) -> None:
    reflog.ok("follow", "fred", "call", "--every", "30d", "--note", "ask for Jane")
    (again,) = write(reflog, "done 1 was out")["next"]
    assert again["note"] == "ask for Jane"


def test_a_thank_and_a_one_to_one_may_repeat(reflog: Commands) -> None:
    tell(reflog, "follow fred thank --every 30d; follow fred one-to-one --every 60d")
    answer = write(reflog, "thanks fred")
    assert [(one["purpose"], one["due_on"]) for one in answer["next"]] == [("thank", "2026-12-21")]
    answer = write(reflog, "met fred")
    assert [(one["purpose"], one["every"]) for one in answer["next"]] == [("one-to-one", "60d")]


@pytest.mark.parametrize("purpose", ["thank", "one-to-one", "stay-in-touch", "ask", "pay-back"])
def test_within_a_family_it_joins_and_the_earlier_day_stays(reflog: Commands, purpose: str) -> None:
    reflog.ok(f"follow fred {purpose} --due 5d")
    for due in ("10d", "2d", "9d"):
        answer = write(reflog, f"follow fred {purpose} --due {due}")
        assert ids(answer["next"]) == [1], "it is said even where nothing had to be changed"
    assert owed(reflog) == spoken(f"fred {purpose} 2")
    assert "Monday 2026-11-23" in reflog.ok(f"follow fred {purpose} --due 10d").out


def test_joining_keeps_how_often_and_what_is_noted(reflog: Commands) -> None:
    reflog.ok("follow", "fred", "ask", "--every", "30d", "--note", "heads of associations")
    (one,) = write(reflog, "follow fred ask --due today --note plumbers")["next"]
    assert [one[key] for key in ("id", "every", "note", "days_overdue")] == [
        *(1, "30d", "heads of associations; plumbers", 0),
    ]


@pytest.mark.usefixtures("_every_day")
def test_debts_about_different_introductions_are_different(reflog: Commands) -> None:
    tell(reflog, "received ann --from fred; follow fred thank")
    assert ids(write(reflog, "follow fred thank --about 1")["next"]) == [2]
    assert owed(reflog) == spoken(
        "fred thank 1, fred thank 1, fred report-back 7, ann first-call 1"
    )


def test_about_takes_a_number_one_of_its_follow_ups_or_a_name(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    for about in ("1", "2", "sally"):
        (one,) = write(reflog, f"follow fred send it --about {about}")["next"]
        assert (one["about"], one["side"]) == (1, "provider")
    reflog.refused(3, "follow fred send it --about 99")
    reflog.refused(3, "follow fred send it --about zacharias")


@each_row(
    "words",
    [
        "follow fred",
        "follow",
        "follow fred send it --due yesterday",
        "follow fred send it --every often",
        "follow fred send it --every 0d",
    ],
)
def test_what_cannot_be_is_exit_2(reflog: Commands, words: str) -> None:
    reflog.refused(2, words)
    assert not reflog.ledger.exists()


def test_new_is_someone_new(reflog: Commands) -> None:
    reflog.ok("follow fred send it")
    answer = write(reflog, "follow fred send it --new")
    assert [one["handle"] for one in answer["created_contacts"]] == ["fred-2"]


def test_everyone_with_a_tag_is_followed_up_in_one_command_and_one_undo(
    reflog: Commands,
) -> None:
    for name in ("ann", "bob", "cleo"):
        reflog.ok("contact", "add", name, "--role", "client", "--tag", f"{name[0]}x")
    tell(reflog, "contact edit ann --tag golf; contact edit cleo --tag golf")
    tell(reflog, "contact edit me --tag golf")
    answer = write(reflog, "follow --tag GOLF invite to the open --due 2026-11-25")
    assert [(one["contact"], one["what"]) for one in answer["next"]] == [
        *(("ann", "invite to the open"), ("cleo", "invite to the open")),
    ]
    write(reflog, "follow --role client ask")
    assert owed(reflog) == spoken("ann other 4, cleo other 4, ann ask 1, bob ask 1, cleo ask 1")
    tell(reflog, "undo; undo")
    assert owed(reflog) == ""


def test_a_group_of_nobody_is_named(reflog: Commands) -> None:
    reflog.ok("contact add ann --tag golf")
    assert "No one has the tag tennis" in reflog.refused(3, "follow --tag tennis invite them").err
    reflog.refused(2, "follow --tag golf")
    reflog.refused(2, "follow --tag golf invite --new")
    reflog.refused(2, "follow --role boss invite")
    reflog.refused(2, "follow", "--tag", "", "invite")
    reflog.refused(3, "follow --tag golf --role client invite")


@pytest.mark.parametrize(
    ("every", "due_on", "done_on", "again"),
    [
        ("1w", "2026-11-23", "2026-11-25", "2026-12-02"),
        ("2w", "2026-11-23", "2026-11-21", "2026-12-07"),  # 5 December is a Saturday
        ("1m", "2026-11-30", "2026-12-02", "2026-12-30"),
        ("6m", "2026-11-30", "2026-11-27", "2027-05-31"),  # 30 May is a Sunday
        ("1y", "2026-11-25", "2026-11-25", "2027-11-25"),
        ("1m", "2026-11-25", "2027-02-10", "2027-02-25"),  # none of those that went by
    ],
)
def test_days_count_from_the_day_it_is_done_and_months_from_the_day_it_was_due(
    reflog: Commands, every: str, due_on: str, done_on: str, again: str
) -> None:
    (one,) = write(reflog, f"follow fred call --every {every} --due {due_on}")["next"]
    assert one["every"] == every
    reflog.today = done_on
    (following,) = write(reflog, "done 1")["next"]
    assert (following["due_on"], following["every"]) == (again, every)


def test_how_often_is_corrected_shown_and_stopped(reflog: Commands) -> None:
    reflog.ok("follow fred call --every 6m")
    assert "every 6 months" in reflog.ok("show 1").out
    assert write(reflog, "edit 1 --every 1y")["changed"][0]["every"] == "1y"
    assert write(reflog, "edit", "1", "--every", "")["changed"][0]["every"] is None
    reflog.refused(2, "edit 1 --every 11y")
    assert write(reflog, "done 1")["next"] == []


def test_what_i_promise_myself_is_with_me_and_never_for_a_purpose(reflog: Commands) -> None:
    (one,) = write(reflog, "follow me renew the insurance --every 1y --due 2026-12-01")["next"]
    assert [one[key] for key in ("contact", "purpose", "what")] == [
        *("me", "other", "renew the insurance"),
    ]
    (other,) = write(reflog, "follow me ask")["next"]
    assert (other["purpose"], other["what"]) == ("other", "ask")
    assert "renew the insurance" in reflog.ok("due --all").out
    (again,) = write(reflog, "done 1")["next"]
    assert again["due_on"] == "2027-12-01"
    tell(reflog, "snooze 2 friday; drop 2; intro fred sally; mark 4 won; follow me x --about 4")
    reflog.ok("done 7 --next 2w")
    assert reflog.ok("check").out == ""
    tell(reflog, "undo; undo")


def test_rent_on_the_first_is_due_on_the_first_again_after_a_weekend(reflog: Commands) -> None:
    reflog.today = "2026-09-30"
    reflog.ok("follow me pay the rent --due 2026-10-01 --every 1m")
    due = []
    for day in ("2026-10-01", "2026-11-02", "2026-12-01", "2027-01-04"):
        reflog.today = day
        (one,) = reflog.json("due --all")
        answer = reflog.json(f"done {one['id']}")
        due += [after["due_on"] for after in answer["next"]]
    assert due == ["2026-11-02", "2026-12-01", "2027-01-01", "2027-02-01"]
    reflog.ok("snooze 5 2027-02-04")
    reflog.today = "2027-02-04"
    assert reflog.json("done 5")["next"][0]["due_on"] == "2027-03-04"


def test_putting_off_to_a_day_before_says_when_it_was_due(reflog: Commands) -> None:
    reflog.ok("follow gordon call --due 2027-02-09")
    said = reflog.ok("snooze gordon 1m").err
    assert said == (
        "That's sooner: #1 was due on Tuesday 2027-02-09. If that was a slip: reflog undo\n"
    )
    assert reflog.ok("snooze gordon 2m").err == ""
    for name in ("ann", "bob", "cora", "dan"):
        reflog.ok(f"follow {name} call --due 2027-03-01")
    said = reflog.ok("snooze 2-5 tomorrow").err
    assert said.count("2027-03-01") == 3
    assert "and 1 more. If that was a slip" in said
