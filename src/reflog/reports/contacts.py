"""Contacts: who is meant by a NAME, and what is known of a person."""

from __future__ import annotations

from reflog.domain import by_name, names, narrowed, split
from reflog.domain.contacts import LONGEST_NAME, ME, Contact, is_forgotten
from reflog.domain.names import fold, is_cjk
from reflog.domain.schema import SEVERAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from reflog.storage import Reader


def match_name(
    reader: Reader,
    typed: str,
    *,
    may_create: bool = False,
    counts: Callable[[int], bool] | None = None,
) -> names.Match:
    """Find the people that a typed NAME means: exactly, else by its beginning, else nearly.

    `counts` says of a person's key whether they can be meant at all.
    """
    for pool, is_of_it in (
        (_exact_pool, names.is_exact),
        (_beginning_pool, names.words_begun),
        (_near_pool, None),
    ):
        people = _people(reader, pool(reader, typed))
        if is_of_it is not None:
            people = [person for person in people if is_of_it(typed, person)]
        if counts is not None:
            people = [person for person in people if counts(person.id)]
        match = names.resolve(typed, people, may_create=may_create)
        if match.kind != "none":
            return match
    return names.Match(kind="none")


def mistyped(reader: Reader, typed: str) -> list[names.Person]:
    """Return whom a single word may mean that is near nobody: all but a letter is as in a name."""
    from reflog.domain.names import is_slip

    word = fold(typed)
    if not word.isalpha() or len(word) > LONGEST_NAME:
        return []
    alike = [one for one in _alike(reader, "name_word", "word", word) if is_slip(word, one)]
    rows = reader.rows(_WITH_WORD, (_json(alike),)) if alike else []
    return [one for one in _people(reader, [row["contact_id"] for row in rows]) if not one.is_me]


def is_exact_contact(reader: Reader, typed: str) -> bool:
    """Return whether the text is exactly someone's handle, full name or alias."""
    return bool(_people(reader, _exact_pool(reader, typed)))


def contact(reader: Reader, contact_id: int) -> Contact | None:
    """Return the person with this key."""
    row = reader.row("SELECT * FROM contact_view WHERE id = ?", (contact_id,))
    return contact_of(row) if row else None


def owner_name(reader: Reader) -> str:
    """Return my own name, "" as long as I have not said it."""
    me = contact(reader, ME)
    return "" if me is None or me.name == me.handle else me.name


def contacts(reader: Reader, ids: Iterable[int]) -> list[Contact]:
    """Return the people with these keys, in the order given."""
    return [*each_contact(reader, ids)]


def each_contact(reader: Reader, ids: Iterable[int]) -> Iterator[Contact]:
    """Yield the people with these keys, each read when it is asked for."""
    found = (contact(reader, contact_id) for contact_id in ids)
    return (person for person in found if person is not None)


def list_contacts(
    reader: Reader,
    *,
    role: str | None = None,
    tag: str | None = None,
    profession: str | None = None,
    city: str | None = None,
) -> list[Contact]:
    """Return everyone but me and the forgotten, by name; filters ignore case and accents."""
    conditions = {
        "id <> ?": ME,
        "role = ?": role or None,
        "id IN (SELECT contact_id FROM contact_tag WHERE folded = ?)": fold(tag or "") or None,
    }
    where, values = narrowed(conditions)
    rows = reader.rows(f"SELECT * FROM contact_view WHERE {where}", values)
    wanted = [("profession", profession), ("city", city)]
    people = [
        contact_of(row)
        for row in rows
        if all(_holds(row[column], text) for column, text in wanted if text)
        and not is_forgotten(row["name"], row["handle"])
    ]
    return sorted(people, key=lambda person: (fold(person.name), person.handle))


def near_tag(reader: Reader, typed: str) -> str | None:
    """Return the tag that a mistyped one is nearly; None where it is one, or near none."""
    folded = fold(typed)
    alike = _alike(reader, "contact_tag", "folded", folded)
    if folded in alike or len(folded) < names.FAIR_PART:
        return None
    from reflog.domain.names import nearest

    near = nearest(folded, alike)
    sql = "SELECT tag FROM contact_tag WHERE folded = ?"
    return near and reader.value(sql, (near,))


def shared_addresses(
    reader: Reader, emails: Iterable[str], phones: Iterable[str]
) -> list[tuple[str, Contact, Contact]]:
    """Return addresses that several have, who was given each last, and another who has it."""
    shared: list[tuple[str, Contact, Contact]] = []
    for sql, keys in ((_SAME_EMAIL, map(fold, emails)), (_SAME_PHONE, phones)):
        for key in keys:
            found = reader.rows(sql, {"typed": key})
            people = contacts(reader, dict.fromkeys(row["id"] for row in found))
            shared += [(found[0]["address"], people[0], other) for other in people[1:]]
    return shared


_SAME_EMAIL = """
SELECT contact_id AS id, email AS address FROM contact_email WHERE folded = :typed
ORDER BY contact_email.id DESC"""
_SAME_PHONE = """
SELECT contact_id AS id, phone AS address FROM contact_phone
WHERE phone = :typed OR e164 IN (SELECT e164 FROM contact_phone WHERE phone = :typed)
ORDER BY contact_phone.id DESC"""


def contact_of(row: sqlite3.Row) -> Contact:
    """Return the contact of a row of contact_view."""
    known = by_name(row)
    return Contact.from_row(known, **{name: split(known[name]) for name in SEVERAL})


