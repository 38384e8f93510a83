"""What TAB asks the ledger: a few handles or numbers, the best first."""

from __future__ import annotations

from reflog.domain.contacts import FORGOTTEN
from reflog.storage import connection
from reflog.storage.reader import Reader

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


def handles(reader: Reader, begun: str) -> list[str]:
    """Return the handles that complete a folded text, best match first.

    Handles that begin with it come before people with a word that begins with it. If nothing is
    typed, people with something due come first.
    """
    return _matching(reader, _BEGUN, begun) if begun else _strings(reader, _WHOM_NEXT)


def follow_ups(reader: Reader, begun: str) -> list[str]:
    """Return the numbers of open follow-ups, most overdue first, or the handles of their people."""
    return _strings(reader, _OWED) if _is_number(begun) else _matching(reader, _OWED_TO, begun)


def introductions(reader: Reader, begun: str) -> list[str]:
    """Return the numbers of open introductions, latest first, or the handles of their people."""
    return _strings(reader, _OPEN) if _is_number(begun) else _matching(reader, _OWED_TO, begun)


def numbers(reader: Reader, begun: str) -> list[str]:
    """Return the numbers of open introductions and follow-ups."""
    return [*_strings(reader, _OPEN), *_strings(reader, _OWED)] if _is_number(begun) else []


def numbers_or_handles(reader: Reader, begun: str) -> list[str]:
    """Return numbers if the text begins one, else handles."""
    return numbers(reader, begun) if begun.isdigit() else handles(reader, begun)


ANSWERS = {
    "NAME": handles,
    "OWED": follow_ups,
    "OPEN": introductions,
    "ENTRY": numbers,
    "SHOWN": numbers_or_handles,
}
"""What answers each kind of word of the command line."""

PATIENCE = 0.2
"""Seconds to wait for another command: whoever types waits as well."""


def answers(path: str, kind: str, begun: str) -> list[str]:
    """Ask a ledger if it exists and has this program's format, without waiting long for it."""
    if kind not in ANSWERS or connection.is_new(path):
        return []
    with Reader(path, "", PATIENCE, upgrades=False) as reader:
        return ANSWERS[kind](reader, begun)


def _is_number(begun: str) -> bool:
    return not begun or begun.isdigit()


def _matching(reader: Reader, sql: str, begun: str) -> list[str]:
    return _strings(reader, sql, {"begun": begun, "last": begun + "\U0010ffff"})


def _strings(reader: Reader, sql: str, values: dict[str, str] | None = None) -> list[str]:
    rows = reader.rows(f"{sql} LIMIT {MOST}", values or ())
    return list(dict.fromkeys(str(row[0]) for row in rows))
