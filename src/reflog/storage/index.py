"""What the seal derives from an op's changes: the search index, and the words of names.

The index finds words by their beginning. To find what stands inside of them, its words are
kept beside it: SQLite, asked for the words of an index, reads all of it.
"""

from __future__ import annotations

import json

from reflog.domain import schema
from reflog.domain.names import look_up_words, search_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    Change = tuple[int, str, Any, str | None, str | None]
    Values = dict[str, Any]

FIELDS: dict[str, dict[str, int]] = {"contact": {"name": 1, "handle": 10}}
for _field in schema.FIELDS:
    if _field.code:
        FIELDS.setdefault(_field.table, {})[_field.column] = _field.code
FIELDS["contact_phone"]["e164"] = 11
FIELDS |= {kind.table: kind.texts for kind in schema.KINDS}
"""Table, column, code. A code is never given to another field: it is stored in the index."""

FIRST_OF_ENTRIES = 16
"""The codes of what is no contact begin here."""

CODES = 64
"""Row ids of the index are the key of the row times this, plus the field's code."""

_INSERT = "INSERT INTO search (rowid, text) VALUES (?, ?)"
_DELETE = "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"
_INSERT_WORD = "INSERT OR IGNORE INTO name_word (word, contact_id) VALUES (?, ?)"
_decode = json.JSONDecoder().decode
_TOGETHER = 100  # texts whose words are looked for at once

PIECE = 3
"""How many letters of a word are indexed together."""

