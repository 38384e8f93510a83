"""The year: introductions, business and thanks, a row each on one axis of months."""

from __future__ import annotations

import math

from reflog.domain.days import ABBREVIATED, MONTHS
from reflog.domain.entries import Money
from reflog.domain.money import decimals_of, money_text
from reflog.domain.pictures import Month
from reflog.render.drawings.svg import WIDE, Drawing, axis, bar, month_name, number, text_at
from reflog.render.pages import sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reflog.domain.pictures import Share

MOST_CURRENCIES = 4
"""How many currencies have a row of their own; all of them are in the table."""

_UNITS = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_NUMBER = 19  # what a number above a bar needs
_NAME = 38  # what the name of a month, or a year, needs where letters are large
_SHORT = 30  # and on a telephone
_EVERY = (1, 2, 3, 6)  # months from one name to the next; beyond, the years alone have one


def year(months: Sequence[Month], width: int = WIDE) -> Drawing:
    """Return the months as bars, what I gave above the line and what I received below it."""
    chart = _Year(months, width)
    chart.both(
        "Introductions", 84, "gx", [one.given for one in months], [one.received for one in months]
    )
    for currency in currencies(months)[:MOST_CURRENCIES]:
        chart.business(currency)
    chart.both(
        "Thanks",
        42,
        "tu",
        [one.thanks_given for one in months],
        [one.thanks_received for one in months],
    )
    return chart.drawing()


_WHOSE = {"mine": "came to me", "theirs": "came to others", "paid": "I paid"}


def shared(shares: Sequence[Share]) -> list[tuple[str, str]]:
    """Say whose the business is, and how much of it; nothing where it is all of one kind."""
    said = [(_WHOSE[one.whose], sums(one.business)) for one in shares if one.business]
    return said if len(said) > 1 else []


def titled(months: Sequence[Month]) -> str:
    """Return the title of the months."""
    return "The year" if len(months) == len(MONTHS) else "Month by month"


def all_of(months: Sequence[Month]) -> Month:
    """Return the months as one."""
    return Month(
        month="in all",
        given=sum(one.given for one in months),
        received=sum(one.received for one in months),
        business=tuple(money for one in months for money in one.business),
        thanks_given=sum(one.thanks_given for one in months),
        thanks_received=sum(one.thanks_received for one in months),
    )


def currencies(months: Iterable[Month]) -> list[str]:
    """Return the currencies of the business, the one in most months first."""
    counts: dict[str, int] = {}
    for month in months:
        for money in month.business:
            counts[money.currency] = counts.get(money.currency, 0) + 1
    return sorted(counts, key=lambda one: (-counts[one], one))


def sum_in(monies: Iterable[Money], currency: str) -> Money:
    """Return the sum in one currency."""
    minor = sum(one.minor for one in monies if one.currency == currency)
    return Money(minor=minor, currency=currency)


