"""The hash chain over the journal: whether every op and change is as it was sealed.

A change or a sentence that was rewritten because somebody was forgotten bears no salt: its
digest stays, and the chain holds over it. That such a change is right shows where it is
carried out: it must still make the rows that the tables have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.errors import DamagedError
from reflog.storage.findings import Finding
from reflog.storage.journal import parts as packs
from reflog.storage.journal import seal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

_TAKING_BACK = ("undo", "redo")


class Chain:
    """The chain, verified.

    Attributes:
        findings: where it does not hold.
    """

    def __init__(
        self, connection: sqlite3.Connection, tell: Callable[..., object] | None = None
    ) -> None:
        """Verify the chain.

        Args:
            connection: the ledger.
            tell: called with each change that can be read: number, table, key, before, after.
        """
        self._tell = tell
        self.findings: list[Finding] = []
        self._undone = _grouped(
            connection, "SELECT op_id, undone_id FROM op_undoes ORDER BY op_id, undone_id"
        )
        self._digests = self._verify_changes(connection)
        self._verify_ops(connection)

    def _verify_changes(self, connection: sqlite3.Connection) -> dict[int, list[Any]]:
        """Verify every pack, and the digest of each change that bears one; the digests by op."""
        digests: dict[int, list[Any]] = {}
        place = 1
        for row in connection.execute(packs.IN_ORDER):
            number, op, count, salt = row[:4]
            if number != place:
                self._find(op, f"its change {number} should be {place}: one is gone or misplaced")
            place = number + count
            try:
                changes = packs.opened(row)
            except (DamagedError, TypeError):
                # Without their digests the op's link will not hold either.
                self._find(op, f"what it changed ({number} to {place - 1}) cannot be read")
                continue
            if self._tell is not None:
                for made, _op, *content in changes:
                    self._tell(made, *content)
            seals = packs.seals_of(row, changes)
            digests.setdefault(op, []).extend(digest for _salt, digest in seals)
            if salt is None:
                self._verify_seals(op, changes, seals)
        return digests

    def _verify_seals(self, op: int, changes: list[packs.Change], seals: list[packs.Seal]) -> None:
        for (number, _op, *content), (salt, digest) in zip(changes, seals, strict=True):
            if salt is not None and not _is_digest(digest, packs.change_digest, salt, *content):
                self._find(op, f"its change {number} is not as it was sealed")

    def _verify_ops(self, connection: sqlite3.Connection) -> None:
        before = seal.FIRST_LINK
        known = set()
        for op, at, command, summary, salt, said, unsealed, digest in connection.execute(
            "SELECT id, at, command, summary, summary_salt, summary_digest, unsealed, digest "
            "FROM op ORDER BY id"
        ):
            known.add(op)
            if unsealed is not None or digest is None:
                self._find(op, "it was never sealed")
            if salt is not None and not _is_digest(said, seal.text_digest, salt, summary):
                self._find(op, "its sentence is not as it was sealed")
            self._verify_undone(op, command)
            parts = [said, *self._digests.get(op, [])]
            linked = _is_digest(
                digest, seal.link, before, (op, at, command), self._undone.get(op, []), parts
            )
            if not linked:
                self._find(op, "the chain does not hold here: it, or what came before, was altered")
            before = digest
        for op in self._digests.keys() - known:
            self._find(op, "changes are recorded under it, but it is not there")

    def _verify_undone(self, op: int, command: str) -> None:
        undone = self._undone.get(op, [])
        if bool(undone) != (command in _TAKING_BACK) or any(one >= op for one in undone):
            self._find(op, "what it took back is not recorded rightly")

    def _find(self, op: object, what: str) -> None:
        self.findings.append(
            Finding(code="journal", where=f"command {op} of the history", what=what)
        )


def _is_digest(expected: object, digest: Any, *parts: Any) -> bool:  # noqa: ANN401 - what was read
    """Tell whether parts that were read, of any type, have this digest."""
    try:
        return bool(expected == digest(*parts))
    except (TypeError, ValueError, AttributeError, OverflowError):
        return False


def _grouped(connection: sqlite3.Connection, sql: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows: Iterator[Any] = connection.execute(sql)
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
