"""The card of a follow-up: it always fits on a small terminal, however much is known."""

from __future__ import annotations

from reflog.domain.days import age_in_words
from reflog.render import GAP, Line, Page, Table, clean, width_of
from reflog.render.pages import NO_ADDRESS, day, to_do_briefly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.reports.cards import Card

HEIGHT = 14
"""Lines that a card has at the most, the keys included."""

NARROWEST, LOWEST = 60, 15
"""Columns and lines that a terminal has to have."""

KEYS = (
    *("d done", "m mark", "s snooze", "x drop", "t thanked", "w write", "c call", "n note"),
    *("u undo", "r redo", "Enter next", "b back", "l list", "? help", "q quit"),
)
_GAPS = 4  # columns behind the two cells of a row
_LABELLED = 10 + _GAPS  # columns that a label takes
_FIXED = 2  # lines: where I am, and the name


def card_page(  # noqa: PLR0913 - everything that a card shows
    card: Card, *, place: int, total: int, left: int, width: int, may_help: str | None = None
) -> Page:
    """Return a card: its place in the morning, who it is, what to do, what is known, and the keys.

    `place` counts from 1; `may_help` says for a find who may be able to help.
    """
    one, person = card.follow_up, card.person
    where = f"{place} of {total} · {left} left"
    facts = ", ".join(filter(None, (person.profession, person.company, person.city, person.role)))
    called = "You" if one.contact == "me" else person.name
    name, *_ = wrapped(called, width * 2 // 3, 1)
    beside = wrapped(facts, max(width - width_of(name) - _GAPS, 1), 1)
    days = one.days_overdue or 0
    style = "overdue" if days > 0 else "today" if days == 0 else "coming"
    todo = to_do_briefly(one)
    stop = "" if todo.rstrip('"').endswith((".", "?", "!")) else "."
    sentence = wrapped(f"{todo[:1].upper()}{todo[1:]}{stop}", width, 2)
    keys = _joined(KEYS, width, GAP)
    known = _known(card, width - _LABELLED, may_help)
    room = HEIGHT - _FIXED - len(sentence) - len(keys)
    every = [("" if at else label, text) for label, lines in known for at, text in enumerate(lines)]
    rows = every[:room]
    blanks = [""] if len(rows) < room else []
    return [
        Line(" " * max(width - width_of(where), 0) + where, "dim"),
        Table("name dim", [(name, *beside)]),
        *(Line(text, style) for text in sentence),
        Table("dim! text!", rows),
        *blanks,
        *(Line(text, "dim") for text in keys),
    ]


def _known(card: Card, width: int, may_help: str | None) -> list[tuple[str, list[str]]]:
    """Return what is known, under its labels, each in as many lines as it may take."""
    one = card.follow_up
    reach = "   ".join((*one.phones[:2], *one.emails[:1])) or NO_ADDRESS
    known = [("due", f"{age_in_words(one.days_overdue or 0)}, #{one.id}", 1)]
    if one.contact != "me":
        known.append(("reach", reach, 1))
    if may_help is not None:
        known.append(("may help", may_help, 1))
    if (about := card.about) is not None:
        need = f": {about.need}" if about.need else ""
        told = f"#{about.id}, {about.stage} since {day(about.stage_on)}{need}"
        known.append(("about", told, 2))
    if (other := card.other) is not None:
        age = age_in_words(other.days_overdue or 0)
        known.append(("other side", f"{other.contact_name}, {age} (#{other.id})", 1))
    days = max((len(day(on)) for on, _text in card.lately), default=0)
    lately = [wrapped(f"{day(on):{days}}  {text}", width, 1)[0] for on, text in card.lately]
    shown = [(label, wrapped(text, width, most)) for label, text, most in known]
    return [*shown, ("lately", lately)]


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Return a text in at most `most` lines of a width; what doesn't fit becomes an ellipsis."""
    words = [piece for word in clean(text).split(" ") for piece in _pieces(word, width)]
    lines = _joined(words, width, " ")
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while width_of(last) >= width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _pieces(word: str, width: int) -> list[str]:
    """Return a word in pieces of a width."""
    return [*filter(None, _joined(word, width, ""))] if width_of(word) > width else [word]


def _joined(parts: Iterable[str], width: int, gap: str) -> list[str]:
    """Return parts on lines of a width, as many on each as it has room for."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{gap}{part}" if lines[-1] else part
        if width_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
