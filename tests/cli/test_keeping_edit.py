"""Correcting an entry by options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


def open_ones(reflog: Commands, number: int) -> dict[str, list[str]]:
    """The purposes open about an introduction, by contact."""
    found: dict[str, list[str]] = {}
    for one in reflog.json("due --all"):
        if one["about"] == number:
            found.setdefault(one["contact"], []).append(one["purpose"])
    return found


def add(reflog: Commands, *names: str) -> None:
    for name in names:
        reflog.ok("contact", "add", name)


@pytest.fixture
def made(reflog: Commands) -> Commands:
    """#1 I introduced Fred and Sally on 1 November; #2 and #3 their check-ins."""
    reflog.ok("intro fred sally --on 2026-11-01")
    return reflog


@pytest.mark.parametrize(
    ("options", "key", "value"),
    [
        (("--need", "a boiler"), "need", "a boiler"),
        (("--offer", "boilers"), "offer", "boilers"),
        (("--caller", "PROSPECT"), "caller", "prospect"),
        (("--consent",), "consent", True),
        (("--no-consent",), "consent", False),
        (("--effort", "in-person"), "effort", "in-person"),
        (("--stage", "met"), "stage", "met"),
        (("--lead",), "stage", "lead"),
        (("--why", "costs"), "why", "costs"),
        (("--on", "2026-10-30"), "on", "2026-10-30"),
        (("--note", "n"), "note", "n"),
        (("-n", "n"), "note", "n"),
        (("--provider", "gina"), "provider", "gina"),
        (("--prospect", "Hugo Roth"), "prospect", "hugo-roth"),
        (("--by", "ann"), "introducer", "ann"),
        (("--from", "ann"), "introducer", "ann"),
    ],
)
def test_every_part_of_an_introduction_can_be_corrected(
    made: Commands, options: tuple[str, ...], key: str, value: object
) -> None:
    add(made, "Gina", "Hugo Roth", "Ann")
    answer = made.json("edit", "1", *options)
    assert answer["next"] == []
    (edited,) = [one for one in answer["changed"] if one["id"] == 1]
    assert edited[key] == value
    assert made.json("show 1")[key] == value


def test_the_one_at_fault_is_corrected_where_it_went_bad(made: Commands) -> None:
    made.refused(2, "edit 1 --at-fault fred")
    made.ok("mark 1 bad --at-fault fred")
    assert made.json("edit 1 --at-fault sally")["changed"][0]["at_fault"] == "sally"
    assert made.json("edit", "1", "--at-fault", "")["changed"][0]["at_fault"] is None
    assert made.json("edit 1 --at-fault me --stage bad")["changed"][0]["at_fault"] == "me"
    assert made.json("edit 1 --stage won")["changed"][0]["at_fault"] is None
    made.refused(3, "edit 1 --at-fault nobody --stage bad")


@pytest.mark.parametrize("option", ["need", "offer", "effort", "why", "note"])
def test_an_empty_text_empties(made: Commands, option: str) -> None:
    made.ok("edit", "1", f"--{option}", "call" if option == "effort" else "x")
    assert made.json("show 1")[option] is not None
    made.ok("edit", "1", f"--{option}", "")
    assert made.json("show 1")[option] is None


@each_row("option", ["provider", "prospect", "by", "stage", "caller", "on"])
def test_what_is_required_cannot_be_emptied(made: Commands, option: str) -> None:
    made.refused(2, "edit", "1", f"--{option}", "")


def test_provider_and_prospect_change_places_in_one_command(made: Commands) -> None:
    made.ok("edit 1 --provider sally --prospect fred")
    shown = made.json("show 1")
    assert (shown["provider"], shown["prospect"]) == ("sally", "fred")
    assert open_ones(made, 1) == {"fred": ["check-in"], "sally": ["check-in"]}


def test_a_part_keeps_its_follow_ups_when_persons_change_places(reflog: Commands) -> None:
    add(reflog, "Gina")
    reflog.ok("intro fred sally --caller introducer")
    assert open_ones(reflog, 1) == {"fred": ["check-in"], "sally": ["first-call"]}
    reflog.ok("edit 1 --provider sally --prospect fred")
    assert open_ones(reflog, 1) == {"sally": ["check-in"], "fred": ["first-call"]}
    reflog.ok("edit 1 --provider fred --prospect gina")
    assert open_ones(reflog, 1) == {"fred": ["check-in"], "gina": ["first-call"]}


