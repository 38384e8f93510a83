"""Where the ledger is kept: the only floor that knows SQL files and pragmas.

Here is the read door: questions to the ledger through the standard library's sqlite3. Nothing is
ever written: the connection may only query. Everything is read in one transaction and the
connection is closed before anything is printed.
"""

from __future__ import annotations

import sqlite3

from reflog.errors import OlderError
from reflog.storage import connection as opening

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    Values = Iterable[Any] | Mapping[str, Any]


class Reader:
    """A snapshot of the ledger, to be asked; a missing ledger is an empty one.

    Raises on entry and on every question: DamagedError, ForeignError, NewerError,
    BusyError, PermissionDeniedError, InputOutputError.
    """

    def __init__(
        self,
        path: str,
        today: str,
        patience: float | None = None,
        *,
        upgrades: bool = True,
    ) -> None:
        self._path = path
        self._today = today
        self._patience = opening.READ_PATIENCE if patience is None else patience
        self._upgrades = upgrades

    def __enter__(self) -> Self:
        with opening.explained(self._path):
            self.connection = self._open()
        self.connection.row_factory = sqlite3.Row
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return every row of a query."""
        with opening.explained(self._path):
            return self.connection.execute(sql, values).fetchall()  # type: ignore[arg-type]

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Return the first row of a query, if there is one."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Values = ()) -> Any:  # noqa: ANN401 - of any column
        """Return the first value of the first row of a query; None if there is no row."""
        row = self.row(sql, values)
        return row[0] if row else None

    def settings(self) -> dict[str, str]:
        """Return the settings that differ from their defaults, as they are stored."""
        return {row["key"]: row["value"] for row in self.rows("SELECT key, value FROM setting")}

    def _open(self) -> sqlite3.Connection:
        if opening.is_new(self._path):
            return self._empty()
        try:
            connection, is_there = opening.to_read(self._path, self._patience, self._guard)
        except OlderError:
            if not self._upgrades:
                raise
            from reflog.storage import upgrade

            upgrade.upgrade_file(self._path)
            connection, is_there = opening.to_read(self._path, self._patience, self._guard)
        if is_there:
            return connection
        connection.close()
        return self._empty()

    def _guard(self, connection: sqlite3.Connection) -> bool:
        return opening.guard(connection, self._path)

    def _empty(self) -> sqlite3.Connection:
        from reflog.storage import schema

        connection = schema.in_memory(self._today)
        connection.execute("PRAGMA query_only = ON")
        return connection
