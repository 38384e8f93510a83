from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflog.domain import pictures as shown
from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.reports import balances
from reflog.reports.pictures import network, pictures
from reflog.storage import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book
    from commands import Commands
    from reflog.domain.pictures import Network, Pictures
    from year import Year

BEGIN, END = "2026-01-01", "2026-12-31"
RANK = {"connected": 1, "met": 2, "won": 3}


def asked(book: Book, since: str = "2026-10-01", until: str = "2026-11-21") -> Pictures:
    with book.reader() as reader:
        return pictures(reader, since, until)


def drawn(found: Network) -> list[Any]:
    """Each person with who brought them, by handle, and the number of the introduction."""
    return [
        (
            one.contact,
            None if one.through_at is None else found.people[one.through_at].contact,
            one.first and one.first.number,
        )
        for one in found.people
    ]


def test_an_empty_ledger_has_pictures_of_nothing(book: Book) -> None:
    found = asked(book)
    assert [month.month for month in found.months] == ["2026-10", "2026-11"]
    assert {(one.given, one.received) for one in found.reached} == {(0, 0)}
    assert (found.open, found.median_days, found.partners, found.days_to_won) == (0, None, (), ())
    with book.reader() as reader:
        assert [one.contact for one in network(reader, "2026-11-21").people] == ["me"]


def test_leads_do_not_count_nor_introductions_of_others(book: Book) -> None:
    fred, sally, gina = book.people("Fred", "Sally", "Gina")
    book.introduction(ME, fred, sally, stage="lead")
    book.introduction(gina, fred, sally)
    mine = book.introduction(ME, fred, gina)
    found = asked(book)
    assert [(one.given, one.received) for one in found.reached] == [(1, 0), (0, 0), (0, 0), (0, 0)]
    assert found.months[1].given == 1
    with book.reader() as reader:
        edges = network(reader, "2026-11-21").edges
    assert [(one.number, one.direction) for one in edges] == [(mine - 1, "other"), (mine, "given")]


