"""A whole year, lived through the command line: what is told equals what was counted beside it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

from journaling import (
    broken_links,
    name_words,
    rebuilt_name_words,
    rebuilt_search_terms,
    replayed,
    search_terms,
    tables_of,
)
from year_model import ME, QUESTIONS, told_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from year import Year

COMMANDS = {
    "intro", "received", "due", "done", "snooze", "drop", "follow", "mark", "business", "thanks",
    "met", "note", "who", "tree", "balance", "show", "intros", "log", "find", "edit", "delete",
    "config", "contact list", "contact add", "contact edit", "contact rename", "contact alias",
    "contact merge", "know", "ask", "match", "network", "report",
}  # fmt: skip


def test_the_year_is_a_full_one(year_ledger: Year) -> None:
    intros = year_ledger.model.intros.values()
    months = len(year_ledger.months)
    assert months in {2, 12}
    assert len(year_ledger.model.people) >= 12.5 * months
    assert year_ledger.typed["intro"] + year_ledger.typed["received"] >= 25 * months
    stages = Counter(intro.stage for intro in intros)
    assert set(stages) == {
        "lead", "introduced", "connected", "met", "won", "lost", "declined", "bad",
    }  # fmt: skip
    assert {currency for one in intros for _, currency in one.business.values()} == {
        "USD", "EUR", "JPY",
    }  # fmt: skip
    assert any(len(one.business) > 1 for one in intros)
    assert {one.introducer == ME for one in intros if one.own_custom} == {True, False}
    assert {direction for _, direction in year_ledger.model.thanks.values()} == {
        "given",
        "received",
    }
    assert max(tier for _, _, tier, *_ in year_ledger.model.tree().values()) >= 5


def test_every_command_was_typed(year_ledger: Year) -> None:
    assert set(year_ledger.typed) == COMMANDS


def test_the_balance_with_every_partner_is_what_was_counted(year_ledger: Year) -> None:
    for day, seen in year_ledger.months:
        expected = seen["expected balance"]
        told = {
            one["contact"]: {
                **{name: one[name] for name in next(iter(expected.values()))},
                "given_business": told_sums(one["given_business"]),
                "received_business": told_sums(one["received_business"]),
            }
            for one in seen["balance"]
        }
        assert told == expected, day


def test_the_report_of_every_month_is_what_was_counted(year_ledger: Year) -> None:
    for day, seen in year_ledger.months:
        told = seen["report"]
        expected = seen["expected report"]
        for part in ("given", "received"):
            found = (sorted(told[part]["introductions"]), told[part]["inside"])
            assert found == expected[part], (day, part)
            assert told[part]["count"] == len(found[0])
        assert sorted(told["one_to_ones"]) == expected["one_to_ones"], day
        for part in ("business_given", "business_received"):
            closed = {one["contact"]: told_sums(one["total"]) for one in told[part]["of"]}
            assert closed == expected[part], (day, part)


def test_who_eats_when_i_eat_is_who_got_business_through_me(year_ledger: Year) -> None:
    for day, seen in year_ledger.months:
        expected = seen["expected eat"]
        told = {
            one["contact"]: (
                one["introductions"], one["own_custom"], told_sums(one["business"]),
            )
            for one in seen["network"]["eat"]
        }  # fmt: skip
        assert len(told) == min(10, len(expected)), day
        assert told == {handle: expected[handle] for handle in told}, day
        partners = seen["network"]["partners"]
        assert partners["count"] == partners["room"] + partners["full"] + partners["unknown"]


def test_every_need_that_nobody_serves_is_open(year_ledger: Year) -> None:
    needs = 0
    for day, seen in year_ledger.months:
        told = {one["id"] for one in seen["match"] if one["kind"] == "follow-up"}
        assert told == seen["expected finds"], day
        needs += len(told)
    assert needs


def test_some_were_passed_on(year_ledger: Year) -> None:
    _day, seen = year_ledger.months[-1]
    assert [one for one in seen["intros"] if one["passed_to"] is not None]


def test_the_tree_holds_every_introduction_once_with_the_business_below(year_ledger: Year) -> None:
    for day, seen in year_ledger.months:
        told = {}
        for above, node in _walk(seen["tree"]):
            if above is None:
                assert node["introduction"] is None
                continue
            assert node["introduction"] not in told
            told[node["introduction"]] = (
                above["contact"],
                node["contact"],
                node["tier"],
                told_sums(node["own_business"]),
                told_sums(node["business"]),
            )
        assert told == seen["expected tree"], day


def test_due_lists_what_was_counted_most_overdue_first(year_ledger: Year) -> None:
    for day, seen in year_ledger.months:
        for name in ("due", "due all"):
            told = [
                (one["id"], one["contact"], one["purpose"], one["about"], one["days_overdue"])
                for one in seen[name]
            ]
            assert told == seen[f"expected {name}"], (day, name)


def test_every_open_introduction_has_one_open_question_with_each_other_side(
    year_ledger: Year,
) -> None:
    for day, seen in year_ledger.months:
        questions = Counter(
            (one["about"], one["contact"]) for one in seen["due all"] if one["purpose"] in QUESTIONS
        )
        assert all(count == 1 for count in questions.values()), day
        assert len(seen["answerable"]) > 10
        assert seen["answerable"] - set(questions) == set(), day


def test_every_stage_is_what_it_was_marked(year_ledger: Year) -> None:
    _day, seen = year_ledger.months[-1]
    told = {one["id"]: (one["stage"], one["on"]) for one in seen["intros"]}
    assert told == {
        one.number: (one.stage, one.on.isoformat()) for one in year_ledger.model.intros.values()
    }


def test_the_journal_of_the_year_is_the_year(year_ledger: Year) -> None:
    with closing(sqlite3.connect(year_ledger.reflog.ledger)) as connection:
        assert replayed(connection) == tables_of(connection)
        assert broken_links(connection) == []
        assert search_terms(connection) == rebuilt_search_terms(connection)
        assert name_words(connection) == rebuilt_name_words(connection)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _walk(roots: list[dict[str, Any]]) -> Iterator[tuple[Any, dict[str, Any]]]:
    waiting: list[tuple[Any, dict[str, Any]]] = [(None, root) for root in roots]
    while waiting:
        above, node = waiting.pop()
        yield above, node
        waiting += [(node, child) for child in node["through"]]
