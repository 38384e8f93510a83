"""Tables of no known program: what their columns are is read from their names, or from --map."""

from __future__ import annotations

import csv
import shlex
from typing import TYPE_CHECKING

from reflog.domain.names import fold
from reflog.domain.schema import FIELDS
from reflog.errors import UsageError, quoted
from reflog.formats.csv import plain, programs
from reflog.formats.csv.columns import TAKES, Column
from reflog.formats.csv.programs import IGNORED, OWN_DAY, Plan, require_single
from reflog.formats.draft import OWN
from reflog.formats.errors import UnreadableError
from reflog.formats.remarks import listed
from reflog.formats.words import english

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.formats.csv.programs import Dialect
    from reflog.formats.csv.table import Header

_NAME = ("name", "first", "middle", "last")
TARGETS = (*_NAME, *(field.option for field in FIELDS), "referred-by", "key")
"""What a column can be mapped to."""

_PLAIN = {"profession": "title", "role": "role or title"}
"""What a column that is not mapped is read as, where its name says less than a mapping."""

_NAMES = frozenset({"name", "first", "middle", "last", "prefix", "suffix"})
_ADDED = frozenset(
    {"email", "phone", "tag", "note", "alias", "referred-by", "fax", "pager", "website"}
)
_FULL_NAMES = frozenset({"name", "full name", "fullname"})
_ORDER = ("profession", "occupation", "job title", "title", "position")
"""Of several columns that say what somebody does, which comes first."""

SEVERAL = frozenset({"note", "referred-by", *(field.option for field in FIELDS if field.same)})
"""The targets that several columns can be mapped to."""

NAMING = frozenset({"name", "first", "last", "company", "email"})
"""The targets of which a person gets a name."""

EXAMPLE = '--map "Full Name=name,Firm=company"'
_FEW_DIGITS = 4
_FEW_COLUMNS = 20
"""What a list that somebody keeps has at most; the shortest table of Outlook has three times it."""

_OF_REFERRALS = ("referr", "refers", "recommend", "introduc")
"""How words begin by which a column is guessed to say who referred whom."""

_OF_SHELLS = frozenset('"$`\\!')
"""What means something to a shell between double quotes, and may stand in the name of a column."""

_LONGEST_COLUMN = 60  # characters


def parsed(text: str) -> dict[str, str]:
    """Parse a typed mapping into columns and their targets.

    Pairs are separated by commas; a column that has a comma is quoted, alone (`"Name, full"=name`)
    or with its target.

    Raises:
        UsageError: it can't be parsed, names nothing, or a target doesn't exist.
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
    if not mapping:
        message = "--map names no column."
        raise UsageError(message, hint=f"map like this: {EXAMPLE}")
    targets = list(mapping.values())
    for target in targets:
        if targets.count(target) > 1 and target not in SEVERAL:
            message = f"Several columns are mapped to {target}."
            raise UsageError(message, hint=f"only {', '.join(sorted(SEVERAL))} can have several")
    return mapping


def has_columns(header: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Return whether a line may be the header: it has every column of the mapping."""
    return set(map(fold, mapping)) <= set(map(fold, header))


def plan(header: Header, mapping: Mapping[str, str]) -> Plan:
    """Return how to read a table by a mapping; columns left out of it are read by their names.

    Raises:
        UnreadableError: no column is the name, or two are what there may be only once.
    """
    folded = header.folded
    mapped = {fold(name): target for name, target in mapping.items()}
    require_single(
        header, folded, [name for name in folded if mapped.get(name, "note") not in SEVERAL]
    )
    taken = [
        Column(index, TAKES[target])
        for name, target in mapped.items()
        for index, other in enumerate(folded)
        if other == name
    ]
    used = {*mapped.values()} - SEVERAL
    if "name" in used:
        used |= _NAMES
    elif _NAMES & used:
        used.add("name")
    meanings = [
        None if name in mapped or target in used else target
        for name, target in zip(folded, plain.meanings(header.columns), strict=True)
    ]
    said = [mapped.get(name) or target for name, target in zip(folded, meanings, strict=True)]
    if NAMING.isdisjoint(said):
        reason = "no column is mapped to the name"
        hint = f"map one to name, or to first and last; {_there_is(header)}"
        raise UnreadableError(reason, header.line, hint=hint)
    return Plan(columns=(*taken, *_taken(header, meanings)), said=_said(header, said))


