"""The words of the search index, kept beside it to be looked into.

The index finds words by their beginning. To find what stands inside of them every word would
have to be looked at, and SQLite, asked for the words of an index, reads all of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

PIECE = 3
"""How many letters of a word are indexed together."""

# The words of a text are what the index itself makes of it.
_SPLITTING = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS temp.sealed_text USING fts5 (
    text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS temp.sealed_word USING fts5vocab (
    temp, sealed_text, row)""",
)


def keep(connection: sqlite3.Connection, added: Iterable[str], removed: Iterable[str]) -> None:
    """Keep the words right after texts have come into the index, or gone from it.

    Args:
        connection: with a transaction open; the index is as it is to be.
        added: the texts that came, as the index was given them.
        removed: those that went.
    """
    for word in _words(connection, added):
        made = connection.execute("INSERT OR IGNORE INTO search_term (term) VALUES (?)", (word,))
        if made.rowcount:
            connection.execute(
                "INSERT INTO search_inside (rowid, term) VALUES (?, ?)", (made.lastrowid, word)
            )
    for word in _words(connection, removed):
        if not connection.execute(
            "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", (f'"{word}"',)
        ).fetchone():
            _forget(connection, word)


def renew(connection: sqlite3.Connection) -> None:
    """Make the words anew from the index, after that was made anew itself."""
    connection.execute("INSERT INTO search_inside (search_inside) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_term")
    connection.execute("INSERT INTO search_term (term) SELECT term FROM search_word ORDER BY term")
    connection.execute(
        "INSERT INTO search_inside (rowid, term) SELECT id, term FROM search_term ORDER BY id"
    )


def _words(connection: sqlite3.Connection, texts: Iterable[str]) -> list[str]:
    rows = list(enumerate(texts, 1))
    if not rows:
        return []
    for statement in _SPLITTING:
        connection.execute(statement)
    connection.executemany("INSERT INTO temp.sealed_text (rowid, text) VALUES (?, ?)", rows)
    found = connection.execute("SELECT term FROM temp.sealed_word ORDER BY term").fetchall()
    connection.execute("INSERT INTO temp.sealed_text (sealed_text) VALUES ('delete-all')")
    return [row[0] for row in found]


def _forget(connection: sqlite3.Connection, word: str) -> None:
    row = connection.execute("SELECT id FROM search_term WHERE term = ?", (word,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM search_term WHERE id = ?", row)
        connection.execute(
            "INSERT INTO search_inside (search_inside, rowid, term) VALUES ('delete', ?, ?)",
            (row[0], word),
        )
