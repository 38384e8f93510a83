"""Who is like whom: the same name, phone number or e-mail address, said before or after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.names import folding
from reflog.domain.names import match as names
from reflog.errors import ConflictError
from reflog.reports import contacts as reports

if TYPE_CHECKING:
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known


def require_another(env: Environment, name: str) -> None:
    """Ask before a second person of exactly the same name is added; warn of a near one."""
    with env.reading() as reader:
        match = reports.match_name(reader, name)
        people_found = reports.contacts(reader, [one.id for one in match.people])
    same = [one for one in people_found if folding.equal(one.name, name)]
    if same:
        lines = ", ".join(f"{one.name} ({one.handle})" for one in same)
        message = f"{lines} is in the ledger already."
        if not env.can_ask:
            raise ConflictError(
                message,
                hint=f"reflog contact edit @{same[0].handle} adds to them; --new adds another",
            )
        env.confirm(f"{lines} is in the ledger already. Add another?", hint="--new adds another")
    elif match.kind == "near":
        near = ", ".join(f"{one.name} ({one.handle})" for one in people_found)
        env.note(f"Nearly the same name: {near}.")


def warn_of_namesake(env: Environment, person: Known, name: str) -> None:
    """Say who else goes by a name, for it means neither of them alone from now on."""
    with env.reading() as reader:
        match = reports.match_name(reader, name)
        others = [one for one in match.people if one.id != person.id]
        found = reports.contacts(reader, [one.id for one in others if names.is_exact(name, one)])
    for one in found:
        env.note(
            f"{one.name} ({one.handle}) goes by {name} too; @{person.handle} tells them apart."
        )


def warn_of_shared(
    env: Environment, emails: tuple[str, ...] | str, phones: tuple[str, ...] | str
) -> None:
    """Warn where somebody else has the same address or number."""
    if not (emails or phones):
        return
    with env.reading() as reader:
        for shared, one, other in reports.shared_addresses(reader, (*emails,), (*phones,)):
            env.note(
                f"{shared} is also with {other.name} ({other.handle}); if they are one person: "
                f"reflog contact merge @{other.handle} @{one.handle}"
            )
