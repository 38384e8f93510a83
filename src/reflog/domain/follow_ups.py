"""Follow-ups: what I owe a person by a day, for which purpose, and the sentence that says it."""

from __future__ import annotations

from reflog.domain import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


QUESTIONS = ("consent", "first-call", "check-in", "outcome")
"""At most one of these is open with one person about one introduction."""

DEBTS = ("thank", "pay-back", "report-back", "apology")
"""At most one of each is open with one person about one introduction."""

CARE = ("stay-in-touch", "one-to-one", "ask", "review")
"""At most one of each is open with one person."""

FREE = ("find", "other")
"""Any number of these is open with one person; each says what is to be found, or done."""

PURPOSES = (*QUESTIONS, *DEBTS, *CARE, *FREE)

TYPED_PURPOSES = ("thank", "pay-back", "ask", "one-to-one", "stay-in-touch")
"""Purposes a user may give a follow-up of their own."""

STATUSES = ("open", "done", "dropped")

UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
"""What the time between repetitions is counted in: 90d, 2w, 6m, 1y."""


CLOSED = "closed by "
"""What the last words of a note begin with where an event has settled the follow-up."""


def closing_of(note: str | None) -> tuple[str | None, str]:
    """Return the note of a follow-up that an event has settled, without what did, and that."""
    before, _between, last = (note or "").rpartition("; ")
    return (before or None, last) if last.startswith(CLOSED) else (note or None, "closed")


def every_in_words(every: str) -> str:
    """Return an interval in words: "every 2 weeks", "every month"."""
    count, unit = every[:-1], UNITS[every[-1]]
    return f"every {unit}" if count == "1" else f"every {count} {unit}s"


class OpenFollowUp(Record):
    """An open follow-up as the playbook needs it: a person's id, an introduction's number."""

    number: int
    contact: int
    purpose: str
    due_on: date
    about: int | None


class Parties(Record):
    """The people of the introduction that a follow-up is about, by name.

    Attributes:
        introducer, provider, prospect: full names; None is me.
        own_custom: the introducer is the prospect.
        is_since: it was at its stage already when the follow-up was done, if it was.
        is_earlier: the follow-up was done by the day it came to its stage, or closed by that.
        is_told: the other side had told by then that they are in touch.
        taker: who the provider passed it on to, "you" if that is me.
        tried: a first call or a check-in was done, but the two are not in touch yet.
    """

    introducer: str | None
    provider: str | None
    prospect: str | None
    own_custom: bool
    stage: str
    is_since: bool = True
    is_earlier: bool = False
    is_told: bool = False
    taker: str | None = None
    tried: bool = False


GENERAL = {
    "consent": "ask {person} if they'd like an introduction",
    "first-call": "call {person} for the first time",
    "check-in": "check in with {person}",
    "outcome": "ask {person} how it went",
    "why": "ask {person} why it didn't work out",
    "thank": "thank {person}",
    "pay-back": "pay {person} back: a referral, advice or your own business",
    "report-back": "tell {person} how things stand",
    "apology": "apologize to {person} for how it went",
    "stay-in-touch": "keep in touch with {person}",
    "one-to-one": "meet {person} for a one-to-one",
    "ask": 'ask {person} for an introduction: "who do you know who …?"',
    "review": "decide whether to trust {person} again",
    "find": "find somebody for {person}",
}
"""What to say where nothing more is known; "why" is the outcome of a lost introduction."""

GIVEN = {
    "consent": "ask {person} if they'd like an introduction to {other}",
    "first-call": "call {person} about {other}",
    "check-in": "ask {person} if they've been in touch with {other}",
    "outcome": "ask {person} how it went with {other}",
    "going": "ask {person} how it's going with {other}",
    "why": "ask {person} why it didn't work out with {other}",
    "report-back": "tell {person} that the introduction to {other} won't go ahead",
    "apology": "apologize to {person} for how it went with {other}",
}
"""To a side of an introduction that I made."""

RECEIVED = {
    "first-call": "call {person} for the first time (introduced by {introducer})",
    "check-in": "check in with {person} (introduced by {introducer})",
    "outcome": "ask {person} where things stand (introduced by {introducer})",
}
"""To a side of an introduction that someone else made."""

