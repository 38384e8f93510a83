"""Erasing a person from a ledger: tables, journal, index; the chain still holds.

The history is rewritten as if the person had always been `forgotten`: rows and changes pass
the same function, so the journal still makes the tables when it is replayed. What was altered
is noted at its command, which can no longer be taken back, and the digests are made again from
there on: the chain is there to find what rots, not to keep the owner from forgetting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain import Record
from reflog.domain.contacts import FORGOTTEN
from reflog.domain.follow_ups import QUESTIONS
from reflog.domain.schema import KINDS
from reflog.storage import index, journal
from reflog.storage.forget.identity import Identity, Life, Traces
from reflog.storage.forget.redact import Redaction
from reflog.storage.journal import chain, seal, triggers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    Values = dict[str, Any]

COMMAND = "contact forget"


class Erased(Record):
    """What an erasure has touched.

    Attributes:
        others: the uids of whoever else the ledger has ever had.
        dropped: the follow-ups with others among those changed, which were about the person.
    """

    handle: str
    known: Identity
    others: frozenset[str] = frozenset()
    changed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def erase(
    connection: sqlite3.Connection,
    known: Identity,
    handle: str | None,
    others: frozenset[str] | None = None,
) -> Erased | None:
    """Erase a person, under an op of its own, inside the open transaction.

    Args:
        known: who it is: a uid at least, and what else they were known by elsewhere.
        handle: what to call them, if it is free; else `contact-N` for their key.
        others: of a copy, the uids of whoever else the ledger knows.

    Returns:
        What was touched; None where the ledger holds nothing of them.
    """
    traces = Traces(connection)
    contacts = traces.contacts_of(known, others)
    present = sorted(contacts & traces.present)
    handles = _handles(connection, present, contacts, handle)
    handle = next(iter(handles.values()), handle or "")
    known = known.joined(traces.identity(contacts)).without(FORGOTTEN, handles.values())
    redaction = Redaction(connection, traces, handles, known, handle)
    connection.execute("SAVEPOINT unsaid")
    op_id = seal.open_op(connection, COMMAND)
    changed = _redact_rows(connection, traces, redaction)
    dropped = _drop_follow_ups(connection, present)
    changed |= {*dropped}
    is_sealed = seal.seal(connection, op_id, f"forgot {handle}")
    if not is_sealed:
        # Only its journal names them: no row changes, so there is no command to record.
        connection.execute("ROLLBACK TO unsaid")
    is_rewritten = _rewrite_journal(connection, traces, redaction)
    if not is_sealed and not is_rewritten:
        return None
    index.rebuild(connection)
    return Erased(
        handle=handle,
        known=known,
        others=traces.uids_of_others(contacts),
        changed=tuple(sorted(changed)),
        dropped=tuple(sorted(one for one, who in dropped.items() if who not in present)),
    )


def _handles(
    connection: sqlite3.Connection, present: list[int], contacts: set[int], wanted: str | None
) -> dict[int, str]:
    """Return the new handle for each contact row of the person, present ones first."""
    taken = {
        handle
        for number, handle in connection.execute("SELECT id, handle FROM contact")
        if number not in present
    }
    handles: dict[int, str] = {}
    for contact in (*present, *sorted(contacts - {*present})):
        number, handle = contact, wanted or f"contact-{contact}"
        while handle in taken:
            handle, number = f"contact-{number}", number + 1
        handles[contact] = handle
        taken.add(handle)
        wanted = None
    return handles


def _redact_rows(connection: sqlite3.Connection, traces: Traces, redaction: Redaction) -> set[int]:
    """Update or remove each row that names or concerns the person; return the entries altered."""
    altered: set[int] = set()
    entries = {kind.table for kind in KINDS}
    for table, key_column in triggers.JOURNALED.items():
        columns = [*redaction.columns[table]]
        sql = f"SELECT {', '.join([key_column, *columns])} FROM {table}"
        for key, *values in connection.execute(sql).fetchall():
            before = dict(zip(columns, values, strict=True))
            life = traces.latest(table, key)
            after = redaction.values(life, before)
            is_gone = table == "contact_tag" and after != before
            if table.startswith("contact_") and traces.people[table]:
                is_gone = is_gone or redaction.is_own(life)
            if is_gone:
                connection.execute(f"DELETE FROM {table} WHERE {key_column} = ?", (key,))
            elif after != before:
                connection.execute(triggers.alteration(table, columns), (*after.values(), key))
                if table in entries:
                    altered.add(key)
    return altered


# A lead may yet be introduced, and then its sides are asked again.
_DROPPED = f"""
UPDATE follow_up
SET status = 'dropped', unasked = purpose = 'consent' AND contact_id <> :who
WHERE status = 'open' AND (contact_id = :who
  OR purpose IN {(*QUESTIONS, "report-back")!r} AND about_id IN (
    SELECT number FROM introduction WHERE provider_id = :who
    UNION ALL SELECT number FROM introduction WHERE prospect_id = :who))
RETURNING number, contact_id"""
"""What is to do with a person, and what others are to be asked or told about them."""


def _drop_follow_ups(connection: sqlite3.Connection, contacts: list[int]) -> dict[int, int]:
    """Drop the open follow-ups with the person, and the questions to others about them.

    Returns:
        With whom each of them was.
    """
    found = (connection.execute(_DROPPED, {"who": one}).fetchall() for one in contacts)
    return {number: contact for rows in found for number, contact in rows}


def _rewrite_journal(connection: sqlite3.Connection, traces: Traces, redaction: Redaction) -> bool:
    """Remove the person from the journal; return whether anything was there."""
    triggers.remove_gates(connection)
    concerned: set[int] = set()
    altered: set[int] = set()
    lives = traces.again()
    for part in connection.execute(journal.IN_ORDER).fetchall():
        lines = _redacted(part, lives, traces, redaction, concerned)
        if lines is not None:
            journal.rewrite(connection, part[0], lines)
            altered.add(part[1])
    connection.executemany("UPDATE op SET forgotten = 1 WHERE id = ?", [(op,) for op in altered])
    unsaid = [
        (said, op_id)
        for op_id, summary in connection.execute("SELECT id, summary FROM op")
        if (said := redaction.sentence(summary, concerned=op_id in concerned)) != summary
    ]
    connection.executemany("UPDATE op SET summary = ? WHERE id = ?", unsaid)
    altered.update(op_id for _said, op_id in unsaid)
    if altered:
        chain.renew(connection, min(altered))
    triggers.install_gates(connection)
    return bool(altered)


def _redacted(
    part: journal.Row,
    lives: Iterator[Life],
    traces: Traces,
    redaction: Redaction,
    concerned: set[int],
) -> list[str] | None:
    """Return the lines of a part of the journal without the person, None if unchanged."""
    kept = []
    is_altered = False
    for op_id, relation, key, *sides in journal.opened(part):
        before, after = sides
        life = next(lives, None) or traces.latest(relation, key)
        is_whole = None in sides
        redacted = [before and redaction.values(life, before, is_whole=is_whole)]
        life.go_on(op_id, after or {}, is_undo=op_id in traces.undoing)
        redacted.append(after and redaction.values(life, after, is_whole=is_whole))
        if redacted != sides or any(redaction.concerns(life, side) for side in sides if side):
            concerned.add(op_id)
        if redacted != sides:
            is_altered = True
            if is_whole:  # of which what is null is left out
                redacted = [side and _without_null(side) for side in redacted]
        kept.append(journal.line_of((relation, key, redacted[0], redacted[1])))
    return kept if is_altered else None


def _without_null(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}
