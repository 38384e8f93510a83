"""Search: every text of the ledger, through its full-text index.

The words typed must all be in one text, each as the beginning of a word, or inside one if three
letters of it are typed. Case and accents never matter.
"""

from __future__ import annotations

import json
import unicodedata

from reflog.domain import Record
from reflog.domain.contacts import ME
from reflog.domain.names import fold, is_cjk, search_text, words_of
from reflog.storage import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from reflog.storage import Reader

LONGEST_EXCERPT = 80  # characters
BEFORE_HIT = 24  # characters of a long text that an excerpt shows before the hit
FEWEST_LETTERS = 3  # of a typed word, for it to be looked for inside of words
FEWEST_DIGITS = 4  # for typed digits to be looked for inside of phone numbers


_OF_PHONES_TYPED = frozenset(" +-()./0123456789")
_BETWEEN = frozenset("-_.,;:!?/@()\"'\u2019\u2018\u201c\u201d\u2013\u2014")
"""Marks that only part words, wherever they stand beside letters."""


class Found(Record):
    """A text in which the words typed were found.

    Attributes:
        kind: contact, wording, or the kind of entry.
        id: the ledger number, None for contacts and wordings.
        handle: the contact's, or of the one person an entry is with; None for
            introductions, business and wordings.
        name: that person's name, or me; for introductions and business, those of both sides.
        field: which text it is: name, alias, need, note, …; the key of a wording.
        excerpt: the text around the words found, with single spaces.
    """

    kind: str
    id: int | None
    handle: str | None
    name: str | None
    field: str
    excerpt: str


def find(reader: Reader, text: str) -> tuple[list[Found], tuple[str, ...]]:
    """Return every text that has the words typed, and the words whose marks were ignored.

    Contacts come first, by name, then entries, newest first. The index has letters and digits
    alone: a text without any finds nothing. If a word has other marks, as C++ and & do, only texts
    that have it as typed are found; if there are none, its marks are ignored.
    """
    words, marked = _words(text), _marked(text)
    rows: list[sqlite3.Row] = []
    if words:
        rows = _hits(reader, text, words)
        rows += _wordings(reader, words)
    if marked:
        exactly = [row for row in rows if _holds_all(row["text"], marked)]
        rows, marked = (exactly, ()) if exactly else (rows, marked)
    return [Found.from_row(row, excerpt=_excerpt(row["text"], words)) for row in rows], marked


def _marked(text: str) -> tuple[str, ...]:
    """Return the words typed that have marks other than those that stand between words."""
    if not set(text) - _OF_PHONES_TYPED:
        return ()
    return tuple(
        word
        for word in text.split()
        if not any(map(str.isalnum, word))
        or any(not char.isalnum() and char not in _BETWEEN for char in _composed(word))
    )


def _holds_all(text: str, marked: Sequence[str]) -> bool:
    folded = fold(text)
    return all(fold(word) in folded for word in marked)


def _composed(word: str) -> str:
    """Return a word without the marks that belong to its letters."""
    return "".join(char for char in word if not unicodedata.category(char).startswith("M"))


def _hits(reader: Reader, text: str, words: Sequence[str]) -> list[sqlite3.Row]:
    """Return the texts in the index that hold what was typed, whole and as they are shown."""
    values = {
        "words": json.dumps([_terms_for(reader, word) for word in words]),
        "phone": _phone_terms(reader, text),
        "people": beyond_people(reader),
    }
    of_contacts = _CONTACTS if values["phone"] is None else _CONTACTS_WITH_PHONES
    return [*reader.rows(of_contacts, values), *reader.rows(_ENTRIES, values)]


def _wordings(reader: Reader, words: Sequence[str]) -> list[sqlite3.Row]:
    """Return the wordings of mine that hold what was typed: few, and in no index."""
    from reflog.domain.wordings import SETTING

    rows = reader.rows(
        "SELECT 'wording' AS kind, NULL AS id, NULL AS handle, NULL AS name, "
        "substr(key, ?) AS field, value AS text FROM setting WHERE key GLOB ? ORDER BY key",
        (len(SETTING) + 1, f"{SETTING}*"),
    )
    return [row for row in rows if _holds(words_of(row["text"]), words)]