def plain_meanings(header: Sequence[str]) -> tuple[str | None, ...] | None:
    """Return the target of each column by its name; None if the line is no header at all."""
    meanings = plain.meanings(header)
    known = sum(map(bool, meanings))
    if NAMING.isdisjoint(meanings) or any(map(_is_value, header)):
        return None
    return meanings if known > 1 or known == sum(map(bool, header)) else None


def plain_plan(header: Header, meanings: Sequence[str | None]) -> Plan:
    """Return how to read a table by the names of its columns.

    Raises:
        UnreadableError: two columns mean the same, which may be there only once.
    """
    folded = header.folded
    single = {*_NAMES, "company"}
    once = [name for name, target in zip(folded, meanings, strict=True) if target in single]
    require_single(header, folded, once)
    return Plan(
        columns=_taken(header, meanings),
        said=_said(header, meanings),
        doubtful=frozenset(index for index, target in enumerate(meanings) if target is None),
    )


def program_plan(header: Header, dialect: Dialect, *, is_guessed: bool) -> Plan:
    """Return how to read a program's table, with the columns that the user has added to it.

    A value that a person has only one of comes from the program's own column if it can. In a short
    list that is only guessed to be Outlook's, a column whose name says nothing leaves doubt; what
    programs export is longer, and all of its columns are known.
    """
    plan = programs.plan(header, dialect)
    if dialect.source == OWN:
        said = f'"{OWN_DAY}" is not taken: whoever is new here is new from today.'
        return plan.replaced(said=said if OWN_DAY in header.folded else "")
    used = {column.place for column in plan.columns} | plan.labels
    meanings = plain.meanings(header.columns)
    there = {meanings[index] for index in used} | {*_NAME}
    used |= {index for index, name in enumerate(header.folded) if name in IGNORED}
    added = [
        None if index in used or target in there - _ADDED else target
        for index, target in enumerate(meanings)
    ]
    is_list = is_guessed and sum(map(bool, header.columns)) <= _FEW_COLUMNS
    doubtful = {index for index, target in enumerate(added) if not target} - used
    return plan.replaced(
        columns=(*plan.columns, *_taken(header, added)),
        doubtful=frozenset(doubtful if is_list else ()),
    )


def _taken(header: Header, meanings: Sequence[str | None]) -> tuple[Column, ...]:
    """Return the columns that mean something, in the order they are taken in."""
    taken: list[tuple[int, Column]] = []
    for index, (folded, target) in enumerate(zip(header.folded, meanings, strict=True)):
        if target is None:
            continue
        read_as = _PLAIN.get(target, target)
        if target == "name" and meanings.count("name") > 1 and folded not in _FULL_NAMES:
            read_as = "shown"
        elif target == "profession" and folded in {"profession", "beruf"}:
            read_as = target
        elif target not in TAKES or (target == "city" and "street" in meanings):
            read_as = f"{plain.place_kind(header.columns[index]) or 'other'} {target}"
        rank = _ORDER.index(folded) if folded in _ORDER else target in {"role", "city", "country"}
        taken.append((int(rank), Column(index, TAKES[read_as])))
    return tuple(column for _rank, column in sorted(taken, key=lambda pair: pair[0]))


def _said(header: Header, meanings: Sequence[str | None]) -> str:
    """Say what each column became."""
    both = zip(header.columns, meanings, strict=True)
    pairs = [f"{quoted(name)} as {target}" for name, target in both if target]
    return f"Columns read: {listed(pairs)}." if pairs else ""


def missing(header: Header, mapping: Mapping[str, str]) -> UnreadableError:
    """Return the error for a mapped column that is not in the table."""
    lacking = ", ".join(quoted(name) for name in mapping if fold(name) not in header.folded)
    return UnreadableError(f"it has no column {lacking}", header.line, hint=_there_is(header))


