"""Building a card: every value is cleaned and checked against the ledger's limits, or left out.

Invisible characters go: controls, direction marks (iPhones put them around phone numbers), odd
white space. A value that still can't be kept is left out with a remark that names its line and
column, never the value itself.
"""

from __future__ import annotations

import gc
import re
import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reflog.domain.cards import extras as kept_extras
from reflog.domain.cards.card import Card, Left
from reflog.domain.contacts import LONGEST_NAME, LONGEST_TEXT, ROLES
from reflog.domain.forms import LONGEST_LINE
from reflog.domain.names import equal, fold, is_cjk, typed, words_of
from reflog.domain.names.parts import name_in_card
from reflog.errors import UsageError
from reflog.formats import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reflog.formats.remarks import Remarks

VCARD = "vcard"
OWN = "reflog"
"""Where every value stands as the ledger keeps it."""

NO_FIRMS = "linkedin"
"""Where everyone is a person: without a name, they are not called by their company."""

NO_BEGINNING = "@#+ "
"""What no name begins with, and the names of firms do."""

BY_COMPANY = "Named after the company (no name)"
BY_EMAIL = "Named after the e-mail address (no name)"

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# Controls, soft hyphens, marks of direction and of order, zero-width space; joiners stay,
# Persian and emoji are written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff"
    "\U000e0001-\U000e007f]"
)
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_WHOLE = frozenset({"name", "shown"})
_BOTH = _WHOLE | {"first", "last"}
PLACE_PARTS = ("box", "more", "street", "city", "region", "code", "country")
_NO_MARKS = str.maketrans(dict.fromkeys('";:,\\^', " "))
"""What would end the value of a parameter, or is written there in another way."""

_NO_NAME = re.compile(r"[^A-Z0-9]+")
_NO_DIGITS = re.compile(r"\D+")
_NO_WORDS = re.compile(r"[\W\d_]+")


def line_of(text: str) -> str:
    """Return a text as one line: single spaces, and no invisible characters."""
    if not (text.isascii() and text.isprintable()):
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


