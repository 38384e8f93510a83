"""What went back and forth between a partner and me."""

from __future__ import annotations

from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.entries import Money


class Balance(Record):
    """The balance with a partner (FIELD.md, rule 8); leads do not count.

    Attributes:
        given: introductions I made with them as provider.
        received: introductions they made with me as provider.
        given_business, received_business: what those brought, one sum per currency.
        ahead: who has made more introductions: me, them or even.
    """

    contact: str
    contact_name: str
    contact_id: int
    given: int
    received: int
    given_business: tuple[Money, ...]
    received_business: tuple[Money, ...]
    thanks_given: int
    thanks_received: int
    thanks_owed: int
    ahead: str


def ahead(given: int, received: int) -> str:
    """Return who has made more introductions: me, them or even."""
    return "even" if given == received else "me" if given > received else "them"