class _Year:
    """The rows, from the top down."""

    def __init__(self, months: Sequence[Month], width: int) -> None:
        self._months = months
        self._width = width
        self._is_narrow = width < WIDE
        self._left = 4.0 if self._is_narrow else 150.0
        self._column = (width - self._left - 4) / len(months)
        self._name = _SHORT if self._is_narrow else _NAME
        self._bar = min(34.0, self._column * 0.6)
        self._y = 4.0
        self._parts: list[str] = []

    def both(
        self, title: str, height: float, kinds: str, up: Sequence[int], down: Sequence[int]
    ) -> None:
        """Draw what I gave above the line and what I received below it."""
        self._titled(title, [f"{sum(up):,} given", f"{sum(down):,} received"], kinds)
        most, room = max(*up, *down, 1), height - 14
        line = self._y + (max(up) / most * room if self._is_narrow else room) + 16
        self._bars(line, room / most, kinds[0], up, str, lambda at: f"{up[at]} given")
        self._bars(line + 2, -room / most, kinds[1], down, str, lambda at: f"{down[at]} received")
        self._line(line + 1)
        self._y = line + max(down) / most * room + 30
        if not self._is_narrow:
            self._y = max(self._y, line + 34)

    def business(self, currency: str) -> None:
        """Draw the business in a currency."""
        monies = [sum_in(one.business, currency) for one in self._months]
        minors = [one.minor for one in monies]
        self._titled("Business", [money_text(sum_in(monies, currency))], "m")
        line = self._y + 76
        self._bars(
            line,
            60 / max(*minors, 1),
            "m",
            minors,
            lambda minor: _brief(Money(minor=minor, currency=currency), short=self._is_narrow),
            lambda at: money_text(monies[at]),
        )
        self._line(line)
        self._y = line + 22

    def drawing(self) -> Drawing:
        """Return the picture, with the names of the months below."""
        y = self._y + 2
        every = next((one for one in _EVERY if one * self._column >= self._name), 0)
        years = math.ceil(1.2 * self._name / self._column / len(MONTHS))
        for at, one in enumerate(self._months):
            year, month = int(one.month[:4]), int(one.month[5:])
            if every and (month - 1) % every == 0:
                name = MONTHS[month - 1][:ABBREVIATED]
                self._parts.append(text_at(self._within(at), y, "mo", name))
            is_first = at == 0 and (len(MONTHS) + 1 - month) * self._column >= self._name
            if (month == 1 and year % years == 0) or is_first:
                below = 15 if every else 0
                self._parts.append(text_at(self._within(at), y + below, "mo yr", one.month[:4]))
        label = "Introductions, business and thanks, month by month"
        style = f"chart {'narrow' if self._is_narrow else 'wide'}"
        return Drawing(label, style, (0, 0, self._width, y + 22), "".join(self._parts))

    def _titled(self, title: str, texts: Sequence[str], kinds: str) -> None:
        y = self._y + 16
        if self._is_narrow:
            told = "".join(
                f'<tspan class="{kind}" dx="10">{text}</tspan>'
                for text, kind in zip(texts, kinds, strict=True)
            )
            self._parts.append(f'<text class="rt" x="0" y="{number(y)}">{title}{told}</text>')
            self._y += 24
            return
        self._parts.append(text_at(0, y, "rt", title))
        for row, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
            self._parts.append(text_at(0, y + 19 + 17 * row, f"rs {kind}", text))

    def _bars(  # noqa: PLR0913, PLR0917 - where, how high, in which color, and what they say
        self,
        line: float,
        scale: float,
        kind: str,
        values: Sequence[int],
        brief: Callable[[int], str],
        words: Callable[[int], str],
    ) -> None:
        """Draw a bar for each month, above the line where the scale is above zero."""
        for at, value in enumerate(values):
            if not value:
                continue
            high = max(1.5, abs(value * scale))
            top = line - high if scale > 0 else line
            title = f"{month_name(self._months[at].month)}: {words(at)}"
            box = (self._x(at) - self._bar / 2, top, self._bar, high)
            self._parts.append(bar(kind, box, "" if self._is_narrow else title))
            if self._column >= _NUMBER:
                y = top - 5 if scale > 0 else top + high + 13
                self._parts.append(text_at(self._x(at), y, "v", brief(value)))

    def _line(self, y: float) -> None:
        self._parts.append(axis(self._left, self._width, y))

    def _within(self, at: int) -> float:
        """Return where the name of a month stands, so that it is not cut at either end."""
        return min(max(self._x(at), self._name / 2), self._width - self._name / 2)

    def _x(self, at: int) -> float:
        return self._left + self._column * (at + 0.5)


def _brief(money: Money, *, short: bool) -> str:
    """Return about how much it is, in few characters: `12.5k`, or `13k`."""
    value = money.minor / 10 ** decimals_of(money.currency)
    for least, unit in _UNITS:
        if value >= least * 0.9995:  # what is rounded to 1000k is 1M
            places = 0 if value >= least * (10 if short else 100) else 1
            return f"{value / least:.{places}f}".removesuffix(".0") + unit
    return f"{value:.0f}"
