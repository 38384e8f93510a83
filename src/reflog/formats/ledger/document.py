"""Writing a whole ledger as JSON: a header, then a list of each kind of thing, an object a line.

The same ledger always gives the same bytes: keys in one order, objects by their key or ledger
number, ASCII only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reflog.domain.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

FORMAT = "reflog"
VERSION = 1
"""Goes up with everything that an older reflog would lose."""

BEGINNING = b'{\n"format": "reflog"'
"""What every file that `text` gives begins with."""

CHANGE = ("op", "relation", "key", "before", "after")
HEADER = ("format", "version", "redacted", "numbers", "settings")
SECTIONS = (
    "contacts",
    *(kind.section for kind in KINDS),
    "cards",
    "distinct",
    "ops",
    "changes",
)
"""In the order in which they are written; cards and distinct are what imports remember,
the last two the journal."""

_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def text(
    header: Mapping[str, Any], sections: Mapping[str, Iterable[dict[str, Any]]]
) -> Iterator[str]:
    """Yield a document piece by piece.

    Args:
        header: numbers, settings and what was left out; None becomes null.
        sections: the objects of each section, consumed as they are written; a missing section
            becomes null.
    """
    whole = {"format": FORMAT, "version": VERSION, **header}
    yield "{\n"
    for key in HEADER:
        yield f'"{key}": {_encode(whole.get(key))},\n'
    for place, section in enumerate(SECTIONS, 1):
        yield f'"{section}": '
        yield from _list(sections.get(section))
        yield "\n" if place == len(SECTIONS) else ",\n"
    yield "}\n"


def _list(objects: Iterable[dict[str, Any]] | None) -> Iterator[str]:
    if objects is None:
        yield "null"
        return
    begin = "[\n"
    for one in objects:
        yield begin + _encode(one)
        begin = ",\n"
    yield "[]" if begin == "[\n" else "\n]"