# The words of a text are what the index itself makes of it.
_SPLITTING = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS temp.sealed_text USING fts5 (
    text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS temp.sealed_word USING fts5vocab (
    temp, sealed_text, row)""",
)
_SPLIT = "SELECT term FROM temp.sealed_word ORDER BY term"


def row_id(key: int, code: int) -> int:
    """Return the index's row id for a field of the row with this key."""
    return key * CODES + code


class Indexing:
    """Follows the changes of one op, in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._renamed: set[int] = set()
        self._removed: list[str] = []

    def take(self, changes: Iterable[Change]) -> None:
        """Bring the search index to what the changes have made, and note whose names changed.

        Rows are written together up to the next one that is taken out: it may be one of them.
        """
        waiting: list[tuple[int, str]] = []
        added: list[str] = []
        for _id, relation, key, before, after in changes:
            fields = FIELDS.get(relation)
            if fields is None:
                continue
            old: Values = _decode(before) if before else {}
            new: Values = _decode(after) if after else {}
            for column, code in fields.items():
                row = row_id(key, code)
                if old.get(column):
                    self._write(waiting, added)
                    went = search_text(old[column])
                    self._connection.execute(_DELETE, (row, went))
                    self._removed.append(went)
                if new.get(column):
                    waiting.append((row, search_text(new[column])))
            self._note_names(relation, key, old, new)
        self._write(waiting, added)
        _add_terms(self._connection, added)

    def take_new(self, relation: str, rows: Sequence[Sequence[Any]]) -> None:
        """Bring rows that were inserted into the search index, and the words of their names.

        Args:
            relation: their table.
            rows: of each its key, that of the row whose detail it is or its own, the texts of its
                fields, in the order of FIELDS, and more behind them.
        """
        if relation not in FIELDS:
            return
        codes = FIELDS[relation].values()
        waiting = [
            (key * CODES + code, search_text(text))
            for key, _owner, *texts in rows
            for code, text in zip(codes, texts, strict=False)
            if text
        ]
        added: list[str] = []
        self._write(waiting, added)
        _add_terms(self._connection, added)
        if relation in {"contact", "contact_alias"}:
            # In order, so that SQLite finds the places of neighbors in the same page.
            words = sorted(_words_of((row[1], row[2]) for row in rows))
            self._connection.executemany(_INSERT_WORD, words)

    def finish(self) -> None:
        """Write again the words of every name that changed, and let go of those that went."""
        _let_terms_go(self._connection, self._removed)
        index_names(self._connection, self._renamed)

    def _write(self, waiting: list[tuple[int, str]], added: list[str]) -> None:
        waiting.sort()  # a row that comes before the last one makes FTS5 write down all it holds
        self._connection.executemany(_INSERT, waiting)
        added += [text for _row, text in waiting]
        waiting.clear()

    def _note_names(self, relation: str, key: int, old: Values, new: Values) -> None:
        if relation == "contact" and ("name" in old or "name" in new):
            self._renamed.add(key)
        if relation != "contact_alias":
            return
        self._renamed |= {row["contact_id"] for row in (old, new) if "contact_id" in row}
        now = self._connection.execute(
            "SELECT contact_id FROM contact_alias WHERE id = ?", (key,)
        ).fetchone()
        if now:
            self._renamed.add(now[0])


def index_names(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """Write again the words of the names of these contacts."""
    chosen, keys = "IN (SELECT value FROM json_each(?))", json.dumps([*contacts])
    connection.execute(f"DELETE FROM name_word WHERE contact_id {chosen}", (keys,))
    names = connection.execute(
        f"SELECT id, name FROM contact WHERE id {chosen} UNION ALL "
        f"SELECT contact_id, alias FROM contact_alias WHERE contact_id {chosen}",
        (keys, keys),
    )
    connection.executemany(_INSERT_WORD, _words_of(names))


def _words_of(names: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """Yield the words of names that are given with whose they are."""
    return ((word, contact) for contact, name in names for word in look_up_words(name))


def rebuild(connection: sqlite3.Connection) -> None:
    """Rebuild the search index, since removed words linger in FTS5 until a merge."""
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.executemany(_INSERT, texts(connection))
    renew_terms(connection)


def texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Return every text that is in the search index, by its row there."""
    for table, columns in FIELDS.items():
        for column, code in columns.items():
            for key, text in connection.execute(f"SELECT rowid, {column} FROM {table}"):
                if isinstance(text, str) and text:
                    # Bytes that are no text, in a damaged ledger, are none here either.
                    words = search_text(text).encode("utf-8", "replace").decode()
                    yield row_id(key, code), words


def _add_terms(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Add the words of texts to the table of search words."""
    if _split(connection, texts):
        (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM search_term").fetchone()
        connection.execute(f"INSERT OR IGNORE INTO search_term (term) {_SPLIT}")
        connection.execute(
            "INSERT INTO search_inside (rowid, term) "
            "SELECT id, term FROM search_term WHERE id > ? ORDER BY id",
            (last,),
        )


def _let_terms_go(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Take the words of texts that were removed out of it, but for those that stand elsewhere."""
    found = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    for (word,) in connection.execute(_SPLIT).fetchall() if _split(connection, texts) else ():
        if not connection.execute(found, (f'"{word}"',)).fetchone():
            gone = "DELETE FROM search_term WHERE term = ? RETURNING id, term"
            connection.executemany(
                "INSERT INTO search_inside (search_inside, rowid, term) VALUES ('delete', ?, ?)",
                connection.execute(gone, (word,)).fetchall(),
            )


def renew_terms(connection: sqlite3.Connection) -> None:
    """Rebuild the table of search words from the index."""
    connection.execute("INSERT INTO search_inside (search_inside) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_term")
    connection.execute("INSERT INTO search_term (term) SELECT term FROM search_word ORDER BY term")
    connection.execute(
        "INSERT INTO search_inside (rowid, term) SELECT id, term FROM search_term ORDER BY id"
    )


def _split(connection: sqlite3.Connection, texts: Iterable[str]) -> bool:
    """Let _SPLIT ask for the words of these texts; False where there are no texts."""
    different = list(dict.fromkeys(texts))
    if not different:
        return False
    for statement in _SPLITTING:
        connection.execute(statement)
    connection.execute("INSERT INTO temp.sealed_text (sealed_text) VALUES ('delete-all')")
    some = (
        (start + 1, " ".join(different[start : start + _TOGETHER]))
        for start in range(0, len(different), _TOGETHER)
    )
    connection.executemany("INSERT INTO temp.sealed_text (rowid, text) VALUES (?, ?)", some)
    return True
