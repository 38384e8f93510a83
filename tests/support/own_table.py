"""What people of a ledger can be called and hold, for examples of a property."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from reflog.domain.names import fold
from reflog.formats.draft import UnkeptError, kept_name, line_of

HARD = st.text(st.sampled_from("'=+-@|% \"\n,;\uff1d1aÄé語"), max_size=6)
COLONS = st.text(st.sampled_from(":\\ a"), max_size=8)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | HARD | COLONS


def is_name(text: str) -> bool:
    try:
        return kept_name(line_of(text)) == text
    except (UnkeptError, IndexError):
        return False


LINE = TEXT.map(line_of)
NAME = LINE.filter(bool).filter(is_name)
NOTE = (TEXT | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))).map(
    str.rstrip
)
EMAIL = st.from_regex(r"[a-z=+'-]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
PHONE = st.from_regex(r"[+(]?[0-9]{3,9}( [0-9]{2,5})?", fullmatch=True)


def unlike(values: st.SearchStrategy[str], by: Any = fold) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=3, unique_by=lambda value: by(value) or value)


def digits(phone: str) -> str:
    return "".join(filter(str.isdecimal, phone))
