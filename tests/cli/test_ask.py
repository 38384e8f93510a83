"""Whom to ask for an introduction, that I asked, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from commands import Commands

CANDIDATE = [
    *("contact", "contact_name", "not_now", "points", "reasons", "sentence", "follow_up"),
    *("asked_on", "asked", "came", "emails", "phones"),
]
ASKED = ["id", "contact", "contact_name", "on", "note", "came"]


def client(reflog: Commands, name: str, won_on: str) -> None:
    """Somebody came to me, and bought."""
    made = reflog.json("received", name, "--from", "+Intro Ducer", "--on", won_on)
    number = str(made["changed"][0]["id"])
    reflog.ok("mark", number, "won", "--on", won_on)
    for one in reflog.json("due --all"):
        if one["purpose"] in {"thank", "pay-back", "ask", "stay-in-touch"}:
            reflog.ok("drop", str(one["id"]))


def asked(reflog: Commands, handle: str) -> dict[str, Any]:
    (found,) = [one for one in reflog.json("ask --limit 99") if one["contact"] == handle]
    assert isinstance(found, dict)
    return found


def test_a_client_is_asked_first_and_more_so_while_it_is_fresh(reflog: Commands) -> None:
    client(reflog, "Ann Berg", "-30d")
    client(reflog, "Bob Ochs", "-91d")
    client(reflog, "Cy Dale", "-731d")
    reflog.ok("contact add Dan Ek --role past-client --phone 5550101")
    found = reflog.json("ask")
    assert [(one["contact"], one["points"]) for one in found] == [
        ("ann-berg", 6),
        ("bob-ochs", 4),
        ("dan-ek", 1),
    ]
    assert list(found[0]) == CANDIDATE
    assert found[0]["reasons"] == ["a client of yours", "won in the last 90 days"]
    assert found[2]["phones"] == ["5550101"]


def test_who_does_well_when_i_do_is_asked(reflog: Commands) -> None:
    reflog.ok("intro gina me --no-follow-up")
    reflog.ok("intro fred sally --no-follow-up")
    assert asked(reflog, "gina")["points"] == 2 + 1
    assert [one["contact"] for one in reflog.json("ask")] == ["gina"]
    reflog.ok("mark fred won --no-next")
    assert asked(reflog, "fred")["points"] == 2 + 1


def test_thanks_and_what_is_owed_count_either_way(reflog: Commands) -> None:
    reflog.ok("intro fred sally --no-follow-up")
    reflog.ok("thanks sally --received")
    assert asked(reflog, "sally")["points"] == 2
    for _time in range(5):
        reflog.ok("received", "+Some One", "--from", "sally", "--no-follow-up")
    assert "sally" not in [one["contact"] for one in reflog.json("ask")]
    reflog.ok("contact edit sally --role colleague")
    client(reflog, "@sally", "today")
    sally = asked(reflog, "sally")
    assert sally["points"] == 2 + 1 + 6 - 3
    assert "they gave you 5 more than you gave them" in sally["reasons"]


def test_an_ask_that_is_due_counts_and_one_to_come_does_not(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role supplier")
    reflog.ok("follow fred ask --due tomorrow")
    fred = asked(reflog, "fred-moss")
    assert (fred["points"], fred["follow_up"]) == (1, 1)
    reflog.today = "2026-11-22"
    assert asked(reflog, "fred-moss")["points"] == 1 + 3


def test_who_knows_my_pitch_is_asked_until_it_changes(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role supplier")
    reflog.ok("know fred told")
    assert asked(reflog, "fred-moss")["points"] == 2
    reflog.ok("know me wants bakeries")
    assert asked(reflog, "fred-moss")["points"] == 1
    reflog.ok("know fred told")
    assert asked(reflog, "fred-moss")["points"] == 2


def test_that_i_asked_does_the_open_ask_else_it_is_recorded_as_done(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role supplier")
    reflog.ok("follow fred ask --due 2w")
    answer = reflog.json("ask fred he will think about it")
    (done,) = answer["changed"]
    assert (done["id"], done["status"], done["note"]) == (1, "done", "he will think about it")
    (again,) = reflog.json("ask fred --on yesterday --note again")["changed"]
    assert (again["id"], again["done_on"], again["purpose"]) == (2, "2026-11-20", "ask")
    fred = asked(reflog, "fred-moss")
    assert (fred["asked"], fred["asked_on"], fred["not_now"]) == (2, "2026-11-21", "asked")
    reflog.ok("undo")
    assert asked(reflog, "fred-moss")["asked"] == 1
    (new,) = reflog.json("ask", "Zoë Ek", "sounded keen")["created_contacts"]
    assert new["handle"] == "zoe-ek"


def test_done_on_an_ask_is_the_same(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role supplier")
    reflog.ok("follow fred ask --due today")
    reflog.ok("done 1")
    assert asked(reflog, "fred-moss")["asked"] == 1


def test_what_they_introduce_to_me_came_of_the_ask_before_it(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role supplier")
    reflog.ok("ask fred --on 2026-01-05 first time")
    reflog.ok("received", "Ann Berg", "--from", "fred", "--on", "2026-01-04", "--no-follow-up")
    reflog.ok("received", "Bob Ochs", "--from", "fred", "--on", "2026-01-05", "--no-follow-up")
    reflog.ok("received", "Cy Dale", "--from", "fred", "--on", "2026-03-05", "--lead")
    reflog.ok("ask fred --on 2026-05-05")
    reflog.ok("received", "Di Ray", "--from", "fred", "--on", "2026-05-06", "--no-follow-up")
    reflog.ok("thanks fred --received")
    fred = asked(reflog, "fred-moss")
    assert (fred["asked"], fred["asked_on"]) == (2, "2026-05-05")
    assert "asking them has brought you somebody before" in fred["reasons"]
    later, first = reflog.json("ask --since 2026-01-01")
    assert list(later) == ASKED
    made = {one["prospect"]: one["id"] for one in reflog.json("intros")}
    assert later["came"] == fred["came"] == [made["di-ray"]]
    assert (first["on"], first["note"]) == ("2026-01-05", "first time")
    assert first["came"] == [made["bob-ochs"], made["cy-dale"]]
    assert [one["on"] for one in reflog.json("ask --since 2026-05-05")] == ["2026-05-05"]
    brought = f"brought #{made['bob-ochs']}, #{made['cy-dale']}"
    assert brought in reflog.ok("ask --since 2026-01-01").out


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (["know", "fred", "out"], "out"),
        (["know", "fred", "doubt"], "doubt"),
        (["ask", "fred", "--on", "-179d"], "asked"),
        (["follow", "fred", "thank"], "thank"),
        (["received", "fred", "--from", "+Any One", "--no-follow-up"], "deciding"),
    ],
)
def test_why_somebody_is_not_for_now(reflog: Commands, typed: list[str], why: str) -> None:
    reflog.ok("contact add Fred Moss --role client")
    reflog.ok("contact add Sally Ng --role client")
    reflog.ok(*typed)
    assert asked(reflog, "fred-moss")["not_now"] == why
    found = [one for one in reflog.json("ask") if one["contact"] in {"fred-moss", "sally-ng"}]
    assert [one["contact"] for one in found] == ["sally-ng", "fred-moss"]


def test_after_half_a_year_they_can_be_asked_again(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role client")
    reflog.ok("ask fred --on -180d")
    assert asked(reflog, "fred-moss")["not_now"] is None
    reflog.ok("config days.ask-again 200")
    assert asked(reflog, "fred-moss")["not_now"] == "asked"


def test_the_words_are_my_newest_wants_in_due_and_in_the_draft_too(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role client")
    reflog.ok("follow fred ask --due today")
    as_before = 'ask Fred Moss for an introduction: "who do you know who …?"'
    assert asked(reflog, "fred-moss")["sentence"] == as_before
    assert reflog.json("due")[0]["what"] == as_before
    reflog.ok("know me wants florists")
    reflog.ok("know me wants bakeries with three shops.")
    words = (
        'ask Fred Moss for an introduction: "who do you know? '
        'I am looking for bakeries with three shops"'
    )
    assert asked(reflog, "fred-moss")["sentence"] == words
    assert reflog.json("due")[0]["what"] == words
    assert "I am looking for bakeries with three shops" in reflog.ok("ask").out
    assert "I am looking for bakeries with three shops" in reflog.ok("due").out


def test_an_export_says_an_ask_in_the_words_that_due_has(reflog: Commands) -> None:
    reflog.ok("follow fred ask --due today")
    reflog.ok("know me wants bakeries")
    exported = json.loads(reflog.ok("export follow-ups").out)["follow_ups"][0]
    assert exported["what"] == reflog.json("due")[0]["what"]
    assert "bakeries" not in reflog.ok("export follow-ups --redact notes").out


@pytest.mark.parametrize("typed", ["I am looking for", "i'm looking for", "Looking for"])
def test_that_i_am_looking_for_it_is_said_once(reflog: Commands, typed: str) -> None:
    reflog.ok("follow fred ask --due today")
    reflog.ok("know", "me", "wants", f"{typed} small shops.")
    words = 'ask Fred for an introduction: "who do you know? I am looking for small shops"'
    assert reflog.json("due")[0]["what"] == words
    assert reflog.json("report")["looking_for"] == "small shops"
    assert "looking for small shops" in reflog.json("draft 1")["text"]


def test_that_i_am_full_is_said_first(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role client")
    reflog.ok("know me full until 1 feb")
    first = reflog.ok("ask").out.splitlines()[0]
    assert first == "You have no room for more work yourself until Mon 1 Feb 2027."


def test_nobody_to_ask_is_no_error(reflog: Commands) -> None:
    assert reflog.json("ask") == []
    assert "reflog intro PROVIDER PROSPECT" in reflog.ok("ask").out
    assert reflog.json("ask --since 1w") == []
    assert "reflog ask NAME" in reflog.ok("ask --since 1w").out


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "me"],
        ["ask", "--on", "yesterday"],
        ["ask", "--note", "x"],
        ["ask", "fred", "--since", "1w"],
        ["ask", "fred", "--limit", "3"],
        ["ask", "--limit", "no"],
        ["ask", "fred", "--on", "tomorrow"],
        ["ask", "fred", "nice", "--note", "twice"],
    ],
)
def test_what_cannot_be_asked_is_refused(reflog: Commands, words: list[str]) -> None:
    reflog.ok("contact add Fred Moss")
    reflog.refused(2, *words)


def test_after_the_draft_of_an_ask_it_says_how_to_record_that_it_was_sent(
    reflog: Commands,
) -> None:
    reflog.ok("contact", "add", "Fred Moss <fred@example.com>", "--role", "client")
    then = "Once it is sent: reflog ask @fred-moss"
    assert then in reflog.ok("draft fred --for ask").err
    reflog.ok("follow fred ask --due today")
    assert then in reflog.ok("draft 1").err


def test_whoever_has_helped_is_not_told_to_help_someone_first(reflog: Commands) -> None:
    assert "Help someone first: reflog intro PROVIDER PROSPECT" in reflog.ok("ask").out
    reflog.ok("intro gina hal --lead")
    assert "Help someone first" in reflog.ok("ask").out
    reflog.ok("intro fred sally")
    said = "No one to ask yet. Once somebody you helped does business: reflog mark N won\n"
    assert reflog.ok("ask").out == said