class Draft:
    """Collects what a file says about one person.

    Attributes:
        line: where the person begins in the file.
        label: of what is taken now, if its column or property has one ("Home").
        key: the file's own identity of the person, if it has one.
        is_owner: the person owns the ledger that the file came from.
        is_as_shown: the whole name counts, not the parts of it.
    """

    def __init__(self, line: int, source: str, remarks: Remarks) -> None:
        self.line = line
        self.label = ""
        self.source = source
        self.key: str | None = None
        self.is_owner = False
        self._remarks = remarks
        self._parts: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        self._single: dict[str, str] = {}
        self._many: dict[str, dict[str, str]] = {}
        self._notes: list[str] = []
        self._extras: list[str] = []
        self._places: dict[str, dict[str, str]] = {}
        self._departments: list[str] = []
        self._born: dict[str, str] = {}
        self._others: dict[str, list[str]] = {}
        self.is_as_shown = False
        self.is_own = source == OWN

    def shown(self, text: str, column: str) -> bool:
        """Set the name the person is filed under, used if no other is; False if there is one."""
        return self.part("shown", text, column)

    def part(self, part: str, text: str, column: str) -> bool:
        """Set the full name or a part of it, first or last …; False if there is one already."""
        self._columns.setdefault(part, column)
        return self._one(self._parts, part, text, column, LONGEST_LINE * 5)

    def single(self, field: str, text: str, column: str) -> bool:
        """Set a company, profession or city; False if there is another already."""
        return self._one(self._single, field, text, column, LONGEST_LINE)

    def role(self, text: str, column: str) -> bool:
        """Set why they send business; False if there is another role already."""
        role = "-".join(fold(line_of(text)).split())
        if role not in ROLES:
            self.leave(f"{column} is not a role ({', '.join(ROLES)})")
            return True
        return self._one(self._single, "role", role, column, LONGEST_LINE)

    def email(self, text: str, column: str) -> None:
        """Add the e-mail addresses in a text, also in brackets or behind `mailto:` or a label."""
        text = line_of(text)
        for address in [text] if self.is_own else cells.addresses(text):
            bare = _without_scheme(address, "mailto:")
            refusal = f"{column} is not an e-mail address"
            is_kept = self._checked("emails", typed.check_email, bare, refusal)
            host = bare.partition("@")[2]
            if is_kept and "." not in host and not self.is_own:
                said = f"{column} looks cut off ({host} has no ending), kept as it is,"
                self._remarks.add(said, self.line)

    def phone(self, text: str, column: str) -> None:
        """Add a phone number, also behind `tel:` or a label."""
        number = line_of(text)
        if not cells.is_plain_number(number):
            number = _without_scheme(number.translate(_DASHES), "tel:")
            number = number if self.is_own else cells.number(number)
        if cells.is_cut(number) and not self.is_own:
            self.leave(f"{column} is a number that a spreadsheet has cut")
        else:
            self._checked("phones", typed.check_phone, number, f"{column} is not a phone number")

    def has_place(self, kind: str) -> bool:
        """Return whether a postal address is kept that says more than the person's city."""
        parts = self._places.get(kind, {})
        return any(part != "city" or text != self._single.get(part) for part, text in parts.items())

    def alias(self, text: str, column: str) -> None:
        """Add another name that the person goes by."""
        self._checked("aliases", kept_name, line_of(text), f"{column} is not a name")

    def tag(self, text: str, column: str) -> None:
        """Add a tag."""
        tag = line_of(text)
        if len(tag) > LONGEST_LINE:
            self.leave(f"{column} has more than {LONGEST_LINE} characters")
        elif tag:
            tags = self._many.setdefault("tags", {})
            tags.setdefault(fold(tag) or tag, sys.intern(tag))

    def referred_by(self, text: str, column: str, *, is_one: bool = False) -> None:
        """Add the names of those who referred the person; a word like "nobody" gets a remark."""
        names = (line_of(text),) if is_one else cells.referrers(line_of(text))
        if not names and text.strip():
            self.leave(f"{column} names nobody")
        for name in names:
            called = name.removeprefix("@")  # a handle, as it is typed
            self._checked("referred_by", kept_name, called, f"{column} is not a name")

    def keep(self, name: str, text: str) -> None:
        """Keep something the ledger has no field for, as a vCard property."""
        if value := line_of(text):
            self._extras.append(f"{name}:{escaped(value)}")

    def other(self, column: str, text: str) -> None:
        """Keep what the ledger has no field for, under the name of its column."""
        value = "\n".join(filter(None, map(line_of, text.splitlines())))
        before = self._others.setdefault(_property_of(column), [])
        if len(value) + sum(map(len, before)) > LONGEST_TEXT:
            self.leave(f'"{column[:LONGEST_LINE]}" has more than {LONGEST_TEXT} characters')
        elif value:
            before.append(value)

    def has_street(self, kind: str) -> bool:
        """Return whether the parts of a postal address are known one by one."""
        return kind in self._places

    def place(self, kind: str, part: str, text: str) -> None:
        """Keep a part of a postal address, one of PLACE_PARTS; `kind` is home or work."""
        if value := line_of(text):
            parts = self._places.setdefault(kind, {})
            parts[part] = f"{parts[part]}\n{value}" if part in parts else value

    def born(self, part: str, text: str) -> None:
        """Keep the year, the month or the day of a birthday."""
        if part == "day" or text.strip("0 "):
            self._born[part] = line_of(text)

    def department(self, text: str) -> None:
        """Keep a department of the company."""
        if (department := line_of(text)) and department not in self._departments:
            self._departments.append(department)

    def note(self, text: str, column: str) -> None:
        """Add a note; several are joined to one."""
        text = text.replace("\v", "\n") if "\v" in text and not self.is_own else text
        try:
            text = typed.check_text(text, "a note")
        except UsageError:
            self.leave(f"{column} can't be a note")
            return
        if not text.strip() or text in self._notes:
            return
        if sum(len(note) + 1 for note in self._notes) + len(text) > LONGEST_TEXT:
            self.leave(f"{column} makes the note longer than {LONGEST_TEXT} characters")
        else:
            self._notes.append(text)

    def leave(self, what: str) -> None:
        """Remark that a value was left out, and why."""
        self._remarks.add(f"{what}, ignored", self.line)

    def done(self) -> Card | Left:
        """Return the finished card, or the reason there is none."""
        if self.is_owner:
            return Left(line=self.line, reason="that's you")
        name = self._called()
        if not name:
            return Left(line=self.line, reason=self._why_nameless())
        try:
            name = kept_name(name if self.is_own else self.firm(name))
        except UnkeptError as error:
            return Left(line=self.line, reason=f"its name can't be used: {error}")
        if parts := self._kept_parts(name):
            self._extras.insert(0, parts)
        said = f"{name} {parts or ''} {self._single.get('company', '')}"
        if others := [part for part, text in self._parts.items() if text not in said]:
            self._keep_names(others, said)
        if extras := self._kept_extras():
            self._many["extras"] = dict(zip(extras, extras, strict=True))
        # What many people share is kept once.
        held: dict[str, Any] = {field: sys.intern(text) for field, text in self._single.items()}
        held |= {field: tuple(values.values()) for field, values in self._many.items()}
        if "aliases" in held:
            held["aliases"] = tuple(one for one in held["aliases"] if not equal(one, name))
        return Card(
            line=self.line,
            source=self.source,
            key=self.key or None,
            name=name,
            note="\n".join(self._notes) or None,
            **held,
        )

    def _one(self, kept: dict[str, str], field: str, text: str, column: str, longest: int) -> bool:
        value = line_of(text)
        if ":::" in value and self.source not in {OWN, VCARD}:  # a card has a property for each
            self._remarks.add(f"{column} holds several values, only the first taken,", self.line)
            value = value.partition(":::")[0].strip()
        if not value or kept.get(field) == value:
            return True
        if field in kept:
            return False
        if len(value) > longest:
            self.leave(f"{column} has more than {longest} characters")
        else:
            kept[field] = value
        return True

    def _checked(self, field: str, check: Callable[[str], str], text: str, refusal: str) -> bool:
        """Add a value and return True, if it is one; say so if it is none."""
        if not text:
            return False
        try:
            value = check(text)
        except (UsageError, UnkeptError):
            self.leave(refusal)
            return False
        self._many.setdefault(field, {}).setdefault(_sameness(field, value), value)
        return True

    def _full_name(self) -> str:
        """Return the name as it is shown, without its title; else put together of its parts."""
        parts = self._parts
        if self.is_own:
            return parts.get("name", "")
        whole, prefix = self._usable("name"), parts.get("prefix", "")
        first, last = self._usable("first"), self._usable("last")
        if whole and (not (first or last) or not self._says_more(whole, first, last)):
            self.is_as_shown = not (first or last)
            return whole.removeprefix(f"{prefix} ") if prefix else whole
        if is_cjk(first + last):
            return last + first
        if first and whole and not last:
            last = whole  # of two columns, first name and name
        middle, suffix = parts.get("middle"), parts.get("suffix")
        together = " ".join(filter(None, (first, middle, last, suffix if first or last else "")))
        return together or self._usable("shown")

    def _usable(self, part: str) -> str:
        """Return a part of the name, "" where it is none: an address or a number."""
        text = self._parts.get(part, "")
        if not text or (text[0] not in "UNn" and text.replace(" ", "").isalpha()):
            return text
        name, address = cells.display(text)
        if address:
            self.email(address, part)
        return "" if cells.is_no_name(name) else name

    def _called(self) -> str:
        """Return what to call the person; of a number, which is no name, it is said why."""
        if name := self._full_name():
            return name
        text = " ".join(self._parts.get(part, "") for part in ("name", "first", "last")).strip()
        number = "" if "@" in text or any(map(str.isalpha, text)) else text
        if number and _is_name(number):  # as 24/7 is
            return number
        return self._stand_in() or (number if number and typed.refusal(number) else "")

    @staticmethod
    def _says_more(whole: str, first: str, last: str) -> bool:
        """Return whether the parts say a name better: it is turned round, the last one, or none."""
        if first and last and ("," in whole or first not in whole):
            parts, words = {*words_of(first), *words_of(last)}, {*words_of(whole)}
            return parts.isdisjoint(words) or ("," in whole and parts <= words)
        return bool(first) and not last and not {*words_of(first)} <= {*words_of(whole)}

    def _kept_parts(self, name: str) -> str | None:
        """Return the parts of the name as a card has them, where they can't be told from it."""
        if self.source == VCARD or self.is_own or _WHOLE.issuperset(self._parts):
            return None
        first, last = self._parts.get("first", ""), self._parts.get("last", "")
        if first and last and " " not in last and _BOTH.issuperset(self._parts):
            return None
        others = [self._parts.get(part, "") for part in ("middle", "prefix", "suffix")]
        made = name_in_card(name)
        if not (first or last):  # the whole name, and what stands around it
            last, first = made[:2]
        parts = (last, first, *others)
        if parts == made:
            return None
        said = {*words_of(" ".join(parts))}
        fits = {*words_of(f"{first} {last}")} <= {*words_of(name)} <= said
        return f"N:{';'.join(map(escaped, parts))}" if fits else None

    def _keep_names(self, parts: list[str], said: str) -> None:
        """Keep the parts of a name that say what nothing else does: neither it, nor the company."""
        if self.source in {VCARD, OWN}:
            return
        known = {*words_of(" ".join((said, *self._many.get("aliases", {}).values())))}
        for part in parts:
            column, text = self._columns[part], self._parts[part]
            called, _address = cells.display(text)
            if not cells.is_no_name(called) and not {*words_of(called)} <= known:
                self.other(column.strip('"'), text)
                self._remarks.add(f"{column} says another name, kept for export,", self.line)

    def _kept_extras(self) -> list[str]:
        """Return what is kept for the way out, the addresses put together."""
        extras = list(self._extras)
        if self._born and (day := self._birthday()):
            extras.append(day)
        if self._departments:
            parts = (self._single.get("company", ""), *self._departments)
            extras.append(f"ORG:{';'.join(map(escaped, parts))}")
        for kind, place in self._places.items():
            if self.has_place(kind):
                value = ";".join(escaped(place.get(part, "")) for part in PLACE_PARTS)
                extras.append(f"ADR{f';TYPE={kind}' if kind else ''}:{value}")
        for name, values in self._others.items():
            if values:
                extras.append(f"{name}:{escaped(chr(10).join(values))}")
        return list(dict.fromkeys(extras))

    def _birthday(self) -> str:
        """Return the birthday whose parts were given one by one."""
        year, month, day = (self._born.get(part, "") for part in ("year", "month", "day"))
        if month.isdecimal() and day.isdecimal():
            before = f"{int(year):04}-" if year.isdecimal() else "--"
            return f"BDAY:{before}{int(month):02}-{int(day):02}"
        said = " ".join(filter(None, (year, month, day)))
        return f"BDAY;VALUE=text:{escaped(said)}" if said else ""

    def _stand_in(self) -> str:
        """Return what to call someone without a name: an alias, the company, the address."""
        if aliases := self._many.get("aliases"):
            return next(iter(aliases.values()))
        if (company := self._single.get("company")) and self.source != NO_FIRMS:
            self._remarks.add(BY_COMPANY, self.line)
            return self.firm(company)
        for email in self._many.get("emails", {}).values():
            if name := name_in_email(email):
                self._remarks.add(BY_EMAIL, self.line)
                return name
        return ""

    def firm(self, company: str) -> str:
        """Return a name, most often a company's, without a sign that no name begins with."""
        if company[:1] not in NO_BEGINNING:
            return company
        bare = company.lstrip(NO_BEGINNING)
        if any(map(str.isalpha, bare)) and bare != company:
            self._remarks.add(f"The {company[0]} before the name left out", self.line)
            return bare
        return company

    def _why_nameless(self) -> str:
        if self._many.get("emails"):
            return "it has no name, and its e-mail address doesn't suggest one"
        return "it has a phone number but no name" if self._many.get("phones") else "it has no name"


