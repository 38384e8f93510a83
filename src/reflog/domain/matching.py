"""Who is a match for a need: the words of it, what speaks for a person, and the order.

Every point is a whole number with its reason in words (FIELD.md, rules 8 and 9).
"""

from __future__ import annotations

from reflog.domain.names import folding
from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

IGNORED = frozenset(
    "and any are for from good has have her him his its my need needs not one our she some "
    "somebody someone that the their them they this want wants who with you your".split()
)
"""Words of a need that say nothing of it."""

MOST_WORDS = 8
FEWEST_LETTERS = 3
"""How many words of a need count, and how long one is at least."""

_WHOLE, _ENDING = 4, 3  # letters of a word that is looked for whole; of the ending it may lose

PROVIDER, PROSPECT, INTRODUCER = "provider", "prospect", "introducer"
"""What somebody would be: the one who can help, who needs it, or who may know somebody."""

PLACES = {
    "profession": (6, "their profession"),
    "tag": (5, "one of their tags"),
    "does": (5, "what they do"),
    "company": (4, "their company"),
    "say": (4, "what you say about them"),
    "wants": (4, "what they want"),
    "apart": (4, "what sets them apart"),
    "story": (4, "a client's story"),
    "used": (4, "your own experience with them"),
    "knows": (4, "whom they know"),
    "need": (3, "a need you sent them"),
    "offer": (3, "what they offered for you"),
    "city": (3, "where they're based"),
    "note": (1, "your note on them"),
}
"""Where a word may be found: its points, and how that place is called; the best one counts."""

KNOWS = "knows"
"""The place that makes nobody a provider: whom they know."""


class Score(Record):
    """The points of one part, each with its reason."""

    points: int = 0
    reasons: tuple[str, ...] = ()


class History(Record):
    """What went to and fro with a person, counted.

    Attributes:
        open: introductions I gave them that are still open.
        won, bad: those I gave in two years that came to this.
        declined: those of them that they declined lately.
        waiting: those of them that are introduced and long not connected.
        given, received: introductions I gave them, and they me, in two years.
        pay_back: a pay-back to them is open.
        last_on: when I last introduced somebody to them.
    """

    open: int = 0
    won: int = 0
    declined: int = 0
    bad: int = 0
    waiting: int = 0
    given: int = 0
    received: int = 0
    pay_back: bool = False
    last_on: str | None = None


class Match(Record):
    """Somebody for a need, with what speaks for them.

    Attributes:
        part: what they would be, of PROVIDER, PROSPECT and INTRODUCER.
        not_now: why they can't be asked now: out, doubt, full; None of the able.
        trust, room, track, owed: None where only the fit counts.
        reasons: all that made the points, and why not now.
        last_on: when I last introduced them.
    """

    contact_id: int
    contact: str
    contact_name: str
    folded: str
    part: str
    not_now: str | None
    fit: int
    trust: int | None
    room: int | None
    track: int | None
    owed: int | None
    reasons: tuple[str, ...]
    last_on: str | None

    @property
    def points(self) -> int:
        """The points of all parts."""
        return sum(filter(None, (self.fit, self.trust, self.room, self.track, self.owed)))

    @property
    def is_able(self) -> bool:
        """They can help, and now."""
        return self.part != INTRODUCER and self.not_now is None


def words(text: str) -> tuple[str, ...]:
    """Return the words of a need that are looked for: folded, without those that say nothing."""
    return _chosen(text)[:MOST_WORDS]


def _chosen(text: str) -> tuple[str, ...]:
    every = tuple(dict.fromkeys(folding.words(text)))
    kept = [word for word in every if _is_long(word) and word not in IGNORED]
    return tuple(kept) or every


def _is_long(word: str) -> bool:
    return len(word) >= FEWEST_LETTERS or folding.is_cjk(word)


def stem(word: str) -> str:
    """Return how a word begins that is like this one: `plumb` for plumbing."""
    return word if len(word) <= _WHOLE else word[: max(_WHOLE, len(word) - _ENDING)]


def has_like(text: str | None, wanted: Iterable[str]) -> bool:
    """Return whether a text of the ledger has a word that is like one of those typed."""
    if not text:
        return False
    spaced = _spaced(text)
    return any(_spaced(stem(word)) in spaced for word in wanted)


