"""Forgetting: a person is erased for good; what was recorded with them stays."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.errors import ConflictError
from reflog.storage.forget import forget as forgetting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.contacts import Known


def require_other(person: Known) -> None:
    """Refuse to forget me (ConflictError)."""
    if person.id == ME:
        message = "You can't forget yourself in your own ledger."
        raise ConflictError(message, hint='to empty your name: reflog config name ""')


def forget(path: str, person: Known) -> forgetting.Forgotten:
    """Erase a person from the ledger at `path` and from its backups.

    Raises:
        ConflictError: the person is me, or was changed by another command meanwhile.
    """
    require_other(person)
    return forgetting.forget(path, person.id, person.name)


def remove_unreached(done: forgetting.Forgotten) -> forgetting.Forgotten:
    """Remove the copies from which the person could not be erased."""
    return forgetting.remove(done)