def with_tags(card: Card, tags: Iterable[str]) -> Card:
    """Return a card that has some tags, too."""
    found = {fold(tag) or tag: tag for tag in card.tags}
    for tag in filter(None, tags):
        found.setdefault(fold(tag) or tag, tag)
    return card._replace(tags=tuple(found.values()))


def escaped(text: str) -> str:
    """Return a text escaped as the value of a card's property."""
    return text.translate(_ESCAPES)


class UnkeptError(Exception):
    """The text can't be a name; the message is a clause that says why."""


def _is_name(text: str) -> bool:
    """Return whether all of a text is a name where one is typed, and none of it a phone number."""
    try:
        return typed.new_person(typed.parse_typed(text)).phones == ()
    except UsageError:
        return False


def kept_name(text: str) -> str:
    """Return a name as the ledger stores it.

    Raises:
        UnkeptError: it can't be a name.
    """
    if len(text) > LONGEST_NAME:
        reason = f"it has {len(text)} characters, but at most {LONGEST_NAME} are kept"
        raise UnkeptError(reason)
    try:
        return typed.new_name(text)
    except UsageError:
        raise UnkeptError(typed.refusal(text)) from None


def name_in_email(email: str) -> str:
    """Return the name that an e-mail address suggests, "" if none.

    That is Ann Berg for ann.berg@example.com. A single word is rarely a whole name, so its host is
    added: Info (example.com).
    """
    local, _, host = email.rpartition("@")
    words = [word for word in _NO_WORDS.split(local) if word]
    if not words or max(map(len, words)) < 2:  # noqa: PLR2004 - one letter is no name
        return ""
    return " ".join(words).title() if len(words) > 1 else f"{words[0].title()} ({host.lower()})"


