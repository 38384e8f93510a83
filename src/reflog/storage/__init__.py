"""Where the ledger is kept: the only floor that knows SQL files and pragmas.

Here are its instants and identities: no other part of it looks at the clock.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def instant() -> str:
    """Return this instant as UTC ISO text with milliseconds, 2026-11-21T08:30:00.125Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(today: str | None = None) -> datetime:
    """Return this instant, moved by whole days to where the local date is `today`, ISO."""
    present = datetime.now()  # noqa: DTZ005 - the local time is what is meant
    if today is not None:
        present = datetime.combine(date.fromisoformat(today), present.time())
    return present.astimezone(UTC)


def new_uid() -> bytes:
    """Return a new UUIDv7: 48 bits of milliseconds, then random bits (RFC 9562, 5.7)."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[bytes]:
    """Return so many new UUIDv7 of this instant: to draw each alone takes four times as long."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000).to_bytes(6, "big")
    drawn = os.urandom(10 * count)
    return [
        milliseconds
        + bytes((0x70 | drawn[at] & 0x0F, drawn[at + 1], 0x80 | drawn[at + 2] & 0x3F))
        + drawn[at + 3 : at + 10]
        for at in range(0, 10 * count, 10)
    ]
