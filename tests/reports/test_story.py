from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflog.domain.contacts import ME
from reflog.reports.story import Event, page

if TYPE_CHECKING:
    from books import Book
    from reflog.storage import Reader

NAMES = ("Fred Moss", "Sally Ng", "Ann Berg", "Gina Bell")


def story(reader: Reader, **wanted: object) -> list[Event]:
    return page(reader, **wanted)  # type: ignore[arg-type]


def texts(book: Book, **wanted: int | None) -> list[str]:
    with book.reader() as reader:
        return [event.text for event in story(reader, **wanted)]


def test_an_empty_ledger_has_no_story(book: Book) -> None:
    assert texts(book) == []


@pytest.mark.parametrize(
    ("parties", "text", "as_lead", "met"),
    [
        (
            ("me", "Fred Moss", "Sally Ng"),
            "I introduced Fred Moss and Sally Ng",
            "I passed Sally Ng's name to Fred Moss as a lead",
            "Fred Moss and Sally Ng met",
        ),
        (
            ("Fred Moss", "me", "Ann Berg"),
            "Fred Moss referred Ann Berg to me",
            "Fred Moss passed Ann Berg's name to me as a lead",
            "Ann Berg and I met",
        ),
        (
            ("Fred Moss", "Ann Berg", "me"),
            "Fred Moss referred me to Ann Berg",
            "Fred Moss passed my name to Ann Berg as a lead",
            "Ann Berg and I met",
        ),
        (
            ("Gina Bell", "Fred Moss", "Sally Ng"),
            "Gina Bell introduced Fred Moss and Sally Ng",
            "Gina Bell passed Sally Ng's name to Fred Moss as a lead",
            "Fred Moss and Sally Ng met",
        ),
        (
            ("Gina Bell", "me", "Gina Bell"),
            "Gina Bell became my customer",
            "Gina Bell came to me as a lead",
            "Gina Bell and I met",
        ),
        (
            ("me", "Gina Bell", "me"),
            "I became Gina Bell's customer",
            "I came to Gina Bell as a lead",
            "Gina Bell and I met",
        ),
        (
            ("Gina Bell", "Fred Moss", "Gina Bell"),
            "Gina Bell became Fred Moss's customer",
            "Gina Bell came to Fred Moss as a lead",
            "Fred Moss and Gina Bell met",
        ),
    ],
)
def test_an_introduction_is_told_as_it_was(
    book: Book, parties: tuple[str, str, str], text: str, as_lead: str, met: str
) -> None:
    ids = {"me": ME, **dict(zip(NAMES, book.people(*NAMES), strict=True))}
    introducer, provider, prospect = (ids[party] for party in parties)
    number = book.introduction(introducer, provider, prospect, on="2026-10-01")
    book.introduction(introducer, provider, prospect, on="2026-10-02", stage="lead")
    book.comes_to(number, "met", "2026-10-03")
    assert texts(book) == [met, as_lead, text]


def test_parties_stand_once_each_by_handle(book: Book) -> None:
    fred, gina = book.people("Fred Moss", "Gina Bell")
    number = book.introduction(gina, ME, gina)
    book.note(fred, "plays golf")
    with book.reader() as reader:
        note, custom = story(reader)
    assert (custom.id, custom.kind, custom.contacts) == (
        number,
        "introduction",
        ("gina-bell", "me"),
    )
    assert (note.kind, note.on, note.contacts) == ("note", "2026-11-02", ("fred-moss",))