def _holds(value: str | None, text: str) -> bool:
    return value is not None and fold(text) in fold(value)


def _people(reader: Reader, ids: Iterable[int]) -> list[names.Person]:
    return [
        names.Person(**{name: getattr(person, name) for name in names.Person.fields})
        for person in contacts(reader, sorted(set(ids)))
        if not is_forgotten(person.name, person.handle)
    ]


def _exact_pool(reader: Reader, typed: str) -> list[int]:
    if typed.startswith("@"):
        rows = reader.rows("SELECT id FROM contact WHERE handle = ?", (typed[1:].lower(),))
    else:
        rows = reader.rows(
            "SELECT id FROM contact WHERE handle = :typed OR folded = :typed "
            "UNION SELECT contact_id FROM contact_alias WHERE folded = :typed",
            {"typed": fold(typed)},
        )
    return [row["id"] for row in rows]


def _beginning_pool(reader: Reader, typed: str) -> list[int]:
    """Return everyone with names that the typed words begin, and some more."""
    found: list[int] = []
    for reading in names.readings(typed):
        words = sorted(reading, key=len, reverse=True)
        if len(words) == 1 and len(words[0]) < names.FAIR_PART and not is_cjk(words[0]):
            rows = reader.rows(_WITH_WORD, (_json(words),))
            found += [row["contact_id"] for row in rows]
            continue
        also = (
            " AND EXISTS (SELECT 1 FROM name_word WHERE contact_id = w.contact_id "
            "AND word >= ? AND word < ? || char(1114111))"
        )
        rows = reader.rows(
            "SELECT DISTINCT contact_id FROM name_word AS w "
            f"WHERE word >= ? AND word < ? || char(1114111){also * (len(words) - 1)}",
            [word for word in words for _ in ("from", "to")],
        )
        found += [row["contact_id"] for row in rows]
    return found


def _near_pool(reader: Reader, typed: str) -> list[int]:
    """Return everyone with a name or handle that may be near the typed one, and some more."""
    if typed.startswith("@") or len(typed) > LONGEST_NAME:
        return []
    folded = fold(typed)
    found = set() if " " in folded else _near_handles(reader, folded)
    for reading in names.readings(typed):
        found |= _near_names(reader, reading)
    return sorted(found)


def _near_names(reader: Reader, words: tuple[str, ...]) -> set[int]:
    """Return everyone with a near word for each of these, or with only such words."""
    near = {
        word: _near_texts(word, _alike(reader, "name_word", "word", word)) for word in set(words)
    }
    each = [
        {row["contact_id"] for row in reader.rows(_WITH_WORD, (_json(ones),))}
        for ones in near.values()
    ]
    whole = reader.rows(_WITH_NO_OTHER_WORD, (_json(set().union(*near.values())),))
    return set.intersection(*each) | {row["contact_id"] for row in whole}


def _near_handles(reader: Reader, typed: str) -> set[int]:
    near = _near_texts(typed, _alike(reader, "contact", "handle", typed))
    rows = reader.rows(
        "SELECT id FROM contact WHERE handle IN (SELECT value FROM json_each(?))", (_json(near),)
    )
    return {row["id"] for row in rows}


def _near_texts(typed: str, texts: Iterable[str]) -> set[str]:
    return {text for text in texts if names.ratio(typed, text) >= names.NEAR}


def _alike(reader: Reader, table: str, column: str, text: str) -> list[str]:
    """Return what may be near a text: of like length; of the first letter only where many are.

    Texts whose lengths are more than a half apart can't be near (difflib ratio 0.8).
    """
    values = {
        "shortest": len(text) * 2 // 3,
        "longest": -(-len(text) * 3 // 2),
        "first": text[:1],
        "most": MOST_COMPARED,
    }
    is_alike = f"length({column}) BETWEEN :shortest AND :longest"
    sql = (
        f"SELECT DISTINCT {column} AS text FROM {table} "
        f"WHERE {column} >= :first AND {column} < :first || char(1114111) AND {is_alike}"
    )
    if reader.row(f"SELECT 1 FROM {table} LIMIT 1 OFFSET :most", values) is None:
        every = f"SELECT {column} FROM {table} LIMIT :most"
        sql += f" UNION SELECT {column} FROM ({every}) WHERE {is_alike}"
    rows = reader.rows(sql, values)
    return [row["text"] for row in rows]


def _json(values: Iterable[str]) -> str:
    from json import dumps

    return dumps(sorted(values))


MOST_COMPARED = 20_000
"""Up to so many words of names, or handles, all of them are compared with what was typed."""

_WITH_WORD = "SELECT contact_id FROM name_word WHERE word IN (SELECT value FROM json_each(?))"
# A name that is kept by more words than its own, and an alias, may be near all by itself.
_WITH_NO_OTHER_WORD = """
WITH near AS MATERIALIZED (SELECT value AS word FROM json_each(?))
SELECT DISTINCT w.contact_id FROM near CROSS JOIN name_word AS w ON w.word = near.word
WHERE EXISTS (SELECT 1 FROM contact_alias WHERE contact_id = w.contact_id)
  OR EXISTS (SELECT 1 FROM contact WHERE id = w.contact_id AND folded GLOB '*[^a-z ]*')
  OR NOT EXISTS (SELECT 1 FROM name_word AS o
    WHERE o.contact_id = w.contact_id AND o.word NOT IN (SELECT word FROM near))"""
