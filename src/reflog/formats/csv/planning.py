"""Recognizing the program that wrote a table by its header, and planning how to read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reflog.domain.names.folding import fold
from reflog.domain.names.typed import quoted
from reflog.domain.record import Record
from reflog.formats.csv import languages
from reflog.formats.csv.columns import Column
from reflog.formats.csv.programs import DIALECTS, SEVERAL_TIMES, numbered
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reflog.formats.csv.columns import Take
    from reflog.formats.csv.programs import Dialect


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
    names = frozenset((*folded, *languages.english(folded)))
    return next((dialect for dialect in DIALECTS.values() if dialect.is_it(names)), None)


def is_header_of(header: Sequence[str], dialect: Dialect) -> bool:
    """Return whether a line may be the header of a table that the user says is the program's."""
    known = [numbered(name) in dialect.takes for name in _in_english(header, dialect.takes)]
    return sum(known) > 1 or (len(known) == 1 and known[0])


def plan(header: Sequence[str], dialect: Dialect, line: int) -> Plan:
    """Return how to read a table of the program.

    Raises:
        UnreadableError: a column that may be there only once is there twice.
    """
    takes = dialect.takes
    names = _in_english(header, takes)
    once = [name for name in names if takes.get(numbered(name)) not in {None, *SEVERAL_TIMES}]
    require_single(header, names, [name for name in once if name not in dialect.several], line)
    places = {name: index for index, name in reversed(list(enumerate(names)))}
    taken: list[Column] = []
    labels: set[int] = set()
    for pattern, take in takes.items():
        for name in _matching(pattern, names):
            label = _label(name, places, dialect.labels)
            labels |= set() if label is None else {label}
            taken += (
                Column(index=index, shown=quoted(header[index]), take=take, label=label)
                for index, other in enumerate(names)
                if other == name
            )
    return Plan(columns=tuple(taken), labels=frozenset(labels), unfilled=dialect.unfilled)


def require_single(
    header: Sequence[str], names: Sequence[str], once: Sequence[str], line: int
) -> None:
    """Raise UnreadableError if a column that may be there only once is there twice.

    Args:
        names: the columns as the program calls them.
        once: those that may be there only once.
        line: the line of the header.
    """
    twice = [name for name, count in Counter(once).items() if count > 1]
    if twice:
        same = [quoted(shown) for shown, name in zip(header, names, strict=True) if name in twice]
        reason = f"several columns have the same name: {listed(same)}"
        raise UnreadableError(reason, line, hint="rename or delete the one you don't mean")


def _in_english(header: Sequence[str], takes: dict[str, Take]) -> list[str]:
    """Return the columns folded, and in English unless the program calls one so itself."""
    folded = tuple(map(fold, header))
    return [
        own if numbered(own) in takes else english
        for own, english in zip(folded, languages.english(folded), strict=True)
    ]


def _matching(pattern: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the columns that a listed one stands for, those with numbers in their order."""
    if "#" not in pattern:
        return iter([pattern] if pattern in names else [])
    found = [name for name in dict.fromkeys(names) if numbered(name) == pattern]
    return iter(sorted(found, key=_number_in))


def _number_in(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def _label(name: str, places: dict[str, int], endings: Sequence[str]) -> int | None:
    """Return where the label of `phone 1 - value` stands: under `phone 1 - label`."""
    group, dash, _value = name.rpartition(" - ")
    found = (places.get(f"{group} - {ending}") for ending in endings if dash)
    return next((place for place in found if place is not None), None)
