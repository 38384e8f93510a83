"""What an examination of the ledger finds, in words that name the thing and the next step."""

from __future__ import annotations

import contextlib
import sqlite3

from reflog.domain import Record, schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SALVAGE = (
    "keep a copy of the file; then save what you can with reflog check --repair FILE, "
    "or put a backup back with reflog restore FILE"
)
"""What to do about a file that does not hold what was written to it."""

DAMAGE, ACCESS, ADVICE = "damage", "access", "advice"


class Finding(Record):
    """One thing that is not as it should be.

    Attributes:
        what: what is wrong there, a sentence without its full stop; no values of the ledger.
        level: damage, access (who may read the files), or advice, which is no fault.
    """

    level: str = DAMAGE
    code: str
    where: str
    what: str
    fix: str = SALVAGE


NUMBERED = {**{kind.table: kind.name for kind in schema.KINDS}, "entry": "entry"}
"""The tables whose rows have ledger numbers, and what they hold."""

_DETAILS = {
    "contact_alias": "an alias",
    "contact_email": "an e-mail",
    "contact_phone": "a phone number",
    "contact_tag": "a tag",
    "contact_card": "a card of a file",
}


def place(table: str, key: object, row: Mapping[str, Any], handles: Mapping[Any, str]) -> str:
    """Return how a row is named to the user: #12, a handle, a setting."""
    if table in NUMBERED:
        return f"#{key}"
    if table == "contact":
        return handles.get(key) or f"contact {key}"
    if table in _DETAILS:
        owner = row.get("contact_id")
        return f"{handles.get(owner) or f'contact {owner}'} ({_DETAILS[table]}, {key})"
    if table == "stage_change":
        return f"#{row.get('introduction_id')} (a stage it reached, {key})"
    if table == "contact_distinct":
        return f"people who are different, {key}"
    return f"the setting {key}" if table == "setting" else f"{table} {key}"


def handles_of(connection: sqlite3.Connection) -> dict[Any, str]:
    """Return the handles of the contacts by id, as far as they can be read."""
    found: dict[Any, str] = {}
    with contextlib.suppress(sqlite3.Error):
        rows = connection.execute("SELECT id, handle FROM contact")
        found.update((key, handle) for key, handle in rows if isinstance(handle, str))
    return found