INTRODUCER = {
    "consent": "ask {person} if {other} would like to hear from you",
    "thank": "thank {person} for introducing {other}",
    "pay-back": "pay {person} back for introducing {other}: "
    "a referral, advice or your own business",
    "report-back": "tell {person} how things stand with {other}",
    "apology": "apologize to {person} for how it went with {other}",
}
"""To the introducer."""

OWN_CUSTOM = {
    "consent": "ask {person} if they'd like to hear from you",
    "first-call": "call {person} about what they need",
    "check-in": "check in with {person} about what they need",
    "outcome": "ask {person} where things stand between you",
    "thank": "thank {person} for their business",
    "pay-back": "pay {person} back for their business: a referral or advice",
}
"""To a partner who became my customer."""


TYPED = {
    "find": "find {what} for {person}",
    "ask": 'ask {person} for an introduction: "who do you know? I am looking for {what}"',
}
"""What to say where words are known for it."""


_BEGINNINGS = ("i am looking for ", "i'm looking for ", "looking for ")


def asked_for(wants: str) -> str:
    """Return what somebody wants without the words "I am looking for", which may be typed too."""
    for beginning in _BEGINNINGS:
        if wants.lower().startswith(beginning) and wants[len(beginning) :].strip():
            return wants[len(beginning) :].strip()
    return wants


def sentence(purpose: str, person: str, what: str | None, parties: Parties | None) -> str:
    """Return what to do as an imperative sentence with full names; I am "you".

    `what` are the words typed for it, for the purpose "other"; of an ask, what I am looking for.
    """
    if what and purpose in TYPED:
        return TYPED[purpose].format(person=person, what=what)
    if purpose == "other":
        return what or f"follow up with {person}"
    if parties is None:
        return GENERAL[purpose].format(person=person)
    is_passed_on = parties.stage == "declined" and parties.is_since
    if purpose == "report-back" and parties.taker and is_passed_on:
        return _passed_on(person, parties, parties.taker)
    sentences, kind = _sentences_for(person, parties), purpose
    stage = None if parties.is_earlier else parties.stage
    if purpose == "outcome" and stage == "lost":
        kind = "why"
    elif purpose == "check-in" and (parties.is_told or stage in {"connected", "met"}):
        kind = "going" if "going" in sentences else purpose  # the other side told they're in touch
    template = sentences.get(kind, GENERAL.get(kind, ""))
    other, introducer = _others(person, parties), parties.introducer or "you"
    said = template.format(person=person, other=other, introducer=introducer)
    if purpose == "report-back" and parties.tried:
        return f"{said}, and ask for a better way to reach them"
    is_won = parties.stage == "won" and parties.is_since
    led = purpose == "thank" and is_won and not parties.own_custom
    return f"{said}: it led to business" if led else said


def _passed_on(person: str, parties: Parties, taker: str) -> str:
    """Say to whom the provider has sent the prospect."""
    provider, prospect = parties.provider, parties.prospect
    if person == provider:
        return f"tell {person} you know that {prospect} was passed on to {taker}"
    whom = "them" if person == prospect else prospect or "you"
    has = "you have" if provider is None else f"{provider} has"
    asks = ", and ask how it goes" if person == prospect else ""
    where = "back to them" if taker == person else f"on to {taker}"
    return f"tell {person} that {has} passed {whom} {where}{asks}"


def briefly(purpose: str, person: str, what: str) -> str:
    """Return it in few words, for use right behind the name: "how did it go with Sally?"."""
    if purpose == "other":
        return what
    if purpose == "find":
        return what.removesuffix(f" for {person}")
    said = what.replace(person, "them", 1)
    said = said.replace(" (introduced by ", " (through ")
    said = said.replace(": it led to business", " (won)")
    said = said.removesuffix(" won't go ahead")
    for begins, shorter, ends in _BRIEFLY:
        if said.startswith(begins):
            return f"{shorter}{said[len(begins) :]}{ends}"
    if said.startswith(_IF) and _WOULD in said:
        other, _would, likes = said.removeprefix(_IF).rpartition(_WOULD)
        return f"would {other} like {likes}?"
    said = said.partition(": ")[0] if purpose == "pay-back" else said
    said = said.removesuffix(" with them").removesuffix(" for them")
    verb, _space, rest = said.partition(" them ")
    return f"{verb} {rest}" if verb in {"ask", "call", "pay"} else said


