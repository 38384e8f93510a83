"""What a person may be called, and what else may be typed about them.

A NAME may have an address with it (`"Ann Berg <ann@example.com>"`) and a marker: `+fred` is a new
person, `@fred` a handle. Errors are raised before anything is looked up, and their messages never
repeat a character that could act on the terminal.
"""

from __future__ import annotations

import unicodedata

from reflog.domain import Record
from reflog.domain.contacts import (
    INVISIBLE,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TEXT,
)
from reflog.domain.names import ME, PUNCTUATION, fold
from reflog.errors import UsageError, quoted

RESERVED = frozenset(
    {"list", "all", "add", "owed", "given", "received", "help", "undo", "none", ME}
)
FEWEST_PHONE_DIGITS = 3
FEWEST_TRAILING_DIGITS = 5  # after a name: fewer may be part of it, as in Studio 54

_MARKERS = "@#+"
_BETWEEN = " ,;:-"  # may stand between a name and its address
_PHONE = frozenset("+-()./")
_TYPED_PHONE = _PHONE | frozenset(" #*,")
_PLAIN_PHONE = _TYPED_PHONE | frozenset("0123456789")
_NOT_IN_EMAIL = frozenset("<>@,;")
_JOINTS = frozenset(" -.'")  # in a name that is title-cased, beside letters

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a symbol without ink
_FIRST_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_OF_A_PLANE = 0xFFFE


class NewPerson(Record):
    """Somebody to be added: the name to store, and the addresses typed with it."""

    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


class Typed(Record):
    """A parsed NAME, typed with `@` or with `+`, or an address and nothing else."""

    name: str
    handle_only: bool = False
    new: bool = False
    bare: bool = False
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def parse_typed(text: str) -> Typed:
    """Parse a typed NAME: marker, name, e-mail addresses, phone numbers.

    An address alone may be somebody's name, but not a new person's. UsageError: nothing is left,
    the name is too long, an e-mail address isn't one, or a character can't be part of a name.
    """
    text = text.strip()
    _refuse(_unprintable(text), "a name")
    handle_only = text.startswith("@")
    new = text.startswith("+") and not _is_phone_alone(text)
    rest = " ".join((text[1:] if handle_only or new else text).split())
    emails: list[str] = []
    phones: list[str] = []
    while cut := _cut_address(rest):
        rest, address = cut
        (emails if "@" in address else phones).insert(0, address)
    if not rest and (emails or phones):
        return Typed(name=" ".join(text.split()), handle_only=handle_only, new=new, bare=True)
    if not rest:
        raise _no_name()
    _require_length(rest)
    return Typed(
        name=rest,
        handle_only=handle_only,
        new=new,
        emails=tuple(emails),
        phones=tuple(phones),
    )


def new_person(typed: Typed) -> NewPerson:
    """Return the person to add for a NAME that nobody has (UsageError: it can't be a name)."""
    if typed.bare:
        message = f"{quoted(typed.name)} has an address but no name"
        raise UsageError(message, hint='give both, in quotes: "Ann Berg <ann@example.com>"')
    return NewPerson(name=new_name(typed.name), emails=typed.emails, phones=typed.phones)


def new_name(text: str) -> str:
    """Return the name to store, capitalized if it was typed without any capitals.

    UsageError: it can never be a contact's: empty, more than 200 characters, digits alone, a word
    of the command line, a marker in front, or characters that no name can have.
    """
    _refuse(_unprintable(text.strip()), "a name")
    typed = " ".join(text.split())
    name = _title_cased(typed)
    if not name:
        raise _no_name()
    _require_length(name)
    if (refused := _refusal(name)) is not None:
        reason, hint = refused
        message = f"{quoted(typed)} can't be a name: {reason}"
        raise UsageError(message, hint=hint)
    return name


def refusal(text: str) -> str | None:
    """Return why a text of 1 to 200 characters can't be a name, as a clause; None if it can."""
    if _unprintable(text):
        return "it has a character that names can't have"
    refused = _refusal(text)
    return refused[0] if refused else None


