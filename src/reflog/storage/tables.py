"""The rows of the tables: an object for each, and what is altered of it written in time.

The tables are declared once, as models in reflog.models, which scripts are given and type
checkers see here. To import SQLModel takes ten times as long as a command, so at run time plain
rows stand in their place: SQLite knows their columns, and a test holds the models to be the same.
"""

from __future__ import annotations

from reflog.storage.journal.triggers import JOURNALED, alteration, insertion

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Self, TypeVar

    from sqlmodel import SQLModel

    from reflog.models import *  # noqa: F403 - all there are, and the ones to come
    from reflog.storage.journal.triggers import Recorders

    R = TypeVar("R", bound=SQLModel)
    Table = type[SQLModel]
    Altered = dict["Row", dict[str, None]]
    Values = Iterable[Sequence[Any]]


class Row:
    """A row of a table; two are the same where they are one object."""

    __slots__ = ("__dict__", "_altered")
    __tablename__: str
    _altered: Altered | None

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)
        self.watch(None)

    def __setattr__(self, column: str, value: object) -> None:
        if self._altered is not None and self.__dict__[column] != value:
            self._altered.setdefault(self, {})[column] = None
        self.__dict__[column] = value

    def watch(self, altered: Altered | None) -> None:
        """Set who is told when a column changes."""
        object.__setattr__(self, "_altered", altered)

    def model_dump(self) -> dict[str, Any]:
        """Return every column with its value, in order."""
        return dict(self.__dict__)

    def model_copy(self) -> Self:
        """Return the same values as a row that nobody watches."""
        return type(self)(**self.__dict__)


BY_NAME: dict[str, type[Any]] = {
    table: type(table.title().replace("_", ""), (Row,), {"__tablename__": table})
    for table in JOURNALED
}
"""The classes by the names of their tables."""

globals().update((one.__name__, one) for one in BY_NAME.values())


class Rows:
    """The rows of a ledger inside a command's transaction.

    There is one object for each row. What is altered of it is written before anything else
    is written or asked, so that SQLite always sees the rows as the program does.
    """

    def __init__(self, connection: sqlite3.Connection, recorders: Recorders) -> None:
        self.connection = connection
        self.recorders = recorders
        self._known: dict[tuple[str, object], Any] = {}
        self._altered: Altered = {}

    def all(self, table: type[R], **matching: object) -> list[R]:
        """Return the rows whose columns have these values, in the order of their keys.

        A value is one, None, or several of which the column has one.
        """
        name = str(table.__tablename__)
        key = JOURNALED[name]
        where, values = _where(matching)
        found = []
        for read in self._dicts(f"SELECT * FROM {name}{where} ORDER BY {key}", values):
            row = self._known.setdefault((name, read[key]), table())
            self._refresh(row, read)
            found.append(row)
        return found

    def find(self, table: type[R], key: object) -> R | None:
        """Return the row with this key, if there is one."""
        name = str(table.__tablename__)
        known: R | None = self._known.get((name, key))
        return known or next(iter(self.all(table, **{JOURNALED[name]: key})), None)

    def add(self, row: R) -> R:
        """Insert a row; columns without a value get their SQL defaults."""
        table, values = str(row.__tablename__), row.model_dump()
        self.recorders.need(table)
        sql = f"{insertion(table, values)} RETURNING *"
        (made,) = self._dicts(sql, [*values.values()])
        self._known[table, made[JOURNALED[table]]] = row
        self._refresh(row, made)
        return row

    def remove(self, row: SQLModel) -> None:
        """Delete a row."""
        name = str(row.__tablename__)
        key = getattr(row, JOURNALED[name])
        self.recorders.need(name)
        self.rows(f"DELETE FROM {name} WHERE {JOURNALED[name]} = ?", (key,))
        del self._known[name, key]

    def change_all(self, table: Table, columns: Sequence[str], rows: Values) -> None:
        """Set columns of many rows of a table: for each the values of these, then its id."""
        name = str(table.__tablename__)
        self.flush()
        self.recorders.need(name)
        self.connection.executemany(alteration(name, columns), rows)

    def rows(
        self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return every row of a query, as it is inside the transaction."""
        self.flush()
        return self.connection.execute(sql, values).fetchall()

    def flush(self) -> None:
        """Write the changed rows, in the order in which they changed."""
        for row in list(self._altered):
            names = self._altered.pop(row)
            table = row.__tablename__
            self.recorders.need(table)
            values = [getattr(row, name) for name in (*names, JOURNALED[table])]
            self.connection.execute(alteration(table, names), values)

    def _dicts(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[dict[str, Any]]:
        self.flush()
        cursor = self.connection.execute(sql, values)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def _refresh(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Row, to checkers a model
        row.__dict__.update(values)
        row.watch(self._altered)


def _where(matching: Mapping[str, object]) -> tuple[str, list[object]]:
    """Put together the condition that columns have these values; its parameters."""
    parts: list[str] = []
    values: list[object] = []
    for name, value in matching.items():
        if isinstance(value, tuple | list | set | frozenset):
            parts.append(f"{name} IN ({', '.join('?' * len(value))})")
            values += value
        elif value is None:
            parts.append(f"{name} IS NULL")
        else:
            parts.append(f"{name} = ?")
            values.append(value)
    return f" WHERE {' AND '.join(parts)}" if parts else "", values