_IF, _WOULD = "ask them if ", " would like "
"""What stands around somebody else of whom they are asked."""

_BRIEFLY = (
    ("ask them if they've been in touch with ", "spoken to ", "?"),
    ("ask them if they'd like an introduction to ", "would they like to meet ", "?"),
    ("ask them if they'd like", "would they like", "?"),
    ("ask them how it went", "how did it go", "?"),
    ("ask them how it's going", "how's it going", "?"),
    ("ask them why it didn't", "why didn't it", "?"),
    ("ask them where things stand", "where do things stand", "?"),
    ("ask them for an introduction: ", "ask: ", ""),
    ("call them for the first time", "first call", ""),
    ("check in with them", "check in", ""),
    ("tell them how things stand with ", "report back on ", ""),
    ("tell them that the introduction to ", "tell them it's off with ", ""),
    ("thank them for introducing ", "thanks for introducing ", ""),
    ("apologize to them for ", "apologize for ", ""),
    ("meet them for a one-to-one", "one-to-one", ""),
    ("decide whether to trust them again", "trust them again?", ""),
)
"""How a sentence begins, how it begins in few words, and what ends those."""


_MY_DOINGS = frozenset(
    "i called rang phoned tried texted emailed e-mailed mailed messaged wrote sent asked "
    "voicemail left no".split()
)
_BEHIND = {
    "left": ("a", "message", "voicemail", "word"),
    "no": ("answer", "reply", "response", "luck"),
}


def is_my_doing(note: str) -> bool:
    """Return whether a note on a question tells what I did and not what they said.

    That is a message I left, a call I made, or that nobody answered.
    """
    first, second, *_rest = (*(word.strip(".,;:!") for word in note.lower().split()), "", "")
    return first in _MY_DOINGS and second in _BEHIND.get(first, (second,))


def in_past(purpose: str, what: str) -> str:
    """Return what was done: "asked Fred how it went"; typed words stay as they are."""
    if purpose == "other":
        return what
    verb, _space, rest = what.partition(" ")
    if purpose == "pay-back":
        rest = rest.rpartition(": ")[0]
    rest = rest.partition(" (introduced by ")[0].partition(", and ask ")[0]
    past = _PAST.get(verb) or f"{verb.removesuffix('e')}ed"
    return f"{past} {rest}"


_PAST = {"find": "found", "keep": "kept", "meet": "met", "pay": "paid", "tell": "told"}


def _sentences_for(person: str, parties: Parties) -> Mapping[str, str]:
    is_side = person in {parties.provider, parties.prospect}
    if parties.introducer is None:
        return GIVEN if is_side else {}
    if parties.own_custom:
        return OWN_CUSTOM if is_side and parties.provider is None else {}
    if person == parties.introducer:
        return INTRODUCER
    return RECEIVED if is_side else {}


def _others(person: str, parties: Parties) -> str:
    """Name whom the introduction brought to `person`; to its introducer, whom they brought."""
    if person == parties.provider:
        return parties.prospect or "you"
    if person == parties.prospect:
        return parties.provider or "you"
    brought = (side for side in (parties.provider, parties.prospect) if side is not None)
    return " and ".join(brought)


IN_KIND = ("referral", "business", "advice")
"""Ways of thanking that pay back, too (FIELD.md, rule 7)."""

VIA_WORDS = {
    "note": "by note",
    "card": "by card",
    "call": "by phone",
    "message": "by message",
    "gift": "with a gift",
    "meal": "with a meal",
    "in-person": "in person",
    "referral": "with a referral",
    "business": "with business",
    "advice": "with advice",
}
VIAS = tuple(VIA_WORDS)
