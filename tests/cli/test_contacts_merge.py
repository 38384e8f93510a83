"""Merging: two contacts turn out to be one person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from damage import remembered

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def twice(reflog: Commands) -> Commands:
    """Ann is in the ledger twice, each time with everything."""
    reflog.ok(
        "contact", "add", "Ann Berg", "--email", "ann@example.com", "--phone", "+1 212 555 0101",
        "--tag", "golf", "--note", "first", "--city", "Bern",
    )  # fmt: skip
    reflog.ok(
        "contact", "add", "Annie Stone", "--email", "ANN@example.com", "--phone",
        "+1 (212) 555-0101", "--phone", "+1 212 555 0199", "--tag", "Golf", "--tag", "bni",
        "--alias", "Nan", "--note", "second", "--city", "Thun", "--company", "Berg AG",
    )  # fmt: skip
    reflog.ok("intro fred ann-berg --on 2026-11-01")
    reflog.ok("received gina --from annie-stone --on 2026-11-02")
    reflog.ok("intro annie-stone hugo --on 2026-11-03")
    reflog.ok("mark hugo bad --at-fault annie-stone --on 2026-11-04")
    reflog.ok("thanks annie-stone for it")
    reflog.ok("met annie-stone over lunch")
    reflog.ok("note annie-stone likes tea")
    reflog.ok("follow annie-stone ask --due 2026-12-01")
    reflog.ok("follow ann-berg ask --due 2026-12-24")
    return reflog


def test_merge_moves_everything(twice: Commands) -> None:
    before = {
        key: {one["id"] for handle in ("ann-berg", "annie-stone") for one in shown[key]}
        for shown in [twice.json("show annie-stone")]
        for key, handle in (
            ("introductions", ""), ("thanks", ""), ("one_to_ones", ""), ("notes", "")
        )
    }  # fmt: skip
    answer = twice.json("contact merge ann-berg annie-stone --yes")
    found = twice.json("show ann-berg")
    for key, numbers in before.items():
        assert numbers
        assert numbers <= {one["id"] for one in found[key]}
    assert found["contact"] == {
        "handle": "ann-berg",
        "name": "Ann Berg",
        "aliases": ["Annie Stone", "Nan"],
        "company": "Berg AG",
        "greeting": None,
        "language": None,
        "profession": None,
        "role": None,
        "emails": ["ann@example.com"],
        "phones": ["+1 212 555 0101", "+1 212 555 0199"],
        "city": "Bern",
        "note": "first\nsecond",
        "tags": ["golf", "bni"],
        "created_on": "2026-11-21",
    }
    assert [one["handle"] for one in answer["changed_contacts"]] == ["ann-berg"]
    twice.refused(3, "show @annie-stone")
    assert twice.json("show Nan")["contact"]["handle"] == "ann-berg"
    assert twice.json("show 8")["at_fault"] is not None


def test_follow_ups_of_a_family_are_joined_with_the_earlier_day(twice: Commands) -> None:
    twice.ok("contact merge ann-berg annie-stone --yes")
    asks = [one for one in twice.json("show ann-berg")["follow_ups"] if one["purpose"] == "ask"]
    assert [one["due_on"] for one in asks] == ["2026-12-01"]


def test_merge_shows_both_and_asks(twice: Commands) -> None:
    refused = twice.refused(3, "contact merge ann-berg annie-stone")
    assert "reflog contact merge @ann-berg @annie-stone --yes" in refused.err
    twice.refused(3, "contact merge ann-berg annie-stone --json")
    twice.refused(2, "contact merge ann-berg")
    twice.refused(2, "contact merge ann of berg annie-stone --yes")
    twice.refused(3, "contact merge ann-berg nobody --yes")
    merged = twice.ok("contact merge ann-berg annie-stone --yes").out
    assert "Annie Stone (annie-stone) is now Ann Berg (ann-berg)." in merged


@pytest.mark.parametrize(
    ("made", "pair"),
    [
        ("intro fred sally", "fred sally"),
        ("intro fred sally", "sally fred"),
        ("received sally --from fred", "me sally"),
        ("intro gina hugo --by fred", "fred gina"),
        ("intro fred sally", "fred me"),
        ("intro fred sally", "fred fred"),
        ("met fred", "me fred"),
    ],
)
def test_merge_refuses_to_make_one_person_both(reflog: Commands, made: str, pair: str) -> None:
    reflog.ok(made)
    reflog.refused(4, f"contact merge {pair} --yes")


def test_the_introducer_may_come_to_be_the_prospect(reflog: Commands) -> None:
    reflog.ok("received ann --from annie")
    reflog.ok("contact merge ann annie --yes")
    assert reflog.json("show 1")["tier"] == 1
    owed = [one["purpose"] for one in reflog.json("due --all")]
    assert owed == ["thank", "first-call"], "nobody is told how things stand with themselves"


def test_a_person_without_follow_ups_may_turn_out_to_be_me(reflog: Commands) -> None:
    reflog.ok("intro gina hugo --by maxi --on 2026-11-01")
    reflog.ok("contact merge me maxi --yes")
    shown = reflog.json("show 1")
    assert (shown["introducer"], shown["direction"]) == ("me", "given")


def test_somebody_of_whom_is_known_what_is_never_said_of_me_cannot_turn_out_to_be_me(
    reflog: Commands,
) -> None:
    reflog.ok("know maxi say she keeps books")
    reflog.ok("know maxi trust")
    assert "#2 says trust" in reflog.refused(4, "contact merge me maxi --yes").err
    assert reflog.json("know me")["sheet"]["facts"] == []
    reflog.ok("delete 2 --yes")
    reflog.ok("contact merge me maxi --yes")
    assert "what to say about me: she keeps books" in reflog.ok("log").out


def test_merge_moves_what_files_said_and_who_is_not_the_same(twice: Commands) -> None:
    with closing(sqlite3.connect(twice.ledger)) as connection:
        ids = dict(connection.execute("SELECT handle, id FROM contact").fetchall())
    kept, gone, fred = (ids[handle] for handle in ("ann-berg", "annie-stone", "fred"))
    remembered(twice.ledger, kept, gone, fred)
    twice.ok("contact merge ann-berg annie-stone --yes")
    with closing(sqlite3.connect(twice.ledger)) as connection:
        cards = connection.execute("SELECT key, contact_id FROM contact_card").fetchall()
        pairs = connection.execute("SELECT low_id, high_id FROM contact_distinct").fetchall()
    assert dict(cards) == {f"key-{kept}": kept, f"key-{gone}": kept, f"key-{fred}": fred}
    assert pairs == [(kept, fred)]
    twice.ok("undo")
    twice.ok("check")


def test_two_names_of_two_words_each_are_told_apart_by_who_is_known(reflog: Commands) -> None:
    for name in ("Karen Doyle", "Mum Doyle", "Uncle Ron", "Sven May"):
        reflog.ok("contact", "add", name)
    assert "different people" in reflog.ok("contact duplicates --distinct uncle ron sven may").out
    assert "is now Karen Doyle" in reflog.ok("contact merge karen doyle mum doyle --yes").out
    refused = reflog.refused(2, "contact merge karen doyle uncle bob --yes").err
    assert 'reflog contact merge "karen doyle" "uncle bob" --yes' in refused
    reflog.ok("contact", "add", "Uncle")
    reflog.ok("contact", "add", "Ron Sven May")
    assert "put each in quotes" in reflog.refused(2, "contact merge uncle ron sven may").err