def test_the_reason_stands_with_the_stage_it_explains(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(ME, fred, sally, on="2026-10-01")
    book.comes_to(number, "lost", "2026-10-02", why="too busy")
    book.comes_to(number, "connected", "2026-10-03")
    book.comes_to(number, "lost", "2026-10-04", why="too expensive")
    assert texts(book)[:3] == [
        "Fred Moss and Sally Ng did no business: too expensive",
        "Fred Moss and Sally Ng got in touch",
        "Fred Moss and Sally Ng did no business",
    ]


def test_newest_comes_first_then_the_higher_number_then_the_later_stage(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    day = "2026-10-01"
    number = book.introduction(ME, fred, sally, on=day)
    book.comes_to(number, "met", day)
    book.comes_to(number, "won", day)
    book.business(number, 250000, on=day, note="two tables")
    book.note(fred, "called it quick", on="2026-09-30")
    expected = [
        "2,500 USD: Fred Moss, from Sally Ng: two tables",
        "Fred Moss and Sally Ng did business",
        "Fred Moss and Sally Ng met",
        "I introduced Fred Moss and Sally Ng",
        "Fred Moss: called it quick",
    ]
    assert texts(book) == expected
    for limit in range(7):
        assert texts(book, limit=limit) == expected[:limit]


def test_business_of_mine_is_from_the_other_side_and_me(book: Book) -> None:
    fred, ann, gina = book.people("Fred Moss", "Ann Berg", "Gina Bell")
    book.business(book.introduction(fred, ME, ann), 100, "JPY")
    book.business(book.introduction(gina, ME, gina), 200)
    assert texts(book)[0] == "2 USD: me, from Gina Bell"
    assert texts(book)[2] == "100 JPY: me, from Ann Berg"


def test_thanks_say_for_whom_and_how(book: Book) -> None:
    fred, sally, ann, gina = book.people(*NAMES)
    received = book.introduction(fred, ME, ann, on="2026-10-01")
    given = book.introduction(ME, fred, sally, on="2026-10-01")
    hers = book.introduction(gina, ME, gina, on="2026-10-01")
    mine = book.introduction(ME, gina, ME, on="2026-10-01")
    others = book.introduction(gina, fred, sally, on="2026-10-01")
    book.thanks(fred, about_id=received, via="card", note="wrote from Bern")
    book.thanks(fred, "received", about_id=given, via="gift")
    book.thanks(sally, "received", about_id=given)
    book.thanks(gina, about_id=hers, via="in-person")
    book.thanks(gina, "received", about_id=mine)
    book.thanks(gina, about_id=others)
    book.thanks(gina, about_id=mine)
    book.thanks(sally, via="meal")
    assert texts(book, limit=8)[::-1] == [
        "thanked Fred Moss for Ann Berg by card: wrote from Bern",
        "Fred Moss thanked me for Sally Ng with a gift",
        "Sally Ng thanked me for Fred Moss",
        "thanked Gina Bell for their business in person",
        "Gina Bell thanked me for my business",
        "thanked Gina Bell for Fred Moss and Sally Ng",
        "thanked Gina Bell",
        "thanked Sally Ng with a meal",
    ]


def test_only_follow_ups_that_are_done_are_told(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(ME, fred, sally, on="2026-10-01")
    done = {"status": "done", "done_on": "2026-10-05"}
    book.follow_up(fred, "check-in", about_id=number, **done, note="not yet")
    book.follow_up(fred, "other", what="send the brochure", **done)
    book.follow_up(fred, "ask")
    book.follow_up(sally, "stay-in-touch", status="dropped")
    assert texts(book) == [
        "done: send the brochure (Fred Moss)",
        "asked Fred Moss if they've been in touch with Sally Ng: not yet",
        "I introduced Fred Moss and Sally Ng",
    ]


def test_whom_a_follow_up_of_my_own_words_was_with_is_named_once(book: Book) -> None:
    done = {"status": "done", "done_on": "2026-10-05"}
    fred = book.person("Fred Moss")
    for contact, what in ((fred, "call"), (fred, "take Fred Moss to lunch"), (ME, "buy cards")):
        book.follow_up(contact, "other", what=what, **done, note="at last")
    assert texts(book) == [
        "done: buy cards: at last",
        "done: take Fred Moss to lunch: at last",
        "done: call (Fred Moss): at last",
    ]


def test_what_thanks_or_a_one_to_one_have_settled_is_told_once(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(fred, ME, sally, on="2026-10-01")
    done = {"status": "done", "done_on": "2026-10-05"}
    book.follow_up(fred, "thank", about_id=number, **done)
    book.thanks(fred, on="2026-10-05", about_id=number)
    book.follow_up(fred, "one-to-one", **done)
    book.one_to_one(fred, on="2026-10-05")
    book.follow_up(sally, "thank", about_id=number, **done)
    assert texts(book) == [
        "thanked Sally Ng",
        "met Fred Moss",
        "thanked Fred Moss for Sally Ng",
        "Fred Moss referred Sally Ng to me",
    ]


def test_one_to_ones_and_notes_are_told_with_what_was_written(book: Book) -> None:
    fred = book.person("Fred Moss")
    book.one_to_one(fred, note="wants architects")
    book.one_to_one(fred)
    book.note(fred, "two daughters")
    book.note(ME, "new brochure")
    assert texts(book) == [
        "me: new brochure",
        "Fred Moss: two daughters",
        "met Fred Moss",
        "met Fred Moss: wants architects",
    ]


def test_the_story_with_a_person_has_what_they_are_contact_or_party_of(book: Book) -> None:
    fred, sally, ann, gina = book.people(*NAMES)
    for introducer, provider, prospect in (
        (ME, fred, sally),
        (ME, ann, fred),
        (fred, ME, gina),
        (gina, ann, sally),
    ):
        number = book.introduction(introducer, provider, prospect)
        book.comes_to(number, "won", "2026-11-03")
        book.business(number, 100)
        book.follow_up(prospect, "outcome", about_id=number, status="done", done_on="2026-11-04")
    for person in (fred, sally, ann, gina):
        book.thanks(person)
        book.one_to_one(person)
        book.note(person, "a note")
    handles = {ME: "me", fred: "fred-moss", sally: "sally-ng", ann: "ann-berg", gina: "gina-bell"}
    with book.reader() as reader:
        whole = story(reader)
        for person, handle in handles.items():
            expected = [event for event in whole if handle in event.contacts]
            assert story(reader, contact_id=person) == expected
            assert story(reader, contact_id=person, limit=4) == expected[:4]
        assert len(whole) == 28


def test_since_leaves_out_what_happened_before(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(ME, fred, sally, on="2026-10-01")
    book.comes_to(number, "won", "2026-10-02")
    book.business(number, 100, on="2026-10-03")
    with book.reader() as reader:
        found = story(reader, since="2026-10-02")
    assert [event.on for event in found] == ["2026-10-03", "2026-10-02"]
