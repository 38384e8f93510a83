"""Card properties that the ledger has no field for: kept, merged, and exported again.

Each is a line of a vCard, unfolded. Lines of one group (`item1.URL`, `item1.X-ABLabel`) belong
together.
"""

from __future__ import annotations

import re

from reflog.domain import JOINT, split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONCE = frozenset(
    """
    N BDAY ANNIVERSARY DEATHDATE GENDER KIND TZ GEO SORT-STRING X-ABSHOWAS X-ABUID
    X-EVOLUTION-FILE-AS X-ANNIVERSARY X-GENDER X-PHONETIC-FIRST-NAME X-PHONETIC-MIDDLE-NAME
    X-PHONETIC-LAST-NAME
    """.split()
)
"""What a person has once: a new value takes the place of the old one."""

COLUMN = "X-COLUMN"
"""The parameter that says which column of a table a property was: a person has it once."""

_CALLED = {"BDAY": "birthday", "ADR": "address", "URL": "website", "LABEL": "address label"}
_LABELS = frozenset({"X-ABLABEL", "X-ABADR"})

_VALUE = re.compile(r'(?:[^":]|"[^"]*")*:(.*)', re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Bundle:
    """Lines that belong together, without their group."""

    __slots__ = ("group", "lines")

    def __init__(self, group: str, line: str) -> None:
        self.group = group
        self.lines = [line]

    def key(self) -> str:
        """Return what is the same of two bundles, or of two values of what is there once."""
        name = name_of(self.lines[0])
        if f";{COLUMN}=" in self.lines[0]:
            return self.lines[0].partition(":")[0]
        return name if name in _ONCE else JOINT.join(sorted(self.lines))


def merged(*several: Iterable[str]) -> tuple[str, ...]:
    """Merge the extras of several cards; of a property that a card has only once, the last stays.

    Lines that two have in common are kept once, and groups numbered alike get new numbers.
    """
    found: dict[str, _Bundle] = {}
    for lines in several:
        for bundle in _bundles(lines):
            found[bundle.key()] = bundle
    taken = {bundle.group.lower() for bundle in found.values() if bundle.group}
    used: set[str] = set()
    number = 0
    written: list[str] = []
    for bundle in found.values():
        group = bundle.group
        if group and group.lower() in used:
            while not number or f"item{number}" in taken:
                number += 1
            group = f"item{number}"
            taken.add(group)
        used.add(group.lower())
        written += (f"{group}.{line}" if group else line for line in bundle.lines)
    return tuple(written)


def kept(said: dict[str, str], before: dict[str, str]) -> dict[str, str]:
    """Return what a card says, with the extras that it said before and no longer does."""
    last = before.get("extras")
    if last is None or said.get("extras") == last:
        return said
    both = JOINT.join(merged(split(last), split(said.get("extras"))))
    return {**said, "extras": both}


def missing(said: str | None, before: str | None) -> Iterator[tuple[str, str]]:
    """Yield the extras that a card said before and no longer does: what each is, and its value."""
    if before is None or said == before:
        return
    there = {bundle.key() for bundle in _bundles(split(said))}
    for bundle in _bundles(split(before)):
        if bundle.key() not in there:
            for line in bundle.lines:
                name = name_of(line)
                if name not in _LABELS:
                    yield _CALLED.get(name, name), _read(name, line)


def _read(name: str, line: str) -> str:
    """Return the value of a property as people read it, an address without empty parts."""
    found = _VALUE.match(line)
    value = found[1] if found else ""
    if name == "ADR":
        value = ", ".join(filter(None, map(str.strip, _PARTS.split(value))))
    return _ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], value)


def name_of(line: str) -> str:
    """Return the name of a property in capitals, without its group and parameters."""
    rest = _head(line)[1]
    return rest[: _first(rest)].upper()


def _bundles(lines: Iterable[str]) -> Iterator[_Bundle]:
    groups: dict[str, _Bundle] = {}
    found: list[_Bundle] = []
    for line in lines:
        group, rest = _head(line)
        bundle = groups.get(group.lower()) if group else None
        if bundle is None:
            bundle = _Bundle(group, rest)
            found.append(bundle)
            if group:
                groups[group.lower()] = bundle
        else:
            bundle.lines.append(rest)
    yield from found


def _head(line: str) -> tuple[str, str]:
    """Return the group of a line, and the line without it."""
    dot = line.find(".")
    if dot < 0 or dot > _first(line):
        return "", line
    return line[:dot], line[dot + 1 :]


def _first(line: str) -> int:
    """Return where the name of a property ends."""
    return min((at for at in (line.find(":"), line.find(";")) if at >= 0), default=len(line))
