"""What other programs call things: the columns of their tables, labels, other languages.

The long lists are text beside this module, a name and what is so called on each line.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reflog.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


def listed(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each line of a list: what stands before its colon, and the values behind it."""
    with open(os.path.join(os.path.dirname(__file__), f"{name}.txt"), encoding="utf-8") as file:
        for line in file.read().replace("\n  ", " ").splitlines():
            if line and line[0] != "#":
                key, _, values = line.partition(": ")
                yield key, values.split("; ")


def folded_in(name: str) -> frozenset[str]:
    """Return all values of a list, folded."""
    return frozenset(fold(one) for _key, values in listed(name) for one in values)


_LABELS = frozenset("".join(label.split()) for label in folded_in("referrals"))


@lru_cache(1024)  # a file has few labels, and each of them very often
def is_referral(label: str) -> bool:
    """Return whether a label means "referred by", also as Google and Apple mark it."""
    bare = label.strip("* :").removeprefix("_$!<").removesuffix(">!$_")
    return "".join(fold(bare).replace("-", " ").replace("_", " ").split()) in _LABELS


def english(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded column names in English; those that aren't known stay as they are."""
    found = [_english().get(column, column) for column in columns]
    return tuple(map(_either, columns, found, [frozenset(found)] * len(found)))


@cache
def _english() -> dict[str, str]:
    """Return the English column of each folded one."""
    found: dict[str, str] = {}
    for column, called in listed("languages"):
        for other in called:
            found.setdefault(fold(other), column)
    return found


def _either(column: str, called: str, others: frozenset[str]) -> str:
    """Return what a column is called, if need be by the others: a `Nom` or a `Name` is either."""
    if column in {"nombre", "nome"}:
        return "first name" if others & {"last name", "apelido"} else "name"
    if column in {"nom", "name"}:
        is_last = "first name" in others and "last name" not in others
        return "last name" if is_last else "name"
    if column == "apelido":
        return "nickname" if "last name" in others else "last name"
    return called
