"""What is true in the trade: immutable records and pure functions of the standard library.

Here is what they are made with: the base class of records, which are values by name, and lists in
one text. Dataclasses and typing take longer to import than the morning's answer takes to compute,
so the records that `reflog due` reads do without either at run time. Type checkers see a frozen,
keyword-only dataclass.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any, ClassVar, NoReturn, Self, TypeVar, dataclass_transform

    Key = TypeVar("Key")
    Value = TypeVar("Value")
else:

    def dataclass_transform(**_options: object):  # noqa: ANN201 - seen at run time only
        """Stand in for typing's, which is for type checkers."""
        return lambda cls: cls


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """Values by name; the fields are the annotations of the class, in order.

    A field that isn't given takes the default in the class body. Two records of one class are equal
    if their values are.
    """

    fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __init_subclass__(cls) -> None:
        """Collect the fields of the class and its bases, once."""
        inherited = [name for base in cls.__bases__ for name in vars(base)["fields"]]
        cls.fields = (*inherited, *cls.__annotations__)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"{type(self).__name__} is immutable"
        raise AttributeError(message)

    @classmethod
    def from_row(cls, row: Any, **others: object) -> Self:  # noqa: ANN401 - domain knows no sqlite3
        """Return the record of a row whose columns are named as its fields, but for `others`."""
        values = {name: others[name] if name in others else row[name] for name in cls.fields}
        record = cls.__new__(cls)
        vars(record).update(values)  # as arguments, so many would take three times as long
        return record

    def as_dict(self) -> dict[str, object]:
        """Return all fields with their values, in order."""
        return {name: getattr(self, name) for name in self.fields}

    def replaced(self, **values: object) -> Self:
        """Return the same record with other values."""
        return type(self)(**{**vars(self), **values})

    def with_each(self, changes: Mapping[str, Callable[[Any], object]]) -> Self:
        """Return the same record, its fields of these names changed, however deep they lie."""
        found: dict[str, object] = {}
        for name, value in vars(self).items():
            if name in changes:
                found[name] = changes[name](value)
            elif isinstance(value, Record):
                found[name] = value.with_each(changes)
            elif isinstance(value, tuple):
                found[name] = tuple(
                    one.with_each(changes) if isinstance(one, Record) else one for one in value
                )
        return self.replaced(**found) if found else self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((type(self), *(repr(value) for value in self.as_dict().values())))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.as_dict().items())
        return f"{type(self).__name__}({shown})"


def by_name(row: Any) -> dict[str, Any]:  # noqa: ANN401 - domain knows no sqlite3
    """Return the values of a row by name: where many are asked for, a row of sqlite3 is slow."""
    return dict(zip(row.keys(), row, strict=True))


JOINT = "\x1f"
"""What stands between two members: the unit separator, which no text of the ledger holds."""


def split(joined: str | None) -> tuple[str, ...]:
    """Return the members of a text that a view has joined."""
    return tuple(joined.split(JOINT)) if joined else ()


def numbers_json(numbers: Iterable[int]) -> str:
    """Return numbers as a JSON list for SQLite's json_each; importing json would cost 3 ms."""
    return f"[{','.join(map(str, numbers))}]"


def narrowed(wanted: Mapping[str, object]) -> tuple[str, tuple[object, ...]]:
    """Return the SQL of those conditions whose values are not None, and these values."""
    given = {condition: value for condition, value in wanted.items() if value is not None}
    return " AND ".join(given) or "1", tuple(given.values())


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Return the values of each key in their order, the keys in that of their first values."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


class Many:
    """A sequence of very many records, each built when it is asked for and not kept."""

    def __init__(self, make: Callable[[Any], Any], values: Collection[Any]) -> None:
        self._make = make
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        return map(self._make, self._values)

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)
