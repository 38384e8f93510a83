"""Who for whom: match in its forms, what is open, and introducing one NAME."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rows import each_row
from terminals import Typed

if TYPE_CHECKING:
    from commands import Commands

MATCH = [
    *("contact", "contact_name", "part", "not_now", "points", "fit", "trust", "room", "track"),
    *("owed", "reasons", "last_on", "emails", "phones"),
]
OPENING = ["id", "kind", "contact", "contact_name", "need", "best", "able"]


@pytest.fixture
def network(reflog: Commands) -> Commands:
    """People for "books in a mess"."""
    reflog.ok("contact", "add", "Bo Kerr", "--profession", "bookkeeper", "--phone", "+1 555 0101")
    reflog.ok("know", "bo", "trust")
    reflog.ok("know", "bo", "room")
    reflog.ok("contact", "add", "Tess Ax", "--profession", "tax adviser", "--tag", "books")
    reflog.ok("contact", "add", "Hal Orr", "--profession", "bookkeeper")
    reflog.ok("know hal full two audits until 1 feb")
    reflog.ok("contact", "add", "Rita Rec", "--profession", "receptionist")
    reflog.ok("know rita knows a bookkeeper at the club")
    reflog.ok("contact", "add", "Ann Berg", "--profession", "baker")
    return reflog


def handles(found: list[dict[str, Any]]) -> list[str]:
    return [one["contact"] for one in found]


def one(reflog: Commands, handle: str, *words: str) -> dict[str, Any]:
    found = reflog.json("match", *words)
    (row,) = [row for row in found if row["contact"] == handle]
    assert isinstance(row, dict)
    return row


def test_the_able_come_first_then_who_is_full_then_who_may_know_somebody(
    network: Commands,
) -> None:
    found = network.json("match books in a mess")
    assert handles(found) == ["bo-kerr", "tess-ax", "hal-orr", "rita-rec"]
    assert [list(row) for row in found] == [MATCH] * 4
    bo, tess, hal, rita = found
    assert (bo["fit"], bo["trust"], bo["room"], bo["track"], bo["owed"]) == (6, 3, 2, 0, 0)
    assert bo["points"] == 11
    assert bo["reasons"] == [
        '"bookkeeper" is in their profession',
        "you trust them",
        "they have room for more work",
    ]
    assert bo["phones"] == ["+1 555 0101"]
    assert (tess["points"], tess["part"], tess["not_now"]) == (5, "provider", None)
    assert (hal["not_now"], hal["part"]) == ("full", "provider")
    assert hal["reasons"][0] == "full until Mon 1 Feb 2027: two audits"
    assert (rita["part"], rita["fit"], rita["points"]) == ("introducer", 4, 4)
    assert [rita[part] for part in ("trust", "room", "track", "owed")] == [None] * 4


def test_the_page_says_who_can_help_who_cannot_now_and_how_to_reach_them(
    network: Commands,
) -> None:
    page = network.ok("match books in a mess").out
    places = [
        page.index(text)
        for text in ("Can help", "Bo Kerr", "Tess Ax", "Not now", "Hal Orr", "May know someone")
    ]
    assert places == sorted(places)
    assert "you trust them; they have room for more work" in page
    assert "+1 555 0101" in page
    assert "full until Mon 1 Feb 2027: two audits" in page


def test_who_is_full_is_able_again_once_the_day_has_passed(network: Commands) -> None:
    assert one(network, "hal-orr", "a", "bookkeeper")["not_now"] == "full"
    network.today = "2027-02-02"
    hal = one(network, "hal-orr", "a", "bookkeeper")
    assert (hal["not_now"], hal["room"]) == (None, 0)


def test_doubt_and_out_come_before_full_and_say_since_when(network: Commands) -> None:
    network.ok("know hal doubt he was late")
    hal = one(network, "hal-orr", "books")
    assert hal["not_now"] == "doubt"
    assert hal["reasons"][0] == "in doubt since Sat 21 Nov 2026: he was late"
    network.ok("know hal out")
    assert one(network, "hal-orr", "books")["not_now"] == "out"
    network.ok("know rita out")
    assert one(network, "rita-rec", "books")["not_now"] == "out"
    network.ok("know hal trust")
    network.ok("know hal room")
    assert one(network, "hal-orr", "books")["not_now"] is None


def test_words_are_found_wherever_something_is_known(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Ann Berg")
    for field, word, points in (
        ("profession", "zebras", 6), ("tag", "yaks", 5), ("company", "emus", 4),
        ("city", "Ghent", 3), ("note", "chess", 1),
    ):  # fmt: skip
        reflog.ok("contact", "edit", "ann", f"--{field}", word)
        assert one(reflog, "ann-berg", word)["fit"] == points
    for topic, word in {
        "does": "rams", "say": "boars", "wants": "cows", "apart": "owls", "story": "cats",
        "used": "dogs",
    }.items():  # fmt: skip
        reflog.ok("know", "ann", topic, word)
        assert one(reflog, "ann-berg", word)["fit"] == (5 if topic == "does" else 4)
    reflog.ok("know", "ann", "plans", "gnus")
    reflog.ok("note", "ann", "likes", "gnus")
    assert reflog.json("match gnus") == []


def test_a_need_or_an_offer_counts_of_what_i_gave_them_alone(reflog: Commands) -> None:
    reflog.ok("intro", "Fred Moss", "Sally Ng", "--need", "zebras", "--offer", "yaks")
    reflog.ok("intro", "Gina Lee", "Sally Ng", "--need", "zebras", "--by", "fred")
    for text in ("zebras", "yaks"):
        assert handles(reflog.json("match", text)) == ["fred-moss"]
        assert reflog.json("match", text)[0]["fit"] == 3
    reflog.ok("mark fred declined")
    assert reflog.json("match zebras") == []


def test_words_found_further_count_one_each(network: Commands) -> None:
    network.ok("know tess say great with a mess")
    assert one(network, "tess-ax", "books", "in", "a", "mess")["fit"] == 6


def test_what_they_are_to_me_is_counted(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--profession", "plumber")
    reflog.ok("intro", "fred", "P One", "--on", "-30d")  # waiting, open
    reflog.ok("intro", "fred", "P Two", "--on", "-3d")  # open
    reflog.ok("intro", "fred", "P Three", "--on", "-400d")
    fred = one(reflog, "fred-moss", "plumber")
    assert (fred["room"], fred["track"], fred["owed"]) == (-3, -2, 0)
    assert fred["last_on"] == "2026-11-18"


def test_the_track_counts_what_was_won_declined_and_bad(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--profession", "plumber")
    for stage, on in (
        ("won", "-20d"), ("won", "-700d"), ("won", "-731d"), ("declined", "-180d"),
        ("declined", "-181d"), ("bad", "-300d"),
    ):  # fmt: skip
        number = reflog.json("intro", "fred", "+Some One", "--on", on)["changed"][0]["id"]
        reflog.ok("mark", str(number), stage, "--on", on)
    fred = one(reflog, "fred-moss", "plumber")
    assert fred["track"] == 2 - 2 - 2
    assert fred["room"] == 0


def test_what_i_owe_counts_a_pay_back_and_what_they_gave_me_more(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--profession", "plumber")
    for _time in range(2):
        reflog.ok("received", "+Some One", "--from", "fred")
    reflog.ok("received", "+Some One", "--from", "fred", "--lead")
    reflog.ok("received", "+Some One", "--from", "fred", "--on", "-731d", "--no-follow-up")
    reflog.ok("intro", "fred", "+Any One")
    assert one(reflog, "fred-moss", "plumber")["owed"] == 1
    reflog.ok("follow fred pay-back")
    assert one(reflog, "fred-moss", "plumber")["owed"] == 3


def test_i_and_who_needs_it_are_never_a_match(network: Commands) -> None:
    network.ok("know me does bookkeeping")
    assert "me" not in handles(network.json("match bookkeeping"))
    assert "bo-kerr" not in handles(network.json("match", "bookkeeping", "--for", "bo"))


def test_for_somebody_who_is_what_they_want_counts_two_more(network: Commands) -> None:
    network.ok("know tess wants bakers and butchers")
    plain = one(network, "tess-ax", "books")
    wanted = one(network, "tess-ax", "books", "--for", "ann")
    assert wanted["fit"] == plain["fit"] + 2
    assert "Ann Berg is the kind of client they want" in wanted["reasons"]


def test_role_and_limit_narrow_what_is_listed(network: Commands) -> None:
    network.ok("contact edit tess --role partner")
    assert handles(network.json("match books --role partner")) == ["tess-ax"]
    assert handles(network.json("match books --limit 2")) == ["bo-kerr", "tess-ax"]
    assert "… and 2 more: --limit 4" in network.ok("match books --limit 2").err


def test_without_a_text_the_one_open_need_of_somebody_counts(network: Commands) -> None:
    refused = network.refused(2, "match", "--for", "ann")
    assert "What does Ann Berg need?" in refused.err
    network.ok("know ann needs a bookkeeper")
    assert handles(network.json("match --for ann"))[0] == "bo-kerr"
    network.ok("know ann needs a plumber")
    refused = network.refused(3, "match", "--for", "ann", "--json")
    assert len(refused.error["candidates"]) == 2


def test_nobody_for_it_is_no_error_and_says_what_to_type(reflog: Commands) -> None:
    assert reflog.json("match zebras") == []
    answer = reflog.ok("match zebras")
    assert 'No one you know is a match for "zebras" yet.' in answer.out
    assert "reflog know NAME needs zebras" in answer.out


def test_a_pay_back_finds_who_fits_what_somebody_wants(network: Commands) -> None:
    assert network.json("match --to hal") == []
    assert "reflog know @hal-orr wants TEXT" in network.ok("match --to hal").out
    network.ok("know hal wants bakers")
    (ann,) = network.json("match --to hal")
    assert list(ann) == MATCH
    assert (ann["contact"], ann["fit"], ann["points"]) == ("ann-berg", 6, 6)
    assert [ann[part] for part in ("trust", "room", "track", "owed")] == [None] * 4
    assert "You could introduce" in network.ok("match --to hal").out
    network.ok("intro hal ann --on 2025-01-02")
    assert network.json("match --to hal") == []
    network.today = "2027-01-03"
    (ann,) = network.json("match --to hal")
    assert ann["last_on"] == "2025-01-02"


def test_what_is_needed_may_stand_behind_the_name_of_who_needs_it(network: Commands) -> None:
    network.ok("know tess wants bakers")
    assert handles(network.json("match --for ann books in a mess"))[0] == "bo-kerr"
    assert handles(network.json("match --for Ann Berg books")) == handles(
        network.json("match", "books", "--for", "ann")
    )
    assert handles(network.json("match --to tess bookkeepers"))[0] == "bo-kerr"


def test_what_is_open_is_listed_with_the_best_for_it_or_nobody(network: Commands) -> None:
    assert "No open needs." in network.ok("match").out
    assert network.json("match") == []
    network.ok("know ann needs a copywriter")
    network.ok("know rita needs books done --on yesterday")
    network.ok("intro", "bo", "Cy Dale", "--need", "his books", "--on", "-5d")
    network.ok("mark", "bo", "declined", "--why", "too big")
    found = network.json("match")
    assert [list(row) for row in found] == [OPENING] * 3
    assert [(row["kind"], row["contact"], row["best"], row["able"]) for row in found] == [
        ("follow-up", "ann-berg", None, 0),
        ("follow-up", "rita-rec", "bo-kerr", 2),
        ("introduction", "cy-dale", "tess-ax", 1),
    ]
    page = network.ok("match").out
    assert "nobody yet" in page
    assert "Bo Kerr and 1 more" in page
    network.ok("intro tess cy")
    assert len(network.json("match")) == 2


@each_row(
    "words",
    [
        ["match", "--to", "bo", "--for", "ann", "x"],
        ["match", "--role", "partner"],
        ["match", "x", "--role", "boss"],
        ["match", "x", "--limit", "0"],
        ["match", "  "],
        ["match", "--to", "me"],
        ["intro", "bo"],
        ["intro", "Nobody"],
    ],
)
def test_what_cannot_be_asked_is_refused(network: Commands, words: list[str]) -> None:
    network.refused(2, *words)


def test_of_two_people_of_a_name_the_one_with_a_need_is_meant_where_none_is_typed(
    network: Commands,
) -> None:
    network.ok("contact", "add", "Sally May")
    network.ok("contact", "add", "Sally Orr")
    network.ok("know", "Sally Orr", "needs", "books", "done")
    assert network.json("match --for sally") == network.json("match --for @sally-orr")
    network.refused(3, "match", "--for", "sally", "books")


def test_whose_room_is_used_up_is_full_and_the_number_is_no_reason(network: Commands) -> None:
    network.ok("know tess room 1")
    network.ok("intro tess ann")
    (tess,) = (one for one in network.json("match books") if one["contact"] == "tess-ax")
    assert (tess["not_now"], tess["reasons"][0]) == ("full", "full for now")


def test_where_only_a_role_is_looked_at_nobody_is_said_of_it_alone(network: Commands) -> None:
    said = network.ok("match books --role friend").out
    assert said.startswith('No one you know with the role friend is a match for "books" yet. ')
    network.ok("know bo wants bakers")
    said = network.ok("match --to bo --role friend").out
    assert said.startswith("No one with the role friend you could introduce to Bo Kerr fits ")


def test_match_never_writes(network: Commands) -> None:
    network.ok("know ann needs books done")
    before = network.content()
    for words in ("match", "match books", "match --for ann", "match --to bo"):
        network.ok(words)
    assert network.content() == before


def test_one_name_and_a_need_propose_who_is_able(network: Commands) -> None:
    refused = network.refused(3, "intro", "ann", "--need", "books in a mess", "--json")
    assert refused.error["code"] == "ambiguous"
    assert refused.error["candidates"] == ["bo-kerr", "tess-ax"]
    refused = network.refused(3, "intro", "ann", "--need", "a zebra", "--json")
    assert refused.error["code"] == "not-found"
    network.ok("know ann needs a bookkeeper")
    refused = network.refused(3, "intro", "ann", "--json")
    assert refused.error["candidates"] == ["bo-kerr"]
    assert "reflog intro @bo-kerr @ann-berg" in refused.error["hint"]
    network.refused(2, "intro", "ann", "--caller", "nobody")


def test_how_many_more_are_able_is_said_where_the_best_are_proposed(reflog: Commands) -> None:
    for letter in "abcdefghijk":
        reflog.ok("contact", "add", f"Pia {letter}{letter}", "--profession", "plumber")
    refused = reflog.refused(3, "intro", "ann", "--need", "plumber")
    assert 'Ann needs "plumber"; these are the best 9 of 11; nothing was changed.' in refused.err
    assert "all of them: reflog match plumber --limit 11\n" in refused.err
    assert len(reflog.json("match plumber --limit 11")) == 11


def at_a_terminal(reflog: Commands, line: list[str], answers: list[str]) -> tuple[int, str]:
    """Type a command on a terminal, and an answer at each prompt."""
    environ = {**reflog.environ(), "TERM": "xterm"}
    terminal = Typed(line, environ, size=(160, 50))
    try:
        for place, answer in enumerate(answers, 1):
            terminal.wait_for("cancel: " if place == 1 else "name: ")
            terminal.type(answer.encode() + b"\r")
        return terminal.end(), terminal.seen
    finally:
        terminal.close()


def test_at_a_terminal_one_is_chosen_by_number(network: Commands) -> None:
    network.ok("know ann needs a bookkeeper")
    code, seen = at_a_terminal(network, ["intro", "ann"], ["1"])
    assert code == 0, seen
    assert "new contact" in seen
    assert "find somebody later" in seen
    (made,) = network.json("intros")
    assert (made["provider"], made["prospect"], made["need"]) == (
        "bo-kerr",
        "ann-berg",
        "a bookkeeper",
    )
    assert network.json("due --all --purpose find") == []


def test_at_a_terminal_somebody_new_can_be_named(network: Commands) -> None:
    line = ["intro", "Gus Ray", "--need", "a", "bookkeeper"]
    code, seen = at_a_terminal(network, line, ["2", "Cora Lind"])
    assert code == 0, seen
    (made,) = network.json("intros")
    assert (made["provider"], made["prospect"]) == ("cora-lind", "gus-ray")


def test_at_a_terminal_it_can_wait(network: Commands) -> None:
    line = ["intro", "Gus Ray", "--need", "a", "bookkeeper"]
    code, seen = at_a_terminal(network, line, ["3"])
    assert code == 0, seen
    (find,) = network.json("due --all --purpose find")
    assert (find["contact"], find["what"]) == ("gus-ray", "find a bookkeeper for Gus Ray")
    assert network.json("intros") == []


def test_what_i_need_myself_and_nobody_serves_yet_is_mine_to_do(network: Commands) -> None:
    code, seen = at_a_terminal(network, ["intro", "me", "--need", "a", "bookkeeper"], ["3"])
    assert code == 0, seen
    assert 'You need "a bookkeeper"' in seen
    (mine,) = network.json("due --all")
    assert (mine["contact"], mine["purpose"], mine["what"]) == ("me", "other", "find a bookkeeper")
    refused = network.refused(3, "intro", "me", "--need", "astronomer").err
    assert 'No one you know can help you with "astronomer" yet' in refused
    assert "to remember to find someone: reflog follow me find astronomer" in refused
    assert "What do you need?" in network.refused(2, "match", "--for", "me").err


def test_since_when_somebody_is_not_trusted_is_said_before_what_is_so(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Tom Reilly", "--profession", "roofer")
    reflog.ok("know", "tom", "doubt", "late", "twice")
    said = reflog.ok("intro tom ann --need roof").err
    assert "Since Saturday 2026-11-21 you don't trust Tom Reilly for now: late twice" in said
    reflog.ok("know", "tom", "out", "moved")
    said = reflog.ok("intro tom bob --need roof").err
    assert "Tom Reilly left your network on Saturday 2026-11-21: moved" in said


def test_what_was_found_is_quoted_as_it_is_written_and_not_as_it_was_typed(
    reflog: Commands,
) -> None:
    reflog.ok("contact", "add", "Bob", "--profession", "Master Plumber", "--tag", "tax-adviser")
    reflog.ok("know bob does Boilers, repaired overnight")
    reflog.ok("intro bob sally --need a plumbing firm")
    reasons = {
        typed: reflog.json(f"match {typed}")[0]["reasons"][0]
        for typed in ("plumer", "adviserss", "boiler", "plumbing")
    }
    assert reasons == {
        "plumer": '"Plumber" is in their profession',
        "adviserss": '"tax-adviser" is in one of their tags',
        "boiler": '"Boilers" is in what they do',
        "plumbing": '"Plumber" is in their profession',
    }
