"""Records as JSON, with the keys that scripts rely on: always all of them, in this order."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import Contact
from reflog.domain.entries import Business, Entry, FollowUp, Money, Person
from reflog.domain.money import decimal_text
from reflog.domain.schema import ADDRESSES, ENTRY, KINDS, OF_PARTIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from reflog.domain.facts import Remark

_UUID = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
KEYS: dict[type[Contact | Entry], tuple[str, ...]] = {
    Contact: tuple(name for name in Contact.fields if name != "id"),
    **{kind.record: kind.keys for kind in KINDS},
}
DUE = (*ADDRESSES, *OF_PARTIES)
"""What the morning's list adds to a follow-up."""

_PLAIN = frozenset({str, int, bool})


def document(value: object) -> str:
    """Return one JSON document, ASCII only, ended by a line feed."""
    import json

    return json.dumps(value, ensure_ascii=True, indent=2) + "\n"


def list_document(values: Iterable[object]) -> Iterator[str]:
    """Yield one JSON list in pieces, the same text that `document` would return."""
    yield from _list_pieces(values, "")
    yield "\n"


class Text:
    """A long text in a document, which comes in pieces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = pieces


def long_document(values: Mapping[str, object]) -> Iterator[str]:
    """Yield one JSON object in pieces, the same text that `document` would return.

    A list in it may be an iterator, of which only one member is in memory at a time; and a
    text a Text, of which only one piece is.
    """
    import json
    from collections.abc import Iterator

    opening = "{"
    for key, value in values.items():
        yield f"{opening}\n  {json.dumps(key)}: "
        if isinstance(value, Iterator):
            yield from _list_pieces(value, "  ")
        elif isinstance(value, Text):
            yield '"'
            yield from (json.dumps(piece)[1:-1] for piece in value.pieces)
            yield '"'
        else:
            yield json.dumps(value, ensure_ascii=True, indent=2).replace("\n", "\n  ")
        opening = ","
    yield "\n}\n"


def _list_pieces(values: Iterable[object], indent: str) -> Iterator[str]:
    import json

    opening = "["
    for value in values:
        text = json.dumps(value, ensure_ascii=True, indent=2).replace("\n", f"\n{indent}  ")
        yield f"{opening}\n{indent}  {text}"
        opening = ","
    yield "[]" if opening == "[" else f"\n{indent}]"


def of(record: Contact | Entry) -> dict[str, Any]:
    """Return the JSON of a contact or an entry."""
    if isinstance(record, Business):
        return {**picked(record, (*ENTRY, "about", "contact")), **_deal(record)}
    return picked(record, KEYS[type(record)])


def picked(record: Record, keys: Iterable[str]) -> dict[str, Any]:
    """Return some values of a record, each as JSON has it."""
    values = ((key, getattr(record, key)) for key in keys)
    return {
        key: value
        if value is None or (type(value) in _PLAIN and key != "uid")
        else _value(key, value)
        for key, value in values
    }


def all_of(records: Iterable[Contact | Entry]) -> list[dict[str, Any]]:
    """Return the JSON of contacts or entries."""
    return [of(record) for record in records]


def due(follow_ups: Iterable[FollowUp]) -> list[dict[str, Any]]:
    """Return follow-ups with how to reach the person, and with the people of the introduction."""
    return [{**of(one), **picked(one, DUE)} for one in follow_ups]


def written(
    *,
    changed: Sequence[Entry] = (),
    created_contacts: Sequence[Contact] = (),
    changed_contacts: Sequence[Contact] = (),
    next_ones: Sequence[FollowUp] = (),
    remarks: Iterable[Remark] = (),
) -> dict[str, Any]:
    """Return the answer of a command that writes; what comes next is scheduled or moved."""
    return {
        "changed": all_of(changed),
        "created_contacts": all_of(created_contacts),
        "changed_contacts": all_of(changed_contacts),
        "next": all_of(next_ones),
        "remarks": [one.as_dict() for one in remarks],
    }


def money(value: Money) -> dict[str, str]:
    """Return an amount as {"amount": "2500.00", "currency": "USD"}."""
    return {"amount": decimal_text(value), "currency": value.currency}


def uid_text(uid: str) -> str:
    """Return a UUID with its hyphens, from its hexadecimal digits."""
    return "-".join(uid[start:end].lower() for start, end in _UUID)


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    if key == "uid":
        return uid_text(value)
    return [_inner(one) for one in value] if isinstance(value, tuple) else _inner(value)


def _inner(value: Any) -> Any:  # noqa: ANN401 - whatever a list of a record holds
    if isinstance(value, Person):
        return value.handle
    if isinstance(value, Business):
        return {"id": value.id, **_deal(value)}
    if isinstance(value, Money):
        return money(value)
    return value.as_dict() if isinstance(value, Record) else value


def _deal(value: Business) -> dict[str, Any]:
    return {**money(value.money), "on": value.on, "note": value.note}
