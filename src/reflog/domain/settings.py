"""Settings: which there are, their defaults, and the values they may have."""

from __future__ import annotations

from reflog.domain.days import ABBREVIATED, WEEKDAYS
from reflog.domain.names.typed import check_email, check_phone, new_name
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MINE = ("name", "email", "phone", "company")
"""Kept with me, the contact, rather than among the settings."""

MONDAY_TO_FRIDAY = "mon-fri"
ALL = "all"
"""The usual workdays, on which something may fall due, and every day, as `config` has them."""

_SHORT = {name.lower(): name[:ABBREVIATED].lower() for name in WEEKDAYS}
_NAMES = [*_SHORT.values()]

DAYS = "days."
MOST_DAYS = 3650

INTERVALS = {
    "consent": 1,
    "first-call": 1,
    "check-in": 3,
    "outcome": 14,
    "thank": 1,
    "pay-back": 30,
    "report-back": 7,
    "apology": 0,
    "review": 7,
    "stay-in-touch": 90,
    "ask": 14,
    "again": 7,
    "news": 1,
    "result": 1,
    "find": 1,
    "stale": 180,
    "quiet": 90,
    "ask-again": 180,
}
"""Days from an event to what the playbook schedules.

Named by purpose, and more: `again` until a question is asked again, `news` until the introducer
hears that something happened, `result` until a side is asked what came of it; `stale` until what
is known of somebody is too old, `quiet` until one of the circle is, `ask-again` between two asks.
"""

DEFAULTS: dict[str, str | int | bool | None] = {
    **dict.fromkeys(MINE),
    "currency": "USD",
    "day_first": None,
    "workdays": MONDAY_TO_FRIDAY,
    "questions": True,
    **{f"{DAYS}{name}": days for name, days in INTERVALS.items()},
}
"""Every key, in the order shown, with its default."""

_FLAGS = {
    "day_first": "true reads 03/04 as 3 April, false as 4 March",
    "questions": "false: after a command, nothing is asked that isn't needed",
}
"""What is true or false, and what that means."""

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def require_key(key: str) -> str:
    """Return the key as it is stored (UsageError: there is no such setting)."""
    wanted = key.strip().lower()
    if wanted not in DEFAULTS:
        from reflog.domain.names import nearest

        message = f"There is no setting {quoted(key)}."
        near = nearest(wanted, DEFAULTS)
        maybe = f"maybe {near}? " if near else ""
        raise UsageError(message, hint=f"{maybe}reflog config lists them")
    return wanted


def check_value(key: str, value: str) -> str:
    """Return a value as it is stored (UsageError: the setting can't have it)."""
    value = value.strip()
    if key.startswith(DAYS):
        digits = value.lstrip("0") or value[:1]
        is_count = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_DAYS))
        if not (is_count and int(digits) <= MOST_DAYS):
            message = (
                f"{key} has to be a number of days from 0 to {MOST_DAYS}, not {quoted(value)}."
            )
            raise UsageError(message, hint=f"reflog config {key} {DEFAULTS[key]}")
        return digits
    if key in _FLAGS:
        if value.lower() not in _TRUTH:
            message = f"{key} has to be true or false, not {quoted(value)}."
            raise UsageError(message, hint=_FLAGS[key])
        return "true" if _TRUTH[value.lower()] else "false"
    from reflog.domain.money import named_currency

    checks = {
        "workdays": parse_workdays,
        "currency": named_currency,
        "name": new_name,
        "email": check_email,
        "phone": check_phone,
    }
    if key in checks:
        return checks[key](value)
    from reflog.domain.forms import check_line

    return check_line(value, key)


def value_of(key: str, kept: Mapping[str, str]) -> str | int | bool | None:
    """Return a setting's value: the one stored, else its default."""
    if key not in kept:
        return DEFAULTS[key]
    if key.startswith(DAYS):
        return int(kept[key])
    if key in _FLAGS:
        return kept[key] == "true"
    return kept[key]


def intervals(kept: Mapping[str, str]) -> dict[str, int]:
    """Return the playbook's intervals in days, by name: those set, else the defaults."""
    return {name: int(kept.get(f"{DAYS}{name}", days)) for name, days in INTERVALS.items()}


def workdays(kept: Mapping[str, str]) -> frozenset[int]:
    """Return the weekdays on which the playbook lets something fall due; Monday is 0."""
    return workdays_of(str(value_of("workdays", kept)))


def parse_workdays(text: str) -> str:
    """Return workdays as they are stored, in short names (UsageError: it names something else)."""
    spaced = " ".join(text.lower().replace(",", " ").replace("-", " - ").split())
    words = spaced.replace(" to ", " - ").replace(" - ", "-").split()
    parts = [[_SHORT.get(name, name) for name in word.split("-")] for word in words]
    if parts == [[ALL]]:
        return ALL
    if not parts or any(len(part) > 2 or not {*part} <= {*_NAMES} for part in parts):  # noqa: PLR2004 - the first and the last
        message = f"workdays has to be weekdays, or all, not {quoted(text)}."
        raise UsageError(message, hint="for example mon-fri, mon-thu, sun-thu, mon,wed,fri, or all")
    return ",".join(dict.fromkeys(map("-".join, parts)))


def workdays_of(kept: str) -> frozenset[int]:
    """Return the weekdays that are workdays; Monday is 0, and a range may run past Sunday."""
    if kept == ALL:
        return frozenset(range(len(_NAMES)))
    found = set()
    for part in kept.split(","):
        first, _dash, last = part.partition("-")
        begin, end = _NAMES.index(first), _NAMES.index(last or first)
        found |= {(begin + ahead) % 7 for ahead in range((end - begin) % 7 + 1)}
    return frozenset(found)
