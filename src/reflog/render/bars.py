"""The pictures on a terminal: bars of block characters, as wide as there is room.

Colors say nothing that the columns do not; piped, the same bars stand without them.
"""

from __future__ import annotations

from reflog.domain.money import decimals_of
from reflog.render import Block, Heading, Line, Page, Styled, Table, width_of
from reflog.render.drawings.balance import shown_partners
from reflog.render.drawings.network import nobody_came
from reflog.render.drawings.outcome import WEEK, by_week, ended, median_in_words
from reflog.render.drawings.svg import counted_people, cut, long_day
from reflog.render.drawings.year import all_of, currencies, shared, sum_in, titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.pictures import Month, Pictures, Step

PIPED = 80
"""How wide bars are where no terminal says."""

MOST_BRANCHES = 12
MOST_PARTNERS = 12

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_RISING = " ▁▂▃▄▅▆▇█"
_FULL = 8
_LEAST, _WIDEST = 8, 40  # a bar that is shorter says little, a longer one no more
_NAME = 24
_GAP = 2


def page(pictures: Pictures, parts: Sequence[str], width: int = PIPED) -> Page:
    """Return the pictures asked for, one below the other, on so many columns."""
    if pictures.is_empty:
        between = f"from {long_day(pictures.since)} to {long_day(pictures.until)}"
        command = "reflog intro PROVIDER PROSPECT records an introduction."
        return [f"There is nothing to show {between}. {command}"]
    makers = {"network": _network, "year": _year, "outcome": _outcome, "balance": _balance}
    return [block for part in parts for block in makers[part](pictures, width)]


