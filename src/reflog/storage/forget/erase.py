"""Erasing a person from a ledger: tables, journal, index; the chain still holds.

The history is rewritten as if the person had always been `forgotten`: rows and changes pass
the same function, so the journal still makes the tables when it is replayed. What was altered
is noted at its command, which can no longer be taken back, and the digests are made anew from
there on: the chain is there to find what rots, not to keep the owner from forgetting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain.contacts import FORGOTTEN
from reflog.domain.record import Record
from reflog.storage import clock
from reflog.storage.forget.identity import Identity, Traces
from reflog.storage.forget.redact import CHILDREN, FIELDS, TEXTS, Redaction
from reflog.storage.journal import chain, parts, seal, triggers
from reflog.storage.search import index

if TYPE_CHECKING:
    import sqlite3

    Values = dict[str, Any]

COMMAND = "contact forget"


class Erased(Record):
    """What an erasure has touched.

    Attributes:
        handle: what the person is called now.
        known: what they were known by.
        changed: numbers of the entries altered.
    """

    handle: str
    known: Identity
    changed: tuple[int, ...] = ()


def erase(connection: sqlite3.Connection, known: Identity, handle: str | None) -> Erased | None:
    """Erase a person, under an op of its own, inside the open transaction.

    Args:
        connection: with a transaction open and recorders installed.
        known: who it is: a uid at least, and what else they were known by elsewhere.
        handle: what to call them, if it is free; else `contact-N` for their key.

    Returns:
        What was touched; None where the ledger holds nothing of them.
    """
    traces = Traces(connection)
    contacts = traces.contacts_of(known)
    present = sorted(contacts & traces.present)
    handle = _free_handle(connection, present, handle)
    known = known.joined(traces.identity(contacts)).without(FORGOTTEN, handle)
    redaction = Redaction(traces, contacts, known, handle)
    connection.execute("SAVEPOINT unsaid")
    op_id = seal.open_op(connection, clock.now(), COMMAND)
    changed = _redact_rows(connection, redaction)
    _drop_details(connection, present)
    changed |= _drop_follow_ups(connection, present)
    is_sealed = seal.seal(connection, op_id, f"forgot {handle}")
    if not is_sealed:
        # Only its journal names them: no row changes, so there is no command to record.
        connection.execute("ROLLBACK TO unsaid")
    is_rewritten = _rewrite_journal(connection, redaction)
    if not is_sealed and not is_rewritten:
        return None
    index.rebuild(connection)
    return Erased(handle=handle, known=known, changed=tuple(sorted(changed)))


def _free_handle(connection: sqlite3.Connection, present: list[int], wanted: str | None) -> str:
    taken = {
        handle
        for number, handle in connection.execute("SELECT id, handle FROM contact")
        if number not in present
    }
    if wanted and wanted not in taken:
        return wanted
    number = present[0] if present else 1
    while f"contact-{number}" in taken:
        number += 1
    return f"contact-{number}"


def _redact_rows(connection: sqlite3.Connection, redaction: Redaction) -> set[int]:
    """Update each row that names or concerns the person; return the entries altered."""
    altered: set[int] = set()
    for relation, texts in TEXTS.items():
        key_column = triggers.JOURNALED[relation]
        columns = ("name", "folded", "handle", *FIELDS) if relation == "contact" else texts
        rows = connection.execute(
            f"SELECT {key_column}, {', '.join(columns)} FROM {relation}"
        ).fetchall()
        for key, *values in rows:
            before = dict(zip(columns, values, strict=True))
            after = redaction.values(relation, key, before)
            if after == before:
                continue
            settings = ", ".join(f"{column} = ?" for column in columns)
            connection.execute(
                f"UPDATE {relation} SET {settings} WHERE {key_column} = ?", (*after.values(), key)
            )
            if relation not in {"contact", "contact_card"}:
                altered.add(key)
    return altered


def _drop_details(connection: sqlite3.Connection, contacts: list[int]) -> None:
    for relation in CHILDREN:
        for contact in contacts:
            connection.execute(f"DELETE FROM {relation} WHERE contact_id = ?", (contact,))
    for contact in contacts:
        connection.execute(
            "DELETE FROM contact_distinct WHERE :one IN (low_id, high_id)", {"one": contact}
        )


def _drop_follow_ups(connection: sqlite3.Connection, contacts: list[int]) -> set[int]:
    """Drop what is still to be done with somebody whom nobody can reach any more."""
    dropped: set[int] = set()
    for contact in contacts:
        found = connection.execute(
            "UPDATE follow_up SET status = 'dropped' WHERE contact_id = ? AND status = 'open' "
            "RETURNING number",
            (contact,),
        ).fetchall()
        dropped |= {row[0] for row in found}
    return dropped


def _rewrite_journal(connection: sqlite3.Connection, redaction: Redaction) -> bool:
    """Take the person out of every change and sentence; tell whether anything was there."""
    triggers.remove_gates(connection)
    concerned: set[int] = set()
    altered: set[int] = set()
    for part in connection.execute(parts.IN_ORDER).fetchall():
        lines = _redacted(part, redaction, concerned)
        if lines is not None:
            parts.rewrite(connection, part[0], lines)
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


def _redacted(part: parts.Row, redaction: Redaction, concerned: set[int]) -> list[str] | None:
    """Return the lines of a part without the person, None where it has nothing of them."""
    kept = []
    is_altered = False
    for op_id, relation, key, *sides in parts.opened(part):
        redacted = [
            None if side is None else redaction.values(relation, key, side) for side in sides
        ]
        if any(redaction.concerns(relation, key, side) for side in sides if side is not None):
            concerned.add(op_id)
        if redacted != sides:
            concerned.add(op_id)
            is_altered = True
            if None in sides:  # a whole row, of which what is null is left out
                redacted = [side and _without_null(side) for side in redacted]
        kept.append(parts.line_of((relation, key, redacted[0], redacted[1])))
    return kept if is_altered else None


def _without_null(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}