def _spaced(text: str) -> str:
    """Return the words of a text, a space before each; Chinese and the like by character."""
    return "".join(f" {word}" for word in folding.words(folding.search_text(text)))


def are_alike(texts: Iterable[str | None], others: Iterable[str]) -> bool:
    """Return whether one of the texts has a word that is like one of the other texts."""
    typed = [word for other in others for word in _chosen(other)]
    return any(has_like(text, typed) for text in texts)


def fit(found: Mapping[str, Collection[str]], wants: str | None = None) -> Score:
    """Return how well somebody fits a need.

    Args:
        found: for each word of the need that was found, the places where.
        wants: the name of whoever needs it, where they are what this person wants.
    """
    best = {word: max(places, key=_points_of) for word, places in found.items() if places}
    points = max((_points_of(place) for place in best.values()), default=0)
    return Score(
        points=points + max(0, len(best) - 1) + (2 if wants else 0),
        reasons=(
            *(f'"{word}" is in {PLACES[place][1]}' for word, place in _strongest_first(best)),
            *([f"{wants} is the kind of client they want"] if wants else []),
        ),
    )


def _points_of(place: str) -> int:
    return PLACES[place][0]


def _strongest_first(best: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(best.items(), key=lambda one: -_points_of(one[1]))


EVIDENCE = ("used", "professional", "passionate", "personable")
"""Topics of facts that speak for trust."""

_EVIDENCE = {
    "used": (2, "you've used their services yourself"),
    "professional": (1, "professional"),
    "passionate": (1, "passionate about what they do"),
    "personable": (1, "good with people"),
}


def trust(standing: str | None, topics: Collection[str]) -> Score:
    """Return what trust in somebody counts: how they stand, and the topics known of them."""
    said = [(3, "you trust them")] if standing == "trusted" else []
    said += [_EVIDENCE[topic] for topic in EVIDENCE if topic in topics]
    return _added(said)


def room(standing: str | None, history: History) -> Score:
    """Return what their room for work counts: what they said, and what they are busy with."""
    said = [(2, "they have room for more work")] if standing == "room" else []
    if history.open:
        said.append((-min(history.open, 3), f"{_counted(history.open)} of yours still open"))
    return _added(said)


def track(history: History) -> Score:
    """Return what came of the introductions I gave somebody."""
    said: list[tuple[int, str]] = []
    if history.won:
        said.append((min(history.won, 3), f"{_counted(history.won)} of yours won"))
    if history.declined:
        said.append((-min(2 * history.declined, 4), f"declined {history.declined} lately"))
    if history.bad:
        said.append((-min(2 * history.bad, 4), f"{history.bad} went badly"))
    if history.waiting:
        said.append((-min(history.waiting, 2), f"not in touch yet with {history.waiting} of yours"))
    return _added(said)


def owed(history: History) -> Score:
    """Return what I owe somebody: a pay-back, and what they gave me more than I them."""
    said = [(2, "you owe them a pay-back")] if history.pay_back else []
    more = history.received - history.given
    if more > 0:
        said.append((min(more, 3), f"they gave you {more} more than you gave them"))
    return _added(said)


def _added(said: Sequence[tuple[int, str]]) -> Score:
    return Score(
        points=sum(points for points, _reason in said),
        reasons=tuple(reason for _points, reason in said),
    )


def _counted(number: int) -> str:
    return "1 introduction" if number == 1 else f"{number} introductions"


def not_now(trust_standing: str | None, room_standing: str | None) -> str | None:
    """Return why somebody is not for now: out, else doubt, else full."""
    if trust_standing in {"out", "doubt"}:
        return trust_standing
    return "full" if room_standing == "full" else None


def in_order(matches: Iterable[Match]) -> list[Match]:
    """Return matches as they are listed: the able, those not now, then who may know somebody."""
    return sorted(
        matches,
        key=lambda one: (
            one.part == INTRODUCER,
            one.not_now is not None,
            -one.points,
            one.last_on or "",
            one.folded,
            one.contact,
        ),
    )
