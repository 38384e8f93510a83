"""Finding a person in texts that others wrote or that the program did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.domain.names import folding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.storage.forget.identity import Identity

    Tree = dict[str, "Tree"]

_SHORT = 5  # letters: a shorter single word is looked for as it was written
_DIGITS = 9  # of a number without the code of its country: fewer may be something else
_CODE = 3  # digits that the code of a country has at most
_BETWEEN = r"[\s().\-/]{0,3}"
_END = ""


def naming_pattern(known: Identity, others: set[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return a pattern that finds a person in other people's texts.

    Args:
        known: the person.
        others: what others in the ledger are known by too, which proves nothing.
    """
    handles = {one for one in known.handles if ("handle", one) not in others}
    theirs = {spelled for kind, value in others if kind == "address" for spelled in _spelled(value)}
    numbers = {spelled for one in known.addresses for spelled in _spelled(one)} - theirs
    return _pattern(
        numbers=numbers,
        texts={
            *(one for one in known.names if ("name", folding.fold(one)) not in others),
            *(one for one in known.addresses if ("address", folding.fold(one)) not in others),
            *(one for one in handles if "-" in one),
            *(f"@{one}" for one in handles),
            *(f"({one})" for one in handles),
        },
    )


def exact_pattern(known: Identity) -> re.Pattern[str] | None:
    """Return a pattern that finds a person's names and handles in the history."""
    return _pattern({*known.names, *(f"({one})" for one in known.handles)})


def _spelled(address: str) -> set[str]:
    """Return the digits of a phone number, with and without the code of a country."""
    if "@" in address:
        return set()
    digits = "".join(filter(str.isdecimal, address))
    codes = range(_CODE + 1) if address.startswith("+") else (0,)
    return {digits[code:] for code in codes if len(digits) - code >= _DIGITS}


def _pattern(texts: Iterable[str], numbers: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Return a pattern for any of these texts, the longest that is there.

    Numbers are found however their digits are put into groups. It is put together as a tree,
    so that a text is gone through once however many there are.
    """
    trees: dict[tuple[bool, bool, bool], Tree] = {}
    for text in filter(None, map(str.split, filter(None, texts))):
        whole = " ".join(text)
        cased = whole.isalpha() and len(whole) < _SHORT
        tree = trees.setdefault((cased, _has_edges(whole[0]), _has_edges(whole[-1])), {})
        for char in whole if cased else whole.lower():
            tree = tree.setdefault(char, {})
        tree[_END] = {}
    parts = [
        ("(?<!\\w)" if begins else "")
        + (_regex(tree) if cased else f"(?i:{_regex(tree)})")
        + ("(?!\\w)" if ends else "")
        for (cased, begins, ends), tree in sorted(trees.items(), key=lambda one: one[0])
    ]
    parts += [
        rf"(?<!\d)\(?\+?0?{_BETWEEN.join(number)}(?!\d)"
        for number in sorted(numbers, key=len, reverse=True)
    ]
    return re.compile("|".join(parts)) if parts else None


def _regex(tree: Tree) -> str:
    written = ""
    while len(tree) == 1 and _END not in tree:
        ((char, tree),) = tree.items()
        written += _char(char)
    branches = [_char(char) + _regex(below) for char, below in tree.items() if char != _END]
    if branches:
        written += f"(?:{'|'.join(branches)}){'?' if _END in tree else ''}"
    return written


def _char(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)


def _has_edges(char: str) -> bool:
    """Return whether the text's script separates words, as Chinese doesn't."""
    return char.isalnum() and not folding.is_cjk(char)