def _holds(there: Iterable[str], words: Sequence[str]) -> bool:
    """Return whether each word typed begins one that is there, or stands inside of one."""
    text = " ".join(there)
    spaced = f" {text}"
    return all(
        f" {word}" in spaced or (len(word) >= FEWEST_LETTERS and word in text) for word in words
    )


def beyond_people(reader: Reader) -> int:
    """Return the first row id of the index behind all rows about contacts."""
    tables = [table for table in index.FIELDS if table.startswith("contact")]
    most = max(reader.value(f"SELECT max(id) FROM {table}") or 0 for table in tables)
    return index.row_id(most + 1, 0)


def _words(text: str) -> tuple[str, ...]:
    """Return the words typed, folded; marks alone are none."""
    found = (word for word in words_of(text) if any(map(str.isalnum, word)))
    return tuple(dict.fromkeys(found))


def _terms_for(reader: Reader, word: str) -> list[str]:
    """Return the index's queries for one word; every term is quoted, none is an operator."""
    # Characters that the index keeps one by one (Chinese, Thai) make a phrase.
    terms = [f'"{search_text(word)}"*']
    if len(word) >= FEWEST_LETTERS or is_cjk(word):
        terms += [f'"{term}"' for term in _terms_with(reader, word)]
    return terms


def _terms_with(reader: Reader, text: str, first: int = 2) -> list[str]:
    """Return the words of the ledger that hold this text from their `first` letter on."""
    pieces = dict.fromkeys(text[at : at + index.PIECE] for at in range(len(text) - index.PIECE + 1))
    if pieces:
        rows = reader.rows(
            "SELECT t.term FROM search_inside CROSS JOIN search_term AS t "
            "ON t.id = search_inside.rowid WHERE search_inside MATCH ? "
            "AND instr(substr(t.term, ?), ?)",
            (" AND ".join(f'"{piece}"' for piece in pieces), first, text),
        )
    else:
        rows = reader.rows(
            "SELECT term FROM search_term WHERE instr(substr(term, ?), ?)", (first, text)
        )
    return [row["term"] for row in rows]


def _phone_terms(reader: Reader, text: str) -> str | None:
    """Return the queries for a phone number by a part of it, however it is spaced; None if none.

    A leading zero is dialled within a country and is no part of that form.
    """
    if set(text) - _OF_PHONES_TYPED:
        return None
    digits = "".join(char for char in text if char.isdigit()).lstrip("0")
    if len(digits) < FEWEST_DIGITS:
        return None
    terms = [f'"{term}"' for term in _terms_with(reader, digits, first=1)]
    return json.dumps(terms) if terms else None


def _excerpt(text: str, words: Sequence[str]) -> str:
    """Return the text around the first word found, with … where it is cut, between words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_EXCERPT:
        return text
    hit = _hit(text, words)
    start = max(0, min(hit - BEFORE_HIT, len(text) - LONGEST_EXCERPT))
    end = start + LONGEST_EXCERPT
    before = after = ""
    if start > 0:
        before = "…"
        start = max(start, text.find(" ", start, hit)) + 1
    if end < len(text):
        after = "…"
        end = max(text.rfind(" ", hit, end), 0) or end - 1
    return f"{before}{text[start:end]}{after}"


def _hit(text: str, words: Sequence[str]) -> int:
    """Return the place of the first word found in the text, or 0.

    Marks are left out of both, since folding takes some of them and composes others.
    """
    folded, places = _without_marks(text)
    spaced = "".join(char if char.isalnum() else " " for char in f" {folded}")
    wanted = [_without_marks(word)[0] for word in words]
    hits = [spaced.find(f" {word}") for word in wanted]
    hits = [at for at in hits if at >= 0] or [folded.find(word) for word in wanted]
    hits = [at for at in hits if at >= 0]
    return places[min(hits)] if hits else 0


def _without_marks(text: str) -> tuple[str, list[int]]:
    """Return the text folded character by character, and where each result came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    folded, places = "", []
    for at, char in enumerate(text):
        for kept in fold(char) or (" " if char.isspace() else ""):
            if not unicodedata.category(kept).startswith("M"):
                folded += kept
                places.append(at)
    return folded, places


