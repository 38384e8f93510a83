"""Erasing a person from a ledger: tables, journal, index; the hash chain still holds.

The history is rewritten as if the person had always been `forgotten`: rows and changes pass
the same function, so the journal still makes the tables when it is replayed. What of it
was altered has its salt removed and keeps its digest, on which the chain stands; a digest
without its salt tells nothing about the text it was made of.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reflog.domain.contacts import FORGOTTEN
from reflog.domain.names import folding
from reflog.domain.record import Record
from reflog.storage import clock
from reflog.storage.forget.identity import Identity, Traces
from reflog.storage.forget.redact import CHILDREN, FIELDS, TEXTS, Redaction
from reflog.storage.journal import packing, parts, seal, triggers
from reflog.storage.search import fields, terms

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
    is_blanked = _blank_journal(connection, redaction)
    if not is_sealed and not is_blanked:
        return None
    rebuild_index(connection)
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


def _blank_journal(connection: sqlite3.Connection, redaction: Redaction) -> bool:
    """Take the person out of every change and sentence; tell whether anything was there."""
    triggers.remove_gates(connection)
    concerned: set[int] = set()
    blanked = [
        (*rewritten, row[0])
        for row in connection.execute(parts.IN_ORDER)
        if (rewritten := _rewritten(row, redaction, concerned))
    ]
    connection.executemany("UPDATE pack SET salt = ?, seals = ?, content = ? WHERE id = ?", blanked)
    unsaid = [
        (said, op_id)
        for op_id, summary in connection.execute("SELECT id, summary FROM op")
        if (said := redaction.sentence(summary, concerned=op_id in concerned)) != summary
    ]
    connection.executemany("UPDATE op SET summary = ?, summary_salt = NULL WHERE id = ?", unsaid)
    triggers.install_gates(connection)
    return bool(blanked or unsaid)


def _rewritten(
    row: parts.Row, redaction: Redaction, concerned: set[int]
) -> tuple[bytes | None, bytes | None, bytes] | None:
    """Return a pack without the person, None where it has nothing of them.

    Every change of it keeps its digest, and those that say nothing of the person their salts.
    """
    changes = parts.opened(row)
    seals = parts.seals_of(row, changes)
    kept = []
    is_altered = False
    for place, (_number, op_id, relation, key, *sides) in enumerate(changes):
        read = [packing.values_of(side) for side in sides]
        redacted = [redaction.values(relation, key, values) for values in read]
        if any(redaction.concerns(relation, key, values) for values in read):
            concerned.add(op_id)
        before, after = sides
        if redacted != read:
            concerned.add(op_id)
            is_altered = True
            is_whole = None in sides
            before, after = (
                None if side is None else _encoded(values, is_whole=is_whole)
                for side, values in zip(sides, redacted, strict=True)
            )
            seals[place] = (None, seals[place][1])
        kept.append((relation, key, before, after))
    return parts.packed(kept, seals) if is_altered else None


def _encoded(values: Values, *, is_whole: bool) -> str:
    """Return a side of a change as the journal has it: of whole rows, what is not null."""
    kept = {name: value for name, value in values.items() if not (is_whole and value is None)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Make the search index anew: words taken out of one linger in it until it is merged."""
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    for relation, columns in fields.FIELDS.items():
        key_column = triggers.JOURNALED[relation]
        for column, code in columns.items():
            rows = connection.execute(
                f"SELECT {key_column}, {column} FROM {relation} WHERE {column} IS NOT NULL"
            ).fetchall()
            connection.executemany(
                "INSERT INTO search (rowid, text) VALUES (?, ?)",
                [(fields.row_id(key, code), folding.search_text(text)) for key, text in rows],
            )
    terms.renew(connection)
