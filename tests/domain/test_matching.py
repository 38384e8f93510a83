"""Who is a match: the words of a need, every table of points by hand, and the order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reflog.domain import matching
from reflog.domain.matching import History, Match
from rows import each_row


@each_row(
    ("text", "expected"),
    [
        ("a bookkeeper", ("bookkeeper",)),
        ("Somebody who is good with BOOKS in a mess", ("books", "mess")),
        ("a Café near José's", ("cafe", "near", "jose's")),
        ("web web design", ("web", "design")),
        ("one two three four five six seven eight nine ten", (
            "two", "three", "four", "five", "six", "seven", "eight", "nine",
        )),
        ("it", ("it",)),
        ("the one for her", ("the", "one", "for", "her")),
        ("IT and PR", ("it", "and", "pr")),
        ("会計 事務所", ("会計", "事務所")),
        ("a 会", ("会",)),
        ("…", ()),
    ],
)  # fmt: skip
def test_the_words_of_a_need_are_the_first_eight_that_say_something(
    text: str, expected: tuple[str, ...]
) -> None:
    assert matching.words(text) == expected


@each_row(
    ("word", "stem"),
    [
        ("web", "web"),
        ("book", "book"),
        ("books", "book"),
        ("plumber", "plum"),
        ("plumbing", "plumb"),
        ("designer", "desig"),
        ("bookkeeper", "bookkee"),
        ("会計", "会計"),
    ],
)
def test_a_stem_is_the_whole_word_up_to_four_letters_else_without_the_last_three(
    word: str, stem: str
) -> None:
    assert matching.stem(word) == stem


@each_row(
    ("text", "typed", "is_like"),
    [
        ("Plumber", "plumbing", True),
        ("Plumbing and heating", "plumber", True),
        ("replumbing", "plumbing", False),
        ("a tax adviser", "taxes", False),
        ("taxes", "tax", True),
        ("Éclairage", "eclairages", True),
        ("東京会計事務所", "会計", True),
        ("東京会計事務所", "会社", False),
        (None, "plumbing", False),
        ("", "plumbing", False),
    ],
)
def test_a_word_of_the_ledger_is_like_one_typed_when_it_begins_with_its_stem(
    text: str | None, typed: str, *, is_like: bool
) -> None:
    assert matching.has_like(text, [typed]) is is_like


def test_a_profession_is_like_what_somebody_wants() -> None:
    assert matching.are_alike([None, "Restaurant owner"], ["small shops, restaurants"])
    assert not matching.are_alike(["Restaurant owner"], ["dentists with two chairs"])
    assert not matching.are_alike(["Restaurant owner"], [])


FIT = {
    "profession": 6,
    "tag": 5,
    "does": 5,
    "company": 4,
    "say": 4,
    "wants": 4,
    "apart": 4,
    "story": 4,
    "used": 4,
    "need": 3,
    "offer": 3,
    "city": 3,
    "note": 1,
}


@each_row(("place", "points"), FIT.items())
def test_one_word_counts_what_its_place_does(place: str, points: int) -> None:
    score = matching.fit({"books": [place]})
    assert score.points == points
    assert score.reasons == (f'"books" is in {matching.PLACES[place][1]}',)


@each_row(
    ("found", "points"),
    [
        ({}, 0),
        ({"books": ["note", "tag", "city"]}, 5),
        ({"books": ["note"], "tax": ["profession"]}, 7),
        ({"books": ["tag"], "tax": ["tag"], "mess": ["note"]}, 7),
        ({"books": ["tag"], "tax": []}, 5),
    ],
)
def test_the_best_place_counts_and_one_for_each_further_word_found(
    found: dict[str, list[str]], points: int
) -> None:
    assert matching.fit(found).points == points


def test_reasons_begin_with_the_place_that_counts_most() -> None:
    score = matching.fit({"books": ["note"], "tax": ["profession"]})
    assert score.reasons == ('"tax" is in their profession', '"books" is in your note on them')


def test_of_places_that_count_the_same_one_is_said_however_they_come() -> None:
    for places in (["tag", "does"], ["does", "tag"]):
        assert matching.best_places({"roof": places}) == {"roof": "tag"}


def test_whoever_needs_it_being_what_somebody_wants_counts_two_more() -> None:
    score = matching.fit({"books": ["tag"]}, wants="Ann Berg")
    assert score.points == 7
    assert score.reasons[-1] == "Ann Berg is the kind of client they want"


@each_row(
    ("standing", "topics", "points"),
    [
        (None, (), 0),
        ("trusted", (), 3),
        ("doubt", (), 0),
        ("out", (), 0),
        (None, ("used",), 2),
        (None, ("professional",), 1),
        (None, ("passionate",), 1),
        (None, ("personable",), 1),
        (None, ("say", "does", "knows"), 0),
        ("trusted", ("used", "professional", "passionate", "personable"), 8),
    ],
)
def test_trust_is_counted(standing: str | None, topics: tuple[str, ...], points: int) -> None:
    assert matching.trust(standing, topics).points == points


@each_row(
    ("standing", "still_open", "points"),
    [
        (None, 0, 0),
        ("room", 0, 2),
        ("full", 0, 0),
        ("room", 1, 1),
        (None, 1, -1),
        (None, 3, -3),
        (None, 9, -3),
        ("room", 9, -1),
    ],
)
def test_room_is_counted(standing: str | None, still_open: int, points: int) -> None:
    assert matching.room(standing, History(open=still_open)).points == points


@each_row(
    ("history", "points"),
    [
        (History(), 0),
        (History(won=1), 1),
        (History(won=3), 3),
        (History(won=7), 3),
        (History(declined=1), -2),
        (History(declined=2), -4),
        (History(declined=5), -4),
        (History(bad=1), -2),
        (History(bad=3), -4),
        (History(waiting=1), -1),
        (History(waiting=2), -2),
        (History(waiting=3), -2),
        (History(won=7, declined=5, bad=3, waiting=3), 3 - 4 - 4 - 2),
    ],
)
def test_the_track_is_counted(history: History, points: int) -> None:
    assert matching.track(history).points == points


@each_row(
    ("history", "points"),
    [
        (History(), 0),
        (History(pay_back=True), 2),
        (History(received=1), 1),
        (History(received=5, given=3), 2),
        (History(received=9), 3),
        (History(given=9, received=1), 0),
        (History(pay_back=True, received=9), 5),
    ],
)
def test_what_i_owe_is_counted(history: History, points: int) -> None:
    assert matching.owed(history).points == points


def test_every_point_has_a_reason() -> None:
    busy = History(open=1, won=2, declined=1, bad=1, waiting=1, received=2, pay_back=True)
    assert matching.trust("trusted", matching.EVIDENCE).reasons == (
        "you trust them",
        "you've used their services yourself",
        "professional",
        "passionate about what they do",
        "good with people",
    )
    assert matching.room("room", busy).reasons == (
        "they have room for more work",
        "1 still open with them",
    )
    assert matching.track(busy).reasons == (
        "business from 2 you sent them",
        "1 declined lately",
        "1 went badly",
        "1 not in touch yet",
    )
    assert matching.owed(busy).reasons == (
        "you owe them a pay-back",
        "they gave you 2 more than you gave them",
    )


def in_order(some: list[Match]) -> list[Match]:
    def place(one: Match) -> matching.Place:
        return matching.place(
            one.part, one.not_now, one.points, one.last_on, one.folded, one.contact
        )

    return sorted(some, key=place)


def a_match(place: int, **values: Any) -> Match:
    defaults: dict[str, Any] = {
        "contact_id": place,
        "contact": f"fred-{place}",
        "contact_name": "Fred",
        "folded": "fred",
        "part": matching.PROVIDER,
        "not_now": None,
        "fit": 5,
        "trust": 0,
        "room": 0,
        "track": 0,
        "owed": 0,
        "reasons": (),
        "last_on": None,
    }
    return Match(**{**defaults, **values})


def test_the_able_come_first_then_not_now_then_who_may_know_somebody() -> None:
    listed = [
        a_match(1, part=matching.INTRODUCER, trust=None, room=None, track=None, owed=None, fit=9),
        a_match(2, not_now="full", trust=8),
        a_match(3, fit=1),
        a_match(4, fit=4, room=-1, owed=2, last_on="2026-03-02"),
        a_match(5, fit=4, room=-1, owed=2, last_on="2026-03-01"),
        a_match(6, fit=5),
        a_match(7, folded="ann"),
    ]
    assert [one.contact_id for one in in_order(listed)] == [7, 6, 5, 4, 3, 2, 1]


def test_only_the_fit_counts_of_who_may_know_somebody() -> None:
    one = a_match(1, part=matching.INTRODUCER, trust=None, room=None, track=None, owed=None)
    assert one.points == 5
    assert not one.is_able


SOME_MATCHES = st.lists(
    st.tuples(
        st.sampled_from([matching.PROVIDER, matching.INTRODUCER]),
        st.sampled_from([None, "out", "doubt", "full"]),
        st.integers(0, 3),
        st.sampled_from([None, "2026-01-01", "2026-01-02"]),
        st.sampled_from(["ann", "fred"]),
    ),
    max_size=8,
)


@given(SOME_MATCHES, st.randoms(use_true_random=False))
def test_the_order_is_total_and_the_same_however_they_came(
    some: list[tuple[str, str | None, int, str | None, str]], shuffling: object
) -> None:
    listed = [
        a_match(place, part=part, not_now=why, fit=points, last_on=last, folded=folded)
        for place, (part, why, points, last, folded) in enumerate(some)
    ]
    shuffled = list(listed)
    shuffling.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(shuffled) == in_order(listed)
