"""What a cell of a table really holds, under what other programs put around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reflog.domain.names import fold
from reflog.formats import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EMPTY = frozenset(
    "nan NaN NAN NULL Null null None - -- n/a N/A #N/A <NA> #NV #NULL! #VALUE! #REF! \u2014".split()
)
"""What programs write where there is nothing."""

_NO_NAMES = frozenset(
    "(no name); no name; <no name>; unnamed; (unnamed); new contact; (new contact)".split("; ")
)
"""What programs show in the place of a name."""

_NOBODY = words.folded_in("nobody") | {""}
_PLAIN_NUMBER = frozenset("0123456789+-( )")
_FEW = 5  # digits that are no whole number yet: on a side of a slash, before a decimal point

BETWEEN = " ::: "
"""Separates the values of one cell, as in Google Contacts."""

_RUN = re.compile(r":\\*:\\*:")
_GAP = re.compile(r":(\\*)(?=:)")
_WIDER_GAP = re.compile(r":\\(\\*)(?=:)")

_ADDRESSES = re.compile(r"[\s,;|<>()\[\]\"]+|:::")
_QUOTES = "'\"`\u2018\u2019\u201c\u201d "
_AROUND = f"{_QUOTES}.:,;"
_NUMBERS = re.compile(
    r"\s*(?:[|;&\r\n\v]|:::|(?<=\s)(?:or|and|oder|und|ou|et|of|en|o|y|e)\s)\s*", re.IGNORECASE
)
_DOUBTFUL = re.compile(r"\s*[/,]\s*")
_LABEL = re.compile(r"\(?([^\W\d_][^\d+:()]{0,24}?)\)?[.:]?\s*(?=\(?\+?\(?\d)")
_BEHIND = re.compile(r"\s*[(\[]([^()\[\]\d]*)[)\]]\s*$")
_WORD_BEHIND = re.compile(
    r"[\s\u2013-]+(?:home|work|office|mobile|cell|main|private|personal|business|direct|landline"
    r"|privat|b\u00fcro|gesch\u00e4ftlich|mobil|handy|bureau|domicile|portable|casa|oficina|m\u00f3vil"
    r"|ufficio|cellulare|thuis|werk|mobiel|trabalho|celular)\.?$",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_WHOLE = re.compile(r"(\+?\d+)[.,]0+")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|de|ch|co|uk)(?:/\S*)?"
)
_OF_A_FIRM = (
    "(?:sons?|daughters|brothers|bros|partners?|associates|co|cie|s\u00f6hne|sohn|fils|figli|hijos)"
)
_AND = re.compile(
    r"\s*(?:[;|\r\n\v]|:::|/"  # Smith & Sons are one
    rf"|(?:&|\s(?:and|AND|und|et|y|e|en)\s)(?!\s*(?i:{_OF_A_FIRM})\b))\s*"
)
_NONE_OF_THEM = re.compile(r"(?i)(?<![\w.])n/a(?![\w.])")
_LAST_FIRST = re.compile(r"([^\s,]+(?:\s[^\s,]+)?),\s*([^\s,]+(?:\s[^\s,]+)?)")
_LABELED = re.compile(r"(?<=\w)\s*[(\[][^()\[\]@]*[)\]]$")
_ADDRESS_BEHIND = re.compile(
    r"^(.*\S)\s*[<(\[]\s*(?:mailto:)?([^\s<>()\[\]]+@[^\s<>()\[\]]+)\s*[>)\]]$"
)
_DEGREES = frozenset(
    "jr jr. sr sr. ii iii iv md m.d. phd ph.d. esq esq. cpa mba inc inc. ltd ltd. llc gmbh".split()
)


def plain(text: str) -> str:
    """Return a cell's text without the formula (`="..."`) that some programs wrap it in."""
    found = _WRAPPED.fullmatch(text)
    return found[1].replace('""', '"') if found else text


def addresses(text: str) -> list[str]:
    """Return the e-mail addresses in a cell, without names and labels.

    A cell without any address comes back whole, to be refused with a remark.
    """
    if "@" not in text or _ADDRESSES.search(text) is None:
        one = text.strip(_AROUND)
        return one.split("/") if one.count("@") > 1 and "/" in one else [one]
    found: list[str] = []
    for token in _ADDRESSES.split(text):
        for part in token.split("/") if token.count("@") > 1 else [token]:
            address = part.strip(_AROUND)
            if "@" in address:
                found.append(address.rpartition(":")[2] or address)
    return found or [text]


