"""What an import does: whom a card is about, what is taken of it, and the account of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain import schema
from reflog.domain.cards import directory as acquaintances
from reflog.domain.cards import match
from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.cards.directory import Directory, Person, Remembered
from reflog.domain.cards.merge import still_forgotten
from reflog.domain.cards.plan import KINDS, Options, Plan, Planner
from reflog.domain.cards.referrals import Referring
from reflog.domain.names.near import alike, identifies, near, same, skeleton
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Callable


def number(phone: str) -> str | None:
    """A number in E.164, of those that have their country."""
    digits = "".join(filter(str.isdecimal, phone))
    return f"+{digits}" if phone.startswith("+") and digits else None


def card(name: str, line: int = 1, source: str = "vcard", **said: Any) -> Card:
    return Card(line=line, source=source, name=name, **said)


def person(name: str, id_: int, **known: Any) -> Person:
    made = Person(name, id_, name.lower().replace(" ", "-"))
    for field, value in known.items():
        if field in schema.SINGLE:
            made.values[field] = value
        else:
            for one in value:
                made.keep(field, Directory(number).sameness(field, one), one)
    return made


def planned(
    *cards: Card,
    people: tuple[Person, ...] = (),
    known: tuple[tuple[int, int], ...] = (),
    **how: bool,
) -> Plan:
    directory = Directory(number)
    for one in people:
        directory.enter(one)
    planner = Planner(directory, Options(**how))
    plan = planner.take_all([Reading(source="vcard", file="f", cards=cards)], lambda _done: None)
    Referring(plan, directory, set(known)).introduce_all()
    return plan


def kinds(plan: Plan) -> list[str]:
    return [one.kind for one in plan.outcomes]


def written(plan: Plan) -> tuple[Person, ...]:
    """Let everyone be in the ledger, as the plan leaves them."""
    people = tuple(plan.people.values())
    for place, row in enumerate(plan.rows):
        row.person.cards[row.place] = Remembered(place, row.remembered.said)
    for id_, one in enumerate(people, 2):
        one.id = one.id or id_
        one.changed, one.added = {}, []
    return people


ALIKE = [
    ("Fred Moss", "fred moss"),
    ("Fred Moss", "Moss Fred"),
    ("Fred Moss", "F. Moss"),
    ("Fred Moss", "Frederick Moss"),
    ("Fred Moss", "Fred"),
    ("Fred Moss", "Moss"),
    ("José Ríos", "Jose Rios"),
    ("Ann Berg", "Ann Jensen"),
    ("Catherine Berg", "Katherine Berg"),
    ("王小明", "王小明"),
]
UNLIKE = [
    ("Anna Berg", "Tom Berg"),
    ("Anna Berg", "Tom Kerr"),
    ("Bob Moss", "Robert Moss"),
    ("", "Anna"),
]


@each_row(("one", "other"), ALIKE)
def test_names_that_may_be_one_persons(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_that_are_two_persons(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


SAME = [
    ("Fred Moss", "fred moss"),
    ("Fred Moss", "Moss, Fred"),
    ("Fred Moss", "F. Moss"),
    ("Fred Moss", "Frederick Moss"),
    ("Dr. Fred Moss", "Frederick Moss, PhD"),
    ("Ann Berg", "Ann Maria Berg"),
    ("Catherine Berg", "Katherine Berg"),
    ("Jon Smith", "John Smyth"),
    ("王小明", "王小明"),
]
TWO = [
    ("Ann Berg", "Ann Jensen"),
    ("Anna Berg", "Tom Berg"),
    ("Ann Berg", "Anna Berg"),
    ("Mario Berg", "Maria Berg"),
    ("Daniel Berg", "Daniela Berg"),
    ("Fred Moss", "Fred Moss Jr."),
    ("Fred Moss", "Fred"),
    ("Fred", "Fred"),
    ("Ann & Tom Berg", "Ann & Tom Berg"),
    ("Ann und Tom Berg", "Ann Berg"),
    ("Ann y Tom Berg", "Tom Berg"),
    ("Dr. Moss", "Dr. Moss"),
    ("Fred Bergmann", "Fred Berg"),
    ("Fred Berger", "Fred Berg"),
    ("Fred Moss", "Fred Mosse"),
]


@each_row(("one", "other"), SAME)
def test_names_that_are_one_persons_where_an_address_is_shared(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@each_row(("one", "other"), TWO)
def test_a_shared_address_makes_nobody_one_whose_last_name_differs(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jon Smith", "John Smyth"), ("Smith John", "Jon Smith"), ("Fred R. Moss", "Fred Moss")],
)
def test_near_names_are_found_by_one_skeleton(one: str, other: str) -> None:
    assert near(one, other)
    assert skeleton(one) == skeleton(other) != ""


def test_a_first_name_alone_is_near_nobody() -> None:
    assert skeleton("Fred") == ""
    assert not near("Fred", "Fred")
    assert not near("Jan Berg", "Jan Bergmann")


# --- whom a card is about


def test_a_new_card_is_a_new_person() -> None:
    plan = planned(card("Fred Moss", emails=("f@example.com",)), card("fred of the lower case"))
    assert kinds(plan) == ["added", "added"]
    assert [one.name for one in plan.people.values()] == ["Fred Moss", "Fred Of The Lower Case"]


@pytest.mark.parametrize("name", ["Fred Moss", "Frederick Moss", "Moss, Fred", "F Moss"])
def test_the_same_address_and_a_like_name_is_the_same_person(name: str) -> None:
    fred = person("Fred Moss", 2, emails=["Fred@Example.com"])
    plan = planned(card(name, emails=("fred@example.com",)), people=(fred,))
    assert plan.outcomes[0].person is fred


@each_row("name", ["Fred", "Fred Olsen", "Moss", "Fred & Sally Moss", "Acme"])
def test_a_shared_address_with_less_of_the_name_is_a_probable_duplicate(name: str) -> None:
    fred = person("Fred Moss", 2, emails=["fred@example.com"])
    plan = planned(card(name, emails=("fred@example.com",)), people=(fred,))
    assert kinds(plan) == ["added"]
    assert [(one.other, one.reason) for one in plan.likenesses] == [(fred, "the same e-mail")]


@pytest.mark.parametrize("name", ["Anna", "Moss", "Ann & Tom Berg", "Ann und Tom Berg"])
def test_a_name_that_may_be_anybodys_identifies_nobody(name: str) -> None:
    assert not identifies(name)
    known = person(name, 2, emails=["a@example.com"])
    for emails in ((), ("a@example.com",)):
        plan = planned(card(name, emails=emails), people=(known,))
        assert kinds(plan) == ["added"]
        assert len(plan.likenesses) == 1


@pytest.mark.parametrize(
    "keys", [("1", "2", "3"), (None, None, None)], ids=["by three keys", "by what they say"]
)
def test_three_cards_of_one_first_name_are_three(keys: tuple[str | None, ...]) -> None:
    cards = [card("Anna", key=key, city=f"Town {n}") for n, key in enumerate(keys)]
    plan = planned(*cards)
    assert kinds(plan) == ["added"] * 3
    assert kinds(planned(*cards, people=written(plan))) == ["unchanged"] * 3


def test_a_household_on_one_landline_is_three_people() -> None:
    names = ("Fred Moss", "Frieda Moss", "Paul Moss", "Paula Moss")
    plan = planned(*(card(name, phones=("+1 212 555 0101",)) for name in names))
    assert kinds(plan) == ["added"] * 4


def test_two_cards_of_different_keys_are_two_people_whatever_else_agrees() -> None:
    first = card("Fred Moss", key="1", emails=("f@example.com",), phones=("+1 212 555 0101",))
    cards = (first, first._replace(key="2"))
    for merge in (False, True):
        plan = planned(*cards, merge_duplicates=merge)
        assert kinds(plan) == ["added", "added"]
        people = written(plan)
        assert kinds(planned(*cards, people=people)) == ["unchanged"] * 2
    (fred,) = written(planned(cards[0]))
    assert kinds(planned(*cards, people=(fred,))) == ["unchanged", "added"]
    assert kinds(planned(*reversed(cards), people=(fred,))) == ["added", "unchanged"]


def test_cards_of_a_folder_are_as_cards_of_a_file() -> None:
    readings = [
        Reading(
            source="vcard",
            file=f"book/{key}.vcf",
            cards=(card("Fred Moss", key=key, emails=("f@example.com",)),),
        )
        for key in ("1", "2")
    ]
    planner = Planner(Directory(number), Options())
    assert kinds(planner.take_all(readings, lambda _done: None)) == ["added", "added"]


def test_two_who_share_an_address_stay_two() -> None:
    anna = person("Anna Berg", 2, emails=["bergs@example.com"])
    plan = planned(card("Tom Berg", emails=("bergs@example.com",)), people=(anna,))
    assert kinds(plan) == ["added"]
    assert [(one.name, one.other, one.reason) for one in plan.likenesses] == [
        ("Tom Berg", anna, "the same e-mail")
    ]


def test_the_same_number_however_typed_and_a_like_name_is_the_same_person() -> None:
    fred = person("Fred Moss", 2, phones=["+1 212 555 0101"])
    plan = planned(
        card("Frederick Moss", phones=("+1 (212) 555-0101",)),
        card("Tom Berg", phones=("+12125550101",)),
        people=(fred,),
    )
    assert kinds(plan) == ["updated", "added"]
    assert plan.outcomes[0].person is fred
    assert [(one.name, one.reason) for one in plan.likenesses] == [("Tom Berg", "the same number")]


def test_of_an_office_nobody_is_made_one_with_somebody_else() -> None:
    office = [
        card(name, phones=("+1 212 555 0101",), emails=("info@example.com",))
        for name in ("Anna Berg", "Tom Kerr", "Gina Olsen", "Hugo Stein")
    ]
    plan = planned(*office)
    assert kinds(plan) == ["added"] * 4
    merged = planned(*office, merge_duplicates=True)
    assert sorted(kinds(merged)) == ["added", "added", "added", "updated"]
    assert sum(one.is_taken for one in merged.likenesses) == 1
    by_number = [card(one.name, phones=one.phones) for one in office]
    assert kinds(planned(*by_number, merge_duplicates=True)) == ["added"] * 4
    assert len(planned(*by_number).likenesses) == 1


@each_row(
    ("known", "said"),
    [
        ({}, {}),
        ({}, {"emails": ("f@example.com",), "company": "Moss"}),
        ({"emails": ["f@example.com"]}, {"phones": ("+1 212 555 0101",)}),
        ({"company": "Moss"}, {"company": "MOSS"}),
        ({"phones": ["212 555 0101"]}, {"phones": ("+1 212 555 0101",)}),
        ({"aliases": ["Frederick Moss"]}, {"city": "Bern"}),
    ],
)
def test_exactly_the_same_name_that_nothing_contradicts_is_the_same_person(
    known: dict[str, Any], said: dict[str, Any]
) -> None:
    fred = person("Fred Moss", 2, **known)
    assert planned(card("FRED MOSS", **said), people=(fred,)).outcomes[0].person is fred


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"emails": ["f@example.com"]}, {"emails": ("m@example.com",)}),
        ({"phones": ["+1 212 555 0101"]}, {"phones": ("+1 212 555 0199",)}),
        ({"company": "Moss"}, {"company": "Olsen"}),
    ],
)
def test_the_same_name_with_other_addresses_is_left_apart_and_shown(
    known: dict[str, Any], said: dict[str, Any]
) -> None:
    fred = person("Fred Moss", 2, **known)
    plan = planned(card("Fred Moss", **said), people=(fred,))
    assert kinds(plan) == ["added"]
    assert [(one.other, one.reason) for one in plan.likenesses] == [(fred, "the same name")]
    merged = planned(card("Fred Moss", **said), people=(fred,), merge_duplicates=True)
    assert merged.outcomes[0].person is fred


def test_of_two_with_one_name_neither_is_taken() -> None:
    two = (person("Fred Moss", 2), person("Fred Moss", 3))
    plan = planned(card("Fred Moss"), people=two)
    assert kinds(plan) == ["added"]
    assert len(plan.likenesses) == 2
    assert kinds(planned(card("Fred Moss"), people=two, merge_duplicates=True)) == ["added"]


def test_an_address_of_several_is_the_one_who_has_the_name() -> None:
    people = (
        person("Fred Moss", 2, emails=["info@example.com"]),
        person("Fred Olsen", 3, emails=["info@example.com"]),
    )
    plan = planned(card("Fred Olsen", emails=("info@example.com",)), people=people)
    assert plan.outcomes[0].person is people[1]


def test_a_near_name_is_left_apart_unless_the_user_says_so() -> None:
    jon = person("Jon Smith", 2, company="Acme")
    near_one = card("John Smyth", company="Bcme")
    plan = planned(near_one, people=(jon,))
    assert (kinds(plan), plan.likenesses[0].reason) == (["added"], "a similar name")
    plan = planned(near_one, people=(jon,), merge_duplicates=True)
    assert kinds(plan) == ["updated"]
    assert list(jon.list_of("aliases").values()) == ["John Smyth"]
    assert jon.values["company"] == "Acme"


def test_the_same_person_twice_in_a_file_is_one() -> None:
    plan = planned(
        card("Fred Moss", emails=("f@example.com",)),
        card("Frederick Moss", emails=("f@example.com",), phones=("+1 212 555 0101",)),
        card("Fred Moss", emails=("f@example.com",)),
    )
    assert kinds(plan) == ["updated", "added", "unchanged"]
    assert len({id(one.person) for one in plan.outcomes}) == 1
    assert plan.outcomes[0].person is not None
    assert plan.outcomes[0].person.name == "Frederick Moss"


@pytest.mark.parametrize("aliases", [(), ("Tom",), ("T. Berg",)])
def test_a_key_given_to_two_persons_is_none(aliases: tuple[str, ...]) -> None:
    cards = (
        card("Fred Moss", key="1", aliases=aliases),
        card("Tom Berg", key="1"),
        card("Fred Moss", key="1", aliases=aliases),
    )
    plan = planned(*cards)
    assert kinds(plan) == ["added", "added", "unchanged"]
    assert len({row.place for row in plan.rows}) == len(plan.rows) == 2
    people = written(plan)
    for order in (cards, cards[::-1]):
        again = planned(*order, people=people)
        assert kinds(again) == ["unchanged"] * 3
        assert again.rows == []


def test_two_cards_of_one_person_do_not_overwrite_each_other_at_every_import() -> None:
    both = (
        card("Fred Moss", key="1", company="Moss", city="Bern"),
        card("Frederick Moss", key="1", company="Olsen", city="Bern"),
    )
    mail = ("f@example.com",)
    unkeyed = tuple(one._replace(key=None, emails=mail) for one in both)
    for cards in (both, unkeyed):
        people = written(planned(*cards, prefer_file=True))
        assert len(people) == 1
        again = planned(*cards, people=people, prefer_file=True)
        assert kinds(again) == ["unchanged", "unchanged"]
        assert not again.changes_something


def test_a_card_with_a_key_is_no_edition_of_one_without() -> None:
    mail = ("f@example.com",)
    plain = card("Fred Moss", emails=mail, company="Moss")
    keyed = card("Fred Moss", key="1", emails=mail, company="Olsen")
    for first, then in ((plain, keyed), (keyed, plain)):
        (fred,) = written(planned(first))
        plan = planned(then, people=(fred,))
        assert kinds(plan) == ["unchanged"]
        assert plan.outcomes[0].person is fred
        assert [one.field for one in plan.outcomes[0].kept] == ["company"]
        assert fred.values["company"] == first.company
        assert [row.remembered.id for row in plan.rows] == [None]


@each_row("name", ["12", "list", "me", "+", "", " ", "x" * 201, "a\x00b", "@fred"])
def test_what_cannot_be_a_name_is_skipped_with_the_reason(name: str) -> None:
    plan = planned(card(name, line=7), card("Fred Moss"))
    assert kinds(plan) == ["skipped", "added"]
    assert plan.outcomes[0].reason
    assert plan.outcomes[0].line == 7


@pytest.mark.parametrize(
    "crowd",
    [
        lambda n: card("Fred Moss", emails=(f"f{n}@example.com",)),
        lambda n: card("Fred Moss", company=f"Moss {n}"),
        lambda n: card(f"F{n:04} Moss", phones=("+1 212 555 0101",)),
        lambda n: card(f"F{n:04} Moss", emails=("info@example.com",)),
        lambda n: card("Fred Moss", key=f"{n}"),
        lambda n: card("Anna", key=f"{n}", emails=("info@example.com",)),
    ],
    ids=[
        *("namesakes by e-mail", "namesakes by company", "an office by number", "by e-mail"),
        *("namesakes by key", "first names by key"),
    ],
)
def test_a_crowd_is_not_compared_each_with_each(
    crowd: Callable[[int], Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counted(compare: Callable[..., bool]) -> Callable[..., bool]:
        def compare_and_count(*values: Any) -> bool:
            nonlocal compared
            compared += 1
            return compare(*values)

        return compare_and_count

    for name in ("contradicts", "is_alike"):
        monkeypatch.setattr(match, name, counted(getattr(match, name)))
    plan = planned(*map(crowd, range(1000)))
    assert kinds(plan) == ["added"] * 1000
    assert compared <= acquaintances.CROWD**2


# --- what is taken


def test_what_is_empty_is_filled_and_lists_are_added_to() -> None:
    fred = person("Fred Moss", 2, emails=["f@example.com"], tags=["golf"], city="Bern")
    said = card(
        "Fred Moss",
        emails=("F@example.com", "m@example.com"),
        tags=("Golf", "bni"),
        city="Thun",
        company="Moss & Sons",
    )
    plan = planned(said, people=(fred,))
    assert [tuple(one) for one in plan.outcomes[0].changes] == [
        ("company", None, "Moss & Sons"),
        ("email", None, "m@example.com"),
        ("tag", None, "bni"),
    ]
    assert [tuple(one) for one in plan.outcomes[0].kept] == [("city", "Bern", "Thun")]


def test_the_same_cards_again_change_nothing_and_remember_nothing_new() -> None:
    cards = (
        card("Fred Moss", emails=("f@example.com",), company="Moss"),
        card("Fred Moss", emails=("f@example.com",), company="Olsen"),
        card("Tom Berg", key="7", note="tea", tags=("golf",)),
        card("Tom Berg", phones=("555",)),
        card("Tom Berg", emails=("t@example.com",)),
    )
    people = written(planned(*cards))
    again = planned(*cards, people=people)
    assert kinds(again) == ["unchanged"] * len(cards)
    assert again.rows == []
    assert not again.changes_something


def test_what_the_file_changed_is_updated_unless_the_user_edited_it_since() -> None:
    def people() -> tuple[Person, ...]:
        return written(planned(card("Fred Moss", key="1", company="Moss", city="Bern")))

    new = card("Fred Moss", key="1", company="Olsen", city="Thun")
    (fred,) = people()
    assert kinds(planned(new, people=(fred,))) == ["updated"]
    assert (fred.values["company"], fred.values["city"]) == ("Olsen", "Thun")
    (fred,) = people()
    fred.values["company"] = "Moss & Sons"
    del fred.values["city"]
    plan = planned(new, people=(fred,))
    assert kinds(plan) == ["unchanged"]
    assert [tuple(one) for one in plan.outcomes[0].kept] == [
        ("company", "Moss & Sons", "Olsen"),
        ("city", None, "Thun"),
    ]
    assert fred.values == {"company": "Moss & Sons"}
    planned(new, people=(fred,), prefer_file=True)
    assert fred.values == {"company": "Olsen", "city": "Thun"}


def test_what_the_user_took_out_of_a_list_is_not_added_again() -> None:
    said = card("Fred Moss", key="1", emails=("f@example.com", "m@example.com"))
    (fred,) = written(planned(said))
    del fred.lists["emails"]["m@example.com"]
    plan = planned(said, people=(fred,))
    assert kinds(plan) == ["unchanged"]
    assert [tuple(one) for one in plan.outcomes[0].kept] == [("email", None, "m@example.com")]
    assert kinds(planned(said, people=(fred,), prefer_file=True)) == ["updated"]


def test_what_is_kept_for_the_way_out_is_merged_and_what_is_gone_is_named() -> None:
    first = ("BDAY:1970-01-02", "item1.URL:https://example.com", "item1.X-ABLabel:site")
    then = ("BDAY:1970-01-03", "item1.ADR:;;1 Elm St;Lyon;;;", "item1.X-ABLabel:Studio")
    (fred,) = written(planned(card("Fred Moss", key="1", extras=first)))
    plan = planned(card("Fred Moss", key="1", extras=then), people=(fred,))
    assert [tuple(one) for one in plan.outcomes[0].gone] == [
        ("website", "https://example.com", None)
    ]
    (row,) = plan.rows
    assert row.remembered.said["extras"].split("\x1f") == [
        "BDAY:1970-01-03",
        *("item1.URL:https://example.com", "item1.X-ABLabel:site"),
        *("item2.ADR:;;1 Elm St;Lyon;;;", "item2.X-ABLabel:Studio"),
    ]
    written(plan)
    again = planned(card("Fred Moss", key="1", extras=then), people=(fred,))
    assert (kinds(again), again.rows) == (["unchanged"], [])


def test_what_the_file_no_longer_says_stays_and_is_said() -> None:
    (fred,) = written(
        planned(card("Fred Moss", key="1", company="Moss", emails=("f@example.com",)))
    )
    plan = planned(card("Fred Moss", key="1"), people=(fred,), prefer_file=True)
    assert kinds(plan) == ["unchanged"]
    assert [tuple(one) for one in plan.outcomes[0].gone] == [
        ("company", "Moss", None),
        ("email", "f@example.com", None),
    ]
    assert fred.values == {"company": "Moss"}


def test_a_card_whose_name_changed_renames_and_keeps_the_old_name() -> None:
    (ann,) = written(planned(card("Ann Berg", key="1")))
    plan = planned(card("Ann Jensen", key="1"), people=(ann,))
    assert (ann.name, list(ann.list_of("aliases").values())) == ("Ann Jensen", ["Ann Berg"])
    assert plan.outcomes[0].changes[0] == ("name", "Ann Berg", "Ann Jensen")


def test_a_name_that_the_user_gave_stays() -> None:
    (ann,) = written(planned(card("Ann Berg", key="1")))
    ann.name = "Annie"
    ann.keep("aliases", "ann berg", "Ann Berg")
    assert kinds(planned(card("Ann Berg", key="1"), people=(ann,))) == ["unchanged"]
    plan = planned(card("Ann Jensen", key="1"), people=(ann,))
    assert (kinds(plan), ann.name) == (["unchanged"], "Annie")
    planned(card("Ann Berg", key="1"), people=(ann,), prefer_file=True)
    assert (ann.name, list(ann.list_of("aliases").values())) == ("Ann Berg", ["Annie"])


def test_a_card_without_a_key_that_changed_is_still_the_one_it_was() -> None:
    (fred,) = written(planned(card("Fred Moss", emails=("f@example.com",), company="Moss")))
    plan = planned(card("Fred Moss", emails=("f@example.com",), company="Olsen"), people=(fred,))
    assert kinds(plan) == ["updated"]
    assert fred.values["company"] == "Olsen"
    assert [row.remembered.id for row in plan.rows] == [0]


def test_another_file_of_the_same_program_changes_nothing_of_the_first() -> None:
    def file(company: str) -> list[Card]:
        return [
            card(f"Fred Moss the {number}th", emails=(f"f{number}@x.org",), company=company)
            for number in range(12)
        ]

    friends, work = file("Moss"), file("Olsen")
    people = written(planned(*friends))
    edited = [*friends[:-1], card("Fred Moss the 11th", emails=("f11@x.org",), company="Berg")]
    assert kinds(planned(*edited, people=people)) == ["unchanged"] * 11 + ["updated"]
    people = written(planned(*friends))
    plan = planned(*work, people=people)
    assert kinds(plan) == ["unchanged"] * 12
    assert all(one.kept for one in plan.outcomes)
    for place, row in enumerate(plan.rows, 100):
        row.person.cards[row.place] = Remembered(place, row.remembered.said)
    for cards in (friends, work, friends):
        again = planned(*cards, people=people)
        assert kinds(again) == ["unchanged"] * 12
        assert again.rows == []
    # Of which of the two files it is an edition nobody can tell.
    assert kinds(planned(*edited, people=people)) == ["unchanged"] * 12


def test_whoever_was_given_another_address_and_name_is_known_by_what_the_file_said() -> None:
    said = card("Fred Moss", emails=("f@example.com",))
    (fred,) = written(planned(said))
    fred.name = "Frederick Olsen"
    fred.lists["emails"] = {"new@example.com": "new@example.com"}
    plan = planned(said, people=(fred,))
    assert kinds(plan) == ["unchanged"]


def test_a_list_keeps_the_place_of_who_was_forgotten() -> None:
    before = {"referrers": "forgotten\x1fBob", "note": "knows forgotten well", "tags": "golf"}
    said = {"referrers": "Sally\x1fBob\x1fAnn", "note": "knows Sally well", "tags": "bni"}
    assert still_forgotten(said, before) == {
        "referrers": "forgotten\x1fBob\x1fAnn",
        "note": "knows forgotten well",
        "tags": "bni",
    }
    assert still_forgotten({"note": "tea"}, before) == {"note": "tea"}


# --- who referred whom


def pairs(plan: Plan) -> list[tuple[str, str]]:
    return [(introducer.name, prospect.name) for introducer, prospect in plan.introductions]


def test_who_referred_somebody_is_found_by_name_or_made() -> None:
    fred = person("Fred Moss", 2, aliases=["Freddy"])
    plan = planned(
        card("Sally Jensen", referred_by=("freddy", "Tom Berg <tom@example.com>")),
        card("Tom Berg", referred_by=("fred moss",)),
        card("Gina Olsen", referred_by=("Nobody Known",)),
        people=(fred,),
    )
    assert pairs(plan) == [
        ("Fred Moss", "Sally Jensen"),
        ("Tom Berg", "Sally Jensen"),
        ("Fred Moss", "Tom Berg"),
        ("Nobody Known", "Gina Olsen"),
    ]
    assert [one.name for one in plan.people.values()] == [
        "Sally Jensen", "Tom Berg", "Gina Olsen", "Nobody Known",
    ]  # fmt: skip
    assert plan.account()["added"] == 3
    assert plan.outcomes[0].changes[0] == ("referred_by", None, "Fred Moss")


def test_it_is_recorded_once_however_often_it_is_said() -> None:
    said = card("Sally Jensen", key="1", referred_by=("Fred Moss",))
    first = planned(said, card("Sally Jensen", referred_by=("Fred Moss",)))
    assert pairs(first) == [("Fred Moss", "Sally Jensen")]
    people = written(first)
    again = planned(said, people=people)
    assert (pairs(again), kinds(again)) == ([], ["unchanged"])
    sally, fred = people
    for one in people:
        one.cards = {}
    assert fred.id is not None
    assert sally.id is not None
    told = planned(said, people=people, known=((fred.id, sally.id),))
    assert pairs(told) == []


@each_row(
    ("referrer", "why"),
    [
        ("Sally Jensen", "that's the same person"),
        ("me", "introduce you to yourself"),
        ("Tess Tester", "introduce you to yourself"),
        ("Jo", "2 people"),
        ("fred@example.com", "nobody has that address"),
        ("12", "can't be a name"),
    ],
)
def test_who_cannot_have_referred_somebody_is_said_with_the_line(referrer: str, why: str) -> None:
    people = (person("Tess Tester", 1), person("Jo", 3), person("Jo", 4))
    plan = planned(card("Sally Jensen", line=9, referred_by=(referrer,)), people=people)
    assert (pairs(plan), kinds(plan)) == ([], ["added"])
    (remark,) = plan.remarks
    assert remark.startswith("f, line 9: ignored who referred Sally Jensen")
    assert why in remark


def test_my_own_card_is_referred_by_nobody() -> None:
    me = person("Tess Tester", 1, emails=["tess@example.com"])
    plan = planned(
        card("Tess Tester", emails=("tess@example.com",), referred_by=("Fred",)), people=(me,)
    )
    assert pairs(plan) == []
    assert len(plan.remarks) == 1


def test_my_own_card_fills_what_is_known_of_me_and_leaves_my_name() -> None:
    me = person("me", 1, emails=["tess@example.com"])
    me.handle = "me"
    plan = planned(card("Tess Tester", emails=("tess@example.com",), city="Bern"), people=(me,))
    assert plan.outcomes[0].person is me
    assert (me.name, me.values) == ("me", {"city": "Bern"})


# --- the account

NAMES = st.one_of(
    st.sampled_from(["Fred Moss", "fred moss", "Frederick Moss", "F Moss", "Ann", "12", "me", ""]),
    st.text(ANY, max_size=12),
)
TEXTS = st.one_of(
    st.none(), st.sampled_from(["Moss", "Olsen"]), st.text(ANY, min_size=1, max_size=5)
)
EMAILS = st.lists(st.sampled_from(["f@x.org", "F@x.org", "m@x.org"]), max_size=2).map(tuple)
PHONES = st.lists(st.sampled_from(["+1 555 0101", "+15550101", "555"]), max_size=2).map(tuple)
CARDS = st.lists(
    st.builds(
        Card,
        line=st.integers(1, 99),
        source=st.sampled_from(["vcard", "csv"]),
        key=st.sampled_from([None, None, "1", "2"]),
        name=NAMES,
        aliases=st.just(()),
        company=TEXTS,
        note=TEXTS,
        emails=EMAILS,
        phones=PHONES,
        referred_by=st.lists(NAMES, max_size=2).map(tuple),
        extras=st.sampled_from([(), ("X-A:1",)]),
    ),
    max_size=8,
)
LEFT = st.lists(st.builds(Left, line=st.integers(1, 99), reason=st.just("x"), failed=st.booleans()))


@given(cards=CARDS, left=LEFT, merge=st.booleans())
def test_every_card_is_accounted_for_and_the_same_ones_again_add_nobody(
    *, cards: list[Card], left: list[Left], merge: bool
) -> None:
    directory = Directory(number)
    reading = Reading(source="vcard", file="f", cards=tuple(cards), left=tuple(left))
    planner = Planner(directory, Options(merge_duplicates=merge))
    plan = planner.take_all([reading], lambda _done: None)
    Referring(plan, directory, set()).introduce_all()
    account = plan.account()
    assert account["read"] == len(cards) + len(left) == sum(account[kind] for kind in KINDS)
    assert account["failed"] == sum(one.failed for one in left)
    assert len({row.place for row in plan.rows}) == len(plan.rows)
    people = written(plan)
    for introducer, prospect in plan.introductions:
        assert introducer is not prospect
    known = {(one.id or 0, other.id or 0) for one, other in plan.introductions}
    assert len(known) == len(plan.introductions)
    again = planned(*cards, people=people, known=tuple(known), merge_duplicates=merge)
    assert again.account()["added"] == again.account()["updated"] == 0, again.outcomes
    assert again.introductions == []
    assert again.rows == []


PLAIN = st.sampled_from(
    [
        *("Fred Moss", "Frederick Moss", "F. Moss", "Frank Moss", "Moss, Fred", "Fred Moss Jr."),
        *("Frieda Moss", "Ann Berg", "Ann Jensen", "Ann & Tom Berg", "Anna", "Fred", "12"),
    ]
)
ROWS = st.lists(
    st.builds(
        Card,
        line=st.just(1),
        source=st.just("csv"),
        key=st.sampled_from([None, None, None, "1", "2", "3"]),
        name=PLAIN,
        company=st.sampled_from([None, None, "Moss", "Olsen"]),
        city=st.sampled_from([None, "Bern", "Thun"]),
        emails=st.lists(st.sampled_from(["f@x.org", "m@x.org"]), max_size=1).map(tuple),
        phones=st.lists(st.sampled_from(["+1 555 0101", "+1 555 0102"]), max_size=1).map(tuple),
        tags=st.sampled_from([(), ("golf",)]),
        referred_by=st.sampled_from([(), (), ("Fred Moss",), ("Gina",)]),
        extras=st.sampled_from([(), ("BDAY:1970-01-02",)]),
    ),
    max_size=8,
)


def told(plan: Plan) -> list[Any]:
    """Everyone a plan makes or alters, whole, and who referred whom; in no order of rows."""

    def known(one: Person) -> Any:
        lists = {field: sorted(values.values()) for field, values in one.lists.items() if values}
        return repr((one.name, one.id, sorted(one.values.items()), sorted(lists.items())))

    rows = sorted(
        repr((known(row.person), row.place, sorted(row.remembered.said.items())))
        for row in plan.rows
    )
    pairs_ = sorted((known(one), known(other)) for one, other in plan.introductions)
    return [sorted(map(known, plan.people)), [known(one) for one in plan.made], rows, pairs_]


@given(rows=ROWS, data=st.data(), merge=st.booleans(), prefer=st.booleans(), there=st.booleans())
def test_the_rows_of_a_file_in_any_order_make_the_same_people(
    *, rows: list[Card], data: st.DataObject, merge: bool, prefer: bool, there: bool
) -> None:
    shuffled = data.draw(st.permutations(rows))

    def people() -> tuple[Person, ...]:
        if not there:
            return ()
        return (
            person("Fred Moss", 2, emails=["f@x.org"], company="Moss"),
            person("Ann Berg", 3, phones=["+1 555 0101"]),
        )

    one, other = (
        planned(*cards, people=people(), merge_duplicates=merge, prefer_file=prefer)
        for cards in (rows, shuffled)
    )
    assert told(one) == told(other)
    assert one.account()["added"] == other.account()["added"]
