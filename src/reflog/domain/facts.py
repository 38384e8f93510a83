"""Facts: what is known of a person since a day, under a topic, and what follows from it.

Standing (trust and room), what is unknown and what is stale are worked out each time, never
stored. Days are ISO text, as the ledger keeps them.
"""

from __future__ import annotations

from datetime import date

from reflog.domain import Record
from reflog.domain.days import day_with_weekday, days_ago, later
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

TOPICS = tuple(
    "does say apart wants story used knows plans partners professional passionate personable "
    "trust doubt out room full told visited".split()
)
"""What a fact is about."""

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

FEW = 3
"""How many questions are asked, and remarks made, at once."""

QUESTIONS = {
    "wants": "What is a good referral for {name}?",
    "say": "What should you tell people about {name}?",
    "room": "Does {name} have room for more work?",
    "does": "What does {name} do?",
    "apart": "What sets {name} apart?",
    "told": "Did you tell {name} what you do, and what a good referral for you is?",
    "knows": "Who does {name} know?",
    "plans": "How does {name} want to grow?",
}
"""What to ask somebody, or yourself, most useful first."""


def question(topic: str, name: str, profession: str | None = None) -> str:
    """Return the question to ask somebody; with a profession known, "does" asks what else."""
    if topic == "does" and profession:
        return f"What else does {name} do ({profession})?"
    return QUESTIONS[topic].format(name=name)


MY_QUESTIONS = {
    "wants": "What is a good referral for you?",
    "say": "What should people say about you?",
    "room": "Do you have room for more work?",
    "does": "What do you do?",
    "apart": "What sets you apart?",
    "plans": "How do you want to grow?",
}

_SENTENCES = {
    "does": "what {name} does",
    "say": "what to say about {name}",
    "apart": "what sets {name} apart",
    "wants": "a good referral for {name}",
    "story": "a story to tell about {name}",
    "used": "what I found myself with {name}",
    "knows": "who {name} knows",
    "plans": "how {name} wants to grow",
    "partners": "professions that {name} works well with",
    "professional": "how professional {name} is",
    "passionate": "what {name} is passionate about",
    "personable": "{name} with people",
    "trust": "I trust {name}",
    "doubt": "I don't trust {name} for now",
    "out": "{name} has left my network",
    "room": "{name} has room for more work",
    "full": "{name} has no room for more work",
    "told": "I told {name} what I do and what a good referral for me is",
    "visited": "{name} was my guest at the group",
}
_MY_SENTENCES = {
    "does": "what I do",
    "say": "what to say about me",
    "apart": "what sets me apart",
    "wants": "a good referral for me",
    "story": "a story to tell about me",
    "passionate": "what I am passionate about",
    "plans": "how I want to grow",
    "partners": "professions my network should have",
    "room": "I have room for more work",
    "full": "I have no room for more work",
}


def sentence(topic: str, name: str | None, text: str | None, until: str | None = None) -> str:
    """Return a fact as a sentence without its full stop; the name is None for me."""
    said = _MY_SENTENCES[topic] if name is None else _SENTENCES[topic].format(name=name)
    if topic == "room" and text and room_number(text) is not None:
        said = said.replace("more work", f"{text} more" if text.isdigit() else text)
        text = None
    if until is not None:
        said = f"{said} until {day_with_weekday(until)}"
    return f"{said}: {text}" if text else said


LASTING_WORD = "until"

MOST_ROOM = 999
"""How many introductions somebody can have room for."""

TWO_YEARS = 730
"""Days that what happened between people counts."""


def read_topic(word: str) -> str:
    """Return the topic that a word means (UsageError: none; the hint names the closest)."""
    topic = word.strip().lower()
    if topic in TYPED_TOPICS:
        return topic
    from difflib import get_close_matches

    near = get_close_matches(topic, TYPED_TOPICS, n=1)
    message = f"{quoted(word)} is not one of {', '.join(TYPED_TOPICS)}."
    hint = f"maybe {near[0]}?" if near else "reflog know NAME TOPIC TEXT; reflog help knowing"
    raise UsageError(message, hint=hint)


def check(topic: str | None, text: str | None, until: str | None, *, of_me: bool) -> None:
    """Raise UsageError if a corrected note is neither a valid fact nor a text."""
    if topic is None:
        if text is None:
            message = "A note can't be empty."
            raise UsageError(message, hint="to remove it: reflog delete N")
    else:
        if of_me:
            require_mine(topic)
        require_text(topic, text)
    if until is not None and topic not in OF_ROOM:
        message = "Only room and full last until a day."
        raise UsageError(message, hint='--until "" takes the day away')


YES, NO = ("y", "yes"), ("n", "no")
_NO_ROOM = {*NO, "none", "busy", "full"}
_NOT_NOW = ["not", "now"]


def says_room(words: Sequence[str]) -> tuple[bool | None, int]:
    """Return whether words begin with yes or no to having room, and how many words that takes.

    None for whatever says neither, such as a number.
    """
    first, second = [*(word.lower().strip(",;.") for word in words[:2]), "", ""][:2]
    if [first, second] == _NOT_NOW:
        return False, len(_NOT_NOW)
    if first in _NO_ROOM:
        return False, 1
    return (True, 1) if first in YES else (None, 0)


