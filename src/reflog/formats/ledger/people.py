"""The contacts and settings in the ledger's JSON, checked and turned into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain import JOINT, wordings
from reflog.domain.cards.card import PROGRAMS
from reflog.domain.contacts import LONGEST_NAME, LONGEST_TEXT, ME, ROLES, Contact, is_handle
from reflog.domain.names import fold
from reflog.domain.schema import COLUMNS, SAID, SAID_LISTS, SEVERAL, SINGLE
from reflog.domain.settings import DEFAULTS, MINE, check_value
from reflog.errors import NotFoundError, UsageError
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.reading import refuse
from reflog.formats.ledger.values import Values
from reflog.formats.vcard.properties import is_extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.formats.ledger.reading import Found

    Row = tuple[Any, ...]

_KEYS = ("key", "uid", "me", *Contact.fields[1:], "e164")
_CARD = ("contact", "source", "key", *SAID)
ALL = "plain reflog export writes all of it"

_LONGEST_E164 = 20
_LONGEST_EXTRA = 4 * LONGEST_TEXT  # a property with its name and its escapes


class People:
    """Collects the people of a file.

    Attributes:
        rows: by table.
        ids: the id of each person, by handle.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {
            table: [] for table in COLUMNS if table.startswith("contact")
        }
        self.ids: dict[str, int] = {}
        self._keys: set[int] = set()
        self._uids: set[bytes] = set()
        self._cards: set[tuple[str, str]] = set()
        self._pairs: set[tuple[int, int]] = set()

    def add(self, found: Found) -> None:
        """Check a person and add their rows."""
        values = Values(found, _KEYS, "handle")
        key, uid, handle = values.number("key"), values.uid(), values.text("handle")
        is_me = key == ME
        if not is_handle(handle):
            values.refuse("it is not a valid handle")
        if (handle == "me") != is_me or values.truth("me") != is_me:
            values.refuse("only contact 1 can have the handle me")
        if handle in self.ids or key in self._keys or uid in self._uids:
            values.refuse("someone earlier has the same handle, key or uid")
        self.ids[handle] = key
        self._keys.add(key)
        self._uids.add(uid)
        name = values.text("name", LONGEST_NAME)
        self.rows["contact"].append(
            (
                *(key, uid, handle, name, fold(name)),
                *(_single(values, name) for name in SINGLE),
                values.day("created_on"),
            )
        )
        self._add_lists(values, key)

    def _add_lists(self, values: Values, key: int) -> None:
        for field in SEVERAL.values():
            texts = values.texts(field.name, field.most, field.least)
            same: Sequence[str | None] = [fold(text) for text in texts]
            _require_once(values, field.name, texts if field.same == "e164" else same)
            if field.same == "e164":
                same = _numbers(values, len(texts))
            self.rows[field.table] += [(key, *pair) for pair in zip(texts, same, strict=True)]

    def add_card(self, found: Found) -> None:
        """Check what an imported card last said about a person, and add its row."""
        values = Values(found, _CARD, "contact")
        owner = self.id_of(values, "contact")
        source, key = values.one_of("source", PROGRAMS), values.text("key")
        if (source, key) in self._cards:
            values.refuse("an earlier card has the same source and key")
        self._cards.add((source, key))
        if not all(map(is_extra, values.texts("extras", _LONGEST_EXTRA, 0))):
            values.refuse("extras has what is no property of a card")
        said = [
            _joined(values, name) if name in SAID_LISTS else values.maybe_text(name)
            for name in SAID
        ]
        self.rows["contact_card"].append((owner, source, key, *said))

    def add_distinct(self, found: Found) -> None:
        """Check a pair marked as two different people, and add its row."""
        values = Values(found, ("contact", "other"), "contact")
        low, high = sorted((self.id_of(values, "contact"), self.id_of(values, "other")))
        if low == high or (low, high) in self._pairs:
            values.refuse("the two are one person, or are already listed")
        self._pairs.add((low, high))
        self.rows["contact_distinct"].append((low, high))

    def id_of(self, values: Values, key: str) -> int:
        """Return the id of the person whose handle is the value of `key`."""
        found = self.maybe_id_of(values, key)
        if found is None:
            values.refuse(f"{key} is missing")
        return found

    def maybe_id_of(self, values: Values, key: str) -> int | None:
        """Return the id of the person whose handle is the value of `key`; None for null."""
        return self.id_named(values, key, values.maybe_text(key))

    def id_named(self, values: Values, key: str, handle: str | None) -> int | None:
        """Return the id of the person with this handle; None if there is no handle."""
        if handle is not None and handle not in self.ids:
            values.refuse(f"{key} is not the handle of anyone in the file")
        return None if handle is None else self.ids[handle]

    @property
    def last(self) -> int:
        """The largest id of a person."""
        return max(self._keys, default=0)

    def require_me(self) -> None:
        """Raise UnreadableError if the file has no contact `me`."""
        if "me" not in self.ids:
            reason = "it is only part of a ledger: you are not in it"
            raise UnreadableError(reason, hint=ALL)


def settings(found: Found) -> list[Row]:
    """Return the settings as rows.

    Raises:
        UnreadableError: a setting or its value doesn't exist.
    """
    if not isinstance(found.value, dict):
        refuse(found.line, '"settings" is not an object')
    rows = []
    for key, value in found.value.items():
        is_wording = key.startswith(wordings.SETTING)
        if (key not in DEFAULTS and not is_wording) or key in MINE:
            refuse(found.line, "it has a setting that this reflog doesn't know")
        try:
            check = wordings.check_setting if is_wording else check_value
            is_fit = isinstance(value, str) and check(key, value) == value
        except (UsageError, NotFoundError):
            is_fit = False
        if not is_fit:
            refuse(found.line, f"the setting {key} can't have that value")
        rows.append((key, value))
    return rows


def _joined(values: Values, key: str) -> str | None:
    texts = values.texts(key, _LONGEST_EXTRA, 0)
    if any(JOINT in text for text in texts):
        values.refuse(f"{key} has characters that can't be kept")
    return JOINT.join(texts) or None


def _single(values: Values, name: str) -> str | None:
    return values.maybe_one_of(name, ROLES) if name == "role" else values.maybe_text(name)


def _numbers(values: Values, count: int) -> list[str | None]:
    """Return the keys of phone numbers, None of those that could not be read as one."""
    found = values.maybe_texts("e164", _LONGEST_E164) or [None] * count
    if len(found) != count:
        values.refuse("e164 needs one value for each of phones")
    if any(one and not (one[0] == "+" and one[1:2].isdigit()) for one in found):
        values.refuse("e164 has something other than numbers like +15550101")
    return found


def _require_once(values: Values, key: str, texts: Sequence[str | None]) -> None:
    if len(set(texts)) < len(texts):
        values.refuse(f"{key} has the same thing twice")
