"""Who can help with a need: the words of it, the points for a person, and the order.

Every point is a whole number with its reason in words (FIELD.md, rules 8 and 9).
"""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.days import short_day
from reflog.domain.names import is_cjk, search_text, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reflog.domain.facts import Standing

    Place = tuple[bool, bool, int, str, str, str]

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
    "need": (3, "what people you sent them needed"),
    "offer": (3, "what they offered for you"),
    "city": (3, "where they're based"),
    "note": (1, "your note on them"),
}
"""Where a word may be found, the best first, which counts: its points, and how it is called."""

_PUNCTUATION = "\"'.,;:!?()[]"

KNOWS = "knows"
"""The place that makes nobody a provider: whom they know."""


class Score:
    """The points of one part, each with its reason: a text, and the number in it.

    What has no points has no reason.
    """

    __slots__ = ("_said", "points")

    def __init__(self, *said: tuple[int, str, object]) -> None:
        self._said = [one for one in said if one[0]]
        self.points = sum(points for points, _text, _number in said)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reason for each point, in words."""
        return self.reasons_quoting({})

    def reasons_quoting(self, found: Mapping[str, str]) -> tuple[str, ...]:
        """Return the reasons, with words of the ledger in place of those of the need."""
        return tuple(text.format(found.get(str(number), number)) for _, text, number in self._said)


class History(Record):
    """Counts of what went back and forth with a person.

    Attributes:
        open: introductions I gave them that are still open.
        won, bad: those I gave them in the last two years that ended so.
        declined: those that they declined lately.
        waiting: those that were introduced long ago and aren't connected yet.
        given, received: introductions I gave them, and they gave me, in the last two years.
        pay_back: I owe them a pay-back.
    """

    open: int = 0
    won: int = 0
    declined: int = 0
    bad: int = 0
    waiting: int = 0
    given: int = 0
    received: int = 0
    pay_back: bool = False


class Match(Record):
    """Somebody who fits a need, with the points for them.

    Attributes:
        part: what they would be: PROVIDER, PROSPECT or INTRODUCER.
        not_now: why they can't be asked now: out, doubt or full; None if they can.
        trust, room, track, owed: None if only the fit counts.
        reasons: those for the points, and those against asking now.
        last_on: the day I last introduced them.
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
        """The sum of all parts."""
        return sum(filter(None, (self.fit, self.trust, self.room, self.track, self.owed)))

    @property
    def is_able(self) -> bool:
        """Whether they can help, and now."""
        return self.part != INTRODUCER and self.not_now is None


def words(text: str) -> tuple[str, ...]:
    """Return the words of a need to look for: folded, without those that say nothing."""
    return _chosen(text)[:MOST_WORDS]


def _chosen(text: str) -> tuple[str, ...]:
    every = tuple(dict.fromkeys(words_of(text)))
    long = (word for word in every if len(word) >= FEWEST_LETTERS or is_cjk(word))
    return tuple(word for word in long if word not in IGNORED) or every


def stem(word: str) -> str:
    """Return the beginning that similar words share: `plumb` for plumbing."""
    return word if len(word) <= _WHOLE else word[: max(_WHOLE, len(word) - _ENDING)]


def has_like(text: str | None, wanted: Iterable[str]) -> bool:
    """Return whether a text has a word similar to one of those wanted."""
    if not text:
        return False
    spaced = _spaced(text)
    return any(_spaced(stem(word)) in spaced for word in wanted)


def like_in(text: str, word: str) -> str | None:
    """Return the word of a text that is similar to one, as it is written there; None for none."""
    like = [one for one in text.split() if not is_cjk(word) and has_like(one, (word,))]
    same = (one for one in like if word in words_of(one))
    return next(same, next(iter(like), "")).strip(_PUNCTUATION) or None


def _spaced(text: str) -> str:
    """Return the words of a text, a space before each; Chinese and the like by character."""
    return "".join(f" {word}" for word in words_of(search_text(text)))


def are_alike(texts: Iterable[str | None], others: Iterable[str]) -> bool:
    """Return whether a word of the one texts is similar to a word of the others."""
    typed = [word for other in others for word in _chosen(other)]
    return any(has_like(text, typed) for text in texts)


def fit(found: Mapping[str, Collection[str]], wants: str | None = None) -> Score:
    """Return the points for how well somebody fits a need, of which each word found has its places.

    `wants` is the name of whoever needs it, if they are the kind of client this person wants.
    """
    best = sorted(best_places(found).items(), key=lambda one: -PLACES[one[1]][0])
    return Score(
        *(
            (1 if rank else PLACES[place][0], f'"{{}}" is in {PLACES[place][1]}', word)
            for rank, (word, place) in enumerate(best)
        ),
        (2 if wants else 0, "{} is the kind of client they want", wants),
    )


def best_places(found: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return for each word found the place that counts most."""
    best = {word: [one for one in PLACES if one in places] for word, places in found.items()}
    return {word: places[0] for word, places in best.items() if places}


_EVIDENCE = {
    "used": (2, "you've used their services yourself", None),
    "professional": (1, "professional", None),
    "passionate": (1, "passionate about what they do", None),
    "personable": (1, "good with people", None),
}
EVIDENCE = tuple(_EVIDENCE)
"""Topics of facts that speak for trust."""


def trust(standing: str | None, topics: Collection[str]) -> Score:
    """Return the points for trust in somebody: their standing, and the topics known of them."""
    return Score(
        (3 if standing == "trusted" else 0, "you trust them", None),
        *(_EVIDENCE[topic] for topic in EVIDENCE if topic in topics),
    )


def room(standing: str | None, history: History) -> Score:
    """Return the points for room: what they said of it, and how busy I keep them."""
    return Score(
        (2 if standing == "room" else 0, "they have room for more work", None),
        (-min(history.open, 3), "{} still open with them", history.open),
    )


def track(history: History) -> Score:
    """Return the points for what came of the introductions I gave somebody."""
    return Score(
        (min(history.won, 3), "business from {} you sent them", history.won),
        (-min(2 * history.declined, 4), "{} declined lately", history.declined),
        (-min(2 * history.bad, 4), "{} went badly", history.bad),
        (-min(history.waiting, 2), "{} not in touch yet", history.waiting),
    )


def owed(history: History) -> Score:
    """Return the points for what I owe somebody: a pay-back, or more than I gave them."""
    more = max(history.received - history.given, 0)
    return Score(
        (2 if history.pay_back else 0, "you owe them a pay-back", None),
        (min(more, 3), "they gave you {} more than you gave them", more),
    )


def why_not(standing: Standing) -> str | None:
    """Return in words why somebody can't be asked now; None if they can."""
    if standing.not_now is None:
        return None
    if standing.not_now == "full":
        until = standing.room_until
        said = f"full until {short_day(until)}" if until else "full for now"
        why = standing.room_why
    else:
        said = "out of your network" if standing.not_now == "out" else "in doubt"
        said = f"{said} since {short_day(standing.trust_on)}" if standing.trust_on else said
        why = standing.trust_why
    return f"{said}: {why}" if why else said


def place(  # noqa: PLR0913, PLR0917 - all that the order depends on
    part: str, not_now: str | None, points: int, last_on: str | None, folded: str, handle: str
) -> Place:
    """Return the sort key of a match: those who can help now, then later, then introducers."""
    return part == INTRODUCER, not_now is not None, -points, last_on or "", folded, handle