def require_mine(topic: str) -> None:
    """Raise UsageError if a topic can't be about me."""
    if topic not in MINE:
        message = f'"{topic}" is something to know of others, not of yourself.'
        raise UsageError(message, hint=f"of yourself: {', '.join(MINE)}")


def require_text(topic: str, text: str | None, whose: str = "NAME") -> None:
    """Raise UsageError if a topic lacks a text, or room is for nobody or for too many.

    `whose` is the name as hints have it.
    """
    if text is None and topic not in ALONE:
        message = f'"{topic}" needs a text.'
        raise UsageError(message, hint=f"reflog know {whose} {topic} TEXT")
    number = room_number(text) if topic == "room" else None
    if number is not None and not 1 <= number <= MOST_ROOM:
        message = f"There is room for 1 to {MOST_ROOM}, not for {number}."
        raise UsageError(message, hint=f"no room at all: reflog know {whose} full")


class Fact(Record):
    """Something known of somebody; a note without a topic.

    Attributes:
        until: the last day of what is said of room.
        about: the introduction it was learned from.
    """

    topic: str | None = None
    text: str | None = None
    until: str | None = None
    about: int | None = None


class Turn(Record):
    """What changed my trust in somebody: a fact, or an introduction that went badly."""

    on: str
    is_fact: bool
    number: int
    topic: str
    why: str | None = None


class Trust(Record):
    """How far I trust somebody.

    Attributes:
        trust: trusted, doubt or out; None if nothing says so.
        trust_on, trust_id: the day and the entry that say so.
        trust_why: the text of that entry.
    """

    trust: str | None = None
    trust_on: str | None = None
    trust_id: int | None = None
    trust_why: str | None = None


_TRUST = {"trust": "trusted", "doubt": "doubt", "out": "out"}


def trust_of(turns: Iterable[Turn]) -> Trust:
    """Return the trust that follows from these turns, in whatever order they come.

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
    """The latest fact on somebody's room, and how many introductions they were given since.

    Leads and declined ones don't count.
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
        room: room or full; None if that isn't known, or no longer.
        room_left: how many more introductions there is room for, if a number was said.
        room_id: the fact that says so.
        room_why: why they have none, as it was said; None where theirs is used up.
    """

    room: str | None = None
    room_until: str | None = None
    room_left: int | None = None
    room_id: int | None = None
    room_why: str | None = None


def room_of(fact: RoomFact | None, today: date, stale_days: int) -> Room:
    """Return what the latest fact on somebody's room means today."""
    if fact is None:
        return Room()
    last = fact.until or later(date.fromisoformat(fact.on), stale_days).isoformat()
    if today.isoformat() > last:
        return Room()
    count = room_number(fact.text) if fact.topic == "room" else None
    left = None if count is None else max(count - fact.since, 0)
    return Room(
        room="full" if left == 0 else fact.topic,
        room_until=fact.until,
        room_left=left,
        room_id=fact.number,
        room_why=fact.text if fact.topic == "full" else None,
    )


def room_number(text: str | None) -> int | None:
    """Return the number that a text about room begins with, as in `3 small jobs`; else None."""
    first = (text or "").partition(" ")[0]
    return int(first[:9]) if first.isascii() and first.isdigit() else None


class Standing(Trust, Room):
    """Whether somebody can be sent people: how far I trust them, and their room."""

    @property
    def not_now(self) -> str | None:
        """Return why nobody should be sent to them now: out, doubt or full; None if they should."""
        if self.trust in {"out", "doubt"}:
            return self.trust
        return "full" if self.room == "full" else None


def unknown_of(
    known: Collection[str], *, is_full: bool = False, of_me: bool = False
) -> tuple[str, ...]:
    """Return the topics that should be known and aren't; being full answers the topic room."""
    answered = {*known, *(["room"] if is_full else [])}
    wanted = NEEDED if not of_me else tuple(one for one in NEEDED if one in MINE)
    return tuple(one for one in wanted if one not in answered)


Dated = tuple[str, int]
"""The day of a fact, and its number, which orders those of one day; the later is the larger."""


def stale_of(
    newest: Mapping[str, Dated], today: date, stale_days: int, pitch: Dated | None
) -> tuple[str, ...]:
    """Return the topics whose newest fact is too old, in the order of TOPICS.

    Whoever was told before the day of my newest pitch has been told something else.
    """
    first = days_ago(today, stale_days)
    stale = {topic for topic, (on, _number) in newest.items() if on < first}
    if "room" in newest and "full" in newest:  # one says again what the other said
        stale.discard(min(OF_ROOM, key=lambda topic: newest[topic]))
    if "told" in newest and pitch is not None and pitch > newest["told"]:
        stale.add("told")
    return tuple(topic for topic in TOPICS if topic in stale)


def to_learn(unknown: Iterable[str], stale: Iterable[str], *, room_known: bool) -> tuple[str, ...]:
    """Return the topics to ask somebody about, most useful first: the unknown, then the stale.

    What they said of their room and has run out is asked as room.
    """
    first = set(unknown)
    again = {"room" if one == "full" else one for one in stale}
    second = again | (set() if room_known else {"room"})
    return tuple(one for some in (first, second - first) for one in QUESTIONS if one in some)


class Remark(Record):
    """Something worth knowing right now about a person, by handle, and the entry that says so."""

    code: str
    contact: str | None = None
    id: int | None = None
    text: str
