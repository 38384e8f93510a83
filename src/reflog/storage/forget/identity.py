"""Whatever a ledger's journal knows of a person, by every key and name they ever had.

The journal holds each row since it was made, so it is all that has to be read: who a person
was before they were renamed or merged, and who they were when a command that made them
was taken back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflog.domain.names import folding
from reflog.domain.record import Record
from reflog.storage.journal import parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    Values = dict[str, Any]

PARTIES = ("introducer_id", "provider_id", "prospect_id", "at_fault_id")
NAMING = {
    "contact": {"name": "names", "handle": "handles"},
    "contact_alias": {"alias": "names"},
    "contact_email": {"email": "addresses"},
    "contact_phone": {"phone": "addresses", "e164": "addresses"},
}
"""Table and column to what it holds of a person's identity."""

_SHORT = 5  # letters: a shorter single word is looked for as it was written


class Identity(Record):
    """What a person is known by: every value they ever had."""

    uids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def joined(self, other: Identity) -> Identity:
        """Return both as one person."""
        return Identity(
            uids=self.uids | other.uids,
            names=self.names | other.names,
            handles=self.handles | other.handles,
            addresses=self.addresses | other.addresses,
        )

    def without(self, name: str, handle: str) -> Identity:
        """Return the person without what they are called once they are erased."""
        return Identity(
            uids=self.uids,
            names=self.names - {name},
            handles=self.handles - {handle},
            addresses=self.addresses - {name},
        )

    def resembles(self, other: Identity) -> bool:
        """Tell whether they share a uid, a name, a handle or an address."""
        return bool(
            self.uids & other.uids
            or self.handles & other.handles
            or _folded(self.names) & _folded(other.names)
            or _folded(self.addresses) & _folded(other.addresses)
        )


class Traces:
    """A reading of the whole journal.

    Attributes:
        rows: of each table, the last values of every row that ever was, by its key.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.rows: dict[str, dict[Any, Values]] = {}
        self._known: dict[int, dict[str, set[str]]] = {}
        self._merged: dict[int, int] = {}
        gone: dict[int, list[int]] = {}
        for op, relation, key, before, after in parts.read(connection):
            self._read(relation, key, before or {}, after or {})
            if relation == "contact" and after is None:
                gone.setdefault(op, []).append(int(key))
        found = connection.execute("SELECT id FROM contact").fetchall()
        self.present = {row[0] for row in found}
        self._read_merges(connection, gone)

    def identity(self, contacts: Iterable[int]) -> Identity:
        """Return what these contacts were ever known by, as one."""
        joined: dict[str, set[str]] = {}
        for contact in contacts:
            for kind, values in self._known.get(contact, {}).items():
                joined.setdefault(kind, set()).update(values)
        return Identity(**{kind: frozenset(values) for kind, values in joined.items()})

    def contacts_of(self, known: Identity) -> set[int]:
        """Return every contact that is this person: in the ledger, merged, or taken back."""
        found = {contact for contact in self._known if self.identity([contact]).uids & known.uids}
        while True:
            whole = known.joined(self.identity(found))
            more = {
                contact
                for contact in self._known.keys() - self.present - found
                if self._merged.get(contact) in found
                or (contact not in self._merged and self.identity([contact]).resembles(whole))
            }
            if not more:
                return found
            found |= more

    def names_of_others(self, contacts: set[int]) -> set[str]:
        """Return the folded names that somebody else in the ledger bears."""
        return _folded(self.identity(self.present - contacts).names)

    def _read(self, relation: str, key: Any, before: Values, after: Values) -> None:  # noqa: ANN401 - a key of any table
        row = self.rows.setdefault(relation, {}).setdefault(key, {})
        row.update(after or before)
        contact: int = key if relation == "contact" else row.get("contact_id", 0)
        for values in (before, after):
            for column, kind in NAMING.get(relation, {}).items():
                if values.get(column):
                    self._note(contact, kind, values[column])
            if relation == "contact" and values.get("uid"):
                self._note(contact, "uids", values["uid"])

    def _note(self, contact: int, kind: str, value: str) -> None:
        self._known.setdefault(contact, {}).setdefault(kind, set()).add(value)

    def _read_merges(self, connection: sqlite3.Connection, gone_by: dict[int, list[int]]) -> None:
        """Note who was merged into whom, by the handle that the op's sentence ends with."""
        summaries = connection.execute(
            "SELECT id, summary FROM op WHERE command = 'contact merge' ORDER BY id"
        ).fetchall()
        merges = [(gone, said) for op, said in summaries for gone in gone_by.get(op, ())]
        for gone, summary in merges:
            handle = summary.rpartition("(")[2].removesuffix(")")
            kept = [
                contact
                for contact, known in self._known.items()
                if contact != gone and handle in known.get("handles", ())
            ]
            if kept and gone not in self.present:
                self._merged[gone] = max(
                    kept, key=lambda contact: (contact in self.present, contact)
                )


def naming_pattern(known: Identity, but: set[str]) -> re.Pattern[str] | None:
    """Return what finds a person in the texts of others: names in full, addresses, handles.

    Args:
        known: the person.
        but: folded names that are somebody else's too, and prove nothing.
    """
    names = {name for name in known.names if folding.fold(name) not in but}
    handles = {handle for handle in known.handles if "-" in handle}
    return _pattern({*names, *known.addresses, *handles, *(f"@{one}" for one in known.handles)})


def exact_pattern(known: Identity) -> re.Pattern[str] | None:
    """Return what finds a person's names and handles in the sentences of the journal."""
    return _pattern({*known.names, *(f"({one})" for one in known.handles)})


def _pattern(texts: set[str]) -> re.Pattern[str] | None:
    longest_first = sorted(filter(None, texts), key=lambda text: (-len(text), text))
    return re.compile("|".join(map(_alternative, longest_first))) if longest_first else None


def _alternative(text: str) -> str:
    spaced = r"\s+".join(re.escape(word) for word in text.split())
    begins = r"(?<!\w)" if _has_edges(text[0]) else ""
    ends = r"(?!\w)" if _has_edges(text[-1]) else ""
    cased = spaced if text.isalpha() and len(text) < _SHORT else f"(?i:{spaced})"
    return begins + cased + ends


def _has_edges(char: str) -> bool:
    """Tell whether words of its script are told apart by what stands between them."""
    return char.isalnum() and not folding.is_cjk(char)


def _folded(texts: Iterable[str]) -> set[str]:
    return {folding.fold(text) for text in texts}
