"""The texts of the ledger that `find` looks through, and their place in the search index."""

from __future__ import annotations

FIELDS: dict[str, dict[str, int]] = {
    "contact": {
        "name": 1,
        "company": 2,
        "profession": 3,
        "city": 4,
        "note": 5,
        "handle": 10,
    },
    "contact_alias": {"alias": 6},
    "contact_email": {"email": 7},
    "contact_phone": {"phone": 8, "e164": 11},
    "contact_tag": {"tag": 9},
    "introduction": {"need": 16, "offer": 17, "why": 18, "note": 19},
    "follow_up": {"what": 20, "note": 21},
    "business": {"note": 22},
    "thanks": {"note": 23},
    "one_to_one": {"note": 24},
    "note": {"text": 25},
}
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