def unlike(header: Header, title: str) -> UnreadableError:
    """Return the error for a table that isn't the named program's, as the user says it is."""
    reason = f"this is not a table from {title}"
    hint = f"drop --format, or use --map; {_there_is(header)}"
    return UnreadableError(reason, header.line, hint=hint)


def unknown(header: Header, samples: Sequence[str]) -> UnreadableError:
    """Return the error for a table whose columns say nothing.

    Args:
        header: its first line of several cells.
        samples: a value from each column, from which the hint guesses a mapping.
    """
    if any(map(_is_value, header.columns)):
        reason = "this is a row of values, with no line above it that names the columns"
        hint = f"put one above, and say which column is which, as in {EXAMPLE}"
        return UnreadableError(reason, header.line, hint=hint)
    reason = f"I don't recognize these columns: {_names(header)}"
    hint = f"say which column is which, {_line_to_type(header, samples)}"
    more = f"; a column can be {', '.join(TARGETS)}"
    return UnreadableError(reason, header.line, hint=hint + more)


def in_doubt(header: Header, doubtful: Sequence[int], samples: Sequence[str]) -> UnreadableError:
    """Return the error for a table of which some columns say nothing.

    Args:
        doubtful: the places of those columns.
        samples: a value from each column, from which the hint guesses a mapping.
    """
    shown = listed([quoted(header.columns[index]) for index in doubtful])
    reason = f"I can't tell what {'this column is' if len(doubtful) == 1 else 'these columns are'}"
    hint = f"say it, {_line_to_type(header, samples)}"
    return UnreadableError(f"{reason}: {shown}", header.line, hint=hint)


def _line_to_type(header: Header, samples: Sequence[str]) -> str:
    """Return the whole option, with the best guess for what no name tells, so that it works.

    Where no column could be a name, it is an example.
    """
    meanings = plain.meanings(header.columns)
    # A title may be a form of address: it is found out where nobody says what it is.
    told = [
        target if target in TARGETS and column != "title" else None
        for target, column in zip(meanings, english(header.folded), strict=True)
    ]
    known, taken = set(told), set[str]()
    pairs = []
    for name, meant, target, sample in zip(header.columns, meanings, told, samples, strict=True):
        if not name or (not target and (meant or not sample)):
            continue
        guess = target or _guess(name, sample, known)
        if guess in taken and guess not in SEVERAL:
            guess = "note"
        taken.add(guess)
        known.add(guess)
        doubled = f"{name}={guess}".replace('"', '""')
        pairs.append(f'"{doubled}"' if "," in name or '"' in name else doubled)
    if taken.isdisjoint(NAMING):
        return f"as in {EXAMPLE}"
    typed = ",".join(dict.fromkeys(pairs))
    option = shlex.quote(typed) if _OF_SHELLS & {*typed} else f'"{typed}"'
    return f"maybe --map {option}"


def _guess(name: str, sample: str, known: set[str | None]) -> str:
    """Return what a column may be, by one of its values."""
    digits = 0 if any(map(str.isalpha, sample)) else sum(map(str.isdecimal, sample))
    if "@" in sample:
        return "email"
    is_of_people = len(sample) > len("yes") and not any(map(str.isdecimal, sample))
    if is_of_people and any(word.startswith(_OF_REFERRALS) for word in fold(name).split()):
        return "referred-by"
    if digits > _FEW_DIGITS and digits * 2 > len(sample) and "-" not in name:
        return "phone" if "+" in sample or " " in sample else "note"
    if fold(name) in {"id", "uid", "key"} and "key" not in known:
        return "key"
    return "note" if known & {"name", "first", "last"} else "name"


def _there_is(header: Header) -> str:
    return f"its columns are {_names(header)}"


def _names(header: Header) -> str:
    return listed([quoted(name) for name in header.columns if name])


def _is_value(name: str) -> bool:
    """Return whether a cell is no name of a column: an address, a number, a sentence."""
    digits = sum(map(str.isdecimal, name))
    return "@" in name or "://" in name or digits > _FEW_DIGITS or len(name) > _LONGEST_COLUMN
