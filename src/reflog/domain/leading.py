"""Days among the words of a line: the one that begins or ends them, and what is nearly one."""

from __future__ import annotations

from datetime import date, timedelta

from reflog.domain import spans
from reflog.domain.spans import MOST_WORDS
from reflog.domain.when import (
    LEADS,
    MONTH_PLACES,
    UNITS,
    WEEKS,
    is_period,
    is_when,
    nearly,
    parse_day,
)
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINTS = frozenset({"or", "to", "of", "in", "on", "from"})


def leading_day(words: Sequence[str], today: date) -> int:
    """Return how many of the words, from the first on, are written as one day; 0 for none.

    A day that more words make another, or nearly make one, is one with them, to be refused:
    friday after next is no friday.
    """
    lead = int(len(words) > 1 and words[0].lower() in LEADS)
    left = words[lead:]
    count = _whole(left, today)
    if not count:
        return 0
    count += _continued(left[:count], left[count:], today)
    return lead + max(count, leading_mistyped(left, today, most=1))


def leading_mistyped(words: Sequence[str], today: date, most: int | None = None) -> int:
    """Return how many of the words, from the first on, are nearly one day; 0 for none."""
    plain = [spans.plain(word) for word in words]
    near = nearly(plain, most)
    count = len(near)
    while count and (near[:count] == plain[:count] or not _is_day(near[:count], today)):
        count -= 1
    return count


def leading_period(words: Sequence[str]) -> int:
    """Return how many of the words, from the first on, say a month or the like; 0 for none."""
    return next((count for count in (2, 1) if is_period(" ".join(words[:count]))), 0)


def day_gone_by(text: str, today: date) -> str | None:
    """Return the words that a text begins or ends with, if they say a day before today."""
    words = text.split()
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        for said in (" ".join(words[:count]), " ".join(words[-count:])):
            days = _both(said, today)
            if days and days[0] == days[1] < today:
                return said.strip(",.;:!")
    return _day_told(words, today)


def _whole(words: Sequence[str], today: date) -> int:
    counts = range(min(len(words), MOST_WORDS), 0, -1)
    return next((count for count in counts if _is_day(words[:count], today)), 0)


def _is_day(words: Sequence[str], today: date) -> bool:
    return is_when(" ".join(words), today, None)


def _continued(taken: Sequence[str], rest: Sequence[str], today: date) -> int:
    """Return how many words behind a day make it one that can't be told; 0 where they don't.

    So friday after next, monday or tuesday, a week before christmas.
    """
    words = [word.lower().rstrip(",;:") for word in rest]
    first, second, third = [*words, "", "", ""][:3]
    day = _whole(words[1:], today)
    if first in WEEKS:
        return 1
    if first in {"next", "last"}:
        is_more = second in {"", *UNITS} or day
        return len(words[:2]) if is_more else 0
    if first in {"after", "before"}:
        is_span = taken[-1].lower() in UNITS and taken[0].lower() != "in"
        return 1 + day if is_span or day else len(words[:2]) if second in {"next", "last"} else 0
    if first in {"of", "in"}:
        if third in UNITS:
            return 3
        day = day or _whole(["1", *words[1:2]], today) - 1
    return 1 + day if day > 0 and first in _JOINTS else 0


def _day_told(words: Sequence[str], today: date) -> str | None:
    """Return the day of "on tuesday" that words begin or end with, or "30 nov" as they begin."""
    plain = [word.rstrip(".!") for word in words]
    last = range(max(1, len(plain) - MOST_WORDS - 1), len(plain))
    for place in (*range(min(1, len(plain))), *last):
        if any(map(_is_to_come, plain[:place])):
            break
        is_on = plain[place].lower() == "on"
        behind = plain[place + 1 :] if is_on else plain
        count = leading_day(behind, today) if is_on or not place else 0
        is_told = is_on or any(spans.plain(word) in MONTH_PLACES for word in behind[:count])
        said = " ".join(behind[:count]).strip(",;:")
        is_whole = not place or count == len(behind)
        if count and is_told and is_whole and _may_be_gone(said, today):
            return said
    return None


_TO_COME = frozenset("will won't shall would going again wants plans hopes promised".split())
"""Words before a day that say of it that it is still to come: he will call on friday."""


def _is_to_come(word: str) -> bool:
    plain = word.lower().replace("\u2019", "'")
    return plain in _TO_COME or plain.endswith("'ll")


def _may_be_gone(said: str, today: date) -> bool:
    """Return whether a text is a day gone by, as it is said of what was done.

    A weekday is. Of a day of the month or of the year the nearer one is meant.
    """
    days = _both(said, today)
    if days is None:
        return False
    gone, coming = days
    is_near = coming - gone <= timedelta(days=7) or today - gone < coming - today
    return gone < today and is_near


def _both(said: str, today: date) -> tuple[date, date] | None:
    """Return the day that a text says of what happened, and of what is due; None if it is none."""
    try:
        if is_when(said, today, None):
            return parse_day(said, today, "past"), parse_day(said, today, "future")
    except UsageError:
        pass
    return None