def is_plain_number(text: str) -> bool:
    """Return whether a text is one phone number as most are: nothing to take off, or to doubt."""
    return _PLAIN_NUMBER.issuperset(text) and text[-1:] != ")"


def numbers(text: str) -> Iterator[str]:
    """Yield the phone numbers in a cell, spelled as they are there."""
    for part in filter(str.strip, _NUMBERS.split(text)):
        sides = _DOUBTFUL.split(part)  # of a slash or a comma: where each is whole, they are two
        are_whole = all(sum(map(str.isdecimal, side)) > _FEW for side in sides)
        yield from sides if are_whole else [part]


@lru_cache(1024)
def is_unanswered(label: str) -> bool:
    """Return whether a label or a labeled number is a fax's or a pager's, which nobody answers."""
    folded = fold(label)
    return any(word in folded for word in ("fax", "pager", "telecop"))


def number(text: str) -> str:
    """Return a phone number without its label, quotes, and what a spreadsheet added."""
    text = text.strip(_QUOTES).removeprefix("=").rstrip(". ")
    if is_plain_number(text):
        return text
    text = _BEHIND.sub("", text).strip(_QUOTES).rstrip(". ")
    text = _WORD_BEHIND.sub("", text)
    if found := _LABEL.match(text):
        text = text[found.end() :]
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole and len(whole[1]) > _FEW else text


def is_cut(text: str) -> bool:
    """Return whether a spreadsheet has rounded a phone number (4.47701E+11), so its end is lost."""
    if _SCIENTIFIC.fullmatch(text):
        return True
    found = _DECIMAL.fullmatch(text)
    return found is not None and (len(found[1]) > _FEW or len(found[1]) == 1)


def display(text: str) -> tuple[str, str]:
    """Split `Ann Berg <ann@example.com>` into name and address; the address may be ""."""
    if "@" not in text:
        return unquoted(text), ""
    found = _ADDRESS_BEHIND.match(text)
    return (unquoted(found[1]), found[2]) if found else (text, "")


def unquoted(text: str) -> str:
    """Return a text without the quotes around all of it."""
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1].strip()
    return text


def is_no_name(text: str) -> bool:
    """Return whether a text can't be a name: an address, a number or a placeholder."""
    if "@" in text[1:]:
        return " " not in text
    if (text[:1] in "(<UuNn" and fold(text) in _NO_NAMES) or text in EMPTY:
        return True
    return not any(map(str.isalpha, text)) and any(map(str.isdecimal, text))


def turned(name: str) -> str | None:
    """Return `Berg, Ann` as Ann Berg; None unless one comma stands between two words."""
    last, comma, first = name.partition(", ")
    words = last.split() + first.split()
    if not comma or len(words) != 2 or first.lower() in _DEGREES or "," in first:  # noqa: PLR2004
        return None
    return f"{first} {last}"


@lru_cache(4096)  # a file names few, and each of them very often
def referrers(text: str) -> tuple[str, ...]:
    """Return the names of those who referred somebody; none for words like "nobody"."""
    if _URL.fullmatch(text.strip()) or _is_nobody(text):
        return ()
    named: list[str] = []
    for part in _AND.split(_NONE_OF_THEM.sub("", text).strip(", ")):
        some = [piece.strip() for piece in part.split(",")]
        each = some if len(some) > 1 and all(" " in piece for piece in some) else [part.strip()]
        for piece in each:
            called, address = display(_LABELED.sub("", piece))
            name = f"{called} <{address}>" if address else called
            if name and not _is_nobody(name) and not _URL.fullmatch(name):
                found = _LAST_FIRST.fullmatch(name)
                is_turned = found and found[2].lower() not in _DEGREES
                named.append(f"{found[2]} {found[1]}" if found and is_turned else name)
    return tuple(named)


def _is_nobody(text: str) -> bool:
    """Return whether a referrer is a word like none, alone or in brackets."""
    return fold(text.strip("()[]<>.- \u2013\u2014")) in _NOBODY


def joined(values: Iterable[str]) -> str:
    """Return the values in one cell, so that `parted` returns the same again.

    One that has three colons itself is written with a backslash between them.
    """
    return BETWEEN.join(_GAP.sub(r":\\\1", one) if _RUN.search(one) else one for one in values)


def parted(text: str) -> list[str]:
    """Return the values in a cell that `joined` wrote."""
    parts = filter(None, (part.strip() for part in text.split(BETWEEN.strip())))
    return [_WIDER_GAP.sub(r":\1", one) if _RUN.search(one) else one for one in parts]
