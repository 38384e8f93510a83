"""Who else goes by a name, or has an address, that somebody has just been given."""

from __future__ import annotations

from reflog.domain.names import match
from reflog.reports import contacts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known


def remarks(env: Environment, person: Known, names: Iterable[str]) -> list[str]:
    """Return a sentence for each name that others go by too: it no longer means one person."""
    said = []
    for name in names:
        found = reports.match_name(env.reader, name).people
        others = [one.id for one in found if one.id != person.id and match.is_exact(name, one)]
        said += [
            f"{one.name} ({one.handle}) also goes by {name}; "
            f"type @{person.handle} to tell them apart."
            for one in reports.contacts(env.reader, others)
        ]
    return said


def shared(env: Environment, emails: Sequence[str], phones: Sequence[str]) -> list[str]:
    """Return a sentence for each other person who has one of these addresses or numbers."""
    if not (emails or phones):
        return []
    return [
        f"{address} also belongs to {other.name} ({other.handle}). If they are the same person: "
        f"reflog contact merge @{other.handle} @{one.handle}"
        for address, one, other in reports.shared_addresses(env.reader, (*emails,), (*phones,))
    ]
