"""The tables that other programs write: recognized by their header, and how each is read."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reflog.domain import Record
from reflog.domain.names import fold
from reflog.domain.schema import FIELDS, SEVERAL
from reflog.errors import quoted
from reflog.formats import words
from reflog.formats.csv import columns
from reflog.formats.csv.columns import TAKES, Column
from reflog.formats.draft import OWN, Draft
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reflog.formats.csv.columns import Take
    from reflog.formats.csv.table import Header

OWN_DAY = "created_on"
"""When a ledger had somebody first: another one has them from the day of the import on."""

_SEVERAL_TIMES = [TAKES[name] for name in ("email", "phone", "note", "tag", "website", "title")]
"""What may be taken of several columns of one name."""


class Dialect:
    """The tables of one program, as `programs.txt` describes them.

    Attributes:
        source: the source that cards from it are remembered under.
        title: what the program is called.
        takes: the function for each folded column; a `#` stands for any number.
    """

    def __init__(self, source: str, title: str) -> None:
        self.source = source
        self.title = title
        self.takes: dict[str, Take] = {}
        self.has: list[frozenset[str]] = []
        self.labels: list[str] = []
        self.unfilled: frozenset[str] = frozenset()
        self.twice: frozenset[str] = frozenset()
        self.ignored: frozenset[str] = frozenset()

    def is_it(self, names: frozenset[str]) -> bool:
        """Return whether a set of folded columns is this program's."""
        return all(not any_of.isdisjoint(names) for any_of in self.has)


def _dialects() -> Iterator[Dialect]:
    yield _own()
    made: dict[str, Dialect] = {}
    for key, values in words.listed("programs"):
        if key == "program":
            one = made[values[0]] = Dialect(*values)
            yield one
        elif key == "like":
            one.takes |= made[values[0]].takes
        elif key == "has":
            one.has.append(frozenset(values))
        elif key == "labels":
            one.labels = values
        elif key in {"unfilled", "twice", "ignored"}:
            setattr(one, key, frozenset(values))
        else:
            one.takes |= dict.fromkeys(values, TAKES[key])


def _own() -> Dialect:
    """Return the table that reflog writes."""
    own = Dialect(OWN, "reflog")
    own.has = [frozenset({name}) for name in {"handle", "name", *SEVERAL} - {"tags"}]
    own.takes = {"handle": columns.handle, "name": TAKES["name"]}
    for field in FIELDS:
        is_list = bool(field.same)
        own.takes[field.name] = (
            columns.each(getattr(Draft, field.option)) if is_list else TAKES[field.option]
        )
    own.takes[OWN_DAY] = lambda _draft, _text, _column: None  # it is of the ledger it comes from
    return own


DIALECTS = {dialect.source: dialect for dialect in _dialects()}
"""By source, in the order they are recognized in: what is surest first."""

IGNORED = DIALECTS["outlook"].ignored
"""Columns that say nothing a ledger keeps."""


class Plan(Record):
    """How to read a table.

    Attributes:
        columns: in the order they are read in.
        labels: the places of label columns.
        unfilled: what an empty cell says, in lower case.
        said: sentences on how unclear columns are read.
        doubtful: columns that nothing is known of, which must be empty.
    """

    columns: tuple[Column, ...]
    labels: frozenset[int] = frozenset()
    unfilled: frozenset[str] = frozenset()
    said: str = ""
    doubtful: frozenset[int] = frozenset()


def recognized(header: Sequence[str]) -> Dialect | None:
    """Return the program that writes tables with this header, None if no known one does."""
    folded = tuple(map(fold, header))
    names = frozenset(map(_numbered, (*folded, *words.english(folded))))
    return next((dialect for dialect in DIALECTS.values() if dialect.is_it(names)), None)


def is_header_of(header: Sequence[str], dialect: Dialect) -> bool:
    """Return whether a line may be the header of a table that the user says is the program's."""
    known = [_numbered(name) in dialect.takes for name in _in_english(header, dialect.takes)]
    return sum(known) > 1 or (len(known) == 1 and known[0])


def plan(header: Header, dialect: Dialect) -> Plan:
    """Return how to read a table of the program.

    Raises:
        UnreadableError: a column that may be there only once is there twice.
    """
    takes = dialect.takes
    names = _in_english(header.columns, takes)
    several = [None, *_SEVERAL_TIMES]
    once = [name for name in names if takes.get(_numbered(name)) not in several]
    require_single(header, names, [name for name in once if name not in dialect.twice])
    places = {name: index for index, name in reversed(list(enumerate(names)))}
    taken = [
        Column(index, take, _label(name, places, dialect.labels))
        for pattern, take in takes.items()
        for name in _matching(pattern, names)
        for index, other in enumerate(names)
        if other == name
    ]
    labels = frozenset(column.label for column in taken if column.label is not None)
    return Plan(columns=tuple(taken), labels=labels, unfilled=dialect.unfilled)


def require_single(header: Header, names: Sequence[str], once: Sequence[str]) -> None:
    """Raise UnreadableError if a column that may be there only once is there twice.

    Args:
        names: the columns as the program calls them.
        once: those that may be there only once.
    """
    twice = [name for name, count in Counter(once).items() if count > 1]
    if twice:
        both = zip(header.columns, names, strict=True)
        same = listed([quoted(shown) for shown, name in both if name in twice])
        reason = f"several columns have the same name: {same}"
        raise UnreadableError(reason, header.line, hint="rename or delete the one you don't mean")


def _numbered(name: str) -> str:
    """Return a numbered column as dialects list it: `phone # - value` for `phone 1 - value`."""
    return re.sub(r" \d{1,4} - ", " # - ", name, count=1, flags=re.ASCII)


def _in_english(header: Sequence[str], takes: dict[str, Take]) -> list[str]:
    """Return the columns folded, and in English unless the program calls one so itself."""
    folded = tuple(map(fold, header))
    return [
        own if _numbered(own) in takes else english
        for own, english in zip(folded, words.english(folded), strict=True)
    ]


def _matching(pattern: str, names: Sequence[str]) -> list[str]:
    """Return the columns that a listed one stands for, those with numbers in their order."""
    if "#" not in pattern:
        return [pattern] if pattern in names else []
    found = {name for name in names if _numbered(name) == pattern}
    return sorted(found, key=lambda name: int("".join(filter(str.isdigit, name))))


def _label(name: str, places: dict[str, int], endings: Sequence[str]) -> int | None:
    """Return where the label of `phone 1 - value` stands: under `phone 1 - label`."""
    group, dash, _value = name.rpartition(" - ")
    found = (places.get(f"{group} - {ending}") for ending in endings if dash)
    return next((place for place in found if place is not None), None)