@lru_cache(1024)  # a file has few columns, and each of them in every row
def _property_of(column: str) -> str:
    """Return the property that keeps a column: its name, and the column as the file spells it."""
    bare = line_of(column.translate(_NO_MARKS))[:LONGEST_LINE]
    name = _NO_NAME.sub("-", fold(bare).upper()).strip("-")
    return f'{"-".join(filter(None, ("X", name or "COLUMN")))};{kept_extras.COLUMN}="{bare}"'


def _without_scheme(text: str, scheme: str) -> str:
    return text[len(scheme) :] if text[: len(scheme)].lower() == scheme else text


def _sameness(field: str, value: str) -> str:
    """Return what two values of a list are the same by."""
    if field == "phones":
        return _NO_DIGITS.sub("", value)
    return fold(value) or value


def split_values(text: str, separators: str = "") -> list[str]:
    """Split a cell into its values: at ` ::: `, at line breaks, and at any of the separators."""
    between = _between(separators)
    if between.search(text) is None:
        return [text]
    return [part for part in between.split(text) if part.strip()]


@lru_cache
def _between(separators: str) -> re.Pattern[str]:
    return re.compile(rf":::|[\r\n\v{re.escape(separators)}]")


@contextmanager
def no_garbage() -> Iterator[None]:
    """Pause the garbage collector, which finds nothing among cards and took a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
