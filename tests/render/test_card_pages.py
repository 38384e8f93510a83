from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich.console import Console

from reflog.domain.contacts import Contact
from reflog.domain.entries import FollowUp, Introduction
from reflog.render import cards, terminal, text_of, width_of
from reflog.reports.cards import Card
from rows import each_row

if TYPE_CHECKING:
    from reflog.render import Page

LONG = "word " * 2_000
UNBROKEN = "x" * 5_000
WIDE = "王👍" * 1_000
ACTING = "\x1b[2J\n\u202e\u2028" * 500
TEXTS = ["tea", LONG, UNBROKEN, WIDE, ACTING]


def a_follow_up(**values: Any) -> FollowUp:
    usual: dict[str, Any] = dict.fromkeys(FollowUp.fields)
    usual |= {
        "id": 14,
        "contact": "ann-berg",
        "contact_name": "Ann Berg",
        "contact_id": 2,
        "purpose": "check-in",
        "what": "ask Ann Berg if they've been in touch with Bo Lee",
        "due_on": "2026-11-20",
        "days_overdue": 1,
        "about": 4,
        "status": "open",
        "emails": ("ann@example.com", "ann@home.example"),
        "phones": ("+1 555 0101",),
    }
    return FollowUp(**{**usual, **values})


def a_person(**values: Any) -> Contact:
    return Contact(id=2, handle="ann-berg", created_on="2026-11-01", **values)


def an_introduction(need: str) -> Introduction:
    usual: dict[str, Any] = dict.fromkeys(Introduction.fields)
    usual |= {"id": 4, "stage": "introduced", "stage_on": "2026-11-17", "need": need}
    return Introduction(**usual)


def a_card(**values: Any) -> Card:
    usual = {
        "follow_up": a_follow_up(),
        "person": a_person(
            name="Ann Berg", profession="lawyer", company="Berg & Co", city="Graz", role="partner"
        ),
        "about": an_introduction("a will"),
        "other": a_follow_up(id=15, contact_name="Bo Lee", days_overdue=-3),
        "lately": (
            ("2026-11-02", "likes tea"),
            ("2026-10-15", "one-to-one: at the café"),
            ("2026-09-01", "said: call again in fall"),
        ),
    }
    return Card(**{**usual, **values})


def page_of(card: Card, width: int = 80) -> Page:
    return cards.card_page(card, place=3, total=15, left=12, width=width)


def shown(page: Page, width: int) -> list[str]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, height=30, markup=False, emoji=False, highlight=False, no_color=True
    )
    terminal.show(page, console)
    return out.getvalue().split("\n")[:-1]


def test_a_card() -> None:
    assert text_of(page_of(a_card())) == (
        "                                                               3 of 15 · 12 left\n"
        "Ann Berg  lawyer, Berg & Co, Graz, partner\n"
        "Spoken to Bo Lee?\n"
        "due         1 day overdue, #14\n"
        "reach       +1 555 0101   ann@example.com\n"
        "about       #4, introduced since Tue 17 Nov 2026: a will\n"
        "other side  Bo Lee, in 3 days (#15)\n"
        "lately      Mon 2 Nov 2026   likes tea\n"
        "            Thu 15 Oct 2026  one-to-one: at the café\n"
        "            Tue 1 Sep 2026   said: call again in fall\n"
        "\n"
        "d done  m mark  s snooze  x drop  t thanked  w write  c call  n note  u undo\n"
        "r redo  Enter next  b back  l list  ? help  q quit\n"
    )


def test_a_card_of_which_little_is_known() -> None:
    bare = a_card(
        follow_up=a_follow_up(about=None, emails=(), phones=(), days_overdue=0, what="send it."),
        person=a_person(name="Ann Berg"),
        about=None,
        other=None,
        lately=(),
    )
    assert text_of(page_of(bare)).split("\n")[1:6] == [
        "Ann Berg",
        "Send it.",
        "due    today, #14",
        "reach  no phone or e-mail yet",
        "",
    ]


def test_the_sentence_of_a_card_ends_once() -> None:
    asked = 'ask Ann Berg for an introduction: "who do you know who …?"'
    one = a_follow_up(purpose="ask", what=asked)
    assert text_of(page_of(a_card(follow_up=one))).split("\n")[2] == 'Ask: "who do you know who …?"'


@each_row("width", [60, 80, 110])
@each_row("text", TEXTS)
def test_a_card_never_has_more_than_fourteen_lines(text: str, width: int) -> None:
    full = a_card(
        follow_up=a_follow_up(what=text, emails=(text[:250],), phones=(text[:40],) * 3),
        person=a_person(name=text[:200], profession=text, company=text, city=text, role="partner"),
        about=an_introduction(text),
        other=a_follow_up(contact_name=text[:200]),
        lately=(("2026-11-02", text),) * 3,
    )
    for card in (full, a_card()):
        lines = shown(page_of(card, width), width)
        assert len(lines) <= cards.HEIGHT
        assert all(width_of(line) <= width for line in lines)
        assert not [line for line in lines if not line.isprintable()]
        assert lines[-1].endswith("q quit")
        assert "3 of 15 · 12 left" in lines[0]
        labels = [line.split("  ")[0] for line in lines]
        assert {"due", "reach", "about", "other side", "lately"} <= {*labels}


def test_a_text_that_is_cut_says_so() -> None:
    assert cards.wrapped("one two three", 7, 2) == ["one two", "three"]
    assert cards.wrapped("one two three four", 7, 2) == ["one two", "three…"]
    assert cards.wrapped("one two three", 5, 1) == ["one…"]
    assert cards.wrapped("abcdefgh", 3, 2) == ["abc", "de…"]
    assert cards.wrapped("王王王王", 5, 1) == ["王王…"]
    assert cards.wrapped("", 5, 1) == [""]
