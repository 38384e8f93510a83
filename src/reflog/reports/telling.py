"""How what happened is told, by me: a sentence for each kind of event."""

from __future__ import annotations

from datetime import date

from reflog.domain.contacts import ME
from reflog.domain.introductions import told
from reflog.domain.money import Money, money_text
from reflog.reports.follow_ups import follow_up_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def introduced(row: sqlite3.Row) -> str:
    """Say who introduced whom."""
    introducer, provider, prospect = (
        None if row[f"{party}_id"] == ME else row[f"{party}_name"]
        for party in ("introducer", "provider", "prospect")
    )
    return told(
        introducer,
        provider,
        prospect,
        own_custom=_is_own_custom(row),
        lead=row["stage"] == "lead",
    )


def came_to(row: sqlite3.Row) -> str:
    """Say what an introduction has come to."""
    why = row["why"] if row["is_present"] and row["reached"] in _WITH_WHY else None
    return f"{_sides(row, 'I')}: {row['reached']}" + (f", {why}" if why else "")


def brought_business(row: sqlite3.Row) -> str:
    """Say what business came of an introduction."""
    money = money_text(Money(minor=row["amount"], currency=row["currency"]))
    return _with_note(f"{money} from {_sides(row, 'me')}", row)


def thanked(row: sqlite3.Row) -> str:
    """Say who thanked whom."""
    given = row["direction"] == "given"
    text = f"thanked {row['contact_name']}" if given else f"{row['contact_name']} thanked me"
    if row["about"] is not None:
        text += _for_whom(row)
    return _with_note(text + _VIA.get(row["via"], ""), row)


def _for_whom(row: sqlite3.Row) -> str:
    """Say whom the introduction brought, to the one who thanks or is thanked for it."""
    others = [
        row[f"{side}_name"]
        for side in ("provider", "prospect")
        if row[f"{side}_id"] not in {ME, row["contact_id"]}
    ]
    if others and not _is_own_custom(row):
        return f" for {' and '.join(others)}"
    thanked = row["contact_id"] if row["direction"] == "given" else ME
    if _is_own_custom(row) and row["introducer_id"] == thanked:
        return " for my custom" if thanked == ME else " for their custom"
    return ""


def done(row: sqlite3.Row) -> str:
    """Say what was done."""
    follow_up = follow_up_of(row, date.fromisoformat(row["done_on"]))
    return _with_note(f"done: {follow_up.what}", row)


def met(row: sqlite3.Row) -> str:
    """Say with whom a one-to-one was."""
    return _with_note(f"one-to-one with {row['contact_name']}", row)


def noted(row: sqlite3.Row) -> str:
    """Say what was noted of whom."""
    return _with_note(_name(row, "contact", "me"), row)


def _sides(row: sqlite3.Row, me: str) -> str:
    """Name both sides, me last: Ann Berg and I, Ann Berg and me."""
    provider, prospect = _name(row, "provider", me), _name(row, "prospect", me)
    if _is_own_custom(row):
        if row["prospect_id"] == ME:
            return f"my own custom with {provider}"
        return f"own custom of {prospect}" + (
            "" if row["provider_id"] == ME else f" with {provider}"
        )
    if row["provider_id"] == ME:
        provider, prospect = prospect, provider
    return f"{provider} and {prospect}"


def _is_own_custom(row: sqlite3.Row) -> bool:
    return bool(row["introducer_id"] == row["prospect_id"])


def _name(row: sqlite3.Row, party: str, me: str) -> str:
    return me if row[f"{party}_id"] == ME else row[f"{party}_name"]


def _with_note(text: str, row: sqlite3.Row) -> str:
    return f"{text}: {row['note']}" if row["note"] else text


_WITH_WHY = ("lost", "declined", "bad")

_VIA = {
    "note": " by note",
    "card": " by card",
    "call": " by call",
    "message": " by message",
    "gift": " with a gift",
    "meal": " with a meal",
    "in-person": " in person",
    "referral": " with a referral",
    "business": " with business",
    "advice": " with advice",
}
