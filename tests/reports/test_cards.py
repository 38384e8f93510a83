from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reflog.reports import cards, entries
from reflog.storage import Reader

if TYPE_CHECKING:
    from commands import Commands
    from reflog.reports.cards import Card
    from year import Year

DAY = date(2026, 11, 21)


def card_of(reflog: Commands, number: int) -> Card:
    with Reader(str(reflog.ledger), DAY.isoformat()) as reader:
        found = cards.card(reader, number, DAY)
    assert found is not None
    return found


def test_a_card_knows_the_person_the_introduction_and_the_other_side(reflog: Commands) -> None:
    reflog.ok("intro fred sally --need tea --on -3d")
    card = card_of(reflog, 2)
    assert (card.follow_up.id, card.person.name) == (2, "Fred")
    about = card.about
    assert about is not None
    assert (about.id, about.need) == (1, "tea")
    assert (about.stage, about.stage_on) == ("introduced", "2026-11-18")
    assert card.other is not None
    assert (card.other.id, card.other.contact_name) == (3, "Sally")
    reflog.ok("done 3 --mark connected --no-next")
    after = card_of(reflog, 2)
    assert after.about is not None
    assert after.about.stage == "connected"
    assert after.other is None


def test_a_card_shows_the_last_three_things_remembered(reflog: Commands) -> None:
    reflog.ok("follow fred call --due 2026-12-01")
    reflog.ok("note fred oldest --on 2026-11-01")
    reflog.ok("met fred at the café --on 2026-11-05")
    reflog.ok("follow fred write")
    reflog.ok("done 4 he was glad --on 2026-11-06")
    reflog.ok("met fred --on 2026-11-06")
    reflog.ok("note sally something else")
    assert list(card_of(reflog, 1).lately) == [
        ("2026-11-06", "one-to-one"),
        ("2026-11-06", "he was glad"),
        ("2026-11-05", "one-to-one: at the café"),
    ]


def test_a_card_of_nothing_is_none(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    with Reader(str(reflog.ledger), DAY.isoformat()) as reader:
        assert cards.card(reader, 1, DAY) is None
        assert cards.card(reader, 99, DAY) is None


@pytest.mark.usefixtures("_every_day")
def test_the_other_side_of_an_introduction_follows_its_first(reflog: Commands) -> None:
    reflog.ok("intro fred sally --on -9d")
    reflog.ok("follow ann call --due 2026-11-21")
    reflog.ok("follow bob call --due 2026-11-21")
    reflog.ok("snooze 3 2026-11-22")
    with Reader(str(reflog.ledger), DAY.isoformat()) as reader:
        due = entries.due(reader, DAY, within=7)
    assert [one.id for one in due] == [2, 4, 5, 3]
    assert [one.id for one in cards.side_by_side(due)] == [2, 3, 4, 5]


def test_every_follow_up_of_the_year_has_its_card(year_ledger: Year) -> None:
    today = date.fromisoformat(year_ledger.reflog.today)
    with Reader(str(year_ledger.reflog.ledger), today.isoformat()) as reader:
        due = entries.due(reader, today, within=None)
        ordered = cards.side_by_side(due)
        assert sorted(one.id for one in ordered) == sorted(one.id for one in due)
        for one in due:
            card = cards.card(reader, one.id, today)
            assert card is not None
            assert card.follow_up == one
            assert (card.about is None) == (one.about is None)
            assert len(card.lately) <= cards.LATELY


def test_a_card_does_not_let_them_say_what_i_did(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    notes = ("left voicemail", "no answer", "rang, site visit tuesday", "no time", "left the firm")
    for note in notes:
        (asked,) = (one for one in reflog.json("due --all") if one["contact_name"] == "Fred")
        reflog.ok("done", str(asked["id"]), "--note", note)
    number = next(one["id"] for one in reflog.json("due --all") if one["contact_name"] == "Fred")
    assert [text for _on, text in card_of(reflog, number).lately] == [
        "said: left the firm",
        "said: no time",
        "rang, site visit tuesday",
    ]
    reflog.ok("undo")
    reflog.ok("undo")
    number = next(one["id"] for one in reflog.json("due --all") if one["contact_name"] == "Fred")
    assert [text for _on, text in card_of(reflog, number).lately] == [
        "rang, site visit tuesday",
        "no answer",
        "left voicemail",
    ]


def test_a_card_tells_facts_as_sentences_and_only_what_they_said_as_said(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("know fred full until 15 jan")
    reflog.ok("know fred needs a plumber")
    (find,) = (one["id"] for one in reflog.json("due --all") if one["purpose"] == "find")
    reflog.ok("done", str(find), "I will do it myself")
    reflog.ok("done 2 he likes her")
    texts = [text for _on, text in card_of(reflog, 3).lately]
    assert texts == []
    number = next(one["id"] for one in reflog.json("due --all") if one["contact_name"] == "Fred")
    texts = [text for _on, text in card_of(reflog, number).lately]
    assert set(texts) == {
        "said: he likes her",
        "Fred has no room for more work until Friday 2027-01-15",
    }
