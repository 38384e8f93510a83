"""How the journal writes changes down: a few together, in a form that is kept for good.

A line of text for each: the table, the key in JSON, before and after as the recorders wrote
them (JSON, which holds neither tabs nor line ends; nothing where there is no such side),
parted by tabs. The lines are compressed as raw deflate (RFC 1951) with a dictionary of what
changes look like, and followed by the CRC-32 of what came of it, so that every flipped bit
shows: the last ones of a deflate stream may mean nothing.
"""

from __future__ import annotations

import json
import os
import zlib

from reflog.errors import DamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Key = int | str
    Content = tuple[str, Key, str | None, str | None]

_WINDOW = -15  # raw deflate, its widest window
_LEVEL = 9
_MEMORY = 9
_CRC = 4

FILE = os.path.join(os.path.dirname(__file__), "..", "migrations", "packs.txt")
with open(FILE, "rb") as _file:
    DICTIONARY = _file.read()
"""What is likely to stand in a pack, the likeliest last. Every pack is read with it, so it is
never edited once released."""


def pack(changes: Sequence[Content]) -> bytes:
    """Return changes as one pack.

    Raises:
        ValueError: one of them cannot be written in this form.
    """
    text = "".join(_line(*change) for change in changes).encode()
    packer = zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
    )
    packed = packer.compress(text) + packer.flush()
    return packed + zlib.crc32(packed).to_bytes(_CRC, "big")


def unpack(content: bytes) -> list[Content]:
    """Return the changes of a pack.

    Raises:
        DamagedError: it is not as it was written.
    """
    try:
        packed, crc = content[:-_CRC], content[-_CRC:]
        if zlib.crc32(packed).to_bytes(_CRC, "big") != crc:
            raise _damaged()
        unpacker = zlib.decompressobj(_WINDOW, zdict=DICTIONARY)
        text = unpacker.decompress(packed) + unpacker.flush()
        return [_change(line) for line in text.decode().split("\n")[:-1]]
    except (zlib.error, ValueError, TypeError) as error:
        raise _damaged() from error


def _line(relation: str, key: Key, before: str | None, after: str | None) -> str:
    line = f"{relation}\t{json.dumps(key)}\t{before or ''}\t{after or ''}\n"
    if line.count("\t") != 3 or line.count("\n") != 1 or (before is None and after is None):  # noqa: PLR2004 - between four
        raise ValueError
    return line


def _change(line: str) -> Content:
    relation, key, before, after = line.split("\t")
    # Nearly all keys are numbers.
    read = json.loads(key) if key.startswith('"') else int(key)
    return relation, read, before or None, after or None


_DECODER = json.JSONDecoder(strict=False)


def values_of(text: str | None) -> dict[str, Any]:
    """Return the values of a side of a change, none where there is no such side.

    Raises:
        ValueError: it is not JSON.
    """
    found: dict[str, Any] = _DECODER.decode(text) if text else {}
    return found


def _damaged() -> DamagedError:
    message = "The journal of the ledger is damaged: some of its changes cannot be read."
    return DamagedError(message, hint="reflog check says what is wrong")