def test_a_lead_that_became_an_introduction_later_is_a_lead_until_then(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    number = book.introduction(ME, fred, sally, on="2026-10-01", stage="lead")
    book.comes_to(number, "introduced", "2026-10-20")
    assert asked(book, until="2026-10-19").reached[0].given == 0
    assert asked(book, until="2026-10-20").reached[0].given == 1


def test_what_came_after_the_last_day_does_not_count(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    number = book.introduction(ME, fred, sally, on="2026-10-05")
    book.comes_to(number, "connected", "2026-10-10")
    book.comes_to(number, "won", "2026-10-20")
    book.business(number, 100, on="2026-10-20")
    book.comes_to(number, "bad", "2026-11-02")
    for until, reached, ended, open_, days in (
        ("2026-10-05", [1, 0, 0, 0], 0, 1, None),
        ("2026-10-19", [1, 1, 0, 0], 0, 1, None),
        ("2026-10-20", [1, 1, 1, 1], 0, 0, 15),
        ("2026-11-02", [1, 1, 1, 1], 1, 0, 15),
    ):
        found = asked(book, until=until)
        assert [one.given for one in found.reached] == reached, until
        assert (found.ended["bad"], found.open, found.median_days) == (ended, open_, days)
        with book.reader() as reader:
            (edge,) = network(reader, until).edges
        assert edge.won == (days is not None)
        assert edge.business == ((Money(minor=100, currency="USD"),) if days else ())


def test_no_thanks_are_owed_yet_for_what_came_after_the_last_day(book: Book) -> None:
    gina, sally = book.people("Gina", "Sally")
    number = book.introduction(gina, ME, sally, on="2026-11-05")
    book.follow_up(gina, "thank", about_id=number)
    assert [one.thanks_owed for one in asked(book).partners] == [1]
    assert asked(book, until="2026-11-04").partners == ()


def test_business_counts_in_its_own_month_whatever_the_age_of_its_introduction(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    old = book.introduction(ME, fred, sally, on="2024-03-01")
    book.comes_to(old, "won", "2024-04-01")
    book.business(old, 500, on="2024-04-01")
    book.business(old, 700, "EUR", on="2026-10-31")
    book.business(old, 900, on="2026-11-01")
    found = asked(book)
    assert [one.business for one in found.months] == [
        (Money(minor=700, currency="EUR"),),
        (Money(minor=900, currency="USD"),),
    ]
    assert found.reached[0].given == 0
    (partner,) = found.partners
    assert partner.given_business == (
        Money(minor=700, currency="EUR"),
        Money(minor=900, currency="USD"),
    )


def test_business_with_whoever_came_by_themselves_counts_in_its_month_alone(
    reflog: Commands,
) -> None:
    reflog.ok("contact add zora")
    reflog.ok("business zora 500 --on 2026-11-02")
    found = reflog.json("picture")
    assert [one["business"] for one in found["months"] if one["business"]] == [
        [{"amount": "500.00", "currency": "USD"}]
    ]
    assert found["partners"] == []
    assert found["days_to_won"] == []


def test_the_median_is_the_upper_of_two_middles(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    for days in (3, 1, 9, 4):
        number = book.introduction(ME, fred, sally, on="2026-10-01")
        book.comes_to(number, "won", f"2026-10-{days + 1:02}")
    found = asked(book)
    assert [one.days for one in found.days_to_won] == [3, 1, 9, 4]
    assert found.median_days == 4
    assert found.days_to_won[0].provider_name == "Fred"


def test_twelve_months_begin_on_the_first_eleven_months_back() -> None:
    assert shown.twelve_months(date(2026, 11, 28)) == date(2025, 12, 1)
    assert shown.twelve_months(date(2026, 12, 31)) == date(2026, 1, 1)
    assert shown.twelve_months(date(2026, 1, 1)) == date(2025, 2, 1)
    assert shown.months_of("2025-11-30", "2026-02-01") == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]


def test_people_hang_below_the_first_introduction_and_later_ones_are_again(book: Book) -> None:
    fred, sally, gina, ann = book.people("Fred", "Sally", "Gina", "Ann")
    later = book.introduction(ME, fred, sally, on="2026-10-09")
    first = book.introduction(gina, ME, sally, on="2026-10-02")
    own = book.introduction(gina, ME, gina, on="2026-10-03")
    below = book.introduction(sally, ME, ann, on="2026-10-04")
    book.comes_to(below, "won", "2026-10-05")
    with book.reader() as reader:
        found = network(reader, "2026-11-21")
        branch = network(reader, "2026-11-21", center=sally)
        recent = network(reader, "2026-11-21", since="2026-10-04")
    assert drawn(found) == [
        ("me", None, None),
        ("gina", None, None),
        ("sally", "gina", first),
        ("ann", "sally", below),
    ]
    assert [one.number for one in found.again] == [own, later]
    assert [(one.brought, one.below, one.won) for one in found.people] == [
        (1, 3, 1),
        (1, 2, 1),
        (1, 1, 1),
        (0, 0, 0),
    ]
    assert drawn(branch) == [("sally", None, None), ("ann", "sally", below)]
    assert [one.number for one in branch.edges] == [below]
    assert drawn(recent) == [("me", None, None), ("sally", "me", later), ("ann", "sally", below)]


def test_a_circle_is_cut_at_its_earliest_introduction(book: Book) -> None:
    ann, ben, vic = book.people("Ann", "Ben", "Vic")
    book.introduction(ann, vic, ben, on="2026-10-01")
    back = book.introduction(ben, vic, ann, on="2026-10-02")
    with book.reader() as reader:
        found = network(reader, "2026-11-21")
    assert [one[:2] for one in drawn(found)] == [("me", None), ("ann", None), ("ben", "ann")]
    assert [one.number for one in found.again] == [back]


PEOPLE = 7
DAYS = [f"2026-10-{day:02}" for day in range(1, 8)]
PARTIES = st.tuples(*[st.integers(1, PEOPLE)] * 3).filter(
    lambda parties: parties[1] not in {parties[0], parties[2]}
)
MADE = st.lists(
    st.tuples(PARTIES, st.sampled_from(DAYS), st.sampled_from(["lead", "introduced", "won"])),
    max_size=16,
)


@given(MADE)
@settings(max_examples=25, deadline=None)
def test_everyone_stands_behind_whoever_brought_them_and_every_introduction_is_an_edge(
    new_book: Callable[[], Book], made: list[Any]
) -> None:
    book = new_book()
    with book.writing():
        book.people(*(f"Person {at}" for at in range(2, PEOPLE + 1)))
        numbers = [
            book.introduction(introducer, provider, prospect, on, stage=stage, stage_on=on)
            for (introducer, provider, prospect), on, stage in made
        ]
    counted = [
        number for number, (_, _, stage) in zip(numbers, made, strict=True) if stage != "lead"
    ]
    with book.reader() as reader:
        found = network(reader, "2026-11-21")
    assert sorted(edge.number for edge in found.edges) == counted
    assert len({one.contact for one in found.people}) == len(found.people)
    for at, one in enumerate(found.people):
        assert one.through_at is None or one.through_at < at
        assert (one.first is None) == (one.through_at is None)
        if one.first:
            assert (one.first.from_at, one.first.to_at) == (one.through_at, at)
    assert found.people[0].below == len(found.people) - 1
    firsts = [one.first.number for one in found.people if one.first]
    assert sorted(firsts + [one.number for one in found.again]) == counted


# The made-up year.


@pytest.fixture(scope="module")
def year(year_ledger: Year) -> Pictures:
    today = year_ledger.months[-1][0].isoformat()
    with Reader(str(year_ledger.reflog.ledger), today) as reader:
        return pictures(reader, BEGIN, today)


def rows(year_ledger: Year, sql: str) -> list[Any]:
    with Reader(str(year_ledger.reflog.ledger), END) as reader:
        return [tuple(row) for row in reader.connection.execute(sql)]


def mine(year_ledger: Year) -> dict[int, Any]:
    """The introductions that count, as the model has them, by number."""
    return {
        number: intro
        for number, intro in year_ledger.model.intros.items()
        if intro.stage != "lead" and "me" in {intro.introducer, intro.provider, intro.prospect}
    }


def test_the_months_are_what_was_counted_beside_the_year(year_ledger: Year, year: Pictures) -> None:
    made: Counter[tuple[str, bool]] = Counter()
    for intro in mine(year_ledger).values():
        made[f"{intro.on:%Y-%m}", intro.introducer == "me"] += intro.on.isoformat() >= BEGIN
    for month in year.months:
        assert month.given == made[month.month, True]
        assert month.received == made[month.month, False]
    thanks = Counter(direction for _contact, direction in year_ledger.model.thanks.values())
    assert sum(one.thanks_given for one in year.months) == thanks["given"]
    assert sum(one.thanks_received for one in year.months) == thanks["received"]
    business: dict[str, Decimal] = defaultdict(Decimal)
    for intro in mine(year_ledger).values():
        for amount, currency in intro.business.values():
            business[currency] += amount
    told: dict[str, Decimal] = defaultdict(Decimal)
    for month in year.months:
        for money in month.business:
            told[money.currency] += Decimal(money.minor).scaleb(
                0 if money.currency == "JPY" else -2
            )
    assert told == business
    assert len(business) == 3


def test_what_became_of_the_year_is_what_was_counted_beside_it(
    year_ledger: Year, year: Pictures
) -> None:
    counted = {n: one for n, one in mine(year_ledger).items() if one.on.isoformat() >= BEGIN}
    best: Counter[int] = Counter()
    won_on: dict[int, str] = {}
    for number, stage, on in rows(
        year_ledger, "SELECT introduction_id, stage, reached_on FROM stage_change ORDER BY id"
    ):
        best[number] = max(best[number], RANK.get(stage, 0))
        if stage == "won":
            won_on[number] = min(won_on.get(number, on), on)
    for step, told in enumerate(year.reached):
        for count, is_given in ((told.given, True), (told.received, False)):
            assert count == sum(
                best[number] >= step and (one.introducer == "me") == is_given
                for number, one in counted.items()
            )
    stages = Counter(one.stage for one in counted.values())
    assert year.ended == {stage: stages[stage] for stage in ("lost", "declined", "bad")}
    assert year.open == sum(stages[stage] for stage in ("introduced", "connected", "met"))
    days = {
        number: (date.fromisoformat(won_on[number]) - one.on).days
        for number, one in counted.items()
        if number in won_on
    }
    assert {one.introduction: one.days for one in year.days_to_won} == days
    assert year.median_days == sorted(days.values())[len(days) // 2]


def test_the_partners_are_those_of_the_balance(year_ledger: Year, year: Pictures) -> None:
    """The model counts introductions that were dated back into the year before, too."""
    with Reader(str(year_ledger.reflog.ledger), END) as reader:
        whole = pictures(reader, "2025-12-01", year.until).partners
        told = balances.balance(reader)
    assert [one.contact for one in whole] == [one.contact for one in told]
    for one, other in zip(whole, told, strict=True):
        assert one.as_dict() == {key: getattr(other, key) for key in one.fields}
    expected = year_ledger.model.balance()
    assert {one.contact: one.given for one in whole} == {
        handle: one["given"] for handle, one in expected.items()
    }


def test_the_network_is_the_tree_without_leads(year_ledger: Year) -> None:
    with Reader(str(year_ledger.reflog.ledger), END) as reader:
        found = network(reader, END)
    intros = {
        number: one for number, one in year_ledger.model.intros.items() if one.stage != "lead"
    }
    assert {edge.number for edge in found.edges} == set(intros)
    firsts: dict[str, Any] = {}
    for one in sorted(intros.values(), key=lambda one: (one.on, one.number)):
        if one.introducer != one.brought:
            firsts.setdefault(one.brought, one)
    told = {one.contact: one.first.number for one in found.people if one.first}
    assert told == {handle: one.number for handle, one in firsts.items()}
    ends = {end for one in intros.values() for end in (one.introducer, one.brought)}
    assert {one.contact for one in found.people} == {*ends, "me"}


# What is left out for others.


def test_initials_stand_for_names_and_nothing_else_tells_who_it_is(book: Book) -> None:
    with book.writing():
        fred = book.person("Fred Moss", company="Moss Roofs", city="Graz", profession="roofer")
        sally = book.person("Sally-Ann Ng")
        number = book.introduction(ME, fred, sally)
        book.comes_to(number, "won", "2026-11-03")
        book.business(number, 1000)
    with book.reader() as reader:
        whole = pictures(reader, "2026-11-01", "2026-11-21")
        whole = whole.replaced(network=network(reader, "2026-11-21"))
    masked = shown.without_names(whole)
    assert not {
        word for word in ("Fred", "Moss", "fred", "Sally", "Graz", "roof") if word in repr(masked)
    }
    assert masked.network is not None
    assert [one.name for one in masked.network.people] == ["me", "S. A. N."]
    assert [one.contact_name for one in masked.partners] == ["F. M."]
    assert masked.days_to_won[0].provider_name == "F. M."
    bare = shown.without_amounts(whole)
    assert "Money" not in repr(bare)
    assert bare.reached == whole.reached
    assert shown.initials("") == "?"


def test_the_owner_is_named_once_they_have_a_name(reflog: Commands) -> None:
    for name in ("", "Tess Marlow"):
        if name:
            reflog.ok("config", "name", name)
        with Reader(str(reflog.ledger), "2026-11-21") as reader:
            assert pictures(reader, "2026-11-01", "2026-11-21").owner == name
