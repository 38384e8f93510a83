"""What TAB asks the ledger: a few handles or numbers, the best first."""

from __future__ import annotations

from reflog.domain.contacts import FORGOTTEN
from reflog.storage import Reader, connection

MOST = 50
"""At most this many candidates."""

_FEW = 200  # looked at before the best are chosen, so that a letter costs no more than a name
_MATCHES = f"""
SELECT c.handle FROM (
  SELECT id, min(fit) AS fit FROM (
    SELECT * FROM (SELECT id, 1 AS fit FROM contact
      WHERE handle >= :begun AND handle < :last LIMIT {_FEW})
    UNION ALL
    SELECT * FROM (SELECT contact_id, 2 FROM name_word
      WHERE word >= :begun AND word < :last LIMIT {_FEW})
  ) WHERE id <> 1 GROUP BY id
) AS found JOIN contact AS c ON c.id = found.id
WHERE NOT (c.name = '{FORGOTTEN}' AND c.handle GLOB 'contact-*')"""
_BEST = "ORDER BY found.fit, length(c.handle), c.handle"
_BEGUN = f"{_MATCHES} {_BEST}"
_OWED_TO = f"""{_MATCHES}
AND EXISTS (SELECT 1 FROM follow_up WHERE contact_id = c.id AND status = 'open') {_BEST}"""
_WHOM_NEXT = f"""
SELECT c.handle FROM (
  SELECT contact_id AS id FROM (
    SELECT contact_id FROM follow_up WHERE status = 'open' ORDER BY due_on, number LIMIT {MOST})
  UNION ALL
  SELECT id FROM (SELECT id FROM contact WHERE id > 1 ORDER BY id DESC LIMIT {MOST})
) AS next JOIN contact AS c ON c.id = next.id
WHERE NOT (c.name = '{FORGOTTEN}' AND c.handle GLOB 'contact-*')"""
_OWED = "SELECT number FROM follow_up WHERE status = 'open' ORDER BY due_on, number"
_OPEN = """
SELECT number FROM introduction WHERE stage IN ('lead', 'introduced', 'connected', 'met')
ORDER BY number DESC"""

_BEGINNING = {
    "NAME": ([_WHOM_NEXT], [_BEGUN], [_BEGUN]),
    "OWED": ([_OWED], [_OWED], [_OWED_TO]),
    "OPEN": ([_OPEN], [_OPEN], [_OWED_TO]),
    "ENTRY": ([_OPEN, _OWED], [_OPEN, _OWED], []),
    "SHOWN": ([_WHOM_NEXT], [_OPEN, _OWED], [_BEGUN]),
}
"""What is asked for each kind of word where nothing, digits or letters of it are typed.

Where the number of something open is wanted, letters offer whom something is owed to.
"""

PATIENCE = 0.2
"""Seconds to wait for another command: whoever types waits as well."""


def answers(path: str, kind: str, begun: str) -> list[str]:
    """Return the handles or numbers that complete a folded text, the best first.

    Asks a ledger only if it exists and has this program's format, without waiting long for it.
    """
    if kind not in _BEGINNING or connection.is_new(path):
        return []
    nothing, digits, letters = _BEGINNING[kind]
    queries = nothing if not begun else digits if begun.isdigit() else letters
    values = {"begun": begun, "last": begun + "\U0010ffff"}
    with Reader(path, "", PATIENCE, upgrades=False) as reader:
        rows = [row for sql in queries for row in reader.rows(f"{sql} LIMIT {MOST}", values)]
    return list(dict.fromkeys(str(row[0]) for row in rows))
