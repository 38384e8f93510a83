"""Several people at once: everyone who has a tag or a role."""

from __future__ import annotations

from reflog.cli.arguments import values
from reflog.domain.contacts import ROLES, Known
from reflog.errors import NotFoundError, UsageError
from reflog.reports import contacts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment


def read(tag: str | None, role: str | None) -> dict[str, str | None]:
    """Check the tag and the role that were typed (UsageError: one is empty)."""
    if tag is not None and not tag.strip():
        message = "A tag can't be empty."
        raise UsageError(message, hint="reflog contact list shows everyone")
    return {"tag": tag, "role": values.choice(role, ROLES, "the role")}


def people(env: Environment, wanted: dict[str, str | None]) -> list[Known]:
    """Return everyone but me who has this tag and this role (NotFoundError: nobody has)."""
    found = reports.list_contacts(env.reader, tag=wanted["tag"], role=wanted["role"])
    if not found:
        said = " and ".join(f"the {name} {text}" for name, text in wanted.items() if text)
        message = f"No one has {said}."
        near = reports.near_tag(env.reader, wanted["tag"]) if wanted["tag"] else None
        hint = f"maybe the tag {near}? " if near else ""
        raise NotFoundError(message, hint=f"{hint}reflog contact list")
    return [Known(id=one.id, name=one.name, handle=one.handle) for one in found]


def remark_near(env: Environment, tag: str) -> None:
    """Say of a tag that nobody has which one it is nearly."""
    near = reports.near_tag(env.reader, tag)
    if near is not None:
        env.note(f"Nobody has the tag {tag}. Maybe {near}?")
