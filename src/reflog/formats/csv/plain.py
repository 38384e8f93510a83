"""What a column means by its name alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.names import fold
from reflog.formats import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEANS = {word: target for target, called in words.listed("names") for word in called}

_BEFORE = frozenset(
    "home work mobile business office private personal primary main other secondary alternate "
    "alternative contact company daytime evening direct cell first second".split()
)
_BEHIND = {
    "email": frozenset({"address", "addresses"}),
    "phone": frozenset({"number", "numbers", "no", "nr"}),
    "company": frozenset({"name"}),
    "street": frozenset({"address", "line"}),
    "tag": frozenset({"name", "names"}),
    "name": frozenset({"name"}),
    "fax": frozenset({"number", "no", "nr"}),
    "pager": frozenset({"number", "no", "nr"}),
}
_WHO_SENT = frozenset(
    f"{verb} {joint}"
    for verb in ("sent", "came", "referred", "introduced", "recommended", "brought", "passed on")
    for joint in ("by", "through", "via", "to us by", "to me by", "by whom")
)
_WHO_SENT |= frozenset(
    f"who {verb}{whom}"
    for verb in ("sent", "referred", "introduced", "recommended", "brought")
    for whom in ("", " them", " him", " her")
)
"""How people head the column of who referred whom in tables of their own."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETED = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(r"[^\W_]+")
_REACHED = frozenset("email phone street city region code country fax pager website".split())
_AT_WORK = frozenset({"work", "business", "company", "office"})
_AT_HOME = frozenset({"home", "private", "personal"})
_MOST_WORDS = 8
"""More words than these in a column's name name no field: it may be a row read as one cell."""


def meanings(header: Sequence[str]) -> tuple[str | None, ...]:
    """Return the target of each column by its name, None if that is unclear."""
    folded = tuple(map(fold, header))
    return tuple(
        _meaning(column if called == plain else called)
        for column, plain, called in zip(header, folded, words.english(folded), strict=True)
    )


@lru_cache(4096)
def _meaning(column: str) -> str | None:
    if words.is_referral(column):
        return "referred-by"
    if found_in := _BRACKETED.fullmatch(column):  # "Email (work)" is "work Email"
        column = f"{found_in[2]} {found_in[1]}"
    said = _WORD.findall(fold(_CAMEL.sub(" ", column)))
    if " ".join(said) in _WHO_SENT:
        return "referred-by"
    said = said[:1] + [word for word in said[1:] if not word.isdecimal()]
    if not said or len(said) > _MOST_WORDS:
        return None
    found = _of(said)
    said[-1] = said[-1].rstrip("0123456789") or said[-1]
    return found or _of(said)


def place_kind(column: str) -> str:
    """Return "home" or "work" if a column's name says which, else ""."""
    (called,) = words.english((fold(column),))
    said = set(_WORD.findall(called))
    return "work" if said & _AT_WORK else "home" if said & _AT_HOME else ""


def _of(said: list[str]) -> str | None:
    if target := _MEANS.get("".join(said)):
        return target
    if len(said) > 1 and (target := _of(said[:-1])) and said[-1] in _BEHIND.get(target, ()):
        return target
    if len(said) > 1 and said[0] in _BEFORE:
        target = _of(said[1:])
        is_one = (
            target in _REACHED
            or (target == "name" and said[0] == "contact")
            or (target in {"company", "profession"} and said[0] in _AT_WORK | {"contact"})
        )
        return target if is_one else None
    return None
