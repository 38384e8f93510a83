"""The texts of the ledger that `find` looks through, and their place in the search index."""

from __future__ import annotations

from reflog.domain import schema

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

PLACES = {
    code: (table, column) for table, columns in FIELDS.items() for column, code in columns.items()
}


def row_id(key: int, code: int) -> int:
    """Return the index's row id for a field of the row with this key."""
    return key * CODES + code


def place(row: int) -> tuple[str, str, int]:
    """Return table, column and key for a row id of the index."""
    key, code = divmod(row, CODES)
    return (*PLACES[code], key)
