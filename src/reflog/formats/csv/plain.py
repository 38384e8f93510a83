"""What a column means by its name alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.names.folding import fold
from reflog.formats.words import english, is_referral

if TYPE_CHECKING:
    from collections.abc import Sequence

_CALLED = {
    "name": "name fullname displayname contact person wholename",
    "first": "firstname givenname forename first",
    "middle": "middlename middle additionalname",
    "last": "lastname surname familyname last",
    "prefix": "prefix salutation honorific",
    "suffix": "suffix",
    "email": "email mail emails",
    "phone": "phone mobile cell tel telephone cellphone mobilephone phones cellular handy natel",
    "company": "company organisation organization org firm employer business organizationname "
    "account",
    "profession": "profession jobtitle title position occupation job",
    "city": "city town locality",
    "note": "notes note comments comment remarks remark",
    "tag": "tags tag labels label groups group categories category",
    "role": "role",
    "alias": "nickname alias nicknames aliases",
    "department": "department division",
    "anniversary": "anniversary",
    "spouse": "spouse",
    "birthday": "birthday birthdate dateofbirth dob",
    "website": "website webpage homepage url web",
    "street": "street address streetaddress postaladdress mailingaddress",
    "region": "state region province county",
    "code": "zip zipcode postalcode postcode",
    "country": "country countryregion",
    "fax": "fax faxnumber telefax",
    "pager": "pager pagernumber",
}
_MEANS = {word: target for target, words in _CALLED.items() for word in words.split()}

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
_REACHED = frozenset(
    {"email", "phone", "street", "city", "region", "code", "country", "fax", "pager"}
)
_AT_WORK = frozenset({"work", "business", "company", "office"})
_AT_HOME = frozenset({"home", "private", "personal"})
_MOST_WORDS = 8
"""More words than these in a column's name name no field: it may be a row read as one cell."""


def meanings(header: Sequence[str]) -> tuple[str | None, ...]:
    """Return the target of each column by its name, None if that is unclear."""
    folded = tuple(map(fold, header))
    return tuple(
        _meaning(column if called == plain else called)
        for column, plain, called in zip(header, folded, english(folded), strict=True)
    )


@lru_cache(4096)
def _meaning(column: str) -> str | None:
    if is_referral(column):
        return "referred-by"
    if found_in := _BRACKETED.fullmatch(column):  # "Email (work)" is "work Email"
        column = f"{found_in[2]} {found_in[1]}"
    words = _WORD.findall(fold(_CAMEL.sub(" ", column)))
    if " ".join(words) in _WHO_SENT:
        return "referred-by"
    words = words[:1] + [word for word in words[1:] if not word.isdecimal()]
    if not words or len(words) > _MOST_WORDS:
        return None
    found = _of(words)
    words[-1] = words[-1].rstrip("0123456789") or words[-1]
    return found or _of(words)


def place_kind(column: str) -> str:
    """Return "home" or "work" if a column's name says which, else ""."""
    (called,) = english((fold(column),))
    words = set(_WORD.findall(called))
    if words & _AT_WORK:
        return "work"
    return "home" if words & _AT_HOME else ""


def _of(words: list[str]) -> str | None:
    if target := _MEANS.get("".join(words)):
        return target
    if len(words) > 1 and (target := _of(words[:-1])) and words[-1] in _BEHIND.get(target, ()):
        return target
    if len(words) > 1 and words[0] in _BEFORE:
        target = _of(words[1:])
        if target in _REACHED or (target == "name" and words[0] == "contact"):
            return target
        if target in {"company", "profession"} and words[0] in _AT_WORK | {"contact"}:
            return target
        if target == "website":
            return target
    return None
