"""The report of a period for the group, whom to meet, and the network as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

REPORT = [
    *("since", "until", "tag", "given", "received", "one_to_ones", "business_given"),
    *("business_received", "visitors", "thanks", "looking_for"),
]
MEET = [
    *("contact", "contact_name", "reason", "due_on", "every", "met_on", "touched_on", "learn"),
    *("emails", "phones"),
]
USD = "USD"


def usd(amount: str) -> list[dict[str, str]]:
    return [{"amount": amount, "currency": USD}]


def number(answer: Any) -> int:
    (made,) = [one["id"] for one in answer["changed"] if one["kind"] == "introduction"]
    assert isinstance(made, int)
    return made


@pytest.fixture
def week(reflog: Commands) -> Commands:
    """A week with something of everything, and something before it."""
    reflog.ok("contact add Fred Moss --tag bni")
    reflog.ok("contact add Gina Lee --tag BNI")
    reflog.ok("contact add Hal Orr")
    reflog.ok("intro", "fred", "Old One", "--on", "-8d")  # 1
    reflog.ok("intro", "fred", "Sally Ng", "--need", "a boiler", "--on", "-7d")
    reflog.ok("intro", "gina", "me", "--on", "-2d")
    reflog.ok("intro", "hal", "Lea Dunn", "--lead", "--on", "-2d")
    reflog.ok("received", "Cy Dale", "--from", "hal", "--on", "-1d")
    reflog.ok("received", "gina", "--from", "gina", "--on", "-1d")
    reflog.ok("received", "To Day", "--from", "fred")
    reflog.ok("met fred --on -3d")
    reflog.ok("met hal --on -3d")
    reflog.ok("business cy 400 --on -1d --no-next")
    reflog.ok("business sally 1000 --on -4d --no-next")
    reflog.ok("business sally 500 --on today --no-next")
    reflog.ok("thanks hal --on -1d")
    reflog.ok("thanks sally --received --on -1d")
    reflog.ok("know", "Vi Sit", "visited", "--on", "-3d")
    reflog.ok("know me wants bakeries")
    return reflog


def test_a_report_is_of_the_seven_days_up_to_yesterday(week: Commands) -> None:
    found = week.json("report")
    assert list(found) == REPORT
    assert (found["since"], found["until"], found["tag"]) == ("2026-11-14", "2026-11-20", None)
    made = {one["prospect"]: one["id"] for one in week.json("intros")}
    assert found["given"] == {
        "count": 2, "inside": 1, "introductions": [made["sally-ng"], made["me"]],
    }  # fmt: skip
    assert found["received"] == {
        "count": 2, "inside": 1, "introductions": [made["cy-dale"], made["gina-lee"]],
    }  # fmt: skip
    assert len(found["one_to_ones"]) == 2
    assert found["business_given"] == {
        "total": usd("400.00"),
        "of": [{"contact": "hal-orr", "contact_name": "Hal Orr", "total": usd("400.00")}],
    }
    assert found["business_received"] == {
        "total": usd("1000.00"),
        "of": [{"contact": "fred-moss", "contact_name": "Fred Moss", "total": usd("1000.00")}],
    }
    assert found["visitors"] == ["vi-sit"]
    assert found["thanks"] == {"given": 1, "received": 1}
    assert found["looking_for"] == "bakeries"


def test_a_lead_from_before_that_became_an_introduction_is_told_apart(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --tag bni")
    reflog.ok("intro fred sally --lead --need tea --on -12d")
    reflog.ok("received ann --from hal --lead --on -12d")
    reflog.ok("intro fred ida --lead --on -12d")
    reflog.ok("intro fred jo --lead --on -3d")
    for line in (
        "mark sally introduced --on -3d",
        "mark sally met --on -2d",
        "mark ann won --on -1d",
    ):
        reflog.ok(line)
    reflog.ok("mark ida lost --on -2d")
    reflog.ok("mark jo introduced --on -2d")
    page = reflog.ok("report").out
    assert re.search(r"Referrals given: 1\n +#\d+ +Fred Moss +Jo\n", page)
    given = r"Leads given before, introduced now: 1\n +#2 +Fred Moss +Sally +tea\n"
    assert re.search(given.replace("#2", r"#\d+"), page)
    received = r"Leads received before, introduced now: 1\n +#\d+ +Hal +Ann\n"
    assert re.search(received, page)
    assert "Ida" not in page
    assert not re.search(received, reflog.ok("report --tag bni").out)
    assert "before" not in reflog.ok("report --since -20d").out
    assert reflog.json("report")["given"]["count"] == 1


def test_since_a_day_it_goes_up_to_today(week: Commands) -> None:
    found = week.json("report --since -8d")
    assert (found["since"], found["until"]) == ("2026-11-13", "2026-11-21")
    assert (found["given"]["count"], found["received"]["count"]) == (3, 3)
    assert found["business_received"]["total"] == usd("1500.00")
    one_day = week.json("report --since -8d --until -8d")
    assert (one_day["until"], one_day["given"]["count"]) == ("2026-11-13", 1)


def test_only_members_count_with_a_tag(week: Commands) -> None:
    found = week.json("report --tag Bni")
    assert found["tag"] == "Bni"
    assert (found["given"]["count"], found["received"]["count"]) == (2, 1)
    assert len(found["one_to_ones"]) == 1
    assert found["business_given"]["of"] == []
    assert [one["contact"] for one in found["business_received"]["of"]] == ["fred-moss"]
    assert found["thanks"] == {"given": 0, "received": 0}
    assert found["visitors"] == ["vi-sit"]


def test_amounts_can_be_left_out(week: Commands) -> None:
    found = week.json("report --no-amounts")
    for part in ("business_given", "business_received"):
        assert found[part]["total"] is None
        assert [one["total"] for one in found[part]["of"]] == [None]
    page = week.ok("report --no-amounts").out
    assert "400" not in page
    assert "Hal Orr" in page
    assert "400 USD" in week.ok("report").out


def test_the_page_can_be_read_out(week: Commands) -> None:
    page = week.ok("report").out
    for text in (
        "Sat 14 Nov 2026 to Fri 20 Nov 2026",
        "Referrals given: 2 (1 inside)",
        "Fred Moss",
        "a boiler",
        "own business",
        "Referrals received: 2 (1 inside)",
        "One-to-ones: 2",
        "Thank you for closed business: 400 USD",
        "Visitors: 1",
        "1 given, 1 received",
        "bakeries",
    ):
        assert text in page, page


def test_a_quiet_week_is_no_error(reflog: Commands) -> None:
    assert reflog.json("report")["given"] == {"count": 0, "inside": 0, "introductions": []}
    page = reflog.ok("report").out
    assert "reflog intro PROVIDER PROSPECT" in page
    assert "reflog know me wants TEXT" in page


@each_row(
    "words",
    [
        "report --since tomorrow",
        "report --until tomorrow",
        "report --until -9d",
        "report --since -2d --until -3d",
        "report fred",
    ],
)
def test_a_period_that_is_none_is_refused(reflog: Commands, words: str) -> None:
    reflog.refused(2, words)


def test_whom_to_meet_is_due_then_never_met_then_quiet(reflog: Commands) -> None:
    for name in ("Fred Moss", "Gina Lee", "Hal Orr", "Ida Poe", "Joe Roe", "Kay Sun"):
        reflog.ok("contact", "add", name, "--role", "partner")
    reflog.ok("follow fred one-to-one --due 7d --every 30d")
    reflog.ok("follow gina one-to-one --due 8d")
    reflog.ok("intro hal sally --no-follow-up")
    reflog.ok("met ida --on -200d")
    reflog.ok("met joe --on -91d")
    reflog.ok("met kay --on -200d")
    reflog.ok("thanks kay --on -90d")
    found = reflog.json("met")
    assert [list(one) for one in found] == [MEET] * 5
    assert [(one["contact"], one["reason"]) for one in found] == [
        ("fred-moss", "due"),
        ("hal-orr", "never"),
        ("gina-lee", "never"),
        ("ida-poe", "quiet"),
        ("joe-roe", "quiet"),
    ]
    fred, hal, _gina, ida, _joe = found
    assert (fred["due_on"], fred["every"], fred["met_on"]) == ("2026-11-28", "30d", None)
    assert (hal["due_on"], hal["touched_on"]) == (None, "2026-11-21")
    assert ida["met_on"] == ida["touched_on"] == "2026-05-05"
    assert fred["learn"] == ["wants", "say", "room"]
    reflog.ok("know fred wants dentists")
    assert reflog.json("met --limit 1")[0]["learn"] == ["say", "room", "does"]
    page = reflog.ok("met").out
    assert page.index("Due") < page.index("Never met") < page.index("Quiet")
    assert "What should you tell people about Fred Moss?" in page
    reflog.ok("know hal out")
    assert "hal-orr" not in [one["contact"] for one in reflog.json("met")]


def test_nobody_to_meet_is_no_error_and_a_name_still_records(reflog: Commands) -> None:
    assert reflog.json("met") == []
    assert "reflog met NAME" in reflog.ok("met").out
    for words in (["met", "--on", "yesterday"], ["met", "--new"], ["met", "fred", "--limit", "2"]):
        reflog.refused(2, *words)
    assert reflog.json("met fred coffee")["changed"][0]["kind"] == "one-to-one"


def test_the_network_counts_room_and_roles(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --role partner")
    reflog.ok("contact add Gina Lee --role partner")
    reflog.ok("know fred room")
    reflog.ok("know gina full")
    reflog.ok("contact add Hal Orr --role association")
    reflog.ok("contact add Out Law --role partner")
    reflog.ok("know @out-law out")
    for name, on in (("New Client", "-365d"), ("Old Client", "-366d")):
        made = number(reflog.json("received", name, "--from", "fred", "--on", on))
        reflog.ok("mark", str(made), "won", "--on", on)
    reflog.ok("intro gina me --no-follow-up")
    reflog.ok("intro", "+Sup Plier", "me", "--no-follow-up")
    found = reflog.json("network")
    assert list(found) == ["partners", "roles", "professions", "needs", "eat"]
    assert found["partners"] == {"count": 3, "room": 1, "full": 1, "unknown": 1}
    counts = {one["role"]: (one["count"], one["contacts"]) for one in found["roles"]}
    assert counts["client"] == (1, ["new-client"])
    assert counts["past-client"] == (1, ["old-client"])
    assert counts["association"] == (1, ["hal-orr"])
    assert counts["supplier"] == (2, ["gina-lee", "sup-plier"])
    assert counts["partner"] == (1, ["fred-moss"])
    assert counts["colleague"] == (0, [])
    page = reflog.ok("network").out
    assert "1 with room for more, 1 full, 1 unknown" in page
    assert re.search(r"0 +colleagues +no one yet", page)


def test_whom_i_did_business_with_before_it_went_badly_is_a_past_client(reflog: Commands) -> None:
    made = str(number(reflog.json("received ann --from fred --on -400d")))
    reflog.ok("mark", made, "won", "-a", "300", "--on", "-390d")
    reflog.ok("mark", made, "bad", "--on", "-380d")
    roles = {one["role"]: one["contacts"] for one in reflog.json("network")["roles"]}
    assert (roles["client"], roles["past-client"]) == ([], ["ann"])


def test_no_partner_by_role_is_not_said_to_be_no_partner(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    page = reflog.ok("network").out
    assert "1 partner: " in page
    assert re.search(r"by role\n(.+\n)* +0 +with the role partner +no one yet\n", page)


def test_the_network_names_professions_needs_and_who_eats(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss --profession plumbing")
    reflog.ok("contact add Gina Lee --tag lawyers")
    reflog.ok("know me partners plumber, lawyer, web designer")
    reflog.ok("know", "Ann Berg", "needs", "a copywriter")
    reflog.ok("know", "Ann Berg", "needs", "a plumber")
    for name, amount in (("Sally Ng", "100"), ("me", "30")):
        made = number(reflog.json("intro", "fred", name, "--on", "-20d"))
        reflog.ok("business", str(made), amount, "--on", "-10d")
    made = number(reflog.json("intro", "gina", "Bob Ochs", "--on", "-800d"))
    reflog.ok("business", str(made), "900", "--on", "-731d")
    reflog.ok("business", str(made), "50", "--on", "-730d")
    found = reflog.json("network")
    assert found["professions"] == [
        {"profession": "plumber", "contacts": ["fred-moss"]},
        {"profession": "lawyer", "contacts": ["gina-lee"]},
        {"profession": "web designer", "contacts": []},
    ]
    (need,) = found["needs"]
    assert (need["contact"], need["need"], need["best"], need["able"]) == (
        "ann-berg",
        "a copywriter",
        None,
        0,
    )
    assert found["eat"] == [
        {
            "contact": "fred-moss", "contact_name": "Fred Moss", "introductions": 1,
            "own_custom": 1, "business": usd("130.00"),
        },
        {
            "contact": "gina-lee", "contact_name": "Gina Lee", "introductions": 1,
            "own_custom": 0, "business": usd("50.00"),
        },
    ]  # fmt: skip


def test_looking_at_the_network_never_writes(week: Commands) -> None:
    before = week.content()
    for words in ("network", "report", "met", "ask", "ask --since 1y"):
        week.ok(words)
    assert week.content() == before


def test_an_empty_network_is_no_error(reflog: Commands) -> None:
    found = reflog.json("network")
    assert found["partners"] == {"count": 0, "room": 0, "full": 0, "unknown": 0}
    assert found["eat"] == found["needs"] == found["professions"] == []
    assert "reflog contact edit NAME --role partner" in reflog.ok("network").out
