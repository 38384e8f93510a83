"""Who, tree, balance, intros: who has referred whom, as typed."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from books import Book
from reflog.domain.contacts import ME

if TYPE_CHECKING:
    from commands import Commands

BRANCH = {
    "contact",
    "contact_name",
    "introduction",
    "stage",
    "tier",
    "own_business",
    "business",
    "through",
}


def usd(amount: str) -> list[dict[str, str]]:
    return [{"amount": amount, "currency": "USD"}]


@pytest.fixture
def chain(reflog: Commands) -> Commands:
    """Fred brought Ann, Ann brought Bob, Bob brought Cleo; each brought business."""
    for prospect, introducer, on in (
        ("ann", "fred", "2026-10-01"),
        ("bob", "ann", "2026-10-02"),
        ("cleo", "bob", "2026-10-03"),
    ):
        reflog.ok(f"received {prospect} --from {introducer} --on {on}")
    reflog.ok("business 1 1000")
    reflog.ok("business 5 200eur")
    reflog.ok("business 9 30")
    return reflog


def test_a_chain_four_deep_stands_under_its_root_with_the_sums_below(chain: Commands) -> None:
    assert chain.ok("tree").out == (
        "Fred  total €200, 1,030 USD\n"
        "  Ann  #1  won  1,000 USD  total €200, 1,030 USD\n"
        "    Bob  #5  won  €200  total €200, 30 USD\n"
        "      Cleo  #9  won  30 USD\n"
    )
    (fred,) = chain.json("tree")
    assert set(fred) == BRANCH
    assert (fred["contact"], fred["contact_name"]) == ("fred", "Fred")
    assert (fred["introduction"], fred["stage"], fred["tier"]) == (None, None, None)
    assert fred["own_business"] == []
    assert fred["business"] == [{"amount": "200.00", "currency": "EUR"}, *usd("1030.00")]
    (ann,) = fred["through"]
    assert set(ann) == BRANCH
    assert (ann["introduction"], ann["stage"], ann["tier"]) == (1, "won", 2)
    assert ann["own_business"] == usd("1000.00")
    (bob,) = ann["through"]
    (cleo,) = bob["through"]
    assert (bob["tier"], cleo["tier"], cleo["through"]) == (3, 4, [])


def test_tree_with_a_name_says_how_they_came_and_shows_their_branch(chain: Commands) -> None:
    found = chain.json("tree bob")
    assert set(found) == BRANCH | {"path"}
    assert found["path"] == ["fred", "ann", "bob"]
    assert [one["contact"] for one in found["through"]] == ["cleo"]
    assert chain.ok("tree bob").out == (
        "Bob came through Fred → Ann.\n"
        "Bob  #5  won  €200  total €200, 30 USD\n"
        "  Cleo  #9  won  30 USD\n"
    )
    assert chain.json("tree fred")["path"] == ["fred"]
    assert "reflog who cleo" in chain.ok("tree cleo").out


@pytest.fixture
def quiet(reflog: Commands) -> Commands:
    """The same chain; business of the first of them in October, and thanks in November."""
    for prospect, introducer, on in (
        ("ann", "fred", "2026-10-01"),
        ("bob", "ann", "2026-10-02"),
        ("cleo", "bob", "2026-10-03"),
    ):
        reflog.ok(f"received {prospect} --from {introducer} --on {on}")
    reflog.ok("business 1 1000 --on 2026-10-05")
    reflog.ok("business 1 70 --on 2026-11-10")
    reflog.ok("thanks bob --for 9 --on 2026-11-12")
    return reflog


def test_tree_since_shows_what_was_made_from_then_on_and_counts_tiers_from_what_was(
    quiet: Commands,
) -> None:
    fred, bob = quiet.json("tree --since 2026-10-03")
    assert (fred["contact"], fred["tier"]) == ("fred", None)
    assert (fred["through"][0]["tier"], fred["through"][0]["through"]) == (2, [])
    assert (bob["contact"], bob["tier"]) == ("bob", None)
    assert [(one["contact"], one["tier"]) for one in bob["through"]] == [("cleo", 4)]
    assert quiet.json("tree --since 2026-11-13") == []
    assert "reflog tree" in quiet.ok("tree --since 2026-11-13").out


def test_tree_of_a_name_since_a_day_shows_no_introduction_twice_and_counts_its_business_once(
    reflog: Commands,
) -> None:
    """Bob brought Cat, and later Cat brought Bob; of that time alone, he came through her."""
    reflog.ok("intro xa bob --by ann --on 2026-11-01")
    reflog.ok("intro xa cat --by bob --on 2026-11-02")
    reflog.ok("intro xa bob --by cat --on 2026-11-10")
    reflog.ok("business 2 10 --on 2026-11-12")
    found = reflog.json("tree cat --since 2026-11-05")
    assert (found["introduction"], [one["introduction"] for one in found["through"]]) == (2, [3])
    assert found["through"][0]["through"] == []
    assert found["business"] == found["own_business"] == [{"amount": "10.00", "currency": "USD"}]


def test_tree_of_a_name_since_a_day_says_how_they_came_all_the_same(quiet: Commands) -> None:
    found = quiet.json("tree bob --since 2026-11-11")
    assert found["path"] == ["fred", "ann", "bob"]
    assert (found["introduction"], found["tier"]) == (5, 3)
    assert [(one["contact"], one["tier"]) for one in found["through"]] == [("cleo", 4)]
    assert quiet.ok("tree bob --since 2026-11-13").out == (
        "Bob came through Fred → Ann.\n"
        "Bob  #5  introduced\n"
        "No one has come through Bob since then. reflog tree bob shows who has.\n"
    )


@pytest.mark.parametrize(
    ("since", "sums", "numbers"),
    [
        ("2026-10-01", "1070.00", [1, 5, 9]),
        ("2026-10-02", "1070.00", [1, 5, 9]),
        ("2026-10-06", "70.00", [1, 9]),
        ("2026-11-10", "70.00", [1, 9]),
        ("2026-11-11", None, [9]),
        ("2026-11-13", None, []),
    ],
)
def test_business_and_thanks_count_from_their_own_day_whatever_the_age_of_the_introduction(
    quiet: Commands, since: str, sums: str | None, numbers: list[int]
) -> None:
    assert sorted(one["id"] for one in quiet.json(f"who --since {since}")) == numbers
    tree = quiet.json(f"tree --since {since}")
    roots = {one["contact"]: one["business"] for one in tree}
    assert roots.get("fred", []) == (usd(sums) if sums else [])
    balance = {one["contact"]: one for one in quiet.json(f"balance --since {since}")}
    assert balance.get("fred", {"received_business": []})["received_business"] == (
        usd(sums) if sums else []
    )
    assert balance.get("bob", {"thanks_given": 0})["thanks_given"] == (since <= "2026-11-12")
    assert [one["id"] for one in quiet.json(f"intros --since {since}")] == [
        number
        for number, on in ((1, "2026-10-01"), (5, "2026-10-02"), (9, "2026-10-03"))
        if on >= since
    ], "intros lists by the day they were made"


def test_who_since_a_day_says_of_an_old_introduction_the_business_of_the_period(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally --on 2025-01-01")
    reflog.ok("mark 1 won --on 2025-02-01 --amount 100")
    reflog.ok("business 1 200 --on 2026-11-10")
    for words in ("who", "who fred", "tree", "balance"):
        assert "200 USD" in reflog.ok(f"{words} --since 2026-11-01").out
        assert "300 USD" not in reflog.ok(f"{words} --since 2026-11-01").out
    assert "won, 300 USD" in reflog.ok("who").out
    (one,) = reflog.json("who --since 2026-11-01")
    assert [deal["amount"] for deal in one["business"]] == ["100.00", "200.00"]


def test_own_business_of_a_partner_in_the_period_counts_too(reflog: Commands) -> None:
    reflog.ok("intro gina me --on 2026-01-05")
    reflog.ok("business 1 50 --on 2026-11-05")
    (me,) = reflog.json("tree --since 2026-11-01")
    assert [(one["contact"], one["tier"]) for one in me["through"]] == [("gina", 1)]
    assert me["business"] == usd("50.00")


def test_the_edge_of_my_own_custom_runs_from_me_and_brings_the_provider(reflog: Commands) -> None:
    reflog.ok("intro gina me")
    reflog.ok("received ann --from gina")
    (me,) = reflog.json("tree")
    (gina,) = me["through"]
    assert (me["contact"], gina["contact"], gina["tier"]) == ("me", "gina", 1)
    assert [(one["contact"], one["tier"]) for one in gina["through"]] == [("ann", 3)]
    assert reflog.json("tree ann")["path"] == ["me", "gina", "ann"]


def test_a_partners_own_custom_is_a_leaf_under_them_that_brings_nobody(reflog: Commands) -> None:
    reflog.ok("received gina --from gina")
    (gina,) = reflog.json("tree")
    assert gina["introduction"] is None
    assert [(one["contact"], one["tier"], one["through"]) for one in gina["through"]] == [
        ("gina", 1, [])
    ]
    assert reflog.json("tree gina")["path"] == ["gina"]
    assert reflog.ok("tree").out == "Gina\n  Gina  #1  own business  introduced\n"


def test_later_introductions_of_a_person_end_in_the_number_of_the_first(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on 2026-10-01")
    reflog.ok("received sally --from hugo --on 2026-10-02")
    assert reflog.ok("tree").out.splitlines() == [
        "me",
        "  Sally  #1  introduced",
        "Hugo",
        "  Sally  #4  introduced  see #1",
    ]


def test_what_is_shown_below_is_found_by_its_number_too(reflog: Commands) -> None:
    reflog.ok("received ann --from fred --on 2026-10-01")
    reflog.ok("received bob --from ann --on 2026-10-05")
    reflog.ok("received ann --from hugo --on 2026-09-01")
    assert reflog.ok("tree").out.splitlines() == [
        "Hugo",
        "  Ann  #9  introduced",
        "    Bob  #5  introduced",
        "Fred",
        "  Ann  #1  introduced  see #9",
    ]


def test_who_closes_a_circle_has_a_branch_of_their_own(reflog: Commands) -> None:
    reflog.ok("received ann --from fred --on 2026-10-01")
    reflog.ok("received fred --from ann --on 2026-10-05")
    assert reflog.ok("tree").out.splitlines() == [
        "Fred",
        "  Ann  #1  introduced",
        "    Fred  #5  introduced  see their own branch",
    ]
    assert [one["contact"] for one in reflog.json("tree ann")["through"]] == ["fred"]
    assert reflog.json("tree ann --since 2026-10-02")["through"][0]["through"] == []


def test_who_lists_the_introductions_and_what_came_of_them(chain: Commands) -> None:
    assert [(one["id"], one["introducer"]) for one in chain.json("who")] == [
        (1, "fred"),
        (5, "ann"),
        (9, "bob"),
    ]
    assert "part" not in chain.json("who")[0]
    assert chain.ok("who").out.splitlines()[:4] == [
        "Fred",
        "  #1  Thu 1 Oct 2026  Fred referred Ann to me  won, 1,000 USD",
        "",
        "Ann",
    ]


def test_who_lists_under_each_introducer_who_brought_most_first(reflog: Commands) -> None:
    reflog.ok("intro ann bob --on 2026-10-01")
    reflog.ok("received cleo --from hugo --on 2026-10-02")
    reflog.ok("received dora --from fred --on 2026-10-03")
    reflog.ok("intro ann dora --on 2026-10-04")
    reflog.ok("received emil --from fred --on 2026-10-05")
    reflog.ok("received finn --from fred --on 2026-10-06")
    assert [line for line in reflog.ok("who").out.splitlines() if line[:1].isalpha()] == [
        *("Fred", "You", "Hugo"),
    ]
    found = reflog.json("who")
    assert [one["introducer"] for one in found] == ["fred"] * 3 + ["me"] * 2 + ["hugo"]
    assert [one["prospect"] for one in found] == ["dora", "emil", "finn", "bob", "dora", "cleo"]
    assert [one["introducer"] for one in reflog.json("who --since 2026-10-04")] == [
        *("fred", "fred", "me"),
    ]


def test_who_with_a_name_says_their_part_in_each(chain: Commands) -> None:
    assert [(one["id"], one["part"]) for one in chain.json("who ann")] == [
        (1, "prospect"),
        (5, "introducer"),
    ]
    assert {one["part"] for one in chain.json("who me")} == {"provider"}
    assert chain.ok("who ann").out == (
        "Introductions Ann made\n"
        "  #5  Fri 2 Oct 2026  Ann referred Bob to me  won, €200\n"
        "\n"
        "Who referred Ann\n"
        "  #1  Thu 1 Oct 2026  Fred referred Ann to me  won, 1,000 USD\n"
    )


def test_who_is_narrowed_by_stage_and_day(chain: Commands) -> None:
    chain.ok("received dora --from fred --on 2026-11-01")
    assert [one["prospect"] for one in chain.json("who --stage introduced")] == ["dora"]
    assert [one["prospect"] for one in chain.json("who fred --since 2026-11-01")] == ["ann", "dora"]
    chain.today = "2026-11-30"
    chain.ok("received emil --from fred")
    assert [one["prospect"] for one in chain.json("who fred --since 2026-11-22")] == ["emil"]
    assert chain.json("who --stage bad") == []
    assert "No introductions like that" in chain.ok("who --stage bad").out
    assert "No introductions like that" in chain.ok("who fred --stage bad").out
    chain.refused(2, "who --stage begun")
    chain.refused(2, "who --since rubbish")
    chain.refused(3, "who nobody")
    assert chain.refused(2, "who nobody --stage begun")


@pytest.fixture
def partners(reflog: Commands) -> Commands:
    """Two given to Fred, one a lead; one received from him; one of others."""
    reflog.ok("intro fred sally --on 2026-10-01")
    reflog.ok("intro fred lea --lead --on 2026-10-02")
    reflog.ok("received ann --from fred --on 2026-10-03")
    reflog.ok("intro gina hugo --by fred --on 2026-10-04")
    reflog.ok("business sally 500 --on 2026-10-05")
    reflog.ok("business ann 2500 --on 2026-11-05")
    return reflog


def test_the_balance_counts_both_ways_and_leads_not(partners: Commands) -> None:
    (fred,) = [one for one in partners.json("balance") if one["contact"] == "fred"]
    assert fred == {
        "contact": "fred",
        "contact_name": "Fred",
        "given": 1,
        "received": 1,
        "given_business": usd("500.00"),
        "received_business": usd("2500.00"),
        "thanks_given": 0,
        "thanks_received": 0,
        "thanks_owed": 1,
        "ahead": "even",
    }
    assert partners.json("balance fred") == fred
    partners.ok("thanks fred")
    partners.ok("thanks --received fred")
    after = partners.json("balance fred")
    counts = [after[f"thanks_{what}"] for what in ("given", "received", "owed")]
    assert counts == [1, 1, 0]


def test_the_balance_with_one_who_has_nothing_is_even(partners: Commands) -> None:
    partners.ok("contact add dora")
    assert partners.json("balance dora")["ahead"] == "even"
    assert [one["contact"] for one in partners.json("balance")] == ["fred"]
    assert "no introductions" in partners.ok("balance dora").out
    partners.refused(2, "balance me")


def test_the_balance_reads_as_one_line_a_partner_and_a_page_for_one(partners: Commands) -> None:
    partners.ok("intro fred dora")
    assert partners.ok("balance").out.splitlines() == [
        "partner  given        received       thanks  balance",
        "Fred     2 (500 USD)  1 (2,500 USD)  1 owed  you are 1 ahead",
    ]
    assert partners.ok("balance fred").out.splitlines() == [
        "Fred",
        "  you gave   2 introductions, 500 USD",
        "  they gave  1 introduction, 2,500 USD",
        "  thanks     1 owed",
        "  balance    you are 1 ahead",
    ]
    assert partners.json("balance fred --since 2026-10-02")["ahead"] == "even"


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("--given", [1, 2]),
        ("--received", [3]),
        ("--open", [2, 4]),
        ("--stage lead", [2]),
        ("--stage WON", [1, 3]),
        ("--by fred", [3, 4]),
        ("--by me", [1, 2]),
        ("--with ann", [3]),
        ("--with fred --given", [1, 2]),
        ("--since 2026-10-03", [3, 4]),
        ("--open --since 2026-10-03", [4]),
        ("--stage lost", []),
    ],
)
def test_intros_are_narrowed_by_every_option(
    partners: Commands, narrowed: str, expected: list[int]
) -> None:
    found: list[Any] = partners.json(f"intros {narrowed}".strip())
    order = {"sally": 1, "lea": 2, "ann": 3, "hugo": 4}
    assert [order[one["prospect"]] for one in found] == expected
    said = "No introductions like that" in partners.ok(f"intros {narrowed}".strip()).out
    assert said is (not found)


def test_intros_refuse_what_can_be_nothing(partners: Commands) -> None:
    partners.refused(2, "intros --given --received")
    partners.refused(2, "intros --stage x")
    partners.refused(3, "intros --by nobody")
    partners.refused(2, "intros --by nobody --since rubbish")


def test_an_introduction_has_every_key(partners: Commands) -> None:
    assert list(partners.json("intros")[0]) == [
        "id",
        "kind",
        "uid",
        "created_at",
        "direction",
        "tier",
        "introducer",
        "provider",
        "prospect",
        "on",
        "stage",
        "stage_on",
        "need",
        "offer",
        "caller",
        "consent",
        "effort",
        "why",
        "at_fault",
        "note",
        "imported",
        "missing",
        "business",
        "thanks",
        "follow_ups",
        "told",
        "stages",
        "passed_to",
    ]
    assert list(partners.json("intros")[0]["business"][0]) == [
        "id",
        "amount",
        "currency",
        "on",
        "note",
    ]


def test_the_json_of_a_tree_is_laid_out_as_that_of_every_answer(chain: Commands) -> None:
    for words in (
        "tree",
        "tree bob",
        "tree cleo",
        "tree --since 2026-10-02",
        "tree bob --since 2026-11-21",
    ):
        told = chain.ok(f"{words} --json").out
        assert told == json.dumps(json.loads(told), indent=2) + "\n"
    chain.today = "2026-11-25"
    assert chain.ok("tree --since 2026-11-22 --json").out == "[]\n"


def test_the_json_of_a_chain_goes_deeper_than_the_json_module_can(reflog: Commands) -> None:
    reflog.ok("contact add Ann")
    book = Book(str(reflog.ledger))
    with book.writing():
        people = book.people(*(f"Person {at}" for at in range(600)))
        for above, below in pairwise(people):
            book.introduction(above, ME, below)
    told = reflog.ok("tree", "--json").out
    assert (told.count('"contact":'), told.count("{"), told.count("}")) == (600, 600, 600)
    assert told.count("  ]\n") == 599
