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
_SPLIT = "SELECT term FROM temp.sealed_word ORDER BY term"


def keep(connection: sqlite3.Connection, added: Iterable[str], removed: Iterable[str]) -> None:
    """Keep the words right after texts have come into the index, or gone from it.

    Args:
        connection: with a transaction open; the index is as it is to be.
        added: the texts that came, as the index was given them.
        removed: those that went.
    """
    if _split(connection, added):
        (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM search_term").fetchone()
        connection.execute(f"INSERT OR IGNORE INTO search_term (term) {_SPLIT}")
        connection.execute(
            "INSERT INTO search_inside (rowid, term) "
            "SELECT id, term FROM search_term WHERE id > ? ORDER BY id",
            (last,),
        )
    words = connection.execute(_SPLIT).fetchall() if _split(connection, removed) else ()
    for (word,) in words:
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


def _split(connection: sqlite3.Connection, texts: Iterable[str]) -> bool:
    """Let _SPLIT ask for the words of these texts; False where there are no texts."""
    rows = list(enumerate(texts, 1))
    if not rows:
        return False
    for statement in _SPLITTING:
        connection.execute(statement)
    connection.execute("INSERT INTO temp.sealed_text (sealed_text) VALUES ('delete-all')")
    connection.executemany("INSERT INTO temp.sealed_text (rowid, text) VALUES (?, ?)", rows)
    return True


def _forget(connection: sqlite3.Connection, word: str) -> None:
    row = connection.execute("SELECT id FROM search_term WHERE term = ?", (word,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM search_term WHERE id = ?", row)
        connection.execute(
            "INSERT INTO search_inside (search_inside, rowid, term) VALUES ('delete', ?, ?)",
            (row[0], word),
        )
