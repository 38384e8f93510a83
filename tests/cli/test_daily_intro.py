"""intro and received: what is recorded, for whom, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rows import each_row
from stories import ids, owed, spoken, tell, write

if TYPE_CHECKING:
    from commands import Commands

LACKING = ["need", "offer", "consent", "provider-details", "prospect-details"]


def introduction(answer: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        one for one in answer["changed"] if one["kind"] == "introduction"
    ]
    assert len(found) == 1
    return found[0]


def test_what_is_known_of_an_introduction_is_recorded(reflog: Commands) -> None:
    answer = write(
        reflog,
        *("intro", "Fred Moss <fred@example.com>", "Sally Ng +1 555 0101"),
        *("--need", "a bookkeeper", "--offer", "books in a day", "--caller", "prospect"),
        *("--consent", "--effort", "in-person", "--on", "2026-11-19", "--note", "at the fair"),
    )
    found = introduction(answer)
    assert found | {"uid": "", "created_at": ""} == {
        "id": 1,
        "kind": "introduction",
        "uid": "",
        "created_at": "",
        "direction": "given",
        "tier": 2,
        "introducer": "me",
        "provider": "fred-moss",
        "prospect": "sally-ng",
        "on": "2026-11-19",
        "stage": "introduced",
        "stage_on": "2026-11-19",
        "need": "a bookkeeper",
        "offer": "books in a day",
        "caller": "prospect",
        "consent": True,
        "effort": "in-person",
        "why": None,
        "at_fault": None,
        "note": "at the fair",
        "imported": False,
        "missing": [],
        "business": [],
        "thanks": [],
        "follow_ups": [2, 3],
        "told": [],
        "stages": [{"stage": "introduced", "on": "2026-11-19"}],
        "passed_to": None,
    }


def test_what_is_not_said_is_null_and_the_provider_calls(reflog: Commands) -> None:
    found = introduction(write(reflog, "intro fred sally"))
    assert found["caller"] == "provider"
    unsaid = ("need", "offer", "consent", "effort", "why", "at_fault", "note")
    assert [found[key] for key in unsaid] == [None] * 7


def test_intro_and_show_name_what_it_still_lacks(reflog: Commands) -> None:
    result = reflog.ok("intro fred sally")
    assert introduction(write(reflog, "intro fred sally --again"))["missing"] == LACKING
    assert reflog.json("show 1")["missing"] == LACKING
    shown = reflog.ok("show 1").out
    lacks = "what Sally needs, what Fred offers, Sally's OK, a phone or e-mail for Fred and Sally"
    assert lacks in result.out
    assert lacks in shown
    assert "reflog show 1" in result.out
    assert "reflog edit 1 --need TEXT --offer TEXT --consent" in shown
    assert "reflog contact edit fred --phone NUMBER" in shown


def test_what_i_lack_myself_is_a_setting(reflog: Commands) -> None:
    result = reflog.ok("received ann --from fred")
    assert "a phone or e-mail for you and Ann. See" in result.out
    assert "reflog config phone NUMBER" in reflog.ok("show 1").out
    reflog.ok("config", "phone", "+1 555 0100")
    found = introduction(write(reflog, "received", "Zoe Ray <zoe@example.com>", "--from", "fred"))
    assert found["missing"] == ["need", "offer", "consent"]


def test_nothing_lacking_is_not_mentioned(reflog: Commands) -> None:
    result = reflog.ok(
        *("intro", "Fred Moss <fred@example.com>", "Sally Ng <sally@example.com>"),
        *("--need", "x", "--offer", "y", "--consent"),
    )
    assert "lacks" not in result.out


@pytest.mark.parametrize("options", ["--lead", "--no-consent", "--lead --no-consent"])
def test_a_lead_is_no_introduction_yet(reflog: Commands, options: str) -> None:
    answer = write(reflog, f"intro fred sally {options}")
    found = introduction(answer)
    assert found["stage"] == "lead"
    assert found["consent"] is (False if "consent" in options else None)
    assert [one["purpose"] for one in answer["next"]] == ["consent"]
    assert "as a lead" in reflog.ok("show 1").out


def test_a_lead_with_consent_contradicts_itself(reflog: Commands) -> None:
    reflog.refused(2, "intro fred sally --lead --consent")
    assert not reflog.ledger.exists()


def test_someone_else_may_have_introduced_them(reflog: Commands) -> None:
    answer = write(reflog, "intro fred sally --by zoe")
    found = introduction(answer)
    assert (found["direction"], found["introducer"]) == ("other", "zoe")
    assert answer["next"] == []
    assert len(answer["created_contacts"]) == 3


def test_received_is_intro_me_by(reflog: Commands) -> None:
    one = introduction(write(reflog, "received ann --from fred --need tea --caller prospect"))
    two = introduction(write(reflog, "intro me ann --by fred --need tea --caller prospect --again"))
    for key in ("id", "uid", "created_at", "follow_ups"):
        del one[key], two[key]
    assert one == two
    assert (one["direction"], one["provider"]) == ("received", "me")


def test_received_takes_all_its_words_as_the_name(reflog: Commands) -> None:
    answer = write(reflog, "received ann berg --from fred")
    assert [one["name"] for one in answer["created_contacts"]] == ["Ann Berg", "Fred"]


def test_received_needs_its_introducer(reflog: Commands) -> None:
    result = reflog.refused(2, "received ann")
    assert "--from" in result.err
    assert not reflog.ledger.exists()


@pytest.mark.parametrize("words", ["intro fred moss sally", "intro fred", "intro"])
def test_intro_takes_exactly_two_names(reflog: Commands, words: str) -> None:
    reflog.refused(2, words)
    assert not reflog.ledger.exists()


def test_more_words_than_two_are_shown_with_their_quotes(reflog: Commands) -> None:
    result = reflog.refused(2, "intro fred moss sally ng")
    assert 'reflog intro "fred moss" "sally ng"' in result.err


@each_row(
    "words",
    [
        "intro fred fred",
        "intro me sally",
        "intro fred sally --by fred",
        "received me --from fred",
        "intro fred sally --caller nobody",
        "intro fred sally --effort none",
        "intro fred sally --on tomorrow",
    ],
)
def test_what_cannot_be_is_refused(reflog: Commands, words: str) -> None:
    assert reflog.refused(2, f"{words} --json").error["code"] == "usage"
    assert not reflog.ledger.exists()


def test_a_partner_may_become_my_customer(reflog: Commands) -> None:
    answer = write(reflog, "received gina --from gina")
    found = introduction(answer)
    assert (found["tier"], found["direction"]) == (1, "received")
    assert "#1 Gina became my customer on" in reflog.ok("show 1").out
    assert [one["side"] for one in answer["next"]] == ["prospect", "prospect"]


def test_my_own_custom_is_given_and_owes_nothing(reflog: Commands) -> None:
    answer = write(reflog, "intro gina me")
    found = introduction(answer)
    assert (found["tier"], found["direction"], answer["next"]) == (1, "given", [])


@pytest.mark.usefixtures("_every_day")
def test_each_party_has_its_side(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    sides = {one["purpose"]: one["side"] for one in reflog.json("due")}
    assert sides == {"thank": "introducer", "report-back": "introducer", "first-call": "prospect"}


def test_no_follow_up_schedules_nothing(reflog: Commands) -> None:
    answer = write(reflog, "intro fred sally --no-follow-up")
    assert (ids(answer["changed"]), answer["next"]) == ([1], [])
    assert owed(reflog) == ""


def test_only_the_same_three_in_the_same_parts_are_the_same(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; intro sally fred; intro fred sally --by zoe")
    assert len(reflog.json("intros")) == 3


def test_once_it_has_ended_the_same_three_may_meet_again(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark 1 lost; intro fred sally")
    assert len(reflog.json("intros")) == 2


def test_new_makes_the_first_name_someone_new(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "intro fred sally --new")
    assert [one["handle"] for one in answer["created_contacts"]] == ["fred-2"]
    answer = write(reflog, "received sally --from fred-2 --new")
    assert [one["handle"] for one in answer["created_contacts"]] == ["sally-2"]


def test_an_address_typed_along_is_kept_with_the_person_known(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    answer = write(reflog, "intro", "Fred <fred@example.com>", "ann")
    assert [one["emails"] for one in answer["changed_contacts"]] == [["fred@example.com"]]
    assert [one["handle"] for one in answer["created_contacts"]] == ["ann"]


def test_the_check_ins_count_from_the_day_it_was_made(reflog: Commands) -> None:
    write(reflog, "intro fred sally --on yesterday")
    assert owed(reflog) == spoken("fred check-in 2, sally check-in 2")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("fred moss sally may", '"fred moss" "sally may"'),
        (
            "fred moss sally may --need a bookkeeper",
            '"fred moss" "sally may" --need "a bookkeeper"',
        ),
        (
            "april euro removals --on last fri --lead",
            'april "euro removals" --on "last fri" --lead',
        ),
        ("tom ray euro removals", '"tom ray" "euro removals"'),
        ("euro removals tom", '"euro removals" tom'),
    ],
)
def test_names_of_several_words_are_shown_in_quotes_and_the_options_stay(
    reflog: Commands, typed: str, hint: str
) -> None:
    reflog.ok("contact", "add", "Euro Removals")
    refused = reflog.refused(2, f"intro {typed}")
    assert refused.err.rstrip().endswith(f"put each in quotes: reflog intro {hint}")


def test_what_is_a_lead_already_is_marked_rather_than_recorded_again(reflog: Commands) -> None:
    reflog.ok("received cy --from pam --lead")
    refused = reflog.refused(4, "received cy --from pam")
    assert "You and Cy already have a lead, #1 of 2026-11-21" in refused.err
    assert "reflog mark 1 introduced; to record another: --again" in refused.err
    reflog.ok("mark 1 introduced")
    refused = reflog.refused(4, "received cy --from pam")
    assert "You and Cy already have an open introduction, #1" in refused.err
    assert "reflog edit 1; to record another: --again" in refused.err


def test_my_own_agreement_is_not_missing_on_the_screen_nor_anything_of_one_forgotten(
    reflog: Commands,
) -> None:
    assert "OK" not in reflog.ok("intro gina me").out
    assert "consent" in reflog.json("show 1")["missing"]
    assert "--consent" not in reflog.ok("show 1").out
    reflog.ok("intro fred sally")
    reflog.ok("contact forget sally --yes")
    said = reflog.ok("show 2").out
    assert "forgotten's OK" not in said
    assert "what forgotten needs" not in said
    assert "still missing  what Fred offers, a phone or e-mail for Fred\n" in said


def test_i_cannot_be_who_introduced_somebody_to_me(reflog: Commands) -> None:
    hint = "--by, or --from of received, names who brought the two together"
    assert hint in reflog.refused(2, "received ann --from me").err
    assert hint in reflog.refused(2, "intro me ann").err
