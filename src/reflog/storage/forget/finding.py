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
_END = ""


def naming_pattern(known: Identity, others: set[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return a pattern that finds a person in other people's texts.

    Args:
        known: the person.
        others: what others in the ledger are known by too, which proves nothing.
    """
    handles = {one for one in known.handles if ("handle", one) not in others}
    return _pattern(
        {
            *(one for one in known.names if ("name", folding.fold(one)) not in others),
            *(one for one in known.addresses if ("address", folding.fold(one)) not in others),
            *(one for one in handles if "-" in one),
            *(f"@{one}" for one in handles),
            *(f"({one})" for one in handles),
        }
    )


def exact_pattern(known: Identity) -> re.Pattern[str] | None:
    """Return a pattern that finds a person's names and handles in the history."""
    return _pattern({*known.names, *(f"({one})" for one in known.handles)})


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for any of these texts, the longest that is there.

    It is put together as a tree, so that a text is gone through once however many there are.
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
