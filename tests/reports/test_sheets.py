from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books import Book
from reflog.domain.contacts import ME
from reflog.reports import sheets

if TYPE_CHECKING:
    from pathlib import Path

    from reflog.domain.facts import Standing

TODAY = date(2026, 11, 21)
STALE = 180


def fact(
    book: Book, person: int, topic: str, text: str | None = None, on: str = "2026-11-02", **of: str
) -> int:
    return book.note(person, text, on=on, topic=topic, **of)  # type: ignore[arg-type]


def standing(book: Book, person: int, today: date = TODAY) -> Standing:
    with book.reader() as reader:
        return sheets.standings(reader, [person], today, STALE)[person]


def test_a_sheet_has_every_fact_newest_first_and_what_is_not_known(book: Book) -> None:
    fred = book.person("Fred Moss")
    book.note(fred, "likes tea")
    old = fact(book, fred, "say", "he reads every line", on="2026-03-02")
    new = fact(book, fred, "say", "he finds what you overpaid", on="2026-11-20")
    told = fact(book, fred, "told", on="2026-11-20")
    with book.reader() as reader:
        sheet = sheets.sheet(reader, fred, TODAY, STALE)
    assert [one.id for one in sheet.facts] == [told, new, old]
    assert sheet.told_on == "2026-11-20"
    assert (sheet.unknown, sheet.stale) == (("wants", "does", "room", "apart"), ())
    with book.reader() as reader:
        later = sheets.sheet(reader, fred, date(2027, 5, 20), STALE)
    assert later.stale == ("say", "told")
    assert later.learn == ("wants", "room", "does", "apart", "say", "told")


def test_told_is_stale_once_my_pitch_is_another(book: Book) -> None:
    fred, ann = book.people("Fred Moss", "Ann Berg")
    fact(book, fred, "told", on="2026-11-10")
    fact(book, ME, "wants", "dentists", on="2026-11-11")
    fact(book, ME, "story", "a day saved", on="2026-11-15")
    fact(book, ann, "told", on="2026-11-12")
    with book.reader() as reader:
        assert sheets.sheet(reader, fred, TODAY, STALE).stale == ("told",)
        assert sheets.sheet(reader, ann, TODAY, STALE).stale == ()
        assert [(one.contact, one.on, one.stale) for one in sheets.told(reader)] == [
            ("ann-berg", "2026-11-12", False),
            ("fred-moss", "2026-11-10", True),
        ]


def test_one_that_went_badly_puts_in_doubt_by_the_day_it_turned_bad(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    number = book.introduction(
        ME, fred, sally, stage="bad", stage_on="2026-11-10", at_fault_id=fred, why="no answer"
    )
    one = standing(book, fred)
    assert (one.trust, one.trust_on, one.trust_id) == ("doubt", "2026-11-10", number)
    assert one.trust_why == "no answer"
    assert standing(book, sally).trust is None
    again = fact(book, fred, "trust", on="2026-11-10")
    assert (standing(book, fred).trust, standing(book, fred).trust_id) == ("trusted", again)


def test_room_for_three_is_used_up_by_three_introductions(book: Book) -> None:
    fred, sally, ann = book.people("Fred Moss", "Sally Ng", "Ann Berg")
    book.introduction(ME, fred, sally, on="2026-11-01")  # before
    fact(book, fred, "room", "3", on="2026-11-02")
    book.introduction(ME, fred, ann, on="2026-11-02")  # the same day, after it
    book.introduction(ME, fred, sally, stage="lead", on="2026-11-03")
    book.introduction(ME, fred, sally, stage="declined", on="2026-11-03")
    book.introduction(ann, fred, sally, on="2026-11-03")  # by someone else
    assert (standing(book, fred).room, standing(book, fred).room_left) == ("room", 2)
    book.introduction(ME, fred, sally, on="2026-11-04")
    book.introduction(ME, fred, sally, on="2026-11-05")
    assert (standing(book, fred).room, standing(book, fred).room_left) == ("full", 0)
    assert standing(book, fred).not_now == "full"


def test_full_until_a_day_is_able_again_from_the_next(book: Book) -> None:
    hal = book.person("Hal Orr")
    number = fact(book, hal, "full", "two audits", until_on="2027-02-01")
    first, last = standing(book, hal), standing(book, hal, date(2027, 2, 1))
    assert (first.not_now, first.room_until, first.room_id) == ("full", "2027-02-01", number)
    assert last.room == "full"
    assert standing(book, hal, date(2027, 2, 2)).room is None


def test_the_circle_are_partners_and_those_of_introductions_in_two_years(book: Book) -> None:
    names = ("Fred Moss", "Sally Ng", "Gina Bell", "Lea Roy", "Old Pal", "Bea Roe", "Vi Lind")
    fred, sally, gina, lea, old, bea, vi = book.people(*names)
    partner = book.person("Pat Ott", role="partner")
    gone = book.person("Out Man", role="partner")
    fact(book, gone, "out", on="2026-11-01")
    fact(book, gone, "doubt", on="2026-11-02")
    back = book.person("Back Again", role="partner")
    fact(book, back, "out", on="2026-11-01")
    fact(book, back, "trust", on="2026-11-02")
    book.introduction(ME, fred, sally)
    book.introduction(gina, ME, sally)
    book.introduction(bea, vi, ME)
    book.introduction(ME, lea, sally, stage="lead")
    edge = (TODAY - timedelta(days=730)).isoformat()
    book.introduction(ME, old, sally, on=(TODAY - timedelta(days=731)).isoformat())
    with book.reader() as reader:
        assert sheets.circle(reader, TODAY) == sorted([fred, gina, bea, partner, back])
    book.introduction(ME, old, sally, on=edge)
    with book.reader() as reader:
        assert old in sheets.circle(reader, TODAY)
        assert sheets.out(reader) == {gone}


def test_nobody_of_the_circle_is_untold_who_was_told(book: Book) -> None:
    fred, sally, ann = book.people("Fred Moss", "Sally Ng", "Ann Berg")
    book.introduction(ME, fred, sally)
    book.introduction(ME, ann, sally)
    fact(book, ann, "told")
    with book.reader() as reader:
        assert sheets.untold(reader, TODAY) == [("fred-moss", "Fred Moss")]


TOPICS = st.sampled_from(
    ["say", "wants", "does", "apart", "knows", "trust", "doubt", "out", "room", "full", "told"]
)
FACTS = st.lists(
    st.tuples(st.integers(0, 2), TOPICS, st.integers(0, 400), st.sampled_from(["1", "2 jobs"])),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FACTS)
def test_one_person_and_many_stand_alike(
    tmp_path: Path, known: list[tuple[int, str, int, str]]
) -> None:
    path = tmp_path / "many.db"
    path.unlink(missing_ok=True)
    book = Book(str(path))
    with book.writing():
        people = book.people("Fred Moss", "Sally Ng", "Ann Berg")
        for who, topic, days, text in known:
            fact(book, people[who], topic, text, on=(TODAY - timedelta(days=days)).isoformat())
            book.introduction(ME, people[who], people[who - 1])
    with book.reader() as reader:
        together = sheets.standings(reader, people, TODAY, STALE)
        learn = sheets.learn_of_many(reader, people, TODAY, STALE)
        for one in people:
            alone = sheets.sheet(reader, one, TODAY, STALE)
            assert vars(alone).items() >= vars(together[one]).items()
            assert alone.learn == learn[one]
