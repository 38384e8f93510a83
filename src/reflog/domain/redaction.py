"""Redaction: leaving out of files for others what is nobody else's business."""

from __future__ import annotations

from reflog.domain.entries import FollowUp, Introduction
from reflog.domain.follow_ups import FREE, sentence
from reflog.domain.schema import ADDRESSES
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, TypeVar

    from reflog.domain.cards.card import Card
    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Entry

    R = TypeVar("R", bound=Contact | Entry)

REDACTABLE = ("notes", "phones", "emails", "amounts")
"""What can be left out: every free text, phone numbers, addresses, amounts of money."""

_TEXTS = ("note", "need", "offer", "why")


def parse_redaction(text: str) -> tuple[str, ...]:
    """Return what a list with commas names, each once, in the order of REDACTABLE.

    Raises:
        UsageError: it names something else, or nothing.
    """
    named = [word.strip().lower() for word in text.split(",")]
    unknown = [word for word in named if word not in REDACTABLE]
    if unknown:
        message = f"--redact can leave out {', '.join(REDACTABLE)}, not {quoted(unknown[0])}."
        raise UsageError(message, hint="--redact notes,phones")
    return tuple(word for word in REDACTABLE if word in named)


def redacted(record: R, what: Collection[str]) -> R:
    """Return a contact or an entry without the texts and addresses to leave out.

    Amounts stay in the record, since money without an amount is nothing: whoever writes the record
    leaves them out.
    """
    if not what:
        return record
    others: dict[str, object] = {}
    if "notes" in what:
        others |= {name: None for name in _TEXTS if name in record.fields}
        if isinstance(record, FollowUp) and record.purpose in FREE:
            others["what"] = sentence(record.purpose, record.contact_name, None, None)
            others["typed"] = None
    others |= {name: () for name in ADDRESSES if name in what and name in record.fields}
    business = record.business if isinstance(record, Introduction) else ()
    if business:
        others["business"] = tuple(redacted(one, what) for one in business)
    return record.replaced(**others)


def without_amounts(about: Introduction, what: Collection[str]) -> Introduction:
    """Return an introduction without the business it brought, if amounts are to be left out."""
    if "amounts" not in what:
        return about
    return about.replaced(business=())


def redacted_card(card: Card, what: Collection[str]) -> Card:
    """Return a card redacted; its extras go too, since they may hold any of it."""
    values: dict[str, object] = {}
    if set(what) & {"notes", *ADDRESSES}:
        values["extras"] = ()
    if "notes" in what:
        values["note"] = None
    values |= {name: () for name in ADDRESSES if name in what}
    return card._replace(**values)
