"""Taking values out of an object of the ledger's JSON, each checked as it is taken."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from reflog.domain.contacts import LONGEST_TEXT
from reflog.domain.introductions import Step
from reflog.formats.ledger.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import TypeVar

    from reflog.formats.ledger.reading import Found

    T = TypeVar("T")

LARGEST = 2**53
"""The largest number that every reader of JSON takes exactly."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UNFIT = re.compile("[\0\ud800-\udfff]")


class Values:
    """An object's values by key; each method raises UnreadableError with its line and name.

    Attributes:
        line: where it begins.
        name: what messages call it: `#12`, or a handle.
    """

    def __init__(self, found: Found, known: Iterable[str], name: str) -> None:
        if not isinstance(found.value, dict):
            refuse(found.line, f'"{found.section}" is not an object')
        self._value: dict[str, Any] = found.value
        self.line = found.line
        shown = self._value.get(name)
        self.name = found.section
        if isinstance(shown, int):
            self.name = f"#{shown}"
        elif isinstance(shown, str) and shown.isascii() and shown.isprintable():
            self.name = shown[:64]
        if not self._value.keys() <= set(known):
            self.refuse("it has a key that this reflog doesn't know")

    def refuse(self, problem: str) -> NoReturn:
        """Raise UnreadableError with the problem, the line and the name."""
        refuse(self.line, f"{self.name}: {problem}")

    def text(self, key: str, most: int = LONGEST_TEXT, least: int = 1) -> str:
        """Return a text of `least` to `most` characters."""
        return self._needed(key, self.maybe_text(key, most, least))

    def maybe_text(self, key: str, most: int = LONGEST_TEXT, least: int = 1) -> str | None:
        """Return a text of `least` to `most` characters, or None."""
        value = self._value.get(key)
        return None if value is None else self._text(key, value, most, least)

    def texts(self, key: str, most: int, least: int = 1) -> list[str]:
        """Return a list of texts, each of `least` to `most` characters."""
        return [self._text(key, one, most, least) for one in self._list(key)]

    def maybe_texts(self, key: str, most: int) -> list[str | None]:
        """Return a list whose members are texts of at most `most` characters, or None."""
        found = self._list(key)
        return [None if one is None else self._text(key, one, most, 1) for one in found]

    def one_of(self, key: str, among: Collection[str]) -> str:
        """Return a text that is one of several words."""
        return self._needed(key, self.maybe_one_of(key, among))

    def maybe_one_of(self, key: str, among: Collection[str]) -> str | None:
        """Return a text that is one of several words, or None."""
        value = self._value.get(key)
        if value is not None and (not isinstance(value, str) or value not in among):
            self.refuse(f"{key} is not one of {', '.join(among)}")
        return None if value is None else sys.intern(value)

    def day(self, key: str) -> str:
        """Return a day as ISO text."""
        return self._needed(key, self.maybe_day(key))

    def maybe_day(self, key: str) -> str | None:
        """Return a day as ISO text, or None."""
        value = self._value.get(key)
        return None if value is None else self._day(key, value)

    def instant(self, key: str) -> str:
        """Return a UTC instant as ISO text with milliseconds."""
        value = self._value.get(key)
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            self.refuse(f"{key} is not a time like 2026-11-21T08:30:00.125Z")
        return sys.intern(value)

    def uid(self) -> bytes:
        """Return the object's UUID as 16 bytes."""
        value = self._value.get("uid")
        if not isinstance(value, str) or not _UID.fullmatch(value):
            self.refuse("uid is not a UUID")
        return bytes.fromhex(value.replace("-", ""))

    def number(self, key: str, least: int = 1, most: int = LARGEST) -> int:
        """Return a whole number within bounds."""
        return self._needed(key, self.maybe_number(key, least, most))

    def maybe_number(self, key: str, least: int = 1, most: int = LARGEST) -> int | None:
        """Return a whole number within bounds, or None."""
        value = self._value.get(key)
        if value is not None and (type(value) is not int or not least <= value <= most):
            self.refuse(f"{key} is not a whole number from {least} to {most}")
        return value

    def numbers(self, key: str) -> list[int]:
        """Return a list of ledger numbers."""
        found = self._list(key)
        if any(type(one) is not int or not 1 <= one <= LARGEST for one in found):
            self.refuse(f"{key} has something other than numbers")
        return found

    def maybe_row(self, key: str) -> dict[str, int | str | None] | None:
        """Return the values of a row by column, as the journal has them, or None."""
        value = self._value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(f"{key} is not an object")
        for one in value.values():
            if isinstance(one, str) and _UNFIT.search(one):
                self.refuse(f"{key} holds a character that no text may hold")
            if one is not None and type(one) not in {int, str}:
                self.refuse(f"{key} holds something else than numbers and texts")
        return value

    def key(self, key: str) -> int | str:
        """Return the key of a row in the journal: a number or a text."""
        if type(self._value.get(key)) is int:
            return self.number(key)
        return self.text(key)

    def truth(self, key: str) -> bool:
        """Return true or false; a missing key is false."""
        return bool(self.maybe_truth(key))

    def maybe_truth(self, key: str) -> bool | None:
        """Return true, false or None."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, bool):
            self.refuse(f"{key} is neither true nor false")
        return value

    def steps(self, among: Collection[str]) -> list[Step]:
        """Return the steps of an introduction; older files have a list of stages instead."""
        key = "steps" if "steps" in self._value else "stages"
        found = []
        for one in self._list(key):
            if not isinstance(one, dict) or not {"stage", "on"} <= one.keys() <= {*Step.fields}:
                self.refuse(f"{key} has something other than stages with their days")
            if one["stage"] not in among:
                self.refuse(f"a stage is not one of {', '.join(among)}")
            on, told_by = self._day("on of a stage", one["on"]), one.get("told_by")
            moved = one.get("moved", True)
            if not isinstance(told_by, str | None) or type(moved) is not bool:
                self.refuse(f"{key} does not say who told what")
            found.append(Step(stage=one["stage"], on=on, told_by=told_by, moved=moved))
        return found

    def _needed(self, key: str, value: T | None) -> T:
        if value is None:
            self.refuse(f"{key} is missing")
        return value

    def _day(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not _is_day(value):
            self.refuse(f"{key} is not a date like 2026-11-21")
        return sys.intern(value)

    def _text(self, key: str, value: object, most: int, least: int) -> str:
        if not isinstance(value, str):
            self.refuse(f"{key} is not text")
        if not least <= len(value) <= most:
            self.refuse(f"{key} has {len(value)} characters, not {least} to {most}")
        if _UNFIT.search(value):
            self.refuse(f"{key} has characters that can't be kept")
        return value

    def _list(self, key: str) -> list[Any]:
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(f"{key} is not a list")
        return value


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