def test_open_follow_ups_pass_to_the_new_person_of_a_side(made: Commands) -> None:
    made.refused(3, "edit 1 --provider gina")
    add(made, "Gina")
    answer = made.json("edit 1 --provider gina")
    assert answer["created_contacts"] == []
    assert open_ones(made, 1) == {"gina": ["check-in"], "sally": ["check-in"]}
    assert {one["id"] for one in answer["changed"]} == {1, 2}
    made.ok("done gina")
    made.ok("edit 1 --provider fred")
    assert made.json("show 2")["contact"] == "gina"  # what was done stays with whom it was


def test_an_introducer_who_is_the_prospect_after_all_is_owed_no_news(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    reflog.ok("edit 1 --prospect fred")
    owed = [(one["contact"], one["purpose"]) for one in reflog.json("due --all")]
    assert owed == [("fred", "thank"), ("fred", "first-call")]
    assert reflog.json("show 3")["note"] == "closed by #1 introduced"


def test_what_a_side_told_passes_to_the_new_person_of_that_side(reflog: Commands) -> None:
    def told() -> list[tuple[str, str]]:
        return [(one["contact"], one["stage"]) for one in reflog.json("show 1")["told"]]

    reflog.ok("intro fred sally")
    reflog.ok("done fred --mark met")
    reflog.ok("done sally --mark connected")
    add(reflog, "Gina")
    reflog.ok("edit 1 --provider gina")
    assert told() == [("gina", "met"), ("sally", "connected")]
    assert "told           Gina: met" in reflog.ok("show 1").out
    reflog.ok("edit 1 --provider sally --prospect gina")
    assert told() == [("gina", "met"), ("sally", "connected")]
    reflog.ok("edit 1 --provider fred --prospect me")
    assert told() == [("fred", "connected")]
    assert [one["stage"] for one in reflog.json("show 1")["stages"]] == ["introduced", "met"]
    assert reflog.ok("check").out == ""


def test_follow_ups_that_would_be_with_me_are_closed(made: Commands) -> None:
    made.ok("edit 1 --provider me --by fred")
    assert made.json("show 1")["direction"] == "received"
    assert made.json("show 2")["status"] == "dropped"
    assert open_ones(made, 1) == {"sally": ["check-in"]}


def test_the_new_introducer_takes_what_the_old_one_was_owed(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    add(reflog, "Gina")
    reflog.ok("edit 1 --by gina")
    assert open_ones(reflog, 1) == {"gina": ["thank", "report-back"], "ann": ["first-call"]}


@each_row(
    "options",
    [
        "--provider sally",
        "--prospect fred",
        "--by fred",
        "--provider me",
        "--by fred --prospect me",
    ],
)
def test_the_parties_stay_two_persons(made: Commands, options: str) -> None:
    made.refused(2, f"edit 1 {options}")


def test_nothing_happens_before_the_introduction(made: Commands) -> None:
    made.ok("business 1 100 --on 2026-11-05")
    made.refused(2, "edit 1 --on 2026-11-06")
    made.refused(2, "edit 4 --on 2026-10-31")
    made.refused(2, "edit 1 --on tomorrow")
    made.ok("edit 1 --on 2026-10-20")
    made.ok("edit 4 --on 2026-10-31")


def test_a_corrected_stage_corrects_the_story(made: Commands) -> None:
    made.ok("mark 1 connected --on 2026-11-03")
    made.ok("mark 1 lost --on 2026-11-05")
    made.ok("edit 1 --stage won")
    told = [one["text"] for one in made.json("log") if one["id"] == 1]
    assert told == [
        "Fred and Sally did business",
        "Fred and Sally got in touch",
        "I introduced Fred and Sally",
    ]
    made.ok("edit 1 --stage connected")
    shown = made.json("show 1")
    assert (shown["stage"], shown["stage_on"]) == ("connected", "2026-11-03")
    made.ok("edit 1 --stage introduced")
    shown = made.json("show 1")
    assert (shown["stage"], shown["stage_on"]) == ("introduced", "2026-11-01")
    assert [one["id"] for one in made.json("log")] == [1]
    made.ok("edit 1 --on 2026-10-30")
    assert made.json("show 1")["stage_on"] == "2026-10-30"


def test_edit_goes_where_mark_does_not(made: Commands) -> None:
    made.ok("mark 1 bad")
    made.refused(4, "mark 1 met")
    assert made.json("edit 1 --stage met")["next"] == []


@pytest.fixture
def every_kind(made: Commands) -> Commands:
    """#4 business, #5 thanks, #6 a one-to-one, #7 a note, #8 a follow-up of my own."""
    made.ok("business 1 100 --no-next --on 2026-11-02")
    made.ok("thanks fred so kind --for 1 --on 2026-11-03")
    made.ok("met fred lunch --on 2026-11-04")
    made.ok("note fred tea --about 1 --on 2026-11-05")
    made.ok("follow fred send it --due 2026-12-01")
    made.ok("intro gina hugo --on 2026-11-01 --no-follow-up")  # 9
    return made


@pytest.mark.parametrize(
    ("number", "kind"),
    [(4, "business"), (5, "thanks"), (6, "one-to-one"), (7, "note"), (8, "follow-up")],
)
def test_the_numbers_are_what_the_fixture_says(
    every_kind: Commands, number: int, kind: str
) -> None:
    assert every_kind.json(f"show {number}")["kind"] == kind


@pytest.mark.parametrize(
    ("number", "options", "key", "value"),
    [
        (4, ("--amount", "250.50 EUR"), "amount", "250.50"),
        (4, ("--amount", "250eur"), "currency", "EUR"),
        (4, ("--on", "2026-11-10"), "on", "2026-11-10"),
        (4, ("--note", "x"), "note", "x"),
        (4, ("--about", "9"), "about", 9),
        (5, ("--via", "card"), "via", "card"),
        (5, ("--for", "3"), "about", 1),
        (5, ("--about", ""), "about", None),
        (5, ("--contact", "sally"), "contact", "sally"),
        (5, ("--on", "2026-11-10"), "on", "2026-11-10"),
        (5, ("--note", ""), "note", None),
        (5, ("--received",), "direction", "received"),
        (6, ("--contact", "New Man"), "contact", "new-man"),
        (6, ("--on", "2026-10-01"), "on", "2026-10-01"),
        (6, ("--note", ""), "note", None),
        (7, ("--note", "coffee"), "note", "coffee"),
        (7, ("--contact", "me"), "contact", "me"),
        (7, ("--about", ""), "about", None),
        (7, ("--about", "3"), "about", 1),
        (7, ("--on", "yesterday"), "on", "2026-11-20"),
        (8, ("--what", "send them"), "what", "send them"),
        (8, ("--due", "+3d"), "due_on", "2026-11-24"),
        (8, ("--every", "90d"), "every", "90d"),
        (8, ("--every", ""), "every", None),
        (8, ("--about", "1"), "about", 1),
        (8, ("--contact", "sally"), "contact", "sally"),
        (8, ("--note", "x"), "note", "x"),
    ],
)
def test_every_part_of_every_other_kind_can_be_corrected(
    every_kind: Commands, number: int, options: tuple[str, ...], key: str, value: object
) -> None:
    add(every_kind, "New Man")
    answer: Any = every_kind.json("edit", str(number), *options)
    assert answer["next"] == []
    assert every_kind.json(f"show {number}")[key] == value


@each_row(
    ("number", "options"),
    [
        (1, "--amount 5"), (1, "--via card"), (1, "--due tomorrow"), (1, "--contact fred"),
        (1, "--about 1"), (1, "--every 9d"), (1, "--what x"), (1, "--received"),
        (4, "--need x"), (4, "--by fred"), (4, "--via card"), (4, "--stage won"),
        (5, "--amount 5"), (5, "--due tomorrow"), (5, "--provider fred"),
        (6, "--about 1"), (6, "--via card"), (7, "--via card"), (7, "--what x"),
        (8, "--on yesterday"), (8, "--via card"), (8, "--amount 5"), (8, "--stage won"),
        (8, "--consent"),
    ],
)  # fmt: skip
def test_an_option_of_another_kind_is_refused(
    every_kind: Commands, number: int, options: str
) -> None:
    refused = every_kind.refused(2, f"edit {number} {options}")
    assert "it has --" in refused.err


@each_row(
    ("code", "words"),
    [
        (2, ("edit",)), (2, ("edit", "fred")), (2, ("edit", "1", "2")), (2, ("edit", "1")),
        (3, ("edit", "99", "--note", "x")), (2, ("edit", "99", "--stage", "begun")),
        (2, ("edit", "1", "--stage", "won", "--lead")), (2, ("edit", "4", "--amount", "0")),
        (2, ("edit", "4", "--amount", "")), (2, ("edit", "4", "--about", "")),
        (2, ("edit", "5", "--contact", "me")), (2, ("edit", "6", "--contact", "me")),
        (2, ("edit", "8", "--contact", "me")), (2, ("edit", "7", "--note", "")),
        (2, ("edit", "8", "--what", "")), (2, ("edit", "2", "--what", "x")),
        (2, ("edit", "2", "--about", "")), (2, ("edit", "8", "--due", "yesterday")),
        (2, ("edit", "5", "--given", "--received")), (2, ("edit", "1", "--note", "a\0b")),
        (3, ("edit", "5", "--about", "88")), (3, ("edit", "4", "--about", "4")),
        (2, ("edit", "5", "--via", "pigeon")), (2, ("edit", "8", "--every", "0d")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(every_kind: Commands, code: int, words: tuple[str, ...]) -> None:
    every_kind.refused(code, *words)


def test_a_follow_up_cannot_stand_beside_another_of_its_family(reflog: Commands) -> None:
    reflog.ok("follow fred ask")
    reflog.ok("follow gina ask")
    reflog.refused(4, "edit 2 --contact fred")


def test_what_is_opened_again_no_longer_says_what_had_closed_it(reflog: Commands) -> None:
    reflog.ok("intro fred gina")
    reflog.ok("snooze fred tomorrow he is away")
    reflog.ok("mark 1 won")
    assert reflog.json("show 2")["note"] == "he is away; closed by #1 won"
    assert reflog.json("show 3")["note"] == "closed by #1 won"
    reflog.ok("edit 2 --due friday")
    reflog.ok("edit 3 --due friday")
    assert [one["note"] for one in reflog.json("due --all")] == ["he is away", None]
    reflog.ok("done 2 closed by #1")
    assert reflog.json("edit 2 --due friday")["changed"][0]["note"] == "he is away; closed by #1"


def test_an_edit_that_changes_nothing_writes_nothing(made: Commands) -> None:
    before = made.content()
    assert made.json("edit 1 --stage introduced --provider fred")["changed"] == []
    assert made.content() == before


def test_the_echo_of_an_edit_says_the_entry_as_it_is_now(made: Commands) -> None:
    add(made, "Lea Roy")
    assert made.ok("edit", "1", "--prospect", "Lea Roy").out.splitlines()[0] == (
        "#1 I introduced Fred and Lea Roy on Sunday 2026-11-01."
    )


def test_a_correction_of_a_stage_says_that_what_is_owed_stays(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("mark 1 won --amount 10")
    owed = reflog.json("due --all")
    said = reflog.ok("edit 1 --stage met").out
    assert (
        "Correcting the stage opens and closes no follow-ups. To see them: reflog show 1." in said
    )
    assert reflog.json("due --all") == owed
    assert "A correction" not in reflog.ok("edit 1 --note tea").out


def test_a_correction_says_from_what_to_what(reflog: Commands) -> None:
    reflog.ok("intro", "fred", "sally", "--need", "a website")
    said = reflog.ok("edit", "1", "--need", "a bookkeeper").out
    assert 'need: "a website" is now "a bookkeeper".' in said
    assert 'need: "a bookkeeper" is now nothing.' in reflog.ok("edit", "1", "--need", "").out


def test_every_field_corrected_is_told_from_what_to_what_and_a_day_with_its_weekday(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally --on 2026-11-01")
    reflog.ok("business 1 20")
    moved = reflog.ok("edit 4 --on yesterday --amount 30eur").out
    assert "on: Saturday 2026-11-21 is now Friday 2026-11-20." in moved
    assert "amount: 20 USD is now €30." in moved
    reflog.ok("contact add Bob")
    given = reflog.ok("edit 1 --provider bob --by fred --consent --caller prospect").out
    assert "provider: Fred is now Bob." in given
    assert "by: me is now Fred." in given
    assert "consent: nothing is now yes." in given
    assert "caller: provider is now prospect." in given
    reflog.ok("follow bob call --due 3d")
    put = reflog.ok("edit 5 --contact sally --about 1 --due 5d").out
    assert "contact: Bob is now Sally." in put
    assert "about: nothing is now #1." in put
    assert "due: Tuesday 2026-11-24 is now Thursday 2026-11-26." in put


def test_what_a_correction_takes_along_is_said_and_a_stage_that_stays_is_none(
    reflog: Commands,
) -> None:
    for line in ("intro fred sally", "mark 1 bad --at-fault fred", "contact add ann"):
        reflog.ok(line)
    assert reflog.ok("edit 1 --stage bad").out == "That's how it already is.\n"
    out = reflog.ok("edit 1 --stage won").out
    assert "stage: bad is now won.\nat fault: Fred is now nothing.\n" in out
    deal = reflog.json("business 1 50")["changed"][0]["id"]
    out = reflog.ok(f"edit {deal} --contact ann").out
    assert "contact: nothing is now Ann.\nabout: #1 is now nothing.\n" in out
