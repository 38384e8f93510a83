"""Settings as they are: those stored in the ledger, and my own details."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import ME
from reflog.domain.settings import DEFAULTS, MINE, value_of
from reflog.reports.contacts import contact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage import Reader


class Setting(Record):
    """A setting, its value, and its default."""

    key: str
    value: str | int | bool | None
    default: str | int | bool | None


def settings(reader: Reader, currency: str) -> list[Setting]:
    """Return every setting, mine first; `currency` is the default of that setting."""
    kept = reader.settings() | _mine(reader)
    return [
        Setting(key=key, value=value_of(key, kept) if key in kept else default, default=default)
        for key, default in {**DEFAULTS, "currency": currency}.items()
    ]


def _mine(reader: Reader) -> dict[str, str]:
    me = contact(reader, ME)
    if me is None:
        return {}
    known = {
        "name": None if me.name == me.handle else me.name,
        "email": next(iter(me.emails), None),
        "phone": next(iter(me.phones), None),
        "company": me.company,
    }
    return {key: known[key] for key in MINE if known[key]}  # type: ignore[misc]
