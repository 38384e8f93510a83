"""The words of the ledger that are like those of a need, as they are written there."""

from __future__ import annotations

from reflog.domain import matching
from reflog.domain.contacts import ME
from reflog.domain.facts import TOPICS
from reflog.domain.schema import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reflog.storage.reader import Reader

_FACT = "SELECT text FROM note WHERE contact_id = :id AND topic = :place ORDER BY number DESC"
_OF_CONTACT = "SELECT {0} FROM contact WHERE id = :id AND {0} IS NOT NULL"
_OF_INTRODUCTIONS = """
SELECT {0} FROM introduction WHERE provider_id = :id AND introducer_id = :me AND {0} IS NOT NULL
ORDER BY made_on DESC"""
_TEXTS = {
    "tag": "SELECT tag FROM contact_tag WHERE contact_id = :id",
    **{
        field.name: _OF_CONTACT.format(field.name)
        for field in FIELDS
        if field.name in matching.PLACES
    },
    **{name: _OF_INTRODUCTIONS.format(name) for name in ("need", "offer")},
}


def found_words(reader: Reader, contact_id: int, places: Mapping[str, str]) -> dict[str, str]:
    """Return for each word of a need the one that was found of a person, if it is another.

    Args:
        reader: an open read door.
        contact_id: the person.
        places: where each word was found, as matching.PLACES calls it.
    """
    found = {}
    for word, place in places.items():
        texts = _texts(reader, contact_id, place)
        like = next(filter(None, (matching.like_in(text, word) for text in texts)), None)
        if like is not None:
            found[word] = like
    return found


def _texts(reader: Reader, contact_id: int, place: str) -> Iterator[str]:
    sql = _FACT if place in TOPICS else _TEXTS[place]
    for row in reader.rows(sql, {"id": contact_id, "place": place, "me": ME}):
        yield str(row[0])
