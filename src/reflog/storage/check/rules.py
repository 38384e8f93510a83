"""The rules of the trade that hold in every ledger, as questions for what breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain import schema
from reflog.storage.findings import Finding

if TYPE_CHECKING:
    import sqlite3

TRADE = ("question", "day")
"""The codes of what is amiss in the trade, and not in the file."""

_QUESTIONS = "purpose IN ('consent', 'first-call', 'check-in', 'outcome')"

UNASKED = f"""
WITH asked AS (
  SELECT number, provider_id AS side FROM introduction AS i WHERE {{applies}}
  UNION ALL SELECT number, prospect_id FROM introduction AS i WHERE {{applies}})
SELECT a.number, c.handle, (SELECT count(*) FROM follow_up AS u WHERE u.about_id = a.number
    AND u.contact_id = a.side AND u.status = 'open' AND u.{_QUESTIONS}) AS open
FROM asked AS a JOIN contact AS c ON c.id = a.side
WHERE a.side <> 1 AND open <> 1 AND NOT (c.name = 'forgotten' AND c.handle GLOB 'contact-*')
AND NOT EXISTS (SELECT 1 FROM follow_up AS d
  WHERE d.about_id = a.number AND d.contact_id = a.side AND d.status = 'dropped'
  AND d.unasked = 0 AND d.{_QUESTIONS})
ORDER BY a.number, c.handle
""".replace(
    "{applies}",
    """i.stage IN ('introduced', 'connected', 'met') AND i.imported = 0 AND i.quiet = 0
  AND 1 IN (i.introducer_id, i.provider_id, i.prospect_id)
  AND NOT (i.introducer_id = 1 AND i.prospect_id = 1)""",
)
"""An open introduction of mine has one open question with each other side that can be asked."""

_DATED = (
    *(
        f"SELECT number, '{kind.name}' AS what, about_id, {kind.day} AS day FROM {kind.table}"
        for kind in schema.KINDS
        if "about_id" in kind.columns
    ),
    "SELECT introduction_id, 'stage', introduction_id, reached_on FROM stage_change",
    "SELECT number, 'stage', number, stage_on FROM introduction",
)
EARLY = f"""
SELECT d.number, d.what, d.about_id FROM ({" UNION ALL ".join(_DATED)}) AS d
JOIN introduction AS i ON i.number = d.about_id
WHERE d.day < i.made_on ORDER BY d.number
"""
"""Nothing about an introduction happens before it."""

_NUMBERED = (f"SELECT number, '{kind.name}' AS kind FROM {kind.table}" for kind in schema.KINDS)
HOMELESS = f"""
SELECT e.number, e.kind FROM entry AS e WHERE NOT EXISTS (
  SELECT 1 FROM ({" UNION ALL ".join(_NUMBERED)}) AS k
  WHERE k.number = e.number AND k.kind = e.kind)
ORDER BY e.number
"""
"""Every number is the one thing that it says."""


def playbook(connection: sqlite3.Connection) -> list[Finding]:
    """Report sides of open introductions that don't have exactly one open question."""
    return [
        Finding(
            code="question",
            where=f"#{number}",
            what=f"{count or 'no'} question{'s are' if count > 1 else ' is'} open with {handle}",
            fix=f"reflog mark {number} STAGE, or reflog show {number}",
        )
        for number, handle, count in connection.execute(UNASKED)
    ]


def days(connection: sqlite3.Connection) -> list[Finding]:
    """Report entries dated before the introduction they are about."""
    return [
        Finding(
            code="day",
            where=f"#{number}",
            what=f"the day of its {what} is before introduction #{about}",
            fix=f"reflog edit {number} --on WHEN",
        )
        for number, what, about in connection.execute(EARLY)
    ]


def kinds(connection: sqlite3.Connection) -> list[Finding]:
    """Report ledger numbers without a row of their kind."""
    return [
        Finding(code="number", where=f"#{number}", what=f"there is no {kind} with this number")
        for number, kind in connection.execute(HOMELESS)
    ]
