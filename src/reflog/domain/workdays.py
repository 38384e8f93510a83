"""Workdays: the weekdays on which something may fall due, as `config workdays` sets them."""

from __future__ import annotations

from reflog.domain.days import ABBREVIATED, WEEKDAYS
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

MONDAY_TO_FRIDAY = "mon-fri"
ALL = "all"

_NAMES = [name[:ABBREVIATED].lower() for name in WEEKDAYS]
_FORMS = "for example mon-fri, mon-thu, sun-thu, mon,wed,fri, or all"


def parse(text: str) -> str:
    """Return workdays as they are stored: ranges and days, in short names without spaces.

    Raises:
        UsageError: it names no weekday, or something else.
    """
    spaced = " ".join(text.lower().replace(",", " ").replace("-", " - ").split())
    words = spaced.replace(" to ", " - ").replace(" - ", "-").split()
    parts = ["-".join(_short(name) for name in word.split("-")) for word in words]
    if parts == [ALL]:
        return ALL
    if (
        not parts
        or not all(name in _NAMES for part in parts for name in part.split("-"))
        or any(part.count("-") > 1 for part in parts)
    ):
        message = f"workdays has to be weekdays, or all, not {quoted(text)}."
        raise UsageError(message, hint=_FORMS)
    return ",".join(dict.fromkeys(parts))


def of(kept: str) -> frozenset[int]:
    """Return the weekdays that are workdays; Monday is 0, and a range may run past Sunday."""
    if kept == ALL:
        return frozenset(range(len(_NAMES)))
    found = set()
    for part in kept.split(","):
        first, _dash, last = part.partition("-")
        begin, end = _NAMES.index(first), _NAMES.index(last or first)
        found |= {(begin + ahead) % 7 for ahead in range((end - begin) % 7 + 1)}
    return frozenset(found)


def next_workday(day: date, workdays: Collection[int]) -> date:
    """Return the day itself if it is a workday, else the first workday after it."""
    ahead = next(n for n in range(7) if (day.weekday() + n) % 7 in workdays)
    return day.fromordinal(min(day.toordinal() + ahead, day.max.toordinal()))


def _short(name: str) -> str:
    """Return the short name of a weekday, any other word as it is."""
    whole = {day.lower(): day[:ABBREVIATED].lower() for day in WEEKDAYS}
    return whole.get(name, name)