def bar(value: int, most: int, width: int) -> str:
    """Return a bar as long as the value, to an eighth of a character; `most` fills the width."""
    if not value or not most:
        return ""
    eighths = max(1, round(value / most * width * _FULL))
    return "█" * (eighths // _FULL) + _EIGHTHS[eighths % _FULL].strip()


def leftwards(value: int, most: int, width: int) -> str:
    """Return a bar that grows to the left, to half a character: there are no eighths that way."""
    if not value or not most:
        return ""
    halves = max(1, round(value / most * width * 2))
    return "▐" * (halves % 2) + "█" * (halves // 2)


def rising(values: Sequence[int]) -> str:
    """Return one character for each value, as high as the value is."""
    most = max(values, default=0) or 1
    return "".join(_RISING[max(1, round(one / most * _FULL))] if one else "·" for one in values)


def _year(pictures: Pictures, width: int) -> list[Block]:
    months = pictures.months
    heading = Heading(f"{titled(months)}, {long_day(pictures.since)} to {long_day(pictures.until)}")
    whole = all_of(months)
    thanks = [_thanks(one) for one in (*months, whole)]
    money = currencies(months)
    digits = [len(str(one)) for one in (whole.given, whole.received)]
    fixed = [7, *digits, max(6, *map(len, thanks))]
    while True:
        sums = {one: _sums(months, one) for one in money}
        taken = [*fixed, *(max(3, *map(len, sums[one])) for one in money)]
        room = _room(width, taken, bars=2)
        if room >= _LEAST or not money:
            break
        money.pop()
    most = max(*(max(one.given, one.received) for one in months), 1)
    rows = [
        (
            one.month,
            *_both(one, most, room),
            *(sums[currency][at] for currency in money),
            thanks[at],
        )
        for at, one in enumerate(months)
    ]
    names = [Styled(str(text), "name") for text in ("in all", whole.given, whole.received)]
    totals = (sums[currency][-1] for currency in money)
    rows.append((names[0], "", names[1], "", names[2], *totals, thanks[-1]))
    header = ("month", "given", "", "received", "", *money, "thanks")
    columns = f"text! given! text> received! text> {'money> ' * len(money)}text!"
    blocks: list[Block] = [heading, Table(columns, rows, header, indent=2)]
    if missing := len(currencies(months)) - len(money):
        left_out = ", ".join(currencies(months)[-missing:])
        more = f"No room for {left_out}; see reflog picture -o year.html"
        blocks.append(Line(more, "dim", indent=2))
    if whose := shared(pictures.shares):
        blocks += [Line("Of this business", indent=2), Table("text! text", whose, indent=4)]
    return blocks


def _outcome(pictures: Pictures, width: int) -> list[Block]:
    steps = pictures.reached
    counts = [one.given + one.received for one in steps]
    most = max(*(max(one.given, one.received) for one in steps), 1)
    digits = [len(str(one)) for one in (steps[0].given, steps[0].received, counts[0])]
    taken = [10, *digits[:2], max(6, digits[2]), 8]
    room = _room(width, taken, bars=2)
    rows = []
    for at, one in enumerate(steps):
        before = counts[at - 1] if at else 0
        share = f"{round(100 * counts[at] / before)}%" if before else ""
        rows.append((one.stage, *_both(one, most, room), str(counts[at]), share))
    header = ("", "given", "", "received", "", "in all", "of those")
    columns = "text! given! text> received! text> name> dim>"
    blocks: list[Block] = [
        Heading("From introduction to business"),
        Table(columns, rows, header, indent=2),
        Line(f"{', '.join(ended(pictures))}.", indent=2),
    ]
    if pictures.median_days is not None:
        blocks += [Line(text, indent=2) for text in _took(pictures, width)]
    return blocks


_BY_WEEK = "Week by week "
_INDENT = 2


def _took(pictures: Pictures, width: int) -> tuple[str, str, str]:
    """Say how long it took: a column for each week, the tallest in figures, and the median."""
    weeks = dict(by_week(pictures.days_to_won))
    last = max(weeks)
    values = [weeks.get(first, 0) for first in range(0, last + 1, WEEK)]
    most = width - len(_BY_WEEK) - _INDENT
    if len(values) > most:
        values = [*values[: most - 1], sum(values[most - 1 :])]
    counted = f"Won in each week after the introduction; the tallest bar is {max(values):,}:"
    return counted, f"{_BY_WEEK}{rising(values)}", f"{median_in_words(pictures)}."


def _balance(pictures: Pictures, width: int) -> list[Block]:
    heading = Heading("Give and take")
    partners = shown_partners(pictures.partners, MOST_PARTNERS)
    if not partners:
        return [heading, Line("No introductions went to and fro between a partner and me.")]
    most = max(max(one.given, one.received) for one in partners)
    names = [cut(one.contact_name, _NAME) for one in partners]
    taken = [max(map(width_of, names)), *[len(str(most))] * 2]
    room = _room(width, taken, bars=2)
    rows = [
        (
            leftwards(one.received, most, room),
            _count(one.received),
            name,
            _count(one.given),
            bar(one.given, most, room),
        )
        for one, name in zip(partners, names, strict=True)
    ]
    header = ("they gave", "", "", "", "I gave")
    columns = "received> text> name! text> given!"
    blocks: list[Block] = [heading, Table(columns, rows, header, indent=2)]
    having = sum(bool(one.given + one.received) for one in pictures.partners)
    if having > len(partners):
        blocks.append(Line(f"{having - len(partners):,} more: reflog balance", "dim", indent=2))
    return blocks


def _network(pictures: Pictures, width: int) -> list[Block]:
    found = pictures.network
    if found is None or len(found.people) == 1:
        return [nobody_came(pictures)]
    came = counted_people(len(found.people) - 1)
    heading = Heading(f"Who came through {found.people[0].called}: {came}")
    around = (one for one in found.people[1:] if not one.through_at and one.below)
    branches = sorted(around, key=lambda one: (-one.below, -one.won))
    if not branches:
        return [heading, Line("None of them has brought anybody yet.")]
    shown = branches[:MOST_BRANCHES]
    names = [cut(one.name, _NAME) for one in shown]
    most = shown[0].below
    taken = [max(map(width_of, names)), max(6, len(str(most))), 15]
    room = _room(width, taken, bars=1)
    rows = [
        (name, bar(one.below, most, room), str(one.below), _count(one.won))
        for one, name in zip(shown, names, strict=True)
    ]
    header = ("through", "", "people", "became business")
    table = Table("name! given! text> text>", rows, header, indent=2)
    blocks: list[Block] = [heading, table]
    if len(branches) > len(shown):
        rest = len(branches) - len(shown)
        blocks.append(Line(f"{rest:,} more: reflog tree", "dim", indent=2))
    alone = sum(not one.through_at and not one.below for one in found.people[1:])
    if alone:
        text = f"Besides them: {counted_people(alone)} who brought nobody yet."
        blocks.append(Line(text, indent=2))
    return blocks


def _room(width: int, taken: Sequence[int], bars: int) -> int:
    """Return how wide a bar can be beside columns that take so much."""
    gaps = _GAP * (len(taken) + bars)
    return max(1, min(_WIDEST, (width - 2 - gaps - sum(taken)) // bars))


def _both(one: Month | Step, most: int, room: int) -> tuple[str, str, str, str]:
    """Return the bars of what I gave and received, each with its count."""
    given, received = bar(one.given, most, room), bar(one.received, most, room)
    return given, _count(one.given), received, _count(one.received)


def _count(value: int) -> str:
    return f"{value}" if value else ""


def _sums(months: Sequence[Month], currency: str) -> list[str]:
    """Return the sums of a currency month by month, rounded, and all of them last."""
    sums = [sum_in(one.business, currency).minor for one in (*months, all_of(months))]
    unit = 10 ** decimals_of(currency)
    return [f"{(minor + unit // 2) // unit:,}" if minor else "" for minor in sums]


def _thanks(month: Month) -> str:
    parts = ((month.thanks_given, "given"), (month.thanks_received, "got"))
    return ", ".join(f"{count} {word}" for count, word in parts if count)
