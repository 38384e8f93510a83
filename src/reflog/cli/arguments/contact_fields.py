"""The fields of a contact as options: how each is read, and the form for the editor."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.domain import languages
from reflog.domain.contacts import ROLES, Contact, is_handle
from reflog.domain.forms import Field, check_line
from reflog.domain.names import ME
from reflog.domain.names import typed as new_names
from reflog.domain.schema import SEVERAL, SINGLE
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


REMOVALS = {f"remove_{field.option}": field.name for field in SEVERAL.values()}
"""What is taken out of lists of a contact, each with the name of its field."""


def read(**typed: str | list[str] | None) -> dict[str, Any]:
    """Check what was typed for each field; a field that wasn't typed is left out."""
    return {
        name: checked(name, tuple(value) if isinstance(value, list) else (value,))
        for name, value in typed.items()
        if value is not None
    }


def read_changes(typed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the three arguments of `services.contacts.edit` for what was typed, by name.

    An empty value empties a list; what is typed beside it is then all the list holds.
    """
    removed = read(**{field: typed.pop(name, None) for name, field in REMOVALS.items()})
    fields = read(**typed)
    more = {
        name: fields.pop(name)
        for name in SEVERAL
        if fields.get(name) and all(map(str.strip, typed[name]))
    }
    return {"given": fields, "more": more, "less": removed}


def checked(name: str, values: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a field's values as the ledger keeps them; empty if it is to be emptied."""
    check = _CHECKS.get(name) or (lambda text: check_line(text, name))
    read_ones = tuple(check(value.strip()) for value in values if value.strip())
    if name in SEVERAL:
        return read_ones
    if not read_ones and name in {"name", "handle"}:
        raise UsageError(f"The {name} can't be empty.", hint="reflog contact edit NAME --help")
    return read_ones[0] if read_ones else ""


def _handle(text: str) -> str:
    lowered = text.lower()
    if not is_handle(lowered):
        message = f"{quoted(text)} is not a valid handle."
        raise UsageError(
            message,
            hint="use up to 64 letters a-z, digits, dots, - and _, not just digits: ann-berg",
        )
    if lowered in new_names.RESERVED - {ME}:
        message = f"{quoted(text)} can't be a handle: reflog uses that word itself."
        raise UsageError(message, hint="use one like ann-berg")
    return lowered


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": new_names.new_name,
    "handle": _handle,
    "emails": new_names.check_email,
    "phones": new_names.check_phone,
    "aliases": new_names.new_name,
    "role": lambda text: arguments.choice(text, ROLES, "--role") or "",
    "language": languages.read,
    "note": lambda text: new_names.check_text(text, "the note"),
}


def form_of(person: Contact) -> list[Field]:
    """Return everything known of a person as a form."""
    single = ("name", "handle", *(name for name in SINGLE if name != "note"))
    return [
        *(Field(key=name, values=(getattr(person, name) or "",)) for name in single),
        *(
            Field(key=one.option, values=getattr(person, one.name), plural=True)
            for one in sorted(SEVERAL.values(), key=lambda one: one.name == "aliases")
        ),
        Field(key="note", values=(person.note or "",)),
    ]
