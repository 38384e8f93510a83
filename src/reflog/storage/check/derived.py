"""What is derived beside the tables, compared with the same made again."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reflog.domain.names import look_up_words
from reflog.storage import index as search
from reflog.storage.findings import Finding, handles_of, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEGMENT = 37  # how far the number of its segment is shifted in the number of a page
_STRUCTURE = 10  # the last row of the index's own data before its pages

AVERAGES = 1
"""The row of the index's own data that counts its rows and words."""


def name_words(connection: sqlite3.Connection) -> list[Finding]:
    """Report every contact whose name words in the index differ from their names."""
    kept = connection.execute("SELECT contact_id, word FROM name_word ORDER BY contact_id, word")
    wrong = {contact for contact, _word in _in_one_only(kept, _made_words(connection))}
    handles = handles_of(connection) if wrong else {}
    return [
        Finding(
            code="names",
            where=place("contact", contact, {}, handles),
            what="find would look for this person under the wrong words",
        )
        for contact in sorted(wrong, key=repr)
    ]


def _made_words(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield each contact with the words of their names, in order."""
    names = connection.execute(
        "SELECT id, name FROM contact UNION ALL SELECT contact_id, alias FROM contact_alias "
        "ORDER BY 1"
    )
    for contact, rows in itertools.groupby(names, key=itemgetter(0)):
        texts = [name for _contact, name in rows if isinstance(name, str)]
        for word in sorted({word for text in texts for word in look_up_words(text)}):
            yield contact, word


def _in_one_only(kept: Iterator[Any], made: Iterator[Any]) -> Iterator[Any]:
    """Yield what only one of two sorted iterables holds, without holding either in memory."""
    one, other = next(kept, None), next(made, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(kept, None), next(made, None)
        elif one is not None and (other is None or one < other):
            yield one
            one = next(kept, None)
        else:
            yield other
            other = next(made, None)


def search_index(connection: sqlite3.Connection, fresh: sqlite3.Connection) -> list[Finding]:
    """Report every text that the search index holds differently.

    Both the copy of the ledger and the new one in memory are written to.
    """
    if not _is_sound(connection, "search"):
        return [_index("is broken")]
    handles = handles_of(connection)
    differing = _differing(connection, fresh, "search", search.texts(connection))
    found = [
        Finding(code="search", where=where, what="find does not see its words correctly")
        for where in sorted({_place(row[1], handles) for row in differing})
    ]
    if not found and not _counts_alike(connection, fresh, "search"):
        found.append(_index("does not count its words correctly"))
    return found or _words(connection, fresh)


def _words(connection: sqlite3.Connection, fresh: sqlite3.Connection) -> list[Finding]:
    """Compare the table of search words with the search index."""
    if not _is_sound(connection, "search_inside"):
        return [_index("is broken")]
    kept = connection.execute("SELECT term FROM search_term ORDER BY term")
    made = fresh.execute("SELECT term FROM search_word ORDER BY term")
    rows = connection.execute("SELECT id, term FROM search_term NOT INDEXED")
    is_right = (
        not any(True for _word in _in_one_only(kept, made))
        and not any(True for _piece in _differing(connection, fresh, "search_inside", rows))
        and _counts_alike(connection, fresh, "search_inside")
    )
    return [] if is_right else [_index("does not look into its words correctly")]


def _is_sound(connection: sqlite3.Connection, index: str) -> bool:
    try:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    except sqlite3.Error:
        return False
    # It does not miss the first page of a segment, which it takes for granted.
    data = f"SELECT DISTINCT id >> {_SEGMENT} FROM {index}_data WHERE id > {_STRUCTURE}"
    found = set(connection.execute(data))
    return found == set(connection.execute(f"SELECT DISTINCT segid FROM {index}_idx"))


def _differing(
    connection: sqlite3.Connection,
    fresh: sqlite3.Connection,
    index: str,
    rows: Iterable[tuple[int, str]],
) -> Iterator[tuple[Any, ...]]:
    """Return the entries in which an index and a freshly built one differ."""
    fresh.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    column = "text" if index == "search" else "term"
    fresh.executemany(f"INSERT INTO {index} (rowid, {column}) VALUES (?, ?)", rows)
    return _in_one_only(_terms(connection, index), _terms(fresh, index))


def _counts_alike(connection: sqlite3.Connection, fresh: sqlite3.Connection, index: str) -> bool:
    """Return whether an index has the row counts and settings of a freshly built one."""
    counts = f"SELECT hex(block) FROM {index}_data WHERE id = ?"
    settings = f"SELECT k, v FROM {index}_config ORDER BY k"
    return all(
        len({str(one.execute(sql, values).fetchall()) for one in (connection, fresh)}) == 1
        for sql, values in ((counts, (AVERAGES,)), (settings, ()))
    )


def _index(what: str) -> Finding:
    return Finding(code="search", where="the search index", what=what)


def _terms(connection: sqlite3.Connection, index: str) -> Iterator[tuple[Any, ...]]:
    """Yield each word of an index with its row and position, in order."""
    with contextlib.suppress(sqlite3.Error):
        connection.execute("DROP TABLE temp.search_place")
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.search_place USING fts5vocab ('main', '{index}', 'instance')"
    )
    yield from connection.execute("SELECT term, doc, offset FROM search_place")


def _place(row: int, handles: dict[Any, str]) -> str:
    key, code = divmod(row, search.CODES)
    for table, columns in search.FIELDS.items():
        for column in (name for name, own in columns.items() if own == code):
            return f"{place(table, key, {}, handles)} ({column})"
    return "the search index"