# Term by term: the time for many in one query grows with the square of their number.
_MATCHED = """matched (hit) AS MATERIALIZED (
  SELECT hit FROM (
    SELECT DISTINCT search.rowid AS hit, word.key FROM json_each(:words) AS word
    CROSS JOIN json_each(word.value) AS term CROSS JOIN search WHERE search MATCH term.value)
  GROUP BY hit HAVING count(*) = json_array_length(:words))"""

_OF_PEOPLE = f"""SELECT hit / {index.CODES} AS key, hit % {index.CODES} AS code
  FROM matched WHERE hit < :people"""

_OF_PHONES = f"""SELECT search.rowid / {index.CODES}, search.rowid % {index.CODES}
  FROM json_each(:phone) AS term CROSS JOIN search
  WHERE search MATCH term.value AND search.rowid < :people
  AND search.rowid % {index.CODES} = {index.FIELDS["contact_phone"]["e164"]}"""

_OF_ENTRIES = f"""SELECT hit / {index.CODES} AS key, hit % {index.CODES} AS code
  FROM matched WHERE hit % {index.CODES} >= {index.FIRST_OF_ENTRIES}"""

_SHOWN = {"e164": "phone"}
"""Values that the index has in another form too are shown as they were typed."""


def _called(person: str) -> str:
    """Return the SQL of what somebody is called: me, or their name."""
    return f"iif({person}.id = {ME}, 'me', {person}.name)"


_SIDES = f"{_called('v')} || ' and ' || {_called('p')}"
_OF_ONE_PERSON = ("c.handle", _called("c"), "JOIN contact AS c ON c.id = t.contact_id")
_OF_WHOM = {
    "introduction": (
        "NULL",
        _SIDES,
        "JOIN contact AS v ON v.id = t.provider_id JOIN contact AS p ON p.id = t.prospect_id",
    ),
    "business": (
        "c.handle",
        f"coalesce(c.name, {_SIDES})",
        """LEFT JOIN contact AS c ON c.id = t.contact_id
        LEFT JOIN introduction AS i ON i.number = t.about_id
        LEFT JOIN contact AS v ON v.id = i.provider_id
        LEFT JOIN contact AS p ON p.id = i.prospect_id""",
    ),
}


def _contact_fields() -> Iterator[str]:
    for table, columns in index.FIELDS.items():
        if not table.startswith("contact"):
            continue
        owner = "id" if table == "contact" else "contact_id"
        for column, code in columns.items():
            shown = _SHOWN.get(column, column)
            yield (
                "SELECT 'contact' AS kind, NULL AS id, c.handle, "
                f"{_called('c')} AS name, '{shown}' AS field, t.{shown} AS text, "
                f"c.folded, c.id AS contact_id, {columns[shown]} AS code, hit.key "
                f"FROM hit CROSS JOIN {table} AS t ON t.id = hit.key "
                f"JOIN contact AS c ON c.id = t.{owner} WHERE hit.code = {code}"
            )


def _entry_fields() -> Iterator[str]:
    for table, columns in index.FIELDS.items():
        if table.startswith("contact"):
            continue
        handle, name, joined = _OF_WHOM.get(table, _OF_ONE_PERSON)
        for column, code in columns.items():
            field = f"'{column}'" if column != "text" else "ifnull(t.topic, 'note')"
            yield (
                f"SELECT '{table.replace('_', '-')}' AS kind, t.number AS id, "
                f"{handle} AS handle, {name} AS name, "
                f"{field} AS field, t.{column} AS text, hit.code "
                f"FROM hit CROSS JOIN {table} AS t ON t.number = hit.key "
                f"{joined} WHERE hit.code = {code}"
            )


_IN_ORDER = "ORDER BY folded, contact_id, code, key"

# UNION keeps once what was found both as typed and in its other form.
_CONTACTS, _CONTACTS_WITH_PHONES = (
    f"WITH {_MATCHED}, hit (key, code) AS MATERIALIZED ({hits}) "
    f"{' UNION '.join(_contact_fields())} {_IN_ORDER}"
    for hits in (_OF_PEOPLE, f"{_OF_PEOPLE} UNION ALL {_OF_PHONES}")
)
_ENTRIES = (
    f"WITH {_MATCHED}, hit (key, code) AS MATERIALIZED ({_OF_ENTRIES}) "
    f"{' UNION ALL '.join(_entry_fields())} ORDER BY id DESC, code"
)