def check_text(text: str, what: str, limit: int = LONGEST_TEXT) -> str:
    """Return a free text as it is stored: line feeds only, no white space at the end.

    Control characters are kept, and made harmless where they are shown. UsageError: it is longer
    than the limit, has a NUL, or is not valid UTF-8; its message calls it `what` ("the note").
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if "\0" in text or not text.isascii():
        kept_out = (char for char in text if char == "\0" or unicodedata.category(char) == "Cs")
        _refuse(next(kept_out, None), what)
    if len(text) > limit:
        begun = f"{what[:1].upper()}{what[1:]}"
        message = f"{begun} has {len(text)} characters, but at most {limit} are kept"
        raise UsageError(message, hint="shorten it, or split it in two")
    return text


def check_email(text: str) -> str:
    """Return an e-mail address as typed (UsageError: it can't be one)."""
    email = text.strip()
    _refuse(_unprintable(email), "an e-mail address")
    user, at, host = email.partition("@")
    foreign = email.split() != [email] or not _NOT_IN_EMAIL.isdisjoint(user + host)
    if not (user and at and host) or foreign or len(email) > LONGEST_EMAIL:
        message = f"{quoted(email)} is not an e-mail address"
        raise UsageError(message, hint="give one like ann@example.com")
    return email


def check_phone(text: str) -> str:
    """Return a phone number as typed (UsageError: it can't be one).

    It has at least 3 digits and at most 40 characters: digits, the letters of an extension, spaces
    and `+ - ( ) . / # * ,`.
    """
    phone = text.strip()
    allowed = _PLAIN_PHONE.issuperset(phone) or all(
        char in _TYPED_PHONE or char.isdecimal() or (char.isascii() and char.isalpha())
        for char in phone
    )
    if not allowed or _digits(phone) < FEWEST_PHONE_DIGITS or len(phone) > LONGEST_PHONE:
        message = f"{quoted(phone)} is not a phone number"
        raise UsageError(message, hint='give one like "+1 555 0101"')
    return phone


def _refusal(name: str) -> tuple[str, str] | None:
    """Return why a name never becomes a contact, and what to do; None where it may."""
    if name[0].isalpha() and name.isascii() and " " in name.strip():
        return None  # as most are: seen at a glance
    if name[0] in _MARKERS:
        return f"it begins with {name[0]}", "start it with a letter, a digit or a symbol"
    if not any(unicodedata.category(char)[0] in "LNS" and char not in _BLANK for char in name):
        return "there is nothing in it to read", "give at least one letter, digit or symbol"
    folded = fold(name)
    if folded.replace(" ", "").isdigit():
        return "it's just a number", "numbers are for entries; add a word"
    if folded in RESERVED:
        return "reflog uses that word itself", "give the full name, in quotes"
    return None


def _require_length(name: str) -> None:
    if len(name) > LONGEST_NAME:
        message = (
            f"{quoted(name)} has {len(name)} characters, but a name has at most {LONGEST_NAME}"
        )
        raise UsageError(message, hint="use a shorter name; the rest can be a note")


def _no_name() -> UsageError:
    return UsageError("The name is missing", hint='give one of 1 to 200 characters: "Ann Berg"')


def _cut_address(text: str) -> tuple[str, str] | None:
    """Cut the last address off a single-spaced text: what stands before it, and it."""
    before, _, last = text.rpartition(" ")
    bracketed = text.endswith(">") and "<" in text and "@" in text[text.rfind("<") :]
    if bracketed:
        before, _, last = text[:-1].rpartition("<")
    if bracketed or "@" in last[1:]:
        return before.rstrip(_BETWEEN), check_email(last)
    run = _trailing_phone(text.split())
    if _digits(run) < FEWEST_TRAILING_DIGITS or text.isdecimal():
        return None
    return text.removesuffix(run).rstrip(_BETWEEN), check_phone(run)


def _trailing_phone(words: list[str]) -> str:
    """Return the last words that look like one phone number, from its `+` on if it has one."""
    run: list[str] = []
    for word in reversed(words):
        if not all(char in _PHONE or char.isdecimal() for char in word) or _is_iso_date(word):
            break
        run.insert(0, word)
        if word.startswith("+"):
            break
    while run and not _digits(run[0]):
        del run[0]
    return " ".join(run)


def _is_phone_alone(text: str) -> bool:
    """Return whether a text with a `+` before it is a phone number, and no marker and a name."""
    return _digits(text) >= FEWEST_TRAILING_DIGITS and _trailing_phone(text.split()) == (
        " ".join(text.split())
    )


def _is_iso_date(word: str) -> bool:
    """Return whether the word is written as a day, 2026-12-01, and so is no phone number."""
    return [len(part) if part.isdecimal() else 0 for part in word.split("-")] == [4, 2, 2]


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _title_cased(name: str) -> str:
    """Give a name of letters, spaces, hyphens, apostrophes and full stops its capitals.

    One that has a capital already, or anything else in it, is left as it is; so is a
    single letter after an apostrophe (`moe's`).
    """
    if not name.islower():
        return name
    plain = name.translate(PUNCTUATION)
    if not all(char in _JOINTS or unicodedata.category(char)[0] in "LM" for char in plain):
        return name
    return "".join(
        char.title() if before in _JOINTS and not (before == "'" and after in _JOINTS) else char
        for before, char, after in zip(" " + plain, name, plain[1:] + " ", strict=False)
    )


def _unprintable(text: str) -> str | None:
    """Return the first character that can't be shown as it is; None where all can, as in most."""
    if text.isprintable() and (text.isascii() or INVISIBLE.isdisjoint(text)):
        return None
    return next(filter(_is_unprintable, text), None)


def _is_unprintable(char: str) -> bool:
    """Return whether it is a control, half a character, a separator, an override or invisible."""
    code = ord(char)
    return (
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or char in _BIDI
        or char in INVISIBLE
        or code in _FIRST_NONCHARACTERS
        or code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE
    )


def _refuse(char: str | None, what: str) -> None:
    """Raise UsageError if there is a character that can't be part of a text."""
    if char is None:
        return
    half = unicodedata.category(char) == "Cs"
    hint = "the text is not valid UTF-8; " if half else ""
    message = f"U+{ord(char):04X} can't be part of {what}"
    raise UsageError(message, hint=f"{hint}type it again without that character")
