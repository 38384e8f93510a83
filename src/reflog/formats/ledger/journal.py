"""The journal in the ledger's JSON; whether it adds up is checked once it is in a ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflog.formats.ledger.document import CHANGE
from reflog.formats.ledger.values import Values

if TYPE_CHECKING:
    from reflog.formats.ledger.reading import Found

    Row = tuple[Any, ...]

_OP = ("id", "at", "command", "summary", "forgotten", "digest", "undoes")
_UNRELEASED = "summary_salt"
"""What every command has in a journal from before the first release."""

_LONGEST = 2**23
_DIGEST = re.compile("[0-9a-f]{32}")


class Journal:
    """Collects the commands and changes of a file.

    Attributes:
        rows: of `op` each a row without `unsealed`, and the ids of the ops it took back; of
            `change` the op, table, key, before and after of each, in order.
        count: how many commands there were.
        is_left: a build from before the first release wrote it, so it is ignored.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {"op": [], "change": []}
        self.count = 0
        self.is_left = False
        self._last = 0
        self._changed = 0

    def add(self, found: Found) -> None:
        """Check a command or a change and add it."""
        if found.section == "ops" and not self.count:
            self.is_left |= is_left(found)
        if self.is_left:
            return
        if found.section == "ops":
            self._add_op(Values(found, _OP, "id"))
        else:
            self._add_change(Values(found, CHANGE, "op"))

    def _add_op(self, values: Values) -> None:
        number = values.number("id")
        if number <= self._last:
            values.refuse("it does not come after the command before it")
        self._last = number
        digest = values.text("digest", 32)
        if not _DIGEST.fullmatch(digest):
            values.refuse("digest is not 32 hexadecimal digits")
        row = (
            *(number, values.instant("at"), values.text("command", 100)),
            *(values.text("summary", _LONGEST, 0), int(values.truth("forgotten"))),
            bytes.fromhex(digest),
        )
        self.rows["op"].append((row, tuple(values.numbers("undoes"))))
        self.count += 1

    def _add_change(self, values: Values) -> None:
        before, after = values.maybe_row("before"), values.maybe_row("after")
        if before is None and after is None:
            values.refuse("what it changed is missing")
        number = values.number("op")
        if number < self._changed:
            values.refuse("it comes after a change of a later command")
        self._changed = number
        relation, key = values.text("relation", 100), values.key("key")
        self.rows["change"].append((number, relation, key, before, after))


def is_left(op: Found) -> bool:
    """Return whether a build from before the first release wrote a command, so it is ignored."""
    return _UNRELEASED in op.value
