"""A draft, and what it is still missing, in people's words."""

from __future__ import annotations

from reflog.domain import wordings
from reflog.domain.introductions import possessive
from reflog.formats.mail import short_mailto
from reflog.render import Heading, Line, Page, Table
from reflog.render.objects import picked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from reflog.domain.letters import Draft, Recipient

_LACKING = {
    "need": "what is needed",
    "offer": "what {provider} offers",
    "consent": "{prospect}'s OK",
    "provider-details": "a phone or e-mail for {provider}",
    "prospect-details": "a phone or e-mail for {prospect}",
    "me.wants": "who you are looking for (--say ask=…)",
    "ask": "who you are looking for (--say ask=…)",
    "text": "what you want to say (--say text=…)",
    "me.name": "your name (reflog config name NAME)",
    "me.first": "your name (reflog config name NAME)",
    "me.reach": "your phone or e-mail (reflog config phone NUMBER)",
}
_WHO = {
    "to": "the reader",
    "other": "the other one",
    "provider": "the one who can help",
    "prospect": "the one who needs help",
    "introducer": "the introducer",
}
"""What people are called whose names are not known."""

_PARTS = {"first": "name", "reach": "phone or e-mail", "email": "e-mail"}


def draft_page(draft: Draft) -> Page:
    """Return a draft to read: to whom, the subject, the text."""
    to = [f"To: {_address(one, draft.form)}" for one in draft.to]
    subject = [] if draft.subject is None else [f"Subject: {draft.subject}"]
    return [*to, *subject, "", Line(draft.text, lines=True)]


def _address(to: Recipient, form: str) -> str:
    if form == "card":
        return to.name
    if form == "mail":
        return f"{to.name} <{to.email}>" if to.email else f"{to.name} (no e-mail yet)"
    return f"{to.name}, {to.phone}" if to.phone else f"{to.name} (no phone yet)"


def lacking_line(draft: Draft) -> str | None:
    """Say what a draft is still missing, None if nothing."""
    names = {**_WHO, **draft.names}
    said = dict.fromkeys(_lacking(field, names) for field in draft.lacks)
    return f"Still missing: {', '.join(said)}." if said else None


def _lacking(field: str, names: Mapping[str, str]) -> str:
    if field in _LACKING:
        return _LACKING[field].format_map(names)
    person, dot, part = field.partition(".")
    if dot:
        whose = "your" if person == "me" else possessive(names[person])
        return f"{whose} {_PARTS.get(part, part)}"
    return f"{field.replace('_', ' ')} (--say {field}=…)"


def by_phone_line(draft: Draft) -> str | None:
    """Say of a mail to somebody who has only a phone how it becomes a text; None of any other."""
    if draft.form != "mail" or not draft.is_by_phone_alone:
        return None
    return f"{draft.to[0].name} has a phone but no e-mail: --as message makes it a text."


def then_line(draft: Draft) -> str | None:
    """Say which command records it, and once what has happened; None if none does."""
    return f"Once {draft.settled_when}: {draft.then}" if draft.then else None


def wordings_page(found: Sequence[Mapping[str, object]]) -> Page:
    """Return the wordings, which of them are mine, and the fields they may use."""
    rows = [(str(one["key"]), "mine" if one["mine"] else "built in") for one in found]
    singles = {name: what for name, what in wordings.FIELDS.items() if "." not in name}
    return [
        Table("text! dim!", rows),
        Heading("Fields"),
        _fields(singles),
        Heading("Fields of a person, as {to.first}"),
        _fields(wordings.PEOPLE, "{}."),
        _fields(wordings.PARTS, ".{}"),
    ]


def _fields(found: Mapping[str, str], shown: str = "{{{}}}") -> Table:
    rows = [(shown.format(name), what) for name, what in found.items()]
    return Table("text! text", rows, indent=2)


def record(draft: Draft) -> dict[str, Any]:
    """Return the JSON of a draft."""
    emails = [one.email for one in draft.to]
    return {
        "purpose": draft.purpose,
        "as": draft.form,
        "about": draft.about,
        "to": [picked(one, ("contact", "name", "email", "phone")) for one in draft.to],
        **picked(draft, ("subject", "text", "lacks")),
        "mailto": short_mailto(emails, draft.subject, draft.text),
        **picked(draft, ("wording", "language")),
    }
