"""Tables that no program is known by: the user says what their columns are."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from reflog.domain.names.folding import fold
from reflog.domain.names.typed import quoted
from reflog.domain.schema import FIELDS
from reflog.errors import UsageError
from reflog.formats.csv import columns
from reflog.formats.csv.columns import Column
from reflog.formats.csv.programs import Plan, require_single
from reflog.formats.draft import Draft, listed
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.formats.csv.columns import Take
    from reflog.formats.csv.table import Header

TARGETS: dict[str, Take] = {
    "name": columns.named("name"),
    "first": columns.named("first"),
    "middle": columns.named("middle"),
    "last": columns.named("last"),
    **{
        field.option: columns.of(field, ";" if field.option in {"phone", "alias"} else ";,")
        for field in FIELDS
    },
    "referred-by": columns.each(Draft.referred_by, ";"),
    "key": columns.key,
}
"""What a column can be mapped to."""

SEVERAL = frozenset({"note", "referred-by", *(field.option for field in FIELDS if field.same)})
"""The targets that several columns can be mapped to."""

NAMING = frozenset({"name", "first", "last", "company", "email"})
"""The targets of which a person gets a name."""

EXAMPLE = '--map "Full Name=name,Firm=company"'
FEW_DIGITS = 4
LONGEST_COLUMN = 60  # characters


def parsed(text: str) -> dict[str, str]:
    """Return what a typed mapping maps: columns to targets.

    Pairs stand between commas; a column with a comma in it stands in quotes, alone
    (`"Name, full"=name`) or with its target.

    Raises:
        UsageError: it is no mapping, or maps to what there is not.
    """
    if text.count('"') % 2:
        message = f"{quoted(text)} has an unclosed quote."
        raise UsageError(message, hint=EXAMPLE)
    mapping: dict[str, str] = {}
    for pair in next(csv.reader([" ".join(text.split())], skipinitialspace=True), []):
        column, equals, target = (part.strip() for part in pair.rpartition("="))
        target = fold(target)
        if not (column and equals and target):
            message = f"{quoted(pair)} is not COLUMN=TARGET."
            raise UsageError(message, hint=f"map like this: {EXAMPLE}")
        if target not in TARGETS:
            message = f"A column can't be {quoted(target)}."
            raise UsageError(message, hint=f"it can be {', '.join(TARGETS)}")
        if fold(column) in map(fold, mapping):
            message = f"The column {quoted(column)} is mapped twice."
            raise UsageError(message, hint="a column can be only one thing")
        mapping[column] = target
    _require_sense(mapping)
    return mapping


def has_columns(header: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Return whether a line may be the header: it has every column that is mapped."""
    return {fold(name) for name in mapping} <= {fold(name) for name in header}


def plan(header: Sequence[str], mapping: Mapping[str, str], line: int) -> Plan:
    """Return what is taken of a table with this header.

    Raises:
        UnreadableError: a column that is mapped stands twice.
    """
    folded = [fold(name) for name in header]
    mapped = {fold(name): target for name, target in mapping.items()}
    require_single(header, [name for name in folded if name in mapped], line)
    return Plan(
        columns=tuple(
            Column(
                index=folded.index(name),
                shown=quoted(header[folded.index(name)]),
                take=TARGETS[target],
            )
            for name, target in mapped.items()
        )
    )


def missing(header: Header, mapping: Mapping[str, str]) -> UnreadableError:
    """Return what to say where a mapped column is not in the table."""
    names = {fold(name) for name in header.columns}
    lacking = ", ".join(quoted(name) for name in mapping if fold(name) not in names)
    return UnreadableError(f"it has no column {lacking}", header.line, hint=_there_is(header))


def unknown(header: Header) -> UnreadableError:
    """Return what to say of a table that is not known by its columns."""
    if any(map(_is_value, header.columns)):
        reason = "this is a row of values, with no line above it that names the columns"
        hint = f"put one above, and say which column is which, as in {EXAMPLE}"
        return UnreadableError(reason, header.line, hint=hint)
    reason = f"I don't recognize these columns: {_names(header)}"
    hint = f"say which column is which, as in {EXAMPLE}; a column can be {', '.join(TARGETS)}"
    return UnreadableError(reason, header.line, hint=hint)


def unlike(header: Header, title: str) -> UnreadableError:
    """Return what to say of a table that is said to be of a program, and is not."""
    reason = f"this is not a table from {title}"
    hint = f"drop --format, or use --map; {_there_is(header)}"
    return UnreadableError(reason, header.line, hint=hint)


def _there_is(header: Header) -> str:
    return f"its columns are {_names(header)}"


def _is_value(name: str) -> bool:
    """Return whether a cell is no name of a column: an address, a number, a sentence."""
    digits = sum(map(str.isdecimal, name))
    return "@" in name or "://" in name or digits > FEW_DIGITS or len(name) > LONGEST_COLUMN


def _names(header: Header) -> str:
    return listed([quoted(name) for name in header.columns if name])


def _require_sense(mapping: Mapping[str, str]) -> None:
    targets = list(mapping.values())
    if not NAMING.intersection(targets):
        message = "No column is mapped to the name."
        raise UsageError(message, hint=f"map one to name, or to first and last: {EXAMPLE}")
    for target in targets:
        if targets.count(target) > 1 and target not in SEVERAL:
            message = f"Several columns are mapped to {target}."
            raise UsageError(message, hint=f"only {', '.join(sorted(SEVERAL))} can have several")
