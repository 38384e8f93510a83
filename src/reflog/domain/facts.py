"""Facts: what is known of a person on a day, under a topic, and what follows from it.

Standing (trust and room), what is unknown and what is stale are worked out each time, never
stored. Days are ISO text, as the ledger keeps them.
"""

from __future__ import annotations

from datetime import date, timedelta

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

TOPICS = {
    "does": "what they do",
    "say": "what to tell people about them",
    "apart": "what sets them apart",
    "wants": "a good referral for them",
    "story": "a client's story",
    "used": "your own experience of them",
    "knows": "whom they know",
    "plans": "how they want to grow",
    "partners": "professions they work well with",
    "professional": "how professional they are",
    "passionate": "how passionate they are",
    "personable": "how personable they are",
    "trust": "you trust them",
    "doubt": "you don't trust them for now",
    "out": "they have left your network",
    "room": "room for more work",
    "full": "no room for more work",
    "told": "whether you told them about your work",
    "visited": "they were your guest",
}
"""What a fact is about, and what that is in words."""

NEEDS = "needs"
"""Typed like a topic, but kept as a follow-up of purpose find."""

TYPED_TOPICS = (*TOPICS, NEEDS)

ALONE = ("trust", "doubt", "out", "room", "full", "told", "visited")
"""Topics that say something without a text."""

OF_TRUST = ("trust", "doubt", "out")
OF_ROOM = ("room", "full")
"""What they say lasts for a while; either may end in "until WHEN"."""

PITCH = ("does", "say", "apart", "wants")
"""Of me, what partners are told."""

MINE = (*PITCH, "story", "passionate", "plans", "partners", *OF_ROOM)
"""The topics there are of me."""

NEEDED = ("wants", "say", "does", "room", "apart", "told")
"""What should be known of everyone."""

ASKED = ("wants", "say", "room", "does", "apart", "told", "knows", "plans")
"""What can be asked after a one-to-one, most useful first."""

MOST_ROOM = 999
"""How many introductions somebody can have room for."""

CIRCLE_DAYS = 730
"""An introduction counts for the circle for two years."""


class Turn(Record):
    """What changed how far I trust somebody: a fact, or an introduction that went badly."""

    on: str
    is_fact: bool
    number: int
    topic: str
    why: str | None = None


class Trust(Record):
    """How far I trust somebody.

    Attributes:
        trust: trusted, doubt or out; None where nothing says so.
        trust_on, trust_id: since when, and by which entry.
        trust_why: what was said of it.
    """

    trust: str | None = None
    trust_on: str | None = None
    trust_id: int | None = None
    trust_why: str | None = None


_TRUST = {"trust": "trusted", "doubt": "doubt", "out": "out"}


def trust_of(turns: Iterable[Turn]) -> Trust:
    """Return how far somebody is trusted after these turns, in whatever order they come.

    The latest counts, but out stays out until trust. On one day a fact comes after an
    introduction, and a higher number after a lower.
    """
    standing = Trust()
    for turn in sorted(turns, key=lambda one: (one.on, one.is_fact, one.number)):
        if standing.trust == "out" and turn.topic != "trust":
            continue
        standing = Trust(
            trust=_TRUST[turn.topic],
            trust_on=turn.on,
            trust_id=turn.number,
            trust_why=turn.why,
        )
    return standing


class RoomFact(Record):
    """What was last said of somebody's room.

    Attributes:
        since: how many introductions they were given after it, leads and declined aside.
    """

    number: int
    topic: str
    on: str
    until: str | None = None
    text: str | None = None
    since: int = 0


class Room(Record):
    """Whether somebody has room for more work.

    Attributes:
        room: room or full; None where it isn't known, or not any more.
        room_until: the last day of it, where one was said.
        room_left: how many introductions there is room for, where a number was said.
        room_id: the fact that says so.
        room_why: what else was said with it.
    """

    room: str | None = None
    room_until: str | None = None
    room_left: int | None = None
    room_id: int | None = None
    room_why: str | None = None


def room_of(fact: RoomFact | None, today: date, stale_days: int) -> Room:
    """Return what the latest fact on somebody's room says today."""
    if fact is None:
        return Room()
    last = date.fromisoformat(fact.until) if fact.until else add_days(fact.on, stale_days)
    if today > last:
        return Room()
    count = room_number(fact.text) if fact.topic == "room" else None
    left = None if count is None else max(count - fact.since, 0)
    return Room(
        room="full" if left == 0 else fact.topic,
        room_until=fact.until,
        room_left=left,
        room_id=fact.number,
        room_why=fact.text,
    )


def room_number(text: str | None) -> int | None:
    """Return for how many there is room, where the text begins with a number: `3 small jobs`."""
    first = (text or "").partition(" ")[0]
    return int(first[:9]) if first.isascii() and first.isdigit() else None


class Standing(Trust, Room):
    """How somebody stands: trust and room."""

    @property
    def not_now(self) -> str | None:
        """Return why nobody should be sent to them now: out, doubt or full."""
        if self.trust in {"out", "doubt"}:
            return self.trust
        return "full" if self.room == "full" else None


def standing_of(trust: Trust, room: Room) -> Standing:
    """Return trust and room as one."""
    return Standing(**vars(trust), **vars(room))


def unknown_of(known: Collection[str], *, of_me: bool = False) -> tuple[str, ...]:
    """Return what should be known and isn't, given the topics there are facts on.

    Who has no room is known to have none: full is an answer to room.
    """
    answered = {*known, *(["room"] if "full" in known else [])}
    wanted = NEEDED if not of_me else tuple(one for one in NEEDED if one in MINE)
    return tuple(one for one in wanted if one not in answered)


class Dated(Record):
    """The newest fact on a topic: its day, and its number, which orders those of one day."""

    on: str
    number: int


def stale_of(
    newest: Mapping[str, Dated], today: date, stale_days: int, pitch: Dated | None
) -> tuple[str, ...]:
    """Return the topics whose newest fact is too old, in the order of TOPICS.

    Args:
        newest: by topic.
        pitch: the newest fact of mine that partners are told; who was told before it was
            told something else.
    """
    first = (today - timedelta(days=stale_days)).isoformat()
    stale = {topic for topic, fact in newest.items() if fact.on < first}
    if "room" in newest and "full" in newest:  # one says again what the other said
        stale.discard(min(OF_ROOM, key=lambda topic: (newest[topic].on, newest[topic].number)))
    told = newest.get("told")
    if told is not None and pitch is not None and is_later(pitch, told):
        stale.add("told")
    return tuple(topic for topic in TOPICS if topic in stale)


def is_later(one: Dated, other: Dated) -> bool:
    """Return whether a fact is younger than another."""
    return (one.on, one.number) > (other.on, other.number)


def to_learn(unknown: Iterable[str], stale: Iterable[str], *, room_known: bool) -> tuple[str, ...]:
    """Return what to ask somebody, most useful first: what is unknown, then what is stale.

    What was said of their room, and has run out, is asked again as room.
    """
    first = set(unknown)
    again = {"room" if one == "full" else one for one in stale}
    second = again | (set() if room_known else {"room"})
    return tuple(one for some in (first, second - first) for one in ASKED if one in some)


def add_days(day: str, days: int) -> date:
    """Return the day so many days later, the last of the calendar at most."""
    try:
        return date.fromisoformat(day) + timedelta(days=days)
    except OverflowError:
        return date.max
