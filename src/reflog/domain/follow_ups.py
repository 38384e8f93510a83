"""Follow-ups: what I owe a person by a day, its purpose, and the sentence that says it."""

from __future__ import annotations

from reflog.domain.record import Record

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

PURPOSES = (*QUESTIONS, *DEBTS, *CARE, "other")

TYPED_PURPOSES = ("thank", "pay-back", "ask", "one-to-one", "stay-in-touch")
"""Purposes a user may give a follow-up of their own."""

STATUSES = ("open", "done", "dropped")


class OpenFollowUp(Record):
    """An open follow-up as the playbook sees it.

    Attributes:
        number: its ledger number.
        contact: the id of the person it is with.
        purpose: one of PURPOSES.
        due_on: the day it is owed.
        about: the number of its introduction, or None.
    """

    number: int
    contact: int
    purpose: str
    due_on: date
    about: int | None


class Parties(Record):
    """Who is who in the introduction a follow-up is about, by display name.

    Attributes:
        introducer: the introducer's name, None where it is me.
        provider: the provider's name, None where it is me.
        prospect: the prospect's name, None where it is me.
        own_custom: the introducer is the prospect.
        stage: how far the introduction has come.
    """

    introducer: str | None
    provider: str | None
    prospect: str | None
    own_custom: bool
    stage: str


GENERAL = {
    "consent": "ask whether {person} would like an introduction",
    "first-call": "make the first call to {person}",
    "check-in": "check in with {person}",
    "outcome": "ask {person} how it went",
    "why": "ask {person} why it did not work out",
    "thank": "thank {person}",
    "pay-back": "pay {person} back: a referral, advice or your own custom",
    "report-back": "tell {person} how things stand",
    "apology": "apologise to {person} for how it went",
    "stay-in-touch": "keep in touch with {person}",
    "one-to-one": "meet {person} for a one-to-one",
    "ask": 'ask {person} for an introduction: "who do you know who …?"',
    "review": "decide whether {person} can be trusted again",
}
"""What to say where nothing more is known; "why" is the outcome of a lost introduction."""

GIVEN = {
    "consent": "ask whether {person} would like to be introduced to {other}",
    "first-call": "make the first call to {person}, about {other}",
    "check-in": "ask whether {person} has connected with {other}",
    "outcome": "ask {person} what came of the introduction to {other}",
    "why": "ask {person} why it did not work out with {other}",
    "report-back": "tell {person} that the introduction to {other} will not go ahead",
    "apology": "apologise to {person} for how it went with {other}",
}
"""To a side of an introduction that I made."""

RECEIVED = {
    "first-call": "make the first call to {person}: {introducer} introduced you",
    "check-in": "check in with {person}, introduced by {introducer}",
    "outcome": "ask {person} what came of the introduction by {introducer}",
}
"""To a side of an introduction that someone else made."""

INTRODUCER = {
    "consent": "ask {person} whether {other} would like to hear from you",
    "thank": "thank {person} for introducing {other}",
    "pay-back": "pay {person} back for introducing {other}: a referral, advice or your own custom",
    "report-back": "tell {person} how things stand with {other}",
    "apology": "apologise to {person} for how it went with {other}",
}
"""To whoever made the introduction."""

OWN_CUSTOM = {
    "consent": "ask whether {person} would like to hear from you",
    "first-call": "make the first call to {person}, about their custom",
    "check-in": "check in with {person} about their custom",
    "outcome": "ask {person} what came of their custom",
    "thank": "thank {person} for their custom",
    "pay-back": "pay {person} back for their custom: a referral or advice",
}
"""To a partner who came to me with their own custom."""


def sentence(purpose: str, person: str, what: str | None, parties: Parties | None) -> str:
    """Say what to do, with full names, as one imperative sentence; I am "you".

    Args:
        purpose: one of PURPOSES.
        person: the full name of the person it is with.
        what: the words typed for it, for the purpose "other".
        parties: who is who in the introduction it is about, if it is about one.
    """
    if purpose == "other":
        return what or f"follow up with {person}"
    if parties is None:
        return GENERAL[purpose].format(person=person)
    asks_why = purpose == "outcome" and parties.stage == "lost"
    kind = "why" if asks_why else purpose
    template = _sentences_for(person, parties).get(kind, GENERAL[kind])
    other, introducer = _others(person, parties), parties.introducer or "you"
    said = template.format(person=person, other=other, introducer=introducer)
    return f"{said}: it led to business" if purpose == "thank" and parties.stage == "won" else said


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

VIAS = ("note", "card", "call", "message", "gift", "meal", "in-person", *IN_KIND)
