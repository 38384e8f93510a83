"""Reading vCards 2.1, 3.0 and 4.0 as programs and phones really write them.

The three versions may stand in one file. What a program wrote a little wrong is read as it
was meant; what can't be read with certainty is refused with its line, and nothing is taken.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.names.folding import fold
from reflog.formats.draft import Remarks, no_garbage
from reflog.formats.vcard import lines
from reflog.formats.vcard.lines import looks_like
from reflog.formats.vcard.person import person
from reflog.formats.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["looks_like", "read"]

LARGE = 32 * 1024 * 1024
"""Bytes from which on a file is judged whole before anyone of it is kept."""

_GUESSED = "Not UTF-8 and no charset given, so read as Windows-1252: the card"
_UNKNOWN_REFERRER = "Who referred the person is not a card in this file, ignored"


def read(data: bytes) -> Reading:
    """Return the people of a vCard file.

    Raises:
        UnreadableError: a card never ends or begins within another, something stands
            outside of any card, or bytes are no text; the line is named.
    """
    with no_garbage():
        if len(data) > LARGE:
            # Broken at its end, it is refused before its people fill the memory.
            deque(lines.cards(data), maxlen=0)
        return _read(data)


def _read(data: bytes) -> Reading:
    remarks = Remarks()
    passed_over: Counter[str] = Counter()
    taken: list[Card] = []
    left: list[Left] = []
    referrers: dict[int, Sequence[tuple[int, str]]] = {}
    for raw in lines.cards(data):
        said = properties(raw)
        one = person(raw, said, remarks, passed_over)
        passed_over["card within a card"] += raw.agents
        if said.is_guessed:
            remarks.add(_GUESSED, raw.number)
        if isinstance(one.taken, Left):
            left.append(one.taken)
            continue
        if one.referrers:
            referrers[len(taken)] = one.referrers
        taken.append(one.taken)
    _name_referrers(taken, referrers, remarks)
    return Reading(
        source="vcard",
        cards=tuple(taken),
        left=tuple(left),
        remarks=(*_counted(passed_over), *remarks.sentences()),
    )


def _name_referrers(
    cards: list[Card], referrers: Mapping[int, Sequence[tuple[int, str]]], remarks: Remarks
) -> None:
    """Say by their names who referred whom, where the file says it by their keys."""
    if not referrers:
        return
    names = {card.key.lower(): card.name for card in cards if card.key}
    for place, found in referrers.items():
        card = cards[place]
        known = {fold(name): name for name in card.referred_by}
        for line, uri in found:
            name = names.get(uri.lower()) or names.get(uri.lower().removeprefix("urn:uuid:"))
            if name is not None:
                known.setdefault(fold(name), name)
            elif not known:
                remarks.add(_UNKNOWN_REFERRER, line)
        cards[place] = card._replace(referred_by=tuple(known.values()))


def _counted(passed_over: Mapping[str, int]) -> list[str]:
    return [
        f"{count} {what if count == 1 else _plural(what)} skipped."
        for what, count in passed_over.items()
        if count
    ]


def _plural(what: str) -> str:
    noun, space, rest = what.partition(" ")
    return f"{noun}s{space}{rest}" if noun == "card" else f"{what}s"
