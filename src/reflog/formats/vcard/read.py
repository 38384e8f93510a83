"""Reading vCards 2.1, 3.0 and 4.0 as programs and phones really write them.

A file may mix the three versions. What a program writes slightly wrong is read as it was meant. A
bad value never costs its card, nor a bad card the file: it fails alone, with its line.
"""

from __future__ import annotations

from collections import Counter, deque
from functools import partial
from typing import TYPE_CHECKING

from reflog.domain.cards.card import Card, Left, Reading
from reflog.domain.names import fold
from reflog.formats import decoding
from reflog.formats.draft import no_garbage
from reflog.formats.remarks import Remarks
from reflog.formats.vcard import charsets, groups, lines
from reflog.formats.vcard.person import no_person, person
from reflog.formats.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.domain.cards.card import Group
    from reflog.formats.vcard.lines import RawCard

LARGE = 32 * 1024 * 1024
"""Bytes from which on a file is judged whole before anyone of it is kept."""

_OUTSIDE = "Text outside any card, ignored"
_UNKNOWN_REFERRER = "Who referred the person is not a card in this file, ignored"


def read(data: bytes) -> Reading:
    """Read the people and groups of a vCard file; members of its groups may be in other files.

    Raises:
        UnreadableError: there is no card, the file is cut off, or it is in a code page that can't
            be guessed; the line is named.
    """
    remarks = Remarks()
    data = decoding.without_nul(decoding.narrow(data), remarks)
    with no_garbage():
        is_guessed = False
        if not decoding.is_utf8(data):
            is_guessed = charsets.refuse_other_page(lines.cards(data))
        elif len(data) > LARGE:
            # Broken at its end, it is refused before its people fill the memory.
            deque(lines.cards(data), maxlen=0)
        return _Reading(data, remarks, is_guessed=is_guessed).done()


class _Reading:
    """The people of a file, card by card."""

    def __init__(self, data: bytes, remarks: Remarks, *, is_guessed: bool) -> None:
        self._data = data
        self._guessed = decoding.GUESSED if is_guessed else decoding.GUESSED_LINE
        self._remarks = remarks
        self._passed_over: Counter[str] = Counter()
        self._text = charsets.Text()
        self._taken: list[Card] = []
        self._left: list[Left] = []
        self._groups: list[Group] = []
        self._referrers: dict[int, list[tuple[int, str]]] = {}

    def done(self) -> Reading:
        """Return them."""
        for line in decoding.lines_with(self._data, decoding.LOST.encode()):
            self._remarks.add(decoding.NO_TEXT, line)
        outside = partial(self._remarks.add, _OUTSIDE)
        for raw in lines.cards(self._data, outside):
            self._passed_over["card within a card"] += raw.agents
            if raw.fault:
                self._left.append(Left(line=raw.number, reason=raw.fault, failed=True))
            else:
                self._read(raw)
        for line in dict.fromkeys(self._text.guessed):
            self._remarks.add(self._guessed, line)
        for line in dict.fromkeys(self._text.lost):
            self._remarks.add(decoding.NO_TEXT, line)
        _name_referrers(self._taken, self._referrers, self._remarks)
        return Reading(
            source="vcard",
            cards=tuple(self._taken),
            left=tuple(self._left),
            remarks=(*_counted(self._passed_over), *self._remarks.sentences()),
            groups=tuple(self._groups),
        )

    def _read(self, raw: RawCard) -> None:
        """Take what a card says."""
        self._text.begin(raw)
        said, unread = properties(raw, self._text)
        if (group := groups.group_of(raw.number, said)) is not None:
            self._groups.append(group)
            return
        if (reason := no_person(said)) is not None:
            self._left.append(Left(line=raw.number, reason=reason))
            return
        for line in unread:
            self._remarks.add("Lines that are not properties, ignored", line)
        taken, referrers = person(raw.number, said, self._remarks, self._passed_over)
        if isinstance(taken, Left):
            self._left.append(taken)
            return
        if referrers:
            self._referrers[len(self._taken)] = referrers
        self._taken.append(taken)


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
