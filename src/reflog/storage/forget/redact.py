"""What the ledger says once a person is erased: each value of it, and each sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain.contacts import FORGOTTEN
from reflog.storage.forget.identity import PARTIES, exact_pattern, naming_pattern

if TYPE_CHECKING:
    from reflog.storage.forget.identity import Identity, Traces

    Values = dict[str, Any]

FIELDS = ("company", "profession", "role", "city", "note")
"""What a contact may bear beside its names."""

_SAID = (
    *("name", "company", "profession", "role", "city", "note"),
    *("aliases", "emails", "phones", "tags", "referrers", "extras"),
)
"""What the card of a file said of a person."""

CHILDREN = {
    "contact_alias": ("alias", "folded"),
    "contact_email": ("email", "folded"),
    "contact_phone": ("phone", "e164"),
    "contact_tag": ("tag", "folded"),
    "contact_card": ("key", *_SAID),
}
"""What bears a contact's key, and the columns of it that tell of the person."""

TEXTS = {
    "contact": ("company", "profession", "city", "note"),
    "contact_card": _SAID,
    "introduction": ("need", "offer", "why", "note"),
    "follow_up": ("what", "note"),
    "business": ("note",),
    "thanks": ("note",),
    "one_to_one": ("note",),
    "note": ("text",),
}
"""The columns in which somebody else may be named."""

_WITH_PERSON = ("follow_up", "thanks", "one_to_one", "note")
_NEVER_EMPTY = ("what", "text")


class Redaction:
    """What each value of a row becomes, now and in every change that ever touched it."""

    def __init__(self, traces: Traces, contacts: set[int], known: Identity, handle: str) -> None:
        self._rows = traces.rows
        self._contacts = contacts
        self._handle = handle
        self._elsewhere = naming_pattern(known, traces.names_of_others(contacts))
        self._sentences = exact_pattern(known)
        self._handles = {f"({one})" for one in known.handles}
        self._introductions = {
            number
            for number, row in self._rows.get("introduction", {}).items()
            if any(row.get(party) in contacts for party in PARTIES)
        }
        self.said: set[str] = set()

    def values(self, relation: str, key: object, values: Values) -> Values:
        """Return the values of a row as they are to be."""
        return {
            column: value if value is None else self._value(relation, key, column, value)
            for column, value in values.items()
        }

    def concerns(self, relation: str, key: object, values: Values) -> bool:
        """Tell whether a change touches the person or an entry of theirs."""
        return (
            (relation == "contact" and key in self._contacts)
            or self._is_own(relation, key)
            or any(values.get(party) in self._contacts for party in (*PARTIES, "contact_id"))
        )

    def sentence(self, text: str, *, concerned: bool) -> str:
        """Return an op's sentence without the person."""
        for said in self.said:
            text = text.replace(f": {said} (#", f": {FORGOTTEN} (#")
        if concerned and self._sentences:
            text = self._sentences.sub(self._named, text)
        return self._elsewhere.sub(FORGOTTEN, text) if self._elsewhere else text

    def _named(self, found: Any) -> str:  # noqa: ANN401 - re.Match is imported for types only
        return f"({self._handle})" if found[0] in self._handles else FORGOTTEN

    def _value(self, relation: str, key: object, column: str, value: Any) -> Any:  # noqa: ANN401 - of any column
        if relation == "contact" and key in self._contacts:
            named = {"name": FORGOTTEN, "folded": FORGOTTEN, "handle": self._handle}
            return None if column in FIELDS else named.get(column, value)
        if column in CHILDREN.get(relation, ()) and self._is_own(relation, key):
            return None if column == "e164" else FORGOTTEN
        if column not in TEXTS.get(relation, ()):
            return value
        if self._is_own(relation, key):
            if column == "what" and value != FORGOTTEN:
                self.said.add(value)
            return FORGOTTEN if column in _NEVER_EMPTY else None
        return self._elsewhere.sub(FORGOTTEN, value) if self._elsewhere else value

    def _is_own(self, relation: str, key: Any) -> bool:  # noqa: ANN401 - a key of any table
        if relation == "introduction":
            return key in self._introductions
        row = self._rows.get(relation, {}).get(key, {})
        if relation == "business":
            return row.get("about_id") in self._introductions
        return (relation in _WITH_PERSON or relation in CHILDREN) and (
            row.get("contact_id") in self._contacts
        )
