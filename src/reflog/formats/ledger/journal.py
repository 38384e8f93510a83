"""The journal of the ledger's JSON as rows of its tables; whether it holds is seen later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflog.formats.ledger.values import Values

if TYPE_CHECKING:
    from reflog.formats.ledger.reading import Found

    Row = tuple[Any, ...]

_OP = ("id", "at", "command", "summary", "summary_salt", "summary_digest", "digest", "undoes")
_CHANGE = ("op", "relation", "key", "before", "after", "salt", "digest")
_LONGEST = 2**23
_HEX = re.compile("(?:[0-9a-f]{2})*")


class Journal:
    """Every command and every change.

    Attributes:
        ops: rows of op without `unsealed`, each with the ids of those it took back.
        changes: rows of change without their ids, in order.
    """

    def __init__(self) -> None:
        self.ops: list[tuple[Row, tuple[int, ...]]] = []
        self.changes: list[Row] = []

    def add(self, found: Found) -> None:
        """Take a command or a change in.

        Raises:
            UnreadableError: something is wrong with it.
        """
        if found.section == "ops":
            self._add_op(Values(found, _OP, "id"))
        else:
            self._add_change(Values(found, _CHANGE, "op"))

    def _add_op(self, values: Values) -> None:
        number = values.number("id")
        if self.ops and number <= self.ops[-1][0][0]:
            values.refuse("it does not come after the command before it")
        row = (
            *(number, values.instant("at"), values.text("command", 100)),
            values.text("summary", _LONGEST, 0),
            *(_bytes(values, "summary_salt", 16), _bytes(values, "summary_digest", 16)),
            _bytes(values, "digest", 32),
        )
        undoes = tuple(values.numbers("undoes"))
        if row[-1] is None or row[-2] is None:
            values.refuse("a digest is missing")
        self.ops.append((row, undoes))

    def _add_change(self, values: Values) -> None:
        salt, digest = _bytes(values, "salt", 16), _bytes(values, "digest", 16)
        before = values.maybe_text("before", _LONGEST)
        after = values.maybe_text("after", _LONGEST)
        if digest is None or (before is None and after is None):
            values.refuse("digest, or what it changed, is missing")
        self.changes.append(
            (
                *(values.number("op"), values.text("relation", 100), values.key("key")),
                *(before, after, salt, digest),
            )
        )


def _bytes(values: Values, key: str, length: int) -> bytes | None:
    text = values.maybe_text(key, 2 * length, 2 * length)
    if text is None:
        return None
    if not _HEX.fullmatch(text):
        values.refuse(f"{key} is not written in hexadecimal digits")
    return bytes.fromhex(text)
